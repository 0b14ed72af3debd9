"""Loaner meters (501.23(t))."""

import pytest

from fixtures.office import EMPTY, START, Office, on_day
from fixtures.office import METER as M
from indicia.spec.happenings import Event
from provider.errors import ProviderRefused
from provider.inventory.lending import take_back


def lend(office: Office) -> None:
    office.in_service(office.licence("R1", "LR", representative=True), loaner=True)
    office.licence("C1", "L1")
    told = {"customer_licence": "L1", "city": "STAMFORD", "state": "CT"}
    office.tell(M, Event.LOANED, on_day("2005-06-13"), ascending="100", descending="900", **told)


def test_loaner_is_lent_under_a_representatives_licence(office: Office) -> None:
    with pytest.raises(ProviderRefused, match="representative's licence"):
        office.in_service(office.licence(), loaner=True)


def test_loaner_goes_to_licensed_customers_for_five_business_days(office: Office) -> None:
    lend(office)
    assert "501.23(t)(2)-loaner" in office.due("2005-06-17")
    with pytest.raises(ProviderRefused, match="is with a customer"):
        office.tell(M, Event.LOANED, on_day("2005-06-14"), customer_licence="L1", **EMPTY)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"customer_licence": "L9"}, "no licence"),
        ({"city": "BOSTON"}, "where the customer's mail is deposited"),
        ({"ascending": ""}, "both registers"),
    ],
)
def test_loan_asks_for_licence_place_and_readings(office: Office, change: dict[str, str], problem: str) -> None:
    office.in_service(office.licence("R1", "LR", representative=True), loaner=True)
    office.licence("C1", "L1")
    told = {"customer_licence": "L1", "city": "STAMFORD", "state": "CT", **EMPTY} | change
    with pytest.raises(ProviderRefused, match=problem):
        office.tell(M, Event.LOANED, START, **told)


@pytest.mark.parametrize(
    ("back", "found"),
    [
        ({"ascending": "400", "descending": "600"}, ""),
        ({"ascending": "400", "descending": "1600"}, "control total is 2.000, it should be 1.000"),
        ({"ascending": "50", "descending": "950"}, "went back by 0.050"),
        ({"ascending": "400", "descending": "600", "tampering": "broken seal"}, "tampering: broken seal"),
    ],
)
def test_loaner_comes_back_as_it_went(office: Office, back: dict[str, str], found: str) -> None:
    lend(office)
    _, seen = take_back(office.register, M, back, on_day("2005-06-17"))
    assert found in seen
    assert bool(found) == ("501.23(t)(8)-discrepancy" in office.due("2005-06-18"))


def test_reset_during_the_loan_is_part_of_the_control_total(office: Office) -> None:
    lend(office)
    office.tell(M, Event.RESET, on_day("2005-06-14"), amount="5000", ascending="100", descending="5900")
    assert "" == take_back(office.register, M, {"ascending": "300", "descending": "5700"}, on_day("2005-06-17"))[1]
