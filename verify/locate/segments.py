"""Columns in segments: sums, medians and extremes of each segment without a loop over segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Segments:
    """N rows in S segments, one after the other, none of them empty."""

    owner: Numbers
    """N: the segment of each row."""
    starts: Numbers
    """S."""
    counts: Numbers
    """S."""

    def __len__(self) -> int:
        return len(self.starts)

    @classmethod
    def of(cls, counts: Numbers | Sequence[int]) -> "Segments":
        """Segments of so many rows each."""
        sizes = np.asarray(counts, dtype=np.intp)
        return cls(np.repeat(np.arange(len(sizes)), sizes), np.cumsum(sizes) - sizes, sizes)

    @classmethod
    def split(cls, begins: npt.NDArray[np.bool_]) -> "Segments":
        """Segments that begin where `begins` says so; the first row always does."""
        starts = np.flatnonzero(begins)
        counts = np.empty_like(starts)
        counts[:-1], counts[-1:] = starts[1:] - starts[:-1], len(begins) - starts[-1:]
        return cls(np.cumsum(begins) - 1, starts, counts)

    @property
    def begins(self) -> npt.NDArray[np.bool_]:
        """N: whether a segment begins there."""
        first = np.zeros(len(self.owner), dtype=np.bool_)
        first[self.starts] = True
        return first

    def rows(self, numbers: Numbers) -> Numbers:
        """The rows of some segments, one after the other."""
        return spread(self.starts[numbers], self.counts[numbers])

    def sums(self, values: npt.NDArray[Any]) -> Floats:
        """S sums, along the first axis."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=0), dtype=np.float64)

    def most(self, values: npt.NDArray[Any]) -> Floats:
        """S largest."""
        return np.asarray(np.maximum.reduceat(values, self.starts), dtype=np.float64)

    def least(self, values: npt.NDArray[Any]) -> Floats:
        """S smallest."""
        return np.asarray(np.minimum.reduceat(values, self.starts), dtype=np.float64)

    def medians(self, values: npt.NDArray[Any], weights: npt.NDArray[Any] | None = None) -> Floats:
        """S medians (the upper one of an even number), each value counted by its weight, which is above 0."""
        order = np.lexsort((values, self.owner))
        if weights is None:
            return np.asarray(values[order[self.starts + self.counts // 2]], dtype=np.float64)
        passed = np.cumsum(weights[order], dtype=np.float64)
        total = self.sums(weights)
        before = np.concatenate(((0.0,), passed[self.starts[1:] - 1]))
        at = np.searchsorted(passed, before + total / 2)
        return np.asarray(values[order[np.clip(at, self.starts, self.starts + self.counts - 1)]], dtype=np.float64)

    def ranked(self, values: npt.NDArray[Any]) -> Numbers:
        """N rows, each segment's by falling value."""
        return np.lexsort((-values, self.owner))


def spread(starts: Numbers, counts: Numbers) -> Numbers:
    """The numbers of ranges, one range after the other."""
    ends = np.cumsum(counts)
    return np.asarray(np.repeat(starts - ends + counts, counts) + np.arange(ends[-1] if len(ends) else 0))
