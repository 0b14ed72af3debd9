"""Resets over a line that loses, doubles, keeps back and disorders messages as it likes, between honest sides."""

import contextlib
import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fixtures.sim_device import ZIP, Licensed, SimDevice, office_signer
from indicia.errors import PsdRefused
from indicia.psd.messages import Denial, Grant, Receipt, Signed, Statement
from indicia.security.authority import Authority
from indicia.spec.kinds import System
from indicia.spec.resetting import PaymentForm
from provider.books import Accounts, Ledger, Moment, StatementsBy, chart
from provider.books.payment import received
from provider.books.payments import Payments
from provider.resetting import wire
from provider.resetting.devices import Devices
from provider.resetting.office import Answer, ResetOffice
from provider.store import open_store

NOW = Moment(dt.datetime(2005, 6, 15, 15, tzinfo=dt.UTC), dt.date(2005, 6, 15))
AMOUNTS = st.one_of(st.none(), st.just(0), st.integers(1, 3_000).map(lambda cents: 10 * cents))


def _authority() -> Authority:
    with tempfile.TemporaryDirectory() as folder:
        return Authority.create(Path(folder) / "keys", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31))


AUTHORITY = _authority()
BORN = SimDevice.made(AUTHORITY, 1001, "L-1")


class Line(RuleBasedStateMachine):
    """501.29(e)(3), 604.4.6.5: what was charged is what was set, or is known to be under way; nobody is suspected."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite:///:memory:")
        self.device = BORN.copied()
        self.office = ResetOffice(self.store, office_signer(AUTHORITY), Licensed())
        self.statements: list[Signed[Statement]] = []
        self.answers: list[Answer] = []
        self.receipts: list[Signed[Receipt]] = []
        self.documents: dict[str, int | None] = {}
        self.deposited = 0

    @initialize()
    def opened(self) -> None:
        accounts = Accounts(self.store)
        self.account = accounts.open("L-1", System.IBI_METER, StatementsBy.EACH, NOW.day).number
        accounts.provide_acknowledgment(self.account, NOW.day)
        accounts.sign_acknowledgment(self.account, b"signed", "A. Licensee", NOW.day)
        registers, certificate = self.device.registers, self.device.certificate
        Devices(self.store).register(self.device.device, certificate, self.account, registers=registers, at=NOW.at)

    @rule(cents=st.integers(1, 5_000))
    def deposit(self, cents: int) -> None:
        name = f"i-{self.store.number('SELECT COUNT(*) FROM payment')}"
        payment = received(name, self.account, PaymentForm.WIRE, 10 * cents, moment=NOW)
        assert "" == Payments(self.store).receive(payment, NOW)
        self.deposited += 10 * cents

    @rule(mills=st.integers(1, 500))
    def print_postage(self, mills: int) -> None:
        with contextlib.suppress(PsdRefused):
            self.device.print_postage(mills)

    @rule(requested=AMOUNTS)
    def state(self, requested: int | None) -> None:
        self.statements.append(self.device.state_reset(requested))

    @rule(requested=AMOUNTS, steps=st.integers(2, 4))
    def call(self, requested: int | None, steps: int) -> None:
        """A call as it should be, which breaks off after some of its steps."""
        self.state(requested)
        self.answers.append(self.office.answer(self.account, self.statements[-1], NOW))
        if steps > 2 and not wire.denied(self.answers[-1]):
            self.receipts.append(self.device.apply(Signed(Grant, self.answers[-1].body, self.answers[-1].signature)))
            if steps > 3:
                self.office.confirm(self.receipts[-1], NOW)

    @precondition(lambda self: self.statements)
    @rule(data=st.data())
    def deliver_statement(self, data: st.DataObject) -> None:
        """Any that was ever made, the last ones above all."""
        statement = self.statements[-data.draw(st.integers(1, min(4, len(self.statements))))]
        self.answers.append(self.office.answer(self.account, statement, NOW))

    @precondition(lambda self: self.answers)
    @rule(data=st.data())
    def deliver_answer(self, data: st.DataObject) -> None:
        answer = self.answers[-data.draw(st.integers(1, min(4, len(self.answers))))]
        before = self.device.registers.control_total
        if wire.denied(answer):
            self.device.note_denial(Signed(Denial, answer.body, answer.signature))
            return
        grant = Signed(Grant, answer.body, answer.signature)
        try:
            self.receipts.append(self.device.apply(grant))
        except PsdRefused:
            assert before == self.device.registers.control_total
        else:
            assert self.device.registers.control_total - before in (0, grant.message.amount or 0)

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def deliver_receipt(self, data: st.DataObject) -> None:
        receipt = self.receipts[-data.draw(st.integers(1, min(4, len(self.receipts))))]
        document = self.office.confirm(receipt, NOW)
        assert document.amount == self.documents.setdefault(document.grant_id, document.amount)

    @precondition(lambda self: hasattr(self, "account"))
    @invariant()
    def books_and_device_agree(self) -> None:
        ledger, devices = Ledger(self.store), Devices(self.store)
        under_way = -ledger.balance(chart.RESETTING)
        postage = -ledger.balance(chart.postage(ZIP, System.IBI_METER))
        assert self.deposited == Accounts(self.store).balance(self.account) + under_way + postage
        assert self.device.registers.control_total - postage in (0, under_way)
        assert [] == devices.incidents()

    def teardown(self) -> None:
        if hasattr(self, "account"):
            self.settled()
        self.store.close()

    def settled(self) -> None:
        """A call that nobody disturbs settles everything."""
        answer = self.office.answer(self.account, self.device.state_reset(0), NOW)
        assert not wire.denied(answer)
        self.office.confirm(self.device.apply(Signed(Grant, answer.body, answer.signature)), NOW)
        ledger = Ledger(self.store)
        assert 0 == ledger.balance(chart.RESETTING)
        assert self.device.registers.control_total == -ledger.balance(chart.postage(ZIP, System.IBI_METER))
        assert () == ledger.faults()


TestLine = Line.TestCase
TestLine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
