"""What licensees get in writing: the Acknowledgment, how to pay, the monthly statement."""

import calendar
import datetime as dt
import enum
import hashlib

from indicia.spec.resetting import (
    ACKNOWLEDGMENT_CLAUSE,
    ACKNOWLEDGMENT_TERMS,
    ACKNOWLEDGMENT_TITLE,
    PAYMENT_FORMS,
    PaymentForm,
)
from indicia.units import dollars
from provider.books import chart
from provider.books.accounts import Account, Accounts, StatementsBy
from provider.books.entries import EntryKind
from provider.books.ledger import Ledger, Move
from provider.books.lockbox import Bank
from provider.documents import Column, Facts, Grid, SignHere, Statement, Words, json_bytes
from provider.store import Store

_WORDS = {
    EntryKind.DEPOSIT: "Deposit received",
    EntryKind.ATTRIBUTED: "Deposit received",
    EntryKind.PAYMENT_INITIATED: "Payment initiated",
    EntryKind.ADVANCE: "Funds advanced by the provider",
    EntryKind.RESET: "Postage reset",
    EntryKind.RESET_VOIDED: "Postage reset that did not take place",
    EntryKind.BALANCE_REFUND: "Refund of balance",
    EntryKind.VALUE_RETURNED: "Unused postage value returned",
}
_FORMS = {
    PaymentForm.ACH: "Automated clearinghouse (ACH) debits/credits",
    PaymentForm.WIRE: "Electronic funds transfers (wire transfers)",
    PaymentForm.CHECK: "Checks",
    PaymentForm.CREDIT_CARD: "Credit card",
    PaymentForm.ACH_DEBIT: "Automated clearing house (ACH) debit",
}
_COLUMNS = (
    *(Column("Date"), Column("Transaction", share=2.2), Column("Reference", share=2.2)),
    *(Column("Amount", right=True), Column("Balance", right=True)),
)


class StatementKind(enum.StrEnum):
    """What a statement documents."""

    RESET = "reset"
    MONTHLY = "monthly"


class Statements:
    """The statements of one office: what they say, and that they went out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._accounts = Accounts(store)

    def monthly(self, account: str, month: dt.date) -> Statement:
        """All transactions of the month in which `month` lies, and the balance after each (501.29(e)(3))."""
        first, last = _span(month)
        found = self._accounts.find(account)
        code = chart.licensee(account)
        before = self._ledger.moves(code, last=first - dt.timedelta(days=1))
        moves = self._ledger.moves(code, first, last)
        opening = -sum(move.amount for move in before)
        closing = opening - sum(move.amount for move in moves)
        facts = (
            *(("Account", account), ("Licence", found.licensee), ("System", found.system.value)),
            *(("Balance before", money(opening)), ("Balance after", money(closing))),
        )
        return Statement(
            title="Statement of account",
            subtitle=f"{first.isoformat()} to {last.isoformat()}",
            parts=(Facts(facts), Grid(_COLUMNS, tuple(_lines(moves, opening)), heading="Transactions")),
            foot="39 CFR 501.29(e)(3)",
        )

    def due_monthly(self, month: dt.date) -> tuple[Account, ...]:
        """Accounts that get statements monthly and have none of that month yet."""
        _, last = _span(month)
        rows = self._store.rows(
            "SELECT number FROM postage_account WHERE statements = ? AND opened_on <= ? AND number NOT IN "
            "(SELECT account FROM account_statement WHERE kind = ? AND reference = ?) ORDER BY number",
            (StatementsBy.MONTHLY.value, last.isoformat(), StatementKind.MONTHLY.value, f"{last:%Y-%m}"),
        )
        return tuple(self._accounts.find(row["number"]) for row in rows)

    def issue_monthly(self, account: str, month: dt.date, at: dt.datetime) -> Statement:
        """The month's statement, written down as issued; the first time counts."""
        statement = self.monthly(account, month)
        self.note(account, StatementKind.MONTHLY, f"{month:%Y-%m}", statement, at)
        return statement

    def note(self, account: str, kind: StatementKind, reference: str, statement: Statement, at: dt.datetime) -> None:
        """Write down that a statement went to the licensee."""
        digest = hashlib.sha256(json_bytes(statement)).digest()
        self._store.run(
            "INSERT INTO account_statement (account, kind, reference, issued_at, digest) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (account, kind, reference) DO NOTHING",
            (account, kind.value, reference, at.isoformat(), digest),
        )


def acknowledgment(account: Account, provider: str) -> Statement:
    """The Acknowledgment of Deposit Requirement, its clause first, to be signed (501.29(b)(2), (3))."""
    facts = (("Account", account.number), ("Licence", account.licensee), ("System", account.system.value))
    return Statement(
        title=ACKNOWLEDGMENT_TITLE,
        parts=(
            Words(ACKNOWLEDGMENT_CLAUSE.format(provider=provider), bold=True),
            Words(ACKNOWLEDGMENT_TERMS),
            Facts(facts),
            SignHere(("Licensee",)),
        ),
        foot="39 CFR 501.29(b)",
    )


def payment_options(account: Account, bank: Bank | None) -> Statement:
    """How an account may be paid, the preferred way first (501.29(e)(5) to (7)).

    Args:
        account: whose.
        bank: the lockbox bank; None for PC Postage, which has none.
    """
    forms = PAYMENT_FORMS[account.system]
    rows = tuple((f"{number}.", _FORMS[form], _how(form, bank)) for number, form in enumerate(forms, 1))
    columns = (Column("", share=0.2), Column("Payment", share=1.2), Column("How", share=2))
    help_ = () if bank is None else (Facts((("Questions on payments", bank.telephone),)),)
    return Statement(
        title="Ways to pay for postage",
        subtitle=f"Account {account.number}",
        parts=(Grid(columns, rows), *help_),
        foot="39 CFR 501.29(e)(5)",
    )


def money(amount: int) -> str:
    """Mills as dollars, with a third decimal only where there is one."""
    sum_ = dollars(amount)
    return f"{sum_:,.2f}" if amount % 10 == 0 else f"{sum_:,.3f}"


def _how(form: PaymentForm, bank: Bank | None) -> str:
    if bank is None:
        return "initiated in the system before postage value is requested"
    if form is PaymentForm.CHECK:
        return f"by mail to {bank.name}, {bank.post_office_box}, with the preencoded deposit ticket"
    return f"to {bank.name}, {bank.routing}"


def _span(month: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month in which a day lies."""
    days = calendar.monthrange(month.year, month.month)[1]
    return month.replace(day=1), month.replace(day=days)


def _lines(moves: tuple[Move, ...], opening: int) -> list[tuple[str, ...]]:
    lines: list[tuple[str, ...]] = []
    balance = opening
    for move in moves:
        balance -= move.amount
        lines.append((move.day.isoformat(), _WORDS[move.kind], move.reference, money(-move.amount), money(balance)))
    return lines
