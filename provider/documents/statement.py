"""What a statement is made of; every value is a string that stands there as it is."""

from dataclasses import dataclass

from indicia.errors import InputError


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, one a line."""

    rows: tuple[tuple[str, str], ...]
    """Name and value."""
    heading: str = ""
    """Over the block; empty for none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    """Its head, and its key in JSON."""
    share: float = 1.0
    """Of the width, beside the shares of the others."""
    right: bool = False
    """Set against the right side, as sums are."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its head stands again on every page."""

    columns: tuple[Column, ...]
    """From left to right."""
    rows: tuple[tuple[str, ...], ...]
    """A string for each column."""
    totals: tuple[str, ...] = ()
    """Last row, set bold; empty for none."""
    heading: str = ""
    """Over the table; empty for none."""
    empty: str = "None."
    """What stands in the place of no rows."""

    def __post_init__(self) -> None:
        for row in (*self.rows, *([self.totals] if self.totals else [])):
            if len(row) != len(self.columns):
                raise InputError(f"a row of {len(row)} values in a table of {len(self.columns)} columns: {row}")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph."""

    text: str
    """As it is; a line feed begins a new line."""
    heading: str = ""
    """Over the paragraph; empty for none."""
    bold: bool = False
    """Set in the bold face."""


@dataclass(frozen=True, slots=True)
class SignHere:
    """Lines to sign on, each with room for a date."""

    roles: tuple[str, ...]
    """Who signs: what stands under each line."""


Part = Facts | Grid | Words | SignHere


@dataclass(frozen=True, slots=True)
class Statement:
    """One document."""

    title: str
    """At the top, and in the file's properties."""
    parts: tuple[Part, ...]
    """From top to bottom."""
    subtitle: str = ""
    """Under the title: period, provider; empty for none."""
    foot: str = ""
    """At the bottom of every page, left of the page number: the section it answers."""
