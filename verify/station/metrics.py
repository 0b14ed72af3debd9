"""Counts and times for Prometheus."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from verify.answer import Answer, AnyAnswer

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """What one station counts."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._pages = Counter("verify_pages", "Pages answered, by verdict", ["verdict"], registry=self._registry)
        self._reasons = Counter("verify_reasons", "Reasons of verdicts, by rule", ["rule"], registry=self._registry)
        self._refused = Counter("verify_refused", "Requests turned away, by cause", ["cause"], registry=self._registry)
        self._seconds = Histogram(
            "verify_seconds", "From a piece's arrival to its answers", buckets=_SECONDS, registry=self._registry
        )
        self._queue = Gauge("verify_queue", "Pieces that arrived and are not answered", registry=self._registry)

    def answered(self, answers: Sequence[AnyAnswer], seconds: float) -> None:
        """Count one piece."""
        self._seconds.observe(seconds)
        for answer in answers:
            verdict = answer.verdict.value if isinstance(answer, Answer) else "ERROR"
            self._pages.labels(verdict).inc()
            for rule in answer.reasons if isinstance(answer, Answer) else ():
                self._reasons.labels(rule).inc()

    def refused(self, cause: str) -> None:
        """Count one request that was turned away."""
        self._refused.labels(cause).inc()

    def queue(self, pieces: int) -> None:
        """Say how many pieces are under way."""
        self._queue.set(pieces)

    def text(self) -> bytes:
        """All of it, as Prometheus reads it."""
        return generate_latest(self._registry)
