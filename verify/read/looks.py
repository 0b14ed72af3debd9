"""What printing and scanning do to the edges of a region's lettering: its blur and its gain, pixels of the patch."""

import math

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.read.cells import sampling_blur
from verify.read.glyphs import EM_PX, nearest_look

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]


@compiled
def looks_of(em_px: Floats, blur_px: float, gain_px: float) -> Numbers:
    """The looks of type of S sizes (pixels an em) for what printing and scanning do to edges, pixels of the patch."""
    found = np.empty(len(em_px), dtype=np.intp)
    for number in range(len(em_px)):
        unit = em_px[number] / EM_PX
        blur = math.sqrt((blur_px / unit) ** 2 + sampling_blur(unit))
        found[number] = nearest_look(blur, gain_px / unit)
    return found


@compiled
def together(told: Floats) -> tuple[float, float]:
    """Blur and gain of a region: the weighed medians of its stretches'.

    Args:
        told: S x 3: blur, gain, and what this word weighs.
    """
    return _weighed_median(told[:, 0], told[:, 2]), _weighed_median(told[:, 1], told[:, 2])


@compiled
def _weighed_median(values: Floats, weights: Floats) -> float:
    half, passed = weights.sum() / 2, 0.0
    for at in np.argsort(values):
        passed += weights[at]
        if passed >= half:
            return float(values[at])
    return float(values.max())
