"""Refunds of a licensee's balance: paid by the lockbox bank within 48 hours of the request (501.29(f))."""

import datetime as dt
from dataclasses import dataclass

from indicia.spec.resetting import BALANCE_REFUND_WITHIN, MILLS_PER_CENT
from indicia.units import dollars
from provider.books import chart
from provider.books.accounts import Accounts
from provider.books.entries import EntryKind, Moment, moved
from provider.books.ledger import Ledger
from provider.errors import ProviderRefused
from provider.store import Row, Store, Value

_SECTION = "39 CFR 501.29(f)"


@dataclass(frozen=True, slots=True)
class BalanceRefund:
    """One request."""

    number: int
    """Running number, from 1."""
    account: str
    """Whose balance."""
    amount: int
    """Mills."""
    requested_at: dt.datetime
    """When the request came in, UTC."""
    due_at: dt.datetime
    """When it must be paid, UTC."""
    paid_at: dt.datetime | None
    """When it was."""

    def overdue(self, at: dt.datetime) -> bool:
        """Whether it was paid too late, or is not paid at `at` and should be."""
        return (self.paid_at or at) > self.due_at


class BalanceRefunds:
    """The refunds of balances of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._accounts = Accounts(store)

    def request(self, account: str, amount: int, moment: Moment) -> BalanceRefund:
        """Set `amount` mills of a balance apart for the licensee; it cannot be set into a device any more.

        Raises:
            ProviderRefused: the account is locked, or has less, or a fraction of a cent is asked for.
        """
        if amount <= 0 or amount % MILLS_PER_CENT:
            raise ProviderRefused(
                f"a refund of {dollars(amount)}; allowed: whole cents, rounded down, more than 0", "604.10.3.7"
            )
        with self._store.transaction():
            self._accounts.require_open(self._accounts.find(account))
            balance = self._accounts.balance(account)
            if amount > balance:
                raise ProviderRefused(f"account {account} has {dollars(balance)}, not {dollars(amount)}", _SECTION)
            number = self._store.next_number("balance_refund", "id")
            row: dict[str, Value] = {"id": number, "account": account, "amount": amount}
            row |= {"requested_at": moment.at.isoformat()}
            self._store.insert("balance_refund", row | {"due_at": (moment.at + BALANCE_REFUND_WITHIN).isoformat()})
            lines = moved(chart.licensee(account), chart.REFUNDS_PAYABLE, amount)
            self._ledger.post(moment.entry(EntryKind.BALANCE_REFUND, f"{number}", lines))
        return self.find(number)

    def pay(self, number: int, moment: Moment) -> BalanceRefund:
        """Write down that the lockbox bank has paid a request; the same again changes nothing."""
        with self._store.transaction():
            refund = self.find(number)
            if refund.paid_at is None:
                lines = moved(chart.REFUNDS_PAYABLE, chart.TREASURY, refund.amount)
                self._ledger.post(moment.entry(EntryKind.BALANCE_REFUND_PAID, f"{number}", lines))
                self._store.run("UPDATE balance_refund SET paid_at = ? WHERE id = ?", (moment.at.isoformat(), number))
        return self.find(number)

    def find(self, number: int) -> BalanceRefund:
        """One request.

        Raises:
            ProviderRefused: there is none of that number.
        """
        row = self._store.row("SELECT * FROM balance_refund WHERE id = ?", (number,))
        if row is None:
            raise ProviderRefused(f"there is no refund of a balance number {number}")
        return _refund(row)

    def unpaid(self) -> tuple[BalanceRefund, ...]:
        """Requests that wait, the most urgent first."""
        rows = self._store.rows("SELECT * FROM balance_refund WHERE paid_at IS NULL ORDER BY due_at, id")
        return tuple(map(_refund, rows))

    def all(self) -> tuple[BalanceRefund, ...]:
        """Every request, by number."""
        return tuple(map(_refund, self._store.rows("SELECT * FROM balance_refund ORDER BY id")))


def _refund(row: Row) -> BalanceRefund:
    requested, due, paid = (
        row[name] and dt.datetime.fromisoformat(row[name]) for name in ("requested_at", "due_at", "paid_at")
    )
    return BalanceRefund(row["id"], row["account"], row["amount"], requested, due, paid)
