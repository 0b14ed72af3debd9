"""Pitch, turn and phase of modules from one window."""

import math

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import modules
from verify.locate.lattice import LEAST_STRENGTH, Lattices, lattices
from verify.locate.plane import inverse, mapped

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

SIDE = 44


def turned(pitch: float, degrees: float) -> tuple[Pixels, Floats]:
    """A symbol of that pitch, and the way from its modules to pixels."""
    light = np.where(modules(bytes(range(100)), SIDE), 40, 220).astype(np.uint8)
    sharp = np.kron(light, np.ones((12, 12), np.uint8))
    angle = math.radians(degrees)
    turn = np.array([(math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))]) * pitch
    middle = np.array((150.0, 150.0))
    to_px = np.eye(3)
    to_px[:2, :2] = turn
    to_px[:2, 2] = middle - turn @ np.array((SIDE / 2, SIDE / 2))
    half = np.array([(1, 0, 0.5), (0, 1, 0.5), (0, 0, 1)])
    matrix = inverse(half) @ to_px @ np.diag((1 / 12, 1 / 12, 1)) @ half
    blurred = cv2.GaussianBlur(sharp, (0, 0), 3.0)
    pixels = cv2.warpPerspective(blurred, matrix, (300, 300), flags=cv2.INTER_AREA, borderValue=220)
    return np.asarray(pixels, dtype=np.uint8), to_px


def off_whole(found: Floats, to_px: Floats, point: tuple[int, int]) -> float:
    """How far the found lattice's crossings near the point lie off the symbol's own, modules at most."""
    crossings = np.array([(x, y) for x in range(-3, 4) for y in range(-3, 4)], dtype=np.float64)
    own = mapped(inverse(to_px), mapped(found, crossings))
    assert float(np.hypot(*(mapped(found, np.zeros((1, 2)))[0] - point))) < 8
    return float(np.abs(own - np.rint(own)).max())


def at(gray: Pixels, point: tuple[int, int], enlarge: int = 1) -> Lattices:
    return lattices(gray, np.array([point]), enlarge)


@pytest.mark.parametrize("pitch", [3.2, 4.0, 5.3, 6.4])
@pytest.mark.parametrize("degrees", [0.0, 7.0, 31.0, 45.0, 84.0])
def test_crossings_lie_on_the_modules(pitch: float, degrees: float) -> None:
    gray, to_px = turned(pitch, degrees)
    point = (146, 155)
    found = at(gray, point)
    matrix = found.to_px(0)
    assert matrix is not None
    assert found.strength[0] > 3 * LEAST_STRENGTH
    assert pitch == pytest.approx(found.pitch_px(0), rel=0.12)
    assert off_whole(matrix, to_px, point) < 0.25


@pytest.mark.parametrize("degrees", [0.0, 20.0])
def test_small_modules_show_when_enlarged(degrees: float) -> None:
    gray, to_px = turned(2.4, degrees)
    found = at(gray, (150, 150), enlarge=2)
    matrix = found.to_px(0)
    assert matrix is not None
    assert 2.4 == pytest.approx(found.pitch_px(0), rel=0.12)
    assert off_whole(matrix, to_px, (150, 150)) < 0.25


def test_paper_and_noise_have_no_lattice() -> None:
    rng = np.random.default_rng(3)
    noise = rng.integers(0, 256, (400, 400), dtype=np.uint8)
    points = rng.integers(40, 360, (40, 2))
    assert (lattices(noise, points).strength < 3 * LEAST_STRENGTH).all()
    assert (lattices(np.full((400, 400), 200, np.uint8), points).strength < LEAST_STRENGTH).all()


def test_a_corner_of_the_page_is_weaker_than_modules() -> None:
    gray, _ = turned(5.0, 3.0)
    corner = np.full((300, 300), 120, np.uint8)
    cv2.fillPoly(corner, [np.array([(150, 150), (299, 158), (299, 299), (142, 299)])], 240)
    assert at(corner, (152, 154)).strength[0] < at(gray, (150, 150)).strength[0]
