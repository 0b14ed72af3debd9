from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from fixtures.handplaced import Pixels
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.spec.ecc200 import BY_SHAPE
from verify import Verifier
from verify.answer import Answer
from verify.overlay.canvas import Canvas, Look
from verify.overlay.modulation import modulation_map
from verify.overlay.picture import overlay
from verify.overlay.sheet import MARGINS
from verify.overlay.view import veiled
from verify.read.codewords import places
from verify.seen import BarcodeKind, BarcodeSeen, GlyphSeen, Measured, Parameter, Quality, Seen, SymbolSeen, TextSeen

Judge = Callable[..., Answer]

ADDRESS = Box(3.9, 2.2, 7.0, 3.1)
"""Where the picture has its delivery address."""
SCALE = 1800 / 9.5


def part(drawn: Pixels, box: Box) -> Pixels:
    """The pixels of an overlay of a #10 letter over a box on the piece."""
    rows = slice(round(MARGINS.top + box.top * SCALE), round(MARGINS.top + box.bottom * SCALE))
    columns = slice(round(MARGINS.left + box.left * SCALE), round(MARGINS.left + box.right * SCALE))
    return drawn[rows, columns]


def detail(pixels: Pixels) -> float:
    """How much there is to read: energy of fine structure."""
    gray = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return float(np.abs(gray - cv2.GaussianBlur(gray, (0, 0), 3)).mean())


@pytest.fixture
def answer(trust: object, picture: Pixels) -> Answer:
    return Verifier(str(trust), "2005-06-15").verify(picture, dpi=300)


def test_addresses_are_made_unreadable(answer: Answer, picture: Pixels, face: Face) -> None:
    open_ = part(overlay(picture, answer, face=face, addresses=True), ADDRESS)
    veiled_ = part(overlay(picture, answer, face=face), ADDRESS)
    assert detail(open_) > 20 * detail(veiled_)


def test_the_postage_mark_stays_readable(answer: Answer, picture: Pixels, face: Face) -> None:
    own = answer.indicia[0].symbol
    assert own is not None
    symbol = own.box.grown(-0.05)
    drawn = overlay(picture, answer, face=face)
    assert detail(part(drawn, symbol)) > 20


def test_nothing_of_what_is_veiled_can_be_restored() -> None:
    rng = np.random.default_rng(5)
    pixels = rng.integers(0, 256, (240, 480, 3), dtype=np.uint8)
    kept = Box(100, 50, 200, 100)
    hidden = veiled(pixels, [kept], 24)
    assert np.array_equal(pixels[50:100, 100:200], hidden[50:100, 100:200])
    # 10 x 20 values are left of 240 x 480.
    coarse = cv2.resize(hidden, (20, 10), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(coarse, (480, 240), interpolation=cv2.INTER_LINEAR)
    assert 6 > float(np.abs(soft[120:].astype(int) - hidden[120:].astype(int)).mean())


def test_the_surroundings_of_another_posts_mark_are_veiled(
    judge: Judge, letter: Seen, picture: Pixels, face: Face
) -> None:
    foreign = replace(letter, symbols=(replace(letter.symbols[0], data=b"DEA*12345"),), fim=None)
    drawn = overlay(picture, judge(foreign), face=face)
    assert 5 > detail(part(drawn, Box(7.9, 0.3, 9.2, 0.95)))


def test_a_failed_rule_changes_the_picture(judge: Judge, letter: Seen, picture: Pixels, face: Face) -> None:
    parts = (letter.indicia[0].parts[0], Box(7.6, 0.25, 9.25, 1.0))
    bad = replace(letter, indicia=(replace(letter.indicia[0], parts=parts, box=union(parts)),))
    good_zone, bad_zone = (
        part(overlay(picture, judge(seen), face=face), Box(6.55, 0.1, 6.9, 0.5)) for seen in (letter, bad)
    )
    assert detail(bad_zone) > 2 * detail(good_zone)  # hatched


def test_the_picture_is_upright_and_has_its_lines_below(answer: Answer, picture: Pixels, face: Face) -> None:
    drawn = overlay(picture, answer, face=face)
    assert MARGINS.left + 1800 + MARGINS.right == drawn.shape[1]
    assert drawn.shape[0] > MARGINS.top + 4.125 * SCALE + MARGINS.bottom


def test_a_turned_scan_gives_the_same_picture(trust: object, picture: Pixels, face: Face) -> None:
    verifier = Verifier(str(trust), "2005-06-15")
    upright, turned = (
        overlay(scan, verifier.verify(scan, dpi=300), face=face)
        for scan in (picture, np.ascontiguousarray(np.rot90(picture, 2)))
    )
    body = slice(MARGINS.top, MARGINS.top + 700)
    difference = np.abs(upright[body].astype(int) - turned[body].astype(int))
    assert 3 > float(difference.mean())


def test_a_page_without_scale_or_symbol_is_drawn_too(judge: Judge, letter: Seen, picture: Pixels, face: Face) -> None:
    unscaled = judge(replace(letter, mailpiece=None, fim=None, indicia=()))
    empty = judge(replace(letter, symbols=(), indicia=(), fim=None))
    for answer in (unscaled, empty):
        assert 3 == overlay(picture, answer, face=face).ndim


def test_intruders_and_edges_are_drawn(judge: Judge, letter: Seen, picture: Pixels, face: Face) -> None:
    mark = replace(letter.indicia[0], intruders=(Box(4.0, 0.3, 5.2, 0.5),), clear_left=Measured(0.25, 0.004))
    plain = overlay(picture, judge(letter), face=face)
    drawn = overlay(picture, judge(replace(letter, indicia=(mark,))), face=face)
    box = Box(4.0, 0.3, 5.2, 0.5)
    assert detail(part(drawn, box)) > detail(part(plain, box)) + 1


class TestLabels:
    def test_they_keep_apart_and_inside(self, face: Face) -> None:
        canvas = Canvas(Image.new("RGB", (400, 300), "white"), face)
        boxes = [canvas.label("0.250 ± 0.004 in", [(100, 100), (120, 110)], Look.PASS) for _ in range(8)]
        boxes.append(canvas.label("in a corner", [(390, 295)], Look.FAIL))
        for index, one in enumerate(boxes):
            assert Box(0, 0, 400, 300).contains(one)
            assert not any(one.intrusion(other) for other in boxes[:index])

    def test_they_do_not_cover_what_is_taken(self, face: Face) -> None:
        taken = Box(90, 90, 300, 140)
        canvas = Canvas(Image.new("RGB", (400, 300), "white"), face, [taken])
        assert not canvas.label("text", [(100, 100), (100, 200)], Look.PASS).intrusion(taken)


class TestModulationMap:
    @pytest.fixture
    def symbol(self, letter: Seen) -> SymbolSeen:
        return letter.symbols[0]

    @staticmethod
    def quality(map_: npt.NDArray[np.uint8]) -> Quality:
        good = Parameter(1.0, 4.0)
        return Quality(
            decode=good,
            symbol_contrast=good,
            modulation=good,
            reflectance_margin=good,
            fixed_pattern_damage=good,
            axial_nonuniformity=good,
            grid_nonuniformity=good,
            unused_error_correction=good,
            print_growth=(0.0, 0.0),
            quiet_zone=good,
            aperture_mil=16.0,
            calibrated=False,
            overall=4.0,
            formal="4.0/16/W/scan",
            modulation_map=map_,
        )

    def test_weak_modules_are_darker_than_strong_ones(self, symbol: SymbolSeen, face: Face) -> None:
        grades = np.full((44, 44), 4, dtype=np.uint8)
        strong = modulation_map(symbol, self.quality(grades), face)
        shades = []
        for grade in (3, 2, 1, 0):
            grades[10, 10] = grade
            drawn = modulation_map(symbol, self.quality(grades), face)
            rows, columns, _ = np.nonzero(drawn != strong)
            shades.append(float(np.median(drawn[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1])))
        assert shades == sorted(shades, reverse=True)
        assert len(shades) == len(set(shades))

    def test_mended_codewords_are_outlined_each_by_itself(self, symbol: SymbolSeen, face: Face) -> None:
        quality = self.quality(np.full((44, 44), 4, dtype=np.uint8))
        drawn = []
        for count in (0, 1, 2):
            unsure = np.zeros((44, 44), dtype=np.bool_)
            unsure.reshape(-1)[places(BY_SHAPE[44, 44])[:count].reshape(-1)] = True
            drawn.append(modulation_map(replace(symbol, unsure=unsure), quality, face))
        blue = [np.count_nonzero((one[..., 2] > 120) & (one[..., 0] < 60)) for one in drawn]
        assert 0 == blue[0] < blue[1] < blue[2]

    def test_it_stands_below_the_picture_when_the_symbol_was_graded(
        self, answer: Answer, picture: Pixels, face: Face
    ) -> None:
        own = answer.indicia[0].symbol
        assert own is not None
        grades = (None, self.quality(np.full((44, 44), 2, dtype=np.uint8)))
        told = (
            replace(answer, indicia=(replace(answer.indicia[0], symbol=replace(own, quality=quality)),))
            for quality in grades
        )
        plain, graded = (overlay(picture, one, face=face).shape[0] for one in told)
        assert graded > plain + 800


class TestLetteringAndBars:
    def test_type_sizes_stand_beside_the_lettering(
        self, judge: Judge, letter: Seen, picture: Pixels, face: Face
    ) -> None:
        run = lettered("US POSTAGE", Box(7.85, 0.25, 9.25, 0.42), 13.0)
        plain = overlay(picture, judge(letter), face=face)
        drawn = overlay(picture, judge(replace(letter, texts=(run,))), face=face)
        # Left of the run stands the FIM.
        beside = Box(9.27, 0.25, 9.48, 0.42)
        assert detail(part(drawn, beside)) > detail(part(plain, beside)) + 1

    def test_rows_of_postal_bars_are_outlined_and_their_digits_are_not_written(
        self, judge: Judge, letter: Seen, picture: Pixels, face: Face
    ) -> None:
        one, other = (
            overlay(picture, judge(replace(letter, barcodes=(bars(digits),))), face=face)
            for digits in ("12345", "98765")
        )
        plain = overlay(picture, judge(letter), face=face)
        around = Box(5.4, 3.6, 8.1, 4.0)
        assert detail(part(one, around)) > detail(part(plain, around)) + 0.5
        assert np.array_equal(part(one, around), part(other, around))

    def test_a_mark_without_symbol_is_drawn(self, judge: Judge, letter: Seen, picture: Pixels, face: Face) -> None:
        mark = replace(letter.indicia[0], symbol=None)
        run = lettered("US POSTAGE $0.37", Box(7.85, 0.25, 9.25, 0.42), 13.0)
        drawn = overlay(picture, judge(replace(letter, symbols=(), indicia=(mark,), texts=(run,))), face=face)
        assert 3 == drawn.ndim


def lettered(string: str, box: Box, size_pt: float) -> TextSeen:
    letters = string.replace(" ", "")
    step = box.width / len(letters)
    glyphs = tuple(
        GlyphSeen(c, Box(box.left + i * step, box.top, box.left + (i + 1) * step, box.bottom), 0.99)
        for i, c in enumerate(letters)
    )
    return TextSeen(string, box, glyphs, Measured(size_pt, 0.1), True, True, 0.9, 0.0, 0.0, Measured(0.0, 0.1))


def bars(digits: str) -> BarcodeSeen:
    flat = Measured(0.0, 0.1)
    return BarcodeSeen(
        BarcodeKind.POSTNET,
        digits,
        Box(5.5, 3.75, 8.0, 3.87),
        0,
        flat,
        Measured(22.0, 0.1),
        Measured(0.02, 0.001),
        Measured(0.125, 0.002),
    )
