"""The audit: is everything in a device's folder what the device wrote and signed? If not, what is the first to differ?

Every record is chained again from the first, the table of life is walked, registers are added up, issues are held
against their settlements, every seal and receipt is checked, both banks against the end of the log, the key's file
against its digest, the database against its own schema.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from indicia.psd import banks
from indicia.psd.facts import INITIALIZED, MADE, told
from indicia.psd.memory import Memory
from indicia.psd.messages import Receipt, Signed
from indicia.psd.standing import Standing
from indicia.psd.store import SCHEMA
from indicia.psd.token import TOKEN_SCHEME
from indicia.psd.walk import Altered, Walk
from indicia.security import signature


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not what the device wrote."""

    text: str
    """What, in words."""
    record: int | None = None
    """Sequence of the record that it is about; None when it is about none."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit came to."""

    records: int
    """Records of the log that were found whole before the first that is not."""
    seals: int
    """Signatures of the device on the log that were checked."""
    problems: tuple[Problem, ...]
    """Empty when all is whole; else the first of each kind."""

    @property
    def whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems

    @property
    def first_altered(self) -> int | None:
        """The first record that is not what it was; None when none is known to be."""
        return min((each.record for each in self.problems if each.record is not None), default=None)


def audit(memory: Memory) -> Audit:
    """Everything that the device holds, from its first record on."""
    walk = Walk(memory.facts.device, memory.facts.key, memory.facts.algorithm)
    problems = [*_key_problems(memory)]
    try:
        problems += map(Problem, _database_problems(memory.database))
        problems += _log_problems(memory, walk)
        problems += map(Problem, _bank_problems(memory, walk))
        problems += _receipt_problems(memory)
    except (sqlite3.DatabaseError, ValueError, TypeError, LookupError) as damage:
        problems.append(Problem(f"the database is damaged: {damage}"))
    return Audit(walk.sequence, walk.seals, tuple(problems))


def _log_problems(memory: Memory, walk: Walk) -> Iterator[Problem]:
    try:
        walk.over(memory.database)
    except Altered as altered:
        yield Problem(str(altered), altered.record)
        return
    yield from map(Problem, _device_problems(memory, walk))


def _database_problems(database: sqlite3.Connection) -> Iterator[str]:
    """The file's own structure, its indexes, and the statements that guard it."""
    said = [row[0] for row in database.execute("PRAGMA integrity_check(1)")]
    if said != ["ok"]:
        yield f"the database is damaged: {' '.join(said)}"
    expected = sqlite3.connect(":memory:")
    expected.executescript(SCHEMA)
    if _schema(database) != _schema(expected):
        yield "the database's own rules were altered"
    expected.close()


def _schema(database: sqlite3.Connection) -> list[tuple[Any, ...]]:
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
    return [tuple(row) for row in database.execute(query)]


def _key_problems(memory: Memory) -> Iterator[Problem]:
    """The key's file is what it was when the key was born; none is left of a destroyed device."""
    place = memory.facts.key_place
    if place.startswith(TOKEN_SCHEME):
        return
    try:
        found = hashlib.sha256((memory.folder / place).read_bytes()).digest()
    except FileNotFoundError:
        if not _was_destroyed(memory):
            yield Problem(f"the key {place} is gone")
    except OSError as fault:
        yield Problem(f"the key {place} cannot be read: {fault.strerror}")
    else:
        if found != memory.facts.key_digest:
            yield Problem(f"the key {place} was altered")


def _was_destroyed(memory: Memory) -> bool:
    last = memory.database.execute("SELECT kind FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
    return last is not None and last["kind"] == "destroy"


def _device_problems(memory: Memory, walk: Walk) -> Iterator[str]:
    """What never changes is what the first records say."""
    row = dict(memory.database.execute("SELECT * FROM device").fetchone())
    if walk.made != told(row, MADE):
        yield "the device is not the one that was manufactured"
    if walk.initialized != told(row, INITIALIZED):
        yield "the device has not the certificates that it was initialized with"


def _bank_problems(memory: Memory, walk: Walk) -> Iterator[str]:
    readouts = banks.readouts(memory.database)
    for name, bank, sound in zip(banks.NAMES, readouts.banks, readouts.sound, strict=True):
        if not sound:
            yield f"{name} is not sound"
        elif bank is not None and bank[:-1] != walk.bank_values():
            yield f"{name} does not say what the log says"


def _receipt_problems(memory: Memory) -> Iterator[Problem]:
    """Each receipt is signed, and says what its record says."""
    query = (
        "SELECT receipt.sequence, grant_id, grant_digest, body, signature, digest, ascending, descending, standing"
        " FROM receipt LEFT JOIN journal USING (sequence) ORDER BY receipt.sequence"
    )
    for row in memory.database.execute(query):
        sent = Signed(Receipt, row["body"], row["signature"])
        if not signature.verify(memory.facts.key, memory.facts.algorithm, sent.covered, sent.signature):
            yield Problem(f"the receipt of grant {row['grant_id']} is not signed by the device", row["sequence"])
            return
        if _said(sent.message) != _logged(row):
            yield Problem(f"the receipt of grant {row['grant_id']} is not what the log says", row["sequence"])
            return


def _said(receipt: Receipt) -> tuple[object, ...]:
    registers = receipt.registers
    return (receipt.grant_id, receipt.sequence, receipt.head, registers.ascending, registers.descending)


def _logged(row: sqlite3.Row) -> tuple[object, ...] | None:
    """What the receipt must say by its record; None when the record ended another grant."""
    standing = Standing.from_json(row["standing"] or "")
    if (standing.grant_id, standing.grant_digest, standing.anchor) != (
        *(row["grant_id"], row["grant_digest"], row["sequence"]),
    ):
        return None
    return (row["grant_id"], row["sequence"], row["digest"].hex(), row["ascending"], row["descending"])
