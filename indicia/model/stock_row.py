"""A label stock as its TOML row says it (DMM 604.4.8.11)."""

import enum
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic.dataclasses import dataclass

from indicia.errors import Problem
from indicia.model.fields import STRICT
from indicia.model.problems import ContradictionError
from indicia.spec.kinds import MediaKind, System

_SLACK = 1e-6
"""Inches that a published size may be rounded by (3.3333 for 3 1/3)."""
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")


def _called(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("at most 40 lower-case letters, digits, points and hyphens, a letter or digit first")
    return name


Length = Annotated[float, Field(strict=True, gt=0, le=60)]
"""Inches."""
Gap = Annotated[float, Field(strict=True, ge=0, le=60)]
"""Inches, none allowed."""
Measured = Annotated[float, Field(strict=True, ge=0)]
"""A measured quantity, in the unit of its name."""
Share = Annotated[float, Field(strict=True, ge=0, le=100)]
"""Percent."""
Count = Annotated[int, Field(strict=True, ge=1, le=100)]
"""Rows or columns."""
Declared = Annotated[bool, Field(strict=True)]
"""Yes or no."""
Words = Annotated[str, StringConstraints(min_length=1, max_length=300)]
"""A sentence or two."""


class StockFacing(enum.StrEnum):
    """What the label offers to the facer (DMM 604.4.8.11e)."""

    FLUORESCENT = "fluorescent"
    PLAIN = "plain"


class Feed(enum.StrEnum):
    """How the printer takes the stock."""

    SHEET = "sheet"
    """Sheets of `page` with a `grid` of labels."""
    ROLL = "roll"
    """Die-cut labels one after the other, on a roll or folded: each is a page."""
    CONTINUOUS = "continuous"
    """Tape that is cut to the label's size: each is a page."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Sheet:
    """The sheet that carries the labels, turned as the addresses on them are read."""

    width: Length
    """Inches along the address."""
    height: Length
    """Inches."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Grid:
    """Where the labels lie on the sheet."""

    rows: Count
    columns: Count
    left: Gap
    """Left edge of the first label from that of the sheet, inches."""
    top: Gap
    """Its top from that of the sheet, inches."""
    pitch_x: Length
    """From the left edge of one label to that of the next, inches."""
    pitch_y: Length
    """From top to top, inches."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Stock:
    """A label stock. What USPS asks of it in 604.4.8.11 is declared; None is not declared."""

    name: Annotated[str, AfterValidator(_called)]
    """As orders name it; its file is called the same."""
    title: Words
    """What it is."""
    source: Words
    """Who published these sizes, or UNSOURCED and why."""
    kinds: Annotated[tuple[MediaKind, ...], Field(min_length=1)]
    """Which `media.kind` may use it: label, tape, sheet."""
    feed: Feed
    width: Length
    """Of one label, inches along the address."""
    height: Length
    """Of one label, inches."""
    facing: StockFacing
    systems: tuple[System, ...]
    """Postage evidencing systems that the label is approved for; may be none."""
    radius: Gap = 0.0
    """Of the label's corners, inches."""
    unprintable_x: Gap = 0.0
    """Strip along the left and right edge of every label that is not to be printed on, inches."""
    unprintable_y: Gap = 0.0
    """Same along top and bottom."""
    page: Sheet | None = None
    """With the feed sheet alone."""
    grid: Grid | None = None
    """Same."""
    note: str = ""
    """What a buyer should know."""
    permanent: Declared | None = None
    """Pressure-sensitive and permanent (4.8.11a)."""
    sandwich: Declared | None = None
    """A face stock and liner label (4.8.11a); must not be."""
    one_piece: Declared | None = None
    """The applied label can be removed in one piece (4.8.11a); must not be."""
    peel_oz_per_inch: Measured | None = None
    """Peel adhesion, ounces per inch of width (4.8.11a, 201.3.12.2)."""
    reflectance_red: Share | None = None
    """Of the unprinted label in the red, percent (4.8.11b, 708.4.3)."""
    reflectance_green: Share | None = None
    """In the green."""
    tag_min_pmu: Measured | None = None
    """Least fluorescent emission found on the stock, phosphor meter units (4.8.11e)."""
    tag_max_pmu: Measured | None = None
    """Greatest emission found."""
    tag_drift_percent: Measured | None = None
    """Change of the emission after heat and humidity, either way (4.8.11e)."""

    @model_validator(mode="after")
    def _parts_go_together(self) -> "Stock":
        problems = [*_media_problems(self), *_label_problems(self), *_sheet_problems(self), *_tag_problems(self)]
        if problems:
            raise ContradictionError(problems)
        return self

    @property
    def page_size(self) -> tuple[float, float]:
        """(width, height) of what the printer prints at once, inches: the sheet, or one label."""
        return (self.page.width, self.page.height) if self.page else (self.width, self.height)

    @property
    def labels(self) -> int:
        """Labels a page."""
        return self.grid.rows * self.grid.columns if self.grid else 1


def _media_problems(stock: Stock) -> Iterator[Problem]:
    allowed = (MediaKind.SHEET,) if stock.feed is Feed.SHEET else (MediaKind.LABEL, MediaKind.TAPE)
    if not set(stock.kinds) <= set(allowed) or len(set(stock.kinds)) < len(stock.kinds):
        words = " and ".join(allowed)
        yield Problem("kinds", _listed(stock.kinds), f"{words} with the feed {stock.feed}, each once")
    if len(set(stock.systems)) < len(stock.systems):
        yield Problem("systems", _listed(stock.systems), "each system once")


def _label_problems(stock: Stock) -> Iterator[Problem]:
    shorter = min(stock.width, stock.height)
    if stock.radius > shorter / 2 + _SLACK:
        yield Problem("radius", f"{stock.radius:g}", f"at most {shorter / 2:g}, half of the shorter side")
    for key, strip, side in (
        ("unprintable_x", stock.unprintable_x, stock.width),
        ("unprintable_y", stock.unprintable_y, stock.height),
    ):
        if 2 * strip >= side:
            yield Problem(key, f"{strip:g}", f"under {side / 2:g}, half of the label")


def _sheet_problems(stock: Stock) -> Iterator[Problem]:
    page, grid = stock.page, stock.grid
    if page is None or grid is None or stock.feed is not Feed.SHEET:
        for key, part in (("page", page), ("grid", grid)):
            if stock.feed is Feed.SHEET and part is None:
                yield Problem(key, "nothing", f"the table [{key}], with the feed sheet")
            elif stock.feed is not Feed.SHEET and part is not None:
                yield Problem(key, "a table", "none: with this feed each label is a page")
        return
    for start, count, pitch, side, whole, words in (
        ("left", grid.columns, "pitch_x", stock.width, page.width, "columns"),
        ("top", grid.rows, "pitch_y", stock.height, page.height, "rows"),
    ):
        step: float = getattr(grid, pitch)
        if count > 1 and step < side - _SLACK:
            yield Problem(f"grid.{pitch}", f"{step:g}", f"at least {side:g}, or the labels overlap")
        end = getattr(grid, start) + (count - 1) * step + side
        if end > whole + _SLACK:
            yield Problem(
                f"grid.{start}", f"{words} that end {end:g} in from the edge", f"within the page, {whole:g} in"
            )


def _tag_problems(stock: Stock) -> Iterator[Problem]:
    low, high = stock.tag_min_pmu, stock.tag_max_pmu
    if low is not None and high is not None and low > high:
        yield Problem("tag_min_pmu", f"{low:g}", f"at most tag_max_pmu, {high:g}")
    if stock.facing is StockFacing.PLAIN and (low or high):
        yield Problem("facing", "plain, with an emission", "fluorescent, or no tag_min_pmu and tag_max_pmu")


def _listed(words: tuple[enum.StrEnum, ...]) -> str:
    return ", ".join(words)
