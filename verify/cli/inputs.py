"""From the paths of a command line to pages with their answers."""

import contextlib
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from rich.progress import track

from indicia import console
from indicia.errors import InputError
from verify.answer import Answer, AnyAnswer, ErrorAnswer
from verify.pipeline import Verifier
from verify.scans import Scan, expand

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Input:
    """One file to look at."""

    name: str
    """As it was given; `-` for standard input."""
    fault: InputError | None = None
    """Why a path names no file."""


def inputs(paths: Iterable[str]) -> list[Input]:
    """Every file that `paths` stand for, in their order; a path that names none keeps its place."""
    found: list[Input] = []
    for path in paths:
        try:
            found += [Input(name) for name in expand([path])]
        except InputError as fault:
            found.append(Input(path, fault))
    return found


def answered(verifier: Verifier, given: list[Input]) -> Iterator[tuple[Scan | None, AnyAnswer]]:
    """Every page of every input with its answer, in their order; a bar runs for several on a terminal."""
    terminal = console.progress_terminal()
    shown = len(given) > 1 and terminal.is_terminal
    for one in track(given, "verifying", console=terminal, disable=not shown, transient=True):
        yield from _pages(verifier, one)


def by_twos(
    verifier: Verifier, pages: Iterable[tuple[Scan | None, AnyAnswer]]
) -> Iterator[tuple[Scan | None, AnyAnswer]]:
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


def _pages(verifier: Verifier, one: Input) -> Iterator[tuple[Scan | None, AnyAnswer]]:
    if one.fault is not None:
        yield None, ErrorAnswer.of(one.name, one.fault)
    elif one.name == console.STANDARD:
        with _standard_input() as path:
            yield from verifier.pages_or_error(path, called=console.STANDARD)
    else:
        yield from verifier.pages_or_error(one.name)


@contextlib.contextmanager
def _standard_input() -> Iterator[Path]:
    """Standard input as a file: pages are read from places that can be read twice."""
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        path = Path(folder) / "standard-input"
        path.write_bytes(sys.stdin.buffer.read())
        yield path
