"""The drawing over the piece: zones, boxes, FIM, symbol, and dimension lines with measured value and limit."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np

from indicia.geometry import Box, union
from indicia.rulebook.evidence import Quantity
from indicia.spec import placement
from verify.answer import Answer, PageFinding
from verify.overlay.canvas import LABEL_PX, Canvas, Look, Point
from verify.overlay.panel import look_of
from verify.seen import IndiciumSeen, MailpieceSeen, SymbolSeen
from verify.words import limit, measured, standing
from verify.zones import Zone, zone_boxes


class Margins(NamedTuple):
    """White around the piece, where dimension lines stand; pixels."""

    left: int
    top: int
    right: int
    bottom: int


MARGINS = Margins(left=80, top=150, right=300, bottom=80)
_TIERS_PX = (50, 105)
"""Heights of the dimension lines above the top edge."""
_ZONE_QUANTITIES = {
    Zone.FIM: Quantity.FIM_ZONE_INTRUSION,
    Zone.BARCODE: Quantity.BARCODE_ZONE_INTRUSION,
    Zone.OCR: Quantity.OCR_ZONE_INTRUSION,
}
_WORDS = {"fail": "FAIL ", "undetermined": "? ", "warns": "WARNS ", "marginal": "", "pass": ""}
_LEADING_PX = LABEL_PX + 4
_DIMENSION_PX = 190
"""Room for the label of a dimension line."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The canvas with the piece on it."""

    canvas: Canvas
    """To draw on."""
    px_per_inch: float
    """Scale of the piece."""
    answer: Answer
    """What is drawn."""
    piece: MailpieceSeen
    """Its size."""

    def x(self, inches: float) -> float:
        """Pixel column of a place on the piece."""
        return MARGINS.left + inches * self.px_per_inch

    def y(self, inches: float) -> float:
        """Pixel row of a place on the piece."""
        return MARGINS.top + inches * self.px_per_inch

    def box(self, box: Box) -> Box:
        """A box on the piece in pixels."""
        return Box(self.x(box.left), self.y(box.top), self.x(box.right), self.y(box.bottom))

    @property
    def marks(self) -> tuple[IndiciumSeen, ...]:
        """The indicia whose place is known; other posts' marks are none."""
        return located(self.answer)

    @property
    def page(self) -> Box:
        """The piece, inches."""
        return Box(0.0, 0.0, self.piece.width.value, self.piece.height.value)

    def finding(self, quantity: Quantity) -> PageFinding | None:
        """The most pressing finding that a quantity decided."""
        ranks = ("fail", "warns", "undetermined", "marginal", "pass")
        about = [one for one in self.answer.findings if one.finding.quantity is quantity]
        return min(about, key=lambda one: ranks.index(standing(one.finding)), default=None)


def located(answer: Answer) -> tuple[IndiciumSeen, ...]:
    """The indicia of an answer whose place on the piece is known."""
    return tuple(one.mark for one in answer.indicia if one.mark is not None)


def draw(sheet: Sheet) -> None:
    """Everything, from the back to the front."""
    _keep_free(sheet)
    for layer in (
        _zones,
        _clear_zone,
        _marks,
        _foreign_symbols,
        _fim,
        _intruders,
        _edge_dimensions,
        _size,
        _zone_labels,
    ):
        layer(sheet)


def _keep_free(sheet: Sheet) -> None:
    """What labels must not cover."""
    fim = sheet.answer.seen.fim
    boxes = [part for mark in sheet.marks for part in mark.parts] + ([] if fim is None else [fim.box])
    sheet.canvas.taken += [sheet.box(box) for box in boxes]


def _zones(sheet: Sheet) -> None:
    for zone, area in _areas(sheet):
        broken = _broken(sheet.finding(_ZONE_QUANTITIES[zone]))
        look = look_of(broken) if broken else Look.ZONE
        sheet.canvas.tint(area, look)
        sheet.canvas.outline(area, look)
        if broken:
            sheet.canvas.hatch(area, look)


def _zone_labels(sheet: Sheet) -> None:
    for zone, area in _areas(sheet):
        inside, below = area.bottom - _LEADING_PX - 6, area.bottom + 8
        places = [(area.left + 8, inside), (area.left + 8, area.top + 8), (area.left + 8, below)]
        if zone is Zone.FIM:
            places = [(area.left - 60, MARGINS.top - _LEADING_PX - 8), (area.left + 8, below)]
        broken = _broken(sheet.finding(_ZONE_QUANTITIES[zone]))
        if broken is None:
            sheet.canvas.label(zone.value, places, Look.ZONE)
        else:
            text = f"{_WORDS[standing(broken.finding)]}{zone.value}: {measured(broken.finding)} in inside"
            sheet.canvas.label(text, places, look_of(broken), bold=True)


def _areas(sheet: Sheet) -> list[tuple[Zone, Box]]:
    """The zones in pixels; none on shapes that have none."""
    if sheet.piece.shape not in placement.ZONED_SHAPES:
        return []
    boxes = zone_boxes(sheet.page.width, sheet.page.height)
    return [(zone, sheet.box(box)) for zone, box in boxes.items()]


def _broken(one: PageFinding | None) -> PageFinding | None:
    """The finding when it is a failure, of whatever weight."""
    return one if one is not None and standing(one.finding) in ("fail", "warns") else None


def _clear_zone(sheet: Sheet) -> None:
    """The half inch to the left of and below the boundary (604.4.8.4b), the FIM included."""
    for mark in sheet.marks:
        left, bottom = _boundary(sheet, mark)
        x = sheet.x(max(0.0, left - placement.INDICIUM_CLEAR_ZONE))
        y = sheet.y(min(sheet.page.height, bottom + placement.INDICIUM_CLEAR_ZONE))
        sheet.canvas.line((x, sheet.y(0.0)), (x, y), Look.ZONE)
        sheet.canvas.line((x, y), (sheet.x(sheet.page.width), y), Look.ZONE)
        one = sheet.finding(Quantity.CLEAR_LEFT)
        if one is not None:
            at = sheet.y(bottom) - 18
            start, end = sheet.x(max(0.0, left - mark.clear_left.value)), sheet.x(left)
            places = [(end - _DIMENSION_PX, at + 14), (end - _DIMENSION_PX, at - 60)]
            _dimension(sheet, one, (start, at), (end, at), places)
        one = sheet.finding(Quantity.CLEAR_BELOW)
        if one is not None:
            at = sheet.x(mark.box.right) - 40
            start, end = sheet.y(bottom), sheet.y(min(sheet.page.height, bottom + mark.clear_below.value))
            _dimension(sheet, one, (at, start), (at, end), [(at - _DIMENSION_PX, start + 20), (at + 12, start + 20)])
        sheet.canvas.label("clear zone 1/2 in", [(x + 8, y - _LEADING_PX - 6), (x + 8, y + 8)], Look.ZONE)


def _boundary(sheet: Sheet, mark: IndiciumSeen) -> tuple[float, float]:
    """Left and bottom of the boundary: of every required element, the FIM too."""
    fim = sheet.answer.seen.fim
    box = mark.box if fim is None else union((mark.box, fim.box))
    return box.left, box.bottom


def _marks(sheet: Sheet) -> None:
    for mark in sheet.marks:
        sheet.canvas.outline(sheet.box(mark.box).grown(3), Look.PLAIN)
        symbol = sheet.answer.seen.symbols[mark.symbol]
        text = f"{symbol.rows}x{symbol.columns}, X {symbol.x_dimension.value:.4f} in"
        _symbol(sheet, symbol, text, _beside(sheet, mark, sheet.box(symbol.box)), Look.PASS)


def _foreign_symbols(sheet: Sheet) -> None:
    own = {id(one.symbol) for one in sheet.answer.indicia}
    for symbol in sheet.answer.seen.symbols:
        if id(symbol) not in own:
            area = sheet.box(symbol.box)
            places = [(area.left, area.bottom + 10), (area.left, area.top - _LEADING_PX - 6)]
            _symbol(sheet, symbol, "no US indicium", places, Look.PLAIN)


def _symbol(sheet: Sheet, symbol: SymbolSeen, text: str, places: list[Point], look: Look) -> None:
    inches = cv2.perspectiveTransform(symbol.corners_px[None].astype(np.float64), sheet.piece.to_piece)[0]
    sheet.canvas.polygon([(sheet.x(float(x)), sheet.y(float(y))) for x, y in inches], look)
    sheet.canvas.label(text, places, Look.PLAIN)


def _beside(sheet: Sheet, mark: IndiciumSeen, symbol_px: Box) -> list[Point]:
    """Where the symbol's label may stand: below it when the indicium ends there, else to its right."""
    whole = sheet.box(mark.box)
    right = (symbol_px.right + 10, symbol_px.bottom - _LEADING_PX)
    below = (symbol_px.left, symbol_px.bottom + 10)
    ends_here = whole.bottom - symbol_px.bottom < _LEADING_PX / 2
    return [below, right] if ends_here else [right, (symbol_px.left, whole.bottom + 10), below]


def _fim(sheet: Sheet) -> None:
    fim = sheet.answer.seen.fim
    if fim is None:
        return
    area = sheet.box(fim.box)
    quantities = (Quantity.FIM_KIND, Quantity.FIM_RIGHT, Quantity.FIM_TOP, Quantity.FIM_BOTTOM)
    failed = any(_broken(sheet.finding(quantity)) for quantity in quantities)
    look = Look.FAIL if failed else Look.PASS
    sheet.canvas.outline(area.grown(4), look)
    places = [(area.left, area.bottom + 10), (area.left, area.bottom + 40)]
    sheet.canvas.label(f"{'FAIL ' if failed else ''}FIM {fim.kind.value}", places, look, bold=True)
    y = MARGINS.top - _TIERS_PX[1]
    start, end = (area.right, y), (sheet.x(sheet.page.width), y)
    sheet.canvas.extension((area.right, y), (area.right, area.top), look)
    sheet.canvas.dimension(start, end, look)
    text = f"FIM {fim.right.value:.3f} ± {fim.right.uncertainty:.3f} in{_limit_of(sheet, Quantity.FIM_RIGHT)}"
    sheet.canvas.label(text, [((start[0] + end[0]) / 2 - 170, y - _LEADING_PX - 6)], look)


def _limit_of(sheet: Sheet, quantity: Quantity) -> str:
    """What the rule that asks for a quantity asks of it, in brackets; nothing when none of the findings asks."""
    rows = (one.finding.row for one in sheet.answer.findings)
    return next((f" ({test} {test.unit})" for row in rows for asked, test in row.asks if asked is quantity), "")


def _intruders(sheet: Sheet) -> None:
    for mark in sheet.marks:
        for intruder in mark.intruders:
            area = sheet.box(intruder)
            sheet.canvas.hatch(area, Look.UNDETERMINED)
            sheet.canvas.outline(area, Look.UNDETERMINED)
            sheet.canvas.label("? whose", [(area.left, area.bottom + 6), (area.left, area.top - 30)], Look.UNDETERMINED)


def _edge_dimensions(sheet: Sheet) -> None:
    for mark in sheet.marks:
        area = sheet.box(mark.box)
        right = sheet.x(sheet.page.width)
        one = sheet.finding(Quantity.RIGHT_EDGE)
        if one is not None:
            y = MARGINS.top - _TIERS_PX[0]
            sheet.canvas.extension((area.right, y), (area.right, area.top), look_of(one))
            _dimension(sheet, one, (area.right, y), (right, y), [(right + 14, y - 14), (right + 14, y - 60)])
            if _broken(one):
                x = right - placement.INDICIUM_FROM_RIGHT * sheet.px_per_inch
                sheet.canvas.line((x, sheet.y(0.0)), (x, area.bottom), Look.ZONE)
        one = sheet.finding(Quantity.TOP_EDGE)
        if one is not None:
            x = right + 40
            sheet.canvas.extension((area.right, area.top), (x, area.top), look_of(one))
            _dimension(sheet, one, (x, sheet.y(0.0)), (x, area.top), [(x + 14, area.top - 10), (x + 14, area.top + 30)])
            if _broken(one):
                limit_y = sheet.y(placement.INDICIUM_FROM_TOP)
                sheet.canvas.line((area.left, limit_y), (right, limit_y), Look.ZONE)


def _dimension(sheet: Sheet, one: PageFinding, start: Point, end: Point, places: list[Point]) -> None:
    look = look_of(one)
    sheet.canvas.dimension(start, end, look)
    finding = one.finding
    text = f"{_WORDS[standing(finding)]}{measured(finding)} in\n({limit(finding)})"
    sheet.canvas.label(text, places, look, bold=standing(finding) == "fail")


def _size(sheet: Sheet) -> None:
    """The piece itself: its outline, width and height."""
    area = sheet.box(sheet.page)
    sheet.canvas.outline(area, Look.PLAIN)
    y = area.bottom + 30
    sheet.canvas.dimension((area.left, y), (area.right, y), Look.PLAIN)
    width, height = sheet.piece.width, sheet.piece.height
    sheet.canvas.label(
        f"{width.value:.3f} ± {width.uncertainty:.3f} in", [((area.left + area.right) / 2, y + 6)], Look.PLAIN
    )
    x = area.left - 30
    sheet.canvas.dimension((x, area.top), (x, area.bottom), Look.PLAIN)
    sheet.canvas.label(
        f"{height.value:.3f} ± {height.uncertainty:.3f} in", [(4, area.top - _LEADING_PX - 8)], Look.PLAIN
    )
