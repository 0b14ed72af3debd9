"""Loops that must run as fast as C: plain functions of arrays and numbers, compiled by Numba at their first call.

For what no array call does: a recurrence along a row, an early end, a chain of small steps whose arrays would be made
and dropped one after the other. `function.py_func` is the same in plain Python, for tests.
"""

import contextlib
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., object])

_ROOT = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(r"^from ((?:verify|indicia)[.\w]*) import (\([^)]*\)|.*)", re.MULTILINE)


def compiled(function: _Function) -> _Function:
    """The function compiled; machine code is kept beside its source, or for the user, where either may be written."""
    return _compiled(function)


def summing(function: _Function) -> _Function:
    """Likewise, for sums over many terms: several are taken at a time, whatever the order, as the processor can."""
    return _compiled(function, fastmath={"reassoc", "contract"})


def _compiled(function: _Function, **options: object) -> _Function:
    make = partial(numba.njit, function, nogil=True, error_model="numpy", **options)
    try:
        fast: Any = make(cache=True)
    except RuntimeError:  # no folder for the machine code: it is made anew in every process
        return cast("_Function", make())
    # Numba looks at the function's own file alone, but its machine code holds what it calls, and constants, of others.
    # Where Numba keeps its stamp elsewhere, its own must do.
    with contextlib.suppress(AttributeError, KeyError):
        kept = vars(fast._cache._cache_file)  # noqa: SLF001 - no public way
        kept["_source_stamp"] = (kept["_source_stamp"], stamp(Path(function.__code__.co_filename)))
    return cast("_Function", fast)


def stamp(file: Path) -> tuple[tuple[str, float, int], ...]:
    """Name, time and size of all our files that a file takes anything from, itself first or not."""
    return tuple(sorted((path.name, path.stat().st_mtime, path.stat().st_size) for path in _sources(file.resolve())))


@cache
def _sources(file: Path) -> frozenset[Path]:
    """The file, and all of ours that it imports, directly or not."""
    found, ahead = {file}, [file]
    while ahead:
        new = set(_imported(ahead.pop())) - found
        found |= new
        ahead += new
    return frozenset(found)


@cache
def _imported(file: Path) -> tuple[Path, ...]:
    return tuple(_files(file.read_text("utf-8")))


def _files(source: str) -> Iterator[Path]:
    for module, names in _IMPORT.findall(source):
        place = _ROOT.joinpath(*module.split("."))
        tried = [place.with_suffix(".py"), *(place / f"{name}.py" for name in re.findall(r"\w+", names))]
        yield from (path for path in tried if path.is_file())
