"""Prepaid reply mail (DMM 604.4.9.4)."""

from indicia.geometry import union
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import content, special
from indicia.spec.kinds import Purpose, Role
from verify.evidence.case import Case
from verify.evidence.facts import Facts
from verify.seen import TextSeen
from verify.understand.elements import of_role, said
from verify.understand.marks import legend_of, own_runs

_NEAR = 1.0
"""Inches of white, at most, between the legend and the address above or beside which it stands."""


def reply_evidence(case: Case) -> Facts:
    """The quantities of 604.4.9.4 that a picture shows; nothing for other purposes."""
    if case.one.purpose is not Purpose.REPLY:
        return {}
    fim = case.seen.fim
    facts = {
        Quantity.REPLY_DATE: Measurement(bool(of_role(case.one.elements, Role.DATE))),
        Quantity.REPLY_FIM: Measurement(special.NO_FIM if fim is None else fim.kind.value),
        Quantity.REPLY_WORDS: Measurement(
            said(case.one.elements, Role.SPECIAL) == content.SPECIAL_WORDS[Purpose.REPLY]
        ),
    }
    if case.seen.mailpiece is not None:
        facts[Quantity.SHAPE_NAME] = Measurement(case.seen.mailpiece.shape.value)
    return facts | _legend(case)


def _legend(case: Case) -> Facts:
    legend = legend_of(case.seen)
    address = _address(case)
    if not legend:
        # Where no lettering was read below the indicium, nothing is said of what stands there.
        return {Quantity.LEGEND: Measurement(False)} if address else {}
    words = " ".join(element.meant for element in legend)
    facts = {Quantity.LEGEND: Measurement(words == " ".join(content.REPLY_LEGEND))}
    box = union(element.box for element in legend)
    near = [run.box.top for run in address if run.box.overlap(box)[0] > -_NEAR]
    if near:
        slack = 2 * (case.one.mark.uncertainty if case.one.mark is not None else 0.0)
        facts[Quantity.LEGEND_ABOVE] = Measurement(min(near) - box.bottom, slack)
    return facts


def _address(case: Case) -> list[TextSeen]:
    """Lettering of the page below the indicium that is neither its own nor the legend's: the delivery address."""
    marks = [mark.mark for mark in (case.one, *case.beside) if mark.mark is not None]
    taken = {run.box for mark in marks for run in own_runs(mark, case.seen.texts)}
    taken |= {element.run.box for element in legend_of(case.seen)}
    low = case.one.mark.box.bottom if case.one.mark is not None else 0.0
    return [run for run in case.seen.texts if run.box not in taken and run.box.top > low]
