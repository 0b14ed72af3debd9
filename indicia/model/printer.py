"""Printer profiles: what a test print measured, as a TOML row.

To measure one: print a page with a cross 1 in from its left and top edge and lines of known length along both sides,
at no correction. `scale_x` is the printed length of the horizontal line over its intended length; `offset_x` how far
right of its place a mark at the left edge lands, so the cross's distance from the left edge minus `scale_x` times 1 in.
"""

from dataclasses import fields
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, TypeAdapter
from pydantic.dataclasses import dataclass

from indicia.errors import InputError
from indicia.model.fields import STRICT
from indicia.model.problems import parse_toml, validated

Offset = Annotated[float, Field(strict=True, ge=-0.5, le=0.5)]
"""Inches; a printer that is further off is fed wrongly, not out of adjustment."""
# This project's choice: sizes are not corrected (see `indicia.layout.correction`), so a printer that is further off
# would make lettering and modules visibly too large or small, and is to be repaired.
Scale = Annotated[float, Field(strict=True, ge=0.98, le=1.02)]
"""Printed length over intended length."""
Margin = Annotated[float, Field(strict=True, ge=0, le=2)]
"""Inches."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Margins:
    """Strips along the edges of the page that the printer leaves blank, inches."""

    left: Margin = 0.0
    top: Margin = 0.0
    right: Margin = 0.0
    bottom: Margin = 0.0


@dataclass(frozen=True, slots=True, config=STRICT)
class Printer:
    """One printer as a test print shows it."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    """For messages."""
    dpi: Annotated[int, Field(strict=True, ge=50, le=4800)]
    """Dots an inch."""
    offset_x: Offset = 0.0
    """How far to the right of its place a mark at the left edge lands, inches."""
    offset_y: Offset = 0.0
    """How far below its place a mark at the top edge lands, inches."""
    scale_x: Scale = 1.0
    """Printed over intended length, along x."""
    scale_y: Scale = 1.0
    """Same along y."""
    unprintable: Margins = Margins()
    """What the printer cannot print on."""


_ADAPTER: TypeAdapter[Printer] = TypeAdapter(Printer)
_KEYS = {"": tuple(f.name for f in fields(Printer)), "unprintable": tuple(f.name for f in fields(Margins))}


def read_printer(text: bytes, where: str) -> Printer:
    """The profile in a TOML text that is called `where`.

    Raises:
        InputError: no TOML.
        RowError: every problem of the profile.
    """
    return validated(_ADAPTER, parse_toml(text, where), where, keys=_KEYS, stand_ins={})


def load_printer(path: Path) -> Printer:
    """The profile in a file; errors as `read_printer`, and InputError when it cannot be read."""
    try:
        text = path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path}: {fault.strerror or fault}") from None
    return read_printer(text, str(path))


def dump_printer(printer: Printer) -> str:
    """The profile as JSON that `parse_printer` reads back to the same value."""
    return _ADAPTER.dump_json(printer).decode()


def parse_printer(text: str) -> Printer:
    """The profile that `dump_printer` wrote."""
    return _ADAPTER.validate_json(text)
