"""Filled rectangles in whole dots of the page's grid; the same for every renderer."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.layout.marks import BarsMark, Frame, Rule

Dots = tuple[int, int, int, int]
"""Left, top, right, bottom."""


def filled(mark: BarsMark | Rule | Frame, dpi: int) -> tuple[Dots, ...]:
    """The rectangles that a mark fills, in dots from the page's top left corner."""
    match mark:
        case BarsMark():
            return tuple(in_dots(bar, dpi) for bar in mark.bars)
        case Rule():
            return (in_dots(mark.box, dpi),)
        case Frame():
            return _sides(in_dots(mark.box, dpi), round(mark.line * dpi))


def _sides(outer: Dots, line: int) -> tuple[Dots, ...]:
    """Top, bottom, left and right line of a frame; they meet and do not overlap."""
    left, top, right, bottom = outer
    upper, lower = top + line, max(top + line, bottom - line)
    return (
        (left, top, right, upper),
        (left, lower, right, bottom),
        (left, upper, left + line, lower),
        (right - line, upper, right, lower),
    )


def in_dots(box: Box, dpi: int) -> Dots:
    """The edges of a box in dots."""
    left, top, right, bottom = (round(side * dpi) for side in (box.left, box.top, box.right, box.bottom))
    return left, top, right, bottom


def runs(modules: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int, int]]:
    """Row, first column and length of every run of dark modules, row by row."""
    yield from zip(*(column.tolist() for column in run_table(modules)), strict=True)


def run_table(modules: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.int64], ...]:
    """The runs of dark modules, row by row, in three columns: row, first column, length."""
    width = modules.shape[1] + 1
    # Row after row in one line, with white before the first and after each: what changes is where a run starts or ends.
    line = np.zeros(1 + modules.shape[0] * width, dtype=np.bool_)
    line[1:].reshape(-1, width)[:, :-1] = modules
    changes = np.flatnonzero(line[1:] != line[:-1])
    starts, ends = changes[::2], changes[1::2]
    rows = starts // width
    return rows, starts - rows * width, ends - starts
