"""Which side is up and how large an inch is: what is used, and what speaks against it."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from fixtures.handplaced import HandPlaced, Wish, place
from fixtures.printscan import Background, Look, Scanned, print_and_scan
from indicia.geometry import Box
from verify.observe import observe
from verify.scans import scan_of
from verify.seen import DpiSource, MailpieceSeen, Seen

WISH = Wish(dpi=600, width=6.5, height=3.625)
SIZE = (6.5, 3.625)


@cache
def page() -> HandPlaced:
    return place(WISH)


@cache
def scan(look: Look = Look()) -> Scanned:  # noqa: B008 - frozen
    return print_and_scan(page().pixels, page().dpi, np.random.default_rng(7), look)


def seen(look: Look = Look(), **said: Any) -> Seen:  # noqa: B008 - frozen
    file = said.pop("file", None)
    return observe(scan_of(scan(look).pixels, file), **said)


def piece(found: Seen) -> MailpieceSeen:
    assert found.mailpiece is not None
    return found.mailpiece


def about_scale(found: Seen) -> list[str]:
    return [note for note in found.notes if note.endswith(" used")]


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ({"file": 300.0}, DpiSource.FILE),
        ({"file": 300.0, "dpi": 300.0, "size": SIZE}, DpiSource.FILE),
        ({"dpi": 300.0, "size": SIZE}, DpiSource.FLAG),
        ({"size": SIZE}, DpiSource.SIZE),
        ({}, DpiSource.FIM),
    ],
)
def test_the_most_trusted_scale_is_used_and_agreeing_ones_say_nothing(said: dict[str, Any], source: DpiSource) -> None:
    found = seen(**said)
    assert source is piece(found).dpi_source
    assert 300 == pytest.approx(piece(found).dpi, rel=0.01)
    assert [] == about_scale(found)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"file": 300.0, "dpi": 310.0}, ("flag 310", "file")),
        ({"file": 300.0, "size": (6.75, 3.625)}, ("6.75", "6.50 x 3.63", "file's resolution")),
        ({"dpi": 310.0}, ("FIM's bars", "as at 300 dpi", "flag")),
        ({"size": (6.2, 3.46)}, ("FIM's bars", "as at 300 dpi", "size")),
        ({"file": 280.0}, ("symbol's modules measure 0.0214", "file")),
    ],
)
def test_scales_that_disagree_by_more_than_two_percent_are_told(said: dict[str, Any], words: tuple[str, ...]) -> None:
    notes = about_scale(seen(**said))
    assert any(all(word in note for word in words) for note in notes), notes


@pytest.mark.parametrize("said", [{"file": 300.0, "dpi": 304.0}, {"dpi": 304.0}, {"file": 300.0, "size": (6.6, 3.65)}])
def test_scales_that_differ_less_are_not_told(said: dict[str, Any]) -> None:
    assert [] == about_scale(seen(**said))


def test_a_trapezoid_widens_the_uncertainty_to_what_it_may_hide() -> None:
    flat, slanted = (
        seen(Look(background=Background.GRAY, perspective=share), file=300.0).indicia[0].box for share in (0.0, 0.025)
    )
    truth = page().indicium
    unsure = piece(seen(Look(background=Background.GRAY, perspective=0.025), file=300.0))
    assert flat.right == pytest.approx(truth.right, abs=0.004)
    assert unsure.width.uncertainty > 5 * piece(seen(Look(background=Background.GRAY), file=300.0)).width.uncertainty
    assert abs(unsure.width.value - WISH.width) <= unsure.width.uncertainty
    assert abs((unsure.width.value - slanted.right) - (WISH.width - truth.right)) <= unsure.edge_uncertainty + 0.005


@pytest.mark.parametrize(
    ("side", "skew"), [("left", 4.0), ("bottom", 4.0), ("left", -4.0), ("bottom", -4.0), ("left bottom", 3.0)]
)
def test_what_can_be_measured_of_a_piece_that_is_cut_off_stays_true(side: str, skew: float) -> None:
    scanned = scan(Look(background=Background.GRAY, skew_deg=skew))
    height = len(scanned.pixels)
    cut = scanned.pixels[: height - 450 if "bottom" in side else height, 450 if "left" in side else 0 :]
    found = observe(scan_of(np.ascontiguousarray(cut), 300.0))
    assert frozenset(side.split()) == piece(found).cut_off
    assert skew == pytest.approx(piece(found).skew_deg, abs=0.05)
    symbol, true = found.symbols[0].box, page().symbol
    assert true is not None
    assert piece(found).width.value - symbol.right == pytest.approx(WISH.width - true.right, abs=0.004)
    assert symbol.top == pytest.approx(true.top, abs=0.004)
    assert found.fim is not None
    assert found.fim.right.value == pytest.approx(2.0, abs=0.004)


def test_a_symbol_seen_from_behind_on_a_piece_that_is_not_is_told_apart() -> None:
    pixels = page().pixels.copy()
    box = page().symbol
    assert box is not None
    rows, columns = (
        slice(round(a * WISH.dpi), round(b * WISH.dpi)) for a, b in ((box.top, box.bottom), (box.left, box.right))
    )
    pixels[rows, columns] = pixels[rows, columns][:, ::-1]
    scanned = print_and_scan(pixels, WISH.dpi, np.random.default_rng(3), Look())
    found = observe(scan_of(scanned.pixels, 300.0))
    assert [True] == [symbol.mirrored for symbol in found.symbols]
    assert not piece(found).mirrored
    assert found.fim is not None


def test_a_piece_seen_from_behind_says_so() -> None:
    found = seen(Look(mirrored=True), file=300.0)
    assert piece(found).mirrored
    assert [True] == [symbol.mirrored for symbol in found.symbols]


def test_resolutions_that_differ_along_x_and_y_are_both_used() -> None:
    fine = scan(Look(scan_dpi=600)).pixels
    found = observe(scan_of(np.ascontiguousarray(fine[::2]), (600.0, 300.0)))
    symbol, true = found.symbols[0].box, page().symbol
    assert true is not None
    assert (WISH.width, WISH.height) == pytest.approx((piece(found).width.value, piece(found).height.value), abs=0.005)
    sides = [(getattr(symbol, side), getattr(true, side)) for side in ("left", "top", "right", "bottom")]
    assert all(measured == pytest.approx(expected, abs=0.005) for measured, expected in sides)
    assert Box(*(measured for measured, _ in sides)) == symbol
