"""The life of a meter in the provider's records, stated: what may happen in which state, and where that stands."""

import enum
from typing import NamedTuple

from indicia.spec.happenings import Event
from provider.errors import ProviderRefused

E = Event


class State(enum.StrEnum):
    """Where a meter stands (39 CFR 501.22(a))."""

    PRODUCED = "newly produced"
    STORED = "unleased"
    DEMONSTRATION = "demonstration"
    IN_SERVICE = "in service"
    FAULT_REPORTED = "faulty, with the licensee"
    FAULTY = "faulty, in custody"
    NOT_LOCATED = "not located"
    LOST = "lost or stolen"
    RECOVERED = "recovered"
    SEIZED = "with a postal inspector"
    WITHDRAWN = "checked out"
    SCRAPPED = "scrapped"


class Condition(enum.StrEnum):
    """What else must hold; each is checked in `conditions`."""

    LICENSED = "a valid licence of that post office; lent meters under a representative's"
    LABELLED = "the cautionary label was checked"
    REMOTE = "a remotely reset system; abroad one that disables itself"
    EMPTY = "the descending register is zero, or the initial payment includes the residue"
    CERTIFIED = "readings certified by a postal employee, or captured from the system by an approved procedure"
    READABLE = "of a faulty meter: registers readable, no tampering, accurate; or the adjustment is approved"
    FORM_3601C = "Form 3601-C, signed by the licensee: readings, or report and usage logs"
    TAGGED = "tagged as faulty, Form 3601-C with it"
    EXAMINED = "examined on receipt"
    UNTAMPERED = "not suspected of tampering, or examined jointly"
    REPORTED = "the report and recommendation were sent"
    APPROVED = "the Postal Service approved the adjustment"
    UNDISTURBED = "unreadable, inaccurate or tampered with: only once the Postal Service approved"
    SEARCHED = "every step of the search is done, or the licensee's police report is filed"
    POLICE = "the police and the CPIP specialist have their reports"
    INSPECTED = "inspected since it was recovered, and not replaced"
    LENT = "a loaner that is with nobody, to a licensed customer, both registers read"
    LENT_OUT = "a loaner with a customer, both registers read"
    HELD_BY_STAFF = "a place and a representative who keeps control"
    PLANNED = "on an approved destruction plan"
    OLD_RECORDS = "three years after it was scrapped"
    UNSUSPECTED = "no reason to suspect tampering"
    ACKNOWLEDGED = "the inspector's written acknowledgement of receipt"
    SHIPPED_WELL = "by registered mail, or as the Postal Service permits in writing"


C = Condition


class Step(NamedTuple):
    """In any of these states this may happen, and what the state is then."""

    event: Event
    """What happens."""
    before: tuple[State, ...]
    """States in which it may; none for the first."""
    after: State | None
    """State afterwards; None leaves it as it was."""
    section: str
    """Where it stands."""
    needs: tuple[Condition, ...] = ()
    """What else must hold."""


_S = State
_WITH_PROVIDER = (_S.PRODUCED, _S.STORED, _S.DEMONSTRATION, _S.FAULTY, _S.RECOVERED, _S.WITHDRAWN)
_WITH_LICENSEE = (_S.IN_SERVICE, _S.FAULT_REPORTED)
_USED = (_S.IN_SERVICE,)
_SEARCHED = (_S.NOT_LOCATED,)
_DEFECT = (_S.FAULTY,)
_AFTER_DEFECT = (_S.FAULTY, _S.WITHDRAWN)

DISTRIBUTION = (
    Step(E.PRODUCED, (), _S.PRODUCED, "501.23(k)"),
    Step(E.STORED, (_S.PRODUCED, _S.WITHDRAWN), _S.STORED, "501.22(a)"),
    Step(E.MOVED, _WITH_PROVIDER, None, "501.23(k)"),
    Step(E.SHIPPED, _WITH_PROVIDER, None, "501.23(q), 501.23(h)(11)", (C.SHIPPED_WELL,)),
    Step(E.LABEL_CHECKED, tuple(s for s in _S if s is not _S.SCRAPPED), None, "501.23(r), 604.4.3.9"),
    Step(E.DEMONSTRATED, (_S.PRODUCED, _S.STORED), _S.DEMONSTRATION, "501.23(s)(2), (3)", (C.HELD_BY_STAFF,)),
    Step(E.DEMONSTRATION_ENDED, (_S.DEMONSTRATION,), _S.STORED, "501.23(s)(2)"),
    Step(
        *(E.CHECKED_IN, (_S.PRODUCED, _S.STORED), _S.IN_SERVICE, "501.23(e), 604.4.5.1, 604.4.6.1, 604.5.1"),
        needs=(C.LICENSED, C.REMOTE, C.LABELLED, C.EMPTY),
    ),
    Step(E.INSTALLED, _USED, None, "604.4.5.1, 604.4.6.1"),
    Step(E.LOANED, _USED, None, "501.23(t)(4), (5)", (C.LENT,)),
    Step(E.LOAN_RETURNED, _USED, None, "501.23(t)(8), (9)", (C.LENT_OUT,)),
    Step(E.REMOVAL_ORDERED, _WITH_LICENSEE, None, "501.23(f), (l), (m)"),
    Step(E.SURRENDER_DUE, _WITH_LICENSEE, None, "604.4.1.5"),
    Step(E.SEIZED, _WITH_LICENSEE, _S.SEIZED, "604.4.3.10", (C.ACKNOWLEDGED,)),
    Step(E.RETURN_AGREED, _USED, None, "604.4.3.13"),
    Step(E.RETRIEVED, _WITH_LICENSEE, None, "501.23(f), (l)"),
    Step(
        *(
            E.CHECKED_OUT,
            (_S.IN_SERVICE, _S.FAULTY, _S.RECOVERED, _S.SEIZED),
            _S.WITHDRAWN,
            "501.23(g), (h)(9)(i), 604.4.6.2",
        ),
        needs=(C.CERTIFIED, C.READABLE),
    ),
)

USE = (
    Step(E.RESET, _USED, None, "604.4.3.5"),
    Step(E.AMS_UPDATED, _USED, None, "604.4.3.16"),
    Step(E.PRINTER_CHANGED, _USED, None, "604.4.3.8"),
    Step(E.QA_RECEIVED, _USED, None, "604.4.3.8"),
    Step(E.INSPECTION_ORDERED, _USED, None, "604.4.3.7"),
    Step(E.INSPECTED, (*_USED, _S.RECOVERED), None, "501.26, 501.27(c)"),
    Step(E.EXAMINATION_ORDERED, _USED, None, "604.4.3.7"),
    Step(E.EXAMINED, _USED, None, "501.23(f)"),
    Step(E.OVERDUE_NOTICE, _USED, None, "501.23(f)"),
    Step(E.SECOND_APPROACH, _USED, None, "501.23(f)"),
    Step(E.RESPONDED, _USED, None, "501.23(f)"),
    Step(E.IRREGULARITY_FOUND, (*_USED, _S.RECOVERED), None, "501.26(b)(8)"),
    Step(E.IRREGULARITY_REPORTED, tuple(_S), None, "501.26(b)(8)"),
    Step(E.DISCREPANCY_FOUND, _USED, None, "501.23(t)(5), (8)"),
    Step(E.DISCREPANCY_REPORTED, tuple(_S), None, "501.23(t)(5), (8)"),
)

FAULTS = (
    Step(E.FAULT_FOUND, _USED, None, "604.4.3.11a"),
    Step(E.FAULT_REPORTED, _USED, _S.FAULT_REPORTED, "604.4.3.11, 501.23(h)"),
    Step(E.RETRIEVAL_BEGUN, (_S.FAULT_REPORTED,), None, "501.23(h)(2)"),
    Step(E.FORM_COMPLETED, (_S.FAULT_REPORTED, _S.FAULTY), None, "501.23(h)(3)", (C.FORM_3601C,)),
    Step(E.FAULTY_RECEIVED, (_S.FAULT_REPORTED,), _S.FAULTY, "501.23(h)(4)", (C.TAGGED,)),
    Step(E.FAULTY_EXAMINED, _DEFECT, None, "501.23(h)(8)"),
    Step(E.FOUND_READABLE, _DEFECT, None, "501.23(h)(9)", (C.EXAMINED,)),
    Step(E.FOUND_UNREADABLE, _DEFECT, None, "501.23(h)(12)", (C.EXAMINED,)),
    Step(E.FOUND_INACCURATE, _DEFECT, None, "501.23(h)(13)", (C.EXAMINED,)),
    Step(E.FOUND_TAMPERED, _DEFECT, None, "501.23(h)(14)", (C.EXAMINED,)),
    Step(E.JOINT_EXAMINATION, _DEFECT, None, "501.23(h)(14)"),
    Step(E.FAULT_LISTED, _AFTER_DEFECT, None, "501.23(h)(9)(ii)"),
    Step(E.FAULT_REPORT_SENT, _DEFECT, None, "501.23(h)(12)(ii)", (C.EXAMINED, C.UNTAMPERED)),
    Step(E.ADJUSTMENT_NOTIFIED, _DEFECT, None, "604.4.5.9, 604.4.6.7", (C.REPORTED,)),
    Step(E.ADJUSTMENT_APPEALED, _AFTER_DEFECT, None, "604.4.5.9, 604.4.6.7"),
    Step(E.ADJUSTMENT_APPROVED, _DEFECT, None, "501.23(h)(6), (12)(iii)", (C.REPORTED,)),
    Step(E.REGISTERS_CLEARED, _DEFECT, None, "501.23(h)(6)", (C.APPROVED,)),
    Step(E.REPLACED, (_S.FAULT_REPORTED, _S.FAULTY), None, "604.4.3.11c", (C.UNSUSPECTED,)),
    Step(E.REPAIRED, (_S.WITHDRAWN,), None, "501.28, 501.23(h)(12)(iii)", (C.UNDISTURBED,)),
)

MISSING = (
    Step(E.MISSED_BY_LICENSEE, _WITH_LICENSEE, None, "604.4.3.12"),
    Step(E.LOSS_TOLD, _WITH_LICENSEE, _S.NOT_LOCATED, "604.4.3.12, 501.27(b)"),
    Step(E.NOT_LOCATED, _WITH_LICENSEE, _S.NOT_LOCATED, "501.27"),
    Step(E.STEP_DONE, _SEARCHED, None, "501.27(a)"),
    Step(E.POLICE_REPORTED, (*_SEARCHED, _S.LOST), None, "501.27(b)(1)"),
    Step(E.LOCATED, _SEARCHED, _S.IN_SERVICE, "501.27(a)(9)"),
    Step(E.LOSS_DETERMINED, _SEARCHED, _S.LOST, "501.27, 501.23(i)", (C.SEARCHED,)),
    Step(E.LOSS_REPORTED, (_S.LOST,), None, "501.27, 501.23(i)"),
    Step(E.REPLACED, (*_SEARCHED, _S.LOST), None, "501.27(b)(2)", (C.POLICE,)),
    Step(E.RECOVERED, (_S.LOST,), _S.RECOVERED, "501.27(c)"),
    Step(E.RECOVERY_REPORTED, tuple(_S), None, "501.27(d)"),
    Step(E.UNLISTED, tuple(_S), None, "501.27(d)"),
    Step(E.RETURNED_TO_SERVICE, (_S.RECOVERED,), _S.IN_SERVICE, "501.27(c)", (C.INSPECTED,)),
)

END = (
    Step(E.DESTRUCTION_PROPOSED, (_S.PRODUCED, _S.STORED, _S.WITHDRAWN), None, "501.18(a)", (C.UNDISTURBED,)),
    Step(E.DESTRUCTION_APPROVED, (_S.PRODUCED, _S.STORED, _S.WITHDRAWN), None, "501.18(a)"),
    Step(E.SCRAPPED, (_S.PRODUCED, _S.STORED, _S.WITHDRAWN), _S.SCRAPPED, "501.18(a)", (C.PLANNED,)),
    Step(E.RECORDS_DESTROYED, (_S.SCRAPPED,), None, "501.23(k)", (C.OLD_RECORDS,)),
)

STEPS = (*DISTRIBUTION, *USE, *FAULTS, *MISSING, *END)
"""The whole table."""


def step_of(state: State, event: Event) -> Step:
    """What happens to a meter in that state.

    Raises:
        ProviderRefused: it may not happen then.
    """
    found = next((step for step in STEPS if step.event is event and state in step.before), None)
    if found is None:
        rows = [step for step in STEPS if step.event is event]
        allowed = ", ".join(dict.fromkeys(before for step in rows for before in step.before)) or "none"
        sections = "; ".join(dict.fromkeys(step.section for step in rows))
        raise ProviderRefused(f"{event} of a meter that is {state}; allowed: {allowed}", sections)
    return found
