"""What a device issued: looked up, and settled once."""

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

from indicia.errors import PsdRefused, UsageError
from indicia.psd import journal
from indicia.psd.life import Event
from indicia.psd.memory import Memory
from indicia.psd.press import piece_id
from indicia.psd.records import Issued, IssueState, Record
from indicia.psd.writing import Writing


class Issues:
    """The issues in a device's log.

    Attributes:
        memory: what the device holds.
    """

    def __init__(self, memory: Memory) -> None:
        """Those of an open device."""
        self.memory = memory

    def find(self, piece_id: str) -> Issued:
        """One entry of the log.

        Raises:
            UsageError: the log has no such piece.
        """
        with self.memory.explained():
            row = journal.rows(self.memory.database, "piece = ?", [self._number(piece_id)]).fetchone()
        if row is None:
            raise UsageError(f"the PSD {self.memory.facts.device} has no piece {piece_id!r}")
        return self._issued(row)

    def file_mates(self, piece_id: str) -> tuple[Issued, ...]:
        """The issues that one file shows: of one transaction and with one output, oldest first."""
        condition = "(first_piece, output) = (SELECT first_piece, output FROM journal WHERE piece = ?)"
        with self.memory.explained():
            return tuple(map(self._issued, journal.rows(self.memory.database, condition, [self._number(piece_id)])))

    def log(self, after: str | None = None) -> Iterator[Issued]:
        """Every issue, oldest first; those after a piece alone where one is given."""
        number = self._number(after) if after else 0
        with self.memory.explained():
            yield from map(self._issued, journal.after(self.memory.database, number))

    def records(self, after: int = 0) -> Iterator[Record]:
        """Every record of the log, oldest first; those after one alone where its sequence is given."""
        with self.memory.explained():
            yield from map(journal.record_of, journal.records(self.memory.database, after))

    def last_piece_id(self) -> str | None:
        """The last issue; None before the first."""
        with self.memory.explained():
            number = journal.last_piece(self.memory.database)
        return piece_id(self.memory.facts.device, number) if number else None

    def pending(self) -> tuple[Issued, ...]:
        """Issues that are neither released nor spoiled: what a crash left to be finished."""
        return self._in_state(IssueState.ISSUED)

    def spoiled_messages(self) -> tuple[str, ...]:
        """Messages in hex that no file shows, for a ledger's list of declared reprints."""
        return tuple(entry.message.hex() for entry in self._in_state(IssueState.SPOILED))

    def mark_released(self, digests: Mapping[str, str]) -> None:
        """The files stand under their names; the orders are erased. All together or not at all.

        Args:
            digests: digest of the file that shows it, by piece id.

        Raises:
            PsdRefused: an issue is released or spoiled already.
        """
        with self._settling(Event.RELEASE, digests) as (writing, numbers):
            files: dict[str, list[int]] = {}
            for number, digest in zip(numbers, digests.values(), strict=True):
                journal.settle(self.memory.database, number, IssueState.RELEASED, digest=digest)
                files.setdefault(digest, []).append(number)
            for digest, shown in files.items():
                writing.record(Event.RELEASE, detail=journal.settlement(shown, digest=digest))

    def mark_spoiled(self, piece_ids: Collection[str], why: str) -> None:
        """No file will ever show these issues; the orders are erased. All together or not at all.

        Raises:
            PsdRefused: an issue is released or spoiled already.
        """
        with self._settling(Event.SPOIL, piece_ids) as (writing, numbers):
            for number in numbers:
                journal.settle(self.memory.database, number, IssueState.SPOILED, reason=why)
            if numbers:
                writing.record(Event.SPOIL, detail=journal.settlement(numbers, reason=why))

    @contextlib.contextmanager
    def _settling(self, event: Event, piece_ids: Iterable[str]) -> Iterator[tuple[Writing, list[int]]]:
        """A transaction in which these issues, none of them settled yet, move to their last state."""
        with self.memory.writing() as writing:
            writing.require(event)
            for entry in map(self.find, piece_ids):
                if entry.state is not IssueState.ISSUED:
                    raise PsdRefused(f"piece {entry.piece_id} is {entry.state} already")
            yield writing, [self._number(piece_id) for piece_id in piece_ids]

    def _in_state(self, state: IssueState) -> tuple[Issued, ...]:
        with self.memory.explained():
            return tuple(map(self._issued, journal.rows(self.memory.database, "state = ?", [state.value])))

    def _issued(self, row: sqlite3.Row) -> Issued:
        return journal.issued_of(row, piece_id(self.memory.facts.device, row["piece"]))

    def _number(self, piece_id: str) -> int:
        """The running number of a piece of this device; 0, which no piece has, for anything else."""
        device, _, digits = piece_id.rpartition("-")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0
        return number if device == self.memory.facts.device else 0
