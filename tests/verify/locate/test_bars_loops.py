"""The compiled loops give what array calls give."""

import numpy as np
import pytest

from verify.locate import bars_loops as loops

RNG = np.random.default_rng(23)
GRID = RNG.integers(0, 256, (7, 96), dtype=np.uint8)
HALF = 16
ANGLES = 2 * np.pi * np.arange(HALF + 1) * np.array([[0.21], [0.24]])
WAVES = np.concatenate((np.cos(ANGLES), np.sin(ANGLES))).astype(np.float32)
STROKES = (100 + 90 * np.cos(2 * np.pi * 0.1 * (np.arange(400) + 0.5 - 3))).astype(np.float32)
"""Light strokes every 10 samples, the first at 3; so dark ones at 8."""


def test_shares_are_those_of_the_waves_over_two_halves() -> None:
    share = loops.likeness(GRID, np.ascontiguousarray(WAVES[:, :HALF]), np.ascontiguousarray(WAVES[:, HALF]), 0.0)
    changes = np.zeros(GRID.shape)
    changes[:, 1:-1] = GRID[:, 2:].astype(float) - GRID[:, :-2]
    whole = np.exp(2j * np.pi * np.outer((0.21, 0.24), np.arange(2 * HALF)))
    for first in range(5):
        stretch = changes[:, first * HALF : (first + 2) * HALF]
        wanted = (np.abs(stretch @ whole.conj().T) ** 2).max(axis=1) / HALF / (stretch**2).sum(axis=1)
        assert wanted.tolist() == pytest.approx(share[:, first].tolist(), rel=1e-4)


def test_faint_lines_have_no_share() -> None:
    waves, turns = np.ascontiguousarray(WAVES[:, :HALF]), np.ascontiguousarray(WAVES[:, HALF])
    assert not loops.likeness(GRID, waves, turns, 1e9).any()


def test_a_part_has_its_greatest_shares_and_their_middle_line() -> None:
    share = np.array([(0.9, 0.6, 0.1), (0.85, 0.9, 0.9), (0.99, 0.9, 0.9)], dtype=np.float32)
    numbers = np.array([(1, 1, 1), (1, 1, 1), (2, 1, 1)], dtype=np.int32)
    most, lines = loops.stretches_of(share, 0.55, (numbers, 1), (0, 0, 3, 3))
    assert [0.9, 0.9, 0.9] == pytest.approx(most.tolist())
    assert [0.85 / 1.75, 1.5, 1.5] == pytest.approx(lines.tolist())


def test_strokes_have_their_power_and_middle_where_they_are_drawn() -> None:
    v = np.linspace(-0.1, 0.1, 9)
    pixels = np.full((9, 400), 100, dtype=np.float32)
    pixels[5:8] = STROKES
    power = loops.powers(pixels, 0.1, 40)
    assert (9, 9) == power.shape
    wanted = np.abs((STROKES[:80] - 100) @ np.exp(-2j * np.pi * 0.1 * (np.arange(80) + 0.5))) ** 2
    assert wanted == pytest.approx(power[0, 6], rel=1e-2)
    assert [v[6]] * 9 == pytest.approx(loops.middles(power, v).tolist())


def test_phases_are_those_of_the_dark_strokes() -> None:
    where, turns = loops.phases(STROKES, 0.1, 40)
    assert list(range(40, 400, 40)) == where.tolist()
    assert [0.2 % 1] * 9 == pytest.approx((turns % 1).tolist(), abs=1e-3)


def test_a_lean_shows_as_turns_from_row_to_row() -> None:
    u = np.arange(400) + 0.5
    rows = np.array([200 - 90 * np.cos(2 * np.pi * 0.1 * (u - 0.3 * row)) for row in range(6)], dtype=np.float32)
    rows[2] = 200
    numbers, turns = loops.lean(rows, 0.1, 0.0)
    assert [0, 1, 3, 4, 5] == numbers.tolist()
    assert [-0.03, -0.06, -0.03, -0.03] == pytest.approx(np.diff(turns).tolist(), abs=1e-4)
