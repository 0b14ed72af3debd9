"""Modules of a symbol, sampled at their centres."""

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import BY_SHAPE
from verify.locate.edges import Pixels, sample
from verify.locate.plane import inverse, mapped, through
from verify.locate.symbol import SymbolOutline
from verify.read.codewords import Bits, codewords, errors


def modules(gray: Pixels, outline: SymbolOutline, rows: int, columns: int) -> Bits:
    """R x C modules, True is dark; on a reversed symbol (light on dark) True is light."""
    to_scan = inverse(through(outline.corners_px, columns, rows))
    places = np.mgrid[0:rows, 0:columns].transpose(1, 2, 0)[..., ::-1] + 0.5
    values = sample(gray, mapped(to_scan, places).reshape(places.shape))
    return np.asarray(values < (outline.dark + outline.light) / 2)


def is_mirrored(gray: Pixels, outline: SymbolOutline, rows: int, columns: int) -> bool:
    """Whether the symbol is seen from behind: its modules make codewords only when they are turned over.

    The corners of a reader keep the solid sides at the left and bottom; a mirror image of a symbol then lies
    turned over about the diagonal through its lower left corner.
    """
    seen = modules(gray, outline, rows, columns)
    size = BY_SHAPE[rows, columns]
    straight = errors(codewords(seen, size), size)
    if straight == 0 or rows != columns:
        return False
    turned = errors(codewords(turned_over(seen), size), size)
    return turned is not None and (straight is None or turned < straight)


def turned_over(bits: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """The modules mirrored about the diagonal through the lower left corner."""
    return bits.T[::-1, ::-1]
