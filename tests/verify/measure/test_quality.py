"""Each parameter falls under the damage that it measures, and only under that; all on symbols laid out by hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import Wish, modules, place
from fixtures.printscan import Background, Look, print_and_scan
from indicia.geometry import Box
from indicia.spec.ecc200 import BY_SHAPE
from verify.locate.plane import Plane
from verify.locate.symbol import refine
from verify.measure.quality import Grading, Printed, grade_symbol
from verify.measure.reflectance import Light
from verify.read.codewords import modules_of, places
from verify.seen import Measured, Parameter, Quality, Reader, SymbolSeen

Pixels = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.bool_]

PX = 8
QUIET = 4
SIDE = 44
SIZE = BY_SHAPE[SIDE, SIDE]
IDEAL = modules(bytes(range(113)), SIDE)
PLAIN = Light(np.linspace(0, 1, 256, dtype=np.float32), calibrated=False)
"""Grey as reflectance, so that what is drawn has the reflectance that it is drawn with."""
PARAMETERS = (
    "decode",
    "symbol_contrast",
    "modulation",
    "reflectance_margin",
    "fixed_pattern_damage",
    "axial_nonuniformity",
    "grid_nonuniformity",
    "unused_error_correction",
)
MODULE = 0.02


def drawn(dark: Bits = IDEAL, ink: int = 20, paper: int = 240) -> Pixels:
    page = np.pad(np.where(dark, ink, paper), QUIET, constant_values=paper)
    return np.kron(page, np.ones((PX, PX))).astype(np.uint8)


def square(rows: int = SIDE, columns: int = SIDE) -> npt.NDArray[np.float64]:
    return np.array([(0, 0), (columns, 0), (columns, rows), (0, rows)], dtype=np.float64)


def grading(
    picture: Pixels, *, module: tuple[float, float] = (MODULE, MODULE), reverse: bool = False, **known: Any
) -> Grading:
    printed = Printed(SIZE, (square() + QUIET) * PX, square() * module, light_on_dark=reverse)
    return grade_symbol(picture, printed, light=PLAIN, **known)


def others(quality: Quality, *but: str) -> list[float]:
    return [getattr(quality, name).grade for name in PARAMETERS if name not in but]


@dataclass(frozen=True)
class Damage:
    """Something that grows."""

    parameter: str
    levels: tuple[float, ...]
    do: Callable[[float], Pixels]
    least: float
    """Grade that the worst level must have come down to."""
    alone: tuple[str, ...] = ()
    """What may suffer with it."""


def blurred(level: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(drawn(), (0, 0), level * PX) if level else drawn(), dtype=np.uint8)


def turned(level: float) -> Pixels:
    """So many codewords with one wrong module each."""
    dark = IDEAL.copy()
    dark.reshape(-1)[places(SIZE)[: int(level), 0]] ^= True
    return drawn(dark)


def without_foot(level: float) -> Pixels:
    """So many modules of the lower left side gone."""
    dark = IDEAL.copy()
    dark[22 : 22 + int(level), 0] = False
    return drawn(dark)


def bulged(level: float) -> Pixels:
    """The inside moved to the right by so many modules, the outline left."""
    picture = drawn()
    y, x = (np.asarray(axis) for axis in np.indices(picture.shape, dtype=np.float32))
    across, down = (np.sin(np.pi * np.clip((axis / PX - QUIET) / SIDE, 0, 1)) for axis in (x, y))
    there = np.asarray(x - level * PX * across * down, dtype=np.float32)
    return np.asarray(cv2.remap(picture, there, y, cv2.INTER_LINEAR), dtype=np.uint8)


def speckled(level: float) -> Pixels:
    """Light modules of so many codewords darkened to just below the threshold's right side: weak, not wrong."""
    picture = drawn()
    light = np.array([next((m for m in word if not IDEAL.reshape(-1)[m]), word[0]) for word in places(SIZE)])
    for module in light[: int(level)]:
        row, column = divmod(int(module), SIDE)
        cell = picture[(row + QUIET) * PX : (row + QUIET + 1) * PX, (column + QUIET) * PX : (column + QUIET + 1) * PX]
        cell[:] = np.minimum(cell, 145)
    return picture


DAMAGES = (
    Damage("symbol_contrast", (20, 60, 90, 120, 160, 200), lambda ink: drawn(ink=int(ink)), 0),
    Damage("modulation", (0, 0.2, 0.28, 0.32, 0.36, 0.4), blurred, 0, ("reflectance_margin", "fixed_pattern_damage")),
    Damage("reflectance_margin", (0, 4, 8, 12, 16, 24, 27), turned, 0, ("unused_error_correction",)),
    Damage("unused_error_correction", (0, 4, 8, 12, 16, 24, 27), turned, 0, ("reflectance_margin",)),
    Damage("fixed_pattern_damage", (0, 1, 2, 3, 4, 6, 8), without_foot, 0),
    Damage("grid_nonuniformity", (0, 0.3, 0.6, 0.75, 0.82, 0.9), bulged, 0, ("fixed_pattern_damage",)),
    Damage("modulation", (0, 4, 8, 12, 16, 24, 27), speckled, 0, ("reflectance_margin",)),
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: f"{damage.parameter}-{damage.do.__name__}")
def test_a_parameter_falls_under_its_damage_and_no_other(damage: Damage) -> None:
    # Told what the symbol says, as a grader is by the reader: it follows print that strays far.
    found = [grading(damage.do(level), modules=IDEAL).quality for level in damage.levels]
    grades = [getattr(quality, damage.parameter).grade for quality in found]
    assert 4.0 == grades[0]
    assert grades == sorted(grades, reverse=True)
    assert damage.least >= grades[-1]
    assert 3 <= len(set(grades))
    for quality in found:
        assert {4.0} == set(others(quality, damage.parameter, *damage.alone))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: f"{damage.parameter}-{damage.do.__name__}")
def test_its_value_gets_worse_all_the_way(damage: Damage) -> None:
    values = [
        getattr(grading(damage.do(level), modules=IDEAL).quality, damage.parameter).value for level in damage.levels
    ]
    worse = [-value for value in values] if damage.parameter == "grid_nonuniformity" else values
    # Worse or the same; a hundredth is the noise of a grid.
    assert all(after <= before + 0.01 for before, after in pairwise(worse))


def test_stretching_shows_as_axial_nonuniformity() -> None:
    shares = (0.0, 0.05, 0.07, 0.09, 0.11, 0.13)
    found = [grading(drawn(), module=(MODULE, MODULE * (1 + share))).quality for share in shares]
    assert [4, 4, 3, 2, 1, 0] == [quality.axial_nonuniformity.grade for quality in found]
    # |X - Y| over their mean: 0.11 / 1.055.
    assert pytest.approx(0.11 / 1.055, abs=0.002) == found[4].axial_nonuniformity.value
    assert all({4.0} == set(others(quality, "axial_nonuniformity")) for quality in found)


def test_contrast_is_the_difference_of_the_extremes() -> None:
    assert pytest.approx((240 - 20) / 255, abs=0.002) == grading(drawn()).quality.symbol_contrast.value
    assert pytest.approx((20 / 255, 240 / 255), abs=0.002) == grading(drawn()).reflectance


@pytest.mark.parametrize("growth", [-0.25, 0.0, 0.25, 0.5])
def test_print_growth(growth: float) -> None:
    """Every dark run two pixels wider: a quarter of a module of eight."""
    by = round(abs(growth) * PX)
    kernel = np.ones((1, by + 1), np.uint8)
    # Dark spreads where the least of the neighbours is taken; half of it to each side, the odd one to the right.
    spread = {True: cv2.erode, False: cv2.dilate}[growth > 0]
    picture = spread(drawn(), kernel) if by else drawn()
    x, y = grading(np.asarray(picture, dtype=np.uint8)).quality.print_growth
    assert pytest.approx(growth, abs=0.01) == x
    assert pytest.approx(0.0, abs=0.01) == y


@pytest.mark.parametrize(("gap", "free"), [(0, 0.0), (0.75, 0.75), (1, 1.0), (1.375, 1.25), (3, 1.5)])
def test_the_quiet_zone_is_measured_on_its_narrowest_side(gap: float, free: float) -> None:
    picture = drawn()
    right = round((QUIET + SIDE + gap) * PX)
    picture[: (QUIET + 3) * PX, right : right + PX] = 20
    assert free == grading(picture).quality.quiet_zone.value


def test_matter_in_the_quiet_zone_of_the_l_costs_its_grade() -> None:
    picture = drawn()
    picture[10 * PX : 13 * PX, (QUIET - 1) * PX : QUIET * PX] = 20
    quality = grading(picture).quality
    assert (1.0, 1.0) == (quality.quiet_zone.grade, quality.fixed_pattern_damage.grade)


def test_a_symbol_beyond_repair_fails() -> None:
    found = grading(turned(60))
    assert Parameter(None, 0.0) == found.quality.decode == found.quality.unused_error_correction
    assert (0.0, None) == (found.quality.overall, found.wrong)
    assert found.quality.formal.startswith("0.0/")
    # What needs no message is measured all the same.
    assert 4.0 == found.quality.symbol_contrast.grade == found.quality.fixed_pattern_damage.grade


def test_what_a_reader_knows_of_a_symbol_beyond_repair_is_used() -> None:
    picture = turned(30)
    erased = np.zeros(SIZE.data_codewords + SIZE.error_codewords, dtype=np.bool_)
    erased[:40] = True
    quality = grading(picture, modules=IDEAL, erased=erased).quality
    assert 4.0 == quality.decode.grade
    assert pytest.approx(1 - 40 / 56) == quality.unused_error_correction.value


def test_wrong_codewords_are_named() -> None:
    wrong = grading(turned(5)).wrong
    assert wrong is not None
    assert [0, 1, 2, 3, 4] == np.flatnonzero(wrong).tolist()


def test_reverse_print_is_graded_the_same() -> None:
    plain, reverse = grading(drawn()), grading(255 - drawn(), reverse=True)
    assert others(plain.quality) == others(reverse.quality)
    assert np.array_equal(plain.quality.modulation_map, reverse.quality.modulation_map)
    damaged = grading(255 - without_foot(3), reverse=True)
    assert grading(without_foot(3)).quality.fixed_pattern_damage == damaged.quality.fixed_pattern_damage


def test_the_map_shows_where_modules_are_weak() -> None:
    map_ = grading(speckled(3)).quality.modulation_map
    assert (SIDE, SIDE) == map_.shape
    assert 3 == np.count_nonzero(map_ < 4)


def test_the_formal_grade_says_what_it_is() -> None:
    quality = grading(drawn()).quality
    assert "4.0/16/W/scan" == quality.formal
    assert not quality.calibrated
    assert pytest.approx(16.0, abs=0.05) == quality.aperture_mil
    assert quality.formal == grading(drawn(), aperture=0.8).quality.formal
    assert "4.0/08/W/scan" == grading(drawn(), aperture=0.4).quality.formal


def test_a_symbol_that_was_seen_is_graded_where_it_lies() -> None:
    picture = drawn()
    to_piece = np.diag((MODULE / PX, MODULE / PX, 1.0))
    plane = Plane(picture, to_piece, np.linalg.inv(to_piece), 1.04, 1.04, PX / MODULE)
    box = Box(QUIET * MODULE, QUIET * MODULE, (QUIET + SIDE) * MODULE, (QUIET + SIDE) * MODULE)
    symbol = SymbolSeen(
        data=b"",
        rows=SIDE,
        columns=SIDE,
        corners_px=(square() + QUIET) * PX,
        box=box,
        x_dimension=Measured(MODULE, 0.0001),
        angle_deg=0.0,
        reader=Reader.ZXING,
        mirrored=False,
        errors_corrected=0,
        text=None,
    )
    found = grade_symbol(picture, Printed.of(symbol, plane), light=PLAIN)
    assert found.quality.formal == grading(picture).quality.formal


def test_a_rectangle_of_several_regions() -> None:
    size = BY_SHAPE[16, 48]
    # The words of nothing are a symbol without errors.
    dark = modules_of(np.zeros(size.data_codewords + size.error_codewords, dtype=np.uint8), size)
    corners = square(16, 48)
    printed = Printed(size, (corners + QUIET) * PX, corners * MODULE)
    quality = grade_symbol(drawn(dark), printed, light=PLAIN).quality
    assert {4.0} == set(others(quality))


@pytest.mark.parametrize("dpi", [200, 300, 600])
@pytest.mark.parametrize(
    "look", [Look(), Look(background=Background.GRAY, skew_deg=7, perspective=0.02), Look(rotation=180)]
)
def test_a_clean_scan_has_the_best_grade(dpi: int, look: Look) -> None:
    page = place(Wish())
    assert page.symbol is not None
    scan = print_and_scan(page.pixels, page.dpi, np.random.default_rng(dpi), replace(look, scan_dpi=dpi))
    outline = refine(scan.pixels, scan.truth.corners(page.symbol), SIDE, SIDE)
    inches = cv2.perspectiveTransform(outline.corners_px[None], np.linalg.inv(scan.truth.to_scan))[0]
    # The simulated printer and scanner mix greys, not light.
    printed = Printed(SIZE, outline.corners_px, np.asarray(inches, dtype=np.float64))
    quality = grade_symbol(scan.pixels, printed, light=PLAIN).quality
    assert {4.0} == set(others(quality))
    assert 0.06 > (quality.grid_nonuniformity.value or 0)
