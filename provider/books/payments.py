"""Payments one by one: received or initiated, settled, presented again, returned, paid after all.

Deposits of meters come through the lockbox bank (501.29(b)(4)); PC Postage is paid by credit card or ACH debit, which
the licensee initiates before it asks for value (DMM 604.5.4, 5.5a). A returned item locks the account until the Postal
Service has its money (501.29(e)(8)); the licensee's balance stays what it was, for the value may be in the device.
"""

from indicia.spec.kinds import System
from indicia.spec.resetting import (
    ACKNOWLEDGED_SYSTEMS,
    PAYMENT_FORMS,
    PAYMENT_SECTIONS,
    PRESENTMENTS,
    PaymentForm,
)
from provider.books import chart
from provider.books.accounts import Account, Accounts, HoldReason
from provider.books.entries import EntryKind, Moment, moved
from provider.books.ledger import Ledger
from provider.books.payment import BEFORE, Payment, PaymentState, Ticket, payment_of, row_of
from provider.errors import ProviderRefused
from provider.store import Store

_RETURNS = "39 CFR 501.29(e)(8)"


class Payments:
    """The payments of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._accounts = Accounts(store)

    def find(self, payment: str) -> Payment:
        """One payment.

        Raises:
            ProviderRefused: there is none of that number.
        """
        row = self._store.row("SELECT * FROM payment WHERE id = ?", (payment,))
        if row is None:
            raise ProviderRefused(f"there is no payment {payment!r}")
        return payment_of(row)

    def of_account(self, account: str) -> tuple[Payment, ...]:
        """What to answer a licensee who asks where its payments stand (501.29(e)(4)), oldest first."""
        rows = self._store.rows("SELECT * FROM payment WHERE account = ? ORDER BY day, id", (account,))
        return tuple(map(payment_of, rows))

    def unidentified(self) -> tuple[Payment, ...]:
        """Deposits without an account, oldest first."""
        return tuple(map(payment_of, self._store.rows("SELECT * FROM payment WHERE account IS NULL ORDER BY day, id")))

    def receive(self, payment: Payment, moment: Moment) -> str:
        """Credit a deposit of the lockbox bank to the licensee; why it waits instead, when no account can take it."""
        with self._store.transaction():
            refusal = self._refusal(payment)
            account = None if refusal else payment.account
            self._store.insert("payment", row_of(payment, account))
            credit, kind = (
                (chart.UNIDENTIFIED, EntryKind.UNIDENTIFIED)
                if account is None
                else (chart.licensee(account), EntryKind.DEPOSIT)
            )
            self._ledger.post(moment.entry(kind, payment.id, moved(chart.LOCKBOX, credit, payment.amount)))
        return refusal

    def attribute(self, payment: str, account: str, moment: Moment) -> None:
        """Credit a deposit that waited to the account that it was meant for.

        Raises:
            ProviderRefused: it does not wait, or the account cannot take it.
        """
        with self._store.transaction():
            waiting, found = self.find(payment), self._accounts.find(account)
            if waiting.account is not None:
                raise ProviderRefused(f"payment {payment} is that of account {waiting.account} already")
            if waiting.state is PaymentState.RETURNED:
                raise ProviderRefused(f"payment {payment} was returned")
            self._require_deposit(found, waiting)
            self._store.run("UPDATE payment SET account = ? WHERE id = ?", (account, payment))
            lines = moved(chart.UNIDENTIFIED, chart.licensee(account), waiting.amount)
            self._ledger.post(moment.entry(EntryKind.ATTRIBUTED, payment, lines))

    def initiate(self, payment: Payment, moment: Moment) -> None:
        """Credit a payment for PC Postage that the licensee has initiated (DMM 604.5.5a); the same again is one.

        Raises:
            ProviderRefused: not an account of PC Postage, locked, or not a form of payment that it may use.
        """
        with self._store.transaction():
            account = self._account_of(payment)
            if account is None:
                raise ProviderRefused(f"there is no account {payment.account!r}")
            _require_form(account, payment.form, by_deposit=False)
            self._accounts.require_open(account)
            if self._store.row("SELECT id FROM payment WHERE id = ?", (payment.id,)) is None:
                self._store.insert("payment", row_of(payment, account.number))
            lines = moved(chart.COLLECTING, chart.licensee(account.number), payment.amount)
            self._ledger.post(moment.entry(EntryKind.PAYMENT_INITIATED, payment.id, lines))

    def settle(self, payment: str, moment: Moment) -> None:
        """Write down that an initiated payment reached the Postal Service."""
        with self._store.transaction():
            settled = self._move(payment, PaymentState.SETTLED, moment)
            lines = moved(chart.TREASURY, chart.COLLECTING, settled.amount)
            self._ledger.post(moment.entry(EntryKind.PAYMENT_SETTLED, payment, lines))

    def present_again(self, payment: str, moment: Moment) -> None:
        """Write down the bank's automatic second presentment of a check (501.29(e)(8))."""
        with self._store.transaction():
            if self.find(payment).form is not PaymentForm.CHECK:
                raise ProviderRefused(f"payment {payment} is no check", _RETURNS)
            self._move(payment, PaymentState.PRESENTED_AGAIN, moment)
            self._store.run("UPDATE payment SET presentments = ? WHERE id = ?", (PRESENTMENTS, payment))

    def return_item(self, payment: str, moment: Moment) -> None:
        """Take back what the bank could not collect, and lock the account at once (501.29(e)(8)).

        Raises:
            ProviderRefused: a check that was not presented twice, or nothing that can be returned.
        """
        with self._store.transaction():
            before = self.find(payment)
            if before.form is PaymentForm.CHECK and before.presentments < PRESENTMENTS:
                raise ProviderRefused(f"check {payment} is returned after a second presentment", _RETURNS)
            self._move(payment, PaymentState.RETURNED, moment)
            held = self._where_held(before)
            if before.account is None:
                self._ledger.post(
                    moment.entry(EntryKind.RETURNED, payment, moved(chart.UNIDENTIFIED, held, before.amount))
                )
                return
            lines = moved(chart.returned(before.account), held, before.amount)
            self._ledger.post(moment.entry(EntryKind.RETURNED, payment, lines))
            self._accounts.lock(before.account, HoldReason.RETURNED_ITEM, payment, moment.at)

    def pay_returned(self, payment: str, moment: Moment) -> None:
        """Write down that a returned item was paid in full, and release the account (501.29(e)(8)).

        Raises:
            ProviderRefused: it is not a returned item of an account.
        """
        with self._store.transaction():
            before = self.find(payment)
            if before.account is None:
                raise ProviderRefused(f"payment {payment} is no account's")
            self._move(payment, PaymentState.PAID, moment)
            # The bank collects returned checks; what a licensee of PC Postage pays goes to the Postal Service.
            pc_postage = before.form in PAYMENT_FORMS[System.PC_POSTAGE]
            through = chart.TREASURY if pc_postage else chart.LOCKBOX
            lines = moved(through, chart.returned(before.account), before.amount)
            self._ledger.post(moment.entry(EntryKind.RETURNED_PAID, payment, lines))
            self._accounts.release(before.account, HoldReason.RETURNED_ITEM, payment, moment.at)

    def _move(self, payment: str, state: PaymentState, moment: Moment) -> Payment:
        before = self.find(payment)
        if before.state not in BEFORE[state]:
            raise ProviderRefused(f"payment {payment} is {before.state}: it cannot become {state}")
        self._store.run(
            "UPDATE payment SET state = ?, moved_at = ? WHERE id = ?", (state.value, moment.at.isoformat(), payment)
        )
        return before

    def _where_held(self, payment: Payment) -> str:
        """The account in which the money of a payment stands."""
        if payment.state is PaymentState.INITIATED:
            return chart.COLLECTING
        if payment.state is PaymentState.SETTLED:
            return chart.TREASURY
        later = self._store.row("SELECT day FROM lockbox_transfer WHERE day > ?", (payment.day.isoformat(),))
        return chart.TREASURY if later else chart.LOCKBOX

    def _account_of(self, payment: Payment) -> Account | None:
        row = self._store.row("SELECT number FROM postage_account WHERE number = ?", (payment.account,))
        return self._accounts.find(row["number"]) if row else None

    def _refusal(self, payment: Payment) -> str:
        """Why no account can take a deposit; empty when one can."""
        account = self._account_of(payment)
        if account is None:
            return f"there is no account {payment.account!r}"
        try:
            self._require_deposit(account, payment)
        except ProviderRefused as refusal:
            return str(refusal)
        return ""

    def _require_deposit(self, account: Account, payment: Payment) -> None:
        _require_form(account, payment.form, by_deposit=True)
        if account.closed_on is not None:
            raise ProviderRefused(f"account {account.number} was closed on {account.closed_on.isoformat()}")
        self._accounts.require_acknowledged(account)
        if payment.ticket is Ticket.MANUAL and self._ledger.moves(chart.licensee(account.number)):
            raise ProviderRefused(
                "only an account's first check comes without a preencoded ticket", "39 CFR 501.29(e)(6)"
            )


def _require_form(account: Account, form: PaymentForm, *, by_deposit: bool) -> None:
    """Raise when the account's system is not paid for that way."""
    allowed = PAYMENT_FORMS[account.system]
    if form not in allowed or by_deposit is not is_deposited(account.system):
        ways = ", ".join(allowed)
        raise ProviderRefused(
            f"account {account.number} ({account.system}) is paid by {ways}, not by {form}",
            PAYMENT_SECTIONS[account.system],
        )


def is_deposited(system: System) -> bool:
    """Whether a system is paid through the lockbox bank; PC Postage is not."""
    return system in ACKNOWLEDGED_SYSTEMS
