"""Lettering that stands askew on its page is turned, read, and judged by its angle."""

import datetime as dt

import numpy as np
import pytest

from fixtures.mutations.bench import Bench, Specimen
from fixtures.mutations.pieces import Press
from indicia.faces import Face
from indicia.spec.kinds import Role, Technology
from verify.answer import Answer
from verify.pipeline import Verifier


@pytest.fixture(scope="module")
def press(face: Face, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(Bench(face, dpi=300), tmp_path_factory.mktemp("provider"))


def answer(press: Press, turned_deg: float) -> Answer:
    layout = press.bench.base("permit-imprint")
    piece = press.piece(Specimen(layout, turned_deg=turned_deg), layout)
    (page,) = piece.printed(press.bench)
    return Verifier(press.trust, dt.date(2005, 6, 15), face=press.bench.face).verify(page, dpi=300)


@pytest.mark.parametrize("turned_deg", [-30.0, -10.0, 10.0, 20.0])
def test_a_permit_imprint_that_stands_askew_is_read_and_refused_for_its_angle(press: Press, turned_deg: float) -> None:
    given = answer(press, turned_deg)
    (imprint,) = given.indicia
    assert Technology.PERMIT is imprint.kind
    assert {Role.MAIL_CLASS, Role.US_POSTAGE, Role.CITY_STATE, Role.ZIP, Role.PERMIT_NUMBER} == {
        element.role for element in imprint.text
    }
    assert "604.6.3.4-parallel" in given.reasons
    assert imprint.mark is not None
    assert imprint.mark.address_angle is not None
    assert abs(turned_deg) == pytest.approx(imprint.mark.address_angle.value, abs=1.0)


def test_boxes_of_lettering_that_stands_askew_lie_on_the_page_as_it_is(press: Press) -> None:
    upright, turned = answer(press, 0.0), answer(press, 15.0)
    boxes = {text.string: text.box for text in upright.seen.texts}
    (before,), (mark,) = upright.indicia, turned.indicia
    assert before.mark is not None
    x, y = before.mark.box.center
    turn = np.radians(15.0)
    for element in mark.text:
        dx, dy = np.subtract(boxes[element.run.string].center, (x, y))
        there = (x + dx * np.cos(turn) + dy * np.sin(turn), y - dx * np.sin(turn) + dy * np.cos(turn))
        assert there == pytest.approx(element.run.box.center, abs=0.02)


def test_a_page_of_blots_bears_no_indicium(press: Press) -> None:
    rng = np.random.default_rng(0)
    page = np.full((1238, 2850), 255, np.uint8)
    for left, top in rng.integers((50, 50), (2300, 900), (12, 2)):
        page[top : top + 200, left : left + 400] = rng.integers(0, 255, (200, 400))
    given = Verifier(press.trust, dt.date(2005, 6, 15), face=press.bench.face).verify(page, dpi=300)
    assert ("no-indicium",) == given.reasons
