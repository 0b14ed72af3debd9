"""Rows of letters: found whole, told apart at a point's gap, with points and dots on their own line."""

import numpy as np
import pytest

from fixtures.lettering import Scanned, scan, set_lines
from fixtures.printscan import Background, Look
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.geometry import Box
from verify.locate.parts import ink_of
from verify.locate.text import Lines, lines


@pytest.fixture(scope="module")
def face() -> Face:
    return find_face(None, default_search(), default_cache())


def scanned(face: Face, strings: list[tuple[str, float, bool]], look: Look, gap_pt: float = 2.0) -> Scanned:
    return scan(set_lines(face, strings, gap_pt=gap_pt), np.random.default_rng(4), look)


def found(seen: Scanned, without: list[Box] | None = None) -> Lines | None:
    patch = seen.plane.patch(seen.region)
    return lines(ink_of(patch, seen.levels, without or []))


def lengths(rows: Lines | None) -> list[int]:
    return [] if rows is None else rows.parted.counts.tolist()


@pytest.mark.parametrize("dpi", [200, 300])
def test_lines_a_point_apart_are_told_apart(face: Face, dpi: int) -> None:
    strings = [("US POSTAGE", 10.0, True), ("$0.370", 14.0, True), ("FIRST-CLASS MAIL", 8.0, False)]
    seen = found(scanned(face, strings, Look(scan_dpi=dpi), gap_pt=1.0))
    assert [9, 6, 15] == lengths(seen)


def test_dots_and_commas_belong_to_their_own_line(face: Face) -> None:
    strings = [("C/O J. Q. PUBLIC, ESQ.", 9.0, False), ("limit: jiffy's; ink.", 9.0, False)]
    seen = found(scanned(face, strings, Look()))
    # Of the second line, "ff" and "fy" hang together.
    assert [18, 16] == lengths(seen)


@pytest.mark.parametrize("size_pt", [8.0, 9.0, 12.0])
@pytest.mark.parametrize("gain_mil", [0.0, 0.8])
def test_asterisks_belong_to_the_line_that_they_begin(face: Face, size_pt: float, gain_mil: float) -> None:
    seen = found(scanned(face, [("** JUN 17 2005", size_pt, False)], Look(ink_gain_mil=gain_mil)))
    # Where ink has spread they may be one part.
    assert lengths(seen) in ([11], [10])


@pytest.mark.parametrize("angle", [-5.0, -2.0, 3.0, 5.0])
def test_the_baseline_follows_a_slanting_line(face: Face, angle: float) -> None:
    strings = [("MAILED FROM 06926", 9.0, False), ("ZZ 01 0000001001", 9.0, False)]
    seen = scanned(face, strings, Look(background=Background.BLACK, skew_deg=angle))
    # Seen as it lies in the picture: the plane of an upright page over the scan's own pixels.
    height, width = seen.plane.gray.shape
    upright = type(seen.plane)(
        seen.plane.gray,
        np.diag((1 / 300, 1 / 300, 1.0)),
        np.diag((300.0, 300.0, 1.0)),
        width / 300,
        height / 300,
        300.0,
    )
    corners = seen.plane.pixels([(seen.region.left, seen.region.top), (seen.region.right, seen.region.bottom)]) / 300
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    rows = lines(ink_of(upright.patch(Box(left, top, right, bottom).grown(0.02)), seen.levels, []))
    assert rows is not None
    assert 2 == np.count_nonzero(rows.parted.counts > 8)
    assert abs(-np.degrees(np.arctan(rows.slope)) - angle) < 0.4


def test_what_is_left_out_is_no_lettering(face: Face) -> None:
    seen = scanned(face, [("US POSTAGE", 10.0, True), ("$0.370", 14.0, True)], Look())
    assert [6] == lengths(found(seen, [seen.texts[0].ink_box.grown(0.01)]))


def test_plain_paper_has_no_lines(face: Face) -> None:
    seen = scanned(face, [("A", 8.0, False)], Look(noise=8.0, texture=2.0))
    assert found(seen, [seen.region]) is None


def test_figures_that_touch_by_a_pale_bridge_are_cut_there(face: Face) -> None:
    # At this scale the four's point reaches the eight.
    assert [7, 14] == lengths(
        found(scanned(face, [("$11.984", 10.0, True), ("IW549883665150", 10.0, True)], Look(scan_dpi=200)))
    )
