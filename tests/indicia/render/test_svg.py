import itertools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree as ET

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from indicia.faces import Face, find_face
from indicia.geometry import Box
from indicia.layout.marks import Banner, BarsMark, Mark, Page, SymbolMark, Text
from indicia.render import png, raster, svg
from indicia.render.inks import RGB
from indicia.spec.kinds import Ink, Role
from indicia.typeset import set_run

Letter = Callable[..., Page]
M = TypeVar("M", bound=Mark)
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"


def of_kind(page: Page, kind: type[M]) -> list[M]:
    return [mark for mark in page.marks if isinstance(mark, kind)]


def tree(page: Page, face: Face, title: str = "") -> ET.Element:
    return ET.fromstring(svg.render([page], face, title=title))


def drawn(page: Page, face: Face, dpi: int | None = None) -> npt.NDArray[np.bool_]:
    return raster.svg_gray(svg.render([page], face, title=""), dpi=dpi or page.dpi) < 128


def cut(dark: npt.NDArray[np.bool_], box: Box, dpi: int) -> npt.NDArray[np.bool_]:
    left, top, right, bottom = (round(side * dpi) for side in (box.left, box.top, box.right, box.bottom))
    return dark[top:bottom, left:right]


def grown(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """A dot more on every side."""
    return np.asarray(cv2.dilate(dark.astype(np.uint8), np.ones((3, 3), dtype=np.uint8))) > 0


def line(face: Face, string: str, **more: float) -> Text:
    return set_run(face, string, role=Role.OTHER, size_pt=12.0, bold=False).at(more.get("x", 0.1), 0.3)


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_page_has_its_true_size_and_the_printers_grid(letter: Letter, face: Face, dpi: int) -> None:
    root = tree(letter(dpi), face)
    assert ("9.5in", "4.125in") == (root.get("width"), root.get("height"))
    assert [0, 0, 9.5 * dpi, 4.125 * dpi] == [float(side) for side in (root.get("viewBox") or "").split()]


def test_title_face_and_grid_are_stated(letter: Letter, face: Face) -> None:
    root = tree(letter(300), face, title="A & B")
    assert "A & B" == root.findtext(f"{SVG}title")
    said = "Set in Arimo; modules and bars snapped to 300 dots per inch. Made by Indicia 0.1.0"
    assert said == root.findtext(f"{SVG}desc")


def test_the_same_page_gives_the_same_bytes_wherever_the_face_lies(letter: Letter, face: Face, tmp_path: Path) -> None:
    elsewhere = find_face(None, (), tmp_path)
    assert elsewhere.regular != face.regular
    assert svg.render([letter()], face, title="x") == svg.render([letter()], elsewhere, title="x")


def test_an_svg_holds_exactly_one_page(letter: Letter, face: Face) -> None:
    with pytest.raises(ValueError, match="unpack"):
        svg.render([letter(), letter()], face, title="")


def test_nothing_outside_the_file_is_referred_to(letter: Letter, face: Face) -> None:
    root = tree(letter(), face)
    defined = {element.get("id") for element in root.iter(f"{SVG}path")}
    references = [value for element in root.iter() for name, value in element.items() if name.endswith("href")]
    assert len(references) > 100
    assert {reference.removeprefix("#") for reference in references} <= defined
    assert not {"image", "style", "script", "foreignObject"} & {e.tag.removeprefix(SVG) for e in root.iter()}
    assert not [value for element in root.iter() for value in element.attrib.values() if "url(" in value]


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("shape", [(44, 44), (26, 64)])
def test_the_symbol_is_one_path_on_whole_dots(letter: Letter, face: Face, dpi: int, shape: tuple[int, int]) -> None:
    page = letter(dpi, shape=shape)
    (mark,) = of_kind(page, SymbolMark)
    crisp = [path for path in tree(page, face).iter(f"{SVG}path") if path.get("shape-rendering") == "crispEdges"]
    assert 1 == len(crisp)
    modules = np.kron(mark.modules, np.ones((mark.module_dots, mark.module_dots), dtype=np.bool_))
    assert (modules == cut(drawn(page, face), mark.box, dpi)).all()


def test_no_seam_shows_between_rows_at_an_odd_resolution(letter: Letter, face: Face) -> None:
    page = letter(300)
    (mark,) = of_kind(page, SymbolMark)
    finder = round((mark.box.left + 0.5 * mark.module_dots / 300) * 457)
    rows = slice(round(mark.box.top * 457) + 2, round(mark.box.bottom * 457) - 2)
    assert drawn(page, face, 457)[rows, finder].all()


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("barcode", ["imb", "postnet"])
def test_every_bar_fills_its_box_and_nothing_stands_between(letter: Letter, face: Face, dpi: int, barcode: str) -> None:
    page = letter(dpi, barcode=barcode)
    dark = drawn(page, face)
    for mark in of_kind(page, BarsMark):
        assert all(cut(dark, bar, dpi).all() for bar in mark.bars)
        for left, right in itertools.pairwise(mark.bars):
            assert not cut(dark, Box(left.right, left.top, right.left, left.bottom), dpi).any()


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_every_line_of_lettering_leaves_ink_where_its_box_says_within_a_dot(
    letter: Letter, face: Face, dpi: int
) -> None:
    page = letter(dpi)
    dark = drawn(page, face)
    for text in of_kind(page, Text):
        around = text.ink_box.grown(3 / dpi)
        ys, xs = np.nonzero(cut(dark, around, dpi))
        left, top = round(around.left * dpi), round(around.top * dpi)
        found = (left + xs.min(), top + ys.min(), left + xs.max() + 1, top + ys.max() + 1)
        box = text.ink_box
        wanted = [side * dpi for side in (box.left, box.top, box.right, box.bottom)]
        assert wanted == pytest.approx(found, abs=1), text.string


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_the_picture_is_the_pngs_within_one_dot(letter: Letter, face: Face, dpi: int) -> None:
    page = letter(dpi)
    vectors, dots = drawn(page, face), png.draw(page, face)
    assert not (vectors & ~grown(dots)).any()
    assert not (dots & ~grown(vectors)).any()


def test_the_text_lies_unseen_over_its_outlines_character_by_character(face: Face) -> None:
    text = line(face, "AV, Wa")
    root = tree(Page(2.0, 0.5, 300, (text,)), face)
    (layer,) = root.iter(f"{SVG}text")
    assert ("AV, Wa", "0") == (layer.text, layer.get("fill-opacity"))
    assert "'Arimo', Arial, Helvetica, sans-serif" == layer.get("font-family")
    starts = [text.x * 300 + sum(text.advances_pt[:count]) * 300 / 72 for count in range(len(text.string))]
    assert starts == pytest.approx([float(x) for x in (layer.get("x") or "").split()], abs=1e-3)


def test_every_glyph_is_defined_once(letter: Letter, face: Face) -> None:
    root = tree(letter(), face)
    defined = [path.get("id") for path in root.iterfind(f"{SVG}defs/{SVG}path")]
    assert sorted(set(map(str, defined))) == sorted(map(str, defined))
    assert {use.get(HREF, "").removeprefix("#") for use in root.iter(f"{SVG}use")} == set(defined)


@pytest.mark.parametrize("ink", Ink)
def test_marks_of_one_ink_are_one_group(letter: Letter, face: Face, ink: Ink) -> None:
    (group,) = tree(letter(203, ink=ink, around=ink), face).findall(f"{SVG}g")
    assert "#" + bytes(RGB[ink]).hex() == group.get("fill")


def test_every_mark_is_in_its_own_ink(letter: Letter, face: Face) -> None:
    banner = Banner("SPECIMEN", Box(5.4, 0.25, 9.25, 1.25), 40.0, 10.0, ink=Ink.BLUE)
    page = letter(203, ink=Ink.RED, more=(banner,))
    groups = tree(page, face).findall(f"{SVG}g")
    fills = ["#" + bytes(RGB[ink]).hex() for ink in (Ink.RED, Ink.BLACK, Ink.BLUE)]
    assert fills == [group.get("fill") for group in groups]
    strings = [[text.text for text in group.iter(f"{SVG}text")] for group in groups]
    texts = of_kind(page, Text)
    assert strings == [[text.string for text in texts if text.ink is ink] for ink in (Ink.RED, Ink.BLACK)] + [[]]
    assert fills[-1] in {part.get("stroke") for part in groups[-1].iter()}
    assert {None, fills[-1], "#ffffff"} == {part.get("stroke") for part in groups[-1].iter()}


@pytest.mark.parametrize(
    "string", ["</text></svg><script>alert(1)</script>", "&quot;&#60;", "<!-- ]]> -->", "\" onload='x'", "  two  "]
)
def test_no_text_becomes_markup(face: Face, string: str) -> None:
    plain = tree(Page(6.0, 0.5, 300, (line(face, "x"),)), face)
    root = tree(Page(6.0, 0.5, 300, (line(face, string),)), face, title=string)
    assert {element.tag for element in plain.iter()} == {element.tag for element in root.iter()}
    assert [string, string] == [root.findtext(f"{SVG}title"), root.findtext(f".//{SVG}text")]


def test_what_xml_cannot_hold_is_replaced(face: Face) -> None:
    assert "a\ufffdb\ufffd" == tree(Page(1, 1, 100), face, title="a\0b\x1b").findtext(f"{SVG}title")


def test_a_banner_turns_counter_clockwise_across_the_picture_and_clears_its_letters(letter: Letter, face: Face) -> None:
    box = Box(5.4, 0.25, 9.25, 1.25)
    plain = drawn(letter(), face)
    marked = drawn(letter(more=(Banner("SPECIMEN", box, 40.0, 10.0),)), face)
    assert (plain & ~marked).any()
    ys, xs = np.nonzero(marked & ~plain)
    assert 0.5 * box.width * 300 < np.ptp(xs)
    middle = box.center[0] * 300
    assert ys[xs > middle].mean() < ys[xs < middle].mean() - 30
