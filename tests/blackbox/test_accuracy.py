"""Measurements at 300 dpi against the exact geometry of the simulation, over random scans.

The ceilings are the project's promises; run with `-s` to see what was reached.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import HandPlaced, Wish, place
from fixtures.printscan import Background, Look, print_and_scan
from indicia.geometry import Box
from verify.observe import observe
from verify.scans import scan_of

SEED = 4810
SCANS = 20
DPI = 300


@dataclass(frozen=True, slots=True)
class Errors:
    """What was measured minus what is true, one row a scan; inches, degrees, shares."""

    symbol: npt.NDArray[np.float64]
    indicium: npt.NDArray[np.float64]
    piece: npt.NDArray[np.float64]
    skew: npt.NDArray[np.float64]
    module: npt.NDArray[np.float64]
    fim_right: npt.NDArray[np.float64]
    fim_bottom: npt.NDArray[np.float64]
    pitch: npt.NDArray[np.float64]
    beyond: npt.NDArray[np.bool_]
    """Whether the right side of the indicium lies beyond its stated uncertainty."""


def off(measured: Box, true: Box) -> list[float]:
    return [getattr(measured, side) - getattr(true, side) for side in ("left", "top", "right", "bottom")]


def look(rng: np.random.Generator) -> Look:
    """A scan such as an office makes."""
    background = list(Background)[int(rng.integers(4))]
    return Look(
        scan_dpi=DPI,
        background=background,
        skew_deg=0.0 if background is Background.NONE else float(rng.uniform(-5, 5)),
        rotation=int(rng.integers(4)) * 90,
        ink_gain_mil=float(rng.uniform(-0.5, 1.0)),
        blur_px=float(rng.uniform(0.4, 1.1)),
        noise=float(rng.uniform(0.5, 6)),
        gradient=float(rng.uniform(0, 0.1)),
        jpeg_quality=int(rng.integers(60, 95)) if rng.uniform() < 0.5 else None,
    )


@cache
def page() -> HandPlaced:
    return place(Wish(width=7.5, height=3.875))


@cache
def errors() -> Errors:
    rows: list[tuple[object, ...]] = []
    true_page = page()
    assert true_page.symbol is not None
    for number in range(SCANS):
        rng = np.random.default_rng((SEED, number))
        how = look(rng)
        scanned = print_and_scan(true_page.pixels, true_page.dpi, rng, how)
        seen = observe(scan_of(scanned.pixels, DPI))
        piece, fim = seen.mailpiece, seen.fim
        assert piece is not None
        assert fim is not None
        indicium = off(seen.indicia[0].box, true_page.indicium)
        allowed = seen.indicia[0].uncertainty + piece.edge_uncertainty
        rows.append(
            (
                off(seen.symbols[0].box, true_page.symbol),
                indicium,
                (piece.width.value - scanned.truth.width, piece.height.value - scanned.truth.height),
                piece.skew_deg - how.skew_deg,
                seen.symbols[0].x_dimension.value / 0.02 - 1,
                fim.right.value - 2.0,
                fim.bottom.value - true_page.fim_bars[0].bottom,
                fim.pitch.value - 1 / 16,
                abs(indicium[2]) > allowed + abs(how.ink_gain_mil) / 1000,
            )
        )
    return Errors(*(np.array(column) for column in zip(*rows, strict=True)))


def report(name: str, values: npt.NDArray[np.float64], unit: str) -> None:
    size = np.abs(values)
    print(f"{name:12s} median {np.median(size):.5f} p99 {np.quantile(size, 0.99):.5f} max {size.max():.5f} {unit}")  # noqa: T201 - for -s


@pytest.mark.parametrize("what", ["symbol", "indicium", "piece"])
def test_box_edges_are_true_to_three_thousandths(what: str) -> None:
    values = getattr(errors(), what)
    report(what, values, "in")
    assert np.median(np.abs(values)) <= 0.003
    assert np.quantile(np.abs(values), 0.99) <= 0.012


def test_skew_is_true_to_a_twentieth_of_a_degree() -> None:
    report("skew", errors().skew, "deg")
    assert np.abs(errors().skew).max() <= 0.05


def test_modules_are_true_to_half_a_percent() -> None:
    report("module", errors().module, "share")
    assert np.abs(errors().module).max() <= 0.005


@pytest.mark.parametrize("what", ["fim_right", "fim_bottom", "pitch"])
def test_the_fim_is_true_to_three_thousandths(what: str) -> None:
    values = getattr(errors(), what)
    report(what, values, "in")
    assert np.median(np.abs(values)) <= 0.003
    assert np.abs(values).max() <= 0.006


def test_stated_uncertainties_hold() -> None:
    assert not errors().beyond.any()
