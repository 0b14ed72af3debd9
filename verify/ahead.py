"""Reading ahead: the next page comes from its file in another thread while one is looked at."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

_Item = TypeVar("_Item")
_END: Final = object()


def ahead(items: Iterator[_Item]) -> Generator[_Item, None, None]:
    """The same items in their order, each made in another thread while the one before is dealt with.

    What making an item raises is raised in its place.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as reader:
        try:
            coming = reader.submit(next, items, _END)
            while (item := coming.result()) is not _END:
                coming = reader.submit(next, items, _END)
                yield item  # type: ignore[misc]  # a sentinel cannot be told apart by its type
        finally:
            if isinstance(items, Generator):
                # In the thread that made them: files and libraries are let go where they were taken.
                reader.submit(items.close)
