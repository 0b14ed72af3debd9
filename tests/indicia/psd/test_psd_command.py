import json
from pathlib import Path

import pytest

from indicia import console
from indicia.cli import keys, psd
from indicia.psd.device import Psd
from indicia.psd.records import Request

OFFICE = ("--zip", "06926", "--city", "STAMFORD", "--state", "CT")


def run(*arguments: object) -> int:
    return console.exit_code(psd.app, "indicia", [str(argument) for argument in arguments])


@pytest.fixture
def provider(tmp_path: Path) -> Path:
    assert 0 == console.exit_code(keys.app, "indicia", ["init", str(tmp_path / "keys")])
    return tmp_path / "keys"


@pytest.fixture
def device(tmp_path: Path, provider: Path) -> Path:
    assert 0 == run("create", tmp_path / "psd", "--keys", provider, "--serial", 1001, *OFFICE, "--on", "2005-06-15")
    return tmp_path / "psd"


def answer(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_device_from_its_defaults_is_a_test_device(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("status", device, "--json", "--on", "2005-06-15")
    assert [
        {
            "device": "ZZ010000001001",
            "manufacturer": "ZZ",
            "model": "01",
            "psd_serial": 1001,
            "provider": "TEST PROVIDER",
            "licensing_post_office": {"city": "STAMFORD", "state": "CT", "zip": "06926"},
            "system": "pc-postage",
            "location": "licensee",
            "algorithm": 129,
            "certificate_serial": 1001,
            "valid_from": "2000-01-01",
            "valid_to": "2049-12-31",
            "ascending_register": "0.000",
            "descending_register": "0.000",
            "control_total": "0.000",
            "pieces": {"issued": 0, "released": 0, "spoiled": 0},
            "life": "in-service",
            "use": "licensed",
            "licence": "",
            "loan": None,
            "security_level": 5,
            "lock_on": None,
            "reset_on": "2005-06-15",
            "inspected_on": "2005-06-15",
            "reset_due": "2005-09-15",
            "records": 4,
            "lockouts": [],
        }
    ] == answer(capsys)


def test_every_flag_reaches_the_device(tmp_path: Path, provider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flags = ["--manufacturer", "06", "--model", "2S", "--provider", "Acme", "--system", "ibi-meter"]
    flags += ["--location", "usps", "--algorithm", "dsa-1024", "--certificate-serial", "77"]
    flags += ["--valid-from", "2004-01-01", "--valid-to", "2004-12-31"]
    assert 0 == run("create", tmp_path / "psd", "--keys", provider, "--serial", 7, *OFFICE, *flags)
    assert 0 == run("status", tmp_path / "psd", "--json")
    (status,) = answer(capsys)
    assert ("062S0000000007", "ACME", "ibi-meter", "usps", 1, 77, "2004-01-01", "2004-12-31") == tuple(
        status[name]
        for name in (
            *("device", "provider", "system", "location", "algorithm", "certificate_serial"),
            *("valid_from", "valid_to"),
        )
    )


def test_load_puts_value_in_and_shows_the_registers(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("load", device, "--amount", "100.00", "--json")
    (status,) = answer(capsys)
    assert ("0.000", "100.000", "100.000") == (
        status["ascending_register"],
        status["descending_register"],
        status["control_total"],
    )


def test_log_and_pending_show_one_line_an_issue(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Psd.open(device) as opened:
        opened.load(100_000)
        signer = opened.signer()
        first, second = (opened.issue(Request(amount=370, mailing_date=20050615), signer) for _ in range(2))
        opened.mark_released({first.piece_id: "d1"})
    assert 0 == run("log", device, "--json")
    log = answer(capsys)
    assert [(first.piece_id, "released"), (second.piece_id, "issued")] == [
        (row["piece_id"], row["state"]) for row in log
    ]
    assert {
        "piece_id": first.piece_id,
        "state": "released",
        "amount": "0.370",
        "ascending_register": "0.370",
        "descending_register": "99.630",
        "mailing_date": "2005-06-15",
        "payload": first.message.hex(),
        "file": None,
        "file_digest": "d1",
        "reason": None,
    } == log[0]
    assert 0 == run("pending", device)
    assert f"{second.piece_id}  issued  0.370  0.740  99.260  2005-06-15  -  -\n" == capsys.readouterr().out


def test_status_is_readable_without_json(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("status", device)
    lines = capsys.readouterr().out.splitlines()
    assert "licensing post office STAMFORD CT 06926" in lines
    assert "pieces                0 issued, 0 released, 0 spoiled" in lines


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("load", "PSD", "--amount", "-1"), 1, "'-1' is not an amount"),
        (("load", "PSD", "--amount", "1.0001"), 1, "'1.0001' is not an amount"),
        (("load", "PSD", "--amount", "0"), 9, "cannot load 0.000"),
        (("load", "PSD", "--amount", "4294967.296"), 9, "the descending register would be 4294967.296"),
        (("load", "PSD"), 1, "Missing option '--amount'"),
        (("status", "nowhere"), 2, "nowhere is not a PSD"),
        (("create", "PSD", "--keys", "KEYS", "--serial", "1", *OFFICE), 9, "exists already"),
        (("create", "NEW", "--keys", "KEYS", "--serial", "1001", *OFFICE), 8, "serial number 1001 already"),
        (("create", "NEW", "--keys", "nowhere", "--serial", "1", *OFFICE), 8, "cannot read the key"),
        (("create", "NEW", "--keys", "KEYS", "--serial", "-1", *OFFICE), 1, "serial: found -1"),
        (("create", "NEW", "--keys", "KEYS", "--serial", "2", *OFFICE, "--valid-to", "1999-01-01"), 8, "cannot end on"),
        (("create", "NEW", "--keys", "KEYS", "--serial", "2", *OFFICE, "--algorithm", "rsa"), 1, "--algorithm"),
    ],
)
def test_a_refusal_is_one_line_and_its_code(
    arguments: tuple[str, ...], code: int, complaint: str, device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"PSD": device, "KEYS": device.parent / "keys", "NEW": device.parent / "new"}
    assert code == run(*(places.get(argument, argument) for argument in arguments))
    shown = capsys.readouterr()
    assert ("", 1) == (shown.out, len(shown.err.splitlines()))
    assert complaint in shown.err
    assert ["keys", "psd"] == sorted(path.name for path in device.parent.iterdir())


def test_one_passphrase_opens_the_root_and_locks_the_device(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("open sesame\n")
    provider = tmp_path / "keys"
    assert 0 == console.exit_code(keys.app, "indicia", ["init", str(provider), "--passphrase-file", str(secret)])
    create = ("create", tmp_path / "psd", "--keys", provider, "--serial", 1001, *OFFICE)
    assert 8 == run(*create)
    assert "is encrypted" in capsys.readouterr().err
    monkeypatch.setenv("INDICIA_PASSPHRASE", "open sesame")
    assert 0 == run(*create)
    assert b"ENCRYPTED" in (tmp_path / "psd" / "key.pem").read_bytes()
