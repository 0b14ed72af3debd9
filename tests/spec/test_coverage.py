"""No paragraph of 604.4.7 to 4.9, 6.3 and 3.4 without a row, or an entry that says why none checks it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicia.rulebook.coverage import markdown, paragraphs, within
from indicia.rulebook.rows import rows
from indicia.rulebook.unchecked import UNCHECKED

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules.md"
CHAPTERS = ("604.4.7", "604.4.8", "604.4.9", "604.6.3", "604.3.4")
FOUND = paragraphs(rows(), UNCHECKED)
_HEADING = re.compile(r"(\d+\.\d+(?:\.\d+)?) \S")
_LETTER = re.compile(r"([a-z])\. \S")
_NUMBER = re.compile(r"(\d)\. \S")


def sections(text: str) -> Iterator[str]:
    """Every heading and every lettered or numbered paragraph of the text, as 604.4.8.12a1."""
    heading = letter = ""
    for line in text.splitlines():
        if found := _HEADING.match(line):
            heading, letter = f"604.{found[1]}", ""
            yield heading
        elif found := _LETTER.match(line):
            letter = found[1]
            yield f"{heading}{letter}"
        elif (found := _NUMBER.match(line)) and letter:
            yield f"{heading}{letter}{found[1]}"


@pytest.fixture(scope="module")
def manual(shared: Path) -> list[str]:
    text = (shared / "standards" / "dmm-604-postage-payment.txt").read_text("utf-8")
    return [section for section in sections(text) if any(within(section, chapter) for chapter in CHAPTERS)]


def test_the_walk_finds_headings_letters_and_numbers(manual: list[str]) -> None:
    assert {"604.4.8.1", "604.4.8.12a4", "604.4.9.4i", "604.6.3.9b2", "604.6.3.11g", "604.3.4.6c"} <= set(manual)
    assert 111 == len(manual)


def test_no_paragraph_is_missing(manual: list[str]) -> None:
    covered = {paragraph.section for paragraph in FOUND}
    # A chapter's own heading is covered by its sections.
    missing = [s for s in manual if s not in covered and not any(within(c, s) and c != s for c in covered)]
    assert [] == missing


def test_no_lettered_paragraph_is_covered_by_its_parts_alone(manual: list[str]) -> None:
    covered = {paragraph.section for paragraph in FOUND}
    lettered = [section for section in manual if section[-1].isalpha()]
    assert [] == [section for section in lettered if section not in covered]


def test_nothing_cites_a_paragraph_that_there_is_not(manual: list[str]) -> None:
    cited = [p.section for p in FOUND if any(within(p.section, chapter) for chapter in CHAPTERS)]
    assert [] == [section for section in cited if section not in manual]


def test_every_entry_says_what_and_why() -> None:
    assert len(UNCHECKED) == len(set(UNCHECKED))
    for entry in UNCHECKED:
        assert entry.sentence.endswith(".")
        assert entry.why
        assert not entry.why.endswith(".")


@pytest.mark.parametrize(
    ("section", "chapter", "expected"),
    [
        ("604.4.8.12a1", "604.4.8.12", True),
        ("604.4.8.12", "604.4.8.12", True),
        ("604.4.8.12", "604.4.8.1", False),
        ("604.4.8.1", "604.4.8.12", False),
        ("", "604", False),
    ],
)
def test_a_section_is_within_those_that_it_is_part_of(section: str, chapter: str, *, expected: bool) -> None:
    assert expected is within(section, chapter)


def test_paragraphs_stand_in_the_manuals_order() -> None:
    order = [paragraph.section for paragraph in FOUND]
    named = ["604.3.4.9", "604.4.8.2", "604.4.8.10", "604.4.8.12", "604.4.8.12a1", "604.4.8.12a2", "604.6.3.11a", ""]
    assert named == sorted(named, key=order.index)


def test_every_row_stands_in_the_coverage() -> None:
    text = markdown(FOUND)
    assert [] == [row.id for row in rows() if f"`{row.id}`" not in text]


def test_every_reading_is_said_in_full() -> None:
    text = markdown(FOUND)
    assert [] == [row.id for row in rows() if row.reading and row.explanation not in text]


def test_a_section_without_readings_has_no_table_of_them() -> None:
    assert "readings" not in markdown([p for p in FOUND if p.section == "604.4.8.1"])


def test_the_document_is_the_one_that_the_command_writes() -> None:
    assert DOCS.read_text("utf-8") == markdown(FOUND), "run: indicia rules --markdown > docs/rules.md"
