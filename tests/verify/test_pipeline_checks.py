"""Stages that a caller did not ask for are off."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from demo.office import LETTER, MAILING_DATE, open_office, order, trust
from indicia.faces import Face
from indicia.release import print_order
from indicia.render.formats import FORMATS
from indicia.security.signature import SignatureStatus
from verify import Verifier

DPI = 300
SOME = "symbol,signature,placement"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def letter(folder: Path, face: Face) -> npt.NDArray[np.uint8]:
    file = folder / "letter.png"
    with open_office(folder) as device:
        print_order(order(LETTER), device, device.signer(), face, output=file, dpi=DPI, on=MAILING_DATE)
    return FORMATS[".png"].gray(file.read_bytes(), dpi=DPI)


def test_only_what_is_asked_for_is_looked_at_and_judged(folder: Path, letter: npt.NDArray[np.uint8]) -> None:
    answer = Verifier(trust=trust(folder), on=MAILING_DATE, checks=SOME).verify(letter, dpi=DPI)
    said = answer.as_dict()
    assert "ACCEPTABLE" == said["verdict"]
    assert ["symbol", "signature", "placement"] == said["checks"]
    assert said["barcodes"] is None
    assert SignatureStatus.VALID is answer.indicia[0].signature
    assert () == answer.indicia[0].text
    rules = {finding["rule"] for finding in said["findings"]}
    assert {"604.4.8.3-right-edge", "signature-invalid"} <= rules
    assert not any(rule.startswith(("604.4.8.6", "604.4.8.13", "match-")) for rule in rules)


def test_without_the_signature_nothing_is_said_of_it(folder: Path, letter: npt.NDArray[np.uint8]) -> None:
    answer = Verifier(trust=trust(folder), on=MAILING_DATE, checks="symbol").verify(letter, dpi=DPI)
    assert SignatureStatus.NOT_CHECKED is answer.indicia[0].signature
    assert answer.indicia[0].mark is None
    assert not any(one.finding.row.id.startswith("signature") for one in answer.findings)


def test_everything_is_the_same_as_nothing_asked(folder: Path, letter: npt.NDArray[np.uint8]) -> None:
    whole = Verifier(trust=trust(folder), on=MAILING_DATE).verify(letter, dpi=DPI)
    named = "symbol,signature,period,duplicate,placement,lettering,bars,reflectance,grade"
    assert whole.json() == Verifier(trust=trust(folder), on=MAILING_DATE, checks=named).verify(letter, dpi=DPI).json()
    assert "checks" not in whole.as_dict()
