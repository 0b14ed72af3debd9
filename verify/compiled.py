"""Loops that must run as fast as C: plain functions of arrays and numbers, compiled by Numba at their first call.

For what no array call does: a recurrence along a row, an early end, a chain of small steps whose arrays would be made
and dropped one after the other. `function.py_func` is the same in plain Python, for tests.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numba

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """The function compiled; machine code is kept beside its source, or for the user, where either may be written."""
    try:
        fast = numba.njit(function, cache=True, nogil=True, error_model="numpy")
    except RuntimeError:  # no folder for the machine code: it is made anew in every process
        fast = numba.njit(function, nogil=True, error_model="numpy")
    return cast("_Function", fast)
