"""Rows and numbers against the standards' text: every section exists, every quoted figure is the constant."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from indicia.rulebook.rows import rows
from indicia.spec import fim, lettering, placement
from indicia.spec.kinds import FimKind

ROOT = Path(__file__).resolve().parents[2]
MARK = "†"
"""At an id of the contract: this project's reading."""
UNSOURCED = {
    "content.py": 1,
    "deadlines.py": 1,
    "fim.py": 1,
    "labels.py": 1,
    "legibility.py": 5,
    "letterpress.py": 3,
    "lettering.py": 1,
    "placement.py": 1,
    "precancel.py": 2,
    "print_quality.py": 1,
    "refunds.py": 1,
    "reply.py": 1,
    "resetting.py": 1,
    "special.py": 3,
    "symbol.py": 2,
}
"""Values in indicia/spec without a source in hand. Change it only together with the reason beside the value."""
ADDED = {
    "202.2.1-ocr-address": "what the manual recommends for addresses",
    "507-bars": "horizontal bars of business reply mail (facts/geometry.md 7)",
    "507-legend": "legend of business reply mail",
    "507-postage-box": "reminder of courtesy reply mail, postage endorsement of business reply mail",
    "507-words": "words of business reply mail",
    "708.9.0-reply-clear": "FIM clear zone of reply formats",
    "708.9.0-reply-fim": "each FIM's reply format",
    "register-sequence": "registers of one device against each other (facts/payload.md, check 12)",
    "signature-unsupported-algorithm": "an algorithm that cannot be checked is not a false signature",
    "604.3.4.9-nothing-else": "the sentence on additions to a postmark's format",
    "604.4.8.11-a-removal": "the sentence on removal in one piece, apart from the number of 201.3.12.2",
    "604.4.8.9-coloured-ink": "the sentence on the ink that the approval of the indicium names",
    "604.4.9.1-a-inkjet-barcoded": "ink-jet corrections are for barcoded mailings",
    "604.6.3.9-name": "the exact name, which replaces city, state and permit number",
    "604.6.3.11-a-box": "the rule around the basic format",
    "604.6.3.11-b-label": "the sentence on address labels",
}
"""Rows beyond the contract's list, each with its reason."""
OTHER_READINGS = {
    "604.4.8.3-ocr-zone",
    "604.4.8.3-parallel",
    "604.4.8.6-arial",
    "604.4.8.9-gen2-facing",
    "604.4.9.4-h-fim-d",
    "604.4.8.9-coloured-ink",
    "604.4.9.1-a-zero",
    "604.4.9.1-a-inkjet-place",
    "604.6.3.4-parallel",
    "604.6.3.11-a-box",
    "604.6.3.11-b-corner",
    "604.6.3.11-b-label",
}
"""Rows marked as this project's reading that the contract does not mark at their id."""


@pytest.fixture(scope="module")
def dmm(shared: Path) -> str:
    text = (shared / "standards" / "dmm-604-postage-payment.txt").read_text("utf-8")
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_every_row_of_604_cites_a_section_of_the_text(dmm: str) -> None:
    headings = set(re.findall(r"^(\d+\.\d+\.\d+)(?= )", dmm, flags=re.MULTILINE))
    # A letter after the number is a paragraph of that section.
    cited = {found[1] for row in rows() if (found := re.match(r"604\.(\d+\.\d+\.\d+)", row.section))}
    assert cited
    assert set() == cited - headings


@pytest.fixture(scope="module")
def contract(shared: Path) -> str:
    return (shared / "facts" / "rulebook.md").read_text("utf-8")


def test_the_ids_are_those_of_the_contract_and_the_added(contract: str) -> None:
    known = {row.id for row in rows()}
    assert set() == set(ADDED) - known
    assert known - set(ADDED) == _ids(contract, known)


def test_what_the_contract_marks_is_this_projects_reading(contract: str) -> None:
    known = {row.id for row in rows()}
    marked = _ids(contract, known, only_marked=True)
    assert {row.id for row in rows() if row.reading} == marked | OTHER_READINGS


def _ids(contract: str, known: set[str], *, only_marked: bool = False) -> set[str]:
    """Every id of the contract's tables and of its list of ids outside the manual; all must be known."""
    cells = [line.split("|")[1].strip() for line in contract.splitlines() if line.startswith("| 604.")]
    found = {i for cell in cells for i in _written_out(cell.split(" / "), known, only_marked=only_marked)}
    outside = contract.partition("## Ids outside the manual")[2].partition("A row's key")[0]
    return found | (set() if only_marked else set(re.findall(r"`([a-z0-9.-]+)`", outside)))


def _written_out(cell: list[str], known: set[str], *, only_marked: bool) -> Iterator[str]:
    """The ids of a table's first cell: `604.4.8.6-class-bold / -caps` names two, the second by its last words."""
    first = cell[0].removesuffix(MARK)
    parts = first.split("-")
    for i, name in enumerate(cell):
        if only_marked and not name.endswith(MARK):
            continue
        tail = name.removesuffix(MARK)
        candidates = {"-".join(parts[:n]) + tail for n in range(1, len(parts))} & known if i else {tail}
        assert candidates, f"{cell}: no row of that id"
        yield max(candidates, key=len)


@pytest.mark.parametrize(
    ("sentence", "constant", "value"),
    [
        ("at least 1/4 inch from the right edge", placement.INDICIUM_FROM_RIGHT, 1 / 4),
        ("1/4 inch from the top edge of the mailpiece", placement.INDICIUM_FROM_TOP, 1 / 4),
        ("A 1/2‑inch clear zone", placement.INDICIUM_CLEAR_ZONE, 1 / 2),
        ("The postage amount must be at least 10‑point type size", lettering.AMOUNT_MIN_PT, 10),
        ('"USPS" must be at least 12 points', lettering.USPS_MIN_PT, 12),
        ("the type size must be at least 8 points", lettering.REQUIRED_MIN_PT, 8),
        ("must be in 8‑point bold capital letters", lettering.SPECIAL_PT, 8),
    ],
)
def test_quoted_figures_are_the_constants(dmm: str, sentence: str, constant: float, value: float) -> None:
    assert sentence in dmm
    assert value == constant


def test_every_value_without_a_source_is_counted() -> None:
    marks = [
        path.name
        for path in sorted((ROOT / "indicia" / "spec").glob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if line.lstrip().startswith("# UNSOURCED")
    ]
    assert UNSOURCED == dict(Counter(marks))


def test_fim_patterns_read_the_same_from_both_sides() -> None:
    for kind in FimKind:
        pattern = fim.PATTERNS[kind]
        assert pattern == pattern[::-1]
        assert 9 == len(pattern)
    assert len(FimKind) == len(set(fim.PATTERNS.values()))


def test_fim_zone_holds_the_nominal_fim() -> None:
    zone = placement.FIM_ZONE_LEFT_FROM_RIGHT - placement.FIM_ZONE_RIGHT_FROM_RIGHT
    assert 1.25 == zone
    width = (len(fim.PATTERNS[FimKind.D]) - 1) * fim.PITCH + fim.BAR_WIDTH
    assert 17 / 32 == width
    assert placement.FIM_ZONE_LEFT_FROM_RIGHT > fim.RIGHT + width
    assert placement.FIM_ZONE_RIGHT_FROM_RIGHT < fim.RIGHT
