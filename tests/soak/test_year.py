"""Whole years of a small provider: books, devices and deadlines agree at the end of each."""

import datetime as dt
import os
from pathlib import Path

import pytest

from indicia.faces import Face
from provider.demo import live

FULL = os.environ.get("INDICIA_SOAK") == "full"
YEARS = range(2005, 2013) if FULL else (2009,)
SHARE = dt.date(2009, 1, 31)


@pytest.mark.soak
@pytest.mark.parametrize("year", YEARS)
def test_every_year_ends_in_agreement(tmp_path: Path, face: Face, year: int) -> None:
    summary = live(tmp_path / "year", face, year=year, seed=year, last=None if FULL else SHARE)
    print(f"{year}: {summary.pieces} pieces, {summary.resets} resets, {summary.documents} files")  # noqa: T201  # what the long run found
    assert summary.agrees, summary
