"""What the printing commands answer, and how they are called."""

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from fixtures.order_files import ORDERS, document
from indicia.errors import ExitCode
from indicia.psd.device import Psd
from tests.indicia.cli.conftest import Run, write_order

LETTER = ORDERS / "ibi-letter-10.json"
PROGRAM = Path(sys.executable).with_name("indicia")

FLAGS = {
    "keys init": "--valid-from --valid-to --passphrase-file",
    "keys revoke": "--reason --on --passphrase-file",
    "psd create": "--keys --serial --zip --city --state --manufacturer --model --provider --system --location "
    "--algorithm --certificate-serial --valid-from --valid-to --passphrase-file",
    "psd load": "--amount --json",
    "psd status": "--json",
    "psd log": "--json",
    "psd pending": "--json",
    "print": "--psd -o --dpi --on --release --passphrase-file --json",
    "specimen": "-o --dpi",
    "check": "--on --json",
    "payload decode": "--json",
    "payload encode": "",
    "schema": "",
    "doctor": "",
}


@pytest.mark.parametrize("command", FLAGS)
def test_every_command_explains_itself_and_its_flags(command: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ended = run(*command.split(), "--help")
    assert (ExitCode.DONE, "") == (ended.code, ended.err)
    words = ended.out.replace(",", " ").split()
    assert [] == [flag for flag in FLAGS[command].split() if flag not in words]


def test_the_program_lists_its_commands(run: Run) -> None:
    listed = run("--help").out
    assert [] == [command for command in FLAGS if command.split()[0] not in listed]


def test_print_answers_with_piece_file_and_place(desk: Path, run: Run) -> None:
    ended = run("print", LETTER, "--psd", "psd", "-o", "page.pdf")
    assert (ExitCode.DONE, "ZZ010000001001-000001 page.pdf\n", "") == (ended.code, ended.out, ended.err)
    assert (desk / "page.pdf").read_bytes().startswith(b"%PDF-")


def test_print_json_answers_with_what_was_debited_signed_and_judged(desk: Path, run: Run) -> None:
    ended = run("print", LETTER, "--psd", "psd", "-o", "page.png", "--json")
    (answer,) = ended.answers
    assert {"schema", "piece_id", "file", "page", "payload", "registers", "symbol", "findings"} == set(answer)
    assert ("indicia.print/1", "ZZ010000001001-000001") == (answer["schema"], answer["piece_id"])
    assert "page.png" == answer["file"]
    assert {"ascending": "0.370", "descending": "4.630", "control_total": "5.000"} == answer["registers"]
    assert {"rows": 44, "columns": 44, "x_dimension": 0.02} == answer["symbol"]
    with Image.open("page.png") as picture:
        (symbol,) = zxingcpp.read_barcodes(picture.convert("L"))
    assert symbol.bytes.hex() == answer["payload"]
    with Psd.open(desk / "psd") as psd:
        assert [answer["payload"]] == [entry.message.hex() for entry in psd.log()]
    assert {"pass"} == {finding["status"] for finding in answer["findings"]}
    assert "604.4.8.3-right-edge" in {finding["rule"] for finding in answer["findings"]}


def test_check_json_answers_with_the_findings_of_a_lawful_order(desk: Path, run: Run) -> None:
    ended = run("check", LETTER, "--json")
    (answer,) = ended.answers
    assert (ExitCode.DONE, True, str(LETTER)) == (ended.code, answer["lawful"], answer["file"])
    assert {"schema", "file", "lawful", "findings"} == set(answer)
    edge = next(finding for finding in answer["findings"] if finding["rule"] == "604.4.8.3-right-edge")
    assert ("pass", ">= 0.25", "in") == (edge["status"], edge["limit"], edge["unit"])
    assert edge["measured"] >= 0.25


def test_check_json_answers_with_the_rule_that_is_broken(desk: Path, run: Run) -> None:
    ended = run("check", LETTER, "--json", "--on", "2005-06-17")
    (answer,) = ended.answers
    broken = [finding["rule"] for finding in answer["findings"] if finding["status"] == "fail"]
    assert (ExitCode.REFUSED, False, ["604.4.8.13-complete"], "") == (ended.code, answer["lawful"], broken, ended.err)


def test_check_json_answers_with_the_room_that_is_missing(desk: Path, run: Run) -> None:
    ended = run("check", write_order(desk, document(mailpiece={"size": "card"})), "--json")
    (answer,) = ended.answers
    (finding,) = answer["findings"]
    assert (ExitCode.REFUSED, False, "fail") == (ended.code, answer["lawful"], finding["status"])
    assert finding["measured"] < float(finding["limit"].removeprefix(">= "))


def test_check_names_broken_rules_and_how_many_hold(desk: Path, run: Run) -> None:
    held = int(run("check", LETTER).out.split()[0])
    lines = run("check", LETTER, "--on", "2005-06-17").out.splitlines()
    assert lines[0].startswith("fail")
    assert "604.4.8.13-complete" in lines[0]
    assert [f"{held - 1} of {held} rules hold"] == lines[1:]


def test_an_order_comes_from_standard_input(desk: Path, run: Run) -> None:
    order = json.dumps(document()).encode()
    assert ExitCode.DONE == run("check", "-", stdin=order).code
    assert ExitCode.DONE == run("specimen", "-", "-o", "specimen.png", stdin=order).code
    assert "ZZ010000001001-000001 page.png\n" == run("print", "-", "--psd", "psd", "-o", "page.png", stdin=order).out


def test_an_order_without_meter_takes_the_devices_identity(desk: Path, run: Run) -> None:
    bare = {key: part for key, part in document().items() if key != "meter"}
    named = run("print", LETTER, "--psd", "psd", "-o", "named.png", "--json").answers[0]
    ended = run("print", write_order(desk, bare), "--psd", "psd", "-o", "bare.png", "--json")
    assert (ExitCode.DONE, named["findings"]) == (ended.code, ended.answers[0]["findings"])
    # The lettering, two inches at the right of the FIM, is the same; the symbols differ by their registers.
    lettering = (2250, 0, 2850, 400)
    with Image.open("named.png") as first, Image.open("bare.png") as second:
        assert first.crop(lettering).tobytes() == second.crop(lettering).tobytes()
        assert first.tobytes() != second.tobytes()


def test_a_devices_key_opens_with_its_passphrase(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    print_ = ("print", LETTER, "--psd", "locked")
    assert ExitCode.DONE == run(*print_, "-o", "a.pdf", "--passphrase-file", "passphrase").code
    monkeypatch.setenv("INDICIA_PASSPHRASE", "open sesame")
    assert ExitCode.DONE == run(*print_, "-o", "b.pdf").code


def test_a_pending_piece_is_listed_and_finished_once(desk: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("indicia.files.move", _the_end)
        ended = run("print", LETTER, "--psd", "psd", "-o", "page.pdf")
    assert (ExitCode.INTERNAL, False) == (ended.code, (desk / "page.pdf").exists())
    (listed,) = run("psd", "pending", "psd", "--json").answers
    assert ("ZZ010000001001-000001", "issued") == (listed["piece_id"], listed["state"])
    release = ("print", "--psd", "psd", "--release", listed["piece_id"])
    assert f"{listed['piece_id']} {desk / 'page.pdf'}\n" == run(*release).out
    assert "" == run("psd", "pending", "psd").out
    again = run(*release)
    assert (ExitCode.PSD, f"indicia: piece {listed['piece_id']} is released already\n") == (again.code, again.err)


def _the_end(*_: object) -> None:
    raise RuntimeError("the process ends here")


def test_schema_of_orders_accepts_nothing_unknown(run: Run) -> None:
    described = json.loads(run("schema", "order").out)
    assert described["additionalProperties"] is False
    assert {"indicium", "mailpiece"} == set(described["required"])
    assert "indicia.verify/1" in run("schema", "answer").out


def test_doctor_names_the_face_and_the_versions(run: Run) -> None:
    ended = run("doctor")
    assert ExitCode.DONE == ended.code
    assert "face" in ended.out
    assert f"zxing-cpp       {importlib.metadata.version('zxing-cpp')}" in ended.out


@pytest.mark.usefixtures("desk")
class TestProgram:
    """The installed program, in a process of its own."""

    def program(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [PROGRAM, *map(str, arguments)], capture_output=True, check=False, env=os.environ | environment
        )

    def test_prints_and_says_so(self) -> None:
        ended = self.program("print", LETTER, "--psd", "psd", "-o", "page.pdf")
        assert (0, b"ZZ010000001001-000001 page.pdf\n", b"") == (ended.returncode, ended.stdout, ended.stderr)

    def test_refuses_with_one_line(self) -> None:
        ended = self.program("print", LETTER, "--psd", "psd", "-o", "page.doc")
        assert (1, b"", 1) == (ended.returncode, ended.stdout, ended.stderr.count(b"\n"))

    def test_writes_no_colour_where_none_is_wanted(self) -> None:
        for arguments in (("check", LETTER), ("check", "absent.json"), ("print", "--help")):
            ended = self.program(*arguments, NO_COLOR="1", FORCE_COLOR="1", TERM="xterm-256color")
            assert b"\x1b[3" not in ended.stdout + ended.stderr
