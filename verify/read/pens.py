"""Which characters a line says: shapes, and the pen that moves by each character's advance width.

Each blob has a few candidates. Two neighbours agree when the second stands where the pen of the first has
come to, with or without a space; softly, letters and digits keep to their kind. The best way through a line
and the best way through each candidate come from one sweep forwards and one back.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.segments import Numbers

Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

PEN_SIGMA = 0.018
"""Em: how exactly a pen's place is known. A quarter of a pixel of 8-point type at 200 dpi is 0.011 em."""
MOST_DISAGREEMENT = 5.0
"""What a pen out of its place costs at most: another face's widths must not outweigh clear shapes."""
SPACE = 0.278
"""Em: advance of Arial's space, both weights."""
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


class Candidates(NamedTuple):
    """N blobs, line after line, K candidates each."""

    cost: Floats
    """N x K: how badly the shape fits."""
    pen: Floats
    """N x K: where the pen stood, em along the line."""
    advance: Floats
    """N x K: em."""
    kind: Numbers
    """N x K."""


class Reading(NamedTuple):
    """The best ways through lines."""

    chosen: Numbers
    """N: which candidate."""
    through: Floats
    """N x K: what the best way through each candidate costs more than the best of all."""
    margin: Floats
    """N: that of the second."""
    spaces: Numbers
    """N: spaces before the blob; -1 where a gap of another width parts it from what stands before."""


class Manners(NamedTuple):
    """How characters behave in a line, T templates."""

    advances: Singles
    """Em."""
    centres: Singles
    """Em that the middle of the ink stands right of the pen."""
    rarity: Floats
    """What each costs before it is looked at."""
    kinds: Numbers


@compiled
def read(candidates: Candidates, parted: tuple[Numbers, Numbers]) -> Reading:
    """The ways through lines that cost least, by one sweep forwards and one back.

    Args:
        candidates: N.
        parted: Starts and counts of S lines.
    """
    cost = candidates.cost
    many, count = cost.shape
    pair, between = np.zeros((many, count, count)), np.zeros((many, count, count), dtype=np.intp)
    ahead, back = cost.copy(), cost.copy()
    chosen, spaces = np.zeros(many, dtype=np.intp), np.zeros(many, dtype=np.intp)
    for start, length in zip(parted[0], parted[1]):  # noqa: B905 - compiled zip knows no strict
        for at in range(start + 1, start + length):
            for later in range(count):
                least = np.inf
                for former in range(count):
                    pair[at, former, later], between[at, former, later] = _step(candidates, at, former, later)
                    least = min(least, ahead[at - 1, former] + pair[at, former, later])
                ahead[at, later] += least
        last = start + length - 1
        chosen[last] = np.argmin(ahead[last])
        for at in range(last, start, -1):
            for former in range(count):
                back[at - 1, former] += np.min(back[at] + pair[at, former])
            chosen[at - 1] = np.argmin(ahead[at - 1] + pair[at, :, chosen[at]])
            spaces[at] = between[at, chosen[at - 1], chosen[at]]
    through = ahead + back - cost
    margin = np.empty(many)
    for at in range(many):
        through[at] -= np.min(through[at])
        margin[at] = np.partition(through[at], 1)[1]
    return Reading(chosen, through, margin, spaces)


@compiled
def _step(candidates: Candidates, at: int, former: int, later: int) -> tuple[float, int]:
    """What a blob's candidate costs after one of the blob before, and the spaces between them."""
    apart = candidates.pen[at, later] - candidates.pen[at - 1, former] - candidates.advance[at - 1, former]
    whole, spaced = _disagreement(apart), _disagreement(apart - SPACE) + SPACE_COST
    # Which way is taken, the pens alone say.
    if apart > GAP and min(whole, spaced) > GAP_COST:
        return GAP_COST, -1
    if spaced < whole:
        return spaced, 1
    return whole + KIND_COST[candidates.kind[at - 1, former], candidates.kind[at, later]], 0


@compiled
def _disagreement(apart: float) -> float:
    return min(MOST_DISAGREEMENT, 0.5 * (apart / PEN_SIGMA) ** 2)
