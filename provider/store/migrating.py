"""Bringing a database up to the tables that this program knows: each migration once, in the order of the numbers."""

import functools
import hashlib
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indicia.errors import InputError
from provider.store.store import Store

_FOLDER = Path(__file__).with_name("migrations")
_NAME = re.compile(r"([0-9]{3})_([a-z_]+)\.sql")
_MADE = "CREATE TABLE migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step."""

    number: int
    """Its place; the hundreds are the room's."""
    name: str
    """What it brings."""
    sql: str
    """Statements, each ended by a semicolon."""

    @property
    def digest(self) -> str:
        """SHA-256 in hex: an applied migration is never edited."""
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        """Its statements one by one."""
        part = ""
        for line in self.sql.splitlines():
            part += f"{line}\n"
            if sqlite3.complete_statement(part):
                yield part
                part = ""


@functools.cache
def migrations() -> tuple[Migration, ...]:
    """Every migration of this program, by number."""
    named = [(_NAME.fullmatch(path.name), path) for path in sorted(_FOLDER.glob("*.sql"))]
    return tuple(Migration(int(name[1]), name[2], path.read_text("utf-8")) for name, path in named if name)


def migrate(store: Store, where: str, tables: str) -> None:
    """Nothing; afterwards every table is there.

    Args:
        store: open, outside a transaction.
        where: names the database in messages.
        tables: a statement that answers the `name` of every table.

    Raises:
        InputError: the database is no provider's, or was written by a program with other migrations.
    """
    if _up_to_date(store, where, tables):
        return
    with store.transaction():
        # Somebody else may have come first.
        if not any(row["name"] == "migration" for row in store.rows(tables)):
            store.run(_MADE)
        applied = _applied(store, where)
        for step in migrations():
            if step.number not in applied:
                for statement in step.statements():
                    store.run(statement)
                store.insert("migration", {"number": step.number, "name": step.name, "digest": step.digest})


def _up_to_date(store: Store, where: str, tables: str) -> bool:
    """Whether nothing is to be done, found without waiting for a writer."""
    names = {row["name"] for row in store.rows(tables)}
    if names and "migration" not in names:
        raise InputError(f"{where} is a database, but not a provider's")
    return bool(names) and _applied(store, where) == {step.number for step in migrations()}


def _applied(store: Store, where: str) -> set[int]:
    """The numbers that the database has."""
    known = {step.number: step.digest for step in migrations()}
    found = {row["number"]: row["digest"] for row in store.rows("SELECT number, digest FROM migration")}
    strange = sorted(number for number, digest in found.items() if known.get(number) != digest)
    if strange:
        raise InputError(f"{where} has migration {strange[0]} as another version of this program wrote it")
    return set(found)
