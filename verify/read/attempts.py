"""Which reader looks where, and in what order: the cheapest attempt that usually suffices comes first.

1. zxing-cpp, one global threshold, on the upper right part of the piece, the picture taken as upright,
   then as lying in the three other quarter turns;
2. our own reader on the likeliest places of the whole picture, until it reads a symbol;
3. zxing-cpp with local thresholds and any turn on the same parts;
4. zxing-cpp with everything it has on the whole picture, and our own on the rest: all symbols;
5. libdmtx, the second reader, where our own saw a symbol or its texture and could not read it.

A page with an indicium's symbol in one of the upper right parts is not searched again, unless `thorough`: that
costs more than all the rest. A page whose first symbol says anything else is no ordinary mailpiece, and searched.
"""

from collections.abc import Callable, Iterator
from functools import partial

import numpy as np

from indicia.payload.codec import why_not_ibi
from verify.locate.outline import Outline
from verify.read import libdmtx
from verify.read.decoded import Decoded, Floats, Pixels
from verify.read.own import Search
from verify.read.zxing import Effort, read_all, read_one

# UNSOURCED part of the piece where an indicium's symbol stands: it covers a symbol left of the FIM clear zone
# (up to 4-3/8 in from the right edge) and the whole band above the OCR read area of the common sizes.
CORNER_WIDTH = 4.6
CORNER_HEIGHT = 2.25
CORNER_SHARES = (0.6, 0.62)
"""The same part as shares of width and height, where no scale is known."""

LIKELY_MODULE = (0.010, 0.04)
"""Inches: the modules of what is printed on mail."""

LIBDMTX_TIMEOUT_MS = 100
"""A miss costs the whole of it, in each place where a symbol was seen."""
LIBDMTX_PLACES, LIBDMTX_PLACES_MORE = 2, 8
"""Places, at most, where the second reader is asked: on most pages, and on those that bear several symbols."""
LIBDMTX_MARGIN = 0.25
"""What it is shown around a symbol, as a share of its size."""

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
    first = _quick(gray, outline, dpi, Effort.UPRIGHT)
    if first is not None and not thorough and why_not_ibi(first.data) is None:
        return [first]
    if int(np.ptp(gray[::5, ::5])) < EMPTY_CONTRAST:
        return []
    likely = (LIKELY_MODULE[0] * dpi, LIKELY_MODULE[1] * dpi) if dpi else None
    own = Search(gray, likely, thorough)
    if first is None:
        first = own.next()
    else:
        own.leave_out(first.corners_px)
    if first is None:
        first = _quick(gray, outline, dpi, Effort.ANY_TURN)
    if first is None:
        return _everything(gray, own, [])
    enough = why_not_ibi(first.data) is None and _in_corner(first, outline, gray.shape, dpi)
    return [first] if enough and not thorough else _everything(gray, own, [first])


def _everything(gray: Pixels, own: Search, found: list[Decoded]) -> list[Decoded]:
    """All symbols of the page, those first that were found before."""
    for other in read_all(gray):
        if not any(_same(other, one) for one in found):
            found.append(other)
            own.leave_out(other.corners_px)
    while (more := own.next()) is not None:
        if not any(_same(more, one) for one in found):
            found.append(more)
    for quad in own.suspects(LIBDMTX_PLACES_MORE if len(found) > 1 else LIBDMTX_PLACES):
        second = _second(gray, quad)
        if second is not None and not any(_same(second, one) for one in found):
            found.append(second)
    return found


def _second(gray: Pixels, quad: Floats) -> Decoded | None:
    """What the second reader makes of a symbol that our own saw and could not read."""
    margin = LIBDMTX_MARGIN * float(np.ptp(quad, axis=0).max())
    left, top = np.clip(np.floor(quad.min(axis=0) - margin), 0, gray.shape[::-1]).astype(int)
    right, bottom = np.clip(np.ceil(quad.max(axis=0) + margin), 0, gray.shape[::-1]).astype(int)
    found = libdmtx.read_one(gray[top:bottom, left:right], LIBDMTX_TIMEOUT_MS)
    return found.moved(found.corners_px + np.array((left, top))) if found is not None else None


def _in_corner(found: Decoded, outline: Outline, shape: tuple[int, ...], dpi: float | None) -> bool:
    """Whether the symbol stands in one of the parts where an indicium's does."""
    x, y = found.corners_px.mean(axis=0)
    parts = _corners(outline, shape, dpi)
    return any(left <= x < right and top <= y < bottom for left, top, right, bottom in parts)


def _quick(gray: Pixels, outline: Outline, dpi: float | None, effort: Effort) -> Decoded | None:
    """The symbol in the upper right part of the piece, whichever side is up, by zxing-cpp."""
    return _first(gray, outline, dpi, partial(read_one, effort=effort))


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
