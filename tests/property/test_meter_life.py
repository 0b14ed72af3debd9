"""The life of a meter against the table: whatever is told, in whatever order."""

import datetime as dt

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from fixtures.office import OUT, START, Office
from indicia.spec.happenings import Event
from indicia.spec.meters import LocationStep
from provider.deadlines import Standing, instances
from provider.errors import ProviderRefused
from provider.inventory import News, State
from provider.inventory.conditions import done_steps
from provider.inventory.states import STEPS

EVENTS = sorted({step.event for step in STEPS} - {Event.PRODUCED, Event.RECORDS_DESTROYED})
UNLEASED = {State.PRODUCED, State.STORED, State.DEMONSTRATION, State.WITHDRAWN, State.SCRAPPED}
FULL = {
    **OUT,
    "signed_by": "L",
    "report": "r",
    "logs": "l",
    "tag": "F",
    "police": "1",
    "cpip": "2",
    "result": "pass",
    "place": "branch",
    "representative": "R",
    "by": "registered-mail",
    "acknowledgement": "A",
    "residue_paid": "500",
}
"""Told with everything: what still is refused, is refused for what happened, not for what was left out."""


class MeterLife(RuleBasedStateMachine):
    """501.22(a): "records ... to enable accurate accounting thereof throughout the entire meter life cycle"."""

    @initialize()
    def begin(self) -> None:
        self.office = Office(url="sqlite:///:memory:")
        self.licence = self.office.licence()
        self.device = self.office.meter().device
        self.days = 0

    @rule(data=st.data(), days=st.integers(0, 20), step=st.sampled_from(list(LocationStep)))
    def tell_what_its_state_allows(self, data: st.DataObject, days: int, step: LocationStep) -> None:
        state = self.office.register.find(self.device).state
        allowed = [event for event in EVENTS if any(s.event is event and state in s.before for s in STEPS)]
        self.told(data.draw(st.sampled_from(allowed or EVENTS)), days, step)

    @rule(event=st.sampled_from(EVENTS), days=st.integers(0, 20), step=st.sampled_from(list(LocationStep)))
    def tell_anything(self, event: Event, days: int, step: LocationStep) -> None:
        self.told(event, days, step)

    @rule(days=st.integers(0, 5))
    def search_everywhere(self, days: int) -> None:
        for step in LocationStep:
            self.told(Event.STEP_DONE, days, step)

    def told(self, event: Event, days: int, step: LocationStep) -> None:
        self.days += days
        before = self.office.register.find(self.device)
        told = len(self.office.register.story(self.device))
        detail = FULL | {"licence": self.licence.application, "step": step.value}
        try:
            at = START + dt.timedelta(days=self.days)
            after = self.office.register.tell(self.device, News(event, at, detail, at.date() + dt.timedelta(days=9)))
        except ProviderRefused:
            assert before == self.office.register.find(self.device)
            assert told == len(self.office.register.story(self.device))
            return
        rows = [row for row in STEPS if row.event is event and before.state in row.before]
        assert after.state in {row.after or before.state for row in rows}
        assert told + 1 == len(self.office.register.story(self.device))

    @invariant()
    def what_is_gated_did_not_happen_by_itself(self) -> None:
        if not hasattr(self, "office"):
            return
        story = self.office.register.story(self.device)
        events = [happening.event for happening in story]
        if Event.LOSS_DETERMINED in events:
            lost = events.index(Event.LOSS_DETERMINED)
            assert Event.POLICE_REPORTED in events[:lost] or len(done_steps(story[:lost])) == len(LocationStep)
        if Event.REGISTERS_CLEARED in events:
            assert Event.ADJUSTMENT_APPROVED in events[: events.index(Event.REGISTERS_CLEARED)]
        if Event.SCRAPPED in events:
            assert Event.DESTRUCTION_APPROVED in events[: events.index(Event.SCRAPPED)]
        meter = self.office.register.find(self.device)
        assert (meter.state is State.SCRAPPED) == (Event.SCRAPPED in events)
        assert bool(meter.licence) == (
            meter.state not in {State.PRODUCED, State.STORED, State.DEMONSTRATION, State.WITHDRAWN, State.SCRAPPED}
        )

    @invariant()
    def every_deadline_stands_somehow_and_none_of_a_gone_meter_is_overdue_for_use(self) -> None:
        if not hasattr(self, "office"):
            return
        on = (START + dt.timedelta(days=self.days)).date()
        found = list(instances(self.office.register.story(self.device), on))
        assert all(one.due >= one.began.date() for one in found)
        if self.office.register.find(self.device).state is State.WITHDRAWN:
            overdue = {one.row.id for one in found if one.standing(on) is Standing.OVERDUE}
            assert not {row_id for row_id in overdue if row_id.startswith("604.4.3.7") or row_id == "604.4.3.5-reset"}

    def teardown(self) -> None:
        if hasattr(self, "office"):
            self.office.store.close()


TestMeterLife = MeterLife.TestCase
TestMeterLife.settings = settings(max_examples=12, stateful_step_count=30, deadline=None)
