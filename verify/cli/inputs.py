"""From the paths of a command line to pages with their answers."""

import contextlib
import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, repeat
from pathlib import Path
from typing import TypeVar

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from indicia import console
from indicia.errors import IndiciaError
from verify.ahead import ahead
from verify.answer import Answer, AnyAnswer, ErrorAnswer
from verify.check.duplicates import Clerk
from verify.engine.batches import batches
from verify.engine.fetch import fetched, is_url, listed
from verify.engine.line import Line
from verify.engine.pieces import Piece
from verify.ledger import Witness
from verify.pipeline import LoadedPage, Verifier
from verify.scans import Scan, expand, load

Page = tuple[Scan | None, AnyAnswer]
"""A page with its answer; no page for an input that cannot be read, or whose pixels nobody asked for."""
_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Input:
    """One file to look at."""

    name: str
    """As it was given; `-` for standard input."""
    fault: IndiciaError | None = None
    """Why a path names no file that can be had."""


def inputs(paths: Iterable[str]) -> list[Input]:
    """Every file that `paths` stand for, in their order; a path that names none keeps its place."""
    found: list[Input] = []
    for path in paths:
        try:
            found += [Input(name) for name in (listed(path) if is_url(path) else expand([path]))]
        except IndiciaError as fault:
            found.append(Input(path, fault))
    return found


def answered(verifier: Verifier, given: list[Input]) -> Iterator[Page]:
    """Every page of every input with its answer, in their order; a bar runs for several on a terminal."""
    with _bar(given) as done:
        for number, page in ahead(
            (number, page) for number, one in enumerate(given) for page in _loaded(verifier, one)
        ):
            done(number)
            yield verifier.judged(page)


def answered_by(line: Line, given: list[Input], *, pixels: bool) -> Iterator[Page]:
    """The same by the workers of a line.

    Args:
        line: with workers.
        given: the inputs.
        pixels: load every page once more, for those who draw on it.
    """
    with contextlib.ExitStack() as stack:
        done = stack.enter_context(_bar(given))
        paths = [_path(one, stack) for one in given]
        results = line.answers(Piece(path, one.name) for path, one in zip(paths, given, strict=True) if path)
        for number, (path, one) in enumerate(zip(paths, given, strict=True)):
            done(number)
            if one.fault is not None:
                yield None, ErrorAnswer.of(one.name, one.fault)
            else:
                yield from zip(_scans(path, one.name) if pixels else repeat(None), next(results))  # noqa: B905 - endless


def recorded(clerk: Clerk, pages: Iterable[Page], *, station: str, place: str) -> Iterator[Page]:
    """The same with what the ledger says of each page; no page is given out before its sighting is committed.

    Raises:
        OutputError: the ledger cannot be written.
    """
    for group in batches(pages):
        # Whoever scans a file twice has two pieces, as far as the ledger can know: the piece has no name.
        asked = [(answer, Witness(_now(), station, "", place, answer.file or "")) for _, answer in group]
        yield from zip((scan for scan, _ in group), clerk.told(asked), strict=True)


def by_twos(verifier: Verifier, pages: Iterable[Page]) -> Iterator[Page]:
    """The same with every two consecutive pages taken for the two sides of one piece.

    A page whose other side cannot be read, or is missing at the end, keeps its own answer.
    """
    for group in batched(pages, 2):
        answers = [answer for _, answer in group if isinstance(answer, Answer)]
        if len(answers) == 2:
            yield from zip((scan for scan, _ in group), verifier.paired(answers[0], answers[1]), strict=True)
        else:
            yield from group


def batched(pages: Iterable[_Item], count: int) -> Iterator[list[_Item]]:
    """Items in lists of `count`, the last of which may be shorter."""
    rest = iter(pages)
    while group := list(islice(rest, count)):
        yield group


@contextlib.contextmanager
def _bar(given: list[Input]) -> Iterator[Callable[[int], None]]:
    """A bar, a rate and an estimate for several inputs on a terminal; it is told how many are done."""
    terminal = console.progress_terminal()
    columns = (TextColumn("verifying"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
    hidden = len(given) < 2 or not terminal.is_terminal
    with Progress(*columns, console=terminal, disable=hidden, transient=True) as progress:
        task = progress.add_task("", total=len(given))
        yield lambda done: progress.update(task, completed=done)


class _Rate(ProgressColumn):
    """Pieces a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:.0f}/s")


def _path(one: Input, stack: contextlib.ExitStack) -> Path | str | None:
    """Where the input's bytes are; None for one that names no file."""
    if one.fault is not None:
        return None
    return stack.enter_context(_standard_input()) if one.name == console.STANDARD else one.name


def _scans(path: Path | str | None, name: str) -> Iterator[Scan | None]:
    """The pages of a file for a second time; None for those that cannot be read."""
    with contextlib.suppress(IndiciaError), _file(path or name) as file:
        yield from (replace(scan, file=name) for scan in load(file))
    yield from repeat(None)


def _file(path: Path | str) -> contextlib.AbstractContextManager[Path | str]:
    """The file at a path or URL."""
    return fetched(path) if is_url(path) else contextlib.nullcontext(path)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _loaded(verifier: Verifier, one: Input) -> Iterator[LoadedPage | ErrorAnswer]:
    """The pages of an input, not yet looked at."""
    if one.fault is not None:
        yield ErrorAnswer.of(one.name, one.fault)
        return
    try:
        with _standard_input() if one.name == console.STANDARD else _file(one.name) as path:
            yield from verifier.loaded(path, called=one.name)
    except IndiciaError as fault:
        yield ErrorAnswer.of(one.name, fault)


@contextlib.contextmanager
def _standard_input() -> Iterator[Path]:
    """Standard input as a file: pages are read from places that can be read twice."""
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        path = Path(folder) / "standard-input"
        path.write_bytes(sys.stdin.buffer.read())
        yield path
