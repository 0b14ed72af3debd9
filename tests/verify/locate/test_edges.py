"""Lines at sub-pixel precision."""

import numpy as np
import numpy.typing as npt
import pytest

from verify.locate.edges import Swing, across, corners, departures, fitted, meet, sample, straight


def half_plane(angle_deg: float, offset: float) -> npt.NDArray[np.uint8]:
    """200 x 200, light above a line through the middle that is turned counter-clockwise, shifted down by `offset`."""
    y, x = np.mgrid[0:200, 0:200] + 0.5
    turn = np.radians(angle_deg)
    distance = (y - 100 - offset) * np.cos(turn) + (x - 100) * np.sin(turn)
    soft = np.round(127.5 - 100 * np.clip(distance, -1, 1))
    return np.asarray(soft, dtype=np.uint8)


@pytest.mark.parametrize("angle", [-9.0, -1.0, 0.0, 0.5, 5.0])
@pytest.mark.parametrize("offset", [0.0, 0.25, 0.5, 1.7])
def test_an_edge_is_found_to_a_twentieth_of_a_pixel(angle: float, offset: float) -> None:
    gray = half_plane(angle, offset)
    start, end = (
        np.array((20.0, 101.0 + 80 * np.tan(np.radians(angle)))),
        np.array((180.0, 101.0 - 80 * np.tan(np.radians(angle)))),
    )
    at = np.linspace(0, 1, 40)
    profiles = across(gray, start, end, at, reach=(6, 6))
    line = fitted(start, end, at, departures(profiles, 27, 20, Swing.LIGHTER))
    assert line is not None
    crossing = meet((line.start, line.end), (np.array((100.0, 0.0)), np.array((100.0, 200.0))))
    assert crossing[1] == pytest.approx(100 + offset, abs=0.05)
    slope = (line.end - line.start)[1] / (line.end - line.start)[0]
    assert -angle == pytest.approx(np.degrees(np.arctan(slope)), abs=0.05)


def test_a_line_survives_a_quarter_of_wild_points() -> None:
    rng = np.random.default_rng(3)
    x = np.linspace(0, 1, 48)
    y = 2 + 3 * x + rng.normal(0, 0.05, 48)
    wild = rng.choice(48, 12, replace=False)
    y[wild] += rng.uniform(2, 8, 12)
    y[5] = np.nan
    found = straight(x, y, 0.3)
    assert found is not None
    a, b, agree = found
    assert (2.0, 3.0) == pytest.approx((a, b), abs=0.06)
    assert not agree[wild].any()
    assert not agree[5]


def test_too_few_points_are_no_line() -> None:
    x = np.linspace(0, 1, 10)
    y = np.full(10, np.nan)
    y[:4] = 1
    assert straight(x, y, 1) is None


def test_a_flat_profile_has_no_edge() -> None:
    gray = np.full((50, 50), 200, np.uint8)
    profiles = across(gray, np.array((5.0, 25.0)), np.array((45.0, 25.0)), np.linspace(0, 1, 9), reach=(5, 5))
    assert np.isnan(departures(profiles, 200, 5, Swing.DARKER)).all()


def test_samples_stand_at_pixel_centres_half_a_pixel_in() -> None:
    gray = np.array([[0, 100], [50, 150]], np.uint8)
    points = np.array([[(0.5, 0.5), (1.5, 0.5), (1.0, 0.5), (0.5, 1.5), (1.0, 1.0)]])
    assert sample(gray, points)[0].tolist() == pytest.approx([0, 100, 50, 50, 75])


def test_corners_are_where_neighbouring_sides_meet() -> None:
    square = np.array([(1.0, 1.0), (9.0, 1.0), (9.0, 5.0), (1.0, 5.0)])
    sides = [(square[i] * 0.7 + square[(i + 1) % 4] * 0.3, square[(i + 1) % 4]) for i in range(4)]
    assert corners(sides) == pytest.approx(square)
    assert not np.isfinite(meet((square[0], square[1]), (square[3], square[2]))).any()
