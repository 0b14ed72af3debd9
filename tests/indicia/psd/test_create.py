import datetime as dt
import stat
from pathlib import Path

import pytest

from indicia.errors import CredentialError, OutputError, PsdRefused
from indicia.payload.profiles import Algorithm
from indicia.psd.create import Installation, Product, create_psd, initialize, manufacture
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.life import Event, Life
from indicia.psd.messages import Grant, signed
from indicia.psd.records import Request
from indicia.psd.registers import Registers
from indicia.psd.standing import User
from indicia.security.authority import Authority
from indicia.security.signing import signer_for
from indicia.security.trust import TrustDirectory
from indicia.spec.kinds import System

PRODUCT = Product(manufacturer="ZZ", model="01", serial=7, system=System.IBI_METER, algorithm=Algorithm.ED25519)


def noon() -> dt.datetime:
    return dt.datetime(2005, 6, 15, 12, tzinfo=dt.UTC)


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


class TestStepByStep:
    """Manufactured, initialized, then authorized and installed by the provider's grant (DMM 604.4.6.1)."""

    @pytest.fixture
    def made(self, tmp_path: Path) -> Path:
        manufacture(tmp_path / "psd", PRODUCT, clock=noon)
        return tmp_path / "psd"

    def installed(self, made: Path, authority: Authority) -> Installation:
        with Psd.open(made) as psd:
            key = psd.memory.facts.key
        certificate = authority.certify(key, serial=7, device="ZZ010000000007", provider="TEST PROVIDER")
        return Installation(provider="TEST PROVIDER", certificate=certificate, authority=authority.root)

    def test_a_manufactured_device_is_nobodys(self, made: Path) -> None:
        with Psd.open(made) as psd:
            assert (Life.MANUFACTURED, True) == (psd.standing().life, psd.audit().whole)
            for ask in (lambda: psd.identity, lambda: psd.certificate, psd.state_reset, psd.status):
                with pytest.raises(PsdRefused):
                    ask()
            with pytest.raises(PsdRefused, match="the device is manufactured"):
                psd.load(5)

    def test_the_provider_takes_it_into_service(self, made: Path, authority: Authority) -> None:
        initialize(made, self.installed(made, authority), clock=noon)
        with Psd.open(made, noon) as psd:
            assert Life.INITIALIZED is psd.standing().life
            grant = Grant(
                grant_id="g",
                device="ZZ010000000007",
                nonce=psd.state_reset().message.nonce,
                orders=(Event.AUTHORIZE, Event.INSTALL),
                user=User(city="STAMFORD", state="CT", zip="06926", licence="L"),
                amount=10_000,
                at=noon(),
            )
            receipt = psd.apply(signed(grant, signer_for(authority.key))).message
            assert (Life.IN_SERVICE, Registers(0, 10_000)) == (receipt.life, receipt.registers)
            psd.issue(Request(amount=370, mailing_date=0), psd.signer())
            assert ["manufacture", "initialize", "state", "authorize", "install", "reset", "issue"] == [
                record.event.value for record in psd.records()
            ]
            assert (True, noon().date()) == (psd.audit().whole, psd.standing().reset_on)

    def test_it_is_initialized_once(self, made: Path, authority: Authority) -> None:
        installed = self.installed(made, authority)
        initialize(made, installed)
        with pytest.raises(PsdRefused, match="initialize is for one that is manufactured"):
            initialize(made, installed)

    def test_the_certificate_of_another_device_is_refused(
        self, made: Path, authority: Authority, identity: Identity, tmp_path: Path
    ) -> None:
        create_psd(tmp_path / "other", identity, authority)
        with Psd.open(tmp_path / "other") as other:
            foreign = Installation(provider="P", certificate=other.certificate, authority=authority.root)
        with pytest.raises(CredentialError, match="not for the key of the PSD ZZ010000000007"):
            initialize(made, foreign)

    def test_what_is_not_initialized_takes_no_grant(self, made: Path, authority: Authority) -> None:
        grant = Grant(grant_id="g", device="ZZ010000000007", nonce="", amount=5, at=noon())
        with Psd.open(made) as psd, pytest.raises(PsdRefused, match="it knows no provider"):
            psd.apply(signed(grant, signer_for(authority.key)))
