"""What stretches of lettering say: shapes and pens are weighed together; what does not fit is tiled anew."""

import functools
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.edges import middle
from verify.locate.parts import Parts
from verify.locate.segments import Numbers, Segments
from verify.read import parting, pens
from verify.read.cells import Pyramid, Setting, feet, joined
from verify.read.comparing import NATS
from verify.read.fitting import DOUBTFUL, FITS
from verify.read.glyphs import EM_PX
from verify.read.matching import Looks, Matcher
from verify.read.said import Read
from verify.read.stretches import Stretches
from verify.read.tiling import EACH, Tile, tile
from verify.read.view import OPEN, Bools, Groups, View

SURE = 1.5
"""Natural logarithm of the odds under which a blob is doubtful."""
TWINS = frozenset("CcOoSsVvWwXxZz.,-'|Il:")
"""Characters whose small form is the capital one made smaller, and marks: they do not tell the size."""
ONE_SIZE = 0.06
"""Share by which sizes of neighbours of one size come out different, each by itself."""
NEXT = 0.6
"""Em of white between two that are parts of one run; wider gaps part runs, whatever stands beside them."""
TELLING = 2
"""Different other characters that settle it."""
TELLS = (0.05, 0.1)
"""Share of their ink that these leave unexplained at most, in the best print and in the worst: a fifth more than the
region's characters do."""


class Reader:
    """Reads the stretches of one region."""

    def __init__(self, pyramid: Pyramid, face: Face) -> None:
        self.matcher = Matcher(pyramid, face)
        """What compares blobs with the face."""
        self.known = self.matcher.known
        """The characters that are tried."""
        self._kinds, self._rarity = _tables(self.known.characters)
        self._telling = np.array([character not in TWINS for character in self.known.characters])

    def read(self, found: Stretches) -> Read:
        """What each of the stretches says; neighbours of one size and weight as one."""
        view, looks = self.matcher.fitted(Groups.open(found.blobs, found.parted, found.as_capitals), None)
        view, found, apart = self._parted(view, found, looks)
        view = self._resized(view, found, looks)
        return self._mended(self._spelled(self._joined(view, found, looks, apart)), looks)

    # --- Weight and size ------------------------------------------------------------------------------

    def _parted(self, view: View, found: Stretches, looks: Looks) -> tuple[View, Stretches, Bools]:
        """The stretches, those of words of two weights or sizes in parts; and which part is not like the one before."""
        apart = np.zeros(len(view), dtype=np.bool_)
        begins, weights = parting.parts(view, found, self.known)
        parts, owner = found.parts(begins)
        several = np.flatnonzero((np.bincount(owner) > 1)[owner])
        if not len(several):
            return view, found, apart
        parts, owner = parts.of(several), owner[several]
        weights, known = weights[several], np.flatnonzero(weights[several] != OPEN)
        setting = parts.as_capitals.but(known, view.setting.of(owner[known]))
        each, _ = self.matcher.fitted(replace(Groups.open(parts.blobs, parts.parted, setting), bold=weights), looks)
        two = parting.differ(view, each, owner)
        if not two.any():
            return view, found, apart
        places, taken = np.append(np.arange(len(view)), owner), np.append(~two, two[owner])
        order = np.flatnonzero(taken)[np.argsort(places[taken], kind="stable")]
        # What fits badly as a whole is parted to see, not because it was seen.
        fits = view.fit[places[order]] <= parting.UNLIKE
        apart = fits & (order >= len(view)) & np.append(False, np.diff(places[order]) == 0)
        return view.with_(each).of(order), found.with_(parts).of(order), apart

    def _resized(self, view: View, found: Stretches, looks: Looks) -> View:
        """The view with what is better set otherwise: in small letters, with descenders, as its neighbours."""
        fit = view.fit
        open_ = np.flatnonzero(self._leaves_size_open(view, found, fit))
        if not len(open_):
            return view
        near = [_neighbour(number, found, fit) for number in open_.tolist()]
        sure = np.array([best >= 0 and fit[best] < DOUBTFUL for best in near])
        small, hanging = (setting.of(open_) for setting in found.otherwise)
        settings = small.with_(hanging).with_(view.setting.of(np.array(near)[sure]))
        places = np.concatenate((open_, open_, open_[sure]))
        some = found.of(places)
        tried, _ = self.matcher.fitted(Groups.open(some.blobs, some.parted, settings), looks)
        for number, best, known in zip(open_.tolist(), near, sure.tolist(), strict=True):
            one = view.of(np.array([number]))
            choices = one.with_(tried.of(np.flatnonzero(places == number)))
            badness = _badness(choices, float(view.setting.em_x[best]) if known else None)
            better = choices.of(np.array([int(badness.argmin())]))
            if float(better.fit[0]) > DOUBTFUL:
                better = self._segmented(choices, looks)
            view = _with(view, number, better)
        return view

    def _leaves_size_open(self, view: View, found: Stretches, fit: npt.NDArray[np.float64]) -> Bools:
        """S: whether capitals need not be meant: poor fit, or little but shapes that small letters have too."""
        tells = float(np.clip(1.2 * middle(view.misfit), *TELLS))
        sure = np.flatnonzero((view.misfit < tells) & self._telling[view.chosen])
        seen = np.zeros((len(view), len(self._telling)), dtype=np.bool_)
        seen[view.parted.owner[sure], view.chosen[sure]] = True
        return np.asarray((fit > DOUBTFUL) | (np.count_nonzero(seen, axis=1) < TELLING) | found.small)

    def _segmented(self, choices: View, looks: Looks) -> View:
        """Letters that hang together all over, parted as the setting has it in which they explain the most ink."""
        read = self._mended(self._spelled(choices), looks)
        ink = choices.ink
        best = read.view.of(np.array([int((_unexplained(read, ink) / np.maximum(1.0, ink)).argmin())])).groups
        return self.matcher.fitted(replace(best, bold=np.array([OPEN])), looks)[0]

    def _joined(self, view: View, found: Stretches, looks: Looks, apart: Bools) -> View:
        """Neighbours on a line that turned out to be of one size and weight as one, unless they were told apart."""
        size = view.setting.em_x
        alike = (np.abs(size[1:] / size[:-1] - 1) < ONE_SIZE) & (view.bold[1:] == view.bold[:-1]) & ~apart[1:]
        blobs, starts = view.groups.blobs, view.parted.starts[1:]
        near = blobs.left[starts] - blobs.right[starts - 1] < NEXT * size[1:]
        parts = Segments.split(np.append(True, ~(alike & near & (found.line[1:] == found.line[:-1]))))
        several = np.flatnonzero(parts.counts > 1)
        if not len(several):
            return view
        members = view.of(parts.rows(several)).groups
        inner = Segments.of(parts.counts[several])
        whole = Segments.of(inner.sums(members.parted.counts).astype(np.intp))
        most = parts.ranked(view.ink)[parts.starts[several]]
        again, _ = self.matcher.fitted(Groups.open(members.blobs, whole, view.setting.of(most)), looks)
        order = parts.starts.copy()
        order[several] = len(view) + np.arange(len(several))
        return view.with_(again).of(order)

    # --- Shapes and pens ------------------------------------------------------------------------------

    def _spelled(self, view: View) -> Read:
        """Shapes and pens together."""
        found = self.matcher.candidates(view)
        numbers, owner = found.numbers, view.parted.owner
        energy = np.maximum(view.energy / view.full**2, np.float32(1e-3))
        foot = feet(view.groups.blobs, view.setting.of(owner)) / view.setting.em_x[owner]
        pen = foot[:, None] + found.across / EM_PX - self.known.centres[numbers]
        cost = found.nats[:, None] * found.left + self._rarity[numbers]
        advance = self.known.advances[numbers].astype(np.float64)
        tried = pens.Candidates(cost, pen, advance, self._kinds[numbers])
        reading = pens.read(tried, (view.parted.starts, view.parted.counts))
        at = np.arange(len(numbers)), reading.chosen
        margin = np.partition(reading.through, 1, axis=1)[:, 1]
        return Read(view, numbers[at], found.left[at] / energy, margin, pen[at], reading.spaces, found.across[at])

    # --- What is doubtful -----------------------------------------------------------------------------

    def _mended(self, read: Read, looks: Looks) -> Read:
        """The reading with doubtful words tiled anew, where that explains more."""
        parted = read.view.parted
        words = Segments.split((read.spaces != 0) | parted.begins)
        doubtful = words.sums((read.misfit > FITS) | (read.margin < SURE)) > 0
        of = parted.owner[words.starts]
        blobs, numbers, counts = [], [], []
        for number in np.unique(of[doubtful]).tolist():
            own = np.flatnonzero(of == number)
            found = joined(
                [self._pieces(read, words.rows(own[at : at + 1]), doubtful[own[at]]) for at in range(len(own))]
            )
            if len(found):
                blobs.append(found)
                numbers.append(number)
                counts.append(len(found))
        if not blobs:
            return read
        at = np.array(numbers)
        some = read.view.of(at).groups
        again = self.matcher.looked(replace(some, blobs=joined(blobs), parted=Segments.of(counts)), looks)
        other, ink = self._spelled(again), read.view.ink
        better = _unexplained(other, ink[at]) < _unexplained(read, ink)[at]
        return read.but(at, other, better)

    def _pieces(self, read: Read, members: Numbers, doubtful: bool) -> Parts:
        """The blobs of a word; tiled anew when it is doubtful."""
        view, number = read.view, int(read.view.parted.owner[members[0]])
        some = view.groups.blobs.of(members)
        if not doubtful:
            return some
        first, count = int(view.bold[number]) * self.known.count, self.known.count
        at = int(view.looks[number]) * self.matcher.bank.count + first
        penned, energy = (self.matcher.bank.columns[name][at : at + count] for name in ("penned", "energy"))
        setting = view.setting.of(number)
        row = tile(
            self.matcher.pyramid,
            setting,
            (float(some.left.min()), float(some.right.max())),
            (penned, energy, self.known.advances[first : first + count]),
            float(view.amplitude[number]),
        )
        return self._as_blobs(row, setting, first)

    def _as_blobs(self, row: list[Tile], setting: Setting, first: int) -> Parts:
        """The ink of tiles, as their characters have it."""
        em = setting.em_x
        numbers = np.array([one.number for one in row], dtype=np.intp) + first
        pen = np.array([one.pen_px for one in row])
        left, low, right, high = (self.known.bounds[numbers].T * em).astype(np.float64)
        base, x = setting.at(pen), pen + self.known.centres[numbers] * em
        return Parts(pen + left, base - high, pen + right, base - low, x, setting.at(x), np.ones(len(row)))


@functools.cache
def _tables(characters: str) -> tuple[Numbers, npt.NDArray[np.float64]]:
    """Kind and rarity of every character."""
    return pens.kinds(characters), pens.rarity(characters)


def _neighbour(number: int, found: Stretches, fit: npt.NDArray[np.float64]) -> int:
    """The stretch of the same line that fits best; -1 without any."""
    line = np.flatnonzero(found.line == found.line[number])
    line = line[line != number]
    return int(line[fit[line].argmin()]) if len(line) else -1


def _with(view: View, number: int, one: View) -> View:
    """The view with another one of a single stretch in its place."""
    return view.but(np.array([number]), one, np.array([True]))


def _badness(choices: View, near_em: float | None) -> npt.NDArray[np.float64]:
    """How badly settings fit; of like fits the one that has its neighbours' size, or stands first."""
    off = np.abs(choices.setting.em_x / near_em - 1) if near_em else np.zeros(len(choices))
    mean = choices.parted.sums(choices.misfit) / choices.parted.counts
    return np.asarray(choices.fit + mean + np.minimum(0.1, off), dtype=np.float64)


def _unexplained(read: Read, ink: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """S: what readings leave of so much square ink, and what their characters cost.

    Characters that overlap have some ink twice, so that only what they leave counts, and what they leave out.
    """
    view = read.view
    left = view.parted.sums(read.misfit * view.energy)
    return NATS * (left + np.maximum(0.0, ink - view.ink)) + EACH * view.parted.counts
