"""Workers on the machines of a Ray cluster, or on a Ray of their own here. Needs the extra `ray`.

A worker is an actor that makes its work once and keeps it: keys and tables stay warm. Pieces go to workers that are
ready, each has at most `DEPTH`, and pixels lie in Ray's object store. A worker that is lost is replaced; the piece
that it was at is tried again, since machines of a cluster come and go, until it has cost `TRIES` workers.
"""

import logging
import queue
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Self

import ray
from ray.exceptions import RayTaskError

from indicia.errors import UsageError
from verify.engine.frames import Pixels
from verify.engine.pool import AHEAD, DEPTH, STUCK_SECONDS, Lost, tell
from verify.engine.worker import Work
from verify.threads import one_thread

TRIES = 3
"""Workers that one piece may cost."""
KNOCK_SECONDS = 5.0
"""How long a cluster may take to let us in."""
STARTS = 3
"""Workers in a row that may be lost before they are ready."""


@dataclass(slots=True)
class _Task:
    sent: Any
    """The piece as the worker gets it, without its pixels."""
    pixels: Any
    """Where Ray keeps those; None for none."""
    future: "Future[Any]"
    cost: int = 0
    """Workers that were lost at it."""


_Event = _Task | Callable[[], None]


class _Actor:
    """What a worker is on its machine."""

    def __init__(self, make: Callable[[], Work]) -> None:
        one_thread()
        self._work = make()

    def ready(self) -> None:
        """Answered once the work is made."""

    def take(self, piece: Any, pixels: Pixels | None) -> Any:
        """What comes of one piece."""
        return self._work(piece, pixels)


@dataclass(slots=True, eq=False)
class _Worker:
    """One actor and what it has to do."""

    actor: Any
    tasks: deque[_Task] = field(default_factory=deque)
    since: float = 0.0
    """When it began with the first of its tasks."""
    ready: bool = False


class RayPool:
    """Workers in Ray, started with the pool and stopped when it is closed."""

    def __init__(
        self,
        make: Callable[[], Work],
        workers: int,
        *,
        address: str | None = None,
        stuck_seconds: float = STUCK_SECONDS,
    ) -> None:
        """Start the workers.

        Args:
            make: gives a worker the function that deals with one piece; it must be picklable.
            workers: how many; 0 for one on every CPU of the cluster.
            address: of the cluster, as Ray writes it; None starts a Ray on this machine. A Ray that the process is
                connected to already is used as it is.
            stuck_seconds: how long a worker may be at one piece.

        Raises:
            UsageError: there is no cluster at that address.
        """
        self._ours = connected(address, workers)
        self.workers = workers or _cpus()
        self._stuck_seconds = stuck_seconds
        self._make = ray.put(make)
        self._actor = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Actor)
        self._events: queue.SimpleQueue[_Event | None] = queue.SimpleQueue()
        """What came or happened, for the one thread that deals with it; None at the end."""
        self._waiting: deque[_Task] = deque()
        self._lock = threading.Lock()
        """Of the end: nothing is taken any more once it has come."""
        self._end: RuntimeError | None = None
        self._closed = False
        self._lost_starts = 0
        self._team = [self._start() for _ in range(self.workers)]
        self._thread = threading.Thread(target=self._manage, name="verify-ray", daemon=True)
        self._thread.start()

    @property
    def room(self) -> int:
        """Pieces under way with which all workers are busy, even while one of them is slow."""
        return self.workers * AHEAD

    def submit(self, piece: Any, pixels: Pixels | None = None) -> "Future[Any]":
        """What will come of a piece: the work's result, or `Lost`.

        Args:
            piece: what the work gets; it must be picklable.
            pixels: what the work gets with it, read only; they are copied to Ray before this returns.

        Raises:
            RuntimeError: the pool is closed, or its workers cannot start.
        """
        task = _Task(piece, None if pixels is None else ray.put(pixels), Future())
        with self._lock:
            if self._end is not None:
                raise self._end
            self._events.put(task)
        return task.future

    def close(self) -> None:
        """Stop the workers; what is under way is cancelled. A Ray that was started here ends."""
        with self._lock:
            closed, self._closed = self._closed, True
            self._end = self._end or RuntimeError("the pool is closed")
        if closed:
            return
        self._events.put(None)
        self._thread.join()
        for worker in self._team:
            ray.kill(worker.actor)
        for task in self._unanswered():
            task.future.cancel()
        if self._ours:
            ray.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start(self) -> _Worker:
        worker = _Worker(self._actor.remote(self._make))
        self._when(worker.actor.ready.remote(), partial(self._began, worker))
        return worker

    def _when(self, reference: Any, happened: Callable[["Future[Any]"], None]) -> None:
        """Have the managing thread told when Ray has an answer."""
        reference.future().add_done_callback(lambda done: self._events.put(partial(happened, done)))

    def _manage(self) -> None:
        """Deal with what happens, until the pool is closed or no worker can start."""
        try:
            while (event := self._next()) is not None:
                if isinstance(event, _Task):
                    self._waiting.append(event)
                else:
                    event()
                self._hand_out()
        except RuntimeError as failure:
            self._fail(failure)

    def _next(self) -> _Event | None:
        """What happened next: a worker's time being over is an event too."""
        busy = [worker for worker in self._team if worker.tasks]
        first = min(busy, key=lambda worker: worker.since, default=None)
        try:
            if first is None:
                return self._events.get()
            return self._events.get(timeout=max(0.0, first.since + self._stuck_seconds - time.monotonic()))
        except queue.Empty:
            return partial(self._stuck, first)  # type: ignore[arg-type]  # without one nothing is timed

    def _hand_out(self) -> None:
        """Give pieces to the ready workers that have fewest."""
        ready = [worker for worker in self._team if worker.ready]
        while self._waiting and ready:
            worker = min(ready, key=lambda one: len(one.tasks))
            if len(worker.tasks) >= DEPTH:
                return
            task = self._waiting.popleft()
            if not task.future.cancelled():
                worker.since = worker.since if worker.tasks else time.monotonic()
                worker.tasks.append(task)
                self._when(worker.actor.take.remote(task.sent, task.pixels), partial(self._done, worker, task))

    def _began(self, worker: _Worker, done: "Future[Any]") -> None:
        """A worker is ready, or was lost before it was."""
        fault = done.exception()
        worker.ready = fault is None
        self._lost_starts = 0 if fault is None else self._lost_starts + 1
        if self._lost_starts >= STARTS:
            raise RuntimeError(f"a worker cannot start: {_last_line(fault)}")
        if fault is not None and worker in self._team:
            self._team[self._team.index(worker)] = self._start()

    def _done(self, worker: _Worker, task: _Task, done: "Future[Any]") -> None:
        """Something came of a piece; what a worker says that was replaced meanwhile is of no use."""
        if worker not in self._team:
            return
        fault = done.exception()
        if fault is not None and not isinstance(fault, RayTaskError):
            self._replace(worker)
            return
        worker.tasks.remove(task)
        worker.since = time.monotonic()
        tell(task.future, done.result() if fault is None else Lost(f"failed: {_last_line(fault)}"))

    def _stuck(self, worker: _Worker) -> None:
        """A worker was at one piece for too long."""
        if time.monotonic() - worker.since >= self._stuck_seconds:
            ray.kill(worker.actor)
            tell(worker.tasks.popleft().future, Lost(f"took longer than {self._stuck_seconds:g} s"))
            self._replace(worker, blamed=False)

    def _replace(self, worker: _Worker, *, blamed: bool = True) -> None:
        """Put another in a worker's place; its pieces are tried again, the one that it was at not for ever."""
        self._team[self._team.index(worker)] = self._start()
        if blamed and worker.tasks:
            worker.tasks[0].cost += 1
            if worker.tasks[0].cost >= TRIES:
                tell(worker.tasks.popleft().future, Lost(f"was lost {TRIES} times"))
        self._waiting.extendleft(reversed(worker.tasks))
        worker.tasks.clear()

    def _unanswered(self) -> list[_Task]:
        return [*self._waiting, *(task for worker in self._team for task in worker.tasks)]

    def _fail(self, failure: RuntimeError) -> None:
        """Tell everybody who waits that there will be no results."""
        with self._lock:
            self._end = failure
        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, _Task):
                self._waiting.append(event)
        for task in self._unanswered():
            if not task.future.cancelled():
                task.future.set_exception(failure)


def connected(address: str | None, workers: int) -> bool:
    """Connect to Ray; whether that was for us to do."""
    if ray.is_initialized():
        return False
    start = partial(ray.init, log_to_driver=False, logging_level=logging.ERROR)
    try:
        _knock(address)
        if address is None:
            start("local", num_cpus=workers or None, include_dashboard=False)
        else:
            start(address)
    except (OSError, OverflowError, ValueError, RuntimeError) as fault:
        raise UsageError(f"no Ray cluster at {address}: {_last_line(fault)}") from fault
    return True


def _knock(address: str | None) -> None:
    """Raise where nobody listens at HOST:PORT: Ray itself would try for minutes."""
    host, _, port = (address or "").rpartition(":")
    if host and port.isdecimal() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=KNOCK_SECONDS).close()


def _cpus() -> int:
    """CPUs of the cluster."""
    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]  # Ray has it untyped
    return max(1, int(resources.get("CPU", 1)))


def _last_line(fault: BaseException | None) -> str:
    """What a fault says, without where."""
    return str(fault).strip().rpartition("\n")[2]
