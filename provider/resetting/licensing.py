"""What resetting asks of the rooms that keep licences and deadlines."""

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from indicia.psd.registers import Registers
from provider.errors import ProviderRefused


class Stopped(ProviderRefused):
    """A refusal on whose account the device is told to stop: it should not be where somebody uses it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Dates that a device is given with a grant."""

    lock_on: dt.date | None = None
    """First day on which it does not issue any more; None: none."""
    inspect_by: dt.date | None = None
    """Day by which an inspection in special circumstances is wanted; None: none is."""


class Licensing(Protocol):
    """The licences, as resetting sees them."""

    def authenticate(self, licence: str, device: str, on: dt.date) -> str:
        """The ZIP Code of the licensing post office, under which the licensee may reset this device.

        Raises:
            Stopped: the device is reported lost or stolen.
            ProviderRefused: the licence is not in force, is not for this device, or a duty stands in the way.
        """

    def terms(self, device: str, on: dt.date) -> Terms:
        """What the next grant says of lock and inspection."""

    def completed(self, device: str, registers: Registers, at: dt.datetime) -> None:
        """Hear that a reset was completed, of no value too: the next one is due three months later (604.4.3.5)."""
