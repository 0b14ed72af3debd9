"""A line of pieces: the same answers however many workers, and the ledger asked in the order of the pieces."""

import contextlib
import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from fixtures.handplaced import Pixels
from indicia.errors import OutputError
from tests.verify.conftest import DAY
from verify.answer import Answer, AnyAnswer
from verify.engine.collector import Collector
from verify.engine.line import Line
from verify.engine.pieces import Piece
from verify.ledger import Ledger, Witness
from verify.ledger.opening import open_ledger
from verify.pipeline import Verifier

AT = dt.datetime(2005, 6, 15, 9, tzinfo=dt.UTC)


@pytest.fixture
def recipe(trust: Path) -> Callable[[], Verifier]:
    return partial(Verifier, trust, DAY)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(f"sqlite:///{tmp_path}/ledger.db") as opened:
        yield opened


@pytest.fixture
def broken_file(tmp_path: Path) -> Path:
    path = tmp_path / "broken.png"
    path.write_bytes(b"this is no picture")
    return path


def shown(answers: list[list[AnyAnswer]]) -> list[list[str]]:
    return [[answer.json() for answer in pages] for pages in answers]


def duplicates(pages: list[AnyAnswer]) -> list[str]:
    found = [one.duplicate for answer in pages if isinstance(answer, Answer) for one in answer.indicia]
    return [str(sighting.status) for sighting in found if sighting is not None]


def seen_by(image: Path | Pixels, piece: str = "") -> Piece:
    return Piece(image, dpi=300, witness=Witness(AT, "dock 3", piece, "Stamford", "a.png"))


def test_workers_answer_byte_by_byte_as_one_process_does(
    recipe: Callable[[], Verifier], letter_file: Path, broken_file: Path, picture: Pixels
) -> None:
    blank = np.full((600, 900), 255, np.uint8)
    pieces = [Piece(letter_file), Piece(picture, "tray 7", 300), Piece(broken_file), Piece(blank), Piece("none")]
    with Line(recipe) as alone, Line(recipe, workers=2) as two:
        assert shown(list(alone.answers(pieces))) == shown(list(two.answers(pieces)))


def test_a_piece_is_judged_on_its_own_day(recipe: Callable[[], Verifier], letter_file: Path) -> None:
    late = DAY + dt.timedelta(days=9)
    with Line(recipe, workers=1) as line:
        today, later = line.answers([Piece(letter_file), Piece(letter_file, day=late)])
    periods = [pages[0].indicia[0].period for pages in (today, later) if isinstance(pages[0], Answer)]
    assert ["in-period", "late"] == [str(period.status) for period in periods if period]


@pytest.mark.parametrize("workers", [0, 2])
def test_the_first_piece_of_the_line_is_the_first(
    recipe: Callable[[], Verifier], ledger: Ledger, letter_file: Path, workers: int
) -> None:
    with Line(recipe, workers=workers, ledger=ledger) as line:
        answers = list(line.answers([seen_by(letter_file) for _ in range(5)]))
    assert [["first-seen"], *[["duplicate"]] * 4] == [duplicates(pages) for pages in answers]


def test_a_duplicate_is_refused_and_says_where_the_first_was(
    recipe: Callable[[], Verifier], ledger: Ledger, letter_file: Path
) -> None:
    with Line(recipe, ledger=ledger) as line:
        _, (second,) = line.answers([seen_by(letter_file), seen_by(letter_file)])
    assert isinstance(second, Answer)
    assert "duplicate" in second.reasons
    answer = second.as_dict()
    assert {
        "status": "duplicate",
        "first": {
            "at": "2005-06-15T09:00:00+00:00",
            "station": "dock 3",
            "piece": "",
            "place": "Stamford",
            "picture": "a.png",
        },
    } == answer["indicia"][0]["duplicate"]


def test_a_piece_that_is_told_again_is_no_copy(
    recipe: Callable[[], Verifier], ledger: Ledger, letter_file: Path
) -> None:
    with Line(recipe, ledger=ledger) as line:
        answers = list(line.answers([seen_by(letter_file, "p1"), seen_by(letter_file, "p1")]))
    assert [["first-seen"], ["first-seen"]] == [duplicates(pages) for pages in answers]


def test_without_a_witness_nothing_is_claimed(
    recipe: Callable[[], Verifier], ledger: Ledger, letter_file: Path
) -> None:
    with Line(recipe, ledger=ledger) as line:
        answers = list(line.answers([Piece(letter_file), Piece(letter_file)]))
    assert [[], []] == [duplicates(pages) for pages in answers]


def test_a_ledger_that_cannot_be_written_answers_nothing(
    recipe: Callable[[], Verifier], ledger: Ledger, letter_file: Path, tmp_path: Path
) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "ledger.db")) as other:
        other.execute("DROP TABLE indicium")
    with Line(recipe, ledger=ledger) as line, pytest.raises(OutputError):
        list(line.answers([seen_by(letter_file)]))


def test_single_pieces_are_claimed_as_they_arrive(
    recipe: Callable[[], Verifier], ledger: Ledger, letter_file: Path, picture: Pixels
) -> None:
    with Line(recipe, workers=2, ledger=ledger) as line, Collector(line) as collector:
        futures = [collector.submit(seen_by(image)) for image in (picture, letter_file, picture)]
        assert [["first-seen"], ["duplicate"], ["duplicate"]] == [duplicates(one.result()) for one in futures]


def test_a_line_without_workers_takes_no_single_pieces(recipe: Callable[[], Verifier], letter_file: Path) -> None:
    with Line(recipe) as line, pytest.raises(ValueError, match="workers"):
        line.submit(Piece(letter_file))
