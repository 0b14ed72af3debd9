"""Third-party locations: authorized by the Postal Service for each function, told to each customer, with a copy."""

import datetime as dt
import hashlib
from dataclasses import dataclass

from indicia.spec.custody import NOTICE_SECTION, NOTICE_TEXT, NOTICE_TITLE, Purpose
from indicia.spec.happenings import Event
from provider.custody.customers import Customer
from provider.deadlines import Happening, record
from provider.documents import Facts, Statement, Words, json_bytes
from provider.errors import ProviderRefused
from provider.store import Row, Store

_THIRD_PARTY = "39 CFR 501.22(b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A third-party location, domestic or off shore."""

    id: str
    """The provider's own short name for it."""
    operator: str
    """Who runs it."""
    address: str
    """Where it is."""
    country: str = "US"
    """Two capitals."""


class Places:
    """The third-party locations of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, place: Place) -> None:
        """Keep a new location; it may do nothing yet.

        Raises:
            ProviderRefused: there is one of that name.
        """
        with self._store.transaction():
            if self._row(place.id) is not None:
                raise ProviderRefused(f"there is a location {place.id!r} already")
            columns = {"operator": place.operator, "address": place.address, "country": place.country}
            self._store.insert("third_party", {"id": place.id, **columns, "closed_at": None})

    def authorize(self, place: str, function: Purpose, reference: str, on: dt.date) -> None:
        """Write down the written authorization for one function; it extends to no other (501.22(b)(1)).

        Raises:
            ProviderRefused: no such location, or no reference to the writing.
        """
        if not reference.strip():
            raise ProviderRefused("the authorization of a third party is in writing", _THIRD_PARTY)
        with self._store.transaction():
            self.find(place)
            self._store.run(
                "INSERT INTO third_party_function (place, purpose, authorized_on, reference) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (place, purpose) DO NOTHING",
                (place, function.value, on.isoformat(), reference),
            )

    def house(self, place: str, customers: list[str], at: dt.datetime) -> None:
        """Say that customers' data is housed there from now on: their notices are due.

        Raises:
            ProviderRefused: no such location, or the Postal Service authorized none of its functions.
        """
        with self._store.transaction():
            self.find(place)
            if not self.functions(place):
                raise ProviderRefused(f"the Postal Service has authorized no function of {place!r}", _THIRD_PARTY)
            for customer in customers:
                record(self._store, Happening(_subject(place, customer), Event.LOCATION_OPENED, at))

    def notice(self, place: str, customer: Customer, on: dt.date) -> Statement:
        """The notice to one customer."""
        found = self.find(place)
        facts = (
            ("To", f"{customer.name}\n{customer.street}\n{customer.city} {customer.state} {customer.zip}"),
            ("Date", on.isoformat()),
            ("Location", f"{found.operator}\n{found.address}\n{found.country}"),
            ("Housed for", ", ".join(function.value for function in self.functions(place))),
        )
        return Statement(NOTICE_TITLE, (Facts(facts), Words(NOTICE_TEXT)), foot=NOTICE_SECTION)

    def notify(self, place: str, customer: str, notice: Statement, at: dt.datetime) -> None:
        """Write down that the customer was given the notice; the digest proves which."""
        digest = hashlib.sha256(json_bytes(notice)).digest()
        with self._store.transaction():
            self._store.run(
                "INSERT INTO third_party_notice (place, customer, notified_at, digest) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (place, customer) DO UPDATE SET notified_at = excluded.notified_at,"
                " digest = excluded.digest, copied_at = NULL",
                (place, customer, at.isoformat(), digest),
            )
            record(self._store, Happening(_subject(place, customer), Event.CUSTOMER_NOTIFIED, at))

    def send_copy(self, place: str, customer: str, at: dt.datetime) -> None:
        """Write down that the Postal Service was given the copy of the notice.

        Raises:
            ProviderRefused: the customer was given none.
        """
        with self._store.transaction():
            changed = self._store.run(
                "UPDATE third_party_notice SET copied_at = ? WHERE place = ? AND customer = ?",
                (at.isoformat(), place, customer),
            )
            if not changed:
                raise ProviderRefused(f"customer {customer!r} was given no notice of {place!r}", NOTICE_SECTION)
            record(self._store, Happening(_subject(place, customer), Event.COPY_SENT, at))

    def close(self, place: str, at: dt.datetime) -> None:
        """From now on nobody reads there."""
        self._store.run("UPDATE third_party SET closed_at = ? WHERE id = ?", (at.isoformat(), place))

    def find(self, place: str) -> Place:
        """One location.

        Raises:
            ProviderRefused: there is none of that name.
        """
        row = self._row(place)
        if row is None:
            raise ProviderRefused(f"there is no third-party location {place!r}")
        return Place(id=row["id"], operator=row["operator"], address=row["address"], country=row["country"])

    def functions(self, place: str) -> list[Purpose]:
        """What the Postal Service authorized it for."""
        asked = "SELECT purpose FROM third_party_function WHERE place = ? ORDER BY purpose"
        return [Purpose(row["purpose"]) for row in self._store.rows(asked, (place,))]

    def _row(self, place: str) -> Row | None:
        return self._store.row("SELECT * FROM third_party WHERE id = ?", (place,))


def _subject(place: str, customer: str) -> str:
    return f"notice:{place}:{customer}"
