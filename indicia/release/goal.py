"""Where a batch goes, which orders it is of, and the record that says how far back its pieces reach."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from indicia import files
from indicia.errors import ExitCode, InputError, UsageError
from indicia.psd.records import Issued
from indicia.release.desk import Desk

SCHEMA = "indicia.batch/1"
_RECORD = "batch.json"


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a batch goes."""

    output: Path
    """A PDF of all pages, or a folder of files."""
    orders: Path
    """One order a line."""
    suffix: str | None = None
    """Of the files in a folder, one an order; None is one PDF of all."""

    @property
    def folder(self) -> Path:
        """Where files are written as long as the batch runs."""
        return self.state if self.suffix is None else self.output

    @property
    def state(self) -> Path:
        """The folder of the record, and of the chunks that one PDF is joined from."""
        name = f"{self.output.name}.batch" if self.suffix is None else f"{self.orders.stem}.batch"
        return (self.output.parent if self.suffix is None else self.output) / name

    def file(self, line: int) -> Path:
        """The file of one order."""
        return self.output / f"{self.orders.stem}-{line:06d}{self.suffix}"

    def owns(self, issued: Issued) -> bool:
        """Whether the piece stands where this batch writes."""
        place = Path(issued.job.output or "")
        mine = self.suffix is None or place.name.startswith(f"{self.orders.stem}-")
        return mine and place.parent == self.folder.absolute() and issued.job.reference is not None


def recorded(desk: Desk, goal: Goal, *, resume: bool) -> dict[str, object]:
    """The record of the batch to go on with, or of a new one.

    Raises:
        UsageError: a batch was left there unfinished and `resume` does not say to go on, or is another one's.
        InputError: the orders or the record cannot be read.
    """
    place = goal.state / _RECORD
    digest, lines = _digest(goal.orders)
    own: dict[str, object] = {"schema": SCHEMA, "orders": digest, "device": desk.psd.identity.device, "dpi": desk.dpi}
    own |= {"output": goal.output.name, "suffix": goal.suffix}
    if place.exists():
        try:
            found = json.loads(place.read_bytes())
        except (OSError, ValueError) as fault:
            raise InputError(f"{place} is not the record of a batch: {fault}") from None
        if resume:
            differing = [key for key, value in own.items() if found.get(key) != value]
            if differing:
                raise UsageError(f"{goal.state} is of a batch with other {', '.join(differing)}: it cannot go on")
            return dict(found)
        if not found.get("done"):
            raise UsageError(f"a batch was left unfinished in {goal.state}: --resume goes on with it")
    record = {**own, "lines": lines, "after": desk.psd.last_piece_id(), "done": False, "failed": {}}
    write_record(goal, record)
    return record


def recorded_failures(record: Mapping[str, object]) -> list[tuple[int, ExitCode]]:
    """The lines that a complete batch did not print, with the code of each."""
    failed = record["failed"]
    return [(int(line), ExitCode(code)) for line, code in failed.items()] if isinstance(failed, dict) else []


def write_record(goal: Goal, record: dict[str, object]) -> None:
    """Nothing; afterwards the record stands beside the output, for its owner alone."""
    files.replace(goal.state / _RECORD, json.dumps(record).encode(), files.SECRET)


def orders_in(orders: Path) -> Iterator[tuple[int, bytes]]:
    """Line numbers from 1 and the lines that are not blank."""
    try:
        with orders.open("rb") as file:
            for number, text in enumerate(file, start=1):
                if text.strip():
                    yield number, text
    except OSError as fault:
        raise InputError(f"cannot read {orders}: {fault.strerror}") from None


def _digest(orders: Path) -> tuple[str, int]:
    """SHA-256 of the lines, and how many they are."""
    digest, lines = hashlib.sha256(), 0
    for number, text in orders_in(orders):
        digest.update(b"%d:%s\n" % (number, text))
        lines += 1
    return digest.hexdigest(), lines
