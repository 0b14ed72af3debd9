"""Patterns of dark stretches in single rows of grey."""

import numpy as np
import pytest

from verify.locate.fim_loops import Limits, matched

LIMITS = Limits(
    contrast=25, narrow=0.4 / 32, wide=1.9 / 32, margin=0.09, pitch=1 / 16, pitch_share=0.15, place_share=0.2
)
PLACES, COUNTS = np.array([(0.0, 1, 4, 7, 8), (0, 2, 3, 0, 0)]), np.array((5, 3))
DPI = 320.0
"""A pitch of 20 pixels, bars of 10."""


def row(
    *places: float, start: int = 60, width: int = 10, ink: int = 30
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    pixels = np.full((1, 400), 220, dtype=np.uint8)
    for place in places:
        left = start + round(20 * place)
        pixels[0, left : left + width] = ink
    return pixels


def kind(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> int:
    return int(matched(pixels, 1.0, DPI, (PLACES, COUNTS), LIMITS)[0][0])


def test_bars_on_the_places_of_a_pattern_are_found_with_their_middles() -> None:
    kinds, middles = matched(row(0, 1, 4, 7, 8), 1.0, DPI, (PLACES, COUNTS), LIMITS)
    assert [0] == kinds.tolist()
    assert [1 + (65 + 20 * place) / DPI for place in (0, 1, 4, 7, 8)] == pytest.approx(middles[0].tolist())
    assert 1 == kind(row(0, 2, 3))


@pytest.mark.parametrize(
    "pixels",
    [
        row(0, 1, 4, 6, 8),
        row(0, 1, 4, 7, 8, 9.5),
        row(0, 1, 4, 7, 8, ink=200),
        row(0, 1, 4, 7, 8, width=2),
        row(),
    ],
    ids=["another pattern", "no margin", "no contrast", "too thin", "blank"],
)
def test_other_bars_are_no_pattern(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> None:
    assert -1 == kind(pixels)


def test_bars_may_stand_at_the_very_end_of_what_is_looked_at() -> None:
    assert 1 == kind(row(0, 2, 3, start=0))
    assert 1 == kind(row(0, 2, 3, start=330))
