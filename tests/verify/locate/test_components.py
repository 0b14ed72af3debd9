"""Connected parts by runs of packed bits are those that OpenCV finds pixel by pixel."""

import cv2
import numpy as np
import pytest

from verify.locate.components import components, join, numbered, packed, with_points

SHAPES = [(1, 1), (40, 63), (40, 64), (33, 65), (70, 200)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("share", [0.05, 0.4, 0.7])
def test_components_are_those_of_opencv(shape: tuple[int, int], share: float) -> None:
    inked = np.random.default_rng(3).random(shape) < share
    inked[0, 0] = True
    _, _, stats, middles = cv2.connectedComponentsWithStats(inked.view(np.uint8), connectivity=8)
    left, top, width, height, area = stats[1:].T
    known = np.stack((left, top, left + width, top + height, *(middles[1:] + 0.5).T, area), axis=1)
    found = components(packed(inked)).T
    order, known_order = (np.lexsort(each[:, ::-1].round(6).T) for each in (found, known))
    np.testing.assert_allclose(known[known_order], found[order], atol=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
def test_faint_ink_counts_where_no_strong_ink_is_near(shape: tuple[int, int]) -> None:
    depth = np.random.default_rng(4).random(shape)
    strong, faint = depth > 0.99, depth > 0.9
    near = cv2.dilate(strong.view(np.uint8), np.ones((5, 5), dtype=np.uint8)) > 0
    assert packed(strong | (faint & ~near)).tolist() == with_points(packed(strong), packed(faint)).tolist()


def test_nothing_has_no_components() -> None:
    assert (7, 0) == components(packed(np.zeros((5, 70), dtype=np.bool_))).shape


def test_groups_are_numbered_by_their_first_members() -> None:
    root = np.arange(6)
    for one, other in ((4, 1), (5, 3), (3, 1)):
        join(root, one, other)
    numbers, count = numbered(root)
    assert ([0, 1, 2, 1, 1, 1], 3) == (numbers.tolist(), count)
