"""Annex M by hand: damage of each segment, of several regions, and the mean of the segments."""

import numpy as np
import numpy.typing as npt
import pytest

from indicia.spec.ecc200 import BY_SHAPE, SymbolSize
from verify.measure.fixed_pattern import FixedPatternDamage, fixed_pattern_damage
from verify.read.codewords import modules_of

SMALL, LARGE = BY_SHAPE[20, 20], BY_SHAPE[44, 44]
Bits = npt.NDArray[np.bool_]


def perfect(size: SymbolSize) -> tuple[npt.NDArray[np.uint8], Bits]:
    states = np.zeros((size.rows + 2, size.columns + 2), dtype=np.bool_)
    states[1:-1, 1:-1] = modules_of(np.zeros(size.data_codewords + size.error_codewords, dtype=np.uint8), size)
    return np.full(states.shape, 4, dtype=np.uint8), states


def damaged(size: SymbolSize, *modules: tuple[int, int], grade: int = 0) -> FixedPatternDamage:
    """With the (row, column) modules, -1 the quiet zone above or left, at a grade; turned over when it is 0."""
    grades, states = perfect(size)
    for row, column in modules:
        grades[row + 1, column + 1] = grade
        states[row + 1, column + 1] ^= grade == 0
    return fixed_pattern_damage(grades, states, size)


def of(damage: FixedPatternDamage, name: str) -> int:
    return next(segment.grade for segment in damage.segments if segment.name == name)


def test_an_undamaged_symbol() -> None:
    for size in (SMALL, LARGE, BY_SHAPE[8, 32], BY_SHAPE[144, 144]):
        grades, states = perfect(size)
        found = fixed_pattern_damage(grades, states, size)
        assert (4, 4.0) == (found.grade, found.average)
        assert {4} == {segment.grade for segment in found.segments}


def test_the_segments_are_those_of_the_annex() -> None:
    names = [segment.name for segment in damaged(SMALL).segments]
    assert ["L1", "L2", "QZL1", "QZL2", "top 1.1", "right 1.1"] == names
    # Two by two regions: each side whole and in halves, two tracks in each region.
    assert 4 + 8 + 8 == len(damaged(LARGE).segments)
    assert len(damaged(LARGE).segments) == len(damaged(LARGE, (0, 0)).segments)


@pytest.mark.parametrize(("count", "grade"), [(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)])
def test_damage_of_a_side(count: int, grade: int) -> None:
    """Of twenty modules 5, 10, 15 and 20 %: limits 0, 9, 13 and 17 %."""
    found = damaged(SMALL, *((5 + 2 * i, 0) for i in range(count)))
    assert grade == of(found, "L1")
    assert 4 == of(found, "L2")


def test_weak_modules_of_a_side_cost_less_than_wrong_ones() -> None:
    """All of it at grade 2: written off above that, sound from there on."""
    found = damaged(SMALL, *((19, column) for column in range(1, 20)), grade=2)
    assert 2 == of(found, "L2")


def test_the_quiet_zone_beside_the_l() -> None:
    assert 3 == of(damaged(SMALL, (7, -1)), "QZL1")
    assert 3 == of(damaged(SMALL, (20, 7)), "QZL2")


def test_one_region_weighs_more_alone() -> None:
    """Three of 44 are 7 %, three of the 22 of one region 14 %."""
    found = damaged(LARGE, (2, 0), (4, 0), (6, 0))
    assert (3, 1, 4) == (of(found, "L1"), of(found, "L1 1"), of(found, "L1 2"))
    assert 1 == found.grade


@pytest.mark.parametrize(("count", "grade"), [(2, 4), (3, 3), (4, 2), (5, 1), (6, 0)])
def test_damage_of_a_clock_track(count: int, grade: int) -> None:
    """Of twenty modules 10, 15, 20, 25 and 30 %, no two within five of each other but at the most."""
    found = damaged(SMALL, *((0, 1 + 3 * i) for i in range(count)))
    assert grade == of(found, "top 1.1")


def test_three_wrong_among_five_fail_a_clock_track() -> None:
    assert 0 == of(damaged(SMALL, (0, 7), (0, 9), (0, 11)), "top 1.1")
    assert 4 == of(damaged(SMALL, (0, 7), (0, 9)), "top 1.1")


def test_transitions_of_the_solid_area() -> None:
    """One dark module in the quiet zone above: two transitions, of which one is free, over 19 of the track: 0.053."""
    assert 4 == of(damaged(SMALL, (-1, 9)), "top 1.1")
    # Two apart: (4 - 1) / 19 = 0.158.
    assert 0 == of(damaged(SMALL, (-1, 5), (-1, 13)), "top 1.1")


def test_inner_tracks_are_looked_at_with_the_bar_beside() -> None:
    found = damaged(LARGE, (10, 21), (10, 22))
    assert [("right 1.1", 4)] == [(s.name, s.grade) for s in found.segments if s.name == "right 1.1"]
    found = damaged(LARGE, *((row, 22) for row in (3, 9, 15)))
    # Six transitions, less one, over 21.
    assert 0 == of(found, "right 1.1")
    assert 4 == of(found, "right 1.2")


def test_the_mean_of_the_segments_has_a_grade_too() -> None:
    """One module of each side of the L and of the quiet zone: 3, 3, 3, 3 and 4 have the mean 3.2, grade 2."""
    found = damaged(SMALL, (5, 0), (19, 9), (5, -1), (20, 9))
    assert {3, 4} == {segment.grade for segment in found.segments}
    assert pytest.approx(3.2) == found.average
    assert 2 == found.grade
