"""Limits and overlays against worked numbers: of the definitions, and of a printed verifier report."""

import numpy as np
import pytest

from indicia.spec import print_quality as spec
from indicia.spec.ecc200 import BY_SHAPE
from verify.measure.codeword_grades import carried, overlay_grade, unused_error_correction
from verify.measure.grades import at_least, at_most, below, graded, letter, overlaid
from verify.read.codewords import dealings

SIZE = BY_SHAPE[16, 36]
"""32 data and 24 error correction codewords in one block: 12 errors can be mended."""
CHECK = 24
ALL = dealings(SIZE)[0]


def some(count: int, of: int = 56) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.arange(of) < count


class TestLimits:
    @pytest.mark.parametrize(
        ("grade", "value"), [(4, 0.78), (4, 0.70), (3, 0.69), (3, 0.55), (2, 0.54), (1, 0.20), (0, 0.19), (0, -0.1)]
    )
    def test_symbol_contrast(self, grade: int, value: float) -> None:
        assert grade == at_least(value, spec.SYMBOL_CONTRAST)

    @pytest.mark.parametrize(("grade", "value"), [(4, 0.06), (3, 0.061), (2, 0.10), (1, 0.111), (0, 0.121)])
    def test_axial_nonuniformity(self, grade: int, value: float) -> None:
        assert grade == at_most(value, spec.AXIAL_NONUNIFORMITY)

    @pytest.mark.parametrize(("grade", "value"), [(4, 0.075), (4, 0.38), (3, 0.39), (1, 0.75), (0, 0.76)])
    def test_grid_nonuniformity(self, grade: int, value: float) -> None:
        assert grade == at_most(value, spec.GRID_NONUNIFORMITY)

    @pytest.mark.parametrize(("grade", "value"), [(4, 0.059), (3, 0.06), (1, 0.119), (0, 0.12)])
    def test_transition_ratio_must_stay_below(self, grade: int, value: float) -> None:
        assert grade == below(value, spec.TRANSITION_RATIO)

    def test_many_values_at_once(self) -> None:
        values = np.array([0.6, 0.5, 0.49, 0.4, 0.3, 0.2, 0.19, 0.0], dtype=np.float32)
        assert [4, 4, 3, 3, 2, 1, 0, 0] == graded(values, spec.MODULATION).tolist()

    @pytest.mark.parametrize(
        ("name", "grade"), [("A", 4.0), ("A", 3.5), ("B", 3.4), ("C", 2.0), ("D", 0.5), ("F", 0.4), ("F", 0.0)]
    )
    def test_letters(self, name: str, grade: float) -> None:
        assert name == letter(grade)


class TestUnusedErrorCorrection:
    def test_of_a_printed_verifier_report(self) -> None:
        """16x36, seven errors corrected: capacity used 14 of 24, 41.7 %, grade 2."""
        unused = unused_error_correction(some(7), ALL, CHECK)
        assert pytest.approx(0.417, abs=0.0005) == unused
        assert 2 == at_least(unused, spec.UNUSED_ERROR_CORRECTION)

    def test_an_erasure_costs_half_an_error(self) -> None:
        """e + 2 t: four erasures, two of them wrong, and three errors more: 4 + 6 of 24."""
        erased = some(6) & ~some(2)
        wrong = some(4) | (np.arange(56) == 9)
        assert pytest.approx(1 - (4 + 6) / 24) == unused_error_correction(wrong, ALL, CHECK, erased)

    def test_half_of_the_capacity_is_exactly_one_half(self) -> None:
        size = BY_SHAPE[44, 44]
        unused = unused_error_correction(some(14, 200), dealings(size)[0], 56)
        assert 3 == at_least(unused, spec.UNUSED_ERROR_CORRECTION)

    @pytest.mark.parametrize("shape", [(64, 64), (144, 144)])
    def test_the_worst_block_counts(self, shape: tuple[int, int]) -> None:
        size = BY_SHAPE[shape]
        check = size.error_codewords // size.blocks
        wrong = np.zeros(size.data_codewords + size.error_codewords, dtype=np.bool_)
        wrong[[0, size.blocks, 2 * size.blocks, 1]] = True
        assert pytest.approx(1 - 6 / check) == unused_error_correction(wrong, dealings(size)[0], check)


class TestOverlay:
    """ISO/IEC 15415 7.8.4 by hand, 56 codewords, 12 of which can be mended.

    Grades   codewords   those below   unused      its grade   the lower
    4        40          16            1 - 32/24   0           0
    3        9           7             1 - 14/24   2 (0.417)   2
    2        4           3             1 - 6/24    4 (0.75)    2
    1        2           1             1 - 2/24    4           1
    0        1           0             1           4           0
    """

    GRADES = np.repeat(np.array([4, 3, 2, 1, 0], dtype=np.uint8), [40, 9, 4, 2, 1])

    def test_the_highest_of_the_lower_counts(self) -> None:
        assert 2 == overlay_grade(self.GRADES, ALL, CHECK)

    def test_few_bad_codewords_cost_nothing(self) -> None:
        """Four of twelve: unused 0.667 is still the best grade."""
        assert 4 == overlay_grade(np.where(some(4), 0, 4).astype(np.uint8), ALL, CHECK)
        assert 3 == overlay_grade(np.where(some(5), 0, 4).astype(np.uint8), ALL, CHECK)

    def test_without_any_damage(self) -> None:
        assert 4 == overlay_grade(np.full(56, 4, dtype=np.uint8), ALL, CHECK)

    def test_damage_without_bound_leaves_the_best_level_below_it(self) -> None:
        assert 1 == overlaid(lambda grade: 0 if grade > 1 else 4)
        assert 0 == overlaid(lambda _: 0)

    def test_the_value_sets_aside_what_costs_nothing(self) -> None:
        """Of 24, int(0.38 * 24 / 2) = 4 may be mended; the fifth worst carries the symbol."""
        values = np.linspace(0.1, 0.65, 56).astype(np.float32)
        assert pytest.approx(float(values[4])) == carried(values, ALL, CHECK)

    @pytest.mark.parametrize("seed", range(20))
    def test_the_value_has_the_best_grade_where_the_overlay_has(self, seed: int) -> None:
        rng = np.random.default_rng(seed)
        values = rng.uniform(0.45, 0.9, 56).astype(np.float32)
        best = 4 == overlay_grade(graded(values, spec.MODULATION), ALL, CHECK)
        assert best == (carried(values, ALL, CHECK) >= 0.5)
