"""The whole matrix: every mutant is flagged by exactly its row; at the limit, and unchanged, everything passes."""

from pathlib import Path

import pytest

from fixtures.mutations.bases import BASES
from fixtures.mutations.bench import MESSAGE_LENGTH, Bench, Specimen
from fixtures.mutations.catalogue import MUTATIONS
from fixtures.mutations.companions import COMPANIONS, WITHOUT_MUTANT
from fixtures.mutations.mutation import Mutation, row_key
from fixtures.mutations.table import COMMAND, markdown
from fixtures.order_files import ORDERS, document
from indicia.faces import Face
from indicia.preflight import Checked
from indicia.render import png
from indicia.rulebook.row import Above, Finding, Outcome, Row, Test
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Technology

DOCS = Path(__file__).resolve().parents[3] / "docs" / "mutations.md"
MESSAGE = bytes(MESSAGE_LENGTH)
NEAR = 2e-6
"""How exactly a limit is met: "more than" is met by a millionth."""
KEYS = {row_key(row): row for row in rows()}
COUNTED = {"pieces", "elements", "fields", "rules", "lines", "phrases", "redates"}
"""Units in which nothing lies between lawful and unlawful."""


def named(mutation: Mutation) -> str:
    return f"{mutation.key}: {mutation.what}"


every_mutation = pytest.mark.parametrize("mutation", MUTATIONS, ids=named)


@pytest.fixture(scope="module")
def bench(face: Face) -> Bench:
    return Bench(face)


def failed(checked: Checked) -> set[str]:
    return {row_key(finding.row) for finding in checked.findings if finding.outcome is Outcome.FAIL}


def finding_of(checked: Checked, key: str) -> Finding:
    (finding,) = (finding for finding in checked.findings if row_key(finding.row) == key)
    return finding


def asked(row: Row, mutation: Mutation) -> Test:
    (test,) = (test for quantity, test in row.asks if quantity is mutation.quantity)
    return test


def missed(checked: Checked, mutation: Mutation) -> float:
    """By how much the mutated quantity misses its limit, whatever else the row asks."""
    test, value = asked(mutation.row, mutation), checked.evidence[mutation.quantity].value
    assert isinstance(value, (int, float))
    assert not hasattr(test, "holds")
    if isinstance(test, Above):
        return test.limit - value
    return test.miss(value)


@every_mutation
def test_it_is_flagged_by_its_row_and_its_companions_alone(bench: Bench, mutation: Mutation) -> None:
    checked = mutation.specimen(bench).checked
    assert {mutation.key, *COMPANIONS.get(mutation.key, ())} == failed(checked)
    assert mutation.quantity is finding_of(checked, mutation.key).quantity
    if mutation.margin is not None:
        assert mutation.margin == pytest.approx(missed(checked, mutation), abs=NEAR)


@every_mutation
def test_at_its_limit_everything_passes(bench: Bench, mutation: Mutation) -> None:
    checked = mutation.specimen(bench, 0).checked
    assert set() == failed(checked)
    assert Outcome.PASS is finding_of(checked, mutation.key).outcome
    if mutation.margin is not None:
        assert 0 == pytest.approx(missed(checked, mutation), abs=NEAR)


@every_mutation
def test_what_can_be_measured_has_a_margin(mutation: Mutation) -> None:
    test = asked(mutation.row, mutation)
    measured = hasattr(test, "miss") and test.unit not in COUNTED
    # An amount of nothing, an area and a number of missing mills are given as they are.
    assert measured or mutation.margin is None


@every_mutation
def test_the_mutated_page_can_be_printed(bench: Bench, mutation: Mutation) -> None:
    layout = mutation.specimen(bench).layout
    page = layout.page(MESSAGE if layout.choice is not None else None)
    picture = png.draw(page, bench.face)
    assert (round(page.height * bench.dpi), round(page.width * bench.dpi)) == picture.shape
    assert picture.any()


@pytest.mark.parametrize("name", BASES)
def test_every_base_is_lawful(bench: Bench, name: str) -> None:
    checked = Specimen(bench.base(name)).checked
    assert set() == failed(checked)
    assert checked.findings


def test_every_row_has_a_mutant_or_a_reason_why_not() -> None:
    mutated = {mutation.key for mutation in MUTATIONS}
    assert set() == mutated & set(WITHOUT_MUTANT)
    assert set(KEYS) == mutated | set(WITHOUT_MUTANT)


def test_rows_without_a_mutant_never_fail() -> None:
    """Their quantities are only ever witnessed as right, or as unknown."""
    assert {"604.4.8.13-any", "no-indicium", "signature-unsupported-algorithm"} == set(WITHOUT_MUTANT)


def test_every_normative_order_is_a_base() -> None:
    assert {path.stem for path in ORDERS.glob("*.json")} == {name for name, base in BASES.items() if base.normative}


def test_every_technology_is_mutated() -> None:
    mutated = {document(BASES[mutation.base].order)["indicium"]["technology"] for mutation in MUTATIONS}
    assert set(Technology) == {Technology(technology) for technology in mutated}


def test_companions_are_of_rows_that_are_mutated_and_have_a_reason() -> None:
    assert set() == set(COMPANIONS) - {mutation.key for mutation in MUTATIONS}
    for key, companions in COMPANIONS.items():
        assert key not in companions
        assert all(companions.values())
        assert set() == set(companions) - set(KEYS)


def test_the_document_is_the_one_that_is_generated() -> None:
    assert DOCS.read_text("utf-8") == markdown(), f"run: {COMMAND} > docs/mutations.md"
