"""A watched folder: every picture that comes into it is answered once and moved on.

The folder itself is the queue and the memory: a picture that lies in it is not finished. Its answers are written
first, under a name that does not change, then the picture is moved; whoever stops in between does the same again
after the next start, and the ledger knows the piece by its name, size and time. So nothing is lost or counted twice.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from indicia import files
from indicia.errors import OutputError
from verify.answer import AnyAnswer, ErrorAnswer
from verify.scans import SUFFIXES

NAME_MAX = 200
"""Bytes of a picture's name that is kept: systems allow 255, and the names of answers and of parts are longer."""
_TOLD = -1.0
"""Instead of the time since which a picture did not change: it was told as whole."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where pictures come from and go to."""

    inbox: Path
    done: Path
    """Pictures that were answered."""
    failed: Path
    """Pictures that could not be read."""
    results: Path | None
    """Answers; beside the picture when None."""

    def make(self) -> None:
        """Make what is not there.

        Raises:
            OutputError: a folder cannot be made.
        """
        for place in (self.inbox, self.done, self.failed, *([self.results] if self.results else [])):
            try:
                place.mkdir(parents=True, exist_ok=True)
            except OSError as fault:
                raise OutputError(f"{place} cannot be made: {fault.strerror}") from fault


@dataclass(frozen=True, slots=True)
class Found:
    """A picture in the inbox, as it was when it was looked at."""

    path: Path
    size: int
    """Bytes."""
    modified_ns: int

    @property
    def piece(self) -> str:
        """What the station calls the piece, now and after a restart."""
        return f"{self.path.name} {self.size} {self.modified_ns}"


Take = Callable[[Found], "Future[list[AnyAnswer]]"]
"""Takes a picture; its answers come later."""


@dataclass(slots=True)
class Arrivals:
    """Tells which pictures are whole: those that did not change between two looks far enough apart."""

    inbox: Path
    settle_seconds: float
    _seen: dict[Path, tuple[Found, float]] = field(default_factory=dict)

    def whole(self, now: float) -> list[Found]:
        """Pictures that are whole and were not told before, oldest first.

        Args:
            now: seconds from any origin, not negative.
        """
        there = {found.path: found for found in _pictures(self.inbox)}
        self._seen = {path: seen for path, seen in self._seen.items() if path in there}
        whole: list[Found] = []
        for path, found in there.items():
            before, since = self._seen.get(path, (None, now))
            if before != found:
                self._seen[path] = (found, now)
            elif since != _TOLD and now - since >= self.settle_seconds:
                whole.append(found)
                self._seen[path] = (found, _TOLD)
        return sorted(whole, key=lambda found: (found.modified_ns, found.path.name))


def _pictures(inbox: Path) -> Iterator[Found]:
    with os.scandir(inbox) as entries:
        for entry in entries:
            if entry.name.startswith(".") or Path(entry.name).suffix.lower() not in SUFFIXES:
                continue
            try:
                if entry.is_file():
                    stat = entry.stat()
                    yield Found(Path(entry.path), stat.st_size, stat.st_mtime_ns)
            except FileNotFoundError:  # moved away meanwhile
                continue


def finish(found: Found, answers: Sequence[AnyAnswer], places: Places) -> Path:
    """Write the answers to a picture and move it on; where it is now.

    Raises:
        OutputError: the answers cannot be written, or the picture cannot be moved; it stays in the inbox then.
    """
    unread = any(isinstance(answer, ErrorAnswer) for answer in answers)
    target = _target(found, places, places.failed if unread else places.done)
    said = "".join(f"{answer.json()}\n" for answer in answers)
    files.replace((places.results or target.parent) / f"{target.name}.json", said.encode())
    try:
        found.path.replace(target)
        files.sync_folder(target.parent)
    except OSError as fault:
        raise OutputError(f"{found.path} cannot be moved to {target.parent}: {fault.strerror}") from fault
    return target


def _target(found: Found, places: Places, folder: Path) -> Path:
    """Where a picture goes: under a name that no other picture has, so that none takes another's answers."""
    name = _short(found.path.name)
    if not any((other / name).exists() for other in (places.done, places.failed)):
        return folder / name
    # Scanners begin again at 0001: the time tells the pictures apart, and stays the same after a restart.
    return folder / f"{Path(name).stem}-{found.modified_ns}{Path(name).suffix}"


def _short(name: str) -> str:
    """The name, or for one to which nothing can be added its beginning and a digest of the whole."""
    whole = os.fsencode(name)
    if len(whole) <= NAME_MAX:
        return name
    suffix = Path(name).suffix
    return f"{os.fsdecode(whole[: NAME_MAX // 2])}-{hashlib.sha256(whole).hexdigest()[:16]}{suffix}"
