"""Reflectances of modules and how plainly each is seen."""

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import modules
from verify.locate.grid import Grid, flat
from verify.read.sampling import darkness, sampled

Pixels = npt.NDArray[np.uint8]

SIDE, DOTS = 44, 6
SYMBOL = modules(bytes(range(100)), SIDE)


def grid() -> Grid:
    """The exact grid of a symbol 30 pixels from the upper left corner."""
    return flat(np.array([(DOTS, 0, 30.0), (0, DOTS, 30.0), (0, 0, 1)]), (0, 0, SIDE // 4, SIDE // 4))


def picture() -> Pixels:
    light = np.where(SYMBOL, 40, 220).astype(np.uint8)
    sharp = np.pad(np.kron(light, np.ones((DOTS, DOTS), np.uint8)), 30, constant_values=220)
    return np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.5), dtype=np.uint8)


def test_a_clean_symbol_is_seen_plainly() -> None:
    seen = sampled(picture(), grid(), (SIDE, SIDE))
    assert np.array_equal(SYMBOL, seen.light < 0.5)
    assert np.quantile(np.abs(seen.light - 0.5), 0.05) > 0.3
    assert np.quantile(seen.margin, 0.05) > 0.6


def test_the_threshold_follows_the_light() -> None:
    fall = np.linspace(1.0, 0.2, picture().shape[1])[None, :]
    seen = sampled((picture() * fall).astype(np.uint8), grid(), (SIDE, SIDE))
    assert np.array_equal(SYMBOL, seen.light < 0.5)


def test_a_hole_is_not_seen_and_the_rest_is() -> None:
    gray = picture()
    cv2.circle(gray, (30 + 20 * DOTS, 30 + 20 * DOTS), 5 * DOTS, 220, -1)
    seen = sampled(gray, grid(), (SIDE, SIDE))
    y, x = np.mgrid[0:SIDE, 0:SIDE] + 0.5
    away = np.hypot(x - 20, y - 20)
    assert seen.margin[away < 3].max() < 0.2
    assert np.quantile(seen.margin[away > 7], 0.05) > 0.6


def test_a_scratch_across_a_module_shows() -> None:
    gray = picture()
    cv2.line(gray, (40, 30), (40 + 44 * DOTS, 30 + 44 * DOTS), 255, 3)
    seen = sampled(gray, grid(), (SIDE, SIDE))
    on = np.eye(SIDE, k=2, dtype=np.bool_) & SYMBOL
    off = np.abs(np.subtract.outer(np.arange(SIDE), np.arange(SIDE)) + 2) > 3
    assert seen.margin[on].mean() < seen.margin[off].mean() - 0.2


def test_outside_of_the_picture_nothing_is_seen() -> None:
    seen = sampled(picture()[:, : 30 + 40 * DOTS], grid(), (SIDE, SIDE))
    assert 0.0 == seen.margin[:, 40:].max()
    assert seen.margin[:, :39].mean() > 0.6


def test_darkness_tells_dark_light_and_nothing() -> None:
    dark = darkness(picture()[:, : 30 + 40 * DOTS], grid())
    assert (SIDE, SIDE) == dark.shape
    assert np.array_equal(SYMBOL[:, :40], dark[:, :40] > 0)
    assert 0.0 == np.abs(dark[:, 40:]).max()
    assert dark.min() >= -1
    assert 0.8 == pytest.approx(float(np.abs(dark[:, :40]).mean()), abs=0.2)
