"""Type in every normative order's PDF, as an independent reader extracts it, against the layout (DMM 604.4.8.6)."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from fixtures.order_files import ORDERS
from indicia.faces import Face
from indicia.layout.marks import Page, Text
from indicia.model.order import load_order
from indicia.preflight import preflight
from indicia.render import pdf
from indicia.units import points

EVERY_ORDER = sorted(path.stem for path in ORDERS.glob("*.json"))
TOLERANCE_PT = 0.05


@dataclass(frozen=True, slots=True)
class Run:
    """One run of text as PDFium reads it, points from the lower left corner of the page."""

    string: str
    size_pt: float
    bold: bool
    left: float
    baseline: float


def page_of(name: str, face: Face) -> Page:
    order = load_order(ORDERS / f"{name}.json")
    layout = preflight(order, order.meter, face, dpi=300, message_length=113).layout
    return layout.page(bytes(range(113)) if layout.choice is not None else None)


def runs(data: bytes) -> Iterator[Run]:
    document = pypdfium2.PdfDocument(data)
    page = document[0]
    text = page.get_textpage()
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        matrix = thing.get_matrix()
        size = ctypes.c_float()
        assert pdfium.FPDFTextObj_GetFontSize(thing.raw, size)
        font = pdfium.FPDFTextObj_GetFont(thing.raw)
        name = ctypes.create_string_buffer(128)
        pdfium.FPDFFont_GetBaseFontName(font, name, 128)
        length = pdfium.FPDFTextObj_GetText(thing.raw, text.raw, None, 0)
        buffer = (ctypes.c_ushort * length)()
        pdfium.FPDFTextObj_GetText(thing.raw, text.raw, buffer, length)
        # The reader adds a blank where another run follows on the same line.
        string = bytes(buffer).decode("utf-16-le").rstrip("\0 ")
        yield Run(string, size.value * matrix.d, b"Bold" in name.value, matrix.e, matrix.f)
    text.close()
    page.close()
    document.close()


@pytest.mark.parametrize("name", EVERY_ORDER)
def test_every_line_has_its_size_weight_and_place(name: str, face: Face) -> None:
    page = page_of(name, face)
    found = list(runs(pdf.render([page], face, title=name)))
    texts = [mark for mark in page.marks if isinstance(mark, Text)]
    assert [text.string for text in texts] == [run.string for run in found]
    for text, run in zip(texts, found, strict=True):
        assert text.size_pt == pytest.approx(run.size_pt, abs=TOLERANCE_PT)
        assert text.bold == run.bold
        assert points(text.x) == pytest.approx(run.left, abs=TOLERANCE_PT)
        assert points(page.height - text.baseline) == pytest.approx(run.baseline, abs=TOLERANCE_PT)


def test_the_committed_orders_are_the_normative_ones(shared: Path) -> None:
    for normative in sorted((shared / "examples" / "orders").glob("*.json")):
        assert load_order(normative) == load_order(ORDERS / normative.name), normative.name
