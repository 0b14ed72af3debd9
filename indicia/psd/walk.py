"""The log from its first record to its last: chained again, added up again, held against the table of life."""

import json
import sqlite3
from typing import Any

from indicia.errors import PsdRefused
from indicia.psd import chain
from indicia.psd.life import Event, Life, after
from indicia.psd.records import IssueState, Job
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing
from indicia.security import signature
from indicia.security.keys import PublicKey

_COLUMNS = (*chain.LINE_COLUMNS, "digest", "state", "order_json", *chain.JOB_COLUMNS, "file_digest", "reason")
_QUERY = f"SELECT {', '.join(_COLUMNS)} FROM journal ORDER BY sequence"  # noqa: S608 - own names
_BYTES = ("message", "job_digest", "digest", "order_digest")
_NO_JOB = chain.job_columns(Job())


class Altered(Exception):  # noqa: N818 - what was found, not what went wrong
    """The first record that is not what the device wrote."""

    def __init__(self, record: int, text: str) -> None:
        self.record = record
        super().__init__(f"record {record}: {text}")


class Walk:
    """Where the walk is; all of it was found whole.

    Attributes:
        sequence: of the last record.
        seals: how many were checked.
        made: what the record of the manufacture says.
        initialized: what that of the initialization says; None before it.
    """

    def __init__(self, device: str, key: PublicKey, algorithm: int) -> None:
        """Before the first record."""
        self.sequence = 0
        self.seals = 0
        self.made: str | None = None
        self.initialized: str | None = None
        self._device = device
        self._key = key
        self._algorithm = algorithm
        self._head = chain.GENESIS
        self._sealed = 0
        self._registers = Registers()
        self._pieces = 0
        self._at: str | None = None
        self._standing: Standing | None = None
        self._open: dict[int, tuple[object, ...]] = {}

    def bank_values(self) -> tuple[object, ...]:
        """What a bank must say, its checksum apart."""
        registers = self._registers
        standing = self._standing.to_json() if self._standing else None
        return (self.sequence, registers.ascending, registers.descending, self._pieces, self._head, self._at, standing)

    def over(self, database: sqlite3.Connection) -> None:
        """Walk to the end.

        Raises:
            Altered: at the first record that is not what the device wrote.
        """
        seals = iter(database.execute("SELECT sequence, head, signature FROM seal ORDER BY sequence"))
        seal = next(seals, None)
        for row in map(dict, database.execute(_QUERY)):
            self._step(row)
            if seal is not None and seal["sequence"] == self.sequence:
                self._check_seal(seal)
                seal = next(seals, None)
        if seal is not None or self._sealed != self.sequence:
            raise Altered(self._sealed + 1, f"the log ends at {self.sequence}, its seals do not")
        for piece, (record, *settled) in self._open.items():
            if settled != [IssueState.ISSUED.value, None, None]:
                raise Altered(int(str(record)), f"piece {piece} was settled by no record")

    def _step(self, row: dict[str, Any]) -> None:
        if row["sequence"] != self.sequence + 1:
            raise Altered(self.sequence + 1, f"is missing; the next one is {row['sequence']}")
        head = chain.digest(self._head, chain.line(row[name] for name in chain.LINE_COLUMNS))
        if head != row["digest"] or any(not isinstance(row[name], bytes | None) for name in _BYTES):
            raise Altered(row["sequence"], "is not what its digest says")
        self._head, self.sequence = head, row["sequence"]
        try:
            self._follow(row)
        except (PsdRefused, ValueError, KeyError, TypeError) as fault:
            raise Altered(row["sequence"], f"cannot follow the one before: {fault}") from fault

    def _follow(self, row: dict[str, Any]) -> None:
        """Registers, state, time and pieces after the record."""
        event, amount = Event(row["kind"]), row["amount"]
        if self._standing is None:
            life = Life.MANUFACTURED
            self.made = row["detail"]
        else:
            life = after(event, self._standing.life)
        registers = self._moved(event, amount)
        if (registers.ascending, registers.descending) != (row["ascending"], row["descending"]):
            raise ValueError("its registers do not follow")
        self._registers = registers
        if row["standing"] is not None:
            self._standing = Standing.from_json(row["standing"])
        # 39 CFR 501.23(t)(8): a return with a discrepancy locks.
        locked = event is Event.RETURN and self._standing is not None and self._standing.life is Life.LOCKED
        if self._standing is None or (self._standing.life is not life and not locked):
            raise ValueError("its state does not follow")
        if event is Event.INITIALIZE:
            self.initialized = row["detail"]
        self._at = row["at"]
        self._settle(event, row)

    def _moved(self, event: Event, amount: int) -> Registers:
        match event:
            case Event.ISSUE:
                return self._registers.debited(amount)
            case Event.LOAD | Event.RESET:
                return self._registers.reset(amount)
            case Event.ZERO:
                return self._registers.zeroed()
        return self._registers

    def _settle(self, event: Event, row: dict[str, Any]) -> None:
        """An issue is what its job's digest says, a settlement what the issue it settles says."""
        job = tuple(row[name] for name in chain.JOB_COLUMNS)
        settled = (row["state"], row["file_digest"], row["reason"])
        if event is not Event.ISSUE:
            if any(value is not None for value in (*job, *settled, row["order_json"])):
                raise ValueError("it is no issue and has the marks of one")
            if event in (Event.RELEASE, Event.SPOIL):
                self._close(event, json.loads(row["detail"]))
            return
        self._pieces += 1
        if row["piece"] != self._pieces:
            raise ValueError(f"it is piece {row['piece']}, not {self._pieces}")
        if row["job_digest"] is None:
            whole = (None, *job) == _NO_JOB and row["order_json"] is None
        else:
            whole = chain.job_digest(job) == row["job_digest"] and self._order_holds(row)
        if not whole:
            raise ValueError("its job was altered")
        if row["detail"] is None:
            self._open[self._pieces] = (row["sequence"], *settled)
        elif settled != (IssueState.SPOILED.value, None, row["detail"]):
            raise ValueError("it was a test print")

    def _order_holds(self, row: dict[str, Any]) -> bool:
        """A pending piece has its order, a settled one has it no more."""
        if row["state"] == IssueState.ISSUED.value:
            return bool(chain.order_digest(row["order_json"]) == row["order_digest"])
        return row["order_json"] is None

    def _close(self, event: Event, words: dict[str, Any]) -> None:
        state = IssueState.RELEASED if event is Event.RELEASE else IssueState.SPOILED
        for piece in words["pieces"]:
            _, *settled = self._open.pop(piece)
            if settled != [state.value, words["file"], words["reason"]]:
                raise ValueError(f"piece {piece} does not say what it says")

    def _check_seal(self, seal: sqlite3.Row) -> None:
        covered = chain.sealed_bytes(self._device, self.sequence, self._head)
        if seal["head"] != self._head or not signature.verify(
            self._key, self._algorithm, covered, bytes(seal["signature"])
        ):
            raise Altered(self._sealed + 1, f"or a later one up to {self.sequence} is not what the device signed")
        self._sealed = self.sequence
        self.seals += 1
