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
    Kind.CLEAN: (10, 10, 10, 10, 10),
    Kind.ROTATED: (10, 10, 10, 10, 10),
    Kind.PERSPECTIVE: (10, 10, 10, 10, 10),
    Kind.BACKGROUND: (10, 10, 10, 10, 10),
    Kind.LOW_CONTRAST: (9, 9, 9, 9, 10),
    Kind.KRAFT: (9, 9, 9, 10, 9),
    Kind.RED_INK: (10, 10, 10, 10, 10),
    Kind.BLUR: (7, 5, 7, 8, 7),
    Kind.NOISE: (10, 10, 10, 10, 10),
    Kind.JPEG: (10, 10, 10, 10, 10),
    Kind.LIGHT: (10, 10, 10, 10, 10),
    Kind.PRINT: (5, 4, 4, 4, 4),
    Kind.SCRATCH: (9, 9, 5, 9, 9),
    Kind.HOLE: (10, 10, 10, 9, 9),
    Kind.POSTMARK: (2, 4, 6, 5, 5),
    Kind.CORNER: (10, 10, 10, 10, 10),
    Kind.TORN: (10, 9, 10, 10, 10),
    Kind.TEXT: (10, 10, 10, 10, 10),
    Kind.QUIET_ZONE: (10, 10, 10, 10, 10),
    Kind.SALT: (10, 10, 9, 10, 10),
    Kind.OCCLUSION: (10, 10, 10, 10, 10),
    Kind.SMEAR: (7, 8, 9, 6, 8),
    Kind.FOLD: (5, 5, 5, 5, 4),
    Kind.STAIN: (8, 9, 10, 6, 9),
    Kind.CURL: (7, 8, 6, 5, 7),
    Kind.WORN: (10, 7, 7, 9, 10),
}
"""Of each kind, pictures of LEVELS read at each of DPIS: as many as are read now."""
SHARE_FLOORS = {Kind.BLUR: 2, Kind.PRINT: 1, Kind.POSTMARK: 2, Kind.FOLD: 1, Kind.CURL: 2}
"""Of the share, where not all are read."""


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
    assert all(len(DPIS) == len(floors) and max(floors) <= LEVELS for floors in FLOORS.values())
    total = len(DPIS) * LEVELS if FULL else len(SHARE_LEVELS)
    assert all(total == len(list(corpus(kind))) for kind in Kind)


@pytest.mark.soak
@pytest.mark.parametrize("kind", Kind)
def test_symbols_are_read_and_never_misread(kind: Kind) -> None:
    read: Counter[int] = Counter()
    for case in corpus(kind):
        made = specimen(case)
        found = decode(made.gray, outline(made.gray), case.dpi, thorough=False)
        assert all(one.data == made.data for one in found), f"misread: {case.name}"
        read[case.dpi] += bool(found)
    print(f"{kind}: {read.total()},", dict(sorted(read.items())))  # noqa: T201 - for -s
    if FULL:
        assert [] == [dpi for dpi, floor in zip(DPIS, FLOORS[kind], strict=True) if read[dpi] < floor]
    else:
        assert SHARE_FLOORS.get(kind, len(SHARE_LEVELS)) <= read.total()
