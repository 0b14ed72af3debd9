"""A piece on its way through the verifier, and who deals with pieces."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from indicia.rulebook.row import Row
from verify.answer import AnyAnswer
from verify.ledger.claims import Witness
from verify.scans import Pixels, Scan

Image = str | Path | Pixels
"""A path to a picture, or H x W (x 3) uint8 pixels."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What is known of a piece before anybody looks at it."""

    image: Image
    """A path or pixels."""
    name: str | None = None
    """What its answers carry instead of the path."""
    dpi: float | None = None
    """Of pixels, where known."""
    day: dt.date | None = None
    """Of deposit; None for the verifier's own."""
    witness: Witness | None = None
    """Who saw it, for the ledger; None where nobody keeps one."""


class Judge(Protocol):
    """Whoever answers pieces: the verifier, as far as those who spread work need to know it."""

    @property
    def rows(self) -> Sequence[Row]:
        """Every row that an answer can cite, in the same order in every process."""

    def on(self, day: dt.date) -> Self:
        """The same for pieces deposited on another day."""

    def warm_up(self) -> None:
        """Do what else would make the first piece slow."""

    def pages_or_error(
        self, image: Image, *, called: str | None = None, dpi: float | None = None
    ) -> Iterator[tuple[Scan | None, AnyAnswer]]:
        """Every page of an input with its answer; never raises."""


Recipe = Callable[[], Judge]
"""Makes a judge; it must be picklable where workers are asked for."""
Submit = Callable[[Piece], "Future[list[AnyAnswer]]"]
"""Takes a piece now; its answers, one a page, come later."""
