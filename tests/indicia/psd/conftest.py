import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.records import Job, Request
from indicia.security.authority import Authority
from indicia.spec.kinds import Location, System


@pytest.fixture
def identity() -> Identity:
    return Identity(
        manufacturer="ZZ",
        model="01",
        serial=1001,
        provider="TEST PROVIDER",
        city="STAMFORD",
        state="CT",
        zip="06926",
        system=System.PC_POSTAGE,
        location=Location.LICENSEE,
    )


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority.create(tmp_path / "keys", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))


@pytest.fixture
def folder(tmp_path: Path, identity: Identity, authority: Authority) -> Path:
    """A PSD that nobody has open, loaded with $100.00."""
    create_psd(tmp_path / "psd", identity, authority)
    with Psd.open(tmp_path / "psd") as made:
        made.load(100_000)
    return tmp_path / "psd"


@pytest.fixture
def psd(folder: Path) -> Iterator[Psd]:
    with Psd.open(folder) as opened:
        yield opened


@pytest.fixture
def request_37c() -> Request:
    job = Job(order_json='{"to": ["MS JANE ROE"]}', output="letter.pdf", dpi=300)
    return Request(amount=370, mailing_date=20050615, destination=941031234, job=job)
