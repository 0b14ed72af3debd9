"""Stretches of lettering compared with all characters, in the setting and look that fit them best."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.edges import middle
from verify.locate.text import Parts
from verify.read import fitting
from verify.read.cells import Floats, Pyramid, Setting, Singles, cut, feet
from verify.read.glyphs import EM_PX, Alphabet, Look, Templates, alphabet, templates

Numbers = npt.NDArray[np.intp]
Group = tuple[Parts, Setting]

FITS = 0.22
"""Share of a blob's ink squared that may be unexplained where it is one character, unharmed."""
DOUBTFUL = 0.12
"""Median share over a stretch from which its setting is doubted: matched looks leave 0.01 to 0.05."""
AMPLITUDES = (0.3, 1.9)
"""Full ink of a stretch against the region's."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What printing and scanning do to edges in this region, pixels of the patch."""

    blur_px: float
    """Sigma."""
    gain_px: float
    """Outwards."""

    def of(self, setting: Setting) -> Look:
        """The step nearest to it at a size."""
        unit = setting.em_x / EM_PX
        return Look.nearest(self.blur_px / unit, self.gain_px / unit)


FIRST_LOOKS = Looks(0.75, 0.0)
"""A pixel's own width with a little blur."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A stretch in its setting, each blob compared with all characters."""

    blobs: Parts
    setting: Setting
    look: Look
    drawn: Templates
    bold: bool
    heavier: float
    """By how much the bold weight explains more square ink than the regular one, full ink 1."""
    cells: Singles
    """N x D, full ink 1."""
    energy: Singles
    """N: sums of squares of the cells."""
    amplitude: float
    """Full ink of the stretch against the region's."""
    squares: Singles
    """N x characters of the weight: squares that each character leaves unexplained."""
    chosen: Numbers
    """N numbers of the templates that fit best, by shape alone."""
    misfit: Singles
    """N: share of the cell's squares that is unexplained."""

    @property
    def first(self) -> int:
        """Number of the weight's first template."""
        return int(self.bold) * self.squares.shape[1]

    @property
    def own(self) -> slice:
        """The weight's templates."""
        return slice(self.first, self.first + self.squares.shape[1])


class Matcher:
    """Compares the blobs of one region with a face."""

    def __init__(self, pyramid: Pyramid, face: Face) -> None:
        self.pyramid = pyramid
        """The region's ink."""
        self.known: Alphabet = alphabet(face)
        """The characters that are tried."""
        self._face = face

    def fitted(self, groups: Sequence[Group], looks: Looks | None) -> tuple[list[Looked], Looks]:
        """Each group in the setting that fits it best near its first one, and the looks of the region.

        Args:
            groups: Stretches with their first settings.
            looks: The region's looks, when they are known.
        """
        first = self.looked(groups, looks or FIRST_LOOKS)
        better, found = self._better(first)
        if looks is None:
            # A first look far off misleads the setting: once more with the one that was found.
            better, found = self._better(self.looked(better, found))
        return self.looked(better, found if looks is None else looks), found if looks is None else looks

    def looked(self, groups: Sequence[Group], looks: Looks) -> list[Looked]:
        """Each group in its setting."""
        cells = cut(self.pyramid, groups)
        cells = cells.reshape(len(cells), -1)
        energy = np.einsum("nd,nd->n", cells, cells)
        ends = np.cumsum([len(blobs) for blobs, _ in groups])
        parts = [slice(int(end) - len(blobs), int(end)) for (blobs, _), end in zip(groups, ends, strict=True)]
        steps = [looks.of(setting) for _, setting in groups]
        products = np.empty((len(cells), len(self.known.characters)), dtype=np.float32)
        for look in set(steps):
            alike = [part for part, step in zip(parts, steps, strict=True) if step == look]
            some = np.concatenate([np.arange(part.start, part.stop) for part in alike])
            products[some] = cells[some] @ templates(self._face, look).centred.T
        return [
            self._one(group, step, cells[part], energy[part], products[part])
            for group, step, part in zip(groups, steps, parts, strict=True)
        ]

    def _one(self, group: Group, look: Look, cells: Singles, energy: Singles, products: Singles) -> Looked:
        """A group with its weight and its ink's depth."""
        drawn, count = templates(self._face, look), self.known.count
        rest = (drawn.energy - 2 * products).reshape(len(cells), 2, count)
        lighter, heavier = rest.min(axis=2).sum(axis=0)
        bold = bool(heavier < lighter)
        chosen = rest[:, int(bold)].argmin(axis=1) + int(bold) * count
        size = float(drawn.energy[chosen].sum())
        amplitude = float(products[np.arange(len(cells)), chosen].sum()) / max(size, 1e-6)
        amplitude = float(np.clip(amplitude, *AMPLITUDES))
        energy = energy / np.float32(amplitude**2)
        own = slice(int(bold) * count, int(bold) * count + count)
        squares = energy[:, None] + drawn.energy[own] - products[:, own] * np.float32(2 / amplitude)
        return Looked(
            blobs=group[0],
            setting=group[1],
            look=look,
            drawn=drawn,
            bold=bold,
            heavier=float(lighter - heavier),
            cells=cells / np.float32(amplitude),
            energy=energy,
            amplitude=amplitude,
            squares=squares,
            chosen=chosen,
            misfit=squares[np.arange(len(cells)), chosen - own.start] / np.maximum(energy, np.float32(1e-3)),
        )

    def _better(self, looked: Sequence[Looked]) -> tuple[list[Group], Looks]:
        """Settings and looks as the recognised characters ask for them."""
        groups: list[Group] = []
        told: list[tuple[float, float, float]] = []
        for one in looked:
            good = one.misfit <= max(FITS, 1.3 * middle(one.misfit))
            unit, foot = one.setting.em_x / EM_PX, feet(one.blobs, one.setting)
            center = float(foot.mean())
            rest = one.cells - one.drawn.centred[one.chosen]
            products = np.einsum("nd,nkd->nk", rest, one.drawn.tangents[one.chosen])
            found = fitting.steps(products, one.drawn.grams[one.chosen], (foot - center) / unit, good)
            setting = fitting.reset(one.setting, found, center)
            by_widths = fitting.em_by_widths(foot, one.chosen, self.known, good & (one.misfit < FITS))
            groups.append((one.blobs, replace(setting, em_x=by_widths or setting.em_y)))
            blur = math.sqrt(max(0.1, one.look.blur_px**2 + found.softness))
            weight = float(one.energy[good].sum()) * (1.0 if middle(one.misfit) < DOUBTFUL else 0.05)
            told.append((blur * unit, (one.look.gain_px + found.gain) * unit, weight))
        return groups, _together(np.array(told))


def _together(told: Floats) -> Looks:
    """The looks of a region: the weighed medians of its stretches'."""
    return Looks(*(_weighed_median(told[:, column], told[:, 2]) for column in (0, 1)))


def _weighed_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])
