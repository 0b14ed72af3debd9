"""The outcome of a request as JSON values: sums are dollars as strings, days ISO dates."""

from collections.abc import Mapping

from indicia.rulebook.row import Outcome
from indicia.spec.refunds import OFFICE_WORDS, Office
from indicia.units import dollars
from provider.refunds.amounts import payment_of
from provider.refunds.appeals import AppealFinding
from provider.refunds.forms import Form, Group, Settlement
from provider.refunds.item import Told
from provider.refunds.judging import Eligibility, JudgedPiece, NoClass, RefundFinding
from provider.refunds.outcome import ClassOutcome, RefundOutcome

SCHEMA = "provider.refund/1"
STATUS = {True: Outcome.PASS.value, False: Outcome.FAIL.value, None: Outcome.UNDETERMINED.value}


def as_dict(
    outcome: RefundOutcome, *, statements: Mapping[tuple[str, str, str], str] | None = None
) -> dict[str, object]:
    """The outcome as JSON values.

    Args:
        outcome: of a request.
        statements: name of the file of each form's statement, by class, mailing and serial.
    """
    named = statements or {}
    return {
        "schema": SCHEMA,
        "request": outcome.case.request.id,
        "on": outcome.on.isoformat(),
        "edition": outcome.edition.value if outcome.edition else None,
        "standing": outcome.standing.value,
        "eligibility": outcome.eligibility.value,
        "totals": _totals(outcome),
        "classes": [_class(one) for one in outcome.classes],
        "settlements": [_settlement(one, named) for one in outcome.settlements],
        "pieces": [_piece(one) for one in outcome.pieces],
    }


def money(mills: int | None) -> str | None:
    """Dollars with two decimals, three where there are mills; None for None."""
    if mills is None:
        return None
    return f"{dollars(mills):.3f}" if mills % 10 else f"{dollars(mills):.2f}"


def told_words(told: Told) -> dict[str, object]:
    """Status and note of an answer."""
    answer: dict[str, object] = {"status": STATUS[told.value]}
    return answer | ({"note": told.note} if told.note else {})


def _totals(outcome: RefundOutcome) -> dict[str, object]:
    counts = {one.value: outcome.counted(one) for one in Eligibility}
    return {
        "pieces": len(outcome.pieces),
        **{name: {"pieces": count, "face": money(face)} for name, (count, face) in counts.items()},
        "refund": money(outcome.refund),
    }


def _class(one: ClassOutcome) -> dict[str, object]:
    terms, deadline = one.terms, one.terms.deadline
    answer: dict[str, object] = {
        "class": one.kind.value,
        "section": terms.section,
        "pieces": one.count,
        "request_to": _office(terms.request_to, terms.request_section),
        "ruled_by": _office(terms.ruled_by, terms.ruling_section),
        "deadline": None
        if deadline is None
        else {
            "days": deadline.days,
            "since": deadline.since.value,
            "section": deadline.section,
            "last_day": one.first_last_day.isoformat() if one.first_last_day else None,
        },
        "attach": [
            {"section": each.rule.section, "what": each.rule.attach, "status": each.status.value}
            for each in one.attachments
        ],
        "appeal": {
            "days": terms.appeal.days,
            "through": OFFICE_WORDS[terms.appeal.through],
            "decided_by": OFFICE_WORDS[terms.appeal.decided_by],
            "percent": terms.appeal.percent,
            "section": terms.appeal.section,
            "until": one.appeal_until.isoformat() if one.appeal_until else None,
            "findings": [_appeal(each) for each in one.appeal],
        },
    }
    if one.afterwards:
        answer["afterwards"] = {"section": one.afterwards[0], "what": one.afterwards[1]}
    return answer


def _appeal(finding: AppealFinding) -> dict[str, object]:
    return {"section": finding.section, "asks": finding.words, **told_words(finding.told)}


def _office(office: Office, section: str) -> dict[str, str]:
    return {"office": office.value, "words": OFFICE_WORDS[office], "section": section}


def _settlement(one: Settlement, named: Mapping[tuple[str, str, str], str]) -> dict[str, object]:
    amount, first = one.amount, one.forms[0]
    answer: dict[str, object] = {
        "class": first.kind.value,
        "mailing": first.mailing or None,
        "face": money(amount.face),
        "charge": money(amount.charge),
        "refund": money(amount.refund),
        "at_most": money(amount.at_most),
        "section": amount.section,
        "computed": amount.words,
        "payment": payment_of(first.terms, amount),
        "forms": [_form(form, named) for form in one.forms],
    }
    return answer | ({"reading": True} if amount.reading else {})


def _form(form: Form, named: Mapping[tuple[str, str, str], str]) -> dict[str, object]:
    return {
        "meter": form.serial,
        "licensee": form.meter.licensee or None,
        "pieces": form.count,
        "face": money(form.face),
        "last_day": form.last_day.isoformat() if form.last_day else None,
        "groups": [_group(group) for group in form.groups],
        "statement": named.get(form_key(form)),
    }


def form_key(form: Form) -> tuple[str, str, str]:
    """What tells a form from the others of its request."""
    return form.kind.value, form.mailing, form.serial


def _group(group: Group) -> dict[str, object]:
    return {
        "value": money(group.value),
        "pieces": len(group.pieces),
        "face": money(group.face),
        "bundles": list(group.bundles),
    }


def _piece(one: JudgedPiece) -> dict[str, object]:
    scan = one.scan
    first = scan.shown.first if scan.shown else None
    answer: dict[str, object] = {"file": scan.file, "page": scan.page}
    if scan.number:
        answer["number"] = scan.number
    return answer | {
        "meter": scan.meters[0] if len(scan.meters) == 1 else None,
        "value": money(scan.value),
        "date": first.isoformat() if first else None,
        "class": None if isinstance(one.item, NoClass) else one.item.kind.value,
        "mailing": one.mailing or None,
        "eligibility": one.eligibility.value,
        "reasons": list(one.reasons),
        "findings": [_finding(finding) for finding in one.findings if finding.outcome is not Outcome.PASS],
    }


def _finding(finding: RefundFinding) -> dict[str, object]:
    rule = finding.rule
    answer: dict[str, object] = {
        "rule": rule.id,
        "section": rule.section,
        "asks": rule.asks.value,
        "status": finding.outcome.value,
    }
    if rule.also:
        answer["also"] = list(rule.also)
    if finding.note:
        answer["note"] = finding.note
    return answer | ({"reading": True} if rule.reading else {})
