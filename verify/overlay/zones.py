"""The reserved zones of letters and cards, the clear zone of the indicium, and what intrudes there."""

from indicia.geometry import Box, union
from indicia.rulebook.evidence import Quantity
from indicia.spec import placement
from verify.overlay.canvas import Look
from verify.overlay.panel import look_of
from verify.overlay.sheet import LEADING_PX, MARGINS, MARKS, Sheet, broken
from verify.seen import IndiciumSeen
from verify.words import measured, standing
from verify.zones import Zone, zone_boxes

QUANTITIES = {
    Zone.FIM: Quantity.FIM_ZONE_INTRUSION,
    Zone.BARCODE: Quantity.BARCODE_ZONE_INTRUSION,
    Zone.OCR: Quantity.OCR_ZONE_INTRUSION,
}
"""What is measured of each zone."""
_DIMENSION_PX = 200
"""Room for the label of a dimension line."""


def zones(sheet: Sheet) -> None:
    """Each zone in a breath of colour, hatched where something stands in it that must not."""
    for zone, area in _areas(sheet):
        one = broken(sheet.finding(QUANTITIES[zone]))
        look = look_of(one) if one else Look.ZONE
        sheet.canvas.tint(area, look)
        sheet.canvas.outline(area, look)
        if one:
            sheet.canvas.hatch(area, look)


def zone_labels(sheet: Sheet) -> None:
    """Their names, and how deep something stands in them."""
    for zone, area in _areas(sheet):
        inside, below = area.bottom - LEADING_PX - 6, area.bottom + 8
        places = [(area.left + 8, inside), (area.left + 8, area.top + 8), (area.left + 8, below)]
        if zone is Zone.FIM:
            places = [(area.left - 60, MARGINS.top - LEADING_PX - 8), (area.left + 8, below)]
        one = broken(sheet.finding(QUANTITIES[zone]))
        if one is None:
            sheet.canvas.label(zone.value, places, Look.ZONE)
        else:
            text = f"{MARKS[standing(one.finding)]}{zone.value}: {measured(one.finding)} in inside"
            sheet.canvas.label(text, places, look_of(one), bold=True)


def _areas(sheet: Sheet) -> list[tuple[Zone, Box]]:
    """The zones in pixels; none on shapes that have none."""
    if sheet.piece.shape not in placement.ZONED_SHAPES:
        return []
    boxes = zone_boxes(sheet.page.width, sheet.page.height)
    return [(zone, sheet.box(box)) for zone, box in boxes.items()]


def clear_zone(sheet: Sheet) -> None:
    """The half inch to the left of and below the boundary (604.4.8.4b), the FIM included."""
    for mark in sheet.marks:
        left, bottom = boundary(sheet, mark)
        x = sheet.x(max(0.0, left - placement.INDICIUM_CLEAR_ZONE))
        y = sheet.y(min(sheet.page.height, bottom + placement.INDICIUM_CLEAR_ZONE))
        sheet.canvas.line((x, sheet.y(0.0)), (x, y), Look.ZONE)
        sheet.canvas.line((x, y), (sheet.x(sheet.page.width), y), Look.ZONE)
        one = sheet.finding(Quantity.CLEAR_LEFT)
        if one is not None:
            at = sheet.y(bottom) - 18
            start, end = sheet.x(max(0.0, left - mark.clear_left.value)), sheet.x(left)
            places = [(end - _DIMENSION_PX, at + 14), (end - _DIMENSION_PX, at - 60)]
            sheet.dimension(one, (start, at), (end, at), places)
        one = sheet.finding(Quantity.CLEAR_BELOW)
        if one is not None:
            at = sheet.x(mark.box.right) - 40
            start, end = sheet.y(bottom), sheet.y(min(sheet.page.height, bottom + mark.clear_below.value))
            places = [(at - _DIMENSION_PX, start + 20), (at + 12, start + 20)]
            sheet.dimension(one, (at, start), (at, end), places)
        sheet.canvas.label("clear zone 1/2 in", [(x + 8, y - LEADING_PX - 6), (x + 8, y + 8)], Look.ZONE)


def boundary(sheet: Sheet, mark: IndiciumSeen) -> tuple[float, float]:
    """Left and bottom of the boundary: of every required element, the FIM too."""
    fim = sheet.answer.seen.fim
    box = mark.box if fim is None else union((mark.box, fim.box))
    return box.left, box.bottom


def intruders(sheet: Sheet) -> None:
    """Matter of unknown origin in the clear zone."""
    for mark in sheet.marks:
        for intruder in mark.intruders:
            area = sheet.box(intruder)
            sheet.canvas.hatch(area, Look.UNDETERMINED)
            sheet.canvas.outline(area, Look.UNDETERMINED)
            sheet.canvas.label("? whose", [(area.left, area.bottom + 6), (area.left, area.top - 30)], Look.UNDETERMINED)
