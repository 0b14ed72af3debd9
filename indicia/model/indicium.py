"""The indicium that an order asks for (DMM 604.4.8, 6.3, 3.4)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT, Capitals, Day, Mills, PermitNumber, PrintedText, ZipCode
from indicia.model.meter import PostOffice
from indicia.spec.kinds import (
    DateForm,
    Facing,
    Ink,
    InkJet,
    MailClass,
    Origin,
    Presort,
    Purpose,
    System,
    Technology,
)

METERED = frozenset({Technology.LETTERPRESS, Technology.DIGITAL, Technology.IBI})
"""Technologies that a postage evidencing system prints."""
REPLY_FORMS = frozenset({Technology.COURTESY_REPLY, Technology.BUSINESS_REPLY})
"""Reply formats: no postage stands on them when they are printed."""

_KEYS_OF: dict[str, Technology] = {
    "company": Technology.PERMIT,
    "records_zip": Technology.PERMIT,
    "boxed": Technology.PERMIT,
    "expedited": Technology.PERMIT,
    "initials": Technology.PRECANCEL,
}
_METERED_KEYS = ("system", "endorsement", "facing", "ad_plate", "ink_jet")
_NOT_BY_INK_JET = ("amount", "endorsement", "facing", "ad_plate")


@dataclass(frozen=True, slots=True, config=STRICT)
class MailingDate:
    """The date of mailing in one of the three forms (DMM 604.4.8.12)."""

    form: DateForm
    """Complete, month and year, or none."""
    date: Day | None = None
    """The day; of a month-and-year date any day of that month."""
    year_digits: Literal[2, 4] = 4
    """Digits of the year as printed."""

    @model_validator(mode="after")
    def _date_goes_with_form(self) -> "MailingDate":
        if (self.date is None) != (self.form is DateForm.NONE):
            raise ValueError("a date with the forms complete and month-year, none with the form none")
        return self


@dataclass(frozen=True, slots=True, config=STRICT)
class AdPlate:
    """Additional printing die of a letterpress meter (DMM 604.4.8.4a, 4.8.7a, 4.8.8a)."""

    kind: Literal["advertising", "slogan", "return-address", "postal-marking"]
    lines: Annotated[tuple[PrintedText, ...], Field(min_length=1, max_length=6)]
    mailer: PrintedText | None = None


@dataclass(frozen=True, slots=True, config=STRICT)
class Indicium:
    """What is to be printed as evidence of postage."""

    technology: Technology
    """Letterpress, digital, IBI; permit imprint, precancel postmark; courtesy and business reply format."""
    mail_class: MailClass
    """Class of mail (DMM 604.4.8.5d)."""
    system: System | None = None
    """Kind of postage evidencing system; none for permits and precancels."""
    purpose: Purpose = Purpose.POSTAGE
    """What it is for."""
    amount: Mills | None = None
    """Mills; None for a redate of PC Postage (DMM 604.4.9.1b) or by ink jet (4.9.1a), precancels and reply formats;
    optional in a permit imprint (DMM 604.6.3.6)."""
    presort: Presort | None = None
    """Presort level (DMM 604.4.8.5d)."""
    mailing_date: MailingDate | None = None
    """Date of mailing (DMM 604.4.8.12, 3.4.6a); optional in a permit imprint (DMM 604.6.3.6)."""
    origin: Origin = Origin.CITY_STATE_ZIP
    """How the licensing post office is shown (DMM 604.4.8.5a, b)."""
    endorsement: Capitals | None = None
    """Ancillary service endorsement (DMM 604.4.8.7b)."""
    facing: Facing | None = None
    """Facing method (DMM 604.4.8.9); None takes the order's default."""
    ink: Ink | None = None
    """Colour (DMM 604.4.8.9); None takes the facing's default."""
    ad_plate: AdPlate | None = None
    """Letterpress only."""
    ink_jet: InkJet | None = None
    """A redate as one line of text by an ink jet printer, in a barcoded mailing (DMM 604.4.9.1a): above the address, or
    on flats just above the barcode."""
    permit_number: PermitNumber | None = None
    """Permit imprint, precancel, business reply."""
    post_office: PostOffice | None = None
    """Permit imprint, precancel, business reply: the office of the permit."""
    company: PrintedText | None = None
    """Company permit: the exact name, in place of city, state and permit number (DMM 604.6.3.9)."""
    records_zip: ZipCode | None = None
    """Company permit: where the records are, when the return address does not lead there (DMM 604.6.3.9b1)."""
    boxed: bool | None = None
    """Permit imprint: with a rule around it; False is the optional format (DMM 604.6.3.11), None is True."""
    expedited: bool | None = None
    """Permit imprint: the piece bears references to expedited handling or delivery (DMM 604.6.3.5)."""
    initials: Capitals | None = None
    """Precancel: the mailer's initials, overprinted with month and year on high value stamps (DMM 604.3.6)."""

    @model_validator(mode="after")
    def _parts_go_together(self) -> "Indicium":
        for key, technology in _KEYS_OF.items():
            if getattr(self, key) is not None and self.technology is not technology:
                raise ValueError(f"`{key}` with technology {technology} alone")
        if self.technology in METERED:
            self._check_metered()
        else:
            self._check_unmetered()
        return self

    def _check_metered(self) -> None:
        if self.system is None:
            raise ValueError("`system` with technology letterpress, digital and ibi")
        if self.mailing_date is None:
            raise ValueError("`mailing_date` with technology letterpress, digital and ibi")
        if self.ink_jet is not None:
            self._check_ink_jet()
        valueless = (self.system is System.PC_POSTAGE and self.purpose is Purpose.REDATE) or self.ink_jet is not None
        if (self.amount is None) != valueless:
            raise ValueError("an `amount`, null only for a redate of PC Postage or by ink jet")

    def _check_ink_jet(self) -> None:
        if self.purpose is not Purpose.REDATE or self.system is System.PC_POSTAGE:
            raise ValueError("`ink_jet` with the purpose redate of other systems than pc-postage alone")
        for key in _NOT_BY_INK_JET:
            if getattr(self, key) is not None:
                raise ValueError(f"no `{key}` with `ink_jet`")
        if self.origin is not Origin.CITY_STATE_ZIP:
            raise ValueError("the origin city-state-zip with `ink_jet`: its line shows city, state and ZIP Code")

    def _check_unmetered(self) -> None:
        for key in _METERED_KEYS:
            if getattr(self, key) is not None:
                raise ValueError(f"`{key}` with technology letterpress, digital and ibi alone")
        permit = self.technology is Technology.PERMIT
        # A permit imprint on a reply piece is an order that can be meant; its own row refuses it (DMM 604.6.1.1).
        if self.purpose not in ({Purpose.POSTAGE, Purpose.REPLY} if permit else {Purpose.POSTAGE}):
            raise ValueError(f"the purpose postage with technology {self.technology}")
        if self.amount is not None and not permit:
            raise ValueError(f"no `amount` with technology {self.technology}")
        if permit:
            self._check_permit()
        elif self.technology is not Technology.COURTESY_REPLY:
            self._require("permit_number", "post_office")
        if self.technology is Technology.PRECANCEL:
            self._require("mailing_date")
        if self.technology in REPLY_FORMS and (self.mail_class, self.presort) != (MailClass.FIRST_CLASS, None):
            raise ValueError("`mail_class` first-class and no `presort` with reply formats")

    def _check_permit(self) -> None:
        if self.company is None:
            self._require("permit_number", "post_office")
            if self.records_zip is not None:
                raise ValueError("`records_zip` with a `company` alone")
        elif self.permit_number is not None or self.post_office is not None:
            raise ValueError("either a `company` or a `permit_number` with its `post_office`")

    def _require(self, *keys: str) -> None:
        for key in keys:
            if getattr(self, key) is None:
                raise ValueError(f"`{key}` with technology {self.technology}")
