"""A piece on its way through the verifier, and who deals with pieces."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from verify.answer import AnyAnswer
from verify.ledger.claims import Witness
from verify.pipeline import Image


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


Submit = Callable[[Piece], "Future[list[AnyAnswer]]"]
"""Takes a piece now; its answers, one a page, come later."""
