"""The mailpiece and what the indicium is printed on (DMM 201.1, 604.4.8.11)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT, Tracking
from indicia.spec import placement
from indicia.spec.kinds import MediaKind, Shape

Length = Annotated[float, Field(gt=0, le=108)]
"""Inches; 108 is length plus girth of the largest piece."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Mailpiece:
    """Size of the piece: a name, or width and height."""

    size: str | None = None
    """A name of the list, or None."""
    width: Length | None = None
    """Inches along the address."""
    height: Length | None = None
    """Inches."""
    thickness: Annotated[float, Field(gt=0, le=34)] | None = None
    """Inches."""
    flap: Annotated[float, Field(ge=0)] | None = None
    """Depth of the flap on the nonaddress side, inches."""

    @model_validator(mode="after")
    def _one_way_to_say_the_size(self) -> "Mailpiece":
        measured = self.width is not None and self.height is not None
        if (self.size is not None) == measured or (self.width is None) != (self.height is None):
            raise ValueError("either `size` or both `width` and `height`")
        if self.size is not None and self.size not in {*placement.NAMED_SIZES, placement.PARCEL}:
            names = ", ".join([*placement.NAMED_SIZES, placement.PARCEL])
            raise ValueError(f"`size` one of {names}")
        return self

    @property
    def extent(self) -> tuple[float, float] | None:
        """(width, height) in inches; None for a parcel without dimensions."""
        if self.width is not None and self.height is not None:
            return self.width, self.height
        return placement.NAMED_SIZES.get(self.size or "")

    @property
    def shape(self) -> Shape:
        """Processing shape by size (DMM 201.1, 301.1)."""
        if self.extent is None:
            return Shape.PARCEL
        return shape_of(*self.extent, thickness=self.thickness or 0.0)


def shape_of(width: float, height: float, *, thickness: float = 0.0) -> Shape:
    """Processing shape of a piece of `width` by `height` inches (DMM 201.1, 301.1).

    Cards are letters that fit the card sizes; what is smaller than a letter is a parcel or a label.
    """
    if width < placement.LETTER_MIN[0] or height < placement.LETTER_MIN[1]:
        return Shape.PARCEL
    if thickness <= placement.LETTER_MAX_THICKNESS:
        if width <= placement.CARD_MAX[0] and height <= placement.CARD_MAX[1]:
            return Shape.CARD
        if width <= placement.LETTER_MAX[0] and height <= placement.LETTER_MAX[1]:
            return Shape.LETTER
    longer, shorter = max(width, height), min(width, height)
    if (
        longer <= placement.FLAT_MAX[0]
        and shorter <= placement.FLAT_MAX[1]
        and thickness <= placement.FLAT_MAX_THICKNESS
    ):
        return Shape.FLAT
    return Shape.PARCEL


@dataclass(frozen=True, slots=True, config=STRICT)
class Media:
    """What the printer prints on (DMM 604.4.8.11, 4.8.12a3)."""

    kind: MediaKind = MediaKind.MAILPIECE
    """The piece, a label, tape, a sheet of labels, nonadhesive paper."""
    side: Literal["address", "nonaddress"] = "address"
    """Side of the piece."""
    corner: Literal["upper-right", "lower-left"] = "upper-right"
    """Corner of that side."""
    stock: str | None = None
    """Name of the label stock."""
    start: Annotated[int, Field(ge=1)] = 1
    """First free label of a sheet, 1-based, row by row."""
    count: Annotated[int, Field(ge=1)] = 1
    """How many labels."""

    @model_validator(mode="after")
    def _stock_goes_with_labels(self) -> "Media":
        if (self.stock is not None) != (self.kind in {MediaKind.LABEL, MediaKind.TAPE, MediaKind.SHEET}):
            raise ValueError("`stock` with the kinds label, tape and sheet, and with them alone")
        return self


@dataclass(frozen=True, slots=True, config=STRICT)
class Barcode:
    """Address barcode; its digits come from the ZIP of `to` (DMM 708.4)."""

    kind: Literal["postnet", "imb"]
    tracking: Tracking | None = None
    """Intelligent Mail: 20 digits, the second 0 to 4 (USPS-B-3200)."""

    @model_validator(mode="after")
    def _tracking_goes_with_imb(self) -> "Barcode":
        if self.tracking is not None and self.kind != "imb":
            raise ValueError("`tracking` with the kind imb alone")
        return self
