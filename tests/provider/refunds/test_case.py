"""Case files: what they may say, and what is said of one that says something else."""

import json
from pathlib import Path

import pytest

from indicia.errors import InputError, OrderError
from provider.refunds.case import case_schema, facts_of, load_case, parse_case
from provider.refunds.kinds import Presented

REQUEST = {"request": {"id": "R-1"}}


def test_toml_and_json_say_the_same(tmp_path: Path) -> None:
    toml, json_ = tmp_path / "case.toml", tmp_path / "case.json"
    toml.write_text('[request]\nid = "R-1"\non = 2005-08-01\n[meters."ZZ01"]\nsystem = "ibi-meter"\nhours = "2:12"\n')
    document = {
        "request": {"id": "R-1", "on": "2005-08-01"},
        "meters": {"ZZ01": {"system": "ibi-meter", "hours": "2:12"}},
    }
    json_.write_text(json.dumps(document))
    assert load_case(toml) == load_case(json_)
    assert 132 == load_case(toml).meters["ZZ01"].hours


def test_the_last_that_names_a_file_counts_key_by_key() -> None:
    some = [
        {"files": ["a*"], "facts": {"presented": "loose", "due": "0.37"}},
        {"files": ["*1.png"], "facts": {"due": "0.60", "pic": False}},
    ]
    case = parse_case({**REQUEST, "pieces": {"presented": "entire", "reply": True}, "some": some})
    both, one, none = (facts_of(case, name) for name in ("a1.png", "a2.png", "b2.png"))
    assert (Presented.LOOSE, 600, False, True) == (both.presented, both.due, both.pic, both.reply)
    assert (Presented.LOOSE, 370, None, True) == (one.presented, one.due, one.pic, one.reply)
    assert (Presented.ENTIRE, None, None, True) == (none.presented, none.due, none.pic, none.reply)
    assert Presented.ENTIRE is case.pieces.presented


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ([], "(the case): found []"),
        ({}, "request: found nothing; allowed: this key, it is required"),
        ({"request": {"id": "../x"}}, "request.id: found '../x'"),
        ({"request": {"id": "R", "charge": "-1"}}, "request.charge: found '-1'; allowed: 0 to"),
        (
            {**REQUEST, "meters": {"ZZ01": {"hours": 2.2}}},
            "meters.ZZ01.hours: found 2.2; allowed: hours and minutes as",
        ),
        ({**REQUEST, "meters": {"ZZ01": {"hours": "2:60"}}}, "meters.ZZ01.hours: found '2:60'"),
        ({**REQUEST, "meters": {"ZZ01": {"clock": 1}}}, "an unknown key 'clock'; allowed: the keys system, licensee"),
        ({**REQUEST, "some": [{"files": ["a"], "facts": {"x": 1}}]}, "some.0.facts.x: found an unknown key"),
        ({**REQUEST, "pieces": {"mailing": "june"}}, "pieces.mailing: found 'june'; allowed: a table of [mailings]"),
        ({**REQUEST, "appeal": {"on": "2005-08-01"}}, "appeal: found an appeal; allowed: one against a ruling"),
        ({**REQUEST, "withdrawn": {"serial": "ZZ01", "remaining": "5000000"}}, "at most 4294967.295"),
        ({**REQUEST, "withdrawn": {"serial": "ZZ01", "remaining": "1e400000"}}, "withdrawn.remaining"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(document: object, said: str) -> None:
    with pytest.raises(OrderError) as told:
        parse_case(document)
    assert said in str(told.value)


def test_a_file_that_is_no_case_is_said_so(tmp_path: Path) -> None:
    broken = tmp_path / "case.json"
    with pytest.raises(InputError, match="No such file"):
        load_case(broken)
    broken.write_text("{")
    with pytest.raises(InputError, match="not a JSON file"):
        load_case(broken)


def test_every_field_is_described_in_the_schema() -> None:
    schema = json.dumps(case_schema())
    for word in ("presented", "Package identification code; false for none.", "Of the licensing post office."):
        assert word in schema
