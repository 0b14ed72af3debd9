"""A specimen looks like the print and can be read by nothing (DMM 604.4.7.3)."""

from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from fixtures.layouts import choice_of, symbol_of
from fixtures.order_files import NAMES, ORDERS
from indicia import console
from indicia.cli.main import app
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.layout.marks import Banner
from indicia.layout.specimen import specimen_page, unreadable
from indicia.model.meter import Meter
from indicia.preflight import Checked, preflight
from indicia.render.formats import FORMATS
from indicia.spec.ecc200 import BY_SHAPE
from tests.indicia.release.conftest import Desk, order_of, pixels, symbols
from verify.read import libdmtx

BLURS_PX = [0.0, 0.7, 1.5]
MARGIN_IN = 0.15


def checked_of(face: Face, name: str = "ibi-letter-10", dpi: int = 300) -> Checked:
    order = order_of(name)
    assert isinstance(order.meter, Meter)
    return preflight(order, order.meter, face, dpi=dpi, message_length=113)


def blurred(page: npt.NDArray[np.uint8], sigma_px: float) -> npt.NDArray[np.uint8]:
    return np.asarray(cv2.GaussianBlur(page, (0, 0), sigma_px), dtype=np.uint8) if sigma_px else page


@pytest.mark.parametrize("dpi", [200, 300, 600])
@pytest.mark.parametrize("suffix", [".pdf", ".png"])
@pytest.mark.parametrize("name", NAMES)
def test_no_reader_reads_a_specimen(tmp_path: Path, face: Face, name: str, suffix: str, dpi: int) -> None:
    file = tmp_path / f"specimen{suffix}"
    arguments = ["specimen", str(ORDERS / f"{name}.json"), "-o", str(file), "--dpi", str(dpi)]
    assert ExitCode.DONE == console.exit_code(app, "indicia", arguments)
    box = symbol_of(checked_of(face, name, dpi).layout).box.grown(MARGIN_IN)
    page = pixels(file, dpi)
    top, left, bottom, right = (max(0, round(side * dpi)) for side in (box.top, box.left, box.bottom, box.right))
    for blur in BLURS_PX:
        gray = blurred(page, blur)
        assert [] == symbols(gray)
        assert libdmtx.read_one(np.ascontiguousarray(gray[top:bottom, left:right]), 120) is None


def test_the_readers_read_the_real_page_through_the_same_blur(desk: Desk) -> None:
    """What cannot be read in a specimen is not lost by the blur."""
    file = desk.folder / "page.png"
    box = symbol_of(desk.print(file).checked.layout).box.grown(MARGIN_IN)
    page = pixels(file, 300)
    top, left, bottom, right = (round(side * 300) for side in (box.top, box.left, box.bottom, box.right))
    for blur in BLURS_PX:
        gray = blurred(page, blur)
        assert 1 == len(symbols(gray))
        assert libdmtx.read_one(np.ascontiguousarray(gray[top:bottom, left:right]), 5_000) is not None


@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_the_word_is_printed_across_the_indicium(tmp_path: Path, face: Face, suffix: str) -> None:
    layout = checked_of(face).layout
    page = specimen_page(layout)
    (banner,) = [mark for mark in page.marks if isinstance(mark, Banner)]
    plain = layout.page_showing(unreadable(choice_of(layout).size))
    drawn = []
    for name, each in (("with", page), ("without", plain)):
        file = tmp_path / f"{name}{suffix}"
        file.write_bytes(FORMATS[suffix].render([each], face, title=name))
        drawn.append(pixels(file, 300).astype(int))
    columns = np.nonzero(np.abs(drawn[0] - drawn[1]) > 64)[1]
    assert "SPECIMEN" == banner.string
    assert columns.min() / 300 < symbol_of(layout).box.right
    assert columns.max() / 300 > max(text.ink_box.left for text in layout.indicium.lettering)
    assert 0.7 * banner.box.width < (columns.max() - columns.min()) / 300 < banner.box.width


def test_a_pdf_specimen_says_so_in_text(tmp_path: Path) -> None:
    file = tmp_path / "specimen.pdf"
    console.exit_code(app, "indicia", ["specimen", str(ORDERS / "ibi-letter-10.json"), "-o", str(file)])
    with closing(pypdfium2.PdfDocument(file)) as document:
        words = document[0].get_textpage().get_text_range()
    assert "SPECIMEN" in words
    assert "US POSTAGE" in words


def test_a_specimen_keeps_everything_but_the_symbol(desk: Desk) -> None:
    released = desk.print(desk.folder / "page.png")
    layout = released.checked.layout
    real, specimen = layout.page(released.issued.message), specimen_page(layout)
    assert (real.width, real.height, real.dpi) == (specimen.width, specimen.height, specimen.dpi)
    assert real.marks[1:] == specimen.marks[1:-1]
    assert real.marks[0].box == specimen.marks[0].box  # type: ignore[union-attr] # the symbol comes first


def test_half_of_its_modules_are_dark() -> None:
    """The symbol keeps its texture: what it looks like from afar."""
    for shape in ((40, 40), (44, 44), (26, 64)):
        assert 0.4 < unreadable(BY_SHAPE[shape]).mean() < 0.6
