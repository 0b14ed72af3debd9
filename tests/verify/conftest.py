"""A #10 letter as it would be seen, made by hand: every test changes the one thing that it is about."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fixtures.handplaced import Pixels, Wish, place
from indicia.geometry import Box, union
from indicia.payload.codec import Payload, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.keys import generate
from indicia.security.signing import KeySigner, signer_for
from indicia.spec.kinds import Edition, FimKind, Shape
from verify.answer import Answer
from verify.options import Options
from verify.policy import Policy
from verify.seen import DpiSource, FimSeen, IndiciumSeen, MailpieceSeen, Measured, Reader, Seen, SymbolSeen
from verify.verdict import Court

DPI = 300.0
DAY = dt.date(2005, 6, 15)
SERIAL = 1001
DEVICE = "ZZ010000001001"
SYMBOL_BOX = Box(5.45, 0.25, 6.33, 1.13)
BLOCK_BOX = Box(7.85, 0.25, 9.25, 1.0)


@dataclass(frozen=True)
class Office:
    """A provider with one device."""

    authority: Authority
    signer: KeySigner

    def message(self, **changes: Any) -> bytes:
        """A genuine message whose fields differ from the ordinary ones by `changes`."""
        fields: dict[str, Any] = {
            "algorithm": Algorithm.ECDSA_P256,
            "certificate_serial": SERIAL,
            "manufacturer": "ZZ",
            "model": "01",
            "psd_serial": 1001,
            "ascending_register": 12_340,
            "amount": 370,
            "mailing_date": 20050615,
            "licensing_zip": 6926,
            "destination": 941031234,
            "descending_register": 87_660,
        }
        payload = Payload(**fields | changes)
        return encode(payload, self.signer.sign(signed_bytes(payload)))


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("provider")
    valid_from, valid_to = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
    authority = Authority.create(folder, valid_from=valid_from, valid_to=valid_to)
    signer = signer_for(generate(Algorithm.ECDSA_P256))
    certificate = authority.certify(signer.public_key, serial=SERIAL, device=DEVICE, provider="TEST PROVIDER")
    with authority.published(certificate):
        return Office(authority, signer)


@pytest.fixture(scope="session")
def trust(office: Office) -> Path:
    return office.authority.trust


def piece_seen(width: float = 9.5, height: float = 4.125, shape: Shape = Shape.LETTER) -> MailpieceSeen:
    return MailpieceSeen(
        width=Measured(width, 0.004),
        height=Measured(height, 0.004),
        skew_deg=0.3,
        rotation=0,
        dpi=DPI,
        dpi_source=DpiSource.FILE,
        shape=shape,
        to_piece=np.diag((1 / DPI, 1 / DPI, 1.0)),
        cut_off=frozenset(),
        edge_uncertainty=0.002,
    )


def symbol_seen(data: bytes, box: Box = SYMBOL_BOX) -> SymbolSeen:
    corners = np.array([(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)])
    return SymbolSeen(
        data=data,
        rows=44,
        columns=44,
        corners_px=corners * DPI,
        box=box,
        x_dimension=Measured(0.02, 0.0001),
        angle_deg=0.0,
        reader=Reader.ZXING,
        mirrored=False,
        errors_corrected=0,
        text=None,
    )


def mark_seen(*parts: Box) -> IndiciumSeen:
    boxes = parts or (SYMBOL_BOX, BLOCK_BOX)
    return IndiciumSeen(
        symbol=0,
        box=union(boxes),
        parts=boxes,
        uncertainty=0.002,
        clear_left=Measured(1.5, 0.004),
        clear_below=Measured(1.2, 0.004),
        intruders=(),
        address_angle=Measured(0.1, 0.2),
    )


def fim_seen(kind: FimKind = FimKind.D) -> FimSeen:
    return FimSeen(
        kind=kind,
        right=Measured(2.0, 0.004),
        top=Measured(0.03, 0.004),
        bottom=Measured(0.63, 0.004),
        bar_width=Measured(0.031, 0.002),
        pitch=Measured(0.0625, 0.0005),
        slant_deg=Measured(0.1, 0.2),
        prd=0.8,
        box=Box(6.97, 0.03, 7.5, 0.63),
    )


@pytest.fixture
def letter(office: Office) -> Seen:
    """A lawful #10 letter with FIM D."""
    return Seen(piece_seen(), (symbol_seen(office.message()),), fim_seen(), (mark_seen(),))


@pytest.fixture
def label(office: Office) -> Seen:
    """A lawful 4x6 label without FIM, 4 inches wide."""
    mark = mark_seen(Box(1.3, 0.3, 2.18, 1.18), Box(2.3, 0.3, 3.7, 1.1))
    symbol = symbol_seen(office.message(), mark.parts[0])
    return Seen(piece_seen(4.0, 6.0, Shape.PARCEL), (symbol,), None, (mark,))


Judge = Callable[..., Answer]


@pytest.fixture
def judge(trust: Path) -> Judge:
    """The answer for a page deposited on the ordinary day; keyword arguments are the operator's options."""

    def _judge(seen: Seen, **options: Any) -> Answer:
        if isinstance(options.get("policy"), Edition):
            options["policy"] = Policy(options["policy"])
        return Court.of(trust, Options(**{"on": DAY} | options)).answer(seen, file="a.png")

    return _judge


@pytest.fixture
def says(office: Office, letter: Seen) -> Callable[..., Seen]:
    """The letter with a genuine message whose fields differ, or with the bytes given."""

    def _says(data: bytes | None = None, **changes: Any) -> Seen:
        message = office.message(**changes) if data is None else data
        return replace(letter, symbols=(replace(letter.symbols[0], data=message),))

    return _says


@pytest.fixture(scope="session")
def picture(office: Office) -> Pixels:
    """A lawful #10 letter as pixels, 300 dpi, grey."""
    return place(Wish(data=office.message(), dpi=int(DPI))).pixels


@pytest.fixture
def letter_file(picture: Pixels, tmp_path: Path) -> Path:
    """The same as a PNG file that states its resolution."""
    path = tmp_path / "letter.png"
    Image.fromarray(picture).save(path, dpi=(DPI, DPI))
    return path
