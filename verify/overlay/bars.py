"""Facing bars, one by one, and rows of postal bars."""

from indicia.geometry import Box
from indicia.rulebook.evidence import Quantity
from indicia.spec import fim as spec
from verify.overlay.canvas import Look
from verify.overlay.sheet import LEADING_PX, MARGINS, Sheet
from verify.seen import BarcodeKind, FimSeen

_OWN = (
    Quantity.FIM_KIND,
    Quantity.FIM_RIGHT,
    Quantity.FIM_TOP,
    Quantity.FIM_BOTTOM,
    Quantity.FIM_BAR_WIDTH,
    Quantity.FIM_BAR_HEIGHT,
    Quantity.FIM_PITCH,
    Quantity.FIM_SLANT,
)
_TIER_PX = 105
"""Height above the top edge of the dimension line."""
_NAMES = {BarcodeKind.IMB: "Intelligent Mail", BarcodeKind.POSTNET: "POSTNET"}


def fim(sheet: Sheet) -> None:
    """The FIM: each bar where its pattern puts it, its kind, its form, its distance from the right edge."""
    seen = sheet.answer.seen.fim
    if seen is None:
        return
    area, look = sheet.box(seen.box), sheet.look(*_OWN)
    for bar in _bars(seen):
        sheet.canvas.outline(sheet.box(bar), Look.FAINT)
    sheet.canvas.outline(area.grown(6), look)
    words = {Look.FAIL: "FAIL ", Look.WARNS: "WARNS "}.get(look, "")
    places = [(area.left, area.bottom + 12), (area.left, area.bottom + 42)]
    sheet.canvas.label(f"{words}FIM {seen.kind.value}", places, look, bold=True)
    form = f"bars {seen.bar_width.value:.3f}\npitch {seen.pitch.value:.4f}"
    sheet.canvas.label(form, [(area.left, area.bottom + 48), (area.right + 14, area.top + 30)], Look.PLAIN)
    _right(sheet, seen, area)


def _right(sheet: Sheet, seen: FimSeen, area: Box) -> None:
    look = sheet.look(Quantity.FIM_RIGHT)
    y = MARGINS.top - _TIER_PX
    start, end = (area.right, y), (sheet.x(sheet.page.width), y)
    sheet.canvas.extension((area.right, y), (area.right, area.top), look)
    sheet.canvas.dimension(start, end, look)
    text = f"FIM {seen.right.value:.3f} ± {seen.right.uncertainty:.3f} in{_asked(sheet, Quantity.FIM_RIGHT)}"
    sheet.canvas.label(text, [((start[0] + end[0]) / 2 - 170, y - LEADING_PX - 6)], look)


def _asked(sheet: Sheet, quantity: Quantity) -> str:
    """What the rule that asks for a quantity asks of it, in brackets; nothing when none of the findings asks."""
    rows = (one.finding.row for one in sheet.answer.findings)
    return next((f" ({test} {test.unit})" for row in rows for asked, test in row.asks if asked is quantity), "")


def _bars(seen: FimSeen) -> list[Box]:
    """Every bar of the pattern, counted from the rightmost."""
    pattern, right = spec.PATTERNS[seen.kind], seen.box.right
    sides = [right - (len(pattern) - 1 - i) * seen.pitch.value for i, bit in enumerate(pattern) if bit == "1"]
    return [Box(side - spec.BAR_WIDTH, seen.box.top, side, seen.box.bottom) for side in sides]


def postal_bars(sheet: Sheet) -> None:
    """Every row of postal bars that was read. What it says is an address and is not written."""
    for bars in sheet.answer.seen.barcodes:
        area = sheet.box(bars.box)
        look = sheet.look(Quantity.MATCH_DESTINATION)
        sheet.canvas.outline(area.grown(4), look)
        mended = f", {bars.corrected} mended" if bars.corrected else ""
        text = f"{_NAMES[bars.kind]} bars, {bars.bars_per_inch.value:.1f} an inch{mended}"
        sheet.canvas.label(text, [(area.left, area.top - LEADING_PX - 10), (area.left, area.bottom + 8)], look)
