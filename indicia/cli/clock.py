"""The time where the command runs, for devices, which must know the day on which they stop."""

import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.psd.memory import Clock


def now() -> dt.datetime:
    """The time, with the zone of the place."""
    return dt.datetime.now(dt.UTC).astimezone()


def clock_on(day: dt.date | None) -> Clock:
    """The device's clock: noon of the day named on the command line, else the time."""
    if day is None:
        return now
    noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
    return lambda: noon


OnDay = Annotated[
    dt.date | None,
    typer.Option("--on", parser=console.parse_day, metavar="DATE", help="The day that it is for the device."),
]
