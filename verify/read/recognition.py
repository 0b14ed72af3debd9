"""What stretches of lettering say: shapes and pens are weighed together; what does not fit is tiled anew."""

import functools

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.edges import middle
from verify.locate.segments import Numbers, Segments
from verify.read import parting, pens
from verify.read.cells import Floats, Pyramid, Setting, Sides, joined
from verify.read.comparing import NATS
from verify.read.fitting import DOUBTFUL, FITS
from verify.read.matching import Looks, Matcher
from verify.read.said import Read
from verify.read.stretches import Stretches
from verify.read.tiling import EACH, Tile, tile
from verify.read.view import OPEN, Bools, View, table

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

    def __init__(self, pyramid: Pyramid, found: Stretches, face: Face) -> None:
        self.matcher = Matcher(pyramid, found.blobs, face)
        """What compares blobs with the face."""
        self.known = self.matcher.known
        """The characters that are tried."""
        self._found = found
        self._telling = _telling(self.known.characters)

    def read(self) -> Read:
        """What each of the stretches says; neighbours of one size and weight as one."""
        found = self._found
        view, looks = self.matcher.fitted(table(found.first, found.counts, found.as_capitals), None)
        view, found, apart = self._parted(view, found, looks)
        view = self._resized(view, found, looks)
        return self._mended(self._spelled(self._joined(view, found, looks, apart)), looks)

    # --- Weight and size ------------------------------------------------------------------------------

    def _parted(self, view: View, found: Stretches, looks: Looks) -> tuple[View, Stretches, Bools]:
        """The stretches, those of words of two weights or sizes in parts; and which part is not like the one before."""
        apart = np.zeros(len(view), dtype=np.bool_)
        begins, weights = parting.parts(view, found, self.known)
        if len(weights) == len(view):
            return view, found, apart
        parts, owner = found.parts(begins)
        several = np.flatnonzero((np.bincount(owner) > 1)[owner])
        parts, owner = parts.of(several), owner[several]
        weights, known = weights[several], np.flatnonzero(weights[several] != OPEN)
        setting = parts.as_capitals.but(known, view.setting.of(owner[known]))
        each, _ = self.matcher.fitted(table(parts.first, parts.counts, setting, weights), looks)
        two = parting.differ(view, each, owner)
        if not two.any():
            return view, found, apart
        places, taken = np.append(np.arange(len(view)), owner), np.append(~two, two[owner])
        order = np.flatnonzero(taken)[np.argsort(places[taken], kind="stable")]
        # What fits badly as a whole is parted to see, not because it was seen.
        fits = ~view.poor(parting.UNLIKE)[places[order]]
        apart = fits & (order >= len(view)) & np.append(False, np.diff(places[order]) == 0)
        return view.with_(each).of(order), found.with_(parts).of(order), apart

    def _resized(self, view: View, found: Stretches, looks: Looks) -> View:
        """The view with what is better set otherwise: in small letters, with descenders, as its neighbours."""
        fit = view.fit
        open_ = np.flatnonzero(self._leaves_size_open(view, found, fit))
        if not len(open_):
            return view
        near = np.array([_neighbour(number, found, fit) for number in open_.tolist()])
        sure = (near >= 0) & (fit[near] < DOUBTFUL)
        small, hanging = (setting.of(open_) for setting in found.otherwise)
        settings = small.with_(hanging).with_(view.setting.of(near[sure]))
        places = np.concatenate((open_, open_, open_[sure]))
        tried, _ = self.matcher.tried(table(found.first[places], found.counts[places], settings), looks)
        choices, places = view.of(open_).with_(tried), np.append(open_, places)
        known = np.where(sure, view.setting.em_x[near], np.nan)
        badness = _badness(choices, known[np.searchsorted(open_, places)])
        # The least bad of each: what stands first among equals.
        best = np.lexsort((badness, places))[np.searchsorted(np.sort(places), open_)]
        changed = best >= len(open_)
        stretches = view.table.copy()
        stretches[open_] = choices.table[best]
        if changed.any():
            stretches[open_[changed]] = self.matcher.settled(choices.of(best[changed]), looks).table
        for number in open_[stretches["fit"][open_] > DOUBTFUL].tolist():
            stretches[number] = self._segmented(choices.of(np.flatnonzero(places == number)), looks).table[0]
        return View(view.pool, stretches)

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
        ink = choices.table["ink"]
        best = int((_unexplained(read, ink) / np.maximum(1.0, ink)).argmin())
        stretches = read.view.table[best : best + 1].copy()
        stretches["bold"] = OPEN
        return self.matcher.fitted(stretches, looks)[0]

    def _joined(self, view: View, found: Stretches, looks: Looks, apart: Bools) -> View:
        """Neighbours on a line that turned out to be of one size and weight as one, unless they were told apart."""
        stretches, blobs = view.table, view.pool.blobs
        size, first = stretches["em_x"], stretches["first"]
        alike = (np.abs(size[1:] / size[:-1] - 1) < ONE_SIZE) & (view.bold[1:] == view.bold[:-1]) & ~apart[1:]
        near = blobs.left[first[1:]] - blobs.right[(first + stretches["count"])[:-1] - 1] < NEXT * size[1:]
        parts = Segments.split(np.append(True, ~(alike & near & (found.line[1:] == found.line[:-1]))))
        several = np.flatnonzero(parts.counts > 1)
        if not len(several):
            return view
        most = parts.ranked(stretches["ink"])[parts.starts[several]]
        counts = parts.sums(stretches["count"]).astype(np.intp)[several]
        # Neighbours follow on each other among the blobs, but for what was tiled.
        follows = np.append(first[:-1] + stretches["count"][:-1] == first[1:], True)
        begins = first[parts.starts[several]]
        for at, rows in enumerate(parts.starts[several]):
            if not follows[rows : rows + parts.counts[several[at]] - 1].all():
                begins[at] = view.pool.with_blobs((view.of(parts.rows(several[at : at + 1])).blobs,))
        whole = table(begins, counts, view.setting.of(most))
        joined = stretches[parts.starts]
        joined[several] = self.matcher.fitted(whole, looks)[0].table
        return View(view.pool, joined)

    # --- Shapes and pens ------------------------------------------------------------------------------

    def _spelled(self, view: View) -> Read:
        """Shapes and pens together."""
        found = self.matcher.candidates(view)
        reading = pens.read(found.tried, (view.parted.starts, view.parted.counts))
        at = np.arange(len(found.numbers)), reading.chosen
        misfit, pen = found.left[at] / found.energy, found.tried.pen[at]
        return Read(view, found.numbers[at], misfit, reading.margin, pen, reading.spaces, found.across[at])

    # --- What is doubtful -----------------------------------------------------------------------------

    def _mended(self, read: Read, looks: Looks) -> Read:
        """The reading with doubtful words tiled anew, where that explains more."""
        doubted = (read.misfit > FITS) | (read.margin < SURE)
        if not doubted.any():
            return read
        parted = read.view.parted
        words = Segments.split((read.spaces != 0) | parted.begins)
        doubtful = words.sums(doubted) > 0
        of = parted.owner[words.starts]
        blobs, numbers = [], []
        for number in np.unique(of[doubtful]).tolist():
            own = np.flatnonzero(of == number)
            found = joined(
                [self._pieces(read, words.rows(own[at : at + 1]), doubtful[own[at]]) for at in range(len(own))]
            )
            if len(found.left):
                blobs.append(found)
                numbers.append(number)
        if not blobs:
            return read
        at, counts = np.array(numbers), np.array([len(found.left) for found in blobs])
        stretches = read.view.table[at]
        stretches["first"] = self.matcher.pool.with_blobs(blobs) + np.cumsum(counts) - counts
        stretches["count"] = counts
        other, ink = self._spelled(self.matcher.looked(stretches, looks)), read.view.table["ink"]
        better = _unexplained(other, ink[at]) < _unexplained(read, ink)[at]
        return read.but(at, other, better)

    def _pieces(self, read: Read, members: Numbers, doubtful: bool) -> Sides:
        """The blobs of a word; tiled anew when it is doubtful."""
        view, number = read.view, int(read.view.parted.owner[members[0]])
        some = Sides(*(column[members] for column in view.blobs))
        if not doubtful:
            return some
        stretch, count = view.table[number], self.known.count
        first = int(stretch["bold"]) * count
        at = int(stretch["look"]) * self.matcher.bank.count + first
        penned, energy = (self.matcher.bank.columns[name][at : at + count] for name in ("penned", "energy"))
        setting = view.setting.of(number)
        row = tile(
            self.matcher.pyramid,
            setting,
            (float(some.left.min()), float(some.right.max())),
            (penned, energy, self.known.advances[first : first + count]),
            float(stretch["amplitude"]),
        )
        return self._as_blobs(row, setting, first)

    def _as_blobs(self, row: list[Tile], setting: Setting, first: int) -> Sides:
        """The ink of tiles, as their characters have it."""
        em = setting.em_x
        numbers = np.array([one.number for one in row], dtype=np.intp) + first
        pen = np.array([one.pen_px for one in row])
        left, low, right, high = (self.known.bounds[numbers].T * em).astype(np.float64)
        base, x = setting.at(pen), pen + self.known.centres[numbers] * em
        return Sides(pen + left, base - high, pen + right, base - low, x, setting.at(x))


@functools.cache
def _telling(characters: str) -> Bools:
    """Which characters tell the size."""
    return np.array([character not in TWINS for character in characters])


def _neighbour(number: int, found: Stretches, fit: npt.NDArray[np.float64]) -> int:
    """The stretch of the same line that fits best; -1 without any."""
    line = np.flatnonzero(found.line == found.line[number])
    line = line[line != number]
    return int(line[fit[line].argmin()]) if len(line) else -1


def _badness(choices: View, near_em: Floats) -> Floats:
    """How badly settings fit; of like fits the one that has its neighbours' size (NaN for none), or stands first."""
    off = np.nan_to_num(np.abs(choices.table["em_x"] / near_em - 1))
    return np.asarray(choices.fit + choices.table["mean"] + np.minimum(0.1, off), dtype=np.float64)


def _unexplained(read: Read, ink: Floats) -> Floats:
    """S: what readings leave of so much square ink, and what their characters cost.

    Characters that overlap have some ink twice, so that only what they leave counts, and what they leave out.
    """
    view = read.view
    left = view.parted.sums(read.misfit * view.energy)
    return np.asarray(NATS * (left + np.maximum(0.0, ink - view.table["ink"])) + EACH * view.parted.counts)
