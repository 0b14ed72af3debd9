"""Pixels and inches."""

import numpy as np
import pytest

from indicia.geometry import Box
from indicia.spec.kinds import Shape
from verify.locate.mailpiece import Scale, Turn, plane_of, scale_of_size, shape_of, skew_deg, turn_of
from verify.locate.outline import Outline
from verify.locate.plane import Plane, inverse, mapped, through
from verify.seen import DpiSource

SCALE = Scale(100, 100, DpiSource.FILE)


def lying(quarters: int) -> Outline:
    """The outline of a 6 x 4 in piece at 100 dpi that fills the frame, in the given turn."""
    width, height = (600, 400) if quarters % 2 == 0 else (400, 600)
    return Outline(np.array([(0.0, 0), (width, 0), (width, height), (0, height)]), frozenset(), 0.5, fills_frame=True)


def test_a_homography_takes_the_corners_to_the_piece() -> None:
    quad = np.array([(10.0, 20.0), (300.0, 5.0), (310.0, 190.0), (15.0, 210.0)])
    there = through(quad, 3.0, 2.0)
    assert mapped(there, quad) == pytest.approx(np.array([(0, 0), (3, 0), (3, 2), (0, 2)]), abs=1e-9)
    assert mapped(inverse(there), [(0, 0), (3, 2)]) == pytest.approx(quad[[0, 2]])


@pytest.mark.parametrize(
    ("quarters", "mirrored", "point"),
    [
        (0, False, (60, 50)),
        (1, False, (50, 540)),
        (2, False, (540, 350)),
        (3, False, (350, 60)),
        (0, True, (540, 50)),
    ],
)
def test_every_turn_comes_back_upright(quarters: int, mirrored: bool, point: tuple[float, float]) -> None:
    """The place 0.6 in from the left and 0.5 in from the top of the upright piece, as the picture has it."""
    height, width = (400, 600) if quarters % 2 == 0 else (600, 400)
    plane = plane_of(np.zeros((height, width), np.uint8), lying(quarters), Turn(quarters, mirrored), SCALE)
    assert (6.0, 4.0) == pytest.approx((plane.width, plane.height))
    assert plane.inches([point])[0] == pytest.approx((0.6, 0.5))


@pytest.mark.parametrize(("up", "quarters"), [((0, -1), 0), ((-1, 0), 1), ((0, 1), 2), ((1, 0), 3), ((0.3, -1), 0)])
def test_the_turn_follows_the_way_up(up: tuple[float, float], quarters: int) -> None:
    assert Turn(quarters, mirrored=False) == turn_of(np.array(up), lying(0), mirrored=False)


def test_skew_is_positive_counter_clockwise() -> None:
    turn = np.radians(3)
    square = np.array([(0.0, 0.0), (600, 0), (600, 400), (0, 400)])
    turned = square @ np.array([(np.cos(turn), -np.sin(turn)), (np.sin(turn), np.cos(turn))])
    assert skew_deg(Outline(turned, frozenset(), 0.5, fills_frame=False)) == pytest.approx(3)


@pytest.mark.parametrize(("quarters", "dpi"), [(0, (100, 100)), (1, (100, 100))])
def test_a_known_size_gives_the_scale(quarters: int, dpi: tuple[float, float]) -> None:
    scale = scale_of_size(lying(quarters), Turn(quarters, mirrored=False), (6.0, 4.0))
    assert dpi == pytest.approx((scale.x_dpi, scale.y_dpi))
    assert scale.source is DpiSource.SIZE


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((5.0, 3.5), Shape.CARD),
        ((6.0, 4.25), Shape.CARD),
        ((6.5, 3.625), Shape.LETTER),
        ((9.5, 4.125), Shape.LETTER),
        ((9.0, 6.0), Shape.LETTER),
        ((11.5, 6.125), Shape.LETTER),
        ((12.0, 9.0), Shape.FLAT),
        ((9.0, 12.0), Shape.FLAT),
        ((15.0, 12.0), Shape.FLAT),
        ((4.0, 6.0), Shape.PARCEL),
        ((4.0, 8.0), Shape.PARCEL),
        ((4.0, 3.0), Shape.PARCEL),
        ((18.0, 12.0), Shape.PARCEL),
    ],
)
def test_shape_follows_size(size: tuple[float, float], shape: Shape) -> None:
    assert shape is shape_of(*size)


def test_a_patch_shows_its_box_at_its_scale() -> None:
    gray = np.full((400, 600), 255, np.uint8)
    gray[100:200, 300:450] = 0
    plane = Plane(gray, np.diag((0.01, 0.01, 1)), np.diag((100.0, 100.0, 1)), 6.0, 4.0, 100.0)
    patch = plane.patch(Box(2.9, 0.9, 4.6, 2.1))
    assert (120, 170) == patch.pixels.shape
    rows, columns = np.flatnonzero((patch.pixels < 128).any(axis=1)), np.flatnonzero((patch.pixels < 128).any(axis=0))
    assert (10, 109, 10, 159) == (rows[0], rows[-1], columns[0], columns[-1])
    coarse = plane.patch(Box(2.0, 0.0, 5.0, 3.0), 25)
    ink = coarse.pixels[coarse.slices(Box(3.0, 1.0, 4.5, 2.0))]
    assert int(ink[:, :-1].max()) < 10
    assert coarse.pixels.mean() == pytest.approx(255 * (1 - 1.5 / 9), abs=4)


def test_a_straight_scan_is_looked_at_uncopied() -> None:
    gray = np.arange(240 * 320, dtype=np.uint32).reshape(240, 320).astype(np.uint8)
    to_piece = np.array([(0.01, 0, -0.1), (0, 0.01, -0.2), (0, 0, 1)])
    plane = Plane(gray, to_piece, inverse(to_piece), 3.0, 2.0, 100.0)
    seen = plane.straight(Box(0.5, 0.4, 1.5, 1.0))
    assert seen is not None
    assert np.shares_memory(gray, seen.pixels)
    assert np.array_equal(gray[60:120, 60:160], seen.pixels)
    assert (0.5, 0.4, 1.5, 1.0) == pytest.approx((seen.box.left, seen.box.top, seen.box.right, seen.box.bottom))


@pytest.mark.parametrize("box", [Box(0.5, 0.4, 1.5, 1.0), Box(-0.5, 0.4, 1.5, 1.0)])
def test_a_scan_that_does_not_lie_straight_or_reach_is_not(box: Box) -> None:
    turn = 0.0 if box.left < 0 else 0.01
    to_piece = np.array([(0.01, 0.01 * turn, 0.0), (-0.01 * turn, 0.01, 0.0), (0, 0, 1)])
    plane = Plane(np.zeros((240, 320), np.uint8), to_piece, inverse(to_piece), 3.0, 2.0, 100.0)
    assert plane.straight(box) is None
