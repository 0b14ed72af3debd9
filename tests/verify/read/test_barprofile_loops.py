"""The compiled loops give what array calls give."""

import numpy as np
import pytest

from verify.read import barprofile_loops as loops

RNG = np.random.default_rng(29)
STRIP = RNG.uniform(0, 255, (12, 60)).astype(np.float32)
V = np.linspace(-0.11, 0.11, 12)


def test_greys_are_means_of_whole_pixels_and_parts_of_them() -> None:
    found = loops.greys(STRIP, np.array((10.5, 20.25)), np.linspace(0, 2, 12), 1.5)
    assert STRIP[0, 9:12].mean() == pytest.approx(found[0, 0])
    row = STRIP[11].astype(float)
    wanted = (0.25 * row[20] + row[21] + row[22] + 0.75 * row[23]) / 3
    assert wanted == pytest.approx(found[11, 1])


def test_paper_is_the_grey_of_a_rank_in_each_column() -> None:
    values = RNG.uniform(0, 1, (20, 3))
    assert np.sort(values, axis=0)[17].tolist() == loops.ranked(values, 17).tolist()


@pytest.mark.parametrize("count", [4, 5, 6, 7])
def test_of_the_upper_half_the_middle_counts(count: int) -> None:
    values = RNG.uniform(0, 1, count)
    assert np.median(np.sort(values)[count // 2 :]) == pytest.approx(loops.upper_half(values))


def test_a_bar_of_full_ink_has_depth_1_and_a_dark_gap_hides() -> None:
    gaps = np.full((12, 5), 200.0)
    bars = np.full((12, 4), 100.0)
    bars[:3, 1] = 200.0
    gaps[8:, 0] = 100.0
    depth, clear, swing = loops.depths(bars, gaps, np.full(4, 200.0), (5, 8))
    assert 100 == pytest.approx(swing)
    assert [0.0] * 3 + [1.0] * 9 == pytest.approx(depth[:, 1].tolist())
    assert [1.0] * 8 + [0.0] * 4 == pytest.approx(clear[:, 0].tolist())
    assert [0.5] * 4 == pytest.approx(depth[8:, 0].tolist())


def test_without_ink_there_is_no_swing() -> None:
    assert loops.depths(np.full((12, 4), 200.0), np.full((12, 5), 200.0), np.full(4, 200.0), (5, 8))[2] <= 0


def test_means_weigh_by_clearness_and_fall_back_to_the_nearest_row() -> None:
    depth, clear = RNG.uniform(-1, 2, (12, 3)), RNG.uniform(0, 1, (12, 3))
    found, trust = loops.means(depth, clear, V, (-0.05, 0.05))
    rows = np.abs(V) <= 0.05
    wanted = (np.clip(depth, -0.5, 1.5) * clear)[rows].sum(axis=0) / clear[rows].sum(axis=0)
    assert wanted.tolist() == pytest.approx(found.tolist())
    assert clear[rows].mean(axis=0).tolist() == pytest.approx(trust.tolist())
    assert clear[7].tolist() == pytest.approx(loops.means(depth, clear, V, (0.0299, 0.0301))[1].tolist())


def test_columns_move_up_and_the_border_goes_on() -> None:
    depth, clear = RNG.uniform(0, 1, (12, 2)), RNG.uniform(0, 1, (12, 2))
    deep, free = loops.moved(depth, clear, np.array((1.5, -2.0)))
    assert ((depth[1:-1, 0] + depth[2:, 0]) / 2).tolist() == pytest.approx(deep[:-2, 0].tolist())
    assert clear[:10, 1].tolist() == pytest.approx(free[2:, 1].tolist())
    assert [clear[0, 1]] * 2 == pytest.approx(free[:2, 1].tolist())


def test_bars_off_level_stand_where_their_ink_has_its_middle() -> None:
    heights = np.array((-0.1, -0.05, 0.05, 0.1))
    v = np.linspace(-0.2, 0.2, 401)
    low = 0.01
    ink = np.column_stack([(v > top + low) & (v < bottom + low) for top, bottom in ((-0.1, 0.05), (-0.05, 0.1))])
    depth = np.column_stack((ink.astype(float), np.zeros(401)))
    up, down = np.array((True, False, True)), np.array((False, True, False))
    off = loops.off_level(depth, np.ones_like(depth), v, (heights, up, down))
    assert [low, low] == pytest.approx(off[:2].tolist(), abs=1e-3)
    assert np.isnan(off[2])


def test_sides_lie_half_way_between_ink_and_paper() -> None:
    strip = np.full((20, 40), 200, dtype=np.float32)
    strip[:, 14:18] = 50
    strip[:, 18] = 125
    found = loops.sides(strip, np.array([(16.0, 10.0)]), np.array((200.0,)), (8.0, 17, 6))
    assert [14.0, 18.5] == pytest.approx(found[0].tolist(), abs=0.26)
    half = loops.sides(strip, np.array([(16.0, 10.0)]), np.array((125.0,)), (8.0, 17, 6))
    assert half[0, 0] > found[0, 0]
