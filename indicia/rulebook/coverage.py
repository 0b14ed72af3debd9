"""The manual section by section: which rows check a paragraph, which sentences nothing checks, and why."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indicia.rulebook import words
from indicia.rulebook.row import Row
from indicia.rulebook.unchecked import Unchecked

_PART = re.compile(r"\d+|[a-z]+")
_CHAPTERS = (
    ("604.4.7", "604.4.7 Indicia: general"),
    ("604.4.8", "604.4.8 Indicia"),
    ("604.4.9", "604.4.9 Special indicia"),
    ("604.6.3", "604.6.3 Permit imprints"),
    ("604.3.4", "604.3.4 Precancelation by the mailer"),
)
_NEIGHBOURS = "Neighbouring sections"
_OUTSIDE = "Outside the manual"
_HEAD = """# The rulebook, section by section

Written by `indicia rules --markdown`; do not edit. Every paragraph of DMM 604.4.7 to 4.9, 6.3 and 3.4 (2005) with the
rules that check it, or the reason why nothing does; of the neighbouring sections what decides an order. `indicia rules
explain RULE` says more of a rule. † marks this project's reading of a text that gives no number or contradicts itself.
*Warns*: a failure does not refuse the piece. Evidence comes from the order (o), the layout (l), the pixels of a picture
(p), or from outside (i): a date, a weight, an approval.
"""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the manual."""

    section: str
    """Section with its letter; empty for rules outside the manual."""
    rows: tuple[Row, ...]
    """Rows that check it."""
    unchecked: tuple[Unchecked, ...]
    """Sentences of it that no row checks."""


def paragraphs(rows: Iterable[Row], unchecked: Iterable[Unchecked]) -> list[Paragraph]:
    """Every paragraph that rows or entries name, in the manual's order; rules outside the manual last."""
    by_section: dict[str, tuple[list[Row], list[Unchecked]]] = {}
    for row in rows:
        for section in (row.section, *row.also):
            by_section.setdefault(section, ([], []))[0].append(row)
    for entry in unchecked:
        by_section.setdefault(entry.section, ([], []))[1].append(entry)
    return [
        Paragraph(section, tuple(bound), tuple(free))
        for section, (bound, free) in sorted(by_section.items(), key=lambda item: _order(item[0]))
    ]


def within(section: str, chapter: str) -> bool:
    """Whether a section is `chapter` or a part of it: 604.4.8.12a1 is of 604.4.8.12, 604.4.8.12 not of 604.4.8.1."""
    parts, wanted = _PART.findall(section), _PART.findall(chapter)
    return parts[: len(wanted)] == wanted


def markdown(paragraphs_: Iterable[Paragraph]) -> str:
    """The coverage as a Markdown document with one table a chapter."""
    chapters: dict[str, list[Paragraph]] = {title: [] for _, title in _CHAPTERS}
    chapters |= {_NEIGHBOURS: [], _OUTSIDE: []}
    for paragraph in paragraphs_:
        chapters[_chapter(paragraph.section)].append(paragraph)
    tables = "".join(_table(title, members) for title, members in chapters.items() if members)
    listed = [row for members in chapters.values() for paragraph in members for row in paragraph.rows]
    return _HEAD + tables + _readings(listed)


def _readings(listed: Iterable[Row]) -> str:
    read = dict.fromkeys(row for row in listed if row.reading)
    if not read:
        return ""
    lines = [_line(f"`{row.id}`", row.explanation) for row in read]
    return "\n".join(["", "## This project's readings", "", "| rule | says |", "|---|---|", *lines, ""])


def _chapter(section: str) -> str:
    if not section:
        return _OUTSIDE
    return next((title for start, title in _CHAPTERS if within(section, start)), _NEIGHBOURS)


def _table(title: str, members: list[Paragraph]) -> str:
    head = "| paragraph | rule, or what is not checked | asks, or why not | binds | evidence |"
    lines = [line for paragraph in members for line in _lines(paragraph)]
    return "\n".join(["", f"## {title}", "", head, "|---|---|---|---|---|", *lines, ""])


def _lines(paragraph: Paragraph) -> Iterable[str]:
    for row in paragraph.rows:
        mark = "†" if row.reading else ""
        weight = "; *warns*" if row.weight.value == "warns" else ""
        evidence = "".join(sorted(witness.value[0] for witness in row.witnesses))
        name = f"`{row.id}`{mark} {row.title}"
        asked = "; ".join(words.asks(row)) + weight
        yield _line(paragraph.section, name, asked, words.binds(row.applies), evidence)
    for entry in paragraph.unchecked:
        yield _line(paragraph.section, entry.sentence, f"not checked: {entry.why}", "", "")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _order(section: str) -> tuple[bool, list[tuple[int, str]]]:
    """Numbers by value, letters after numbers of the same place; rules outside the manual last."""
    parts = [(int(part), "") if part.isdigit() else (0, part) for part in _PART.findall(section)]
    return not section, parts
