"""Batches: many orders, printed in chunks that are paid for, drawn, read back and released one after another.

An order that cannot be printed is reported and the rest goes on. The device's log says which lines have been printed,
under the number that `reference` carries; a small record beside the output says from which piece on the log is this
batch's, and holds the lock that keeps a second process out. So a batch that was stopped at any instant goes on with
the first line that was not released: what is pending is finished first, nothing is printed or debited twice.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path

from indicia import files
from indicia.errors import ExitCode, IndiciaError, OutputError, PsdRefused, UsageError
from indicia.model.indicium import METERED
from indicia.model.order import Order, read_order
from indicia.psd.records import Issued, IssueState
from indicia.readback import ReadBackFailed
from indicia.release.desk import Desk, Piece, Prepared
from indicia.release.finishing import finish
from indicia.release.goal import Goal, orders_in, recorded, recorded_failures, write_record
from indicia.release.impression import page_numbers
from indicia.release.join import join
from indicia.release.printing import prepare, release_files
from indicia.security.signing import Signer


@dataclass(frozen=True, slots=True)
class Failed:
    """An order that was not printed."""

    line: int
    """Of the orders, from 1."""
    error: IndiciaError
    """Why."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A piece that was printed."""

    line: int
    """Of the orders, from 1."""
    piece: Piece
    """As it stands in the finished output."""
    warning: str = ""
    """What the operator should know."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What became of some lines."""

    lines: int
    """How many were dealt with."""
    printed: tuple[Printed, ...]
    """In the order of the lines."""
    failed: tuple[Failed, ...]
    """Same."""


class Batch:
    """A batch under way; `opened` makes one."""

    def __init__(self, desk: Desk, signer: Signer, goal: Goal, record: dict[str, object]) -> None:
        """Use `Batch.opened`."""
        self._desk = desk
        self._signer = signer
        self._goal = goal
        self._record = record
        self._done: set[int] = set()
        self._chunks: list[Path] = []
        self._numbered = 0
        self._pages = 0
        self._first = self._last = ""
        self._failed: dict[int, int] = {}

    @classmethod
    @contextlib.contextmanager
    def opened(cls, desk: Desk, signer: Signer, goal: Goal, *, resume: bool) -> Iterator["Batch"]:
        """The batch, which nobody else can work on meanwhile.

        Raises:
            UsageError: a batch was left there unfinished and `resume` does not say to go on, or is another one's.
            InputError: the orders cannot be read.
            OutputError: the place cannot be written, or another process works on the batch.
        """
        state = goal.state
        try:
            state.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise OutputError(f"{state} cannot be made: {fault.strerror or fault}") from None
        with files.locked_folder(state):
            yield cls(desk, signer, goal, recorded(desk, goal, resume=resume))

    @property
    def lines(self) -> int:
        """How many orders there are."""
        return int(str(self._record["lines"]))

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return bool(self._record["done"])

    def resumed(self) -> Iterator[Printed]:
        """What was printed before the batch was stopped, pending pieces finished first."""
        for issued in [each for each in self._issues() if each.state is IssueState.ISSUED]:
            # Its file-mates may have been finished with it.
            if self._desk.psd.find(issued.piece_id).state is IssueState.ISSUED:
                with contextlib.suppress(ReadBackFailed):  # spoiled: its lines are printed anew
                    finish(self._desk.psd, issued.piece_id, self._desk.face, self._desk.shelf)
        for output, group in groupby(self._issues(), key=lambda issued: Path(issued.job.output or "")):
            issues = list(group)
            self._numbered += 1
            if issues[0].state is IssueState.RELEASED:
                numbers = page_numbers([each.job.page for each in issues])
                pieces = [Piece(each, output, number) for each, number in zip(issues, numbers, strict=True)]
                self._chunks.append(output)
                yield from self._said(pieces)

    def chunks(self, size: int, on: Callable[[Order], dt.date]) -> Iterator[Chunk]:
        """The lines that are not printed yet, `size` at a time; each chunk is released when it comes out.

        Args:
            size: lines a chunk.
            on: day of deposit of an order.

        Raises:
            OutputError: a file cannot be written; what was debited for it is pending.
        """
        if self.complete:
            failed = tuple(_failed_before(line, code) for line, code in recorded_failures(self._record))
            yield Chunk(len(failed), (), failed)
            return
        left = ((number, text) for number, text in orders_in(self._goal.orders) if number not in self._done)
        while lines := list(islice(left, size)):
            yield self._print(lines, on)

    def finish(self) -> None:
        """Join the chunks of a PDF; the batch is complete.

        Raises:
            OutputError: it cannot be written, or a chunk is gone.
        """
        if self._goal.suffix is None and self._chunks and not self.complete:
            join(self._chunks, self._goal.output, title=f"Indicia {self._first} to {self._last}", pages=self._pages)
        self._record |= {"done": True, "failed": self._record["failed"] if self.complete else self._failed}
        write_record(self._goal, self._record)
        for chunk in self._goal.state.glob("*.pdf"):
            chunk.unlink()

    def _issues(self) -> Iterator[Issued]:
        """Of the log, this batch's part."""
        after = self._record["after"]
        return filter(self._goal.owns, self._desk.psd.log(str(after) if after is not None else None))

    def _print(self, lines: Sequence[tuple[int, bytes]], on: Callable[[Order], dt.date]) -> Chunk:
        failed: list[Failed] = []
        prepared: dict[int, Prepared] = {}
        output, page = self._goal.state / f"{self._numbered + 1:06d}.pdf", 1
        if self._goal.suffix is None:
            files.require_writable(output)
        for number, text in lines:
            place = output if self._goal.suffix is None else self._goal.file(number)
            try:
                prepared[number] = ready = self._prepare(text, place, on, first_page=page, line=number)
            except OutputError:
                raise
            except IndiciaError as error:
                failed.append(Failed(number, error))
            else:
                page = ready.placed[-1].page + 1
        printed, refused = self._release(prepared)
        failed += refused
        self._failed |= {each.line: each.error.exit_code for each in failed}
        return Chunk(len(lines), tuple(printed), tuple(sorted(failed, key=lambda each: each.line)))

    def _prepare(
        self, text: bytes, place: Path, on: Callable[[Order], dt.date], *, first_page: int, line: int
    ) -> Prepared:
        order = read_order(text)
        if order.indicium.technology not in METERED:
            raise UsageError(f"a batch is paid by a device, and {order.indicium.technology} needs none: print it alone")
        if self._goal.suffix is not None:
            files.require_writable(place)
        return prepare(self._desk, order, place, on(order), first_page=first_page, reference=str(line))

    def _release(self, prepared: dict[int, Prepared]) -> tuple[list[Printed], list[Failed]]:
        """Debit and sign all in one transaction, then release file by file."""
        outcomes = self._desk.psd.issue_each([each.requests for each in prepared.values()], self._signer)
        failed: list[Failed] = []
        issued: dict[int, tuple[Issued, ...]] = {}
        for number, outcome in zip(prepared, outcomes, strict=True):
            if isinstance(outcome, PsdRefused):
                failed.append(Failed(number, outcome))
            else:
                issued[number] = outcome
        printed: list[Printed] = []
        for numbers in [list(issued)] if self._goal.suffix is None else [[number] for number in issued]:
            if not numbers:
                continue
            placed = [place for number in numbers for place in prepared[number].placed]
            self._numbered += 1
            try:
                pieces = release_files(self._desk, placed, [each for number in numbers for each in issued[number]])
            except ReadBackFailed as failure:
                failed += [Failed(number, failure) for number in numbers]
            else:
                self._chunks.append(placed[0].output)
                warnings = {number: prepared[number].warning for number in numbers}
                printed += self._said(pieces, warnings)
        return printed, failed

    def _said(self, pieces: Iterable[Piece], warnings: dict[int, str] | None = None) -> Iterator[Printed]:
        """Pieces of one file as they stand in the finished output, which they are part of from now on."""
        last = 0
        for piece in pieces:
            line = int(piece.issued.job.reference or 0)
            self._done.add(line)
            self._first, self._last = self._first or piece.issued.piece_id, piece.issued.piece_id
            last = max(last, piece.page)
            whole = Piece(piece.issued, self._goal.output, self._pages + piece.page)
            yield Printed(line, whole if self._goal.suffix is None else piece, (warnings or {}).get(line, ""))
        self._pages += last


def _failed_before(line: int, code: ExitCode) -> Failed:
    """What is left to say of an order that an earlier run tried: its text may name addressees and is not kept."""
    error = IndiciaError("was not printed; the run that tried it said why")
    error.exit_code = code
    return Failed(line, error)
