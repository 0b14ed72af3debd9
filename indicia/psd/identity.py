"""Who a PSD is, and whether an order means it: one device has one licensing office (DMM 604.4.2.1)."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass

from indicia.errors import PsdRefused, UsageError
from indicia.payload.codec import device_id
from indicia.payload.fields import IBI_FIELDS
from indicia.psd.facts import Facts
from indicia.psd.standing import Standing
from indicia.spec.kinds import Location, System

RULE = "604.4.2.1-device"
TEST_MANUFACTURER = "ZZ"
"""The unassigned manufacturer id that test devices carry."""

_ID = re.compile(r"[A-Z0-9]{2}")
_STATE = re.compile(r"[A-Z]{2}")
# Names are printed as they stand here, and indicia print capitals; 64 is what a certificate holds (X.520).
_CAPITALS = re.compile(r"[A-Z0-9][A-Z0-9 .,&'()/-]*")
_LONGEST_NAME = 64
_LARGEST_SERIAL = next(field.largest for field in IBI_FIELDS if field.name == "psd_serial")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a device is: what it was made and initialized as, and whom it is authorized for."""

    manufacturer: str
    """Two letters or digits; `ZZ` is a test device."""
    model: str
    """Two letters or digits."""
    serial: int
    """PSD serial number."""
    provider: str
    """Name of the provider, as printed: capitals."""
    city: str
    """City of the licensing post office, capitals."""
    state: str
    """Its state, two capitals."""
    zip: str
    """Its ZIP Code, five digits: the licensing ZIP."""
    system: System
    """Kind of postage evidencing system."""
    location: Location
    """Where the system stands."""

    def __post_init__(self) -> None:
        names = f"capitals, at most {_LONGEST_NAME}"
        problems = [
            f"{name}: found {value!r}; allowed: {allowed}"
            for name, value, good, allowed in (
                ("manufacturer", self.manufacturer, _ID.fullmatch(self.manufacturer), "two capital letters or digits"),
                ("model", self.model, _ID.fullmatch(self.model), "two capital letters or digits"),
                ("serial", self.serial, 0 <= self.serial <= _LARGEST_SERIAL, f"0 to {_LARGEST_SERIAL}"),
                ("provider", self.provider, _is_capitals(self.provider), names),
                ("city", self.city, _is_capitals(self.city), names),
                ("state", self.state, _STATE.fullmatch(self.state), "two capital letters"),
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


def identity_of(facts: Facts, standing: Standing) -> Identity:
    """Who an authorized device is; a loaner that is placed shows the city and state of its customer's mail.

    Raises:
        PsdRefused: it is not authorized.
    """
    user, placement = standing.user, standing.placement
    if user is None or facts.provider is None:
        raise PsdRefused(f"the device is {standing.life}: it is authorized for nobody yet")
    office = placement or user  # 39 CFR 501.23(t)(1)
    return Identity(
        manufacturer=facts.manufacturer,
        model=facts.model,
        serial=facts.serial,
        provider=facts.provider,
        city=office.city,
        state=office.state,
        zip=user.zip,
        system=facts.system,
        location=user.location,
    )


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
        if (claim := claimed.get(name)) is not None and claim != (mine := getattr(identity, name))
    ]
    if differences:
        raise PsdRefused(f"{RULE}: {'; '.join(differences)}")


def _is_capitals(text: str) -> bool:
    return len(text) <= _LONGEST_NAME and _CAPITALS.fullmatch(text) is not None


def _is_zip(text: str) -> bool:
    return len(text) == 5 and text.isascii() and text.isdecimal()
