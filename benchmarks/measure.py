"""Timing in rounds: rivals take turns, so that a busy machine slows all of them alike."""

import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one contender."""

    median_ms: float
    p99_ms: float


def compare(contenders: Mapping[str, Callable[[], object]], *, rounds: int, warm_up: int = 2) -> dict[str, Timing]:
    """CPU milliseconds of each contender, which take turns for `rounds` rounds after `warm_up` more."""
    samples: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + warm_up):
        for name, run in contenders.items():
            start = time.process_time()
            run()
            if number >= warm_up:
                samples[name].append((time.process_time() - start) * 1000)
    return {
        name: Timing(float(np.median(values)), float(np.percentile(values, 99))) for name, values in samples.items()
    }


def machine() -> str:
    """The machine and Python in one line."""
    return f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
