import dataclasses
import io
import itertools
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from PIL import Image

from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.marks import Banner, BarsMark, Mark, Page, Rule, SymbolMark, Text
from indicia.render import png, raster
from indicia.render.inks import RGB
from indicia.spec.ecc200 import BY_SHAPE
from indicia.spec.kinds import Ink, Role
from indicia.symbology import datamatrix
from indicia.typeset import set_run

Letter = Callable[..., Page]
M = TypeVar("M", bound=Mark)
PAYLOAD = np.random.default_rng(113).integers(0, 256, 113, dtype=np.uint8).tobytes()
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def of_kind(page: Page, kind: type[M]) -> list[M]:
    return [mark for mark in page.marks if isinstance(mark, kind)]


def dots(box: Box, dpi: int) -> tuple[slice, slice]:
    """Rows and columns of `box`."""
    return (
        slice(round(box.top * dpi), round(box.bottom * dpi)),
        slice(round(box.left * dpi), round(box.right * dpi)),
    )


def ink_extent(dark: npt.NDArray[np.bool_], box: Box, dpi: int) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink around `box`, inches."""
    rows, columns = dots(box.grown(3 / dpi), dpi)
    part = dark[rows, columns]
    ys, xs = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    left, top = columns.start, rows.start
    return (
        (left + xs[0]) / dpi,
        (top + ys[0]) / dpi,
        (left + xs[-1] + 1) / dpi,
        (top + ys[-1] + 1) / dpi,
    )


def test_a_black_page_is_one_bit_deep_and_states_its_resolution(letter: Letter, face: Face) -> None:
    data = png.render([letter(300)], face, title="A letter")
    image = opened(data)
    assert ("1", (2850, 1238)) == (image.mode, image.size)
    assert 1 == data[24]
    assert (11811).to_bytes(4) * 2 + b"\1" == data[data.index(b"pHYs") + 4 :][:9]
    image.load()
    assert "A letter" == image.info["Title"]
    assert "Set in Arimo; modules and bars snapped to 300 dots per inch" == image.info["Description"]


@pytest.mark.parametrize("dpi", [200, 203, 300, 600])
def test_the_resolution_comes_back(letter: Letter, face: Face, dpi: int) -> None:
    image = opened(png.render([letter(dpi)], face, title=""))
    assert (dpi, dpi) == pytest.approx(image.info["dpi"], abs=0.02)
    assert (round(9.5 * dpi), round(4.125 * dpi)) == image.size


@pytest.mark.parametrize("ink", [ink for ink in Ink if ink is not Ink.BLACK])
@pytest.mark.parametrize(("around", "bits"), [(None, 1), (Ink.BLACK, 2)])
def test_a_coloured_page_is_a_palette_of_paper_and_its_inks(
    letter: Letter, face: Face, ink: Ink, around: Ink | None, bits: int
) -> None:
    data = png.render([letter(203, ink=ink, around=around or ink)], face, title="")
    image = opened(data)
    assert ("P", bits) == (image.mode, data[24])
    colours = {colour for _, colour in image.convert("RGB").getcolors() or ()}
    assert {(255, 255, 255), RGB[ink], RGB[around or ink]} == colours


def test_every_mark_is_in_its_own_ink_dot_by_dot(letter: Letter, face: Face) -> None:
    page = letter(203, ink=Ink.FLUORESCENT_RED)
    shown = np.asarray(opened(png.render([page], face, title="")).convert("RGB"))
    for ink in page.inks:
        own = dataclasses.replace(page, marks=tuple(mark for mark in page.marks if mark.ink is ink))
        assert (png.draw(own, face) == (shown == RGB[ink]).all(axis=2)).all()


def test_a_page_of_all_inks_is_four_bits_deep_and_ends_where_it_should(face: Face) -> None:
    bars = tuple(Rule(Box(left / 10, 0.0, (left + 1) / 10, 0.5), ink=ink) for left, ink in enumerate(Ink))
    data = png.render([Page(0.5, 0.5, 10, bars)], face, title="")
    colours = [RGB[ink] for ink in Ink]
    assert 4 == data[24]
    assert [*colours, (255, 255, 255)] == [opened(data).convert("RGB").getpixel((x, 4)) for x in range(5)]


def test_where_two_inks_meet_the_later_wins(face: Face) -> None:
    whole, half = Box(0.0, 0.0, 0.2, 0.1), Box(0.1, 0.0, 0.2, 0.1)
    dark = np.ones((1, 1), dtype=np.bool_)
    for over in (Rule(half, ink=Ink.RED), SymbolMark(half, dark, 10, ink=Ink.RED)):
        page = Page(0.2, 0.1, 100, (Rule(whole), over))
        image = opened(png.render([page], face, title="")).convert("RGB")
        assert [RGB[Ink.BLACK], RGB[Ink.RED]] == [image.getpixel((x, 5)) for x in (9, 10)]


def test_a_banner_clears_every_ink_and_keeps_its_own(face: Face) -> None:
    box = Box(0.0, 0.0, 4.0, 2.0)
    ground = (Rule(Box(0.0, 0.0, 2.0, 2.0)), Rule(Box(2.0, 0.0, 4.0, 2.0), ink=Ink.RED))
    page = Page(4.0, 2.0, 100, (*ground, Banner("SPECIMEN", box, 40.0, 0.0, ink=Ink.BLUE)))
    alone = Page(4.0, 2.0, 100, (page.marks[-1],))
    shown = np.asarray(opened(png.render([page], face, title="")).convert("RGB"))
    assert (png.draw(alone, face) == (shown == RGB[Ink.BLUE]).all(axis=2)).all()
    for half in (shown[:, :200], shown[:, 200:]):
        assert 100 < (half == 255).all(axis=2).sum()


def test_every_ink_looks_different() -> None:
    assert len(Ink) == len(set(RGB.values()))


def test_the_same_page_gives_the_same_bytes(letter: Letter, face: Face) -> None:
    assert png.render([letter()], face, title="x") == png.render([letter()], face, title="x")


def test_a_png_holds_exactly_one_page(letter: Letter, face: Face) -> None:
    with pytest.raises(ValueError, match="unpack"):
        png.render([letter(), letter()], face, title="")


@pytest.mark.parametrize("dpi", [200, 203, 300, 600])
@pytest.mark.parametrize("shape", [(44, 44), (26, 64)])
def test_the_symbol_is_read_from_the_picture(letter: Letter, face: Face, dpi: int, shape: tuple[int, int]) -> None:
    picture = raster.png_gray(png.render([letter(dpi, shape=shape)], face, title=""))
    found = zxingcpp.read_barcodes(picture, formats=DATA_MATRIX)
    assert [PAYLOAD] == [symbol.bytes for symbol in found]


@pytest.mark.parametrize("dpi", [200, 203, 300, 600])
def test_every_module_is_a_square_of_whole_pixels(letter: Letter, face: Face, dpi: int) -> None:
    page = letter(dpi)
    (mark,) = of_kind(page, SymbolMark)
    dark = png.draw(page, face)[dots(mark.box, dpi)]
    assert (np.kron(mark.modules, np.ones((mark.module_dots, mark.module_dots))) == dark).all()


@pytest.mark.parametrize("dpi", [200, 203, 300, 600])
@pytest.mark.parametrize("barcode", ["imb", "postnet"])
def test_every_bar_fills_its_box_and_nothing_stands_between(letter: Letter, face: Face, dpi: int, barcode: str) -> None:
    page = letter(dpi, barcode=barcode)
    dark = png.draw(page, face)
    for mark in of_kind(page, BarsMark):
        for bar in mark.bars:
            assert dark[dots(bar, dpi)].all()
        for left, right in itertools.pairwise(mark.bars):
            rows, _ = dots(left, dpi)
            assert not dark[rows, round(left.right * dpi) : round(right.left * dpi)].any()


@pytest.mark.parametrize("dpi", [150, 200, 203, 300, 600])
def test_lettering_leaves_ink_where_its_box_says_within_a_dot(letter: Letter, face: Face, dpi: int) -> None:
    page = letter(dpi)
    dark = png.draw(page, face)
    for text in of_kind(page, Text):
        box = text.ink_box
        extent = ink_extent(dark, box, dpi)
        assert (box.left, box.top, box.right, box.bottom) == pytest.approx(extent, abs=1 / dpi), text.string


@pytest.mark.parametrize("shift", [0.0, 0.25, 0.5, 0.75])
def test_lettering_keeps_its_place_between_pixels(face: Face, shift: float) -> None:
    dpi = 200
    text = set_run(face, "HH", role=Role.OTHER, size_pt=12.0, bold=False).at(0.1 + shift / dpi, 0.3)
    dark = png.draw(Page(1.0, 0.5, dpi, (text,)), face)
    left, _, right, _ = ink_extent(dark, text.ink_box, dpi)
    assert text.ink_box.center[0] == pytest.approx((left + right) / 2, abs=0.6 / dpi)


def test_a_renderer_steps_by_the_layouts_advances(face: Face) -> None:
    run = set_run(face, "III", role=Role.OTHER, size_pt=10.0, bold=False)
    spaced = dataclasses.replace(run.at(0.1, 0.3), advances_pt=(14.4, 21.6, 3.0))
    dark = png.draw(Page(1.0, 0.5, 300, (spaced,)), face)
    starts = np.flatnonzero(np.diff(dark.any(axis=0).astype(int)) == 1)
    assert [60, 90] == list(np.diff(starts))


def test_advances_left_open_are_the_faces(face: Face) -> None:
    text = set_run(face, "US POSTAGE", role=Role.US_POSTAGE, size_pt=12.0, bold=True).at(0.1, 0.3)
    bare = dataclasses.replace(text, advances_pt=())
    pages = [Page(2.0, 0.5, 300, (mark,)) for mark in (text, bare)]
    assert (png.draw(pages[0], face) == png.draw(pages[1], face)).all()


def test_marks_that_run_over_the_edge_are_cut_there(face: Face) -> None:
    modules = datamatrix.encode(b"over the edge", BY_SHAPE[16, 16])
    marks: tuple[Mark, ...] = (
        SymbolMark(Box(-0.08, -0.08, 0.08, 0.08), modules, 1),
        SymbolMark(Box(0.9, 0.4, 1.06, 0.56), modules, 1),
        BarsMark("fim", (Box(0.5, -0.1, 0.53, 0.1),)),
        set_run(face, "US", role=Role.OTHER, size_pt=12.0, bold=True).at(-0.05, 0.3),
    )
    dark = png.draw(Page(1.0, 0.5, 100, marks), face)
    assert (50, 100) == dark.shape
    assert (modules[8:, 8:] == dark[:8, :8]).all()
    assert (modules[:10, :10] == dark[40:, 90:]).all()
    assert dark[:10, 50:53].all()


def test_a_banner_is_seen_across_the_picture_and_leaves_it_legible(letter: Letter, face: Face) -> None:
    box = Box(5.4, 0.25, 9.25, 1.25)
    plain = png.draw(letter(), face)
    marked = png.draw(letter(more=(Banner("SPECIMEN", box, 40.0, 10.0),)), face)
    changed = plain != marked
    rows, columns = dots(box.grown(0.25), 300)
    assert not np.delete(np.delete(changed, np.r_[rows], axis=0), np.r_[columns], axis=1).any()
    middle, across = dots(box, 300)
    assert 0.5 * (across.stop - across.start) < np.ptp(np.flatnonzero(changed[middle].any(axis=0)))
    kept = (plain & marked)[middle, across].sum() / plain[middle, across].sum()
    assert 0.6 < kept < 0.95


def test_a_banner_turns_counter_clockwise(face: Face) -> None:
    def centres(angle_deg: float) -> tuple[float, float]:
        """Mean row of the ink in the left and in the right half."""
        page = Page(4.0, 2.0, 100, (Banner("SPECIMEN", Box(0.5, 0.5, 3.5, 1.5), 40.0, angle_deg),))
        dark = png.draw(page, face)
        halves = dark[:, :200], dark[:, 200:]
        left, right = (float(np.nonzero(half)[0].mean()) for half in halves)
        return left, right

    left, right = centres(0.0)
    assert left == pytest.approx(right, abs=3)
    left, right = centres(15.0)
    assert right < left - 10
