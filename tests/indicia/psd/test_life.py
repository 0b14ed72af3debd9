import itertools
import re
from pathlib import Path

import pytest

from indicia.errors import PsdRefused
from indicia.psd.life import ORDERED, STEPS, Event, Life, after, allows

STANDARDS = Path(__file__).resolve().parents[3].parent / "shared" / "standards"
TABLE = {(step.event, before): step.after or before for step in STEPS for before in step.before}


@pytest.mark.parametrize(("event", "life"), list(itertools.product(Event, Life)))
def test_what_the_table_does_not_state_cannot_happen(event: Event, life: Life) -> None:
    if (event, life) in TABLE:
        assert (True, TABLE[event, life]) == (allows(event, life), after(event, life))
    else:
        assert not allows(event, life)
        with pytest.raises(PsdRefused, match=f"the device is {life}; {event} is for one that is"):
            after(event, life)


def test_no_pair_stands_twice() -> None:
    assert len(TABLE) == sum(len(step.before) for step in STEPS)


def test_every_event_and_every_state_is_in_the_table() -> None:
    assert set(Event) == {step.event for step in STEPS}
    assert set(Life) - {Life.MANUFACTURED} == {life for (_, before), life in TABLE.items() if life is not before}


def test_from_every_state_but_the_last_something_leads_on() -> None:
    reachable = {Life.MANUFACTURED}
    while more := {life for (_, before), life in TABLE.items() if before in reachable} - reachable:
        reachable |= more
    assert set(Life) == reachable
    assert [] == [pair for pair in TABLE if pair[1] is Life.DESTROYED]


def test_only_in_service_moves_money_in_or_out() -> None:
    money = {Event.ISSUE, Event.LOAD, Event.RESET}
    assert {Life.IN_SERVICE} == {before for event, before in TABLE if event in money}


def test_a_faulty_device_is_not_cleared_before_approval() -> None:
    """39 CFR 501.23(h)(6)."""
    assert not allows(Event.ZERO, Life.FAULTY)
    assert Life.WITHDRAWN is after(Event.CLEAR, Life.FAULTY)


def test_the_provider_orders_nothing_that_moves_money_or_settles_pieces() -> None:
    own = {*(Event.MANUFACTURE, Event.INITIALIZE, Event.LOAD, Event.ISSUE, Event.RELEASE, Event.SPOIL)}
    assert own | {Event.REFUSE, Event.STATE, Event.DENY, Event.RESET} == set(Event) - ORDERED


@pytest.mark.skipif(not STANDARDS.exists(), reason="../shared/standards is not there")
@pytest.mark.parametrize("section", sorted({step.section for step in STEPS} - {"-"}))
def test_every_section_stands_in_the_text(section: str) -> None:
    cfr = (STANDARDS / "39cfr501-postage-meters-2005.txt").read_text("utf-8")
    dmm = (STANDARDS / "dmm-604-postage-payment.txt").read_text("utf-8")
    for number in re.findall(r"501\.\d+", section):
        assert re.search(rf"^§\s{re.escape(number)}\s", cfr, re.MULTILINE)
    for number in re.findall(r"604\.(\d+\.\d+(?:\.\d+)?)", section):
        assert re.search(rf"^{re.escape(number)}\s", dmm, re.MULTILINE)
