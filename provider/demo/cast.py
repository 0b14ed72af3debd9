"""Who plays: invented customers, one device each, and what each of them is in the story for."""

from dataclasses import dataclass

from indicia.spec.kinds import System

PROVIDER_NAME = "Test Provider"
PHONE = "(800) 555-0100"


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """One customer."""

    customer: str
    """The provider's number for the customer."""
    name: str
    """Invented."""
    street: str
    """Invented."""
    city: str
    """Of the customer and of the licensing post office, capitals."""
    state: str
    """Two capitals."""
    zip: str
    """Of both."""
    licence: str
    """Number of the licence."""
    serial: int
    """Of the device."""
    system: System = System.IBI_METER
    """Kind of the device."""
    ams: bool = False
    """It uses the Address Management System data."""
    representative: bool = False
    """It lends meters."""


def _player(number: int, name: str, place: tuple[str, str, str], **more: object) -> Player:
    return Player(
        customer=f"C{number}",
        name=name,
        street=f"{number} Main Street",
        city=place[0],
        state=place[1],
        zip=place[2],
        licence=f"L{number:05d}",
        serial=1000 + number,
        **more,  # type: ignore[arg-type] # the fields that have defaults
    )


_STAMFORD, _HARTFORD, _BOSTON = ("STAMFORD", "CT", "06926"), ("HARTFORD", "CT", "06101"), ("BOSTON", "MA", "02101")
STEADY = _player(1, "Lighthouse Supply", _STAMFORD)
"""Mails every week; is inspected for a special reason; gets an advance."""
BOUNCED = _player(2, "Harbor Books", _HARTFORD)
"""A check of theirs is returned."""
LOST = _player(3, "Kite Makers", _STAMFORD)
"""Their meter is not located, found lost, recovered."""
FAULTY = _player(4, "Quiet Clocks", _BOSTON)
"""Their meter becomes faulty."""
SILENT = _player(5, "Forgotten Hats", _HARTFORD)
"""They stop resetting and do not answer: the meter is removed, its value refunded, the licence cancelled."""
AT_HOME = _player(6, "Parcel Parlor", _BOSTON, system=System.PC_POSTAGE, ams=True)
"""PC Postage; their data is housed by a third party."""
PLAYERS = (STEADY, BOUNCED, LOST, FAULTY, SILENT, AT_HOME)
