"""The indicium that an order asks for (DMM 604.4.8, 6.3, 3.4)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT, Capitals, Day, Mills, PermitNumber, PrintedText
from indicia.model.meter import PostOffice
from indicia.spec.kinds import (
    DateForm,
    Facing,
    Ink,
    MailClass,
    Origin,
    Presort,
    Purpose,
    System,
    Technology,
)

METERED = frozenset({Technology.LETTERPRESS, Technology.DIGITAL, Technology.IBI})
"""Technologies that a postage evidencing system prints."""


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
    """Letterpress, digital, IBI; permit imprint, precancel postmark."""
    mail_class: MailClass
    """Class of mail (DMM 604.4.8.5d)."""
    system: System | None = None
    """Kind of postage evidencing system; none for permits and precancels."""
    purpose: Purpose = Purpose.POSTAGE
    """What it is for."""
    amount: Mills | None = None
    """Mills; None for a PC Postage redate (DMM 604.4.9.1b), permits and precancels."""
    presort: Presort | None = None
    """Presort level (DMM 604.4.8.5d)."""
    mailing_date: MailingDate | None = None
    """Date of mailing (DMM 604.4.8.12); a permit imprint has none."""
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
    permit_number: PermitNumber | None = None
    """Permit imprint and precancel."""
    post_office: PostOffice | None = None
    """Permit imprint and precancel: the office of the permit."""
    company: PrintedText | None = None
    """Company permit: the exact name (DMM 604.6.3.9)."""
    boxed: bool | None = None
    """Permit imprint: with a rule around it."""

    @model_validator(mode="after")
    def _parts_go_together(self) -> "Indicium":
        if self.technology in METERED:
            self._check_metered()
        return self

    def _check_metered(self) -> None:
        if self.system is None:
            raise ValueError("`system` with technology letterpress, digital and ibi")
        if self.mailing_date is None:
            raise ValueError("`mailing_date` with technology letterpress, digital and ibi")
        valueless = self.system is System.PC_POSTAGE and self.purpose is Purpose.REDATE
        if (self.amount is None) != valueless:
            raise ValueError("an `amount`, null only for a PC Postage redate")
