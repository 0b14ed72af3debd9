"""Security weaknesses: told in 21 days, reported in 45 more, followed to the summary (501.13)."""

import datetime as dt
from collections.abc import Mapping

from indicia.errors import InputError
from indicia.spec.happenings import Event
from provider.deadlines import Happening, History, record
from provider.documents import Facts, SignHere, Statement, Words
from provider.errors import ProviderRefused
from provider.store import Store

_FAMILY = "weakness:"
_ORDER = (
    Event.WEAKNESS_DISCOVERED,
    Event.PRELIMINARY_REPORTED,
    Event.WRITTEN_REPORTED,
    Event.INVESTIGATION_COMPLETED,
    Event.SUMMARY_SUBMITTED,
)
"""Each comes after the one before it; status reports come at any time after the preliminary report."""


class Weaknesses:
    """The weaknesses that one provider found or heard of."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def discover(self, models: str, findings: str, at: dt.datetime) -> int:
        """The number of a new one.

        Args:
            models: the meters or models subject to it.
            findings: results of testing, the weakness or the method of tampering; no customer data.
            at: when it was discovered, UTC.

        Raises:
            InputError: neither models nor findings.
        """
        with self._store.transaction():
            known = self._store.rows("SELECT DISTINCT subject FROM happening WHERE subject LIKE ?", (f"{_FAMILY}%",))
            number = len(known) + 1
            self._tell(number, Event.WEAKNESS_DISCOVERED, at, {"models": models, "findings": findings})
        return number

    def report_preliminary(self, number: int, at: dt.datetime) -> Statement:
        """The preliminary report (501.13(b)).

        Raises:
            ProviderRefused: there is none of that number, or it was reported.
        """
        self._after(number, Event.PRELIMINARY_REPORTED)
        self._tell(number, Event.PRELIMINARY_REPORTED, at, {})
        return self.statement(number)

    def report_written(
        self, number: int, *, circumstances: str, procedure: str, completion: dt.date, at: dt.datetime
    ) -> Statement:
        """The written report: circumstances, proposed procedure, anticipated completion date (501.13(c)).

        Raises:
            InputError: a part is missing, or the completion lies before the report.
            ProviderRefused: there was no preliminary report, or it was reported.
        """
        if completion < at.date():
            raise InputError(f"the anticipated completion {completion} lies before the report")
        self._after(number, Event.WRITTEN_REPORTED)
        parts = {"circumstances": circumstances, "procedure": procedure, "completion": completion.isoformat()}
        self._tell(number, Event.WRITTEN_REPORTED, at, parts)
        return self.statement(number)

    def report_status(self, number: int, status: str, at: dt.datetime) -> Statement:
        """One of the periodic status reports (501.13(c)).

        Raises:
            InputError: it says nothing.
            ProviderRefused: there was no preliminary report.
        """
        if Event.PRELIMINARY_REPORTED not in {h.event for h in self._story(number)}:
            raise ProviderRefused(f"weakness {number} has no preliminary report", "501.13(c)")
        self._tell(number, Event.STATUS_REPORTED, at, {"status": status})
        return self.statement(number)

    def complete(self, number: int, at: dt.datetime) -> None:
        """Write down that the investigation is complete: the summary is due.

        Raises:
            ProviderRefused: there was no written report.
        """
        self._after(number, Event.INVESTIGATION_COMPLETED)
        self._tell(number, Event.INVESTIGATION_COMPLETED, at, {})

    def summarize(self, number: int, summary: str, at: dt.datetime) -> Statement:
        """The summary of the investigative findings.

        Raises:
            InputError: it says nothing.
            ProviderRefused: the investigation is not complete.
        """
        self._after(number, Event.SUMMARY_SUBMITTED)
        self._tell(number, Event.SUMMARY_SUBMITTED, at, {"summary": summary})
        return self.statement(number)

    def statement(self, number: int) -> Statement:
        """Everything reported so far."""
        story = self._story(number)
        facts = tuple((h.event.value.replace("-", " ").capitalize(), h.on.isoformat()) for h in story)
        texts = tuple(
            Words(text, f"{name.capitalize()}, {h.on.isoformat()}") for h in story for name, text in h.detail.items()
        )
        return Statement(
            f"Security weakness {number}", (Facts(facts), *texts, SignHere(("Provider",))), foot="39 CFR 501.13"
        )

    def _after(self, number: int, event: Event) -> None:
        """Refuse what comes too early or again."""
        events = {happening.event for happening in self._story(number)}
        before = _ORDER[_ORDER.index(event) - 1]
        if before not in events or event in events:
            raise ProviderRefused(f"weakness {number}: {event} comes once, after {before}", "501.13")

    def _story(self, number: int) -> list[Happening]:
        subject = f"{_FAMILY}{number}"
        story = History.read(self._store, subject).of(subject)
        if not story:
            raise ProviderRefused(f"there is no weakness {number}")
        return story

    def _tell(self, number: int, event: Event, at: dt.datetime, detail: Mapping[str, str]) -> None:
        empty = [name for name, text in detail.items() if not text.strip()]
        if empty:
            raise InputError(f"{event}: say {', '.join(empty)}")
        record(self._store, Happening(f"{_FAMILY}{number}", event, at, detail=detail))
