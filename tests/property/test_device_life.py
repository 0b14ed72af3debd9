"""A device against the table of its life: whatever is asked in whatever order, it does what the table allows."""

import datetime as dt
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fixtures.device import START, Bench
from indicia.errors import PsdRefused
from indicia.model.business_days import is_business_day
from indicia.psd.life import ORDERED, STEPS, Event, Life
from indicia.psd.messages import Grant, Receipt, Signed
from indicia.psd.orders import loan
from indicia.psd.records import Issued, IssueState, Request
from indicia.psd.registers import Registers
from indicia.psd.standing import Use, User

FULL = os.environ.get("INDICIA_SOAK") == "full"
EXAMPLES, STEPS_EACH = (1000, 60) if FULL else (25, 30)
TABLE = {(step.event, before): step.after or before for step in STEPS for before in step.before}
OFFICES = (("STAMFORD", "CT", "06926"), ("BOSTON", "MA", "02101"))
AMOUNTS = st.integers(0, 3_000)
DATES = st.none() | st.integers(-3, 120)


class Device(RuleBasedStateMachine):
    """The model: a state, two numbers, some dates. The device must never differ from it."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp())
        self.applied: list[tuple[Signed[Grant], Signed[Receipt]]] = []
        self.dead: list[Signed[Grant]] = []
        self.pending: list[Issued] = []
        self.life = Life.IN_SERVICE
        self.ascending = self.descending = self.pieces = 0
        self.lock_on: dt.date | None = None
        self.inspect_by: dt.date | None = None
        self.loan_end: dt.date | None = None
        self.reset_on = START.date()
        self.office = OFFICES[0]

    @initialize(use=st.sampled_from(Use))
    def set_up(self, use: Use) -> None:
        self.use = use
        self.bench = Bench.set_up(self.place, use=use)
        self.psd = self.bench.open()

    def teardown(self) -> None:
        if hasattr(self, "psd"):
            assert self.psd.audit().whole
            self.psd.close()
        shutil.rmtree(self.place)

    @property
    def today(self) -> dt.date:
        return self.bench.at.date()

    @property
    def prints(self) -> bool:
        """Whether nothing stands in the way of a piece but its amount."""
        on_loan = self.use is not Use.LOANER or (self.loan_end is not None and self.today <= self.loan_end)
        unlocked = self.lock_on is None or self.today < self.lock_on
        return self.life is Life.IN_SERVICE and self.use is not Use.DEMONSTRATION and on_loan and unlocked

    @rule(days=st.integers(1, 60))
    def days_pass(self, days: int) -> None:
        self.bench.wait(days)

    @rule()
    def is_opened_again(self) -> None:
        self.psd.close()
        self.psd = self.bench.open()

    @rule(amount=AMOUNTS)
    def load(self, amount: int) -> None:
        if (Event.LOAD, self.life) in TABLE and amount > 0:
            self.psd.load(amount)
            self.descending += amount
        elif self.life is not Life.DESTROYED:
            with pytest.raises(PsdRefused):
                self.psd.load(amount)

    @rule(amounts=st.lists(AMOUNTS, min_size=1, max_size=4))
    def issue(self, amounts: list[int]) -> None:
        if self.life is Life.DESTROYED:
            return
        signer, requests = self.psd.signer(), [Request(amount=amount, mailing_date=0) for amount in amounts]
        if not self.prints or sum(amounts) > self.descending:
            with pytest.raises(PsdRefused):
                self.psd.issue_all(requests, signer)
            return
        issued = self.psd.issue_all(requests, signer)
        self.pending += issued
        self.ascending += sum(amounts)
        self.descending -= sum(amounts)
        self.pieces += len(amounts)
        assert Registers(self.ascending, self.descending) == issued[-1].registers

    @rule(released=st.booleans())
    def settle(self, released: bool) -> None:
        if not self.pending or self.life is Life.DESTROYED:
            return
        piece = self.pending[0].piece_id
        event = Event.RELEASE if released else Event.SPOIL
        if (event, self.life) not in TABLE:
            with pytest.raises(PsdRefused):
                self._settle(piece, released=released)
            return
        self._settle(piece, released=released)
        del self.pending[0]
        assert (IssueState.RELEASED if released else IssueState.SPOILED) is self.psd.find(piece).state

    @rule(event=st.sampled_from(sorted(ORDERED)), amount=st.none() | AMOUNTS, right=st.booleans(), data=st.data())
    def the_provider_orders(self, event: Event, amount: int | None, right: bool, data: st.DataObject) -> None:
        self._order(event, amount, data.draw(st.sampled_from(OFFICES)), data.draw(st.tuples(DATES, DATES)), right=right)

    @rule(data=st.data())
    def the_provider_orders_what_the_table_allows(self, data: st.DataObject) -> None:
        allowed = sorted(event for event in ORDERED if (event, self.life) in TABLE)
        if allowed:
            self._order(data.draw(st.sampled_from(allowed)), None, OFFICES[0], (None, None), right=True)

    @rule(amount=AMOUNTS)
    def the_provider_resets(self, amount: int) -> None:
        self._order(None, amount, OFFICES[0], (None, None), right=True)

    def _order(
        self,
        event: Event | None,
        amount: int | None,
        office: tuple[str, str, str],
        dates: tuple[int | None, int | None],
        *,
        right: bool,
    ) -> None:
        if (Event.STATE, self.life) not in TABLE:
            with pytest.raises(PsdRefused):
                self.psd.state_reset()
            return
        lock_on, inspect_by = (None if each is None else self.today + dt.timedelta(each) for each in dates)
        read = Registers(self.ascending, self.descending + (0 if right else 1))
        grant = self.bench.grant(
            self.psd,
            *([event] if event else []),
            amount=amount,
            user=User(city=office[0], state=office[1], zip=office[2], use=self.use, licence="L-1"),
            placement=loan("C-1", "NORWALK", "CT", self.today),
            readings=read,
            lock_on=lock_on,
            inspect_by=inspect_by,
        )
        if not self._allowed(event, amount, office, right=right):
            with pytest.raises(PsdRefused):
                self.psd.apply(grant)
            self.dead.append(grant)
            return
        self.applied.append((grant, self.psd.apply(grant)))
        self._follow(event, amount, office, right=right)
        self.lock_on, self.inspect_by = lock_on, inspect_by

    @rule()
    def an_applied_grant_comes_again(self) -> None:
        for grant, receipt in self.applied[-3:]:
            assert receipt == self.psd.apply(grant)

    @rule()
    def a_dead_grant_comes_again(self) -> None:
        if self.life is Life.DESTROYED:
            return
        self.psd.state_reset()
        for grant in self.dead[-2:]:
            with pytest.raises(PsdRefused):
                self.psd.apply(grant)

    @invariant()
    def is_what_the_table_says(self) -> None:
        if not hasattr(self, "psd"):
            return
        bank = self.psd.memory.bank()
        assert (self.life, Registers(self.ascending, self.descending), self.pieces) == (
            *(bank.standing.life, bank.registers, bank.pieces),
        )
        assert [each.piece_id for each in self.pending] == [each.piece_id for each in self.psd.pending()]
        assert self.prints == (not self.psd.status().lockouts)

    def _settle(self, piece: str, *, released: bool) -> None:
        if released:
            self.psd.mark_released({piece: "digest"})
        else:
            self.psd.mark_spoiled([piece], "unreadable")

    def _allowed(self, event: Event | None, amount: int | None, office: tuple[str, str, str], *, right: bool) -> bool:
        """The table, then the conditions of its rows in this model's own words."""
        if event is None:
            return (Event.RESET, self.life) in TABLE and not self._overdue(event)
        if (event, self.life) not in TABLE:
            return False
        life = TABLE[event, self.life]
        placed = self.loan_end is not None
        holds = {
            Event.AUTHORIZE: (self.life is not Life.IN_SERVICE or office == self.office)
            and (self.life is not Life.WITHDRAWN or not self.descending),
            Event.INSTALL: not self.descending,
            Event.DESTROY: not self.descending,
            Event.PLACE: self.use is Use.LOANER and not placed and right,
            Event.RETURN: placed,
            Event.CLEAR: right,
        }
        if not holds.get(event, True):
            return False
        if event is Event.RETURN and not right:
            life = Life.LOCKED
        if amount is None:
            return True
        return (Event.RESET, life) in TABLE and not self._overdue(event)

    def _overdue(self, event: Event | None) -> bool:
        """Fifteen days after a reset was due, three months after the last, or the day after an inspection was."""
        reset_on = self.today if event is Event.INSTALL else self.reset_on
        month = reset_on.month + 3
        first = dt.date(reset_on.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
        length = ((first + dt.timedelta(31)).replace(day=1) - first).days
        due = first.replace(day=min(reset_on.day, length))
        inspect_by = None if event is Event.INSPECT else self.inspect_by
        return self.today > due + dt.timedelta(15) or (inspect_by is not None and self.today > inspect_by)

    def _follow(self, event: Event | None, amount: int | None, office: tuple[str, str, str], *, right: bool) -> None:
        if event is not None:
            self.life = TABLE[event, self.life]
        match event:
            case Event.AUTHORIZE:
                self.office = office
            case Event.INSTALL:
                self.reset_on = self.today
            case Event.PLACE:
                days = [self.today + dt.timedelta(each) for each in range(20)]
                self.loan_end = [day for day in days if is_business_day(day)][4]
            case Event.RETURN:
                self.loan_end = None
                self.life = self.life if right else Life.LOCKED
            case Event.WITHDRAW:
                self.loan_end = None
            case Event.ZERO:
                self.descending = 0
        if amount is not None:
            self.descending += amount
            self.reset_on = self.today


TestDevice = Device.TestCase
TestDevice.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS_EACH,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
