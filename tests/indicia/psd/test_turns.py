"""Several processes on one PSD, and processes that die on it."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indicia.psd.device import Psd
from indicia.psd.registers import Registers

POSTAGE, LOADED = 370, 100_000

# Issues COUNT indicia, says each piece id once it is acknowledged; DIES_AT is the signature during which it dies.
ISSUER = """
import os, sys
from pathlib import Path
from indicia.psd.device import Psd
from indicia.psd.records import Request

folder, count, dies_at = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

class Mortal:
    def __init__(self, own):
        self.own, self.algorithm, self.public_key, self.made = own, own.algorithm, own.public_key, 0
    def sign(self, signed):
        self.made += 1
        if self.made == dies_at:
            os._exit(9)
        return self.own.sign(signed)

with Psd.open(folder) as psd:
    signer = Mortal(psd.signer())
    for _ in range(count):
        print(psd.issue(Request(amount=370, mailing_date=20050615), signer).piece_id, flush=True)
"""


def issuer(folder: Path, count: int, dies_at: int = 0) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", ISSUER, str(folder), str(count), str(dies_at)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def require_whole(folder: Path, acknowledged: list[str]) -> int:
    """Every debit is logged, none is there twice, nothing acknowledged is missing; the count of issues."""
    with Psd.open(folder) as psd:
        entries = list(psd.log())
        count = len(entries)
        assert Registers(count * POSTAGE, LOADED - count * POSTAGE) == psd.registers()
        assert [POSTAGE * (number + 1) for number in range(count)] == [entry.registers.ascending for entry in entries]
        assert {LOADED} == {entry.registers.control_total for entry in entries} or not entries
        assert count == len(psd.pending())
    assert set(acknowledged) <= {entry.piece_id for entry in entries}
    return count


def test_processes_take_turns(folder: Path) -> None:
    each = 40
    together = [issuer(folder, each), issuer(folder, each)]
    said = [process.communicate()[0].split() for process in together]
    assert [0, 0] == [process.returncode for process in together]
    assert [each, each] == [len(pieces) for pieces in said]
    assert set() == set(said[0]) & set(said[1])
    assert 2 * each == require_whole(folder, said[0] + said[1])


def test_processes_together_spend_no_more_than_there_is(folder: Path) -> None:
    together = [issuer(folder, LOADED // POSTAGE), issuer(folder, LOADED // POSTAGE)]
    said = [process.communicate()[0].split() for process in together]
    assert LOADED // POSTAGE == require_whole(folder, said[0] + said[1])


@pytest.mark.parametrize("dies_at", [1, 2, 5])
def test_a_process_that_dies_while_it_signs_debits_nothing_for_it(dies_at: int, folder: Path) -> None:
    process = issuer(folder, 10, dies_at)
    pieces = process.communicate()[0].split()
    assert 9 == process.returncode
    assert dies_at - 1 == len(pieces) == require_whole(folder, pieces)


def test_a_process_killed_at_any_instant_leaves_the_registers_whole(folder: Path) -> None:
    instants = random.Random(604)
    acknowledged: list[str] = []
    for _ in range(8):
        process = issuer(folder, LOADED)
        assert process.stdout is not None
        acknowledged.append(process.stdout.readline().strip())
        time.sleep(instants.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        acknowledged += process.communicate()[0].split()
        assert -signal.SIGKILL == process.returncode
        require_whole(folder, acknowledged)
    assert len(acknowledged) == len(set(acknowledged)) > 8
