"""What else must hold before something happens to a meter; each condition of the table is one function."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from indicia.model.business_days import months_after
from indicia.spec.deadlines import RECORDS_YEARS
from indicia.spec.happenings import Event
from indicia.spec.kinds import System
from indicia.spec.licences import Use
from indicia.spec.meters import MAY_NOT_APPLY, SHIPPED_BY_PROVIDER, SHIPPED_FAULTY, LocationStep
from indicia.spec.psd import SecurityLevel
from provider.deadlines import Happening
from provider.inventory.meters import Meter
from provider.inventory.states import Condition, State
from provider.licences import Licence

PASS, NOT_APPLICABLE = "pass", "not-applicable"
_LOSS = frozenset({Event.NOT_LOCATED, Event.LOSS_TOLD})
_GRAVE = frozenset({Event.FOUND_UNREADABLE, Event.FOUND_INACCURATE, Event.FOUND_TAMPERED})


@dataclass(frozen=True, slots=True)
class Telling:
    """What is about to be written down, and what is known."""

    meter: Meter
    """Before it."""
    story: Sequence[Happening]
    """What happened to it, the earliest first."""
    at: dt.datetime
    """When."""
    detail: Mapping[str, str]
    """What is told with it."""
    licence: Licence | None
    """The one that it is to be checked in under."""
    customer: Licence | None
    """The one of who borrows it."""

    def has(self, *names: str) -> bool:
        """Whether all of these are told."""
        return all(self.detail.get(name, "").strip() for name in names)

    def since(self, *beginnings: Event) -> set[Event]:
        """What happened from the latest of `beginnings` on; nothing when none did."""
        return {happening.event for happening in self.story_since(*beginnings)}

    def story_since(self, *beginnings: Event) -> Sequence[Happening]:
        """The same with all that was told."""
        starts = [i for i, happening in enumerate(self.story) if happening.event in beginnings]
        return self.story[starts[-1] :] if starts else ()

    def last(self, *events: Event) -> Happening | None:
        """The latest of `events`."""
        return next((h for h in reversed(self.story) if h.event in events), None)


def _licensed(t: Telling) -> str:
    if t.licence is None or not t.licence.is_valid:
        return "there is no valid licence to check it in under"
    if t.meter.loaner and not t.licence.asked.representative:
        return "a loaner is checked in under a representative's licence"
    return ""


def _remote(t: Telling) -> str:
    if t.meter.level is SecurityLevel.MANUAL:
        return "no manually reset meter may be installed (604.4.4.1)"
    abroad = t.licence is not None and t.licence.asked.use is Use.ABROAD
    if abroad and not t.meter.self_disabling:
        return "a system used abroad disables itself (604.4.3.15d)"
    if abroad and t.meter.system is not System.PC_POSTAGE and not t.has("dealer"):
        return "name the provider's authorized dealer in that country (604.4.3.15b)"
    return ""


def _labelled(t: Telling) -> str:
    label = t.last(Event.LABEL_CHECKED)
    good = label is not None and label.detail.get("result") == PASS
    return "" if good else "its cautionary label was not checked, or is not as it should be"


def _empty(t: Telling) -> str:
    if not t.has("descending"):
        return "its descending register was not read"
    residue = int(t.detail["descending"])
    if residue and int(t.detail.get("residue_paid") or 0) != residue:
        return f"its descending register shows {residue} mills; the initial payment must include them"
    return ""


def _certified(t: Telling) -> str:
    if not t.has("ascending", "descending"):
        return "both registers must be read"
    if not t.has("certified_by") and not t.has("procedure"):
        return "a postal employee certifies the readings, or an approved procedure captures them"
    return ""


def _readable(t: Telling) -> str:
    if t.meter.state is not State.FAULTY:
        return ""
    found = t.since(Event.FAULTY_RECEIVED)
    if Event.ADJUSTMENT_APPROVED in found:
        return ""
    if Event.FOUND_READABLE in found and not found & _GRAVE:
        return ""
    return "its registers are not known to be readable and right, and no adjustment is approved"


def _form(t: Telling) -> str:
    if not t.has("signed_by"):
        return "the licensee signs Form 3601-C"
    if not t.has("ascending", "descending") and not (t.has("report") and t.has("logs")):
        return "give both registers or, where they cannot be read, the system report and the daily usage logs"
    return ""


def _tagged(t: Telling) -> str:
    if not t.has("tag"):
        return "a faulty meter is tagged on receipt"
    return "" if Event.FORM_COMPLETED in t.since(Event.FAULT_REPORTED) else "Form 3601-C is not completed"


def _examined(t: Telling) -> str:
    return "" if Event.FAULTY_EXAMINED in t.since(Event.FAULTY_RECEIVED) else "it was not examined yet"


def _untampered(t: Telling) -> str:
    found = t.since(Event.FAULTY_RECEIVED)
    waiting = Event.FOUND_TAMPERED in found and Event.JOINT_EXAMINATION not in found
    return "it stays as it is until the Postal Service is present at the examination" if waiting else ""


def _reported(t: Telling) -> str:
    return "" if Event.FAULT_REPORT_SENT in t.since(Event.FAULTY_RECEIVED) else "the report was not sent"


def _approved(t: Telling) -> str:
    approved = Event.ADJUSTMENT_APPROVED in t.since(Event.FAULTY_RECEIVED)
    return "" if approved else "the Postal Service has not approved the adjustment"


def _undisturbed(t: Telling) -> str:
    return _approved(t) if t.since(Event.FAULTY_RECEIVED) & _GRAVE else ""


def _searched(t: Telling) -> str:
    story = t.story_since(*_LOSS)
    if story and story[0].event is Event.LOSS_TOLD:
        return _police(t)
    missing = [step.value for step in LocationStep if step not in done_steps(story)]
    return f"steps of the search that are not done: {', '.join(missing)}" if missing else ""


def done_steps(story: Sequence[Happening]) -> dict[LocationStep, str]:
    """The steps of a search that are done, each with what it brought."""
    done: dict[LocationStep, str] = {}
    for happening in story:
        if happening.event is Event.STEP_DONE:
            step = LocationStep(happening.detail["step"])
            if happening.detail["result"] != NOT_APPLICABLE or step in MAY_NOT_APPLY:
                done[step] = happening.detail["result"]
    return done


def _police(t: Telling) -> str:
    reported = any(
        h.event is Event.POLICE_REPORTED and h.detail.get("police") and h.detail.get("cpip")
        for h in t.story_since(*_LOSS)
    )
    return "" if reported else "the police and the Inspection Service's CPIP specialist have no report yet"


def _inspected(t: Telling) -> str:
    if Event.REPLACED in t.since(*_LOSS):
        return "a replacement was supplied: check it out (501.27(c))"
    return "" if Event.INSPECTED in t.since(Event.RECOVERED) else "it was not inspected since it was recovered"


def _lent(t: Telling) -> str:
    if not t.meter.loaner:
        return "only loaners are lent"
    if _is_lent(t):
        return "it is with a customer"
    if t.customer is None or not t.customer.is_valid:
        return "a loaner goes to customers with a licence of their own"
    if (t.detail.get("city"), t.detail.get("state")) != (t.customer.asked.city, t.customer.asked.state):
        return "its indicia must show where the customer's mail is deposited (501.23(t)(1))"
    return "" if t.has("ascending", "descending") else "both registers must be read"


def _lent_out(t: Telling) -> str:
    if not _is_lent(t):
        return "it is with no customer"
    return "" if t.has("ascending", "descending") else "both registers must be read"


def _is_lent(t: Telling) -> bool:
    last = t.last(Event.LOANED, Event.LOAN_RETURNED)
    return last is not None and last.event is Event.LOANED


def _held(t: Telling) -> str:
    return "" if t.has("place", "representative") else "say where it is and which representative keeps control of it"


def _planned(t: Telling) -> str:
    approved = Event.DESTRUCTION_APPROVED in t.since(Event.DESTRUCTION_PROPOSED)
    return "" if approved else "it is on no approved destruction plan"


def _old_records(t: Telling) -> str:
    scrapped = t.last(Event.SCRAPPED)
    if scrapped is None:
        return "it was never scrapped"
    day = months_after(scrapped.on, 12 * RECORDS_YEARS)
    return f"its records are kept until {day}" if t.at.date() < day else ""


def _unsuspected(t: Telling) -> str:
    suspected = Event.FOUND_TAMPERED in t.since(Event.FAULT_REPORTED) or t.has("suspicion")
    return "nothing replaces it while tampering is suspected" if suspected else ""


def _acknowledged(t: Telling) -> str:
    return "" if t.has("acknowledgement") else "the inspector acknowledges the receipt in writing"


def _shipped_well(t: Telling) -> str:
    allowed = SHIPPED_FAULTY if t.meter.state is State.FAULTY else SHIPPED_BY_PROVIDER
    if t.detail.get("by") in allowed or t.has("permission"):
        return ""
    return f"shipped by {t.detail.get('by')}; allowed: {', '.join(sorted(allowed))}, or with written permission"


CHECKS: Mapping[Condition, Callable[[Telling], str]] = {
    Condition.LICENSED: _licensed,
    Condition.REMOTE: _remote,
    Condition.LABELLED: _labelled,
    Condition.EMPTY: _empty,
    Condition.CERTIFIED: _certified,
    Condition.READABLE: _readable,
    Condition.FORM_3601C: _form,
    Condition.TAGGED: _tagged,
    Condition.EXAMINED: _examined,
    Condition.UNTAMPERED: _untampered,
    Condition.REPORTED: _reported,
    Condition.APPROVED: _approved,
    Condition.UNDISTURBED: _undisturbed,
    Condition.SEARCHED: _searched,
    Condition.POLICE: _police,
    Condition.INSPECTED: _inspected,
    Condition.LENT: _lent,
    Condition.LENT_OUT: _lent_out,
    Condition.HELD_BY_STAFF: _held,
    Condition.PLANNED: _planned,
    Condition.OLD_RECORDS: _old_records,
    Condition.UNSUSPECTED: _unsuspected,
    Condition.ACKNOWLEDGED: _acknowledged,
    Condition.SHIPPED_WELL: _shipped_well,
}
"""What each finds in the way; empty when nothing."""
