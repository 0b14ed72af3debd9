"""Print quality of a symbol, in the manner of ISO/IEC 15415.

What a scan cannot certify: a verifier lights the symbol at 45 degrees with light of 660 nm and is calibrated to
traceable reflectances. A scanner has broadband light, a geometry and a tone curve of its own. Its grades put prints in
order and find what is wrong with them; they are no certificate, whoever prints them. The formal grade says so: its
light is W (white), its angle `scan`, and `calibrated` tells whether a card of known reflectance was on the glass.
"""

from dataclasses import dataclass, replace
from itertools import accumulate
from operator import or_

import cv2
import numpy as np

from indicia.spec import print_quality as spec
from indicia.spec.ecc200 import BY_SHAPE, SymbolSize
from verify.locate.plane import Floats, Pixels, Plane
from verify.measure.codeword_grades import (
    carried,
    dealing_of,
    ideal_modules,
    least_of_codewords,
    overlay_grade,
    unused_error_correction,
    wrong_codewords,
)
from verify.measure.fixed_pattern import FixedPatternDamage, fixed_pattern_damage
from verify.measure.grades import at_least, at_most, graded
from verify.measure.quality_grid import MARGIN, SETTLED, Field, FlatView, common, flat_view, measured_edges
from verify.measure.reflectance import UNCALIBRATED, Light
from verify.read.codewords import Bits, Indices, codewords, modules_of
from verify.seen import Parameter, Quality, SymbolSeen

ANGLE = "scan"
"""In place of the angle of the light, which a scan does not tell."""
ROUNDS = 6
"""Times that a symbol is laid out at most: a grid that strays a module is followed so far. Sound print takes one."""
MIL = 1000
_QUIET_STEPS = np.arange(0.5, MARGIN - 0.4, 0.25)
"""Modules outside the symbol where its quiet zone is looked at: at the edge itself the aperture still sees ink."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A symbol as it lies in a scan."""

    size: SymbolSize
    corners_px: Floats
    """4 x 2 outer corners, by their names on the symbol itself: top left, top right, bottom right, bottom left."""
    corners: Floats
    """The same on the piece, inches."""
    light_on_dark: bool = False
    """Printed in reverse."""

    @classmethod
    def of(cls, symbol: SymbolSeen, plane: Plane) -> "Printed":
        """A symbol that was seen, with its corners on the piece."""
        size = BY_SHAPE[symbol.rows, symbol.columns]
        corners = plane.inches(symbol.corners_px)
        return cls(size, symbol.corners_px, corners, light_on_dark=symbol.light_on_dark)

    @property
    def module(self) -> tuple[float, float]:
        """Inches of a module along x and y, by the corners."""
        across = self.corners[1] + self.corners[2] - self.corners[0] - self.corners[3]
        down = self.corners[3] + self.corners[2] - self.corners[0] - self.corners[1]
        return float(np.hypot(*across)) / 2 / self.size.columns, float(np.hypot(*down)) / 2 / self.size.rows


@dataclass(frozen=True, slots=True)
class Grading:
    """The grades of a symbol and what they come from."""

    quality: Quality
    """All parameters."""
    fixed_pattern: FixedPatternDamage
    """Segment by segment."""
    reflectance: tuple[float, float]
    """Least and greatest in symbol and quiet zone, fractions of 1."""
    wrong: Bits | None
    """K codewords in the order of their placement: those with a wrong module; None when that is not known."""


@dataclass(frozen=True, slots=True)
class _Print:
    """A symbol through the aperture, on its own grid."""

    values: Field
    """(R + 2) x (C + 2) reflectances, a ring of quiet zone included."""
    least: float
    """Of everything in symbol and quiet zone."""
    greatest: float
    """Likewise."""
    strayed: Field
    """R x C x 2: from the best ideal grid, modules."""
    pitch: tuple[float, float]
    """Of that grid, over that of the corners."""
    growth: tuple[float, float]
    """Modules."""
    free: float
    """Modules of quiet zone at the narrowest side."""

    @property
    def threshold(self) -> float:
        """ISO/IEC 15415:2011 7.6: midway between the extremes."""
        return (self.least + self.greatest) / 2

    @property
    def contrast(self) -> float:
        """ISO/IEC 15415:2011 7.8.3."""
        return self.greatest - self.least


@dataclass(frozen=True, slots=True)
class _Codewords:
    """The parameters that error correction takes part in."""

    modulation: Parameter
    margin: Parameter
    unused: Parameter

    @classmethod
    def unknown(cls) -> "_Codewords":
        """Of a symbol beyond repair: it fails to decode (ISO/IEC 15415:2011 7.8.2), and has no codewords to grade."""
        failed = Parameter(None, 0.0)
        return cls(failed, failed, failed)


def grade_symbol(
    gray: Pixels,
    printed: Printed,
    *,
    modules: Bits | None = None,
    erased: Bits | None = None,
    light: Light = UNCALIBRATED,
    aperture: float = spec.APERTURE_SHARE,
) -> Grading:
    """The grades of one symbol.

    Args:
        gray: H x W, the scan.
        printed: The symbol in it.
        modules: R x C, the symbol as it should be, True is its own colour; when the reader does not tell, its
            modules are sampled and corrected here.
        erased: K codewords that the reader filled in knowing them to be doubtful.
        light: Reflectances of greys.
        aperture: Diameter of the measuring aperture, modules.
    """
    size = printed.size
    seen = _seen(gray, printed, modules, light, aperture)
    states = (seen.values < seen.threshold) ^ printed.light_on_dark
    ideal = modules if modules is not None else ideal_modules(states[1:-1, 1:-1], size)
    modulation = np.abs(seen.values - np.float32(seen.threshold)) * np.float32(2 / max(seen.contrast, 1e-6))
    margin = np.where(states == _expected(states, ideal, size), modulation, np.float32(0))
    fixed = fixed_pattern_damage(graded(margin, spec.MODULATION), states, size)
    inner = slice(1, -1), slice(1, -1)
    wrong = None if ideal is None else wrong_codewords(states[inner], ideal, size)
    words = _Codewords.unknown()
    if ideal is not None and wrong is not None:
        dealing, check = dealing_of(ideal, size), size.error_codewords // size.blocks
        unused = unused_error_correction(wrong, dealing, check, erased)
        words = _Codewords(
            _overlay(least_of_codewords(modulation[inner], size), dealing, check),
            _overlay(least_of_codewords(margin[inner], size), dealing, check),
            Parameter(max(0.0, unused), float(at_least(unused, spec.UNUSED_ERROR_CORRECTION))),
        )
    quality = _quality(seen, fixed, words, module=printed.module, aperture=aperture)
    quality = replace(quality, calibrated=light.calibrated, modulation_map=graded(modulation[inner], spec.MODULATION))
    return Grading(quality, fixed, (seen.least, seen.greatest), wrong)


def _seen(gray: Pixels, printed: Printed, modules: Bits | None, light: Light, aperture: float) -> _Print:
    """The symbol on its own grid, which is followed until it settles."""
    shape = printed.size.rows, printed.size.columns
    off = np.zeros((*shape, 2), dtype=np.float32)
    for turn in range(ROUNDS):
        view = flat_view(gray, printed.corners_px, shape, light.table, off if turn else None)
        through = view.through_aperture(aperture)
        inside = view.inspected(through)
        least, greatest, _, _ = cv2.minMaxLoc(inside)
        middle = (least + greatest) / 2
        dark = _dark(view, through, middle) if modules is None else modules ^ printed.light_on_dark
        edges = measured_edges(view, dark)
        off = off + edges.off
        if float(np.abs(edges.off).max()) <= SETTLED:
            break
    strayed, pitch = common(off)
    values = view.sampled(through, edges.off)
    free = _free(view, (through < middle) ^ printed.light_on_dark)
    return _Print(values, least, greatest, strayed, pitch, edges.growth, free)


def _dark(view: FlatView, through: Field, threshold: float) -> Bits:
    """R x C modules that measure dark on the view's own grid."""
    return np.asarray(view.middles(through)[1:-1, 1:-1] < threshold)


def _free(view: FlatView, printed: Bits) -> float:
    """Modules of quiet zone at the narrowest side, in quarters, at most as many as are looked at.

    Args:
        view: The symbol.
        printed: Its H x W pixels through the aperture that have the symbol's own colour.
    """
    steps = [round((MARGIN - step) * view.scale) for step in _QUIET_STEPS]
    own = slice(MARGIN * view.scale, -MARGIN * view.scale)
    sides = (printed[:, own], printed[::-1, own], printed[own].T, printed[own, ::-1].T)
    touched = [any(side[at].any() for side in sides) for at in steps]
    clear = [step for step, hit in zip(_QUIET_STEPS, accumulate(touched, or_), strict=True) if not hit]
    return float(max(clear, default=0.0))


def _expected(states: Bits, ideal: Bits | None, size: SymbolSize) -> Bits:
    """(R + 2) x (C + 2) modules as they should be; data beyond repair are taken as measured."""
    expected = np.zeros_like(states)
    if ideal is None:
        ideal = modules_of(codewords(states[1:-1, 1:-1], size), size)
    expected[1:-1, 1:-1] = ideal
    return expected


def _overlay(values: Field, dealing: Indices, check: int) -> Parameter:
    """Modulation or reflectance margin of a symbol, from those of its K codewords."""
    grade = overlay_grade(graded(values, spec.MODULATION), dealing, check)
    return Parameter(carried(values, dealing, check), float(grade))


def _quality(
    seen: _Print, fixed: FixedPatternDamage, words: _Codewords, *, module: tuple[float, float], aperture: float
) -> Quality:
    """All parameters, uncalibrated and without the map."""
    spacing = module[0] * seen.pitch[0], module[1] * seen.pitch[1]
    aperture_mil = aperture * min(spacing) * MIL
    axial = abs(spacing[0] - spacing[1]) / ((spacing[0] + spacing[1]) / 2)
    strayed = float(np.hypot(seen.strayed[..., 0], seen.strayed[..., 1]).max())
    decode = Parameter(None, 0.0 if words.unused.value is None else 4.0)
    contrast = Parameter(seen.contrast, float(at_least(seen.contrast, spec.SYMBOL_CONTRAST)))
    nonuniformity = Parameter(axial, float(at_most(axial, spec.AXIAL_NONUNIFORMITY)))
    grid = Parameter(strayed, float(at_most(strayed, spec.GRID_NONUNIFORMITY)))
    damage = Parameter(fixed.average, float(fixed.grade))
    zones = [segment.grade for segment in fixed.segments if segment.name.startswith("QZ")]
    graded_ = (decode, contrast, words.modulation, words.margin, damage, nonuniformity, grid, words.unused)
    overall = min(parameter.grade for parameter in graded_)
    return Quality(
        decode=decode,
        symbol_contrast=contrast,
        modulation=words.modulation,
        reflectance_margin=words.margin,
        fixed_pattern_damage=damage,
        axial_nonuniformity=nonuniformity,
        grid_nonuniformity=grid,
        unused_error_correction=words.unused,
        print_growth=seen.growth,
        quiet_zone=Parameter(seen.free, float(min(zones))),
        aperture_mil=aperture_mil,
        calibrated=False,
        overall=overall,
        formal=f"{overall:.1f}/{aperture_mil:02.0f}/{spec.WHITE_LIGHT}/{ANGLE}",
        modulation_map=np.zeros((0, 0), dtype=np.uint8),
    )
