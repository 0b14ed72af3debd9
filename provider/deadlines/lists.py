"""What is due on a day: the list, its document, and what the list forbids."""

import datetime as dt
from collections.abc import Sequence

from indicia.psd.ladder import Ladder, Matter
from indicia.spec.deadlines import BY_ID, ROWS, Row
from indicia.spec.happenings import Event
from provider.deadlines.instances import Instance, Standing, instances
from provider.deadlines.journal import History
from provider.documents import Column, Grid, Statement
from provider.store import Store

_BLOCKING = tuple(row for row in ROWS if row.blocks_reset)
_RESET = BY_ID["604.4.3.5-reset"]
_SPECIAL = BY_ID["604.4.3.7-special"]
_COLUMNS = (
    Column("Due", 1.1),
    Column("Standing", 0.9),
    Column("Section", 1.5),
    Column("Subject", 2.0),
    Column("Whose", 1.0),
    Column("What", 3.6),
)


def due_on(history: History, on: dt.date, *, through: dt.date | None = None) -> list[Instance]:
    """Everything that is not done on the day `on` and whose day is `through` or earlier, the earliest first.

    Args:
        history: of the subjects that are asked about.
        on: later happenings are not known yet.
        through: the last day to look at; by default `on` itself.
    """
    last = through or on
    found = [
        instance
        for subject in history.subjects
        for instance in instances(history.of(subject), on)
        if instance.is_pending(on) and instance.due <= last and instance.standing(on) is not Standing.LAPSED
    ]
    return sorted(found, key=lambda i: (i.due, i.row.id, i.subject, i.period))


def due_list(found: Sequence[Instance], on: dt.date, *, title: str = "What is due") -> Statement:
    """The list as a document."""
    rows = tuple(
        (
            instance.due.isoformat(),
            instance.standing(on).value,
            instance.row.section,
            " ".join(filter(None, (instance.subject, instance.period))),
            instance.row.who.value,
            instance.row.duty,
        )
        for instance in found
    )
    return Statement(title, (Grid(_COLUMNS, rows),), subtitle=f"On {on.isoformat()}", foot="39 CFR 501; DMM 604.4")


def reset_block(store: Store, subject: str, on: dt.date) -> Row | None:
    """The overdue matter on whose account no reset may be completed; None when nothing forbids it.

    39 CFR 501.23(f): resetting transactions must not be completed if the meter is not taken to the post office for
    examination by the due date. An overdue reset asks for an examination from the second approach on, as the device
    itself reckons (`indicia.psd.ladder`), whether or not the notices went out.
    """
    story = History.read(store, subject).of(subject)
    for instance in instances(story, on, (*_BLOCKING, _RESET)):
        if instance.row is _RESET:
            examined = any(h.event is Event.EXAMINED and instance.due < h.on <= on for h in story)
            late = Ladder(matter=Matter.RESET, due=instance.due).blocks_resetting(on)
            if late and instance.is_pending(on) and not examined:
                return instance.row
        elif instance.standing(on) is Standing.OVERDUE:
            return instance.row
    return None


def inspect_by(store: Store, subject: str, on: dt.date) -> dt.date | None:
    """The day that was named for an inspection in special circumstances (604.4.3.7); None when none is wanted."""
    story = History.read(store, subject).of(subject)
    return next((i.due for i in instances(story, on, [_SPECIAL]) if i.is_pending(on)), None)
