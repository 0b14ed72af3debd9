"""A ledger on many machines, simulated on timings of this one: rate, a hot device, the loss of a shard.

`python -m benchmarks.sharding` measures what claims cost on a ledger in a file here, then plays a day's peak hour
through so many such ledgers, each with the devices whose name hashes to it. What it prints is a simulation's.
"""

import datetime as dt
import hashlib
import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from verify.ledger import Claim, IndiciumKey, Witness
from verify.ledger.opening import open_ledger

Floats = npt.NDArray[np.float64]

BATCH_SIZES = (1, 4, 16, 64, 256, 1024)
"""Claims in a transaction, as they are timed."""
TIMED_BATCHES = 40
COUNTRY_A_DAY = 100_000_000
"""Pieces of the whole country (issue and README: a hundred million a day)."""
# UNSOURCED share of a day's pieces that comes in its busiest hour: sorters run in the evening.
PEAK_SHARE = 0.12
DEVICES = 200_000
HOT_SHARE = 0.05
"""Of all pieces from one device: a mailing house's meter in the hot-key case."""
SECONDS = 60.0
"""Simulated stretch of the peak hour."""
NETWORK_SECONDS = 0.0005
"""There and back inside a plant's network, added to every batch."""
WAIT_SECONDS = 0.005
"""A shard collects claims for so long before it commits them."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Seconds of a transaction: so many for itself, so many for each claim in it."""

    batch: float
    claim: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a simulated minute looked like."""

    offered: float
    """Claims a second that came."""
    busiest: float
    """Share of its time that the busiest shard works."""
    median_ms: float
    p99_ms: float
    worst_ms: float
    backlog: int
    """Claims that are not answered when the minute ends."""


def measured() -> Costs:
    """What claims cost in a file on this machine, durably committed."""
    with tempfile.TemporaryDirectory() as folder:
        names = itertools.count()
        return costs_of(lambda: f"sqlite:///{folder}/{next(names)}.db")


def costs_of(new_url: Callable[[], str]) -> Costs:
    """What claims cost in ledgers at new URLs: a line through the medians of batch sizes."""
    medians = []
    for size in BATCH_SIZES:
        with open_ledger(new_url()) as ledger:
            seconds = []
            for number in range(TIMED_BATCHES):
                claims = some_claims(number * size, size)
                start = time.perf_counter()
                ledger.claim(claims)
                seconds.append(time.perf_counter() - start)
            medians.append(float(np.median(seconds)))
    claim, batch = np.polyfit(BATCH_SIZES, medians, 1, w=1 / np.array(medians))
    return Costs(float(max(batch, 1e-5)), float(max(claim, 1e-7)))


def some_claims(first: int, count: int) -> list[Claim]:
    """Claims that differ, numbered from `first`."""
    at = Witness(dt.datetime(2005, 6, 15, tzinfo=dt.UTC), "dock 3")
    return [
        Claim(
            IndiciumKey(f"ibi/{number % 997}/ZZ01", number),
            hashlib.sha256(number.to_bytes(8, "big")).digest(),
            at,
            amount=370,
            control_total=10**9,
        )
        for number in range(first, first + count)
    ]


def simulated(
    costs: Costs,
    rng: np.random.Generator,
    *,
    rate: float,
    shards: int,
    hot_share: float = 0.0,
    lost: tuple[float, float] | None = None,
) -> Outcome:
    """One stretch of arrivals at random instants, each to the shard of its device.

    Args:
        costs: of a transaction.
        rng: of everything random.
        rate: pieces a second that come.
        shards: ledgers.
        hot_share: of the pieces that come from one device.
        lost: from when to when the shard of the hot device answers nothing, seconds.
    """
    count = rng.poisson(rate * SECONDS)
    arrivals = np.sort(rng.uniform(0, SECONDS, count))
    device = rng.integers(1, DEVICES, count)
    device[rng.uniform(size=count) < hot_share] = 0
    home = rng.permutation(DEVICES) % shards
    shard = home[device]
    done = np.empty(count)
    busy = []
    for number in range(shards):
        own = shard == number
        done[own], worked = _served(arrivals[own], costs, lost if number == home[0] else None)
        busy.append(worked / SECONDS)
    wait = (done - arrivals) * 1000
    return Outcome(
        offered=count / SECONDS,
        busiest=max(busy),
        median_ms=float(np.median(wait)),
        p99_ms=float(np.percentile(wait, 99)),
        worst_ms=float(wait.max()),
        backlog=int(np.count_nonzero(done > SECONDS)),
    )


def _served(arrivals: Floats, costs: Costs, lost: tuple[float, float] | None) -> tuple[Floats, float]:
    """When each claim of one shard is answered, and how long the shard worked: all that waits goes into one batch."""
    done = np.empty_like(arrivals)
    free, worked, at = 0.0, 0.0, 0
    while at < len(arrivals):
        start = max(free, arrivals[at] + WAIT_SECONDS)
        if lost is not None and lost[0] <= start < lost[1]:
            start = lost[1]
        upto = int(np.searchsorted(arrivals, start, side="right"))
        seconds = costs.batch + costs.claim * (upto - at)
        free = start + seconds
        worked += seconds
        done[at:upto] = free + NETWORK_SECONDS
        at = upto
    return done, worked


def run(costs: Costs) -> list[tuple[str, int, Outcome]]:
    """The table's rows: what happens, how many shards, what comes of it."""
    rng = np.random.default_rng(20051122)
    peak = COUNTRY_A_DAY * PEAK_SHARE / 3600
    rows = [(f"peak, {peak:.0f} pieces/s", n, simulated(costs, rng, rate=peak, shards=n)) for n in (1, 2, 4, 8)]
    rows += [
        (f"{HOT_SHARE:.0%} from one device", n, simulated(costs, rng, rate=peak, shards=n, hot_share=HOT_SHARE))
        for n in (4, 8)
    ]
    rows += [
        ("a shard away for 10 s", n, simulated(costs, rng, rate=peak, shards=n, lost=(20.0, 30.0))) for n in (4, 8)
    ]
    return rows


def main(_: Sequence[str] = ()) -> None:
    """Print the measured costs and the simulation's table."""
    console = Console(width=110)
    costs = measured()
    console.print(f"measured here: {costs.batch * 1e6:.0f} µs a transaction, {costs.claim * 1e6:.1f} µs a claim in it")
    table = Table("simulated", "shards", "busiest", "median ms", "p99 ms", "worst ms", "left", title="Sharded ledger")
    for what, shards, outcome in run(costs):
        numbers = (f"{value:.1f}" for value in (outcome.median_ms, outcome.p99_ms, outcome.worst_ms))
        table.add_row(what, str(shards), f"{outcome.busiest:.0%}", *numbers, str(outcome.backlog))
    console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
