"""Many genuine pieces, each with an indicium of its own, as the small raw frames of a camera over the symbol."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fixtures.handplaced import modules
from indicia.payload.codec import Payload, encode, signed_bytes
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.keys import generate
from indicia.security.signing import KeySigner, signer_for

Pixels = npt.NDArray[np.uint8]

DAY = dt.date(2005, 6, 15)
DPI = 200
MODULE_PX = 4
"""20 mil at 200 dpi."""
SIDE = 44
"""Modules of a symbol's side."""
MARGIN_PX = 40
SERIAL = 1001
DEVICE = "ZZ010000001001"
AMOUNT = 370
"""Mills a piece."""
LOADED = 10**8
"""What the device was loaded with, mills: ascending and descending register make that up."""


@dataclass(frozen=True)
class Mint:
    """A provider with one device, whose pieces are numbered."""

    trust: Path
    signer: KeySigner

    @classmethod
    def opened(cls, folder: Path) -> "Mint":
        """A provider with its root in `folder`."""
        authority = Authority.create(folder, valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))
        signer = signer_for(generate(Algorithm.ECDSA_P256))
        certificate = authority.certify(signer.public_key, serial=SERIAL, device=DEVICE, provider="TEST PROVIDER")
        with authority.published(certificate):
            return cls(authority.trust, signer)

    def frame(self, number: int) -> Pixels:
        """The piece with that number."""
        light = np.where(modules(self._message(number), SIDE), 0, 255).astype(np.uint8)
        return np.pad(light.repeat(MODULE_PX, 0).repeat(MODULE_PX, 1), MARGIN_PX, constant_values=255)

    def _message(self, number: int) -> bytes:
        spent = (number + 1) * AMOUNT
        payload = Payload(
            algorithm=Algorithm.ECDSA_P256,
            certificate_serial=SERIAL,
            manufacturer="ZZ",
            model="01",
            psd_serial=SERIAL,
            ascending_register=spent,
            amount=AMOUNT,
            mailing_date=20050615,
            licensing_zip=6926,
            destination=941031234,
            descending_register=LOADED - spent,
        )
        return encode(payload, self.signer.sign(signed_bytes(payload)))
