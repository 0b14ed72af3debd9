"""Stretches of lettering compared with all characters, in the setting and look that fit them best.

All stretches of a region are taken at once: their characters are rows of one pool.
"""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from verify.locate.parts import Parts
from verify.locate.segments import Numbers
from verify.read import comparing, fitting, pens, settling
from verify.read.cells import DEEPEST, Levels, Pyramid, level_of
from verify.read.glyphs import EM_PX, LOOKS, Alphabet, bank
from verify.read.looks import looks_of
from verify.read.view import Pool, Table, View

Rounds = Callable[[Table, settling.Region, int, npt.NDArray[np.float64], bool], int]


class Looks(NamedTuple):
    """What printing and scanning do to edges in this region, pixels of the patch."""

    blur_px: float
    """Sigma."""
    gain_px: float
    """Outwards."""


FIRST_LOOKS = Looks(0.65, 0.0)
"""A pixel's own width with a little blur."""


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

        self._manners = pens.Manners(self.known.advances, self.known.centres, *_costs(self.known.characters))

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
        return self._run(settling.settled, view.table, known, told=looks is not None)

    def tried(self, stretches: Table, looks: Looks | None) -> tuple[View, Looks]:
        """Likewise, but one step from their first settings: how well they can fit shows, roughly."""
        return self._run(settling.tried, stretches, looks or FIRST_LOOKS, told=looks is not None)

    def settled(self, view: View, looks: Looks) -> View:
        """The stretches that were tried, those that fit poorly some steps further."""
        return self._run(settling.settled, view.table, looks, told=True)[0]

    def looked(self, stretches: Table, looks: Looks) -> View:
        """The stretches in their settings."""
        seen = stretches.copy()
        seen["look"] = looks_of(seen["em_x"], *looks)
        self.bank.ready(seen["look"])
        count = int(seen["count"].sum())
        ink = self._levels(seen), self.pool.blobs
        comparing.look(seen, self.pool.room(count), self.pool.count, ink, self._templates)
        self.pool.count += count
        return View(self.pool, seen)

    def candidates(self, view: View) -> comparing.Found:
        """What each character of the stretches may be."""
        pool = self.pool
        return comparing.candidates(view.table, pool.rows, pool.blobs, self._templates, self._manners)

    def _run(self, rounds: Rounds, stretches: Table, looks: Looks, *, told: bool) -> tuple[View, Looks]:
        """The stretches after some rounds, and the looks; templates that turn out to be missing are drawn."""
        rows = self.pool.room(settling.LOOKS_EACH * int(stretches["count"].sum()))
        levels = self._levels(stretches)
        while True:
            seen, edges = stretches.copy(), np.array(looks)
            region = settling.Region(rows, levels, self.pool.blobs, self._templates, self._tables, self.bank.drawn)
            end = rounds(seen, region, self.pool.count, edges, told)
            if end >= 0:
                self.pool.count = end
                return View(self.pool, seen), Looks(*edges.tolist())
            self.bank.ready(np.array([-1 - end]))

    def _levels(self, stretches: Table) -> Levels:
        """The ink at the scales that the stretches are looked at, and one more: they may turn out to be larger."""
        largest = float(np.minimum(stretches["em_x"], stretches["em_y"]).max())
        return self.pyramid.down_to(min(DEEPEST, level_of(largest / EM_PX) + 1))


@functools.cache
def _costs(characters: str) -> tuple[npt.NDArray[np.float64], Numbers]:
    """Rarity and kind of every character."""
    return pens.rarity(characters), pens.kinds(characters)
