"""What `verify watch` and `verify serve` share: workers and ledger, opened and closed together."""

import contextlib
from collections.abc import Callable, Iterator

from verify.engine.collector import Collector
from verify.engine.line import Line
from verify.ledger.opening import open_ledger
from verify.pipeline import Verifier


@contextlib.contextmanager
def opened(recipe: Callable[[], Verifier], *, workers: int, ledger: str | None) -> Iterator[Collector]:
    """A collector of pieces with its workers and its ledger; at the end, what has come is answered first."""
    with contextlib.ExitStack() as stack:
        register = None if ledger is None else stack.enter_context(open_ledger(ledger))
        line = stack.enter_context(Line(recipe, workers=workers, ledger=register))
        yield stack.enter_context(Collector(line))
