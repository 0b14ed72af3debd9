"""Words of a mailer's precancel postmark (DMM 604.3.4.6, 3.4.7, 3.6)."""

from typing import Any

import pytest

from fixtures.unpaid import order_of
from indicia.compose.order import compose
from indicia.compose.precancel import overprint


def said(**changes: Any) -> list[str]:
    composition = compose(order_of("precancel-postmark", **changes), None)
    return [" ".join(element.string for element in unit) for unit in composition.units]


def test_the_normative_order_says_rate_date_words_number_and_office() -> None:
    expected = ["PRESORTED FIRST-CLASS", "JUN 15 2005", "MAILER'S POSTMARK", "PERMIT NO. 77"]
    assert [*expected, "MAILED FROM", "ZIP CODE 06926"] == said()


def test_city_and_state_stand_instead_of_mailed_from() -> None:
    assert "STAMFORD CT 06926" == said(indicium={"origin": "city-state-zip"})[-1]


def test_standard_mail_may_show_month_and_year() -> None:
    date = {"form": "month-year", "date": "2005-06-15"}
    assert ["PRSRT STD", "JUN 2005"] == said(indicium={"mail_class": "standard", "mailing_date": date})[:2]


@pytest.mark.parametrize(
    ("mail_class", "presort", "words"),
    [
        ("first-class", "automation", "AUTO FIRST-CLASS"),
        ("standard", None, "PRSRT STD"),
        ("nonprofit", "carrier-route", "CAR-RT SORT NONPROFIT ORG."),
    ],
)
def test_rate_words_are_those_of_the_rate(mail_class: str, presort: str | None, words: str) -> None:
    assert words == said(indicium={"mail_class": mail_class, "presort": presort})[0]


def test_a_rate_without_words_says_none() -> None:
    assert "JUN 15 2005" == said(indicium={"presort": None})[0]


def test_the_overprint_is_initials_month_and_year_in_numbers() -> None:
    element = overprint(order_of("precancel-postmark", indicium={"initials": "A. B. CO."}))
    assert element is not None
    assert "A. B. CO. 6-05" == element.string


def test_without_initials_there_is_no_overprint() -> None:
    assert overprint(order_of("precancel-postmark")) is None
