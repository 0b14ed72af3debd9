"""Which characters a line says: shapes, and the pen that moves by each character's advance width.

Each blob has a few candidates. Two neighbours agree when the second stands where the pen of the first has
come to, with or without a space; softly, letters and digits keep to their kind. The best way through a line
and the best way through each candidate come from one sweep forwards and one back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

PEN_SIGMA = 0.018
"""Em: how exactly a pen's place is known. A quarter of a pixel of 8-point type at 200 dpi is 0.011 em."""
MOST_DISAGREEMENT = 5.0
"""What a pen out of its place costs at most: another face's widths must not outweigh clear shapes."""
SPACE = 0.278
"""Em: advance of Arial's space, both weights."""
MOST_SPACES = 1
SPACE_COST = 0.5
GAP = 0.42
"""Em: from here on, a gap parts runs, whatever its width."""
GAP_COST = 2.0


class Kind:
    """Kinds of characters, as numbers."""

    CAPITAL, SMALL, DIGIT, OTHER = range(4)


KIND_COST = np.array([(0.0, 0.7, 0.3, 0.0), (2.0, 0.0, 1.5, 0.0), (0.3, 1.5, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0)])
"""Of the second kind after the first, within a word."""


RARE = frozenset("<=>@[\\]^_`{|}~")
RARE_COST = 2.0
"""What a character costs that neither indicia nor addresses use."""


def rarity(characters: str) -> Floats:
    """What each character costs before it is looked at."""
    return np.array([RARE_COST * (c in RARE) for c in characters])


def kinds(characters: str) -> Numbers:
    """The kind of each character."""
    return np.array(
        [
            Kind.CAPITAL if c.isupper() else Kind.SMALL if c.islower() else Kind.DIGIT if c.isdigit() else Kind.OTHER
            for c in characters
        ],
        dtype=np.intp,
    )


@dataclass(frozen=True, slots=True)
class Candidates:
    """N blobs of one line, K candidates each."""

    cost: Floats
    """N x K: how badly the shape fits."""
    pen: Floats
    """N x K: where the pen stood, em along the line."""
    advance: Floats
    """N x K: em."""
    kind: Numbers
    """N x K."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The best way through a line."""

    chosen: Numbers
    """N: which candidate."""
    through: Floats
    """N x K: what the best way through each candidate costs more than the best of all."""
    spaces: Numbers
    """N: spaces before the blob; -1 where a gap of another width parts it from what stands before."""


def read(lines: Sequence[Candidates]) -> list[Reading]:
    """The way through each of S lines that costs least."""
    counts = np.array([len(line.cost) for line in lines])
    longest, width = int(counts.max()), lines[0].cost.shape[1]
    cost = np.zeros((longest, len(lines), width))
    pair = np.zeros((longest, len(lines), width, width))
    spaces = []
    for number, line in enumerate(lines):
        # Lines end together: what lies before a shorter one's beginning costs nothing and is not looked at.
        start = longest - len(line.cost)
        cost[start:, number] = line.cost
        pair[start + 1 :, number], between = _pairs(line)
        spaces.append(between)
    ahead, back, came = _swept(cost, pair)
    through = ahead + back - cost
    chosen = np.empty((longest, len(lines)), dtype=np.intp)
    chosen[-1] = ahead[-1].argmin(axis=1)
    every = np.arange(len(lines))
    for at in range(longest - 1, 0, -1):
        chosen[at - 1] = came[at, every, chosen[at]]
    return [
        _reading(chosen[longest - count :, number], through[longest - count :, number], spaces[number])
        for number, count in enumerate(counts)
    ]


def _swept(cost: Floats, pair: Floats) -> tuple[Floats, Floats, Numbers]:
    """Least costs up to and from each candidate (both with its own), and where the way to it came from."""
    ahead, back = cost.copy(), cost.copy()
    came = np.zeros(cost.shape, dtype=np.intp)
    for at in range(1, len(cost)):
        ways = ahead[at - 1][:, :, None] + pair[at]
        came[at] = ways.argmin(axis=1)
        ahead[at] += ways.min(axis=1)
        back[-at - 1] += (back[-at][:, None, :] + pair[-at]).min(axis=2)
    return ahead, back, came


def _reading(chosen: Numbers, through: Floats, spaces: Numbers) -> Reading:
    count = len(chosen)
    before = np.zeros(count, dtype=np.intp)
    before[1:] = spaces[np.arange(count - 1), chosen[:-1], chosen[1:]]
    return Reading(chosen, through - through.min(axis=1, keepdims=True), before)


def _pairs(candidates: Candidates) -> tuple[Floats, Numbers]:
    """(N - 1) x K x K costs of neighbours and the spaces between them."""
    came = candidates.pen[:-1] + candidates.advance[:-1]
    apart = candidates.pen[1:, None, :] - came[:, :, None]
    ways = [_disagreement(apart - number * SPACE) + SPACE_COST * (number > 0) for number in range(MOST_SPACES + 1)]
    ways.append(np.where(apart > GAP, GAP_COST, np.inf))
    stacked = np.stack(ways)
    best = stacked.argmin(axis=0)
    cost = stacked.min(axis=0)
    within = KIND_COST[candidates.kind[:-1, :, None], candidates.kind[1:, None, :]]
    return cost + within * (best == 0), np.where(best > MOST_SPACES, -1, best)


def _disagreement(apart: Floats) -> Floats:
    return np.minimum(MOST_DISAGREEMENT, 0.5 * (apart / PEN_SIGMA) ** 2)
