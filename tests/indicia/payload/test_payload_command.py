import io
import json
import sys
from pathlib import Path

import pytest

from indicia import console
from indicia.cli import payload

TRUNCATED = (
    "0501ffff0000303632533b477000f2ed100000141e0056523301593301000000000000000400020000"
    "5cda000038303334ae69570d59421cd40b00f2d37f4ff8ef6953a0aafb9bcf301613c3083e864a7ae84cfe1feb"
)
COMPLETE = TRUNCATED + "010203"


def run(*arguments: str) -> int:
    return console.exit_code(payload.app, "indicia", arguments)


def test_decode_shows_each_field_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("decode", COMPLETE)
    lines = dict(line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if len(line.split()) > 1)
    assert ("1109.490", "2014-06-30", "-") == (lines["ascending_register"], lines["mailing_date"], lines["destination"])


def test_decode_of_a_truncated_message_shows_the_fields_and_ends_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert 2 == run("decode", TRUNCATED, "--json")
    shown = capsys.readouterr()
    assert "indicia: truncated: 3 bytes are missing at the end\n" == shown.err
    words = json.loads(shown.out)
    assert ("7.700", 3, None) == (words["amount"], words["missing_bytes"], words["reserved"])


def test_encode_takes_what_decode_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("decode", COMPLETE, "--json")
    fields = tmp_path / "fields.json"
    fields.write_text(capsys.readouterr().out)
    assert 0 == run("encode", str(fields))
    assert f"{COMPLETE}\n" == capsys.readouterr().out


def test_encode_without_a_signature_writes_the_bytes_to_be_signed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("decode", TRUNCATED, "--json")
    fields = tmp_path / "fields.json"
    fields.write_text(json.dumps(json.loads(capsys.readouterr().out) | {"signature": None}))
    assert 0 == run("encode", str(fields))
    assert f"{TRUNCATED[: 2 * 49]}\n" == capsys.readouterr().out


@pytest.mark.parametrize("content", [bytes.fromhex(COMPLETE), COMPLETE.encode() + b"\n"], ids=["bytes", "hex"])
def test_decode_reads_files_of_bytes_and_of_hex(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "message.bin"
    source.write_bytes(content)
    assert 0 == run("decode", str(source), "--json")
    assert COMPLETE == json.loads(capsys.readouterr().out)["hex"]


def test_decode_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(COMPLETE.encode())))
    assert 0 == run("decode", "-", "--json")
    assert COMPLETE == json.loads(capsys.readouterr().out)["hex"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("decode", "50415254"), "indicia: not an IBI payload: algorithm id 65 is not known"),
        (("decode", ""), "indicia: not an IBI payload: it is empty"),
        (("decode", "no/such/file"), "indicia: cannot read no/such/file: No such file or directory"),
        (("encode", "no/such/file"), "indicia: cannot read no/such/file: No such file or directory"),
    ],
)
def test_bad_input_is_one_line_and_2(
    arguments: tuple[str, ...], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert 2 == run(*arguments)
    shown = capsys.readouterr()
    assert ("", 1) == (shown.out, len(shown.err.splitlines()))
    assert shown.err.startswith(complaint)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "is not JSON"),
        ("[1]", "JSON that is no object"),
        (
            '{"version": 255, "piece_counter": 1, "vendor": 1, "psd_serial": 1, "amount": "0.1", "reserved": "00"}',
            "reserved",
        ),
        (
            '{"version": 255, "piece_counter": 1, "vendor": 1, "psd_serial": 1, "amount": "0.1", "signature": "00"}',
            "1 bytes",
        ),
        ("\udcff", "is not JSON"),
    ],
)
def test_bad_fields_are_one_line_and_2(
    text: str, complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fields = tmp_path / "fields.json"
    fields.write_bytes(text.encode(errors="surrogateescape"))
    assert 2 == run("encode", str(fields))
    shown = capsys.readouterr()
    assert ("", 1) == (shown.out, len(shown.err.splitlines()))
    assert complaint in shown.err
