"""Stretches of lettering compared with all characters, in the setting and look that fit them best.

All stretches of a region are taken at once: their characters are rows of one matrix.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.segments import Numbers
from verify.read import comparing, fitting
from verify.read.cells import Floats, Pyramid, cut, sampling_blurs, sides
from verify.read.comparing import Found, Weighed
from verify.read.glyphs import EM_PX, LOOKS, Alphabet, bank, nearest_looks
from verify.read.view import Compared, Groups, View

SETTLED = 0.04
"""Likewise, up to which a setting is not fitted any further."""
MORE_ROUNDS = 2
"""Times that others are fitted again."""


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


FIRST_LOOKS = Looks(0.65, 0.0)
"""A pixel's own width with a little blur."""


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
        columns = self.bank.columns
        self._sizes = columns["energy"].reshape(LOOKS, 2, self.known.count)
        self._tables = fitting.Tables(
            columns["tangents"], columns["along"], columns["grams"], self.known.centres, self.known.advances
        )

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
        steps = looks.of(groups.setting.em_x)
        if alike:
            steps = np.full(len(steps), np.sort(steps)[len(steps) // 2])
        self.bank.ready(steps)
        each = steps[groups.parted.owner]
        products = np.empty((len(cells), self.bank.count), dtype=np.float32)
        energy = np.empty(len(cells), dtype=np.float32)
        comparing.multiply(cells, self.bank.turned, each, products, energy)
        by_weight = products.reshape(len(cells), 2, self.known.count)
        near = comparing.nearest(by_weight, self._sizes, each)
        compared = Compared(groups, steps, cells, energy, by_weight, near)
        return View(compared, self._weighed(compared, groups.bold))

    def candidates(self, view: View) -> Found:
        """What each character of the stretches may be."""
        compared, parted, columns = view.compared, view.parted, self.bank.columns
        return comparing.candidates(
            (compared.products, compared.energy, compared.cells),
            view.weighed,
            (parted.starts, parted.counts, compared.looks),
            (self._sizes, columns["across"], columns["across_energy"]),
        )

    def _weighed(self, compared: Compared, bold: Numbers) -> Weighed:
        """The stretches in their weights, the ones that fit better where they are open."""
        seen, parted = (compared.products, compared.nearest, compared.energy), compared.groups.parted
        return comparing.weighed(seen, self._sizes, compared.looks, (parted.starts, parted.counts), bold)

    def _better(self, view: View) -> tuple["Better", Looks]:
        """Settings, weights and looks as the recognised characters ask for them."""
        compared, groups = view.compared, view.groups
        others = self._weighed(compared, 1 - view.bold)
        asked = fitting.asked(
            fitting.Inked(compared.cells, compared.energy, sides(groups.blobs)),
            (groups.parted.starts, groups.parted.counts, groups.setting, compared.looks),
            (view.weighed, others),
            self._tables,
        )
        close = np.flatnonzero(asked.contested)
        losing = replace(groups.of(close), setting=asked.otherwise.of(close), bold=1 - asked.bold[close])
        better = replace(groups, setting=asked.setting, bold=asked.bold, heavier=asked.heavier)
        return Better(better, asked.contested, losing), _together(asked.told)


def _together(told: Floats) -> Looks:
    """The looks of a region: the weighed medians of its stretches'."""
    return Looks(*(_weighed_median(told[:, column], told[:, 2]) for column in (0, 1)))


def _weighed_median(values: Floats, weights: Floats) -> float:
    order = np.argsort(values)
    passed = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(passed, passed[-1] / 2)])
