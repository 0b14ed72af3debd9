"""Stretches of lettering compared with all characters, in the setting and look that fit them best.

All stretches of a region are taken at once: their characters are rows of one pool.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.parts import Parts
from verify.locate.segments import Numbers
from verify.read import comparing, fitting
from verify.read.cells import Pyramid, level_of
from verify.read.glyphs import EM_PX, LOOKS, Alphabet, bank
from verify.read.looks import looks_of, together
from verify.read.view import Pool, Table, View, stacked

SETTLED = (0.02, 0.04)
"""Median share that a stretch leaves unexplained up to which a setting is not fitted any further: in a good region, in
any."""
MORE_ROUNDS = 2
"""Times that others are fitted again."""


class Looks(NamedTuple):
    """What printing and scanning do to edges in this region, pixels of the patch."""

    blur_px: float
    """Sigma."""
    gain_px: float
    """Outwards."""


FIRST_LOOKS = Looks(0.65, 0.0)
"""A pixel's own width with a little blur."""


class Better(NamedTuple):
    """S stretches as their recognised characters ask for them."""

    stretches: Table
    """In the weight that will explain the most."""
    contested: Numbers
    """Those of which the other weight may explain as much."""
    others: Table
    """The contested ones in the other weight, set as it asks for."""


class Matcher:
    """Compares the blobs of one region with a face."""

    def __init__(self, pyramid: Pyramid, blobs: Parts, face: Face) -> None:
        self.pyramid = pyramid
        """The region's ink."""
        self.bank = bank(face)
        """The templates."""
        self.known: Alphabet = self.bank.known
        """The characters that are tried."""
        self.pool = Pool(blobs, self.known.count)
        """The region's blobs, and all that was looked at."""
        columns = self.bank.columns
        sizes = columns["energy"].reshape(LOOKS, 2, self.known.count)
        self._templates = comparing.Templates(self.bank.turned, sizes, columns["across"], columns["across_energy"])
        self._tables = fitting.Tables(
            columns["tangents"], columns["along"], columns["grams"], sizes, self.known.centres, self.known.advances
        )

    def drawn(self, name: str, looks: Numbers, numbers: Numbers) -> npt.NDArray[Any]:
        """N x ...: a column of N templates, each under its look."""
        return np.asarray(self.bank.columns[name][looks * self.bank.count + numbers])

    def fitted(self, stretches: Table, looks: Looks | None) -> tuple[View, Looks]:
        """The stretches in the settings and weights that fit them best near their first ones, and the region's looks.

        Args:
            stretches: In their first settings.
            looks: The region's looks, when they are known.
        """
        view, known = self.tried(stretches, looks)
        return self.settled(view, known, told=looks is not None)

    def tried(self, stretches: Table, looks: Looks | None) -> tuple[View, Looks]:
        """Likewise, but one step from their first settings: how well they can fit shows, roughly."""
        better, found = self._better(self.looked(stretches, looks or FIRST_LOOKS, alike=looks is None))
        known = looks or found
        return self._in_better_weight(better, known), known

    def settled(self, view: View, looks: Looks, *, told: bool = True) -> tuple[View, Looks]:
        """The stretches that were tried, those that fit poorly some steps further; the looks too, unless told."""
        for _ in range(MORE_ROUNDS):
            unsettled = np.flatnonzero(view.poor(SETTLED))
            if not len(unsettled):
                break
            again, found = self._better(view.of(unsettled))
            if not told and 2 * len(unsettled) > len(view):
                looks = found
            tried = self._in_better_weight(again, looks)
            wins = tried.fit < view.fit[unsettled]
            view.table[unsettled[wins]] = tried.table[wins]
        return view, looks

    def _in_better_weight(self, better: Better, looks: Looks) -> View:
        """The stretches in their settings, contested ones in both weights, each set as it asks for."""
        contested, count = better.contested, len(better.stretches)
        if not len(contested):
            return self.looked(better.stretches, looks)
        both = self.looked(stacked(better.stretches, better.others), looks).table
        ours, theirs = both[contested], both[count:]
        heavier = (ours["left"] - theirs["left"]) * np.where(theirs["bold"], 1, -1)
        view = both[:count]
        wins = theirs["fit"] < ours["fit"]
        view[contested[wins]] = theirs[wins]
        view["heavier"][contested] = heavier
        return View(self.pool, view)

    def looked(self, stretches: Table, looks: Looks, *, alike: bool = False) -> View:
        """The stretches in their settings, under their own looks or, for a first view, all under one."""
        seen = stretches.copy()
        steps = looks_of(seen["em_x"], *looks)
        seen["look"] = np.sort(steps)[len(steps) // 2] if alike else steps
        self.bank.ready(seen["look"])
        levels = self.pyramid.down_to(level_of(float(np.minimum(seen["em_x"], seen["em_y"]).max()) / EM_PX))
        start = self.pool.more(int(seen["count"].sum()))
        comparing.look(seen, self.pool.rows, start, (levels, self.pool.blobs), self._templates)
        return View(self.pool, seen)

    def candidates(self, view: View) -> comparing.Found:
        """What each character of the stretches may be."""
        return comparing.candidates(view.table, self.pool.rows, self._templates)

    def _better(self, view: View) -> tuple[Better, Looks]:
        """Settings, weights and looks as the recognised characters ask for them."""
        better, others, told = view.table.copy(), view.table.copy(), np.empty((len(view), 3))
        seen = self.pool.rows, self.pool.blobs
        contested = np.flatnonzero(fitting.asked(view.table, seen, self._tables, (better, others), told))
        return Better(better, contested, others[contested]), Looks(*together(told))
