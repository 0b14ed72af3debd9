"""Reading back finds what a renderer lost, in both formats, and only that."""

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fixtures.order_files import document
from indicia.faces import Face
from indicia.layout.marks import BarsMark, Page, SymbolMark, Text
from indicia.model.order import parse_order
from indicia.payload.codec import Payload, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.preflight import preflight
from indicia.readback import ReadBackFailed, Shown, read_back
from indicia.render.formats import FORMATS
from indicia.security.signing import signer_for
from indicia.spec.kinds import Ink

KEY = ec.derive_private_key(604, ec.SECP256R1())
PAYLOAD = Payload(
    algorithm=Algorithm.ECDSA_P256,
    certificate_serial=1001,
    manufacturer="ZZ",
    model="01",
    psd_serial=1001,
    ascending_register=370,
    amount=370,
    mailing_date=20050615,
    licensing_zip=6926,
    destination=941031234,
    descending_register=99_630,
)
MESSAGE = encode(PAYLOAD, signer_for(KEY).sign(signed_bytes(PAYLOAD)))

Make = Callable[[int], Page]


@pytest.fixture
def make(face: Face) -> Make:
    def page(dpi: int) -> Page:
        order = parse_order(document())
        assert order.meter is not None
        return preflight(order, order.meter, face, dpi=dpi, message_length=len(MESSAGE)).layout.page(MESSAGE)

    return page


DPI = [200, 203, 240, 300, 360, 400, 600, 720, 1200]
HEADS_DPI = [203, 300, 600]
"""Thermal printers, which ZPL is for."""


@pytest.mark.parametrize(
    ("suffix", "dpi"), [(suffix, dpi) for suffix in FORMATS for dpi in (HEADS_DPI if suffix == ".zpl" else DPI)]
)
def test_every_printer_resolution_reads_back(make: Make, face: Face, suffix: str, dpi: int) -> None:
    page = make(dpi)
    data = FORMATS[suffix].render([page], face, title="read back")
    read_back(data, suffix, [Shown(page, (MESSAGE,))], KEY.public_key())


@pytest.mark.parametrize("ink", Ink)
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_symbol_in_any_ink_reads_back(face: Face, suffix: str, ink: Ink) -> None:
    order = parse_order(document(indicium={"ink": ink.value}))
    page = preflight(order, order.meter, face, dpi=203, message_length=len(MESSAGE)).layout.page(MESSAGE)
    assert {ink, Ink.BLACK} == set(page.inks)
    data = FORMATS[suffix].render([page], face, title="read back")
    read_back(data, suffix, [Shown(page, (MESSAGE,))], KEY.public_key())


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_mark_that_is_lost_is_missed(make: Make, face: Face, suffix: str) -> None:
    page = make(300)
    kinds = [type(mark) for mark in page.marks]
    assert {SymbolMark, Text, BarsMark} == set(kinds)
    for index in range(len(page.marks)):
        rest = page.marks[:index] + page.marks[index + 1 :]
        data = FORMATS[suffix].render([Page(page.width, page.height, page.dpi, rest)], face, title="less")
        with pytest.raises(ReadBackFailed, match="cannot be read back" if index == 0 else "left no ink"):
            read_back(data, suffix, [Shown(page, (MESSAGE,))], KEY.public_key())


@pytest.mark.parametrize("bit", [0, 8 * 48, 8 * 49, 8 * 112 + 7])
def test_one_bit_of_difference_is_seen(make: Make, face: Face, bit: int) -> None:
    page = make(300)
    data = FORMATS[".png"].render([page], face, title="read back")
    other = bytearray(MESSAGE)
    other[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ReadBackFailed, match="another message"):
        read_back(data, ".png", [Shown(page, (bytes(other),))], KEY.public_key())


def test_another_devices_key_does_not_check(make: Make, face: Face) -> None:
    page = make(300)
    data = FORMATS[".png"].render([page], face, title="read back")
    stranger = ec.derive_private_key(708, ec.SECP256R1()).public_key()
    with pytest.raises(ReadBackFailed, match="signature does not check"):
        read_back(data, ".png", [Shown(page, (MESSAGE,))], stranger)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("keep", [0, 20, 0.5, 0.9])
def test_a_file_cut_short_is_not_released(make: Make, face: Face, suffix: str, keep: float) -> None:
    page = make(300)
    data = FORMATS[suffix].render([page], face, title="read back")
    short = data[: int(keep * len(data)) if keep < 1 else int(keep)]
    with pytest.raises(ReadBackFailed):
        read_back(short, suffix, [Shown(page, (MESSAGE,))], KEY.public_key())
