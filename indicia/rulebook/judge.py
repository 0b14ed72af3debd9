"""Judging: evidence against rows. No pixels, no marks, no clock."""

from collections.abc import Iterable, Sequence

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement
from indicia.rulebook.row import Finding, Match, OneOf, Outcome, Row, Test, Weight
from indicia.spec.kinds import Verdict

_SEVERITY = {Outcome.PASS: 0, Outcome.UNDETERMINED: 1, Outcome.FAIL: 2}
_FLOAT_SLACK = 1e-9


def judge(rows: Iterable[Row], evidence: Evidence, circumstances: Circumstances) -> list[Finding]:
    """A finding for every row that binds the piece and that the evidence speaks to, in the rows' order."""
    findings = (_finding(row, evidence, circumstances) for row in rows)
    return [finding for finding in findings if finding is not None]


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that stand against acceptance: failures of rows that decide."""
    return [f for f in findings if f.outcome is Outcome.FAIL and f.weight is Weight.DECIDES]


def open_questions(findings: Iterable[Finding]) -> list[Finding]:
    """The undetermined findings that stand in the way of acceptance."""
    return [
        f
        for f in findings
        if f.outcome is Outcome.UNDETERMINED and f.weight is Weight.DECIDES and f.row.open_question_blocks
    ]


def verdict(findings: Sequence[Finding]) -> tuple[Verdict, list[str]]:
    """The verdict of a page and the ids of the rules that made it, each once, in the rows' order."""
    for outcome, against in (
        (Verdict.UNACCEPTABLE, refusals(findings)),
        (Verdict.UNDETERMINED, open_questions(findings)),
    ):
        if against:
            return outcome, list(dict.fromkeys(f.row.id for f in against))
    return Verdict.ACCEPTABLE, []


def _finding(row: Row, evidence: Evidence, circumstances: Circumstances) -> Finding | None:
    match = row.applies.match(circumstances)
    if match is Match.NO:
        return None
    judged = [
        (quantity, test, evidence[quantity], *_outcome(test, evidence[quantity]))
        for quantity, test in row.asks
        if quantity in evidence
    ]
    if not judged:
        return None
    quantity, test, measurement, outcome, marginal = max(
        judged, key=lambda j: (_SEVERITY[j[3]], j[4], _miss(j[1], j[2]))
    )
    if outcome is Outcome.FAIL and match is Match.UNKNOWN:
        outcome, marginal = Outcome.UNDETERMINED, False
    weight = row.weight
    if row.softened is not None and row.softened(circumstances):
        weight = Weight.WARNS
    return Finding(row, outcome, measurement, quantity, test, marginal=marginal, weight=weight)


def _outcome(test: Test, measurement: Measurement) -> tuple[Outcome, bool]:
    """The outcome and whether the limit lies within the uncertainty."""
    if measurement.value is None:
        return Outcome.UNDETERMINED, False
    if isinstance(test, OneOf):
        outcome = Outcome.PASS if measurement.value in test.values else Outcome.FAIL
        return (outcome if measurement.attributed or outcome is Outcome.PASS else Outcome.UNDETERMINED), False
    miss = _miss(test, measurement)
    slack = measurement.uncertainty + _FLOAT_SLACK
    if miss > slack:
        return (Outcome.FAIL if measurement.attributed else Outcome.UNDETERMINED), False
    return Outcome.PASS, miss > -slack and measurement.uncertainty > 0


def _miss(test: Test, measurement: Measurement) -> float:
    if isinstance(test, OneOf) or measurement.value is None or isinstance(measurement.value, str):
        return 0.0
    return test.miss(float(measurement.value))
