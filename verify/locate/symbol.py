"""The outline of a symbol at sub-pixel precision, from the rough corners that a reader gives.

Left and bottom of an ECC 200 symbol are solid, top and right alternate, so the outline is taken where
border modules are dark. The pitch of the modules comes from the alternating tracks: their edges lie one
module apart whatever the ink has gained.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from verify.locate.edges import MIN_POINTS, MOST_PAIRS, STEP_PX, Floats, Pixels
from verify.locate.plane import inverse, through
from verify.locate.symbol_loops import fit, track

ROUNDS = 2
"""Fits of the outline: the second samples at the module centres that the first one found."""
LEAST_CONTRAST = 12.0
"""Smallest difference of dark and light modules, grey levels."""
SAMPLES_PER_MODULE = 12
"""Along the alternating tracks."""


@dataclass(frozen=True, slots=True)
class SymbolOutline:
    """Where a symbol lies in the scan."""

    corners_px: Floats
    """4 x 2: top left, top right, bottom right, bottom left."""
    residual_px: float
    """Root mean square distance of the outline's points from its lines; 1 where nothing could be fitted."""
    pitch: float
    """Module size over outline divided by modules: 1 for ink that neither gained nor shrank."""
    pitch_uncertainty: float
    """Of `pitch`, from the scatter of the tracks' edges."""
    dark: float
    """Grey of the dark modules."""
    light: float
    """Grey of the paper around."""


def refine(gray: Pixels, rough_px: Floats, rows: int, columns: int) -> SymbolOutline:
    """The fitted outline; the rough one where the border is too damaged to be fitted.

    Args:
        gray: H x W.
        rough_px: 4 x 2 corners from the reader.
        rows: R, modules.
        columns: C, modules.
    """
    if seen_from_behind(rough_px, rows, columns):
        rows, columns = columns, rows
    quad, residual = rough_px, 1.0
    dark, light = 0.0, 255.0
    for _ in range(ROUNDS):
        fit = _fit(gray, quad, rows, columns)
        if fit is None:
            break
        quad, residual, dark, light = fit
    pitch, uncertainty = _pitch(gray, quad, (rows, columns), (dark + light) / 2)
    return SymbolOutline(quad, residual, pitch, uncertainty, dark, light)


def seen_from_behind(corners_px: Floats, rows: int, columns: int) -> bool:
    """Whether a rectangle is as high as it should be wide: a mirror image with its solid sides at left and bottom.

    Args:
        corners_px: 4 x 2, the solid sides at the left and bottom of them.
        rows: R, modules.
        columns: C, modules; a square tells nothing and is never seen from behind by its shape.
    """
    down, across_ = corners_px[3] + corners_px[2], corners_px[1] + corners_px[2]
    high = float(np.hypot(*(down - corners_px[0] - corners_px[1])))
    wide = float(np.hypot(*(across_ - corners_px[0] - corners_px[3])))
    return rows != columns and (high > wide) != (rows > columns)


@cache
def _dark_modules(rows: int, columns: int) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Centres of the dark border modules along top, right, bottom, left, each 0 to 1 clockwise; how many on each.

    ISO/IEC 16022:2006 5.1: the top track begins dark at the left, the right track dark at the bottom.
    """
    top = (np.arange(0, columns, 2) + 0.5) / columns
    right = (np.arange(rows - 1, -1, -2)[::-1] + 0.5) / rows
    sides = top, right, (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows
    return np.concatenate(sides), np.array([len(side) for side in sides])


def _fit(gray: Pixels, quad: Floats, rows: int, columns: int) -> tuple[Floats, float, float, float] | None:
    """Corners, residual, dark and light grey of one fit; None where a side has no edge."""
    module = _module_px(quad, rows, columns)
    limits = LEAST_CONTRAST, STEP_PX, MIN_POINTS, MOST_PAIRS
    found, corners, (residual, dark, light) = fit(gray, quad, _dark_modules(rows, columns), module, limits)
    if not found or np.abs(corners - quad).max() > 2 * module + 2:
        return None
    return corners, float(residual), float(dark), float(light)


def _module_px(quad: Floats, rows: int, columns: int) -> float:
    """Pixels a module, roughly."""
    width = np.hypot(*(quad[1] - quad[0])) / columns
    height = np.hypot(*(quad[3] - quad[0])) / rows
    return float(width + height) / 2


def _pitch(gray: Pixels, quad: Floats, shape: tuple[int, int], level: float) -> tuple[float, float]:
    """Module size along the alternating tracks, as a share of the outline's, and its uncertainty."""
    rows, columns = shape
    to_scan = inverse(through(quad, columns, rows))
    of = SAMPLES_PER_MODULE, level
    # Along the top from the left, along the right from the bottom: both begin with a dark module.
    tracks = (
        track(gray, to_scan, (0.0, 0.5, 1.0, 0.0), columns, of),
        track(gray, to_scan, (columns - 0.5, float(rows), 0.0, -1.0), rows, of),
    )
    known = [found for found in tracks if not math.isnan(found[0])]
    if not known:
        return 1.0, 1 / min(rows, columns)
    return sum(pitch for pitch, _ in known) / len(known), max(uncertainty for _, uncertainty in known)
