"""Pictures at URLs: brought to this machine for as long as they are looked at. Needs the extra `urls`."""

import contextlib
import logging
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, TypeGuard

from indicia.errors import InputError, MissingPartError
from verify.scans import SUFFIXES

WAITS_SECONDS = (0.2, 1.0)
"""Before a picture is asked for again: stores turn requests away when they are busy."""
_URL = re.compile(r"[a-z][a-z0-9+.-]*(::[a-z][a-z0-9+.-]*)*://")
_ADDRESSES = ("http://", "https://")
"""Of whose URLs each names one file: a question mark there is no pattern, and nothing lists a folder."""
_FINAL = (FileNotFoundError, PermissionError, IsADirectoryError, ImportError, ValueError, NotImplementedError)
"""Faults that do not go away by asking again."""

_log = logging.getLogger(__name__)


def is_url(path: object) -> TypeGuard[str]:
    """Whether a path is a URL, also one within another (`zip://a.png::s3://bucket/b.zip`)."""
    return isinstance(path, str) and _URL.match(path) is not None


def listed(url: str) -> list[str]:
    """The files that a URL stands for, sorted by name: of a pattern, or of a folder when it ends in a slash.

    Raises:
        InputError: there are none, or nobody answers.
        MissingPartError: fsspec, or what it needs for such URLs, is not installed.
    """
    pattern = f"{url}*" if url.endswith("/") else url
    if url.startswith(_ADDRESSES) or not any(mark in pattern for mark in "*["):
        return [url]
    with _faults(url):
        store, path = _fsspec().core.url_to_fs(pattern)
        found = sorted(store.unstrip_protocol(match) for match in store.glob(path) if not store.isdir(match))
    if url.endswith("/"):
        found = [match for match in found if PurePosixPath(match).suffix.lower() in SUFFIXES]
    if not found:
        raise InputError(f"{url}: no file matches")
    return found


@contextlib.contextmanager
def fetched(url: str) -> Iterator[Path]:
    """A file with what is at a URL, gone at the end.

    Raises:
        InputError: there is nothing, or it cannot be had.
        MissingPartError: fsspec, or what it needs for such URLs, is not installed.
    """
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        place = Path(folder) / f"picture{PurePosixPath(url.partition('?')[0].partition('::')[0]).suffix.lower()}"
        with _faults(url):
            store, path = _fsspec().core.url_to_fs(url)
            for wait in (*WAITS_SECONDS, None):
                try:
                    store.get_file(path, str(place))
                    break
                except _FINAL:
                    raise
                except Exception:  # each store has faults of its own
                    if wait is None:
                        raise
                    _log.info("a picture could not be fetched; once more in %g s", wait)
                    time.sleep(wait)
        yield place


def _fsspec() -> Any:
    """The library, when it is there."""
    try:
        # Optional, and of no use to who has files.
        import fsspec  # noqa: PLC0415
        import fsspec.core  # noqa: PLC0415
    except ImportError as missing:
        raise MissingPartError("URLs need fsspec; install indicia[urls]") from missing
    return fsspec


@contextlib.contextmanager
def _faults(url: str) -> Iterator[None]:
    """What a store has to complain of, as ours."""
    try:
        yield
    except MissingPartError:
        raise
    except ImportError as missing:
        raise MissingPartError(f"{url}: {missing}") from missing
    except FileNotFoundError as fault:
        raise InputError(f"{url}: no such file") from fault
    except Exception as fault:
        raise InputError(f"{url}: cannot be read ({str(fault).strip() or type(fault).__name__})") from fault
