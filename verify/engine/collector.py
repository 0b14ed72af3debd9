"""Pieces that come one by one, claimed in the order of their arrival: what a station needs of a line."""

import queue
import threading
from concurrent.futures import Future
from typing import Self

from verify.answer import AnyAnswer
from verify.engine.batches import BATCH
from verify.engine.line import Line
from verify.engine.pieces import Piece

_Waiting = tuple[Piece, "Future[list[AnyAnswer]]", "Future[list[AnyAnswer]]"]


class Collector:
    """Takes pieces from any thread; one thread of its own asks the ledger, first come, first claimed."""

    def __init__(self, line: Line) -> None:
        """Start collecting.

        Args:
            line: with workers.
        """
        self._line = line
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._collect, name="verify-collector", daemon=True)
        self._thread.start()

    def submit(self, piece: Piece) -> "Future[list[AnyAnswer]]":
        """The answers to one piece, which come later."""
        told: Future[list[AnyAnswer]] = Future()
        told.set_running_or_notify_cancel()
        with self._lock:  # the order of the queue is that of arrival
            self._waiting.put((piece, self._line.submit(piece), told))
        return told

    @property
    def alive(self) -> bool:
        """Whether pieces can still be answered."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Stop when what has come is answered."""
        self._waiting.put(None)
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _collect(self) -> None:
        while (one := self._waiting.get()) is not None:
            batch = [one]
            # Whatever is finished by now goes into the same transaction.
            while len(batch) < BATCH and not self._waiting.empty():
                following = self._waiting.get()
                if following is None:
                    self._waiting.put(None)
                    break
                batch.append(following)
                if not following[1].done():
                    break
            self._answer(batch)

    def _answer(self, batch: list[_Waiting]) -> None:
        """Wait for a few pieces, ask the ledger, tell who waits."""
        answered = []
        for piece, working, told in batch:
            try:
                answered.append((piece, working.result(), told))
            except BaseException as fault:  # told to who waits
                told.set_exception(fault)
        try:
            claimed = self._line.claimed([(piece, answers) for piece, answers, _ in answered])
        except BaseException as fault:  # told to who waits: none of these is recorded
            for _, _, told in answered:
                told.set_exception(fault)
            return
        for (_, _, told), answers in zip(answered, claimed, strict=True):
            told.set_result(answers)
