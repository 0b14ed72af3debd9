import datetime as dt
from typing import Any, Literal

import pytest

from fixtures.order_files import document
from indicia.compose.elements import Composition
from indicia.compose.metered import amount_words, date_words
from indicia.compose.order import compose
from indicia.model.indicium import MailingDate
from indicia.model.order import parse_order
from indicia.spec import lettering
from indicia.spec.kinds import DateForm, Role


def composed(**changes: Any) -> Composition:
    order = parse_order(document(**changes))
    assert order.meter is not None
    return compose(order, order.meter)


def said(composition: Composition) -> dict[Role, str]:
    words: dict[Role, str] = {}
    for element in composition.elements:
        words[element.role] = f"{words[element.role]} {element.string}" if element.role in words else element.string
    return words


def test_every_element_of_4_8_5_is_said() -> None:
    assert {
        Role.US_POSTAGE: "US POSTAGE",
        Role.AMOUNT: "$0.37",
        Role.MAIL_CLASS: "FIRST-CLASS MAIL",
        Role.DATE: "JUN 15 2005",
        Role.ZIP: "06926",
        Role.SERIAL: "ZZ010000001001",
        Role.PROVIDER: "TEST PROVIDER",
    } == said(composed())


def test_city_state_and_zip_are_read_together() -> None:
    composition = composed(indicium={"origin": "city-state-zip"})
    assert [["STAMFORD CT", "06926"]] == [
        [element.string for element in unit] for unit in composition.units if len(unit) > 1
    ]


def test_presort_and_endorsement_are_bold() -> None:
    composition = composed(indicium={"presort": "presorted", "endorsement": "ADDRESS SERVICE REQUESTED"})
    bold = {element.string for element in composition.elements if element.bold}
    assert {"US POSTAGE", "$0.37", "FIRST-CLASS MAIL", "PRESORTED", "ADDRESS SERVICE REQUESTED"} == bold


def test_least_sizes_are_the_manuals() -> None:
    sizes = {element.role: element.least_pt for element in composed().elements}
    assert lettering.AMOUNT_MIN_PT == sizes.pop(Role.AMOUNT)
    assert {lettering.REQUIRED_MIN_PT} == set(sizes.values())


def test_an_undated_indicium_says_no_date() -> None:
    changed = composed(indicium={"mail_class": "standard", "mailing_date": {"form": "none"}})
    assert Role.DATE not in said(changed)


@pytest.mark.parametrize(
    ("mills", "words"), [(370, "$0.37"), (199, "$0.199"), (3850, "$3.85"), (0, "$0.00"), (16777215, "$16777.215")]
)
def test_amounts_show_mills_only_where_there_are_any(mills: int, words: str) -> None:
    assert words == amount_words(mills)


@pytest.mark.parametrize(
    ("form", "digits", "words"),
    [
        (DateForm.COMPLETE, 4, "JUN 05 2005"),
        (DateForm.COMPLETE, 2, "JUN 05 05"),
        (DateForm.MONTH_YEAR, 4, "JUN 2005"),
        (DateForm.MONTH_YEAR, 2, "JUN 05"),
    ],
)
def test_dates_in_every_form(form: DateForm, digits: Literal[2, 4], words: str) -> None:
    day = dt.date(2005, 6, 5)
    assert words == date_words(MailingDate(form=form, date=day, year_digits=digits), day)
