"""From a page to what it shows: scale, turn, mirror, notes."""

from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import HandPlaced, Wish, place
from fixtures.printscan import Background, Look, Scanned, print_and_scan
from indicia.spec.kinds import FimKind, Shape
from verify.observe import observe
from verify.read import libdmtx
from verify.scans import scan_of
from verify.seen import DpiSource, Seen

SIZE = (6.5, 3.625)


@cache
def page(symbol: bool = True, fim: bool = True) -> HandPlaced:
    return place(
        Wish(
            width=SIZE[0],
            height=SIZE[1],
            dpi=300,
            symbol_right=3.06 if symbol else None,
            fim=FimKind.D if fim else None,
        )
    )


def scan(look: Look, *, symbol: bool = True, fim: bool = True) -> Scanned:
    made = page(symbol, fim)
    return print_and_scan(made.pixels, made.dpi, np.random.default_rng(8), look)


def size(seen: Seen) -> tuple[float, float]:
    assert seen.mailpiece is not None
    return seen.mailpiece.width.value, seen.mailpiece.height.value


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("mirrored", [False, True])
def test_turn_and_mirror_are_told(rotation: int, mirrored: bool) -> None:
    scanned = scan(Look(rotation=rotation, mirrored=mirrored, background=Background.GRAY, skew_deg=2))
    seen = observe(scan_of(scanned.pixels, 300))
    piece = seen.mailpiece
    assert piece is not None
    assert (rotation, mirrored) == (piece.rotation, piece.mirrored)
    assert piece.skew_deg == pytest.approx(2, abs=0.05)
    assert SIZE == pytest.approx(size(seen), abs=0.004)
    (symbol,) = seen.symbols
    truth = page().symbol
    assert truth is not None
    assert (Wish().data, mirrored) == (symbol.data, symbol.mirrored)
    assert symbol.corners_px == pytest.approx(scanned.truth.corners(truth), abs=0.7)
    assert (truth.left, truth.top) == pytest.approx((symbol.box.left, symbol.box.top), abs=0.003)
    assert seen.fim is not None
    assert seen.fim.right.value == pytest.approx(2, abs=0.003)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_without_a_symbol_the_fim_tells_the_turn(rotation: int) -> None:
    seen = observe(scan_of(scan(Look(rotation=rotation), symbol=False).pixels, 300))
    assert seen.mailpiece is not None
    assert rotation == seen.mailpiece.rotation
    assert seen.fim is not None
    assert FimKind.D is seen.fim.kind
    assert () == seen.symbols
    assert () == seen.indicia


def test_the_file_is_trusted_over_the_flag_and_the_difference_noted() -> None:
    seen = observe(scan_of(scan(Look()).pixels, 300), dpi=200)
    assert seen.mailpiece is not None
    assert DpiSource.FILE is seen.mailpiece.dpi_source
    assert SIZE == pytest.approx(size(seen), abs=0.003)
    assert any("flag" in note for note in seen.notes)


@pytest.mark.parametrize(
    ("stated", "flag", "known", "source"),
    [
        (None, 300.0, None, DpiSource.FLAG),
        (72.0, 300.0, None, DpiSource.FLAG),
        (None, None, SIZE, DpiSource.SIZE),
        (None, None, None, DpiSource.FIM),
    ],
)
def test_the_scale_comes_from_the_next_best_source(
    stated: float | None, flag: float | None, known: tuple[float, float] | None, source: DpiSource
) -> None:
    seen = observe(scan_of(scan(Look()).pixels, stated), dpi=flag, size=known)
    assert seen.mailpiece is not None
    assert source is seen.mailpiece.dpi_source
    assert SIZE == pytest.approx(size(seen), abs=0.02)
    assert seen.symbols[0].x_dimension.value == pytest.approx(0.02, rel=0.005)


def test_a_known_size_holds_in_every_turn() -> None:
    seen = observe(scan_of(scan(Look(rotation=90)).pixels), size=SIZE)
    assert SIZE == pytest.approx(size(seen), abs=0.001)


def test_modules_are_the_last_resort_and_say_so() -> None:
    seen = observe(scan_of(scan(Look(), fim=False).pixels))
    assert seen.mailpiece is not None
    assert DpiSource.SYMBOL is seen.mailpiece.dpi_source
    assert SIZE == pytest.approx(size(seen), abs=0.02)
    assert seen.mailpiece.width.uncertainty > 1


def test_without_any_scale_nothing_is_measured() -> None:
    seen = observe(scan_of(scan(Look(), symbol=False, fim=False).pixels))
    assert seen.mailpiece is None
    assert any("--dpi" in note for note in seen.notes)


def test_colour_is_read_like_grey() -> None:
    scanned = scan(Look(color=True, background=Background.GRAY))
    seen = observe(scan_of(scanned.pixels, 300))
    assert [Wish().data] == [symbol.data for symbol in seen.symbols]


def test_stages_are_stamped_in_order() -> None:
    stamps: list[str] = []
    observe(scan_of(scan(Look()).pixels, 300), stamp=stamps.append)
    expected = "outline read symbols settle mailpiece fim placement bars quality lettering reflectance"
    assert expected.split() == stamps


def test_pixels_are_neither_copied_nor_changed() -> None:
    pixels = scan(Look()).pixels
    before = pixels.copy()
    pixels.setflags(write=False)
    observe(scan_of(pixels, 300))
    assert np.array_equal(before, pixels)


def test_a_view_of_a_larger_picture_is_read() -> None:
    pixels = scan(Look()).pixels
    wide = np.full((pixels.shape[0], pixels.shape[1] + 1000), 255, np.uint8)
    wide[:, 500:-500] = pixels
    seen = observe(scan_of(wide[:, 500:-500], 300))
    assert [Wish().data] == [symbol.data for symbol in seen.symbols]


def test_the_same_page_gives_the_same_answer() -> None:
    pixels = scan(Look(noise=4)).pixels
    first, second = (observe(scan_of(pixels, 300)) for _ in range(2))
    assert repr(first) == repr(second)


def test_a_missing_second_reader_is_noted_where_nothing_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libdmtx, "MISSING", "the second reader is off")
    monkeypatch.setattr(libdmtx, "wrapper", None)
    assert "the second reader is off" in observe(scan_of(scan(Look(), symbol=False).pixels, 300)).notes
    assert "the second reader is off" not in observe(scan_of(scan(Look()).pixels, 300)).notes


@pytest.mark.parametrize("shape", [(1, 1), (1, 500), (500, 1), (40, 40), (700, 3)])
@pytest.mark.parametrize("value", [0, 255])
def test_pages_of_any_size_are_answered(shape: tuple[int, int], value: int) -> None:
    pixels: npt.NDArray[np.uint8] = np.full(shape, value, np.uint8)
    seen = observe(scan_of(pixels, 300))
    assert () == seen.symbols
    assert seen.mailpiece is not None
    assert Shape.PARCEL is seen.mailpiece.shape
