"""Keys in a token, with SoftHSM in its place: its library and python-pkcs11 (`indicia[pkcs11]`) are needed."""

import importlib
import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from fixtures.device import IDENTITY, LETTER, START, Bench
from indicia.errors import CredentialError, MissingPartError
from indicia.payload.codec import decode
from indicia.payload.profiles import Algorithm
from indicia.psd.create import Making, create_psd
from indicia.psd.device import Psd
from indicia.psd.life import Event
from indicia.psd.token import KeyPlace, token_signer
from indicia.security.signature import SignatureStatus
from indicia.security.trust import TrustDirectory

MODULES = [Path("/usr/lib/softhsm/libsofthsm2.so"), *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so")]
MODULE = next((module for module in MODULES if module.exists()), None)
PIN = b"1234"

needs_softhsm = pytest.mark.skipif(
    MODULE is None or importlib.util.find_spec("pkcs11") is None, reason="SoftHSM or python-pkcs11 is not installed"
)


@pytest.fixture(scope="session")
def uri(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A place for a key in a fresh token; the library reads its configuration once a process."""
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        tool = shutil.which("softhsm2-util")
        assert tool
        pins = ("--pin", PIN.decode(), "--so-pin", "99999999")
        subprocess.run([tool, "--init-token", "--free", "--label", "bench", *pins], check=True, capture_output=True)
        importlib.import_module("pkcs11").lib(str(MODULE)).get_token(token_label="bench")
    return f"pkcs11:token=bench;object=psd-{{}}?module-path={MODULE}"


@pytest.fixture
def bench(uri: str, tmp_path: Path, request: pytest.FixtureRequest) -> Bench:
    return Bench.set_up(tmp_path, key_place=uri.format(request.node.name.replace("_", "-")), passphrase=PIN)


@needs_softhsm
def test_a_device_whose_key_is_in_a_token_issues_what_verifiers_accept(bench: Bench) -> None:
    assert ["psd.sqlite"] == [path.name for path in bench.folder.iterdir()]
    with bench.open() as psd:
        signer = psd.signer(PIN)
        psd.load(1_000)
        message = decode(psd.issue(LETTER, signer).message)
        assert SignatureStatus.VALID == TrustDirectory.load(bench.authority.trust).status(message, START.date())
        assert psd.audit().whole


@needs_softhsm
def test_a_reset_is_stated_and_received_by_the_token(bench: Bench) -> None:
    with bench.open() as psd:
        psd.signer(PIN)
        grant = bench.grant(psd, amount=500)
        assert psd.apply(grant) == psd.apply(grant)
        assert (500, True) == (psd.registers().descending, psd.audit().whole)


@needs_softhsm
def test_without_its_pin_nothing_is_written(bench: Bench) -> None:
    with bench.open() as psd:
        for pin in (None, b"4321"):
            with pytest.raises(CredentialError, match="does not give the key"):
                psd.signer(pin)
        with pytest.raises(CredentialError):
            psd.load(5)
        assert 0 == psd.registers().descending


@needs_softhsm
def test_a_destroyed_device_leaves_no_key_in_its_token(bench: Bench) -> None:
    with bench.open() as psd:
        psd.signer(PIN)
        bench.do(psd, Event.WITHDRAW)
        bench.do(psd, Event.DESTROY)
        place = psd.memory.facts.key_place
    with pytest.raises(CredentialError, match="NoSuchKey"):
        token_signer(place, PIN)
    with Psd.open(bench.folder) as psd:
        assert psd.audit().whole


@needs_softhsm
def test_a_label_is_given_once(bench: Bench, tmp_path: Path) -> None:
    with bench.open() as psd:
        making = Making(key_place=psd.memory.facts.key_place)
    with pytest.raises(CredentialError, match="already"):
        create_psd(tmp_path / "second", IDENTITY, bench.authority, passphrase=PIN, making=making)
    assert not (tmp_path / "second").exists()


@needs_softhsm
def test_a_token_signs_with_p256_alone(uri: str, tmp_path: Path) -> None:
    with pytest.raises(CredentialError, match="a token signs with ecdsa-p256"):
        Bench.set_up(tmp_path, key_place=uri.format("other"), passphrase=PIN, algorithm=Algorithm.ED25519)


@needs_softhsm
def test_a_token_that_is_not_there_is_named(uri: str) -> None:
    with pytest.raises(CredentialError, match="the token elsewhere does not give the key"):
        token_signer(uri.format("x").replace("token=bench", "token=elsewhere"), PIN)
    with pytest.raises(CredentialError, match="the token bench does not give the key"):
        token_signer("pkcs11:token=bench;object=x?module-path=/no/such/library.so", PIN)


def test_a_place_is_a_pkcs11_uri() -> None:
    place = KeyPlace.parse("pkcs11:token=My%20token;object=psd?module-path=/usr/lib/p11.so")
    assert KeyPlace("My token", "psd", Path("/usr/lib/p11.so")) == place


@pytest.mark.parametrize("uri", ["", "pkcs11:", "pkcs11:token=a;object=b", "pkcs11:token=a?module-path=/x", "file:/x"])
def test_what_names_no_key_is_refused(uri: str) -> None:
    with pytest.raises(CredentialError, match="names no key"):
        KeyPlace.parse(uri)


def test_without_the_driver_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indicia.psd.token.pkcs11", None)
    with pytest.raises(MissingPartError, match=r"install indicia\[pkcs11\]"):
        token_signer("pkcs11:token=a;object=b?module-path=/x", None)
