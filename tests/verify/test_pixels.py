"""A small share of the mutation matrix on pixels; all of it runs in tests/soak and stands in docs/pixels.md."""

from pathlib import Path

import pytest

from fixtures.mutations.bench import Bench
from fixtures.mutations.pieces import Press
from fixtures.mutations.trials import lawful, seen_by_pixels, tried
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
    "604.4.9.1-b-only",
    "604.6.3.6-paid",
)
LAWFUL = ("ibi-letter-10", "ibi-label-4x6", "digital-psd-meter", "permit-imprint", "redate-pc-postage")


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


def test_the_table_is_of_the_mutants_that_are_tried() -> None:
    table = (Path(__file__).resolve().parents[2] / "docs" / "pixels.md").read_text("utf-8")
    missing = [mutation.key for mutation in seen_by_pixels() if f"| `{mutation.key}` | {mutation.what} |" not in table]
    assert [] == missing
