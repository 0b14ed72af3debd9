import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.device import IDENTITY, LETTER, START, Bench
from indicia.errors import CredentialError, InputError, PsdRefused
from indicia.payload.codec import Payload, decode
from indicia.payload.profiles import Algorithm
from indicia.psd.device import Psd
from indicia.psd.life import Event, Life
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.messages import (
    Denial,
    Discrepancy,
    Grant,
    Receipt,
    Signed,
    Statement,
    discrepancies,
    opened,
    signed,
)
from indicia.psd.orders import loan
from indicia.psd.registers import Registers
from indicia.psd.standing import Use, User
from indicia.security.keys import generate
from indicia.security.signing import signer_for
from indicia.spec.kinds import System


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.set_up(tmp_path)


@pytest.fixture
def psd(bench: Bench) -> Iterator[Psd]:
    with bench.open() as opened_:
        yield opened_


def kinds(psd: Psd) -> list[str]:
    return [record.event.value for record in psd.records()]


class TestReset:
    def test_a_grant_puts_value_in_once(self, bench: Bench, psd: Psd) -> None:
        grant = bench.grant(psd, amount=100_000)
        first = psd.apply(grant)
        before = kinds(psd)
        assert first == psd.apply(grant) == psd.apply(Signed.from_json(grant.to_json(), Grant))
        assert (before, Registers(0, 100_000)) == (kinds(psd), psd.registers())
        receipt = opened(first, psd.memory.facts.key, psd.algorithm)
        assert (Registers(0, 100_000), Life.IN_SERVICE, "g1") == (receipt.registers, receipt.life, receipt.grant_id)

    def test_the_same_grant_is_answered_alike_long_after(self, bench: Bench, psd: Psd) -> None:
        grant = bench.grant(psd, amount=1_000)
        receipt = psd.apply(grant)
        psd.issue(LETTER, psd.signer())
        bench.do(psd, amount=5)
        assert receipt == psd.apply(grant)
        assert 1_005 == psd.registers().control_total

    def test_another_grant_of_the_same_id_is_refused(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=1_000)
        nonce = psd.state_reset(1).message.nonce
        with pytest.raises(LockedOut, match="another grant g1 was applied before"):
            psd.apply(bench.answer(nonce, (), 7, grant_id="g1"))
        assert 1_000 == psd.registers().control_total

    def test_a_later_statement_kills_the_grant_of_an_earlier_one(self, bench: Bench, psd: Psd) -> None:
        early = bench.grant(psd, amount=1_000)
        late = bench.grant(psd, amount=2_000)
        with pytest.raises(LockedOut, match="answers no statement"):
            psd.apply(early)
        psd.apply(late)
        with pytest.raises(LockedOut, match="answers no statement"):
            psd.apply(early)
        assert Registers(0, 2_000) == psd.registers()
        assert 2 == kinds(psd).count("refuse")

    def test_a_grant_of_another_provider_is_refused_and_noted(self, bench: Bench, psd: Psd, tmp_path: Path) -> None:
        other = Bench.set_up(tmp_path / "other")
        forged = signed(bench.grant(psd, amount=1_000).message, other.provider)
        with pytest.raises(CredentialError, match="not that of its sender"):
            psd.apply(forged)
        assert (Registers(), "refuse") == (psd.registers(), kinds(psd)[-1])

    def test_a_grant_signed_by_another_device_of_the_provider_is_refused(self, bench: Bench, psd: Psd) -> None:
        own = signed(bench.grant(psd, amount=1_000).message, psd.signer())
        with pytest.raises(CredentialError, match="not that of its sender"):
            psd.apply(own)

    def test_a_grant_for_another_device_is_refused(self, bench: Bench, psd: Psd) -> None:
        with pytest.raises(LockedOut, match="it is for the device ZZ010000000002"):
            psd.apply(bench.grant(psd, amount=1, device="ZZ010000000002"))

    @pytest.mark.parametrize("change", [{"amount": -1}, {"amount": 2**32}, {"orders": ()}, {"orders": ("issue",)}])
    def test_a_grant_that_cannot_be_carried_out_changes_nothing(
        self, change: dict[str, object], bench: Bench, psd: Psd
    ) -> None:
        before = psd.registers()
        orders = [Event(each) for each in change.get("orders", ())]  # type: ignore[attr-defined]  # a tuple
        with pytest.raises(LockedOut, match="grant g1: "):
            psd.apply(bench.grant(psd, *orders, amount=change.get("amount")))  # type: ignore[arg-type]  # by name
        assert (before, "refuse") == (psd.registers(), kinds(psd)[-1])

    def test_a_changed_byte_of_a_grant_breaks_its_signature(self, bench: Bench, psd: Psd) -> None:
        grant = bench.grant(psd, amount=1_000)
        changed = dataclasses.replace(grant, body=grant.body.replace('"amount":1000', '"amount":9000'))
        with pytest.raises(CredentialError):
            psd.apply(changed)

    def test_a_reset_of_nothing_counts(self, bench: Bench, psd: Psd) -> None:
        bench.wait(30)
        bench.do(psd, amount=0)
        assert dt.date(2005, 7, 13) == psd.standing().reset_on

    def test_a_denial_ends_the_statement_and_is_in_the_log(self, bench: Bench, psd: Psd) -> None:
        statement = psd.state_reset(1_000).message
        denial = Denial(device=statement.device, nonce=statement.nonce, reason="no funds", at=bench.at)
        assert denial == psd.note_denial(signed(denial, bench.provider))
        assert "no funds" in str(list(psd.records())[-1].detail)
        with pytest.raises(LockedOut, match="answers no statement"):
            psd.apply(bench.answer(statement.nonce, (), 1_000))


class TestStatement:
    def test_it_says_what_the_device_is_and_is_signed_by_it(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000)
        psd.issue(LETTER, psd.signer())
        sent = Signed.from_json(psd.state_reset(500).to_json(), Statement)
        statement = opened(sent, psd.memory.facts.key, psd.algorithm)
        assert (IDENTITY.device, Registers(370, 9_630), 1, 500, "g1", "L-1", START) == (
            *(statement.device, statement.registers, statement.pieces, statement.requested),
            *(statement.grant_id, statement.licence, statement.at),
        )
        last = list(psd.records())[-1]
        assert (last.sequence, last.digest.hex()) == (statement.sequence, statement.head)

    def test_a_grant_and_a_statement_are_not_taken_for_each_other(self, psd: Psd) -> None:
        with pytest.raises(InputError, match="no signed Grant: found 'Statement'"):
            Signed.from_json(psd.state_reset().to_json(), Grant)

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"kind": "Grant", "body": 7, "signature": ""}', "\xff"])
    def test_what_is_no_message_is_said_to_be_none(self, text: str) -> None:
        with pytest.raises(InputError, match="no signed Grant"):
            Signed.from_json(text, Grant)

    def test_a_body_that_lacks_a_field_is_named(self) -> None:
        with pytest.raises(InputError, match="no Grant: device: "):
            _ = Signed(Grant, '{"grant_id": "1"}', b"").message

    def test_a_signature_of_another_kind_of_message_does_not_hold(self, bench: Bench, psd: Psd) -> None:
        grant = bench.grant(psd, amount=1)
        with pytest.raises(CredentialError):
            opened(Signed(Denial, grant.body, grant.signature), bench.provider.public_key, Algorithm.ECDSA_P256)


class TestCopies:
    """A PSD restored from a copy, or two copies in use, is found at the next reset."""

    def test_a_device_that_goes_on_is_followed(self, bench: Bench, psd: Psd) -> None:
        known = bench.do(psd, amount=10_000)
        for _ in range(3):
            psd.issue(LETTER, psd.signer())
            assert [] == discrepancies(psd.state_reset().message, known)
            known = bench.do(psd, amount=1)

    def test_a_copy_from_before_the_last_reset_is_found(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000)
        copy = bench.copied("restored")
        psd.issue(LETTER, psd.signer())
        known = bench.do(psd, amount=0)
        with copy.open() as restored:
            for _ in range(5):
                restored.issue(LETTER, restored.signer())
            assert Discrepancy.FORKED in discrepancies(restored.state_reset().message, known)

    def test_of_two_copies_in_use_the_second_to_be_reset_is_found_and_locked(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000)
        twin = bench.copied("twin")
        psd.issue(LETTER, psd.signer())
        with twin.open() as second:
            second.issue(LETTER, second.signer())
            known = bench.do(psd, amount=500)
            found = discrepancies(second.state_reset().message, known)
            assert {Discrepancy.FORKED, Discrepancy.CONTROL_TOTAL} <= set(found)
            twin.do(second, Event.LOCK, reason="a copy")
            with pytest.raises(LockedOut, match="the device is locked"):
                second.issue(LETTER, second.signer())

    def test_value_put_in_by_hand_is_found(self, bench: Bench, psd: Psd) -> None:
        known = bench.do(psd, amount=10_000)
        psd.load(1)
        assert [Discrepancy.CONTROL_TOTAL] == discrepancies(psd.state_reset().message, known)


class TestLadder:
    def test_overdue_resets_wait_for_an_examination(self, bench: Bench, psd: Psd) -> None:
        bench.at = dt.datetime(2005, 9, 28, tzinfo=dt.UTC)  # due on 13 September, approached again by the 28th
        bench.do(psd, amount=1)
        bench.at = dt.datetime(2006, 1, 13, tzinfo=dt.UTC)  # due on 28 December
        with pytest.raises(LockedOut, match=r"the reset was due on 2005-12-28: no reset before an examination"):
            bench.do(psd, amount=1)
        bench.do(psd, Event.WITHDRAW)

    def test_an_inspection_asked_for_blocks_resets_until_it_is_done(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=5, inspect_by=dt.date(2005, 6, 20))
        bench.wait(7)
        bench.do(psd, amount=5, inspect_by=dt.date(2005, 6, 20))
        bench.wait(1)
        with pytest.raises(LockedOut, match="the inspection was due on 2005-06-20"):
            bench.do(psd, amount=5)
        bench.do(psd, Event.INSPECT, amount=5)
        assert (15, None) == (psd.registers().control_total, psd.standing().inspect_by)


class TestStates:
    def test_a_locked_device_prints_nothing_until_it_is_unlocked(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000)
        bench.do(psd, Event.LOCK)
        with pytest.raises(LockedOut, match="the device is locked"):
            psd.issue(LETTER, psd.signer())
        with pytest.raises(LockedOut, match="the device is locked; reset is for one that is in-service"):
            bench.do(psd, amount=5)
        bench.do(psd, Event.UNLOCK, amount=5)
        assert 10_005 == psd.issue(LETTER, psd.signer()).registers.control_total

    def test_a_lock_date_stops_the_device_by_itself(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000, lock_on=dt.date(2005, 6, 15))
        bench.wait(1)
        psd.issue(LETTER, psd.signer())
        bench.wait(1)
        with pytest.raises(LockedOut, match="locked since 2005-06-15"):
            psd.issue(LETTER, psd.signer())
        with Psd.open(bench.folder) as timeless, pytest.raises(LockedOut, match="was not told what day it is"):
            timeless.issue(LETTER, timeless.signer())
        bench.do(psd, amount=0, lock_on=dt.date(2005, 9, 13))
        psd.issue(LETTER, psd.signer())

    def test_a_clock_that_is_set_back_lets_no_lock_date_pass(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000, lock_on=dt.date(2005, 6, 15))
        bench.wait(3)
        with pytest.raises(LockedOut, match="locked since"):
            psd.issue(LETTER, psd.signer())
        bench.wait(-10)
        with pytest.raises(LockedOut, match="locked since"):
            psd.issue(LETTER, psd.signer())

    def test_a_life_from_check_out_to_another_licensee(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000)
        with pytest.raises(LockedOut, match="another licensing post office needs a withdrawal"):
            bench.do(psd, Event.AUTHORIZE, user=User(city="BOSTON", state="MA", zip="02101"))
        bench.do(psd, Event.WITHDRAW)
        with pytest.raises(LockedOut, match=r"the descending register shows 10\.000"):
            bench.do(psd, Event.AUTHORIZE, user=User(city="BOSTON", state="MA", zip="02101"))
        zeroed = bench.do(psd, Event.ZERO)
        assert Registers(0, 0) == zeroed.registers
        bench.do(psd, Event.AUTHORIZE, Event.INSTALL, user=User(city="BOSTON", state="MA", zip="02101"))
        psd.load(1_000)
        payload = decode(psd.issue(LETTER, psd.signer()).message).payload
        assert isinstance(payload, Payload)
        assert ("BOSTON", 2101) == (psd.identity.city, payload.licensing_zip)

    def test_a_destroyed_device_has_no_key_and_says_what_it_was(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, Event.WITHDRAW)
        grant = bench.grant(psd, Event.DESTROY)
        receipt = psd.apply(grant)
        assert ["psd.sqlite"] == sorted(path.name for path in bench.folder.iterdir())
        assert receipt == psd.apply(grant)
        with pytest.raises(CredentialError):
            psd.signer()
        with pytest.raises(PsdRefused, match="the device is destroyed"):
            psd.state_reset()
        assert (True, Life.DESTROYED) == (psd.audit().whole, psd.standing().life)

    def test_a_destroyed_device_whose_key_was_left_by_a_crash_loses_it_at_the_next_answer(
        self, bench: Bench, psd: Psd
    ) -> None:
        key = (bench.folder / "key.pem").read_bytes()
        bench.do(psd, Event.WITHDRAW)
        grant = bench.grant(psd, Event.DESTROY)
        psd.apply(grant)
        (bench.folder / "key.pem").write_bytes(key)
        psd.apply(grant)
        assert not (bench.folder / "key.pem").exists()

    def test_a_device_with_value_is_not_destroyed(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=1)
        bench.do(psd, Event.WITHDRAW)
        with pytest.raises(LockedOut, match="it must be zero first"):
            bench.do(psd, Event.DESTROY)

    def test_a_missing_device_comes_back_locked(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, Event.LOSE)
        with pytest.raises(LockedOut):
            psd.issue(LETTER, psd.signer())
        assert Life.LOCKED is bench.do(psd, Event.FIND).life

    def test_a_faulty_device_is_cleared_with_the_registers_that_were_approved(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=10_000)
        bench.do(psd, Event.FAULT)
        with pytest.raises(LockedOut, match=r"are not those of the log: 0\.000 and 9\.999 read"):
            bench.do(psd, Event.CLEAR, readings=Registers(0, 9_999))
        assert Life.WITHDRAWN is bench.do(psd, Event.CLEAR, readings=Registers(0, 10_000)).life


class TestUses:
    def test_a_demonstration_device_issues_nothing(self, tmp_path: Path) -> None:
        bench = Bench.set_up(tmp_path, use=Use.DEMONSTRATION)
        with bench.open() as psd:
            psd.load(10_000)
            with pytest.raises(LockedOut, match="specimens only"):
                psd.issue(LETTER, psd.signer())
            assert Registers(0, 10_000) == psd.registers()

    def test_a_loaner_prints_for_five_business_days_with_the_customers_city(self, tmp_path: Path) -> None:
        bench = Bench.set_up(tmp_path, use=Use.LOANER)
        with bench.open() as psd:
            psd.load(10_000)
            with pytest.raises(LockedOut, match="placed with no licensed customer"):
                psd.issue(LETTER, psd.signer())
            bench.wait(2)  # a Wednesday
            placement = loan("C-7", "NORWALK", "CT", bench.at.date())
            with pytest.raises(LockedOut, match="registers are not those that were read"):
                bench.do(psd, Event.PLACE, placement=placement, readings=Registers(0, 9_999))
            bench.do(psd, Event.PLACE, placement=placement, readings=Registers(0, 10_000))
            assert ("NORWALK", "CT", "06926") == (psd.identity.city, psd.identity.state, psd.identity.zip)
            bench.wait(6)  # Tuesday, the fifth business day
            psd.issue(LETTER, psd.signer())
            bench.wait(1)
            with pytest.raises(LockedOut, match="the loan ended on 2005-06-21"):
                psd.issue(LETTER, psd.signer())
            back = bench.do(psd, Event.RETURN, readings=Registers(370, 9_630))
            assert (Life.IN_SERVICE, "STAMFORD") == (back.life, psd.identity.city)

    def test_a_loaner_that_comes_back_with_other_registers_is_locked(self, tmp_path: Path) -> None:
        bench = Bench.set_up(tmp_path, use=Use.LOANER)
        with bench.open() as psd:
            bench.do(psd, Event.PLACE, placement=loan("C", "A", "CT", bench.at.date()), readings=Registers())
            assert Life.LOCKED is bench.do(psd, Event.RETURN, readings=Registers(5, 0)).life
            assert psd.audit().whole

    def test_a_loan_is_not_longer_than_five_business_days(self, tmp_path: Path) -> None:
        bench = Bench.set_up(tmp_path, use=Use.LOANER)
        longer = dataclasses.replace(loan("C", "A", "CT", START.date()), last_day=dt.date(2005, 6, 18))
        with bench.open() as psd, pytest.raises(LockedOut, match="ends on 2005-06-17 at the latest"):
            bench.do(psd, Event.PLACE, placement=longer, readings=Registers())

    def test_only_a_loaner_is_placed_and_only_with_a_licensed_customer(self, bench: Bench, tmp_path: Path) -> None:
        with bench.open() as psd, pytest.raises(LockedOut, match="only a loaner"):
            bench.do(psd, Event.PLACE, placement=loan("C", "A", "CT", START.date()), readings=Registers())
        other = Bench.set_up(tmp_path / "loaner", use=Use.LOANER)
        with other.open() as psd, pytest.raises(LockedOut, match="with a licence of their own"):
            other.do(psd, Event.PLACE, placement=loan("", "A", "CT", START.date()), readings=Registers())


class TestDisplay:
    def test_it_shows_both_registers_and_the_next_amount(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=500)
        psd.selector.select(370)
        shown = psd.display()
        assert (Registers(0, 500), 370, ()) == (shown.registers, shown.selected, shown.lockouts)
        psd.issue(LETTER, psd.signer())
        assert [Lockout.FUNDS] == [each.lockout for each in psd.display().lockouts]

    def test_another_amount_than_the_one_displayed_is_not_printed(self, bench: Bench, psd: Psd) -> None:
        bench.do(psd, amount=500)
        psd.selector.select(230)
        with pytest.raises(LockedOut, match=r"0\.230 is selected, not 0\.370"):
            psd.issue(LETTER, psd.signer())
        psd.selector.clear()
        psd.issue(LETTER, psd.signer())

    def test_an_accidental_change_of_the_selection_is_seen(self, psd: Psd) -> None:
        psd.selector.select(230)
        psd.selector._amount = 231
        assert [Lockout.SELECTION] == [each.lockout for each in psd.display().lockouts]


def test_refusals_that_matter_are_in_the_log(bench: Bench, psd: Psd) -> None:
    with pytest.raises(LockedOut, match="not enough funds"):
        psd.issue(LETTER, psd.signer())
    last = list(psd.records())[-1]
    assert ("refuse", "funds") == (last.event.value, json.loads(last.detail or "")["lockout"])


def test_a_request_that_is_wrong_is_no_event_of_the_device(bench: Bench, psd: Psd) -> None:
    psd.load(1_000)
    before = kinds(psd)
    with pytest.raises(PsdRefused, match="mailing_date"):
        psd.issue(dataclasses.replace(LETTER, mailing_date=20050230), psd.signer())
    assert before == kinds(psd)


def test_the_ascending_maximum_locks_out(tmp_path: Path) -> None:
    with pytest.raises(LockedOut, match="would pass its maximum") as caught:
        Registers(2**40 - 10, 1_000).debited(11)
    assert Lockout.ASCENDING is caught.value.lockout


def test_every_system_has_its_level(tmp_path: Path) -> None:
    traditional = dataclasses.replace(IDENTITY, system=System.TRADITIONAL)
    bench = Bench.set_up(tmp_path, identity=traditional)
    with bench.open() as psd:
        assert (4, dt.date(2005, 6, 13)) == (psd.status().level, psd.standing().inspected_on)
        bench.at = dt.datetime(2007, 6, 1, tzinfo=dt.UTC)
        assert [] == [each for each in psd.status().lockouts if each.lockout is not Lockout.STATE]


def test_a_receipt_is_what_the_provider_holds(bench: Bench, psd: Psd) -> None:
    receipt = psd.apply(bench.grant(psd, amount=1))
    assert Receipt is receipt.kind
    with pytest.raises(CredentialError):
        opened(receipt, signer_for(generate(Algorithm.ECDSA_P256)).public_key, Algorithm.ECDSA_P256)
