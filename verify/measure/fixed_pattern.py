"""Damage of the fixed patterns of a Data Matrix symbol, segment by segment (ISO/IEC 16022:2006 Annex M).

A symbol is framed by a solid L at its left and bottom, clock tracks at its top and right, and a quiet zone of one
module; a symbol of several data regions has them inside too. Segments:

- the two sides of the L and the quiet zone beside each, whole, and (Corrigendum 1) data region by data region;
- every clock track with the solid area beside it: the quiet zone at the outside, the solid bar of the neighbouring
  region inside.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec import print_quality as spec
from indicia.spec.ecc200 import SymbolSize
from verify.measure.grades import Grades, at_least, at_most, below, overlaid

Bits = npt.NDArray[np.bool_]
Places = npt.NDArray[np.intp]
"""Indices into the flattened (R + 2) x (C + 2) modules, quiet zone included."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment with its grade."""

    name: str
    """As Annex M calls it: L1, L2, QZL1, QZL2 with the region where there are several; `top 1` and the like."""
    grade: int
    """0 to 4."""


@dataclass(frozen=True, slots=True)
class FixedPatternDamage:
    """All segments and what follows from them."""

    segments: tuple[Segment, ...]
    average: float
    """Of L1, L2, QZL1, QZL2 and the worst clock track with its solid area."""
    grade: int
    """The least of the segments and of the average's own grade."""


@dataclass(frozen=True, slots=True)
class _Track:
    """A clock track and the solid area beside it."""

    name: str
    clock: Places
    solid: Places


def fixed_pattern_damage(grades: Grades, states: Bits, size: SymbolSize) -> FixedPatternDamage:
    """The damage of the fixed patterns.

    Args:
        grades: (R + 2) x (C + 2) reflectance margin grades, a ring of quiet zone included; a module in the wrong
            state has 0.
        states: Likewise, True where a module measures as the symbol's own colour.
        size: Of the symbol.
    """
    flat, seen = grades.reshape(-1), states.reshape(-1)
    if flat[_fixed(size)].min() == spec.GRADES[0]:
        return _undamaged(size)
    sides = [Segment(name, _side(flat[places])) for name, places in _sides(size)]
    tracks = [Segment(track.name, _track(flat, seen, track)) for track in _tracks(size)]
    whole = [segment.grade for segment in sides[:4]]
    average = (sum(whole) + min(track.grade for track in tracks)) / 5
    segments = (*sides, *tracks)
    least = min(segment.grade for segment in segments)
    return FixedPatternDamage(segments, average, min(least, at_least(average, spec.AVERAGE_GRADE)))


@cache
def _undamaged(size: SymbolSize) -> FixedPatternDamage:
    """Of a symbol whose fixed modules all have the best grade: the usual case."""
    names = [name for name, _ in _sides(size)] + [track.name for track in _tracks(size)]
    best = spec.GRADES[0]
    return FixedPatternDamage(tuple(Segment(name, best) for name in names), float(best), best)


@cache
def _fixed(size: SymbolSize) -> Places:
    """Every fixed module and the quiet zone."""
    sides, tracks = [places for _, places in _sides(size)], _tracks(size)
    return np.unique(np.concatenate([*sides, *(t.clock for t in tracks), *(t.solid for t in tracks)]))


def _side(grades: Grades) -> int:
    """One side of the L or of the quiet zone beside it (M.1.2)."""
    if grades.min() == spec.GRADES[0]:
        return spec.GRADES[0]
    return overlaid(lambda grade: at_most(float(np.mean(grades < grade)), spec.SIDE_DAMAGE))


def _track(grades: Grades, states: Bits, track: _Track) -> int:
    """A clock track with its solid area (M.1.3): the least of its tests."""
    clock, solid = grades[track.clock], grades[track.solid]
    if min(clock.min(), solid.min()) == spec.GRADES[0]:
        return spec.GRADES[0]
    transitions = int(np.count_nonzero(np.diff(states[track.clock])))
    of_solid = int(np.count_nonzero(np.diff(states[track.solid])))
    ratio = max(0, of_solid - 1) / max(1, transitions)
    return min(
        below(ratio, spec.TRANSITION_RATIO),
        overlaid(lambda grade: _regular(clock < grade)),
        overlaid(lambda grade: at_most(float(np.mean(clock < grade)), spec.TRACK_DAMAGE)),
        overlaid(lambda grade: at_most(float(np.mean(solid < grade)), spec.TRACK_DAMAGE)),
    )


def _regular(wrong: Bits) -> int:
    """Passed or failed: no group of neighbours has too many wrong modules."""
    groups = np.convolve(wrong, np.ones(spec.REGULARITY_GROUP, dtype=np.intp), mode="valid")
    return 4 if int(groups.max(initial=0)) <= spec.REGULARITY_ERRORS else 0


@cache
def _places(size: SymbolSize) -> Places:
    """(R + 2) x (C + 2) indices of the modules with their quiet zone; the symbol's own begin at 1, 1."""
    return np.arange((size.rows + 2) * (size.columns + 2), dtype=np.intp).reshape(size.rows + 2, size.columns + 2)


@cache
def _sides(size: SymbolSize) -> tuple[tuple[str, Places], ...]:
    """The sides of the L and their quiet zones: the four of the whole symbol first, then those of its regions."""
    at, high, wide = _places(size), size.region_rows + 2, size.region_columns + 2
    bottom = size.rows
    # The quiet zone of each side holds the corner that both share.
    found = [
        ("L1", at[1:-1, 1]),
        ("L2", at[bottom, 1:-1]),
        ("QZL1", at[1:, 0]),
        ("QZL2", at[bottom + 1, :-1]),
    ]
    down, across = size.rows // high, size.columns // wide
    if down > 1:
        parts = [(i, slice(1 + i * high, 1 + (i + 1) * high)) for i in range(down)]
        found += [
            (f"{name} {i + 1}", at[part, column]) for i, part in parts for name, column in (("L1", 1), ("QZL1", 0))
        ]
    if across > 1:
        parts = [(i, slice(1 + i * wide, 1 + (i + 1) * wide)) for i in range(across)]
        found += [
            (f"{name} {i + 1}", at[row, part])
            for i, part in parts
            for name, row in (("L2", bottom), ("QZL2", bottom + 1))
        ]
    return tuple(found)


@cache
def _tracks(size: SymbolSize) -> tuple[_Track, ...]:
    """Every clock track of every region with the solid area beside it."""
    return tuple(_tracks_of_regions(size))


def _tracks_of_regions(size: SymbolSize) -> Iterator[_Track]:
    at, high, wide = _places(size), size.region_rows + 2, size.region_columns + 2
    for i in range(size.rows // high):
        for j in range(size.columns // wide):
            top, right = 1 + i * high, (j + 1) * wide
            rows, columns = slice(top, top + high), slice(right - wide + 1, right + 1)
            region = f"{i + 1}.{j + 1}"
            yield _Track(f"top {region}", at[top, columns], at[top - 1, columns])
            yield _Track(f"right {region}", at[rows, right], at[rows, right + 1])
