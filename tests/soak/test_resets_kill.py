"""Device and provider are killed at any instant of a reset: value is neither made nor lost, nor an answer taken back.

After every kill the books balance, and the device holds what the books say was set into devices, or that and the one
grant that is under way.
"""

import contextlib
import datetime as dt
import json
import os
import random
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.reset_office import clock, make_device, open_funded
from indicia.psd.device import Psd
from indicia.security.authority import Authority
from indicia.spec.kinds import System
from provider.books import Accounts, Ledger, chart
from provider.resetting.devices import Devices
from provider.store import open_store
from tests.soak.fork_provider import SERVE
from tests.soak.runner import ROOT, Run, Runner

FULL = os.environ.get("INDICIA_SOAK") == "full"
KILLS = int(os.environ.get("INDICIA_KILLS", "10000")) if FULL else 14
"""INDICIA_KILLS sets another number, INDICIA_SEED another order of them, so that each core can have its part."""
SEED = int(os.environ.get("INDICIA_SEED", "501"))
PROVE_EVERY = 200 if FULL else 7
DEPOSIT = 4_000_000_000
PHASES = ("nothing stated", "stated", "granted", "applied", "confirmed")
VICTIMS = ("device", "provider", "both")
READY_SECONDS = 60
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@dataclass(frozen=True, slots=True)
class Standing:
    """Device and books after a kill."""

    heard: int
    """Sequence of the last statement that the provider knows."""
    sequence: int
    """Of the device's log."""
    total: int
    """Mills of the device's control total."""
    under_way: int
    """Mills granted and not confirmed."""
    open_grants: int
    """Grants that are not confirmed; one of no value is one too."""
    postage: int
    """Mills set into devices, by the books."""


@dataclass
class Soak:
    """One device, one office, and whoever is killed."""

    runner: Runner
    folder: Path
    port: int
    account: str
    rng: random.Random
    server: Run | None = None
    seconds: float = 0.5
    landed: Counter[str] = field(default_factory=Counter)
    victims: Counter[str] = field(default_factory=Counter)

    @property
    def books(self) -> str:
        return f"sqlite:///{self.folder}/provider.db"

    def serve(self) -> Run:
        """The server, ready."""
        if self.server is None:
            self.server = self.runner.start(SERVE, self.books, self.folder / "keys", self.port)
            end = time.monotonic() + READY_SECONDS
            while not _ready(self.port):
                assert time.monotonic() < end, self.server.stderr.read_text()
                time.sleep(0.005)
        return self.server

    def call(self, amount: int, attempts: int = 1) -> Run:
        """A device that asks for a reset."""
        return self.runner.start(
            *("reset", "call", self.folder / "psd", "--url", f"http://127.0.0.1:{self.port}"),
            *("--account", self.account, "--amount", f"{amount / 1000:.2f}", "--attempts", attempts),
            *("--at", clock().isoformat(), "--json"),
        )

    def standing(self) -> Standing:
        """What stands, with the books found whole and nothing found that does not follow."""
        with Psd.open(self.folder / "psd", clock) as psd:
            total, sequence = psd.registers().control_total, psd.status().records
        with open_store(self.books) as store:
            ledger, (device,) = Ledger(store), Devices(store).all()
            postage = -ledger.balance(chart.postage("06926", System.IBI_METER))
            under_way = -ledger.balance(chart.RESETTING)
            assert DEPOSIT == Accounts(store).balance(self.account) + under_way + postage
            assert "" == device.suspended
            grants = store.number("SELECT COUNT(*) FROM reset WHERE state = 'granted'")
        heard = device.heard.sequence if device.heard else 0
        return Standing(heard, sequence, total, under_way, grants, postage)

    def kill_one(self) -> None:
        """One reset in which somebody is killed."""
        before = self.standing()
        server, amount = self.serve(), self.rng.choice((0, 10, 10 * self.rng.randrange(1, 40_000)))
        victim = self.rng.choice(VICTIMS)
        delay = self.rng.uniform(0, 1.2 * self.seconds)
        run = self.call(amount, attempts=self.rng.choice((1, 2)))
        time.sleep(delay)
        if victim != "device":
            server.kill()
            self.server = None
        if victim != "provider":
            run.kill()
        self.runner.wait(run)
        if self.server is None:
            self.runner.wait(server)
        after = self.standing()
        assert after.total - after.postage in (0, after.under_way)
        assert after.total - before.total in (0, amount)
        for line in run.said():  # what the licensee was told stands
            told = json.loads(line)
            assert after.total == _mills(told["ascending"]) + _mills(told["descending"])
        self.victims[victim] += 1
        self.landed[_phase(before, after)] += 1

    def prove(self) -> None:
        """A reset that nobody disturbs settles everything; how long it takes is learnt."""
        self.serve()
        start = time.perf_counter()
        run = self.call(0)
        assert (0, "") == (self.runner.wait(run), run.stderr.read_text())
        self.seconds = time.perf_counter() - start
        after = self.standing()
        assert (after.postage, 0) == (after.total, after.open_grants)
        with Psd.open(self.folder / "psd", clock) as psd:
            assert psd.audit().whole
        with open_store(self.books) as store:
            assert () == Ledger(store).faults()


def _phase(before: Standing, after: Standing) -> str:
    if after.sequence == before.sequence:
        return PHASES[0]
    if after.heard == before.heard:
        return PHASES[1]
    if not after.open_grants:
        return PHASES[4]
    return PHASES[3] if after.total > before.total else PHASES[2]


def _mills(dollars: str) -> int:
    return int(dollars.replace(".", ""))


def _ready(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@pytest.fixture
def soak(tmp_path: Path) -> Iterator[Soak]:
    first, last = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
    authority = Authority.create(tmp_path / "keys", valid_from=first, valid_to=last)
    make_device(tmp_path / "psd", 1001, authority)
    with open_store(f"sqlite:///{tmp_path}/provider.db") as store:
        account = open_funded(store, tmp_path / "psd", DEPOSIT)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(Path(__file__).with_name("fork_provider.py"))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as children:
        soak = Soak(Runner(children, tmp_path), tmp_path, port, account, random.Random(SEED))
        yield soak
        if soak.server is not None:
            soak.server.kill()
            soak.runner.wait(soak.server)
        assert children.stdin is not None
        children.stdin.close()


def test_a_reset_in_which_anybody_is_killed_makes_and_loses_no_value(soak: Soak) -> None:
    soak.prove()
    soak.prove()  # the first one loads what later ones find loaded
    for number in range(1, KILLS + 1):
        soak.kill_one()
        if number % PROVE_EVERY == 0:
            soak.prove()
    soak.prove()
    landed = ", ".join(f"{phase} {soak.landed[phase]}" for phase in PHASES)
    sys.stdout.write(f"\n{KILLS} kills ({dict(soak.victims)}) landed: {landed}\n")
    assert not FULL or all(soak.landed[phase] for phase in PHASES)
