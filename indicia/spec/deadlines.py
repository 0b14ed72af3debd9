"""Every deadline of the licence, of the meter's life and of the provider's duties, one row each.

What the texts leave open is settled the same way everywhere (this project's reading): "days" without another word
are calendar days; the day on which a deadline begins does not count; a month later is the same day of that month or
its last day; "immediately", "promptly" and "as soon as" are due on the day itself.
"""

import datetime as dt
import enum
from typing import NamedTuple

from indicia.spec.happenings import Event, Tag
from indicia.spec.psd import (
    AGAIN_DAYS,
    INSPECTIONS,
    LOANER_BUSINESS_DAYS,
    REMOVAL_DAYS,
    REMOVAL_ORDER_DAYS,
    RESET_MONTHS,
    SecurityLevel,
)
from indicia.spec.resetting import BALANCE_REFUND_WITHIN

E = Event
T = Tag


class Party(enum.StrEnum):
    """Whose deadline it is."""

    PROVIDER = "provider"
    LICENSEE = "licensee"
    USPS = "USPS"
    BANK = "lockbox bank"


class Kind(enum.StrEnum):
    """What the day means."""

    DUTY = "due"
    """Must be done by then; afterwards it is overdue."""
    RIGHT = "may until"
    """May be done through that day; afterwards the right is gone."""
    FROM = "from"
    """From that day on, what follows may or must happen."""


class Unit(enum.StrEnum):
    """How its length is counted."""

    AT_ONCE = "at once"
    HOURS = "hours"
    DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    BUSINESS_DAYS_FROM_FIRST = "business days, the first one included"
    MONTHS = "months"
    YEARS = "years"
    DAY_OF_NEXT_MONTH = "day of the next month"
    NAMED_DAY = "the day that was named"


class Every(enum.StrEnum):
    """How often a deadline comes back by the calendar."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "postal quarter"
    ACCOUNTING_PERIOD = "postal accounting period"


class Row(NamedTuple):
    """One deadline."""

    id: str
    """Section and a word; it stays, as those of the rules do."""
    kind: Kind
    who: Party
    duty: str
    """What is to be done, as a person would be told."""
    starts: frozenset[Event]
    """What begins it."""
    length: int
    """In units; the number of the day for `DAY_OF_NEXT_MONTH`."""
    unit: Unit
    ends: frozenset[Event]
    """What fulfils it."""
    follows: str
    """What happens when the day has passed."""
    stops: frozenset[Event] = frozenset()
    """What ends it without fulfilling it: nothing is due any more."""
    only: frozenset[Tag] = frozenset()
    """It begins only where one of these is true; empty: always."""
    never: frozenset[Tag] = frozenset()
    """It does not begin where one of these is true."""
    also: tuple[str, ...] = ()
    """Other sections that say the same."""
    restarts: bool = False
    """A later beginning takes the place of one that is open; else the earlier one counts."""
    every: Every | None = None
    """It comes back with each such period after it began."""
    blocks_reset: bool = False
    """While it is overdue the provider completes no reset (501.23(f))."""
    reading: str = ""
    """Where the text leaves something open: how it is read here."""

    @property
    def section(self) -> str:
        """As printed: the id without its word."""
        return self.id.partition("-")[0]


def _of(*events: Event) -> frozenset[Event]:
    return frozenset(events)


def _months(level: SecurityLevel) -> int:
    """Between the provider's inspections; only of a level that has them."""
    return INSPECTIONS[level].months or 0


def _idle_months(level: SecurityLevel) -> int:
    """Between the provider's inspections without setting activity; only of a level that asks for them."""
    return INSPECTIONS[level].idle_months or 0


# What puts a meter into use, and what takes it out: nothing is due on its account then. One that was lost and comes
# back is counted anew.
_IN_SERVICE = (E.CHECKED_IN, E.RETURNED_TO_SERVICE)
_GONE = _of(E.CHECKED_OUT, E.LOSS_REPORTED, E.SEIZED, E.SCRAPPED)

# 604.4.2.1d, 4.2.2b, 4.2.3b.
UNUSED_LICENSE_DAYS = 60
UNUSED_SYSTEM_MONTHS = 12
REVOKED_BEFORE_YEARS = 5
# 604.4.2.4, 4.2.5.
APPEAL_DAYS = 10
# 39 CFR 501.27: calls and letters that found nothing; 501.23(i): the report.
LOSS_REPORT_DAYS = 30
# 39 CFR 501.23(k).
RECORDS_YEARS = 3
# 39 CFR 501.13(b), (c).
PRELIMINARY_DAYS = 21
WRITTEN_DAYS = 45
# 39 CFR 501.14, 501.24 and, of suspensions, 501.5, 501.12.
DEFENSE_DAYS = 30
SUSPENSION_DAYS = 90
# 604.4.3.11b and 39 CFR 501.23(h)(2).
RETRIEVAL_BUSINESS_DAYS = 2

# UNSOURCED month in which the postal fiscal year begins; 501.23(j) and 501.29(g) name postal quarters and accounting
# periods and do not define them: taken as quarters and months of that year, as the Postal Service has kept its books
# since October 2003.
FISCAL_YEAR_BEGINS = 10

LICENSING = (
    Row(
        "604.4.2.1b-submit",
        Kind.DUTY,
        Party.PROVIDER,
        "submit the application to the USPS electronically",
        _of(E.APPLIED),
        0,
        Unit.AT_ONCE,
        _of(E.SUBMITTED),
        "the applicant waits",
    ),
    Row(
        "604.4.2.1d-no-system",
        Kind.FROM,
        Party.USPS,
        "may cancel the authorization: no active system for 60 days",
        _of(E.GRANTED, E.LAST_SYSTEM_GONE),
        UNUSED_LICENSE_DAYS,
        Unit.DAYS,
        _of(E.CANCELLED),
        "the customer must reapply for a licence",
        stops=_of(E.SYSTEM_ASSOCIATED, E.REVOKED),
        never=frozenset({T.SEASONAL}),
        reading="a granted licence without a first system counts from the grant; seasonal users are the exception",
    ),
    Row(
        "604.4.2.2b-unused",
        Kind.FROM,
        Party.USPS,
        "may revoke the licence: not used for 12 consecutive months",
        _of(E.SYSTEM_ASSOCIATED, E.USED),
        UNUSED_SYSTEM_MONTHS,
        Unit.MONTHS,
        _of(E.REVOCATION_RECEIVED),
        "the system is withdrawn from service",
        stops=_of(E.REVOKED, E.CANCELLED, E.LAST_SYSTEM_GONE),
        restarts=True,
    ),
    Row(
        "604.4.2.3b-barred",
        Kind.FROM,
        Party.USPS,
        "an earlier revocation is no ground for refusal any more",
        _of(E.REVOKED),
        REVOKED_BEFORE_YEARS,
        Unit.YEARS,
        _of(E.GRANTED),
        "an application is judged without it",
    ),
    Row(
        "604.4.2.4-takes-effect",
        Kind.FROM,
        Party.USPS,
        "the revocation takes effect",
        _of(E.REVOCATION_RECEIVED),
        APPEAL_DAYS,
        Unit.DAYS,
        _of(E.REVOKED),
        "the provider cancels the lease and withdraws every system",
        stops=_of(E.APPEALED, E.APPEAL_GRANTED),
        reading="after a denied appeal the text names no day: the USPS does",
    ),
    Row(
        "604.4.2.5-refusal",
        Kind.RIGHT,
        Party.LICENSEE,
        "appeal a refusal in writing",
        _of(E.REFUSAL_RECEIVED),
        APPEAL_DAYS,
        Unit.DAYS,
        _of(E.APPEALED),
        "the refusal stands",
        stops=_of(E.GRANTED),
    ),
    Row(
        "604.4.2.5-revocation",
        Kind.RIGHT,
        Party.LICENSEE,
        "appeal a revocation in writing",
        _of(E.REVOCATION_RECEIVED),
        APPEAL_DAYS,
        Unit.DAYS,
        _of(E.APPEALED),
        "the revocation takes effect",
    ),
    Row(
        "604.4.3.3-update",
        Kind.DUTY,
        Party.LICENSEE,
        "tell the provider the changed licence information",
        _of(E.INFORMATION_CHANGED),
        0,
        Unit.AT_ONCE,
        _of(E.INFORMATION_RECEIVED),
        "a responsibility is not fulfilled",
    ),
    Row(
        "604.4.3.3-forward",
        Kind.DUTY,
        Party.PROVIDER,
        "send the updated licence information to the USPS",
        _of(E.INFORMATION_RECEIVED),
        0,
        Unit.AT_ONCE,
        _of(E.INFORMATION_SENT),
        "the USPS holds old information",
    ),
    Row(
        "501.23(l)-remove",
        Kind.DUTY,
        Party.PROVIDER,
        "cancel the lease, remove the meter and have it checked out",
        _of(E.REMOVAL_ORDERED),
        REMOVAL_DAYS,
        Unit.DAYS,
        _of(E.CHECKED_OUT),
        "administrative sanction (501.24)",
        stops=_of(E.LOSS_REPORTED, E.SCRAPPED),
        reading="(m), 'promptly', has no number of its own and shares the 15 days of (f) and (l)",
        also=("501.23(f)", "501.23(m)"),
    ),
    Row(
        "604.4.1.5-surrender",
        Kind.DUTY,
        Party.LICENSEE,
        "surrender the system to the provider, its agent or the USPS",
        _of(E.SURRENDER_DUE),
        0,
        Unit.AT_ONCE,
        _of(E.RETRIEVED, E.FAULTY_RECEIVED),
        "unlawful possession",
        stops=_GONE,
    ),
    Row(
        "604.4.3.13-return",
        Kind.DUTY,
        Party.LICENSEE,
        "return a system no longer kept, by Priority Mail",
        _of(E.RETURN_AGREED, E.FAULT_REPORTED),
        3,
        Unit.BUSINESS_DAYS,
        _of(E.RETRIEVED, E.FAULTY_RECEIVED),
        "a responsibility is not fulfilled",
        stops=_GONE,
    ),
)

USE = (
    Row(
        "604.4.3.5-reset",
        Kind.DUTY,
        Party.LICENSEE,
        "reset the system; a reset of zero value counts",
        _of(*_IN_SERVICE, E.RESET),
        RESET_MONTHS,
        Unit.MONTHS,
        _of(E.RESET),
        "the licensee and the licensing post office are notified (501.23(f))",
        stops=_GONE,
    ),
    Row(
        "604.4.3.15h-reset",
        Kind.DUTY,
        Party.LICENSEE,
        "reset the system outside the United States remotely",
        _of(*_IN_SERVICE, E.RESET),
        RESET_MONTHS,
        Unit.MONTHS,
        _of(E.RESET),
        "the foreign licence may be revoked",
        stops=_GONE,
        only=frozenset({T.ABROAD}),
    ),
    Row(
        "604.4.3.16-ams",
        Kind.DUTY,
        Party.LICENSEE,
        "update the Address Management System data",
        _of(*_IN_SERVICE, E.AMS_UPDATED),
        6,
        Unit.MONTHS,
        _of(E.AMS_UPDATED),
        "address quality is not maintained",
        stops=_GONE,
        only=frozenset({T.AMS}),
    ),
    Row(
        "604.4.3.8-first",
        Kind.DUTY,
        Party.LICENSEE,
        "send a quality assurance mailpiece of the new system or printer",
        _of(E.CHECKED_IN, E.PRINTER_CHANGED),
        0,
        Unit.AT_ONCE,
        _of(E.QA_RECEIVED),
        "no evaluation of this printer",
        stops=_GONE,
        only=frozenset({T.SHARED_PRINTER}),
    ),
    Row(
        "604.4.3.8-yearly",
        Kind.DUTY,
        Party.LICENSEE,
        "send a quality assurance mailpiece",
        _of(E.QA_RECEIVED),
        12,
        Unit.MONTHS,
        _of(E.QA_RECEIVED),
        "no evaluation of this printer",
        stops=_GONE,
        only=frozenset({T.SHARED_PRINTER}),
    ),
    Row(
        "501.23(t)(2)-loaner",
        Kind.DUTY,
        Party.PROVIDER,
        "retrieve the loaner meter",
        _of(E.LOANED),
        LOANER_BUSINESS_DAYS,
        Unit.BUSINESS_DAYS_FROM_FIRST,
        _of(E.LOAN_RETURNED),
        "the meter stops; a new one is installed under the customer's licence",
        stops=_GONE,
        reading="the day of the loan is the first of the five: possession is for at most five business days",
    ),
    Row(
        "501.23(t)(8)-discrepancy",
        Kind.DUTY,
        Party.PROVIDER,
        "report the loaner's discrepancy to the USPS",
        _of(E.DISCREPANCY_FOUND),
        0,
        Unit.AT_ONCE,
        _of(E.DISCREPANCY_REPORTED),
        "administrative sanction (501.24)",
    ),
    Row(
        "501.19-test-prints",
        Kind.DUTY,
        Party.PROVIDER,
        "collect and destroy the meter stamps of the day's tests",
        _of(E.TEST_PRINTED),
        0,
        Unit.AT_ONCE,
        _of(E.TEST_PRINTS_DESTROYED),
        "prints without postage remain",
    ),
)

INSPECTION = (
    Row(
        "604.4.3.7-level-1",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter (level 1: every 6 months)",
        _of(*_IN_SERVICE, E.INSPECTED),
        _months(SecurityLevel.MANUAL),
        Unit.MONTHS,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        only=frozenset({T.LEVEL_1}),
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-level-1-usps",
        Kind.DUTY,
        Party.LICENSEE,
        "bring the meter to the post office: not reset in 3 months",
        _of(*_IN_SERVICE, E.RESET, E.EXAMINED),
        RESET_MONTHS,
        Unit.MONTHS,
        _of(E.RESET, E.EXAMINED),
        "no reset until it is examined",
        stops=_GONE,
        only=frozenset({T.LEVEL_1}),
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-level-2",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter (level 2: annually)",
        _of(*_IN_SERVICE, E.INSPECTED),
        _months(SecurityLevel.REMOTE),
        Unit.MONTHS,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        only=frozenset({T.LEVEL_2}),
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-level-2-quiet",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter (level 2: no setting in 6 months)",
        _of(*_IN_SERVICE, E.INSPECTED, E.RESET),
        _idle_months(SecurityLevel.REMOTE),
        Unit.MONTHS,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        only=frozenset({T.LEVEL_2}),
        reading="six months after the later of the last setting and the last inspection; a zero setting is one",
        restarts=True,
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-level-3",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter (level 3: every 2 years)",
        _of(*_IN_SERVICE, E.INSPECTED),
        _months(SecurityLevel.REMOTE_LETTERPRESS_DISABLING),
        Unit.MONTHS,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        only=frozenset({T.LEVEL_3}),
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-level-3-quiet",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter (level 3: no setting in 6 months)",
        _of(*_IN_SERVICE, E.INSPECTED, E.RESET),
        _idle_months(SecurityLevel.REMOTE_LETTERPRESS_DISABLING),
        Unit.MONTHS,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        only=frozenset({T.LEVEL_3}),
        reading="six months after the later of the last setting and the last inspection; a zero setting is one",
        restarts=True,
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-level-4",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter (level 4: every 2 years)",
        _of(*_IN_SERVICE, E.INSPECTED),
        _months(SecurityLevel.REMOTE_DIGITAL_DISABLING),
        Unit.MONTHS,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        only=frozenset({T.LEVEL_4}),
        never=frozenset({T.ENHANCED}),
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-special",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the meter: special circumstances",
        _of(E.INSPECTION_ORDERED),
        0,
        Unit.NAMED_DAY,
        _of(E.INSPECTED),
        "administrative sanction (501.24)",
        stops=_GONE,
        blocks_reset=True,
    ),
    Row(
        "604.4.3.7-examination",
        Kind.DUTY,
        Party.LICENSEE,
        "bring the meter for the USPS examination",
        _of(E.EXAMINATION_ORDERED),
        0,
        Unit.NAMED_DAY,
        _of(E.EXAMINED),
        "no reset until it is examined",
        stops=_GONE,
        blocks_reset=True,
    ),
    Row(
        "501.23(f)-examination",
        Kind.DUTY,
        Party.LICENSEE,
        "bring the meter for examination, as the notice asks",
        _of(E.OVERDUE_NOTICE),
        AGAIN_DAYS,
        Unit.DAYS,
        _of(E.EXAMINED),
        "no reset until it is examined",
        stops=_GONE | _of(E.RESET),
        blocks_reset=True,
        reading="the notice's due date: the 15 days after which the licensee is approached again; a reset within"
        " them ends the matter",
    ),
    Row(
        "501.23(f)-second",
        Kind.DUTY,
        Party.PROVIDER,
        "approach the licensee again, preferably in person",
        _of(E.OVERDUE_NOTICE),
        AGAIN_DAYS,
        Unit.DAYS,
        _of(E.SECOND_APPROACH),
        "administrative sanction (501.24)",
        stops=_GONE | _of(E.RESET, E.EXAMINED),
    ),
    Row(
        "501.23(f)-response",
        Kind.DUTY,
        Party.LICENSEE,
        "respond to the second approach",
        _of(E.SECOND_APPROACH),
        REMOVAL_ORDER_DAYS,
        Unit.DAYS,
        _of(E.RESPONDED, E.EXAMINED),
        "the USPS notifies the licensee of removal and revocation",
        stops=_GONE | _of(E.RESET),
    ),
    Row(
        "501.26(b)(8)-irregularity",
        Kind.DUTY,
        Party.PROVIDER,
        "report the irregularity to the licensing postmaster; replace or remove the meter",
        _of(E.IRREGULARITY_FOUND),
        0,
        Unit.AT_ONCE,
        _of(E.IRREGULARITY_REPORTED),
        "administrative sanction (501.24)",
    ),
)

FAULTY = (
    Row(
        "604.4.3.11a-report",
        Kind.DUTY,
        Party.LICENSEE,
        "report the defective system to the provider",
        _of(E.FAULT_FOUND),
        0,
        Unit.AT_ONCE,
        _of(E.FAULT_REPORTED),
        "a responsibility is not fulfilled",
    ),
    Row(
        "501.23(h)(2)-retrieve",
        Kind.DUTY,
        Party.PROVIDER,
        "begin the process to retrieve the faulty meter",
        _of(E.FAULT_REPORTED),
        RETRIEVAL_BUSINESS_DAYS,
        Unit.BUSINESS_DAYS,
        _of(E.RETRIEVAL_BEGUN, E.FAULTY_RECEIVED),
        "administrative sanction (501.24)",
        stops=_of(E.LOSS_REPORTED),
        also=("604.4.3.11b",),
    ),
    Row(
        "501.23(h)(8)-examine",
        Kind.DUTY,
        Party.PROVIDER,
        "examine the faulty meter: registers, tampering",
        _of(E.FAULTY_RECEIVED),
        0,
        Unit.AT_ONCE,
        _of(E.FAULTY_EXAMINED),
        "administrative sanction (501.24)",
    ),
    Row(
        "501.23(h)(9)(ii)-list",
        Kind.DUTY,
        Party.PROVIDER,
        "list the faulty meter with readable displays to the USPS",
        _of(E.FAULTY_RECEIVED),
        15,
        Unit.DAY_OF_NEXT_MONTH,
        _of(E.FAULT_LISTED),
        "administrative sanction (501.24)",
        stops=_of(E.FOUND_UNREADABLE, E.FOUND_INACCURATE, E.FOUND_TAMPERED),
        reading="the day on which the meter was received decides the month",
    ),
    Row(
        "501.23(h)(12)(ii)-report",
        Kind.DUTY,
        Party.PROVIDER,
        "report the malfunction with a recommended adjustment",
        _of(E.FAULTY_RECEIVED, E.FOUND_INACCURATE, E.JOINT_EXAMINATION),
        7,
        Unit.DAYS,
        _of(E.FAULT_REPORT_SENT),
        "administrative sanction (501.24)",
        stops=_of(E.FOUND_READABLE, E.FOUND_TAMPERED),
        reading="after tampering counted from the joint examination",
    ),
    Row(
        "604.4.5.9-appeal",
        Kind.RIGHT,
        Party.LICENSEE,
        "appeal the postage adjustment (generation 1)",
        _of(E.ADJUSTMENT_NOTIFIED),
        60,
        Unit.DAYS,
        _of(E.ADJUSTMENT_APPEALED),
        "the adjustment stands",
        only=frozenset({T.GENERATION_1}),
        reading="counted from the day of the recommendation, which is that of the notice",
        also=("604.4.4.7",),
    ),
    Row(
        "604.4.6.7-appeal",
        Kind.RIGHT,
        Party.LICENSEE,
        "appeal the postage adjustment (PSD)",
        _of(E.ADJUSTMENT_NOTIFIED),
        60,
        Unit.DAYS,
        _of(E.ADJUSTMENT_APPEALED),
        "the adjustment stands",
        only=frozenset({T.GENERATION_2}),
        also=("604.5.7",),
    ),
)

MISSING = (
    Row(
        "604.4.3.12-tell",
        Kind.DUTY,
        Party.LICENSEE,
        "report the loss, theft or recovery to the provider",
        _of(E.MISSED_BY_LICENSEE),
        0,
        Unit.AT_ONCE,
        _of(E.LOSS_TOLD),
        "a responsibility is not fulfilled",
    ),
    Row(
        "501.27-report",
        Kind.DUTY,
        Party.PROVIDER,
        "submit the Lost and Stolen Meter Incident Report",
        _of(E.LOSS_DETERMINED),
        LOSS_REPORT_DAYS,
        Unit.DAYS,
        _of(E.LOSS_REPORTED),
        "administrative sanction (501.27(e))",
        also=("501.23(i)",),
    ),
    Row(
        "501.27(d)-recovery",
        Kind.DUTY,
        Party.PROVIDER,
        "submit the report of the recovered meter",
        _of(E.RECOVERED),
        LOSS_REPORT_DAYS,
        Unit.DAYS,
        _of(E.RECOVERY_REPORTED),
        "administrative sanction (501.27(e))",
    ),
    Row(
        "501.27(c)-inspect",
        Kind.DUTY,
        Party.PROVIDER,
        "inspect the recovered meter",
        _of(E.RECOVERED),
        0,
        Unit.AT_ONCE,
        _of(E.INSPECTED, E.SCRAPPED),
        "administrative sanction (501.24)",
    ),
    Row(
        "501.27(d)-purge",
        Kind.DUTY,
        Party.PROVIDER,
        "take the recovered meter off the lost and stolen file",
        _of(E.RECOVERED),
        1,
        Unit.DAY_OF_NEXT_MONTH,
        _of(E.UNLISTED),
        "the file names a meter that is there",
        reading="by the next monthly file (501.23(p))",
    ),
)

RECORDS = (
    Row(
        "501.23(p)-lost-file",
        Kind.DUTY,
        Party.PROVIDER,
        "send the file of lost or stolen meters",
        _of(E.AUTHORIZED),
        1,
        Unit.DAY_OF_NEXT_MONTH,
        _of(E.FILE_SENT),
        "administrative sanction (501.24)",
        every=Every.MONTH,
    ),
    Row(
        "501.23(j)-inventory-file",
        Kind.DUTY,
        Party.PROVIDER,
        "send the file of all meters in service",
        _of(E.AUTHORIZED),
        0,
        Unit.AT_ONCE,
        _of(E.FILE_SENT),
        "administrative sanction (501.24)",
        every=Every.QUARTER,
    ),
    Row(
        "501.23(k)-records",
        Kind.DUTY,
        Party.PROVIDER,
        "destroy the records of the scrapped meter",
        _of(E.SCRAPPED),
        RECORDS_YEARS,
        Unit.YEARS,
        _of(E.RECORDS_DESTROYED),
        "records are kept that must be destroyed",
        reading="kept through the day three years later, destroyed then",
    ),
    Row(
        "501.29(g)-daily",
        Kind.DUTY,
        Party.PROVIDER,
        "send the Daily Activity Report",
        _of(E.AUTHORIZED),
        0,
        Unit.AT_ONCE,
        _of(E.FILE_SENT),
        "suspension for deficiency (501.29(c))",
        every=Every.DAY,
    ),
    Row(
        "501.29(g)-revenue",
        Kind.DUTY,
        Party.PROVIDER,
        "send the Revenue Allocation Report",
        _of(E.AUTHORIZED),
        0,
        Unit.AT_ONCE,
        _of(E.FILE_SENT),
        "suspension for deficiency (501.29(c))",
        every=Every.ACCOUNTING_PERIOD,
    ),
)

ACCOUNTS = (
    Row(
        "501.29(e)(3)-statement",
        Kind.DUTY,
        Party.PROVIDER,
        "give the licensee a statement, or put it on the monthly one",
        _of(E.STATEMENT_DUE),
        0,
        Unit.AT_ONCE,
        _of(E.STATEMENT_GIVEN),
        "suspension for deficiency (501.29(c))",
    ),
    Row(
        "501.29(e)(4)-transfer",
        Kind.DUTY,
        Party.BANK,
        "transfer the day's amounts by 10 a.m. of the next banking day",
        _of(E.DEPOSIT_PROCESSED),
        1,
        Unit.BUSINESS_DAYS,
        _of(E.TRANSFERRED),
        "funds are missing at the Treasury",
    ),
    Row(
        "501.29(e)(8)-lock",
        Kind.DUTY,
        Party.PROVIDER,
        "lock the account of a returned check",
        _of(E.CHECK_RETURNED),
        0,
        Unit.AT_ONCE,
        _of(E.ACCOUNT_LOCKED),
        "the licensee resets without funds",
    ),
    Row(
        "501.29(f)-refund",
        Kind.DUTY,
        Party.BANK,
        "refund the balance of the account",
        _of(E.BALANCE_REFUND_REQUESTED),
        BALANCE_REFUND_WITHIN // dt.timedelta(hours=1),
        Unit.HOURS,
        _of(E.BALANCE_REFUNDED),
        "the licensee waits for own money",
    ),
)

PROVIDER = (
    Row(
        "501.3(a)-ownership",
        Kind.DUTY,
        Party.PROVIDER,
        "notify the USPS of the expected change of ownership or control",
        _of(E.OWNERSHIP_EXPECTED),
        0,
        Unit.AT_ONCE,
        _of(E.USPS_NOTIFIED),
        "authorization may be suspended (501.5)",
    ),
    Row(
        "501.3(b)-finances",
        Kind.DUTY,
        Party.PROVIDER,
        "notify the USPS of the expected change of financial condition",
        _of(E.FINANCES_EXPECTED),
        0,
        Unit.AT_ONCE,
        _of(E.USPS_NOTIFIED),
        "authorization may be modified or terminated",
    ),
    Row(
        "501.3(d)-notice",
        Kind.DUTY,
        Party.PROVIDER,
        "notify the customer that a third-party location houses the data",
        _of(E.LOCATION_OPENED),
        0,
        Unit.AT_ONCE,
        _of(E.CUSTOMER_NOTIFIED),
        "authorization may be suspended (501.5)",
    ),
    Row(
        "501.3(d)-copy",
        Kind.DUTY,
        Party.PROVIDER,
        "send the USPS a copy of the notice to the customer",
        _of(E.CUSTOMER_NOTIFIED),
        0,
        Unit.AT_ONCE,
        _of(E.COPY_SENT),
        "authorization may be suspended (501.5)",
    ),
    Row(
        "501.3(d)-breach",
        Kind.DUTY,
        Party.PROVIDER,
        "notify the USPS of the unauthorized use or disclosure of data",
        _of(E.BREACH_DISCOVERED),
        0,
        Unit.AT_ONCE,
        _of(E.BREACH_TOLD),
        "the provider indemnifies the USPS",
    ),
    Row(
        "501.7-test-plan",
        Kind.FROM,
        Party.PROVIDER,
        "may conduct the tests of the submitted plan",
        _of(E.TEST_PLAN_SUBMITTED),
        60,
        Unit.DAYS,
        _of(E.TESTS_CONDUCTED),
        "the tests may begin once it is approved",
    ),
    Row(
        "501.13(b)-preliminary",
        Kind.DUTY,
        Party.PROVIDER,
        "submit the preliminary report of the security weakness",
        _of(E.WEAKNESS_DISCOVERED),
        PRELIMINARY_DAYS,
        Unit.DAYS,
        _of(E.PRELIMINARY_REPORTED),
        "administrative sanction on reporting (501.14)",
    ),
    Row(
        "501.13(c)-written",
        Kind.DUTY,
        Party.PROVIDER,
        "submit the written report: circumstances, procedure, completion date",
        _of(E.PRELIMINARY_REPORTED),
        WRITTEN_DAYS,
        Unit.DAYS,
        _of(E.WRITTEN_REPORTED),
        "administrative sanction on reporting (501.14)",
    ),
    Row(
        "501.13(c)-summary",
        Kind.DUTY,
        Party.PROVIDER,
        "submit the summary of the investigative findings",
        _of(E.INVESTIGATION_COMPLETED),
        0,
        Unit.AT_ONCE,
        _of(E.SUMMARY_SUBMITTED),
        "administrative sanction on reporting (501.14)",
    ),
    Row(
        "501.5(d)-defense",
        Kind.RIGHT,
        Party.PROVIDER,
        "present a written defense: suspension of authorization",
        _of(E.NOTICE_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.DEFENSE_PRESENTED),
        "the decision takes effect",
        only=frozenset({T.AUTHORIZATION}),
    ),
    Row(
        "501.5(e)-appeal",
        Kind.RIGHT,
        Party.PROVIDER,
        "appeal the decision on the authorization",
        _of(E.DECISION_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.APPEALED),
        "the decision stands",
        only=frozenset({T.AUTHORIZATION}),
    ),
    Row(
        "501.5(c)(4)-suspension",
        Kind.FROM,
        Party.USPS,
        "may extend, revoke or withdraw the suspension of authorization",
        _of(E.SUSPENDED),
        SUSPENSION_DAYS,
        Unit.DAYS,
        _of(E.SUSPENSION_ENDED),
        "the suspension ends unless extended",
        only=frozenset({T.AUTHORIZATION}),
    ),
    Row(
        "501.12(c)-defense",
        Kind.RIGHT,
        Party.PROVIDER,
        "present a written defense: suspension of a model's approval",
        _of(E.NOTICE_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.DEFENSE_PRESENTED),
        "the decision takes effect",
        only=frozenset({T.APPROVAL}),
    ),
    Row(
        "501.12(d)-appeal",
        Kind.RIGHT,
        Party.PROVIDER,
        "appeal the decision on the model's approval",
        _of(E.DECISION_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.APPEALED),
        "the decision stands",
        only=frozenset({T.APPROVAL}),
    ),
    Row(
        "501.12(b)(4)-suspension",
        Kind.FROM,
        Party.USPS,
        "may extend, revoke or withdraw the suspension of approval",
        _of(E.SUSPENDED),
        SUSPENSION_DAYS,
        Unit.DAYS,
        _of(E.SUSPENSION_ENDED),
        "the suspension ends unless extended",
        only=frozenset({T.APPROVAL}),
    ),
    Row(
        "501.14(b)-defense",
        Kind.RIGHT,
        Party.PROVIDER,
        "present a written defense: sanction on reporting",
        _of(E.NOTICE_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.DEFENSE_PRESENTED),
        "the sanction takes effect",
        only=frozenset({T.SANCTION_ON_REPORTING}),
    ),
    Row(
        "501.14(e)-appeal",
        Kind.RIGHT,
        Party.PROVIDER,
        "appeal the sanction on reporting; the appeal stays it",
        _of(E.DECISION_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.APPEALED),
        "the sanction stands",
        only=frozenset({T.SANCTION_ON_REPORTING}),
    ),
    Row(
        "501.24(d)-defense",
        Kind.RIGHT,
        Party.PROVIDER,
        "present a written defense: sanction on controls",
        _of(E.NOTICE_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.DEFENSE_PRESENTED),
        "the sanction takes effect",
        only=frozenset({T.SANCTION_ON_CONTROL}),
    ),
    Row(
        "501.24(f)-appeal",
        Kind.RIGHT,
        Party.PROVIDER,
        "appeal the sanction on controls; the appeal stays it",
        _of(E.DECISION_RECEIVED),
        DEFENSE_DAYS,
        Unit.DAYS,
        _of(E.APPEALED),
        "the sanction stands",
        only=frozenset({T.SANCTION_ON_CONTROL}),
    ),
)

ROWS = (*LICENSING, *USE, *INSPECTION, *FAULTY, *MISSING, *RECORDS, *ACCOUNTS, *PROVIDER)
BY_ID = {row.id: row for row in ROWS}
