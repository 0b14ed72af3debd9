"""What stretches of lettering were read as, where their ink lies, and what is missing of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from verify.measure import lettering as measure
from verify.read.cells import Floats, Singles
from verify.read.glyphs import EM_PX, Alphabet
from verify.read.matching import FITS, Looked, Matcher

Numbers = npt.NDArray[np.intp]


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
    across: Singles
    """N: normalised pixels that the ink stands right of the template's middle."""

    def of(self, members: Numbers) -> "Read":
        """Some of the characters."""
        looked = self.looked
        if len(members) == len(self.chosen):
            return self
        return Read(
            replace(
                looked,
                blobs=looked.blobs.of(members),
                cells=looked.cells[members],
                energy=looked.energy[members],
                squares=looked.squares[members],
                chosen=looked.chosen[members],
                misfit=looked.misfit[members],
            ),
            self.chosen[members],
            self.misfit[members],
            self.margin[members],
            self.pens_em[members],
            self.spaces[members],
            self.across[members],
        )


def string(read: Read, known: Alphabet) -> str:
    """What was read, with spaces."""
    return "".join(
        " " * max(0, int(spaces)) * bool(at) + known.characters[number]
        for at, (number, spaces) in enumerate(zip(read.chosen, read.spaces, strict=True))
    )


def harm(reads: Sequence[Read], matcher: Matcher) -> list[tuple[Floats, Floats]]:
    """N shares of strokes missing and of counters filled, of each stretch."""
    if not reads:
        return []
    print_, plain = [], []
    for read in reads:
        drawn, spread = read.looked.drawn, matcher.plain(read.looked.look)
        chosen, across = read.chosen, read.across[:, None]
        print_.append((drawn.centred[chosen] + drawn.across[chosen] * across, drawn.stroke[chosen]))
        plain.append((spread.centred[chosen] + spread.across[chosen] * across, spread.counter[chosen]))
    broken, filled = measure.harm(
        np.concatenate([read.looked.cells for read in reads]), _together(print_), _together(plain)
    )
    ends = np.cumsum([len(read.chosen) for read in reads])[:-1]
    return list(zip(np.split(broken, ends), np.split(filled, ends), strict=True))


def ink_boxes(read: Read, known: Alphabet) -> Floats:
    """N x 4: left, top, right, bottom of the ink, pixels of the patch: the character's where it fits well."""
    looked, setting = read.looked, read.looked.setting
    left, low, right, high = known.bounds[read.chosen].T.astype(np.float64)
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


def _together(drawn: Sequence[measure.Drawn]) -> measure.Drawn:
    return np.concatenate([pictures for pictures, _ in drawn]), np.concatenate([meant for _, meant in drawn])
