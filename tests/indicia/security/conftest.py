import datetime as dt
from pathlib import Path

import pytest

from indicia.payload.codec import Payload
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.keys import PrivateKey, generate

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2049, 12, 31)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "keys", valid_from=FIRST, valid_to=LAST)


@pytest.fixture(scope="session")
def keys() -> dict[Algorithm, PrivateKey]:
    """A key of every algorithm that signs; made once, for DSA takes its time."""
    signing = (Algorithm.ECDSA_P256, Algorithm.ED25519, Algorithm.DSA_1024)
    return {algorithm: generate(algorithm) for algorithm in signing}


@pytest.fixture
def key(keys: dict[Algorithm, PrivateKey]) -> PrivateKey:
    return keys[Algorithm.ECDSA_P256]


@pytest.fixture
def payload() -> Payload:
    return Payload(
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
