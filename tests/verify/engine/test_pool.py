"""The pool on work of its own: order, back-pressure, workers that die or hang."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from verify.engine.frames import Pixels
from verify.engine.pool import Lost, Pool
from verify.engine.worker import Work

WORKERS = 2


def work(piece: Any, pixels: Pixels | None) -> Any:
    """What a word asks for: die, hang, take long, else say it back; of pixels their sum."""
    if pixels is not None:
        return int(pixels.sum()), pixels.shape
    if piece == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if piece == "leave":
        os._exit(3)
    if piece == "hang":
        time.sleep(3600)
    if piece == "slow":
        time.sleep(0.2)
    return piece


def make() -> Work:
    return work


def make_nothing() -> Work:
    os._exit(1)


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(make, WORKERS, stuck_seconds=2) as opened:
        yield opened


def results(pool: Pool, pieces: Iterable[Any]) -> list[Any]:
    return [future.result() for future in [pool.submit(piece) for piece in pieces]]


def test_results_come_in_the_order_of_the_pieces(pool: Pool) -> None:
    pieces = ["slow" if number % 7 == 0 else number for number in range(60)]
    assert pieces == results(pool, pieces)


def test_no_pieces_no_results(pool: Pool) -> None:
    assert [] == results(pool, [])


def test_a_pool_takes_one_run_after_the_other(pool: Pool) -> None:
    assert [[1, 2], [3]] == [results(pool, [1, 2]), results(pool, [3])]


def test_pixels_arrive_whole_whatever_their_size(pool: Pool) -> None:
    pictures = [np.full((3 + n % 5, 40 * (n % 3 + 1)), n, np.uint8) for n in range(50)]
    assert [(int(p.sum()), p.shape) for p in pictures] == [
        f.result() for f in [pool.submit(None, picture) for picture in pictures]
    ]


def test_a_worker_that_dies_costs_one_piece(pool: Pool) -> None:
    pieces: list[object] = list(range(40))
    pieces[5], pieces[6], pieces[20] = "die", "die", "leave"
    killed, left = Lost("was ended by signal 9"), Lost("ended with code 3")
    assert [*range(5), killed, killed, *range(7, 20), left, *range(21, 40)] == results(pool, pieces)


def test_a_worker_that_hangs_costs_one_piece(pool: Pool) -> None:
    assert [0, Lost("took longer than 2 s"), 2, 3, 4] == results(pool, [0, "hang", 2, 3, 4])


def test_workers_that_cannot_start_are_told() -> None:
    with Pool(make_nothing, 1) as pool, pytest.raises(RuntimeError, match="cannot start"):
        results(pool, [1])


def test_what_nobody_waits_for_is_not_done(pool: Pool) -> None:
    futures = [pool.submit("slow") for _ in range(30)]
    assert all(future.cancel() for future in futures[10:])
    assert [1] == results(pool, [1])


def test_a_closed_pool_cancels_what_is_under_way() -> None:
    pool = Pool(make, 1)
    futures = [pool.submit("slow") for _ in range(20)]
    pool.close()
    assert futures[-1].cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        pool.submit(1)


def test_a_closed_pool_leaves_no_process() -> None:
    with Pool(make, WORKERS) as pool:
        results(pool, [1, 2, 3])
        pids = [worker.process.pid for worker in pool._team]
    assert [False, False] == [Path(f"/proc/{pid}").exists() for pid in pids]
