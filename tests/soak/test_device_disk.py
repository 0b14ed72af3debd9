"""Every call to a device's disk fails once, in every way: what was said is true, nothing is half done."""

import contextlib
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fixtures.device import IDENTITY, LETTER, Bench
from fixtures.faulty_disk import FAULTS, Call, Fault, FaultyDisk
from indicia.errors import IndiciaError, OutputError
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.life import Event, Life
from indicia.psd.lockout import LockedOut
from indicia.psd.messages import Grant, Signed
from indicia.psd.records import IssueState
from indicia.psd.registers import Registers
from indicia.security.trust import TrustDirectory

FULL = os.environ.get("INDICIA_SOAK") == "full"
FUNDS = 100_000
EVERY = 1 if FULL else 9
"""Of the calls, so many are left out between two that fail."""

pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@dataclass(frozen=True, slots=True)
class Trial:
    """Something that a device does, and what the device is before and after it."""

    name: str
    work: Callable[["Made", Psd], object]
    done: Callable[[Psd], bool]
    """Whether it happened, all of it."""


@dataclass(frozen=True, slots=True)
class Made:
    """A device with one pending piece, a signed grant that it waits for, and a copy of it all."""

    bench: Bench
    grant: Signed[Grant]
    piece: str
    before: Registers

    def again(self) -> None:
        """As it was made."""
        folder = self.bench.folder
        shutil.rmtree(folder)
        shutil.copytree(folder.with_name("kept"), folder)


def fresh_statement(made: Made, psd: Psd) -> object:
    """A statement leaves the grant of the one before dead; either way the registers stay."""
    return psd.state_reset(5)


TRIALS = (
    Trial("issue", lambda _, psd: psd.issue(LETTER, psd.signer()), lambda psd: 2 == count(psd)),
    Trial("batch", lambda _, psd: psd.issue_all([LETTER] * 40, psd.signer()), lambda psd: 41 == count(psd)),
    Trial("refusal", lambda _, psd: refused(psd), lambda psd: "refuse" in kinds(psd)),
    Trial("release", lambda made, psd: psd.mark_released({made.piece: "digest"}), lambda psd: not psd.pending()),
    Trial("spoil", lambda made, psd: psd.mark_spoiled([made.piece], "unreadable"), lambda psd: not psd.pending()),
    Trial("load", lambda _, psd: psd.load(5_000), lambda psd: FUNDS + 5_000 == psd.registers().control_total),
    Trial("statement", fresh_statement, lambda psd: 2 <= kinds(psd).count("state") - 1),
    Trial("grant", lambda made, psd: psd.apply(made.grant), lambda psd: FUNDS + 7_000 == psd.registers().control_total),
    Trial("stop", lambda _, psd: psd.stop("a test"), lambda psd: Life.FAULTY is psd.standing().life),
)


def count(psd: Psd) -> int:
    return psd.memory.bank().pieces


def kinds(psd: Psd) -> list[str]:
    return [record.event.value for record in psd.records()]


def refused(psd: Psd) -> None:
    with pytest.raises(LockedOut):
        psd.issue(replace(LETTER, amount=FUNDS + 1), psd.signer())


@pytest.fixture(scope="module")
def disk() -> Iterator[FaultyDisk]:
    with FaultyDisk().installed() as layer:
        yield layer


@pytest.fixture
def made(tmp_path: Path) -> Made:
    bench = Bench.set_up(tmp_path)
    with bench.open() as psd:
        bench.do(psd, amount=FUNDS)
        piece = psd.issue(LETTER, psd.signer()).piece_id
        grant = bench.grant(psd, Event.INSPECT, amount=7_000)
        made = Made(bench, grant, piece, psd.registers())
    shutil.copytree(bench.folder, tmp_path / "kept")
    return made


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.name)
def test_each_call_fails_once(trial: Trial, made: Made, disk: FaultyDisk) -> None:
    failures, hit = Counter[str](), Counter[Call]()
    for fault in Fault:
        for at in range(0, calls(trial, made, disk), EVERY):
            made.again()
            told = False
            with disk.failing(at, fault), contextlib.suppress(IndiciaError), made.bench.open() as psd:
                trial.work(made, psd)
                told = True
            if disk.failed is not None:
                failures[f"{disk.failed} {fault.value}"] += 1
                hit[disk.failed] += 1
                require_whole(trial, made, told=told)
    assert failures
    assert not FULL or {Call.OPEN, Call.READ, Call.WRITE, Call.SYNC, Call.DELETE} <= set(hit)
    sys.stdout.write(f"\n{trial.name}: {sum(failures.values())} failures: {dict(failures)}\n")


def calls(trial: Trial, made: Made, disk: FaultyDisk) -> int:
    """How many there are when none fails."""
    made.again()
    with disk.failing(-1), made.bench.open() as psd:
        trial.work(made, psd)
    return disk.calls.total()


def require_whole(trial: Trial, made: Made, *, told: bool) -> None:
    """All of it happened or nothing; all of it when it was said; the device goes on, and its audit finds nothing."""
    with made.bench.open() as psd:
        done = trial.done(psd)
        assert done or not told
        if not done:
            assert (made.before, count(psd)) == (psd.registers(), 1)
            assert [IssueState.ISSUED] == [each.state for each in psd.log()]
        assert psd.audit().whole
        before = psd.registers()
        if psd.standing().life is Life.IN_SERVICE:
            assert before.debited(370) == psd.issue(LETTER, psd.signer()).registers
            assert psd.audit().whole


def test_the_same_grant_after_a_failure_puts_its_value_in_once(made: Made, disk: FaultyDisk) -> None:
    trial = next(trial for trial in TRIALS if trial.name == "grant")
    for fault in Fault:
        for at in range(0, calls(trial, made, disk), EVERY):
            made.again()
            with disk.failing(at, fault), contextlib.suppress(IndiciaError), made.bench.open() as psd:
                psd.apply(made.grant)
            with made.bench.open() as psd:
                receipt = psd.apply(made.grant).message
                assert (FUNDS + 7_000, "g2") == (psd.registers().control_total, receipt.grant_id)


def test_a_device_that_cannot_be_made_leaves_nothing(tmp_path: Path, disk: FaultyDisk) -> None:
    bench = Bench.set_up(tmp_path)
    other = replace(IDENTITY, serial=1002)

    def make(name: str) -> None:
        create_psd(tmp_path / name, other, bench.authority)

    with disk.failing(-1):
        make("whole")
    total = disk.calls.total()
    shutil.rmtree(tmp_path / "whole")
    (bench.authority.trust / "1002.pem").unlink()
    for at in range(0, total, EVERY * 3):
        with disk.failing(at), contextlib.suppress(IndiciaError):
            make("made")
        if disk.failed is None or (tmp_path / "made").exists():
            shutil.rmtree(tmp_path / "made")
            (bench.authority.trust / "1002.pem").unlink()
        assert ["keys", "psd"] == sorted(path.name for path in tmp_path.iterdir())
        assert {1001} == set(TrustDirectory.load(bench.authority.trust).certificates)


@pytest.mark.parametrize("call", ["fsync", "unlink"])
def test_a_key_that_cannot_be_destroyed_is_said_and_goes_at_the_next_try(
    call: str, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    with made.bench.open() as psd:
        made.bench.do(psd, Event.WITHDRAW)
        made.bench.do(psd, Event.ZERO)
        grant = made.bench.grant(psd, Event.DESTROY)
        with monkeypatch.context() as broken:
            if call == "fsync":
                broken.setattr("indicia.psd.memory.os.fsync", fails)
            else:
                broken.setattr(Path, "unlink", fails)
            with pytest.raises(OutputError):
                psd.apply(grant)
        assert Life.DESTROYED is psd.standing().life
        psd.apply(grant)
        assert ["psd.sqlite"] == [path.name for path in made.bench.folder.iterdir()]


def fails(*_: object) -> None:
    raise OSError(5, "Input/output error")


def test_every_way_to_fail_is_tried() -> None:
    assert {Fault.ERROR, Fault.FULL, Fault.SHORT} == set(FAULTS[Call.WRITE])
