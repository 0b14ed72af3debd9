"""Rows of the PSD's journal, written and read; what they mean is the device's business."""

import sqlite3
from collections.abc import Iterable

from indicia.psd.records import Issued, IssueState, Job
from indicia.psd.registers import Registers

ISSUES = "SELECT * FROM journal WHERE kind = 'issue'"
_LAST = "SELECT sequence, ascending, descending FROM journal ORDER BY sequence DESC LIMIT 1"
_NO_JOB = Job()


def registers(database: sqlite3.Connection) -> Registers:
    """What the last row says."""
    row = database.execute(_LAST).fetchone()
    return Registers(row["ascending"], row["descending"])


def last_piece(database: sqlite3.Connection) -> int:
    """The running number of the last issue; 0 before the first."""
    number: int = database.execute("SELECT COALESCE(MAX(piece), 0) FROM journal").fetchone()[0]
    return number


def append_load(database: sqlite3.Connection, amount: int, after: Registers) -> None:
    """Write the load that follows the last row."""
    _append(database, {"kind": "load", "amount": amount}, after)


def append_issue(database: sqlite3.Connection, issued: Issued, *, piece: int, first_piece: int) -> None:
    """Write the issue that follows the last row.

    Args:
        database: inside a transaction.
        issued: what is written; its piece id is not.
        piece: its running number.
        first_piece: that of the first issue of the same transaction.
    """
    job = issued.job
    row = {
        "kind": "issue",
        "amount": issued.amount,
        "piece": piece,
        "first_piece": first_piece,
        "state": issued.state.value,
        "message": issued.message,
        "order_json": job.order_json,
        "output": job.output,
        "dpi": job.dpi,
        "printer_json": job.printer_json,
        "part": job.part,
        "page": job.page,
        "reference": job.reference,
    }
    _append(database, row, issued.registers)


def settle(
    database: sqlite3.Connection, piece: int, state: IssueState, *, digest: str | None = None, reason: str | None = None
) -> None:
    """Write an issue's last state, and erase its order."""
    database.execute(
        "UPDATE journal SET state = ?, file_digest = ?, reason = ?, order_json = NULL WHERE piece = ?",
        (state.value, digest, reason, piece),
    )


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


def rows(database: sqlite3.Connection, condition: str, values: Iterable[object] = ()) -> sqlite3.Cursor:
    """The rows of issues that a condition picks, oldest first."""
    return database.execute(f"{ISSUES} AND {condition} ORDER BY sequence", tuple(values))


def _append(database: sqlite3.Connection, row: dict[str, object], after: Registers) -> None:
    row = {**row, "ascending": after.ascending, "descending": after.descending}
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    last = "SELECT MAX(sequence) FROM journal"
    database.execute(
        f"INSERT INTO journal (sequence, {names}) VALUES (({last}) + 1, {marks})",  # noqa: S608 - columns
        tuple(row.values()),
    )
