"""A line of pieces: verified here or by workers, then shown to the ledger in their order, then answered.

The ledger is asked by one collector, never by the workers: whatever worker is quicker, the first piece of the line
is the first. Claims are made in batches, and no answer leaves before its batch is committed.
"""

import contextlib
import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np

from indicia.errors import ExitCode, IndiciaError, UsageError
from verify.answer import AnyAnswer, ErrorAnswer
from verify.check.duplicates import Clerk
from verify.engine.batches import batches
from verify.engine.fetch import fetched, is_url
from verify.engine.frames import Pixels
from verify.engine.pieces import Judge, Piece, Recipe
from verify.engine.pool import Lost, Pool
from verify.engine.transport import Transport
from verify.engine.worker import Crew, Hire
from verify.ledger import Ledger

Answered = tuple[Piece, list[AnyAnswer]]


class _Work:
    """Deals with one piece in a worker."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._transport = Transport(judge.rows)

    def __call__(self, piece: Piece, pixels: Pixels | None) -> bytes:
        whole = piece if pixels is None else replace(piece, image=pixels)
        return self._transport.dumps(_verified(self._judge, whole))


@dataclass(frozen=True, slots=True)
class _Make:
    """Makes a worker's work."""

    recipe: Recipe

    def __call__(self) -> _Work:
        judge = self.recipe()
        judge.warm_up()
        return _Work(judge)


def _verified(judge: Judge, piece: Piece) -> list[AnyAnswer]:
    judging = judge if piece.day is None else judge.on(piece.day)
    name = piece.name or (None if isinstance(piece.image, np.ndarray) else str(piece.image))
    with contextlib.ExitStack() as stack:
        try:
            image = stack.enter_context(fetched(piece.image)) if is_url(piece.image) else piece.image
        except IndiciaError as fault:
            return [ErrorAnswer.of(name, fault)]
        return [answer for _, answer in judging.pages_or_error(image, called=name, dpi=piece.dpi)]


class Line:
    """Pieces in, answers out, in the order of the pieces."""

    def __init__(
        self, recipe: Recipe, *, workers: int = 0, ledger: Ledger | None = None, hire: Hire | None = None
    ) -> None:
        """Start the workers.

        Args:
            recipe: makes the judge of this process and of every worker.
            workers: processes; 0 verifies in this one.
            ledger: register of indicia already seen; the line asks it from one thread.
            hire: starts the workers; None starts processes on this machine, where any are asked for.

        Raises:
            IndiciaError: the recipe makes no judge: trust directory, policy.
            UsageError: fewer workers than none.
        """
        if workers < 0:
            raise UsageError(f"{workers} workers; allowed: 0 and more")
        self._judge = recipe()
        self._clerk = None if ledger is None else Clerk(ledger, self._judge.rows)
        self._transport = Transport(self._judge.rows)
        self._crew = (hire or Pool)(_Make(recipe), workers) if workers or hire else None

    def answers(self, pieces: Iterable[Piece]) -> Iterator[list[AnyAnswer]]:
        """The answers to each piece, one a page; pieces are taken only as others are answered.

        Raises:
            OutputError: the ledger cannot be written; what was given out before is recorded.
        """
        worked = self._here(pieces) if self._crew is None else self._by_workers(pieces, self._crew)
        if self._clerk is None:
            yield from (answers for _, answers in worked)
            return
        for batch in batches(worked):
            yield from self.claimed(batch)

    def submit(self, piece: Piece) -> "Future[list[AnyAnswer]]":
        """The answers to one piece before the ledger was asked; they come later. Needs workers."""
        if self._crew is None:
            raise ValueError("a line without workers takes no single pieces")
        told: Future[list[AnyAnswer]] = Future()
        told.set_running_or_notify_cancel()
        self._sent(piece, self._crew).add_done_callback(lambda done: self._pass_on(piece, done, told))
        return told

    def claimed(self, batch: Sequence[Answered]) -> list[list[AnyAnswer]]:
        """The answers to some pieces with what the ledger says of them, all committed.

        Raises:
            OutputError: the ledger cannot be written; none of them is recorded.
        """
        if self._clerk is None:
            return [answers for _, answers in batch]
        told = iter(self._clerk.told([(answer, piece.witness) for piece, answers in batch for answer in answers]))
        return [list(itertools.islice(told, len(answers))) for _, answers in batch]

    def close(self) -> None:
        """Stop the workers; what is under way is cancelled."""
        if self._crew is not None:
            self._crew.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _here(self, pieces: Iterable[Piece]) -> Iterator[Answered]:
        """Every piece with its answers, verified in this process."""
        return ((piece, _verified(self._judge, piece)) for piece in pieces)

    def _by_workers(self, pieces: Iterable[Piece], crew: Crew) -> Iterator[Answered]:
        """The same by the workers, in the order of the pieces."""
        under_way: deque[tuple[Piece, Future[Any]]] = deque()
        try:
            for piece in pieces:
                under_way.append((piece, self._sent(piece, crew)))
                while under_way and (under_way[0][1].done() or len(under_way) >= crew.room):
                    yield self._received(*under_way.popleft())
            while under_way:
                yield self._received(*under_way.popleft())
        finally:
            for _, future in under_way:
                future.cancel()

    def _sent(self, piece: Piece, crew: Crew) -> "Future[Any]":
        if is_url(piece.image):
            return crew.submit(piece)
        if isinstance(piece.image, np.ndarray):
            return crew.submit(replace(piece, image=""), piece.image)
        # Workers may stand in another folder; answers keep the path as it was given.
        name = piece.name or str(piece.image)
        return crew.submit(replace(piece, image=Path(piece.image).absolute(), name=name))

    def _received(self, piece: Piece, future: "Future[Any]") -> Answered:
        """A piece with what a worker says of it."""
        result = future.result()
        if isinstance(result, Lost):
            name = piece.name or (None if isinstance(piece.image, np.ndarray) else str(piece.image))
            said = f"{name or 'a picture'}: internal error: the process that verified it {result.why}"
            return piece, [ErrorAnswer(name, ExitCode.INTERNAL, said)]
        return piece, self._transport.loads(result)

    def _pass_on(self, piece: Piece, done: "Future[Any]", told: "Future[list[AnyAnswer]]") -> None:
        try:
            told.set_result(self._received(piece, done)[1])
        except BaseException as fault:  # told to who waits: the pool was closed, or its workers cannot start
            told.set_exception(fault)
