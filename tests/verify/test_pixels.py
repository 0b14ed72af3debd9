"""A small share of the mutation matrix on pixels; all of it runs in tests/soak and stands in docs/pixels.md."""

import json
from pathlib import Path

import pytest

from fixtures.mutations.bench import Bench
from fixtures.mutations.counts import add, read
from fixtures.mutations.pieces import Press
from fixtures.mutations.pixels import markdown
from fixtures.mutations.trials import Outcome, Trial, lawful, seen_by_pixels, trials, tried
from indicia.faces import Face

SEED = 1000
MUTANTS = (
    "604.4.8.3-right-edge",
    "604.4.8.3-top-edge",
    "604.4.8.5-amount",
    "604.4.8.5-us-postage",
    "604.4.8.6-amount",
    "604.4.8.6-us-postage-caps",
    "604.4.8.12-year",
    "604.4.8.10-no-fim-flat",
    "604.4.9.1-b-no-symbol",
    "604.4.9.1-b-only",
    "604.4.9.2-b-flat",
    "604.4.9.4-g-above",
    "604.6.3.11-e-type",
    "604.6.3.6-paid",
)
LAWFUL = (
    "ibi-letter-10",
    "ibi-label-4x6",
    "digital-psd-meter",
    "permit-imprint",
    "redate-pc-postage",
    "redate-meter-address-side",
)


@pytest.fixture(scope="module")
def press(face: Face, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(Bench(face, dpi=600), tmp_path_factory.mktemp("provider"))


@pytest.mark.parametrize("key", MUTANTS)
def test_a_scanned_mutant_is_flagged_by_its_row(press: Press, key: str) -> None:
    mutation = next(one for one in seen_by_pixels() if one.key == key)
    assert 1 == tried(mutation, press, [SEED]).flagged


@pytest.mark.parametrize("name", LAWFUL)
def test_a_scanned_lawful_piece_raises_no_alarm(press: Press, name: str) -> None:
    assert {} == lawful(name, press, [SEED]).others


def test_a_run_goes_on_where_it_stopped_and_keeps_what_it_has(tmp_path: Path) -> None:
    counts = tmp_path / "counts.jsonl"
    one = Trial("permit-imprint")
    had = {(one.name, SEED): Outcome(failed=True, others=("604.6.3.4-place",))}
    line = {"trial": one.name, "seed": SEED, "failed": True, "asked": False, "others": ["604.6.3.4-place"]}
    counts.write_text(json.dumps(line) + "\n", encoding="utf-8")
    add(counts, [one], range(SEED, SEED + 2), workers=1)
    assert had | {(one.name, SEED + 1): Outcome(failed=False)} == read(counts)


def test_the_table_counts_every_scan_of_the_file() -> None:
    one, other = trials()[0], trials()[-1]
    document = markdown(
        {
            (one.name, 7): Outcome(failed=True, others=("604.4.8.3-top-edge",)),
            (one.name, 8): Outcome(failed=False, asked=True),
            (other.name, 7): Outcome(failed=True, others=("604.6.3.4-place",)),
            (other.name, 8): Outcome(failed=False),
        }
    )
    assert "| 1 | 1 | 2 | `604.4.8.3-top-edge` 1 |" in document
    assert f"| {other.base} | 1 | 2 | `604.6.3.4-place` 1 |" in document
    assert "0 of 2 scans were not. Of\n2 scans of lawful pieces 1 (50.00%)" in document


def test_the_table_is_of_the_mutants_that_are_tried() -> None:
    table = (Path(__file__).resolve().parents[2] / "docs" / "pixels.md").read_text("utf-8")
    missing = [mutation.key for mutation in seen_by_pixels() if f"| `{mutation.key}` | {mutation.what} |" not in table]
    assert [] == missing
