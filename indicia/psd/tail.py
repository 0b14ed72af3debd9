"""Whether the end of the log still is what the device signed: looked at before anything is written behind it."""

import sqlite3
from dataclasses import dataclass

from indicia.errors import PsdRefused
from indicia.psd import chain
from indicia.psd.banks import Bank
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing
from indicia.security import signature
from indicia.security.keys import PublicKey

LENGTH = 256
"""Records looked at when a device is opened: a few milliseconds' worth. All of them are looked at in every reset that
reaches so far back (`audit`)."""


@dataclass(frozen=True, slots=True)
class Known:
    """A point of the log up to which this process has looked."""

    sequence: int
    """Of the record there."""
    head: bytes
    """Its digest."""
    bank: Bank | None = None
    """What the banks said there, where that was looked at too."""


def require_whole(
    database: sqlite3.Connection, bank: Bank, known: Known | None, *, device: str, key: PublicKey, algorithm: int
) -> Known:
    """The end of the log, whole back to what was known, or back by `LENGTH` records.

    Raises:
        LockedOut: a record was altered, or the last one is not sealed, or the banks say something else.
    """
    if known and known.bank == bank:
        return known
    start = known or known_at(database, max(0, bank.sequence - LENGTH))
    head = start.head
    columns = ", ".join(chain.LINE_COLUMNS)
    rows = database.execute(
        f"SELECT {columns}, digest FROM journal WHERE sequence > ? ORDER BY sequence",  # noqa: S608 - own names
        (start.sequence,),
    )
    for *values, digest in rows:
        head = chain.digest(head, chain.line(values))
        if head != digest:
            raise _broken(f"record {values[0]} of the log was altered")
    if bank_of(database) != bank:
        raise LockedOut(
            Lockout.REGISTERS,
            "register fault: the device's memories and its log do not agree; it prints no more (501.6(i)(5))",
        )
    if head != bank.head:
        raise _broken("the log does not end where the registers say")
    sealed = database.execute("SELECT head, signature FROM seal WHERE sequence = ?", (bank.sequence,)).fetchone()
    covered = chain.sealed_bytes(device, bank.sequence, bank.head)
    if sealed is None or sealed["head"] != bank.head or not signature.verify(key, algorithm, covered, sealed[1]):
        raise _broken("the end of the log is not signed by the device")
    return Known(bank.sequence, bank.head, bank)


def bank_of(database: sqlite3.Connection) -> Bank | None:
    """What the log says that the banks should; None when it says nothing of the kind."""
    last = database.execute("SELECT * FROM journal ORDER BY sequence DESC LIMIT 1").fetchone()
    standing = database.execute(
        "SELECT standing FROM journal WHERE standing IS NOT NULL ORDER BY sequence DESC LIMIT 1"
    ).fetchone()
    pieces = database.execute("SELECT COALESCE(MAX(piece), 0) FROM journal").fetchone()[0]
    try:
        return Bank(
            last["sequence"],
            Registers(last["ascending"], last["descending"]),
            pieces,
            last["digest"],
            last["at"],
            Standing.from_json(standing[0]),
        )
    except (TypeError, ValueError, PsdRefused):
        return None


def known_at(database: sqlite3.Connection, sequence: int) -> Known:
    """The log up to a record, its digest as it stands there; the genesis before the first."""
    row = database.execute("SELECT digest FROM journal WHERE sequence = ?", (sequence,)).fetchone()
    return Known(0, chain.GENESIS) if row is None else Known(sequence, bytes(row[0]))


def _broken(text: str) -> LockedOut:
    return LockedOut(Lockout.LOG, f"broken log: {text}; the device prints no more (501.6(i)(5))")
