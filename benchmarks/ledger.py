"""The ledger of indicia already seen: claims a second in one SQLite file, by size of batch.

The plain way is one INSERT a claim, each in a transaction of its own, on the same disk with the same safety.
"""

import datetime as dt
import hashlib
import sqlite3
import tempfile
import time
from pathlib import Path

from verify.ledger import Claim, IndiciumKey, Witness
from verify.ledger.opening import open_ledger

CLAIMS = 20_000
BATCHES = (1000, 100, 10)
PLAIN = 500
_AT = dt.datetime(2005, 6, 15, tzinfo=dt.UTC)


def run() -> tuple[str, list[tuple[str, float, float]]]:
    """The title and, for each contender, claims a second and the ratio to the plain way."""
    with tempfile.TemporaryDirectory() as folder:
        plain = _plain(Path(folder))
        rates = [(f"ledger, batches of {size}", _rate(Path(folder), size)) for size in BATCHES]
    rows = [("plain INSERT, a commit each", plain), *rates]
    return "Ledger in SQLite, durable commits", [(name, rate, rate / plain) for name, rate in rows]


def _claims() -> list[Claim]:
    return [
        Claim(
            IndiciumKey(f"ibi/{number % 50}/ZZ010000001001", number * 370),
            hashlib.sha256(number.to_bytes(8, "big")).digest(),
            Witness(_AT, "dock 3", str(number)),
            amount=370,
            control_total=10**8,
        )
        for number in range(CLAIMS)
    ]


def _rate(folder: Path, size: int) -> float:
    claims = _claims()[: min(CLAIMS, 200 * size)]
    with open_ledger(f"sqlite:///{folder}/batches-of-{size}.db") as ledger:
        start = time.perf_counter()
        for at in range(0, len(claims), size):
            ledger.claim(claims[at : at + size])
        return len(claims) / (time.perf_counter() - start)


def _plain(folder: Path) -> float:
    database = sqlite3.connect(folder / "plain.db", isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE seen (device TEXT, number INTEGER, digest BLOB, PRIMARY KEY (device, number))")
    rows = [(claim.key.device, claim.key.number, claim.digest) for claim in _claims()[:PLAIN]]
    start = time.perf_counter()
    for row in rows:
        database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row)
    seconds = time.perf_counter() - start
    database.close()
    return PLAIN / seconds
