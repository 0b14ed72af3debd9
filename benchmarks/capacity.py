"""What a rate of pieces asks of machines: arithmetic on measured costs, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.sharding import COUNTRY_A_DAY, PEAK_SHARE, Costs
from verify.engine.batches import BATCH

SORTER_A_SECOND = 10
"""Pieces of a sorter (36,000 letters an hour)."""
PLANT_SORTERS = 100
# UNSOURCED share of their time that cores may work: the rest is for bursts and for what fails.
BUSY = 0.7
# UNSOURCED machine that the model buys: this many cores, this fast a link.
CORES = 16
LINK_BITS = 10e9
SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Demand:
    """Pieces that come."""

    name: str
    peak: float
    """A second, at the worst."""
    a_day: float


PLANT = Demand("plant", PLANT_SORTERS * SORTER_A_SECOND, PLANT_SORTERS * SORTER_A_SECOND * SECONDS_A_DAY / 3)
"""A hundred sorters that all run; a third of the day."""
COUNTRY = Demand("country", COUNTRY_A_DAY * PEAK_SHARE / 3600, COUNTRY_A_DAY)


@dataclass(frozen=True, slots=True)
class Input:
    """One way in which pictures come, as it was measured."""

    kind: str
    dpi: int
    kilobytes: float
    """Of a picture, mean."""
    complete_ms: float
    """CPU time of complete verification, mean."""
    some_ms: float
    """The same for symbol, signature and placement alone."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that the model stands on."""

    inputs: Sequence[Input]
    parent_ms: float
    """CPU time of the process that hands pixels to workers and takes answers in, a piece."""
    station_ms: float
    """CPU time of the HTTP station itself, a piece as a raw frame at 300 dpi."""
    answer_kilobytes: float
    sqlite: Costs
    postgres: Costs | None
    """None where no server is installed."""
    ledger_bytes: float
    """Of a claim, in the file."""


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What one part of a machine can do at most."""

    part: str
    pieces_a_second: float


def cores(rate: float, ms: float) -> float:
    """Cores that a rate asks for, each busy for `BUSY` of its time."""
    return rate * ms / 1000 / BUSY


def gigabits(rate: float, kilobytes: float) -> float:
    """Gigabits a second that the pictures of a rate are."""
    return rate * kilobytes * 8000 / 1e9


def claims_a_second(costs: Costs, batch: int = BATCH) -> float:
    """What one ledger commits when its batches are full."""
    return batch / (costs.batch + batch * costs.claim)


def terabytes_a_year(demand: Demand, bytes_each: float) -> float:
    """What is written for every piece, in a year."""
    return demand.a_day * 365 * bytes_each / 1e12


def ceilings(measured: Measured, one: Input) -> list[Ceiling]:
    """The parts of one machine that takes raw frames, the weakest first."""
    found = [
        Ceiling(f"{CORES} cores, complete verification", CORES * BUSY * 1000 / one.complete_ms),
        Ceiling(f"{CORES} cores, symbol, signature, placement", CORES * BUSY * 1000 / one.some_ms),
        Ceiling("the one process that hands pixels to workers", BUSY * 1000 / measured.parent_ms),
        Ceiling("the one process of an HTTP station", BUSY * 1000 / measured.station_ms),
        Ceiling(f"a link of {LINK_BITS / 1e9:.0f} Gbit/s", LINK_BITS * BUSY / (one.kilobytes * 8000)),
        Ceiling(f"one ledger in SQLite, batches of {BATCH}", claims_a_second(measured.sqlite)),
    ]
    if measured.postgres is not None:
        found.append(Ceiling(f"one ledger in PostgreSQL, batches of {BATCH}", claims_a_second(measured.postgres)))
    return sorted(found, key=lambda ceiling: ceiling.pieces_a_second)
