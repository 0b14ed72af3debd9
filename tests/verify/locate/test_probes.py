"""Probes meet the edges of a piece on a background, whichever side they come from."""

import numpy as np
import pytest

from verify.locate.probes import PROBE_WIDTH, rough_edges

LEFT, TOP, RIGHT, BOTTOM = 70, 90, 610, 640


def piece(noise: float = 0.0) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    light = np.full((700, 680), 60.0)
    light[TOP:BOTTOM, LEFT:RIGHT] = 230
    grain = np.random.default_rng(5).normal(0, noise, light.shape) if noise else 0
    return np.clip(light + grain, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("noise", [0.0, 6.0])
def test_every_side_of_a_piece_on_a_background_is_met(noise: float) -> None:
    edges = rough_edges(piece(noise))
    lines = [float(edge.stretch[0][1 - side % 2]) for side, edge in enumerate(edges) if edge is not None]
    assert [TOP, RIGHT, BOTTOM, LEFT] == pytest.approx(lines, abs=3)


def test_stretches_run_clockwise() -> None:
    top, right, bottom, left = (edge.stretch for edge in rough_edges(piece()) if edge is not None)
    assert top[0][0] < top[1][0]
    assert right[0][1] < right[1][1]
    assert bottom[0][0] > bottom[1][0]
    assert left[0][1] > left[1][1]


def test_a_blank_page_has_no_edges() -> None:
    assert [None] * 4 == rough_edges(np.full((700, 680), 230, dtype=np.uint8))


def test_a_step_that_noise_may_make_is_no_edge() -> None:
    faint = np.full((700, 680), 200.0)
    faint[350:] = 212
    rng = np.random.default_rng(6)
    assert rough_edges(faint.astype(np.uint8))[0] is not None
    # The median of differences of sums over a probe's width grows with the noise.
    noisy = np.clip(faint + rng.normal(0, 30.0 / np.sqrt(PROBE_WIDTH), faint.shape), 0, 255)
    assert rough_edges(noisy.astype(np.uint8))[0] is None
