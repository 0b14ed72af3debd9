"""A specimen looks like the print and can be read by nothing (DMM 604.4.7.3)."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from fixtures.layouts import symbol_of
from fixtures.order_files import NAMES, ORDERS
from indicia import console
from indicia.cli.main import app
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.layout import Layout
from indicia.layout.marks import Banner, BarsMark, Rule, Text
from indicia.layout.shift import extent
from indicia.layout.specimen import specimen_page, unreadable
from indicia.preflight import Checked, preflight
from indicia.render.formats import FORMATS
from indicia.spec.ecc200 import BY_SHAPE
from tests.indicia.release.conftest import Desk, order_of, pixels, symbols
from verify.read import libdmtx

BLURS_PX = [0.0, 0.7, 1.5]
MARGIN_IN = 0.15


def checked_of(face: Face, name: str = "ibi-letter-10", dpi: int = 300) -> Checked:
    order = order_of(name)
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


def banner_of(layout: Layout) -> Banner:
    (banner,) = (mark for mark in specimen_page(layout).marks if isinstance(mark, Banner))
    return banner


@pytest.mark.parametrize("suffix", [".pdf", ".png"])
def test_the_word_is_printed_across_the_symbol_and_hides_nothing_else(tmp_path: Path, face: Face, suffix: str) -> None:
    layout = checked_of(face).layout
    page, banner = specimen_page(layout), banner_of(layout)
    drawn = []
    for name, each in (("with", page), ("without", replace(page, marks=page.marks[:-1]))):
        file = tmp_path / f"{name}{suffix}"
        file.write_bytes(FORMATS[suffix].render([each], face, title=name))
        drawn.append(pixels(file, 300).astype(int))
    rows, columns = np.nonzero(np.abs(drawn[0] - drawn[1]) > 64)
    changed = Box(columns.min() / 300, rows.min() / 300, (columns.max() + 1) / 300, (rows.max() + 1) / 300)
    assert "SPECIMEN" == banner.string
    assert banner.box.grown(0.02).contains(changed)
    assert 0.8 * banner.box.width < changed.width
    assert min(changed.overlap(symbol_of(layout).box)) > 0.5 * symbol_of(layout).box.height


@pytest.mark.parametrize("name", sorted(file.stem for file in ORDERS.glob("*.json")))
def test_the_word_hides_no_lettering_and_no_bars(face: Face, name: str) -> None:
    order = order_of(name)
    layout = preflight(order, order.meter, face, dpi=300, message_length=113).layout
    box = banner_of(layout).box
    assert Box(0.0, 0.0, layout.job.width, layout.job.height).contains(box)
    for mark in specimen_page(layout).marks[:-1]:
        if isinstance(mark, Text | BarsMark | Rule):
            assert 0 == extent(mark).intrusion(box), mark


def test_where_nothing_is_free_the_word_is_printed_across_the_indicium(face: Face) -> None:
    layout = checked_of(face, "permit-imprint").layout
    everywhere = Rule(Box(0.0, 0.0, layout.job.width, layout.job.height))
    full = replace(layout, indicium=replace(layout.indicium, lines=(everywhere, *layout.indicium.lines)))
    assert full.indicium.ink == banner_of(full).box


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
