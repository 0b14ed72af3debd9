"""Milliseconds of each stage of a page."""

from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds from any origin, as `time.perf_counter`."""


class Stopwatch:
    """Times the stages of one page; without a clock it does nothing."""

    def __init__(self, clock: Clock | None) -> None:
        self._clock = clock
        self._last = clock() if clock else 0.0
        self._laps: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Note that a stage is done."""
        if self._clock is not None:
            now = self._clock()
            self._laps[stage] = self._laps.get(stage, 0.0) + (now - self._last) * 1000
            self._last = now

    def resume(self) -> None:
        """Go on after a pause that belongs to no stage."""
        if self._clock is not None:
            self._last = self._clock()

    def times(self) -> dict[str, float] | None:
        """Every stage in the order in which it ended, and the total; None without a clock."""
        return None if self._clock is None else {**self._laps, "total": sum(self._laps.values())}
