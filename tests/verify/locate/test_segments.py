"""Columns in segments give what a loop over the segments gives."""

import numpy as np

from verify.locate.segments import Segments

COUNTS = [3, 1, 4, 2]
VALUES = np.array([5.0, 1.0, 3.0, 7.0, 2.0, 9.0, 4.0, 8.0, 6.0, 0.0])
PARTED = Segments.of(COUNTS)
PARTS = np.split(VALUES, np.cumsum(COUNTS)[:-1])


def test_sums_and_extremes_are_each_segments_own() -> None:
    assert [part.sum() for part in PARTS] == PARTED.sums(VALUES).tolist()
    assert [part.max() for part in PARTS] == PARTED.most(VALUES).tolist()
    assert [part.min() for part in PARTS] == PARTED.least(VALUES).tolist()


def test_the_median_of_an_even_number_is_the_upper_one() -> None:
    assert [np.sort(part)[len(part) // 2] for part in PARTS] == PARTED.medians(VALUES).tolist()


def test_a_weighed_median_follows_its_weight() -> None:
    heavy_last = np.concatenate([np.append(np.ones(len(part) - 1), 100.0) for part in PARTS])
    assert [part[-1] for part in PARTS] == PARTED.medians(VALUES, heavy_last).tolist()


def test_rows_of_some_segments_come_in_the_order_that_is_asked() -> None:
    assert [8, 9, 0, 1, 2, 8, 9] == PARTED.rows(np.array([3, 0, 3])).tolist()


def test_segments_begin_where_they_are_split() -> None:
    again = Segments.split(PARTED.begins)
    assert (COUNTS, PARTED.owner.tolist()) == (again.counts.tolist(), again.owner.tolist())


def test_ranks_fall_within_each_segment() -> None:
    ranked = np.split(VALUES[PARTED.ranked(VALUES)], np.cumsum(COUNTS)[:-1])
    assert [sorted(part.tolist(), reverse=True) for part in PARTS] == [part.tolist() for part in ranked]
