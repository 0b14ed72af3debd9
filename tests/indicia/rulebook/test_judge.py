"""Findings: fail only beyond the uncertainty, marginal within it, undetermined without evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import judge, verdict
from indicia.rulebook.row import YES, Above, AtLeast, AtMost, Finding, OneOf, Outcome, Row, Weight, Within, binds
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Edition, Purpose, Shape, Verdict

PIECE = Circumstances(purpose=Purpose.POSTAGE, shape=Shape.LETTER, height=4.125)


def row(**changes: object) -> Row:
    defaults: dict[str, object] = {
        "id": "604.4.8.3-right-edge",
        "section": "604.4.8.3",
        "title": "t",
        "explanation": "e",
        "remedy": "r",
        "asks": ((Quantity.RIGHT_EDGE, AtLeast(0.25)),),
    }
    return Row(**{**defaults, **changes})  # type: ignore[arg-type]


def one(row_: Row, measurement: Measurement, circumstances: Circumstances = PIECE) -> Finding:
    (finding,) = judge([row_], {row_.asks[0][0]: measurement}, circumstances)
    return finding


@pytest.mark.parametrize(
    ("value", "uncertainty", "outcome", "marginal"),
    [
        (0.30, 0.0, Outcome.PASS, False),
        (0.25, 0.0, Outcome.PASS, False),
        (0.2499, 0.0, Outcome.FAIL, False),
        (0.30, 0.01, Outcome.PASS, False),
        (0.255, 0.01, Outcome.PASS, True),
        (0.245, 0.01, Outcome.PASS, True),
        (0.239, 0.01, Outcome.FAIL, False),
        (None, 0.0, Outcome.UNDETERMINED, False),
    ],
)
def test_a_limit_is_missed_only_beyond_the_uncertainty(
    value: float | None, uncertainty: float, outcome: Outcome, *, marginal: bool
) -> None:
    finding = one(row(), Measurement(value, uncertainty))
    assert (outcome, marginal) == (finding.outcome, finding.marginal)


@pytest.mark.parametrize(
    ("test", "good", "bad"),
    [
        (AtLeast(1.0), 1.0, 0.9),
        (AtMost(1.0), 1.0, 1.1),
        (Within(1.0, 2.0), 2.0, 2.1),
        (Within(1.0, 2.0), 1.0, 0.9),
        (Above(1.0), 1.1, 1.0),
        (OneOf(("D",)), "D", "A"),
        (YES, True, False),
    ],
)
def test_every_comparison_has_both_sides(test: AtLeast, good: float, bad: float) -> None:
    asked = row(asks=((Quantity.RIGHT_EDGE, test),))
    assert Outcome.PASS is one(asked, Measurement(good)).outcome
    assert Outcome.FAIL is one(asked, Measurement(bad)).outcome


@given(value=st.floats(-10, 10), uncertainty=st.floats(0, 1))
def test_more_uncertainty_never_turns_a_pass_into_a_failure(value: float, uncertainty: float) -> None:
    exact = one(row(), Measurement(value)).outcome
    loose = one(row(), Measurement(value, uncertainty)).outcome
    assert not (exact is Outcome.PASS and loose is Outcome.FAIL)


def test_matter_of_unknown_origin_never_fails() -> None:
    finding = one(row(), Measurement(0.1, attributed=False))
    assert Outcome.UNDETERMINED is finding.outcome


def test_of_several_quantities_the_worst_speaks() -> None:
    asked = row(asks=((Quantity.FIM_RIGHT, Within(1.875, 2.125)), (Quantity.FIM_TOP, AtMost(0.125))))
    evidence: Evidence = {Quantity.FIM_RIGHT: Measurement(2.0), Quantity.FIM_TOP: Measurement(0.2)}
    (finding,) = judge([asked], evidence, PIECE)
    assert (Outcome.FAIL, Quantity.FIM_TOP) == (finding.outcome, finding.quantity)


def test_a_row_that_nobody_witnessed_gives_no_finding() -> None:
    assert [] == judge([row()], {}, PIECE)


def test_a_row_for_others_gives_no_finding() -> None:
    other = row(applies=binds(shape=Shape.FLAT))
    assert [] == judge([other], {Quantity.RIGHT_EDGE: Measurement(0.1)}, PIECE)


@pytest.mark.parametrize(("value", "outcome"), [(0.1, Outcome.UNDETERMINED), (0.3, Outcome.PASS)])
def test_a_row_that_perhaps_applies_never_fails(value: float, outcome: Outcome) -> None:
    unknown = Circumstances(purpose=None)
    assert outcome is one(row(applies=binds(purpose=Purpose.POSTAGE)), Measurement(value), unknown).outcome


def test_warnings_do_not_decide() -> None:
    finding = one(row(weight=Weight.WARNS), Measurement(0.1))
    assert (Verdict.ACCEPTABLE, []) == verdict([finding])


def test_failures_outweigh_open_questions() -> None:
    failed = one(row(), Measurement(0.1))
    unsure = one(row(id="604.4.8.3-top-edge"), Measurement(None))
    assert (Verdict.UNACCEPTABLE, ["604.4.8.3-right-edge"]) == verdict([unsure, failed])
    assert (Verdict.UNDETERMINED, ["604.4.8.3-top-edge"]) == verdict([unsure])


def test_an_open_question_may_stand_aside() -> None:
    unsure = one(row(open_question_blocks=False), Measurement(None))
    assert (Verdict.ACCEPTABLE, []) == verdict([unsure])


def test_the_ocr_read_area_only_warns_below_a_ten_envelope() -> None:
    (ocr,) = [r for r in rows() if r.id == "604.4.8.3-ocr-zone"]
    measured = {Quantity.OCR_ZONE_INTRUSION: Measurement(0.2)}
    by_height = {
        height: judge([ocr], measured, Circumstances(shape=Shape.LETTER, height=height))[0].weight
        for height in (3.625, 4.0, 4.125, 6.125)
    }
    assert {3.625: Weight.WARNS, 4.0: Weight.WARNS, 4.125: Weight.DECIDES, 6.125: Weight.DECIDES} == by_height


def test_a_finding_is_written_as_the_contract_says() -> None:
    written = one(row(), Measurement(0.26246, 0.00321)).as_dict()
    assert {
        "rule": "604.4.8.3-right-edge",
        "status": "pass",
        "measured": 0.2625,
        "limit": ">= 0.25",
        "unit": "in",
        "uncertainty": 0.0032,
    } == written


def test_keys_of_rows_are_unique_in_every_edition() -> None:
    for edition in Edition:
        ids = [r.id for r in rows(edition)]
        assert len(ids) == len(set(ids))


def test_every_row_says_what_it_asks_and_what_to_do() -> None:
    for r in rows():
        assert r.title
        assert r.explanation.endswith(".")
        assert r.remedy.endswith(".")
        assert r.asks
