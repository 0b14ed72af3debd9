"""One reset after the other, as the manual orders them, and everything that may come between."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from fixtures.sim_device import ZIP, Licensed, SimDevice, office_signer
from indicia.errors import CredentialError
from indicia.psd.life import Event, Life
from indicia.psd.messages import Denial, Grant, Signed, signed
from indicia.psd.registers import Registers
from indicia.security.authority import Authority
from indicia.spec.kinds import System
from indicia.spec.resetting import PaymentForm
from provider.books import Account, Accounts, HoldReason, Ledger, Moment, StatementsBy, chart
from provider.books.advances import Advances
from provider.books.payment import Ticket, initiated, received
from provider.books.payments import Payments
from provider.errors import ProviderRefused
from provider.resetting.devices import Devices
from provider.resetting.documents import Document
from provider.resetting.office import ResetOffice
from provider.resetting.returned_value import ReturnedValue
from provider.resetting.settling import Settling
from provider.store import Store, open_store

DAY = dt.date(2005, 6, 15)
NOW = Moment(dt.datetime(2005, 6, 15, 15, tzinfo=dt.UTC), DAY)


@dataclass
class Bench:
    """An office with one device and one account."""

    store: Store
    authority: Authority
    office: ResetOffice
    licensing: Licensed
    account: Account
    device: SimDevice

    def deposit(self, amount: int) -> None:
        number = f"item-{self.store.number('SELECT COUNT(*) FROM payment')}"
        ticket = Ticket.PREENCODED
        payment = received(number, self.account.number, PaymentForm.CHECK, amount, moment=NOW, ticket=ticket)
        assert "" == Payments(self.store).receive(payment, NOW)

    def ask(self, requested: int | None, device: SimDevice | None = None) -> Signed[Grant] | Signed[Denial]:
        return self.office.answer(self.account.number, (device or self.device).state_reset(requested), NOW)

    def granted(self, requested: int | None, device: SimDevice | None = None) -> Signed[Grant]:
        answer = self.ask(requested, device)
        assert isinstance(answer.message, Grant), answer.message
        return Signed(Grant, answer.body, answer.signature)

    def denied(self, requested: int | None, device: SimDevice | None = None) -> str:
        message = self.ask(requested, device).message
        assert isinstance(message, Denial)
        return message.reason

    def reset(self, requested: int | None) -> Document:
        return self.office.confirm(self.device.apply(self.granted(requested)), NOW)

    @property
    def balance(self) -> int:
        return Accounts(self.store).balance(self.account.number)

    @property
    def postage(self) -> int:
        return -Ledger(self.store).balance(chart.postage(ZIP, self.account.system))

    def whole(self) -> bool:
        return () == Ledger(self.store).faults()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    first, last = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
    return Authority.create(tmp_path_factory.mktemp("keys"), valid_from=first, valid_to=last)


@pytest.fixture
def bench(authority: Authority) -> Iterator[Bench]:
    with open_store("sqlite:///:memory:") as store:
        yield opened(store, authority, System.IBI_METER)


def opened(store: Store, authority: Authority, system: System, statements: StatementsBy = StatementsBy.EACH) -> Bench:
    accounts, licensing = Accounts(store), Licensed()
    account = accounts.open("L-1", system, statements, DAY)
    if system is not System.PC_POSTAGE:
        accounts.provide_acknowledgment(account.number, DAY)
        accounts.sign_acknowledgment(account.number, b"signed", "A. Licensee", DAY)
    device = SimDevice.made(authority, 1001, "L-1")
    Devices(store).register(device.device, device.certificate, account.number, registers=device.registers, at=NOW.at)
    office = ResetOffice(store, office_signer(authority), licensing)
    return Bench(store, authority, office, licensing, accounts.find(account.number), device)


def test_a_reset_moves_value_from_the_account_into_the_device(bench: Bench) -> None:
    bench.deposit(100_000)
    bench.licensing.lock_on = dt.date(2005, 10, 30)
    document = bench.reset(40_000)
    assert (60_000, 40_000, 40_000) == (bench.balance, bench.postage, bench.device.registers.descending)
    assert (40_000, 60_000, 40_000) == (document.amount, document.balance, document.descending)
    assert dt.date(2005, 10, 30) == bench.device.lock_on
    assert "DMM 604.4.6.5c" == document.statement().foot
    assert bench.whole()


def test_a_reset_of_no_value_needs_no_funds_and_writes_no_entry(bench: Bench) -> None:
    document = bench.reset(0)
    assert (0, 0) == (document.amount, document.balance)
    assert () == Ledger(bench.store).trial_balance()


def test_between_grant_and_receipt_the_funds_are_in_neither(bench: Bench) -> None:
    bench.deposit(100_000)
    bench.granted(40_000)
    assert (60_000, 0) == (bench.balance, bench.postage)
    assert -40_000 == Ledger(bench.store).balance(chart.RESETTING)


def test_the_same_statement_gets_the_same_answer_and_is_charged_once(bench: Bench) -> None:
    bench.deposit(100_000)
    statement = bench.device.state_reset(40_000)
    answers = [bench.office.answer(bench.account.number, statement, NOW) for _ in range(3)]
    assert 1 == len({answer.to_json() for answer in answers})
    assert 60_000 == bench.balance


def test_the_same_receipt_gets_the_same_document(bench: Bench) -> None:
    bench.deposit(100_000)
    receipt = bench.device.apply(bench.granted(40_000))
    documents = [bench.office.confirm(receipt, NOW) for _ in range(3)]
    assert 1 == len(set(documents))
    assert 40_000 == bench.postage


def test_a_grant_that_was_lost_is_voided_by_the_next_statement(bench: Bench) -> None:
    bench.deposit(50_000)
    lost = bench.granted(40_000)
    bench.reset(30_000)
    assert (20_000, 30_000, 30_000) == (bench.balance, bench.postage, bench.device.registers.descending)
    with pytest.raises(Exception, match="another statement"):
        bench.device.apply(lost)
    assert bench.whole()


def test_a_receipt_that_was_lost_is_told_by_the_next_statement(bench: Bench) -> None:
    bench.deposit(100_000)
    bench.device.apply(bench.granted(40_000))
    bench.device.print_postage(370)
    assert "nothing was asked for" in bench.denied(None)
    assert (60_000, 40_000) == (bench.balance, bench.postage)
    bench.reset(10_000)
    assert (50_000, 50_000) == (bench.balance, bench.postage)
    assert [] == Devices(bench.store).incidents()


def test_a_late_receipt_of_a_grant_that_is_known_to_be_applied_is_documented(bench: Bench) -> None:
    bench.deposit(100_000)
    receipt = bench.device.apply(bench.granted(40_000))
    bench.denied(None)
    assert 60_000 == bench.office.confirm(receipt, NOW).balance
    assert [bench.device.device] == bench.licensing.resets


def test_a_statement_that_arrives_after_a_later_one_settles_nothing(bench: Bench) -> None:
    bench.deposit(100_000)
    late = bench.device.state_reset(10_000)
    grant = bench.granted(40_000)
    answer = bench.office.answer(bench.account.number, late, NOW)
    assert isinstance(answer.message, Denial)
    assert "a later statement was heard" in answer.message.reason
    bench.office.confirm(bench.device.apply(grant), NOW)
    assert (60_000, 40_000) == (bench.balance, bench.postage)
    assert answer == bench.office.answer(bench.account.number, late, NOW)
    assert [] == Devices(bench.store).incidents()


def test_value_is_never_taken_out_by_a_reset(bench: Bench) -> None:
    bench.deposit(100_000)
    bench.reset(40_000)
    assert "allowed" in bench.denied(-10)
    assert 60_000 == bench.balance


class TestIdentification:
    """501.29(e)(3), 604.4.6.5b: identify, audit, authenticate."""

    def test_another_account_number_is_denied(self, bench: Bench) -> None:
        answer = bench.office.answer("00000009", bench.device.state_reset(0), NOW)
        assert isinstance(answer.message, Denial)
        assert "is not that of" in answer.message.reason
        assert "604.4.6.5b" in answer.message.reason

    def test_an_unknown_device_is_not_answered(self, bench: Bench) -> None:
        stranger = SimDevice.made(bench.authority, 2002)
        with pytest.raises(ProviderRefused, match="no device of this provider"):
            bench.ask(0, stranger)

    def test_a_statement_that_another_key_signed_is_not_answered(self, bench: Bench) -> None:
        forger = SimDevice.made(bench.authority, 2002)
        forger.device = bench.device.device
        with pytest.raises(CredentialError, match="not that of its sender"):
            bench.ask(0, forger)

    def test_a_licence_that_is_not_in_force_is_denied(self, bench: Bench) -> None:
        bench.licensing.refusal = "licence L-1 was revoked"
        assert "licence L-1 was revoked (604.4.2.4)" == bench.denied(0)

    def test_a_device_that_is_reported_missing_is_locked(self, bench: Bench) -> None:
        bench.deposit(100_000)
        bench.licensing.refusal, bench.licensing.stopped = "lost or stolen", True
        bench.device.apply(bench.granted(10_000))
        assert (Life.LOCKED, 100_000) == (bench.device.life, bench.balance)
        assert "lost or stolen" in bench.denied(10_000)

    def test_a_device_under_another_licence_is_denied(self, bench: Bench) -> None:
        bench.device.licence = "L-2"
        assert "another licence" in bench.denied(0)

    @pytest.mark.parametrize("life", [Life.LOCKED, Life.WITHDRAWN, Life.FAULTY, Life.MISSING])
    def test_a_device_out_of_service_is_denied(self, bench: Bench, life: Life) -> None:
        bench.deposit(100_000)
        bench.device.life = life
        assert f"is {life}" in bench.denied(10_000)
        assert 100_000 == bench.balance


class TestFunds:
    """501.29(b), 604.4.6.5a, 5.5a: enough on deposit, or an advance within its limits."""

    def test_what_the_account_does_not_have_is_denied(self, bench: Bench) -> None:
        bench.deposit(10_000)
        assert "has 10.000, 10.010 is asked for (604.4.6.5a)" in bench.denied(10_010)
        assert 10_000 == bench.balance

    def test_a_locked_account_is_denied(self, bench: Bench) -> None:
        bench.deposit(10_000)
        Accounts(bench.store).lock(bench.account.number, HoldReason.RETURNED_ITEM, "item-1", NOW.at)
        assert "39 CFR 501.29(e)(8)" in bench.denied(0)

    def test_an_advance_covers_what_is_missing(self, bench: Bench) -> None:
        Accounts(bench.store).agree_advances(bench.account.number, 50_000)
        Advances(bench.store).deposit("own-1", 30_000, NOW)
        bench.deposit(10_000)
        document = bench.reset(40_000)
        assert (30_000, 0) == (document.advanced, document.balance)
        assert 30_000 == Advances(bench.store).owed(bench.account.number)
        assert bench.whole()

    def test_no_advance_above_the_providers_deposit_on_a_day(self, bench: Bench) -> None:
        Accounts(bench.store).agree_advances(bench.account.number, 50_000)
        Advances(bench.store).deposit("own-1", 30_000, NOW)
        bench.reset(20_000)
        assert "can advance 10.000 today" in bench.denied(10_010)
        assert 10_000 == bench.reset(10_000).advanced

    def test_no_advance_above_what_was_agreed(self, bench: Bench) -> None:
        Accounts(bench.store).agree_advances(bench.account.number, 5_000)
        Advances(bench.store).deposit("own-1", 30_000, NOW)
        assert "agreed: at most 5.000" in bench.denied(5_010)

    def test_no_advance_when_the_deposit_is_below_an_average_day(self, bench: Bench) -> None:
        Accounts(bench.store).agree_advances(bench.account.number, 900_000)
        advances = Advances(bench.store)
        advances.deposit("own-1", 400_000, NOW)
        bench.reset(400_000)
        limits = advances.limits(dt.date(2005, 6, 16))
        assert -(-400_000 // 19) == limits.average  # Memorial Day was one of the twenty weekdays before
        advances.take_deposit("own-2", 378_940, Moment(NOW.at, dt.date(2005, 6, 16)))
        with pytest.raises(ProviderRefused, match="must stay there"):
            advances.take_deposit("own-3", 10, Moment(NOW.at, dt.date(2005, 6, 16)))
        assert 21_060 == advances.limits(dt.date(2005, 6, 16)).available

    def test_pc_postage_is_paid_before_it_is_downloaded(self, authority: Authority) -> None:
        with open_store("sqlite:///:memory:") as store:
            bench = opened(store, authority, System.PC_POSTAGE)
            assert "(604.5.5a)" in bench.denied(10_000)
            with pytest.raises(ProviderRefused, match="no advances"):
                Accounts(store).agree_advances(bench.account.number, 10_000)
            payment = initiated("card-1", bench.account.number, PaymentForm.CREDIT_CARD, 25_000, moment=NOW)
            Payments(store).initiate(payment, NOW)
            document = bench.reset(25_000)
            assert (25_000, 0) == (document.descending, document.balance)
            assert "DMM 604.5.5c" == document.statement().foot


class TestCopies:
    """A PSD restored from a copy, or two copies in use, is found at the next reset and locked."""

    def test_a_restored_copy_is_found(self, bench: Bench) -> None:
        bench.deposit(100_000)
        copy = bench.device.copied()
        bench.reset(40_000)
        grant = bench.granted(10_000, copy)
        assert (Event.LOCK,) == grant.message.orders
        assert grant.message.amount is None
        copy.apply(grant)
        assert Life.LOCKED == copy.life
        assert "rolled-back" in Devices(bench.store).find(bench.device.device).suspended

    def test_the_other_copy_is_locked_too(self, bench: Bench) -> None:
        bench.deposit(100_000)
        copy = bench.device.copied()
        bench.reset(40_000)
        bench.ask(10_000, copy)
        bench.device.apply(bench.granted(10_000))
        assert Life.LOCKED == bench.device.life
        assert 60_000 == bench.balance

    def test_two_copies_that_both_went_on_are_found_even_without_value(self, bench: Bench) -> None:
        copy = bench.device.copied()
        bench.reset(0)
        for _ in range(5):
            copy.state_reset(None)
        assert (Event.LOCK,) == bench.granted(0, copy).message.orders
        assert "forked" in Devices(bench.store).find(bench.device.device).suspended

    def test_a_copy_that_was_restored_after_the_last_grant_is_found(self, bench: Bench) -> None:
        bench.deposit(100_000)
        bench.reset(40_000)
        copy = bench.device.copied()
        bench.device.print_postage(370)
        bench.denied(None)
        for _ in range(5):
            copy.state_reset(None)
        assert (Event.LOCK,) == bench.granted(0, copy).message.orders
        assert "ascending-register, pieces" == Devices(bench.store).find(bench.device.device).suspended

    def test_a_restored_copy_is_stopped_while_a_grant_is_under_way(self, bench: Bench) -> None:
        bench.deposit(100_000)
        bench.reset(40_000)
        copy = bench.device.copied()
        for _ in range(3):
            bench.device.print_postage(370)
        grant = bench.granted(10_000)
        stop = bench.granted(0, copy)
        assert (Event.LOCK,) == stop.message.orders
        assert ("lock",) == bench.office.confirm(copy.apply(stop), NOW).orders
        bench.office.confirm(bench.device.apply(grant), NOW)
        assert (50_000, 50_000) == (bench.balance, bench.postage)
        bench.device.apply(bench.granted(0))
        assert (Life.LOCKED, Life.LOCKED) == (copy.life, bench.device.life)
        assert bench.whole()

    def test_a_signature_written_in_another_way_makes_no_other_statement(self, bench: Bench) -> None:
        first = bench.device.state_reset(0)
        half = len(first.signature) // 2
        order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
        other = order - int.from_bytes(first.signature[half:])
        twin = replace(first, signature=first.signature[:half] + other.to_bytes(half))
        answers = [bench.office.answer(bench.account.number, each, NOW) for each in (first, twin)]
        assert answers[0] == answers[1]

    def test_a_nonce_that_comes_twice_is_found(self, bench: Bench) -> None:
        first = bench.device.state_reset(0)
        bench.office.answer(bench.account.number, first, NOW)
        again = signed(replace(first.message, sequence=first.message.sequence + 1), bench.device.signer)
        with pytest.raises(ProviderRefused, match="used its nonce before"):
            bench.office.answer(bench.account.number, again, NOW)
        assert "a nonce twice" == Devices(bench.store).find(bench.device.device).suspended

    def test_value_that_came_from_nowhere_is_found(self, bench: Bench) -> None:
        bench.deposit(100_000)
        bench.reset(40_000)
        bench.device.registers = replace(bench.device.registers, descending=90_000)
        assert (Event.LOCK,) == bench.granted(0).message.orders
        assert "control-total" in Devices(bench.store).find(bench.device.device).suspended

    def test_value_in_a_new_device_is_found_against_its_check_in(self, bench: Bench) -> None:
        bench.device.registers = Registers(0, 10)
        assert (Event.LOCK,) == bench.granted(0).message.orders

    def test_a_voided_grant_that_was_applied_after_all_is_found(self, bench: Bench) -> None:
        bench.deposit(100_000)
        grant = bench.granted(40_000)
        copy = bench.device.copied()
        bench.device.apply(grant)
        bench.office.confirm(copy.apply(bench.granted(10_000, copy)), NOW)
        for _ in range(3):
            bench.device.state_reset(None)
        bench.ask(0)
        assert "which was voided" in Devices(bench.store).find(bench.device.device).suspended

    def test_an_examined_device_is_reset_again(self, bench: Bench) -> None:
        bench.deposit(100_000)
        bench.reset(40_000)
        copy = bench.device.copied()
        copy.state_reset(0)
        bench.device.registers = Registers(0, 50_000)
        bench.device.apply(bench.granted(0))
        settling = Settling(bench.store)
        settling.reinstate(
            bench.device.device, bench.device.registers, "memory replaced", last_grant=bench.device.grant_id, moment=NOW
        )
        bench.reset(10_000)
        assert (Life.IN_SERVICE, 60_000) == (bench.device.life, bench.device.registers.descending)


class TestOrders:
    """What the office wants of a device goes with its next grant."""

    def test_orders_come_before_the_reset(self, bench: Bench) -> None:
        bench.device.life = Life.AUTHORIZED
        Devices(bench.store).order(bench.device.device, Event.INSTALL, "check-in", at=NOW.at)
        document = bench.reset(0)
        assert (("install",), Life.IN_SERVICE) == (document.orders, bench.device.life)
        assert () == Devices(bench.store).waiting(bench.device.device)

    def test_orders_go_out_when_the_reset_is_refused(self, bench: Bench) -> None:
        Devices(bench.store).order(bench.device.device, Event.LOCK, "suspected", at=NOW.at)
        grant = bench.granted(10_000)
        assert ((Event.LOCK,), None) == (grant.message.orders, grant.message.amount)
        assert "no reset" in grant.message.reason

    def test_orders_of_a_lost_grant_wait_again(self, bench: Bench) -> None:
        Devices(bench.store).order(bench.device.device, Event.LOCK, "suspected", at=NOW.at)
        bench.granted(None)
        assert () == Devices(bench.store).waiting(bench.device.device)
        bench.device.apply(bench.granted(None))
        assert Life.LOCKED == bench.device.life

    def test_what_cannot_be_done_yet_waits(self, bench: Bench) -> None:
        Devices(bench.store).order(bench.device.device, Event.ZERO, "check-out", at=NOW.at)
        bench.reset(0)
        assert 1 == len(Devices(bench.store).waiting(bench.device.device))

    def test_a_device_that_is_zeroed_keeps_its_place_in_the_audit(self, bench: Bench) -> None:
        bench.deposit(100_000)
        bench.reset(40_000)
        for event in (Event.WITHDRAW, Event.ZERO):
            Devices(bench.store).order(bench.device.device, event, "check-out", at=NOW.at)
        bench.reset(None)
        assert (Life.WITHDRAWN, 0) == (bench.device.life, bench.device.registers.descending)
        assert "nothing was asked for" in bench.denied(None)
        assert [] == Devices(bench.store).incidents()

    def test_only_orders_of_the_table_are_taken(self, bench: Bench) -> None:
        with pytest.raises(ProviderRefused, match="is no order"):
            Devices(bench.store).order(bench.device.device, Event.LOAD, "money", at=NOW.at)


def test_a_receipt_without_its_grant_suspends_the_device(bench: Bench) -> None:
    receipt = bench.device.apply(bench.granted(0)).message
    made_up = signed(replace(receipt, grant_id=f"{receipt.device}-000007"), bench.device.signer)
    with pytest.raises(ProviderRefused, match="could not have"):
        bench.office.confirm(made_up, NOW)
    assert "a receipt without its grant" == Devices(bench.store).find(receipt.device).suspended


def test_monthly_accounts_get_their_document_and_no_statement(authority: Authority) -> None:
    with open_store("sqlite:///:memory:") as store:
        bench = opened(store, authority, System.PSD_METER, StatementsBy.MONTHLY)
        assert bench.reset(0).monthly
        assert 0 == store.number("SELECT COUNT(*) FROM account_statement")


def test_each_reset_is_noted_as_documented(bench: Bench) -> None:
    document = bench.reset(0)
    (row,) = bench.store.rows("SELECT kind, reference FROM account_statement")
    assert {"kind": "reset", "reference": document.grant_id} == row


class TestReturnedValue:
    """604.4.6.6, 10.3.1: what is left in a withdrawn device goes back once its register was cleared."""

    @pytest.fixture
    def cleared(self, bench: Bench) -> str:
        bench.deposit(100_000)
        bench.reset(40_000)
        bench.device.print_postage(370)
        for event in (Event.WITHDRAW, Event.ZERO):
            Devices(bench.store).order(bench.device.device, event, "check-out", at=NOW.at)
        return bench.reset(None).grant_id

    def test_it_is_credited_to_the_account_once(self, bench: Bench, cleared: str) -> None:
        for _ in range(2):
            assert 39_630 == ReturnedValue(bench.store).credit(cleared, NOW)
        assert (99_630, 370) == (bench.balance, bench.postage)
        assert bench.whole()

    def test_the_postal_service_may_determine_less(self, bench: Bench, cleared: str) -> None:
        assert 30_000 == ReturnedValue(bench.store).credit(cleared, NOW, 30_000)
        assert 90_000 == bench.balance

    def test_never_more_than_was_cleared(self, bench: Bench, cleared: str) -> None:
        for amount in (0, 39_640):
            with pytest.raises(ProviderRefused, match=r"39\.630 was cleared"):
                ReturnedValue(bench.store).credit(cleared, NOW, amount)

    def test_only_what_a_device_confirmed_to_be_cleared(self, bench: Bench) -> None:
        bench.deposit(100_000)
        document = bench.reset(40_000)
        with pytest.raises(ProviderRefused, match="cleared no descending register"):
            ReturnedValue(bench.store).credit(document.grant_id, NOW)
        for event in (Event.WITHDRAW, Event.ZERO):
            Devices(bench.store).order(bench.device.device, event, "check-out", at=NOW.at)
        lost = bench.granted(None).message.grant_id
        with pytest.raises(ProviderRefused, match="has not confirmed"):
            ReturnedValue(bench.store).credit(lost, NOW)
