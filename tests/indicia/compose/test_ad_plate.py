"""Words of the ad plate: markings alone, in capitals; everything else bears the mailer's name."""

from typing import Any

import pytest

from fixtures.order_files import document
from indicia.compose.ad_plate import compose_plate, names_mailer
from indicia.compose.elements import Element
from indicia.compose.order import compose
from indicia.model.order import parse_order
from indicia.spec.kinds import Role


def plate(**changes: Any) -> tuple[Element, ...]:
    asked = parse_order(document("letterpress-ad-plate", indicium={"ad_plate": changes})).indicium.ad_plate
    assert asked is not None
    return compose_plate(asked)


def said(elements: tuple[Element, ...]) -> list[str]:
    return [element.string for element in elements]


def test_a_postal_marking_stands_alone_in_bold_capitals() -> None:
    words = plate(kind="postal-marking", lines=["Presorted", "First-Class"], mailer="ROE SUPPLY CO")
    assert ["PRESORTED", "FIRST-CLASS"] == said(words)
    assert all(word.bold for word in words)
    assert {18.0} == {word.least_pt for word in words}


@pytest.mark.parametrize("kind", ["advertising", "slogan", "return-address"])
def test_lines_that_name_the_mailer_stay_as_they_are(kind: str) -> None:
    assert ["Visit us", "Roe Supply Co"] == said(
        plate(kind=kind, lines=["Visit us", "Roe Supply Co"], mailer="ROE SUPPLY CO")
    )


@pytest.mark.parametrize("kind", ["advertising", "slogan", "return-address"])
@pytest.mark.parametrize("mailer", [None, "ROE SUPPLY CO"])
def test_lines_that_do_not_name_the_mailer_get_the_words_of_the_manual(kind: str, mailer: str | None) -> None:
    asked = {"kind": kind, "lines": ["GIVE BLOOD"], **({"mailer": mailer} if mailer else {})}
    assert ["GIVE BLOOD", "MAILER'S MESSAGE"] == said(plate(**asked))


def test_only_the_first_line_of_advertising_is_bold() -> None:
    assert [True, False] == [word.bold for word in plate(kind="advertising", lines=["SALE", "Mailer's Message"])]
    assert [True, True] == [word.bold for word in plate(kind="slogan", lines=["GIVE", "Roe Co"], mailer="ROE CO")]


@pytest.mark.parametrize(
    ("lines", "mailer", "named"),
    [
        (("SPRING SALE", "ROE SUPPLY", "CO"), "Roe Supply Co", True),
        (("A MAILER\N{RIGHT SINGLE QUOTATION MARK}S MESSAGE",), None, True),
        (("ROE SUPPLY COMPANY",), "Roe Supply Co", False),
        (("MESSAGE",), None, False),
    ],
)
def test_the_name_is_read_over_lines_and_word_by_word(lines: tuple[str, ...], mailer: str | None, named: bool) -> None:
    assert named == names_mailer(lines, mailer)


def test_a_die_says_no_class_of_mail_and_a_digital_indicium_does() -> None:
    roles = {}
    for name in ("letterpress-postal-marking", "digital-psd-meter"):
        order = parse_order(document(name))
        assert order.meter is not None
        roles[name] = {element.role for element in compose(order, order.meter).elements}
    assert Role.MAIL_CLASS not in roles["letterpress-postal-marking"]
    assert Role.MAIL_CLASS in roles["digital-psd-meter"]
    assert Role.ENDORSEMENT in roles["digital-psd-meter"]
