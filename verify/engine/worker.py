"""What a worker process does: take a piece, deal with it, say what came of it, take the next."""

import pickle
import signal
from collections.abc import Callable
from concurrent.futures import Future
from multiprocessing.connection import Connection
from typing import Any, Protocol

from verify.engine.frames import Attached, Pixels
from verify.threads import one_thread

Work = Callable[[Any, Pixels | None], Any]
"""Deals with one piece and its pixels, which are gone when it returns."""


class Crew(Protocol):
    """Workers, wherever they are."""

    @property
    def room(self) -> int:
        """Pieces under way with which all workers are busy, even while one of them is slow."""

    def submit(self, piece: Any, pixels: Pixels | None = None) -> "Future[Any]":
        """What will come of a piece: the work's result, or `verify.engine.pool.Lost`."""

    def close(self) -> None:
        """Stop the workers; what is under way is cancelled."""


Hire = Callable[[Callable[[], Work], int], Crew]
"""Starts so many workers, each with work that it makes itself."""
READY = b"ready"
"""What a worker says once it can take pieces."""


def serve(connection: Connection, make: Callable[[], Work]) -> None:
    """Deal with pieces until the parent closes the connection.

    Args:
        connection: pieces come in, what came of them goes out, pickled, in the same order.
        make: gives the function that deals with one piece; called once.
    """
    # The parent decides when to stop; a Ctrl-C reaches the whole group.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    one_thread()
    work = make()
    attached = Attached()
    connection.send_bytes(READY)
    while True:
        try:
            piece, frame = pickle.loads(connection.recv_bytes())  # noqa: S301 - written by our parent
        except EOFError:
            return
        result = work(piece, None if frame is None else attached.pixels(frame))
        connection.send_bytes(pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
