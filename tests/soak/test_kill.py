"""`indicia print` killed with SIGKILL at random instants (the full size: `make soak`)."""

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.order_files import ORDERS
from indicia import console
from indicia.cli.main import app
from indicia.errors import ExitCode
from tests.soak.audit import Audit, Row
from tests.soak.runner import Run, Runner, runner

FULL = os.environ.get("INDICIA_SOAK") == "full"
KILLS, PAIRS = (2000, 400) if FULL else (40, 8)
BEFORE, DEBITED, PLACED, RELEASED, SAID = (
    "before the debit",
    "debited, no file",
    "file placed, not marked",
    "released, not said",
    "said",
)
PHASES = (BEFORE, DEBITED, PLACED, RELEASED, SAID)
LATEST = 1.1
"""Share of a whole run's time up to which kills are drawn."""
AIMED = 0.4
"""Share of the kills that are drawn near the instants that hit the shortest phase before."""
LEARN_EVERY = 100
"""Kills between two looks at how long a whole run takes: the machine may have other work."""
LOW, LOAD = 30_000, "60.00"
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@dataclass(frozen=True, slots=True)
class Job:
    """A command and what it is about."""

    kind: str
    arguments: tuple[object, ...]
    file: Path | None = None


@dataclass(slots=True)
class Soak:
    """One PSD under kills."""

    run: Runner
    psd: Path
    audit: Audit
    rng: random.Random
    seconds: dict[str, float] = field(default_factory=dict)
    """How long a whole run takes, by kind of job."""
    landed: dict[str, Counter[str]] = field(default_factory=dict)
    """Where the kills landed, by kind of job."""
    _rare: dict[str, list[float]] = field(default_factory=dict)
    _printed: int = 0

    def learn(self) -> None:
        """How long each kind of job takes when nobody kills it."""
        for job in (self.load(), self.letter(), self.label(), self.sheet()):
            run, self.seconds[job.kind] = self.run.complete(*job.arguments)
            self.settle(job, run, 0)
        self.seconds["release"] = self.seconds["letter"]

    def letter(self) -> Job:
        return self._print("letter", "ibi-letter-10", ".pdf")

    def label(self) -> Job:
        return self._print("label", "ibi-label-4x6", ".png")

    def sheet(self) -> Job:
        return self._print("sheet", "stamp-sheet", ".pdf")

    def load(self) -> Job:
        return Job("load", ("psd", "load", self.psd, "--amount", LOAD, "--json"))

    def release(self, row: Row) -> Job:
        return Job("release", ("print", "--psd", self.psd, "--release", self.piece_id(row)), row.file)

    def piece_id(self, row: Row) -> str:
        return f"ZZ010000001001-{row.piece:06d}"

    def next_job(self) -> Job:
        """Letters, labels and sheets in turn; a load when funds are low and now and then; so a pending piece."""
        chance = self.rng.random()
        if self.audit.funds < LOW or chance < 0.02:
            return self.load()
        if self.audit.pending and chance < 0.25:
            return self.release(self.rng.choice(self.audit.pending))
        return (self.letter, self.label, self.sheet)[self._printed % 3]()

    def delay(self, job: Job) -> float:
        aims = self._rare.get(job.kind)
        if aims and self.rng.random() < AIMED:
            return max(0.0, self.rng.gauss(self.rng.choice(aims), 0.002))
        return self.rng.uniform(0.0, LATEST * self.seconds[job.kind])

    def settle(self, job: Job, run: Run, code: int, delay: float | None = None) -> str | None:
        """The phase in which a print ended; the audit knows afterwards what the run said."""
        said = run.said()
        if job.kind == "load":
            self.audit.loaded += bool(said)
        for piece_id, file in (line.split() for line in said if job.file is not None):
            assert file == str(job.file)
            self.audit.acknowledged[int(piece_id[-6:])] = Path(file)
        self.audit.look()
        assert code in {ExitCode.DONE, -signal.SIGKILL} | self._lawful_refusals(job), run.stderr.read_text()
        if job.file is None:
            return None
        phase = self._phase(job.file, said)
        if delay is not None:
            self.landed.setdefault(job.kind, Counter())[phase] += 1
            if phase is PLACED:
                self._rare.setdefault(job.kind, []).append(delay)
        return phase

    def finish(self) -> None:
        """Every pending piece is released; then nothing is left over and the database is whole."""
        for row in {row.file: row for row in self.audit.pending}.values():
            job = self.release(row)
            run, _ = self.run.complete(*job.arguments)
            assert self.settle(job, run, 0) is SAID
        assert [] == self.audit.pending
        assert [] == self.audit.leftovers()
        assert "ok" == self.audit.whole()
        assert {row.file for row in self.audit.issues} == set(self.audit.pages.iterdir())

    def _lawful_refusals(self, job: Job) -> set[int]:
        """Of two processes that finish one pending piece, the second may come when all is done."""
        done = any(row.file == job.file and row.state == "released" for row in self.audit.issues)
        return {ExitCode.PSD} if job.kind == "release" and done else set()

    def _print(self, kind: str, order: str, suffix: str) -> Job:
        self._printed += 1
        file = self.audit.pages / f"{self._printed:05d}{suffix}"
        return Job(kind, ("print", ORDERS / f"{order}.json", "--psd", self.psd, "-o", file), file)

    def _phase(self, file: Path, said: Sequence[str]) -> str:
        row = next((row for row in self.audit.issues if row.file == file), None)
        if said:
            return SAID
        if row is None:
            return BEFORE
        if row.state == "released":
            return RELEASED
        return PLACED if file.exists() else DEBITED


@pytest.fixture
def soak(tmp_path: Path) -> Iterator[Soak]:
    keys, psd, pages, said = (tmp_path / name for name in ("keys", "psd", "pages", "said"))
    pages.mkdir()
    said.mkdir()
    office = ("--zip", "06926", "--city", "STAMFORD", "--state", "CT")
    for arguments in (
        ("keys", "init", keys),
        ("psd", "create", psd, "--keys", keys, "--serial", "1001", *office),
    ):
        assert 0 == console.exit_code(app, "indicia", [str(argument) for argument in arguments])
    with runner(said) as run:
        soak = Soak(run, psd, Audit(psd / "psd.sqlite", pages), random.Random(604))
        assert 0 == soak.run.wait(soak.run.start("psd", "load", psd, "--amount", "100.00"))
        yield soak


def test_a_print_killed_at_any_instant_loses_no_money_and_no_page(soak: Soak) -> None:
    for number in range(KILLS):
        if number % LEARN_EVERY == 0:
            soak.learn()
        job = soak.next_job()
        delay = soak.delay(job)
        run = soak.run.start(*job.arguments)
        time.sleep(delay)
        run.kill()
        soak.settle(job, run, soak.run.wait(run), delay)
    report("one process", soak)
    soak.finish()


def test_two_processes_on_one_psd_are_killed_and_lose_nothing(soak: Soak) -> None:
    for number in range(PAIRS):
        if number % LEARN_EVERY == 0:
            soak.learn()
        jobs = (soak.next_job(), soak.next_job())
        killed = sorted(((soak.delay(job), job, soak.run.start(*job.arguments)) for job in jobs), key=lambda k: k[0])
        start = time.perf_counter()
        for delay, _, run in killed:
            time.sleep(max(0.0, start + delay - time.perf_counter()))
            run.kill()
        codes = [soak.run.wait(run) for _, _, run in killed]
        for (delay, job, run), code in zip(killed, codes, strict=True):
            soak.settle(job, run, code, delay)
    report("two processes", soak)
    soak.finish()


def report(title: str, soak: Soak) -> None:
    """Where the kills landed; at full size every phase must have been hit."""
    total = Counter[str]()
    for landed in soak.landed.values():
        total.update(landed)
    for kind, landed in {**soak.landed, "all": total}.items():
        counts = ", ".join(f"{phase} {landed[phase]}" for phase in PHASES)
        sys.stdout.write(f"\n{title}, {kind}: {counts}")
    sys.stdout.write("\n")
    assert not FULL or all(total[phase] for phase in PHASES)
