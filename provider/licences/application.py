"""What is applied for, and the form in which it goes to the Postal Service."""

import dataclasses
import re
from dataclasses import dataclass

from indicia.errors import InputError
from indicia.spec.licences import Use
from provider.custody import Customer
from provider.documents import Facts, SignHere, Statement
from provider.licences.states import VALID, Status

_ZIP = re.compile(r"[0-9]{5}")
_STATE = re.compile(r"[A-Z]{2}")
_MILITARY_STATES = frozenset({"AA", "AE", "AP"})
_HOME = "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """What a customer applies for: one licensing post office, any number of systems (604.4.2.1)."""

    customer: str
    """The provider's number for the customer."""
    city: str
    """City of the licensing post office."""
    state: str
    """Its state, two capitals."""
    zip: str
    """Its ZIP Code, five digits."""
    use: Use = Use.LICENSEE
    """Where the systems stand."""
    country: str = _HOME
    """Country where they stand, two capitals."""
    seasonal: bool = False
    """A seasonal user, excepted from the 60 days of 604.4.2.1d."""
    representative: bool = False
    """A dealer or branch that lends meters under this licence (39 CFR 501.23(t)(3))."""

    def __post_init__(self) -> None:
        abroad = self.use is Use.ABROAD
        problems = [
            text
            for wrong, text in (
                (not self.city.strip(), "no city of the licensing post office (604.4.2.1a)"),
                (not _STATE.fullmatch(self.state), "its state is not two capitals (604.4.2.1a)"),
                (not _ZIP.fullmatch(self.zip), "its ZIP Code is not five digits (604.4.2.1a)"),
                (abroad == (self.country == _HOME), "the country does not fit the place of use (604.4.3.15e)"),
                (
                    (self.use is Use.MILITARY) != (self.state in _MILITARY_STATES),
                    "an APO or FPO is the licensing office of military use and of none other (604.4.3.14)",
                ),
            )
            if wrong
        ]
        if problems:
            raise InputError(f"application of customer {self.customer!r}: {'; '.join(problems)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence, from its application on."""

    application: str
    """The provider's number of the application."""
    number: str
    """The Postal Service's number; empty before the grant."""
    asked: Application
    """What was applied for, as updated since."""
    status: Status
    """How it stands."""

    @property
    def subject(self) -> str:
        """Under which its happenings are recorded."""
        return f"licence:{self.application}"

    @property
    def is_valid(self) -> bool:
        """Whether systems may be used under it."""
        return self.status in VALID


def form_3601a(licence: Licence, customer: Customer) -> Statement:
    """Form 3601-A, Application for a License to Lease and Use Postage Meters, as the provider transmits it."""
    asked = licence.asked
    applicant = tuple((name.capitalize(), value) for name, value in dataclasses.asdict(customer).items())
    office = (
        ("Application", licence.application),
        ("Licensing post office", f"{asked.city} {asked.state} {asked.zip}"),
        ("Use", asked.use.value),
        *((("For foreign use of a U.S. postage evidencing system in", asked.country),) * (asked.use is Use.ABROAD)),
        ("Seasonal user", "yes" if asked.seasonal else "no"),
        ("Representative who lends meters", "yes" if asked.representative else "no"),
    )
    return Statement(
        "Application for a License to Lease and Use Postage Meters",
        (Facts(applicant, "Applicant"), Facts(office, "License"), SignHere(("Applicant",))),
        subtitle="PS Form 3601-A",
        foot="39 CFR 501.23(b); DMM 604.4.2.1",
    )
