import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.payload.dates import UNDATED, FieldDate, decode_date
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.rulebook.period import Entry, Period, PeriodStatus, mailing_period, period_evidence
from indicia.spec.kinds import DateForm

WEDNESDAY = dt.date(2005, 6, 15)
MONDAY = dt.date(2005, 6, 20)


def complete(day: dt.date) -> FieldDate:
    return FieldDate(DateForm.COMPLETE, day, day)


def month(number: int) -> FieldDate:
    date = decode_date(number * 100)
    assert date is not None
    return date


def test_a_complete_date_allows_its_day_alone() -> None:
    expected = Period(PeriodStatus.IN_PERIOD, WEDNESDAY, WEDNESDAY)
    assert expected == mailing_period(complete(WEDNESDAY), Entry(WEDNESDAY))


@pytest.mark.parametrize(
    ("on", "status", "days"),
    [
        (dt.date(2005, 6, 14), PeriodStatus.EARLY, 1),
        (dt.date(2005, 6, 16), PeriodStatus.LATE, 1),
        (dt.date(2005, 6, 18), PeriodStatus.LATE, 3),
    ],
)
def test_another_day_is_early_or_late_by_its_distance(on: dt.date, status: PeriodStatus, days: int) -> None:
    expected = Period(status, WEDNESDAY, WEDNESDAY, days)
    assert expected == mailing_period(complete(WEDNESDAY), Entry(on))


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (dt.date(2005, 6, 17), PeriodStatus.EARLY),
        (dt.date(2005, 6, 18), PeriodStatus.IN_PERIOD),  # Saturday: the collection before Monday's
        (dt.date(2005, 6, 19), PeriodStatus.IN_PERIOD),  # Sunday, after Saturday's last collection
        (dt.date(2005, 6, 20), PeriodStatus.IN_PERIOD),
        (dt.date(2005, 6, 21), PeriodStatus.LATE),
    ],
)
def test_after_the_last_collection_the_next_collections_date_is_lawful(on: dt.date, status: PeriodStatus) -> None:
    assert status is mailing_period(complete(MONDAY), Entry(on, after_last_collection=True)).status


def test_a_day_without_collection_is_nobodys_next_collection() -> None:
    sunday = dt.date(2005, 6, 19)
    entry = Entry(dt.date(2005, 6, 18), after_last_collection=True)
    assert PeriodStatus.EARLY is mailing_period(complete(sunday), entry).status


def test_presort_may_bear_the_previous_days_date() -> None:
    entry = Entry(dt.date(2005, 6, 16), presort=True)
    assert Period(PeriodStatus.IN_PERIOD, WEDNESDAY, entry.on) == mailing_period(complete(WEDNESDAY), entry)


def test_mail_is_not_taken_for_presort_unless_told() -> None:
    assert PeriodStatus.LATE is mailing_period(complete(WEDNESDAY), Entry(dt.date(2005, 6, 16))).status


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (dt.date(2005, 5, 31), PeriodStatus.EARLY),
        (dt.date(2005, 6, 1), PeriodStatus.IN_PERIOD),
        (dt.date(2005, 7, 3), PeriodStatus.IN_PERIOD),
        (dt.date(2005, 7, 4), PeriodStatus.LATE),
    ],
)
def test_month_and_year_last_through_the_third_of_the_next(on: dt.date, status: PeriodStatus) -> None:
    assert status is mailing_period(month(200506), Entry(on)).status


def test_december_lasts_into_january() -> None:
    assert dt.date(2006, 1, 3) == mailing_period(month(200512), Entry(WEDNESDAY)).last


def test_the_last_month_of_the_calendar_ends_with_it() -> None:
    assert dt.date.max == mailing_period(month(999912), Entry(WEDNESDAY)).last


def test_an_undated_piece_goes_on_any_day() -> None:
    period = mailing_period(UNDATED, Entry(WEDNESDAY))
    assert Period(PeriodStatus.UNDATED, None, None) == period
    assert {Quantity.ANY_DAY: Measurement(True)} == period_evidence(period)


def test_prepaid_reply_mail_goes_on_any_day() -> None:
    entry = Entry(dt.date(2009, 1, 1), any_day=True)
    expected = Period(PeriodStatus.IN_PERIOD, None, None)
    assert expected == mailing_period(complete(WEDNESDAY), entry)


def test_the_evidence_says_by_how_much_and_what_would_be_lawful() -> None:
    late = mailing_period(complete(WEDNESDAY), Entry(dt.date(2005, 6, 18)))
    expected = Measurement(3, note="late: lawful on 2005-06-15")
    assert {Quantity.PERIOD: expected} == period_evidence(late)


class TestLaws:
    """604.4.8.13: the period is one span of days; inside is lawful, outside is early or late."""

    @given(
        st.dates().map(complete) | st.dates().map(lambda day: month(day.year * 100 + day.month)) | st.just(UNDATED),
        st.dates(),
        st.booleans(),
        st.booleans(),
    )
    def test_status_and_distance_agree_with_the_span(
        self, date: FieldDate, on: dt.date, after: bool, presort: bool
    ) -> None:
        period = mailing_period(date, Entry(on, after_last_collection=after, presort=presort))
        if period.first is None or period.last is None:
            assert period.status is PeriodStatus.UNDATED
            return
        assert period.first <= period.last
        assert (period.status is PeriodStatus.IN_PERIOD) == (period.first <= on <= period.last)
        assert (period.days_outside == 0) == (period.status is PeriodStatus.IN_PERIOD)
