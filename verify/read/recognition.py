"""What a stretch of lettering says: settings are tried, fitted, and read; what does not fit is tiled anew."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.edges import middle
from verify.locate.text import Parts
from verify.read import fitting, pens
from verify.read.cells import Floats, Pyramid, Setting, Singles, cut, feet
from verify.read.glyphs import EM_PX, Alphabet, Look, Templates, alphabet, templates
from verify.read.stretches import CAPITAL_SHARE, SMALL_SHARE, Stretch
from verify.read.tiling import NATS, Tile, tile

Numbers = npt.NDArray[np.intp]

CANDIDATES = 6
"""Characters that are weighed for a blob."""
FITS = 0.22
"""Share of a blob's ink squared that may be unexplained where it is one character, unharmed."""
DOUBTFUL = 0.12
"""Median share over a stretch from which other sizes and baselines are tried: matched looks leave 0.01 to 0.05."""
SURE = 1.5
"""Natural logarithm of the odds under which a blob is doubtful."""
ROUNDS = 2
"""Times that size and look are fitted; the second leaves hundredths of a pixel."""
BLUR_PX = 0.75
"""First guess of all that blurs, pixels of the scan."""
TELLING = 3
"""Different other characters that settle it."""
TWINS = frozenset("CcOo0SsVvWwXxZz.,-'|Il:")
"""Characters whose small form is the capital one made smaller, and marks: they do not tell the size."""
DESCENDING_SHARE = 0.75
"""Height of `g`, `p`, `q`, `y` with descender, em."""
DESCENDER = 0.212
"""How far they reach below the baseline, em."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A stretch in its setting, each blob compared with all characters."""

    blobs: Parts
    setting: Setting
    look: Look
    bold: bool
    drawn: Templates
    cells: Singles
    """N x D, amplitude 1."""
    energy: Singles
    """N: sums of squares of the cells."""
    amplitude: float
    chosen: Numbers
    """N numbers of the templates that fit best, by shape alone."""
    misfit: Singles
    """N: share of the cell's squares that is unexplained."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a stretch says."""

    looked: Looked
    chosen: Numbers
    """N numbers of templates."""
    misfit: Singles
    """N: share of the ink's squares that stays unexplained."""
    margin: Floats
    """N: natural logarithm of the odds against the next best character."""
    pens_em: Floats
    """N: where the pens stood, em along the line."""
    spaces: Numbers
    """N: spaces before the character, -1 for another gap."""

    def of(self, members: Numbers) -> "Read":
        """Some of the characters."""
        looked = self.looked
        some = replace(
            looked,
            blobs=looked.blobs.of(members),
            cells=looked.cells[members],
            energy=looked.energy[members],
            chosen=looked.chosen[members],
            misfit=looked.misfit[members],
        )
        columns = (self.chosen, self.misfit, self.margin, self.pens_em, self.spaces)
        return Read(some, *(column[members] for column in columns))


class Reader:
    """Reads the stretches of one region."""

    def __init__(self, pyramid: Pyramid, face: Face) -> None:
        self._pyramid = pyramid
        self._face = face
        self.known: Alphabet = alphabet(face)
        """The characters that are tried."""
        self._kinds = pens.kinds(self.known.characters)

    def read(self, stretch: Stretch, near_em: float | None) -> Read:
        """What the stretch says.

        Args:
            stretch: Its blobs and height.
            near_em: Size of what stands beside it on its line, pixels an em, when known.
        """
        blobs = stretch.line.blobs.of(stretch.numbers)
        line = stretch.line
        capitals = Setting(stretch.height / CAPITAL_SHARE, stretch.height / CAPITAL_SHARE, line.base, line.slope)
        looked = self._fitted(blobs, capitals)
        if self._leaves_size_open(looked, stretch):
            small = stretch.height / SMALL_SHARE
            lower = stretch.height / DESCENDING_SHARE
            others = [
                self._fitted(blobs, replace(capitals, em_x=small, em_y=small)),
                self._fitted(blobs, Setting(lower, lower, line.base - DESCENDER * lower, line.slope)),
            ]
            looked = min((looked, *others), key=lambda one: _badness(one, near_em))
        first = self._spelled(looked)
        return self._mended(first)

    def string(self, read: Read) -> str:
        """What was read, with spaces."""
        return "".join(
            " " * max(0, int(spaces)) * bool(at) + self.known.characters[number]
            for at, (number, spaces) in enumerate(zip(read.chosen, read.spaces, strict=True))
        )

    def ink_boxes(self, read: Read) -> Floats:
        """N x 4: left, top, right, bottom of the ink, pixels of the patch: the character's where it fits well."""
        looked, setting = read.looked, read.looked.setting
        left, low, right, high = self.known.bounds[read.chosen].T.astype(np.float64)
        grown = looked.look.gain_px / EM_PX
        pen = read.pens_em * setting.em_x
        base = setting.at(pen + (left + right) / 2 * setting.em_x)
        drawn = np.stack(
            (
                pen + (left - grown) * setting.em_x,
                base - (high + grown) * setting.em_y,
                pen + (right + grown) * setting.em_x,
                base - (low - grown) * setting.em_y,
            ),
            axis=1,
        )
        seen = np.stack((looked.blobs.left, looked.blobs.top, looked.blobs.right, looked.blobs.bottom), axis=1)
        return np.where((read.misfit <= FITS)[:, None], drawn, seen)

    def _leaves_size_open(self, looked: Looked, stretch: Stretch) -> bool:
        """Whether capitals need not be meant: poor fit, or nothing but shapes that small letters have too."""
        telling = {self.known.characters[number] for number in looked.chosen[looked.misfit < FITS]} - TWINS
        return middle(looked.misfit) > DOUBTFUL or len(telling) < TELLING or stretch.small

    def _fitted(self, blobs: Parts, setting: Setting) -> Looked:
        """The stretch in the setting and look that fit it best, near a first setting."""
        unit = setting.em_x / EM_PX
        look = Look.nearest(BLUR_PX / unit, 0.0)
        for _ in range(ROUNDS):
            setting, look = self._better(self._looked(blobs, setting, look))
        return self._looked(blobs, setting, look)

    def _looked(self, blobs: Parts, setting: Setting, look: Look) -> Looked:
        drawn = templates(self._face, look)
        cells = cut(self._pyramid, blobs, setting).reshape(len(blobs), -1)
        energy = np.einsum("nd,nd->n", cells, cells)
        # N x 2 x characters of a weight: what is left, less the cell's own square, which is the same for all.
        rest = (drawn.energy - 2 * (cells @ drawn.centred.T)).reshape(len(blobs), 2, -1)
        bold = bool(np.argmin(rest.min(axis=2).sum(axis=0)))
        chosen = rest[:, int(bold)].argmin(axis=1) + int(bold) * self.known.count
        picture = drawn.centred[chosen]
        amplitude = float(np.einsum("nd,nd->", cells, picture) / max(1e-6, float(drawn.energy[chosen].sum())))
        amplitude = min(max(amplitude, 0.3), 1.6)
        cells, energy = cells / np.float32(amplitude), energy / np.float32(amplitude**2)
        left = cells - picture
        misfit = np.einsum("nd,nd->n", left, left) / np.maximum(energy, 1e-3)
        return Looked(blobs, setting, look, bold, drawn, cells, energy, amplitude, chosen, misfit)

    def _better(self, looked: Looked) -> tuple[Setting, Look]:
        """Setting and look as the recognised characters ask for them."""
        good = looked.misfit <= max(FITS, 1.3 * middle(looked.misfit))
        setting, unit = looked.setting, looked.setting.em_x / EM_PX
        foot = feet(looked.blobs, setting)
        center = float(foot.mean())
        found = fitting.steps(looked.cells[good], looked.chosen[good], looked.drawn, (foot[good] - center) / unit)
        setting = fitting.reset(setting, found, center)
        by_widths = fitting.em_by_widths(foot, looked.chosen, self.known)
        setting = replace(setting, em_x=by_widths or setting.em_y)
        blur = float(np.sqrt(max(0.1, looked.look.blur_px**2 + found.softness)))
        return setting, Look.nearest(blur, looked.look.gain_px + found.gain)

    def _spelled(self, looked: Looked) -> Read:
        """Shapes and pens together."""
        first = int(looked.bold) * self.known.count
        drawn, count = looked.drawn, self.known.count
        own = slice(first, first + count)
        squares = looked.energy[:, None] - 2 * (looked.cells @ drawn.centred[own].T) + drawn.energy[own]
        some = np.argpartition(squares, CANDIDATES, axis=1)[:, :CANDIDATES]
        moved = drawn.across[own][some]
        shift = fitting.shift(np.einsum("nd,nkd->nk", looked.cells, moved), drawn.across_energy[own][some])
        left = np.take_along_axis(squares, some, axis=1) - shift.gained
        numbers = some + first
        foot = feet(looked.blobs, looked.setting) / looked.setting.em_x
        pen = foot[:, None] + shift.across / EM_PX - self.known.centres[numbers]
        weighed = pens.Candidates(NATS * left, pen, self.known.advances[numbers], self._kinds[numbers])
        reading = pens.read(weighed)
        rows = np.arange(len(foot))
        return Read(
            looked,
            numbers[rows, reading.chosen],
            left[rows, reading.chosen] / np.maximum(looked.energy, 1e-3),
            np.partition(reading.through, 1, axis=1)[:, 1],
            pen[rows, reading.chosen],
            reading.spaces,
        )

    def _mended(self, read: Read) -> Read:
        """The reading with doubtful words tiled anew, where that explains more."""
        words = np.cumsum(read.spaces != 0)
        doubtful = np.unique(words[(read.misfit > FITS) | (read.margin < SURE)])
        if not len(doubtful):
            return read
        pieces: list[Parts] = []
        for word in np.unique(words):
            members = np.flatnonzero(words == word)
            pieces.append(self._tiled(read, members) if word in doubtful else read.looked.blobs.of(members))
        blobs = Parts(*(np.concatenate([getattr(p, name) for p in pieces]) for name in Parts.names()))
        if not len(blobs):
            return read
        again = self._spelled(self._looked(blobs, read.looked.setting, read.looked.look))
        return min((read, again), key=_unexplained)

    def _tiled(self, read: Read, members: Numbers) -> Parts:
        """A word as the row of characters that explains it best, as blobs."""
        looked, known = read.looked, self.known
        first = int(looked.bold) * known.count
        own = slice(first, first + known.count)
        some = looked.blobs.of(members)
        row = tile(
            self._pyramid,
            looked.setting,
            (float(some.left.min()), float(some.right.max())),
            (looked.drawn.penned[own], looked.drawn.energy[own], known.advances[own]),
            looked.amplitude,
        )
        return self._as_blobs(row, looked, first)

    def _as_blobs(self, row: list[Tile], looked: Looked, first: int) -> Parts:
        setting, em = looked.setting, looked.setting.em_x
        numbers = np.array([one.number for one in row], dtype=np.intp) + first
        pen = np.array([one.pen_px for one in row])
        left, low, right, high = (self.known.bounds[numbers].T * em).astype(np.float64)
        base, x = setting.at(pen), pen + self.known.centres[numbers] * em
        return Parts(pen + left, base - high, pen + right, base - low, x, setting.at(x), np.full(len(row), 1.0))


def _badness(looked: Looked, near_em: float | None) -> float:
    """How badly a setting fits; of like fits the one that has its neighbours' size, or stands first."""
    off = abs(looked.setting.em_x / near_em - 1) if near_em else 0.0
    return middle(looked.misfit) + float(np.mean(looked.misfit)) + min(0.1, off)


def _unexplained(read: Read) -> float:
    """Square ink left over in all, and what each character costs."""
    return float(NATS * (read.misfit * read.looked.energy).sum() + 2.0 * len(read.chosen))
