"""The rows of both editions: which section asks what of which class, and what must be attached for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from indicia.spec.refunds import RefundClass, RefundEdition
from provider.refunds.questions import Question

_METER_DATED = frozenset({RefundClass.METER_DATED})
_UNDATED_2005 = frozenset({RefundClass.METER_UNDATED, RefundClass.PC_UNDATED})
_PC_2005 = frozenset({RefundClass.PC_DATED})
_DATED_2005 = _METER_DATED | _PC_2005
_ALL_2005 = _DATED_2005 | _UNDATED_2005
_METER_UNDATED = frozenset({RefundClass.METER_UNDATED})
_METERS = _METER_DATED | _METER_UNDATED
_PC_UNDATED = frozenset({RefundClass.PC_UNDATED})
_PIC = frozenset({RefundClass.PC_DATED_PIC})
_NO_PIC = frozenset({RefundClass.PC_DATED_NO_PIC})
_PC = _PC_UNDATED | _PIC | _NO_PIC
_ALL = _METERS | _PC
_HANDED_IN = _ALL - _PIC
"""Labels with a code stay with the user (9.3.10a): how they would be handed in is not asked."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a text asks."""

    edition: RefundEdition
    section: str
    """As printed."""
    asks: Question
    classes: frozenset[RefundClass]
    """Of what it is asked."""
    also: tuple[str, ...] = ()
    """Other paragraphs that ask the same, or that carry it to another class."""
    attach: str = ""
    """What must be attached or submitted for it; empty for nothing."""
    reading: bool = False
    """This project's reading of the text."""

    @property
    def id(self) -> str:
        """Section plus topic."""
        return f"604.{self.section}-{self.asks.name.lower().replace('_', '-')}"


def rules_for(edition: RefundEdition, kind: RefundClass) -> tuple[Rule, ...]:
    """The rows that bind a class, in the order of the text."""
    return tuple(rule for rule in RULES if rule.edition is edition and kind in rule.classes)


def _same(edition: RefundEdition, rows: Iterable[tuple[str, Question, frozenset[RefundClass]]]) -> tuple[Rule, ...]:
    return tuple(Rule(edition, section, question, classes) for section, question, classes in rows)


_OLD, _NEW = RefundEdition.DMM_2005, RefundEdition.DMM_2013
_STATES = (Question.COMPLETE, Question.LEGIBLE, Question.VALID)
_LETTER = "letter signed by the licensee, or by the entity that prepared the mailing, explaining why it was not mailed"
_DOCUMENTS = (
    "documents that validate the date of metering: job order, production records, USPS qualification, spoilage or "
    "reorders created report, customer billing records, postage statements, a sample mailpiece"
)
_PROOF = "copy of the lease, rental agreement or contract: who asks is the licensee of the meter"
_FORM = "Form 3533, one for each meter, all sections that are related completed"
_ITEMS = "the items, sorted by meter and value, faced, in bundles of 100 identical ones"

RULES: tuple[Rule, ...] = (
    # 2005. What is complete, legible and valid is asked of each class in its own section.
    *_same(_OLD, (("10.3.2", question, _METER_DATED) for question in _STATES)),
    *_same(_OLD, (("10.3.3", question, _PC_2005) for question in _STATES)),
    *_same(_OLD, (("10.3.4", question, _UNDATED_2005) for question in _STATES)),
    Rule(_OLD, "10.3.6", Question.UNMAILED, _ALL_2005),
    Rule(_OLD, "10.3.6", Question.VALUE, _ALL_2005, reading=True),
    # No section says that the same postage is refunded once: it is unused no more.
    Rule(_OLD, "10.3.6", Question.ONCE, _ALL_2005, reading=True),
    Rule(_OLD, "10.3.2a", Question.LICENSEE, _METER_DATED),
    Rule(_OLD, "10.3.2a", Question.PROOF, _METER_DATED, attach=_PROOF),
    Rule(_OLD, "10.3.2b", Question.OFFICE, _METER_DATED),
    Rule(_OLD, "10.3.2b", Question.BUNDLED, _METER_DATED, attach=_ITEMS),
    Rule(_OLD, "10.3.2c", Question.IN_TIME, _METER_DATED),
    Rule(_OLD, "10.3.2d", Question.ENTIRE, _ALL_2005, ("10.3.3c", "10.3.4d")),
    Rule(_OLD, "10.3.2d", Question.NOT_REMOVED, _ALL_2005, ("10.3.3c", "10.3.4d", "10.3.5b")),
    Rule(_OLD, "10.3.2e", Question.LOOSE, _ALL_2005, ("10.3.3c", "10.3.4d", "10.3.5c")),
    Rule(_OLD, "10.3.2f", Question.FASTENED, _ALL_2005, ("10.3.3c", "10.3.4d")),
    Rule(_OLD, "10.3.2g", Question.WRONG_REPLY, _ALL_2005, ("10.3.3c", "10.3.4d", "10.3.5a")),
    Rule(_OLD, "10.3.2h", Question.FORM, _METER_DATED, attach=_FORM),
    Rule(_OLD, "10.3.3a", Question.LICENSEE, _PC_2005),
    Rule(_OLD, "10.3.3a", Question.OFFICE, _PC_2005, attach="the items bearing the unused postage"),
    Rule(_OLD, "10.3.3b", Question.IN_TIME, _PC_2005),
    Rule(_OLD, "10.3.4a", Question.LICENSEE_OR_PREPARER, _UNDATED_2005),
    Rule(_OLD, "10.3.4a", Question.LETTER, _UNDATED_2005, attach=_LETTER),
    Rule(_OLD, "10.3.4b", Question.LEAST, _UNDATED_2005),
    Rule(_OLD, "10.3.4c", Question.OFFICE, _UNDATED_2005),
    Rule(_OLD, "10.3.4d", Question.BUNDLED, _UNDATED_2005, attach=_ITEMS),
    Rule(_OLD, "10.3.4e", Question.IN_TIME, _UNDATED_2005),
    Rule(_OLD, "10.3.4e", Question.DOCUMENTS, _UNDATED_2005, attach=_DOCUMENTS),
    Rule(_OLD, "10.3.4f", Question.FORM, _UNDATED_2005, attach=_FORM),
    Rule(_OLD, "10.3.5d", Question.IDENTIFIED, _ALL_2005),
    Rule(_OLD, "10.3.5e", Question.NOT_RETURNED, _ALL_2005),
    # 2013.
    Rule(_NEW, "9.3.1a", Question.ENTIRE_OR_PORTION, _HANDED_IN, ("9.3.8", "9.3.9", "9.3.11")),
    Rule(_NEW, "9.3.1a", Question.NOT_REMOVED, _HANDED_IN, ("9.3.5b",)),
    Rule(_NEW, "9.3.1b", Question.LOOSE, _HANDED_IN, ("9.3.5c",)),
    Rule(_NEW, "9.3.1c", Question.FASTENED, _HANDED_IN),
    Rule(_NEW, "9.3.1d", Question.WRONG_REPLY, _ALL, ("9.3.5a",)),
    Rule(_NEW, "9.3.1a", Question.UNMAILED, _ALL, ("9.3.2",)),
    Rule(_NEW, "9.3.2", Question.VALUE, _ALL, reading=True),
    # As in 2005.
    Rule(_NEW, "9.3.2", Question.ONCE, _ALL, reading=True),
    *_same(_NEW, (("9.3.2", question, _METERS) for question in _STATES)),
    Rule(_NEW, "9.3.2", Question.IN_TIME, _METER_DATED),
    # Undated indicia show no date: that of metering counts, which the documents validate.
    Rule(_NEW, "9.3.2", Question.IN_TIME, _METER_UNDATED, ("9.3.4c",), reading=True),
    # The preparer of 9.3.4 shows the licensee's lease: the text of 9.3.2 speaks of the user alone.
    Rule(_NEW, "9.3.2", Question.PROOF, _METERS, attach=_PROOF),
    Rule(_NEW, "9.3.2", Question.LICENSEE, _METER_DATED),
    Rule(_NEW, "9.3.2a", Question.BUNDLED, _METERS, attach=_ITEMS),
    Rule(_NEW, "9.3.2b", Question.FORM, _METERS, attach=_FORM),
    Rule(_NEW, "9.3.3", Question.OFFICE, _METER_DATED),
    Rule(_NEW, "9.3.4", Question.LICENSEE_OR_PREPARER, _METER_UNDATED),
    Rule(_NEW, "9.3.4a", Question.LETTER, _METER_UNDATED, attach=_LETTER),
    Rule(_NEW, "9.3.4b", Question.LEAST, _METER_UNDATED),
    Rule(_NEW, "9.3.4c", Question.DOCUMENTS, _METER_UNDATED, attach=_DOCUMENTS),
    Rule(_NEW, "9.3.4d", Question.OFFICE, _METER_UNDATED),
    # The final rule leaves this item as it stood and does not print it.
    Rule(_NEW, "9.3.5d", Question.IDENTIFIED, _METERS, reading=True),
    Rule(_NEW, "9.3.5e", Question.NOT_RETURNED, _METERS),
    *_same(_NEW, (("9.3.8", question, _PC) for question in _STATES)),
    Rule(_NEW, "9.3.8a", Question.LICENSEE, _PC),
    Rule(_NEW, "9.3.8b", Question.OFFICE, _PC),
    Rule(_NEW, "9.3.9", Question.EXCEPTION, _PC_UNDATED, attach="detailed explanation of extraordinary circumstances"),
    Rule(_NEW, "9.3.10", Question.PIC_VALID, _PIC, attach="package identification codes, in the electronic request"),
    Rule(_NEW, "9.3.10", Question.DOMESTIC_ORIGIN, _PIC),
    Rule(_NEW, "9.3.10a", Question.ELECTRONIC, _PIC),
    Rule(_NEW, "9.3.10b", Question.IN_TIME, _PIC),
    Rule(_NEW, "9.3.11a", Question.PHYSICAL, _NO_PIC, attach="the items bearing the unused postage"),
    Rule(_NEW, "9.3.11a", Question.IN_TIME, _NO_PIC),
)

AFTERWARDS = {(_NEW, RefundClass.PC_DATED_PIC): ("9.3.10c", "the user destroys the original shipping label")}
"""What a granted refund obliges to: section and words."""
