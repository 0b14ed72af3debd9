"""`indicia preview`: a specimen with its outline, zones and dimensions."""

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from fixtures.order_files import ORDERS, document
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.geometry import Box, to_edges
from indicia.layout.marks import Mark, Page, Rule, Text
from indicia.layout.preview import preview_page
from indicia.layout.shift import extent
from indicia.layout.specimen import specimen_page
from indicia.model.order import parse_order
from indicia.preflight import preflight
from indicia.render.formats import FORMATS
from indicia.spec.kinds import Ink
from tests.indicia.cli.conftest import Run
from tests.indicia.release.conftest import symbols

NAMES = sorted(file.stem for file in ORDERS.glob("*.json"))


def noted(face: Face, name: str) -> tuple[Page, Page, Sequence[Mark]]:
    """A specimen, its preview, and what the preview adds."""
    order = parse_order(document(name))
    layout = preflight(order, order.meter, face, dpi=300, message_length=113).layout
    page = specimen_page(layout)
    preview = preview_page(layout, page)
    return page, preview, preview.marks[len(page.marks) :]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_shows_it_and_no_reader_reads_it(desk: Path, run: Run, suffix: str) -> None:
    assert ExitCode.DONE == run("preview", ORDERS / "ibi-letter-10.json", "-o", f"preview{suffix}").code
    (page,) = FORMATS[suffix].grays((desk / f"preview{suffix}").read_bytes(), dpi=300)
    assert page.shape[1] > 9.5 * 300
    assert [] == symbols(page)


@pytest.mark.parametrize("name", NAMES)
def test_every_order_has_a_preview_inside_its_margins(desk: Path, run: Run, name: str) -> None:
    assert ExitCode.DONE == run("preview", ORDERS / f"{name}.json", "-o", "preview.png").code


@pytest.mark.parametrize("name", ["ibi-letter-10", "ibi-label-4x6"])
def test_nothing_leaves_the_page(face: Face, name: str) -> None:
    _, preview, added = noted(face, name)
    assert all(Box(0, 0, preview.width, preview.height).contains(extent(mark)) for mark in added)


def test_values_are_the_layouts(face: Face) -> None:
    page, _, added = noted(face, "ibi-letter-10")
    texts = [mark for mark in page.marks if isinstance(mark, Text) and mark.role.value == "us-postage"]
    edges = to_edges(texts[0].ink_box, page.width, page.height)
    said = [mark.string for mark in added if isinstance(mark, Text)]
    assert {"9.5 in", "4.125 in", "2 in", f"{edges.right:.3f} in"} <= set(said)
    assert {"FIM CLEAR ZONE", "OCR READ AREA", "BARCODE CLEAR ZONE", "INDICIUM CLEAR ZONE"} <= set(said)


def test_notes_are_told_from_the_print_by_their_ink(face: Face) -> None:
    _, _, added = noted(face, "ibi-letter-10")
    assert {Ink.BLUE, Ink.RED} == {mark.ink for mark in added}


def test_a_label_has_no_zones_of_a_letter(face: Face) -> None:
    _, _, added = noted(face, "ibi-label-4x6")
    assert not [mark for mark in added if isinstance(mark, Text) and "OCR" in mark.string]


def test_lines_are_whole_dots(face: Face) -> None:
    _, preview, added = noted(face, "ibi-letter-10")
    for rule in (mark for mark in added if isinstance(mark, Rule)):
        for side in (rule.box.left, rule.box.top, rule.box.width, rule.box.height):
            assert abs(side * preview.dpi - round(side * preview.dpi)) < 1e-6


def test_a_sheet_shows_every_label_and_its_grid(desk: Path, run: Run) -> None:
    order = desk / "order.json"
    order.write_text(json.dumps(document("stamp-sheet", media={"start": 24, "count": 4})))
    assert ExitCode.DONE == run("preview", order, "-o", "sheet.pdf").code
    with closing(pypdfium2.PdfDocument(desk / "sheet.pdf")) as pdf:
        words = pdf[0].get_textpage().get_text_range()
        assert 1 == len(pdf)
    assert 2 == words.count("US POSTAGE")
    for value in ("11 in", "8.5 in", "2.125 in", "1.5 in", "0.5 in"):
        assert value in words
