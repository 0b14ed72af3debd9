import datetime as dt
from pathlib import Path

import pytest

from indicia import console
from indicia.cli import keys
from indicia.payload.profiles import Algorithm
from indicia.security.authority import Authority
from indicia.security.keys import generate
from indicia.security.trust import TrustDirectory
from indicia.security.trust_files import Revocation


def run(*arguments: object) -> int:
    return console.exit_code(keys.app, "indicia", [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A provider's keys with one certificate, 1001."""
    assert 0 == run("init", tmp_path / "keys")
    opened = Authority.open(tmp_path / "keys")
    public_key = generate(Algorithm.ED25519).public_key()
    with opened.published(opened.certify(public_key, serial=1001, device="ZZ010000001001", provider="P")):
        return tmp_path / "keys"


def test_init_makes_a_root_for_the_years_of_the_manual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("init", tmp_path / "keys")
    root = TrustDirectory.load(tmp_path / "keys" / "trust").root
    assert dt.datetime(2000, 1, 1, tzinfo=dt.UTC) == root.not_valid_before_utc
    assert dt.datetime(2049, 12, 31, 23, 59, 59, tzinfo=dt.UTC) == root.not_valid_after_utc
    assert ("", "") == tuple(capsys.readouterr())


def test_init_takes_a_period(tmp_path: Path) -> None:
    assert 0 == run("init", tmp_path, "--valid-from", "2004-01-01", "--valid-to", "2004-12-31")
    root = TrustDirectory.load(tmp_path / "trust").root
    assert (dt.date(2004, 1, 1), dt.date(2004, 12, 31)) == (
        root.not_valid_before_utc.date(),
        root.not_valid_after_utc.date(),
    )


def test_revoke_takes_reason_and_day(folder: Path) -> None:
    assert 0 == run("revoke", folder, 1001, "--reason", "key-compromise", "--on", "2005-06-15")
    revocation = Revocation(dt.date(2005, 6, 15), key_compromise=True)
    assert {1001: revocation} == dict(TrustDirectory.load(folder / "trust").revocations)


def test_revoke_counts_from_today_when_no_day_is_given(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "today", lambda: dt.date(2021, 2, 3))
    assert 0 == run("revoke", folder, 1001, "--reason", "superseded")
    revocation = Revocation(dt.date(2021, 2, 3), key_compromise=False)
    assert {1001: revocation} == dict(TrustDirectory.load(folder / "trust").revocations)


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("init", "KEYS"), 8, "exists already and is not overwritten"),
        (("init", "NEW", "--valid-from", "soon"), 1, "'soon' is not a date; allowed: YYYY-MM-DD"),
        (("init", "NEW", "--valid-from", "2005-01-01", "--valid-to", "2004-01-01"), 8, "cannot end on"),
        (("init", "NEW", "--passphrase-file", "nowhere"), 8, "cannot read the passphrase file"),
        (("revoke", "KEYS", "7"), 8, "no certificate with serial number 7"),
        (("revoke", "KEYS", "1001", "--reason", "boredom"), 1, "'--reason'"),
        (("revoke", "NEW", "1001"), 8, "cannot read the key"),
    ],
)
def test_a_refusal_is_one_line_and_its_code(
    arguments: tuple[str, ...], code: int, complaint: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"KEYS": folder, "NEW": folder.parent / "new"}
    assert code == run(*(places.get(argument, argument) for argument in arguments))
    shown = capsys.readouterr()
    assert ("", 1) == (shown.out, len(shown.err.splitlines()))
    assert complaint in shown.err
    assert ["keys"] == [path.name for path in folder.parent.iterdir()]


def test_an_encrypted_root_revokes_with_its_passphrase_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"open sesame\r\nsecond line\n")
    folder = tmp_path / "keys"
    assert 0 == run("init", folder, "--passphrase-file", secret)
    assert b"ENCRYPTED" in (folder / "root.pem").read_bytes()
    for passphrase, complaint in (
        (None, "is encrypted"),
        ("wrong", "wrong passphrase"),
        ("open sesame", "no certificate"),
    ):
        if passphrase:
            monkeypatch.setenv("INDICIA_PASSPHRASE", passphrase)
        assert 8 == run("revoke", folder, 1)
        assert complaint in capsys.readouterr().err
