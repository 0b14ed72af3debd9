import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2
import pytest
import zxingcpp

from indicia.faces import Face, find_face
from indicia.geometry import Box
from indicia.layout.marks import Banner, BarsMark, Mark, Page, SymbolMark, Text
from indicia.layout.shift import extent
from indicia.render import pdf, raster
from indicia.render.inks import RGB
from indicia.spec.kinds import Ink, Role
from indicia.typeset import set_run
from indicia.units import points

Letter = Callable[..., Page]
M = TypeVar("M", bound=Mark)
PAYLOAD = np.random.default_rng(113).integers(0, 256, 113, dtype=np.uint8).tobytes()
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)


def of_kind(page: Page, kind: type[M]) -> list[M]:
    return [mark for mark in page.marks if isinstance(mark, kind)]


def bars_along(row: npt.NDArray[np.uint8]) -> int:
    """Dark runs along a row of pixels."""
    return int((np.diff(np.pad(row < 128, 1).astype(int)) == 1).sum())


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def test_every_page_has_the_size_of_its_piece(letter: Letter, face: Face) -> None:
    label = Page(4.0, 6.0, 300, ())
    with opened(pdf.render([letter(), label], face, title="")) as document:
        boxes = [[float(side) for side in page.mediabox] for page in document.pages]
    assert [[0, 0, 684, 297], [0, 0, 288, 432]] == boxes


def test_the_properties_name_the_face_the_resolution_and_the_maker(letter: Letter, face: Face) -> None:
    with opened(pdf.render([letter(300), letter(203)], face, title="Two letters")) as document:
        properties = {str(key): str(value) for key, value in document.docinfo.items()}
        scaling = document.Root.ViewerPreferences.PrintScaling
    assert "Two letters" == properties["/Title"]
    assert "Indicia 0.1.0" == properties["/Creator"]
    assert "Set in Arimo; modules and bars snapped to 203 and 300 dots per inch" == properties["/Subject"]
    assert "face=Arimo, dpi=203 and 300" == properties["/Keywords"]
    assert pikepdf.Name("/None") == scaling


def test_both_weights_are_embedded_as_subsets(letter: Letter, face: Face) -> None:
    with opened(pdf.render([letter()], face, title="")) as document:
        fonts = [font for _, font in document.pages[0].Resources.Font.items() if "/FontDescriptor" in font]
        names = {str(font.BaseFont) for font in fonts}
        sizes = [len(font.FontDescriptor.FontFile2.read_bytes()) for font in fonts]
    assert {"/AAAAAA+Arimo-Regular", "/AAAAAA+Arimo-Bold"} == names
    assert max(sizes) < face.regular.stat().st_size / 4


def test_identical_pages_give_identical_bytes_wherever_the_face_lies(
    letter: Letter, face: Face, tmp_path: Path
) -> None:
    elsewhere = find_face(None, (), tmp_path)
    assert elsewhere.regular != face.regular
    first = pdf.render([letter(), letter(ink=Ink.RED)], face, title="x")
    assert first == pdf.render([letter(), letter(ink=Ink.RED)], face, title="x")
    assert first == pdf.render([letter(), letter(ink=Ink.RED)], elsewhere, title="x")


@pytest.mark.parametrize("dpi", [200, 300, 600])
@pytest.mark.parametrize("shape", [(44, 44), (26, 64)])
def test_the_symbol_is_read_at_any_resolution(letter: Letter, face: Face, dpi: int, shape: tuple[int, int]) -> None:
    picture = raster.pdf_gray(pdf.render([letter(300, shape=shape)], face, title=""), dpi=dpi)
    found = zxingcpp.read_barcodes(picture, formats=DATA_MATRIX)
    assert [PAYLOAD] == [symbol.bytes for symbol in found]


@pytest.mark.parametrize("dpi", [200, 203, 300, 600])
def test_modules_fill_whole_pixels_at_the_printers_resolution(letter: Letter, face: Face, dpi: int) -> None:
    page = letter(dpi)
    (mark,) = of_kind(page, SymbolMark)
    picture = raster.pdf_gray(pdf.render([page], face, title=""), dpi=dpi)
    left, top = round(mark.box.left * dpi), round(mark.box.top * dpi)
    light = 255 * np.kron(~mark.modules, np.ones((mark.module_dots, mark.module_dots), dtype=int))
    drawn = picture[top : top + light.shape[0], left : left + light.shape[1]].astype(int)
    assert np.abs(light - drawn).max() <= 2


def test_no_seam_shows_between_rows_at_an_odd_resolution(letter: Letter, face: Face) -> None:
    page = letter(300)
    (mark,) = of_kind(page, SymbolMark)
    picture = raster.pdf_gray(pdf.render([page], face, title=""), dpi=457)
    finder = round((mark.box.left + 0.5 * mark.module_dots / 300) * 457)
    rows = slice(round(mark.box.top * 457) + 2, round(mark.box.bottom * 457) - 2)
    assert picture[rows, finder].max() <= 2


@pytest.mark.parametrize("dpi", [200, 203, 300, 600])
@pytest.mark.parametrize(("barcode", "count"), [("imb", 65), ("postnet", 62)])
def test_all_bars_are_there(letter: Letter, face: Face, dpi: int, barcode: str, count: int) -> None:
    page = letter(dpi, barcode=barcode)
    picture = raster.pdf_gray(pdf.render([page], face, title=""), dpi=dpi)
    fim, postal = of_kind(page, BarsMark)
    assert 7 == bars_along(picture[round(0.03 * dpi), round((fim.bars[0].left - 0.1) * dpi) :][: round(0.8 * dpi)])
    # Along the middle of the trackers, or above the feet of the short bars.
    shortest = min(postal.bars, key=lambda bar: bar.height)
    assert count == bars_along(picture[round(shortest.center[1] * dpi)])


@pytest.mark.parametrize("dpi", [203, 300])
def test_bars_fill_whole_pixels_at_the_printers_resolution(letter: Letter, face: Face, dpi: int) -> None:
    page = letter(dpi)
    picture = raster.pdf_gray(pdf.render([page], face, title=""), dpi=dpi)
    for bar in (bar for mark in of_kind(page, BarsMark) for bar in mark.bars):
        left, top, right, bottom = (round(side * dpi) for side in (bar.left, bar.top, bar.right, bar.bottom))
        assert picture[top:bottom, left:right].max() <= 2
        assert picture[top:bottom, [left - 1, right]].min() >= 253
        assert picture[bottom, left:right].min() >= 253


def character_lefts(data: bytes) -> dict[str, list[float]]:
    """Left side of the ink of every character of each line, points, as an independent reader places them."""
    document = pypdfium2.PdfDocument(data)
    lines: dict[str, list[float]] = {}
    text = document[0].get_textpage()
    line, lefts = "", list[float]()
    for index in range(text.count_chars()):
        character = text.get_text_range(index, 1)
        if character in "\r\n":
            lines[line], line, lefts = lefts, "", []
        else:
            line += character
            lefts.append(text.get_charbox(index)[0])
    lines[line] = lefts
    document.close()
    return lines


def test_every_character_is_found_where_the_layout_put_it(letter: Letter, face: Face) -> None:
    page = letter()
    found = character_lefts(pdf.render([page], face, title=""))
    for text in of_kind(page, Text):
        pen = points(text.x)
        lefts = {line.strip(): lefts for line, lefts in found.items()}[text.string]
        for character, advance, left in zip(text.string, text.advances_pt, lefts, strict=False):
            bounds = face.bounds(character, bold=text.bold)
            if bounds is not None:
                assert pen + bounds[0] * text.size_pt == pytest.approx(left, abs=0.05), (text.string, character)
            pen += advance


def test_lines_stand_on_their_baselines(letter: Letter, face: Face) -> None:
    page = letter()
    document = pypdfium2.PdfDocument(pdf.render([page], face, title=""))
    objects = [thing for thing in document[0].get_objects() if isinstance(thing, pypdfium2.PdfTextObj)]
    origins = [(thing.get_matrix().get()[4], thing.get_matrix().get()[5]) for thing in objects]
    document.close()
    expected = [(points(text.x), points(page.height - text.baseline)) for text in of_kind(page, Text)]
    assert len(expected) == len(origins)
    assert np.array(expected) == pytest.approx(np.array(origins), abs=0.001)


def test_uneven_advances_are_obeyed(face: Face) -> None:
    run = set_run(face, "ABCDE", role=Role.OTHER, size_pt=10.0, bold=False)
    spaced = dataclasses.replace(run.at(0.1, 0.3), advances_pt=(14.4, 21.6, 7.2, 7.0, 9.0))
    picture = raster.pdf_gray(pdf.render([Page(1.0, 0.5, 300, (spaced,))], face, title=""), dpi=1200)
    starts = np.flatnonzero(np.diff((picture < 128).any(axis=0).astype(int)) == 1) + 1
    pens = points(0.1) + np.cumsum([0, *spaced.advances_pt[:-1]])
    bounds = [face.bounds(character, bold=False) for character in "ABCDE"]
    expected = [pen + bound[0] * 10 for pen, bound in zip(pens, bounds, strict=True) if bound is not None]
    assert expected == pytest.approx(list(starts * 72 / 1200), abs=0.1)


def test_advances_left_open_are_the_faces(face: Face) -> None:
    text = set_run(face, "US POSTAGE", role=Role.US_POSTAGE, size_pt=12.0, bold=True).at(0.1, 0.3)
    bare = dataclasses.replace(text, advances_pt=())
    files = [pdf.render([Page(2, 0.5, 300, (mark,))], face, title="") for mark in (text, bare)]
    assert files[0] == files[1]


@pytest.mark.parametrize("ink", Ink)
def test_every_mark_is_in_its_own_ink(letter: Letter, face: Face, ink: Ink) -> None:
    page = letter(300, ink=ink)
    document = pypdfium2.PdfDocument(pdf.render([page], face, title=""))
    pixels = document[0].render(scale=300 / 72, rev_byteorder=True).to_numpy()[..., :3]
    document.close()
    assert {ink, Ink.BLACK} == set(page.inks)
    for mark in page.marks:
        box = extent(mark)
        part = pixels[int(box.top * 300) : int(box.bottom * 300) + 1, int(box.left * 300) : int(box.right * 300) + 1]
        darkest = part.reshape(-1, 3)[part.sum(axis=2).argmin()]
        assert RGB[mark.ink] == pytest.approx(darkest.tolist(), abs=2)


def test_a_banner_is_in_its_own_ink_and_leaves_the_others_theirs(letter: Letter, face: Face) -> None:
    box = Box(5.4, 0.25, 9.25, 1.25)
    after = set_run(face, "III", role=Role.OTHER, size_pt=12.0, bold=True).at(4.0, 3.0)
    page = letter(300, more=(Banner("SPECIMEN", box, 40.0, 10.0, ink=Ink.BLUE), after))
    document = pypdfium2.PdfDocument(pdf.render([page], face, title=""))
    pixels = document[0].render(scale=300 / 72, rev_byteorder=True).to_numpy()[..., :3].astype(int)
    document.close()
    blue = np.abs(pixels - RGB[Ink.BLUE]).max(axis=2) <= 2
    rows, columns = np.nonzero(blue)
    assert 0.5 * box.width < np.ptp(columns) / 300
    assert box.left - 0.25 < columns.min() / 300 < columns.max() / 300 < box.right + 0.25
    assert rows.max() / 300 < box.bottom + 0.25
    ink = after.ink_box
    assert 0 == pixels[int(ink.top * 300) : int(ink.bottom * 300), int(ink.left * 300) : int(ink.right * 300)].min()


def test_black_is_one_colour_and_not_three(letter: Letter, face: Face) -> None:
    with opened(pdf.render([letter()], face, title="")) as document:
        operators = {str(step.operator) for step in pikepdf.parse_content_stream(document.pages[0])}
    assert "g" in operators
    assert not {"rg", "RG", "k", "K"} & operators


def test_the_symbol_is_one_path(letter: Letter, face: Face) -> None:
    with opened(pdf.render([letter()], face, title="")) as document:
        operators = [str(step.operator) for step in pikepdf.parse_content_stream(document.pages[0])]
    # Symbol, FIM and postal bars: one fill each.
    assert 3 == operators.count("f")


def test_a_banner_is_searchable_and_leaves_the_page_legible(letter: Letter, face: Face) -> None:
    box = Box(5.4, 0.25, 9.25, 1.25)
    document = pypdfium2.PdfDocument(pdf.render([letter(more=(Banner("SPECIMEN", box, 40.0, 10.0),))], face, title=""))
    page = document[0]
    words = page.get_textpage().get_text_range()
    document.close()
    assert "SPECIMEN" in words
    assert "US POSTAGE" in words
