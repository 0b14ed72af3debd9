"""The inspection of a real device: its own readings, and the .00 print that costs nothing."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.office import Office, on_day
from indicia import console
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.records import IssueState
from indicia.security.authority import Authority
from indicia.spec.happenings import Event
from indicia.spec.kinds import Location, System
from provider.cli.main import app
from provider.inspection import readings_of

M = "ZZ010000001001"
DAY = dt.date(2005, 6, 15)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A device in service with $100.00, at nobody's hands."""
    authority = Authority.create(tmp_path / "keys", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))
    identity = Identity(
        manufacturer="ZZ",
        model="01",
        serial=1001,
        provider="TEST PROVIDER",
        city="STAMFORD",
        state="CT",
        zip="06926",
        system=System.IBI_METER,
        location=Location.LICENSEE,
    )
    create_psd(tmp_path / "psd", identity, authority)
    with Psd.open(tmp_path / "psd") as made:
        made.load(100_000)
    return tmp_path / "psd"


@pytest.fixture
def psd(folder: Path) -> Iterator[Psd]:
    with Psd.open(folder, lambda: on_day("2005-06-15")) as opened:
        yield opened


def test_zero_print_leaves_the_registers_and_is_spoiled_in_the_log(psd: Psd) -> None:
    readings = readings_of(psd, psd.signer(), DAY)
    assert (M, 0, 100_000) == (readings.device, readings.ascending, readings.descending)
    assert (0, 100_000) == (readings.after_ascending, readings.after_descending)
    assert () == readings.faults
    (piece,) = psd.log()
    assert (0, IssueState.SPOILED) == (piece.amount, piece.state)
    assert psd.audit().whole


def test_altered_log_is_a_fault_of_the_readings(folder: Path) -> None:
    (folder / "key.pem").chmod(0o600)
    with Psd.open(folder) as psd:
        signer = psd.signer()
    data = (folder / "key.pem").read_bytes()
    (folder / "key.pem").write_bytes(data + b"\n")
    with Psd.open(folder, lambda: on_day("2005-06-15")) as psd:
        assert readings_of(psd, signer, DAY).faults


def test_command_reads_the_device_itself(folder: Path, tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.in_service(office.licence())
    office.tell(M, Event.RESET, on_day("2005-02-01"), ascending="0", descending="100000")
    office.store.close()
    words = ["inspect", M, "--psd", str(folder), "--inspector", "I", "--signed-by", "L", "--rest-ok"]
    where = ["--store", f"sqlite:///{tmp_path / 'office.db'}", "--at", "2005-06-15T12:00:00Z"]
    assert 0 == console.exit_code(app, "provider", [*words, *where, "-o", str(tmp_path / "report.pdf")])
    with Psd.open(folder) as psd:
        psd.load(5_000)
    assert 4 == console.exit_code(app, "provider", [*words, *where, "-o", str(tmp_path / "again.json")])
    assert "after the setting of 2005-02-01: 100.000" in (tmp_path / "again.json").read_text("utf-8")
