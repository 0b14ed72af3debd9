"""Words in the order of their likelihood."""

from itertools import product

import numpy as np
import pytest

from verify.read.likely import by_likelihood, farthest_within


def test_words_come_in_order_of_their_cost_and_none_is_left_out() -> None:
    costs = np.random.default_rng(1).uniform(0, 5, (4, 5))
    total, chosen = by_likelihood(costs, 9.0, 1000)
    every = sorted(sum(costs[i, j] for i, j in enumerate(word)) for word in product(range(5), repeat=4))
    assert [cost for cost in every if cost <= 9.0] == pytest.approx(total.tolist())
    assert total.tolist() == pytest.approx([costs[range(4), word].sum() for word in chosen])


def test_only_the_likeliest_words_are_kept() -> None:
    costs = np.random.default_rng(2).uniform(0, 5, (4, 5))
    everything, _ = by_likelihood(costs, 99.0, 1000)
    few, _ = by_likelihood(costs, 99.0, 40)
    assert everything[:40].tolist() == pytest.approx(few.tolist())


def test_no_word_within_reach_is_none() -> None:
    total, chosen = by_likelihood(np.full((3, 2), 4.0), 11.0, 10)
    assert (0, (0, 3)) == (len(total), chosen.shape)


def test_rows_within_a_cost_are_counted_from_above() -> None:
    odds = np.array([1.0, 2.0, 4.0])
    # Costs of the eight rows: 0 1 2 3 4 5 6 7.
    assert 4.9 <= farthest_within(odds, 5) <= 5.0
    assert farthest_within(odds, 0.5) < 0


def test_rows_that_all_look_alike_leave_no_cost() -> None:
    assert farthest_within(np.zeros(20), 1000) < 0
    assert farthest_within(np.zeros(9), 1000) > 0


def test_rows_are_counted_as_one_by_one() -> None:
    odds = np.random.default_rng(3).uniform(0, 6, 12)
    costs = (np.abs(odds) / 0.05).astype(int)
    every = sorted(
        sum(cost for cost, against in zip(costs, row, strict=True) if against) for row in product((0, 1), repeat=12)
    )
    for rows in (1, 7.5, 100, 4000):
        assert (every[int(rows)] - 1) * 0.05 == pytest.approx(farthest_within(odds, rows))
