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
    yield from zip(*run_table(modules).T.tolist(), strict=True)


def run_table(modules: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """The runs of dark modules as an ndarray of shape (runs, 3): row, first column, length."""
    edged = np.zeros((modules.shape[0], modules.shape[1] + 2), dtype=np.int8)
    edged[:, 1:-1] = modules
    edges = np.diff(edged, axis=1)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    return np.column_stack((rows, starts, ends - starts))
