"""What stands on paper is what was debited and signed, for readers that know nothing of this project."""

import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from fixtures.layouts import choice_of
from fixtures.order_files import NAMES
from indicia.payload.profiles import Algorithm
from indicia.psd.records import IssueState
from tests.indicia.release.conftest import Desk, Open, order_of, pixels, symbols
from verify.read import libdmtx

# facts/payload.md: offsets, lengths and encodings of the 49 signed bytes, little-endian.
FIELDS = struct.Struct("<BBI2s2sI5s3sII5s6sI4s")
MARGIN_IN = 0.1
AMOUNTS = {"ibi-letter-10": 370, "ibi-letter-6-3-4": 600, "ibi-label-4x6": 3850}
DATES = {"ibi-letter-10": 20050615, "ibi-letter-6-3-4": 20060201, "ibi-label-4x6": 20050615}
FOR_LIBDMTX = {(40, 40), (44, 44)}
"""Squares: libdmtx knows no rectangle of ISO/IEC 21471."""


@pytest.mark.parametrize("dpi", [200, 300, 600])
@pytest.mark.parametrize("suffix", [".pdf", ".png", ".tif"])
@pytest.mark.parametrize("name", NAMES)
def test_two_readers_read_the_logged_message(desk: Desk, name: str, suffix: str, dpi: int) -> None:
    file = desk.folder / f"page{suffix}"
    shape = choice_of(desk.print(file, order_of(name), dpi=dpi).checked.layout).size
    message = desk.entry().message
    gray = pixels(file, dpi)
    (found,) = symbols(gray)
    assert 113 == len(message)
    assert message == found.bytes
    readers = {(shape.rows, shape.columns)} & FOR_LIBDMTX
    assert bool(readers) == (shape.rows == shape.columns)
    for rows, columns in readers:
        second = libdmtx.read_one(cut(gray, found.position, dpi), 5_000)
        assert second is not None
        assert (message, rows, columns) == (second.data, second.rows, second.columns)


def cut(gray: npt.NDArray[np.uint8], position: object, dpi: int) -> npt.NDArray[np.uint8]:
    """The pixels around a symbol, which libdmtx finds sooner alone."""
    corners = [getattr(position, name) for name in ("top_left", "top_right", "bottom_right", "bottom_left")]
    margin = round(MARGIN_IN * dpi)
    top, left = (max(0, min(getattr(c, axis) for c in corners) - margin) for axis in "yx")
    bottom, right = (max(getattr(c, axis) for c in corners) + margin for axis in "yx")
    return np.ascontiguousarray(gray[top:bottom, left:right])


@pytest.mark.parametrize("name", NAMES)
def test_the_signed_bytes_parse_as_the_facts_say(desk: Desk, name: str) -> None:
    file = desk.folder / "page.png"
    desk.print(file, order_of(name))
    (found,) = symbols(pixels(file, 300))
    amount = AMOUNTS[name]
    assert 49 == FIELDS.size
    assert (
        *(80, 129, 1001, b"ZZ", b"01", 1001, amount.to_bytes(5, "little"), amount.to_bytes(3, "little")),
        *(DATES[name], 6926, (941031234).to_bytes(5, "little"), bytes.fromhex("000400020000"), 20_000 - amount),
        b"8034",
    ) == FIELDS.unpack(found.bytes[:49])


@pytest.mark.parametrize(
    ("algorithm", "length", "shape"),
    [
        (Algorithm.ECDSA_P256, 113, (44, 44)),
        (Algorithm.ED25519, 113, (44, 44)),
        (Algorithm.DSA_1024, 89, (40, 40)),
    ],
)
def test_the_signature_checks_with_the_trust_directory_alone(
    open_desk: Open, algorithm: Algorithm, length: int, shape: tuple[int, int]
) -> None:
    desk = open_desk(algorithm)
    file = desk.folder / "page.pdf"
    size = choice_of(desk.print(file).checked.layout).size
    (found,) = symbols(pixels(file, 300))
    assert (length, shape) == (len(found.bytes), (size.rows, size.columns))
    signed, signature = found.bytes[:49], found.bytes[49:]
    require_signed(desk.trust, signed, signature)
    with pytest.raises(InvalidSignature):
        require_signed(desk.trust, signed[:-1] + b"5", signature)


def require_signed(trust: Path, signed: bytes, signature: bytes) -> None:
    """Nothing, when a certificate that the root issued signs for the bytes."""
    root = x509.load_pem_x509_certificate((trust / "ca.pem").read_bytes())
    certificates = [
        x509.load_pem_x509_certificate(file.read_bytes())
        for file in trust.glob("*.pem")
        if file.stem not in {"ca", "crl"}
    ]
    (certificate,) = [c for c in certificates if c.serial_number == int.from_bytes(signed[2:6], "little")]
    certificate.verify_directly_issued_by(root)
    key, half = certificate.public_key(), len(signature) // 2
    der = encode_dss_signature(int.from_bytes(signature[:half]), int.from_bytes(signature[half:]))
    match key:
        case ec.EllipticCurvePublicKey():
            key.verify(der, signed, ec.ECDSA(hashes.SHA256()))
        case dsa.DSAPublicKey():
            key.verify(der, signed, hashes.SHA1())
        case ed25519.Ed25519PublicKey():
            key.verify(signature, signed)
        case _:
            pytest.fail("a key of another kind")


def test_registers_move_by_the_postage_and_keep_their_sum(desk: Desk) -> None:
    for number, name in enumerate(NAMES):
        desk.print(desk.folder / f"{number}.png", order_of(name))
    ascending = 0
    for number, name in enumerate(NAMES):
        (found,) = symbols(pixels(desk.folder / f"{number}.png", 300))
        fields = FIELDS.unpack(found.bytes[:49])
        ascending += AMOUNTS[name]
        assert (ascending, 20_000 - ascending) == (int.from_bytes(fields[6], "little"), fields[12])
    assert [IssueState.RELEASED] * 3 == desk.states()


def test_an_order_without_meter_prints_the_devices_own(desk: Desk) -> None:
    named, bare = (
        desk.print(desk.folder / f"{number}.png", order)
        for number, order in enumerate((order_of(), order_of(meter=None)))
    )
    assert named.checked.layout.indicium.lettering == bare.checked.layout.indicium.lettering
    assert "ZZ010000001001" in {text.string.split()[-1] for text in bare.checked.layout.indicium.lettering}
