"""`indicia print --batch`: many orders, chunk by chunk, with progress, errors by line and a manifest."""

import contextlib
import datetime as dt
import gc
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TextIO

from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from indicia import console
from indicia.cli.answers import registers_words
from indicia.cli.common import day_for
from indicia.errors import ExitCode, OrderError, OutputError, UsageError, combined
from indicia.release.batch import Batch, Failed, Printed
from indicia.release.desk import Desk
from indicia.release.goal import Goal
from indicia.security.signing import Signer

SCHEMA = "indicia.manifest/1"
DEFAULT_CHUNK = 100


def print_batch(
    desk: Desk,
    signer: Signer,
    goal: Goal,
    *,
    chunk: int,
    resume: bool,
    on: dt.date | None,
    manifest: Path | None,
    as_json: bool,
) -> int:
    """The exit code of a batch: what was printed is said on the way, what failed on standard error."""
    codes: list[ExitCode] = []
    pieces = 0
    with (
        _frozen(),
        _interruptible() as interrupted,
        _manifest(manifest) as listed,
        Batch.opened(desk, signer, goal, resume=resume) as batch,
        _progress(batch.lines) as progress,
    ):
        task = progress.add_task("orders", total=batch.lines)
        lines: set[int] = set()
        for printed in batch.resumed():
            _say(printed, listed, as_json=as_json)
            lines.add(printed.line)
            pieces += 1
        progress.advance(task, len(lines))
        for each in batch.chunks(chunk, lambda order: day_for(order, on)):
            for printed in each.printed:
                _say(printed, listed, as_json=as_json)
            codes += _complain(each.failed)
            pieces += len(each.printed)
            progress.advance(task, each.lines)
            if interrupted:
                codes.append(ExitCode.INTERRUPTED)
                break
        else:
            batch.finish()
    if not as_json:
        console.write_line(f"{pieces} pieces in {goal.folder if interrupted else goal.output}")
    return combined(codes)


def goal_of(orders: Path, output: Path, suffix: str | None) -> Goal:
    """Where a batch goes: into one PDF, or one file an order into a folder.

    Raises:
        UsageError: neither, or a suffix for the one PDF.
    """
    if output.suffix.lower() == ".pdf" and not output.is_dir():
        if suffix is not None:
            raise UsageError("--suffix goes with a folder: a batch into one file is a PDF")
        return Goal(output, orders)
    if output.suffix and not output.is_dir():
        raise UsageError(f"a batch goes into one PDF or into a folder, not into {output.name}")
    return Goal(output, orders, suffix or ".pdf")


def _say(printed: Printed, listed: TextIO | None, *, as_json: bool) -> None:
    piece = printed.piece
    if printed.warning:
        console.complain("indicia", f"line {printed.line}: warning: {printed.warning}")
    row: dict[str, object] = {
        "schema": SCHEMA,
        "line": printed.line,
        "piece_id": piece.issued.piece_id,
        "file": str(piece.file),
        "page": piece.page,
        "registers": registers_words(piece.issued.registers),
    }
    if as_json:
        console.write_json(row)
    if listed is not None:
        listed.write(f"{json.dumps(row)}\n")


def _complain(failed: tuple[Failed, ...]) -> Iterator[ExitCode]:
    for each in failed:
        error = each.error
        texts = [str(p) for p in error.problems] if isinstance(error, OrderError) else [str(error)]
        console.complain("indicia", *(f"line {each.line}: {text}" for text in texts))
        yield error.exit_code


@contextlib.contextmanager
def _manifest(place: Path | None) -> Iterator[TextIO | None]:
    """A file that grows as the batch does; written anew from the log when a batch goes on."""
    if place is None:
        yield None
        return
    try:
        file = place.open("w", encoding="utf-8", buffering=1)
    except OSError as fault:
        raise OutputError(f"{place} cannot be written: {fault.strerror}") from None
    with file:
        yield file


@contextlib.contextmanager
def _frozen() -> Iterator[None]:
    """What the program consists of stays: looking through it for garbage again and again costs a batch a tenth."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextlib.contextmanager
def _interruptible() -> Iterator[list[bool]]:
    """Ctrl-C once lets the chunk end and makes the list non-empty; a second time it ends everything."""
    asked: list[bool] = []

    def ask(_: int, __: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)
        console.complain("indicia", "ends after this chunk; --resume goes on, Ctrl-C again ends at once")

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


class _Rate(ProgressColumn):
    """Orders a second."""

    def render(self, task: Task) -> Text:
        """The rate in words, empty before the first chunk."""
        return Text(f"{task.speed:.0f}/s" if task.speed else "")


def _progress(total: int) -> Progress:
    terminal = console.progress_terminal()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    return Progress(*columns, console=terminal, disable=not terminal.is_terminal or not total, transient=True)
