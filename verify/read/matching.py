"""Stretches of lettering compared with all characters, in the setting and look that fit them best."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.edges import middle
from verify.locate.parts import Parts
from verify.read import fitting
from verify.read.cells import Floats, Pyramid, Setting, Singles, cut, feet, level_of, sampling_blur
from verify.read.glyphs import EM_PX, Alphabet, Look, Templates, alphabet, templates

Numbers = npt.NDArray[np.intp]

FITS = 0.22
"""Share of a blob's ink squared that may be unexplained where it is one character, unharmed."""
DOUBTFUL = 0.12
"""Median share over a stretch from which its setting is doubted: matched looks leave 0.01 to 0.05."""
SETTLED = 0.03
"""Likewise, up to which a setting is not fitted any further."""
MORE_ROUNDS = 2
"""Times that others are fitted again."""
CLEARLY = 6.0
"""Times the square ink that is left by the better weight, from which the other one needs no fit of its own."""
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
        blur = math.sqrt((self.blur_px / unit) ** 2 + sampling_blur(level_of(unit), unit))
        return Look.nearest(blur, self.gain_px / unit)


WEIGHED = 3.0
"""Square ink by which one weight must explain more than the other to be told: the stem of one capital of 8 points."""
SHARPEST = 0.1
"""Square of the least blur, pixels: 1/12 is a pixel's own width."""
FIRST_LOOKS = Looks(0.65, 0.0)
"""A pixel's own width with a little blur."""


@dataclass(frozen=True, slots=True)
class Group:
    """Blobs that are set alike."""

    blobs: Parts
    setting: Setting
    bold: bool | None = None
    """Their weight; None while it is open."""
    heavier: float = 0.0
    """By how much the bold weight explained more square ink than the regular one, each as fat as it fits best."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The blobs of a group against all characters, the ink as deep as the region's."""

    group: Group
    look: Look
    drawn: Templates
    cells: Singles
    """N x D."""
    energy: Singles
    """N: sums of squares."""
    products: Singles
    """N x T."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A stretch in its setting and weight, each blob compared with all characters of it."""

    compared: Compared
    blobs: Parts
    setting: Setting
    look: Look
    drawn: Templates
    bold: bool
    other: float
    """Square ink that the other weight leaves, as it is."""
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
    def telling(self) -> bool:
        """Whether its weight is told by more than a stem's worth of ink."""
        return abs(self.compared.group.heavier) >= WEIGHED

    @property
    def first(self) -> int:
        """Number of the weight's first template."""
        return int(self.bold) * int(self.squares.shape[1])

    @property
    def own(self) -> slice:
        """The weight's templates."""
        return slice(self.first, self.first + int(self.squares.shape[1]))


@dataclass(frozen=True, slots=True)
class Stepped:
    """A group in a better setting."""

    group: Group
    left: float
    """Square ink that it will leave unexplained."""
    told: tuple[float, float, float]
    """Blur and gain that it shows, pixels of the patch, and what its word weighs."""


class Matcher:
    """Compares the blobs of one region with a face."""

    def __init__(self, pyramid: Pyramid, face: Face) -> None:
        self.pyramid = pyramid
        """The region's ink."""
        self.known: Alphabet = alphabet(face)
        """The characters that are tried."""
        self._face = face

    def fitted(self, groups: Sequence[Group], looks: Looks | None) -> tuple[list[Looked], Looks]:
        """Each group in the setting and weight that fit it best near its first setting, and the looks of the region.

        Args:
            groups: Stretches with their first settings.
            looks: The region's looks, when they are known.
        """
        better, found = self._better(self.looked(groups, looks or FIRST_LOOKS))
        known = looks or found
        looked = self.looked(better, known)
        for _ in range(MORE_ROUNDS):
            unsettled = [at for at, one in enumerate(looked) if middle(one.misfit) > SETTLED]
            if not unsettled:
                break
            again, found = self._better([looked[at] for at in unsettled])
            if looks is None and 2 * len(unsettled) > len(looked):
                known = found
            for at, one in zip(unsettled, self.looked(again, known), strict=True):
                looked[at] = min(looked[at], one, key=lambda view: middle(view.misfit))
        self._reweighed(looked, groups, known)
        return looked, known

    def _reweighed(self, looked: list[Looked], groups: Sequence[Group], looks: Looks) -> None:
        """Put right in `looked` what fits better in the other weight when that is fitted from the beginning.

        The first setting may be so far off that the wrong weight seems the better one, and then stays.
        """
        unsettled = [at for at, one in enumerate(looked) if middle(one.misfit) > SETTLED]
        others = [replace(groups[at], bold=not looked[at].bold) for at in unsettled]
        for _ in range(MORE_ROUNDS if others else 0):
            others = [self._stepped(one).group for one in self.looked(others, looks)]
        for at, other in zip(unsettled, self.looked(others, looks) if others else (), strict=True):
            gained = (_left(looked[at]) - _left(other)) * (1 if other.bold else -1)
            if middle(other.misfit) < middle(looked[at].misfit):
                group = replace(other.compared.group, heavier=gained)
                looked[at] = replace(other, compared=replace(other.compared, group=group))

    def plain(self, look: Look) -> Templates:
        """The characters under a look's blur, without spread of ink."""
        return templates(self._face, replace(look, gain=0))

    def looked(self, groups: Sequence[Group], looks: Looks) -> list[Looked]:
        """Each group in its setting."""
        cells = cut(self.pyramid, [(group.blobs, group.setting) for group in groups])
        cells = cells.reshape(len(cells), -1)
        energy = np.einsum("nd,nd->n", cells, cells)
        ends = np.cumsum([len(group.blobs) for group in groups])
        parts = [slice(int(end) - len(group.blobs), int(end)) for group, end in zip(groups, ends, strict=True)]
        steps = [looks.of(group.setting) for group in groups]
        products = np.empty((len(cells), len(self.known.characters)), dtype=np.float32)
        for look in set(steps):
            alike = [part for part, step in zip(parts, steps, strict=True) if step == look]
            some = np.concatenate([np.arange(part.start, part.stop) for part in alike])
            products[some] = cells[some] @ templates(self._face, look).centred.T
        return [
            self._in_weight(
                Compared(group, step, templates(self._face, step), cells[part], energy[part], products[part]),
                group.bold,
            )
            for group, step, part in zip(groups, steps, parts, strict=True)
        ]

    def _in_weight(self, compared: Compared, bold: bool | None) -> Looked:
        """The group in a weight, the one that fits better unless it is given."""
        drawn, count = compared.drawn, self.known.count
        rest = (drawn.energy - 2 * compared.products).reshape(len(compared.cells), 2, count)
        if bold is None:
            least = rest.min(axis=2).sum(axis=0)
            bold = bool(least[1] < least[0])
        own = slice(int(bold) * count, int(bold) * count + count)
        chosen = rest[:, int(bold)].argmin(axis=1) + own.start
        rows = np.arange(len(chosen))
        size = float(drawn.energy[chosen].sum())
        amplitude = float(compared.products[rows, chosen].sum()) / max(size, 1e-6)
        amplitude = float(np.clip(amplitude, *AMPLITUDES))
        energy = compared.energy / np.float32(amplitude**2)
        squares = energy[:, None] + drawn.energy[own] - compared.products[:, own] * np.float32(2 / amplitude)
        return Looked(
            compared=compared,
            blobs=compared.group.blobs,
            setting=compared.group.setting,
            look=compared.look,
            drawn=drawn,
            bold=bold,
            other=_least(compared, rest[:, int(not bold)].argmin(axis=1) + int(not bold) * count),
            cells=compared.cells / np.float32(amplitude),
            energy=energy,
            amplitude=amplitude,
            squares=squares,
            chosen=chosen,
            misfit=squares[rows, chosen - own.start] / np.maximum(energy, np.float32(1e-3)),
        )

    def _better(self, looked: Sequence[Looked]) -> tuple[list[Group], Looks]:
        """Settings, weights and looks as the recognised characters ask for them."""
        groups: list[Group] = []
        told: list[tuple[float, float, float]] = []
        for one in looked:
            steps = [self._stepped(one)]
            if one.other <= CLEARLY * steps[0].left:
                steps.append(self._stepped(self._in_weight(one.compared, not one.bold)))
            best = min(steps, key=lambda step: step.left)
            other = max(step.left for step in steps) if len(steps) > 1 else one.other
            groups.append(replace(best.group, heavier=(other - best.left) * (1 if best.group.bold else -1)))
            told.append(best.told)
        return groups, _together(np.array(told))

    def _stepped(self, one: Looked) -> Stepped:
        """The group set as its recognised characters ask for."""
        good = one.misfit <= max(FITS, 1.3 * middle(one.misfit))
        unit, foot = one.setting.em_x / EM_PX, feet(one.blobs, one.setting)
        center = float(foot.mean())
        rest = one.cells - one.drawn.centred[one.chosen]
        products = np.einsum("nd,nkd->nk", rest, one.drawn.tangents[one.chosen])
        found = fitting.steps(products, one.drawn.grams[one.chosen], (foot - center) / unit, good)
        setting = fitting.reset(one.setting, found, center)
        by_widths = fitting.em_by_widths(foot, one.chosen, self.known, good & (one.misfit < FITS))
        blur = one.look.blur_px**2 + found.softness - sampling_blur(level_of(unit), unit)
        # Large type says little of a scan's pixels, and badly fitted type nothing.
        weight = float(one.energy[good].sum()) / unit**2 * (1.0 if middle(one.misfit) < DOUBTFUL else 0.05)
        gain = one.look.gain_px + found.gain
        left = _left(one) - found.gained * one.amplitude**2
        return Stepped(
            Group(one.blobs, replace(setting, em_x=by_widths or setting.em_y), one.bold),
            left,
            (math.sqrt(max(SHARPEST, blur * unit**2)), gain * unit, weight),
        )


def _least(compared: Compared, chosen: Numbers) -> float:
    """Square ink that characters leave at the depth of ink that suits them best."""
    product = float(compared.products[np.arange(len(chosen)), chosen].sum())
    return float(compared.energy.sum()) - product**2 / max(float(compared.drawn.energy[chosen].sum()), 1e-6)


def _left(looked: Looked) -> float:
    """Square ink of the region's depth that stays unexplained."""
    return float((looked.misfit * looked.energy).sum()) * looked.amplitude**2


def _together(told: Floats) -> Looks:
    """The looks of a region: the weighed medians of its stretches'."""
    return Looks(*(_weighed_median(told[:, column], told[:, 2]) for column in (0, 1)))


def _weighed_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])
