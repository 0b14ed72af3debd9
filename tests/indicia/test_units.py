"""Sums of postage."""

from decimal import Decimal

import pytest

from indicia.units import mills


def test_a_sum_in_dollars_is_whole_mills() -> None:
    assert (370, 0, 16_777_215) == tuple(mills(Decimal(sum_)) for sum_ in ("0.37", "0", "16777.215"))


@pytest.mark.parametrize(
    ("sum_", "why"), [("0.0001", "more than three decimals"), ("1e400000", "more than any sum of postage")]
)
def test_what_is_no_sum_is_refused_at_once(sum_: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        mills(Decimal(sum_))
