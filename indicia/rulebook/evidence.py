"""What a witness says: measured quantities and the circumstances that decide which rules apply."""

from collections.abc import Mapping
from dataclasses import dataclass

from indicia.rulebook.quantity import Quantity
from indicia.spec.kinds import (
    DateForm,
    Facing,
    Ink,
    Location,
    MailClass,
    MediaKind,
    Origin,
    PlateKind,
    Presort,
    Purpose,
    Shape,
    Side,
    System,
    Technology,
)

__all__ = ["Circumstances", "Evidence", "Measurement", "Quantity", "Value"]

Value = float | int | str | bool


@dataclass(frozen=True, slots=True)
class Measurement:
    """One quantity as a witness saw it."""

    value: Value | None
    """The value in the quantity's unit; None when it was sought and could not be had."""
    uncertainty: float = 0.0
    """Half-width of the interval that holds the true value, same unit; 0 for exact evidence."""
    attributed: bool = True
    """False for matter whose origin a picture cannot tell: it never fails, it leaves a question."""
    note: str = ""
    """Why a value is missing, or what stands out about it."""


Pair = tuple[Quantity, Measurement]
"""One quantity with what a witness says of it."""
Evidence = Mapping[Quantity, Measurement]
"""A quantity that is absent was not witnessed at all: its rows give no finding."""


_IS = Measurement(True)
"""What most quantities of a lawful piece are known to be."""


def exact(quantity: Quantity, value: Value, note: str = "") -> Pair:
    """A quantity known without uncertainty."""
    if value is True and not note:
        return quantity, _IS
    return quantity, Measurement(value, note=note)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides which rows apply. None means that this witness cannot tell."""

    technology: Technology | None = None
    """Letterpress, digital, IBI …"""
    system: System | None = None
    """Kind of system."""
    purpose: Purpose | None = None
    """Postage, redate, …"""
    mail_class: MailClass | None = None
    """Class of mail."""
    presort: Presort | None = None
    """Presort level; None also for single-piece mail."""
    shape: Shape | None = None
    """Processing shape."""
    media: MediaKind | None = None
    """Printed on the piece, a label, …"""
    facing: Facing | None = None
    """Facing method."""
    ink: Ink | None = None
    """Colour."""
    location: Location | None = None
    """Where the system stands."""
    date_form: DateForm | None = None
    """Form of the mailing date."""
    height: float | None = None
    """Height of the mailpiece, inches."""
    origin: Origin | None = None
    """How the licensing post office, or that of a permit, is shown."""
    plate: PlateKind | None = None
    """What the ad plate prints; None also without one."""
    side: Side = Side.ADDRESS
    """Side of the piece: a page is taken for the address side unless somebody says otherwise."""
    courtesy_reply: bool = False
    """Courtesy reply mail (604.4.8.10): no piece is unless somebody says so, else no wrong FIM would ever fail."""
    ink_jet: bool = False
    """A date correction applied by an ink jet printer (604.4.9.1a): none is unless somebody says so, else no redate
    without a serial number would ever fail."""
    presorted: bool | None = None
    """Claimed at a presort rate."""
    zero_value: bool | None = None
    """The indicium's value is zero."""
    specimen: bool | None = None
    """An illustration, not meant as postage (604.4.7.3)."""
    barcoded: bool | None = None
    """The piece bears an address barcode."""
    dated_service: bool | None = None
    """With Insured Mail, COD or Special Handling (604.4.8.12a2)."""
    extra_services: bool | None = None
    """With any extra service paid with the postage (604.6.3.8)."""
    out_of_period: bool | None = None
    """Deposited outside the mailing period of the printed date (604.4.8.13)."""
    applied: bool | None = None
    """The label is on the piece (604.4.8.11f)."""
    tagged: bool | None = None
    """The label has fluorescent tagging (604.4.8.11e)."""
    on_ship: bool | None = None
    """In a fleet post office on board a naval vessel (604.4.9.3)."""
    prints_addresses: bool | None = None
    """A PC Postage system that can print addresses on this class and size (604.4.9.4f)."""
    office_differs: bool | None = None
    """The return address is outside the delivery area of the office of mailing (604.3.1.8)."""
    preprinted: bool | None = None
    """The rate marking is preprinted on the stamp by the mailer (604.3.4.7)."""
    high_value: bool | None = None
    """Precanceled postage on the piece is above the limit of 604.3.6."""
    address_label: bool | None = None
    """A permit imprint on an address label (604.6.3.5, 6.3.11)."""
    expedited: bool | None = None
    """A permit imprint with references to expedited handling or delivery (604.6.3.5)."""
    company: bool | None = None
    """A company permit imprint (604.6.3.9)."""
    records_elsewhere: bool | None = None
    """The return address does not lead to the company permit's records (604.6.3.9b)."""
    usps_packaging: bool | None = None
    """An envelope or container that the Postal Service provides (604.6.3.6)."""
    optional_format: bool | None = None
    """A permit imprint in the optional format (604.6.3.11)."""
