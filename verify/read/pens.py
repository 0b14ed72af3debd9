"""Which characters a line says: shapes, and the pen that moves by each character's advance width.

Each blob has a few candidates. Two neighbours agree when the second stands where the pen of the first has
come to, with or without a space; softly, letters and digits keep to their kind. The best way through a line
and the best way through each candidate come from one sweep forwards and one back.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.locate.segments import Numbers, Segments

Floats = npt.NDArray[np.float64]

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


FIXED = 2 * (MOST_DISAGREEMENT + SPACE_COST + float(KIND_COST.max()))
"""What a candidate costs less than all others that no neighbours can change."""

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
    """N blobs, line after line, K candidates each."""

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
    """The best ways through lines."""

    chosen: Numbers
    """N: which candidate."""
    through: Floats
    """N x K: what the best way through each candidate costs more than the best of all."""
    spaces: Numbers
    """N: spaces before the blob; -1 where a gap of another width parts it from what stands before."""


def read(candidates: Candidates, parted: Segments) -> Reading:
    """The ways through S lines that cost least."""
    cost = candidates.cost
    pair, between = _pairs(candidates, parted)
    # Where of two neighbours one is certain, each is weighed by itself.
    ordered = np.partition(cost, 1, axis=1)
    open_ = ordered[:, 1] - ordered[:, 0] < FIXED
    twice = np.append(open_[:-1] & open_[1:] & (parted.owner[:-1] == parted.owner[1:]), False)
    chosen, through = _singly(cost, pair, open_)
    hard = np.flatnonzero(parted.sums(twice))
    if len(hard):
        rows = parted.rows(hard)
        chosen[rows], through[rows] = _swept(cost[rows], pair[rows], Segments.of(parted.counts[hard]))
    spaces = np.zeros(len(cost), dtype=np.intp)
    spaces[1:] = between[np.arange(1, len(cost)), chosen[:-1], chosen[1:]]
    spaces[parted.starts] = 0
    return Reading(chosen, through - through.min(axis=1, keepdims=True), spaces)


def _singly(cost: Floats, pair: Floats, open_: npt.NDArray[np.bool_]) -> tuple[Numbers, Floats]:
    """The choice and the costs through each candidate where no two neighbours are open."""
    chosen = cost.argmin(axis=1)
    through = _beside(cost, pair, chosen)
    chosen = np.where(open_, through.argmin(axis=1), chosen)
    return chosen, np.where(open_[:, None], through, _beside(cost, pair, chosen))


def _beside(cost: Floats, pair: Floats, chosen: Numbers) -> Floats:
    """N x K: costs with the neighbours as chosen."""
    rows = np.arange(len(cost))
    through = cost.copy()
    through[1:] += pair[rows[1:], chosen[:-1]]
    through[:-1] += pair[rows[1:], :, chosen[1:]]
    return through


def _swept(cost: Floats, pair: Floats, parted: Segments) -> tuple[Numbers, Floats]:
    """The choice and the costs of the best ways through each candidate, by one sweep forwards and one back."""
    longest, count = int(parted.counts.max()), len(parted)
    # Lines end together: what lies before a shorter one's beginning costs nothing and is not looked at.
    place = np.arange(len(cost)) - parted.starts[parted.owner] + longest - parted.counts[parted.owner]
    at = place, parted.owner
    costs = np.zeros((longest, count, cost.shape[1]))
    pairs = np.zeros((longest, count, *pair.shape[1:]))
    costs[at], pairs[at] = cost, pair
    ahead, back = costs.copy(), costs.copy()
    came = np.zeros(costs.shape, dtype=np.intp)
    for step in range(1, longest):
        ways = ahead[step - 1][:, :, None] + pairs[step]
        came[step] = ways.argmin(axis=1)
        ahead[step] += ways.min(axis=1)
        back[-step - 1] += (back[-step][:, None, :] + pairs[-step]).min(axis=2)
    chosen = np.empty((longest, count), dtype=np.intp)
    chosen[-1] = ahead[-1].argmin(axis=1)
    every = np.arange(count)
    for step in range(longest - 1, 0, -1):
        chosen[step - 1] = came[step, every, chosen[step]]
    return chosen[at], (ahead + back - costs)[at]


def _pairs(candidates: Candidates, parted: Segments) -> tuple[Floats, Numbers]:
    """N x K x K costs of each blob's candidates after those of the blob before, and the spaces between them.

    Before the first of a line stands nothing, which costs nothing.
    """
    pen, kind = candidates.pen, candidates.kind
    came = np.roll(pen + candidates.advance, 1, axis=0)
    apart = pen[:, None, :] - came[:, :, None]
    whole, spaced = _disagreement(apart), _disagreement(apart - SPACE) + SPACE_COST
    within = whole + KIND_COST[np.roll(kind, 1, axis=0)[:, :, None], kind[:, None, :]]
    parts = np.where(apart > GAP, GAP_COST, np.inf)
    # Which way is taken, the pens alone say.
    spaces = np.where(np.minimum(whole, spaced) <= parts, (spaced < whole).astype(np.intp), -1)
    cost = np.where(spaces == 0, within, np.where(spaces == 1, spaced, parts))
    cost[parted.starts] = 0.0
    return cost, spaces


def _disagreement(apart: Floats) -> Floats:
    return np.minimum(MOST_DISAGREEMENT, 0.5 * (apart / PEN_SIGMA) ** 2)
