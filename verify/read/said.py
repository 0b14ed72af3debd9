"""What stretches of lettering were read as, where their ink lies, and what is missing of it."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.locate.segments import Numbers
from verify.measure import lettering as measure
from verify.read.cells import Floats, Singles
from verify.read.fitting import FITS
from verify.read.glyphs import EM_PX, Alphabet, gains_of, plain
from verify.read.matching import Matcher
from verify.read.view import View


@dataclass(frozen=True, slots=True)
class Read:
    """What S stretches say, N characters in all."""

    view: View
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
    across: Singles
    """N: normalised pixels that the ink stands right of the template's middle."""

    def but(self, numbers: Numbers, others: "Read", better: npt.NDArray[np.bool_]) -> "Read":
        """The same with other readings in the place of `numbers`, where they are better."""
        if not better.any():
            return self
        order = np.arange(len(self.view))
        order[numbers[better]] = len(self.view) + np.flatnonzero(better)
        both = self.view.with_(others.view)
        rows = both.parted.rows(order)
        columns = (np.concatenate((getattr(self, name), getattr(others, name)))[rows] for name in _COLUMNS)
        return Read(both.of(order), *columns)


_COLUMNS = ("chosen", "misfit", "margin", "pens_em", "spaces", "across")


def harm(read: Read, matcher: Matcher) -> tuple[Floats, Floats]:
    """N shares of strokes missing and of counters filled."""
    view, columns = read.view, matcher.bank.columns
    bare = plain(view.looks)
    matcher.bank.ready(bare)
    pool, count = view.pool.rows, matcher.bank.count
    drawn = columns["centred"], columns["across"], columns["stroke"], columns["counter"]
    numbers = view.looks * count + read.chosen, bare * count + read.chosen
    return measure.harm((pool.begins, pool.pixels, pool.values), view.rows, (view.full, read.across), numbers, drawn)


def ink_boxes(read: Read, known: Alphabet) -> Floats:
    """N x 4: left, top, right, bottom of the ink, pixels of the patch: the character's where it fits well."""
    view, blobs = read.view, read.view.blobs
    setting = view.setting.of(view.parted.owner)
    left, low, right, high = known.bounds[read.chosen].T.astype(np.float64)
    grown = gains_of(view.looks) / EM_PX
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
    seen = np.stack((blobs.left, blobs.top, blobs.right, blobs.bottom), axis=1)
    return np.where((read.misfit <= FITS)[:, None], drawn, seen)
