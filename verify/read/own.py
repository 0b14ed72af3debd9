"""This project's own reader: it needs no finder, only enough modules that keep step with each other.

Texture says where to look, the spectrum of edges gives a small lattice, which grows over the symbol; finder and
timing, or what is left of them, say which part of the lattice is the symbol. Then every module is weighed.
"""

from dataclasses import dataclass, field

import cv2
import numpy as np

from verify.locate.grid import BLOCK, Grid, around, near_in_step, pitch_px, rescaled
from verify.locate.growth import fundamental, grow, over
from verify.locate.lattice import LEAST_PITCH_PX, LEAST_STRENGTH, WINDOW_PX, Lattices, lattices
from verify.locate.pattern import Pattern, patterns
from verify.locate.texture import Level, levels, places
from verify.read.decoded import Decoded, Floats, Pixels
from verify.read.sampling import Many, darkness, sampled, turned_over
from verify.read.symbol import Understood, understood
from verify.seen import Reader

SMALLEST_LEVEL_PX = 48
"""Shorter side of the coarsest level: ten modules of the smallest size that its windows show."""
PLACES, PLACES_CLOSER = 40, 400
"""Densely textured places of one level that are looked at; a closer look takes them one beside the other."""
MISSES, MISSES_LIKELY, MISSES_DOUBTFUL, MISSES_CLOSER = 12, 8, 3, 40
"""Lattices that are grown in vain at most; fewer where it is known which of them are likely, and fewer still where
none is promising. A page of lettering has many places and no symbol."""
PROMISING = 50.0
"""UNSOURCED promise of a symbol in a fair state (chosen on the tuning seed); lettering reaches 41, noise 12."""
TRIES = 2
"""How often a symbol that cannot be read is tried: from another place the grid may come out better."""
CERTAIN_SCORE, CERTAIN_AGREEMENT = 8.0, 0.7
"""Of a pattern, above which a symbol stands there whether it can be read or not; lettering reaches 9.6 and 0.65."""
UNLIKELY = 0.1
"""How much less a lattice promises whose modules are not of the size that was expected."""
PATTERNS = 5
"""Sizes and places that are tried on one grid."""
EXPLAINED = 0.4
"""A symbol is at least this share as high and wide as the grid in step: lettering around it may keep step by chance."""
AROUND = 3
"""Blocks around a grid that are searched for finder and timing."""
COARSE_PX = 3.5
"""Grids are grown on the coarsest level on which modules measure at least this."""
FINE_PX = 5.0
"""Modules are sampled on the coarsest level on which they measure at least this."""


@dataclass(frozen=True, slots=True)
class _Start:
    """A lattice from which to grow."""

    level: Level
    lattices: Lattices
    number: int
    """Which of them."""
    promise: float
    """How much sooner than others it is tried."""

    @property
    def point(self) -> Floats:
        """(x, y) pixels of the page."""
        return np.asarray((self.lattices.points_px[self.number] + 0.5) * self.level.factor)

    @property
    def window(self) -> Floats:
        """4 x 2 corners of the window that was looked at."""
        side = self.level.factor * WINDOW_PX / self.lattices.enlarge
        return self.point + side * (np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) - 0.5)


@dataclass(slots=True)
class Search:
    """A page being searched; every call of `next` goes on where the last one ended."""

    gray: Pixels
    """H x W."""
    likely_px: tuple[float, float] | None = None
    """Module sizes that are looked at first, pixels; None when nothing is known."""
    thorough: bool = True
    """Look for modules that are smaller than likely, too."""
    unread: list[Floats] = field(default_factory=list)
    """4 x 2 corners, pixels, where a symbol certainly stands but was not read; once for each try."""
    _done: list[Floats] = field(default_factory=list)
    """Symbols that were read."""
    _scales: list[Level] = field(default_factory=list)
    _rest: list[_Start] = field(default_factory=list)
    """What is still to be looked at, most promising first."""
    _tried: list[_Start] = field(default_factory=list)
    """What was looked at in vain or not at all, most promising first within each pass."""
    _passes: list[int] = field(default_factory=list)
    """By how much windows will still be enlarged, last first: small modules are rare and come last."""
    _closer: bool = False
    """Every textured place is looked at, not the densest alone."""

    def __post_init__(self) -> None:
        """Plan the passes."""
        self._passes = self._planned()

    def closer(self) -> None:
        """Begin anew with a closer look, for pages on which more symbols stand than were read."""
        self._closer, self._rest, self._passes = True, [], self._planned()

    def _planned(self) -> list[int]:
        small = self.thorough or self.likely_px is None or self.likely_px[0] < LEAST_PITCH_PX
        return [2, 1] if small else [1]

    def leave_out(self, corners_px: Floats) -> None:
        """Do not look at a symbol again that was read, by whomever."""
        self._done.append(corners_px)
        self.unread = [quad for quad in self.unread if not _within(quad.mean(axis=0), corners_px)]

    def next(self) -> Decoded | None:
        """The next symbol; None when there are no more, or no likely ones."""
        if not self._scales:
            self._scales = levels(self.gray, SMALLEST_LEVEL_PX)
        while self._rest or self._passes:
            if not self._rest:
                self._rest = self._starts(self._passes.pop())
            found = self._look()
            if found is not None:
                return found
            self._tried += self._rest
            self._rest = []
        return None

    @property
    def empty(self) -> bool:
        """Whether no place bears modules of a likely size in whatever state; asked after the search."""
        return self.likely_px is not None and not self._tried

    @property
    def hopeful(self) -> bool:
        """Whether a symbol probably stands somewhere that was not read; asked after the search."""
        return self.likely_px is None or bool(self.unread) or any(self._hopeful(start) for start in self._tried)

    def _hopeful(self, start: _Start) -> bool:
        return self._closer or self.likely_px is None or start.promise >= PROMISING

    def suspects(self, most: int) -> list[Floats]:
        """4 x 2 corners of at most `most` places where another reader may see more, most promising first."""
        found: list[Floats] = []
        for quad in (*self.unread, *(start.window for start in self._tried if self._hopeful(start))):
            middle = quad.mean(axis=0)
            if not any(_within(middle, other) for other in (*found, *self._done)):
                found.append(quad)
        return found[:most]

    def _starts(self, enlarge: int) -> list[_Start]:
        """Where to grow from, most promising first."""
        found = []
        for level in self._scales if enlarge == 1 else self._scales[:1]:
            if self.likely_px is not None and not self.thorough and LEAST_PITCH_PX * level.factor > self.likely_px[1]:
                break
            dense = places(level.gray, PLACES_CLOSER if self._closer else PLACES, every=self._closer)
            if not len(dense.points_px):
                continue
            seen = lattices(level.gray, dense.points_px, enlarge)
            promise = seen.strength * np.sqrt(dense.texture / dense.texture[0])
            for number in np.flatnonzero(seen.strength >= LEAST_STRENGTH):
                pitch = seen.pitch_px(int(number)) * level.factor
                worth = float(promise[number]) * (1.0 if self._likely(pitch) else UNLIKELY)
                found.append(_Start(level, seen, int(number), worth))
        found.sort(key=lambda start: -start.promise)
        return found

    def _likely(self, pitch_px: float) -> bool:
        """Whether modules are of the size that was expected, or it is not known; an overtone shows a part of it."""
        return self.likely_px is None or self.likely_px[0] / 3 <= pitch_px <= self.likely_px[1]

    def _look(self) -> Decoded | None:
        """The next symbol of this pass."""
        missed = 0
        while self._rest and missed < self._patience(self._rest[0]):
            start = self._rest.pop(0)
            tried = sum(_within(start.point, quad) for quad in self.unread)
            if tried >= TRIES or any(_within(start.point, quad) for quad in self._done):
                continue
            missed += 1
            self._tried.append(start)
            found = _grown(self._scales, start)
            corners = found.corners_px if isinstance(found, Decoded) else found
            if corners is None or any(_within(corners.mean(axis=0), quad) for quad in self._done):
                # From a letter beside it a grid may grow over a symbol that was read.
                continue
            if isinstance(found, Decoded):
                self.leave_out(corners)
                return found
            self.unread.append(corners)
        return None

    def _patience(self, start: _Start) -> int:
        """Lattices that may be grown in vain before this one is let be."""
        if self._closer:
            return MISSES_CLOSER
        if self.likely_px is None:
            return MISSES
        return MISSES_LIKELY if self.thorough or self.hopeful or self._hopeful(start) else MISSES_DOUBTFUL


def _within(point: Floats, quad: Floats) -> bool:
    x, y = (float(v) for v in point)
    return bool(cv2.pointPolygonTest(quad.astype(np.float32), (x, y), False) >= 0)


def _grown(scales: list[Level], start: _Start) -> Decoded | Floats | None:
    """What a symbol says that the lattice belongs to; see `_symbol`."""
    to_px = start.lattices.to_px(start.number)
    if to_px is None:
        return None
    level, to_px = _suited(scales, start.level, to_px)
    grid = grow(level.gray, to_px)
    return _symbol(scales, level, grid) if grid is not None else None


def _suited(scales: list[Level], level: Level, to_px: Floats) -> tuple[Level, Floats]:
    """The lattice without overtones, on the level whose pixels suit it best."""
    to_page = np.diag((level.factor, level.factor, 1.0)) @ fundamental(level.gray, to_px)
    pitch = float(np.sqrt(abs(np.linalg.det(to_page[:2, :2]))))
    level = max((s for s in scales if pitch / s.factor >= COARSE_PX), key=lambda s: s.factor, default=scales[0])
    return level, np.diag((1 / level.factor, 1 / level.factor, 1.0)) @ to_page


def _symbol(scales: list[Level], level: Level, grid: Grid) -> Decoded | Floats | None:
    """What a symbol on the grid says; its corners when it is one but cannot be read; None for no symbol."""
    wide = around(grid, AROUND)
    dark = darkness(level.gray, wide) * near_in_step(grid, AROUND)
    rows, columns = (int(grid.in_step.sum(axis=axis).max() * BLOCK * EXPLAINED) for axis in (0, 1))
    best = patterns(dark, (rows, columns), PATTERNS)
    for pattern in best:
        found = _tried(scales, level, wide, pattern)
        if found is not None:
            return found
    if not best or best[0].score < CERTAIN_SCORE or best[0].agreement < CERTAIN_AGREEMENT:
        return None
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * best[0].shape[::-1] + (best[0].column, best[0].row)
    return rescaled(wide, level.factor).pixels(corners + np.array(wide.first, dtype=np.float64))


def _tried(scales: list[Level], level: Level, grid: Grid, pattern: Pattern) -> Decoded | None:
    """What the symbol says that the pattern supposes."""
    corner = grid.first[1] + pattern.row, grid.first[0] + pattern.column
    own = over(level.gray, grid, corner, pattern.shape)
    pitch = pitch_px(own) * level.factor
    fine = max((s for s in scales if pitch / s.factor >= FINE_PX), key=lambda s: s.factor, default=scales[0])
    seen = sampled(fine.gray, rescaled(own, level.factor / fine.factor), pattern.shape)
    light, margin = (np.rot90(part, pattern.turns) for part in (seen.light, seen.margin))
    if pattern.light_on_dark:
        light = 1 - light
    told = _told(light, margin, pattern)
    if told is None:
        return None
    corners = _corners(rescaled(own, level.factor), pattern)
    return Decoded(
        data=told.data,
        rows=pattern.size.rows,
        columns=pattern.size.columns,
        corners_px=corners,
        reader=Reader.OWN,
        text=told.text,
        errors_corrected=told.errors,
        erasures=told.erasures,
        light_on_dark=pattern.light_on_dark,
    )


def _told(light: Many, margin: Many, pattern: Pattern) -> Understood | None:
    """What the modules say, seen from the front or from behind."""
    square = pattern.size.rows == pattern.size.columns
    behind = (True,) if pattern.mirrored else (False, True) if square else (False,)
    # Where what looks like damage is the symbol's own, as in a pale print, the modules are better taken as they are.
    for plain in (margin, np.ones_like(margin)):
        for turned in behind:
            seen = [np.ascontiguousarray(turned_over(part) if turned else part) for part in (light, plain)]
            found = understood(seen[0], margin=seen[1], size=pattern.size)
            if found is not None:
                return found
    return None


def _corners(grid: Grid, pattern: Pattern) -> Floats:
    """4 x 2 corners in the picture, clockwise from the one above the solid corner."""
    rows, columns = pattern.shape
    outline = np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float64)
    # Turning the symbol counter-clockwise by a quarter makes its upper right corner the upper left one.
    return np.roll(grid.pixels(outline), -pattern.turns, axis=0)
