"""No reader reads a specimen (DMM 604.4.7.3): 1,000 renders, blurred and turned as scans are."""

import os
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from fixtures.layouts import symbol_of
from fixtures.order_files import document
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.specimen import specimen_page
from indicia.model.order import parse_order
from indicia.preflight import preflight
from indicia.render.formats import FORMATS
from indicia.spec import placement
from verify.read.libdmtx import read_one
from verify.read.own import Search

FULL = os.environ.get("INDICIA_SOAK") == "full"
RENDERS = 1000 if FULL else 12
DPIS = (200, 300, 600)
SUFFIXES = (".png", ".pdf", ".tif")
SIZES = [name for name in placement.NAMED_SIZES if name not in {"card", "12x9", "13x10"}]
LENGTHS = (20, 89, 113, 177)
MARGIN = 0.2
LIBDMTX_MS = 120
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
Pixels = npt.NDArray[np.uint8]


def scanned(page: Pixels, dpi: int, rng: np.random.Generator) -> Pixels:
    """A page blurred by up to a pixel and a half at 300 dpi, turned by up to two degrees."""
    sigma = rng.uniform(0.0, 1.5) * dpi / 300
    blurred = cv2.GaussianBlur(page, (0, 0), sigma) if sigma > 0.1 else page
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.uniform(-2.0, 2.0), 1.0)
    return np.asarray(cv2.warpAffine(blurred, turn, (width, height), borderValue=[255.0]), dtype=np.uint8)


def around(page: Pixels, box: Box, dpi: int) -> Pixels:
    grown = box.grown(MARGIN)
    rows = slice(max(0, round(grown.top * dpi)), round(grown.bottom * dpi))
    columns = slice(max(0, round(grown.left * dpi)), round(grown.right * dpi))
    return np.ascontiguousarray(page[rows, columns])


@pytest.mark.soak
def test_no_reader_reads_a_specimen_through_a_scan(face: Face, tmp_path: Path) -> None:
    rng = np.random.default_rng(473)
    for number in range(RENDERS):
        dpi, suffix = DPIS[number % len(DPIS)], SUFFIXES[number // len(DPIS) % len(SUFFIXES)]
        size, length = str(rng.choice(SIZES)), int(rng.choice(LENGTHS))
        order = parse_order(document(mailpiece={"size": size}, from_=None))
        layout = preflight(order, order.meter, face, dpi=dpi, message_length=length).layout
        data = FORMATS[suffix].render([specimen_page(layout)], face, title="Specimen")
        page = scanned(FORMATS[suffix].gray(data, dpi=dpi), dpi, rng)
        assert [] == list(zxingcpp.read_barcodes(page, formats=DATA_MATRIX)), (number, size, dpi, suffix)
        assert Search(around(page, symbol_of(layout).box, dpi)).next() is None, (number, size, dpi, suffix)
        assert read_one(around(page, symbol_of(layout).box, dpi), LIBDMTX_MS) is None, (number, size, dpi, suffix)
