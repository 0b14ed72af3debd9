"""A device killed with SIGKILL at random instants of issue, settlement and load (the full size: `make soak`)."""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.device import Bench
from indicia.psd.device import Psd
from indicia.psd.life import Event, Life
from indicia.psd.records import IssueState
from tests.soak.fork_device import LOAD
from tests.soak.runner import Run, Runner, runner

FULL = os.environ.get("INDICIA_SOAK") == "full"
KILLS, AUDIT_EVERY = (10_000, 250) if FULL else (60, 20)
LINES, LATEST = 12, 1.5
"""A child is killed before it said so many lines, or half as many more."""
LEARN_EVERY = 100
"""Kills between two looks at how long that takes: the machine may have other work."""
PIECES_A_DEVICE = 20_000
"""Then a new one is taken: an audit reads all of its log."""
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@dataclass(slots=True)
class Books:
    """What children said of one device, and what its log says."""

    folder: Path
    seen: int = 0
    ascending: int = 0
    descending: int = 0
    said: dict[str, str] = field(default_factory=dict)
    loads_said: int = 0
    loads: int = 0
    states: dict[str, str] = field(default_factory=dict)
    unsaid: Counter[str] = field(default_factory=Counter)
    """Transactions that were durable before the child was killed and that nobody heard of, by their kind."""

    def hear(self, lines: list[str]) -> None:
        for line in lines:
            word, *rest = line.split()
            if word == "loaded":
                self.loads_said += int(rest[0])
            else:
                self.said[rest[0]] = word

    def look(self) -> None:
        """The log goes on where it was; nothing that was said is missing, nothing was debited twice."""
        with Psd.open(self.folder) as psd:
            bank = psd.memory.bank()
            for record in psd.records(self.seen):
                if record.event is Event.ISSUE:
                    self.ascending, self.descending = self.ascending + record.amount, self.descending - record.amount
                    self.states[f"ZZ010000001001-{record.piece:06d}"] = "issued"
                elif record.event is Event.LOAD:
                    self.descending += record.amount
                    self.loads += record.amount
                assert (self.ascending, self.descending) == (record.registers.ascending, record.registers.descending)
                self.seen = record.sequence
            assert (self.ascending, self.descending) == (bank.registers.ascending, bank.registers.descending)
            assert (self.seen, Life.IN_SERVICE) == (bank.sequence, bank.standing.life)
            assert bank.pieces == len(self.states)
            self._hold_against_what_was_said(psd)

    def _hold_against_what_was_said(self, psd: Psd) -> None:
        assert self.loads in (self.loads_said, self.loads_said + LOAD)
        self.unsaid["load"] += self.loads > self.loads_said
        self.loads_said = self.loads
        fresh = [name for name in self.said if name in self.states]
        assert len(fresh) == len(self.said), "a piece that was said is not in the log"
        for name, word in self.said.items():
            state = psd.find(name).state
            assert word in (state.value, "issued")
            self.unsaid[f"{word}, then {state}"] += word != state.value
        self.said.clear()

    def audit(self) -> None:
        with Psd.open(self.folder) as psd:
            audit = psd.audit()
            assert (True, self.seen) == (audit.whole, audit.records)
            assert self.loads == psd.registers().control_total
            states = Counter(entry.state for entry in psd.log())
            assert sum(states.values()) == len(self.states)
            assert len(psd.pending()) == states[IssueState.ISSUED]


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Runner]:
    (tmp_path / "said").mkdir()
    with runner(tmp_path / "said", "fork_device.py") as started:
        yield started


def test_a_device_killed_at_any_instant_keeps_its_registers_and_all_it_said(run: Runner, tmp_path: Path) -> None:
    rng, unsaid = random.Random(501), Counter[str]()
    books = device(tmp_path, 0)
    hot, longest = 0, 0.0
    for number in range(1, KILLS + 1):
        started = run.start(books.folder, rng.randrange(2**32))
        if number % LEARN_EVERY == 1:
            longest = LATEST * seconds_to_say(started)
        else:
            time.sleep(rng.uniform(0, longest))
        started.kill()
        assert -signal.SIGKILL == run.wait(started), started.stderr.read_text()
        hot += (books.folder / "psd.sqlite-journal").exists()
        books.hear([line.strip() for line in started.said()])
        books.look()
        if number % AUDIT_EVERY == 0 or number == KILLS:
            books.audit()
        if len(books.states) > PIECES_A_DEVICE:
            unsaid += books.unsaid
            books = device(tmp_path, number)
    unsaid += books.unsaid
    sys.stdout.write(f"\n{KILLS} kills, {hot} inside a commit; done and not said: {dict(unsaid)}\n")
    assert not FULL or (hot and unsaid.total())


def seconds_to_say(started: Run) -> float:
    """How long a child takes until it has said `LINES` lines."""
    begun = time.perf_counter()
    while len(started.said()) < LINES:
        time.sleep(0.001)
    return time.perf_counter() - begun


def device(folder: Path, number: int) -> Books:
    """A new one, whose log so far is its birth."""
    place = folder / str(number)
    place.mkdir()
    books = Books(Bench.set_up(place).folder)
    books.look()
    return books
