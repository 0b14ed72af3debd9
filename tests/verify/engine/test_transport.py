"""Answers on their way: what comes out is what went in, and rows are the receiver's own."""

import pickle
from pathlib import Path

import pytest

from fixtures.handplaced import Pixels
from indicia.errors import ExitCode
from tests.verify.conftest import DAY
from verify.answer import Answer, AnyAnswer, ErrorAnswer
from verify.engine.transport import Transport, made
from verify.ledger.claims import IndiciumKey
from verify.pipeline import Verifier


def test_an_answer_comes_out_as_it_went_in(trust: Path, picture: Pixels) -> None:
    here, there = Verifier(trust, DAY), Verifier(trust, DAY)
    answers: list[AnyAnswer] = [here.verify(picture, dpi=300), ErrorAnswer("a.png", ExitCode.INPUT, "is damaged")]
    found = Transport(there.rows).loads(Transport(here.rows).dumps(answers))
    assert [answer.json() for answer in answers] == [answer.json() for answer in found]
    assert answers[1] == found[1]
    answer = found[0]
    assert isinstance(answer, Answer)
    rows = {id(row) for row in there.rows}
    assert {id(one.finding.row) for one in answer.findings} <= rows
    with pytest.raises(AttributeError):
        answer.page = 2  # type: ignore[misc]  # it is frozen there too


def test_a_value_that_is_made_again_has_every_field() -> None:
    assert IndiciumKey("ibi/1", 7, b"x") == made(IndiciumKey, "ibi/1", 7, b"x")
    with pytest.raises(ValueError, match="zip"):
        made(IndiciumKey, "ibi/1")


def test_a_message_means_nothing_to_who_has_no_rulebook(trust: Path, picture: Pixels) -> None:
    verifier = Verifier(trust, DAY)
    message = Transport(verifier.rows).dumps(verifier.verify(picture, dpi=300))
    with pytest.raises(pickle.UnpicklingError, match="rulebook"):
        pickle.loads(message)
