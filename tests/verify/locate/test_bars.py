"""Where rows of bars may run, and the places of their bars."""

import math

import cv2
import numpy as np
import pytest

from fixtures.bar_scans import plane_of, specimen
from fixtures.bars import SLIP
from fixtures.handplaced import Wish, place
from fixtures.printscan import Look, print_and_scan
from indicia.geometry import Box
from verify.locate.bargrid import bar_grid
from verify.locate.bars import bar_courses
from verify.locate.plane import Plane

WHOLE = (Box(0, 0, *SLIP),)


def plane(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], dpi: float = 300) -> Plane:
    height, width = pixels.shape
    to_piece = np.diag((1 / dpi, 1 / dpi, 1))
    return Plane(pixels, to_piece, np.diag((dpi, dpi, 1.0)), width / dpi, height / dpi, dpi)


@pytest.mark.parametrize("postal", [False, True])
@pytest.mark.parametrize("dpi", [150, 300, 600])
def test_the_course_runs_along_the_row(dpi: int, postal: bool) -> None:
    for seed in range(3):
        one = specimen(np.random.default_rng([11, seed]), dpi=dpi, postal=postal, degraded=False)
        (course, *_) = bar_courses(plane_of(one.scanned), WHOLE)
        box = one.row.box
        assert box.left == pytest.approx(course.left, abs=0.35)
        assert box.right == pytest.approx(course.right, abs=0.35)
        assert box.center[1] == pytest.approx(course.y + course.slope * (box.center[0] - course.left), abs=0.06)
        assert -one.row.angle_deg == pytest.approx(math.degrees(math.atan(course.slope)), abs=1.5)


@pytest.mark.parametrize("postal", [False, True])
@pytest.mark.parametrize("degraded", [False, True])
def test_places_of_the_grid_are_those_of_the_bars(postal: bool, degraded: bool) -> None:
    for seed in range(6):
        one = specimen(np.random.default_rng([12, seed]), dpi=200, postal=postal, degraded=degraded)
        scan = plane_of(one.scanned)
        grid = next(found for course in bar_courses(scan, WHOLE) if (found := bar_grid(scan, course)))
        assert one.row.pitch == pytest.approx(grid.pitch, rel=1e-3)
        middles = np.array([(corner[0] + corner[1]) / 2 for corner in one.row.outlines()])
        u = (np.column_stack((middles, np.ones(len(middles)))) @ np.linalg.inv(grid.strip.to_piece).T)[:, 0]
        nearest = np.abs(u[:, None] - grid.centers).min(axis=1)
        assert nearest.max() < 0.1 * grid.pitch


def test_a_page_without_bars_has_hardly_a_course() -> None:
    page = place(Wish()).pixels
    rng = np.random.default_rng(13)
    found = [
        bar_courses(plane_of(scan), (Box(0, 0, 9.5, 4.125),))
        for dpi in (200, 300, 600)
        for scan in [print_and_scan(page, 600, rng, Look(scan_dpi=dpi))]
    ]
    assert sum(map(len, found)) <= 2


def test_blank_and_noisy_pages_have_no_course() -> None:
    noise = np.random.default_rng(14).normal(200, 12, (1200, 2800)).clip(0, 255).astype(np.uint8)
    for pixels in (np.full((1200, 2800), 255, np.uint8), np.zeros((1200, 2800), np.uint8), noise):
        assert [] == bar_courses(plane(pixels), (Box(0, 0, 9, 4),))


@pytest.mark.parametrize("region", [Box(0, 0, 0, 0), Box(1, 1, 1.5, 3), Box(0, 0, 4, 0.02), Box(-3, -3, -1, -1)])
def test_regions_too_small_or_outside_have_no_course(region: Box) -> None:
    assert [] == bar_courses(plane(np.full((600, 1200), 240, np.uint8)), (region,))


def test_faint_strokes_are_left_out_when_the_ink_is_known_to_be_dark() -> None:
    page = np.full((600, 1500), 230, np.uint8)
    for bar in range(60):
        x = 100 + round(bar * 300 / 22)
        cv2.rectangle(page, (x, 300), (x + 5, 340), 205, -1)
    assert bar_courses(plane(page), (Box(0, 0, 5, 2),))
    assert [] == bar_courses(plane(page), (Box(0, 0, 5, 2),), least_swing=20)


def test_evenly_spaced_strokes_that_are_no_bars_have_no_grid_or_an_honest_one() -> None:
    """Half a row hidden in black: a grid may be found, but never with places beside the strokes that show."""
    page = np.full((600, 1500), 240, np.uint8)
    for bar in range(60):
        x = 100 + round(bar * 300 / 22)
        cv2.rectangle(page, (x, 300), (x + 5, 340), 20, -1)
    page[:, 700:] = 0
    scan = plane(page)
    for course in bar_courses(scan, (Box(0, 0, 5, 2),)):
        grid = bar_grid(scan, course)
        assert grid is None or 1 / 22 == pytest.approx(grid.pitch, rel=0.01)
