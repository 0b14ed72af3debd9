"""An order: read, checked as a whole, frozen."""

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError, model_validator
from pydantic.dataclasses import dataclass

from indicia.errors import InputError, OrderError, Problem
from indicia.model.fields import STRICT, AddressLines, Day, Mills, PrintedText
from indicia.model.indicium import METERED, REPLY_FORMS, AdPlate, Indicium, MailingDate
from indicia.model.mailpiece import Barcode, Mailpiece, Media
from indicia.model.meter import Meter, PostOffice, Ship
from indicia.model.problems import UNKNOWN_KEY, problem, shown
from indicia.spec.kinds import Facing, Ink, InkJet, MailClass, MediaKind, Shape, System, Technology

_LAST_LINE = re.compile(r"\b([0-9]{5})(?:-?([0-9]{4}))?$")


@dataclass(frozen=True, slots=True, config=STRICT)
class Original:
    """The indicium that a special indicium corrects (DMM 604.4.9.1, 4.9.2)."""

    mailing_date: Day
    serial: Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, config=STRICT)
class Stamp:
    """The stamp box that a precancel postmark defaces (DMM 604.3.4.6)."""

    width: Annotated[float, Field(gt=0)]
    """Inches."""
    height: Annotated[float, Field(gt=0)]
    """Inches."""
    value: Mills | None = None
    """Mills; what the precanceled stamps of the piece are worth (DMM 604.3.6)."""


def _barcode(value: Any) -> Any:
    return {"kind": value} if isinstance(value, str) else value


@dataclass(frozen=True, slots=True, config=STRICT)
class Order:
    """Everything that one print needs; keys as in the order files."""

    indicium: Indicium
    mailpiece: Mailpiece
    meter: Meter | None = None
    """None takes the PSD's own identity."""
    media: Media = Media()
    to: AddressLines | None = None
    """Delivery address, top to bottom."""
    from_: Annotated[AddressLines | None, Field(alias="from")] = None
    """Return address, top to bottom."""
    barcode: Annotated[
        Barcode | None,
        BeforeValidator(_barcode, json_schema_input_type=Barcode | str | None),
    ] = None
    extra_services: tuple[PrintedText, ...] = ()
    weight_oz: Annotated[float, Field(gt=0)] | None = None
    original: Original | None = None
    approvals: tuple[str, ...] = ()
    """What the manager of Postage Technology Management approved: `city-state-without-zip` (DMM 604.4.8.5b),
    `coloured-ink` (4.8.9)."""
    stamp: Stamp | None = None

    @model_validator(mode="after")
    def _parts_go_together(self) -> "Order":
        if self.barcode is not None and self.destination is None:
            raise ValueError("`barcode` with a `to` whose last line ends in a ZIP Code")
        if self.mailpiece.extent is None and self.media.kind in {MediaKind.MAILPIECE, MediaKind.PAPER}:
            raise ValueError("`mailpiece` with dimensions, or `media` of kind label for a parcel without them")
        if self.media.corner == "lower-left":
            self._check_lower_left()
        if self.indicium.technology not in METERED:
            self._check_unmetered()
        if self.indicium.ink_jet is not None:
            self._check_ink_jet()
        return self

    def _check_ink_jet(self) -> None:
        place = (self.media.kind, self.media.side, self.media.corner)
        if place != (MediaKind.MAILPIECE, "address", "upper-right"):
            raise ValueError("`media` of kind mailpiece and no other side or corner with `ink_jet`")
        if self.to is None:
            raise ValueError("`to` with `ink_jet`: the line stands by the address")
        if self.indicium.ink_jet is InkJet.ABOVE_BARCODE and self.barcode is None:
            raise ValueError("`barcode` with `ink_jet` above-barcode")

    def _check_lower_left(self) -> None:
        direct = self.media.kind in {MediaKind.MAILPIECE, MediaKind.PAPER}
        if self.media.side != "address" or not direct or self.shape not in {Shape.CARD, Shape.LETTER}:
            raise ValueError("the corner lower-left on the address side of a card or letter that is printed directly")

    def _check_unmetered(self) -> None:
        technology = self.indicium.technology
        if (self.media.side, self.media.corner) != ("address", "upper-right"):
            raise ValueError(f"the upper right corner of the address side with technology {technology}")
        if (self.stamp is not None) != (technology is Technology.PRECANCEL):
            raise ValueError("`stamp` with technology precancel, and with it alone")
        if technology is Technology.PRECANCEL and self.media.kind is not MediaKind.MAILPIECE:
            raise ValueError("`media` of kind mailpiece with technology precancel: the stamp is on the piece")
        if technology in REPLY_FORMS:
            self._check_reply_form(technology)

    def _check_reply_form(self, technology: Technology) -> None:
        if self.media.kind is not MediaKind.MAILPIECE or self.shape not in {Shape.CARD, Shape.LETTER}:
            raise ValueError("a card or letter, printed directly, with reply formats")
        if self.to is None:
            raise ValueError(f"`to` with technology {technology}")
        if technology is Technology.COURTESY_REPLY and self.barcode is None:
            raise ValueError("`barcode` with technology courtesy-reply: its FIM A says that there is one")

    def asking(self, indicium: Indicium) -> "Order":
        """The same order for another indicium."""
        kept = {_KEYS.get(f.name, f.name): getattr(self, f.name) for f in fields(self) if f.name != "indicium"}
        return Order(**kept, indicium=indicium)

    @property
    def destination(self) -> str | None:
        """The ZIP Code of the delivery address: five or nine digits."""
        found = _LAST_LINE.search(self.to[-1]) if self.to else None
        return "".join(group or "" for group in found.groups()) if found else None

    @property
    def shape(self) -> Shape:
        """Processing shape of the mailpiece."""
        return self.mailpiece.shape

    @property
    def facing(self) -> Facing:
        """Facing method: the order's own, or what 604.4.8.9 to 4.8.11 ask of this piece."""
        asked = self.indicium
        if asked.facing is not None:
            return asked.facing
        if asked.technology not in METERED:
            return Facing.FIM if asked.technology in REPLY_FORMS else Facing.NONE
        if asked.ink_jet is not None:
            return Facing.NONE
        if asked.system in {System.TRADITIONAL, System.PSD_METER}:
            return Facing.FLUORESCENT_INK
        if self.media.kind in {MediaKind.LABEL, MediaKind.TAPE, MediaKind.SHEET}:
            return Facing.LABEL
        lettersize = self.shape in {Shape.CARD, Shape.LETTER}
        first_class = asked.mail_class is MailClass.FIRST_CLASS
        return Facing.FIM if asked.technology is Technology.IBI and lettersize and first_class else Facing.NONE

    @property
    def ink(self) -> Ink:
        """Colour: the order's own, or the facing's."""
        if self.indicium.ink is not None:
            return self.indicium.ink
        return Ink.FLUORESCENT_RED if self.facing is Facing.FLUORESCENT_INK else Ink.BLACK

    @property
    def mailing_day(self) -> dt.date | None:
        """The day in the order, where it has one."""
        date = self.indicium.mailing_date
        return date.date if date is not None else None


_KEYS = {"from_": "from"}
"""Names that the language does not allow for a field, and the keys that they stand for."""
_ADAPTER: TypeAdapter[Order] = TypeAdapter(Order)
_PARTS: Mapping[str, type] = {
    "": Order,
    "meter": Meter,
    "meter.licensing_post_office": PostOffice,
    "meter.ship": Ship,
    "indicium": Indicium,
    "indicium.mailing_date": MailingDate,
    "indicium.ad_plate": AdPlate,
    "indicium.post_office": PostOffice,
    "mailpiece": Mailpiece,
    "media": Media,
    "barcode": Barcode,
    "original": Original,
    "stamp": Stamp,
}


def read_order(text: str | bytes) -> Order:
    """The order in a JSON text.

    Raises:
        InputError: the text is not JSON.
        OrderError: every problem of the order.
    """
    try:
        document = json.loads(text, parse_float=Decimal, object_pairs_hook=_without_doubles)
    except (ValueError, RecursionError) as fault:
        raise InputError(f"not a JSON order: {fault}") from None
    return parse_order(document)


def load_order(path: Path) -> Order:
    """The order in a file; errors as `read_order`, and InputError when it cannot be read."""
    try:
        text = path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path}: {fault.strerror or fault}") from None
    return read_order(text)


def parse_order(document: Any) -> Order:
    """The order in a parsed JSON document; `OrderError` with every problem."""
    if not isinstance(document, dict):
        raise OrderError([Problem("(the order)", shown(document), "an object with `indicium` and `mailpiece`")])
    problems: list[Problem] = []
    pruned = document
    while True:
        try:
            order = _ADAPTER.validate_python(pruned)
        except ValidationError as fault:
            found = fault.errors(include_url=False)
        else:
            break
        problems += [problem(error, _keys, whole="(the order)") for error in found]
        unknown = [error["loc"] for error in found if error["type"] in UNKNOWN_KEY]
        if not unknown:
            break
        # Set aside, so that the next round shows what they kept the checks of the whole from seeing.
        for loc in unknown:
            pruned = _without(pruned, loc)
    if problems:
        raise OrderError(dict.fromkeys(problems))
    return order


def dump_order(order: Order) -> str:
    """The order as JSON that `read_order` reads back to the same value."""
    document = _ADAPTER.dump_python(order, mode="json", by_alias=True, exclude_none=True)
    for part, key in (("indicium", "amount"), ("stamp", "value")):
        if key in document.get(part, ()):
            document[part][key] = str(Decimal(document[part][key]) / 1000)
    return json.dumps(document)


def order_schema() -> dict[str, Any]:
    """JSON Schema of an order file."""
    return _ADAPTER.json_schema(by_alias=True, mode="validation")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [key for key, _ in pairs]
    double = next((key for key in keys if keys.count(key) > 1), None)
    if double is not None:
        raise ValueError(f"the key {double!r} stands twice in one object")
    return dict(pairs)


def _without(document: Any, loc: tuple[int | str, ...]) -> Any:
    head, *rest = loc
    if not isinstance(document, dict) or head not in document:
        return document
    if not rest:
        return {key: value for key, value in document.items() if key != head}
    return {**document, head: _without(document[head], tuple(rest))}


@cache
def _keys(path: str) -> tuple[str, ...]:
    part = _PARTS.get(path)
    return tuple(_KEYS.get(f.name, f.name) for f in fields(part)) if part else ()
