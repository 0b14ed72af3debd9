"""Rows of bars found, read and measured on slips of paper."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import zint

from fixtures.bar_scans import clean_look, other_bars, plane_of, specimen
from fixtures.bars import PAGE_DPI, SLIP, Row, draw, imb_bars, postnet_bars, slip
from fixtures.handplaced import Wish, place
from fixtures.printscan import Look, print_and_scan
from indicia.geometry import Box
from verify.locate.ink import Levels
from verify.measure.bars import find_bars, read_picture
from verify.seen import BarcodeKind

DATA = Path(__file__).resolve().parents[3].parent / "shared" / "data"
absent = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the project")
OKAPI = {
    "okapi-postnet/postnet-alignment-left.png": "012345678",
    "okapi-postnet/postnet-alignment-right.png": "012345678",
    "okapi-postnet/postnet-module-width-2.png": "012345678",
    "okapi-uspsonecode/usps-one-code-alignment-center.png": "12345678901234567890",
    "okapi-uspsonecode/usps-one-code-length-25.png": "1234567890123456789012345",
    "okapi-uspsonecode/usps-one-code-length-29.png": "12345678901234567890123456789",
    "okapi-uspsonecode/usps-one-code-length-31.png": "1234567890123456789012345678901",
    "okapi-uspsonecode/usps-one-code-module-width-ratio.png": "12345678901234567890",
}
"""Pictures and what they say; PLANET and POSTNET without digits say nothing here."""


@pytest.mark.parametrize("postal", [False, True])
@pytest.mark.parametrize("dpi", [200, 300, 600])
def test_measures_hold_the_truth_within_their_uncertainty(dpi: int, postal: bool) -> None:
    inside = []
    for seed in range(5):
        one = specimen(np.random.default_rng([21, seed]), dpi=dpi, postal=postal, degraded=False)
        (seen,) = find_bars(plane_of(one.scanned))
        gain = 2 * one.look.ink_gain_mil / 1000
        truths = (
            (seen.full_height, one.row.full + gain),
            (seen.bar_width, one.row.width + gain),
            (seen.bars_per_inch, 1 / one.row.pitch),
            (seen.angle_deg, one.row.angle_deg),
        )
        inside += [abs(measured.value - truth) <= measured.uncertainty for measured, truth in truths]
        box = one.row.box.grown(gain / 2)
        for side in ("left", "top", "right", "bottom"):
            assert getattr(box, side) == pytest.approx(getattr(seen.box, side), abs=0.003)
    assert sum(inside) >= 0.9 * len(inside)


@pytest.mark.parametrize("where", [(5.6, 3.825), (4.2, 2.9)])
@pytest.mark.parametrize("rotation", [0, 180])
def test_bars_are_found_in_the_clear_zone_and_in_the_address_block(where: tuple[float, float], rotation: int) -> None:
    page = place(Wish()).pixels.copy()
    rng = np.random.default_rng(22)
    digits, bars = imb_bars(rng)
    row = Row(bars, *where)
    draw(page, row, rng)
    (seen,) = find_bars(plane_of(print_and_scan(page, PAGE_DPI, rng, Look(rotation=rotation))))
    assert (BarcodeKind.IMB, digits, 0) == (seen.kind, seen.digits, seen.corrected)
    assert row.box.contains(seen.box, 0.004)


@pytest.mark.parametrize("postal", [False, True])
def test_a_piece_that_lies_on_its_head_unknown_to_anybody_is_read(postal: bool) -> None:
    rng = np.random.default_rng(23)
    digits, bars = postnet_bars(rng) if postal else imb_bars(rng)
    scanned = print_and_scan(slip(Row(bars, 0.5, 1.0), rng), PAGE_DPI, rng, Look(scan_dpi=200, rotation=180))
    assert [digits] == [seen.digits for seen in read_picture(scanned.pixels, 200)]


def test_only_the_regions_asked_for_are_looked_at() -> None:
    rng = np.random.default_rng(24)
    _, bars = imb_bars(rng)
    scan = plane_of(print_and_scan(slip(Row(bars, 0.5, 1.0), rng), PAGE_DPI, rng, clean_look(200, rng)))
    assert () == find_bars(scan, [Box(0, 1.3, *SLIP)])
    assert () == find_bars(scan, [])
    assert 1 == len(find_bars(scan, [Box(0, 0.7, *SLIP), Box(0, 0.6, SLIP[0], 1.4)]))
    assert 1 == len(find_bars(scan, levels=Levels(40, 245)))


def test_two_rows_are_both_read() -> None:
    rng = np.random.default_rng(25)
    rows = [imb_bars(rng), postnet_bars(rng)]
    page = slip(Row(rows[0][1], 0.5, 0.8), rng)
    draw(page, Row(rows[1][1], 0.7, 1.4, full=0.125), rng)
    seen = find_bars(plane_of(print_and_scan(page, PAGE_DPI, rng, clean_look(300, rng))))
    assert {rows[0][0], rows[1][0]} == {one.digits for one in seen}


@pytest.mark.parametrize(
    ("symbology", "content"),
    [
        (zint.Symbology.PLANET, "12345678901"),
        (zint.Symbology.CEPNET, "12345678"),
        (zint.Symbology.RM4SCC, "BX11LT1A"),
        (zint.Symbology.KIX, "2500GG30250"),
        (zint.Symbology.JAPANPOST, "15400233-16-4-205"),
        (zint.Symbology.AUSPOST, "96184209"),
        (zint.Symbology.MAILMARK_4S, "1100000000000XY11"),
        (zint.Symbology.MAILMARK_4S, "41038422416563762EF61AH8T "),
    ],
)
def test_other_postal_codes_are_not_read(symbology: zint.Symbology, content: str) -> None:
    rng = np.random.default_rng(26)
    row = Row(other_bars(symbology, content), 0.4, 0.9, pitch=1 / 22.5)
    scanned = print_and_scan(slip(row, rng), PAGE_DPI, rng, clean_look(200, rng))
    assert () == find_bars(plane_of(scanned))


@pytest.mark.parametrize("gone", [1, 5, 10, 20])
def test_postnet_that_is_cut_short_is_not_read(gone: int) -> None:
    rng = np.random.default_rng([27, gone])
    for _ in range(3):
        _, bars = next(found for found in iter(lambda: postnet_bars(rng), None) if len(found[0]) > 5)
        scanned = print_and_scan(slip(Row(bars[:-gone], 0.5, 1.0), rng), PAGE_DPI, rng, clean_look(200, rng))
        assert () == find_bars(plane_of(scanned))


@absent
@pytest.mark.parametrize("name", OKAPI)
def test_exact_renderings_without_margin_are_read_either_way_up(name: str) -> None:
    pixels = cv2.imread(str(DATA / name), cv2.IMREAD_GRAYSCALE)
    assert pixels is not None
    gray = np.asarray(pixels, dtype=np.uint8)
    assert [OKAPI[name]] == [seen.digits for seen in read_picture(gray)]
    assert [OKAPI[name]] == [seen.digits for seen in read_picture(np.ascontiguousarray(gray[::-1, ::-1]))]


@absent
def test_pictures_of_other_things_are_not_read() -> None:
    folders = ("zxing-cpp-negatives", "paper-backgrounds", "libdmtx-siemens", "okapi-datamatrix")
    paths = [path for folder in folders for path in sorted((DATA / folder).iterdir())]
    assert len(paths) >= 60
    for path in paths:
        pixels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
        if pixels is not None:
            gray = np.asarray(pixels, dtype=np.uint8)
            assert () == read_picture(gray), path.name
            assert () == read_picture(gray, 200), path.name


@pytest.mark.parametrize("shape", [(1, 1), (3, 2000), (2000, 3), (40, 40), (300, 900)])
@pytest.mark.parametrize("value", [0, 255])
def test_pictures_of_nothing_are_not_read(shape: tuple[int, int], value: int) -> None:
    assert () == read_picture(np.full(shape, value, np.uint8))
