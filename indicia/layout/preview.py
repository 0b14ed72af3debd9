"""The preview: a finished page with the outline of what it is printed on, the zones, and dimension lines.

    ┌ margin ────────────────────────────┐
    │            ├─ 0.25 in ─┤           │   above: distances from the right edge
    │   ┌─────────────────────────┐  ┬   │   right: from the top edge
    │   │  page, zones dashed     │  ┴   │
    │   └─────────────────────────┘      │   left, below: what the page measures
    │   ├──────── 9.5 in ─────────┤      │
    └────────────────────────────────────┘

Nothing here is part of a print; distances are said as the layout has them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.evidence_special import CORRECTING
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Mark, Page, Rule, SymbolMark, Text
from indicia.layout.sheet import all_boxes
from indicia.layout.shift import moved
from indicia.model.stock_row import Grid, Stock
from indicia.spec import placement
from indicia.spec.kinds import Ink, Role
from indicia.typeset import set_run
from indicia.units import snap

# This project's choice: how a preview looks, inches and points.
_MARGIN = 0.9
_NOTES, _ZONES = Ink.BLUE, Ink.RED
_LINE = 1 / 150
_DASH, _GAP = 0.06, 0.045
_NEAR, _STEP, _BESIDE = 0.2, 0.24, 0.32
"""Distance of the first dimension line above and below the page, of one from the next, and of those beside it."""
_TICK = 0.05
_OVERSHOOT = 0.04
_VALUE_PT, _CAPTION_PT = 7.0, 6.0
_CAPTION_IN, _CAPTION_DOWN = 0.07, 0.09
"""Of a zone's name, from the side of the zone and from its edge."""
_WHITE = 0.03
_LEAST_SHOWN = 0.0005


def preview_page(layout: Layout, page: Page) -> Page:
    """`page` with everything noted on and around it.

    Args:
        layout: of the piece, or of one label of the sheet.
        page: of the layout, or the sheet with its labels, as it would be printed.
    """
    sketch = _Sketch(layout.job.face, page.dpi)
    marks = [*_outlines(layout, page, sketch), *_on_page(layout, page, sketch), *_around(layout, page, sketch)]
    margin = snap(_MARGIN, page.dpi)
    return replace(
        page,
        width=page.width + 2 * margin,
        height=page.height + 2 * margin,
        marks=tuple(moved(mark, margin, margin) for mark in (*page.marks, *marks)),
    )


@dataclass(frozen=True, slots=True)
class _Sketch:
    """Lines and words in the frame of the page, on its dots."""

    face: Face
    dpi: int

    @property
    def line(self) -> float:
        return max(1, round(_LINE * self.dpi)) / self.dpi

    def rule(self, box: Box, ink: Ink) -> Rule:
        """A line along `box`, at least as thick as lines are."""
        left, top = snap(box.left, self.dpi), snap(box.top, self.dpi)
        right, bottom = (
            max(snap(end, self.dpi), start + self.line) for end, start in ((box.right, left), (box.bottom, top))
        )
        return Rule(Box(left, top, right, bottom), ink=ink)

    def frame(self, box: Box, ink: Ink) -> Frame:
        """The outline of a box."""
        sides = (snap(side, self.dpi) for side in (box.left, box.top, box.right, box.bottom))
        return Frame(Box(*sides), self.line, ink=ink)

    def dashes(self, start: tuple[float, float], end: tuple[float, float], ink: Ink) -> Iterator[Rule]:
        """A dashed line, across or down."""
        (x0, y0), (x1, y1) = start, end
        length = max(x1 - x0, y1 - y0)
        count = max(1, round((length + _GAP) / (_DASH + _GAP)))
        step = (length + _GAP) / count
        for number in range(count):
            near, far = number * step, number * step + step - _GAP
            across = Box(x0 + near, y0, x0 + far, y0) if x1 - x0 >= y1 - y0 else Box(x0, y0 + near, x0, y0 + far)
            yield self.rule(across, ink)

    def dashed(self, box: Box, ink: Ink) -> Iterator[Rule]:
        """The outline of a box in dashes, inside its edges."""
        right, bottom = box.right - self.line, box.bottom - self.line
        for y in (box.top, bottom):
            yield from self.dashes((box.left, y), (box.right, y), ink)
        for x in (box.left, right):
            yield from self.dashes((x, box.top), (x, box.bottom), ink)

    def words(
        self, string: str, x: float, y: float, *, ink: Ink, share: float = 0.0, size_pt: float = _VALUE_PT
    ) -> Text:
        """Words with the middle of their capitals at `y`; `share` of their width lies left of `x`."""
        run = set_run(self.face, string, role=Role.OTHER, size_pt=size_pt, bold=False)
        capital = self.face.cap_height(bold=False) * size_pt / 72
        return replace(run.at(x - run.ink.left - share * run.ink.width, y + capital / 2), ink=ink)

    def across(self, left: float, right: float, y: float, feature: float) -> Iterator[Mark]:
        """A dimension from `left` to `right` at height `y`, its extension lines coming from height `feature`."""
        yield from self._extensions(((left, y), (right, y)), feature)
        yield from self._ticks(Box(left, y, right, y))
        value = self.words(_inches(right - left), (left + right) / 2, y, ink=_NOTES, share=0.5)
        if value.ink_box.width + 4 * _WHITE > right - left:
            yield self.rule(Box(left, y, right, y), _NOTES)
            yield self.words(_inches(right - left), right + 2 * _WHITE, y, ink=_NOTES)
            return
        yield self.rule(Box(left, y, value.ink_box.left - _WHITE, y), _NOTES)
        yield self.rule(Box(value.ink_box.right + _WHITE, y, right, y), _NOTES)
        yield value

    def down(self, top: float, bottom: float, x: float, feature: float) -> Iterator[Mark]:
        """A dimension from `top` to `bottom` at `x`, its extension lines coming from `feature`."""
        for y in (top, bottom):
            low, high = sorted((feature, x + (_OVERSHOOT if x > feature else -_OVERSHOOT)))
            yield from self.dashes((low, y), (high, y), _NOTES)
        for y in (top, bottom):
            yield self.rule(Box(x - _TICK / 2, y, x + _TICK / 2, y), _NOTES)
        value = self.words(_inches(bottom - top), x, (top + bottom) / 2, ink=_NOTES, share=0.5)
        if value.ink_box.height + 4 * _WHITE > bottom - top:
            yield self.rule(Box(x, top, x, bottom), _NOTES)
            yield self.words(_inches(bottom - top), x + 2 * _WHITE, (top + bottom) / 2, ink=_NOTES)
            return
        yield self.rule(Box(x, top, x, value.ink_box.top - _WHITE), _NOTES)
        yield self.rule(Box(x, value.ink_box.bottom + _WHITE, x, bottom), _NOTES)
        yield value

    def _extensions(self, ends: Iterable[tuple[float, float]], feature: float) -> Iterator[Mark]:
        for x, y in ends:
            low, high = sorted((feature, y + (_OVERSHOOT if y > feature else -_OVERSHOOT)))
            yield from self.dashes((x, low), (x, high), _NOTES)

    def _ticks(self, line: Box) -> Iterator[Mark]:
        for x in (line.left, line.right):
            yield self.rule(Box(x, line.top - _TICK / 2, x, line.top + _TICK / 2), _NOTES)


def _outlines(layout: Layout, page: Page, sketch: _Sketch) -> Iterator[Mark]:
    """The page, and the labels on it."""
    yield sketch.frame(Box(0.0, 0.0, page.width, page.height), _NOTES)
    stock = layout.job.stock
    if stock is not None and stock.grid is not None:
        for box in all_boxes(stock):
            yield from sketch.dashed(box, _NOTES)


def _on_page(layout: Layout, page: Page, sketch: _Sketch) -> Iterator[Mark]:
    """The zones that the piece has, and the clear zone of the indicium."""
    zones = layout.job.zones
    if zones is not None:
        for box, name in (
            (zones.fim, "FIM CLEAR ZONE"),
            (zones.ocr, "OCR READ AREA"),
            (zones.barcode, "BARCODE CLEAR ZONE"),
        ):
            yield from sketch.dashed(box, _ZONES)
            # The bars of the FIM fill their zone: its name stands under it.
            y = box.bottom + (_CAPTION_DOWN if box is zones.fim else -_CAPTION_DOWN)
            yield sketch.words(name, box.left + _CAPTION_IN, y, ink=_ZONES, size_pt=_CAPTION_PT)
    # The line of an ink jet printer has no clear zone: it stands by the address (604.4.9.1a).
    if not _is_sheet(layout) and layout.job.order.indicium.ink_jet is None:
        yield from _clear_zone(layout, page, sketch)


def _clear_zone(layout: Layout, page: Page, sketch: _Sketch) -> Iterator[Mark]:
    """Left of and below the indicium: to the top and right edges, of a special one beside its own box (604.4.8.4b)."""
    boundary = layout.indicium.boundary
    depth = placement.INDICIUM_CLEAR_ZONE
    special = layout.job.order.indicium.purpose in CORRECTING
    top, right = (boundary.top, boundary.right) if special else (0.0, page.width)
    left, bottom = max(0.0, boundary.left - depth), min(page.height, boundary.bottom + depth)
    yield from sketch.dashes((left, top), (left, bottom), _ZONES)
    yield from sketch.dashes((left, bottom - sketch.line), (right, bottom - sketch.line), _ZONES)
    name = "INDICIUM CLEAR ZONE"
    yield sketch.words(name, right - _CAPTION_IN, bottom - _CAPTION_DOWN, ink=_ZONES, share=1.0, size_pt=_CAPTION_PT)


def _around(layout: Layout, page: Page, sketch: _Sketch) -> Iterator[Mark]:
    """Dimension lines in the margins, and one line that says the rest."""
    below = page.height + _NEAR
    yield from sketch.across(0.0, page.width, below, page.height)
    yield from sketch.down(0.0, page.height, -_BESIDE, 0.0)
    yield sketch.words(_caption(layout, page), 0.0, below + _STEP, ink=_NOTES)
    stock = layout.job.stock
    if stock is not None and stock.grid is not None:
        yield from _grid(stock, stock.grid, page, sketch)
        return
    ink, above = layout.indicium.ink, -_NEAR
    if layout.indicium.fim is not None:
        bars = union(layout.indicium.fim.bars)
        yield from sketch.across(bars.right, page.width, above, bars.top)
        above -= _STEP
    yield from sketch.across(ink.right, page.width, above, ink.top)
    yield from sketch.across(ink.left, ink.right, above, ink.top)
    if ink.top > _LEAST_SHOWN:
        yield from sketch.down(0.0, ink.top, page.width + _BESIDE, page.width)
    yield from sketch.down(ink.top, ink.bottom, page.width + _BESIDE, ink.right)


def _grid(stock: Stock, grid: Grid, page: Page, sketch: _Sketch) -> Iterator[Mark]:
    """Margins, labels and gaps of a sheet."""
    left, top = grid.left, grid.top
    for start, end in ((0.0, left), (left, left + stock.width)):
        if end - start > _LEAST_SHOWN:
            yield from sketch.across(start, end, -_NEAR - (_STEP if start == 0.0 else 0.0), 0.0)
    for start, end in ((0.0, top), (top, top + stock.height)):
        if end - start > _LEAST_SHOWN:
            yield from sketch.down(start, end, page.width + _BESIDE, page.width)


def _caption(layout: Layout, page: Page) -> str:
    sizes = [text.size_pt for text in layout.indicium.lettering]
    span = " to ".join(f"{size:g}" for size in sorted({min(sizes), max(sizes)}))
    parts = [f"{layout.job.piece}, {page.dpi} dpi", f"lettering {span} pt"]
    symbol, choice = next((mark for mark in page.marks if isinstance(mark, SymbolMark)), None), layout.choice
    if symbol is not None and choice is not None:
        side = f"{_inches(symbol.box.width)} x {_inches(symbol.box.height)}"
        parts.append(f"symbol {choice.size.rows} x {choice.size.columns}, {side}, X dimension {_inches(choice.module)}")
    return "; ".join(parts)


def _is_sheet(layout: Layout) -> bool:
    return layout.job.stock is not None and layout.job.stock.grid is not None


def _inches(length: float) -> str:
    """With thousandths, without idle zeros."""
    return f"{length:.3f}".rstrip("0").rstrip(".") + " in"
