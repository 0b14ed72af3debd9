"""Pieces that arrive, each let in once, and no more of them than can be dealt with."""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from threading import RLock

from indicia.errors import InputError
from verify.answer import AnyAnswer
from verify.engine.pieces import Piece, Submit
from verify.station.metrics import Metrics

Lines = list[str]
"""The answers to one piece, one a page, as JSON."""
REMEMBERED = 2000
"""Requests with a key of their own whose answers are kept, to be given again."""


class Full(Exception):  # noqa: N818 - a refusal, not a fault
    """The station has as many pieces as it takes."""

    def __init__(self, retry_after: int) -> None:
        """Say when there may be room.

        Args:
            retry_after: seconds.
        """
        super().__init__(f"the station is full; try again in {retry_after} s")
        self.retry_after = retry_after


class Intake:
    """Lets pieces in, up to a limit, and remembers those that came under a key."""

    def __init__(
        self, submit: Submit, *, limit: int, metrics: Metrics, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start empty.

        Args:
            submit: takes a piece.
            limit: pieces under way at once.
            metrics: what to count in.
            clock: seconds from any origin.
        """
        self._submit = submit
        self._limit = limit
        self._metrics = metrics
        self._clock = clock
        # A piece can be answered before it is let in whole, in the same thread.
        self._lock = RLock()
        self._under_way = 0
        self._pace = 0.05
        """Seconds between two answers, a running mean: what a caller is told to wait is made of it."""
        self._last: float | None = None
        self._known: OrderedDict[str, tuple[bytes, list[Future[Lines]]]] = OrderedDict()

    @property
    def under_way(self) -> int:
        """Pieces that arrived and are not answered."""
        return self._under_way

    def take(self, pieces: Sequence[Piece], key: str | None = None, digest: bytes = b"") -> "list[Future[Lines]]":
        """What will come of each piece; all of them are let in, or none.

        Args:
            pieces: of one request.
            key: the request's own; a request that came before under the same key is answered with its answers.
            digest: of what the request has, to tell that it is the same.

        Raises:
            InputError: another request came under that key.
            Full: there is no room; nothing was let in.
        """
        with self._lock:
            if key is not None and key in self._known:
                self._known.move_to_end(key)
                before, known = self._known[key]
                if before != digest:
                    raise InputError(f"another request came under the Idempotency-Key {key!r}")
                return known
            if self._under_way + len(pieces) > self._limit:
                self._metrics.refused("full")
                raise Full(max(1, round(self._under_way * self._pace)))
            self._under_way += len(pieces)
            self._metrics.queue(self._under_way)
            futures = [self._let_in(piece) for piece in pieces]
            if key is not None:
                self._remember(key, digest, futures)
            return futures

    def _let_in(self, piece: Piece) -> "Future[Lines]":
        arrived = self._clock()
        told: Future[Lines] = Future()
        told.set_running_or_notify_cancel()
        self._submit(piece).add_done_callback(lambda done: self._left(done, told, arrived))
        return told

    def _left(self, done: "Future[list[AnyAnswer]]", told: "Future[Lines]", arrived: float) -> None:
        """A piece is answered."""
        now = self._clock()
        with self._lock:
            self._under_way -= 1
            self._metrics.queue(self._under_way)
            if self._last is not None:
                self._pace += 0.05 * (min(now - self._last, 1.0) - self._pace)
            self._last = now
        fault = CancelledError() if done.cancelled() else done.exception()
        if fault is not None:
            told.set_exception(fault)
            return
        self._metrics.answered(done.result(), now - arrived)
        told.set_result([answer.json() for answer in done.result()])

    def _remember(self, key: str, digest: bytes, futures: "list[Future[Lines]]") -> None:
        self._known[key] = (digest, futures)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
