"""Open databases for a server's threads: one each, while it works."""

import contextlib
import queue
from collections.abc import Iterator

from indicia.errors import IndiciaError, OutputError
from provider.store import Store, open_store


class Stores:
    """Databases at one URL; those that nobody works with wait here."""

    def __init__(self, url: str) -> None:
        """Open the first one, so that a database that cannot be opened is known at once.

        Raises:
            IndiciaError: as `open_store`.
        """
        self._url = url
        self._idle: queue.SimpleQueue[Store] = queue.SimpleQueue()
        self._idle.put(open_store(url))

    @contextlib.contextmanager
    def one(self) -> Iterator[Store]:
        """A database for one thread; when one fails, it and all that wait are not used again."""
        try:
            store = self._idle.get_nowait()
        except queue.Empty:
            store = open_store(self._url)
        try:
            yield store
        except IndiciaError as error:
            if isinstance(error, OutputError):
                store.close()
                self.close()
            else:
                self._idle.put(store)
            raise
        except BaseException:
            store.close()
            raise
        self._idle.put(store)

    def close(self) -> None:
        """Let go of all that wait."""
        with contextlib.suppress(queue.Empty):
            while True:
                self._idle.get_nowait().close()
