"""What both command lines share: exit codes and messages, passphrases, days, tables, JSON lines.

The one place below the operating system that reads the clock, the environment and standard input.
"""

import datetime as dt
import json
import os
import re
import sys
import traceback
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from indicia.errors import CredentialError, ExitCode, IndiciaError, InputError, OrderError, UsageError
from indicia.units import mills

DEBUG_VARIABLE = "INDICIA_DEBUG"
PASSPHRASE_VARIABLE = "INDICIA_PASSPHRASE"  # noqa: S105 - the name of a variable, not a passphrase
_DOLLARS = re.compile(r"[0-9]{1,12}(\.[0-9]{1,3})?")
STANDARD = "-"
"""The path that stands for standard input or output."""


def run(app: typer.Typer, name: str, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line and leave with its exit code.

    Args:
        app: the commands.
        name: of the program; errors begin with it.
        arguments: instead of those of the process.
    """
    raise SystemExit(int(exit_code(app, name, arguments)))


def exit_code(app: typer.Typer, name: str, arguments: Sequence[str] | None = None) -> int:
    """Run a command line; every failure becomes one line on standard error and its exit code."""
    try:
        result = typer.main.get_command(app).main(args=arguments, prog_name=name, standalone_mode=False)
        sys.stdout.flush()
    except SystemExit as leaving:
        return _left(leaving)
    except (Exception, KeyboardInterrupt) as error:
        return _reported(name, error)
    return result if isinstance(result, int) else ExitCode.DONE


def _reported(name: str, error: BaseException) -> ExitCode:
    """Say what went wrong and give the exit code that stands for it."""
    match error:
        case OrderError():
            complain(name, *map(str, error.problems))
            return error.exit_code
        case IndiciaError():
            complain(name, str(error))
            return error.exit_code
        case typer.TyperException():
            complain(name, error.format_message())
            return ExitCode.USAGE  # typer's own code is 2, which here means an input
        case KeyboardInterrupt() | typer.Abort():
            return ExitCode.INTERRUPTED
        case BrokenPipeError():
            return _stop_writing()
    if os.environ.get(DEBUG_VARIABLE):
        traceback.print_exception(error)
    complain(name, f"internal error: {type(error).__name__}: {error}")
    return ExitCode.INTERNAL


def complain(name: str, *texts: str) -> None:
    """Write each text as one line on standard error; an empty one was said already (typer's help)."""
    for text in texts:
        if text:
            sys.stderr.write(f"{name}: {' '.join(text.split())}\n")


def _left(leaving: SystemExit) -> int:
    """The code of a command that left by itself; typer does so when a reader closes the pipe."""
    if isinstance(leaving.__context__, BrokenPipeError):
        return _stop_writing()
    return leaving.code if isinstance(leaving.code, int) else ExitCode.DONE


def _stop_writing() -> ExitCode:
    """Send what is still buffered nowhere: whoever read us has gone."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return ExitCode.OUTPUT


def write_json(answer: Mapping[str, object]) -> None:
    """Write one JSON object as one line on standard output."""
    sys.stdout.write(f"{json.dumps(answer)}\n")


def write_line(text: str) -> None:
    """Write one line on standard output."""
    sys.stdout.write(f"{text}\n")


def terminal() -> Console:
    """Standard output for tables; without colour when NO_COLOR is set or it is no terminal."""
    return Console(file=sys.stdout)


def progress_terminal() -> Console:
    """Standard error, for progress bars."""
    return Console(file=sys.stderr)


def today() -> dt.date:
    """The calendar day where the command runs."""
    return dt.datetime.now(dt.UTC).astimezone().date()


def parse_day(text: str | dt.date) -> dt.date:
    """The day of an ISO date on the command line; a default, which is a day already, passes through.

    Raises:
        typer.BadParameter: it is none.
    """
    if isinstance(text, dt.date):
        return text
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; allowed: YYYY-MM-DD") from None


def parse_dollars(text: str | int) -> int:
    """Mills in a sum on the command line; a default, which is mills already, passes through.

    Raises:
        UsageError: no sum, a negative one, or one with a fraction of a mill.
    """
    if isinstance(text, int):
        return text
    if not _DOLLARS.fullmatch(text):
        raise UsageError(f"{text!r} is not an amount; allowed: dollars with at most three decimals, 100.00")
    return mills(Decimal(text))


def read_passphrase(path: Path | None) -> bytes | None:
    """The first line of the file, else the environment's INDICIA_PASSPHRASE, else None.

    Raises:
        CredentialError: the file cannot be read, or its first line is empty.
    """
    if path is None:
        return os.environb.get(PASSPHRASE_VARIABLE.encode()) or None
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise CredentialError(f"cannot read the passphrase file {path}: {error.strerror}") from error
    if not lines or not lines[0]:
        raise CredentialError(f"the first line of the passphrase file {path} is empty")
    return lines[0]


def read_input(path: str) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises:
        InputError: it cannot be read.
    """
    if path == STANDARD:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error


On = Annotated[
    dt.date | None,
    typer.Option("--on", parser=parse_day, metavar="DATE", help="Judge as on this day (YYYY-MM-DD)."),
]
Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON object a line.")]
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", metavar="FILE", help="First line opens the keys; else INDICIA_PASSPHRASE does."),
]
