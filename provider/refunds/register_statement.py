"""The statement on the value left in a withdrawn system."""

from indicia.rulebook.row import Outcome
from indicia.spec.refunds import ADJUSTMENT_APPEAL_DAYS, OFFICE_WORDS, Office
from provider.documents import Column, Facts, Grid, Part, SignHere, Statement, Words
from provider.refunds.register_value import RegisterFinding, RegisterOutcome
from provider.refunds.report import STATUS, money

_WORDS = {Outcome.PASS.value: "yes", Outcome.FAIL.value: "no", Outcome.UNDETERMINED.value: "not told"}


def value_statement(outcome: RegisterOutcome) -> Statement:
    """The statement for one system."""
    meter = outcome.case.meters[outcome.serial]
    who = Facts(
        (
            ("System", f"{outcome.serial} ({meter.system})"),
            ("Licensee", meter.licensee or "not told"),
            ("Licensing post office", " ".join(word for word in (meter.post_office, meter.zip) if word) or "not told"),
            ("Day of the request", outcome.on.isoformat()),
            ("Outcome", outcome.eligibility.value),
        ),
        heading="System",
    )
    sums = Facts(
        (
            ("Value left", _sum(outcome.remaining)),
            ("Refund", _sum(outcome.refund)),
            ("To be collected", _sum(outcome.collect)),
            ("Paid", f"{outcome.route[1]} (604.{outcome.route[0]})" if outcome.route else "not told"),
        ),
        heading="Value",
    )
    columns = (Column("Asked", share=4), Column("Section", share=1.4), Column("Answer"))
    asked = Grid(columns, tuple(map(_row, outcome.findings)), heading="What is asked")
    parts: list[Part] = [who, sums, asked]
    if outcome.appeal:
        section, until = outcome.appeal
        words = f"A proposed adjustment may be appealed to the {OFFICE_WORDS[Office.POSTAGE_TECHNOLOGY]} within "
        words += f"{ADJUSTMENT_APPEAL_DAYS} calendar days of the notice (604.{section})."
        parts.append(Words(f"{words} Last day: {until.isoformat()}." if until else words, heading="Appeal"))
    return Statement(
        title="Refund of unused postage value",
        subtitle=f"Request {outcome.case.request.id} - system {outcome.serial}",
        parts=(*parts, SignHere(("Applicant", "For the provider"))),
        foot=f"DMM 604 ({outcome.edition or 'no text in hand'})",
    )


def _row(one: RegisterFinding) -> tuple[str, str, str]:
    answer = _WORDS[STATUS[one.told.value]]
    return one.rule.asks.value, one.rule.section, f"{answer}: {one.told.note}" if one.told.note else answer


def _sum(mills: int | None) -> str:
    return "open" if mills is None else f"${money(mills)}"
