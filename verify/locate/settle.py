"""Which side of the piece is up, and how many pixels are an inch: the two things that an outline leaves open.

The scale, in order of trust: the file, the caller's flag, the caller's size of the piece, the pitch of the
FIM (nominal 1/16 in), the module size of the symbol (nominal 0.020 in, the last resort).
The turn: from the symbol, since indicia are printed upright; without one, from the side that bears a FIM.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicia.spec import fim as fim_spec
from indicia.spec.symbol import MODULE_MAX, MODULE_MIN
from verify.locate.edges import Floats, Pixels
from verify.locate.fim import PITCH_SHARE, FimFound, find_fim, pitch_of
from verify.locate.mailpiece import Scale, Turn, plane_of, scale_of_size, slant_share, turn_of
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
AGREES = 0.02
"""Share by which two of the scales may differ without a note."""


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
    settled = _with_fim(gray, outline, stated, scale, marks) or _without_fim(gray, outline, stated, scale, marks)
    if settled is None:
        return None, (*notes, "no scale: the file states no resolution; give --dpi")
    return settled, (*notes, *disagreements(settled, outline, stated, marks))


def _with_fim(
    gray: Pixels, outline: Outline, stated: Stated, scale: Scale | None, marks: Sequence[Mark]
) -> Settled | None:
    """The first turn that has a scale and a FIM at its top edge."""
    for turn in _turns(outline, marks):
        its_scale = scale or _scale_of_size(outline, turn, stated.size) or _scale_of_fim(gray, outline, turn)
        if its_scale is not None:
            plane = plane_of(gray, outline, turn, its_scale)
            fim = find_fim(plane, PITCH_SHARE)
            if fim is not None:
                return Settled(plane, turn, _doubted(its_scale, outline), fim)
    return None


def _without_fim(
    gray: Pixels, outline: Outline, stated: Stated, scale: Scale | None, marks: Sequence[Mark]
) -> Settled | None:
    """The likeliest turn, when there is a scale."""
    turn = next(_turns(outline, marks))
    its_scale = scale or _scale_of_size(outline, turn, stated.size) or _scale_of_symbol(marks)
    if its_scale is None:
        return None
    return Settled(plane_of(gray, outline, turn, its_scale), turn, _doubted(its_scale, outline), None)


def _doubted(scale: Scale, outline: Outline) -> Scale:
    """The scale with what a picture taken at a slant adds to its uncertainty; a size that is given leaves none."""
    if scale.source is DpiSource.SIZE:
        return scale
    return replace(scale, uncertainty=math.hypot(scale.uncertainty, slant_share(outline)))


def _stated_scale(stated: Stated, marks: Sequence[Mark]) -> tuple[Scale | None, tuple[str, ...]]:
    """The scale that the file or the caller states."""
    file, notes = stated.file, []
    if file is not None and marks and (why := contradicted(file, marks[0].module_px)):
        file = None
        notes.append(why)
    if file is not None:
        if stated.flag and _apart(stated.flag, (file[0] + file[1]) / 2):
            notes.append(f"the file says {file[0]:g} dpi, the flag {stated.flag:g}; the file's is used")
        return Scale(file[0], file[1], DpiSource.FILE), tuple(notes)
    if stated.flag:
        return Scale(stated.flag, stated.flag, DpiSource.FLAG), tuple(notes)
    return None, tuple(notes)


def _turns(outline: Outline, marks: Sequence[Mark]) -> Iterator[Turn]:
    """The turns that come into question: the symbol's alone, or all four, as the picture lies first.

    A symbol seen from behind speaks for a piece seen from behind, unless a FIM shows that only the symbol is.
    """
    if marks:
        for mirrored in (True, False) if marks[0].mirrored else (False,):
            yield turn_of(marks[0].up_px, outline, mirrored=mirrored)
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
            dpi = guess * pitch_of(fim) / fim_spec.PITCH
            return Scale(dpi, dpi, DpiSource.FIM, FIM_SCALE_UNCERTAINTY)
    return None


def _scale_of_symbol(marks: Sequence[Mark]) -> Scale | None:
    """The scale at which the symbol's modules are the nominal 0.020 in, which they need not be."""
    if not marks:
        return None
    dpi = marks[0].module_px / MODULE_MAX
    return Scale(dpi, dpi, DpiSource.SYMBOL, (MODULE_MAX - MODULE_MIN) / MODULE_MAX)


def disagreements(settled: Settled, outline: Outline, stated: Stated, marks: Sequence[Mark]) -> tuple[str, ...]:
    """What speaks for another scale than the one that is used.

    Args:
        settled: The piece in inches.
        outline: The piece in the picture.
        stated: What is known about the scale.
        marks: The symbols, the indicium's first.
    """
    plane, used = settled.plane, f"the {_WORDS[settled.scale.source]} is used"
    notes = []
    if stated.size and not outline.cut_off and settled.scale.source is not DpiSource.SIZE:
        (width, height), seen = stated.size, f"{plane.width:.2f} x {plane.height:.2f} in"
        if _apart(plane.width, width) or _apart(plane.height, height):
            notes.append(f"the piece measures {seen}, not the {width:g} x {height:g} that were given; {used}")
    if settled.fim is not None and _apart(pitch_of(settled.fim), fim_spec.PITCH):
        dpi = plane.dpi * pitch_of(settled.fim) / fim_spec.PITCH
        notes.append(f"the FIM's bars stand {pitch_of(settled.fim):.4f} in apart, as at {dpi:.0f} dpi; {used}")
    if marks:
        module = marks[0].module_px / plane.dpi
        if module < MODULE_MIN * (1 - AGREES) or module > MODULE_MAX * (1 + AGREES):
            notes.append(f"the symbol's modules measure {module:.4f} in, as at another scale; {used}")
    return tuple(notes)


_WORDS = {
    DpiSource.FILE: "file's resolution",
    DpiSource.FLAG: "resolution of the flag",
    DpiSource.SIZE: "size that was given",
    DpiSource.FIM: "FIM's pitch",
    DpiSource.SYMBOL: "symbol's module",
}


def _apart(one: float, other: float) -> bool:
    """Whether two lengths or resolutions disagree."""
    return abs(one / other - 1) > AGREES


def up_of(corners_px: Floats) -> Floats:
    """From the bottom to the top of a symbol, by its own corners, (x, y) in the picture."""
    return np.asarray(corners_px[0] + corners_px[1] - corners_px[2] - corners_px[3])
