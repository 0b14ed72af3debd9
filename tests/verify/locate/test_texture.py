"""Where a page is densely textured in every direction."""

import cv2
import numpy as np
import numpy.typing as npt

from fixtures.handplaced import modules
from verify.locate.texture import levels, places

Pixels = npt.NDArray[np.uint8]


def symbol(dots: int) -> Pixels:
    light = np.where(modules(b"TEXTURE OF A SYMBOL", 20), 30, 230).astype(np.uint8)
    return np.kron(light, np.ones((dots, dots), np.uint8))


def page(noise: float = 2.0) -> Pixels:
    rng = np.random.default_rng(7)
    return np.clip(rng.normal(230, noise, (600, 900)), 0, 255).astype(np.uint8)


def test_the_densest_place_lies_in_the_symbol() -> None:
    pixels = page()
    cv2.putText(pixels, "LETTERING AROUND", (50, 100), cv2.FONT_HERSHEY_SIMPLEX, 1.2, 20, 3)
    pixels[300:400, 600:700] = symbol(5)
    x, y = places(pixels, 5).points_px[0]
    assert 600 <= x < 700
    assert 300 <= y < 400


def test_a_bar_code_in_any_direction_is_no_texture() -> None:
    pixels = np.full((600, 900), 230, np.uint8)
    for x in range(100, 300, 10):
        cv2.rectangle(pixels, (x, 100), (x + 4, 300), 20, -1)
        cv2.line(pixels, (x + 300, 100), (x + 500, 300), 20, 3)
    found = places(pixels, 50).points_px
    inside = (found[:, 1] > 140) & (found[:, 1] < 260)
    assert not (inside & (found[:, 0] > 140) & (found[:, 0] < 260)).any()


def test_paper_has_no_places() -> None:
    for noise in (0.0, 1.0):
        assert 0 == len(places(page(noise), 50).points_px)
    assert 0 == len(places(np.zeros((5, 900), np.uint8), 50).points_px)


def test_no_more_places_than_asked_for_densest_first() -> None:
    rng = np.random.default_rng(8)
    found = places(rng.integers(0, 256, (600, 900), dtype=np.uint8), 7)
    assert 7 == len(found.points_px) == len(found.texture)
    assert sorted(found.texture, reverse=True) == found.texture.tolist()


def test_every_place_is_one_beside_the_other() -> None:
    pixels = page()
    pixels[200:400, 500:700] = symbol(10)
    found = places(pixels, 400, every=True).points_px
    inside = found[(abs(found - (600, 300)) < 100).all(axis=1)]
    assert 12 * 12 <= len(inside) <= 13 * 13
    assert len(places(pixels, 400).points_px) < 30


def test_levels_halve_down_to_the_smallest_side() -> None:
    shapes = [(level.gray.shape, level.factor) for level in levels(np.zeros((201, 400), np.uint8), 50)]
    assert [((201, 400), 1.0), ((100, 200), 2.0), ((50, 100), 4.0)] == shapes
