"""Licensees' accounts: opened, acknowledged, locked and released."""

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass

from indicia.spec.kinds import System
from indicia.spec.resetting import ACKNOWLEDGED_SYSTEMS, ADVANCE_SYSTEMS, MILLS_PER_CENT, RESET_SECTIONS
from indicia.units import dollars
from provider.books.chart import licensee, owed, returned
from provider.books.ledger import Ledger
from provider.errors import ProviderRefused
from provider.store import Row, Store, Value


class StatementsBy(enum.StrEnum):
    """When the licensee hears of its transactions (DMM 604.4.5.5c, 4.6.5c; 39 CFR 501.29(e)(3))."""

    EACH = "each"
    MONTHLY = "monthly"


class HoldReason(enum.StrEnum):
    """Why an account is locked."""

    RETURNED_ITEM = "returned-item"
    LICENCE = "licence"
    DEVICE = "device"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A licensee's account with the lockbox bank, kept by the provider."""

    number: str
    """Its number, as the licensee gives it when it asks for a reset."""
    licensee: str
    """The licence that it belongs to."""
    system: System
    """Kind of system that it pays for."""
    statements: StatementsBy
    """After each reset or monthly."""
    advance_limit: int = 0
    """Mills of advances that the licensee may owe at any time; 0: the provider advances nothing."""
    opened_on: dt.date
    """Its first day."""
    closed_on: dt.date | None = None
    """The day that it was closed."""
    provided_on: dt.date | None = None
    """When the licensee was given the Acknowledgment of Deposit Requirement."""
    signed_on: dt.date | None = None
    """When the licensee signed it."""
    signed_by: str | None = None
    """Who signed."""
    sent_on: dt.date | None = None
    """When the provider sent it to the licensing post office."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why an account is locked."""

    reason: HoldReason
    """Kind of reason."""
    cause: str
    """What it is about: a payment, a licence, a device."""
    since: dt.datetime
    """When it was locked, UTC."""
    until: dt.datetime | None
    """When it was released."""


class Accounts:
    """The accounts of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._ledger = Ledger(store)

    def open(self, licence: str, system: System, statements: StatementsBy, on: dt.date) -> Account:
        """A new account under the next free number.

        Raises:
            ProviderRefused: a PC Postage account cannot take monthly statements.
        """
        _require_statements(system, statements)
        with self._store.transaction():
            opened = self._store.number("SELECT COUNT(*) FROM postage_account")
            number = f"{opened + 1:08d}"
            row: dict[str, Value] = {"number": number, "licensee": licence, "system": system.value}
            self._store.insert("postage_account", row | {"statements": statements.value, "opened_on": on.isoformat()})
        return self.find(number)

    def find(self, number: str) -> Account:
        """One account.

        Raises:
            ProviderRefused: there is none of that number.
        """
        row = self._store.row("SELECT * FROM postage_account WHERE number = ?", (number,))
        if row is None:
            raise ProviderRefused(f"there is no account {number!r}")
        return _account(row)

    def all(self) -> tuple[Account, ...]:
        """Every account, by number."""
        return tuple(map(_account, self._store.rows("SELECT * FROM postage_account ORDER BY number")))

    def of_licensee(self, licence: str) -> tuple[Account, ...]:
        """The accounts of one licence, by number."""
        rows = self._store.rows("SELECT * FROM postage_account WHERE licensee = ? ORDER BY number", (licence,))
        return tuple(map(_account, rows))

    def balance(self, number: str) -> int:
        """Mills that the licensee has left."""
        return -self._ledger.balance(licensee(number))

    def provide_acknowledgment(self, number: str, on: dt.date) -> None:
        """Write down that a new licensee was given the document (501.29(b)(2))."""
        self._set(number, {"provided_on": on.isoformat()})

    def sign_acknowledgment(self, number: str, document: bytes, signed_by: str, on: dt.date) -> None:
        """Keep the digest of the signed document and who signed it.

        Raises:
            ProviderRefused: the licensee was not given it before, or names nobody.
        """
        account = self.find(number)
        if account.provided_on is None or on < account.provided_on:
            raise ProviderRefused("the licensee is given the Acknowledgment before it signs", "39 CFR 501.29(b)(2)")
        if not signed_by.strip():
            raise ProviderRefused("the Acknowledgment must be completed and signed", "39 CFR 501.29(b)(2)")
        digest = hashlib.sha256(document).digest()
        self._set(number, {"signed_on": on.isoformat(), "signed_by": signed_by.strip(), "signed_document": digest})

    def send_acknowledgment(self, number: str, on: dt.date) -> None:
        """Write down that the signed document went to the licensing post office (501.29(b)(2)).

        Raises:
            ProviderRefused: it is not signed.
        """
        account = self.find(number)
        if account.signed_on is None or on < account.signed_on:
            raise ProviderRefused("the Acknowledgment is sent when it is signed", "39 CFR 501.29(b)(2)")
        self._set(number, {"sent_on": on.isoformat()})

    def unsent_acknowledgments(self) -> tuple[Account, ...]:
        """Accounts whose document is signed and was not sent to the licensing post office."""
        rows = self._store.rows(
            "SELECT * FROM postage_account WHERE signed_on IS NOT NULL AND sent_on IS NULL ORDER BY number"
        )
        return tuple(map(_account, rows))

    def require_acknowledged(self, account: Account) -> None:
        """Raise ProviderRefused when deposits of this account are not acknowledged (501.29(b)(2))."""
        if account.system in ACKNOWLEDGED_SYSTEMS and account.signed_on is None:
            raise ProviderRefused(
                f"account {account.number} has no signed Acknowledgment of Deposit Requirement", "39 CFR 501.29(b)(2)"
            )

    def agree_advances(self, number: str, limit: int) -> None:
        """Let the licensee owe the provider `limit` mills of advances; 0 ends it.

        Raises:
            ProviderRefused: PC Postage is paid before it is downloaded.
        """
        account = self.find(number)
        if limit and account.system not in ADVANCE_SYSTEMS:
            raise ProviderRefused("PC Postage has no advances", f"{RESET_SECTIONS[account.system]}a")
        self._set(number, {"advance_limit": limit})

    def change_statements(self, number: str, statements: StatementsBy) -> None:
        """Send statements after each reset or monthly from now on."""
        _require_statements(self.find(number).system, statements)
        self._set(number, {"statements": statements.value})

    def lock(self, number: str, reason: HoldReason, cause: str, at: dt.datetime) -> None:
        """Lock an account until that very hold is released; the same hold twice is one."""
        self.find(number)
        with self._store.transaction():
            self._store.run(
                "INSERT INTO account_hold (id, account, reason, cause, since) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (account, reason, cause) WHERE until IS NULL DO NOTHING",
                (self._store.next_number("account_hold", "id"), number, reason.value, cause, at.isoformat()),
            )

    def release(self, number: str, reason: HoldReason, cause: str, at: dt.datetime) -> None:
        """End a hold; other holds of the account stay.

        Raises:
            ProviderRefused: there is no such hold.
        """
        changed = self._store.run(
            "UPDATE account_hold SET until = ? WHERE account = ? AND reason = ? AND cause = ? AND until IS NULL",
            (at.isoformat(), number, reason.value, cause),
        )
        if not changed:
            raise ProviderRefused(f"account {number} is not locked for {reason} {cause}")

    def holds(self, number: str) -> tuple[Hold, ...]:
        """What locks the account now, oldest first."""
        return tuple(hold for hold in self.hold_history(number) if hold.until is None)

    def hold_history(self, number: str) -> tuple[Hold, ...]:
        """Every hold that the account ever had, oldest first."""
        rows = self._store.rows("SELECT * FROM account_hold WHERE account = ? ORDER BY id", (number,))
        return tuple(
            Hold(HoldReason(row["reason"]), row["cause"], _time(row["since"]), row["until"] and _time(row["until"]))
            for row in rows
        )

    def require_open(self, account: Account) -> None:
        """Raise ProviderRefused when nothing can be spent from this account."""
        if account.closed_on is not None:
            raise ProviderRefused(f"account {account.number} was closed on {account.closed_on.isoformat()}")
        holds = self.holds(account.number)
        if holds:
            section = "39 CFR 501.29(e)(8)" if holds[0].reason is HoldReason.RETURNED_ITEM else ""
            raise ProviderRefused(f"account {account.number} is locked: {holds[0].reason} {holds[0].cause}", section)

    def close(self, number: str, on: dt.date) -> None:
        """Close an account which owes nothing and in which nothing is left but a fraction of a cent (604.10.3.7).

        Raises:
            ProviderRefused: it has a balance or a debt.
        """
        for code in (licensee(number), returned(number), owed(number)):
            balance = self._ledger.balance(code)
            if balance > 0 or -balance >= MILLS_PER_CENT:
                raise ProviderRefused(f"account {number} is not settled: {code} stands at {dollars(abs(balance))}")
        self._set(number, {"closed_on": on.isoformat()})

    def _set(self, number: str, columns: dict[str, Value]) -> None:
        self.find(number)
        names = ", ".join(f"{name} = ?" for name in columns)
        self._store.run(f"UPDATE postage_account SET {names} WHERE number = ?", (*columns.values(), number))  # noqa: S608 - own names


def _require_statements(system: System, statements: StatementsBy) -> None:
    if statements is StatementsBy.MONTHLY and system is System.PC_POSTAGE:
        raise ProviderRefused("PC Postage is documented after each reset", f"{RESET_SECTIONS[system]}c")


def _account(row: Row) -> Account:
    days = ("opened_on", "closed_on", "provided_on", "signed_on", "sent_on")
    dated = {name: dt.date.fromisoformat(row[name]) if row[name] else None for name in days}
    return Account(
        number=row["number"],
        licensee=row["licensee"],
        system=System(row["system"]),
        statements=StatementsBy(row["statements"]),
        advance_limit=row["advance_limit"],
        signed_by=row["signed_by"],
        **dated,  # type: ignore[arg-type]  # opened_on is never NULL
    )


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
