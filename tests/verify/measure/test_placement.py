"""The indicium's box, its clear zone and its angle, against what was put on the page."""

from dataclasses import replace

import numpy as np
import pytest

from fixtures.handplaced import HandPlaced, Wish, place
from fixtures.printscan import Background, Look, print_and_scan
from indicia.geometry import Box, union
from verify.observe import observe
from verify.scans import scan_of
from verify.seen import IndiciumSeen

CLEAN = Look()


def seen(page: HandPlaced, look: Look = CLEAN, seed: int = 5) -> IndiciumSeen:
    scanned = print_and_scan(page.pixels, page.dpi, np.random.default_rng(seed), look)
    (indicium,) = observe(scan_of(scanned.pixels, look.scan_dpi)).indicia
    return indicium


def sides(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


@pytest.mark.parametrize(
    "look",
    [
        CLEAN,
        Look(scan_dpi=200, blur_px=0.8, noise=4),
        Look(background=Background.GRAY, skew_deg=5, jpeg_quality=70),
        Look(background=Background.BLACK, skew_deg=-3, rotation=90, gradient=0.15),
    ],
)
def test_the_box_holds_symbol_and_lettering_and_no_fim(look: Look) -> None:
    page = place(Wish(dpi=300))
    indicium = seen(page, look)
    tolerance = 0.004 if look.scan_dpi == 300 else 0.006
    assert sides(page.indicium) == pytest.approx(sides(indicium.box), abs=tolerance)
    assert len(page.lines) + 1 == len(indicium.parts)
    lettering = sorted(indicium.parts[1:], key=lambda part: part.top)
    for line, part in zip(page.lines, lettering, strict=True):
        assert sides(line) == pytest.approx(sides(part), abs=tolerance)
    assert indicium.clear_left.value >= 0.5
    assert indicium.clear_below.value >= 0.5
    assert () == indicium.intruders


@pytest.mark.parametrize(("dpi", "blur_px"), [(200, 0.5), (300, 0.5), (300, 1.5)])
def test_how_well_the_box_is_known_follows_from_resolution_and_blur(dpi: int, blur_px: float) -> None:
    page = place(Wish(dpi=300))
    found = seen(page, Look(scan_dpi=dpi, blur_px=blur_px, noise=0.5))
    assert (0.5 + 0.63 * blur_px) / dpi == pytest.approx(found.uncertainty, abs=0.2 / dpi)
    off = max(abs(one - other) for one, other in zip(sides(page.indicium), sides(found.box), strict=True))
    assert off <= found.uncertainty + 1 / 300


def test_on_a_flat_more_is_looked_over_since_corrections_stand_next_to_their_original() -> None:
    page = place(Wish(dpi=300, width=12.0, height=9.0, fim=None, return_address=False, address=False))
    assert 1.0 < seen(page).clear_left.value


def test_lettering_beside_the_symbol_belongs_to_it_without_a_fim() -> None:
    wish = Wish(width=4.0, height=6.0, dpi=300, fim=None, symbol_right=1.6, return_address=False)
    page = place(wish)
    indicium = seen(page)
    assert sides(page.indicium) == pytest.approx(sides(indicium.box), abs=0.004)


WISH = Wish(dpi=300)
PAGE = place(WISH)
BOUNDARY = union((PAGE.indicium, *PAGE.fim_bars))


@pytest.mark.parametrize("gap", [0.2, 0.3, 0.45])
def test_matter_left_of_the_boundary_is_measured_and_listed(gap: float) -> None:
    matter = Box(BOUNDARY.left - gap - 0.4, 0.5, BOUNDARY.left - gap, 0.8)
    indicium = seen(place(replace(WISH, extra=(matter,))))
    assert gap == pytest.approx(indicium.clear_left.value, abs=0.005)
    assert indicium.clear_below.value >= 0.5
    assert 1 == len(indicium.intruders)
    assert matter.right == pytest.approx(indicium.intruders[0].right, abs=0.005)
    assert sides(PAGE.indicium) == pytest.approx(sides(indicium.box), abs=0.004)


@pytest.mark.parametrize("gap", [0.2, 0.3, 0.45])
def test_matter_below_the_boundary_is_measured_and_listed(gap: float) -> None:
    matter = Box(7.0, BOUNDARY.bottom + gap, 8.0, BOUNDARY.bottom + gap + 0.2)
    indicium = seen(place(replace(WISH, extra=(matter,))))
    assert gap == pytest.approx(indicium.clear_below.value, abs=0.005)
    assert indicium.clear_left.value >= 0.5
    assert 1 == len(indicium.intruders)
    assert matter.top == pytest.approx(indicium.intruders[0].top, abs=0.005)


@pytest.mark.parametrize(
    "matter",
    [
        Box(BOUNDARY.left - 1.0, 0.5, BOUNDARY.left - 0.56, 0.8),
        Box(7.0, BOUNDARY.bottom + 0.56, 8.0, BOUNDARY.bottom + 0.7),
        Box(BOUNDARY.left - 0.3, 0.6, BOUNDARY.left - 0.29, 0.61),
    ],
    ids=["left of the zone", "below the zone", "a speck"],
)
def test_matter_outside_the_zone_and_dust_do_not_intrude(matter: Box) -> None:
    indicium = seen(place(replace(WISH, extra=(matter,))))
    assert () == indicium.intruders
    assert min(indicium.clear_left.value, indicium.clear_below.value) >= 0.5


def test_shadow_along_the_edges_is_no_matter() -> None:
    indicium = seen(PAGE, Look(background=Background.WHITE, skew_deg=2, blur_px=1.0))
    assert () == indicium.intruders


@pytest.mark.parametrize("turn", [0.0, 4.0, -8.0])
def test_the_angle_to_the_address_is_measured(turn: float) -> None:
    """Everything but the indicium is turned."""
    page = place(WISH)
    height, width = page.pixels.shape
    cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    y, x = np.mgrid[420:height, 0:width]
    from_x = np.clip(cos * (x - width / 2) - sin * (y - 800) + width / 2, 0, width - 1).astype(int)
    from_y = np.clip(sin * (x - width / 2) + cos * (y - 800) + 800, 0, height - 1).astype(int)
    pixels = page.pixels.copy()
    pixels[420:] = np.where(from_y >= 420, page.pixels[from_y, from_x], 255)
    indicium = seen(replace(page, pixels=pixels))
    assert indicium.address_angle is not None
    assert abs(turn) == pytest.approx(indicium.address_angle.value, abs=0.6)


def test_without_an_address_there_is_no_angle() -> None:
    indicium = seen(place(replace(WISH, address=False, return_address=False)))
    assert indicium.address_angle is None
