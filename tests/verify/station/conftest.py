"""A station whose verifier is quick and simple: what arrives, when, and how often is the matter here."""

from concurrent.futures import Future

import numpy as np
import pytest

from indicia.errors import ExitCode
from indicia.spec.kinds import Verdict
from verify.answer import Answer, AnyAnswer, ErrorAnswer
from verify.engine.pieces import Piece
from verify.seen import Seen

NOTHING = Seen(mailpiece=None, symbols=(), fim=None, indicia=())


def answers_to(piece: Piece) -> list[AnyAnswer]:
    """Two pages for a PDF, an error for a text, else one page."""
    name = piece.name or str(piece.image)
    if not isinstance(piece.image, np.ndarray) and str(piece.image).endswith(".pnm"):
        return [ErrorAnswer(name, ExitCode.INPUT, "is no picture")]
    pages = 2 if str(piece.image).endswith(".pdf") else 1
    return [Answer(name, page, Verdict.UNDETERMINED, ("no-indicium",), NOTHING, (), ()) for page in range(1, pages + 1)]


class Verifying:
    """Takes pieces; answers at once, or when the test says so."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.held: list[tuple[Piece, Future[list[AnyAnswer]]]] = []
        self.at_once = True

    def __call__(self, piece: Piece) -> "Future[list[AnyAnswer]]":
        self.pieces.append(piece)
        future: Future[list[AnyAnswer]] = Future()
        if self.at_once:
            future.set_result(answers_to(piece))
        else:
            self.held.append((piece, future))
        return future

    def answer(self, number: int = 0) -> None:
        """Answer one of the pieces that are held."""
        piece, future = self.held.pop(number)
        future.set_result(answers_to(piece))

    def fail(self, fault: Exception) -> None:
        self.held.pop(0)[1].set_exception(fault)


@pytest.fixture
def verifying() -> Verifying:
    return Verifying()
