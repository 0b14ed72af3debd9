"""Deadlines of one subject, folded out of what happened to it."""

import datetime as dt
import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indicia.spec.deadlines import ROWS, Every, Kind, Row
from indicia.spec.happenings import Event
from provider.deadlines.journal import Happening
from provider.deadlines.periods import after, period_of
from provider.deadlines.reckoning import due_day, due_moment

ROW, PERIOD = "row", "period"
"""Details of a `FILE_SENT`: which periodic duty it fulfils, and of which period."""


class Standing(enum.StrEnum):
    """How a deadline stands on a day."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done late"
    LAPSED = "lapsed"
    """A right that was not used in time."""
    USED_LATE = "used too late"
    """A right that was used when it was gone."""
    RIPE = "ripe"
    """From now on."""
    STOPPED = "stopped"
    """Nothing is due any more."""


# A standing of what has not ended, while its day has not passed and afterwards.
_PENDING = {
    Kind.DUTY: (Standing.OPEN, Standing.OVERDUE),
    Kind.RIGHT: (Standing.OPEN, Standing.LAPSED),
    Kind.FROM: (Standing.OPEN, Standing.RIPE),
}


@dataclass(frozen=True, slots=True)
class Instance:
    """One deadline that began."""

    row: Row
    """Which."""
    subject: str
    """Whose."""
    began: dt.datetime
    """When, UTC."""
    due: dt.date
    """Its day."""
    moment: dt.datetime | None = None
    """The last moment, of one counted in hours."""
    ended: dt.datetime | None = None
    """When it was fulfilled or stopped."""
    fulfilled: bool = False
    """It was done; else it was stopped."""
    period: str = ""
    """Which period, of one that comes back."""

    def standing(self, on: dt.date) -> Standing:
        """How it stands at the end of the day `on`."""
        if self.ended is not None and self.ended.date() <= on:
            return self._ended(self.ended)
        return _PENDING[self.row.kind][self._passed(on)]

    def _passed(self, on: dt.date) -> bool:
        return on >= self.due if self.row.kind is Kind.FROM else on > self.due

    def _ended(self, ended: dt.datetime) -> Standing:
        if not self.fulfilled:
            return Standing.STOPPED
        late = ended > self.moment if self.moment else ended.date() > self.due
        if not late or self.row.kind is Kind.FROM:
            return Standing.DONE
        return Standing.USED_LATE if self.row.kind is Kind.RIGHT else Standing.DONE_LATE

    def is_pending(self, on: dt.date) -> bool:
        """Whether it has neither been fulfilled nor stopped by the end of the day `on`."""
        return self.ended is None or self.ended.date() > on


def instances(story: Sequence[Happening], on: dt.date, rows: Sequence[Row] = ROWS) -> Iterator[Instance]:
    """Every deadline that one subject's story began through the day `on`.

    Args:
        story: what happened to the subject, the earliest first.
        on: later happenings are not known yet.
        rows: the deadlines to look for.
    """
    known = [happening for happening in story if happening.on <= on]
    events = {happening.event for happening in known}
    for row in rows:
        if row.starts & events:
            yield from _recurring(row, row.every, known, on) if row.every else _single(row, known)


def _single(row: Row, story: Sequence[Happening]) -> Iterator[Instance]:
    current: Instance | None = None
    for happening in story:
        if current and happening.event in row.ends | row.stops:
            yield replace(current, ended=happening.at, fulfilled=happening.event in row.ends)
            current = None
        if _begins(row, happening):
            if current and not row.restarts:
                continue
            if current:
                yield replace(current, ended=happening.at)
            current = Instance(
                row,
                happening.subject,
                happening.at,
                due_day(row, happening.at, happening.due),
                due_moment(row, happening.at),
            )
    if current:
        yield current


def _begins(row: Row, happening: Happening) -> bool:
    fits = not row.only or bool(row.only & happening.tags)
    return happening.event in row.starts and fits and not row.never & happening.tags


def _recurring(row: Row, every: Every, story: Sequence[Happening], on: dt.date) -> Iterator[Instance]:
    """One for each period from the first beginning through the one that `on` lies in."""
    sent = {
        happening.detail[PERIOD]: happening.at
        for happening in reversed(story)
        if happening.event is Event.FILE_SENT and happening.detail[ROW] == row.id
    }
    start = next(happening for happening in story if happening.event in row.starts)
    period = period_of(every, start.on)
    while period.first <= on:
        closed = dt.datetime.combine(period.last, dt.time(), dt.UTC)
        done = sent.get(period.label)
        yield Instance(
            row,
            start.subject,
            closed,
            due_day(row, closed),
            ended=done,
            fulfilled=done is not None,
            period=period.label,
        )
        period = after(every, period)
