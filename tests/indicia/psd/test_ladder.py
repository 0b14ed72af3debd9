import datetime as dt
from pathlib import Path

import pytest

from indicia.psd.ladder import Ladder, Matter, Rung, inspection_due, ladders
from indicia.psd.life import Life
from indicia.psd.standing import Standing
from indicia.spec import psd as spec
from indicia.spec.psd import SecurityLevel

STANDARDS = Path(__file__).resolve().parents[3].parent / "shared" / "standards"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "rung", "reset_blocked", "inspection_blocked"),
    [
        ("2005-06-14", Rung.CURRENT, False, False),
        ("2005-06-15", Rung.CURRENT, False, False),
        ("2005-06-16", Rung.NOTICE, False, True),
        ("2005-06-30", Rung.NOTICE, False, True),
        ("2005-07-01", Rung.AGAIN, True, True),
        ("2005-07-15", Rung.AGAIN, True, True),
        ("2005-07-16", Rung.REMOVAL_ORDERED, True, True),
        ("2005-07-30", Rung.REMOVAL_ORDERED, True, True),
        ("2005-07-31", Rung.REMOVAL_DUE, True, True),
    ],
)
def test_the_rungs_are_fifteen_days_apart(text: str, rung: Rung, reset_blocked: bool, inspection_blocked: bool) -> None:
    reset = Ladder(matter=Matter.RESET, due=day("2005-06-15"))
    inspection = Ladder(matter=Matter.INSPECTION, due=day("2005-06-15"))
    assert (rung, rung) == (reset.rung(day(text)), inspection.rung(day(text)))
    assert (reset_blocked, inspection_blocked) == (
        reset.blocks_resetting(day(text)),
        inspection.blocks_resetting(day(text)),
    )


def test_the_dates_of_a_ladder() -> None:
    ladder = Ladder(matter=Matter.RESET, due=day("2005-06-15"))
    assert (day("2005-06-30"), day("2005-07-15"), day("2005-07-30")) == (
        *(ladder.again, ladder.removal_order, ladder.removal),
    )


@pytest.mark.parametrize(
    ("level", "inspected", "reset", "due"),
    [
        (1, "2005-01-31", "2005-06-01", "2005-07-31"),
        (2, "2005-01-15", "2005-12-01", "2006-01-15"),
        (2, "2005-01-15", "2005-02-01", "2005-08-01"),
        (2, "2005-06-15", "2005-02-01", "2005-12-15"),
        (3, "2005-01-15", "2006-12-01", "2007-01-15"),
        (3, "2005-01-15", "2005-02-01", "2005-08-01"),
        (4, "2005-01-15", "2005-02-01", "2007-01-15"),
        (5, "2005-01-15", "2005-02-01", None),
        (1, None, None, None),
        (2, "2005-01-15", None, "2006-01-15"),
    ],
)
def test_inspections_are_due_by_security_level(
    level: int, inspected: str | None, reset: str | None, due: str | None
) -> None:
    """DMM 604.4.3.7."""
    dates = [each and day(each) for each in (inspected, reset)]
    found = inspection_due(SecurityLevel(level), dates[0] or None, dates[1] or None)
    assert (due and day(due)) == found


def test_a_device_owes_a_reset_every_three_months_and_what_was_asked_for() -> None:
    standing = Standing(life=Life.IN_SERVICE, reset_on=day("2005-11-30"), inspected_on=day("2005-11-30"))
    (owed,) = ladders(standing, SecurityLevel.PSD)
    assert (Matter.RESET, day("2006-02-28")) == (owed.matter, owed.due)
    asked = Standing(
        life=Life.IN_SERVICE, reset_on=day("2005-11-30"), inspected_on=day("2005-11-30"), inspect_by=day("2005-12-05")
    )
    assert [day("2006-02-28"), day("2005-12-05")] == [each.due for each in ladders(asked, SecurityLevel.PSD)]
    assert [day("2006-02-28"), day("2005-12-05")] == [each.due for each in ladders(asked, SecurityLevel.MANUAL)]
    assert () == ladders(Standing(life=Life.MANUFACTURED), SecurityLevel.PSD)


@pytest.mark.skipif(not STANDARDS.exists(), reason="../shared/standards is not there")
@pytest.mark.parametrize(
    ("file", "quoted"),
    [
        ("dmm-604-postage-payment.txt", "must be reset at least once every 3 months. A zero value reset will meet"),
        ("dmm-604-postage-payment.txt", "Annually or every 6 months when there is no setting activity in 6 months"),
        (
            "dmm-604-postage-payment.txt",
            "Every 2 years or every 6 months when there is no setting activity",
        ),
        ("39cfr501-postage-meters-2005.txt", "must be approached again within 15 days"),
        ("39cfr501-postage-meters-2005.txt", "If a response is not received within another 15 days"),
        ("39cfr501-postage-meters-2005.txt", "to be checked out of service within 15 days"),
        ("39cfr501-postage-meters-2005.txt", "a maximum of five consecutive business days"),
        ("39cfr501-postage-meters-2005.txt", "4 million cycles"),
        ("39cfr501-postage-meters-2005.txt", "2 million cycles"),
        ("39cfr501-postage-meters-2005.txt", "one-half million operations"),
    ],
)
def test_the_numbers_stand_in_the_text(file: str, quoted: str) -> None:
    assert quoted in " ".join((STANDARDS / file).read_text("utf-8").split())


def test_the_numbers_are_those_of_the_text() -> None:
    assert (3, 15, 15, 15, 5) == (
        *(spec.RESET_MONTHS, spec.AGAIN_DAYS, spec.REMOVAL_ORDER_DAYS, spec.REMOVAL_DAYS, spec.LOANER_BUSINESS_DAYS),
    )
    assert (4_000_000, 2_000_000, 500_000) == (
        *(spec.FAST_ENDURANCE_CYCLES, spec.SLOW_ENDURANCE_CYCLES, spec.ENDURANCE_SELECTIONS),
    )
