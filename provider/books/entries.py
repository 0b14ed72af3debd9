"""What may be written into the books: events, each an entry that balances. All sums are mills."""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from indicia.spec.kinds import System
from provider.books import chart


class EntryKind(enum.StrEnum):
    """Why an entry was written; the words of statements and reports."""

    DEPOSIT = "deposit"
    UNIDENTIFIED = "unidentified-deposit"
    ATTRIBUTED = "attributed"
    TRANSFER = "transfer"
    PAYMENT_INITIATED = "payment-initiated"
    PAYMENT_SETTLED = "payment-settled"
    RETURNED = "returned"
    RETURNED_PAID = "returned-item-paid"
    PROVIDER_DEPOSIT = "provider-deposit"
    PROVIDER_WITHDRAWAL = "provider-withdrawal"
    ADVANCE = "advance"
    ADVANCES_PAID = "advances-paid"
    REPAYMENT = "repayment"
    WRITTEN_OFF = "written-off"
    RESET = "reset"
    RESET_CONFIRMED = "reset-confirmed"
    RESET_VOIDED = "reset-voided"
    BALANCE_REFUND = "balance-refund"
    BALANCE_REFUND_PAID = "balance-refund-paid"
    VALUE_RETURNED = "value-returned"


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry."""

    account: str
    """A code of the chart."""
    amount: int
    """Mills; debits above zero, credits below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event; its lines add up to zero, in each segment of the chart too."""

    kind: EntryKind
    """Why."""
    reference: str
    """What it is about; with the kind it names the entry: an event is written once."""
    at: dt.datetime
    """When it was written, UTC."""
    day: dt.date
    """The day that it counts for."""
    postings: tuple[Posting, ...]
    """At least two."""

    def __post_init__(self) -> None:
        sums: dict[chart.Segment, int] = defaultdict(int)
        for posting in self.postings:
            sums[chart.segment_of(posting.account)] += posting.amount
        if any(sums.values()) or len(self.postings) < 2 or not all(p.amount for p in self.postings):
            raise ValueError(f"entry {self.kind} {self.reference} does not balance: {dict(sums)}")


@dataclass(frozen=True, slots=True)
class Moment:
    """When an event is written, and the day that it counts for."""

    at: dt.datetime
    """UTC."""
    day: dt.date
    """Of the event."""

    def entry(self, kind: EntryKind, reference: str, lines: Mapping[str, int]) -> Entry:
        """The entry of an event.

        Args:
            kind: why.
            reference: what it is about.
            lines: mills by account, debits above zero.
        """
        return Entry(
            kind=kind, reference=reference, at=self.at, day=self.day,
            postings=tuple(Posting(account, amount) for account, amount in lines.items()),
        )  # fmt: skip


def moved(debit: str, credit: str, amount: int) -> dict[str, int]:
    """The two lines that move `amount` mills."""
    return {debit: amount, credit: -amount}


def advance(account: str, amount: int) -> dict[str, int]:
    """The lines of an advance: the licensee can spend it, the provider pays for it and collects it (501.29(b)(5))."""
    return moved(chart.ADVANCED, chart.licensee(account), amount) | moved(
        chart.owed(account), chart.OWED_FOR_ADVANCES, amount
    )


def advances_paid(amount: int) -> dict[str, int]:
    """The lines of the provider's payment for its advances: money at the lockbox bank."""
    return moved(chart.LOCKBOX, chart.ADVANCED, amount) | moved(chart.OWED_FOR_ADVANCES, chart.PROVIDER_MEANS, amount)


def reset_charged(account: str, amount: int) -> dict[str, int]:
    """The lines of a reset that was granted and not confirmed."""
    return moved(chart.licensee(account), chart.RESETTING, amount)


def reset_confirmed(zip_code: str, system: System, amount: int) -> dict[str, int]:
    """The lines of a reset that the device has confirmed: revenue of its licensing post office."""
    return moved(chart.RESETTING, chart.postage(zip_code, system), amount)


def reset_voided(account: str, amount: int) -> dict[str, int]:
    """The lines of a reset that the device has not applied and never will."""
    return moved(chart.RESETTING, chart.licensee(account), amount)


def value_returned(account: str, zip_code: str, system: System, amount: int) -> dict[str, int]:
    """The lines of unused value that was taken out of a device and credited to its licensee (DMM 604.10.3.1)."""
    return moved(chart.postage(zip_code, system), chart.licensee(account), amount)
