"""`provider demo`: a year in the life of a small provider."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode, OutputError
from indicia.faces import default_cache, default_search, find_face
from provider.cli.answers import FaceFile, tell

FIRST_YEAR, LAST_YEAR = 2005, 2012
"""Of the texts that the demonstration follows."""


def demo(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder for devices, books and documents.")],
    *,
    year: Annotated[int, typer.Option(min=FIRST_YEAR, max=LAST_YEAR, help="To live.")] = FIRST_YEAR,
    seed: Annotated[int, typer.Option(help="Of the mail that licensees send.")] = 1,
    until: Annotated[
        dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE", help="An earlier end.")
    ] = None,
    face: FaceFile = None,
    as_json: console.Json = False,
) -> int:
    """Live a year of a small provider with real devices, in simulated time; its reports are in DIR/documents."""
    # Devices, books and every room: nothing else needs them all.
    from provider.demo import live  # noqa: PLC0415

    if folder.exists():
        raise OutputError(f"{folder} exists; name a new folder")
    found = find_face(face, default_search(), default_cache())
    summary = live(folder, found, year=year, seed=seed, last=until)
    told = dataclasses.asdict(summary) | {"agrees": summary.agrees}
    if as_json:
        console.write_json(told)
    else:
        for name, value in told.items():
            tell({name: value}, as_json=False)
    return ExitCode.DONE if summary.agrees else ExitCode.INTERNAL
