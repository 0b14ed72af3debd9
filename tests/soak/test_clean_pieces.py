"""Clean pieces are ACCEPTABLE: lawful prints of many kinds, laid down and scanned as offices do.

Of 30,000 fewer than 3 may come out as anything else. INDICIA_PIECES sets another number for a run of full size;
INDICIA_PART=1/2 runs the second half of the pages alone, so that each core can have its part.
"""

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from demo.office import LABEL, LETTER, MAILING_DATE, open_office, order, trust
from fixtures.order_files import ORDERS
from fixtures.printscan import Background, Look, Paper, print_and_scan
from indicia.faces import Face
from indicia.model.order import read_order
from indicia.release import print_order
from indicia.render.formats import FORMATS
from indicia.spec.kinds import Verdict
from verify import Verifier

FULL = os.environ.get("INDICIA_SOAK") == "full"
PIECES = int(os.environ.get("INDICIA_PIECES", "30000")) if FULL else 10
PART, PARTS = map(int, os.environ.get("INDICIA_PART", "0/1").split("/")) if FULL else (0, 1)
SCANS_A_PAGE = 25 if FULL else 2
BAD_SHARE = 3 / 30_000
SEED = 3009
PRINT_DPI = 600
DPIS, DPI_SHARES = (200, 240, 300, 400, 600), (0.25, 0.15, 0.45, 0.1, 0.05)
"""Transports' cameras have about 212 dpi, offices' scanners 300 as a rule."""
SIZES = ("#10", "#10", "#9", "#6-3/4", "Monarch", "A2", "A6", "A7", "#11", "#12")
NAMES = ("MS JANE ROE", "J Q PUBLIC", "ROE SUPPLY CO", "ATTN ACCOUNTS PAYABLE")
STREETS = ("120 MARKET ST APT 4", "PO BOX 700", "98765 KING BLVD STE 1234")
CITIES = ("SAN FRANCISCO CA 94103-1234", "RENO NV 89501", "ST PAUL MN 55101-0042", "STAMFORD CT 06926")
Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Page:
    """A lawful print."""

    number: int
    name: str
    pixels: Pixels
    """At PRINT_DPI."""


def document(rng: np.random.Generator) -> dict[str, Any]:
    """A letter, or one time in five a label, with another address, value and size each time."""
    to = [str(rng.choice(NAMES)), str(rng.choice(STREETS)), str(rng.choice(CITIES))]
    letter = rng.uniform() < 0.8
    base: dict[str, Any] = {**(LETTER if letter else LABEL), "to": to}
    cents = int(rng.integers(37, 400) if letter else rng.integers(385, 3000))
    base["indicium"] = {**base["indicium"], "amount": f"{cents / 100:.2f}"}
    if letter:
        base["mailpiece"] = {"size": str(rng.choice(SIZES))}
        base["barcode"] = rng.choice(np.array(["postnet", "imb", None], dtype=object))
        if rng.uniform() < 0.5:
            base.pop("from")
    return base


def pages(folder: Path, face: Face) -> Iterator[Page]:
    """Prints of this part without end, each debited and released."""
    with open_office(folder) as device:
        signer = device.signer()
        rng = np.random.default_rng(SEED)
        for number in itertools.count():
            reply = number % 8 == 7
            wanted = read_order((ORDERS / "reply-pc-postage.json").read_text()) if reply else order(document(rng))
            if number % PARTS != PART:
                continue
            device.load(10_000)
            file = folder / "page.png"
            print_order(wanted, device, signer, face, output=file, dpi=PRINT_DPI, on=MAILING_DATE)
            name = f"{wanted.indicium.purpose} {wanted.mailpiece.size}"
            yield Page(number, name, FORMATS[".png"].gray(file.read_bytes(), dpi=PRINT_DPI))


def clean(rng: np.random.Generator) -> Look:
    """A scan without fault: any background, turn and resolution, skew to ten degrees."""
    under = list(Background)[int(rng.integers(4))]
    skew = 0.0 if under is Background.NONE else float(rng.uniform(-1, 1) * rng.choice((2, 5, 10)))
    return Look(
        scan_dpi=int(rng.choice(DPIS, p=DPI_SHARES)),
        background=under,
        margin=float(rng.uniform(0.05, 0.5)),
        skew_deg=skew,
        rotation=int(rng.choice((0, 0, 0, 90, 180, 270))),
        ink_gain_mil=float(rng.uniform(-0.5, 1.0)),
        ink=int(rng.integers(15, 60)),
        paper=Paper.CREAM if rng.uniform() < 0.2 else Paper.WHITE,
        blur_px=float(rng.uniform(0.3, 0.7)),
        gradient=float(rng.uniform(0, 0.05)),
        noise=float(rng.uniform(0.5, 3)),
        jpeg_quality=int(rng.integers(80, 96)) if rng.uniform() < 0.3 else None,
    )


@pytest.mark.soak
def test_clean_pieces_are_acceptable(face: Face, tmp_path: Path) -> None:
    verifier: Verifier | None = None
    bad: Counter[str] = Counter()
    done = 0
    for page in itertools.islice(pages(tmp_path, face), -(-PIECES // SCANS_A_PAGE // PARTS)):
        verifier = verifier or Verifier(trust=trust(tmp_path), on=MAILING_DATE, face=face)
        for number in range(page.number * SCANS_A_PAGE, (page.number + 1) * SCANS_A_PAGE):
            rng = np.random.default_rng((SEED, number))
            look = clean(rng)
            scanned = print_and_scan(page.pixels, PRINT_DPI, rng, look)
            answer = verifier.verify(scanned.pixels, dpi=look.scan_dpi)
            done += 1
            if answer.verdict is not Verdict.ACCEPTABLE:
                bad[" ".join(answer.reasons)] += 1
                print(number, page.name, answer.verdict, answer.reasons, look)  # noqa: T201 - for -s
        if page.number % 40 == PART:
            print(f"{done} pieces, not ACCEPTABLE {bad.total()}", flush=True)  # noqa: T201 - for -s
    print(f"{done} pieces, not ACCEPTABLE {bad.total()}: {dict(bad)}")  # noqa: T201 - for -s
    assert bad.total() < max(1.0, BAD_SHARE * done)
