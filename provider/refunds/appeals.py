"""Ruling and appeal: how a request stands, until when and with what a refusal may be appealed."""

import datetime as dt
import enum
from dataclasses import dataclass

from indicia.spec.refunds import Office, RefundEdition, Terms
from provider.refunds.deadlines import appeal_last_day
from provider.refunds.item import NO, YES, Told
from provider.refunds.kinds import Decision
from provider.refunds.told import AppealMade, Case


class Standing(enum.StrEnum):
    """How far a request has come."""

    REQUESTED = "requested"
    GRANTED = "granted"
    DENIED = "denied"
    APPEALED = "appealed"
    GRANTED_ON_APPEAL = "granted-on-appeal"
    DENIED_ON_APPEAL = "denied-on-appeal"

    @property
    def pays(self) -> bool:
        """Whether a refund is granted."""
        return self in {Standing.GRANTED, Standing.GRANTED_ON_APPEAL}


@dataclass(frozen=True, slots=True)
class AppealFinding:
    """One thing that an appeal needs."""

    section: str
    words: str
    told: Told


def standing_of(case: Case) -> Standing:
    """How the request stands by what the case tells."""
    if case.ruling is None:
        return Standing.REQUESTED
    if case.ruling.decision is Decision.GRANTED:
        return Standing.GRANTED
    if case.appeal is None:
        return Standing.DENIED
    match case.appeal.decision:
        case None:
            return Standing.APPEALED
        case Decision.GRANTED:
            return Standing.GRANTED_ON_APPEAL
    return Standing.DENIED_ON_APPEAL


def appeal_until(case: Case, terms: Terms) -> dt.date | None:
    """The last day of an appeal; None as long as nothing was refused."""
    refused = case.ruling is not None and case.ruling.decision is Decision.DENIED
    return appeal_last_day(terms.appeal, case.ruling.on) if case.ruling and refused else None


def appeal_findings(case: Case, terms: Terms, edition: RefundEdition) -> tuple[AppealFinding, ...]:
    """What the appeal that was made has and lacks; empty where none was made."""
    until = appeal_until(case, terms)
    if case.appeal is None or until is None:
        return ()
    appeal, section = case.appeal, terms.appeal.section
    late = "" if appeal.on <= until else f"the last day was {until.isoformat()}"
    found = [
        AppealFinding(section, f"within {terms.appeal.days} days of the ruling", Told(not late, late)),
        AppealFinding(section, "the original indicia are submitted", Told(appeal.originals)),
    ]
    if edition is RefundEdition.DMM_2013 and terms.ruled_by is Office.PROVIDER:
        # 9.3.8c asks both of PC Postage alone.
        found.append(AppealFinding(section, "the transaction log, where the value is not displayed", _log(appeal)))
        found.append(AppealFinding(section, "the customer's reason", Told(appeal.reason)))
    return tuple(found)


def _log(appeal: AppealMade) -> Told:
    if appeal.value_displayed or appeal.transaction_log:
        return YES
    known = appeal.value_displayed is not None and appeal.transaction_log is not None
    return NO if known else Told(None, "whether the indicia show the value, or the log is there, is not told")
