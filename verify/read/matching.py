"""Stretches of lettering compared with all characters, in the setting and look that fit them best.

All stretches of a region are taken at once: their characters are rows of one matrix.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.segments import Numbers
from verify.read import fitting
from verify.read.cells import Floats, Pyramid, Setting, Singles, cut, feet, sampling_blurs
from verify.read.glyphs import EM_PX, LOOKS, Alphabet, bank, blurs_of, gains_of, nearest_looks
from verify.read.view import OPEN, Compared, Groups, View

FITS = 0.22
"""Share of a blob's ink squared that may be unexplained where it is one character, unharmed."""
DOUBTFUL = 0.12
"""Median share over a stretch from which its setting is doubted: matched looks leave 0.01 to 0.05."""
SETTLED = 0.04
"""Likewise, up to which a setting is not fitted any further."""
MORE_ROUNDS = 2
"""Times that others are fitted again."""
CLEARLY = 4.0
"""Times the square ink that is left by the better weight, from which the other one needs no fit of its own."""
CONTESTED = 2.0
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

    def of(self, em_px: Floats) -> Numbers:
        """The looks nearest to it at some sizes."""
        unit = em_px / EM_PX
        return nearest_looks(np.sqrt((self.blur_px / unit) ** 2 + sampling_blurs(unit)), self.gain_px / unit)


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
        self.bank = bank(face)
        """The templates."""
        self.known: Alphabet = self.bank.known
        """The characters that are tried."""

    def drawn(self, name: str, looks: Numbers, numbers: Numbers) -> npt.NDArray[Any]:
        """N x ...: a column of N templates, each under its look."""
        return np.asarray(self.bank.columns[name][looks * self.bank.count + numbers])

    def fitted(self, groups: Groups, looks: Looks | None) -> tuple[View, Looks]:
        """The stretches in the settings and weights that fit them best near their first ones, and the region's looks.

        Args:
            groups: Stretches with their first settings.
            looks: The region's looks, when they are known.
        """
        first = self.looked(groups, looks or FIRST_LOOKS, alike=looks is None)
        better, found = self._better(first)
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
        order = np.arange(len(better.contested))
        second = len(order) + np.arange(len(contested))
        left, heavier = both.left, both.groups.heavier.copy()
        heavier[contested] = (left[contested] - left[second]) * np.where(both.bold[second], 1, -1)
        heavier[second] = heavier[contested]
        better_other = both.fit[second] < both.fit[contested]
        order[contested[better_other]] = second[better_other]
        groups = replace(both.groups, heavier=heavier)
        return replace(both, compared=replace(both.compared, groups=groups)).of(order)

    def looked(self, groups: Groups, looks: Looks, *, alike: bool = False) -> View:
        """The stretches in their settings, under their own looks or, for a first view, all under one."""
        cells = cut(self.pyramid, groups.blobs, groups.parted, groups.setting)
        cells = cells.reshape(len(cells), -1)
        steps = looks.of(groups.setting.em_x)
        if alike:
            steps = np.full(len(steps), np.sort(steps)[len(steps) // 2])
        self.bank.ready(steps)
        products = np.empty((len(cells), self.bank.count), dtype=np.float32)
        each = steps[groups.parted.owner]
        for look in np.unique(steps).tolist():
            rows = np.flatnonzero(each == look)
            some = slice(None) if len(rows) == len(cells) else rows
            products[some] = cells[some] @ self.bank.turned[look]
        by_weight = products.reshape(len(cells), 2, self.known.count)
        energy = np.einsum("nd,nd->n", cells, cells)
        return self._in_weight(Compared(groups, steps, cells, energy, by_weight), groups.bold)

    def sizes(self, looks: Numbers) -> Singles:
        """N x 2 x characters: sums of squares of the templates under N looks."""
        return np.asarray(self.bank.columns["energy"].reshape(LOOKS, 2, self.known.count)[looks])

    def squares(self, view: View) -> Singles:
        """N x characters of the weight: squares that each leaves unexplained, full ink 1."""
        rows, weight, full = np.arange(len(view.chosen)), view.bold[view.parted.owner], view.full
        sizes = self.sizes(view.compared.each_look)[rows, weight]
        left = sizes - view.compared.products[rows, weight] * (2 / full)[:, None]
        return np.asarray(left + (view.energy / full**2)[:, None], dtype=np.float32)

    def _in_weight(self, compared: Compared, bold: Numbers) -> View:
        """The stretches in their weights, the ones that fit better where they are open."""
        parted, products, energy = compared.groups.parted, compared.products, compared.energy
        sizes = self.sizes(compared.each_look)
        rest = sizes - 2 * products
        best = rest.argmin(axis=2)
        at = np.arange(len(best))
        rows, weights = at[:, None], np.arange(2)
        product, size = products[rows, weights, best], sizes[rows, weights, best]
        explained, asked = parted.sums(product), np.maximum(parted.sums(size), 1e-6)
        least = parted.sums(size - 2 * product)
        bold = np.where(bold == OPEN, least[:, 1] < least[:, 0], bold).astype(np.intp)
        each, of = np.arange(len(parted)), bold[parted.owner]
        amplitude = np.clip(explained[each, bold] / asked[each, bold], *AMPLITUDES).astype(np.float32)
        full = amplitude[parted.owner]
        scaled = energy / full**2
        squares = size - product * (2 / full)[:, None]
        misfit = (scaled + squares[at, of]) / np.maximum(scaled, np.float32(1e-3))
        other = parted.sums(energy) - explained[each, 1 - bold] ** 2 / asked[each, 1 - bold]
        return View(
            compared,
            bold,
            amplitude,
            chosen=best[at, of] + of * self.known.count,
            misfit=misfit,
            fit=parted.medians(misfit),
            other=other,
            lead=(squares[at, of] - squares[at, 1 - of]) * full**2,
        )

    def _better(self, view: View) -> tuple["Better", Looks]:
        """Settings, weights and looks as the recognised characters ask for them."""
        best, bold, other = self._stepped(view), view.bold.copy(), view.other.copy()
        setting, left, told = best.setting, best.left.copy(), best.told.copy()
        near = np.flatnonzero(view.other <= CLEARLY * left)
        losing = setting.of(near)
        if len(near):
            some = view.of(near)
            steps = self._stepped(self._in_weight(some.compared, 1 - some.bold))
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
        groups = replace(view.groups, setting=setting, bold=bold, heavier=heavier)
        return Better(groups, contested, others), _together(told)

    def _stepped(self, view: View) -> Stepped:
        """The stretches set as their recognised characters ask for."""
        parted, fit, blobs = view.parted, view.fit, view.groups.blobs
        good = view.misfit <= np.maximum(FITS, 1.3 * fit)[parted.owner]
        unit, foot = view.setting.em_x / EM_PX, feet(blobs, view.setting.of(parted.owner))
        center = parted.sums(foot) / parted.counts
        places = (foot - center[parted.owner]) / unit[parted.owner]
        looks = view.compared.each_look
        tangents, along, grams = (self.drawn(name, looks, view.chosen) for name in ("tangents", "along", "grams"))
        products = (tangents @ view.cells[:, :, None])[:, :, 0] / view.full[:, None] - along
        found = fitting.steps(products, grams, places, good, parted)
        setting = fitting.reset(view.setting, found, center)
        by_widths = fitting.em_by_widths(foot, view.chosen, self.known, good & (view.misfit < FITS), parted)
        blur = blurs_of(view.looks) ** 2 + found.softness - sampling_blurs(unit)
        # Large type says little of a scan's pixels, and badly fitted type nothing.
        weight = (
            parted.sums(np.where(good, view.energy / view.full**2, 0)) / unit**2 * np.where(fit < DOUBTFUL, 1, 0.05)
        )
        told = np.stack(
            (np.sqrt(np.maximum(SHARPEST, blur * unit**2)), (gains_of(view.looks) + found.gain) * unit, weight), axis=1
        )
        em_x = np.where(np.isnan(by_widths), setting.em_y, by_widths)
        return Stepped(replace(setting, em_x=em_x), view.left - found.gained * view.amplitude**2, told)


def _together(told: Floats) -> Looks:
    """The looks of a region: the weighed medians of its stretches'."""
    return Looks(*(_weighed_median(told[:, column], told[:, 2]) for column in (0, 1)))


def _weighed_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])
