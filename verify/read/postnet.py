"""POSTNET: what 32, 52 or 62 bars say, as far as they can be told (DMM 708.4.0 of 2005).

Two tall bars of five make a digit: one bar read wrongly is noticed, two in the same digit are not. The check digit
stands in for one digit that cannot be read, no more. A reading is taken only when all others with a right check
digit together are less than `DOUBT_MAX` as likely, and when meaningless bars would hardly give it: of all rows of
32 bars 1e5 of 2**32 say something (2.3e-5; 52 bars: 2.2e-7, 62 bars: 2.2e-8), so that a reading that is the c-th
likeliest row of bars is found by chance with c times that. No other code of tall and short bars on one line that is
met on mail has so many bars but PLANET, whose digits have three tall bars: reading it costs a bar in every digit.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec import postnet as spec
from verify.read.likely import Floats, by_likelihood, farthest_within

CHANCE_MAX = 1e-2
"""Most likely chance that a row of meaningless tall and short bars with clear ends is read: a row of 32 bars may
be any of 430, which a digit of five lost bars needs (32), and two bars anywhere against their look do not."""
DOUBT_MAX = 1e-5
"""Most likely share of all other readings."""
TRIED = 1024
"""Words that are tried, the likeliest first."""
BARS_A_DIGIT = len(spec.CODES[0])
BARS: frozenset[int] = frozenset(BARS_A_DIGIT * (digits + 1) + 2 * len(spec.FRAME) for digits in spec.DIGITS)
"""Numbers of bars with frame and check digit."""


@dataclass(frozen=True, slots=True)
class PostnetRead:
    """What a POSTNET barcode says."""

    digits: str
    """5, 9 or 11, without the check digit."""
    tall: npt.NDArray[np.bool_]
    """Every bar, in reading order."""


@cache
def _codes() -> Floats:
    """10 x 5 bars of the digits as 0 and 1."""
    return np.array([[float(bar) for bar in code] for code in spec.CODES])


def decode(tall: Floats) -> PostnetRead | None:
    """What the bars say; None when that cannot be said for sure.

    Args:
        tall: 32, 52 or 62 natural log-odds, in reading order, that each bar is a tall one.
    """
    inner = tall[len(spec.FRAME) : -len(spec.FRAME)]
    chance = 10.0 ** (len(inner) // BARS_A_DIGIT - 1) / 2.0 ** len(tall)
    farthest = farthest_within(tall, CHANCE_MAX / chance)
    framed = float(np.maximum(-tall[[0, -1]], 0).sum())
    if framed > farthest:
        return None
    odds = inner.reshape(-1, BARS_A_DIGIT)
    costs = np.maximum(np.maximum(odds, 0).sum(axis=1)[:, None] - odds @ _codes().T, 0)
    total, digits = by_likelihood(costs, farthest - framed, TRIED)
    right = np.flatnonzero(digits.sum(axis=1) % 10 == 0)
    if not len(right) or 1 - np.exp(-total[right[0]] - _mass(costs)) > DOUBT_MAX:
        return None
    word = digits[right[0]]
    bars = "".join((spec.FRAME, *(spec.CODES[digit] for digit in word), spec.FRAME))
    return PostnetRead("".join(map(str, word[:-1])), np.array([bar == "1" for bar in bars]))


def _mass(costs: Floats) -> float:
    """Log of the likelihood of all readings with a right check digit together."""
    turns = (np.arange(10)[:, None] - np.arange(10)) % 10
    sums = np.zeros(10)
    sums[0] = 1.0
    for digit in np.exp(-costs):
        sums = digit[turns] @ sums
    return float(np.log(sums[0]))
