"""Customers' data, given only to who says why; every reading is written down with it."""

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from indicia.errors import InputError
from indicia.spec.custody import NOTICE_SECTION, Purpose
from provider.errors import ProviderRefused
from provider.store import Row, Store

_ZIP = re.compile(r"[0-9]{5}(-[0-9]{4})?")
_STATE = re.compile(r"[A-Z]{2}")
_ID = re.compile(r"[A-Za-z0-9-]{1,32}")
OFFICE = ""
"""The place of who reads in the provider's own office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """What an application says of the applicant; its `repr` shows the number alone."""

    id: str
    """The provider's own number for the customer; all other records carry it alone."""
    name: str = field(repr=False)
    """Person or company."""
    street: str = field(repr=False)
    """Street address."""
    city: str = field(repr=False)
    """City."""
    state: str = field(repr=False)
    """Two capitals."""
    zip: str = field(repr=False)
    """Five digits, or ZIP+4."""
    phone: str = field(repr=False, default="")
    """Telephone number."""
    email: str = field(repr=False, default="")
    """Address for electronic mail."""

    def __post_init__(self) -> None:
        good = {
            "id": _ID.fullmatch(self.id),
            "name": self.name.strip(),
            "street": self.street.strip(),
            "city": self.city.strip(),
            "state": _STATE.fullmatch(self.state),
            "zip": _ZIP.fullmatch(self.zip),
        }
        wrong = [name for name, value in good.items() if not value]
        if wrong:
            raise InputError(f"customer {self.id!r}: not filled in as it should be: {', '.join(wrong)}")


FIELDS = tuple(f.name for f in dataclasses.fields(Customer) if f.name != "id")
"""What is known of a customer beside the number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, and why."""

    name: str
    """Of the employee or the program."""
    purpose: Purpose
    """The duty that needs the data."""
    reason: str
    """The matter: a meter, an application, a request. No customer data: it is written into the record."""
    place: str = OFFICE
    """The third-party location where the reader works; empty for the provider's own office."""

    def __post_init__(self) -> None:
        if not self.name.strip() or not self.reason.strip():
            raise InputError("whoever reads customer data says who they are and why")


@dataclass(frozen=True, slots=True)
class Access:
    """One entry of the record."""

    number: int
    """From 1, without gaps."""
    at: dt.datetime
    """When, UTC."""
    reader: Reader
    """Who, and why."""
    customer: str
    """Whose data."""
    action: str
    """`read` or `changed`."""
    fields: tuple[str, ...]
    """Which of it."""


class Customers:
    """The customers of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, customer: Customer, reader: Reader, at: dt.datetime) -> None:
        """Keep a new customer.

        Raises:
            ProviderRefused: there is one of that number.
        """
        with self._store.transaction():
            if self._row(customer.id) is not None:
                raise ProviderRefused(f"there is a customer {customer.id!r} already")
            self._store.insert("customer", dataclasses.asdict(customer))
            self._write_down(reader, customer.id, "changed", FIELDS, at)

    def change(self, customer: Customer, reader: Reader, at: dt.datetime) -> tuple[str, ...]:
        """Which fields are different now (DMM 604.4.3.3)."""
        with self._store.transaction():
            old = self._known(customer.id)
            new = dataclasses.asdict(customer)
            changed = tuple(name for name in FIELDS if old[name] != new[name])
            if changed:
                settings = ", ".join(f"{name} = ?" for name in changed)
                values = [*(new[name] for name in changed), customer.id]
                self._store.run(f"UPDATE customer SET {settings} WHERE id = ?", values)  # noqa: S608 - own names
                self._write_down(reader, customer.id, "changed", changed, at)
        return changed

    def read(self, customer: str, reader: Reader, at: dt.datetime) -> Customer:
        """All of a customer's data; the reading is in the record when this returns.

        Raises:
            ProviderRefused: no such customer, or the third-party location may not have the data.
        """
        with self._store.transaction():
            row = self._known(customer)
            if reader.place:
                self._require_location(reader, customer)
            self._write_down(reader, customer, "read", FIELDS, at)
        return Customer(**row)

    def ids(self) -> list[str]:
        """Every customer's number; numbers alone are no customer data."""
        return [row["id"] for row in self._store.rows("SELECT id FROM customer ORDER BY id")]

    def accesses(
        self, *, customer: str = "", place: str | None = None, since: dt.datetime | None = None
    ) -> Iterator[Access]:
        """The record, in its order.

        Args:
            customer: only of this one.
            place: only of readers there.
            since: only from then on.
        """
        wanted = {"customer = ?": customer or None, "place = ?": place, "at >= ?": _text(since) if since else None}
        clauses = {clause: value for clause, value in wanted.items() if value is not None}
        where = f" WHERE {' AND '.join(clauses)}" if clauses else ""
        asked = f"SELECT * FROM customer_access{where} ORDER BY number"  # noqa: S608 - own clauses
        yield from map(_access, self._store.rows(asked, tuple(clauses.values())))

    def _known(self, customer: str) -> Row:
        row = self._row(customer)
        if row is None:
            raise ProviderRefused(f"there is no customer {customer!r}")
        return row

    def _row(self, customer: str) -> Row | None:
        return self._store.row("SELECT * FROM customer WHERE id = ?", (customer,))

    def _require_location(self, reader: Reader, customer: str) -> None:
        """Data is released for the operation of the location alone, and not before its notice (501.3(d))."""
        may = self._store.row(
            "SELECT 1 AS yes FROM third_party_function AS f JOIN third_party AS p ON p.id = f.place"
            " WHERE f.place = ? AND f.purpose = ? AND p.closed_at IS NULL",
            (reader.place, reader.purpose.value),
        )
        if may is None:
            raise ProviderRefused(f"{reader.place!r} is not authorized for {reader.purpose}", NOTICE_SECTION)
        told = self._store.row(
            "SELECT 1 AS yes FROM third_party_notice WHERE place = ? AND customer = ?", (reader.place, customer)
        )
        if told is None:
            raise ProviderRefused(
                f"customer {customer!r} has not been notified that {reader.place!r} houses the data", NOTICE_SECTION
            )

    def _write_down(self, reader: Reader, customer: str, action: str, fields: Collection[str], at: dt.datetime) -> None:
        self._store.insert(
            "customer_access",
            {
                "number": self._store.next_number("customer_access", "number"),
                "at": _text(at),
                "reader": reader.name,
                "place": reader.place,
                "customer": customer,
                "purpose": reader.purpose.value,
                "reason": reader.reason,
                "action": action,
                "fields": json.dumps(sorted(fields)),
            },
        )


def _text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat()


def _access(row: Row) -> Access:
    reader = Reader(name=row["reader"], purpose=Purpose(row["purpose"]), reason=row["reason"], place=row["place"])
    at = dt.datetime.fromisoformat(row["at"])
    return Access(row["number"], at, reader, row["customer"], row["action"], tuple(json.loads(row["fields"])))
