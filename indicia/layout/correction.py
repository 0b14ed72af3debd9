"""Correcting a finished page for one printer: the one place where a printer profile is applied.

What is sent to `x` lands at `offset + scale * x`; so a mark whose middle belongs at `c` is sent to
`(c - offset) / scale`. Every mark moves as a whole, by the whole number of dots nearest to that, and none is resized:
a module, a bar or a line that is no whole number of dots would be printed unevenly (some 3, some 4 dots wide), which
costs a reader far more than a symbol that is evenly half a percent too large. What the scale spoils on a sheet is
where the labels are (0.5 % of 8 in are 0.04 in), and that is put right; what it does to the size of one indicium
stays within the limits that `indicia.model.printer` sets to it.
"""

from collections.abc import Sequence
from dataclasses import replace

from indicia.errors import PreflightRefused, UsageError
from indicia.geometry import to_edges
from indicia.layout.marks import BarsMark, Mark, Page, SymbolMark, Text
from indicia.layout.shift import extent, moved
from indicia.model.printer import Printer
from indicia.units import snap

_SLACK = 1e-9


def corrected(page: Page, printer: Printer) -> Page:
    """The page as it must be sent to the printer so that its marks land where they belong.

    Raises:
        UsageError: the page is laid out for another resolution.
        PreflightRefused: a mark would stand where the printer does not print; names the edges.
    """
    if page.dpi != printer.dpi:
        raise UsageError(f"{printer.name} prints {printer.dpi} dpi, the page is laid out for {page.dpi} dpi")
    marks = tuple(_corrected(mark, printer) for mark in page.marks)
    _require_printable(page, marks, printer)
    return replace(page, marks=marks)


def _corrected(mark: Mark, printer: Printer) -> Mark:
    x, y = extent(mark).center
    # The letters of one line reach up and down by different heights; their baseline keeps them in line.
    y = mark.baseline if isinstance(mark, Text) else y
    dx = (x - printer.offset_x) / printer.scale_x - x
    dy = (y - printer.offset_y) / printer.scale_y - y
    return moved(mark, snap(dx, printer.dpi), snap(dy, printer.dpi))


def _require_printable(page: Page, marks: Sequence[Mark], printer: Printer) -> None:
    blank = printer.unprintable
    margins = {"left": blank.left, "top": blank.top, "right": blank.right, "bottom": blank.bottom}
    refused: dict[str, tuple[float, str]] = {}
    for mark in marks:
        distances = to_edges(extent(mark), page.width, page.height)
        for edge, margin in margins.items():
            at: float = getattr(distances, edge)
            if at < min(margin - _SLACK, refused.get(edge, (margin, ""))[0]):
                refused[edge] = (at, f"{_words(mark)} {at:.3f} in from the {edge} edge, {margin:g} in stay blank there")
    if refused:
        said = "; ".join(words for _, words in refused.values())
        raise PreflightRefused(f"{printer.name} does not print all of this page: {said}")


def _words(mark: Mark) -> str:
    match mark:
        case Text():
            return f"the line {mark.string!r}"
        case BarsMark():
            return f"the bars of the {mark.kind.upper()}"
        case SymbolMark():
            return "the symbol"
        case _:
            return "a line or frame"
