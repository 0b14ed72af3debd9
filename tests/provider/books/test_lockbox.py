"""The lockbox bank's day, deposit by deposit: 39 CFR 501.29(b) and (e)."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping

import pytest

from fixtures.random_books import BANK
from indicia.errors import InputError
from indicia.spec.kinds import System
from provider.books import Accounts, HoldReason, Ledger, Moment, StatementsBy, chart
from provider.books.lockbox import Lockbox
from provider.books.payment import PaymentState
from provider.books.payments import Payments
from provider.errors import ProviderRefused
from provider.store import Store, open_store

WEDNESDAY, THURSDAY, FRIDAY = dt.date(2005, 6, 15), dt.date(2005, 6, 16), dt.date(2005, 6, 17)
MONDAY = dt.date(2005, 6, 20)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite:///:memory:") as store:
        Lockbox(store).set_bank(BANK)
        yield store


@pytest.fixture
def account(store: Store) -> str:
    return opened(store)


def opened(store: Store, system: System = System.IBI_METER, *, signed: bool = True) -> str:
    accounts = Accounts(store)
    number = accounts.open("L-1", system, StatementsBy.EACH, WEDNESDAY).number
    if signed:
        accounts.provide_acknowledgment(number, WEDNESDAY)
        accounts.sign_acknowledgment(number, b"signed", "A. Licensee", WEDNESDAY)
    return number


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A time at the bank, in summer four hours behind UTC."""
    return dt.datetime.combine(day, dt.time(hour, minute), dt.UTC) + dt.timedelta(hours=4)


def check(account: str, amount: str = "100.00", name: str = "c-1", ticket: str = "preencoded") -> dict[str, str]:
    return {"id": name, "account": account, "form": "check", "amount": amount, "ticket": ticket}


def wire(account: str, amount: str = "50.00", name: str = "w-1") -> dict[str, str]:
    return {"id": name, "account": account, "form": "wire", "amount": amount}


def file(day: dt.date, *deposits: dict[str, str], total: str = "", lists: Mapping[str, list[str]] = {}) -> bytes:
    cents = sum(int(deposit["amount"].replace(".", "")) for deposit in deposits)
    summed = f"{cents // 100}.{cents % 100:02d}"
    return json.dumps({"day": day.isoformat(), "deposits": deposits, "total": total or summed, **lists}).encode()


def receive(store: Store, day: dt.date, *deposits: dict[str, str], **lists: list[str]) -> None:
    Lockbox(store).receive(file(day, *deposits, lists=lists), at(day, 18))


def _moment(day: dt.date) -> Moment:
    return Moment(at(day, 12), day)


def balance(store: Store, account: str) -> int:
    return Accounts(store).balance(account)


class TestDeposits:
    """(b)(4): check, electronic funds transfer, automated clearinghouse; (e)(2): reflect each licensee deposit."""

    def test_each_deposit_is_credited_to_its_licensee(self, store: Store, account: str) -> None:
        ach = {"id": "a-1", "account": account, "form": "ach", "amount": "25.50"}
        receive(store, WEDNESDAY, check(account), wire(account), ach)
        assert 175_500 == balance(store, account)
        assert 175_500 == Ledger(store).balance(chart.LOCKBOX)

    def test_the_same_file_again_changes_nothing(self, store: Store, account: str) -> None:
        for _ in range(2):
            receive(store, WEDNESDAY, check(account))
        assert 100_000 == balance(store, account)

    def test_another_file_of_the_same_day_is_refused(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, check(account))
        with pytest.raises(ProviderRefused, match="another file of 2005-06-15"):
            receive(store, WEDNESDAY, wire(account))
        assert 100_000 == balance(store, account)

    def test_a_file_is_posted_whole_or_not_at_all(self, store: Store, account: str) -> None:
        with pytest.raises(ProviderRefused, match="no payment 'c-9'"):
            receive(store, WEDNESDAY, check(account), returned=["c-9"])
        assert 0 == balance(store, account)
        assert () == Ledger(store).trial_balance()

    def test_the_total_must_be_that_of_the_deposits(self, store: Store, account: str) -> None:
        with pytest.raises(InputError, match=r"add up to 100\.000, its total says 99\.00"):
            Lockbox(store).receive(file(WEDNESDAY, check(account), total="99.00"), at(WEDNESDAY, 18))

    @pytest.mark.parametrize(
        "data", [b"", b"{}", b'{"day": "2005-06-15", "total": 5}', b'{"day": "x", "total": "0.00"}']
    )
    def test_what_is_no_file_is_told_so(self, store: Store, data: bytes) -> None:
        with pytest.raises(InputError, match="no lockbox file: "):
            Lockbox(store).receive(data, at(WEDNESDAY, 18))

    def test_no_file_on_a_weekend_or_holiday(self, store: Store, account: str) -> None:
        for day in (dt.date(2005, 6, 18), dt.date(2005, 7, 4)):
            with pytest.raises(ProviderRefused, match="no banking day"):
                receive(store, day, check(account))

    def test_pc_postage_is_not_paid_through_the_lockbox(self, store: Store) -> None:
        number = opened(store, System.PC_POSTAGE, signed=False)
        receive(store, WEDNESDAY, check(number))
        assert 0 == balance(store, number)
        assert ["c-1"] == [payment.id for payment in Payments(store).unidentified()]

    def test_a_deposit_to_nobody_waits_until_its_account_is_found(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, wire("99999999"))
        assert -50_000 == Ledger(store).balance(chart.UNIDENTIFIED)
        from_bank = [payment.id for payment in Payments(store).unidentified()]
        assert ["w-1"] == from_bank
        moment = _moment(THURSDAY)
        Payments(store).attribute("w-1", account, moment)
        assert (50_000, 0) == (balance(store, account), Ledger(store).balance(chart.UNIDENTIFIED))
        with pytest.raises(ProviderRefused, match="already"):
            Payments(store).attribute("w-1", account, moment)


class TestAcknowledgment:
    """(b)(2): signed before funds are deposited; (e)(6): tickets."""

    def test_without_it_a_deposit_is_not_credited(self, store: Store) -> None:
        number = opened(store, signed=False)
        receive(store, WEDNESDAY, check(number))
        assert 0 == balance(store, number)
        accounts = Accounts(store)
        with pytest.raises(ProviderRefused, match="given the Acknowledgment before it signs"):
            accounts.sign_acknowledgment(number, b"signed", "A. Licensee", WEDNESDAY)
        accounts.provide_acknowledgment(number, WEDNESDAY)
        with pytest.raises(ProviderRefused, match="completed and signed"):
            accounts.sign_acknowledgment(number, b"signed", " ", WEDNESDAY)
        accounts.sign_acknowledgment(number, b"signed", "A. Licensee", THURSDAY)
        Payments(store).attribute("c-1", number, _moment(THURSDAY))
        assert 100_000 == balance(store, number)

    def test_it_is_sent_to_the_licensing_post_office(self, store: Store, account: str) -> None:
        accounts = Accounts(store)
        assert [account] == [each.number for each in accounts.unsent_acknowledgments()]
        with pytest.raises(ProviderRefused, match="sent when it is signed"):
            accounts.send_acknowledgment(account, WEDNESDAY - dt.timedelta(days=1))
        accounts.send_acknowledgment(account, THURSDAY)
        assert () == accounts.unsent_acknowledgments()

    def test_only_the_first_check_comes_with_a_manual_ticket(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, check(account, ticket="manual"))
        assert 100_000 == balance(store, account)
        receive(store, THURSDAY, check(account, name="c-2", ticket="manual"))
        assert 100_000 == balance(store, account)

    def test_a_check_without_a_ticket_is_no_good_file(self, store: Store, account: str) -> None:
        bare = check(account)
        del bare["ticket"]
        with pytest.raises(ProviderRefused, match="deposit ticket"):
            receive(store, WEDNESDAY, bare)


class TestTransfer:
    """(b)(4), (e)(4): each banking day by 10 a.m. local time what came in the day before."""

    def test_what_came_in_the_day_before_is_transferred(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, check(account))
        made = Lockbox(store).transfer(at(THURSDAY, 9, 59))
        assert (100_000, THURSDAY, False) == (made.amount, made.day, made.late)
        assert (0, 100_000) == (Ledger(store).balance(chart.LOCKBOX), Ledger(store).balance(chart.TREASURY))

    def test_what_comes_in_on_the_day_itself_waits(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, check(account))
        receive(store, THURSDAY, wire(account))
        assert 100_000 == Lockbox(store).transfer(at(THURSDAY, 9)).amount
        assert 50_000 == Lockbox(store).transfer(at(FRIDAY, 9)).amount

    def test_the_same_day_again_changes_nothing(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, check(account))
        assert Lockbox(store).transfer(at(THURSDAY, 9)) == Lockbox(store).transfer(at(THURSDAY, 11))

    @pytest.mark.parametrize(("minute", "late"), [(0, False), (1, True)])
    def test_ten_is_the_last_minute(self, store: Store, account: str, minute: int, *, late: bool) -> None:
        receive(store, WEDNESDAY, check(account))
        assert late is Lockbox(store).transfer(at(THURSDAY, 10, minute)).late

    def test_no_transfer_on_a_day_without_banks(self, store: Store) -> None:
        with pytest.raises(ProviderRefused, match="2005-06-18 is no banking day"):
            Lockbox(store).transfer(at(dt.date(2005, 6, 18), 9))

    def test_due_is_the_next_banking_day_at_ten(self, store: Store, account: str) -> None:
        assert None is Lockbox(store).due()
        receive(store, FRIDAY, check(account))
        assert (100_000, at(MONDAY, 10)) == Lockbox(store).due()
        Lockbox(store).transfer(at(MONDAY, 9))
        assert None is Lockbox(store).due()

    def test_a_file_of_a_day_that_was_transferred_is_refused(self, store: Store, account: str) -> None:
        Lockbox(store).transfer(at(THURSDAY, 9))
        with pytest.raises(ProviderRefused, match="were transferred on 2005-06-16"):
            receive(store, WEDNESDAY, check(account))

    def test_the_bank_must_be_set(self) -> None:
        with open_store("sqlite:///:memory:") as store, pytest.raises(ProviderRefused, match="no lockbox bank"):
            Lockbox(store).transfer(at(THURSDAY, 9))


class TestReturnedItems:
    """(e)(8): after a second presentment the account is locked until the item is paid in full."""

    def test_a_check_is_presented_twice_before_it_is_returned(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, check(account))
        with pytest.raises(ProviderRefused, match="after a second presentment"):
            receive(store, THURSDAY, returned=["c-1"])
        receive(store, THURSDAY, presented_again=["c-1"])
        assert () == Accounts(store).holds(account)
        receive(store, FRIDAY, returned=["c-1"])
        (hold,) = Accounts(store).holds(account)
        assert (HoldReason.RETURNED_ITEM, "c-1") == (hold.reason, hold.cause)
        assert PaymentState.RETURNED is Payments(store).find("c-1").state

    def test_an_ach_debit_is_returned_at_once(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, wire(account))
        receive(store, THURSDAY, returned=["w-1"])
        assert 1 == len(Accounts(store).holds(account))

    def test_what_is_paid_releases_the_account(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, wire(account))
        receive(store, THURSDAY, returned=["w-1"])
        receive(store, FRIDAY, paid=["w-1"])
        assert () == Accounts(store).holds(account)
        assert 50_000 == balance(store, account)
        assert 0 == Ledger(store).balance(chart.returned(account))
        assert 50_000 == Ledger(store).balance(chart.LOCKBOX)

    def test_two_returned_items_are_two_locks(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, wire(account), wire(account, name="w-2"))
        receive(store, THURSDAY, returned=["w-1", "w-2"])
        receive(store, FRIDAY, paid=["w-1"])
        assert ["w-2"] == [hold.cause for hold in Accounts(store).holds(account)]

    def test_what_was_transferred_is_taken_back_from_the_fund(self, store: Store, account: str) -> None:
        receive(store, WEDNESDAY, wire(account))
        Lockbox(store).transfer(at(THURSDAY, 9))
        receive(store, THURSDAY, returned=["w-1"])
        assert (0, 0) == (Ledger(store).balance(chart.TREASURY), Ledger(store).balance(chart.LOCKBOX))
        assert 50_000 == Ledger(store).balance(chart.returned(account))
