"""A real device and the office's server over HTTP, connections cut, answers lost."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.reset_office import clock, make_device, office_key, open_funded, serving, totals
from fixtures.sim_device import SimDevice
from indicia.errors import CredentialError, InputError, OutputError
from indicia.psd.device import Psd
from indicia.security.authority import Authority
from indicia.security.keys import PublicKey
from provider.errors import ProviderRefused
from provider.resetting import wire
from provider.resetting.devices import Devices
from provider.resetting.http import BODY_MAX
from provider.resetting.line import Line
from provider.store import open_store

DEPOSIT = 500_000


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    first, last = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
    return Authority.create(tmp_path_factory.mktemp("keys"), valid_from=first, valid_to=last)


@dataclass
class Office:
    """A server, its database, and a device with an account."""

    url: str
    store_url: str
    psd: Psd
    account: str
    authority: Authority
    pauses: list[float] = field(default_factory=list)

    @property
    def key(self) -> tuple[PublicKey, int]:
        return office_key(self.authority)

    def line(self, url: str | None = None, attempts: int = 3) -> Line:
        return Line(url or self.url, attempts=attempts, timeout_seconds=5, pause=self.pauses.append)

    def balances(self) -> tuple[int, int, int]:
        """Mills of the account, under way, and set into devices."""
        found = totals(self.store_url, self.account)
        return found.balance, found.under_way, found.postage


@pytest.fixture
def office(authority: Authority, tmp_path: Path) -> Iterator[Office]:
    make_device(tmp_path / "psd", int.from_bytes(tmp_path.name.encode()[-3:]), authority)
    url = f"sqlite:///{tmp_path}/provider.db"
    with open_store(url) as store:
        account = open_funded(store, tmp_path / "psd", DEPOSIT)
    with Psd.open(tmp_path / "psd", clock) as psd, serving(url, authority) as where:
        yield Office(where, url, psd, account, authority)


def test_a_device_is_reset_over_the_line(office: Office) -> None:
    outcome = office.line().call(office.psd, office.account, 120_000, office.key)
    assert outcome.document is not None
    assert (120_000, 380_000) == (office.psd.registers().descending, outcome.document.balance)
    assert (380_000, 0, 120_000) == office.balances()


def test_a_denial_is_told_and_noted(office: Office) -> None:
    outcome = office.line().call(office.psd, office.account, DEPOSIT + 10, office.key)
    assert "604.4.6.5a" in outcome.denial
    assert (None, 0) == (outcome.receipt, office.psd.registers().descending)


def test_an_unknown_device_and_a_forged_statement_are_refused(office: Office) -> None:
    stranger = SimDevice.made(office.authority, 77)
    with pytest.raises(ProviderRefused, match="no device of this provider"):
        office.line().call(stranger, office.account, 0, office.key)
    stranger.device = office.psd.identity.device
    with pytest.raises(CredentialError, match="not that of its sender"):
        office.line().call(stranger, office.account, 0, office.key)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"account": 1, "statement": "x"}', b'{"account":"","statement":"x"}']
)
def test_what_is_no_message_is_told_so(office: Office, body: bytes) -> None:
    with pytest.raises(InputError, match=r"not JSON|no signed"):
        office.line()._post(wire.STATEMENT_PATH, body)


def test_a_message_that_is_too_long_is_not_read(office: Office) -> None:
    with pytest.raises(InputError, match="more than"):
        office.line()._post(wire.STATEMENT_PATH, b" " * (BODY_MAX + 1))


def test_a_provider_that_cannot_be_reached_is_told_after_some_attempts(office: Office) -> None:
    with pytest.raises(OutputError, match="cannot be reached"):
        office.line("http://127.0.0.1:9", attempts=3).call(office.psd, office.account, 0, office.key)
    assert [1.0, 2.0] == office.pauses
    with pytest.raises(InputError, match="no address"):
        office.line("ftp://somewhere").call(office.psd, office.account, 0, office.key)


def test_a_document_of_somebody_else_is_not_taken(office: Office) -> None:
    stranger = SimDevice.made(office.authority, 78)
    key = (stranger.signer.public_key, office.key[1])
    with pytest.raises(CredentialError, match="not that of the provider"):
        office.line().call(office.psd, office.account, 0, key)


class CutError(Exception):
    """Somebody died."""


def dies(when: str, line: Line) -> Line:
    """The line of a device that dies before or after a message arrives."""
    path, moment = when.split(" ")
    posted = line._posted

    def cut(where: str, body: bytes) -> tuple[int, bytes]:
        if where != path:
            return posted(where, body)
        if moment == "after":
            posted(where, body)
        raise CutError

    class Broken(Line):
        def _posted(self, path: str, body: bytes) -> tuple[int, bytes]:
            return cut(path, body)

    return Broken(line.url, line.attempts, line.timeout_seconds, line.pause)


@pytest.mark.parametrize("path", [wire.STATEMENT_PATH, wire.RECEIPT_PATH])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_device_that_dies_at_any_message_neither_makes_nor_loses_value(
    office: Office, path: str, moment: str
) -> None:
    with pytest.raises(CutError):
        dies(f"{path} {moment}", office.line()).call(office.psd, office.account, 120_000, office.key)
    applied = 120_000 if path == wire.RECEIPT_PATH else 0
    assert applied == office.psd.registers().descending
    outcome = office.line().call(office.psd, office.account, 30_000, office.key)
    assert outcome.document is not None
    total = applied + 30_000
    assert total == office.psd.registers().control_total
    assert (DEPOSIT - total, 0, total) == office.balances()
    with open_store(office.store_url) as store:
        assert [] == Devices(store).incidents()


def test_an_answer_that_is_lost_is_asked_for_again(office: Office) -> None:
    lost: list[str] = []

    class Losing(Line):
        def _posted(self, path: str, body: bytes) -> tuple[int, bytes]:
            answer = super()._posted(path, body)
            if path not in lost:
                lost.append(path)
                raise ConnectionResetError("the answer was lost")
            return answer

    line = office.line()
    losing = Losing(line.url, line.attempts, line.timeout_seconds, line.pause)
    assert losing.call(office.psd, office.account, 70_000, office.key).document is not None
    assert [wire.STATEMENT_PATH, wire.RECEIPT_PATH] == lost
    assert (DEPOSIT - 70_000, 0, 70_000) == office.balances()


def test_a_receipt_that_never_arrives_leaves_the_device_reset(office: Office) -> None:
    class Deaf(Line):
        def _posted(self, path: str, body: bytes) -> tuple[int, bytes]:
            if path == wire.RECEIPT_PATH:
                raise ConnectionResetError("gone")
            return super()._posted(path, body)

    line = office.line()
    outcome = Deaf(line.url, 2, line.timeout_seconds, line.pause).call(office.psd, office.account, 70_000, office.key)
    assert outcome.receipt is not None
    assert outcome.document is None
    assert (DEPOSIT - 70_000, 70_000, 0) == office.balances()
    assert "nothing was asked for" in office.line().call(office.psd, office.account, None, office.key).denial
    assert (DEPOSIT - 70_000, 0, 70_000) == office.balances()
