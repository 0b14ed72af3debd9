"""Many damaged rows of postal bars: shares as promised, and not one misread."""

import os
from itertools import product

import numpy as np
import pytest

from fixtures.bar_scans import degraded_look, plane_of, specimen
from fixtures.bars import PAGE_DPI, Damage, damaged, imb_bars, postnet_bars, random_row, slip
from fixtures.printscan import print_and_scan
from verify.measure.bars import find_bars

FULL = os.environ.get("INDICIA_SOAK") == "full"
DPIS = (150, 200, 240, 300, 400, 600)
EACH = 400 if FULL else 1
HARSH = 4000 if FULL else 12


@pytest.mark.soak
@pytest.mark.parametrize(("degraded", "share"), [(False, 0.995), (True, 0.95)])
def test_shares_of_clean_and_degraded_rows(degraded: bool, share: float) -> None:
    read = total = 0
    for dpi, postal in product(DPIS, (False, True)):
        rng = np.random.default_rng([3200, dpi, postal, degraded])
        here = 0
        for _ in range(EACH):
            one = specimen(rng, dpi=dpi, postal=postal, degraded=degraded)
            seen = [found.digits for found in find_bars(plane_of(one.scanned))]
            assert seen in ([one.digits], []), one
            here += bool(seen)
        kind = "POSTNET" if postal else "Intelligent Mail"
        print(f"{dpi} dpi, {kind}, {degraded=}: {here} of {EACH}")  # noqa: T201  # what the long run found
        read, total = read + here, total + EACH
    # A small share of the run may miss one more than it should by chance.
    assert read >= share * total - (0 if FULL else 2)


@pytest.mark.soak
def test_rows_damaged_several_times_over_are_never_misread() -> None:
    rng = np.random.default_rng(3300)
    kinds = [kind for kind in Damage if kind is not Damage.NONE]
    read = 0
    for number in range(HARSH):
        digits, bars = postnet_bars(rng) if number % 2 else imb_bars(rng)
        row = random_row(bars, rng)
        page = slip(row, rng)
        for kind in rng.choice(len(kinds), int(rng.integers(2, 6))):
            damaged(page, row, rng, kinds[kind])
        dpi = DPIS[number % len(DPIS)]
        seen = find_bars(plane_of(print_and_scan(page, PAGE_DPI, rng, degraded_look(dpi, rng))))
        assert [found.digits for found in seen] in ([digits], []), (number, digits)
        read += len(seen)
    print(f"damaged several times over: {read} of {HARSH} read, none wrong")  # noqa: T201  # what the long run found
    assert read >= HARSH / 2
