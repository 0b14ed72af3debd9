"""Judging: evidence against rows. No pixels, no marks, no clock."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement
from indicia.rulebook.row import Finding, Match, Named, Outcome, Row, Test, Weight
from indicia.spec.kinds import Verdict

_SEVERITY = {Outcome.PASS: 0, Outcome.UNDETERMINED: 1, Outcome.FAIL: 2}
_FLOAT_SLACK = 1e-9


def judge(rows: Iterable[Row], evidence: Evidence, circumstances: Circumstances) -> list[Finding]:
    """A finding for every rule that binds the piece and that the evidence speaks to, in the rows' order.

    Where it cannot be told which of several rows of one id binds, the one that speaks most against the piece is given.
    """
    found: dict[str, Finding] = {}
    binding = _known(_Same(rows), circumstances) if isinstance(rows, tuple) else _binding(rows, circumstances)
    for bound in binding:
        finding = bound.finding(evidence)
        if finding is None:
            continue
        other = found.get(finding.row.id)
        if other is None or _SEVERITY[finding.outcome] > _SEVERITY[other.outcome]:
            found[finding.row.id] = finding
    return list(found.values())


def broken(findings: Iterable[Finding], *sections: str) -> Measurement:
    """How many rules of some sections are broken, for the rules that ask for whole sections to be met.

    Args:
        findings: of one piece.
        sections: beginnings of ids, as `604.4.8.3-`.
    """
    about = [finding for finding in findings if finding.row.id.startswith(sections)]
    failed = [finding.row.id for finding in about if finding.outcome is Outcome.FAIL]
    if not failed and any(finding.outcome is Outcome.UNDETERMINED for finding in about):
        return Measurement(None, note="not all of them could be judged")
    return Measurement(len(failed), note=", ".join(failed))


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


class _Same:
    """Rows that are the same when they are one object: comparing hundreds of them takes longer than judging by them."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self.rows = rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rows is self.rows

    def __hash__(self) -> int:
        return id(self.rows)


class _Bound:
    """A row that binds pieces of some circumstances, or may; it remembers its last finding.

    The pieces of a batch are alike: most of what is measured on one is what was measured on the one before.
    """

    def __init__(self, row: Row, match: Match, circumstances: Circumstances) -> None:
        self._row = row
        self._match = match
        softened = row.softened is not None and row.softened(circumstances)
        self._weight = Weight.WARNS if softened else row.weight
        self._last: tuple[list[Measurement | None], Finding] | None = None

    def finding(self, evidence: Evidence) -> Finding | None:
        """What the row says; None where the evidence does not speak to it."""
        measured = [evidence.get(quantity) for quantity, _ in self._row.asks]
        if not any(measured):
            return None
        last = self._last
        if last is not None and last[0] == measured:
            finding = last[1]
            if _written_alike(finding.measurement.value, evidence[finding.quantity].value):
                return finding
        finding = _finding(self._row, self._match, self._weight, evidence)
        self._last = measured, finding
        return finding


def _written_alike(one: object, other: object) -> bool:
    """Whether two equal values are one on paper: 0 and 0.0 are not, nor 0.0 and -0.0."""
    return one is other or (type(one) is type(other) and (bool(one) or repr(one) == repr(other)))


@lru_cache(maxsize=64)
def _known(same: _Same, circumstances: Circumstances) -> tuple[_Bound, ...]:
    """Kept, since the pieces of a batch are alike."""
    return _binding(same.rows, circumstances)


def _binding(rows: Iterable[Row], circumstances: Circumstances) -> tuple[_Bound, ...]:
    """The rows that bind the piece, or may."""
    matched = ((row, row.applies.match(circumstances)) for row in rows)
    return tuple(_Bound(row, match, circumstances) for row, match in matched if match is not Match.NO)


def _finding(row: Row, match: Match, weight: Weight, evidence: Evidence) -> Finding:
    """What a row says of what was measured: of several quantities the one that speaks most against the piece."""
    asked = [(quantity, test, evidence[quantity]) for quantity, test in row.asks if quantity in evidence]
    judged = [(*one, *_outcome(one[1], one[2])) for one in asked]
    quantity, test, measurement, outcome, marginal = max(
        judged, key=lambda j: (_SEVERITY[j[3]], j[4], _miss(j[1], j[2]))
    )
    if outcome is Outcome.FAIL and match is Match.UNKNOWN:
        outcome, marginal = Outcome.UNDETERMINED, False
    return Finding(row, outcome, measurement, quantity, test, marginal=marginal, weight=weight)


def _outcome(test: Test, measurement: Measurement) -> tuple[Outcome, bool]:
    """The outcome and whether the limit lies within the uncertainty."""
    if measurement.value is None:
        return Outcome.UNDETERMINED, False
    if isinstance(test, Named):
        outcome = Outcome.PASS if test.holds(measurement.value) else Outcome.FAIL
        return (outcome if measurement.attributed or outcome is Outcome.PASS else Outcome.UNDETERMINED), False
    miss = _miss(test, measurement)
    slack = measurement.uncertainty + _FLOAT_SLACK
    if miss > slack:
        return (Outcome.FAIL if measurement.attributed else Outcome.UNDETERMINED), False
    return Outcome.PASS, miss > -slack and measurement.uncertainty > 0


def _miss(test: Test, measurement: Measurement) -> float:
    if isinstance(test, Named) or measurement.value is None or isinstance(measurement.value, str):
        return 0.0
    return test.miss(float(measurement.value))
