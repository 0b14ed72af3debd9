"""Both databases behave alike: whole transactions one after the other, migrations once, errors of one line."""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fixtures.postgres import Server
from indicia.errors import InputError, OutputError, UsageError
from provider.store import ConstraintBroken, Store, Value, open_store
from provider.store.migrating import migrations


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/provider.db"
    postgres: Callable[[], Server] = request.getfixturevalue("postgres")
    return postgres().new_database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with open_store(url) as store:
        store.run("CREATE TABLE sample (number BIGINT PRIMARY KEY, name TEXT NOT NULL, data BYTEA)")
        yield store


def _insert_and_fail(store: Store) -> None:
    with store.transaction():
        store.insert("sample", {"number": 1, "name": "a"})
        raise RuntimeError("halfway")


def _insert_twice(store: Store) -> None:
    with store.transaction():
        store.insert("sample", {"number": 2, "name": "b"})
        store.insert("sample", {"number": 1, "name": "c"})


def test_values_come_back_as_they_went_in(store: Store) -> None:
    row: dict[str, Value] = {"number": 2**40, "name": "50 % ok", "data": b"\x00\xff"}
    store.insert("sample", row)
    store.insert("sample", {"number": 1, "name": "", "data": None})
    assert [row] == store.rows("SELECT * FROM sample WHERE name LIKE '50 %' AND number = ?", (2**40,))
    assert 2**40 + 1 == store.number("SELECT SUM(number) FROM sample")
    assert 2**40 + 1 == store.next_number("sample", "number")


def test_a_block_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError, match="halfway"):
        _insert_and_fail(store)
    assert 0 == store.number("SELECT COUNT(*) FROM sample")


def test_an_inner_block_that_fails_leaves_the_outer_one(store: Store) -> None:
    with store.transaction():
        store.insert("sample", {"number": 1, "name": "a"})
        with pytest.raises(ConstraintBroken):
            _insert_twice(store)
        store.insert("sample", {"number": 3, "name": "d"})
    assert [1, 3] == [row["number"] for row in store.rows("SELECT number FROM sample ORDER BY number")]


def test_a_snapshot_does_not_see_what_others_commit_meanwhile(store: Store, url: str) -> None:
    store.insert("sample", {"number": 1, "name": "a"})
    with open_store(url) as other, store.snapshot():
        assert 1 == store.number("SELECT COUNT(*) FROM sample")
        other.insert("sample", {"number": 2, "name": "b"})
        assert 1 == store.number("SELECT COUNT(*) FROM sample")
    assert 2 == store.number("SELECT COUNT(*) FROM sample")


def test_many_rows_by_one_statement(store: Store) -> None:
    store.run_all("INSERT INTO sample (number, name) VALUES (?, ?)", [(n, f"n{n}") for n in range(5)])
    assert 5 == store.run("UPDATE sample SET name = ? WHERE number >= ?", ("x", 0))


def test_every_migration_is_applied_once(url: str) -> None:
    for _ in range(2):
        with open_store(url) as store:
            applied = store.rows("SELECT number, name FROM migration ORDER BY number")
    assert [(step.number, step.name) for step in migrations()] == [tuple(row.values()) for row in applied]


def test_a_database_of_another_program_version_is_refused(url: str) -> None:
    with open_store(url) as store:
        store.run("UPDATE migration SET digest = 'other' WHERE number = 100")
    with pytest.raises(InputError, match="migration 100 as another version"):
        open_store(url)


def test_a_foreign_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(InputError, match="not a provider's"):
        open_store(f"sqlite:///{path}")


def test_what_is_no_database_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "text.db"
    path.write_text("no database at all, but long enough to be looked at " * 40)
    with pytest.raises(InputError, match="no database"):
        open_store(f"sqlite:///{path}")
    with pytest.raises(OutputError, match="cannot be opened"):
        open_store(f"sqlite:///{tmp_path}/absent/provider.db")
    with pytest.raises(UsageError, match="sqlite:///FILE"):
        open_store("mysql://somewhere")


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/provider.db") as store:
        store.run("CREATE TABLE sample (number BIGINT)")
        modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert {"provider.db": 0o600, "provider.db-wal": 0o600, "provider.db-shm": 0o600} == modes
