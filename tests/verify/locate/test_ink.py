"""Blur of print, by the steps at its edges."""

import numpy as np
import pytest

from fixtures.printscan import Look, print_and_scan
from indicia.geometry import Box
from verify.locate.ink import UNKNOWN_SPREAD_PX, Levels, spread_px
from verify.locate.plane import Patch

LEVELS = Levels(30.0, 245.0)


@pytest.mark.parametrize("blur_px", [0.8, 1.2, 2.0])
def test_the_blur_of_a_scan_is_told_by_its_edges(blur_px: float) -> None:
    page = np.full((600, 600), 255, np.uint8)
    for left in range(60, 560, 83):
        page[100:500, left : left + 30] = 0
    look = Look(blur_px=blur_px, noise=0.5, texture=0.0)
    scan = print_and_scan(page, 600, np.random.default_rng(0), look).pixels
    assert blur_px == pytest.approx(spread_px(Patch(scan, Box(0, 0, 1, 1), 300), LEVELS), abs=0.15)


def test_without_an_edge_the_blur_is_not_known() -> None:
    blank = np.full((50, 50), 245, np.uint8)
    assert UNKNOWN_SPREAD_PX == spread_px(Patch(blank, Box(0, 0, 1, 1), 50), LEVELS)


def test_the_blur_is_that_of_the_steepest_tenth_of_all_steps() -> None:
    rng = np.random.default_rng(4)
    pixels = np.where(rng.random((60, 80)) < 0.5, rng.integers(0, 100, (60, 80)), rng.integers(170, 256, (60, 80)))
    rows = pixels[::2].astype(float)
    changes = (rows[:, 1:] < 137.5) != (rows[:, :-1] < 137.5)
    wanted = float(np.quantile(np.abs(np.diff(rows, axis=1))[changes], 0.9))
    low, high = (
        spread_px(Patch(pixels.astype(np.uint8), Box(0, 0, 1, 1), 80), Levels(137.5 - half, 137.5 + half))
        for half in (wanted / 2 / 0.78, wanted / 2 / 0.8)
    )
    # Contrasts of which that step is 0.78 and 0.8: the sharper picture has the less blur.
    assert high < low < UNKNOWN_SPREAD_PX
    assert low - high < 0.05
