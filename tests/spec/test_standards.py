"""Rows and numbers against the standards' text: every section exists, every quoted figure is the constant."""

import re
from pathlib import Path

import pytest

from indicia.rulebook.rows import rows
from indicia.spec import fim, lettering, placement
from indicia.spec.kinds import FimKind

ROOT = Path(__file__).resolve().parents[2]
UNSOURCED = 5
"""Values in indicia/spec without a source in hand. Change it only together with the reason beside the value."""


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


def test_every_id_of_the_rulebook_that_a_row_carries_is_in_the_contract(shared: Path) -> None:
    contract = (shared / "facts" / "rulebook.md").read_text("utf-8")
    added = {row.id for row in rows() if not _stands_in(row.id, contract)}
    assert {"202.2.1-ocr-address", "signature-unsupported-algorithm"} >= added


def _stands_in(row_id: str, contract: str) -> bool:
    """Whether the contract lists the id, written out or as a shared stem (`604.4.8.6-class-bold / -caps`)."""
    if row_id in contract:
        return True
    stem = row_id
    while "-" in stem:
        stem = stem.rpartition("-")[0]
        tail = row_id.removeprefix(stem)
        if any(stem in line and f"/ {tail}" in line for line in contract.splitlines()):
            return True
    return False


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
        f"{path.name}: {line.strip()}"
        for path in sorted((ROOT / "indicia" / "spec").glob("*.py"))
        for line in path.read_text("utf-8").splitlines()
        if line.lstrip().startswith("# UNSOURCED")
    ]
    assert UNSOURCED == len(marks), "\n".join(marks)


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
