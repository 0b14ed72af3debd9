"""What happened: written once, in the order of the telling, read in the order of the days."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicia.errors import InputError
from indicia.spec.deadlines import ROWS, Unit
from indicia.spec.happenings import Event, Tag
from provider.store import Row, Store

_ASKS_FOR_A_DAY = frozenset(event for row in ROWS if row.unit is Unit.NAMED_DAY for event in row.starts)
PROVIDER = "provider"
"""The subject of what happens to the provider itself."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened to one subject."""

    subject: str
    """`meter:` and the device, `licence:` and the application, `provider`, …; never a customer's name."""
    event: Event
    """What it was."""
    at: dt.datetime
    """When, UTC."""
    tags: frozenset[Tag] = frozenset()
    """What was true of the subject then."""
    due: dt.date | None = None
    """The day that was named, of what asks for one."""
    detail: Mapping[str, str] = field(default_factory=dict)
    """Readings, numbers, places; no customer data."""
    number: int = 0
    """In the order of the telling, from 1; 0 before it is recorded."""

    @property
    def on(self) -> dt.date:
        """Its day."""
        return self.at.date()


def record(store: Store, happening: Happening) -> Happening:
    """The happening with its number; it lasts with the transaction around it.

    Raises:
        InputError: a time without a time zone, or what asks for a day is told without one or with one before it.
    """
    if happening.at.tzinfo is None:
        raise InputError(f"{happening.event} of {happening.subject}: a time without a time zone")
    if happening.event in _ASKS_FOR_A_DAY and (happening.due is None or happening.due < happening.on):
        raise InputError(f"{happening.event} of {happening.subject}: name the day by which it is done")
    with store.transaction():
        number = store.next_number("happening", "number")
        store.insert(
            "happening",
            {
                "number": number,
                "subject": happening.subject,
                "event": happening.event.value,
                "at": happening.at.astimezone(dt.UTC).isoformat(),
                "tags": " ".join(sorted(happening.tags)),
                "due": happening.due.isoformat() if happening.due else None,
                "detail": json.dumps(dict(happening.detail), sort_keys=True),
            },
        )
    return Happening(
        happening.subject, happening.event, happening.at, happening.tags, happening.due, happening.detail, number
    )


class History:
    """What happened to some subjects, read once."""

    def __init__(self, happenings: Iterable[Happening]) -> None:
        self._by_subject: dict[str, list[Happening]] = {}
        for happening in sorted(happenings, key=lambda h: (h.at, h.number)):
            self._by_subject.setdefault(happening.subject, []).append(happening)

    @classmethod
    def read(cls, store: Store, subject: str | None = None) -> "History":
        """Of one subject, or of all."""
        asked = "SELECT * FROM happening"
        rows = store.rows(f"{asked} WHERE subject = ?", (subject,)) if subject else store.rows(asked)
        return cls(map(_happening, rows))

    @property
    def subjects(self) -> list[str]:
        """All of them, sorted."""
        return sorted(self._by_subject)

    def of(self, subject: str) -> list[Happening]:
        """What happened to it, the earliest first."""
        return self._by_subject.get(subject, [])

    def last(self, subject: str, *events: Event) -> Happening | None:
        """The latest of `events`; None when none happened."""
        return next((h for h in reversed(self.of(subject)) if h.event in events), None)

    def since(self, subject: str, beginning: Event, *events: Event) -> list[Happening]:
        """What of `events` happened from the latest `beginning` on; nothing when that did not happen."""
        story = self.of(subject)
        start = next((i for i in range(len(story) - 1, -1, -1) if story[i].event is beginning), len(story))
        return [h for h in story[start:] if h.event in events]


def _happening(row: Row) -> Happening:
    return Happening(
        row["subject"],
        Event(row["event"]),
        dt.datetime.fromisoformat(row["at"]),
        frozenset(map(Tag, row["tags"].split())),
        dt.date.fromisoformat(row["due"]) if row["due"] else None,
        json.loads(row["detail"]),
        row["number"],
    )
