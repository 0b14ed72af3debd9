"""Whether a picture in black and white shows where its piece ends.

A white piece on a white bed is told by its shadow, and a scan of two greys keeps none. What is printed tells then
that the picture is not the piece: a mailpiece has print near at least one of its edges, since the indicium stands
1/4 in from two of them and the return address near a third.
"""

import cv2
import numpy as np

from verify.compiled import compiled
from verify.locate.edges import Pixels
from verify.locate.outline import Outline

MARGIN = 0.35
"""Inches without print along all four sides, from which they are not the piece's: this project's choice,
more than the 1/4 in of an indicium and a return address; a FIM reaches to the edge itself."""
_STRIDE = 5
_SHADES = 8
"""Greys by which black and white may be off their ends."""
_COARSE_DPI = 50.0
_PRINT = 190
"""Grey of a coarse pixel under which it bears print: a quarter of it black, more than dust."""

EDGES_HIDDEN = "the picture is black and white and shows no edge of the piece: its places on the piece are not known"


def hides_edges(gray: Pixels, outline: Outline, dpi: float) -> bool:
    """Whether the piece lies in a picture of two greys that shows none of its edges.

    Args:
        gray: H x W.
        outline: What was found of the edges.
        dpi: Pixels an inch.
    """
    factor = _COARSE_DPI / dpi
    if not outline.fills_frame or min(gray.shape) * factor < 1 or not _is_black_and_white(gray):
        return False
    coarse = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    left, top, width, height = cv2.boundingRect((coarse < _PRINT).astype(np.uint8))
    free = (left, top, coarse.shape[1] - left - width, coarse.shape[0] - top - height)
    return bool(width) and min(free) >= MARGIN * _COARSE_DPI


@compiled
def _is_black_and_white(gray: Pixels) -> bool:
    """Whether no pixel of a sample is grey; of most pictures the first ones are."""
    for row in range(0, gray.shape[0], _STRIDE):
        for column in range(0, gray.shape[1], _STRIDE):
            if _SHADES < gray[row, column] < 255 - _SHADES:
                return False
    return True
