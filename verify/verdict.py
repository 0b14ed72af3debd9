"""From what a page shows to its answer: read the messages, understand the lettering, check, judge, combine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indicia.payload.codec import Message, decode, why_not_ibi
from indicia.rulebook.evidence import Circumstances, Quantity
from indicia.rulebook.judge import broken, judge, verdict
from indicia.rulebook.period import Entry, Period, mailing_period
from indicia.rulebook.row import Finding, Row
from indicia.security.signature import SignatureStatus
from indicia.security.trust import TrustDirectory
from indicia.spec.kinds import FimKind, Purpose, Side, System
from verify.answer import Answer, CheckedIndicium, PageFinding
from verify.checks import EVERY_CHECK, Check, answered
from verify.evidence.case import Case
from verify.evidence.circumstances import circumstances, entry_any_day, unmarked
from verify.evidence.page import evidence_of
from verify.evidence.special import assumed_system, redated_to, side_of
from verify.evidence.symbol import no_indicium, unread_indicium
from verify.options import Options
from verify.seen import Seen
from verify.understand.marks import Understood, own_runs
from verify.understand.page import understand

_REPLY_POSITION = ("604.4.8.3-", "604.4.8.11-")
"""Rules that 604.4.9.4b asks of reply indicia all at once."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it was seen, with what its symbols say."""

    seen: Seen
    messages: dict[int, Message]
    """Of the symbols that are indicia, by their index."""
    marks: tuple[Understood, ...]
    """Every postage mark."""
    side: Side
    """Which side of the piece it shows."""

    @classmethod
    def of(cls, seen: Seen, side: Side | None = None) -> "Page":
        """A page understood; `side` where somebody tells it."""
        messages = {
            index: decode(symbol.data) for index, symbol in enumerate(seen.symbols) if why_not_ibi(symbol.data) is None
        }
        marks = understand(seen, messages)
        return cls(seen, messages, marks, side or _side(seen, marks))

    def overleaf(self) -> "Page":
        """The same as the nonaddress side of a piece whose original was seen: what pays there is a correction."""
        marks = tuple(
            replace(mark, purpose=Purpose.POSTAGE_CORRECTION) if mark.purpose is Purpose.POSTAGE else mark
            for mark in self.marks
        )
        return replace(self, marks=marks, side=Side.NONADDRESS)


@dataclass(frozen=True, slots=True)
class Court:
    """Everything that stays the same from page to page: whom to trust, which rules, which day."""

    trust: TrustDirectory
    """Certificates, revocations, keys."""
    options: Options
    """What the operator says."""
    rows: tuple[Row, ...]
    """The rulebook for marks that have nothing but lettering."""
    rows_beside_symbol: tuple[Row, ...]
    """The rulebook for marks whose symbol reads."""

    @classmethod
    def of(cls, trust: Path, options: Options) -> "Court":
        """The court with the trust directory at `trust` and the rulebook of the policy in `options`.

        Raises:
            CredentialError: the trust directory has no root.
        """
        policy, checks = options.policy, options.checks
        rows, beside_symbol = answered(policy.rows(), checks), answered(policy.rows(beside_symbol=True), checks)
        return cls(TrustDirectory.load(trust), options, rows, beside_symbol)

    def answer(self, seen: Seen, *, file: str | None = None, page: int = 1) -> Answer:
        """The answer for what one page shows."""
        return self._answer(Page.of(seen), None, file, page)

    def answers(self, one: Seen, other: Seen, *, names: Sequence[tuple[str | None, int]]) -> tuple[Answer, Answer]:
        """The answers for the two sides of one piece; `names` are file and number of each page."""
        pages = _sides(one, other)
        first, second = (
            self._answer(page, overleaf.marks, *name)
            for page, overleaf, name in zip(pages, reversed(pages), names, strict=True)
        )
        return first, second

    def _answer(self, page: Page, overleaf: tuple[Understood, ...] | None, file: str | None, number: int) -> Answer:
        cases = [self._case(page, index, overleaf) for index in range(len(page.marks))]
        indicia = tuple(self._checked(case) for case in cases)
        findings = tuple(self._findings(page, cases, indicia))
        outcome, reasons = verdict([one.finding for one in findings])
        checks = self.options.checks
        return Answer(
            file,
            number,
            outcome,
            tuple(reasons),
            page.seen,
            indicia,
            findings,
            None if checks == EVERY_CHECK else checks,
        )

    def _case(self, page: Page, index: int, overleaf: tuple[Understood, ...] | None) -> Case:
        one = page.marks[index]
        return Case(
            seen=page.seen,
            one=one,
            message=None if one.symbol is None else page.messages.get(one.symbol),
            side=page.side,
            options=self.options,
            beside=(*page.marks[:index], *page.marks[index + 1 :]),
            overleaf=overleaf,
        )

    def _checked(self, case: Case) -> CheckedIndicium:
        one, message = case.one, case.message
        status = SignatureStatus.ABSENT if message is None else self._status(message)
        return CheckedIndicium(
            symbol=None if one.symbol is None else case.seen.symbols[one.symbol],
            mark=one.mark,
            message=message,
            signature=status,
            purpose=one.purpose,
            period=self._period(case),
            kind=one.kind,
            text=one.elements,
        )

    def _status(self, message: Message) -> SignatureStatus:
        """Of the signature, where anybody asks."""
        asked = Check.SIGNATURE in self.options.checks
        return self.trust.status(message, self.options.on) if asked else SignatureStatus.NOT_CHECKED

    def _period(self, case: Case) -> Period | None:
        """The mailing period; of a piece with a date correction the day that this shows (604.4.9.1)."""
        date = case.date
        if date is None or not case.metered:
            return None
        meter_redate = case.one.redates and assumed_system(case) is not System.PC_POSTAGE
        if meter_redate or (not case.one.elements and case.message is None):
            # A meter's redate has a row of its own for its day (604.4.9.1a).
            return None
        corrected = None if case.one.corrects else redated_to(case)
        return mailing_period(corrected or date, self._entry(case))

    def _entry(self, case: Case) -> Entry:
        return Entry(
            self.options.on,
            after_last_collection=self.options.after_last_collection,
            any_day=entry_any_day(case),
        )

    def _findings(self, page: Page, cases: Sequence[Case], indicia: Sequence[CheckedIndicium]) -> Iterator[PageFinding]:
        if not cases:
            yield from (PageFinding(finding, None) for finding in self._without_indicium(page.seen))
        for index, (case, one) in enumerate(zip(cases, indicia, strict=True)):
            yield from (PageFinding(finding, index) for finding in self._judged(case, one, first=index == 0))

    def _judged(self, case: Case, one: CheckedIndicium, *, first: bool) -> list[Finding]:
        """What every rule says of one mark; those of the page's FIM go with the first."""
        date = case.date
        own = None if date is None or not case.metered else mailing_period(date, self._entry(case))
        told = circumstances(case, own)
        facts = evidence_of(case, one.signature, one.period, fim=first)
        rows = self.rows if case.message is None else self.rows_beside_symbol
        found = judge(rows, facts, told)
        if case.one.purpose is Purpose.REPLY:
            facts = {Quantity.REPLY_POSITION_BROKEN: broken(found, *_REPLY_POSITION)}
            found += judge([row for row in rows if row.asks[0][0] in facts], facts, told)
        return found

    def _without_indicium(self, seen: Seen) -> list[Finding]:
        """What can be said of a page on which nothing was read."""
        if seen.fim is None or seen.fim.kind is not FimKind.D:
            return judge(self.rows, no_indicium(), Circumstances())
        return judge(self.rows, unread_indicium(seen), unmarked(seen, self.options.facing))


def _side(seen: Seen, marks: tuple[Understood, ...]) -> Side:
    """The side that a page shows, where nobody has told."""
    piece = seen.mailpiece
    places = [mark.mark for mark in marks if mark.mark is not None]
    if piece is None or not places:
        return Side.ADDRESS
    low = any(
        place.box.center[0] < piece.width.value / 2 and place.box.center[1] > piece.height.value / 2 for place in places
    )
    own = sum(len(own_runs(place, seen.texts)) for place in places)
    return side_of(marks, lower_left=low, other_lettering=len(seen.texts) > own)


def _sides(one: Seen, other: Seen) -> tuple[Page, Page]:
    """Two pages as the two sides of a piece.

    The address side is the one with the original; where both or neither have one, the one with more lettering beside
    its marks, which is the address; else the first.
    """
    pages = Page.of(one), Page.of(other)
    ranks = [(any(not mark.corrects for mark in page.marks), _beside(page)) for page in pages]
    if ranks[1] > ranks[0]:
        return pages[0].overleaf(), replace(pages[1], side=Side.ADDRESS)
    return replace(pages[0], side=Side.ADDRESS), pages[1].overleaf()


def _beside(page: Page) -> int:
    """Runs of lettering that are no mark's."""
    own = {element.run.box for mark in page.marks for element in mark.elements}
    return sum(run.box not in own for run in page.seen.texts)
