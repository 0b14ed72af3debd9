"""The loops of `fim`: the pattern of dark stretches along rows of grey."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]


class Limits(NamedTuple):
    """What dark stretches must be to be the bars of a pattern; inches but for shares."""

    contrast: float
    """Least grey levels between paper and bars."""
    narrow: float
    """Least width of a bar."""
    wide: float
    """Greatest."""
    margin: float
    """Least paper on both sides of all."""
    pitch: float
    """Nominal."""
    pitch_share: float
    """How far it may be off."""
    place_share: float
    """How far a bar may be off its place, as a share of the pitch."""


@compiled
def matched(
    rows: Pixels, left: float, dpi: float, patterns: tuple[Floats, Numbers], limits: Limits
) -> tuple[Numbers, Floats]:
    """R numbers of the first pattern that each row shows, -1 for none, and R x B middles of its bars, inches.

    Args:
        rows: R x W grey.
        left: Where they begin, inches.
        dpi: Their pixels an inch.
        patterns: P x B places of bars, in pitches; P counts of bars.
        limits: What bars are.
    """
    places, counts = patterns
    kinds, found = np.full(len(rows), -1, dtype=np.intp), np.zeros((len(rows), places.shape[1]))
    for number in range(len(rows)):
        starts, ends = _dark(rows[number], limits.contrast)
        starts, ends = starts / dpi + left, ends / dpi + left
        for kind in range(len(counts)):
            last = counts[kind] - 1
            for first in range(len(starts) - last):
                after = first + last + 1
                if first > 0 and starts[first] - ends[first - 1] < limits.margin:
                    continue
                if after < len(starts) and starts[after] - ends[after - 1] < limits.margin:
                    continue
                bars = slice(first, after)
                if _fits(starts[bars], ends[bars], places[kind], limits):
                    kinds[number] = kind
                    found[number, : last + 1] = (starts[bars] + ends[bars]) / 2
                    break
            if kinds[number] >= 0:
                break
    return kinds, found


@compiled
def _dark(row: Pixels, contrast: float) -> tuple[Floats, Floats]:
    """Pixels at which dark stretches begin, and those after their ends; none on a row of hardly any contrast."""
    often = np.zeros(256, dtype=np.intp)
    for grey in row:
        often[grey] += 1
    dark, passed, paper = 0, 0, 0
    while not often[dark]:
        dark += 1
    # A quarter of the row is as light as paper.
    while passed + often[paper] <= len(row) - (len(row) + 3) // 4:
        passed += often[paper]
        paper += 1
    edges, count = np.empty(len(row) + 1), 0
    if paper - dark >= contrast:
        level, inside = (paper + dark) / 2, False
        for at in range(len(row)):
            if (row[at] < level) != inside:
                edges[count], count, inside = at, count + 1, not inside
        if inside:
            edges[count], count = len(row), count + 1
    return edges[:count:2].copy(), edges[1:count:2].copy()


@compiled
def _fits(starts: Floats, ends: Floats, places: Floats, limits: Limits) -> bool:
    """Whether dark stretches are bars that stand on the places of a pattern."""
    count = len(starts)
    first = (starts[0] + ends[0]) / 2
    pitch = ((starts[-1] + ends[-1]) / 2 - first) / (places[count - 1] - places[0])
    if abs(pitch / limits.pitch - 1) > limits.pitch_share:
        return False
    for bar in range(count):
        off = (starts[bar] + ends[bar]) / 2 - first - places[bar] * pitch
        if not limits.narrow <= ends[bar] - starts[bar] <= limits.wide or abs(off) > limits.place_share * pitch:
            return False
    return True
