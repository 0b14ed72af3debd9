"""What a witness says: measured quantities and the circumstances that decide which rules apply."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from indicia.spec.kinds import (
    DateForm,
    Facing,
    Ink,
    Location,
    MailClass,
    MediaKind,
    Presort,
    Purpose,
    Shape,
    System,
    Technology,
)

Value = float | int | str | bool


class Quantity(enum.StrEnum):
    """Everything that a row can ask about; lengths in inches, sizes in points, angles in degrees."""

    # Placement (604.4.8.3)
    RIGHT_EDGE = "distance of the indicium from the right edge"
    TOP_EDGE = "distance of the indicium from the top edge"
    UPPER_RIGHT_SHARE = "place of the indicium's centre, as a share of half the piece"
    FIM_ZONE_INTRUSION = "depth of indicium ink in the FIM clear zone"
    BARCODE_ZONE_INTRUSION = "depth of indicium ink in the barcode clear zone"
    OCR_ZONE_INTRUSION = "depth of indicium ink in the OCR read area"
    ADDRESS_ANGLE = "angle between the indicium and the address"
    LENGTH_RATIO = "width of the indicium over its height"
    ADDRESS_OUTSIDE_OCR = "how far the delivery address reaches out of the OCR read area"
    # Clear zone (604.4.8.4b)
    CLEAR_LEFT = "clear distance left of the indicium's boundary"
    CLEAR_BELOW = "clear distance below the indicium's boundary"
    # Content (604.4.7.1, 4.8.5)
    POSTAGE = "value of the indicium, mills"
    LICENSING_ZIP = "licensing ZIP present and the device's"
    CITY_STATE = "city and state of the licensing post office present"
    SERIAL = "serial number of the system present"
    PROVIDER = "identification of the provider present"
    DATE = "mailing date present"
    US_POSTAGE = "words US POSTAGE present"
    AMOUNT = "postage amount present"
    MAIL_CLASS = "class of mail present"
    PRESORT = "presort level present"
    SYMBOL = "two-dimensional symbol with its data elements present"
    USPS_WORD = "capitals USPS in the indicium"
    # Lettering (604.4.8.6)
    FACE = "face of the postal information"
    AMOUNT_PT = "type size of the amount"
    OTHER_PT = "smallest type size of the other required text"
    CLASS_BOLD = "class and endorsement bold"
    CLASS_CAPITALS = "class and endorsement in capitals"
    AMOUNT_BOLD = "amount bold"
    US_POSTAGE_BOLD = "US POSTAGE bold"
    US_POSTAGE_CAPITALS = "US POSTAGE in capitals"
    PROMINENCE = "prominence of US POSTAGE over the next text but the amount"
    # FIM (604.4.8.10, 708.9.0)
    FIM_PRESENT = "a FIM is present"
    FIM_KIND = "kind of the FIM"
    FIM_RIGHT = "right side of the FIM's rightmost bar from the right edge"
    FIM_TOP = "tops of the FIM bars from the top edge"
    FIM_BOTTOM = "bottoms of the FIM bars from the top edge"
    FIM_BAR_WIDTH = "width of the FIM bars"
    FIM_BAR_HEIGHT = "height of the FIM bars"
    FIM_PITCH = "pitch of the FIM positions"
    FIM_SLANT = "slant of the FIM bars"
    FIM_PRD = "print reflectance difference of the FIM"
    # Dates (604.4.8.12, 4.8.13)
    YEAR_DIGITS = "digits of the year"
    DATE_FORM = "form of the mailing date"
    MAIL_CLASS_NAME = "class of mail that the date goes with"
    PERIOD = "days of deposit outside the mailing period"
    ANY_DAY = "deposit is lawful on any day"
    # Legibility (604.4.8.2)
    SCANNABLE = "the symbol decodes"
    # Outside the manual
    SIGNATURE = "the signature is the device's, over these bytes"
    ALGORITHM = "the signature algorithm is one that can be checked"
    CERTIFICATE = "the certificate is in the trust directory"
    CERTIFICATE_BEGUN = "the certificate's validity has begun on the mailing date"
    CERTIFICATE_CURRENT = "the certificate's validity has not ended on the mailing date"
    CERTIFICATE_REVOKED = "the certificate is revoked on the mailing date"
    PAYLOAD = "the payload is a complete message"
    MIRRORED = "the symbol or the piece is mirrored"
    IMI_DATE = "days of deposit after the last of non-IMI systems"
    INDICIUM = "an indicium is present"
    MATCH_DESTINATION = "destination in the payload equals the address barcode"


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


Evidence = Mapping[Quantity, Measurement]
"""A quantity that is absent was not witnessed at all: its rows give no finding."""


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
