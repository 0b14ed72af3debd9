"""The two banks: everything that a device must know between two transactions, kept twice and checking itself.

39 CFR 501.6(i)(1) wants redundancy enough to be self-checking. Each bank carries a checksum; the banks must equal each
other; and both must equal the last record of the log, which says the same a third time.
"""

import hashlib
import json
import sqlite3
from dataclasses import dataclass

from pydantic import ValidationError

from indicia.errors import PsdRefused
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing

NAMES = ("bank_a", "bank_b")
COLUMNS = ("sequence", "ascending", "descending", "pieces", "head", "at", "standing", "checksum")


@dataclass(frozen=True, slots=True)
class Bank:
    """What both banks say."""

    sequence: int
    """Of the last record of the log."""
    registers: Registers
    """Both registers."""
    pieces: int
    """Indicia issued over life."""
    head: bytes
    """Digest of the last record."""
    at: str | None
    """Latest time that the device was told, ISO; None when it never was."""
    standing: Standing
    """Everything else."""

    def row(self) -> tuple[object, ...]:
        """One bank, as `COLUMNS`."""
        registers = self.registers
        values = (self.sequence, registers.ascending, registers.descending, self.pieces, self.head, self.at)
        row = (*values, self.standing.to_json())
        return (*row, _checksum(row))


@dataclass(frozen=True, slots=True)
class Readouts:
    """What stands in each memory, for the report on a faulty device (39 CFR 501.23(h)(9), (12))."""

    banks: tuple[tuple[object, ...] | None, ...]
    """Each bank as it stands; None when it is gone."""
    sound: tuple[bool, ...]
    """Whether its checksum is right."""

    @property
    def agreed(self) -> Bank | None:
        """What the banks say when both are sound and equal."""
        one, *others = self.banks
        if one is None or not all(self.sound) or any(other != one for other in others):
            return None
        return _bank(one)

    def shown(self) -> list[dict[str, object]]:
        """Each bank by the names of its values, and whether it is sound."""
        return [
            {**dict(zip(COLUMNS, map(_shown, bank or [None] * len(COLUMNS)), strict=True)), "sound": sound}
            for bank, sound in zip(self.banks, self.sound, strict=True)
        ]


def write(database: sqlite3.Connection, bank: Bank) -> None:
    """Set both banks, inside a transaction."""
    row, marks = bank.row(), ", ".join("?" * len(COLUMNS))
    for name in NAMES:
        database.execute(f"INSERT OR REPLACE INTO {name} (only_row, {', '.join(COLUMNS)}) VALUES (1, {marks})", row)  # noqa: S608 - own names


def readouts(database: sqlite3.Connection) -> Readouts:
    """What stands in each bank, right or wrong."""
    found = [database.execute(f"SELECT {', '.join(COLUMNS)} FROM {name}").fetchone() for name in NAMES]  # noqa: S608 - same
    banks = tuple(None if row is None else tuple(row) for row in found)
    return Readouts(banks, tuple(bank is not None and bank[-1] == _checksum(bank[:-1]) for bank in banks))


def read(database: sqlite3.Connection) -> Bank:
    """What both banks say.

    Raises:
        LockedOut: they do not agree, or one of them is not sound.
    """
    bank = readouts(database).agreed
    if bank is None:
        raise LockedOut(
            Lockout.REGISTERS, "register fault: the device's memories do not agree; it prints no more (501.6(i)(5))"
        )
    return bank


def _bank(row: tuple[object, ...]) -> Bank | None:
    """The bank in a row; None when its values cannot be those of a device."""
    values = dict(zip(COLUMNS, row, strict=True))
    sequence, ascending, descending, pieces = (values[name] for name in COLUMNS[:4])
    head, at, standing = values["head"], values["at"], values["standing"]
    if not isinstance(head, bytes) or not isinstance(standing, str) or not (at is None or isinstance(at, str)):
        return None
    if not (isinstance(sequence, int) and isinstance(pieces, int)):
        return None
    if not (isinstance(ascending, int) and isinstance(descending, int)):
        return None
    try:
        return Bank(sequence, Registers(ascending, descending), pieces, head, at, Standing.from_json(standing))
    except (PsdRefused, ValidationError):
        return None


def _checksum(values: tuple[object, ...]) -> bytes:
    return hashlib.sha256(json.dumps([_shown(value) for value in values]).encode()).digest()


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
