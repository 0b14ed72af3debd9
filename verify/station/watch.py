"""The loop of a watched folder: look, let in, finish."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future

from watchfiles import watch

from indicia.errors import OutputError
from verify.answer import AnyAnswer
from verify.station.folder import Arrivals, Found, Places, Take, finish

UNDER_WAY = 64
"""Pictures that are let in and not finished."""
LOOK_MS = 200
"""How long the loop waits for news before it looks by itself."""

_log = logging.getLogger(__name__)


def watched(
    places: Places,
    take: Take,
    stop: threading.Event,
    *,
    settle_seconds: float,
    polling: bool,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[Found, list[AnyAnswer]]]:
    """Every picture with its answers, once it is finished, until `stop` is set; then what was let in is finished.

    Args:
        places: where pictures come from and go to.
        take: lets a picture in.
        stop: ends the loop.
        settle_seconds: how long a picture must not change before it counts as whole.
        polling: look at the folder again and again, for network mounts that tell nothing.
        clock: seconds from any origin.
    """
    arrivals = Arrivals(places.inbox, settle_seconds)
    waiting: deque[Found] = deque()
    under_way: deque[tuple[Found, Future[list[AnyAnswer]]]] = deque()
    for _ in _news(places, stop, polling=polling):
        waiting.extend(arrivals.whole(clock()))
        while waiting or under_way:
            while waiting and len(under_way) < UNDER_WAY and not stop.is_set():
                found = waiting.popleft()
                under_way.append((found, take(found)))
            if not under_way:
                break
            yield from _finished(*under_way.popleft(), places)
            waiting.extend(arrivals.whole(clock()))


def _finished(
    found: Found, future: "Future[list[AnyAnswer]]", places: Places
) -> Iterator[tuple[Found, list[AnyAnswer]]]:
    """The picture with its answers when they are written; one that vanished meanwhile is nobody's any more."""
    answers = future.result()
    if not found.path.exists():
        _log.warning("a picture left the folder before it was finished")
        return
    finish(found, answers, places)
    yield found, answers


def _news(places: Places, stop: threading.Event, *, polling: bool) -> Iterator[None]:
    """Something once at the start, whenever the folder changes, and every LOOK_MS; until `stop` is set."""
    yield
    while not stop.is_set():
        changes = watch(
            places.inbox,
            stop_event=stop,
            debounce=LOOK_MS,
            step=50,
            rust_timeout=LOOK_MS,
            yield_on_timeout=True,
            raise_interrupt=True,
            force_polling=polling,
            poll_delay_ms=LOOK_MS,
            recursive=False,
        )
        try:
            for _ in changes:
                yield
        except FileNotFoundError as gone:
            raise OutputError(f"{places.inbox} is gone") from gone
        except RuntimeError as fault:
            # The library cannot tell of a name that is no UTF-8; we look by ourselves and have it watch anew.
            _log.warning("the folder is watched anew: %s", type(fault).__name__)
            yield
