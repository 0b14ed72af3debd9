"""The embedded default: a provider's test keys, a loaded device, two orders."""

import datetime as dt
import json
from pathlib import Path

from indicia.faces import Face
from indicia.model.order import Order, read_order
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import TEST_MANUFACTURER, Identity
from indicia.release import Released, print_order
from indicia.security.authority import Authority
from indicia.spec.kinds import Location, System
from indicia.units import MILLS_PER_DOLLAR

MAILING_DATE = dt.date(2005, 6, 15)
DPI = 300
FUNDS = 100 * MILLS_PER_DOLLAR

INDICIUM = {
    "technology": "ibi",
    "system": "pc-postage",
    "purpose": "postage",
    "mailing_date": {"form": "complete", "date": MAILING_DATE.isoformat()},
    "origin": "zip",
}
_ADDRESSES = {
    "to": ["MS JANE ROE", "120 MARKET ST APT 4", "SAN FRANCISCO CA 94103-1234"],
    "from": ["ROE SUPPLY CO", "1 ELM ST", "STAMFORD CT 06926-0700"],
}
LETTER = {
    "indicium": {**INDICIUM, "amount": "0.37", "mail_class": "first-class", "facing": "fim"},
    "mailpiece": {"size": "#10"},
    "barcode": "postnet",
    **_ADDRESSES,
}
LABEL = {
    "indicium": {**INDICIUM, "amount": "3.85", "mail_class": "priority", "facing": "label"},
    "mailpiece": {"size": "parcel"},
    "media": {"kind": "label", "stock": "4x6"},
    **_ADDRESSES,
}


def order(document: dict[str, object]) -> Order:
    """The order in a document."""
    return read_order(json.dumps(document))


def open_office(folder: Path) -> Psd:
    """A new device in `folder`, loaded, with its certificate in the trust directory beside it."""
    authority = Authority.create(folder / "keys", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))
    identity = Identity(
        manufacturer=TEST_MANUFACTURER,
        model="01",
        serial=1001,
        provider="TEST PROVIDER",
        city="STAMFORD",
        state="CT",
        zip="06926",
        system=System.PC_POSTAGE,
        location=Location.LICENSEE,
    )
    create_psd(folder / "psd", identity, authority)
    device = Psd.open(folder / "psd")
    device.load(FUNDS)
    return device


def trust(folder: Path) -> Path:
    """The trust directory of the office in `folder`."""
    return folder / "keys" / "trust"


def print_all(device: Psd, face: Face, folder: Path) -> dict[str, Released]:
    """The letter as PDF and PNG and the label as PNG, paid for and released."""
    signer = device.signer()
    prints = {"letter.pdf": LETTER, "letter.png": LETTER, "label.png": LABEL}
    return {
        name: print_order(order(document), device, signer, face, output=folder / name, dpi=DPI, on=MAILING_DATE)
        for name, document in prints.items()
    }
