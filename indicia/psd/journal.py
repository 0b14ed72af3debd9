"""Rows of the PSD's journal, read and settled; what they mean is the device's business."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from indicia.psd.life import Event
from indicia.psd.records import Issued, IssueState, Job, Record
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing

ISSUES = "SELECT * FROM journal WHERE kind = 'issue'"
_PAGE = 1000
"""Rows read at a time: a reader that is slow to go on keeps no writer waiting."""
_NO_JOB = Job()


def last_piece(database: sqlite3.Connection) -> int:
    """The running number of the last issue; 0 before the first."""
    number: int = database.execute("SELECT COALESCE(MAX(piece), 0) FROM journal").fetchone()[0]
    return number


def after(database: sqlite3.Connection, piece: int) -> Iterator[sqlite3.Row]:
    """The rows of issues after a piece, oldest first."""
    while page := rows(database, "piece > ?", [piece], f"LIMIT {_PAGE}").fetchall():
        yield from page
        piece = page[-1]["piece"]


def records(database: sqlite3.Connection, sequence: int) -> Iterator[sqlite3.Row]:
    """The records after one, oldest first."""
    query = f"SELECT * FROM journal WHERE sequence > ? ORDER BY sequence LIMIT {_PAGE}"  # noqa: S608 - a constant
    while page := database.execute(query, (sequence,)).fetchall():
        yield from page
        sequence = page[-1]["sequence"]


def settle(
    database: sqlite3.Connection, piece: int, state: IssueState, *, digest: str | None = None, reason: str | None = None
) -> None:
    """Write an issue's last state, and erase its order."""
    database.execute(
        "UPDATE journal SET state = ?, file_digest = ?, reason = ?, order_json = NULL WHERE piece = ?",
        (state.value, digest, reason, piece),
    )


def settlement(pieces: Sequence[int], *, digest: str | None = None, reason: str | None = None) -> str:
    """What the record of a settlement says, JSON: pieces of one file share it."""
    return json.dumps({"pieces": list(pieces), "file": digest, "reason": reason})


def issued_of(row: sqlite3.Row, piece_id: str) -> Issued:
    """The issue in a row."""
    return Issued(
        piece_id=piece_id,
        state=IssueState(row["state"]),
        amount=row["amount"],
        registers=Registers(row["ascending"], row["descending"]),
        message=row["message"],
        job=Job(
            order_json=row["order_json"],
            output=row["output"],
            dpi=row["dpi"],
            printer_json=row["printer_json"],
            part=row["part"] if row["part"] is not None else _NO_JOB.part,
            page=row["page"] if row["page"] is not None else _NO_JOB.page,
            reference=row["reference"],
        ),
        file_digest=row["file_digest"],
        reason=row["reason"],
    )


def record_of(row: sqlite3.Row) -> Record:
    """The record in a row."""
    standing = row["standing"]
    return Record(
        sequence=row["sequence"],
        event=Event(row["kind"]),
        at=row["at"],
        amount=row["amount"],
        registers=Registers(row["ascending"], row["descending"]),
        piece=row["piece"],
        life=Standing.from_json(standing).life if standing else None,
        detail=row["detail"],
        digest=row["digest"],
    )


def rows(
    database: sqlite3.Connection, condition: str, values: Iterable[object] = (), limit: str = ""
) -> sqlite3.Cursor:
    """The rows of issues that a condition picks, oldest first."""
    return database.execute(f"{ISSUES} AND {condition} ORDER BY sequence {limit}", tuple(values))
