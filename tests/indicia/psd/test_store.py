import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicia.errors import InputError
from indicia.psd.device import Psd
from indicia.psd.records import Request
from indicia.psd.store import open_store


@pytest.fixture
def database(folder: Path, request_37c: Request) -> Iterator[sqlite3.Connection]:
    """The database of a PSD with one issue (record 6), opened as an intruder would."""
    with Psd.open(folder) as psd:
        psd.issue(request_37c, psd.signer())
    connection = sqlite3.connect(folder / "psd.sqlite", isolation_level=None)
    yield connection
    connection.close()


def insert(database: sqlite3.Connection, **changes: object) -> None:
    """The row that may follow the issue, with some values changed."""
    row: dict[str, object] = {"sequence": 7, "kind": "issue", "amount": 370, "ascending": 740, "descending": 99_260}
    row |= {"piece": 2, "state": "issued", "message": b"m", "digest": b"d"} | changes
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT INTO journal ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))


def test_the_row_that_follows_is_accepted(database: sqlite3.Connection) -> None:
    insert(database)
    assert 7 == database.execute("SELECT COUNT(*) FROM journal").fetchone()[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"ascending": 741},
        {"descending": 99_261},
        {"amount": 371},
        {"amount": 0},
        {"ascending": 370, "descending": 99_630},
        {"amount": -370, "ascending": 0, "descending": 100_000},
        {"sequence": 8},
        {"sequence": 6},
        {"amount": 99_631, "ascending": 100_001, "descending": -1},
        {"kind": "load", "piece": None, "state": None, "message": None},
        {"kind": "gift", "descending": 100_000},
        {
            "kind": "manufacture",
            "amount": 0,
            "ascending": 370,
            "descending": 99_630,
            "piece": None,
            "state": None,
            "message": None,
        },
        {"piece": None},
        {"piece": 1},
        {"state": None},
        {"state": "lost"},
        {"message": None},
        {"digest": None},
        {"kind": "lock", "piece": None, "state": None, "message": None},
        {"state": "released", "order_json": "{}"},
    ],
    ids=str,
)
def test_a_row_that_does_not_follow_is_refused(changes: dict[str, object], database: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        insert(database, **changes)
    assert 6 == database.execute("SELECT COUNT(*) FROM journal").fetchone()[0]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM journal",
        "UPDATE journal SET descending = 1000000 WHERE sequence = 5",
        "UPDATE journal SET amount = 0 WHERE sequence = 6",
        "UPDATE journal SET state = 'spoiled', message = x'00', order_json = NULL WHERE sequence = 6",
        "UPDATE journal SET state = 'released' WHERE sequence = 6",
        "UPDATE journal SET order_json = NULL WHERE sequence = 6",
        "UPDATE journal SET output = 'elsewhere.pdf' WHERE sequence = 6",
        "REPLACE INTO journal (sequence, kind, amount, ascending, descending, digest) VALUES (5,'load',1,0,1,1)",
        "UPDATE journal SET digest = x'00' WHERE sequence = 6",
        "UPDATE journal SET standing = '{}' WHERE sequence = 6",
        "UPDATE seal SET head = x'00'",
        "DELETE FROM seal",
        "DELETE FROM device",
        "UPDATE device SET serial = 7",
        "UPDATE device SET certificate = x'00'",
        "INSERT INTO device SELECT 2, 'ZZ', '01', 7, 'pc-postage', 5, 129, x'', 'key.pem', x'', 'P', x'', x''",
    ],
)
def test_history_and_identity_cannot_be_rewritten(statement: str, database: sqlite3.Connection) -> None:
    before = database.execute("SELECT * FROM journal").fetchall(), database.execute("SELECT * FROM device").fetchall()
    with pytest.raises(sqlite3.IntegrityError):
        database.execute(statement)
    after = database.execute("SELECT * FROM journal").fetchall(), database.execute("SELECT * FROM device").fetchall()
    assert before == after


def test_an_issue_settles_once(database: sqlite3.Connection) -> None:
    database.execute("UPDATE journal SET state = 'released', order_json = NULL WHERE sequence = 6")
    with pytest.raises(sqlite3.IntegrityError):
        database.execute("UPDATE journal SET state = 'spoiled' WHERE sequence = 6")


def test_commits_are_durable(folder: Path) -> None:
    connection = open_store(folder / "psd.sqlite")
    assert "delete" == connection.execute("PRAGMA journal_mode").fetchone()[0]
    assert 3 == connection.execute("PRAGMA synchronous").fetchone()[0]  # EXTRA
    connection.close()


def test_other_files_are_not_a_psd(tmp_path: Path) -> None:
    path = tmp_path / "psd.sqlite"
    with pytest.raises(InputError, match=r"is not a PSD: it has no psd\.sqlite"):
        open_store(path)
    path.write_text("hello, I am no database " * 99)
    with pytest.raises(InputError, match="is not the database of a PSD"):
        open_store(path)
    path.unlink()
    sqlite3.connect(path).close()
    path.touch()
    with pytest.raises(InputError, match="is version 0 of a PSD"):
        open_store(path)
