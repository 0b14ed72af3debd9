"""Every deadline row against hand-reckoned days (tests/vectors/deadlines.json)."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from indicia.spec.deadlines import BY_ID, ROWS
from indicia.spec.happenings import Event, Tag
from provider.deadlines import Happening, instances

FILE = Path(__file__).resolve().parents[2] / "vectors" / "deadlines.json"
VECTORS = json.loads(FILE.read_text("utf-8"))["vectors"]


def story(vector: dict[str, Any]) -> list[Happening]:
    def happening(told: dict[str, Any], number: int) -> Happening:
        at = dt.datetime.fromisoformat(told["at"]).replace(tzinfo=dt.UTC)
        due = dt.date.fromisoformat(told["due"]) if "due" in told else None
        detail = {"row": vector["row"], "period": told["period"]} if "period" in told else {}
        return Happening(
            "subject", Event(told["event"]), at, frozenset(map(Tag, told.get("tags", ()))), due, detail, number
        )

    return [happening(told, number) for number, told in enumerate(vector["story"], 1)]


@pytest.mark.parametrize("vector", VECTORS, ids=[f"{v['id']}-{v['row']}" for v in VECTORS])
def test_day_and_standings(vector: dict[str, Any]) -> None:
    for day, expected in vector["standings"].items():
        on = dt.date.fromisoformat(day)
        found = [
            instance
            for instance in instances(story(vector), on, [BY_ID[vector["row"]]])
            if "period" not in vector or instance.period == vector["period"]
        ]
        if vector["due"] is None:
            assert [] == found
            continue
        # What comes back by the calendar begins with its first period; anything else is judged by its latest.
        judged = found[0 if BY_ID[vector["row"]].every else -1]
        assert vector["due"] == judged.due.isoformat()
        assert expected == judged.standing(on).value


def test_every_row_has_a_vector() -> None:
    assert {row.id for row in ROWS} == {vector["row"] for vector in VECTORS}


def test_ids_are_unique() -> None:
    assert len(VECTORS) == len({vector["id"] for vector in VECTORS})
    assert len(ROWS) == len(BY_ID)


def test_every_row_can_end_or_comes_by_itself() -> None:
    assert [] == [row.id for row in ROWS if not row.starts or not row.ends]


def section_marks(section: str) -> list[str]:
    """What must stand in the text one after the other: heading, then letters and numbers in brackets."""
    head, *marks = section.replace(")", "").split("(")
    return [head, *(f"({mark})" for mark in marks)]


@pytest.mark.parametrize(
    "section", sorted({s for row in ROWS for s in (row.section, *row.also) if s.startswith("501")})
)
def test_cited_paragraphs_of_part_501_exist(section: str, shared: Path) -> None:
    head, *marks = section_marks(section)
    text = " ".join((shared / "standards" / "39cfr501-postage-meters-2005.txt").read_text("utf-8").split())
    if section == "501.3(d)":
        text = "§ " + (shared / "standards" / "39cfr501.3-third-party-rule.txt").read_text("utf-8").split("§ ")[1]
    place = text.rindex(f"§ {head}")
    for mark in marks:
        place = text.find(mark, place)
        assert place > 0, section


@pytest.mark.parametrize("section", sorted({row.section for row in ROWS if row.section.startswith("604")}))
def test_cited_sections_of_the_manual_exist(section: str, shared: Path) -> None:
    text = (shared / "standards" / "dmm-604-postage-payment.txt").read_text("utf-8")
    number = section.removeprefix("604.").rstrip("abcdefgh")
    assert f"\n{number} " in text
