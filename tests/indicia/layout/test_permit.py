"""Permit imprints on every named size and class; each refusal under its rule; evidence against the marks."""

import itertools
from typing import Any

import pytest

from fixtures.unpaid import LETTERS, SIZES, check, lines, order_of, parts, refused, witnessed
from indicia.errors import PreflightRefused
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame
from indicia.layout.misfit import LayoutRefused
from indicia.preflight import Checked
from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import Outcome
from indicia.spec import permit
from indicia.spec.kinds import MailClass, Presort, Role

CLASSES = sorted(set(MailClass) - {MailClass.EXPRESS})
COMPANY = {"company": "ROE SUPPLY CO", "permit_number": None, "post_office": None}
EXPEDITED = {"mail_class": "standard", "presort": "presorted", "expedited": True}


def imprint(face: Face, *, dpi: int = 300, **changes: Any) -> Checked:
    return check(face, order_of("permit-imprint", **changes), dpi=dpi)


def frame_of(layout: Layout) -> Frame:
    (frame,) = layout.indicium.lines
    assert isinstance(frame, Frame)
    return frame


@pytest.mark.parametrize("boxed", [True, False])
@pytest.mark.parametrize("mail_class", CLASSES)
@pytest.mark.parametrize("size", SIZES)
def test_every_class_fits_on_every_size(face: Face, size: str, mail_class: str, boxed: bool) -> None:
    checked = imprint(face, mailpiece={"size": size}, indicium={"mail_class": mail_class, "boxed": boxed})
    assert [] == [finding.row.id for finding in checked.findings if finding.outcome is not Outcome.PASS]
    assert int(boxed) == len(checked.layout.indicium.lines)


@pytest.mark.parametrize(("size", "presort"), list(itertools.product(["card", "#6-3/4", "#10"], Presort)))
def test_every_presort_level_fits_with_mailed_from(face: Face, size: str, presort: str) -> None:
    checked = imprint(face, mailpiece={"size": size}, indicium={"presort": presort, "origin": "zip"})
    assert set() == refused(checked)
    assert min(text.size_pt for text in checked.layout.indicium.lettering) >= permit.MIN_PT


@pytest.mark.parametrize("size", [name for name in SIZES if name not in {"card", "#6-3/4"}])
def test_the_type_is_eight_points_where_there_is_room(face: Face, size: str) -> None:
    lettering = imprint(face, mailpiece={"size": size}).layout.indicium.lettering
    assert {8.0} == {text.size_pt for text in lettering}


@pytest.mark.parametrize("dpi", [72, 203, 300, 600, 1200])
@pytest.mark.parametrize("size", LETTERS)
def test_imprint_stays_out_of_the_reserved_zones_and_on_the_grid(face: Face, size: str, dpi: int) -> None:
    layout = imprint(face, mailpiece={"size": size}, dpi=dpi).layout
    zones = layout.job.zones
    assert zones is not None
    box = frame_of(layout).box
    assert all(box.intrusion(zone) == 0 for zone in (zones.fim, zones.ocr, zones.barcode))
    assert layout.job.width - box.right >= 1 / 4 - 1e-9
    assert box.top >= 1 / 4 - 1e-9
    for side in (box.left, box.top, box.right, box.bottom, frame_of(layout).line):
        assert side * dpi == pytest.approx(round(side * dpi), abs=1e-6)


@pytest.mark.parametrize("size", SIZES)
def test_nothing_overlaps_and_the_words_stay_inside_the_box(face: Face, size: str) -> None:
    layout = imprint(face, mailpiece={"size": size}).layout
    frame = frame_of(layout)
    inner = frame.box.grown(-frame.line)
    assert all(inner.contains(text.ink_box) for text in layout.indicium.lettering)
    for one, other in itertools.combinations(parts(layout), 2):
        assert 0 == one.intrusion(other), (one, other)
    assert all(0 == frame.box.intrusion(text.ink_box) for text in layout.surroundings.addresses)


def test_the_words_stand_in_the_middle_of_the_box(face: Face) -> None:
    layout = imprint(face).layout
    middle = frame_of(layout).box.center[0]
    for baseline in {text.baseline for text in layout.indicium.lettering}:
        line = union(text.ink_box for text in layout.indicium.lettering if text.baseline == baseline)
        assert middle == pytest.approx(line.center[0], abs=1e-6)


def test_a_long_company_name_is_broken_evenly(face: Face) -> None:
    name = "ROE SUPPLY AND PRINTING COMPANY OF NEW ENGLAND"
    layout = imprint(face, indicium={**COMPANY, "company": name}).layout
    shown = lines(layout.indicium.lettering, Role.COMPANY)
    assert name == " ".join(shown)
    assert max(map(len, shown)) < 2 * min(map(len, shown))


@pytest.mark.parametrize("size", SIZES)
def test_optional_format_keeps_its_area_within_the_corner(face: Face, size: str) -> None:
    checked = imprint(face, mailpiece={"size": size}, indicium={"boxed": False})
    layout, shown = checked.layout, witnessed(checked)
    words = union(text.ink_box for text in layout.indicium.lettering)
    assert layout.job.width - words.left <= permit.CORNER_MAX
    area = Box(
        layout.job.width - permit.CORNER_MAX,
        words.top,
        words.right,
        max(words.bottom, words.top + permit.CLEAR_AREA_MIN),
    )
    assert all(0 == area.intrusion(text.ink_box) for text in layout.surroundings.addresses)
    assert 0 == shown[Quantity.PERMIT_OTHER]
    assert 0 == shown[Quantity.PERMIT_ABOVE_RIGHT]


def test_expedited_standard_mail_leads_with_its_words_in_three_eighths_of_white(face: Face) -> None:
    checked = imprint(face, indicium=EXPEDITED)
    layout = checked.layout
    sizes = {text.string: text.size_pt for text in layout.indicium.lettering}
    assert max(size for words, size in sizes.items() if words != "PRSRT STD") < sizes["PRSRT STD"]
    box = frame_of(layout).box
    assert permit.EXPEDITED_CLEAR <= min(box.top, layout.job.width - box.right)
    assert witnessed(checked)[Quantity.PERMIT_CLEAR] == pytest.approx(min(box.top, layout.job.width - box.right))
    assert {"604.6.3.5-clear", "604.6.3.5-prominence"} <= {finding.row.id for finding in checked.findings}


def test_a_company_called_after_speed_is_a_reference_to_it(face: Face) -> None:
    changed = {**COMPANY, "company": "OVERNIGHT PRINTS", "mail_class": "standard", "presort": "presorted"}
    assert "604.6.3.5-clear" in {finding.row.id for finding in imprint(face, indicium=changed).findings}


@pytest.mark.parametrize("changes", [{"mailpiece": {"size": "card"}}, {"media": {"kind": "label", "stock": "4x6"}}])
def test_postcards_and_address_labels_need_no_such_white(face: Face, changes: dict[str, Any]) -> None:
    checked = imprint(face, indicium=EXPEDITED, **changes)
    assert set() == refused(checked)
    assert "604.6.3.5-clear" not in {finding.row.id for finding in checked.findings}


@pytest.mark.parametrize("boxed", [True, False])
def test_a_label_carries_the_imprint_in_its_corner(face: Face, boxed: bool) -> None:
    checked = imprint(face, media={"kind": "label", "stock": "4x6"}, indicium={"boxed": boxed})
    assert set() == refused(checked)
    x, y = checked.layout.indicium.ink.center
    assert (True, True) == (x > 2.0, y < 3.0)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"indicium": {"mail_class": "express"}}, "604.6.1.1-class"),
        ({"indicium": {"purpose": "reply"}}, "604.6.1.1-reply"),
        ({"indicium": COMPANY, "from_": None}, "604.6.3.9-return"),
        ({"indicium": COMPANY, "from_": ["ROE SUPPLY CO", "STAMFORD"]}, "604.6.3.9-return"),
        (
            {"indicium": {"mail_class": "standard", "mailing_date": {"form": "complete", "date": "2005-06-15"}}},
            "604.6.3.7-no-date",
        ),
        (
            {"indicium": {"mail_class": "media", "mailing_date": {"form": "month-year", "date": "2005-06-15"}}},
            "604.6.3.7-no-date",
        ),
    ],
)
def test_what_the_manual_forbids_is_refused_by_its_row(face: Face, changes: dict[str, Any], rule: str) -> None:
    checked = imprint(face, **changes)
    assert {rule} == refused(checked)
    with pytest.raises(PreflightRefused, match=rule):
        checked.require_lawful()


def test_first_class_mail_may_show_its_date(face: Face) -> None:
    checked = imprint(face, indicium={"mailing_date": {"form": "complete", "date": "2005-06-15"}})
    assert set() == refused(checked)
    assert ["JUN 15 2005"] == lines(checked.layout.indicium.lettering, Role.DATE)


def test_a_word_wider_than_the_corner_is_refused_with_its_width(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.6\.3\.4-reserved: a word of the permit imprint needs [\d.]+ in"):
        imprint(face, indicium={**COMPANY, "company": "W" * 60})


def test_a_return_address_that_meets_the_imprint_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match="the return address"):
        imprint(face, mailpiece={"size": "card"}, from_=["W" * 60, "1 ELM ST", "STAMFORD CT 06926"])


@pytest.mark.parametrize(
    "changes",
    [{}, {"indicium": {"boxed": False}}, {"indicium": {"mail_class": "standard"}}, {"mailpiece": {"size": "card"}}],
)
def test_evidence_is_what_the_marks_show(face: Face, changes: dict[str, Any]) -> None:
    checked = imprint(face, **changes)
    layout, shown = checked.layout, witnessed(checked)
    assert 0.0 == shown[Quantity.ADDRESS_ANGLE]
    assert 0.0 == shown[Quantity.RESERVED_INTRUSION]
    assert permit.PLACES[0] == shown[Quantity.PERMIT_PLACE]
    if layout.indicium.lines:
        assert True is shown[Quantity.PERMIT_BOX]
    else:
        assert min(text.size_pt for text in layout.indicium.lettering) == shown[Quantity.PERMIT_PT]
