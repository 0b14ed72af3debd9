import datetime as dt
import stat
from pathlib import Path

import pytest

from indicia.errors import CredentialError, OutputError, PsdRefused
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.registers import Registers
from indicia.security.authority import Authority
from indicia.security.trust import TrustDirectory


def test_a_new_device_is_empty_and_certified(tmp_path: Path, identity: Identity, authority: Authority) -> None:
    create_psd(tmp_path / "deep" / "psd", identity, authority)
    with Psd.open(tmp_path / "deep" / "psd") as psd:
        assert (identity, Registers()) == (psd.identity, psd.registers())
    certificate = TrustDirectory.load(authority.trust).certificates[1001]
    assert "ZZ010000001001" == certificate.device
    assert (dt.date(2000, 1, 1), dt.date(2049, 12, 31)) == (certificate.not_before, certificate.not_after)
    assert 0o600 == stat.S_IMODE((tmp_path / "deep" / "psd" / "key.pem").stat().st_mode)


def test_certificate_serial_and_period_can_be_chosen(tmp_path: Path, identity: Identity, authority: Authority) -> None:
    first, last = dt.date(2004, 1, 1), dt.date(2004, 12, 31)
    create_psd(tmp_path / "psd", identity, authority, certificate_serial=77, valid_from=first, valid_to=last)
    certificate = TrustDirectory.load(authority.trust).certificates[77]
    assert (first, last) == (certificate.not_before, certificate.not_after)


def test_an_existing_folder_is_refused(tmp_path: Path, identity: Identity, authority: Authority) -> None:
    (tmp_path / "psd").mkdir()
    with pytest.raises(PsdRefused, match="exists already"):
        create_psd(tmp_path / "psd", identity, authority)
    assert {} == dict(TrustDirectory.load(authority.trust).certificates)


@pytest.mark.parametrize("name", ["1001.pem", "renamed.pem"])
def test_a_certificate_serial_is_given_once(
    name: str, tmp_path: Path, identity: Identity, authority: Authority
) -> None:
    create_psd(tmp_path / "first", identity, authority)
    (authority.trust / "1001.pem").rename(authority.trust / name)
    with pytest.raises(CredentialError, match="has a certificate with serial number 1001 already"):
        create_psd(tmp_path / "second", identity, authority)
    assert ["first", "keys"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("serial", [0, 2**32])
def test_a_certificate_serial_that_no_message_can_name_is_refused(
    serial: int, tmp_path: Path, identity: Identity, authority: Authority
) -> None:
    with pytest.raises(CredentialError, match="allowed: 1 to 4294967295"):
        create_psd(tmp_path / "psd", identity, authority, certificate_serial=serial)
    assert ["keys"] == [path.name for path in tmp_path.iterdir()]


def test_when_the_folder_cannot_take_its_name_nothing_stays_behind(
    tmp_path: Path, identity: Identity, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(path), None, str(target))

    monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(OutputError, match="No space left on device"):
        create_psd(tmp_path / "psd", identity, authority)
    assert ["keys"] == [path.name for path in tmp_path.iterdir()]
    assert {} == dict(TrustDirectory.load(authority.trust).certificates)
