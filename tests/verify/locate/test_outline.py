"""Where the piece lies: on any background, or filling the frame."""

from functools import cache

import numpy as np
import pytest

from fixtures.handplaced import HandPlaced, Wish, place
from fixtures.printscan import Background, Look, Paper, Scanned, print_and_scan
from indicia.geometry import Box
from verify.locate.outline import outline


@cache
def page() -> HandPlaced:
    return place(Wish(dpi=300, width=5.0, height=3.5))


def scan(look: Look, seed: int = 11) -> Scanned:
    return print_and_scan(page().pixels, page().dpi, np.random.default_rng(seed), look)


def off_inches(scanned: Scanned) -> float:
    """The largest distance of a corner from its true place."""
    truth = scanned.truth
    true = truth.corners(Box(0, 0, truth.width, truth.height))
    found = outline(scanned.pixels).corners_px
    return float(min(np.abs(np.roll(true, -i, axis=0) - found).max() for i in range(4)) / truth.scan_dpi)


@pytest.mark.parametrize("background", [Background.BLACK, Background.GRAY, Background.WHITE])
@pytest.mark.parametrize(("skew", "dpi"), [(0, 300), (5, 300), (-5, 200), (10, 300)])
def test_corners_are_found_on_any_background(background: Background, skew: float, dpi: int) -> None:
    scanned = scan(Look(background=background, skew_deg=skew, scan_dpi=dpi))
    found = outline(scanned.pixels)
    assert not found.fills_frame
    assert frozenset() == found.cut_off
    assert off_inches(scanned) < (0.006 if background is Background.WHITE else 0.003)


def test_perspective_is_kept() -> None:
    assert off_inches(scan(Look(background=Background.GRAY, perspective=0.02))) < 0.003


@pytest.mark.parametrize("seed", range(4))
def test_a_white_piece_is_found_close_to_a_white_frame(seed: int) -> None:
    look = Look(background=Background.WHITE, scan_dpi=200, margin=0.06)
    scanned = print_and_scan(page().pixels, page().dpi, np.random.default_rng(seed), look)
    found = outline(scanned.pixels)
    assert frozenset() == found.cut_off
    assert not found.fills_frame
    assert off_inches(scanned) < 0.008


@pytest.mark.parametrize("paper", list(Paper))
def test_paper_of_any_colour_is_found_on_white(paper: Paper) -> None:
    scanned = scan(Look(background=Background.WHITE, paper=paper, texture=2, jpeg_quality=75))
    found = outline(scanned.pixels)
    assert off_inches(scanned) * scanned.truth.scan_dpi < max(2.0, found.uncertainty_px)


@pytest.mark.parametrize(
    "look",
    [
        Look(),
        Look(noise=8, gradient=0.15),
        Look(paper=Paper.KRAFT, texture=3),
        Look(rotation=90, jpeg_quality=50),
        Look(scan_dpi=200, blur_px=2),
    ],
)
def test_a_cropped_piece_fills_the_frame(look: Look) -> None:
    scanned = scan(look)
    found = outline(scanned.pixels)
    height, width = scanned.pixels.shape
    assert found.fills_frame
    assert frozenset() == found.cut_off
    assert [[0, 0], [width, 0], [width, height], [0, height]] == found.corners_px.tolist()


@pytest.mark.parametrize("side", ["top", "right", "bottom", "left"])
def test_a_piece_that_runs_out_of_the_frame_is_cut_off_there(side: str) -> None:
    pixels = scan(Look(background=Background.GRAY, margin=0.5)).pixels
    height, width = pixels.shape
    rows = slice(400 if side == "top" else 0, height - 400 if side == "bottom" else height)
    columns = slice(400 if side == "left" else 0, width - 400 if side == "right" else width)
    assert frozenset({side}) == outline(pixels[rows, columns]).cut_off


def test_printed_rules_and_barcodes_along_the_edges_are_no_edges() -> None:
    """A box of rules and a row of bars as wide as a small card, on paper that fills the frame."""
    pixels = np.full((1050, 1500), 255, np.uint8)
    pixels[60:63, 60:1440] = pixels[980:983, 60:1440] = 30
    pixels[60:983, 60:63] = pixels[60:983, 1437:1440] = 30
    for x in range(300, 1300, 14):
        pixels[930:968, x : x + 6] = 30
    assert outline(pixels).fills_frame


@pytest.mark.parametrize("shape", [(1, 1), (20, 3000), (130, 130), (300, 300)])
@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_picture_is_all_piece(shape: tuple[int, int], value: int) -> None:
    assert outline(np.full(shape, value, np.uint8)).fills_frame


def test_noise_is_all_piece() -> None:
    pixels = np.random.default_rng(0).integers(0, 255, (800, 1200), dtype=np.uint8)
    assert outline(pixels).fills_frame
