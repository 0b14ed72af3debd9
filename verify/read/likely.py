"""Words in the order of their likelihood, where each place has several readings."""

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Floats = npt.NDArray[np.float64]

CERTAIN = 10.0
"""Log-odds that no half bar exceeds: dirt can look like print."""
_STEP = 0.05
_FARTHEST = 6 * CERTAIN
"""Costs are counted up to here: six half bars against their clear look."""


def by_likelihood(costs: Floats, farthest: float, most: int) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The costs of the likeliest words, ascending, and their readings.

    The likeliest words of the first places are continued with every reading of the next one: no word among the
    likeliest can begin with one that is not.

    Args:
        costs: P x R log-likelihood that each of R readings loses in each of P places, not below 0.
        farthest: Words that cost more are left out.
        most: How many words, the likeliest ones.

    Returns:
        N costs and N x P indices of readings.
    """
    total, chosen = np.zeros(1), np.zeros((1, 0), dtype=np.int64)
    for place in costs:
        readings = np.flatnonzero(place <= farthest)
        sums = (total[:, None] + place[readings]).reshape(-1)
        best = np.flatnonzero(sums <= farthest)
        if len(best) > most:
            best = best[np.argpartition(sums[best], most)[:most]]
        if not len(best):
            return np.zeros(0), np.zeros((0, len(costs)), dtype=np.int64)
        word, reading = np.divmod(best, len(readings))
        total, chosen = sums[best], np.column_stack((chosen[word], readings[reading]))
    order = np.argsort(total, kind="stable")
    return total[order], chosen[order]


def farthest_within(odds: Floats, rows: float) -> float:
    """The largest cost that at most so many rows of bars keep within; below 0 when even the likeliest is not alone.

    Args:
        odds: N log-odds, one for each half bar: what it costs to read it against its look.
        rows: How many.
    """
    # Costs are rounded down, so that a row is rather counted than not.
    costs = (np.abs(odds) / _STEP).astype(np.int64)
    return (_within(costs, int(_FARTHEST / _STEP), rows) - 1) * _STEP


@compiled
def _within(costs: npt.NDArray[np.int64], farthest: int, rows: float) -> int:
    """How many costs 0, 1, ... keep to at most so many rows, each of N half bars read by its look or against it."""
    counts = np.zeros(farthest + 1)
    counts[0] = 1.0
    for cost in costs:
        for total in range(farthest, cost - 1, -1):
            counts[total] += counts[total - cost]
    together = 0.0
    for total in range(farthest + 1):
        together += counts[total]
        if together > rows:
            return total
    return farthest + 1
