"""Refunds for postage evidencing systems: two editions side by side, each fact under its section, by date and class.

DMM 604.10.2 to 10.3 (2005), and 604.9.2 to 9.3 as the final rule of 2013 made them. What held between the two
is in neither text: on such a day nothing can be said.
"""

import datetime as dt
import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class RefundEdition(enum.StrEnum):
    """Which text holds."""

    DMM_2005 = "dmm-2005"
    DMM_2013 = "dmm-2013"


class RefundClass(enum.StrEnum):
    """The kinds of printed, unmailed postage that the texts tell apart."""

    METER_DATED = "meter-dated"
    METER_UNDATED = "meter-undated"
    PC_DATED = "pc-dated"
    """Of 2005, which knows no identification code."""
    PC_UNDATED = "pc-undated"
    PC_DATED_PIC = "pc-dated-pic"
    """With a package identification code; from 2013."""
    PC_DATED_NO_PIC = "pc-dated-no-pic"


class Office(enum.StrEnum):
    """Who takes a request, rules on it, or hears an appeal."""

    LICENSING_POST_OFFICE = "licensing-post-office"
    LOCAL_POST_OFFICE = "local-post-office"
    BUSINESS_MAIL_ENTRY = "business-mail-entry"
    PROVIDER = "provider"
    POSTAGE_TECHNOLOGY = "postage-technology-management"
    PAYMENT_TECHNOLOGY = "payment-technology"
    PRICING_CENTER = "pricing-and-classification-service-center"


OFFICE_WORDS: Mapping[Office, str] = MappingProxyType(
    {
        Office.LICENSING_POST_OFFICE: "postmaster at the licensing post office",
        Office.LOCAL_POST_OFFICE: "local postmaster",
        Office.BUSINESS_MAIL_ENTRY: "manager, business mail entry, at the district overseeing the licensing post "
        "office, or designee authorized in writing",
        Office.PROVIDER: "system provider",
        Office.POSTAGE_TECHNOLOGY: "manager, Postage Technology Management, USPS Headquarters",
        Office.PAYMENT_TECHNOLOGY: "manager, Payment Technology, USPS Headquarters",
        Office.PRICING_CENTER: "manager, Pricing and Classification Service Center",
    }
)


class Since(enum.StrEnum):
    """The day from which a deadline counts."""

    SHOWN = "the date shown in the indicia"
    METERED = "the date the mail was metered"
    PRINTED = "the date the indicia were printed"


class Span(NamedTuple):
    """Days on which an edition holds, both included."""

    first: dt.date
    last: dt.date | None
    """None: no end is known."""


class Deadline(NamedTuple):
    """How long a request may wait."""

    days: int
    """The last lawful day is so many days after `since`."""
    since: Since
    section: str


class Least(NamedTuple):
    """The smallest quantity of one mailing: either number is enough."""

    pieces: int
    mills: int
    section: str


class Charge(NamedTuple):
    """What processing costs: a share of the face value up to a limit, hours above it."""

    percent: int
    """Of the face value that is paid out up to the limit."""
    limit_mills: int
    """Face value, included."""
    hour_mills: int
    """For each hour or part of one, above the limit."""
    least_mills: int
    """Above the limit."""
    by_mailing: bool
    """The face value is that of one mailing; else that of one form, which is one meter's."""
    order_mills: int
    """Above the limit: the largest refund that a no-fee postal money order may pay."""
    section: str
    reading: bool = False
    """This project's reading of the text."""


class Appeal(NamedTuple):
    """What may be done against a refusal."""

    days: int
    """From the ruling."""
    through: Office
    """To whom the appeal goes."""
    decided_by: Office
    """Issues the final agency decision."""
    percent: int
    """Of the face value that a refund granted on appeal reaches at most."""
    section: str


class Terms(NamedTuple):
    """How a request for one class goes."""

    section: str
    """Where the class is dealt with."""
    request_to: Office
    request_section: str
    ruled_by: Office
    ruling_section: str
    appeal: Appeal
    deadline: Deadline | None
    """None: the text sets none."""
    least: Least | None = None
    charge: Charge | None = None
    """The Postal Service's; None for requests that the provider processes."""
    provider_charge: str = ""
    """Section that leaves a charge to the provider's discretion; empty where none does."""


# UNSOURCED: the text in hand bears no date; the project calls it the edition of 2005, and says nothing of later years.
_SPAN_2005 = Span(dt.date(2005, 1, 1), dt.date(2005, 12, 31))
# 39 CFR Part 111, Refunds and Exchanges, final rule, DATES: effective July 28, 2013.
_SPAN_2013 = Span(dt.date(2013, 7, 28), None)
IN_FORCE: Mapping[RefundEdition, Span] = MappingProxyType(
    {RefundEdition.DMM_2005: _SPAN_2005, RefundEdition.DMM_2013: _SPAN_2013}
)

# DMM 604.10.3.2b, 10.3.4d; 604.9.3.2a (2013): bundled in groups of 100 identical items when quantities allow.
BUNDLE = 100
# DMM 604.10.3.7; 604.9.3.6 (2013): a fraction of a cent in the total is rounded down to the whole cent.
CENT_MILLS = 10

# DMM 604.10.3.4b; 604.9.3.4b (2013): 500 pieces, or $500, from a single mailing.
_LEAST = (500, 500_000)
# DMM 604.10.3.2h, 10.3.4f; 604.9.3.2b (2013): 90 % up to $350, else $35 an hour or fraction, at least $35.
_CHARGE = (90, 350_000, 35_000, 35_000)
# DMM 604.10.3.2h: above $350 payment goes through the Accounting Service Center.
_NO_ORDER = 0
# DMM 604.9.3.2b2 (2013): a money order for amounts up to $500, $500.01 or more through the Accounting Service Center.
_ORDER_2013 = 500_000
_WHOLE = 100

# DMM 604.10.2.8b.
_APPEAL_DATED_2005 = Appeal(30, Office.POSTAGE_TECHNOLOGY, Office.POSTAGE_TECHNOLOGY, _WHOLE, "10.2.8b")
# DMM 604.10.2.8c: through the manager, business mail entry, to the PCSC manager.
_APPEAL_UNDATED_2005 = Appeal(30, Office.BUSINESS_MAIL_ENTRY, Office.PRICING_CENTER, _WHOLE, "10.2.8c")
# DMM 604.10.2.8d.
_APPEAL_PC_2005 = Appeal(30, Office.POSTAGE_TECHNOLOGY, Office.POSTAGE_TECHNOLOGY, _WHOLE, "10.2.8d")
# DMM 604.9.3.2c (2013).
_APPEAL_METER_2013 = Appeal(30, Office.PRICING_CENTER, Office.PRICING_CENTER, _WHOLE, "9.3.2c")
# DMM 604.9.3.8c (2013): not more than 90 % of the face value.
_APPEAL_PC_2013 = Appeal(30, Office.PAYMENT_TECHNOLOGY, Office.PAYMENT_TECHNOLOGY, 90, "9.3.8c")

# DMM 604.10.3.4, which speaks of all postage evidencing systems: undated PC Postage goes the same way.
_UNDATED_2005 = Terms(
    section="10.3.4",
    request_to=Office.BUSINESS_MAIL_ENTRY,
    request_section="10.3.4c",
    ruled_by=Office.BUSINESS_MAIL_ENTRY,
    ruling_section="10.2.8c",
    appeal=_APPEAL_UNDATED_2005,
    deadline=Deadline(60, Since.METERED, "10.3.4e"),
    least=Least(*_LEAST, "10.3.4b"),
    charge=Charge(*_CHARGE, by_mailing=True, order_mills=_NO_ORDER, section="10.3.4f"),
)

TERMS: Mapping[RefundEdition, Mapping[RefundClass, Terms]] = MappingProxyType(
    {
        RefundEdition.DMM_2005: {
            RefundClass.METER_DATED: Terms(
                section="10.3.2",
                request_to=Office.LICENSING_POST_OFFICE,
                request_section="10.3.2b",
                ruled_by=Office.LICENSING_POST_OFFICE,
                ruling_section="10.2.8b",
                appeal=_APPEAL_DATED_2005,
                deadline=Deadline(60, Since.SHOWN, "10.3.2c"),
                charge=Charge(*_CHARGE, by_mailing=False, order_mills=_NO_ORDER, section="10.3.2h"),
            ),
            RefundClass.METER_UNDATED: _UNDATED_2005,
            RefundClass.PC_UNDATED: _UNDATED_2005,
            RefundClass.PC_DATED: Terms(
                section="10.3.3",
                request_to=Office.PROVIDER,
                request_section="10.3.3a",
                ruled_by=Office.PROVIDER,
                ruling_section="10.2.8d",
                appeal=_APPEAL_PC_2005,
                deadline=Deadline(30, Since.SHOWN, "10.3.3b"),
                provider_charge="10.3.3d",
            ),
        },
        RefundEdition.DMM_2013: {
            RefundClass.METER_DATED: Terms(
                section="9.3.3",
                request_to=Office.LOCAL_POST_OFFICE,
                request_section="9.3.3",
                ruled_by=Office.LOCAL_POST_OFFICE,
                ruling_section="9.3.3",
                appeal=_APPEAL_METER_2013,
                deadline=Deadline(60, Since.SHOWN, "9.3.2"),
                charge=Charge(*_CHARGE, by_mailing=False, order_mills=_ORDER_2013, section="9.3.2b"),
            ),
            # Undated indicia show no date: what counts is the date that the documents of 9.3.4c validate. The charges
            # of 9.3.2b are named for dated indicia, in a list for both types: they are read as for one mailing.
            RefundClass.METER_UNDATED: Terms(
                section="9.3.4",
                request_to=Office.BUSINESS_MAIL_ENTRY,
                request_section="9.3.4d",
                ruled_by=Office.BUSINESS_MAIL_ENTRY,
                ruling_section="9.3.4d",
                appeal=_APPEAL_METER_2013,
                deadline=Deadline(60, Since.METERED, "9.3.2"),
                least=Least(*_LEAST, "9.3.4b"),
                charge=Charge(*_CHARGE, by_mailing=True, order_mills=_ORDER_2013, section="9.3.2b", reading=True),
            ),
            RefundClass.PC_UNDATED: Terms(
                section="9.3.9",
                request_to=Office.PROVIDER,
                request_section="9.3.9",
                ruled_by=Office.PROVIDER,
                ruling_section="9.3.8b",
                appeal=_APPEAL_PC_2013,
                deadline=None,
            ),
            RefundClass.PC_DATED_PIC: Terms(
                section="9.3.10",
                request_to=Office.PROVIDER,
                request_section="9.3.10a",
                ruled_by=Office.PROVIDER,
                ruling_section="9.3.8b",
                appeal=_APPEAL_PC_2013,
                deadline=Deadline(30, Since.PRINTED, "9.3.10b"),
                provider_charge="9.3.10d",
            ),
            RefundClass.PC_DATED_NO_PIC: Terms(
                section="9.3.11",
                request_to=Office.PROVIDER,
                request_section="9.3.11a",
                ruled_by=Office.PROVIDER,
                ruling_section="9.3.8b",
                appeal=_APPEAL_PC_2013,
                deadline=Deadline(60, Since.SHOWN, "9.3.11a"),
                provider_charge="9.3.11b",
            ),
        },
    }
)

# DMM 604.9.3.7d and 9.3.12 (2013): no refund of less than $25.00 remaining in a system. In 2005 there is no least.
REGISTER_LEAST_MILLS: Mapping[RefundEdition, int] = MappingProxyType(
    {RefundEdition.DMM_2005: 0, RefundEdition.DMM_2013: 25_000}
)
# DMM 604.9.3.7 (2013): no refund for a meter recovered after so many days from being reported lost.
LOST_DAYS = 365
# DMM 604.4.4.7, 4.5.9 and 4.6.7 (2005): appeal of a postage adjustment, calendar days from the notice.
ADJUSTMENT_APPEAL_DAYS = 60
