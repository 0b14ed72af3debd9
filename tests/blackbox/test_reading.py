"""Simulated scans of hand-placed pieces: how many are read, never one wrongly.

Every cell of the corpus has the same number of pages; floors are what was reached: all of them.
"""

from functools import cache

import numpy as np
import pytest

from fixtures.handplaced import HandPlaced, Wish, place
from fixtures.printscan import Background, Look, Paper, print_and_scan
from verify.observe import observe
from verify.scans import scan_of

SEED = 604
DPIS = (200, 300)
CONDITIONS = {
    "clean": Look(),
    "turned 90": Look(rotation=90),
    "turned 180": Look(rotation=180),
    "turned 270": Look(rotation=270),
    "skew 5 on black": Look(background=Background.BLACK, skew_deg=5),
    "skew -5 on gray": Look(background=Background.GRAY, skew_deg=-5),
    "on white": Look(background=Background.WHITE, skew_deg=1),
    "upside down on gray": Look(background=Background.GRAY, skew_deg=-2, rotation=180),
    "blur": Look(blur_px=1.1),
    "noise": Look(noise=15),
    "jpeg": Look(jpeg_quality=40, noise=3),
    "kraft": Look(paper=Paper.KRAFT, texture=3),
    "pale ink, uneven light": Look(ink=120, gradient=0.25),
    "ink gain": Look(ink_gain_mil=2.0),
    "ink loss": Look(ink_gain_mil=-2.0),
    "mirrored": Look(mirrored=True),
}
PIECES = (
    Wish(dpi=600, width=6.5, height=3.625),
    Wish(dpi=600, width=4.0, height=6.0, fim=None, symbol_right=1.6, module=1 / 60, return_address=False),
)
FLOORS = dict.fromkeys(CONDITIONS, len(PIECES))
TOTAL = len(CONDITIONS) * len(PIECES)


@cache
def page(number: int) -> HandPlaced:
    return place(PIECES[number])


def test_the_corpus_is_complete() -> None:
    assert 32 == TOTAL
    assert CONDITIONS.keys() == FLOORS.keys()


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("condition", CONDITIONS)
def test_symbols_are_read_and_never_misread(condition: str, dpi: int) -> None:
    look = CONDITIONS[condition]
    read = 0
    for number, wish in enumerate(PIECES):
        rng = np.random.default_rng((SEED, dpi, number))
        at_dpi = Look(**{name: getattr(look, name) for name in Look.__slots__} | {"scan_dpi": dpi})
        scanned = print_and_scan(page(number).pixels, page(number).dpi, rng, at_dpi)
        seen = observe(scan_of(scanned.pixels, dpi))
        assert all(symbol.data == wish.data for symbol in seen.symbols), "misread"
        read += len(seen.symbols)
        if seen.symbols:
            piece = seen.mailpiece
            assert piece is not None
            assert (look.rotation, look.mirrored) == (piece.rotation, piece.mirrored)
            assert frozenset() == piece.cut_off
            assert (wish.fim is not None) == (seen.fim is not None)
    assert FLOORS[condition] == read
