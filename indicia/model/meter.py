"""The postage evidencing system that pays (DMM 604.4.1.2, 4.2.1)."""

from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT, AddressLines, Capitals, PsdSerial, TwoCharacters, ZipCode, ZipPlus4
from indicia.spec.kinds import Location


@dataclass(frozen=True, slots=True, config=STRICT)
class PostOffice:
    """A licensing post office (DMM 604.4.8.5a)."""

    city: Capitals
    """Capitals; a military one is written as "ARMY APO"."""
    state: TwoCharacters
    """Two letters."""
    zip: ZipCode
    """Five digits."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Ship:
    """A naval vessel whose fleet post office shows its name instead of the standard wording (DMM 604.4.9.3)."""

    name: Capitals
    """Name and hull number, as "USS SARATOGA (CV-60)"."""
    zip4: ZipPlus4
    """ZIP+4 Code."""


@dataclass(frozen=True, slots=True, config=STRICT)
class Meter:
    """One device: who made it, who provides it, where it is licensed."""

    provider: Capitals
    """Identification of the provider, as printed (DMM 604.4.8.5a)."""
    manufacturer: TwoCharacters
    """Manufacturer id."""
    model: TwoCharacters
    """Model id."""
    serial: PsdSerial
    """PSD serial number."""
    licensing_post_office: PostOffice
    """One device, one licensing office (DMM 604.4.2.1)."""
    location: Location = Location.LICENSEE
    """Where it stands (DMM 604.4.8.5f, 4.9.3)."""
    ship: Ship | None = None
    """The vessel of a shipboard meter; None elsewhere."""
    licensee: AddressLines | None = None
    """The licensee's address, for reply mail (DMM 604.4.9.4e)."""

    @property
    def printed_serial(self) -> str:
        """Manufacturer, model and the serial in ten digits, as printed beside real indicia."""
        return f"{self.manufacturer}{self.model}{self.serial:010d}"
