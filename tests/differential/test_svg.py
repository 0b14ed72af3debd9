"""Our SVG as a renderer that is not ours draws it, against our own dots."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from fixtures.order_files import NAMES, document
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.layout.specimen import specimen_page
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.render import png, raster, svg

MESSAGE = np.random.default_rng(113).integers(0, 256, 113, dtype=np.uint8).tobytes()
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)


def checked(face: Face, name: str, dpi: int) -> Checked:
    order = parse_order(document(name))
    assert order.meter is not None
    return preflight(order, order.meter, face, dpi=dpi, message_length=len(MESSAGE), on=None)


def drawn(page: Page, face: Face) -> npt.NDArray[np.uint8]:
    return raster.svg_gray(svg.render([page], face, title=""), dpi=page.dpi)


def farther_than_a_dot(one: npt.NDArray[np.bool_], other: npt.NDArray[np.bool_]) -> int:
    """Dark pixels of either picture that have no dark pixel of the other within one dot."""
    around = np.ones((3, 3), dtype=np.uint8)
    grown = [np.asarray(cv2.dilate(dark.astype(np.uint8), around)) > 0 for dark in (one, other)]
    return int((one & ~grown[1]).sum() + (other & ~grown[0]).sum())


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("name", NAMES)
def test_every_stroke_lies_within_a_dot_of_the_pngs_and_the_symbol_is_read(face: Face, name: str, dpi: int) -> None:
    page = checked(face, name, dpi).layout.page(MESSAGE)
    gray = drawn(page, face)
    assert 0 == farther_than_a_dot(png.draw(page, face), gray < 128)
    found = zxingcpp.read_barcodes(gray, formats=DATA_MATRIX)
    assert [MESSAGE] == [symbol.bytes for symbol in found]


@pytest.mark.parametrize("name", NAMES)
def test_a_specimen_is_not_read(face: Face, name: str) -> None:
    page = specimen_page(checked(face, name, 300).layout)
    assert [] == zxingcpp.read_barcodes(drawn(page, face), formats=DATA_MATRIX)
