"""Shares of pixels from their greys."""

import numpy as np
import pytest

from verify.locate.greys import counts_of, percentile


def test_every_grey_is_counted() -> None:
    pixels = np.array([[0, 3, 3], [255, 3, 0]], dtype=np.uint8)
    counts = counts_of(pixels)
    assert (2, 3, 1, 6) == (counts[0], counts[3], counts[255], counts.sum())


@pytest.mark.parametrize("share", [0, 4, 50, 75, 99.5, 100])
@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_a_percentile_is_that_of_the_sorted_pixels(size: int, share: float) -> None:
    pixels = np.random.default_rng(size).integers(0, 256, (1, size), dtype=np.uint8)
    assert pytest.approx(float(np.percentile(pixels, share))) == percentile(counts_of(pixels), share)
