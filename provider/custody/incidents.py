"""Unauthorized use or disclosure: discovered, told at once, everything touched listed."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from indicia.spec.custody import NOTICE_SECTION, IncidentKind
from indicia.spec.happenings import Event
from provider.custody.customers import FIELDS, OFFICE, Customers
from provider.deadlines import Happening, record
from provider.documents import Column, Facts, Grid, Statement, Words
from provider.errors import ProviderRefused
from provider.store import Row, Store


@dataclass(frozen=True, slots=True)
class Incident:
    """One release that nobody allowed."""

    number: int
    """From 1."""
    discovered_at: dt.datetime
    """When it was discovered, UTC."""
    kind: IncidentKind
    """Use, disclosure or another breach."""
    account: str
    """What happened, without customer data."""
    place: str
    """The third-party location; empty for the provider's own office."""
    told_at: dt.datetime | None
    """When the Postal Service was told, UTC."""
    told_to: str
    """Whom."""
    regained_at: dt.datetime | None
    """When the data was regained and its further use prevented."""
    outcome: str
    """How it ended."""


class Incidents:
    """The incidents of one office."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._customers = Customers(store)

    def discover(self, kind: IncidentKind, account: str, at: dt.datetime, *, place: str = OFFICE) -> Incident:
        """A new incident; the Postal Service is to be told the same day."""
        with self._store.transaction():
            number = self._store.next_number("incident", "number")
            told = {"discovered_at": at.isoformat(), "kind": kind.value, "account": account, "place": place}
            self._store.insert("incident", {"number": number, **told})
            record(self._store, Happening(_subject(number), Event.BREACH_DISCOVERED, at))
        return self.find(number)

    def touch(self, number: int, customers: Iterable[str], how: str, fields: Iterable[str] = FIELDS) -> None:
        """Add customers whose data got out, and which of it."""
        new = sorted(fields)
        with self._store.transaction():
            self.find(number)
            for customer in customers:
                self._add(number, customer, new, how)

    def touch_readings(self, number: int, reader: str, since: dt.datetime, until: dt.datetime) -> int:
        """Add everything that one reader read in a span of time, from the record; how many readings there were."""
        found = [
            access
            for access in self._customers.accesses(since=since)
            if access.reader.name == reader and access.at <= until
        ]
        with self._store.transaction():
            for access in found:
                how = f"record {access.number}: {access.action} by {reader} at {access.at.isoformat()}"
                self._add(number, access.customer, list(access.fields), how)
        return len(found)

    def tell(self, number: int, told_to: str, at: dt.datetime) -> Incident:
        """The incident, now that the Postal Service knows.

        Raises:
            ProviderRefused: told before it was discovered.
        """
        incident = self.find(number)
        if at < incident.discovered_at:
            raise ProviderRefused("the Postal Service cannot have been told before the discovery", NOTICE_SECTION)
        with self._store.transaction():
            if incident.told_at is None:
                self._set(number, "told_at = ?, told_to = ?", (at.isoformat(), told_to))
                record(self._store, Happening(_subject(number), Event.BREACH_TOLD, at))
        return self.find(number)

    def close(self, number: int, outcome: str, at: dt.datetime) -> Incident:
        """The incident, ended: the data regained, or its loss indemnified.

        Raises:
            ProviderRefused: the Postal Service was not told.
        """
        if self.find(number).told_at is None:
            raise ProviderRefused(f"the Postal Service has not been told of incident {number}", NOTICE_SECTION)
        self._set(number, "regained_at = ?, outcome = ?", (at.isoformat(), outcome))
        return self.find(number)

    def find(self, number: int) -> Incident:
        """One incident.

        Raises:
            ProviderRefused: there is none of that number.
        """
        row = self._store.row("SELECT * FROM incident WHERE number = ?", (number,))
        if row is None:
            raise ProviderRefused(f"there is no incident {number}")
        return _incident(row)

    def all(self) -> list[Incident]:
        """Every incident."""
        return [_incident(row) for row in self._store.rows("SELECT * FROM incident ORDER BY number")]

    def export(self, number: int) -> Statement:
        """Everything touched: whose data, which of it, how; customers by their numbers."""
        incident = self.find(number)
        touched = self._store.rows("SELECT * FROM incident_touched WHERE incident = ? ORDER BY customer", (number,))
        rows = tuple((row["customer"], ", ".join(json.loads(row["fields"])), row["how"]) for row in touched)
        columns = (Column("Customer"), Column("Data", 1.6), Column("How", 3))
        return Statement(
            f"Data incident {number}",
            (
                Facts(tuple(_facts(incident, len(rows)))),
                Words(incident.account, "What happened"),
                Grid(columns, rows, heading="Everything touched"),
            ),
            foot=NOTICE_SECTION,
        )

    def _add(self, number: int, customer: str, fields: list[str], how: str) -> None:
        """Fields and ways of several touches add up."""
        row = self._store.row("SELECT * FROM incident_touched WHERE incident = ? AND customer = ?", (number, customer))
        if row is None:
            values = {"customer": customer, "fields": json.dumps(sorted(fields)), "how": how}
            self._store.insert("incident_touched", {"incident": number, **values})
            return
        both = json.dumps(sorted({*json.loads(row["fields"]), *fields}))
        ways = row["how"] if how in row["how"].split("\n") else f"{row['how']}\n{how}"
        self._store.run(
            "UPDATE incident_touched SET fields = ?, how = ? WHERE incident = ? AND customer = ?",
            (both, ways, number, customer),
        )

    def _set(self, number: int, settings: str, values: tuple[str, ...]) -> None:
        self._store.run(f"UPDATE incident SET {settings} WHERE number = ?", (*values, number))  # noqa: S608 - own names


def _facts(incident: Incident, touched: int) -> Iterable[tuple[str, str]]:
    yield "Kind", incident.kind.value
    yield "Discovered", incident.discovered_at.isoformat()
    yield "Postal Service told", incident.told_at.isoformat() if incident.told_at else "not yet"
    yield "Told to", incident.told_to or "-"
    if incident.told_at:
        yield "Time between", str(incident.told_at - incident.discovered_at)
    yield "Location", incident.place or "the provider's office"
    yield "Customers touched", str(touched)
    yield "Ended", f"{incident.regained_at.isoformat()}: {incident.outcome}" if incident.regained_at else "not yet"


def _subject(number: int) -> str:
    return f"incident:{number}"


def _time(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _incident(row: Row) -> Incident:
    return Incident(
        row["number"],
        dt.datetime.fromisoformat(row["discovered_at"]),
        IncidentKind(row["kind"]),
        row["account"],
        row["place"],
        _time(row["told_at"]),
        row["told_to"] or "",
        _time(row["regained_at"]),
        row["outcome"] or "",
    )
