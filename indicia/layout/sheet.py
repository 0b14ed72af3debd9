"""Where the labels of a stock lie, and how much of each may be printed on. Pure geometry.

├ left ┤                      page 1        page 2
       ┌─────┐ ┌─────┐ ┬      ┌─┬─┬─┐       ┌─┬─┬─┐
       │  1  │ │  2  │ pitch  │ │ │1│       │4│5│ │       start 3, count 5: the first sheet
       └─────┘ └─────┘ │      ├─┼─┼─┤       ├─┼─┼─┤       lacks its first two labels, the
       ┌─────┐ ┌─────┐ ┴      │2│3│ │       │ │ │ │       rest goes on to the next one
       │  3  │ │  4  │        └─┴─┴─┘       └─┴─┴─┘
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from indicia.errors import OrderError, Problem
from indicia.geometry import Box
from indicia.model.stock_row import Stock
from indicia.units import snap

_CORNER_SHARE = 1 - 1 / math.sqrt(2)
"""Of its radius, how far the middle of a round corner's arc lies from each of the two edges."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One label in its place."""

    page: int
    """1-based."""
    index: int
    """1-based on its page, row by row."""
    box: Box
    """The label on the page, inches."""

    def origin(self, dpi: int) -> tuple[float, float]:
        """The whole dot nearest to the label's top left corner, (x, y) in inches.

        What is laid out on the dots of a label and moved here is on the dots of the page.
        """
        return snap(self.box.left, dpi), snap(self.box.top, dpi)


def cells(stock: Stock, start: int, count: int) -> tuple[tuple[Cell, ...], ...]:
    """The labels to print on, page by page: `count` of them from label `start` of the first page on.

    Raises:
        OrderError: the page has no label `start`, or `count` is less than one.
    """
    problems = []
    if not 1 <= start <= stock.labels:
        problems.append(Problem("media.start", str(start), f"1 to {stock.labels}: {stock.name} has no more labels"))
    if count < 1:
        problems.append(Problem("media.count", str(count), "at least 1"))
    if problems:
        raise OrderError(problems)
    first, end = start - 1, start - 1 + count
    pages = range(math.ceil(end / stock.labels))
    return tuple(tuple(_on_page(stock, page, first, end)) for page in pages)


def all_boxes(stock: Stock) -> tuple[Box, ...]:
    """Every label of one page, row by row, inches."""
    return tuple(_box(stock, place) for place in range(stock.labels))


def printable(stock: Stock) -> Box:
    """The part of a label that may be printed on, from the label's own top left corner, inches.

    Inside the strips that the stock keeps unprinted, and so far inside round corners that the part's own corners
    do not stick out of the label.
    """
    inset_x, inset_y, radius = stock.unprintable_x, stock.unprintable_y, stock.radius
    if inset_x < radius and inset_y < radius and math.hypot(radius - inset_x, radius - inset_y) > radius:
        inset_x, inset_y = max(inset_x, _CORNER_SHARE * radius), max(inset_y, _CORNER_SHARE * radius)
    return Box(inset_x, inset_y, stock.width - inset_x, stock.height - inset_y)


def _on_page(stock: Stock, page: int, first: int, end: int) -> Iterator[Cell]:
    before = page * stock.labels
    for place in range(max(first - before, 0), min(end - before, stock.labels)):
        yield Cell(page + 1, place + 1, _box(stock, place))


def _box(stock: Stock, place: int) -> Box:
    """Label `place` of a page, counted from 0."""
    grid = stock.grid
    if grid is None:
        return Box(0.0, 0.0, stock.width, stock.height)
    row, column = divmod(place, grid.columns)
    left, top = grid.left + column * grid.pitch_x, grid.top + row * grid.pitch_y
    return Box(left, top, left + stock.width, top + stock.height)
