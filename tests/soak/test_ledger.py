"""Many writers on one ledger, and writers killed with SIGKILL (the full size: `make soak`)."""

import datetime as dt
import hashlib
import multiprocessing as mp
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fixtures.postgres import Server
from verify.ledger import Claim, DuplicateStatus, IndiciumKey, Witness
from verify.ledger.opening import open_ledger

FULL = os.environ.get("INDICIA_SOAK") == "full"
WRITERS, PIECES, KILLS = (8, 10_000, 1000) if FULL else (3, 600, 12)
BATCH = 50
AT = dt.datetime(2005, 6, 15, tzinfo=dt.UTC)
FIRST = str(DuplicateStatus.FIRST_SEEN)
# The children are forked from a process that has the ledger imported and nothing open.
CONTEXT = mp.get_context("forkserver")
CONTEXT.set_forkserver_preload(["verify.ledger"])
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path, postgres: Callable[[], Server]) -> str:
    return f"sqlite:///{tmp_path}/ledger.db" if request.param == "sqlite" else postgres().new_database()


def claims_of(station: str, numbers: list[int], piece: Callable[[int], str]) -> Iterator[list[Claim]]:
    for start in range(0, len(numbers), BATCH):
        yield [
            Claim(
                IndiciumKey("ibi/1001/ZZ010000001001", number),
                hashlib.sha256(str(number).encode()).digest(),
                Witness(AT, station, piece(number)),
                amount=1,
                control_total=10**6,
            )
            for number in numbers[start : start + BATCH]
        ]


def write(url: str, station: str, seed: int, told: Path, named: bool) -> None:
    """Claim every piece, in an order of its own, and append a line for each answer after it came."""
    numbers = list(range(PIECES))
    random.Random(seed).shuffle(numbers)
    # One write a batch: what reaches the file was answered.
    with open_ledger(url) as ledger, told.open("a", buffering=1 << 20) as out:
        for batch in claims_of(station, numbers, (lambda n: f"{station}-{n}") if named else (lambda _: "")):
            answers = ledger.claim(batch)
            out.write("".join(f"{c.key.number} {s.status}\n" for c, s in zip(batch, answers, strict=True)))
            out.flush()


def firsts(files: list[Path]) -> Counter[str]:
    """How often each piece was answered as the first; a line cut by a kill was never answered."""
    lines = (line for file in files for line in file.read_text().splitlines(keepends=True) if line.endswith("\n"))
    return Counter(line.split()[0] for line in lines if line.split()[1] == FIRST)


def start(*arguments: object) -> mp.process.BaseProcess:
    child = CONTEXT.Process(target=write, args=arguments)
    child.start()
    return child


def test_every_indicium_is_first_for_exactly_one_of_many_writers(url: str, tmp_path: Path) -> None:
    open_ledger(url).close()
    told = [tmp_path / f"told-{n}" for n in range(WRITERS)]
    children = [start(url, f"dock {n}", n, file, False) for n, file in enumerate(told)]
    for child in children:
        child.join()
    assert [0] * WRITERS == [child.exitcode for child in children]
    assert Counter({str(n): 1 for n in range(PIECES)}) == firsts(told)
    with open_ledger(url) as ledger:
        assert {WRITERS - 1} == {one.repeats for one in ledger.export()}


def test_a_killed_writer_loses_nothing_that_was_answered(url: str, tmp_path: Path) -> None:
    """Two stations, each killed at random and started again with the same pieces; then both finish."""
    open_ledger(url).close()
    rng = random.Random(20051122)
    told = [tmp_path / "told-0", tmp_path / "told-1"]
    hits = 0
    for _ in range(KILLS // 2):
        sizes = [_size(file) for file in told]
        children = [start(url, f"dock {n}", rng.randrange(10**9), told[n], True) for n in range(2)]
        while not any(_size(file) > size for file, size in zip(told, sizes, strict=True)):
            time.sleep(0.001)
        time.sleep(rng.uniform(0, 0.05))
        for child, file, size in zip(children, told, sizes, strict=True):
            if child.pid is not None and child.is_alive():
                os.kill(child.pid, signal.SIGKILL)
                hits += _size(file) > size
            child.join()
        _start_new_line(told)
    assert hits > 0
    last = [start(url, f"dock {n}", n, told[n], True) for n in range(2)]
    for child in last:
        child.join()
    one, other = firsts(told[:1]), firsts(told[1:])
    assert not set(one) & set(other), "both stations were told to have the first"
    assert {str(n) for n in range(PIECES)} == set(one) | set(other)
    with open_ledger(url) as ledger:
        holders = {str(seen.number): seen.station for seen in ledger.export()}
    assert holders == dict.fromkeys(one, "dock 0") | dict.fromkeys(other, "dock 1")
    sys.stdout.write(f"{url.partition(':')[0]}: {hits} of {KILLS} kills hit a writer between two of its answers\n")


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _start_new_line(files: list[Path]) -> None:
    """What a kill cut short stays a line without an answer."""
    for file in files:
        if file.exists() and not file.read_bytes().endswith(b"\n"):
            whole = file.read_bytes().rpartition(b"\n")
            file.write_bytes(whole[0] + whole[1])
