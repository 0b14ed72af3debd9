"""The compiled loops give what plain Python and OpenCV give."""

from collections.abc import Callable
from typing import cast

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from verify.locate import edge_loops

RNG = np.random.default_rng(17)
GRAY = np.asarray(cv2.GaussianBlur(RNG.integers(0, 256, (40, 50), dtype=np.uint8), (0, 0), 2.0), dtype=np.uint8)


def plain(function: Callable[..., object]) -> Callable[..., object]:
    """The function as it was before it was compiled."""
    return cast("Callable[..., object]", function.py_func)  # type: ignore[attr-defined]  # Numba keeps it


def test_grey_between_pixels_is_opencvs_to_its_own_rounding() -> None:
    points = RNG.uniform((-3, -3), (53, 43), (200, 2))
    x, y = (points.T - 0.5).astype(np.float32)
    wanted = cv2.remap(GRAY, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).reshape(-1)
    assert np.abs(edge_loops.sampled(GRAY, points) - wanted).max() < 1.5


@pytest.mark.parametrize("gray", [GRAY[:1], GRAY[:, :1], GRAY[::2, ::-3]])
def test_thin_and_strided_pictures_have_grey_too(gray: npt.NDArray[np.uint8]) -> None:
    points = RNG.uniform((-1, -1), (gray.shape[1] + 1, gray.shape[0] + 1), (50, 2))
    wanted = np.array([edge_loops.grey_at(np.ascontiguousarray(gray), x, y) for x, y in points], dtype=np.float32)
    assert wanted.tolist() == edge_loops.sampled(gray, points).tolist()


def test_profiles_are_what_is_sampled_along_the_normal() -> None:
    edge = np.array([(10.0, 12.0), (40.0, 20.0)])
    at, offsets = np.linspace(0, 1, 5), np.arange(-2, 2.1, 0.5)
    values = edge_loops.profiles(GRAY, edge, at, offsets)
    normal = np.array((8.0, -30.0)) / np.hypot(8, 30)
    points = edge[0] + at[:, None, None] * (edge[1] - edge[0]) + offsets[None, :, None] * normal
    assert edge_loops.sampled(GRAY, points.reshape(-1, 2)) == pytest.approx(values.reshape(-1), abs=1e-3)


def test_a_line_through_equal_places_is_none_and_no_error() -> None:
    found, *_ = edge_loops.agreeing_line(np.zeros(8), np.arange(8.0), 0.5, 6, 400)
    assert not found


@pytest.mark.parametrize("count", [6, 7, 30, 90])
def test_compiled_lines_are_those_of_plain_python(count: int) -> None:
    x = np.sort(RNG.uniform(0, 9, count))
    y = 1 + 0.5 * x + RNG.normal(0, 0.1, count)
    y[2] = np.nan if count > 7 else y[2]
    found, a, b, agree = edge_loops.agreeing_line(x, y.copy(), 0.4, 6, 400)
    _, wanted_a, wanted_b, wanted = cast(
        "tuple[bool, float, float, npt.NDArray[np.bool_]]", plain(edge_loops.agreeing_line)(x, y.copy(), 0.4, 6, 400)
    )
    assert found
    assert (a, b) == pytest.approx((wanted_a, wanted_b))
    assert wanted.tolist() == agree.tolist()
    assert not agree[np.isnan(y)].any()
