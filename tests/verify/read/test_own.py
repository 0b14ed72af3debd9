"""Our own reader: symbols of every kind and state, and nothing where nothing is."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.symbols import symbol
from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from verify.locate.plane import inverse, mapped, through
from verify.locate.symbol import refine
from verify.read import own
from verify.read.codewords import modules_of
from verify.read.decoded import Decoded
from verify.read.own import Search
from verify.read.sampling import is_mirrored
from verify.seen import Reader

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

TEXT = b"OWN READER"


def words(text: bytes) -> list[int]:
    """ASCII encodation."""
    return [byte + 1 for byte in text]


def picture(size: SymbolSize, dots: int = 6, text: bytes = TEXT, margin: int = 40) -> Pixels:
    """A sharp symbol on paper."""
    light = np.where(symbol(words(text), size), 30, 230).astype(np.uint8)
    return np.pad(np.kron(light, np.ones((dots, dots), np.uint8)), margin, constant_values=230)


def worn(gray: Pixels, seed: int = 1, blur: float = 0.8, noise: float = 4.0) -> Pixels:
    """As a scanner sees it."""
    soft = cv2.GaussianBlur(gray, (0, 0), blur) + np.random.default_rng(seed).normal(0, noise, gray.shape)
    return np.clip(soft, 0, 255).astype(np.uint8)


def laid(gray: Pixels, corners: Floats, shape: tuple[int, int] = (420, 420)) -> Pixels:
    """The picture with its own corners where they are wanted."""
    half = np.array([(1, 0, 0.5), (0, 1, 0.5), (0, 0, 1)])
    matrix = inverse(half) @ inverse(through(corners, gray.shape[1], gray.shape[0])) @ half
    drawn = cv2.warpPerspective(cv2.GaussianBlur(gray, (0, 0), 1.0), matrix, shape[::-1], borderValue=230)
    return worn(np.asarray(drawn, dtype=np.uint8), blur=0.5)


def read(gray: Pixels) -> list[Decoded]:
    search = Search(gray)
    found = []
    while (one := search.next()) is not None:
        found.append(one)
    return found


def the_one(gray: Pixels) -> Decoded:
    (found,) = read(gray)
    assert (TEXT, Reader.OWN) == (found.data, found.reader)
    return found


SIZES_THAT_HOLD_IT = [size for size in SIZES if size.data_codewords >= len(TEXT)]


@pytest.mark.parametrize("size", SIZES_THAT_HOLD_IT, ids=str)
def test_every_size_is_read(size: SymbolSize) -> None:
    found = the_one(worn(picture(size, dots=5)))
    assert (size.rows, size.columns) == (found.rows, found.columns)
    assert (0, 0, TEXT.decode()) == (found.errors_corrected, found.erasures, found.text)


@pytest.mark.parametrize("degrees", [0, 12, 45, 100, 171, 225, 290, 348])
def test_any_turn_and_the_corners_by_name(degrees: int) -> None:
    gray = picture(BY_SHAPE[26, 40], dots=8)
    high, wide = gray.shape
    angle = np.radians(degrees)
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))]) * 0.7
    frame = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], dtype=np.float64)
    corners = (frame - frame.mean(axis=0)) @ turn.T + 210
    found = the_one(laid(gray, corners))
    own = np.array([(40, 40), (wide - 40, 40), (wide - 40, high - 40), (40, high - 40)], dtype=np.float64)
    true = mapped(inverse(through(corners, wide, high)), own)
    assert found.corners_px == pytest.approx(true, abs=0.6)


def test_perspective() -> None:
    corners = np.array([(20, 40), (400, 10), (380, 400), (40, 360)], dtype=np.float64)
    the_one(laid(picture(BY_SHAPE[32, 32], dots=10), corners))


def test_light_on_dark() -> None:
    found = the_one(255 - worn(picture(BY_SHAPE[24, 24])))
    assert found.light_on_dark
    assert not the_one(worn(picture(BY_SHAPE[24, 24]))).light_on_dark


@pytest.mark.parametrize("shape", [(24, 24), (44, 44), (16, 48), (26, 64)])
@pytest.mark.parametrize("turns", range(4))
def test_a_mirror_image_is_read_and_known(shape: tuple[int, int], turns: int) -> None:
    for mirrored in (True, False):
        gray = picture(BY_SHAPE[shape])
        gray = worn(np.ascontiguousarray(np.rot90(gray[:, ::-1] if mirrored else gray, turns)))
        found = the_one(gray)
        fitted = refine(gray, found.corners_px, *shape)
        assert mirrored == is_mirrored(gray, fitted, *shape)
        assert fitted.corners_px == pytest.approx(found.corners_px, abs=1.0)
        assert fitted.residual_px < 0.5


def test_no_quiet_zone_and_the_picture_ends_at_the_symbol() -> None:
    the_one(worn(picture(BY_SHAPE[22, 22], margin=0)))


@pytest.mark.parametrize("seed", range(3))
def test_lettering_may_touch_it_on_all_sides(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gray = picture(BY_SHAPE[36, 36], dots=6, margin=110)
    rows = [*range(16, 112, 24), *range(350, 440, 24)]
    for y in range(16, 440, 24):
        line = "".join(chr(c) for c in rng.integers(65, 91, 40))
        ends = ((2, 440),) if y in rows else ((2, 112), (326, 440))
        for left, right in ends:
            strip = np.full((24, right - left), 230, np.uint8)
            cv2.putText(strip, line, (0, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.75, 30, 2)
            room = gray[y : y + 24, left:right]
            room[:] = np.minimum(room, strip[: room.shape[0], : room.shape[1]])
    the_one(worn(gray))


def test_a_broken_finder_costs_nothing() -> None:
    gray = picture(BY_SHAPE[36, 36])
    cv2.line(gray, (30, 120), (270, 150), 230, 8)
    cv2.line(gray, (90, 30), (120, 270), 230, 6)
    gray[40:, 40:46] = 230
    found = the_one(worn(gray))
    assert found.errors_corrected is not None
    assert found.errors_corrected + found.erasures > 0


def test_a_corner_may_be_torn_off() -> None:
    for fill in (230, 20):
        gray = picture(BY_SHAPE[44, 44])
        cv2.fillPoly(gray, [np.array([(40, 304), (40, 190), (150, 304)])], fill)
        the_one(worn(gray))


def test_uneven_light() -> None:
    gray = picture(BY_SHAPE[40, 40]).astype(np.float64)
    fall = np.linspace(1.0, 0.25, gray.shape[1])[None, :] * np.linspace(1.0, 0.7, gray.shape[0])[:, None]
    the_one(worn((gray * fall).astype(np.uint8), noise=2.0))


def test_all_symbols_of_a_page_in_one_search() -> None:
    page = np.full((500, 900), 230, np.uint8)
    texts = {}
    for number, (x, y, dots) in enumerate([(30, 40, 3), (300, 60, 8), (650, 280, 4), (60, 330, 5)]):
        text = b"NUMBER %d" % number
        texts[text] = (x, y)
        light = picture(BY_SHAPE[20, 20], dots=dots, text=text, margin=0)
        page[y : y + light.shape[0], x : x + light.shape[1]] = light
    found = {one.data: tuple(np.rint(one.corners_px[0]).astype(int).tolist()) for one in read(worn(page))}
    assert texts.keys() == found.keys()
    for text, place in texts.items():
        assert place == pytest.approx(found[text], abs=1)


def unreadable() -> Pixels:
    size = BY_SHAPE[36, 36]
    spoiled = np.random.default_rng(3).integers(0, 256, size.data_codewords + size.error_codewords, dtype=np.uint8)
    light = np.where(modules_of(spoiled, size), 30, 230).astype(np.uint8)
    return worn(np.pad(np.kron(light, np.ones((6, 6), np.uint8)), 40, constant_values=230))


@pytest.mark.parametrize("likely_px", [None, (3.0, 12.0)])
def test_a_symbol_that_cannot_be_read_is_a_suspect(likely_px: tuple[float, float] | None) -> None:
    search = Search(unreadable(), likely_px, thorough=False)
    assert search.next() is None
    assert (False, True) == (search.empty, search.hopeful)
    corners = np.array([(40, 40), (256, 40), (256, 256), (40, 256)])
    assert search.suspects(1)[0] == pytest.approx(corners, abs=2)


def lettering(seed: int) -> Pixels:
    rng = np.random.default_rng(seed)
    page = np.full((400, 700), 230, np.uint8)
    for y in range(30, 390, 28):
        line = "".join(chr(c) for c in rng.integers(33, 127, 50))
        cv2.putText(page, line, (10, y), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 20, 2)
    return worn(page)


def test_where_modules_are_known_roughly_paper_is_empty_and_lettering_raises_no_hope() -> None:
    paper = worn(np.full((400, 700), 230, np.uint8))
    for gray, empty in ((paper, True), (lettering(1), False)):
        search = Search(gray, (3.0, 12.0), thorough=False)
        assert search.next() is None
        assert (empty, False, []) == (search.empty, search.hopeful, search.suspects(5))
        unknown = Search(gray)
        assert unknown.next() is None
        assert (False, True) == (unknown.empty, unknown.hopeful)


def test_what_another_reader_read_is_left_out() -> None:
    gray = worn(picture(BY_SHAPE[24, 24]))
    found = the_one(gray)
    search = Search(gray)
    search.leave_out(found.corners_px)
    assert search.next() is None
    assert [] == search.suspects(5)


def test_a_closer_look_goes_beyond_the_densest_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "PLACES", 1)
    page = np.full((400, 900), 230, np.uint8)
    page[100:300, 100:300] = np.random.default_rng(4).integers(0, 256, (200, 200), dtype=np.uint8)
    light = picture(BY_SHAPE[16, 16], dots=4, margin=0)
    page[170 : 170 + light.shape[0], 600 : 600 + light.shape[1]] = light
    search = Search(page)
    assert search.next() is None
    search.closer()
    found = search.next()
    assert found is not None
    assert TEXT == found.data
    assert search.next() is None


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_read_off_noise_lettering_or_bars(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert [] == read(rng.integers(0, 256, (300, 300), dtype=np.uint8))
    grid = np.kron(rng.integers(0, 2, (40, 40)) * 200 + 20, np.ones((6, 6))).astype(np.uint8)
    assert [] == read(worn(grid))
    assert [] == read(lettering(seed))
    bars = np.full((300, 600), 230, np.uint8)
    for x in np.cumsum(rng.integers(4, 12, 60)):
        bars[40:260, x : x + int(rng.integers(2, 6))] = 20
    assert [] == read(worn(bars))
    assert [] == read(np.full((9, 9), 230, np.uint8))
