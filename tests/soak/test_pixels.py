"""The mutation matrix on pixels: every mutant flagged by its row in 98 of 100 scans, 1 lawful piece in 100 refused."""

import os

import pytest

from fixtures.mutations.bench import Bench
from fixtures.mutations.counts import PRINTER_DPI
from fixtures.mutations.mutation import Mutation
from fixtures.mutations.pieces import Press
from fixtures.mutations.trials import bases, lawful, seen_by_pixels, tried
from indicia.faces import Face

FULL = os.environ.get("INDICIA_SOAK") == "full"
SCANS = 100 if FULL else 1
FIRST = 5000
"""Seeds that nothing was chosen on."""


@pytest.fixture(scope="module")
def press(face: Face, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(Bench(face, dpi=PRINTER_DPI), tmp_path_factory.mktemp("provider"))


@pytest.mark.soak
@pytest.mark.parametrize("mutation", seen_by_pixels(), ids=lambda m: f"{m.key}-{m.quantity.name}-{m.what}")
def test_a_mutant_is_flagged_in_98_of_100_scans(press: Press, mutation: Mutation) -> None:
    tally = tried(mutation, press, range(FIRST, FIRST + SCANS))
    assert 100 * tally.flagged >= 98 * tally.scans, tally


@pytest.mark.soak
def test_of_100_lawful_scans_less_than_one_raises_an_alarm(press: Press) -> None:
    tallies = {name: lawful(name, press, range(FIRST, FIRST + SCANS)) for name in bases()}
    alarms = sum(tally.failed for tally in tallies.values())
    assert 100 * alarms < sum(tally.scans for tally in tallies.values()), tallies
