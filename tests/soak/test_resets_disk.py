"""Every call to the provider's disk fails once, in every way: no value is made or lost, nothing told is taken back."""

import contextlib
import datetime as dt
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.faulty_disk import FAULTS, Call, Fault, FaultyDisk
from fixtures.reset_office import NOW, totals
from fixtures.sim_device import Licensed, SimDevice, office_signer
from indicia.errors import OutputError
from indicia.psd.messages import Grant, Signed
from indicia.security.authority import Authority
from indicia.security.signing import Signer
from indicia.spec.kinds import System
from indicia.spec.resetting import PaymentForm
from provider.books import Accounts, Ledger, StatementsBy
from provider.books.payment import Ticket, received
from provider.books.payments import Payments
from provider.resetting import wire
from provider.resetting.devices import Devices
from provider.resetting.office import ResetOffice
from provider.store import Store, open_store

DEPOSIT, FIRST, SECOND = 100_000, 40_000, 10_000
FULL = os.environ.get("INDICIA_SOAK") == "full"
FILES = ("provider.db", "provider.db-wal", "provider.db-shm")

pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@pytest.fixture(scope="module")
def disk() -> Iterator[FaultyDisk]:
    with FaultyDisk().installed() as layer:
        yield layer


class Trial:
    """An office with one account and one device, made anew for each fault."""

    def __init__(self, folder: Path) -> None:
        first, last = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
        authority = Authority.create(folder / "keys", valid_from=first, valid_to=last)
        self.signer: Signer = office_signer(authority)
        self.url, self.place = f"sqlite:///{folder}/provider.db", folder
        self.born = SimDevice.made(authority, 1001, "L-1")
        with open_store(self.url) as store:
            self.account = self._funded(store)
        self.template = {name: (folder / name).read_bytes() for name in FILES if (folder / name).exists()}
        self.device = self.born

    def again(self) -> None:
        """As it was made."""
        for name in FILES:
            (self.place / name).unlink(missing_ok=True)
        for name, data in self.template.items():
            (self.place / name).write_bytes(data)
        self.device = self.born.copied()

    def reset(self, store: Store, amount: int) -> bool:
        """Whether a reset was confirmed; a grant that was told is applied."""
        office = ResetOffice(store, self.signer, Licensed())
        answer = office.answer(self.account, self.device.state_reset(amount), NOW)
        assert not wire.denied(answer)
        receipt = self.device.apply(Signed(Grant, answer.body, answer.signature))
        office.confirm(receipt, NOW)
        return True

    def check(self, told: int) -> None:
        """Device and books agree, and what was told is in both."""
        total, books = self.device.registers.control_total, totals(self.url, self.account)
        assert (DEPOSIT - total, 0, total) == (books.balance, books.under_way, books.postage)
        assert told <= total <= FIRST + SECOND

    def _funded(self, store: Store) -> str:
        accounts = Accounts(store)
        account = accounts.open("L-1", System.IBI_METER, StatementsBy.EACH, NOW.day).number
        accounts.provide_acknowledgment(account, NOW.day)
        accounts.sign_acknowledgment(account, b"signed", "A. Licensee", NOW.day)
        ticket = Ticket.PREENCODED
        Payments(store).receive(received("i", account, PaymentForm.CHECK, DEPOSIT, moment=NOW, ticket=ticket), NOW)
        device = self.born
        Devices(store).register(device.device, device.certificate, account, registers=device.registers, at=NOW.at)
        return account


@pytest.fixture(scope="module")
def trial(disk: FaultyDisk, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("office"))


def test_a_reset_survives_every_fault_of_the_disk(trial: Trial, disk: FaultyDisk) -> None:
    trial.again()
    with disk.failing(-1), open_store(trial.url) as store:
        trial.reset(store, FIRST)
    assert {Call.WRITE, Call.SYNC, Call.READ, Call.OPEN} <= disk.calls.keys()
    failed = Counter[Call]()
    for number, (at, fault) in enumerate(disk.faults()):
        # The office goes on with the database that failed, or opens it again; at full size both, after each fault.
        for reopened in (False, True) if FULL else (number % 2 == 0,):
            told = _with_fault(trial, disk, at, fault, reopened=reopened)
            failed.update([disk.failed] if disk.failed else [])
            trial.check(told)
    assert failed[Call.SYNC] >= 2
    assert failed[Call.WRITE] >= 2 * len(FAULTS[Call.WRITE])


def _with_fault(trial: Trial, disk: FaultyDisk, at: int, fault: Fault, *, reopened: bool) -> int:
    """Mills that were told as reset: one reset in which the disk fails, and one after it that settles everything."""
    trial.again()
    told, store, lost = 0, None, None
    with disk.failing(at, fault):
        try:
            store = open_store(trial.url)
            told = FIRST * trial.reset(store, FIRST)
        except OutputError:
            lost = disk.failed
    assert told or lost
    if reopened or store is None:
        if store is not None:
            store.close()
        store = open_store(trial.url)
    told += SECOND * trial.reset(store, SECOND)
    store.close()
    return told


def test_a_database_whose_making_fails_is_made_the_next_time(disk: FaultyDisk, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/provider.db"
    (tmp_path / "new").mkdir()
    with disk.failing(-1), open_store(url):
        pass
    for at, fault in disk.faults()[:: 1 if FULL else 12]:
        shutil.rmtree(tmp_path / "new")
        (tmp_path / "new").mkdir()
        with disk.failing(at, fault), contextlib.suppress(OutputError):
            open_store(url).close()
        with open_store(url) as store:
            assert () == Ledger(store).faults()
