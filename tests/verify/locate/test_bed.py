"""Pictures of two greys: a white piece on a white bed shows none of its edges, and says so."""

import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import Wish, place
from fixtures.printscan import Background, Look, print_and_scan
from verify.locate.bed import EDGES_HIDDEN, hides_edges
from verify.locate.outline import SIDES, outline
from verify.observe import observe
from verify.scans import scan_of

Pixels = npt.NDArray[np.uint8]
PAGE = place(Wish(dpi=300))


def in_two_greys(look: Look) -> Pixels:
    scan = print_and_scan(PAGE.pixels, PAGE.dpi, np.random.default_rng(3), look).pixels
    return np.where(scan > 128, 255, 0).astype(np.uint8)


def test_a_white_bed_in_two_greys_hides_every_edge() -> None:
    seen = observe(scan_of(in_two_greys(Look(background=Background.WHITE, skew_deg=1)), 300))
    assert seen.mailpiece is not None
    assert frozenset(SIDES) == seen.mailpiece.cut_off
    assert EDGES_HIDDEN in seen.notes


@pytest.mark.parametrize(
    "look", [Look(), Look(background=Background.BLACK, skew_deg=1), Look(background=Background.GRAY, skew_deg=-2)]
)
def test_edges_that_show_and_cropped_pictures_are_taken_at_their_word(look: Look) -> None:
    seen = observe(scan_of(in_two_greys(look), 300))
    assert seen.mailpiece is not None
    assert frozenset() == seen.mailpiece.cut_off
    assert seen.mailpiece.width.value == pytest.approx(9.5, abs=0.02)


def test_the_shadow_on_a_white_bed_shows_the_edges_in_grey() -> None:
    look = Look(background=Background.WHITE, skew_deg=1)
    scan = print_and_scan(PAGE.pixels, PAGE.dpi, np.random.default_rng(3), look).pixels
    assert not hides_edges(scan, outline(scan), 300)


def test_dust_on_the_bed_is_no_print_and_an_empty_picture_hides_nothing() -> None:
    hidden = in_two_greys(Look(background=Background.WHITE))
    hidden[10:12, 20:22] = 0
    assert hides_edges(hidden, outline(hidden), 300)
    blank = np.full((900, 900), 255, np.uint8)
    assert not hides_edges(blank, outline(blank), 300)
