"""Damaged symbols, simulated: how many of each kind are read at each resolution, and never one wrongly.

The second reader is left out: it gives up by the clock, so that what it reads depends on the machine. Floors are
what was reached on the report seed; run with `-s` to see where they can move up.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from fixtures.damage import Kind
from fixtures.make import DPIS, Case, Seed, cases, specimen
from fixtures.marring import LEVELS
from verify.locate.outline import outline
from verify.read import libdmtx
from verify.read.attempts import decode

FULL = os.environ.get("INDICIA_SOAK") == "full"
SHARE_LEVELS = (1, 4, 7)
"""Levels that `make test` looks at, each at another resolution, for each kind at others."""
FLOORS = {
    Kind.CLEAN: (3, 50),
    Kind.ROTATED: (3, 50),
    Kind.PERSPECTIVE: (3, 50),
    Kind.BACKGROUND: (3, 50),
    Kind.LOW_CONTRAST: (3, 43),
    Kind.KRAFT: (3, 45),
    Kind.RED_INK: (3, 50),
    Kind.BLUR: (2, 32),
    Kind.NOISE: (3, 43),
    Kind.JPEG: (3, 50),
    Kind.LIGHT: (3, 50),
    Kind.PRINT: (1, 21),
    Kind.SCRATCH: (3, 40),
    Kind.HOLE: (3, 46),
    Kind.POSTMARK: (2, 20),
    Kind.CORNER: (3, 50),
    Kind.TORN: (3, 41),
    Kind.TEXT: (3, 40),
    Kind.QUIET_ZONE: (3, 40),
    Kind.SALT: (3, 40),
    Kind.OCCLUSION: (3, 40),
    Kind.SMEAR: (3, 30),
    Kind.FOLD: (1, 10),
    Kind.STAIN: (3, 30),
    Kind.CURL: (2, 25),
    Kind.WORN: (3, 25),
}
"""Of each kind, pictures read at least: of the share, and of all."""
TOTALS = (len(SHARE_LEVELS), len(DPIS) * LEVELS)


@pytest.fixture(autouse=True)
def without_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libdmtx, "wrapper", None)


def corpus(kind: Kind) -> Iterator[Case]:
    if FULL:
        return cases((kind,), seed=Seed.REPORT)
    first = list(Kind).index(kind)
    return (
        Case(kind, level, DPIS[(first + 2 * number) % len(DPIS)], 0, Seed.REPORT)
        for number, level in enumerate(SHARE_LEVELS)
    )


def test_the_corpora_are_complete() -> None:
    assert set(Kind) == FLOORS.keys()
    assert (3, 50) == TOTALS
    assert all(TOTALS[FULL] == len(list(corpus(kind))) for kind in Kind)


@pytest.mark.soak
@pytest.mark.parametrize("kind", Kind)
def test_symbols_are_read_and_never_misread(kind: Kind) -> None:
    read: Counter[int] = Counter()
    for case in corpus(kind):
        made = specimen(case)
        found = decode(made.gray, outline(made.gray), case.dpi, thorough=False)
        assert all(one.data == made.data for one in found), f"misread: {case.name}"
        read[case.dpi] += bool(found)
    print(f"{kind}: {read.total()} of {TOTALS[FULL]},", dict(sorted(read.items())))  # noqa: T201 - for -s
    assert FLOORS[kind][FULL] <= read.total()
