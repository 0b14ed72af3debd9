"""Words of a permit imprint (DMM 604.6.3.6 to 6.3.9)."""

from typing import Any

import pytest

from fixtures.unpaid import order_of
from indicia.compose.order import compose
from indicia.spec.kinds import MailClass, Role

COMPANY = {"company": "ROE SUPPLY CO", "permit_number": None, "post_office": None}


def said(**changes: Any) -> list[str]:
    composition = compose(order_of("permit-imprint", **changes), None)
    return [" ".join(element.string for element in unit) for unit in composition.units]


def test_the_normative_order_says_rate_class_payment_office_and_number() -> None:
    assert ["PRESORTED", "FIRST-CLASS MAIL", "U.S. POSTAGE PAID", "STAMFORD CT 06926", "PERMIT NO. 123"] == said()


@pytest.mark.parametrize(
    ("mail_class", "presort", "words"),
    [
        ("first-class", None, ["FIRST-CLASS MAIL"]),
        ("first-class", "automation", ["FIRST-CLASS MAIL", "AUTO"]),
        ("priority", None, ["PRIORITY MAIL"]),
        ("standard", "presorted", ["PRSRT STD"]),
        ("standard", None, ["PRSRT STD"]),
        ("standard", "carrier-route", ["PRSRT STD", "CAR-RT SORT"]),
        ("nonprofit", "presorted", ["NONPROFIT ORG."]),
        ("bound-printed", "presorted", ["PRESORTED", "BOUND PRINTED MATTER"]),
        ("media", None, ["MEDIA MAIL"]),
    ],
)
def test_class_and_rate_are_said_as_the_class_asks(mail_class: str, presort: str | None, words: list[str]) -> None:
    changed = said(indicium={"mail_class": mail_class, "presort": presort})
    assert words == changed[: len(words)]
    assert "U.S. POSTAGE PAID" == changed[len(words)]


@pytest.mark.parametrize("mail_class", sorted(set(MailClass) - {MailClass.FIRST_CLASS, MailClass.PRIORITY}))
def test_other_classes_say_neither_first_class_nor_priority(mail_class: str) -> None:
    joined = " ".join(said(indicium={"mail_class": mail_class}))
    assert "FIRST-CLASS" not in joined
    assert "PRIORITY" not in joined


def test_fees_of_extra_services_are_paid_too() -> None:
    changed = said(extra_services=["certified mail"])
    assert ["U.S. POSTAGE", "AND FEES PAID"] == changed[2:4]
    assert "U.S. POSTAGE PAID" not in changed


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ("city-state", ["STAMFORD CT"]),
        ("city-state-zip", ["STAMFORD CT 06926"]),
        ("zip", ["MAILED FROM", "ZIP CODE 06926"]),
    ],
)
def test_the_office_is_shown_in_three_ways(origin: str, words: list[str]) -> None:
    assert [*words, "PERMIT NO. 123"] == said(indicium={"origin": origin})[3:]


def test_a_company_stands_for_office_and_number() -> None:
    assert ["U.S. POSTAGE PAID", "ROE SUPPLY CO"] == said(indicium=COMPANY)[2:]


def test_the_zip_of_the_records_follows_the_company() -> None:
    assert ["ROE SUPPLY CO", "ZIP CODE 06902"] == said(indicium={**COMPANY, "records_zip": "06902"})[3:]


def test_amount_and_date_are_said_where_they_are_ordered() -> None:
    date = {"form": "complete", "date": "2005-06-15"}
    assert ["$0.278", "JUN 15 2005"] == said(indicium={"amount": "0.278", "mailing_date": date})[3:5]


def test_class_and_rate_alone_are_bold() -> None:
    composition = compose(order_of("permit-imprint"), None)
    assert {Role.MAIL_CLASS} == {element.role for element in composition.elements if element.bold}
