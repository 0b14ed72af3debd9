from dataclasses import replace

import pytest

from verify.ledger.registers import Neighbours, register_fault

ALONE = Neighbours(
    ascending=1000,
    amount=370,
    control=100_000,
    before_ascending=None,
    before_control=None,
    after_ascending=None,
    after_amount=None,
    after_control=None,
)
BETWEEN = replace(
    ALONE, before_ascending=630, before_control=100_000, after_ascending=1370, after_amount=370, after_control=100_000
)


@pytest.mark.parametrize(
    "seen",
    [
        ALONE,
        BETWEEN,
        replace(BETWEEN, before_ascending=200),  # pieces between were not seen
        replace(BETWEEN, before_control=90_000),  # a refill between
        replace(BETWEEN, after_control=200_000),
    ],
)
def test_registers_that_make_sense(seen: Neighbours) -> None:
    assert register_fault(seen) is None


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (replace(BETWEEN, before_ascending=631), "0.631"),
        (replace(BETWEEN, after_ascending=1369), "0.999"),
        (replace(BETWEEN, before_control=100_001), "control total"),
        (replace(BETWEEN, after_control=99_999), "control total"),
    ],
)
def test_registers_that_contradict_each_other(seen: Neighbours, word: str) -> None:
    assert word in str(register_fault(seen))
