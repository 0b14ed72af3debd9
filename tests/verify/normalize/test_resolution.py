"""Which stated resolutions can be meant."""

import numpy as np
import pytest

from verify.normalize import contradicted, gray_of, meant


@pytest.mark.parametrize(
    ("dpi", "size_px"),
    [
        ((300.0, 300.0), (2850, 1238)),
        ((200.0, 100.0), (1900, 412)),
        ((96.0, 96.0), (912, 396)),
        ((72.0, 72.0), (684, 297)),
    ],
)
def test_a_resolution_that_makes_a_mailpiece_is_used(dpi: tuple[float, float], size_px: tuple[int, int]) -> None:
    assert (dpi, "") == meant(dpi, *size_px)


@pytest.mark.parametrize(
    ("dpi", "size_px", "word"),
    [
        ((72.0, 72.0), (2850, 1238), "placeholder"),
        ((96.0, 96.0), (1900, 1825), "placeholder"),
        ((1.0, 1.0), (2850, 1238), "cannot be meant"),
        ((100000.0, 100000.0), (2850, 1238), "cannot be meant"),
        ((60.0, 60.0), (2850, 1238), "would make the picture"),
    ],
)
def test_a_resolution_that_cannot_be_meant_is_not_used(
    dpi: tuple[float, float], size_px: tuple[int, int], word: str
) -> None:
    used, why = meant(dpi, *size_px)
    assert used is None
    assert word in why


def test_no_resolution_needs_no_reason() -> None:
    assert (None, "") == meant(None, 2850, 1238)


def test_a_placeholder_that_makes_huge_modules_is_not_meant() -> None:
    assert "placeholder" in contradicted((96.0, 96.0), 6.0)
    assert contradicted((96.0, 96.0), 1.9) == ""
    assert contradicted((300.0, 300.0), 15.0) == ""


def test_gray_is_the_same_array_and_rgb_becomes_luminance() -> None:
    gray = np.full((3, 4), 7, np.uint8)
    assert gray_of(gray) is gray
    red = np.zeros((3, 4, 3), np.uint8)
    red[..., 0] = 255
    assert 76 == gray_of(red)[0, 0]
