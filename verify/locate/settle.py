"""Which side of the piece is up, and how many pixels are an inch: the two things that an outline leaves open.

The scale, in order of trust: the file, the caller's flag, the caller's size of the piece, the pitch of the
FIM (nominal 1/16 in), the module size of the symbol (nominal 0.020 in, the last resort).
The turn: from the symbol, since indicia are printed upright; without one, from the side that bears a FIM.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indicia.spec import fim as fim_spec
from indicia.spec.symbol import MODULE_MAX, MODULE_MIN
from verify.locate.edges import Floats, Pixels
from verify.locate.fim import PITCH_SHARE, FimFound, find_fim
from verify.locate.mailpiece import Scale, Turn, plane_of, scale_of_size, turn_of
from verify.locate.outline import Outline
from verify.locate.plane import Plane
from verify.normalize import contradicted
from verify.seen import DpiSource

GUESSED_DPI = (300, 200, 240, 400, 600, 150, 500)
"""Resolutions at which a FIM is looked for when none is known, usual ones first; with FIM_GUESS_SHARE around
each they leave no gap from 150 to 600."""
FIM_GUESS_SHARE = 0.16
FIM_SCALE_UNCERTAINTY = 0.01
"""Share by which a printed FIM's pitch differs from 1/16 in: nothing states it; a printer's feed errs by less."""
FLAG_AGREES = 0.01
"""Share by which two statements of the resolution may differ without a note."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What settling needs of a symbol."""

    up_px: Floats
    """(x, y) in the picture: towards its top."""
    module_px: float
    """Module size."""
    mirrored: bool
    """Seen from behind."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What is said about the scale before anything is measured."""

    file: tuple[float, float] | None
    """The file's resolution, when it can be meant."""
    flag: float | None
    """The caller's."""
    size: tuple[float, float] | None
    """The caller's size of the upright piece, inches."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The upright piece in inches."""

    plane: Plane
    turn: Turn
    scale: Scale
    fim: FimFound | None
    """The FIM at its top edge."""


def settle(
    gray: Pixels, outline: Outline, stated: Stated, marks: Sequence[Mark]
) -> tuple[Settled | None, tuple[str, ...]]:
    """The piece, upright and in inches, with notes; None when there is no scale.

    Args:
        gray: H x W.
        outline: The piece in the picture.
        stated: What is known about the scale.
        marks: The symbols, the indicium's first.
    """
    scale, notes = _stated_scale(stated, marks)
    for turn in _turns(outline, marks):
        its_scale = scale or _scale_of_size(outline, turn, stated.size) or _scale_of_fim(gray, outline, turn)
        if its_scale is None:
            continue
        plane = plane_of(gray, outline, turn, its_scale)
        fim = find_fim(plane, PITCH_SHARE)
        if marks or fim is not None:
            return Settled(plane, turn, its_scale, fim), notes
    turn = next(_turns(outline, marks))
    its_scale = scale or _scale_of_size(outline, turn, stated.size) or _scale_of_symbol(marks)
    if its_scale is None:
        return None, (*notes, "no scale: the file states no resolution; give --dpi")
    plane = plane_of(gray, outline, turn, its_scale)
    return Settled(plane, turn, its_scale, find_fim(plane) if marks else None), notes


def _stated_scale(stated: Stated, marks: Sequence[Mark]) -> tuple[Scale | None, tuple[str, ...]]:
    """The scale that the file or the caller states."""
    file, notes = stated.file, []
    if file is not None and marks and (why := contradicted(file, marks[0].module_px)):
        file = None
        notes.append(why)
    if file is not None:
        if stated.flag and abs(stated.flag / ((file[0] + file[1]) / 2) - 1) > FLAG_AGREES:
            notes.append(f"the file says {file[0]:g} dpi, the flag {stated.flag:g}; the file's is used")
        return Scale(file[0], file[1], DpiSource.FILE), tuple(notes)
    if stated.flag:
        return Scale(stated.flag, stated.flag, DpiSource.FLAG), tuple(notes)
    return None, tuple(notes)


def _turns(outline: Outline, marks: Sequence[Mark]) -> Iterator[Turn]:
    """The turns that come into question: the symbol's alone, or all four, as the picture lies first."""
    if marks:
        yield turn_of(marks[0].up_px, outline, mirrored=marks[0].mirrored)
    else:
        yield from (Turn(quarters, mirrored=False) for quarters in range(4))


def _scale_of_size(outline: Outline, turn: Turn, size: tuple[float, float] | None) -> Scale | None:
    return scale_of_size(outline, turn, size) if size else None


def _scale_of_fim(gray: Pixels, outline: Outline, turn: Turn) -> Scale | None:
    """The scale at which the FIM's pitch is nominal."""
    for guess in GUESSED_DPI:
        plane = plane_of(gray, outline, turn, Scale(guess, guess, DpiSource.FIM))
        fim = find_fim(plane, FIM_GUESS_SHARE)
        if fim is not None:
            pattern = fim_spec.PATTERNS[fim.kind]
            pitch = float(fim.centers[-1] - fim.centers[0]) / (len(pattern) - 1)
            dpi = guess * pitch / fim_spec.PITCH
            return Scale(dpi, dpi, DpiSource.FIM, FIM_SCALE_UNCERTAINTY)
    return None


def _scale_of_symbol(marks: Sequence[Mark]) -> Scale | None:
    """The scale at which the symbol's modules are the nominal 0.020 in, which they need not be."""
    if not marks:
        return None
    dpi = marks[0].module_px / MODULE_MAX
    return Scale(dpi, dpi, DpiSource.SYMBOL, (MODULE_MAX - MODULE_MIN) / MODULE_MAX)


def up_of(corners_px: Floats) -> Floats:
    """From the bottom to the top of a symbol, by its own corners, (x, y) in the picture."""
    return np.asarray(corners_px[0] + corners_px[1] - corners_px[2] - corners_px[3])
