"""Bad input: one clear line on standard error, the exit code, nothing debited, nothing written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fixtures.order_files import NAMES, ORDERS, document
from indicia.errors import ExitCode
from indicia.psd.device import Psd
from tests.conftest import SHARED
from tests.indicia.cli.conftest import Ended, Run, write_order

LETTER = ORDERS / "ibi-letter-10.json"
EXAMPLES = SHARED / "examples" / "orders"


@dataclass(frozen=True, slots=True)
class Bad:
    """A command that must be refused."""

    arguments: Sequence[object]
    code: ExitCode
    says: Sequence[str]
    """What its line must name."""
    prepare: Callable[[Path], object] | None = None
    """Makes the folder bad."""


def order(changed: dict[str, Any] | None = None, /, **changes: Any) -> Callable[[Path], object]:
    return lambda folder: write_order(folder, changed or document(**changes))


def printed(*more: object, order: object = "order.json", psd: str = "psd", output: str = "page.pdf") -> list[object]:
    return ["print", order, "--psd", psd, "-o", output, *more]


def file(name: str, content: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(content)


BAD = {
    "unknown key": Bad(printed(), ExitCode.INPUT, ["indicium.colour"], order(indicium={"colour": "mauve"})),
    "unknown key at the top": Bad(printed(), ExitCode.INPUT, ["colour"], order(colour="mauve")),
    "amount above the funds": Bad(
        printed(), ExitCode.PSD, ["funds", "5.010 needed", "5.000 available"], order(indicium={"amount": "5.01"})
    ),
    "amount no number": Bad(printed(), ExitCode.INPUT, ["indicium.amount", "free"], order(indicium={"amount": "free"})),
    "suffix not known": Bad(printed(order=LETTER, output="page.gif"), ExitCode.USAGE, ["page.gif", ".gif", ".pdf"]),
    "no suffix": Bad(printed(order=LETTER, output="page"), ExitCode.USAGE, ["page", ".pdf"]),
    "folder absent": Bad(printed(order=LETTER, output="no/page.pdf"), ExitCode.OUTPUT, ["no/page.pdf", "No such"]),
    "folder a file": Bad(
        printed(order=LETTER, output="file/page.pdf"),
        ExitCode.OUTPUT,
        ["file/page.pdf", "Not a dir"],
        file("file", b""),
    ),
    "folder not writable": Bad(printed(order=LETTER, output="/proc/page.pdf"), ExitCode.OUTPUT, ["/proc/page.pdf"]),
    "output a folder": Bad(
        printed(order=LETTER, output="in.pdf"),
        ExitCode.OUTPUT,
        ["in.pdf is a folder"],
        lambda f: (f / "in.pdf").mkdir(),
    ),
    "order absent": Bad(printed(), ExitCode.INPUT, ["order.json", "No such file"]),
    "order a folder": Bad(printed(order="psd"), ExitCode.INPUT, ["psd", "directory"]),
    "order not JSON": Bad(printed(), ExitCode.INPUT, ["JSON"], file("order.json", b"amount: 0.37\n")),
    "order empty": Bad(printed(), ExitCode.INPUT, ["JSON"], file("order.json", b"")),
    "order not text": Bad(printed(), ExitCode.INPUT, ["JSON"], file("order.json", b"\xff\x00\x01")),
    "order a list": Bad(printed(), ExitCode.INPUT, ["object"], file("order.json", b"[]")),
    "order nested too deep": Bad(printed(), ExitCode.INPUT, ["JSON"], file("order.json", b"[" * 100_000)),
    "passphrase not given": Bad(printed(psd="locked", order=LETTER), ExitCode.CREDENTIALS, ["passphrase"]),
    "passphrase wrong": Bad(
        printed("--passphrase-file", "word", psd="locked", order=LETTER),
        ExitCode.CREDENTIALS,
        ["key.pem", "passphrase"],
        file("word", b"x\n"),
    ),
    "passphrase file absent": Bad(
        printed("--passphrase-file", "no", psd="locked", order=LETTER),
        ExitCode.CREDENTIALS,
        ["passphrase file no", "No such file"],
    ),
    "passphrase file empty": Bad(
        printed("--passphrase-file", "word", psd="locked", order=LETTER),
        ExitCode.CREDENTIALS,
        ["word is empty"],
        file("word", b"\n"),
    ),
    "no PSD": Bad(printed(order=LETTER, psd="no"), ExitCode.INPUT, ["no is not a PSD"]),
    "PSD another folder": Bad(printed(order=LETTER, psd="."), ExitCode.INPUT, ["is not a PSD"]),
    "PSD another database": Bad(
        printed(order=LETTER), ExitCode.INPUT, ["psd.sqlite", "not the database"], file("psd/psd.sqlite", b"?" * 4096)
    ),
    "key absent": Bad(
        printed(order=LETTER), ExitCode.CREDENTIALS, ["key.pem"], lambda folder: (folder / "psd/key.pem").unlink()
    ),
    "key damaged": Bad(printed(order=LETTER), ExitCode.CREDENTIALS, ["key.pem"], file("psd/key.pem", b"?")),
    "another device's order": Bad(
        printed(), ExitCode.PSD, ["604.4.2.1-device", "serial is 1001", "1002"], order(meter={"serial": 1002})
    ),
    "deposit after the mailing period": Bad(
        printed("--on", "2005-06-16", order=LETTER), ExitCode.REFUSED, ["604.4.8.13-complete"]
    ),
    "deposit before the mailing period": Bad(
        printed("--on", "2005-06-14", order=LETTER), ExitCode.REFUSED, ["604.4.8.13-complete"]
    ),
    "layout does not fit": Bad(
        printed(), ExitCode.REFUSED, ["nothing fits", "needs", "in too much"], order(mailpiece={"size": "card"})
    ),
    "letter that no indicium bears": Bad(
        printed(), ExitCode.INPUT, ["to.0", "\u6771", "Latin-1"], order(to=["\u6771", "SAN FRANCISCO CA 94103"])
    ),
    "face absent": Bad(printed("--face", "no.ttf", order=LETTER), ExitCode.INPUT, ["no.ttf"]),
    "no PSD named": Bad(["print", LETTER, "-o", "page.pdf"], ExitCode.USAGE, ["--psd"]),
    "no output named": Bad(["print", LETTER, "--psd", "psd"], ExitCode.USAGE, ["-o OUT"]),
    "no order named": Bad(["print", "--psd", "psd", "-o", "page.pdf"], ExitCode.USAGE, ["ORDER.json"]),
    "unknown flag": Bad(printed("--colour", order=LETTER), ExitCode.USAGE, ["--colour"]),
    "day that is none": Bad(printed("--on", "2005-02-30", order=LETTER), ExitCode.USAGE, ["2005-02-30", "YYYY-MM-DD"]),
    "dots that are none": Bad(printed("--dpi", "0", order=LETTER), ExitCode.USAGE, ["--dpi"]),
    "release with an order": Bad(
        printed("--release", "ZZ010000001001-000001", order=LETTER), ExitCode.USAGE, ["--release"]
    ),
    "release of no piece": Bad(
        ["print", "--psd", "psd", "--release", "ZZ010000001001-000001"], ExitCode.USAGE, ["ZZ010000001001-000001"]
    ),
    "command that is none": Bad(["stamp"], ExitCode.USAGE, ["stamp"]),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_gives_one_line_its_code_and_nothing_else(name: str, desk: Path, run: Run) -> None:
    bad = BAD[name]
    if bad.prepare:
        bad.prepare(desk)
    before = state_of(desk)
    ended = run(*bad.arguments)
    assert bad.code == ended.code
    require_one_clear_line(ended, bad.says)
    assert before == state_of(desk)


ALSO_WITHOUT_PSD = {
    "unknown key": order(indicium={"colour": "mauve"}),
    "order not JSON": file("order.json", b"{"),
    "layout does not fit": order(mailpiece={"size": "card"}),
    "no meter": order({key: part for key, part in document().items() if key != "meter"}),
}


@pytest.mark.parametrize("command", [("check", "order.json"), ("specimen", "order.json", "-o", "page.png")])
@pytest.mark.parametrize("name", ALSO_WITHOUT_PSD)
def test_check_and_specimen_refuse_the_same_orders(name: str, command: tuple[str, ...], desk: Path, run: Run) -> None:
    ALSO_WITHOUT_PSD[name](desk)
    before = state_of(desk)
    ended = run(*command)
    assert (ExitCode.REFUSED if "layout" in name else ExitCode.INPUT) == ended.code
    require_one_clear_line(ended, [])
    assert before == state_of(desk)


@pytest.mark.parametrize("output", ["no/page.png", "page.bmp", "/proc/page.png"])
def test_specimen_refuses_places_that_cannot_be_written(output: str, desk: Path, run: Run) -> None:
    ended = run("specimen", LETTER, "-o", output)
    assert (ExitCode.USAGE if output.endswith(".bmp") else ExitCode.OUTPUT) == ended.code
    require_one_clear_line(ended, [output])


def test_every_problem_of_an_order_has_its_line(desk: Path, run: Run) -> None:
    write_order(
        desk, document(indicium={"colour": "mauve", "amount": "-1"}, mailpiece={"size": "#10", "weight": 3}, weight=3)
    )
    before = state_of(desk)
    ended = run(*printed())
    assert ExitCode.INPUT == ended.code
    assert 4 == len(ended.lines)
    for path in ("indicium.colour", "indicium.amount", "mailpiece.weight", "weight"):
        assert 1 == sum(line.startswith(f"indicia: {path}: found ") for line in ended.lines)
    assert all("; allowed: " in line for line in ended.lines)
    assert (before, "") == (state_of(desk), ended.out)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="../shared is absent")
@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("*.json")), ids=lambda file: file.stem)
def test_a_normative_order_is_printed_or_refused_as_not_printed_yet(file: Path, desk: Path, run: Run) -> None:
    before = state_of(desk)
    checked = run("check", file)
    if checked.code == ExitCode.DONE:
        assert ExitCode.DONE == run("specimen", file, "-o", "page.pdf").code
        return
    assert file.stem not in NAMES
    for ended in (
        checked,
        run("specimen", file, "-o", "page.pdf"),
        run("print", file, "--psd", "psd", "-o", "page.pdf"),
    ):
        assert (ExitCode.INPUT, "") == (ended.code, ended.out)
        assert ended.lines
        assert all("which is not printed yet; allowed: " in line for line in ended.lines)
    assert before == state_of(desk)


def require_one_clear_line(ended: Ended, says: Sequence[str]) -> None:
    assert "" == ended.out
    assert 1 == len(ended.lines), ended.err
    assert ended.lines[0].startswith("indicia: ")
    assert "Traceback" not in ended.err
    assert "internal error" not in ended.err
    for words in says:
        assert words in ended.lines[0]


def state_of(folder: Path) -> tuple[object, ...]:
    """Every name in the folder, and what the devices say of themselves."""
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if "psd.sqlite-" not in path.name)
    devices: list[object] = []
    for device in ("psd", "locked"):
        try:
            with Psd.open(folder / device) as psd:
                devices.append((psd.registers(), len(tuple(psd.log()))))
        except Exception as error:  # a device that the test damaged stays as damaged as it was
            devices.append(str(error))
    return names, devices


@pytest.mark.parametrize("day", ["2005-07-01", "2004-12-31"])
def test_a_test_device_prints_outside_its_certificate_with_a_warning(desk: Path, run: Run, day: str) -> None:
    order(indicium={"mailing_date": {"form": "complete", "date": day}})(desk)
    ended = run(*printed("--passphrase-file", "passphrase", psd="locked"))
    assert ExitCode.DONE == ended.code
    assert f"not on {day}: verifiers will refuse this piece" in ended.err
