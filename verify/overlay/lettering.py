"""The lettering of the indicium: what was read where, in which size, and what of it is not in order."""

from collections.abc import Iterable

from verify.answer import CheckedIndicium
from verify.overlay.canvas import Look
from verify.overlay.focus import elements_of
from verify.overlay.panel import look_of
from verify.overlay.sheet import ORDER_OF_PRESSURE, Sheet
from verify.seen import TextSeen
from verify.understand.elements import Element
from verify.words import standing

SIZE_PX = 15
"""Of the labels that tell type sizes: they stand beside the smallest lettering."""


def lettering(sheet: Sheet) -> None:
    """Every run of lettering with its type size."""
    for index, one in enumerate(sheet.answer.indicia):
        for run, own in _runs(one):
            look, mark = _look(sheet, index, own)
            area = sheet.box(run.box)
            sheet.canvas.outline(area.grown(3), look)
            text = f"{mark}{run.size_pt.value:.1f} pt{' bold' if run.bold else ''}"
            width, height = sheet.canvas.extent(text, SIZE_PX)
            middle = (area.top + area.bottom - height) / 2
            places = [(area.left - width - 12, middle), (area.right + 10, middle)]
            sheet.canvas.label(text, places, look, bold=bool(mark), size_px=SIZE_PX)


def _runs(one: CheckedIndicium) -> Iterable[tuple[TextSeen, list[Element]]]:
    """Each run with the elements that it holds."""
    runs: dict[int, tuple[TextSeen, list[Element]]] = {}
    for element in one.text:
        runs.setdefault(id(element.run), (element.run, []))[1].append(element)
    return runs.values()


def _look(sheet: Sheet, index: int, own: list[Element]) -> tuple[Look, str]:
    """How a run looks, and the word that says the same: as the most pressing finding about one of its elements."""
    about = [
        found
        for found in sheet.answer.findings
        if found.indicium == index
        and standing(found.finding) in ("fail", "warns")
        and any(element in own for element in elements_of(sheet.answer, found))
    ]
    worst = min(about, key=lambda found: ORDER_OF_PRESSURE.index(standing(found.finding)), default=None)
    if worst is None:
        return Look.FAINT, ""
    return look_of(worst), {"fail": "FAIL ", "warns": "WARNS "}[standing(worst.finding)]
