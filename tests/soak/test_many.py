"""A long line through `verify_many`: every piece answered in order, and memory that does not grow."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.mint import AMOUNT, DAY, DPI, Mint, Pixels
from tests.soak.memory import resident
from verify import Answer, Verifier

FULL = os.environ.get("INDICIA_SOAK") == "full"
PIECES, WARM = (100_000, 1000) if FULL else (240, 40)
GROWTH = 0.05
"""Of what is held after the first WARM pieces."""
SLACK_KB = 0 if FULL else 60_000
"""After few pieces the libraries' tables are still filling."""
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


def frames(mint: Mint) -> Iterator[Pixels]:
    """Pieces of many sizes, each with an indicium of its own."""
    for number in range(PIECES):
        frame = mint.frame(number)
        yield frame if number % 50 else frame.repeat(2, 0).repeat(2, 1)


@pytest.mark.parametrize("workers", [0, 2])
def test_memory_is_that_of_the_first_pieces(workers: int, tmp_path: Path) -> None:
    mint = Mint.opened(tmp_path)
    verifier = Verifier(mint.trust, DAY, dpi=DPI)
    start, held, most = time.perf_counter(), 0, 0
    number = 0
    for number, answer in enumerate(verifier.verify_many(frames(mint), workers=workers), 1):
        assert isinstance(answer, Answer), answer
        (mark,) = answer.indicia
        assert mark.message is not None
        assert ("valid", number * AMOUNT) == (mark.signature, mark.message.fields["ascending_register"])
        if number == WARM:
            held = resident(os.getpid())
        elif number % WARM == 0:
            most = max(most, resident(os.getpid()))
    seconds = time.perf_counter() - start
    assert PIECES == number
    sys.stdout.write(
        f"{workers} workers: {PIECES} pieces, {PIECES / seconds:.0f} a second; {held / 1024:.1f} MB after {WARM}, "
        f"at most {most / 1024:.1f} MB later\n"
    )
    assert most <= held * (1 + GROWTH) + SLACK_KB
