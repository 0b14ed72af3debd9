"""The lockbox bank's day: its consolidated file comes in, its funds go to the Postal Service the next banking day."""

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from indicia.errors import InputError
from indicia.model.business_days import business_days_after, is_business_day
from indicia.spec.resetting import TRANSFER_BY, PaymentForm
from indicia.units import dollars, mills
from provider.books import chart
from provider.books.entries import EntryKind, Moment, moved
from provider.books.ledger import Ledger
from provider.books.payment import Ticket, received
from provider.books.payments import Payments
from provider.errors import ProviderRefused
from provider.store import Row, Store, Value

_TRANSFERS = "39 CFR 501.29(e)(4)"
_Dollars = Annotated[str, Field(pattern=r"^[0-9]{1,12}\.[0-9]{2}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileDeposit(_Strict):
    """One deposit in the bank's file."""

    id: Annotated[str, Field(min_length=1)]
    account: str
    form: PaymentForm
    amount: _Dollars
    ticket: Ticket | None = None


class LockboxFile(_Strict):
    """What the lockbox bank transmits once a banking day (501.29(e)(2))."""

    day: dt.date
    deposits: tuple[FileDeposit, ...] = ()
    presented_again: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    paid: tuple[str, ...] = ()
    total: _Dollars

    def amounts(self) -> int:
        """Mills of all its deposits."""
        return sum(mills_of(deposit.amount) for deposit in self.deposits)


_FILE = TypeAdapter(LockboxFile)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The lockbox bank, approved by the Postal Service (501.29(e)(1))."""

    name: str
    """Its name."""
    post_office_box: str
    """Where checks are mailed to (e)(6)."""
    telephone: str
    """Its toll-free number for licensees (e)(4)."""
    representative: str
    """Who handles inquiries (e)(4)."""
    routing: str
    """Routing number and account for wires and ACH (e)(7)."""
    timezone: str
    """Its local time, as `America/New_York`."""
    cutoff: dt.time
    """Local time until which deposits are processed the same day (e)(2)."""
    approved_on: dt.date
    """When the Postal Service approved it."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """One transfer to the Federal Reserve Bank."""

    day: dt.date
    """Banking day."""
    amount: int
    """Mills of the deposits of days before."""
    at: dt.datetime
    """When, UTC."""
    late: bool
    """Whether it was after 10 a.m. local time."""


class Lockbox:
    """The lockbox of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)
        self._payments = Payments(store)

    def set_bank(self, bank: Bank) -> None:
        """Keep who the bank is, instead of who it was.

        Raises:
            InputError: no such time zone.
        """
        _zone(bank.timezone)
        row: dict[str, Value] = {
            "only_row": 1,
            "name": bank.name,
            "post_office_box": bank.post_office_box,
            "telephone": bank.telephone,
        }
        row |= {"representative": bank.representative, "routing": bank.routing, "timezone": bank.timezone}
        row |= {"cutoff": bank.cutoff.isoformat(), "approved_on": bank.approved_on.isoformat()}
        with self._store.transaction():
            self._store.run("DELETE FROM lockbox_bank")
            self._store.insert("lockbox_bank", row)

    def bank(self) -> Bank:
        """Who the bank is.

        Raises:
            ProviderRefused: none is set.
        """
        row = self._store.row("SELECT * FROM lockbox_bank")
        if row is None:
            raise ProviderRefused("no lockbox bank is set", "39 CFR 501.29(e)(1)")
        del row["only_row"]
        cutoff, approved = dt.time.fromisoformat(row.pop("cutoff")), dt.date.fromisoformat(row.pop("approved_on"))
        return Bank(**row, cutoff=cutoff, approved_on=approved)

    def zone(self) -> dt.tzinfo:
        """The bank's local time; UTC while no bank is set."""
        row = self._store.row("SELECT timezone FROM lockbox_bank")
        return _zone(row["timezone"]) if row else dt.UTC

    def receive(self, file: bytes, at: dt.datetime) -> LockboxFile:
        """Post a banking day's file, all of it or nothing; the same file again changes nothing.

        A deposit that no account can take as it is waits for one (`Payments.unidentified`): its money is there.

        Raises:
            InputError: it is no such file, or its total is not that of its deposits.
            ProviderRefused: no banking day, a day that was transferred, another file of that day, or an item that
                cannot be posted.
        """
        parsed = parsed_file(file)
        digest = hashlib.sha256(file).digest()
        with self._store.transaction():
            standing = self._store.row("SELECT digest FROM lockbox_day WHERE day = ?", (parsed.day.isoformat(),))
            if standing is None:
                self._require_new_day(parsed.day)
                self._post(parsed, Moment(at, parsed.day))
                row: dict[str, Value] = {"day": parsed.day.isoformat(), "digest": digest, "total": parsed.amounts()}
                self._store.insert("lockbox_day", row | {"received_at": at.isoformat()})
            elif bytes(standing["digest"]) != digest:
                raise ProviderRefused(f"another file of {parsed.day.isoformat()} was posted", "39 CFR 501.29(e)(2)")
        return parsed

    def transfer(self, at: dt.datetime) -> Transfer:
        """Transfer what came in before the banking day of `at`; the same day again changes nothing.

        Raises:
            ProviderRefused: it is no banking day.
        """
        local = at.astimezone(_zone(self.bank().timezone))
        day = local.date()
        if not is_business_day(day):
            raise ProviderRefused(f"{day.isoformat()} is no banking day", _TRANSFERS)
        with self._store.transaction():
            standing = self._store.row("SELECT * FROM lockbox_transfer WHERE day = ?", (day.isoformat(),))
            if standing is not None:
                return _transfer(standing)
            made = Transfer(day, self._payable(day), at, local.time() > TRANSFER_BY)
            if made.amount:
                lines = moved(chart.TREASURY, chart.LOCKBOX, made.amount)
                self._ledger.post(Moment(at, day).entry(EntryKind.TRANSFER, day.isoformat(), lines))
            row: dict[str, Value] = {"day": day.isoformat(), "amount": made.amount, "late": int(made.late)}
            self._store.insert("lockbox_transfer", row | {"transferred_at": at.isoformat()})
        return made

    def transfers(self) -> tuple[Transfer, ...]:
        """Every transfer, oldest first."""
        return tuple(map(_transfer, self._store.rows("SELECT * FROM lockbox_transfer ORDER BY day")))

    def due(self) -> tuple[int, dt.datetime] | None:
        """Mills that wait at the bank and when they must be transferred (UTC); None when nothing waits."""
        waiting = self._ledger.balance(chart.LOCKBOX)
        if waiting <= 0:
            return None
        last = self._store.row("SELECT MAX(day) AS day FROM lockbox_transfer")
        done = last["day"] if last and last["day"] else dt.date.min.isoformat()
        first = self._store.row(
            "SELECT MIN(day) AS day FROM ledger_entry JOIN ledger_posting ON entry = number "
            "WHERE account = ? AND amount > 0 AND day >= ?",
            (chart.LOCKBOX, done),
        )
        day = business_days_after(dt.date.fromisoformat(first["day"] if first and first["day"] else done), 1)
        return waiting, dt.datetime.combine(day, TRANSFER_BY, _zone(self.bank().timezone)).astimezone(dt.UTC)

    def _payable(self, day: dt.date) -> int:
        """Mills of the days before `day` that are still at the bank."""
        # What is of that day or later is little; the concatenation keeps a database from reading all of the account.
        later = self._store.number(
            "SELECT SUM(amount) FROM ledger_entry JOIN ledger_posting ON entry = number "
            "WHERE day >= ? AND account || '' = ?",
            (day.isoformat(), chart.LOCKBOX),
        )
        balance = self._ledger.balance(chart.LOCKBOX)
        return max(0, min(balance, balance - later))

    def _require_new_day(self, day: dt.date) -> None:
        if not is_business_day(day):
            raise ProviderRefused(f"{day.isoformat()} is no banking day", "39 CFR 501.29(e)(2)")
        later = self._store.row("SELECT day FROM lockbox_transfer WHERE day > ?", (day.isoformat(),))
        if later is not None:
            raise ProviderRefused(f"the funds of {day.isoformat()} were transferred on {later['day']}", _TRANSFERS)

    def _post(self, file: LockboxFile, moment: Moment) -> None:
        for deposit in file.deposits:
            amount = mills_of(deposit.amount)
            self._payments.receive(
                received(deposit.id, deposit.account, deposit.form, amount, moment=moment, ticket=deposit.ticket),
                moment,
            )
        self._each(file.presented_again, self._payments.present_again, moment)
        self._each(file.returned, self._payments.return_item, moment)
        self._each(file.paid, self._payments.pay_returned, moment)

    def _each(self, payments: Sequence[str], act: Callable[[str, Moment], None], moment: Moment) -> None:
        for payment in payments:
            act(payment, moment)


def parsed_file(file: bytes) -> LockboxFile:
    """A day's file, whose total is that of its deposits.

    Raises:
        InputError: it is none.
    """
    try:
        parsed = _FILE.validate_json(file)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"])) or "file"
        raise InputError(f"no lockbox file: {where}: {first['msg']}") from None
    if parsed.amounts() != mills_of(parsed.total):
        raise InputError(
            f"lockbox file of {parsed.day.isoformat()}: its deposits add up to {dollars(parsed.amounts())}, "
            f"its total says {parsed.total}"
        )
    return parsed


def mills_of(amount: str) -> int:
    """Mills of dollars and cents."""
    return mills(Decimal(amount))


def _zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise InputError(f"there is no time zone {name!r}; allowed: as America/New_York") from None


def _transfer(row: Row) -> Transfer:
    day, at = dt.date.fromisoformat(row["day"]), dt.datetime.fromisoformat(row["transferred_at"])
    return Transfer(day, row["amount"], at, bool(row["late"]))
