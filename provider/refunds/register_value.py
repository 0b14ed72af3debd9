"""Refund of the value left in a withdrawn system: examination or possession first, then the sum and its route."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from indicia.errors import InputError
from indicia.payload.codec import Payload
from indicia.rulebook.row import Outcome
from indicia.spec.kinds import Purpose, System
from indicia.spec.refunds import ADJUSTMENT_APPEAL_DAYS, CENT_MILLS, OFFICE_WORDS, Office, RefundEdition
from provider.refunds.item import Told
from provider.refunds.judging import Eligibility, edition_on
from provider.refunds.kinds import Cause
from provider.refunds.register_rules import (
    ANSWERS,
    ROUTES,
    RULES,
    RegisterItem,
    RegisterRule,
    RequestIndicium,
)
from provider.refunds.report import STATUS, money
from provider.refunds.told import Case
from verify import Answer
from verify.answer import CheckedIndicium

_SCHEMA = "provider.refund-value/1"
_APPEALS = {
    System.TRADITIONAL: "4.4.7, 4.5.9",
    System.PSD_METER: "4.6.7",
    System.IBI_METER: "4.6.7",
}


@dataclass(frozen=True, slots=True)
class RegisterFinding:
    """What one rule says."""

    rule: RegisterRule
    told: Told


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """What came of a request for the value left."""

    case: Case
    serial: str
    on: dt.date
    edition: RefundEdition | None
    """None where no text in hand holds on that day."""
    findings: tuple[RegisterFinding, ...]
    remaining: int | None
    """Mills; None where it is not known."""
    refund: int | None
    """Mills, whole cents; None where it is not known, 0 where none is due."""
    collect: int
    """Mills of postage used and not paid for, beyond what is left."""
    route: tuple[str, str] | None
    """Section and words of who pays."""
    appeal: tuple[str, dt.date | None] | None
    """Section of the appeal against a proposed adjustment, and its last day where the notice is told."""

    @property
    def eligibility(self) -> Eligibility:
        """The worst that a rule says."""
        values = {finding.told.value for finding in self.findings}
        if False in values:
            return Eligibility.INELIGIBLE
        return Eligibility.UNDETERMINED if None in values or self.edition is None else Eligibility.ELIGIBLE


def request_indicium(answer: Answer) -> RequestIndicium | None:
    """The refund request indicium on a page; None where there is none.

    Its words are what tells it from other indicia without value; where they are not read, that is unknown.
    """
    for one in answer.indicia:
        payload = one.message.payload if one.message is not None else None
        if isinstance(payload, Payload) and not payload.amount:
            return RequestIndicium(payload.device, payload.descending_register, _valid(one))
    return None


def value_refund(case: Case, on: dt.date, indicium: RequestIndicium | None = None) -> RegisterOutcome:
    """What comes of the request for the value left in the case's withdrawn system.

    Args:
        case: with `withdrawn`, and the system's kind among `meters`.
        on: day of the request.
        indicium: a refund request indicium that was scanned.

    Raises:
        InputError: the case tells of no withdrawn system, or not of which kind it is.
    """
    withdrawn = case.withdrawn
    if withdrawn is None:
        raise InputError("the case has no table [withdrawn]: nothing is told of a system with value left")
    meter = case.meters.get(withdrawn.serial)
    if meter is None or meter.system is None:
        raise InputError(f"the case does not tell the system of {withdrawn.serial}: give [meters.{withdrawn.serial}]")
    edition = edition_on(on)
    if edition is None:
        return RegisterOutcome(case, withdrawn.serial, on, None, (), withdrawn.remaining, None, 0, None, None)
    item = RegisterItem(withdrawn, meter.system, edition, indicium, on)
    findings = tuple(RegisterFinding(rule, ANSWERS[rule.asks](item)) for rule in _binding(item))
    refund, collect = _sums(item)
    denied = any(finding.told.value is False for finding in findings)
    return RegisterOutcome(
        case,
        withdrawn.serial,
        on,
        edition,
        findings,
        item.remaining,
        refund=0 if denied else refund,
        collect=collect,
        route=ROUTES[edition, meter.system is System.PC_POSTAGE],
        appeal=_appeal(item),
    )


def register_dict(outcome: RegisterOutcome) -> dict[str, object]:
    """The outcome as JSON values."""
    appeal = outcome.appeal
    return {
        "schema": _SCHEMA,
        "request": outcome.case.request.id,
        "on": outcome.on.isoformat(),
        "edition": outcome.edition.value if outcome.edition else None,
        "system": outcome.serial,
        "eligibility": outcome.eligibility.value,
        "reasons": reasons(outcome),
        "remaining": money(outcome.remaining),
        "refund": money(outcome.refund),
        "collect": money(outcome.collect),
        "route": {"section": outcome.route[0], "words": outcome.route[1]} if outcome.route else None,
        "appeal": None
        if appeal is None
        else {
            "section": appeal[0],
            "days": ADJUSTMENT_APPEAL_DAYS,
            "to": OFFICE_WORDS[Office.POSTAGE_TECHNOLOGY],
            "until": appeal[1].isoformat() if appeal[1] else None,
        },
        "attach": [
            {"section": one.rule.section, "what": one.rule.attach, "status": STATUS[one.told.value]}
            for one in outcome.findings
            if one.rule.attach
        ],
        "findings": [_finding(one) for one in outcome.findings],
    }


def reasons(outcome: RegisterOutcome) -> list[str]:
    """Ids of the rules that made the eligibility."""
    if outcome.edition is None:
        return [f"no text in hand says what held on {outcome.on.isoformat()}"]
    wanted = {Eligibility.INELIGIBLE: Outcome.FAIL, Eligibility.UNDETERMINED: Outcome.UNDETERMINED}
    outcome_ = wanted.get(outcome.eligibility)
    return [one.rule.id for one in outcome.findings if outcome_ is not None and STATUS[one.told.value] == outcome_]


def _finding(one: RegisterFinding) -> dict[str, object]:
    answer: dict[str, object] = {
        "rule": one.rule.id,
        "section": one.rule.section,
        "asks": one.rule.asks.value,
        "status": STATUS[one.told.value],
    }
    return answer | ({"note": one.told.note} if one.told.note else {})


def _binding(item: RegisterItem) -> Iterable[RegisterRule]:
    cause = item.withdrawn.cause
    return (
        rule
        for rule in RULES
        if rule.edition is item.edition and item.system in rule.systems and (cause is None or cause in rule.causes)
    )


def _sums(item: RegisterItem) -> tuple[int | None, int]:
    """Refund and what is to be collected, mills: what was used and not paid for is taken off what is left."""
    remaining = item.remaining
    if item.withdrawn.cause is Cause.FAULTY and (
        item.system is not System.PC_POSTAGE or item.edition is RefundEdition.DMM_2005
    ):
        remaining = item.withdrawn.approved
    if remaining is None:
        return None, item.withdrawn.unpaid
    left = remaining - item.withdrawn.unpaid
    return max(left, 0) // CENT_MILLS * CENT_MILLS, max(-left, 0)


def _appeal(item: RegisterItem) -> tuple[str, dt.date | None] | None:
    """Of a proposed adjustment for a faulty meter; the texts of 2013 in hand say nothing of it."""
    section = _APPEALS.get(item.system)
    if item.edition is not RefundEdition.DMM_2005 or item.withdrawn.cause is not Cause.FAULTY or section is None:
        return None
    notice = item.withdrawn.notice_on
    return section, None if notice is None else notice + dt.timedelta(days=ADJUSTMENT_APPEAL_DAYS)


def _valid(one: CheckedIndicium) -> Told:
    if one.signature.value != "valid":
        return Told(False, f"its signature is {one.signature.value}")
    if one.purpose is Purpose.REFUND_REQUEST:
        return Told(True)
    return Told(None if one.purpose is None else False, "its words do not call it a refund request")
