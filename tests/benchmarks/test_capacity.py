"""The capacity model: arithmetic that follows what was measured, and a page that says all of it."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.capacity import (
    BUSY,
    COUNTRY,
    PLANT,
    Demand,
    Input,
    Measured,
    ceilings,
    claims_a_second,
    cores,
    gigabits,
    terabytes_a_year,
)
from benchmarks.growth import Growth, markdown
from benchmarks.scale import markdown as page_of
from benchmarks.sharding import Costs, simulated

SQLITE = Costs(batch=0.001, claim=0.00001)
FRAME = Input("pixels in memory", 300, 3500.0, 20.0, 5.0)
KNOWN = Measured(
    [FRAME], parent_ms=2.0, station_ms=10.0, answer_kilobytes=10, sqlite=SQLITE, postgres=None, ledger_bytes=200
)


def test_the_issues_demands() -> None:
    assert (1000, 100_000_000) == (PLANT.peak, COUNTRY.a_day)
    assert 0 < COUNTRY.a_day / 86_400 < COUNTRY.peak


def test_cores_work_for_their_share_of_the_time() -> None:
    assert 20 / BUSY == pytest.approx(cores(1000, 20))
    assert 8 == pytest.approx(gigabits(1000, 1000))
    assert 64 / 0.00164 == pytest.approx(claims_a_second(SQLITE, 64))
    assert 0.365 == pytest.approx(terabytes_a_year(Demand("one", 1, 1_000_000), 1000))


def test_the_weakest_part_breaks_first() -> None:
    rates = [ceiling.pieces_a_second for ceiling in ceilings(KNOWN, FRAME)]
    assert sorted(rates) == rates
    assert "station" in ceilings(KNOWN, FRAME)[0].part
    slow = replace(KNOWN, sqlite=Costs(10.0, 1.0), postgres=Costs(1.0, 0.1))
    assert ["SQLite", "PostgreSQL"] == [one.part.split(",")[0].split()[-1] for one in ceilings(slow, FRAME)[:2]]


def test_a_simulated_shard_that_is_away_lets_its_pieces_alone_wait() -> None:
    def wait(**more: object) -> float:
        rng = np.random.default_rng(1)
        return simulated(SQLITE, rng, rate=200, shards=4, **more).median_ms  # type: ignore[arg-type]  # passed on

    assert wait() == pytest.approx(wait(lost=(10.0, 20.0)), rel=0.2)


def test_an_exponent_is_the_slope_of_the_logarithms() -> None:
    grown = Growth("pixels", (1.0, 2.0, 4.0), (3.0, 12.0, 48.0))
    assert 2 == pytest.approx(grown.exponent)
    assert "| ms | 3.0 | 12.0 | 48.0 | 2.00 |" in markdown([grown])


def test_the_page_names_every_number_as_what_it_is() -> None:
    page = page_of(KNOWN, dt.date(2026, 11, 22))
    for said in (
        "2026-11-22",
        "the model's",
        "a simulation's",
        "| pixels in memory | 300 | 3500 | 20.0 | 50 | 5.0 | 200 |",
    ):
        assert said in page
    assert "\n\n\n" not in page
