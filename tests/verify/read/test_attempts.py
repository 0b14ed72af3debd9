"""Which symbol is read where."""

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt
import pytest

from fixtures.handplaced import HandPlaced, Wish, modules, place
from fixtures.printscan import Background, Look, print_and_scan
from verify.locate.outline import outline
from verify.read import attempts, libdmtx, own
from verify.read.attempts import decode
from verify.seen import Reader

DATA = bytes([80, 129]) + bytes(47) + bytes(range(64))
"""The form of an indicium's message: version 80, this project's algorithm, fields, a signature."""

second_reader = pytest.mark.skipif(libdmtx.MISSING is not None, reason=str(libdmtx.MISSING))


@cache
def page() -> HandPlaced:
    return place(Wish(dpi=300, width=5.0, height=3.5, data=DATA))


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("known", [True, False])
def test_the_corner_is_read_in_every_turn_without_a_whole_pass(
    monkeypatch: pytest.MonkeyPatch, rotation: int, known: bool
) -> None:
    monkeypatch.setattr(attempts, "read_all", lambda _: pytest.fail("searched the whole page"))
    look = Look(rotation=rotation, background=Background.GRAY, skew_deg=2)
    scanned = print_and_scan(page().pixels, 300, np.random.default_rng(rotation), look)
    (found,) = decode(scanned.pixels, outline(scanned.pixels), 300 if known else None, thorough=False)
    assert DATA == found.data
    symbol = page().symbol
    assert symbol is not None
    assert found.corners_px == pytest.approx(scanned.truth.corners(symbol), abs=3)


def with_second_symbol() -> npt.NDArray[np.uint8]:
    pixels = page().pixels.copy()
    light = np.where(modules(b"OTHER", 20), 0, 255).astype(np.uint8)
    pixels[900:1020, 200:320] = np.kron(light, np.ones((6, 6), np.uint8))
    return pixels


def test_further_symbols_are_looked_for_only_on_demand() -> None:
    pixels = with_second_symbol()
    around = outline(pixels)
    assert [DATA] == [found.data for found in decode(pixels, around, 300, thorough=False)]
    both = decode(pixels, around, 300, thorough=True)
    assert [DATA, b"OTHER"] == [found.data for found in both]
    assert both[1].corners_px == pytest.approx(np.array([(200, 900), (320, 900), (320, 1020), (200, 1020)]), abs=2)


def test_a_page_that_begins_with_another_symbol_is_searched() -> None:
    pixels = with_second_symbol()
    pixels[:900] = 255
    light = np.where(modules(b"FIRST", 20), 0, 255).astype(np.uint8)
    pixels[100:220, 1100:1220] = np.kron(light, np.ones((6, 6), np.uint8))
    found = {one.data for one in decode(pixels, outline(pixels), 300, thorough=False)}
    assert {b"FIRST", b"OTHER"} == found


def test_our_own_reader_comes_before_the_expensive_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "read_all", lambda _: pytest.fail("searched the whole page"))
    pixels = page().pixels.copy()
    symbol = page().symbol
    assert symbol is not None
    left, top = round(symbol.left * 300), round(symbol.top * 300)
    cv2.line(pixels, (left - 20, top + 90), (left + 300, top + 130), 255, 9)
    cv2.line(pixels, (left + 60, top - 20), (left + 110, top + 300), 255, 9)
    (found,) = decode(pixels, outline(pixels), 300, thorough=False)
    assert (DATA, Reader.OWN) == (found.data, found.reader)


def test_a_symbol_anywhere_is_read_when_the_corners_are_empty() -> None:
    pixels = np.full((2000, 6000), 255, np.uint8)
    light = np.where(modules(b"ANYWHERE", 20), 0, 255).astype(np.uint8)
    pixels[940:1060, 2940:3060] = np.kron(light, np.ones((6, 6), np.uint8))
    (found,) = decode(pixels, outline(pixels), 300, thorough=False)
    assert b"ANYWHERE" == found.data


def test_paper_without_texture_is_not_searched_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "read_all", lambda _: pytest.fail("searched the whole page"))
    paper = np.clip(np.random.default_rng(2).normal(200, 3, (1000, 1500)), 0, 255).astype(np.uint8)
    cv2.line(paper, (100, 800), (1400, 820), 20, 6)
    assert [] == decode(paper, outline(paper), 300, thorough=False)


@second_reader
def test_the_second_reader_is_asked_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "read_one", lambda *_, **__: None)
    monkeypatch.setattr(own, "understood", lambda *_, **__: None)
    monkeypatch.setattr(attempts, "read_all", lambda _: [])
    monkeypatch.setattr(attempts, "LIBDMTX_TIMEOUT_MS", 3000)
    (found,) = decode(page().pixels, outline(page().pixels), 300, thorough=False)
    assert DATA == found.data
    symbol = page().symbol
    assert symbol is not None
    assert found.corners_px / 300 == pytest.approx(
        np.array(
            [
                (symbol.left, symbol.top),
                (symbol.right, symbol.top),
                (symbol.right, symbol.bottom),
                (symbol.left, symbol.bottom),
            ]
        ),
        abs=0.01,
    )
