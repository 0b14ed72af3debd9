"""The sample that the verifier tries itself on."""

import pytest

from indicia.spec.kinds import Verdict
from verify import Verifier
from verify.answer import Answer
from verify.seen import Reader
from verify.warming import SAMPLE, SAMPLE_DAY, SAMPLE_TRUST, warm_up


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(SAMPLE_TRUST, SAMPLE_DAY)


def test_the_sample_is_acceptable(verifier: Verifier) -> None:
    assert Verdict.ACCEPTABLE is verifier.verify(SAMPLE).verdict


def test_every_reader_works_before_the_first_piece(verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> None:
    verify, answers = verifier.verify, list[Answer]()

    def noted(*image: object, **named: float) -> Answer:
        answers.append(verify(*image, **named))  # type: ignore[arg-type]  # as they come
        return answers[-1]

    monkeypatch.setattr(verifier, "verify", noted)
    warm_up(verifier)
    assert [Reader.ZXING, Reader.OWN] == [symbol.reader for answer in answers for symbol in answer.seen.symbols]
