"""A meter as the provider knows it."""

import datetime as dt
import re
from dataclasses import dataclass

from indicia.errors import InputError
from indicia.payload.codec import device_id
from indicia.payload.fields import IBI_FIELDS
from indicia.spec.happenings import Tag
from indicia.spec.kinds import System
from indicia.spec.psd import SecurityLevel
from provider.inventory.states import State
from provider.store import Row, Value

_ID = re.compile(r"[A-Z0-9]{2}")
_LARGEST_SERIAL = next(field.largest for field in IBI_FIELDS if field.name == "psd_serial")
_GENERATION_1 = frozenset({System.TRADITIONAL})
_LEVEL_TAGS = {
    SecurityLevel.MANUAL: Tag.LEVEL_1,
    SecurityLevel.REMOTE: Tag.LEVEL_2,
    SecurityLevel.REMOTE_LETTERPRESS_DISABLING: Tag.LEVEL_3,
    SecurityLevel.REMOTE_DIGITAL_DISABLING: Tag.LEVEL_4,
    SecurityLevel.PSD: Tag.LEVEL_5,
}
FLAGS = ("self_disabling", "enhanced", "ams", "shared_printer", "loaner")


def security_level(system: System, *, remote: bool = True, letterpress: bool = False, disabling: bool = True) -> int:
    """The row of the inspection schedule (604.4.3.7).

    Args:
        system: kind of system; all with a PSD are of level 5.
        remote: reset remotely.
        letterpress: prints letterpress indicia, else digital.
        disabling: has the self-disabling feature.
    """
    if system not in _GENERATION_1:
        return SecurityLevel.PSD
    if not remote:
        return SecurityLevel.MANUAL
    if not disabling:
        return SecurityLevel.REMOTE
    return SecurityLevel.REMOTE_LETTERPRESS_DISABLING if letterpress else SecurityLevel.REMOTE_DIGITAL_DISABLING


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """What it is and where it stands."""

    manufacturer: str
    """Two letters or digits."""
    model: str
    """Two letters or digits."""
    serial: int
    """Its serial number."""
    system: System
    """Kind of postage evidencing system."""
    level: SecurityLevel = SecurityLevel.PSD
    """Row of the inspection schedule (604.4.3.7)."""
    self_disabling: bool = True
    """It stops itself when programmed requirements are not met (604.4.1.2)."""
    enhanced: bool = False
    """The approved enhanced process takes the place of its inspections (604.4.3.7)."""
    ams: bool = False
    """It uses the Address Management System data (604.4.3.16)."""
    shared_printer: bool = False
    """Its printer prints other matter too (604.4.3.8)."""
    loaner: bool = False
    """It is lent for a few days (39 CFR 501.23(t))."""
    state: State = State.PRODUCED
    """Where it stands."""
    place: str = "factory"
    """Where it is: a room of the provider's, a branch, or `licensee`, whose address custody keeps."""
    licence: str = ""
    """Application of the licence under which it is in service; empty when it is not."""
    in_service_on: dt.date | None = None
    """When it was checked in."""
    ascending: int = 0
    """Mills, as last read."""
    descending: int = 0
    """Mills, as last read."""

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.manufacturer) or not _ID.fullmatch(self.model):
            raise InputError("manufacturer and model of a meter are two capital letters or digits each")
        if not 0 <= self.serial <= _LARGEST_SERIAL:
            raise InputError(f"serial number {self.serial}; allowed: 0 to {_LARGEST_SERIAL}")
        if (self.level is SecurityLevel.PSD) == (self.system in _GENERATION_1):
            raise InputError(f"security level {self.level:d} does not fit a {self.system} (604.4.3.7)")

    @property
    def device(self) -> str:
        """Manufacturer, model and ten digits of the serial."""
        return device_id(self.manufacturer, self.model, self.serial)

    @property
    def subject(self) -> str:
        """Under which its happenings are recorded."""
        return subject_of(self.device)

    def tags(self, *, abroad: bool) -> frozenset[Tag]:
        """What its deadlines depend on."""
        held = {
            _LEVEL_TAGS[self.level]: True,
            Tag.GENERATION_1: self.system in _GENERATION_1,
            Tag.GENERATION_2: self.system not in _GENERATION_1,
            Tag.ENHANCED: self.enhanced,
            Tag.ABROAD: abroad,
            Tag.AMS: self.ams,
            Tag.SHARED_PRINTER: self.shared_printer,
        }
        return frozenset(tag for tag, holds in held.items() if holds)


def subject_of(device: str) -> str:
    """Under which a meter's happenings are recorded."""
    return f"meter:{device}"


def to_row(meter: Meter) -> dict[str, Value]:
    """The columns of a meter."""
    return {
        "device": meter.device,
        "manufacturer": meter.manufacturer,
        "model": meter.model,
        "serial": meter.serial,
        "system": meter.system.value,
        "level": int(meter.level),
        **{flag: int(getattr(meter, flag)) for flag in FLAGS},
        "state": meter.state.value,
        "place": meter.place,
        "licence": meter.licence or None,
        "in_service_on": meter.in_service_on.isoformat() if meter.in_service_on else None,
        "ascending": meter.ascending,
        "descending": meter.descending,
    }


def from_row(row: Row) -> Meter:
    """The meter of some columns."""
    return Meter(
        manufacturer=row["manufacturer"],
        model=row["model"],
        serial=row["serial"],
        system=System(row["system"]),
        level=SecurityLevel(row["level"]),
        **{flag: bool(row[flag]) for flag in FLAGS},
        state=State(row["state"]),
        place=row["place"],
        licence=row["licence"] or "",
        in_service_on=dt.date.fromisoformat(row["in_service_on"]) if row["in_service_on"] else None,
        ascending=row["ascending"],
        descending=row["descending"],
    )
