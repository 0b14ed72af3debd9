"""Which reader looks where, and in what order: the cheapest attempt that usually suffices comes first.

1. zxing-cpp, one global threshold, on the upper right part of the piece, the picture taken as upright,
   then as lying in the three other quarter turns;
2. our own reader on the likeliest places of the whole picture, until it reads a symbol;
3. zxing-cpp with local thresholds and any turn on the same parts;
4. zxing-cpp with everything it has on the whole picture, and our own on the rest: all symbols;
5. libdmtx, the second reader, where our own saw a symbol or its texture and could not read it;
6. where no symbol is an indicium's, on request and on a page of several: zxing-cpp with its other threshold and on the
   picture enlarged, our own on every textured place, and both libraries on what that leaves.

A page with an indicium's symbol in one of the upper right parts is not searched again, unless `thorough`: that
costs more than all the rest. A page whose first symbol says anything else is no ordinary mailpiece, and searched.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from zxingcpp import Binarizer

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
PLACES_CLOSER = 40
"""Places, at most, that zxing-cpp is shown one by one."""
PLACE_MARGIN = 0.25
"""What a library is shown around a symbol, as a share of its size."""
ENLARGED = 2
"""Times: modules of two or three pixels are read better for it."""
ENLARGED_PX = 2_000_000
"""A picture of more pixels is not enlarged as a whole: its small symbols are found place by place."""

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
    if first is None and own.empty:
        return []
    if first is None and own.hopeful:
        first = _quick(gray, outline, dpi, Effort.ANY_TURN)
    if first is None:
        return _everything(gray, own, [], closer=thorough)
    enough = why_not_ibi(first.data) is None and _in_corner(first, outline, gray.shape, dpi)
    return [first] if enough and not thorough else _everything(gray, own, [first], closer=thorough)


def _everything(gray: Pixels, own: Search, found: list[Decoded], *, closer: bool) -> list[Decoded]:
    """All symbols of the page, those first that were found before."""
    page = _Page(gray, own, found)
    page.add(read_all(gray))
    page.add(iter(own.next, None))
    several = len(found) > 1
    # A redate or correction beside its original is as large as that one, and found without.
    if (closer or several) and all(why_not_ibi(one.data) is not None for one in found):
        page.look_closer()
    for quad in own.suspects(LIBDMTX_PLACES_MORE if several else LIBDMTX_PLACES):
        second = page.shown(quad, partial(libdmtx.read_one, timeout_ms=LIBDMTX_TIMEOUT_MS))
        page.add([second] if second is not None else [])
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of which everything is wanted."""

    gray: Pixels
    own: Search
    found: list[Decoded]
    """So far."""

    def add(self, more: Iterable[Decoded]) -> None:
        """What was not found before."""
        for other in more:
            if not any(_same(other, one) for one in self.found):
                self.found.append(other)
                self.own.leave_out(other.corners_px)

    def look_closer(self) -> None:
        """Add what costs more than all the rest to find."""
        self.add(read_all(self.gray, Binarizer.GlobalHistogram))
        if self.gray.size <= ENLARGED_PX:
            self.add(_read_enlarged(self.gray))
        self.own.closer()
        self.add(iter(self.own.next, None))
        for quad in self.own.suspects(PLACES_CLOSER):
            for read in (partial(read_one, effort=Effort.FULL), _one_enlarged):
                one = self.shown(quad, read)
                self.add([one] if one is not None else [])

    def shown(self, quad: Floats, read: Callable[[Pixels], Decoded | None]) -> Decoded | None:
        """What `read` makes of a symbol that our own saw and could not read."""
        margin = PLACE_MARGIN * float(np.ptp(quad, axis=0).max())
        limits = self.gray.shape[::-1]
        left, top = np.clip(np.floor(quad.min(axis=0) - margin), 0, limits).astype(int)
        right, bottom = np.clip(np.ceil(quad.max(axis=0) + margin), 0, limits).astype(int)
        found = read(np.ascontiguousarray(self.gray[top:bottom, left:right]))
        return found.moved(found.corners_px + np.array((left, top))) if found is not None else None


def _read_enlarged(gray: Pixels) -> list[Decoded]:
    """Every symbol that zxing-cpp reads in the picture enlarged."""
    large = cv2.resize(gray, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC)
    return [one.moved(one.corners_px / ENLARGED) for one in read_all(np.asarray(large, dtype=np.uint8))]


def _one_enlarged(gray: Pixels) -> Decoded | None:
    return next(iter(_read_enlarged(gray)), None)


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
