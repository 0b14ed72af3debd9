"""Stretches of lettering compared with all characters, in the setting and look that fit them best.

All stretches of a region are taken at once: their characters are rows of one matrix.
"""

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.segments import Numbers
from verify.read import fitting
from verify.read.cells import Floats, Pyramid, Setting, Singles, cut, feet, level_of, sampling_blur
from verify.read.glyphs import EM_PX, Alphabet, Look, Templates, alphabet, templates
from verify.read.view import OPEN, Groups, View

FITS = 0.22
"""Share of a blob's ink squared that may be unexplained where it is one character, unharmed."""
DOUBTFUL = 0.12
"""Median share over a stretch from which its setting is doubted: matched looks leave 0.01 to 0.05."""
SETTLED = 0.04
"""Likewise, up to which a setting is not fitted any further."""
MORE_ROUNDS = 1
"""Times that others are fitted again."""
CLEARLY = 6.0
"""Times the square ink that is left by the better weight, from which the other one needs no fit of its own."""
CONTESTED = 3.0
"""Likewise, after the first step, up to which both weights are taken a step further."""
AMPLITUDES = (0.3, 1.9)
"""Full ink of a stretch against the region's."""


@dataclass(frozen=True, slots=True)
class Looks:
    """What printing and scanning do to edges in this region, pixels of the patch."""

    blur_px: float
    """Sigma."""
    gain_px: float
    """Outwards."""

    def of(self, em_px: float) -> Look:
        """The step nearest to it at a size."""
        unit = em_px / EM_PX
        blur = math.sqrt((self.blur_px / unit) ** 2 + sampling_blur(level_of(unit), unit))
        return Look.nearest(blur, self.gain_px / unit)


SHARPEST = 0.1
"""Square of the least blur, pixels: 1/12 is a pixel's own width."""
FIRST_LOOKS = Looks(0.65, 0.0)
"""A pixel's own width with a little blur."""


@dataclass(frozen=True, slots=True)
class Stepped:
    """S stretches in better settings."""

    setting: Setting
    left: Floats
    """S: square ink that they will leave unexplained."""
    told: Floats
    """S x 3: blur and gain that they show, pixels of the patch, and what their word weighs."""


@dataclass(frozen=True, slots=True)
class Better:
    """S stretches as their recognised characters ask for them."""

    groups: Groups
    """In the weight that will explain the most."""
    contested: npt.NDArray[np.bool_]
    """S: whether the other weight may explain as much."""
    others: Groups
    """The contested ones in the other weight, set as it asks for."""


class Matcher:
    """Compares the blobs of one region with a face."""

    def __init__(self, pyramid: Pyramid, face: Face) -> None:
        self.pyramid = pyramid
        """The region's ink."""
        self.known: Alphabet = alphabet(face)
        """The characters that are tried."""
        self._face = face
        self._drawn: dict[Look, Templates] = {}

    def templates(self, look: Look) -> Templates:
        """The characters under a look."""
        if look not in self._drawn:
            self._drawn[look] = templates(self._face, look)
        return self._drawn[look]

    def drawn(
        self, view: View, name: str, numbers: Numbers, *, rows: Numbers | None = None, plain: bool = False
    ) -> npt.NDArray[Any]:
        """N x ...: a column of the templates with these numbers, each under its stretch's look.

        Args:
            view: The stretches.
            name: Of the column.
            numbers: N.
            rows: The characters that are meant; all N unless given.
            plain: Without spread of ink.
        """
        looks = [replace(look, gain=0) for look in view.looks] if plain else view.looks
        different = {look: number for number, look in enumerate(dict.fromkeys(looks))}
        columns = [getattr(self.templates(look), name) for look in different]
        if len(columns) == 1:
            return np.asarray(columns[0][numbers])
        owner = view.parted.owner if rows is None else view.parted.owner[rows]
        which = np.array([different[look] for look in looks])[owner]
        taken = np.empty((len(numbers), *columns[0].shape[1:]), dtype=columns[0].dtype)
        for number, column in enumerate(columns):
            some = np.flatnonzero(which == number)
            taken[some] = column[numbers[some]]
        return taken

    def fitted(self, groups: Groups, looks: Looks | None) -> tuple[View, Looks]:
        """The stretches in the settings and weights that fit them best near their first ones, and the region's looks.

        Args:
            groups: Stretches with their first settings.
            looks: The region's looks, when they are known.
        """
        better, found = self._better(self.looked(groups, looks or FIRST_LOOKS))
        known = looks or found
        view = self._in_better_weight(better, known)
        for _ in range(MORE_ROUNDS):
            unsettled = np.flatnonzero(view.fit > SETTLED)
            if not len(unsettled):
                break
            again, found = self._better(view.of(unsettled))
            if looks is None and 2 * len(unsettled) > len(view):
                known = found
            tried = self._in_better_weight(again, known)
            view = view.but(unsettled, tried, tried.fit < view.fit[unsettled])
        return view, known

    def _in_better_weight(self, better: "Better", looks: Looks) -> View:
        """The stretches in their settings, contested ones in both weights, each set as it asks for."""
        contested = np.flatnonzero(better.contested)
        if not len(contested):
            return self.looked(better.groups, looks)
        both = self.looked(better.groups.with_(better.others), looks)
        first = np.arange(len(better.groups.parted))
        view, other = both.of(first), both.of(len(first) + np.arange(len(contested)))
        gained = (view.left[contested] - other.left) * np.where(other.bold, 1, -1)
        heavier = view.groups.heavier.copy()
        heavier[contested] = gained
        view = replace(view, groups=replace(view.groups, heavier=heavier))
        other = replace(other, groups=replace(other.groups, heavier=gained))
        return view.but(contested, other, other.fit < view.fit[contested])

    def looked(self, groups: Groups, looks: Looks) -> View:
        """The stretches in their settings."""
        cells = cut(self.pyramid, groups.blobs, groups.parted, groups.setting)
        cells = cells.reshape(len(cells), -1)
        steps = tuple(looks.of(em) for em in groups.setting.em_x.tolist())
        products = np.empty((len(cells), len(self.known.characters)), dtype=np.float32)
        sizes = np.empty_like(products)
        for look in dict.fromkeys(steps):
            drawn = self.templates(look)
            rows = groups.parted.rows(np.array([at for at, step in enumerate(steps) if step == look]))
            some = slice(None) if len(rows) == len(cells) else rows
            products[some], sizes[some] = cells[some] @ drawn.centred.T, drawn.energy
        shape = (len(cells), 2, self.known.count)
        products, sizes = products.reshape(shape), sizes.reshape(shape)
        return self._in_weight(
            groups, steps, (cells, np.einsum("nd,nd->n", cells, cells), products, sizes), groups.bold
        )

    def _in_weight(
        self,
        groups: Groups,
        steps: tuple[Look, ...],
        compared: tuple[Singles, Singles, Singles, Singles],
        bold: Numbers,
    ) -> View:
        """The stretches in their weights, the ones that fit better where they are open."""
        cells, energy, products, sizes = compared
        parted, rest = groups.parted, sizes - 2 * products
        best = rest.argmin(axis=2)
        rows, weights = np.arange(len(cells))[:, None], np.arange(2)
        least = parted.sums(rest[rows, weights, best])
        product, size = products[rows, weights, best], sizes[rows, weights, best]
        explained, asked = parted.sums(product), np.maximum(parted.sums(size), 1e-6)
        bold = np.where(bold == OPEN, least[:, 1] < least[:, 0], bold).astype(np.intp)
        each, of = np.arange(len(parted)), bold[parted.owner]
        amplitude = np.clip(explained[each, bold] / asked[each, bold], *AMPLITUDES).astype(np.float32)
        full, at = amplitude[parted.owner], np.arange(len(cells))
        scaled = energy / full**2
        left = scaled + size[at, of] - product[at, of] * (2 / full)
        other = parted.sums(energy) - explained[each, 1 - bold] ** 2 / asked[each, 1 - bold]
        chosen = best[at, of] + of * self.known.count
        misfit = left / np.maximum(scaled, np.float32(1e-3))
        return View(groups, steps, *compared, bold, amplitude, chosen, misfit, other)

    def _better(self, view: View) -> tuple["Better", Looks]:
        """Settings, weights and looks as the recognised characters ask for them."""
        best, bold, other = self._stepped(view), view.bold.copy(), view.other.copy()
        setting, left, told = best.setting, best.left.copy(), best.told.copy()
        near = np.flatnonzero(view.other <= CLEARLY * left)
        losing = setting.of(near)
        if len(near):
            some = view.of(near)
            compared = (some.cells, some.energy, some.products, some.sizes)
            steps = self._stepped(self._in_weight(some.groups, some.looks, compared, 1 - some.bold))
            wins = steps.left < left[near]
            at = near[wins]
            losing = steps.setting.but(np.flatnonzero(wins), setting.of(at))
            setting = setting.but(at, steps.setting.of(wins))
            other[near] = np.maximum(left[near], steps.left)
            left[near] = np.minimum(left[near], steps.left)
            bold[at], told[at] = 1 - bold[at], steps.told[wins]
        heavier = (other - left) * np.where(bold, 1, -1)
        close = other[near] < CONTESTED * left[near]
        contested = np.zeros(len(view), dtype=np.bool_)
        contested[near[close]] = True
        others = replace(view.groups.of(near[close]), setting=losing.of(close), bold=1 - bold[near[close]])
        return Better(replace(view.groups, setting=setting, bold=bold, heavier=heavier), contested, others), _together(
            told
        )

    def _stepped(self, view: View) -> Stepped:
        """The stretches set as their recognised characters ask for."""
        parted, fit, blobs = view.parted, view.fit, view.groups.blobs
        good = view.misfit <= np.maximum(FITS, 1.3 * fit)[parted.owner]
        unit, foot = view.setting.em_x / EM_PX, feet(blobs, view.setting.of(parted.owner))
        center = parted.sums(foot) / parted.counts
        places = (foot - center[parted.owner]) / unit[parted.owner]
        tangents, along, grams = (self.drawn(view, name, view.chosen) for name in ("tangents", "along", "grams"))
        products = (tangents @ view.cells[:, :, None])[:, :, 0] / view.full[:, None] - along
        found = fitting.steps(products, grams, places, good, parted)
        setting = fitting.reset(view.setting, found, center)
        by_widths = fitting.em_by_widths(foot, view.chosen, self.known, good & (view.misfit < FITS), parted)
        blurs, gains = (np.array([getattr(look, name) for look in view.looks]) for name in ("blur_px", "gain_px"))
        sampled = np.array([sampling_blur(level_of(one), one) for one in unit.tolist()])
        blur = blurs**2 + found.softness - sampled
        # Large type says little of a scan's pixels, and badly fitted type nothing.
        weight = (
            parted.sums(np.where(good, view.energy / view.full**2, 0)) / unit**2 * np.where(fit < DOUBTFUL, 1, 0.05)
        )
        told = np.stack((np.sqrt(np.maximum(SHARPEST, blur * unit**2)), (gains + found.gain) * unit, weight), axis=1)
        em_x = np.where(np.isnan(by_widths), setting.em_y, by_widths)
        return Stepped(replace(setting, em_x=em_x), view.left - found.gained * view.amplitude**2, told)


def _together(told: Floats) -> Looks:
    """The looks of a region: the weighed medians of its stretches'."""
    return Looks(*(_weighed_median(told[:, column], told[:, 2]) for column in (0, 1)))


def _weighed_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])
