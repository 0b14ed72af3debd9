"""Facing identification marks, and what must not pass for one."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from fixtures.handplaced import Wish, place
from fixtures.printscan import Background, Look, print_and_scan
from indicia.spec import fim as spec
from indicia.spec.kinds import FimKind
from verify.locate.fim import find_fim
from verify.locate.plane import Plane, inverse
from verify.measure.fim import measure_fim
from verify.seen import FimSeen

Pixels = npt.NDArray[np.uint8]


def filling(pixels: Pixels, dpi: float = 300.0) -> Plane:
    """A piece that fills the frame."""
    height, width = pixels.shape
    to_piece = np.diag((1 / dpi, 1 / dpi, 1.0))
    return Plane(pixels, to_piece, np.diag((dpi, dpi, 1.0)), width / dpi, height / dpi, dpi)


def seen(pixels: Pixels, dpi: float = 300.0) -> FimSeen | None:
    plane = filling(pixels, dpi)
    found = find_fim(plane)
    return measure_fim(plane, found, 0.5 / dpi) if found else None


@cache
def bare(kind: FimKind | None, right: float = spec.RIGHT, dpi: int = 600) -> Pixels:
    wish = Wish(width=5.0, height=3.5, symbol_right=None, lettering=(), address=False, return_address=False)
    return place(replace(wish, fim=kind, fim_right=right, dpi=dpi)).pixels


@pytest.mark.parametrize("kind", list(FimKind))
@pytest.mark.parametrize(("dpi", "blur", "noise"), [(200, 0.6, 2), (300, 0.6, 2), (300, 1.5, 8)])
def test_every_kind_is_told_and_measured(kind: FimKind, dpi: int, blur: float, noise: float) -> None:
    look = Look(scan_dpi=dpi, blur_px=blur, noise=noise)
    found = seen(print_and_scan(bare(kind), 600, np.random.default_rng(1), look).pixels, dpi)
    assert found is not None
    assert kind is found.kind
    assert spec.RIGHT == pytest.approx(found.right.value, abs=0.003)
    assert found.pitch.value == pytest.approx(spec.PITCH, abs=0.0005)
    assert found.bar_width.value == pytest.approx(19 / 600, abs=0.0045)
    assert found.top.value == pytest.approx(0.0, abs=0.003)
    assert found.bottom.value == pytest.approx(spec.BOTTOM, abs=0.004)
    assert found.slant_deg.value == pytest.approx(0.0, abs=0.3)
    assert found.prd > 0.6


@pytest.mark.parametrize("kind", list(FimKind))
def test_a_scan_in_dots_of_black_and_white_shows_its_fim(kind: FimKind) -> None:
    gray = print_and_scan(bare(kind), 600, np.random.default_rng(1), Look()).pixels
    found = seen(np.asarray(Image.fromarray(gray).convert("1").convert("L")))
    assert found is not None
    assert kind is found.kind
    assert spec.RIGHT == pytest.approx(found.right.value, abs=0.012)


@pytest.mark.parametrize("right", [1.8, 2.15, 2.4])
def test_a_fim_out_of_place_is_measured_where_it_is(right: float) -> None:
    found = seen(print_and_scan(bare(FimKind.D, right), 600, np.random.default_rng(1), Look()).pixels)
    assert found is not None
    assert right == pytest.approx(found.right.value, abs=0.003)


def bars(xs: list[float], *, width: float, top: float, bottom: float, slant_deg: float = 0.0) -> Pixels:
    """Bars on a 9.5 x 4.125 in piece at 300 dpi, drawn four times as fine."""
    scale = 4 * 300
    large = Image.new("L", (round(9.5 * scale), scale), 255)
    draw = ImageDraw.Draw(large)
    lean = np.tan(np.radians(slant_deg))
    for x in xs:
        corners = [
            (x, top),
            (x + width, top),
            (x + width + lean * (bottom - top), bottom),
            (x + lean * (bottom - top), bottom),
        ]
        draw.polygon([(a * scale, b * scale) for a, b in corners], fill=20)
    pixels = np.full((1238, 2850), 255, np.uint8)
    pixels[:300] = np.asarray(large.resize((2850, 300), Image.Resampling.BOX))
    return pixels


def places(
    kind: FimKind, right: float = spec.RIGHT, pitch: float = spec.PITCH, width: float = spec.BAR_WIDTH
) -> list[float]:
    last = 9.5 - right - width
    return [last - (8 - i) * pitch for i, bit in enumerate(spec.PATTERNS[kind]) if bit == "1"]


def test_width_pitch_slant_and_ends_are_measured() -> None:
    found = seen(bars(places(FimKind.D, pitch=0.064, width=0.037), width=0.037, top=0.1, bottom=0.7, slant_deg=3))
    assert found is not None
    assert found.bar_width.value == pytest.approx(0.037, abs=0.0015)
    assert found.pitch.value == pytest.approx(0.064, abs=0.0003)
    assert found.top.value == pytest.approx(0.1, abs=0.003)
    assert found.bottom.value == pytest.approx(0.7, abs=0.003)
    assert abs(found.slant_deg.value) == pytest.approx(3, abs=0.15)


def test_bars_far_off_their_pitch_are_seen_so_that_they_can_be_refused() -> None:
    pitch = spec.PITCH + spec.PITCH_TOLERANCE + 0.003
    found = seen(bars(places(FimKind.D, pitch=pitch), width=spec.BAR_WIDTH, top=0.0, bottom=0.62))
    assert found is not None
    assert found.pitch.value == pytest.approx(pitch, abs=0.0003)


@pytest.mark.parametrize("right", [2.0, 5.0, 8.5])
def test_on_a_flat_a_fim_is_seen_wherever_it_stands_at_the_top(right: float) -> None:
    pixels = np.full((2700, 3600), 255, np.uint8)
    pixels[:300, :2850] = bars(places(FimKind.D, right=9.5 - 9.0), width=spec.BAR_WIDTH, top=0.0, bottom=0.62)[:300]
    moved = np.roll(pixels, round((12.0 - right - 9.0) * 300), axis=1)
    found = seen(moved)
    assert found is not None
    assert right == pytest.approx(found.right.value, abs=0.003)


@pytest.mark.parametrize(
    "xs",
    [
        [7.0, 7.0625, 7.125, 7.25, 7.375, 7.4375],
        [7.0 + 0.0625 * i for i in range(9)],
        [6.6 + 0.0625 * i for i in range(0, 20, 2)],
        [7.0, 7.1, 7.15, 7.3, 7.4],
        [7.2],
    ],
)
def test_bars_on_other_places_are_no_fim(xs: list[float]) -> None:
    assert seen(bars(xs, width=spec.BAR_WIDTH, top=0.0, bottom=0.62)) is None


def test_a_fim_within_a_longer_row_of_bars_is_none() -> None:
    xs = [*places(FimKind.D), 9.5 - 2.0 + 0.0625, 9.5 - 2.0 + 0.125]
    assert seen(bars(xs, width=spec.BAR_WIDTH, top=0.0, bottom=0.62)) is None


def test_short_bars_are_no_fim() -> None:
    assert seen(bars(places(FimKind.D), width=spec.BAR_WIDTH, top=0.0, bottom=0.3)) is None


@pytest.mark.parametrize("size_pt", [8, 12, 30, 45])
def test_lettering_at_the_top_is_no_fim(size_pt: int) -> None:
    sheet = Image.fromarray(np.full((1238, 2850), 255, np.uint8))
    font = ImageFont.load_default(size_pt / 72 * 300)
    ImageDraw.Draw(sheet).multiline_text(
        (1700, 20), "IIII lllll ||||| HHHHHHHHH\n||| | ||| llll ||| | |||\n" * 3, 0, font
    )
    assert seen(np.asarray(sheet)) is None


def test_the_background_above_the_piece_is_not_measured() -> None:
    for background in (Background.BLACK, Background.WHITE):
        scanned = print_and_scan(
            bare(FimKind.D), 600, np.random.default_rng(4), Look(background=background, skew_deg=4)
        )
        truth = scanned.truth
        plane = Plane(scanned.pixels, inverse(truth.to_scan), truth.to_scan, truth.width, truth.height, 300.0)
        found = find_fim(plane)
        assert found is not None
        measured = measure_fim(plane, found, 0.001)
        assert measured is not None
        assert measured.top.value == pytest.approx(0, abs=0.005)
        assert measured.right.value == pytest.approx(2, abs=0.002)


NEGATIVES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "zxing-cpp-negatives"


@pytest.mark.skipif(not NEGATIVES.is_dir(), reason="../shared/data is not beside the project")
def test_photographs_bear_no_fim() -> None:
    for path in sorted(NEGATIVES.iterdir()):
        gray = np.asarray(Image.open(path).convert("L"))
        for dpi in (100.0, 200.0, 300.0):
            assert seen(gray, dpi) is None, path.name


def test_a_piece_too_small_for_a_fim_has_none() -> None:
    assert find_fim(filling(np.full((90, 300), 255, np.uint8))) is None
