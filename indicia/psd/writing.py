"""One transaction on a device's log: records are chained as they come, written and sealed together at the end."""

import datetime as dt
import sqlite3
from dataclasses import dataclass

from indicia.psd import banks, chain
from indicia.psd.banks import Bank
from indicia.psd.life import Event, after
from indicia.psd.records import IssueState, Job
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing
from indicia.security.signing import Signer

_COLUMNS = (*chain.LINE_COLUMNS, "digest", "state", "order_json", *chain.JOB_COLUMNS, "reason")
_INSERT = f"INSERT INTO journal ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - own names
_NO_ISSUE = (None,) * (len(_COLUMNS) - len(chain.LINE_COLUMNS) - 1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a transaction that one can go back to."""

    registers: Registers
    pieces: int
    head: bytes
    records: int


class Writing:
    """What a transaction has come to.

    Attributes:
        registers: after its last record.
        pieces: indicia issued over life, its own included.
        standing: after its last record.
        sequence: of its last record.
        head: digest of its last record.
        time: the device's, for all of its records.
    """

    def __init__(self, bank: Bank, time: dt.datetime | None) -> None:
        """Begin after what the banks say."""
        self.registers = bank.registers
        self.pieces = bank.pieces
        self.standing = bank.standing
        self.head = bank.head
        self.time = time
        self._at = time.isoformat(timespec="seconds") if time else None
        self._bank = bank
        self._rows: list[tuple[object, ...]] = []

    @property
    def sequence(self) -> int:
        """Of the last record."""
        return self._bank.sequence + len(self._rows)

    def record(
        self,
        event: Event,
        *,
        amount: int = 0,
        registers: Registers | None = None,
        standing: Standing | None = None,
        detail: str | None = None,
    ) -> None:
        """Add what happened, but for an issue.

        Args:
            event: what.
            amount: mills that moved.
            registers: after it, when they changed.
            standing: after it, when it changed.
            detail: JSON or words.
        """
        self.registers = registers or self.registers
        self.standing = standing or self.standing
        written = standing.to_json() if standing else None
        self._add((None, None, None, None, written, detail), event, amount, _NO_ISSUE)

    def issue(self, amount: int, registers: Registers, message: bytes, job: Job, *, first_piece: int) -> None:
        """Add an indicium, whose file is to follow."""
        self.pieces += 1
        self.registers = registers
        covered, *rest = chain.job_columns(job)
        self._add(
            (self.pieces, first_piece, message, covered, None, None),
            Event.ISSUE,
            amount,
            (IssueState.ISSUED.value, job.order_json, *rest, None),
        )

    def test_print(self, amount: int, registers: Registers, message: bytes, purpose: str, *, first_piece: int) -> None:
        """Add an indicium that no mailpiece will bear, spoiled from the start (39 CFR 501.19)."""
        self.pieces += 1
        self.registers = registers
        _, *rest = chain.job_columns(Job())
        self._add(
            (self.pieces, first_piece, message, None, None, purpose),
            Event.ISSUE,
            amount,
            (IssueState.SPOILED.value, None, *rest, purpose),
        )

    def require(self, event: Event) -> None:
        """Nothing, when `event` can happen in the device's state.

        Raises:
            PsdRefused: it cannot.
        """
        after(event, self.standing.life)

    def mark(self) -> Mark:
        """This point."""
        return Mark(self.registers, self.pieces, self.head, len(self._rows))

    def back_to(self, mark: Mark) -> None:
        """Forget the records since then, none of which changed the standing."""
        self.registers, self.pieces, self.head = mark.registers, mark.pieces, mark.head
        del self._rows[mark.records :]

    def finish(self, database: sqlite3.Connection, device: str, signer: Signer) -> Bank:
        """Write all records, set the banks, sign the head; what the banks say then. Nothing when nothing happened."""
        if not self._rows:
            return self._bank
        database.executemany(_INSERT, self._rows)
        bank = Bank(self.sequence, self.registers, self.pieces, self.head, self._at, self.standing)
        banks.write(database, bank)
        seal = signer.sign(chain.sealed_bytes(device, self.sequence, self.head))
        database.execute("INSERT INTO seal VALUES (?, ?, ?)", (self.sequence, self.head, seal))
        return bank

    def _add(self, own: tuple[object, ...], event: Event, amount: int, issue: tuple[object, ...]) -> None:
        registers = self.registers
        values = (self.sequence + 1, event.value, self._at, amount, registers.ascending, registers.descending, *own)
        self.head = chain.digest(self.head, chain.line(values))
        self._rows.append((*values, self.head, *issue))
