import datetime as dt

import pytest

from indicia.errors import UsageError
from indicia.spec.kinds import Edition, Facing
from verify.options import FacingMethod, parse_choice, parse_day, parse_size


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (None, None),
        ("#10", (9.5, 4.125)),
        ("6x9", (9.0, 6.0)),  # the trade's name, not a number of inches by another
        ("4x6", (4.0, 6.0)),
        ("9.5x4.125", (9.5, 4.125)),
        ((4.0, 6.0), (4.0, 6.0)),
    ],
)
def test_a_size_is_a_name_or_inches(
    size: str | tuple[float, float] | None, expected: tuple[float, float] | None
) -> None:
    assert expected == parse_size(size)


@pytest.mark.parametrize("size", ["", "x", "9.5", "0x4", "9.5x", "-1x2", "1e3x2", (float("nan"), 1.0), (4.0, -6.0)])
def test_what_is_no_size_is_refused_with_what_would_be(size: str | tuple[float, float]) -> None:
    with pytest.raises(UsageError, match="#10"):
        parse_size(size)


def test_days() -> None:
    assert dt.date(2005, 6, 15) == parse_day("2005-06-15") == parse_day(dt.date(2005, 6, 15))
    assert dt.date(2005, 6, 15) == parse_day(dt.datetime(2005, 6, 15, 23, 59, tzinfo=dt.UTC))
    with pytest.raises(UsageError, match="YYYY-MM-DD"):
        parse_day("15 June")


def test_a_word_of_a_closed_set() -> None:
    assert Edition.CURRENT is parse_choice(Edition, "current", "policy")
    with pytest.raises(UsageError, match="dmm-2005, current"):
        parse_choice(Edition, "dmm-1999", "policy")


def test_facing_methods_have_the_manuals_words() -> None:
    expected = [Facing.FIM, Facing.FLUORESCENT_INK, Facing.LABEL]
    assert expected == [method.facing for method in FacingMethod]
