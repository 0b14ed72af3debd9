"""Label stocks: one TOML row each (DMM 604.4.8.11)."""

import importlib.resources
import tomllib
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT


@dataclass(frozen=True, slots=True, config=STRICT)
class Stock:
    """A label that the printer is fed with."""

    name: str
    """As orders name it."""
    width: Annotated[float, Field(gt=0)]
    """Inches along the address."""
    height: Annotated[float, Field(gt=0)]
    """Inches."""


@cache
def stocks() -> dict[str, Stock]:
    """All stocks by name, in the order of their names."""
    folder = importlib.resources.files("indicia") / "stocks"
    adapter = TypeAdapter(Stock)
    rows = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml"))
    read = (adapter.validate_python(tomllib.loads((folder / name).read_text("utf-8"))) for name in rows)
    return {stock.name: stock for stock in read}
