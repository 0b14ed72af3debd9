"""Every single-byte change of a device's files is found by the audit, or leaves every register, key, event and answer.

All bytes of a small device; 100,000 samples of a larger one (the full sizes: `make soak`).
"""

import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.device import LETTER, Bench
from indicia.errors import IndiciaError
from indicia.psd.device import Psd
from indicia.psd.life import Event
from indicia.psd.lockout import LockedOut
from indicia.psd.records import Job, Request
from indicia.security.keys import public_bytes
from tests.soak.runner import runner

FULL = os.environ.get("INDICIA_SOAK") == "full"
SMALL, LARGE = (None, 100_000) if FULL else (300, 60)
"""Bytes that are changed; None for all of them."""
LARGE_PIECES = 600
HOT = 30
"""Of a journal's bytes, so many are changed at small size."""
JOURNAL = "psd.sqlite-journal"
TABLES = ("device", "journal", "bank_a", "bank_b", "seal", "receipt")
FOUND, SAME = "found", "nothing changed"

pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


def history(bench: Bench, pieces: int) -> None:
    """A little of everything that can stand in a log."""
    with bench.open() as psd:
        bench.do(psd, amount=370 * pieces + 100)
        signer = psd.signer()
        job = Job(order_json='{"to": ["MS JANE ROE"]}', output="letter.pdf", dpi=300)
        request = Request(amount=370, mailing_date=20050615, destination=941031234, job=job)
        names = [psd.issue(request, signer).piece_id for _ in range(3)]
        psd.mark_released({names[0]: "digest"})
        psd.mark_spoiled([names[1]], "unreadable")
        with pytest.raises(LockedOut):
            psd.issue(Request(amount=10**6, mailing_date=0), signer)
        for _ in range((pieces - 4) // 100):
            psd.issue_all([LETTER] * 100, signer)
        psd.test_prints([LETTER], signer, "a test")
        bench.do(psd, Event.INSPECT)


@pytest.mark.parametrize(("pieces", "samples"), [(10, SMALL), (LARGE_PIECES, LARGE)], ids=["small", "large"])
def test_every_changed_byte_is_found_or_changes_nothing(pieces: int, samples: int | None, tmp_path: Path) -> None:
    rng = random.Random(501)
    bench = Bench.set_up(tmp_path)
    history(bench, pieces)
    right = everything(bench.folder)
    outcomes = Counter[str]()
    for path, offset in places(bench.folder, samples, rng):
        with changed(path, offset, rng.randrange(1, 256)):
            outcome = outcome_of(bench.folder, right)
        assert outcome in (FOUND, SAME), f"byte {offset} of {path.name}: {outcome}"
        outcomes[f"{path.name}: {outcome}"] += 1
    assert right == everything(bench.folder)
    sys.stdout.write(f"\n{pieces} pieces: {dict(sorted(outcomes.items()))}\n")
    assert {FOUND, SAME} == {name.split(": ")[1] for name in outcomes}


def test_a_changed_byte_of_what_a_kill_left_is_found_or_the_commit_counts_whole_or_not_at_all(tmp_path: Path) -> None:
    """Beside the database of a device that was killed inside a commit lies the journal that takes the commit back."""
    rng = random.Random(502)
    killed = killed_inside_a_commit(tmp_path)
    lawful = [everything(copied(killed))]
    committed = copied(killed)
    (committed / JOURNAL).unlink()
    if outcome_of(committed, None) != FOUND:
        lawful.append(everything(committed))
    outcomes = Counter[str]()
    every = range((killed / JOURNAL).stat().st_size)
    for offset in every if FULL else rng.sample(every, HOT):
        copy = copied(killed)
        changed(copy / JOURNAL, offset, rng.randrange(1, 256)).__enter__()
        outcome = outcome_of(copy, lawful[0])
        if outcome not in (FOUND, SAME):
            assert everything(copy) in lawful, f"byte {offset} of the journal: {outcome}"
            outcome = "committed"
        outcomes[outcome] += 1
    sys.stdout.write(f"\nbytes of a journal left by a kill: {dict(outcomes)}\n")
    assert outcomes[SAME]


def killed_inside_a_commit(folder: Path) -> Path:
    """The folder of a device that a kill left in the middle of a commit, its journal beside it."""
    bench = Bench.set_up(folder)
    (folder / "said").mkdir()
    with runner(folder / "said", "fork_device.py") as run:
        journal = bench.folder / JOURNAL
        while not journal.exists() or not any(journal.read_bytes()[:1]):  # not filled yet, or taken back already
            with Psd.open(bench.folder) as psd:
                psd.registers()
            started = run.start(bench.folder, 1)
            time.sleep(0.02)
            started.kill()
            run.wait(started)
    return bench.folder


def copied(folder: Path) -> Path:
    """A copy of it, in the place of the one before."""
    copy = folder.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    return copy


def places(folder: Path, samples: int | None, rng: random.Random) -> Iterator[tuple[Path, int]]:
    """Every byte of every file, or so many of them."""
    every = [(path, offset) for path in sorted(folder.iterdir()) for offset in range(path.stat().st_size)]
    return iter(every if samples is None else [rng.choice(every) for _ in range(samples)])


class changed:  # noqa: N801 - read as a word of the sentence: with changed(...)
    """One byte of a file is another one meanwhile."""

    def __init__(self, path: Path, offset: int, turned: int) -> None:
        self._path, self._offset, self._turned = path, offset, turned

    def __enter__(self) -> None:
        self._turn()

    def __exit__(self, *_: object) -> None:
        self._turn()

    def _turn(self) -> None:
        with self._path.open("r+b") as file:
            file.seek(self._offset)
            was = file.read(1)[0]
            file.seek(self._offset)
            file.write(bytes([was ^ self._turned]))


def outcome_of(folder: Path, right: object) -> str:
    """Found, nothing changed, or what else came of it."""
    try:
        with Psd.open(folder) as psd:
            if not psd.audit().whole:
                return FOUND
    except IndiciaError:
        return FOUND
    return SAME if everything(folder) == right else "changed, and not found"


def everything(folder: Path) -> object:
    """Every register, key, event and answer."""
    with Psd.open(folder) as psd:
        rows = {
            table: [tuple(row) for row in psd.memory.database.execute(f"SELECT * FROM {table}")] for table in TABLES
        }
        return (
            rows,
            public_bytes(psd.signer().public_key),
            psd.status(),
            list(psd.records()),
            list(psd.log()),
            psd.pending(),
            psd.spoiled_messages(),
            [psd.find(entry.piece_id) for entry in psd.log()],
            psd.file_mates("ZZ010000001001-000001"),
        )
