"""Who a PSD is, and whether an order means it: one device has one licensing office (DMM 604.4.2.1)."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from indicia.errors import PsdRefused, UsageError
from indicia.payload.codec import device_id
from indicia.payload.fields import IBI_FIELDS
from indicia.spec.kinds import Location, System

RULE = "604.4.2.1-device"
TEST_MANUFACTURER = "ZZ"
"""The unassigned manufacturer id that test devices carry."""

_LARGEST_SERIAL = next(field.largest for field in IBI_FIELDS if field.name == "psd_serial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What never changes about a device."""

    manufacturer: str
    """Two letters or digits; `ZZ` is a test device."""
    model: str
    """Two letters or digits."""
    serial: int
    """PSD serial number."""
    provider: str
    """Name of the provider, as printed."""
    city: str
    """City of the licensing post office."""
    state: str
    """Its state, two letters."""
    zip: str
    """Its ZIP Code, five digits: the licensing ZIP."""
    system: System
    """Kind of postage evidencing system."""
    location: Location
    """Where the system stands."""

    def __post_init__(self) -> None:
        problems = [
            f"{name}: found {value!r}; allowed: {allowed}"
            for name, value, good, allowed in (
                ("manufacturer", self.manufacturer, _is_id(self.manufacturer), "two capital letters or digits"),
                ("model", self.model, _is_id(self.model), "two capital letters or digits"),
                ("serial", self.serial, 0 <= self.serial <= _LARGEST_SERIAL, f"0 to {_LARGEST_SERIAL}"),
                ("provider", self.provider, 0 < len(self.provider) <= 64, "a name of at most 64 characters"),
                ("city", self.city, bool(self.city.strip()), "a name"),
                ("state", self.state, len(self.state) == 2 and self.state.isalpha(), "two letters"),
                ("zip", self.zip, _is_zip(self.zip), "five digits"),
            )
            if not good
        ]
        if problems:
            raise UsageError("; ".join(problems))

    @property
    def device(self) -> str:
        """Manufacturer, model and ten digits of the serial, as printed and certified."""
        return device_id(self.manufacturer, self.model, self.serial)


COMPARED = tuple(field.name for field in dataclasses.fields(Identity) if field.name != "provider")
"""What an order's meter must have in common with the PSD that signs."""


def require_same_device(identity: Identity, claimed: Mapping[str, object]) -> None:
    """Refuse an order that names another device, system, licensing office or location.

    Args:
        identity: the PSD's.
        claimed: what the order says, under the names in `COMPARED`; what is absent or None is the PSD's.

    Raises:
        PsdRefused: they differ; the text names the rule and every difference.
    """
    differences = [
        f"{name} is {mine!s} in the PSD and {claim!s} in the order"
        for name in COMPARED
        if (claim := claimed.get(name)) is not None and _folded(claim) != _folded(mine := getattr(identity, name))
    ]
    if differences:
        raise PsdRefused(f"{RULE}: {'; '.join(differences)}")


def _folded(value: object) -> object:
    """A value as it is compared: letters in capitals, for names are printed so."""
    return value.strip().upper() if isinstance(value, str) else value


def _is_id(text: str) -> bool:
    return len(text) == 2 and text.isascii() and text.isalnum() and text == text.upper()


def _is_zip(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdecimal()
