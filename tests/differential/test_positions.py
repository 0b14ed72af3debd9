"""Every element of every normative order, in the pixels of every format, against the layout: one dot."""

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.order_files import ORDERS
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.marks import BarsMark, Frame, Page, Rule, SymbolMark, Text
from indicia.model.order import load_order
from indicia.preflight import preflight
from indicia.render.formats import FORMATS

EVERY_ORDER = sorted(path.stem for path in ORDERS.glob("*.json"))
MESSAGE = bytes(range(100, 213))
WINDOW_DOTS = 3
Pixels = npt.NDArray[np.uint8]


def page_of(name: str, face: Face, dpi: int) -> Page:
    order = load_order(ORDERS / f"{name}.json")
    layout = preflight(order, order.meter, face, dpi=dpi, message_length=len(MESSAGE)).layout
    return layout.page(MESSAGE if layout.choice is not None else None)


def elements(page: Page) -> list[Box]:
    """The ink of every element, each bar and each side of a frame for itself."""
    boxes: list[Box] = []
    for mark in page.marks:
        match mark:
            case Text():
                boxes.append(mark.ink_box)
            case SymbolMark() | Rule():
                boxes.append(mark.box)
            case BarsMark():
                boxes += mark.bars
            case Frame():
                boxes.append(mark.box)
    return boxes


def extent(dark: npt.NDArray[np.bool_], box: Box, dpi: int) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of the ink within a few dots of a box."""
    height, width = dark.shape
    left, top = max(0, round(box.left * dpi) - WINDOW_DOTS), max(0, round(box.top * dpi) - WINDOW_DOTS)
    right = min(width, round(box.right * dpi) + WINDOW_DOTS)
    bottom = min(height, round(box.bottom * dpi) + WINDOW_DOTS)
    window = dark[top:bottom, left:right]
    columns, rows = np.flatnonzero(window.any(axis=0)), np.flatnonzero(window.any(axis=1))
    if not columns.size:
        return None
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def alone(box: Box, others: list[Box], dpi: int) -> bool:
    """Whether no other element reaches into the window around a box."""
    window = box.grown((WINDOW_DOTS + 1) / dpi)
    return all(other is box or other.intrusion(window) == 0 for other in others)


@pytest.mark.parametrize(("suffix", "dpi"), [(".pdf", 300), (".png", 203), (".png", 600), (".tif", 300), (".zpl", 203)])
@pytest.mark.parametrize("name", EVERY_ORDER)
def test_every_element_is_where_the_layout_says_to_one_dot(name: str, suffix: str, dpi: int, face: Face) -> None:
    page = page_of(name, face, dpi)
    # A PDF has no dots of its own: finer pixels see past PDFium's softened edges.
    fine = 2 if suffix == ".pdf" else 1
    gray = FORMATS[suffix].gray(FORMATS[suffix].render([page], face, title=name), dpi=dpi * fine)
    middle = (int(gray.min()) + 255) / 2
    boxes = elements(page)
    measured = 0
    for box in boxes:
        if not alone(box, boxes, dpi):
            continue
        found = extent(gray < middle, box, dpi * fine)
        assert found is not None, box
        wanted = tuple(side * dpi * fine for side in (box.left, box.top, box.right, box.bottom))
        assert found == pytest.approx(wanted, abs=fine + 1e-6), (box, found, wanted)
        measured += 1
    assert measured > 2
