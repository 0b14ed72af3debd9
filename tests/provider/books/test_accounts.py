"""Accounts: refunds of balances, PC Postage payments, advances' debts, statements, closing."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from fixtures.random_books import BANK
from indicia.spec.kinds import System
from indicia.spec.resetting import PaymentForm
from provider.books import Account, Accounts, HoldReason, Ledger, Moment, StatementsBy, chart
from provider.books.advances import Advances
from provider.books.balance_refunds import BalanceRefunds
from provider.books.charges import Charges
from provider.books.payment import Ticket, initiated, received
from provider.books.payments import Payments
from provider.books.statements import Statements, acknowledgment, money, payment_options
from provider.documents import Grid, Words, json_bytes
from provider.errors import ProviderRefused
from provider.store import Store, open_store

JUNE, JULY = dt.date(2005, 6, 15), dt.date(2005, 7, 5)


def moment(day: dt.date = JUNE, hour: int = 15) -> Moment:
    return Moment(dt.datetime.combine(day, dt.time(hour), dt.UTC), day)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite:///:memory:") as store:
        yield store


@pytest.fixture
def account(store: Store) -> Account:
    accounts = Accounts(store)
    number = accounts.open("L-1", System.IBI_METER, StatementsBy.MONTHLY, JUNE).number
    accounts.provide_acknowledgment(number, JUNE)
    accounts.sign_acknowledgment(number, b"signed", "A. Licensee", JUNE)
    payment = received("i-1", number, PaymentForm.CHECK, 100_000, moment=moment(), ticket=Ticket.PREENCODED)
    assert "" == Payments(store).receive(payment, moment())
    return accounts.find(number)


@pytest.fixture
def pc_postage(store: Store) -> Account:
    return Accounts(store).open("L-2", System.PC_POSTAGE, StatementsBy.EACH, JUNE)


class TestBalanceRefunds:
    """501.29(f): within 48 hours after receipt of the request."""

    def test_what_is_asked_back_cannot_be_set_any_more(self, store: Store, account: Account) -> None:
        refund = BalanceRefunds(store).request(account.number, 60_000, moment())
        assert 40_000 == Accounts(store).balance(account.number)
        assert refund.requested_at + dt.timedelta(hours=48) == refund.due_at
        with pytest.raises(ProviderRefused):
            Charges(store).charge(account, 50_000, "g-1", moment())

    def test_it_is_overdue_after_48_hours(self, store: Store, account: Account) -> None:
        refund = BalanceRefunds(store).request(account.number, 60_000, moment())
        assert not refund.overdue(refund.due_at)
        assert refund.overdue(refund.due_at + dt.timedelta(seconds=1))

    def test_it_is_paid_once(self, store: Store, account: Account) -> None:
        refunds = BalanceRefunds(store)
        number = refunds.request(account.number, 60_000, moment()).number
        paid = [refunds.pay(number, moment(JUNE, hour)) for hour in (16, 17)]
        assert paid[0] == paid[1]
        assert () == refunds.unpaid()
        assert (0, -60_000) == (Ledger(store).balance(chart.REFUNDS_PAYABLE), Ledger(store).balance(chart.TREASURY))

    def test_no_more_than_the_balance_and_none_of_a_locked_account(self, store: Store, account: Account) -> None:
        refunds = BalanceRefunds(store)
        for amount in (0, 100_010, 15):
            with pytest.raises(ProviderRefused):
                refunds.request(account.number, amount, moment())
        Accounts(store).lock(account.number, HoldReason.PROVIDER, "audit", moment().at)
        with pytest.raises(ProviderRefused, match="locked: provider audit"):
            refunds.request(account.number, 10, moment())
        with pytest.raises(ProviderRefused, match="number 7"):
            refunds.find(7)


class TestPcPostage:
    """DMM 604.5.4: credit card or ACH debit alone."""

    @pytest.mark.parametrize("form", [PaymentForm.CREDIT_CARD, PaymentForm.ACH_DEBIT])
    def test_an_initiated_payment_can_be_downloaded(self, store: Store, pc_postage: Account, form: PaymentForm) -> None:
        for _ in range(2):
            payment = initiated("p-1", pc_postage.number, form, 25_000, moment=moment())
            Payments(store).initiate(payment, moment())
        assert 25_000 == Accounts(store).balance(pc_postage.number)
        Payments(store).settle("p-1", moment())
        assert (0, 25_000) == (Ledger(store).balance(chart.COLLECTING), Ledger(store).balance(chart.TREASURY))

    @pytest.mark.parametrize("form", [PaymentForm.CHECK, PaymentForm.WIRE, PaymentForm.ACH])
    def test_nothing_else_is_taken(self, store: Store, pc_postage: Account, form: PaymentForm) -> None:
        with pytest.raises(ProviderRefused, match=r"604\.5\.4"):
            Payments(store).initiate(initiated("p-1", pc_postage.number, form, 10, moment=moment()), moment())

    def test_a_meters_account_takes_no_card(self, store: Store, account: Account) -> None:
        payment = initiated("p-1", account.number, PaymentForm.CREDIT_CARD, 10, moment=moment())
        with pytest.raises(ProviderRefused, match=r"604\.4\.6\.4"):
            Payments(store).initiate(payment, moment())

    def test_a_returned_payment_locks_until_it_is_made_good(self, store: Store, pc_postage: Account) -> None:
        payments = Payments(store)
        payments.initiate(initiated("p-1", pc_postage.number, PaymentForm.ACH_DEBIT, 25_000, moment=moment()), moment())
        Charges(store).charge(pc_postage, 25_000, "g-1", moment())
        payments.return_item("p-1", moment())
        with pytest.raises(ProviderRefused, match="locked: returned-item p-1"):
            Charges(store).charge(pc_postage, 0, "g-2", moment())
        payments.pay_returned("p-1", moment())
        assert 0 == Charges(store).charge(pc_postage, 0, "g-2", moment())
        with pytest.raises(ProviderRefused, match="it cannot become returned"):
            payments.return_item("p-1", moment())

    @pytest.mark.parametrize("amount", [0, -10, 15])
    def test_sums_are_whole_cents(self, pc_postage: Account, amount: int) -> None:
        with pytest.raises(ProviderRefused, match="whole cents"):
            initiated("p-1", pc_postage.number, PaymentForm.CREDIT_CARD, amount, moment=moment())

    def test_it_is_documented_after_each_reset(self, store: Store, pc_postage: Account) -> None:
        with pytest.raises(ProviderRefused, match=r"604\.5\.5c"):
            Accounts(store).open("L-3", System.PC_POSTAGE, StatementsBy.MONTHLY, JUNE)
        with pytest.raises(ProviderRefused, match=r"604\.5\.5c"):
            Accounts(store).change_statements(pc_postage.number, StatementsBy.MONTHLY)


class TestAdvances:
    """501.29(b)(5): the provider alone collects its advances."""

    @pytest.fixture
    def owing(self, store: Store, account: Account) -> Account:
        accounts = Accounts(store)
        accounts.agree_advances(account.number, 50_000)
        Advances(store).deposit("own-1", 50_000, moment())
        found = accounts.find(account.number)
        assert 50_000 == Charges(store).charge(found, 150_000, "g-1", moment())
        return found

    def test_the_provider_pays_the_postal_service_and_collects(self, store: Store, owing: Account) -> None:
        advances = Advances(store)
        assert 50_000 == advances.pay("paid-1", moment())
        assert 0 == advances.pay("paid-1", moment())
        advances.repay(owing.number, 30_000, "r-1", moment())
        advances.write_off(owing.number, 20_000, "w-1", moment())
        assert 0 == advances.owed(owing.number)
        assert 20_000 == Ledger(store).balance(chart.UNCOLLECTED)
        assert () == Ledger(store).faults()

    def test_no_more_than_is_owed(self, store: Store, owing: Account) -> None:
        with pytest.raises(ProviderRefused, match=r"owes 50\.000"):
            Advances(store).repay(owing.number, 50_010, "r-1", moment())

    def test_the_same_repayment_counts_once(self, store: Store, owing: Account) -> None:
        for _ in range(2):
            Advances(store).repay(owing.number, 50_000, "r-1", moment())
        assert 0 == Advances(store).owed(owing.number)


class TestStatements:
    """501.29(e)(3), (5); (b)(3)."""

    def test_the_clause_comes_first(self, account: Account) -> None:
        first = acknowledgment(account, "TEST PROVIDER").parts[0]
        assert isinstance(first, Words)
        assert first.text.startswith("By signing this meter rental agreement, you represent")
        assert "this Agreement with TEST PROVIDER, you will" in first.text

    def test_the_month_shows_every_transaction_and_the_balance_after_each(self, store: Store, account: Account) -> None:
        Charges(store).charge(account, 30_005, "g-1", moment())
        Charges(store).charge(account, 10_000, "g-2", moment(JULY))
        grid = Statements(store).monthly(account.number, JUNE).parts[1]
        assert isinstance(grid, Grid)
        assert [("100.00", "100.00"), ("-30.005", "69.995")] == [row[3:] for row in grid.rows]
        july = json.loads(json_bytes(Statements(store).monthly(account.number, JULY)))
        assert {"Balance before": "69.995", "Balance after": "59.995"}.items() <= july["parts"][0]["facts"].items()
        assert ["Postage reset"] == [row["Transaction"] for row in july["parts"][1]["rows"]]

    def test_due_until_it_is_issued(self, store: Store, account: Account) -> None:
        statements = Statements(store)
        assert [account] == list(statements.due_monthly(JUNE))
        statements.issue_monthly(account.number, JUNE, moment(JULY).at)
        assert () == statements.due_monthly(JUNE)
        assert [account] == list(statements.due_monthly(JULY))
        assert () == statements.due_monthly(dt.date(2005, 5, 31))

    def test_ways_to_pay_in_order_of_preference(self, account: Account, pc_postage: Account) -> None:
        grid = payment_options(account, BANK).parts[0]
        assert isinstance(grid, Grid)
        names = [row[1] for row in grid.rows]
        assert ["Automated clearinghouse (ACH) debits/credits", "Electronic funds transfers (wire transfers)"] == names[
            :2
        ]
        assert "Checks" == names[2]
        assert BANK.post_office_box in grid.rows[2][2]
        assert 1 == len(payment_options(pc_postage, None).parts)

    @pytest.mark.parametrize(("mills", "told"), [(0, "0.00"), (12_345, "12.345"), (-1_234_560, "-1,234.56")])
    def test_sums_have_a_third_decimal_only_where_there_is_one(self, mills: int, told: str) -> None:
        assert told == money(mills)


def test_an_account_is_closed_when_nothing_is_left(store: Store, account: Account) -> None:
    with pytest.raises(ProviderRefused, match="not settled: licensee"):
        Accounts(store).close(account.number, JULY)
    Charges(store).charge(account, 5, "g-0", moment())
    BalanceRefunds(store).request(account.number, 99_990, moment())
    assert 5 == Accounts(store).balance(account.number)  # a fraction of a cent, which is not refunded (604.10.3.7)
    Accounts(store).close(account.number, JULY)
    with pytest.raises(ProviderRefused, match="was closed"):
        Charges(store).charge(Accounts(store).find(account.number), 0, "g-1", moment())
    late = received("i-2", account.number, PaymentForm.WIRE, 10, moment=moment())
    assert "was closed" in Payments(store).receive(late, moment())


def test_the_same_hold_twice_is_one(store: Store, account: Account) -> None:
    accounts = Accounts(store)
    for _ in range(2):
        accounts.lock(account.number, HoldReason.PROVIDER, "audit", moment().at)
    accounts.release(account.number, HoldReason.PROVIDER, "audit", moment().at)
    assert () == accounts.holds(account.number)
    with pytest.raises(ProviderRefused, match="not locked for provider audit"):
        accounts.release(account.number, HoldReason.PROVIDER, "audit", moment().at)
    accounts.lock(account.number, HoldReason.PROVIDER, "audit", moment().at)
    assert 2 == len(accounts.hold_history(account.number))


def test_an_unknown_account_is_told_so(store: Store) -> None:
    with pytest.raises(ProviderRefused, match="there is no account '7'"):
        Accounts(store).find("7")
