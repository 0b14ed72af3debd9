"""Which reader looks where, and in what order: the cheapest attempt that usually suffices comes first.

1. zxing-cpp, one global threshold, on the upper right part of the piece, the picture taken as upright,
   then as lying in the three other quarter turns;
2. zxing-cpp with local thresholds and any turn on the same parts;
3. zxing-cpp with everything it has on the whole picture: all symbols;
4. libdmtx, the second reader, on the upper right parts.

A page whose corner was read is not searched again, unless `thorough`: that costs more than all the rest.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from verify.locate.outline import Outline
from verify.read import libdmtx
from verify.read.decoded import Decoded, Floats, Pixels
from verify.read.zxing import Effort, read_all, read_one

# UNSOURCED part of the piece where an indicium's symbol stands: it covers a symbol left of the FIM clear zone
# (up to 4-3/8 in from the right edge) and the whole band above the OCR read area of the common sizes.
CORNER_WIDTH = 4.6
CORNER_HEIGHT = 2.25
CORNER_SHARES = (0.6, 0.62)
"""The same part as shares of width and height, where no scale is known."""

LIBDMTX_TIMEOUT_MS = 100
"""A miss costs the whole of it, in each of at most four parts."""

EMPTY_CONTRAST = 20
"""A part whose darkest and lightest grey lie closer than this bears no symbol."""


def decode(gray: Pixels, outline: Outline, dpi: float | None, *, thorough: bool) -> list[Decoded]:
    """Every symbol that was read, corners in pixels of `gray`.

    Args:
        gray: H x W.
        outline: Where the piece lies.
        dpi: Pixels an inch, when known.
        thorough: Search the whole picture even when the corner was read.
    """
    found = _corner(gray, outline, dpi)
    if found is not None and not thorough:
        return [found]
    everything = read_all(gray) if int(np.ptp(gray[::5, ::5])) >= EMPTY_CONTRAST else []
    if found is not None:
        return [found, *(other for other in everything if not _same(found, other))]
    if everything:
        return everything
    second = _first(gray, outline, dpi, partial(libdmtx.read_one, timeout_ms=LIBDMTX_TIMEOUT_MS))
    return [second] if second is not None else []


def _corner(gray: Pixels, outline: Outline, dpi: float | None) -> Decoded | None:
    """The symbol in the upper right part of the piece, whichever side is up."""
    for effort in (Effort.UPRIGHT, Effort.ANY_TURN):
        found = _first(gray, outline, dpi, partial(read_one, effort=effort))
        if found is not None:
            return found
    return None


def _first(
    gray: Pixels, outline: Outline, dpi: float | None, read: Callable[[Pixels], Decoded | None]
) -> Decoded | None:
    """What `read` finds first in the four candidate corners, upright first."""
    for turns, (left, top, right, bottom) in enumerate(_corners(outline, gray.shape, dpi)):
        view = gray[top:bottom, left:right]
        if view.size == 0 or int(np.ptp(view[::5, ::5])) < EMPTY_CONTRAST:
            continue
        upright = view if turns == 0 else np.ascontiguousarray(np.rot90(view, -turns))
        found = read(upright)
        if found is not None:
            back = _turned_back(found.corners_px, turns, view.shape)
            return found.moved(back + np.array((left, top)))
    return None


def _corners(outline: Outline, shape: tuple[int, ...], dpi: float | None) -> Iterator[tuple[int, int, int, int]]:
    """The upper right part of the piece as left, top, right, bottom pixels, for 0 to 3 quarter turns."""
    height, width = shape[:2]
    quad = outline.corners_px
    for turns in range(4):
        # Turned counter-clockwise by `turns` quarters, the upper right corner moved on by as many corners.
        corner, along, down = (quad[(i - turns) % 4] for i in (1, 0, 2))
        reach = _reach(along - corner, CORNER_WIDTH, CORNER_SHARES[0], dpi)
        depth = _reach(down - corner, CORNER_HEIGHT, CORNER_SHARES[1], dpi)
        points = np.array((corner, corner + reach, corner + depth, corner + reach + depth))
        left, top = np.clip(np.floor(points.min(axis=0)), 0, (width, height)).astype(int)
        right, bottom = np.clip(np.ceil(points.max(axis=0)), 0, (width, height)).astype(int)
        yield int(left), int(top), int(right), int(bottom)


def _reach(side: Floats, inches: float, share: float, dpi: float | None) -> Floats:
    """A stretch of a side of the outline: so many inches, or a share where no scale is known."""
    length = float(np.hypot(*side))
    part = min(1.0, inches * dpi / length) if dpi else share
    return side * part


def _turned_back(corners: Floats, turns: int, shape: tuple[int, ...]) -> Floats:
    """Corners found in a view turned clockwise by `turns` quarters, in the view as it was."""
    height, width = shape[:2]
    x, y = corners[:, 0], corners[:, 1]
    turned = ((x, y), (y, height - x), (width - x, height - y), (width - y, x))[turns]
    return np.stack(turned, axis=1)


def _same(one: Decoded, other: Decoded) -> bool:
    """Whether two readings are of one symbol: the middle of one lies within the other's size."""
    apart = np.hypot(*(one.corners_px.mean(axis=0) - other.corners_px.mean(axis=0)))
    return bool(apart < np.hypot(*(one.corners_px[2] - one.corners_px[0])) / 2)
