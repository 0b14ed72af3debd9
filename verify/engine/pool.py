"""A pool of worker processes that outlives its workers.

Every worker has a pipe of its own and at most `DEPTH` pieces: the one it is at and the next, so that it never
waits for the parent. A worker that ends or hangs costs the piece it was at; what waited behind it goes to its
successor. One thread of the parent hands pieces out and takes results in.
"""

import contextlib
import multiprocessing as mp
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, Self

from verify.engine.frames import FrameRef, Frames, Pixels
from verify.engine.worker import READY, Work, serve

DEPTH = 2
"""Pieces that a worker has at once."""
AHEAD = 8
"""Pieces a worker that should be under way: a slow one then does not stop the others."""
STUCK_SECONDS = 60.0
"""A worker that is at one piece for so long is taken for stuck."""


@dataclass(frozen=True, slots=True)
class Lost:
    """In the place of a result: the worker ended or hung at this piece."""

    why: str
    """A few words."""


@dataclass(frozen=True, slots=True)
class _Task:
    sent: Any
    """The piece as the worker gets it, without its pixels."""
    frame: FrameRef | None
    """Where the worker finds those."""
    future: "Future[Any]"


@dataclass(slots=True)
class _Worker:
    """One process and what it has to do."""

    process: BaseProcess
    connection: Connection
    tasks: deque[_Task] = field(default_factory=deque)
    since: float = 0.0
    """When it began with the first of its tasks."""
    ready: bool = False


class Pool:
    """Workers, started with the pool and stopped when it is closed."""

    def __init__(self, make: Callable[[], Work], workers: int, *, stuck_seconds: float = STUCK_SECONDS) -> None:
        """Start the workers.

        Args:
            make: gives a worker the function that deals with one piece; it must be picklable.
            workers: how many processes.
            stuck_seconds: how long a worker may be at one piece.
        """
        self.workers = workers
        self._make = make
        self._stuck_seconds = stuck_seconds
        self._context = _context()
        self._frames = Frames()
        self._waiting: deque[_Task] = deque()
        self._lock = threading.Lock()
        """Of what both threads touch: the frames and the pieces that wait."""
        self._waker, self._woken = self._context.Pipe(duplex=False)[::-1]
        self._closing = False
        self._failure: RuntimeError | None = None
        self._team = [self._start() for _ in range(workers)]
        self._thread = threading.Thread(target=self._manage, name="verify-pool", daemon=True)
        self._thread.start()

    @property
    def room(self) -> int:
        """Pieces under way with which all workers are busy, even while one of them is slow."""
        return self.workers * AHEAD

    def submit(self, piece: Any, pixels: Pixels | None = None) -> "Future[Any]":
        """What will come of a piece: the work's result, or `Lost`.

        Args:
            piece: what the work gets; it must be picklable.
            pixels: what the work gets with it; they are copied to where the workers see them before this returns.

        Raises:
            RuntimeError: the pool is closed, or its workers cannot start.
        """
        future: Future[Any] = Future()
        with self._lock:
            if self._closing or self._failure:
                raise self._failure or RuntimeError("the pool is closed")
            frame = None if pixels is None else self._frames.put(pixels)
            self._waiting.append(_Task(piece, frame, future))
        self._waker.send_bytes(b"!")
        return future

    def close(self) -> None:
        """Stop the workers and give their memory back; what is under way is cancelled."""
        with self._lock:
            closed, self._closing = self._closing, True
        if closed:
            return
        self._waker.send_bytes(b"!")
        self._thread.join()
        for worker in self._team:
            _stop(worker)
        for task in [*self._waiting, *(task for worker in self._team for task in worker.tasks)]:
            task.future.cancel()
        self._team.clear()
        self._frames.close()
        self._waker.close()
        self._woken.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        # Daemons end with their parent, however that ends.
        process = self._context.Process(target=serve, args=(theirs, self._make), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _manage(self) -> None:
        """Hand pieces out and take results in, until the pool is closed or no worker can start."""
        try:
            while not self._closing:
                self._hand_out()
                self._take_in()
        except RuntimeError as failure:
            self._fail(failure)

    def _hand_out(self) -> None:
        """Give pieces to the workers that have fewest."""
        while len((worker := min(self._team, key=lambda one: len(one.tasks))).tasks) < DEPTH:
            with self._lock:
                if not self._waiting:
                    return
                task = self._waiting.popleft()
            if task.future.cancelled():
                self._release(task)
            else:
                self._hand(worker, task)

    def _hand(self, worker: _Worker, task: _Task) -> None:
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        # To one that just died nothing can be sent; its end is noticed when results are taken in.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            worker.connection.send_bytes(pickle.dumps((task.sent, task.frame), pickle.HIGHEST_PROTOCOL))

    def _take_in(self) -> None:
        """Wait until a worker or `submit` says something, or a worker's time is over."""
        by_connection = {worker.connection: worker for worker in self._team}
        ready = wait([self._woken, *by_connection], timeout=self._patience())
        for connection in ready:
            if connection is self._woken:
                self._woken.recv_bytes()
            else:
                self._receive(by_connection[connection])  # type: ignore[index]  # one that we asked for
        for worker in [worker for worker in self._team if worker.tasks and worker.ready]:
            if time.monotonic() - worker.since > self._stuck_seconds:
                self._replace(worker, f"took longer than {self._stuck_seconds:g} s")

    def _patience(self) -> float | None:
        """Seconds until the first worker counts as stuck; None while all are idle."""
        begun = [worker.since for worker in self._team if worker.tasks and worker.ready]
        return max(0.0, min(begun) + self._stuck_seconds - time.monotonic()) if begun else None

    def _receive(self, worker: _Worker) -> None:
        """Take in the next thing that a worker says."""
        try:
            said = worker.connection.recv_bytes()
        except (EOFError, ConnectionResetError):
            worker.process.join()
            self._replace(worker, _ended(worker.process.exitcode))
            return
        worker.since = time.monotonic()
        if said == READY:
            worker.ready = True
            return
        task = worker.tasks.popleft()
        self._release(task)
        tell(task.future, pickle.loads(said))  # noqa: S301 - written by our child

    def _replace(self, worker: _Worker, why: str) -> None:
        """Tell of the piece that a worker was at; what waited behind it goes to its successor."""
        if not worker.ready:
            raise RuntimeError(f"a worker process cannot start: it {why}")
        _stop(worker)
        successor = self._start()
        self._team[self._team.index(worker)] = successor
        lost = worker.tasks.popleft() if worker.tasks else None
        for task in worker.tasks:
            self._hand(successor, task)
        if lost is not None:
            self._release(lost)
            tell(lost.future, Lost(why))

    def _release(self, task: _Task) -> None:
        if task.frame is not None:
            with self._lock:
                self._frames.release(task.frame)

    def _fail(self, failure: RuntimeError) -> None:
        """Tell everybody who waits that there will be no results."""
        with self._lock:
            self._failure = failure
            waiting = [*self._waiting, *(task for worker in self._team for task in worker.tasks)]
            self._waiting.clear()
        for task in waiting:
            if not task.future.cancelled():
                task.future.set_exception(failure)


def tell(future: "Future[Any]", result: Any) -> None:
    """Give a result to who waits for it, if anybody still does."""
    if future.set_running_or_notify_cancel():
        future.set_result(result)


def _ended(code: int | None) -> str:
    """How a process ended, in words."""
    return f"was ended by signal {-code}" if code is not None and code < 0 else f"ended with code {code}"


def _stop(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.connection.close()
    worker.process.close()


def _context() -> ForkServerContext | SpawnContext:
    """How processes are started: forked from one that has everything imported and nothing open, where there is one."""
    if "forkserver" not in mp.get_all_start_methods():
        return mp.get_context("spawn")
    context = mp.get_context("forkserver")
    context.set_forkserver_preload(["verify.pipeline"])
    return context
