"""How often each grey stands in a picture: shares of pixels come from 256 numbers, not from sorting them."""

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


def counts_of(pixels: Pixels) -> Floats:
    """256 numbers of pixels."""
    return np.asarray(cv2.calcHist([pixels], [0], None, [256], [0, 256]).ravel(), dtype=np.float64)


def percentile(counts: Floats, share: float) -> float:
    """The grey below which so many of a hundred pixels lie, as NumPy has it: between two ranks, between their greys.

    Args:
        counts: 256 numbers of pixels, not all nought.
        share: 0 to 100.
    """
    through = np.cumsum(counts)
    rank = share / 100 * (through[-1] - 1)
    low, high = np.searchsorted(through, (np.floor(rank), np.ceil(rank)), side="right")
    return float(low + (rank - np.floor(rank)) * (high - low))
