"""From what a page shows to its answer: read the messages, check them, judge them, combine."""

from dataclasses import dataclass
from pathlib import Path

from indicia.payload.codec import decode, why_not_ibi
from indicia.rulebook.evidence import Circumstances
from indicia.rulebook.judge import judge, verdict
from indicia.rulebook.period import Entry, mailing_period, period_evidence
from indicia.rulebook.row import Finding, Row
from indicia.rulebook.rows import rows
from indicia.security.trust import TrustDirectory
from indicia.spec.kinds import FimKind, Purpose
from verify.answer import Answer, CheckedIndicium, PageFinding
from verify.check.authenticity import mailing_date, message_evidence, signature_evidence, withdrawal_evidence
from verify.evidence import (
    Facts,
    circumstances,
    fim_evidence,
    indicium_evidence,
    no_indicium,
    purpose_of,
    unread_indicium,
)
from verify.options import Options
from verify.seen import IndiciumSeen, Seen, SymbolSeen


@dataclass(frozen=True, slots=True)
class Court:
    """Everything that stays the same from page to page: whom to trust, which rules, which day."""

    trust: TrustDirectory
    """Certificates, revocations, keys."""
    options: Options
    """What the operator says."""
    rows: tuple[Row, ...]
    """The rulebook."""

    @classmethod
    def of(cls, trust: Path, options: Options) -> "Court":
        """The court with the trust directory at `trust` and the rulebook of the policy in `options`.

        Raises:
            CredentialError: the trust directory has no root.
        """
        return cls(TrustDirectory.load(trust), options, rows(options.policy))

    def answer(self, seen: Seen, *, file: str | None = None, page: int = 1) -> Answer:
        """The answer for what one page shows."""
        marks = {mark.symbol: mark for mark in seen.indicia}
        indicia = tuple(
            self._checked(symbol, marks.get(index))
            for index, symbol in enumerate(seen.symbols)
            if why_not_ibi(symbol.data) is None
        )
        findings = tuple(self._findings(seen, indicia))
        outcome, reasons = verdict([one.finding for one in findings])
        return Answer(file, page, outcome, tuple(reasons), seen, indicia, findings)

    def _checked(self, symbol: SymbolSeen, mark: IndiciumSeen | None) -> CheckedIndicium:
        message = decode(symbol.data)
        date = mailing_date(message)
        what_for = purpose_of(None if message.payload is None else message.payload.amount)
        return CheckedIndicium(
            symbol=symbol,
            mark=mark,
            message=message,
            signature=self.trust.status(message, self.options.on),
            purpose=what_for,
            period=None if date is None else mailing_period(date, self._entry(what_for)),
        )

    def _entry(self, what_for: Purpose | None) -> Entry:
        # Only a PC Postage system dates its prepaid reply mail (604.4.9.4c, d).
        return Entry(
            self.options.on,
            after_last_collection=self.options.after_last_collection,
            any_day=what_for is Purpose.REPLY,
        )

    def _findings(self, seen: Seen, indicia: tuple[CheckedIndicium, ...]) -> list[PageFinding]:
        if not indicia:
            return [PageFinding(finding, None) for finding in self._without_message(seen)]
        return [
            PageFinding(finding, index)
            for index, one in enumerate(indicia)
            for finding in judge(self.rows, self._evidence(seen, one, first=index == 0), self._circumstances(seen, one))
        ]

    def _without_message(self, seen: Seen) -> list[Finding]:
        """What can be said of a page on which no message was read."""
        if seen.fim is None or seen.fim.kind is not FimKind.D:
            return judge(self.rows, no_indicium(), Circumstances())
        told = circumstances(seen, purpose=None, date_form=None, facing=self.options.facing)
        return judge(self.rows, unread_indicium(seen), told)

    def _evidence(self, seen: Seen, one: CheckedIndicium, *, first: bool) -> Facts:
        """All facts about one indicium; those of the page's FIM go with the first."""
        return {
            **indicium_evidence(seen, one.symbol, one.mark),
            **(fim_evidence(seen) if first else {}),
            **message_evidence(one.message),
            **signature_evidence(one.signature),
            **({} if one.period is None else period_evidence(one.period)),
            **withdrawal_evidence(self.options.on),
        }

    def _circumstances(self, seen: Seen, one: CheckedIndicium) -> Circumstances:
        date = mailing_date(one.message)
        return circumstances(
            seen,
            purpose=one.purpose,
            date_form=None if date is None else date.form,
            facing=self.options.facing,
        )
