"""The drawing over the piece: what stands where, and dimension lines with measured value, limit and margin."""

import cv2
import numpy as np

from indicia.geometry import Box
from indicia.rulebook.evidence import Quantity
from indicia.spec import placement
from verify.measure.grades import letter
from verify.overlay.bars import fim, postal_bars
from verify.overlay.canvas import Look, Point
from verify.overlay.lettering import lettering
from verify.overlay.panel import look_of
from verify.overlay.sheet import LEADING_PX, MARGINS, Sheet, broken
from verify.overlay.zones import clear_zone, intruders, zone_labels, zones
from verify.seen import IndiciumSeen, SymbolSeen

_TIER_PX = 50
"""Height above the top edge of the dimension line to the right edge."""


def draw(sheet: Sheet) -> None:
    """Everything, from the back to the front."""
    _keep_free(sheet)
    for layer in (
        zones,
        clear_zone,
        _marks,
        _foreign_symbols,
        fim,
        postal_bars,
        intruders,
        _edge_dimensions,
        _size,
        zone_labels,
        lettering,
    ):
        layer(sheet)


def _keep_free(sheet: Sheet) -> None:
    """What labels must not cover."""
    seen = sheet.answer.seen
    boxes = [part for mark in sheet.marks for part in mark.parts] + ([] if seen.fim is None else [seen.fim.box])
    sheet.canvas.taken += [sheet.box(box) for box in boxes]


def _marks(sheet: Sheet) -> None:
    for mark in sheet.marks:
        sheet.canvas.outline(sheet.box(mark.box).grown(3), Look.PLAIN)
        if mark.symbol is None:
            continue
        symbol = sheet.answer.seen.symbols[mark.symbol]
        text = f"{symbol.rows}x{symbol.columns}, X {symbol.x_dimension.value:.4f} in"
        if symbol.quality is not None:
            text += f"\ngrade {symbol.quality.overall:.1f} ({letter(symbol.quality.overall)})"
        _symbol(sheet, symbol, text, _beside(sheet, mark, sheet.box(symbol.box)), Look.PASS)


def _foreign_symbols(sheet: Sheet) -> None:
    own = {id(one.symbol) for one in sheet.answer.indicia}
    for symbol in sheet.answer.seen.symbols:
        if id(symbol) not in own:
            area = sheet.box(symbol.box)
            places = [(area.left, area.bottom + 10), (area.left, area.top - LEADING_PX - 6)]
            _symbol(sheet, symbol, "no US indicium", places, Look.PLAIN)


def _symbol(sheet: Sheet, symbol: SymbolSeen, text: str, places: list[Point], look: Look) -> None:
    inches = cv2.perspectiveTransform(symbol.corners_px[None].astype(np.float64), sheet.piece.to_piece)[0]
    sheet.canvas.polygon([(sheet.x(float(x)), sheet.y(float(y))) for x, y in inches], look)
    sheet.canvas.label(text, places, Look.PLAIN)


def _beside(sheet: Sheet, mark: IndiciumSeen, symbol_px: Box) -> list[Point]:
    """Where the symbol's label may stand: below it when the indicium ends there, else to its right."""
    whole = sheet.box(mark.box)
    right = (symbol_px.right + 10, symbol_px.bottom - LEADING_PX)
    below = (symbol_px.left, symbol_px.bottom + 10)
    ends_here = whole.bottom - symbol_px.bottom < LEADING_PX / 2
    return [below, right] if ends_here else [right, (symbol_px.left, whole.bottom + 10), below]


def _edge_dimensions(sheet: Sheet) -> None:
    for mark in sheet.marks:
        area = sheet.box(mark.box)
        right = sheet.x(sheet.page.width)
        one = sheet.finding(Quantity.RIGHT_EDGE)
        if one is not None:
            y = MARGINS.top - _TIER_PX
            sheet.canvas.extension((area.right, y), (area.right, area.top), look_of(one))
            sheet.dimension(one, (area.right, y), (right, y), [(right + 14, y - 14), (right + 14, y - 60)])
            if broken(one):
                x = right - placement.INDICIUM_FROM_RIGHT * sheet.px_per_inch
                sheet.canvas.line((x, sheet.y(0.0)), (x, area.bottom), Look.ZONE)
        one = sheet.finding(Quantity.TOP_EDGE)
        if one is not None:
            x = right + 40
            sheet.canvas.extension((area.right, area.top), (x, area.top), look_of(one))
            sheet.dimension(one, (x, sheet.y(0.0)), (x, area.top), [(x + 14, area.top - 10), (x + 14, area.top + 30)])
            if broken(one):
                limit_y = sheet.y(placement.INDICIUM_FROM_TOP)
                sheet.canvas.line((area.left, limit_y), (right, limit_y), Look.ZONE)


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
        f"{height.value:.3f} ± {height.uncertainty:.3f} in", [(4, area.top - LEADING_PX - 8)], Look.PLAIN
    )
