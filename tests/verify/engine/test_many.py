"""`Verifier.verify_many` with workers: the answers of one process, in order, whatever befalls a worker."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from fixtures.handplaced import Pixels
from indicia.errors import UsageError
from tests.verify.conftest import DAY
from verify import ErrorAnswer, Verifier
from verify.engine import line as lines
from verify.engine.pool import AHEAD, Pool


def started(monkeypatch: pytest.MonkeyPatch) -> list[Pool]:
    """The pools that are started from now on."""
    pools: list[Pool] = []

    def start(*arguments: object, **options: object) -> Pool:
        pools.append(Pool(*arguments, **options))  # type: ignore[arg-type]  # passed on as they come
        return pools[-1]

    monkeypatch.setattr(lines, "Pool", start)
    return pools


def test_two_workers_answer_as_one_process_does(
    trust: Path, picture: Pixels, letter_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    images: list[str | Path | Pixels] = [letter_file, "broken.png", picture, letter_file.name, "absent.png"]
    verifier = Verifier(os.path.relpath(trust), DAY, deposit_zip="06926", dpi=300).on(DAY.replace(day=16))
    alone = [answer.json() for answer in verifier.verify_many(images)]
    assert alone == [answer.json() for answer in verifier.verify_many(images, workers=2)]
    assert any("604.4.8.13-complete" in answer for answer in alone)


def test_pictures_are_taken_only_as_answers_are(trust: Path) -> None:
    taken = 0

    def pictures() -> Iterator[Pixels]:
        nonlocal taken
        for _ in range(200):
            taken += 1
            yield np.full((60, 90), 255, np.uint8)

    answers = Verifier(trust, DAY).verify_many(pictures(), workers=2)
    next(answers)
    assert taken <= 2 * AHEAD + 1
    assert 199 == sum(1 for _ in answers)


def test_a_worker_that_is_killed_costs_at_most_the_piece_that_it_was_at(
    trust: Path, picture: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools = started(monkeypatch)
    answers = Verifier(trust, DAY).verify_many([picture] * 40, workers=2)
    found = [next(answers)]
    victim = pools[0]._team[0].process.pid
    assert victim
    os.kill(victim, signal.SIGKILL)
    found += answers
    assert 40 == len(found)
    assert sum(isinstance(answer, ErrorAnswer) for answer in found) <= 1
    assert not Path(f"/proc/{victim}").exists()


def test_answers_that_nobody_wants_any_more_leave_no_worker(
    trust: Path, picture: Pixels, monkeypatch: pytest.MonkeyPatch
) -> None:
    pools = started(monkeypatch)
    answers = Verifier(trust, DAY).verify_many([picture] * 40, workers=1)
    next(answers)
    pids = [worker.process.pid for worker in pools[0]._team]
    answers.close()  # type: ignore[attr-defined]  # it is a generator
    assert [False] == [Path(f"/proc/{pid}").exists() for pid in pids]


def test_fewer_workers_than_none_are_refused(trust: Path) -> None:
    with pytest.raises(UsageError, match="workers"):
        next(Verifier(trust, DAY).verify_many([], workers=-1))
