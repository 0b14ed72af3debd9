"""Outline and pitch of symbols that are drawn where one knows."""

import math

import numpy as np
import pytest

from verify.locate import symbol_loops as loops

MODULE, SIDE, START = 8, 10, 20
LIMITS = 12.0, 0.5, 6, 400


def drawn(gain: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A square of modules: left and bottom dark, top and right alternate, its dark wider by `gain` on both sides."""
    gray = np.full((SIDE * MODULE + 2 * START,) * 2, 220, dtype=np.uint8)
    for row in range(SIDE):
        for column in range(SIDE):
            track = (row == 0 and column % 2 == 0) or (column == SIDE - 1 and row % 2 == 1)
            if column == 0 or row == SIDE - 1 or track:
                top, left = START + row * MODULE, START + column * MODULE
                gray[top - gain : top + MODULE + gain, left - gain : left + MODULE + gain] = 40
    return gray


def quad(off: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    low, high = START + off, START + SIDE * MODULE - off
    return np.array([(low, low), (high, low), (high, high), (low, high)])


def places() -> tuple[
    np.ndarray[tuple[int, ...], np.dtype[np.float64]], np.ndarray[tuple[int, ...], np.dtype[np.intp]]
]:
    half, whole = (np.arange(0, SIDE, 2) + 0.5) / SIDE, (np.arange(SIDE) + 0.5) / SIDE
    return np.concatenate((half, half + 1 / SIDE, whole, whole)), np.array((5, 5, 10, 10))


def test_the_outline_is_fitted_to_a_part_of_a_pixel() -> None:
    limits = LIMITS[0], LIMITS[1], 4, LIMITS[3]
    found, corners, (residual, dark, light) = loops.fit(drawn(), quad(1.3), places(), MODULE, limits)
    assert found
    assert quad(0.0) == pytest.approx(corners, abs=0.15)
    assert (40, 220) == pytest.approx((dark, light))
    assert residual < 0.1


def test_paper_without_a_symbol_has_no_outline() -> None:
    assert not loops.fit(np.full((120, 120), 200, dtype=np.uint8), quad(0.0), places(), MODULE, LIMITS)[0]


@pytest.mark.parametrize("gain", [0, 1])
def test_the_pitch_of_a_track_is_its_modules_whatever_the_ink_gained(gain: int) -> None:
    to_scan = np.array([(MODULE, 0, START), (0, MODULE, START), (0, 0, 1)], dtype=np.float64)
    pitch, uncertainty = loops.track(drawn(gain), to_scan, (0.0, 0.5, 1.0, 0.0), SIDE, (12, 130.0))
    assert 1 == pytest.approx(pitch, abs=0.005)
    assert uncertainty < 0.02


def test_a_damaged_track_tells_nothing() -> None:
    gray = drawn()
    gray[:, START + 2 * MODULE :] = 220
    to_scan = np.array([(MODULE, 0, START), (0, MODULE, START), (0, 0, 1)], dtype=np.float64)
    assert math.isnan(loops.track(gray, to_scan, (0.0, 0.5, 1.0, 0.0), SIDE, (12, 130.0))[0])


def test_the_worst_edges_are_left_out_of_the_slope() -> None:
    numbers = np.arange(1.0, 21.0)
    where = 1.01 * numbers + np.where(numbers % 2 == 1, 0.1, -0.1)
    where[7] += 0.3
    found, uncertainty = loops.slope(where, numbers % 2 == 1)
    assert 1.01 == pytest.approx(found, abs=2e-3)
    assert uncertainty < 5e-3
