"""Words into roles: the grammar of indicia, and what an uncertain character may and may not become."""

from dataclasses import replace

import pytest

from indicia.geometry import Box
from indicia.spec.kinds import DateForm, Role
from verify.seen import GlyphSeen, Measured, TextSeen
from verify.understand.elements import elements
from verify.understand.grammar import PrintedDate, is_serial, is_zip, parse_amount, parse_date

SURE, DOUBTFUL = 0.99, 0.5


def run(string: str, *, doubtful: str = "", top: float = 0.3, bold: bool = False) -> TextSeen:
    """A run of lettering; characters of `doubtful` are not sure, each once from the left."""
    doubts = list(doubtful)
    glyphs = []
    for index, character in enumerate(string):
        if character == " ":
            continue
        unsure = character in doubts
        if unsure:
            doubts.remove(character)
        box = Box(8.0 + index * 0.07, top, 8.06 + index * 0.07, top + 0.09)
        glyphs.append(GlyphSeen(character, box, DOUBTFUL if unsure else SURE))
    box = Box(8.0, top, 8.0 + len(string) * 0.07, top + 0.09)
    angle = Measured(0.0, 0.1)
    return TextSeen(string, box, tuple(glyphs), Measured(9.0, 0.1), bold, True, 0.85, 0.0, 0.0, angle)


def roles(*runs: TextSeen) -> list[tuple[Role, str]]:
    return [(element.role, element.meant) for element in elements(runs)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("US POSTAGE", [(Role.US_POSTAGE, "US POSTAGE")]),
        ("US Postage", [(Role.US_POSTAGE, "US POSTAGE")]),
        ("$0.37", [(Role.AMOUNT, "$0.37")]),
        ("$0.199", [(Role.AMOUNT, "$0.199")]),
        ("FIRST-CLASS MAIL", [(Role.MAIL_CLASS, "FIRST-CLASS MAIL")]),
        ("PRESORTED", [(Role.MAIL_CLASS, "PRESORTED")]),
        ("JUN 15 2005 06926", [(Role.DATE, "JUN 15 2005"), (Role.ZIP, "06926")]),
        ("STAMFORD CT 06926", [(Role.CITY_STATE, "STAMFORD CT"), (Role.ZIP, "06926")]),
        ("ARMY APO AE 09102", [(Role.CITY_STATE, "ARMY APO AE"), (Role.ZIP, "09102")]),
        ("MAILED FROM ZIP CODE 06926", [(Role.OTHER, "MAILED FROM ZIP CODE"), (Role.ZIP, "06926")]),
        ("ZZ010000001001", [(Role.SERIAL, "ZZ010000001001")]),
        ("ZZ 01 0000001001", [(Role.SERIAL, "ZZ 01 0000001001")]),
        (
            "JUN 17 2005 06926 ZZ010000003001",
            [(Role.DATE, "JUN 17 2005"), (Role.ZIP, "06926"), (Role.SERIAL, "ZZ010000003001")],
        ),
        ("POSTAGE CORRECTION", [(Role.SPECIAL, "POSTAGE CORRECTION")]),
        ("REDATE", [(Role.SPECIAL, "REDATE")]),
        ("U.S. POSTAGE PAID", [(Role.US_POSTAGE, "U.S. POSTAGE PAID")]),
        ("PERMIT NO. 123", [(Role.PERMIT_NUMBER, "PERMIT NO. 123")]),
        ("MAILER'S POSTMARK", [(Role.POSTMARK, "MAILER'S POSTMARK")]),
        ("USPS", [(Role.USPS, "USPS")]),
        ("SPRING SALE", [(Role.OTHER, "SPRING SALE")]),
        (
            "** JUN 17 2005 STAMFORD CT 069",
            [(Role.SPECIAL, "**"), (Role.DATE, "JUN 17 2005"), (Role.CITY_STATE, "STAMFORD CT"), (Role.ZIP, "069")],
        ),
    ],
)
def test_words_have_their_roles(words: str, expected: list[tuple[Role, str]]) -> None:
    assert expected == roles(run(words))


def test_a_phrase_may_go_on_in_the_next_line() -> None:
    lines = (run("ADDRESS SERVICE"), run("REQUESTED", top=0.45))
    assert [Role.ENDORSEMENT, Role.ENDORSEMENT] == [role for role, _ in roles(*lines)]
    lines = (run("PACKAGE"), run("SERVICES", top=0.45))
    assert [Role.MAIL_CLASS, Role.MAIL_CLASS] == [role for role, _ in roles(*lines)]


def test_the_name_before_a_nine_digit_zip_code_is_a_ships() -> None:
    lines = (run("USS SARATOGA (CV-60)"), run("34078-2740", top=0.45))
    assert [Role.CITY_STATE, Role.ZIP] == [role for role, _ in roles(*lines)]


class TestUncertainCharacters:
    def test_one_of_them_does_not_hide_a_known_phrase(self) -> None:
        assert [(Role.US_POSTAGE, "US POSTAGE")] == roles(run("US POSTAQE", doubtful="Q"))

    def test_a_sure_one_makes_it_another_word(self) -> None:
        assert [Role.OTHER] == [role for role, _ in roles(run("REDOTE"))]

    def test_short_words_are_taken_as_they_are_read(self) -> None:
        assert [Role.OTHER] == [role for role, _ in roles(run("USPB", doubtful="B"))]

    def test_a_doubtful_letter_among_digits_is_the_digit_it_looks_like(self) -> None:
        assert [(Role.ZIP, "06926")] == roles(run("O6926", doubtful="O"))

    def test_a_sure_letter_among_digits_stays_one(self) -> None:
        assert [Role.ZIP] != [role for role, _ in roles(run("O6926"))]

    def test_a_month_that_can_be_only_one_is_that_one(self) -> None:
        assert [(Role.DATE, "DEC 15 2005")] == roles(run("DEO 15 2005", doubtful="O"))

    def test_a_month_that_can_be_two_is_none(self) -> None:
        assert Role.DATE not in {role for role, _ in roles(run("J?N 15 2005", doubtful="?"))}

    def test_an_element_is_as_sure_as_its_least_certain_character(self) -> None:
        (element,) = elements([run("US POSTAGE", doubtful="G")])
        assert (DOUBTFUL, False) == (element.confidence, element.sure)

    def test_another_face_is_never_sure(self) -> None:
        (element,) = elements([replace(run("US POSTAGE"), arial=False)])
        assert not element.sure


class TestDates:
    @pytest.mark.parametrize(
        ("words", "expected"),
        [
            ("JUN 15 2005", PrintedDate(2005, 6, 15, 4)),
            ("JUN 15 05", PrintedDate(2005, 6, 15, 2)),
            ("JUNE 15, 2005", PrintedDate(2005, 6, 15, 4)),
            ("15 JUN 2005", PrintedDate(2005, 6, 15, 4)),
            ("JUN 2005", PrintedDate(2005, 6, None, 4)),
            ("JUN 15 '05", PrintedDate(2005, 6, 15, 2)),
            ("06/15/2005", PrintedDate(2005, 6, 15, 4)),
            ("06-15-05", PrintedDate(2005, 6, 15, 2)),
            ("2005-06-15", PrintedDate(2005, 6, 15, 4)),
            ("JUN 15 005", PrintedDate(2005, 6, 15, 3)),
            ("TEST 15 2005", None),
            ("06926", None),
        ],
    )
    def test_forms(self, words: str, expected: PrintedDate | None) -> None:
        assert expected == parse_date(words)

    def test_a_day_that_is_not_in_the_calendar(self) -> None:
        date = parse_date("JUN 31 2005")
        assert date is not None
        assert (DateForm.COMPLETE, None) == (date.form, date.real)

    def test_month_and_year(self) -> None:
        date = parse_date("JUN 2005")
        assert date is not None
        assert DateForm.MONTH_YEAR is date.form


@pytest.mark.parametrize(
    ("words", "mills"), [("$0.37", 370), ("0.370", 370), ("$12.05", 12050), (".37", 370), ("37", None), ("$1.2", None)]
)
def test_amounts(words: str, mills: int | None) -> None:
    assert mills == parse_amount(words)


@pytest.mark.parametrize(("words", "is_one"), [("06926", True), ("06926-0700", True), ("069", False), ("0692a", False)])
def test_zip_codes(words: str, *, is_one: bool) -> None:
    assert is_one is is_zip(words)


@pytest.mark.parametrize(
    ("words", "is_one"),
    [("ZZ010000001001", True), ("PB1234567", True), ("06926", False), ("06926-0700", False), ("FIRST-CLASS", False)],
)
def test_serial_numbers(words: str, *, is_one: bool) -> None:
    assert is_one is is_serial(words)
