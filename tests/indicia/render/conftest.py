from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from indicia.faces import Face, find_face
from indicia.geometry import Box
from indicia.layout.marks import BarsMark, Mark, Page, SymbolMark, Text
from indicia.spec.ecc200 import BY_SHAPE
from indicia.spec.kinds import FimKind, Ink, Role
from indicia.symbology import datamatrix, fim, imb, postnet
from indicia.typeset import set_run
from indicia.units import snap

WIDTH, HEIGHT = 9.5, 4.125
PAYLOAD = np.random.default_rng(113).integers(0, 256, 113, dtype=np.uint8).tobytes()
TRACKING, ROUTING = "00270123200123456789", "94103123456"

INDICIUM = (
    ("US POSTAGE", Role.US_POSTAGE, 14.0, True, 0.42),
    ("$0.370", Role.AMOUNT, 16.0, True, 0.65),
    ("FIRST-CLASS", Role.MAIL_CLASS, 8.0, True, 0.80),
    ("JUN 15 2005", Role.DATE, 8.0, False, 0.93),
    ("MAILED FROM ZIP CODE 06926", Role.ZIP, 8.0, False, 1.06),
    ("ZZ010000001001", Role.SERIAL, 8.0, False, 1.19),
)
RETURN = ("TEST PROVIDER", "27 WATERVIEW DRIVE", "STAMFORD CT 06926-0001")
ADDRESS = ("MS ADA EXAMPLE", "1 MARKET STREET STE 400", "SAN FRANCISCO CA 94103-1234")


@pytest.fixture(scope="session")
def face(tmp_path_factory: pytest.TempPathFactory) -> Face:
    return find_face(None, (), tmp_path_factory.mktemp("faces"))


def symbol(dpi: int, left: float, top: float, shape: tuple[int, int] = (44, 44)) -> SymbolMark:
    modules = datamatrix.encode(PAYLOAD, BY_SHAPE[shape])
    dots = max(1, round(0.02 * dpi))
    x, y = snap(left, dpi), snap(top, dpi)
    size = Box(0, 0, shape[1] * dots / dpi, shape[0] * dots / dpi)
    return SymbolMark(size.moved(x, y), modules, dots)


def lines(face: Face, strings: tuple[str, ...], role: Role, x: float, first_baseline: float) -> list[Text]:
    return [
        set_run(face, string, role=role, size_pt=10.0, bold=False).at(x, first_baseline + 0.165 * index)
        for index, string in enumerate(strings)
    ]


@pytest.fixture(scope="session")
def letter(face: Face) -> Callable[..., Page]:
    """A #10 letter set by hand: symbol, FIM D, lettering in one ink, addresses and bars in that `around` them."""

    def made(
        dpi: int = 300,
        *,
        ink: Ink = Ink.BLACK,
        around: Ink = Ink.BLACK,
        shape: tuple[int, int] = (44, 44),
        barcode: str = "imb",
        more: tuple[Mark, ...] = (),
    ) -> Page:
        right = WIDTH - 0.26
        lettering = []
        for string, role, size_pt, bold, baseline in INDICIUM:
            run = set_run(face, string, role=role, size_pt=size_pt, bold=bold)
            lettering.append(run.at(right - run.ink.right, baseline))
        if barcode == "imb":
            digits = TRACKING + ROUTING
            bars = imb.bars(TRACKING, ROUTING, left=WIDTH - 4.0, bottom=HEIGHT - 0.25, dpi=dpi)
        else:
            digits = ROUTING
            bars = postnet.bars(ROUTING, left=WIDTH - 4.0, bottom=HEIGHT - 0.25, dpi=dpi)
        indicium: list[Mark] = [
            symbol(dpi, WIDTH - 4.0, 0.27, shape),
            BarsMark("fim", fim.bars(FimKind.D, right=WIDTH - 2.0, top=0.0, dpi=dpi), fim=FimKind.D),
            *lettering,
        ]
        surroundings: list[Mark] = [
            *lines(face, RETURN, Role.RETURN_ADDRESS, 0.35, 0.45),
            *lines(face, ADDRESS, Role.DELIVERY_ADDRESS, 4.0, 2.1),
            BarsMark(barcode, bars, digits),
        ]
        marks = [replace(mark, ink=ink) for mark in indicium] + [replace(mark, ink=around) for mark in surroundings]
        return Page(WIDTH, HEIGHT, dpi, (*marks, *more))

    return made
