"""The books after random operations: 100,000 at full size, on SQLite and on a real PostgreSQL, a small share else."""

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.postgres import Server
from fixtures.random_books import Office
from provider.store import open_store

FULL = os.environ.get("INDICIA_SOAK") == "full"
OPERATIONS = 100_000 if FULL else 300
CHECKS = 20
TOGETHER = 50
"""Operations of one transaction: the disk is not what is tried here."""
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_books_balance_after_random_operations(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/provider.db"
    else:
        postgres: Callable[[], Server] = request.getfixturevalue("postgres")
        url = postgres().new_database()
    start = time.perf_counter()
    with open_store(url) as store:
        office = Office(store, random.Random(604), accounts=24)
        for number in range(0, OPERATIONS, TOGETHER):
            with store.transaction():
                for _ in range(TOGETHER):
                    office.step()
            if number % (OPERATIONS // CHECKS // TOGETHER * TOGETHER or TOGETHER) == 0:
                office.check()
        office.check()
        entries = store.number("SELECT COUNT(*) FROM ledger_entry")
    sys.stdout.write(
        f"\n{database}: {OPERATIONS} operations, {entries} entries, to {office.day.isoformat()}, refused "
        f"{sum(office.refusals.values())}, {time.perf_counter() - start:.0f} s\n"
    )
