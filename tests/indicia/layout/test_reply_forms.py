"""Courtesy and business reply formats on every card and letter: each FIM in use, boxes, legend, bars."""

import itertools
from typing import Any

import pytest

from fixtures.unpaid import LETTERS, check, lines, order_of, parts, refused, witnessed
from indicia.faces import Face
from indicia.geometry import union
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Rule
from indicia.layout.misfit import LayoutRefused
from indicia.preflight import Checked
from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import Outcome
from indicia.spec import fim, reply
from indicia.spec.kinds import FimKind, Role
from indicia.units import inches

FORMS = ["courtesy-reply", "business-reply"]


def form(face: Face, name: str, *, dpi: int = 300, **changes: Any) -> Checked:
    return check(face, order_of(name, **changes), dpi=dpi)


def frames_of(layout: Layout) -> list[Frame]:
    return [line for line in layout.indicium.lines if isinstance(line, Frame)]


def bars_of(layout: Layout) -> list[Rule]:
    return [line for line in layout.indicium.lines if isinstance(line, Rule)]


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("barcode", ["postnet", "imb"])
@pytest.mark.parametrize(("name", "size"), list(itertools.product(FORMS, LETTERS)))
def test_every_form_fits_every_card_and_letter(face: Face, name: str, size: str, barcode: str, dpi: int) -> None:
    checked = form(face, name, mailpiece={"size": size}, barcode=barcode, dpi=dpi)
    assert [] == [finding.row.id for finding in checked.findings if finding.outcome is not Outcome.PASS]
    for one, other in itertools.combinations(parts(checked.layout), 2):
        assert 0 == one.intrusion(other), (one, other)


@pytest.mark.parametrize(
    ("name", "barcode", "kind"),
    [
        ("courtesy-reply", "postnet", FimKind.A),
        ("business-reply", None, FimKind.B),
        ("business-reply", "postnet", FimKind.C),
    ],
)
def test_each_fim_says_what_it_faces(face: Face, name: str, barcode: str | None, kind: FimKind) -> None:
    checked = form(face, name, barcode=barcode)
    mark = checked.layout.indicium.fim
    assert mark is not None
    assert kind is mark.fim
    assert fim.PATTERNS[kind].count("1") == len(mark.bars)
    assert kind.value == witnessed(checked)[Quantity.FIM_KIND]


@pytest.mark.parametrize(("name", "size"), list(itertools.product(FORMS, LETTERS)))
def test_nothing_but_the_fim_stands_in_its_clear_zone(face: Face, name: str, size: str) -> None:
    layout = form(face, name, mailpiece={"size": size}).layout
    zones = layout.job.zones
    assert zones is not None
    matter = [text.ink_box for text in (*layout.indicium.lettering, *layout.surroundings.addresses)]
    matter += [line.box for line in layout.indicium.lines]
    assert all(0 == box.intrusion(zones.fim) for box in matter)


@pytest.mark.parametrize("name", FORMS)
def test_the_postage_box_reaches_no_farther_than_allowed(face: Face, name: str) -> None:
    checked = form(face, name)
    layout = checked.layout
    words = union(text.ink_box for text in layout.indicium.lettering if text.role is Role.POSTAGE_BOX)
    (box,) = (frame.box for frame in frames_of(layout) if frame.box.contains(words))
    reach = layout.job.width - box.left
    assert reach <= reply.POSTAGE_BOX_REACH
    assert witnessed(checked)[Quantity.POSTAGE_BOX_REACH] == pytest.approx(reach)


@pytest.mark.parametrize("size", LETTERS)
def test_the_legend_stands_in_its_box_above_the_address(face: Face, size: str) -> None:
    checked = form(face, "business-reply", mailpiece={"size": size})
    layout = checked.layout
    (legend,) = (text for text in layout.indicium.lettering if text.role is Role.LEGEND)
    (box,) = (frame.box for frame in frames_of(layout) if frame.box.contains(legend.ink_box))
    bounds = face.bounds("I", bold=True)
    assert bounds is not None
    assert reply.LEGEND_MIN_HEIGHT <= (bounds[3] - bounds[1]) * inches(legend.size_pt)
    permit = [text for text in layout.indicium.lettering if text.role is Role.PERMIT_NUMBER]
    assert all(box.contains(text.ink_box) for text in permit)
    (paid,) = (text for text in layout.indicium.lettering if text.role is Role.OTHER)
    top = min(text.ink_box.top for text in layout.surroundings.addresses)
    assert box.bottom < paid.ink_box.top < paid.ink_box.bottom < top


@pytest.mark.parametrize("size", LETTERS)
def test_the_bars_are_alike_and_end_at_the_delivery_address_line(face: Face, size: str) -> None:
    checked = form(face, "business-reply", mailpiece={"size": size})
    layout = checked.layout
    bars = [bar.box for bar in bars_of(layout)]
    assert all(bars[0].width == pytest.approx(bar.width) for bar in bars)
    assert all(bar.width >= reply.BAR_MIN_LENGTH for bar in bars)
    assert all(reply.BAR_MIN_THICKNESS <= bar.height <= reply.BAR_MAX_THICKNESS for bar in bars)
    box = frames_of(layout)[0].box
    assert all(box.bottom < bar.top for bar in bars)
    address = [text.ink_box for text in layout.surroundings.addresses]
    assert max(bar.bottom for bar in bars) <= address[-2].bottom
    assert 0.0 == pytest.approx(witnessed(checked).get(Quantity.REPLY_BAR_UNEVEN, 0.0))


def test_a_return_address_stands_left_of_the_fim_clear_zone(face: Face) -> None:
    sender = ["MS JANE ROE", "120 MARKET ST", "SAN FRANCISCO CA 94103"]
    checked = form(face, "business-reply", from_=sender)
    assert set() == refused(checked)
    assert sender == lines(checked.layout.surroundings.addresses, Role.RETURN_ADDRESS)


@pytest.mark.parametrize("name", FORMS)
def test_a_return_address_that_reaches_the_fim_is_refused(face: Face, name: str) -> None:
    with pytest.raises(LayoutRefused, match=r"708\.9\.0-reply-clear: the return address needs"):
        form(face, name, mailpiece={"size": "card"}, from_=["W" * 60])


def test_a_permit_line_too_long_for_a_card_is_refused(face: Face) -> None:
    office = {"city": "W" * 60, "state": "CT", "zip": "06926"}
    with pytest.raises(LayoutRefused, match=r"507-legend"):
        form(face, "business-reply", mailpiece={"size": "card"}, indicium={"post_office": office})


@pytest.mark.parametrize("size", LETTERS)
def test_an_address_of_eight_lines_fits_in_smaller_type(face: Face, size: str) -> None:
    address = [f"{n} ROE" for n in range(8)]
    layout = form(face, "business-reply", mailpiece={"size": size}, barcode=None, to=address).layout
    assert address == lines(layout.surroundings.addresses, Role.DELIVERY_ADDRESS)
