"""Every row: passes at its limit, fails beyond it, binds whom it names and nobody else."""

import ast
import itertools
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from fixtures.rule_evidence import bound_by, just_fails, just_passes, not_bound_by
from indicia.rulebook.evidence import Circumstances
from indicia.rulebook.judge import judge
from indicia.rulebook.row import Applicability, AtLeast, AtMost, Match, Outcome, Row, Terms, Weight
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Edition

ROWS = Path(__file__).resolve().parents[3] / "indicia" / "rulebook" / "rows"


def name(row: Row) -> str:
    variants = [other for other in rows() if other.id == row.id]
    return row.id if len(variants) == 1 else f"{row.id}[{variants.index(row)}]"


every_row = pytest.mark.parametrize("row", rows(), ids=name)


@every_row
def test_it_passes_at_its_limit(row: Row) -> None:
    for evidence in just_passes(row):
        (finding,) = judge([row], evidence, bound_by(row))
        assert Outcome.PASS is finding.outcome, finding


@every_row
def test_it_fails_beyond_its_limit(row: Row) -> None:
    failures = list(just_fails(row))
    assert len(failures) >= len(row.asks)
    for quantity, evidence in failures:
        (finding,) = judge([row], evidence, bound_by(row))
        assert (Outcome.FAIL, quantity) == (finding.outcome, finding.quantity)


@every_row
def test_it_weighs_what_it_says(row: Row) -> None:
    _, evidence = next(just_fails(row))
    (finding,) = judge([row], evidence, bound_by(row))
    assert row.weight is finding.weight


@every_row
def test_it_binds_nobody_else(row: Row) -> None:
    _, evidence = next(just_fails(row))
    for why, circumstances in not_bound_by(row):
        assert [] == judge([row], evidence, circumstances), why


@every_row
def test_it_refuses_nobody_of_whom_it_cannot_tell_whether_it_binds(row: Row) -> None:
    _, evidence = next(just_fails(row))
    expected = {Match.YES: [Outcome.FAIL], Match.UNKNOWN: [Outcome.UNDETERMINED], Match.NO: []}
    findings = judge([row], evidence, Circumstances())
    assert expected[row.applies.match(Circumstances())] == [finding.outcome for finding in findings]


@every_row
def test_it_says_what_it_asks_and_what_to_do(row: Row) -> None:
    assert row.title
    assert not row.title.endswith(".")
    assert row.explanation.endswith(".")
    assert row.remedy.endswith(".")
    assert row.asks
    assert row.witnesses


@every_row
def test_a_reading_says_that_it_is_one(row: Row) -> None:
    assert row.reading is ("This project's reading" in row.explanation)


@every_row
def test_it_names_circumstances_that_there_are(row: Row) -> None:
    known = {field.name for field in fields(Circumstances)}
    named = {term for terms in (row.applies.allowed, *row.applies.excepted) for term, _ in terms}
    assert set() == named - known


def test_a_row_of_the_manual_has_the_section_that_its_id_names() -> None:
    wrong = [row.id for row in rows() if row.section and not _same_section(row)]
    # Position stands in 4.8.3 and refers to 708.9; the method of facing in 4.8.9, the mark in 4.8.10.
    assert ["604.4.8.10-no-fim-flat"] == wrong


def _same_section(row: Row) -> bool:
    number = row.id.partition("-")[0]
    return row.section == number or (row.section.startswith(number) and row.section[len(number)].isalpha())


def _variants(edition: Edition) -> Iterator[tuple[Row, Row]]:
    for one, other in itertools.combinations(rows(edition), 2):
        if one.id == other.id:
            yield one, other


def _disjoint(one: Applicability, other: Applicability) -> bool:
    return _clash(one.allowed, other.allowed) or _excludes(one, other.allowed) or _excludes(other, one.allowed)


def _clash(one: Terms, other: Terms) -> bool:
    theirs = dict(other)
    return any(not values & theirs[term] for term, values in one if term in theirs)


def _excludes(applies: Applicability, terms: Terms) -> bool:
    theirs = dict(terms)
    return any(
        all(term in theirs and theirs[term] <= values for term, values in exception) for exception in applies.excepted
    )


@pytest.mark.parametrize("edition", list(Edition))
def test_of_several_rows_with_one_id_at_most_one_binds_a_piece(edition: Edition) -> None:
    pairs = list(_variants(edition))
    assert pairs
    assert [] == [one.id for one, other in pairs if not _disjoint(one.applies, other.applies)]


@pytest.mark.parametrize("edition", list(Edition))
def test_several_rows_with_one_id_say_the_same_of_it(edition: Edition) -> None:
    assert [] == [
        one.id
        for one, other in _variants(edition)
        if (one.section, one.weight, one.witnesses) != (other.section, other.weight, other.witnesses)
    ]


def test_every_limit_comes_from_the_standards_numbers() -> None:
    literals = [
        f"{path.name}:{node.lineno}: {node.value}"
        for path in sorted(ROWS.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in (0, 1)
    ]
    assert [] == literals


def test_rows_that_ask_in_a_unit_name_it() -> None:
    units = {test.unit for row in rows() for _, test in row.asks if isinstance(test, (AtLeast, AtMost))}
    assert {"in", "pt", "deg", "days", "oz", "PMU", "mills"} <= units


def test_what_rests_on_memory_only_warns() -> None:
    from_memory = {row.id for row in rows() if "from memory" in row.explanation}
    assert from_memory
    assert {Weight.WARNS} == {row.weight for row in rows() if row.id in from_memory}
