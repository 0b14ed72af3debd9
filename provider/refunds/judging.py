"""Pieces against rules: class, findings, eligibility."""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicia.rulebook.row import Outcome
from indicia.spec.kinds import DateForm, System
from indicia.spec.refunds import IN_FORCE, TERMS, Least, RefundClass, RefundEdition
from indicia.units import dollars
from provider.refunds.case import facts_of
from provider.refunds.item import Item, ScannedPiece, Told
from provider.refunds.questions import ANSWERS, OF_THE_PIECE, Question
from provider.refunds.rules import Rule, rules_for
from provider.refunds.told import Case, Meter, Piece


class Eligibility(enum.StrEnum):
    """Whether postage may be refunded."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


_WORST = (Eligibility.INELIGIBLE, Eligibility.UNDETERMINED, Eligibility.ELIGIBLE)
_OUTCOMES = {True: Outcome.PASS, False: Outcome.FAIL, None: Outcome.UNDETERMINED}


@dataclass(frozen=True, slots=True)
class NoClass:
    """A piece whose class cannot be told."""

    why: str


@dataclass(frozen=True, slots=True)
class RefundFinding:
    """What one rule says of a piece."""

    rule: Rule
    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True)
class JudgedPiece:
    """A piece with its eligibility."""

    scan: ScannedPiece
    item: Item | NoClass
    """With its class, or why not even that can be told."""
    findings: tuple[RefundFinding, ...] = ()
    mailing: str = ""
    """Name of its mailing; empty where it is not told, or for dated postage."""

    @property
    def eligibility(self) -> Eligibility:
        """The worst that a rule says; undetermined without a class."""
        return Eligibility.UNDETERMINED if isinstance(self.item, NoClass) else _eligibility(self.findings)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Ids of the rules that made the eligibility; in words why there is no class."""
        wanted = {Eligibility.INELIGIBLE: Outcome.FAIL, Eligibility.UNDETERMINED: Outcome.UNDETERMINED}
        outcome = wanted.get(self.eligibility)
        if isinstance(self.item, NoClass):
            return (self.item.why,)
        return tuple(finding.rule.id for finding in self.findings if finding.outcome is outcome)


def _eligibility(findings: Iterable[RefundFinding]) -> Eligibility:
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAIL in outcomes:
        return Eligibility.INELIGIBLE
    return Eligibility.UNDETERMINED if Outcome.UNDETERMINED in outcomes else Eligibility.ELIGIBLE


def _by_itself(piece: JudgedPiece) -> Eligibility:
    """What the piece itself is worth, whatever becomes of the request."""
    if isinstance(piece.item, NoClass):
        return Eligibility.UNDETERMINED
    return _eligibility(finding for finding in piece.findings if finding.rule.asks in OF_THE_PIECE)


def worst(eligibilities: Iterable[Eligibility]) -> Eligibility:
    """Ineligible before undetermined before eligible; eligible for none."""
    return min(eligibilities, key=_WORST.index, default=Eligibility.ELIGIBLE)


def edition_on(day: dt.date) -> RefundEdition | None:
    """The edition that holds on a day; None where no text in hand does."""
    for edition, span in IN_FORCE.items():
        if span.first <= day and (span.last is None or day <= span.last):
            return edition
    return None


def judge_all(case: Case, scans: Iterable[ScannedPiece], on: dt.date) -> tuple[JudgedPiece, ...]:
    """Every piece of a request, judged on the day on which the request is made.

    Args:
        case: what is told.
        scans: what is seen.
        on: day of the request.
    """
    found = [_judged(case, scan, on) for scan in scans]
    return tuple(_with_least(found))


def _judged(case: Case, scan: ScannedPiece, on: dt.date) -> JudgedPiece:
    item = _item(case, scan, on)
    dated = scan.shown is not None and scan.shown.form is not DateForm.NONE
    mailing = "" if dated else _mailing_name(case, facts_of(case, scan.file, scan.name))
    if isinstance(item, NoClass):
        return JudgedPiece(scan, item, mailing=mailing)
    rules = [rule for rule in rules_for(item.edition, item.kind) if rule.asks is not Question.LEAST]
    findings = tuple(_finding(rule, ANSWERS[rule.asks](item)) for rule in rules)
    return JudgedPiece(scan, item, findings, mailing)


def _finding(rule: Rule, told: Told) -> RefundFinding:
    return RefundFinding(rule, _OUTCOMES[told.value], told.note)


def _item(case: Case, scan: ScannedPiece, on: dt.date) -> Item | NoClass:
    """The piece with all that is known of it, or why its class cannot be told."""
    edition = edition_on(on)
    if edition is None:
        return NoClass(f"no text in hand says what held on {on.isoformat()}")
    if len(scan.meters) != 1:
        return NoClass(
            f"it bears postage of {len(scan.meters)} systems: {', '.join(scan.meters)}"
            if scan.meters
            else scan.why_unread or "no system's serial can be read"
        )
    facts = facts_of(case, scan.file, scan.name)
    meter = case.meters.get(scan.meters[0], Meter())
    # A picture tells no system: an information-based indicium without its symbol looks like another kind.
    if meter.system is None:
        return NoClass(f"the case does not tell the system of {scan.meters[0]}")
    kind = _class(edition, meter.system, scan, facts)
    if isinstance(kind, NoClass):
        return kind
    mailing = case.mailings.get(_mailing_name(case, facts)) if _is_undated(scan) else None
    terms = TERMS[edition][kind]
    return Item(
        *(scan, facts, meter, mailing, case.request),
        on=on,
        edition=edition,
        system=meter.system,
        kind=kind,
        terms=terms,
    )


def _class(edition: RefundEdition, system: System, scan: ScannedPiece, facts: Piece) -> RefundClass | NoClass:
    if scan.shown is None:
        return NoClass("the date cannot be read")
    meter = system is not System.PC_POSTAGE
    if _is_undated(scan):
        return RefundClass.METER_UNDATED if meter else RefundClass.PC_UNDATED
    return RefundClass.METER_DATED if meter else _dated_pc(edition, facts)


def _dated_pc(edition: RefundEdition, facts: Piece) -> RefundClass | NoClass:
    if edition is RefundEdition.DMM_2005:
        return RefundClass.PC_DATED
    if facts.pic is None:
        return NoClass("the case does not tell the package identification code (pic), or that there is none")
    return RefundClass.PC_DATED_PIC if facts.pic else RefundClass.PC_DATED_NO_PIC


def _is_undated(scan: ScannedPiece) -> bool:
    return scan.shown is not None and scan.shown.form is DateForm.NONE


def _mailing_name(case: Case, facts: Piece) -> str:
    """The mailing that a piece names, or the only one; empty where it is not told."""
    return facts.mailing or (next(iter(case.mailings)) if len(case.mailings) == 1 else "")


def _with_least(pieces: Sequence[JudgedPiece]) -> list[JudgedPiece]:
    """The pieces with what their mailing's quantity says, counted over those that are themselves refundable."""
    mailings: dict[str, list[JudgedPiece]] = defaultdict(list)
    for piece in pieces:
        # What has no class yet may turn out to be of the mailing.
        if isinstance(piece.item, NoClass) or _least_of(piece) is not None:
            mailings[piece.mailing].append(piece)
    asked = {mailing: next(filter(None, map(_least_of, members)), None) for mailing, members in mailings.items()}
    told = {mailing: _enough(mailings[mailing], least) for mailing, least in asked.items() if least is not None}
    return [piece if _least_of(piece) is None else _with_quantity(piece, told[piece.mailing]) for piece in pieces]


def _least_of(piece: JudgedPiece) -> Least | None:
    return None if isinstance(piece.item, NoClass) else piece.item.terms.least


def _with_quantity(piece: JudgedPiece, told: Told) -> JudgedPiece:
    bound = () if isinstance(piece.item, NoClass) else rules_for(piece.item.edition, piece.item.kind)
    added = [_finding(rule, told) for rule in bound if rule.asks is Question.LEAST]
    return replace(piece, findings=(*piece.findings, *added))


def _enough(members: Sequence[JudgedPiece], least: Least) -> Told:
    if not members[0].mailing:
        return Told(None, "of which mailing the pieces are is not told")
    by_itself = [(_by_itself(one), one.scan.value or 0) for one in members]
    sure = [value for eligibility, value in by_itself if eligibility is Eligibility.ELIGIBLE]
    open_ = [value for eligibility, value in by_itself if eligibility is Eligibility.UNDETERMINED]
    note = f"{len(sure)} pieces of {dollars(sum(sure))}"
    if _reaches(sure, least):
        return Told(True, note)
    return Told(None if _reaches([*sure, *open_], least) else False, note)


def _reaches(values: Sequence[int], least: Least) -> bool:
    return len(values) >= least.pieces or sum(values) >= least.mills
