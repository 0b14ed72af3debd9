"""Precancel postmarks on every named size; each refusal under its rule; evidence against the marks."""

import datetime as dt
import itertools
from typing import Any

import pytest

from fixtures.unpaid import SIZES, check, lines, order_of, parts, refused, witnessed
from indicia.errors import PreflightRefused
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.evidence import evidence_of
from indicia.layout.layout import Layout
from indicia.layout.marks import Rule, Text
from indicia.layout.misfit import LayoutRefused
from indicia.layout.precancel import stamp_box
from indicia.preflight import Checked
from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import Outcome
from indicia.spec import precancel
from indicia.spec.kinds import Role

STAMPS = [{"width": 0.87, "height": 0.98}, {"width": 1.56, "height": 0.98}, {"width": 0.7, "height": 0.5}]
MONTH = {"form": "month-year", "date": "2005-06-15"}


def postmark(face: Face, *, on: dt.date | None = None, dpi: int = 300, **changes: Any) -> Checked:
    return check(face, order_of("precancel-postmark", **changes), dpi=dpi, on=on)


def rules_of(layout: Layout) -> list[Box]:
    return [line.box for line in layout.indicium.lines if isinstance(line, Rule)]


@pytest.mark.parametrize("stamp", STAMPS)
@pytest.mark.parametrize("origin", ["zip", "city-state-zip"])
@pytest.mark.parametrize("size", SIZES)
def test_the_postmark_fits_every_size_and_stamp(face: Face, size: str, origin: str, stamp: dict[str, float]) -> None:
    checked = postmark(face, mailpiece={"size": size}, indicium={"origin": origin}, stamp=stamp)
    assert [] == [finding.row.id for finding in checked.findings if finding.outcome is not Outcome.PASS]
    for one, other in itertools.combinations(parts(checked.layout), 2):
        assert 0 == one.intrusion(other), (one, other)


@pytest.mark.parametrize("dpi", [72, 203, 300, 600])
@pytest.mark.parametrize("stamp", STAMPS)
def test_lines_cross_the_whole_stamp_and_leave_no_wide_band(face: Face, stamp: dict[str, float], dpi: int) -> None:
    layout = postmark(face, stamp=stamp, dpi=dpi).layout
    box, rules = stamp_box(layout.job), rules_of(layout)
    assert len(rules) >= precancel.LINES_MIN
    assert all(rule.left < box.left < box.right < rule.right for rule in rules)
    edges = [box.top, *itertools.chain.from_iterable((rule.top, rule.bottom) for rule in rules), box.bottom]
    assert max(below - above for above, below in zip(edges[::2], edges[1::2], strict=True)) <= precancel.BAND_MAX
    for rule in rules:
        assert rule.height * dpi == pytest.approx(round(rule.height * dpi), abs=1e-6)


def test_the_stamp_stands_a_quarter_inch_from_both_edges(face: Face) -> None:
    job = postmark(face).layout.job
    assert (9.25, 0.25) == pytest.approx((stamp_box(job).right, stamp_box(job).top))


def test_all_words_stand_left_of_the_lines(face: Face) -> None:
    layout = postmark(face).layout
    left = min(rule.left for rule in rules_of(layout))
    assert all(text.ink_box.right < left for text in layout.indicium.lettering)


def test_the_stamp_itself_is_not_printed(face: Face) -> None:
    page = postmark(face).layout.page(None)
    assert {Rule, Text} == {type(mark) for mark in page.marks}


@pytest.mark.parametrize("stamp", STAMPS)
def test_the_overprint_stands_on_the_stamp_between_two_lines(face: Face, stamp: dict[str, float]) -> None:
    layout = postmark(face, stamp={**stamp, "value": "1.29"}, indicium={"initials": "A. B. CO."}).layout
    (overprint,) = (text for text in layout.indicium.lettering if text.role is Role.OVERPRINT)
    assert "A. B. CO. 6-05" == overprint.string
    assert stamp_box(layout.job).contains(overprint.ink_box)
    assert all(0 == rule.intrusion(overprint.ink_box) for rule in rules_of(layout))


def test_stamps_above_a_dollar_need_initials(face: Face) -> None:
    assert {"604.3.6-overprint"} == refused(postmark(face, stamp={"value": "1.001"}))
    assert set() == refused(postmark(face, stamp={"value": "1.00"}))
    assert set() == refused(postmark(face, stamp={"value": "1.001"}, indicium={"initials": "ROE"}))


@pytest.mark.parametrize(
    ("on", "rules"),
    [
        (dt.date(2005, 5, 31), {"604.3.6-overprint"}),
        (dt.date(2005, 6, 1), set()),
        (dt.date(2005, 7, 10), set()),
        (dt.date(2005, 7, 11), {"604.3.6-overprint"}),
    ],
)
def test_an_overprint_is_good_through_the_tenth_of_the_next_month(face: Face, on: dt.date, rules: set[str]) -> None:
    assert rules == refused(postmark(face, on=on, stamp={"value": "2.00"}, indicium={"initials": "ROE"}))


def test_the_mailing_period_of_meters_does_not_bind_a_postmark(face: Face) -> None:
    assert set() == refused(postmark(face, on=dt.date(2006, 1, 1)))


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"indicium": {"presort": None}}, "604.3.1.2-class"),
        ({"indicium": {"mail_class": "priority"}}, "604.3.1.2-class"),
        ({"indicium": {"mail_class": "media"}}, "604.3.1.2-class"),
        ({"mailpiece": {"size": None, "width": 12.0, "height": 9.0, "thickness": 3.0}}, "604.3.1.3-container"),
        ({"from_": None}, "604.3.1.8-return"),
        ({"from_": ["ROE SUPPLY CO", "1 ELM ST"]}, "604.3.1.8-return"),
        ({"indicium": {"mailing_date": MONTH}}, "604.3.4.6-a"),
        ({"indicium": {"mailing_date": {"form": "none"}}}, "604.3.4.6-a"),
        ({"indicium": {"origin": "city-state"}}, "604.3.4.6-c"),
    ],
)
def test_what_the_manual_forbids_is_refused_by_its_row(face: Face, changes: dict[str, Any], rule: str) -> None:
    checked = postmark(face, **changes)
    assert {rule} == refused(checked)
    with pytest.raises(PreflightRefused, match=rule):
        checked.require_lawful()


@pytest.mark.parametrize("mail_class", ["standard", "nonprofit"])
@pytest.mark.parametrize("presort", [None, "presorted", "automation", "carrier-route"])
def test_standard_mail_goes_at_all_its_rates_with_month_and_year(
    face: Face, mail_class: str, presort: str | None
) -> None:
    changed = {"mail_class": mail_class, "presort": presort, "mailing_date": MONTH}
    assert set() == refused(postmark(face, indicium=changed))


def test_a_return_address_elsewhere_is_lawful_beside_the_endorsed_office(face: Face) -> None:
    checked = postmark(face, from_=["ROE SUPPLY CO", "1 MAIN ST", "RENO NV 89501"])
    assert set() == refused(checked)
    (finding,) = (finding for finding in checked.findings if finding.row.id == "604.3.1.8-return")
    assert "office" in finding.row.title


def test_a_stamp_larger_than_the_piece_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.3\.4\.6-b-lines: the stamp needs 9"):
        postmark(face, stamp={"width": 9.5, "height": 1.0})


def test_no_room_for_the_words_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.3\.4\.6-b-words"):
        postmark(face, mailpiece={"size": "card"}, stamp={"width": 3.0, "height": 0.98})


def test_an_overprint_too_long_for_the_stamp_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.3\.6-overprint: the overprint needs [\d.]+ in"):
        postmark(face, stamp={"value": "2.00"}, indicium={"initials": "ROE SUPPLY AND PRINTING COMPANY OF NEW ENGLAND"})


def test_evidence_is_what_the_marks_show(face: Face) -> None:
    checked = postmark(face)
    layout, shown = checked.layout, witnessed(checked)
    said = evidence_of(layout)
    assert len(rules_of(layout)) == said[Quantity.POSTMARK_LINES].value
    band = said[Quantity.POSTMARK_BAND].value
    assert isinstance(band, float)
    assert 0 < band <= precancel.BAND_MAX
    assert 0 == shown[Quantity.PERMIT_NUMBER_LINES]
    assert "black" == shown[Quantity.POSTMARK_INK]
    assert ["MAILER'S POSTMARK", "PERMIT NO. 77"] == lines(layout.indicium.lettering, Role.POSTMARK, Role.PERMIT_NUMBER)
    assert union(text.ink_box for text in layout.indicium.lettering).right < stamp_box(layout.job).left
