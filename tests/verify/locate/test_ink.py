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
