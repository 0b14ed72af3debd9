"""Findings: fail only beyond the uncertainty, marginal within it, undetermined without evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import broken, judge, verdict
from indicia.rulebook.row import (
    YES,
    Above,
    AtLeast,
    AtMost,
    Finding,
    Match,
    NoneOf,
    OneOf,
    Outcome,
    Row,
    Weight,
    Within,
    Witness,
    binds,
)
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Purpose, Shape, System, Verdict

PIECE = Circumstances(purpose=Purpose.POSTAGE, shape=Shape.LETTER, height=4.125)


def row(**changes: object) -> Row:
    defaults: dict[str, object] = {
        "id": "604.4.8.3-right-edge",
        "section": "604.4.8.3",
        "title": "t",
        "explanation": "e",
        "remedy": "r",
        "asks": ((Quantity.RIGHT_EDGE, AtLeast(0.25)),),
        "witnesses": frozenset({Witness.LAYOUT}),
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
        (Within(8.0, 8.0), 8.0, 8.1),
        (OneOf(("D",)), "D", "A"),
        (NoneOf(("periodicals",)), "standard", "periodicals"),
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


_LETTERS = row(applies=binds(shape=Shape.LETTER))
_FLATS = row(applies=binds(shape=Shape.FLAT), asks=((Quantity.RIGHT_EDGE, AtLeast(0.5)),))


@pytest.mark.parametrize(("shape", "limit"), [(Shape.LETTER, ">= 0.25"), (Shape.FLAT, ">= 0.5")])
def test_of_two_rows_with_one_id_the_one_that_binds_speaks(shape: Shape, limit: str) -> None:
    (finding,) = judge([_LETTERS, _FLATS], {Quantity.RIGHT_EDGE: Measurement(0.3)}, Circumstances(shape=shape))
    assert limit == str(finding.test)


@pytest.mark.parametrize(
    ("value", "outcome"), [(0.3, Outcome.UNDETERMINED), (0.6, Outcome.PASS), (0.1, Outcome.UNDETERMINED)]
)
def test_of_two_rows_that_perhaps_bind_the_stricter_speaks(value: float, outcome: Outcome) -> None:
    (finding,) = judge([_LETTERS, _FLATS], {Quantity.RIGHT_EDGE: Measurement(value)}, Circumstances())
    assert outcome is finding.outcome


@pytest.mark.parametrize(
    ("circumstances", "expected"),
    [
        (Circumstances(system=System.PC_POSTAGE, purpose=Purpose.REDATE), Match.NO),
        (Circumstances(system=System.PC_POSTAGE, purpose=Purpose.POSTAGE), Match.YES),
        (Circumstances(system=System.PSD_METER), Match.YES),
        (Circumstances(system=System.PC_POSTAGE), Match.UNKNOWN),
        (Circumstances(), Match.UNKNOWN),
    ],
)
def test_an_exception_takes_all_its_terms(circumstances: Circumstances, expected: Match) -> None:
    applies = binds().but_not(system=System.PC_POSTAGE, purpose=Purpose.REDATE)
    assert expected is applies.match(circumstances)


def test_what_binds_nobody_is_not_saved_by_an_unknown_exception() -> None:
    applies = binds(shape=Shape.FLAT).but_not(purpose=Purpose.REDATE)
    assert Match.NO is applies.match(Circumstances(shape=Shape.LETTER))


def test_broken_rules_of_a_section_are_counted_and_named() -> None:
    failed = one(row(), Measurement(0.1))
    passed = one(row(id="604.4.8.3-top-edge"), Measurement(0.3))
    other = one(row(id="604.4.8.6-amount"), Measurement(0.1))
    assert Measurement(1, note="604.4.8.3-right-edge") == broken([failed, passed, other], "604.4.8.3-")
    assert Measurement(0) == broken([passed, other], "604.4.8.3-")


def test_a_section_that_could_not_be_judged_is_not_called_whole() -> None:
    unsure = one(row(), Measurement(None))
    assert broken([unsure], "604.4.8.3-").value is None


def test_what_one_piece_was_found_to_be_does_not_show_on_the_next() -> None:
    """Rows remember their last finding: equal evidence gives equal bytes, whatever was judged before."""
    right, top = Quantity.RIGHT_EDGE, Quantity.TOP_EDGE
    asked = row(asks=((right, AtLeast(0.0)), (top, AtLeast(0.0))))
    pieces: list[Evidence] = [
        {right: Measurement(0.0)},
        {top: Measurement(0.0)},
        {top: Measurement(-0.0)},
        {top: Measurement(0)},
        {right: Measurement(0.0), top: Measurement(-1.0)},
        {right: Measurement(0.0), top: Measurement(-1.0, note="n")},
        {right: Measurement(0.0), top: Measurement(-1.0, uncertainty=2.0)},
        {},
    ]
    # A list is judged afresh, a tuple by rows that are kept.
    afresh = [[str(f.as_dict()) for f in judge([asked], piece, PIECE)] for piece in pieces]
    kept, places = (asked,), range(len(pieces))
    for place in (*places, *reversed(places), *places):
        assert afresh[place] == [str(f.as_dict()) for f in judge(kept, pieces[place], PIECE)]
