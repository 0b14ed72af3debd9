"""The grid of a symbol's modules, grown from a few of them: finder or none, straight paper or bent."""

import math

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import modules
from verify.locate.grid import Grid, around, near_in_step, pitch_px, rescaled
from verify.locate.growth import LARGE_BLOCKS, fundamental, grow, over
from verify.locate.plane import inverse, mapped

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

SIDE, PITCH = 44, 5.2


def page(border: bool = True) -> npt.NDArray[np.bool_]:
    """Modules of a symbol; without its border only what lies inside of finder and timing."""
    found = modules(bytes(range(100)), SIDE)
    if not border:
        found[[0, -1]] = found[:, [0, -1]] = False
    return found


def tilted(degrees: float = 9.0, tilt: float = 0.0) -> Floats:
    """3 x 3 from modules to pixels."""
    angle = math.radians(degrees)
    turn = np.array([(math.cos(angle), -math.sin(angle)), (math.sin(angle), math.cos(angle))]) * PITCH
    to_px = np.eye(3)
    to_px[:2, :2] = turn
    to_px[:2, 2] = np.array((200, 190)) - turn @ np.array((SIDE / 2, SIDE / 2))
    lean = np.eye(3)
    lean[2, :2] = tilt, -tilt / 2
    return to_px @ lean


def picture(dark: npt.NDArray[np.bool_], to_px: Floats, bend: float = 0.0) -> Pixels:
    """H x W; `bend` moves modules to and fro by so many of their size."""
    y, x = np.mgrid[0:400, 0:400] + 0.5
    u, v = mapped(inverse(to_px), np.stack((x, y), axis=-1)).reshape(400, 400, 2).transpose(2, 0, 1)
    u, v = u + bend * np.sin(v / SIDE * 2 * np.pi), v + bend * np.sin(u / SIDE * 2 * np.pi)
    sharp = np.kron(np.where(dark, 30, 230), np.ones((8, 8))).astype(np.float32)
    light = cv2.GaussianBlur(np.pad(sharp, 80, constant_values=230), (0, 0), 2.5)
    across, down = (np.asarray(part * 8 + 79.5, dtype=np.float32) for part in (u, v))
    drawn = cv2.remap(light, across, down, cv2.INTER_LINEAR, borderValue=230)
    noisy = drawn + np.random.default_rng(1).normal(0, 3, drawn.shape)
    return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)


def seed(to_px: Floats, at: tuple[int, int] = (20, 24)) -> Floats:
    """A lattice near one module, a little off."""
    near = np.array((at, (at[0] + 1, at[1]), (at[0], at[1] + 1)), dtype=np.float64)
    origin, right, down = mapped(to_px, near)
    off = np.random.default_rng(2).normal(0, 0.02 * PITCH, (3, 2))
    right, down, origin = right - origin + off[0] / 4, down - origin + off[1] / 4, origin + off[2]
    return np.array([(right[0], down[0], origin[0]), (right[1], down[1], origin[1]), (0, 0, 1)])


def worst(grid: Grid, to_px: Floats, bend: float = 0.0, at: tuple[int, int] = (20, 24)) -> float:
    """How far the grid's crossings inside the symbol lie off their true places, modules."""
    v, u = np.mgrid[1:SIDE, 1:SIDE].astype(np.float64)
    own = mapped(inverse(to_px), grid.pixels(np.stack((u - at[0], v - at[1]), axis=-1)))
    found = own.reshape(*u.shape, 2)
    x, y = found[..., 0], found[..., 1]
    bent = x + bend * np.sin(y / SIDE * 2 * np.pi), y + bend * np.sin(x / SIDE * 2 * np.pi)
    return float(max(np.abs(bent[0] - u).max(), np.abs(bent[1] - v).max()))


@pytest.mark.parametrize("border", [True, False])
@pytest.mark.parametrize("degrees", [0.0, 9.0, 45.0])
def test_the_grid_is_exact_with_a_border_or_without(border: bool, degrees: float) -> None:
    to_px = tilted(degrees)
    grid = grow(picture(page(border), to_px), seed(to_px))
    assert grid is not None
    assert worst(grid, to_px) < 0.08
    assert PITCH == pytest.approx(pitch_px(grid), rel=0.005)


def test_perspective_is_followed() -> None:
    to_px = tilted(5.0, 0.0012)
    grid = grow(picture(page(), to_px), seed(to_px))
    assert grid is not None
    assert worst(grid, to_px) < 0.1


def test_bent_paper_is_followed() -> None:
    to_px = tilted()
    grid = grow(picture(page(), to_px, bend=0.4), seed(to_px))
    assert grid is not None
    # Straight lines would be off by nearly half a module.
    assert worst(grid, to_px, bend=0.4) < 0.35


def test_a_broad_scratch_does_not_stop_the_grid() -> None:
    to_px = tilted(0.0)
    gray = picture(page(), to_px)
    cv2.line(gray, (20, 150), (380, 230), 230, round(1.5 * PITCH))
    grid = grow(gray, seed(to_px, (12, 36)))
    assert grid is not None
    assert worst(grid, to_px, at=(12, 36)) < 0.1


def test_over_one_symbol_the_grid_begins_at_its_corner() -> None:
    to_px = tilted()
    grid = grow(picture(page(), to_px), seed(to_px))
    assert grid is not None
    own = over(picture(page(), to_px), around(grid, 3), (-24, -20), (SIDE, SIDE))
    corners = np.array([[(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)]], dtype=np.float64)
    assert own.pixels(corners)[0] == pytest.approx(mapped(to_px, corners[0]), abs=0.06 * PITCH)
    assert rescaled(own, 0.5).pixels(corners) == pytest.approx(own.pixels(corners) / 2)


def test_modules_near_the_symbol_count_and_others_do_not() -> None:
    to_px = tilted(0.0)
    grid = grow(picture(page(), to_px), seed(to_px))
    assert grid is not None
    wide = around(grid, 3)
    near = near_in_step(grid, 3)
    assert (wide.blocks[0] * 4, wide.blocks[1] * 4) == near.shape
    assert near[near.shape[0] // 2, near.shape[1] // 2] == 1
    assert not near[:4].any()


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_a_lattice_of_parts_of_modules_is_seen_through(parts: int) -> None:
    to_px = tilted()
    true = seed(to_px)
    found = fundamental(picture(page(), to_px), true @ np.diag((1 / parts, 1 / parts, 1)))
    assert np.linalg.det(true) == pytest.approx(np.linalg.det(found), rel=0.001)


@pytest.mark.parametrize(("blur", "followed"), [(0.15, True), (0.5, False)])
def test_what_is_large_is_followed_where_it_is_sharp_as_lettering_is_not(blur: float, followed: bool) -> None:
    dark = np.random.default_rng(3).integers(0, 2, (96, 96))
    sharp = np.pad(np.kron(np.where(dark, 30, 230), np.ones((6, 6))), 30, constant_values=230).astype(np.float32)
    gray = cv2.GaussianBlur(sharp, (0, 0), 6 * blur).astype(np.uint8)
    grid = grow(gray, np.array([(6.0, 0, 30 + 6 * 48), (0, 6.0, 30 + 6 * 48), (0, 0, 1)]))
    assert followed == (grid is not None and np.count_nonzero(grid.in_step) > LARGE_BLOCKS)


def test_nothing_grows_on_noise_or_paper() -> None:
    rng = np.random.default_rng(4)
    for gray in (rng.integers(0, 256, (400, 400), dtype=np.uint8), np.full((400, 400), 220, np.uint8)):
        assert grow(gray, seed(tilted())) is None
