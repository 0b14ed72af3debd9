"""Policies: an edition, or a TOML file that says which rows decide."""

from collections.abc import Callable
from pathlib import Path

import pytest

import verify.policy as policy_module
from indicia.errors import InputError, UsageError
from indicia.rulebook.row import Weight
from indicia.spec.kinds import Edition, Verdict
from verify.answer import Answer
from verify.policy import Policy, load_policy, parse_policy
from verify.seen import Seen

Judge = Callable[..., Answer]
Says = Callable[..., Seen]


def weights(policy: Policy, rule: str) -> set[Weight]:
    return {row.weight for row in policy.rows() if row.id == rule}


@pytest.mark.parametrize("edition", list(Edition))
def test_an_edition_is_a_policy(edition: Edition) -> None:
    assert Policy(edition) == load_policy(edition.value)


def test_a_file_says_which_rows_decide_and_which_warn(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text('[rows]\ndecide = ["604.4.8.6-arial"]\nwarn = ["604.4.8.3-*-zone"]\n')
    policy = load_policy(file)
    assert {Weight.DECIDES} == weights(policy, "604.4.8.6-arial")
    assert {Weight.WARNS} == weights(policy, "604.4.8.3-ocr-zone") | weights(policy, "604.4.8.3-fim-zone")


def test_the_example_in_the_documentation_is_a_policy() -> None:
    example = (policy_module.__doc__ or "").split(":\n\n", 1)[1]
    tomllib = pytest.importorskip("tomllib")
    parsed = parse_policy(tomllib.loads("\n".join(line.strip() for line in example.splitlines())))
    assert (Edition.DMM_2005, 1.5) == (parsed.edition, parsed.grade_floor)


def test_the_documented_file_changes_nothing_but_the_grade() -> None:
    documented = load_policy(Path(__file__).resolve().parents[2] / "docs" / "policy.toml")
    assert Policy(grade_floor=0.0) == documented


def test_a_row_that_decides_is_not_softened() -> None:
    policy = Policy(decide=("604.4.8.3-ocr-zone",))
    assert [None] == [row.softened for row in policy.rows() if row.id == "604.4.8.3-ocr-zone"]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"rules": {}}, "no key rules"),
        ({"rows": {"deny": []}}, "no key rows.deny"),
        ({"rows": {"warn": "604.4.8.6-arial"}}, "a list of rule ids"),
        ({"rows": {"warn": ["604.4.8.6-ariel"]}}, "the nearest is 604.4.8.6-arial"),
        ({"rows": {"warn": ["duplicate"], "decide": ["duplicate"]}}, "on both sides"),
        ({"edition": "dmm-1999"}, "allowed: dmm-2005, current"),
        ({"grade-floor": 5}, "0 to 4"),
        ({"grade-floor": True}, "0 to 4"),
        ({"questions": 1}, "a table"),
    ],
)
def test_what_a_policy_cannot_say_is_refused_in_clear_words(document: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_policy(document)


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[rows\n")
    with pytest.raises(InputError, match="no TOML"):
        load_policy(file)


def test_neither_an_edition_nor_a_file() -> None:
    with pytest.raises(UsageError, match="dmm-2005, current, or a TOML file"):
        load_policy("dmm-1999")


def test_a_file_is_named_in_what_is_wrong_with_it(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("grade-floor = 9\n")
    with pytest.raises(UsageError, match=r"policy\.toml"):
        load_policy(file)


def test_a_question_may_stand_in_the_way(judge: Judge, letter: Seen) -> None:
    bare = Seen(letter.mailpiece, letter.symbols, None, letter.indicia)
    assert Verdict.ACCEPTABLE is judge(bare).verdict
    answer = judge(bare, policy=Policy(block=("604.4.8.10-fim-d",)))
    assert (Verdict.UNDETERMINED, ("604.4.8.10-fim-d",)) == (answer.verdict, answer.reasons)


def test_a_failure_may_be_made_a_warning(judge: Judge, says: Says) -> None:
    late = says(mailing_date=20050614)
    assert Verdict.UNACCEPTABLE is judge(late).verdict
    assert Verdict.ACCEPTABLE is judge(late, policy=Policy(warn=("604.4.8.13-*",))).verdict


def test_what_only_orders_and_layouts_know_is_not_asked_of_pictures() -> None:
    ids = {row.id for row in Policy().rows()}
    assert not {"604.4.2.1-device", "604.4.8.11-d-same", "604.4.8.4-a-die"} & ids
