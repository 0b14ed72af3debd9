"""The outline of a symbol and the pitch of its modules."""

import numpy as np
import pytest

from fixtures.handplaced import Wish, place
from fixtures.printscan import Background, Look, print_and_scan
from verify.locate.symbol import refine


@pytest.mark.parametrize("gain", [-1.5, 0.0, 2.0])
@pytest.mark.parametrize(("dpi", "blur"), [(300, 0.5), (300, 1.2), (200, 0.8), (600, 1.0)])
def test_corners_and_pitch_survive_blur_and_ink_gain(gain: float, dpi: int, blur: float) -> None:
    page = place(Wish(width=4.5, height=1.5, fim=None, address=False, return_address=False, lettering=()))
    assert page.symbol is not None
    look = Look(background=Background.GRAY, skew_deg=3, scan_dpi=dpi, blur_px=blur, ink_gain_mil=gain)
    scanned = print_and_scan(page.pixels, page.dpi, np.random.default_rng(2), look)
    true = scanned.truth.corners(page.symbol)
    rough = true + np.random.default_rng(3).uniform(-1.5, 1.5, true.shape)
    found = refine(scanned.pixels, rough, 44, 44)
    grown = scanned.truth.corners(page.symbol.grown(gain / 1000))
    assert found.corners_px / dpi == pytest.approx(grown / dpi, abs=0.0015)
    size = np.hypot(*(found.corners_px[1] - found.corners_px[0])) / 44 * found.pitch / dpi
    assert 0.02 == pytest.approx(size, rel=0.003)
    assert found.dark < 110 < found.light


def test_without_a_symbol_the_rough_corners_stay() -> None:
    rough = np.array([(50.0, 50.0), (150.0, 50.0), (150.0, 150.0), (50.0, 150.0)])
    found = refine(np.full((200, 200), 200, np.uint8), rough, 20, 20)
    assert np.array_equal(rough, found.corners_px)
    assert 1.0 == found.residual_px
