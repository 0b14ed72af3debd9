"""The statement that goes with a form: what a Form 3533 asks for, filled in."""

from indicia.rulebook.row import Outcome
from indicia.spec.kinds import System
from indicia.spec.refunds import OFFICE_WORDS
from provider.documents import Column, Facts, Grid, Part, SignHere, Statement, Words
from provider.refunds.amounts import payment_of
from provider.refunds.forms import Form, Settlement
from provider.refunds.judging import Eligibility
from provider.refunds.kinds import Proof
from provider.refunds.outcome import ClassOutcome, RefundOutcome
from provider.refunds.report import money

_NOT_TOLD = "not told"
_STATUS = {Outcome.PASS: "told of", Outcome.FAIL: "lacking", Outcome.UNDETERMINED: "to be attached"}
_SYSTEMS = {
    System.TRADITIONAL: "postage meter",
    System.PSD_METER: "postage meter (PSD)",
    System.IBI_METER: "postage meter (information-based indicia)",
    System.PC_POSTAGE: "PC Postage",
}


def statement_of(outcome: RefundOutcome, settlement: Settlement, form: Form) -> Statement:
    """The statement for one meter.

    Args:
        outcome: of the request.
        settlement: one of it.
        form: one of the settlement's.
    """
    about = next(one for one in outcome.classes if one.kind is form.kind)
    parts: list[Part] = [
        _who(outcome, form),
        _what(outcome, form),
        _groups(form),
        _sum(settlement, form),
        _attachments(about),
        Words(_appeal(about), heading="Ruling and appeal"),
    ]
    if about.afterwards:
        parts.append(Words(f"{about.afterwards[1].capitalize()} (604.{about.afterwards[0]}).", heading="Afterwards"))
    parts.append(SignHere(("Applicant", f"For the {OFFICE_WORDS[form.terms.ruled_by]}")))
    return Statement(
        title="Application for refund of unused postage",
        subtitle=f"Statement for Form 3533 - request {outcome.case.request.id} - meter {form.serial}",
        parts=tuple(parts),
        foot=f"DMM 604.{form.terms.section} ({outcome.edition})",
    )


def _who(outcome: RefundOutcome, form: Form) -> Facts:
    request, meter = outcome.case.request, form.meter
    applicant = request.applicant.value if request.applicant else _NOT_TOLD
    zips = {piece.scan.licensing_zip for group in form.groups for piece in group.pieces} - {None}
    office = " ".join(word for word in (meter.post_office, meter.zip or ", ".join(sorted(map(str, zips)))) if word)
    proof = meter.proof.value if meter.proof and meter.proof is not Proof.NONE else _NOT_TOLD
    return Facts(
        (
            ("Applicant", f"{request.name or _NOT_TOLD} ({applicant})"),
            ("Address", "\n".join(request.address or ()) or _NOT_TOLD),
            ("Licensee of the meter", meter.licensee or _NOT_TOLD),
            ("Proof", proof),
            ("Meter", f"{form.serial} ({_SYSTEMS[meter.system] if meter.system else _NOT_TOLD})"),
            ("Licensing post office", office or _NOT_TOLD),
        ),
        heading="Applicant and meter",
    )


def _what(outcome: RefundOutcome, form: Form) -> Facts:
    deadline = form.terms.deadline
    rows = [
        ("Kind of postage", form.kind.value),
        ("Day of the request", outcome.on.isoformat()),
        ("Submitted to", OFFICE_WORDS[form.terms.request_to]),
    ]
    if deadline is not None:
        day = form.last_day.isoformat() if form.last_day else _NOT_TOLD
        rows.append(("Last day", f"{day} ({deadline.days} days from {deadline.since}, 604.{deadline.section})"))
    if form.mailing:
        metered = outcome.case.mailings[form.mailing].metered_on
        rows.append(("Mailing", f"{form.mailing}, metered {metered.isoformat() if metered else _NOT_TOLD}"))
    left = len(outcome.pieces) - outcome.counted(Eligibility.ELIGIBLE)[0]
    if left:
        rows.append(("Not on any form", f"{left} pieces of the request that are not eligible, or not yet"))
    return Facts(tuple(rows), heading="Request")


def _groups(form: Form) -> Grid:
    columns = (
        Column("Value", right=True),
        Column("Pieces", right=True),
        Column("Bundles", share=3),
        Column("Face value", right=True),
    )
    rows = tuple(
        (f"{money(group.value)}", f"{len(group.pieces)}", _bundles(group.bundles), f"{money(group.face)}")
        for group in form.groups
    )
    return Grid(columns, rows, ("Total", f"{form.count}", "", f"{money(form.face)}"), heading="Items, sorted by value")


def _bundles(bundles: tuple[int, ...]) -> str:
    """As `3 of 100, 1 of 37`."""
    sizes = sorted(set(bundles), reverse=True)
    return ", ".join(f"{bundles.count(size)} of {size}" for size in sizes)


def _sum(settlement: Settlement, form: Form) -> Facts:
    amount = settlement.amount
    refund = money(amount.refund) or f"open; at most {money(amount.at_most)}"
    rows = [
        ("Face value of this form", f"${money(form.face)}"),
        ("Charge", "open" if amount.charge is None else f"${money(amount.charge)}"),
        ("Refund", refund if amount.refund is None else f"${refund}"),
        ("Computed", f"{amount.words} (604.{amount.section}{', a reading' if amount.reading else ''})"),
        ("Payment", payment_of(form.terms, amount)),
    ]
    if len(settlement.forms) > 1:
        serials = ", ".join(other.serial for other in settlement.forms)
        rows.insert(1, ("Face value of the mailing", f"${money(amount.face)}, on the forms of {serials}"))
    return Facts(tuple(rows), heading="Refund")


def _attachments(about: ClassOutcome) -> Grid:
    rows = tuple((each.rule.attach, f"604.{each.rule.section}", _STATUS[each.status]) for each in about.attachments)
    columns = (Column("What", share=4), Column("Section"), Column("Status"))
    return Grid(columns, rows, heading="Attachments")


def _appeal(about: ClassOutcome) -> str:
    terms, appeal = about.terms, about.terms.appeal
    words = f"Granted or denied by the {OFFICE_WORDS[terms.ruled_by]} (604.{terms.ruling_section}). A refusal may be "
    words += f"appealed within {appeal.days} days through the {OFFICE_WORDS[appeal.through]}"
    if appeal.decided_by is not appeal.through:
        words += f", to the {OFFICE_WORDS[appeal.decided_by]}"
    words += f" (604.{appeal.section}), with the original indicia."
    return words if about.appeal_until is None else f"{words} Last day: {about.appeal_until.isoformat()}."
