"""The four reports of 501.29(g): from the ledger alone, to the mill, the same bytes each time."""

import csv
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from fixtures.office import Office, on_day
from indicia.faces import Face
from indicia.spec.happenings import Event
from indicia.spec.kinds import System
from indicia.spec.resetting import PaymentForm
from provider.books import Accounts, EntryKind, Ledger, Moment, StatementsBy
from provider.books.advances import Advances
from provider.books.balance_refunds import BalanceRefunds
from provider.books.charges import Charges
from provider.books.entries import value_returned
from provider.books.payment import received
from provider.books.payments import Payments
from provider.deadlines import Happening, History, due_on, record
from provider.deadlines.journal import PROVIDER
from provider.documents import csv_bytes, json_bytes, pdf
from provider.reports import Report, made, send
from provider.store import Store

JUNE = dt.date(2005, 6, 15)


def then(day: str = "2005-06-15") -> Moment:
    at = on_day(day)
    return Moment(at, at.date())


@pytest.fixture
def books(tmp_path: Path) -> Store:
    """Two licensees, a deposit each, resets in two months, an advance, a refund."""
    office = Office(tmp_path)
    office.licence("C1", "L1")
    office.licence("C2", "L2")
    store, accounts = office.store, Accounts(office.store)
    for licence in ("L1", "L2"):
        number = accounts.open(licence, System.IBI_METER, StatementsBy.EACH, dt.date(2005, 1, 10)).number
        accounts.provide_acknowledgment(number, dt.date(2005, 1, 10))
        accounts.sign_acknowledgment(number, b"signed", "licensee", dt.date(2005, 1, 10))
        paid = received(f"P{number}", number, PaymentForm.WIRE, 500_000, moment=then("2005-05-02"))
        assert "" == Payments(store).receive(paid, then("2005-05-02"))
    reset(store, "00000001", 100_000, "g1", "2005-05-31")
    reset(store, "00000001", 50_010, "g2", "2005-06-15")
    reset(store, "00000002", 70_000, "g3", "2005-06-15")
    return store


def reset(store: Store, account: str, amount: int, grant: str, day: str) -> None:
    found = Accounts(store).find(account)
    Charges(store).charge(found, amount, grant, then(day))
    Charges(store).confirm(grant, amount, "06926", System.IBI_METER, moment=then(day))


def rows(store: Store, report: Report, day: dt.date = JUNE, part: int = 0) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(json_bytes(made(store, report, day)))["parts"][part]["rows"]
    return found


def test_daily_activity_counts_and_sums_the_day(books: Store) -> None:
    activity = {row["Activity"]: (row["Number"], row["Amount"]) for row in rows(books, Report.DAILY_ACTIVITY)}
    assert {"reset": ("2", "120.010"), "reset-confirmed": ("2", "120.010")} == activity


def test_daily_balances_follow_each_other(books: Store) -> None:
    before = {r["Account"]: r["At the end"] for r in rows(books, Report.DAILY_ACTIVITY, dt.date(2005, 6, 14), 1)}
    after = {r["Account"]: r["At the beginning"] for r in rows(books, Report.DAILY_ACTIVITY, JUNE, 1)}
    assert before == after
    end = {r["Account"]: r["At the end"] for r in rows(books, Report.DAILY_ACTIVITY, JUNE, 1)}
    assert ("-779.990", "-220.010", "1000.000") == (
        end["Licensees' deposits"],
        end["Postage set into systems"],
        end["Lockbox bank"],
    )


def test_balances_of_the_daily_report_are_all_of_the_funds(books: Store) -> None:
    end = [row["At the end"] for row in rows(books, Report.DAILY_ACTIVITY, JUNE, 1)]
    assert 0 == sum(map(Decimal, end))


def test_revenue_is_allocated_by_licensing_zip_and_accounting_period(books: Store) -> None:
    assert [{"ZIP Code of licensing post office": "06926", "Amount of resettings": "120.010"}] == rows(
        books, Report.REVENUE_ALLOCATION
    )
    assert ["100.000"] == [
        row["Amount of resettings"] for row in rows(books, Report.REVENUE_ALLOCATION, dt.date(2005, 5, 1))
    ]


def test_returned_value_is_a_refund_and_no_negative_resetting(books: Store) -> None:
    lines = value_returned("00000001", "06926", System.IBI_METER, 20_000)
    Ledger(books).post(then().entry(EntryKind.VALUE_RETURNED, "v1", lines))
    assert "120.010" == rows(books, Report.REVENUE_ALLOCATION)[0]["Amount of resettings"]
    assert [("C1", "06926", "20.000")] == [tuple(row.values()) for row in rows(books, Report.POSTAGE_REFUNDS)]


def test_refunds_stand_on_the_day_they_are_paid(books: Store) -> None:
    refunds = BalanceRefunds(books)
    refunds.request("00000002", 30_000, then("2005-06-14"))
    refunds.pay(1, then())
    assert [] == rows(books, Report.POSTAGE_REFUNDS, dt.date(2005, 6, 14))
    (row,) = rows(books, Report.POSTAGE_REFUNDS)
    assert {"Customer ID": "C2", "ZIP Code": "06926", "Amount of refund": "30.000"} == row


def test_advances_are_listed_by_customer(books: Store) -> None:
    Advances(books).deposit("d", 900_000, then("2005-06-01"))
    books.run("UPDATE postage_account SET advance_limit = 500000 WHERE number = '00000001'")
    reset(books, "00000001", 400_000, "g4", "2005-06-15")
    (row,) = rows(books, Report.FUNDS_ADVANCED)
    assert ("C1", "50.010") == (row["Customer ID"], row["Amount of funds advanced"])


@pytest.mark.parametrize("report", list(Report))
def test_same_books_give_same_bytes(books: Store, report: Report, face: Face) -> None:
    first, second = made(books, report, JUNE), made(books, report, JUNE)
    for form in (csv_bytes, json_bytes, lambda statement: pdf(statement, face)):
        assert form(first) == form(second)


@pytest.mark.parametrize("report", list(Report))
def test_later_entries_leave_an_earlier_report_as_it_was(books: Store, report: Report) -> None:
    before = json_bytes(made(books, report, dt.date(2005, 5, 31)))
    reset(books, "00000002", 1_000, "g9", "2005-06-20")
    assert before == json_bytes(made(books, report, dt.date(2005, 5, 31)))


def test_csv_and_json_say_the_same(books: Store) -> None:
    statement = made(books, Report.REVENUE_ALLOCATION, JUNE)
    assert rows(books, Report.REVENUE_ALLOCATION) == list(csv.DictReader(io.StringIO(csv_bytes(statement).decode())))


def test_sent_report_is_due_no_more(books: Store) -> None:
    record(books, Happening(PROVIDER, Event.AUTHORIZED, on_day("2005-06-15")))

    def due(day: dt.date) -> list[tuple[str, str]]:
        return [(i.row.id, i.period) for i in due_on(History.read(books, PROVIDER), day)]

    assert [("501.29(g)-daily", "2005-06-15")] == due(JUNE)
    send(books, Report.DAILY_ACTIVITY, JUNE, on_day("2005-06-15"))
    assert [] == due(JUNE)
    assert ("501.29(g)-revenue", "FY2005-AP09") in due(dt.date(2005, 6, 30))
    send(books, Report.REVENUE_ALLOCATION, JUNE, on_day("2005-06-30"))
    assert "501.29(g)-revenue" not in [row for row, _ in due(dt.date(2005, 6, 30))]
    send(books, Report.POSTAGE_REFUNDS, JUNE, on_day("2005-06-30"))
    assert 3 == len(History.read(books, PROVIDER).of(PROVIDER))
