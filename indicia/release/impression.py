"""What one file shows: pages, each of pieces in their places.

An order is one piece on a page of its own size, or several labels of one stock: on the cells of its sheets, or one
after the other on a roll. A label is laid out once; each cell shows it with a message of its own.

Several indicia of one mailpiece are orders of their own on one page.

    file ─┬─ page ─┬─ layout at (x, y) + message      NAME.pdf: every page of the order
          │        └─ layout at (x, y) + message      NAME-1.png, NAME-2.png: a page each
          └─ page ─── layout at (x, y) + message
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path

from indicia.layout.correction import corrected
from indicia.layout.layout import Layout
from indicia.layout.marks import Mark, Page
from indicia.layout.sheet import Cell, cells
from indicia.layout.shift import moved
from indicia.model.printer import Printer
from indicia.model.stock_row import Stock
from indicia.readback import Shown
from indicia.render.formats import format_of


@dataclass(frozen=True, slots=True)
class Placed:
    """One piece in its place."""

    layout: Layout
    """Laid out from its own top left corner."""
    output: Path
    """The file that shows it."""
    page: int
    """Which page of the file: pieces with the same number share one, and numbers may have gaps."""
    part: int
    """Which piece of its order, from 0."""


def pieces_of(layout: Layout, output: Path, first_page: int = 1) -> list[Placed]:
    """The pieces of an order, in the order of issue.

    Args:
        layout: of one piece.
        output: the file; a format of single pages makes one of it for each page.
        first_page: the page of the file that the order begins on.

    Raises:
        OrderError: the stock has no such labels.
    """
    places = _cells_of(layout)
    if places[-1].page == 1 or format_of(output).holds_many_pages:
        return [Placed(layout, output, first_page + cell.page - 1, part) for part, cell in enumerate(places)]
    return [
        Placed(layout, output.with_name(f"{output.stem}-{cell.page}{output.suffix}"), 1, part)
        for part, cell in enumerate(places)
    ]


def shown(pieces: Sequence[Placed], messages: Sequence[bytes | None], printer: Printer | None = None) -> list[Shown]:
    """The pages of one file.

    Args:
        pieces: all that it shows, in the order of issue.
        messages: what each of them says; None leaves its symbol light.
        printer: profile that each finished page is corrected by.

    Raises:
        PreflightRefused: the printer does not print all of a page.
        UsageError: the printer has another resolution.
    """
    own = [piece.layout.page(message) for piece, message in zip(pieces, messages, strict=True)]
    said = iter(zip(pieces, messages, strict=True))
    return [_shown(page, list(islice(said, count))) for page, count in sheets(pieces, own, printer)]


def _shown(page: Page, said: Sequence[tuple[Placed, bytes | None]]) -> Shown:
    """A page with what its pieces say: by symbols where it has any, else by the device's log alone."""
    signed = [(piece.layout.choice is not None, message) for piece, message in said if message is not None]
    symbols = any(by_symbol for by_symbol, _ in signed)
    return Shown(
        page,
        tuple(message for by_symbol, message in signed if by_symbol or not symbols),
        tuple(message for by_symbol, message in signed if symbols and not by_symbol),
    )


def sheets(pieces: Sequence[Placed], own: Sequence[Page], printer: Printer | None = None) -> list[tuple[Page, int]]:
    """The pages of one file, each with the number of pieces on it.

    Args:
        pieces: all that the file shows, in the order of issue.
        own: each piece as a page of its own.
        printer: profile that each finished page is corrected by.

    Raises:
        PreflightRefused, UsageError: as `shown`.
    """
    pages = []
    for _, group in groupby(zip(pieces, own, strict=True), key=lambda pair: pair[0].page):
        pairs = list(group)
        page = _sheet(pairs)
        pages.append((corrected(page, printer) if printer is not None else page, len(pairs)))
    return pages


def page_numbers(pages: Sequence[int]) -> list[int]:
    """For each piece, the number of its page as the file counts them, from 1; `pages` is as in `Placed`."""
    counted = {page: number for number, page in enumerate(dict.fromkeys(pages), start=1)}
    return [counted[page] for page in pages]


def _sheet(pairs: Sequence[tuple[Placed, Page]]) -> Page:
    """One page with its pieces in their places; several indicia of one mailpiece have theirs on it already."""
    piece, own = pairs[0]
    stock = piece.layout.job.stock
    if stock is None or stock.grid is None:
        return replace(own, marks=tuple(mark for _, page in pairs for mark in page.marks)) if len(pairs) > 1 else own
    marks = (mark for placed, page in pairs for mark in _in_place(placed, page))
    width, height = stock.page_size
    return replace(own, width=width, height=height, marks=tuple(marks))


def _in_place(piece: Placed, own: Page) -> Iterator[Mark]:
    """The marks of a piece on its cell."""
    x, y = _cells_of(piece.layout)[piece.part].origin(own.dpi)
    return (moved(mark, x, y) for mark in own.marks)


def _cells_of(layout: Layout) -> tuple[Cell, ...]:
    """A cell for each piece of the order.

    Raises:
        OrderError: the stock has no such label.
    """
    stock, media = layout.job.stock, layout.job.order.media
    if stock is None:
        return (Cell(1, 1, layout.job.printable),)
    return _flat(stock, media.start, media.count)


@lru_cache(maxsize=64)
def _flat(stock: Stock, start: int, count: int) -> tuple[Cell, ...]:
    return tuple(cell for page in cells(stock, start, count) for cell in page)
