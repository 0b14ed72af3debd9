"""The pool on work of its own: order, back-pressure, workers that die or hang."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from verify.engine.pool import AHEAD, Lost, Pool

WORKERS = 2


def work(piece: Any) -> Any:
    """What a word asks for: die, hang, take long, else say it back; of pixels their sum."""
    if isinstance(piece, np.ndarray):
        return int(piece.sum()), piece.shape
    if piece == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if piece == "leave":
        os._exit(3)
    if piece == "hang":
        time.sleep(3600)
    if piece == "slow":
        time.sleep(0.2)
    return piece


def make() -> Callable[[Any], Any]:
    return work


def make_nothing() -> Callable[[Any], Any]:
    os._exit(1)


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(make, WORKERS, stuck_seconds=2) as opened:
        yield opened


def test_results_come_in_the_order_of_the_pieces(pool: Pool) -> None:
    pieces = ["slow" if number % 7 == 0 else number for number in range(60)]
    assert pieces == list(pool.results(pieces))


def test_no_pieces_no_results(pool: Pool) -> None:
    assert [] == list(pool.results([]))


def test_a_pool_takes_one_run_after_the_other(pool: Pool) -> None:
    assert [[1, 2], [3]] == [list(pool.results([1, 2])), list(pool.results([3]))]


def test_pixels_arrive_whole_whatever_their_size(pool: Pool) -> None:
    pictures = [np.full((3 + n % 5, 40 * (n % 3 + 1)), n, np.uint8) for n in range(50)]
    assert [(int(p.sum()), p.shape) for p in pictures] == list(pool.results(pictures))


def test_a_worker_that_dies_costs_one_piece(pool: Pool) -> None:
    pieces: list[object] = list(range(40))
    pieces[5], pieces[6], pieces[20] = "die", "die", "leave"
    killed, left = Lost("was ended by signal 9"), Lost("ended with code 3")
    assert [*range(5), killed, killed, *range(7, 20), left, *range(21, 40)] == list(pool.results(pieces))


def test_a_worker_that_hangs_costs_one_piece(pool: Pool) -> None:
    assert [0, Lost("took longer than 2 s"), 2, 3, 4] == list(pool.results([0, "hang", 2, 3, 4]))


def test_pieces_are_taken_as_others_are_answered(pool: Pool) -> None:
    taken = []

    def pieces() -> Iterator[int]:
        for number in range(200):
            taken.append(number)
            yield number

    results = pool.results(pieces())
    ahead = [len(taken) - given for given, _ in enumerate(results)]
    assert max(ahead) <= WORKERS * AHEAD


def test_workers_that_cannot_start_are_told() -> None:
    with Pool(make_nothing, 1) as pool, pytest.raises(RuntimeError, match="cannot start"):
        list(pool.results([1]))


def test_a_run_that_is_left_early_does_not_disturb_the_next(pool: Pool) -> None:
    results = pool.results(["slow"] * 10)
    next(results)
    results.close()
    assert [1, 2, 3] == list(pool.results([1, 2, 3]))


def test_a_closed_pool_leaves_no_process() -> None:
    with Pool(make, WORKERS) as pool:
        list(pool.results([1, 2, 3]))
        pids = [worker.process.pid for worker in pool._team]
    assert [False, False] == [Path(f"/proc/{pid}").exists() for pid in pids]
