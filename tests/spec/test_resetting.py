"""Funds and resetting against the standards' text."""

import re
from pathlib import Path

import pytest

from indicia.spec import resetting
from indicia.spec.kinds import System
from indicia.spec.resetting import PaymentForm


@pytest.fixture(scope="module")
def cmrs(shared: Path) -> str:
    return _flat((shared / "standards" / "39cfr501.29-cmrs-2003.txt").read_text("utf-8"))


@pytest.fixture(scope="module")
def dmm(shared: Path) -> str:
    return _flat((shared / "standards" / "dmm-604-postage-payment.txt").read_text("utf-8"))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _section(dmm: str, number: str) -> str:
    return dmm.rsplit(f" {number} ", maxsplit=1)[-1].split("[P030", maxsplit=1)[0]


def test_the_clause_is_that_of_the_rule(cmrs: str) -> None:
    assert resetting.ACKNOWLEDGMENT_CLAUSE.format(provider="[the MRC]") in cmrs
    assert resetting.ACKNOWLEDGMENT_TERMS in cmrs
    assert resetting.ACKNOWLEDGMENT_TITLE in cmrs


def test_ways_to_pay_stand_in_the_order_of_preference(cmrs: str) -> None:
    listed = cmrs.split("listed in order of preference): ")[1].split("(6)", maxsplit=1)[0]
    words = {PaymentForm.ACH: "clearinghouse", PaymentForm.WIRE: "wire transfers", PaymentForm.CHECK: "Checks"}
    places = [listed.index(words[form]) for form in resetting.PAYMENT_FORMS[System.IBI_METER]]
    assert sorted(places) == places
    assert len(words) == len(places)


@pytest.mark.parametrize("system", list(System))
def test_ways_to_pay_are_those_of_the_section(dmm: str, system: System) -> None:
    text = _section(dmm, resetting.PAYMENT_SECTIONS[system].removeprefix("604."))
    words = {
        PaymentForm.CHECK: "check",
        PaymentForm.WIRE: "electronic funds transfer",
        PaymentForm.ACH: "automated clearing house transfer",
        PaymentForm.CREDIT_CARD: "credit card",
        PaymentForm.ACH_DEBIT: "automated clearing house debit",
    }
    assert set(resetting.PAYMENT_FORMS[system]) == {form for form, word in words.items() if word in text}


@pytest.mark.parametrize("system", list(System))
def test_advances_are_for_systems_whose_section_allows_them(dmm: str, system: System) -> None:
    text = _section(dmm, resetting.RESET_SECTIONS[system].removeprefix("604."))
    assert ("advance funds" in text) is (system in resetting.ADVANCE_SYSTEMS)


@pytest.mark.parametrize(
    ("sentence", "constant", "value"),
    [
        ("at least 1 day's average funds advanced", resetting.ADVANCE_DAYS, 1),
        ("after an automatic second presentment", resetting.PRESENTMENTS, 2),
        ("within 48 hours after receipt", resetting.BALANCE_REFUND_WITHIN.total_seconds() / 3600, 48),
        ("to transfer, by 10 a.m. local time", resetting.TRANSFER_BY.hour, 10),
    ],
)
def test_quoted_figures_are_the_constants(cmrs: str, sentence: str, constant: float, value: float) -> None:
    assert sentence in cmrs
    assert value == constant


def test_a_fraction_of_a_cent_is_rounded_down(dmm: str) -> None:
    assert "is rounded down to the whole cent (e.g., $4.187 is rounded to $4.18)" in dmm
    assert 4180 == 4187 // resetting.MILLS_PER_CENT * resetting.MILLS_PER_CENT
