"""The compiled loops give what OpenCV gives, to its rounding."""

import cv2
import numpy as np
import pytest

from verify.locate.plane_loops import averaged, shifted, through_matrix

PICTURE = np.random.default_rng(31).integers(0, 256, (61, 87), dtype=np.uint8)


@pytest.mark.parametrize(("down", "across"), [(3, 3), (1, 3), (2, 6), (6, 6), (4, 4)])
def test_means_are_rounded_to_the_nearest_grey(down: int, across: int) -> None:
    rows, columns = 61 // down, 87 // across
    parts = PICTURE[: rows * down, : columns * across].reshape(rows, down, columns, across).astype(float)
    assert np.rint(parts.mean(axis=(1, 3))).tolist() == averaged(PICTURE, down, across).tolist()


@pytest.mark.parametrize("left", [-30.25, -0.5, 0.0, 12.75, 80.5, 120.0])
@pytest.mark.parametrize("top", [-3.5, 20.25, 70.0])
def test_shifted_pixels_are_bilinear_and_the_border_goes_on(left: float, top: float) -> None:
    matrix = np.array([(1, 0, left), (0, 1, top), (0, 0, 1)])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    wanted = cv2.warpPerspective(PICTURE, matrix, (40, 25), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    assert np.abs(np.asarray(wanted, dtype=int) - shifted(PICTURE, left, top, (40, 25))).max() <= 1


def test_points_go_through_a_homography_as_in_opencv() -> None:
    matrix = np.array([(1.1, 0.02, 3), (-0.01, 0.9, 5), (1e-4, -2e-4, 1)])
    points = np.random.default_rng(3).uniform(0, 1000, (20, 2))
    wanted = cv2.perspectiveTransform(points[None], matrix)[0]
    assert np.asarray(wanted) == pytest.approx(through_matrix(matrix, points))
