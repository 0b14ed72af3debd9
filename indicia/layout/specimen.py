"""A specimen: the same picture with a symbol that no reader reads and SPECIMEN across it (DMM 604.4.7.3)."""

import hashlib
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.layout.layout import Layout
from indicia.layout.marks import Banner, Frame, Mark, Page, SymbolMark
from indicia.layout.shift import extent
from indicia.spec.ecc200 import SymbolSize
from indicia.spec.kinds import Role
from indicia.typeset import set_run

_WORD = "SPECIMEN"
_ANGLE_DEG = 12.0
_WIDTH_SHARE = 0.86
"""This project's choice: how much of the indicium's width the word spans where it cannot stand free; likewise below."""
_WIDTHS = tuple(tenths / 10 for tenths in range(24, 4, -1))
"""Widths that are tried, the widest first, inches."""
_WHITE = 0.04
"""Between the word and what it must not hide, inches."""
_CELL = 1 / 40
"""How finely a free place is looked for, inches."""


def specimen_page(layout: Layout) -> Page:
    """The layout's page as a specimen."""
    modules = unreadable(layout.choice.size) if layout.choice is not None else None
    page = layout.page_showing(modules)
    return replace(page, marks=(*page.marks, _banner(layout, page)))


def unreadable(size: SymbolSize) -> npt.NDArray[np.bool_]:
    """R x C modules of a symbol's size and texture that carry no message.

    The finder and alternating patterns of every data region are dashed, so that nothing is found, and the modules
    inside are noise of half ink, so that what is found all the same is far beyond any error correction.
    """
    stream = hashlib.shake_256(f"{_WORD} {size}".encode()).digest(size.rows * size.columns // 8 + 1)
    bits = np.unpackbits(np.frombuffer(stream, dtype=np.uint8), count=size.rows * size.columns)
    modules = bits.reshape(size.rows, size.columns).astype(np.bool_)
    row, column = np.indices(modules.shape)
    framed_row = np.isin(row % (size.region_rows + 2), (0, size.region_rows + 1))
    framed_column = np.isin(column % (size.region_columns + 2), (0, size.region_columns + 1))
    dashes = (row + column) // 3 % 2 == 0
    return np.where(framed_row | framed_column, dashes, modules)


def _banner(layout: Layout, page: Page) -> Banner:
    """The word across the symbol, or beside an indicium without one, as large as it can be and hide nothing else.

    Where nothing is free it stands across the indicium.
    """
    run = set_run(layout.job.face, _WORD, role=Role.SPECIMEN, size_pt=1.0, bold=True)
    symbol, own = layout.indicium.symbol, layout.indicium.ink
    anchor = symbol.box if symbol is not None else own
    blocked = _blocked(page)
    places = (
        (width, _nearest_free(blocked, _extent(run.ink, width), anchor, within=symbol is not None)) for width in _WIDTHS
    )
    free = [(width, place) for width, place in places if place is not None]
    # A smaller word is taken where it stands nearer by more than it loses.
    across = (own.width * _WIDTH_SHARE, own)
    width, box = max(free, key=lambda one: one[0] - _apart(one[1], anchor), default=across)
    return Banner(_WORD, box, width / run.ink.width, _ANGLE_DEG, layout.job.order.ink)


def _apart(one: Box, other: Box) -> float:
    return float(np.hypot(*np.subtract(one.center, other.center)))


def _extent(ink: Box, width: float) -> tuple[float, float]:
    """Width and height of the turned word, inches, when its own ink is `width` wide."""
    height, angle = width * ink.height / ink.width, np.deg2rad(_ANGLE_DEG)
    return (
        float(width * np.cos(angle) + height * np.sin(angle)),
        float(width * np.sin(angle) + height * np.cos(angle)),
    )


def _blocked(page: Page) -> npt.NDArray[np.int64]:
    """How many cells of the page above and left of each corner of a cell hold what must stay visible."""
    rows, columns = (int(side / _CELL) for side in (page.height, page.width))
    cells = np.zeros((rows + 1, columns + 1), dtype=np.int64)
    for box in (box.grown(_WHITE) for mark in page.marks for box in _boxes(mark)):
        top, left = (max(0, int(side / _CELL)) for side in (box.top, box.left))
        cells[1 + top : 2 + int(box.bottom / _CELL), 1 + left : 2 + int(box.right / _CELL)] = 1
    return cells.cumsum(axis=0).cumsum(axis=1)


def _boxes(mark: Mark) -> tuple[Box, ...]:
    """What of a mark must stay visible; a symbol says nothing here."""
    match mark:
        case SymbolMark():
            return ()
        case Frame():
            return mark.sides
        case _:
            return (extent(mark),)


def _nearest_free(
    blocked: npt.NDArray[np.int64], size: tuple[float, float], anchor: Box, *, within: bool
) -> Box | None:
    """The free box of a size whose middle is nearest to the anchor's, or must lie in the anchor; None without one."""
    width, height = size
    columns, rows = (int(np.ceil(side / _CELL)) for side in size)
    if rows >= blocked.shape[0] or columns >= blocked.shape[1]:
        return None
    taken = (
        blocked[rows:, columns:] - blocked[:-rows, columns:] - blocked[rows:, :-columns] + blocked[:-rows, :-columns]
    )
    y, x = np.nonzero(taken == 0)
    middle_x, middle_y = (x + columns / 2) * _CELL, (y + rows / 2) * _CELL
    if within:
        inside = (
            (anchor.left <= middle_x)
            & (middle_x <= anchor.right)
            & (anchor.top <= middle_y)
            & (middle_y <= anchor.bottom)
        )
        middle_x, middle_y = middle_x[inside], middle_y[inside]
    if not middle_x.size:
        return None
    nearest = int(np.argmin(np.hypot(middle_x - anchor.center[0], middle_y - anchor.center[1])))
    left, top = float(middle_x[nearest]) - width / 2, float(middle_y[nearest]) - height / 2
    return Box(left, top, left + width, top + height)
