"""What stretches of lettering say: shapes and pens are weighed together; what does not fit is tiled anew."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.edges import middle
from verify.locate.parts import Parts
from verify.read import fitting, pens
from verify.read.cells import Pyramid, Singles, feet, joined
from verify.read.glyphs import EM_PX
from verify.read.matching import DOUBTFUL, FITS, Group, Looked, Looks, Matcher
from verify.read.said import Read
from verify.read.stretches import Stretch
from verify.read.tiling import EACH, NATS, Tile, tile

Numbers = npt.NDArray[np.intp]

CANDIDATES = 6
"""Characters that are weighed for a blob."""
LEAST_MISFIT = 0.005
"""Share of its ink that a character leaves at best: outlines, dots of the printer and pixels never agree closer."""
MOST_NATS = 6.0
"""What a square of full ink weighs at most, in natural logarithms: characters that differ by less than one square
are not certain however clean the scan is."""
UNLIKE = 0.05
"""Median share of its ink that a stretch, or a word of it, leaves unexplained when it may have two weights."""
A_WORD = 3
"""Characters that tell a word's weight."""
SURE = 1.5
"""Natural logarithm of the odds under which a blob is doubtful."""
TWINS = frozenset("CcOoSsVvWwXxZz.,-'|Il:")
"""Characters whose small form is the capital one made smaller, and marks: they do not tell the size."""
ONE_SIZE = 0.06
"""Share by which sizes of neighbours of one size come out different, each by itself."""
TELLING = 2
"""Different other characters that settle it."""
TELLS = 0.05
"""Share of their ink that these leave unexplained at most."""


class Reader:
    """Reads the stretches of one region."""

    def __init__(self, pyramid: Pyramid, face: Face) -> None:
        self.matcher = Matcher(pyramid, face)
        """What compares blobs with the face."""
        self.known = self.matcher.known
        """The characters that are tried."""
        self._kinds = pens.kinds(self.known.characters)
        self._rarity = pens.rarity(self.known.characters)

    def read(self, found: Sequence[Stretch]) -> list[Read]:
        """What each of the stretches says."""
        if not found:
            return []
        looked, looks = self.matcher.fitted([Group(stretch.blobs, stretch.as_capitals) for stretch in found], None)
        looked, found = self._parted(looked, found, looks)
        self._resized(looked, found, looks)
        return [self._mended(read, looks) for read in self._spelled(self._joined(looked, found, looks))]

    def _parted(
        self, looked: list[Looked], found: Sequence[Stretch], looks: Looks
    ) -> tuple[list[Looked], list[Stretch]]:
        """The stretches once those that do not fit as a whole are taken word by word: words may differ in weight."""
        parts = [_by_weight(view, one) for view, one in zip(looked, found, strict=True)]
        words = [word for part in parts if len(part) > 1 for word in part]
        if not words:
            return looked, list(found)
        fitted = iter(self.matcher.fitted([Group(word.blobs, word.as_capitals) for word in words], looks)[0])
        views: list[Looked] = []
        pieces: list[Stretch] = []
        for whole, stretch, part in zip(looked, found, parts, strict=True):
            each = [next(fitted) for _ in part] if len(part) > 1 else []
            weights = {view.bold for view in each if view.telling and middle(view.misfit) < DOUBTFUL}
            views += each if len(weights) > 1 else [whole]
            pieces += part if len(weights) > 1 else [stretch]
        return views, pieces

    def _resized(self, looked: list[Looked], found: Sequence[Stretch], looks: Looks) -> None:
        """Put right in `looked` what is better set otherwise: in small letters, with descenders, as its neighbours."""
        groups: list[Group] = []
        places: list[int] = []
        near_em: dict[int, float | None] = {}
        for at, one in enumerate(looked):
            if not self._leaves_size_open(one, found[at]):
                continue
            line = [other for other in range(len(found)) if other != at and found[other].line is found[at].line]
            best = min(line, key=lambda other: middle(looked[other].misfit), default=None)
            sure = best is not None and middle(looked[best].misfit) < DOUBTFUL
            beside = [looked[best].setting] if best is not None and sure else []
            near_em[at] = beside[0].em_x if beside else None
            settings = [*found[at].otherwise, *beside]
            groups += [Group(found[at].blobs, setting) for setting in settings]
            places += [at] * len(settings)
        if not groups:
            return
        tried, _ = self.matcher.fitted(groups, looks)
        for at, near in near_em.items():
            others = [one for one, place in zip(tried, places, strict=True) if place == at]
            fit = min((looked[at], *others), key=partial(_badness, near_em=near))
            looked[at] = fit if middle(fit.misfit) <= DOUBTFUL else self._segmented((looked[at], *others), looks)

    def _segmented(self, settings: Sequence[Looked], looks: Looks) -> Looked:
        """Letters that hang together all over, parted as the setting has it in which they explain the most ink."""
        reads = [self._mended(read, looks) for read in self._spelled(settings)]
        shares = [
            _unexplained(read, _ink(one)) / max(1.0, _ink(one)) for read, one in zip(reads, settings, strict=True)
        ]
        best = reads[int(np.argmin(shares))].looked
        (again,), _ = self.matcher.fitted([Group(best.blobs, best.setting)], looks)
        return again

    def _joined(self, looked: list[Looked], found: Sequence[Stretch], looks: Looks) -> list[Looked]:
        """Neighbours on a line that turned out to be of one size and weight as one."""
        parts: list[list[int]] = []
        for at, one in enumerate(looked):
            before = looked[at - 1]
            alike = abs(one.setting.em_x / before.setting.em_x - 1) < ONE_SIZE and one.bold == before.bold
            if at and found[at].line is found[at - 1].line and alike:
                parts[-1].append(at)
            else:
                parts.append([at])
        several = [part for part in parts if len(part) > 1]
        groups = [
            Group(joined([looked[at].blobs for at in part]), max((looked[at] for at in part), key=_ink).setting)
            for part in several
        ]
        again = dict(zip(map(tuple, several), self.matcher.fitted(groups, looks)[0], strict=True)) if groups else {}
        return [again[tuple(part)] if len(part) > 1 else looked[part[0]] for part in parts]

    def _leaves_size_open(self, looked: Looked, stretch: Stretch) -> bool:
        """Whether capitals need not be meant: poor fit, or little but shapes that small letters have too."""
        telling = {self.known.characters[number] for number in looked.chosen[looked.misfit < TELLS]} - TWINS
        return middle(looked.misfit) > DOUBTFUL or len(telling) < TELLING or stretch.small

    def _spelled(self, looked: Sequence[Looked]) -> list[Read]:
        """Shapes and pens together."""
        weighed = [self._candidates(one) for one in looked]
        readings = pens.read([candidates for candidates, _, _ in weighed])
        reads = []
        for one, (candidates, numbers, left), reading in zip(looked, weighed, readings, strict=True):
            rows = np.arange(len(numbers))
            reads.append(
                Read(
                    one,
                    numbers[rows, reading.chosen],
                    (left[rows, reading.chosen] / np.maximum(one.energy, np.float32(1e-3))).astype(np.float32),
                    np.partition(reading.through, 1, axis=1)[:, 1],
                    candidates.pen[rows, reading.chosen],
                    reading.spaces,
                    self._across(one, numbers[rows, reading.chosen]),
                )
            )
        return reads

    def _candidates(self, looked: Looked) -> tuple[pens.Candidates, Numbers, Singles]:
        """The characters that fit each blob best, their numbers, and the squares that they leave."""
        some = np.argpartition(looked.squares, CANDIDATES, axis=1)[:, :CANDIDATES]
        numbers = some + looked.first
        products = np.einsum("nd,nkd->nk", looked.cells, looked.drawn.across[numbers])
        shift = fitting.shift(products, looked.drawn.across_energy[numbers])
        left = np.take_along_axis(looked.squares, some, axis=1) - shift.gained
        foot = feet(looked.blobs, looked.setting) / looked.setting.em_x
        pen = foot[:, None] + shift.across / EM_PX - self.known.centres[numbers]
        # A right character costs about one: the share of its ink that is usually left is noise, not evidence.
        usual = max(middle(looked.misfit), LEAST_MISFIT) * np.maximum(looked.energy, np.float32(1e-3))
        nats = np.clip(1 / usual, NATS, MOST_NATS).astype(np.float64)
        cost = nats[:, None] * left + self._rarity[numbers]
        advance = self.known.advances[numbers].astype(np.float64)
        return pens.Candidates(cost, pen, advance, self._kinds[numbers]), numbers, left

    def _across(self, looked: Looked, chosen: Numbers) -> Singles:
        """N: how far right of its middle each character stands, normalised pixels."""
        products = np.einsum("nd,nd->n", looked.cells, looked.drawn.across[chosen])
        return fitting.shift(products, looked.drawn.across_energy[chosen]).across

    def _mended(self, read: Read, looks: Looks) -> Read:
        """The reading with doubtful words tiled anew, where that explains more."""
        words = np.cumsum(read.spaces != 0)
        doubtful = np.unique(words[(read.misfit > FITS) | (read.margin < SURE)])
        if not len(doubtful):
            return read
        blobs = joined(
            [self._pieces(read, np.flatnonzero(words == word), word in doubtful) for word in np.unique(words)]
        )
        if not len(blobs):
            return read
        (again,) = self._spelled(self.matcher.looked([replace(read.looked.compared.group, blobs=blobs)], looks))
        ink = _ink(read.looked)
        return min((read, again), key=lambda one: _unexplained(one, ink))

    def _pieces(self, read: Read, members: Numbers, doubtful: bool) -> Parts:
        """The blobs of a word; tiled anew when it is doubtful."""
        looked, own = read.looked, read.looked.own
        some = looked.blobs.of(members)
        if not doubtful:
            return some
        row = tile(
            self.matcher.pyramid,
            looked.setting,
            (float(some.left.min()), float(some.right.max())),
            (looked.drawn.penned[own], looked.drawn.energy[own], self.known.advances[own]),
            looked.amplitude,
        )
        return self._as_blobs(row, looked)

    def _as_blobs(self, row: list[Tile], looked: Looked) -> Parts:
        """The ink of tiles, as their characters have it."""
        setting, em = looked.setting, looked.setting.em_x
        numbers = np.array([one.number for one in row], dtype=np.intp) + looked.first
        pen = np.array([one.pen_px for one in row])
        left, low, right, high = (self.known.bounds[numbers].T * em).astype(np.float64)
        base, x = setting.at(pen), pen + self.known.centres[numbers] * em
        return Parts(pen + left, base - high, pen + right, base - low, x, setting.at(x), np.ones(len(row)))


def _by_weight(looked: Looked, stretch: Stretch) -> list[Stretch]:
    """The stretch, or its words: where it does not fit as a whole, or one word does not, which the others outvote."""
    words = stretch.words()
    ends = np.cumsum([len(word.numbers) for word in words])[:-1]
    told = [looked.misfit, *(share for share in np.split(looked.misfit, ends) if len(share) >= A_WORD)]
    return words if max(map(middle, told)) > UNLIKE else [stretch]


def _badness(looked: Looked, near_em: float | None) -> float:
    """How badly a setting fits; of like fits the one that has its neighbours' size, or stands first."""
    off = abs(looked.setting.em_x / near_em - 1) if near_em else 0.0
    return middle(looked.misfit) + float(np.mean(looked.misfit)) + min(0.1, off)


def _ink(looked: Looked) -> float:
    """Square ink of all characters, of the region's depth."""
    return float(looked.energy.sum()) * looked.amplitude**2


def _unexplained(read: Read, ink: float) -> float:
    """What a reading leaves of so much square ink, and what its characters cost.

    Characters that overlap have some ink twice, so that only what they leave counts, and what they leave out.
    """
    left = float((read.misfit * read.looked.energy).sum()) * read.looked.amplitude**2
    return NATS * (left + max(0.0, ink - _ink(read.looked))) + EACH * len(read.chosen)
