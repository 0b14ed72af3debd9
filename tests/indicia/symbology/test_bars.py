import itertools

import pytest

from indicia.errors import InputError, UsageError
from indicia.geometry import Box
from indicia.spec import fim as fim_spec
from indicia.spec import imb as imb_spec
from indicia.spec import postnet as postnet_spec
from indicia.spec.kinds import FimKind
from indicia.symbology import fim, imb, postnet

RESOLUTIONS = (100, 150, 200, 203, 212, 240, 300, 360, 400, 600, 1200)
TRACKING = "00270123200123456789"


def on_grid(bars: tuple[Box, ...], dpi: int) -> bool:
    sides = [side * dpi for bar in bars for side in (bar.left, bar.top, bar.right, bar.bottom)]
    return all(abs(side - round(side)) < 1e-6 for side in sides)


def centres(bars: tuple[Box, ...]) -> list[float]:
    return [bar.center[0] for bar in bars]


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("kind", FimKind)
def test_fim_bars_stand_in_tolerance_on_whole_dots(kind: FimKind, dpi: int) -> None:
    bars = fim.bars(kind, right=7.5, top=0.0, dpi=dpi)
    assert fim_spec.PATTERNS[kind].count("1") == len(bars)
    assert on_grid(bars, dpi)
    assert {True} == {abs(bar.width - fim_spec.BAR_WIDTH) <= fim_spec.BAR_WIDTH_TOLERANCE for bar in bars}
    assert {True} == {abs(bar.height - fim_spec.BAR_HEIGHT) <= fim_spec.BAR_HEIGHT_TOLERANCE for bar in bars}
    assert bars[-1].right == pytest.approx(7.5, abs=0.501 / dpi)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("kind", FimKind)
def test_every_fim_bar_lies_within_a_dot_of_its_nominal_position(kind: FimKind, dpi: int) -> None:
    bars = fim.bars(kind, right=7.5, top=0.0, dpi=dpi)
    nominal = [
        7.5 - (8 - position) * fim_spec.PITCH for position, bit in enumerate(fim_spec.PATTERNS[kind]) if bit == "1"
    ]
    assert nominal == pytest.approx([bar.right for bar in bars], abs=1.001 / dpi)


def test_fim_d_at_300_dots_an_inch_is_drawn_from_one_origin() -> None:
    bars = fim.bars(FimKind.D, right=7.5, top=0.0, dpi=300)
    assert [2100, 2119, 2138, 2175, 2212, 2231, 2250] == [round(bar.right * 300) for bar in bars]
    assert {9} == {round(bar.width * 300) for bar in bars}


@pytest.mark.parametrize("dpi", RESOLUTIONS)
@pytest.mark.parametrize("digits", ["94103", "941031234", "94103123456"])
def test_postnet_bars_stand_in_tolerance_on_whole_dots(digits: str, dpi: int) -> None:
    bars = postnet.bars(digits, left=5.5, bottom=3.875, dpi=dpi)
    assert on_grid(bars, dpi)
    assert {True} == {abs(bar.width - postnet_spec.BAR_WIDTH) <= postnet_spec.BAR_WIDTH_TOLERANCE for bar in bars}
    expected = {"1": postnet_spec.TALL_HEIGHT, "0": postnet_spec.SHORT_HEIGHT}
    for bar, bit in zip(bars, postnet.encode(digits), strict=True):
        assert expected[bit] == pytest.approx(bar.height, abs=postnet_spec.HEIGHT_TOLERANCE)
    assert 1 == len({bar.bottom for bar in bars})
    assert_gaps_and_density(bars, (postnet_spec.GAP_MIN, postnet_spec.GAP_MAX), postnet_spec.BARS_PER_INCH_TOLERANCE)


@pytest.mark.parametrize("dpi", RESOLUTIONS)
def test_intelligent_mail_bars_stand_in_tolerance_on_whole_dots(dpi: int) -> None:
    bars = imb.bars(TRACKING, "94103123456", left=5.5, bottom=3.9, dpi=dpi)
    assert imb_spec.BARS == len(bars)
    assert on_grid(bars, dpi)
    assert {True} == {abs(bar.width - imb_spec.BAR_WIDTH) <= imb_spec.BAR_WIDTH_TOLERANCE for bar in bars}
    ranges = {
        "F": (imb_spec.FULL_HEIGHT_MIN, imb_spec.FULL_HEIGHT_MAX),
        "A": (imb_spec.HALF_HEIGHT_MIN, imb_spec.HALF_HEIGHT_MAX),
        "D": (imb_spec.HALF_HEIGHT_MIN, imb_spec.HALF_HEIGHT_MAX),
        "T": (imb_spec.TRACKER_HEIGHT_MIN, imb_spec.TRACKER_HEIGHT_MAX),
    }
    for bar, state in zip(bars, imb.encode(TRACKING, "94103123456"), strict=True):
        low, high = ranges[state]
        assert low <= bar.height <= high
    assert_gaps_and_density(bars, (imb_spec.GAP_MIN, imb_spec.GAP_MAX), imb_spec.BARS_PER_INCH_TOLERANCE)


def assert_gaps_and_density(bars: tuple[Box, ...], gap: tuple[float, float], tolerance: float) -> None:
    """708.4 counts bars over any half inch; the gaps are judged one by one."""
    gaps = [right.left - left.right for left, right in itertools.pairwise(bars)]
    assert gap[0] <= min(gaps)
    assert max(gaps) <= gap[1]
    middles = centres(bars)
    steps = round(postnet_spec.PITCH_SPAN * 22)
    for first, last in zip(middles, middles[steps:], strict=False):
        assert pytest.approx(22, abs=tolerance) == steps / (last - first)
    assert pytest.approx(22, abs=0.1) == (len(bars) - 1) / (middles[-1] - middles[0])


def test_intelligent_mail_kinds_share_the_tracker() -> None:
    states = imb.encode(TRACKING)
    bars = dict(zip(states, imb.bars(TRACKING, left=0.0, bottom=1.0, dpi=300), strict=True))
    assert bars["F"].top == bars["A"].top
    assert bars["F"].bottom == bars["D"].bottom
    assert bars["T"].top == bars["D"].top
    assert bars["T"].bottom == bars["A"].bottom
    assert bars["F"].bottom == pytest.approx(1.0, abs=0.5 / 300)


def test_the_postnet_check_digit_makes_a_multiple_of_ten() -> None:
    assert 4 == postnet.check_digit("012345678")
    assert 0 == postnet.check_digit("55000")


@pytest.mark.parametrize(("digits", "count"), [("12345", 32), ("123456789", 52), ("12345678901", 62)])
def test_postnet_lengths(digits: str, count: int) -> None:
    assert count == len(postnet.encode(digits))


@pytest.mark.parametrize("digits", ["", "1234", "123456", "12345678901 ", "12a45", "١٢٣٤٥"])
def test_postnet_refuses_other_than_5_9_or_11_digits(digits: str) -> None:
    with pytest.raises(InputError, match="5, 9 or 11 digits"):
        postnet.encode(digits)


@pytest.mark.parametrize(
    ("tracking", "routing", "message"),
    [
        ("0123456709498765432", "", "20 digits"),
        ("0123456709498765432X", "", "20 digits"),
        ("05234567094987654321", "", "second digit"),
        ("01234567094987654321", "1234", "0, 5, 9 or 11"),
        ("01234567094987654321", "1234X", "0, 5, 9 or 11"),
    ],
)
def test_intelligent_mail_refuses_what_it_cannot_encode(tracking: str, routing: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        imb.encode(tracking, routing)


def test_a_resolution_too_coarse_for_a_bar_is_refused() -> None:
    with pytest.raises(UsageError, match="finer resolution"):
        postnet.bars("94103", left=0.0, bottom=1.0, dpi=72)
    with pytest.raises(UsageError, match="finer resolution"):
        imb.bars(TRACKING, left=0.0, bottom=1.0, dpi=72)
    with pytest.raises(UsageError, match="finer resolution"):
        fim.bars(FimKind.D, right=7.5, top=0.0, dpi=20)
