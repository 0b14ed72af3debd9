"""The manual's own kinds, as closed sets. Values are the words of the order files and the answer's JSON."""

import enum


class Technology(enum.StrEnum):
    """How the indicium is made (DMM 604.4.8.4, 6.0, 3.0); the two reply formats of 507 bear none."""

    LETTERPRESS = "letterpress"
    DIGITAL = "digital"
    IBI = "ibi"
    PERMIT = "permit"
    PRECANCEL = "precancel"
    COURTESY_REPLY = "courtesy-reply"
    BUSINESS_REPLY = "business-reply"


class System(enum.StrEnum):
    """Kind of postage evidencing system (DMM 604.4.1.2)."""

    TRADITIONAL = "traditional"
    PSD_METER = "psd-meter"
    IBI_METER = "ibi-meter"
    PC_POSTAGE = "pc-postage"


class Purpose(enum.StrEnum):
    """What the indicium is for (DMM 604.4.7.1, 4.9, 4.3.8, 10.3.1b)."""

    POSTAGE = "postage"
    REDATE = "redate"
    POSTAGE_CORRECTION = "postage-correction"
    REPLY = "reply"
    QA = "qa"
    REFUND_REQUEST = "refund-request"


class MailClass(enum.StrEnum):
    """Class of mail printed in the indicium (DMM 604.4.8.5d)."""

    FIRST_CLASS = "first-class"
    PRIORITY = "priority"
    EXPRESS = "express"
    STANDARD = "standard"
    NONPROFIT = "nonprofit"
    PACKAGE_SERVICES = "package-services"
    PARCEL_POST = "parcel-post"
    MEDIA = "media"
    LIBRARY = "library"
    BOUND_PRINTED = "bound-printed"


class Presort(enum.StrEnum):
    """Presort level printed in the indicium (DMM 604.4.8.5d)."""

    PRESORTED = "presorted"
    AUTOMATION = "automation"
    CARRIER_ROUTE = "carrier-route"


class DateForm(enum.StrEnum):
    """Form of the mailing date (DMM 604.4.8.12a, b, c)."""

    COMPLETE = "complete"
    MONTH_YEAR = "month-year"
    NONE = "none"


class Origin(enum.StrEnum):
    """How the licensing post office is shown (DMM 604.4.8.5a, b)."""

    ZIP = "zip"
    CITY_STATE_ZIP = "city-state-zip"
    CITY_STATE = "city-state"


class InkJet(enum.StrEnum):
    """Where an ink-jet date correction stands (DMM 604.4.9.1a)."""

    ABOVE_ADDRESS = "above-address"
    ABOVE_BARCODE = "above-barcode"


class Facing(enum.StrEnum):
    """How the facer finds the piece (DMM 604.4.8.9 to 4.8.11)."""

    FIM = "fim"
    FLUORESCENT_INK = "fluorescent-ink"
    LABEL = "label"
    NONE = "none"


class Ink(enum.StrEnum):
    """Colour of the print (DMM 604.4.8.9)."""

    BLACK = "black"
    FLUORESCENT_RED = "fluorescent-red"
    RED = "red"
    BLUE = "blue"


class Shape(enum.StrEnum):
    """Processing shape of the mailpiece (DMM 201, 301 of 2005)."""

    CARD = "card"
    LETTER = "letter"
    FLAT = "flat"
    PARCEL = "parcel"


class MediaKind(enum.StrEnum):
    """What the indicium is printed on (DMM 604.4.8.11, 4.8.12a3)."""

    MAILPIECE = "mailpiece"
    LABEL = "label"
    TAPE = "tape"
    SHEET = "sheet"
    PAPER = "paper"


class Side(enum.StrEnum):
    """Side of the mailpiece (DMM 604.4.9.1, 4.9.2)."""

    ADDRESS = "address"
    NONADDRESS = "nonaddress"


class PlateKind(enum.StrEnum):
    """What the ad plate of a letterpress meter prints (DMM 604.4.8.7a, 4.8.8a)."""

    ADVERTISING = "advertising"
    SLOGAN = "slogan"
    RETURN_ADDRESS = "return-address"
    POSTAL_MARKING = "postal-marking"


class Location(enum.StrEnum):
    """Where the postage evidencing system stands (DMM 604.4.8.5f, 4.9.3)."""

    LICENSEE = "licensee"
    USPS = "usps"
    MILITARY = "military"


class FimKind(enum.StrEnum):
    """Facing identification marks (DMM 708.9.0)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class Role(enum.StrEnum):
    """What a piece of lettering is for; the first eight are elements of DMM 604.4.8.5."""

    US_POSTAGE = "us-postage"
    AMOUNT = "amount"
    MAIL_CLASS = "mail-class"
    DATE = "date"
    ZIP = "zip"
    CITY_STATE = "city-state"
    SERIAL = "serial"
    PROVIDER = "provider"
    SPECIAL = "special"
    ENDORSEMENT = "endorsement"
    OTHER = "other"
    USPS = "usps"
    LEGEND = "legend"
    DELIVERY_ADDRESS = "delivery-address"
    RETURN_ADDRESS = "return-address"
    AD_PLATE = "ad-plate"
    PERMIT_NUMBER = "permit-number"
    COMPANY = "company"
    POSTMARK = "postmark"
    OVERPRINT = "overprint"
    POSTAGE_BOX = "postage-box"
    SPECIMEN = "specimen"


class Edition(enum.StrEnum):
    """Edition of the rules; with the id it is the key of a rule."""

    DMM_2005 = "dmm-2005"
    CURRENT = "current"


class Verdict(enum.StrEnum):
    """Whether what is printed counts as payment of postage (DMM 604.4.8.2)."""

    ACCEPTABLE = "ACCEPTABLE"
    UNACCEPTABLE = "UNACCEPTABLE"
    UNDETERMINED = "UNDETERMINED"
