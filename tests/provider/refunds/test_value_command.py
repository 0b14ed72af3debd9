"""`provider refund-value`: whether the value left in a withdrawn system is refunded, and how much."""

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from fixtures.refunds import LOADED, ON, PRINTED, Imprint, Press, device_of, write_scan
from indicia import console
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.spec.kinds import System
from indicia.units import dollars
from provider.cli.common import NAME
from provider.cli.main import app

PC = 1001
CASE = f"""
[request]
id = "VALUE-1"
on = {ON.isoformat()}

[meters.{device_of(PC)}]
system = "pc-postage"
licensee = "ROE SUPPLY CO"

[withdrawn]
serial = "{device_of(PC)}"
cause = "no-longer-used"
notified = true
possession = true
"""
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def command(case: str, *flags: object) -> tuple[int, str, str]:
        place = tmp_path / "case.toml"
        place.write_text(case)
        capsys.readouterr()
        code = console.exit_code(app, NAME, ["refund-value", "--case", str(place), *map(str, flags)])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory, face: Face) -> Press:
    return Press.opened(tmp_path_factory.mktemp("keys"), {PC: System.PC_POSTAGE}, face, seed=1031)


def test_a_scanned_refund_request_indicium_tells_the_value(press: Press, tmp_path: Path, run: Run) -> None:
    scan, out = tmp_path / "request.png", tmp_path / "value.pdf"
    write_scan(press.scan(Imprint(PC, "0.00", PRINTED, request=True)), scan)
    flags = ("--indicium", scan, "--trust", press.authority.trust)
    code, shown, _ = run(CASE, *flags, "--json", "-o", out)
    answer = json.loads(shown)
    left = f"{dollars(LOADED):.2f}"
    assert (ExitCode.DONE, "eligible") == (code, answer["eligibility"])
    assert (left, left, "10.3.1b") == (answer["remaining"], answer["refund"], answer["route"]["section"])
    text = pypdfium2.PdfDocument(out)[0].get_textpage().get_text_range()
    assert left in text
    assert device_of(PC) in text
    code, shown, _ = run(CASE.replace("possession = true", "possession = false"), *flags)
    assert ExitCode.UNACCEPTABLE == code
    assert "604.10.3.1b-possession" in shown
    assert f"remaining: ${left}, refund: $0.00" in shown


def test_a_forged_or_ordinary_indicium_tells_nothing(press: Press, tmp_path: Path, run: Run) -> None:
    forged, ordinary = tmp_path / "forged.png", tmp_path / "ordinary.png"
    write_scan(press.scan(Imprint(PC, "0.00", PRINTED, request=True, forged=True)), forged)
    write_scan(press.scan(Imprint(PC, "3.85", PRINTED)), ordinary)
    code, shown, _ = run(CASE, "--indicium", forged, "--trust", press.authority.trust, "--json")
    answer = json.loads(shown)
    assert (ExitCode.UNACCEPTABLE, None) == (code, answer["remaining"])
    assert ["604.10.3.1b-indicium"] == answer["reasons"]
    code, _, told = run(CASE, "--indicium", ordinary, "--trust", press.authority.trust)
    assert ExitCode.INPUT == code
    assert "no refund request indicium is seen" in told


@pytest.mark.parametrize(
    ("case", "flags", "code", "said"),
    [
        (CASE, ("--indicium", "a.png"), ExitCode.USAGE, "--indicium needs --trust"),
        (CASE.split("[withdrawn]", maxsplit=1)[0], (), ExitCode.INPUT, "no table [withdrawn]"),
        (CASE.replace('system = "pc-postage"\n', ""), (), ExitCode.INPUT, "does not tell the system"),
        (CASE.replace("cause = ", "why = "), (), ExitCode.INPUT, "withdrawn.why: found an unknown key"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    run: Run, *, case: str, flags: tuple[str, ...], code: ExitCode, said: str
) -> None:
    found, shown, told = run(case, *flags)
    assert (code, "", 1) == (found, shown, told.count("\n"))
    assert said in told


def test_what_is_not_told_is_undetermined(run: Run) -> None:
    code, shown, _ = run(CASE, "--json")
    assert ExitCode.UNDETERMINED == code
    assert ["604.10.3.1-amount", "604.10.3.1b-indicium"] == json.loads(shown)["reasons"]
