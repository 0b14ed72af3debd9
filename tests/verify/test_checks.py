"""What a caller may ask to be checked."""

import pytest

from indicia.errors import UsageError
from indicia.rulebook.evidence import Quantity
from verify.checks import EVERY_CHECK, Check, answered, check_of, parse_checks
from verify.policy import Policy


def test_names_between_commas_are_checks() -> None:
    assert frozenset({Check.SYMBOL, Check.SIGNATURE}) == parse_checks("symbol, signature")


def test_nothing_named_is_everything() -> None:
    assert EVERY_CHECK == parse_checks(None)


@pytest.mark.parametrize("wrong", ["", "symbol,colour", "Symbol", "symbol,,signature"])
def test_an_unknown_name_is_refused_with_those_that_are_known(wrong: str) -> None:
    with pytest.raises(UsageError, match="symbol, signature, period"):
        parse_checks(wrong)


def test_what_no_check_names_is_told_by_words() -> None:
    assert Check.LETTERING is check_of(Quantity.AMOUNT_PT)


def test_all_checks_answer_all_rows_and_each_row_belongs_to_some() -> None:
    rows = Policy().rows()
    assert rows == answered(rows, EVERY_CHECK)
    parts = [answered(rows, frozenset({check})) for check in Check if check is not Check.GRADE]
    assert all(parts)
    assert {row.id for row in rows} == {row.id for part in parts for row in part}
