import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from indicia import console
from indicia.errors import (
    CredentialError,
    ExitCode,
    InputError,
    MissingPartError,
    OrderError,
    OutputError,
    PreflightRefused,
    Problem,
    PsdRefused,
    UsageError,
)


def running(error: BaseException | None = None, *, result: int | None = None) -> int:
    """The exit code of a program whose one command raises or returns this."""
    app = typer.Typer()

    @app.command()
    def work() -> int | None:
        if error is not None:
            raise error
        return result

    return console.exit_code(app, "indicia", [])


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (UsageError, 1),
        (InputError, 2),
        (MissingPartError, 3),
        (PreflightRefused, 6),
        (CredentialError, 8),
        (PsdRefused, 9),
        (OutputError, 10),
    ],
)
def test_each_error_is_one_line_and_its_code(
    kind: type[Exception], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert code == running(kind("what is\nwrong"))
    assert ("", "indicia: what is wrong\n") == tuple(capsys.readouterr())


def test_an_order_error_is_one_line_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("indicium.amount", "'x'", "dollars"), Problem("to", "7", "lines")]
    assert 2 == running(OrderError(problems))
    expected = "indicia: indicium.amount: found 'x'; allowed: dollars\nindicia: to: found 7; allowed: lines\n"
    assert expected == capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyboardInterrupt(), ExitCode.INTERRUPTED),
        (typer.Abort(), ExitCode.INTERRUPTED),
        (typer.Exit(4), ExitCode.UNACCEPTABLE),
        (typer.Exit(0), ExitCode.DONE),
        (SystemExit(5), ExitCode.UNDETERMINED),
    ],
)
def test_leaving_is_quiet(error: BaseException, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert code == running(error)
    assert ("", "") == tuple(capsys.readouterr())


@pytest.mark.parametrize(("result", "code"), [(None, 0), (ExitCode.REFUSED, 6)])
def test_a_command_may_return_its_code(result: int | None, code: int) -> None:
    assert code == running(result=result)


def test_a_fault_of_ours_is_one_line_without_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INDICIA_DEBUG", raising=False)
    assert 7 == running(ZeroDivisionError("division by zero"))
    assert "indicia: internal error: ZeroDivisionError: division by zero\n" == capsys.readouterr().err


def test_a_traceback_is_shown_on_request(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INDICIA_DEBUG", "1")
    assert 7 == running(ZeroDivisionError())
    assert capsys.readouterr().err.startswith("Traceback (most recent call last)")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["work"], "indicia: Missing argument"),
        (["work", "many"], "indicia: Invalid value for"),
        (["work", "1", "--fast"], "indicia: No such option: --fast"),
        (["rest"], "indicia: No such command 'rest'"),
        (["work", "1", "--on", "June"], "indicia: Invalid value for '--on': 'June' is not a date; allowed: YYYY-MM-DD"),
    ],
)
def test_a_usage_error_is_one_line_and_1(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    app = typer.Typer()

    @app.command()
    def work(count: int, *, on: console.On = None) -> None:
        """Never reached."""

    @app.command()
    def other() -> None:
        """Make `work` a command among others."""

    assert 1 == console.exit_code(app, "indicia", arguments)
    shown = capsys.readouterr()
    assert ("", 1) == (shown.out, len(shown.err.splitlines()))
    assert shown.err.startswith(complaint)


def test_run_leaves_with_the_code() -> None:
    app = typer.Typer()

    @app.command()
    def work() -> None:
        raise PsdRefused("no")

    with pytest.raises(SystemExit) as left:
        console.run(app, "indicia", [])
    assert 9 == left.value.code


PIPED = """
import typer
from indicia import console
app = typer.Typer()
@app.command()
def work() -> None:
    for _ in range(100_000):
        console.write_line("x" * 100)
console.run(app, "indicia")
"""


def test_a_reader_that_goes_away_is_no_noise() -> None:
    process = subprocess.Popen([sys.executable, "-c", PIPED], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr is not None
    assert b"" == process.stderr.read()
    process.stderr.close()
    assert ExitCode.OUTPUT == process.wait()


def test_json_is_one_line_even_for_awkward_text(capsys: pytest.CaptureFixture[str]) -> None:
    answer = {"file": "a\nb\udcff.png", "n": None}
    console.write_json(answer)
    written = capsys.readouterr().out
    assert 1 == len(written.splitlines())
    assert answer == json.loads(written)


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert console.terminal().no_color
    assert console.progress_terminal().no_color


@pytest.mark.parametrize(("text", "mills"), [("100.00", 100_000), ("0.375", 375), ("0", 0), ("007", 7_000)])
def test_dollars_become_mills(text: str, mills: int) -> None:
    assert mills == console.parse_dollars(text)


@pytest.mark.parametrize("text", ["", "-1", "1.0001", "1e3", "NaN", "1,000", "$1", "٣", ".5"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is not an amount"):
        console.parse_dollars(text)


def test_a_day_is_an_iso_date_and_a_default_passes_through() -> None:
    day = dt.date(2005, 6, 15)
    assert day == console.parse_day("2005-06-15") == console.parse_day(day)


@pytest.mark.parametrize("text", ["", "2005-6-31", "15.6.2005", "20050615", "today"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not a date"):
        console.parse_day(text)


def test_the_passphrase_file_goes_before_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret"
    path.write_bytes(b"from file \nrest\n")
    monkeypatch.setenv("INDICIA_PASSPHRASE", "from environment")
    assert b"from file " == console.read_passphrase(path)
    assert b"from environment" == console.read_passphrase(None)
    monkeypatch.setenv("INDICIA_PASSPHRASE", "")
    assert console.read_passphrase(None) is None
    monkeypatch.delenv("INDICIA_PASSPHRASE")
    assert console.read_passphrase(None) is None


@pytest.mark.parametrize("content", [b"", b"\nsecond"])
def test_an_empty_passphrase_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_bytes(content)
    with pytest.raises(CredentialError, match="is empty"):
        console.read_passphrase(path)


def test_input_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"cannot read {tmp_path}: Is a directory"):
        console.read_input(str(tmp_path))


def test_today_is_a_day_of_this_machine() -> None:
    assert dt.datetime.now().astimezone().date() - console.today() <= dt.timedelta(days=1)
