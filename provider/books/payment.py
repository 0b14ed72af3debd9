"""A payment as a row: its form, its ticket, its state and the states before it."""

import datetime as dt
import enum
from dataclasses import dataclass

from indicia.spec.resetting import MILLS_PER_CENT, PaymentForm
from indicia.units import dollars
from provider.books.entries import Moment
from provider.errors import ProviderRefused
from provider.store import Row, Value


class Ticket(enum.StrEnum):
    """The deposit ticket of a check (501.29(e)(6))."""

    PREENCODED = "preencoded"
    MANUAL = "manual"


class PaymentState(enum.StrEnum):
    """Where a payment stands."""

    RECEIVED = "received"
    PRESENTED_AGAIN = "presented-again"
    INITIATED = "initiated"
    SETTLED = "settled"
    RETURNED = "returned"
    PAID = "paid"


BEFORE = {
    PaymentState.PRESENTED_AGAIN: {PaymentState.RECEIVED},
    PaymentState.SETTLED: {PaymentState.INITIATED},
    PaymentState.RETURNED: {
        *(PaymentState.RECEIVED, PaymentState.PRESENTED_AGAIN, PaymentState.INITIATED, PaymentState.SETTLED)
    },
    PaymentState.PAID: {PaymentState.RETURNED},
}
"""From which states a payment comes into another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One deposit or payment."""

    id: str
    """The bank's number of it."""
    account: str | None
    """Whose; None while the bank's file names no account of ours."""
    form: PaymentForm
    """How it is paid."""
    amount: int
    """Mills."""
    state: PaymentState
    """Where it stands."""
    presentments: int
    """How often a check was presented."""
    ticket: Ticket | None
    """Of a check."""
    day: dt.date
    """Banking day on which it was received or initiated."""
    moved_at: dt.datetime
    """When it came into its state, UTC."""


def row_of(payment: Payment, account: str | None) -> dict[str, Value]:
    """The row of a payment of `account`."""
    return {
        "id": payment.id,
        "account": account,
        "form": payment.form.value,
        "amount": payment.amount,
        "state": payment.state.value,
        "presentments": payment.presentments,
        "ticket": payment.ticket.value if payment.ticket else None,
        "day": payment.day.isoformat(),
        "moved_at": payment.moved_at.isoformat(),
    }


def payment_of(row: Row) -> Payment:
    """The payment in a row."""
    return Payment(
        id=row["id"],
        account=row["account"],
        form=PaymentForm(row["form"]),
        amount=row["amount"],
        state=PaymentState(row["state"]),
        presentments=row["presentments"],
        ticket=Ticket(row["ticket"]) if row["ticket"] else None,
        day=dt.date.fromisoformat(row["day"]),
        moved_at=dt.datetime.fromisoformat(row["moved_at"]),
    )


def received(
    payment: str, account: str, form: PaymentForm, amount: int, *, moment: Moment, ticket: Ticket | None = None
) -> Payment:
    """A deposit as the lockbox bank tells of it, of `amount` mills.

    Raises:
        ProviderRefused: a check without a ticket, a ticket without a check, or no sum.
    """
    if (ticket is not None) is not (form is PaymentForm.CHECK):
        raise ProviderRefused(f"payment {payment}: a check comes with a deposit ticket", "39 CFR 501.29(e)(6)")
    return _new(payment, account, form, amount, state=PaymentState.RECEIVED, moment=moment, ticket=ticket)


def initiated(payment: str, account: str, form: PaymentForm, amount: int, *, moment: Moment) -> Payment:
    """A payment of `amount` mills that a licensee of PC Postage has initiated."""
    return _new(payment, account, form, amount, state=PaymentState.INITIATED, moment=moment, ticket=None)


def _new(
    payment: str, account: str, form: PaymentForm, amount: int, *, state: PaymentState, moment: Moment,
    ticket: Ticket | None,
) -> Payment:  # fmt: skip
    if amount <= 0 or amount % MILLS_PER_CENT:
        raise ProviderRefused(f"payment {payment} of {dollars(amount)}; allowed: whole cents, more than 0")
    return Payment(
        id=payment, account=account, form=form, amount=amount, state=state, presentments=1, ticket=ticket,
        day=moment.day, moved_at=moment.at,
    )  # fmt: skip
