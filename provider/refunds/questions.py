"""What the rules ask of a piece and its request, each question answered from scan and case."""

import enum
from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from indicia.spec.kinds import System
from indicia.units import dollars
from provider.refunds.deadlines import in_time
from provider.refunds.item import NO, UNKNOWN, YES, Item, Told
from provider.refunds.kinds import Applicant, Channel, Forms, Presented, Proof
from verify.ledger import DuplicateStatus


class Question(enum.StrEnum):
    """A question whose answer must be yes."""

    VALUE = "it bears a value of postage"
    COMPLETE = "the indicium is complete"
    LEGIBLE = "the indicium is legible"
    VALID = "the indicium is valid"
    IDENTIFIED = "it shows the licensing post office and the other required information"
    UNMAILED = "it was not mailed"
    ONCE = "it was not refunded, and stands in this request once"
    NOT_RETURNED = "it is no mail that came back as undeliverable as addressed"
    ENTIRE = "an indicium on a mailpiece comes with the entire envelope or wrapper"
    ENTIRE_OR_PORTION = "it comes with the entire envelope or wrapper, or enough of the container"
    NOT_REMOVED = "it was not removed from the mailpiece"
    LOOSE = "a label or tape that is stuck to nothing is loose, or on a plain sheet without its backing"
    FASTENED = "the envelopes that bear parts of one indicium are fastened together"
    WRONG_REPLY = "a reply piece bears a wrong amount"
    IN_TIME = "the request is in time"
    LICENSEE = "the licensee asks"
    LICENSEE_OR_PREPARER = "the licensee asks, or the entity that prepared the mailing"
    PROOF = "proof that who asks is the meter's licensee"
    BUNDLED = "the items are sorted, faced and bundled"
    FORM = "a separate, complete Form 3533 for each meter"
    OFFICE = "the request goes to the right office"
    LETTER = "a signed letter that says why the pieces were not mailed"
    DOCUMENTS = "documents that validate the date of metering"
    LEAST = "500 pieces or $500 of one mailing"
    EXCEPTION = "the provider finds extraordinary circumstances, explained in detail"
    PIC_VALID = "the package identification code is valid"
    DOMESTIC_ORIGIN = "international mail originates in the United States"
    ELECTRONIC = "the request is electronic"
    PHYSICAL = "the items are submitted physically"


OF_THE_PIECE = frozenset(
    {
        *(Question.VALUE, Question.COMPLETE, Question.LEGIBLE, Question.VALID, Question.IDENTIFIED),
        *(Question.UNMAILED, Question.ONCE, Question.NOT_RETURNED, Question.ENTIRE, Question.ENTIRE_OR_PORTION),
        *(Question.NOT_REMOVED, Question.LOOSE, Question.FASTENED, Question.WRONG_REPLY),
    }
)
"""What is asked of a piece itself; the other questions are the request's."""
_LEDGER = {
    DuplicateStatus.FIRST_SEEN: YES,
    DuplicateStatus.REFUNDED: YES,
    DuplicateStatus.DUPLICATE: Told(False, "the ledger has seen it before"),
    DuplicateStatus.CONFLICT: Told(False, "the ledger has seen another indicium with this device and register"),
    DuplicateStatus.DECLARED_REPRINT: Told(False, "the ledger has seen the other print of its postage"),
}


def _presented(refused: Collection[Presented], note: str) -> Callable[[Item], Told]:
    """A question that some ways of handing in answer by no."""

    def answer(item: Item) -> Told:
        how = item.facts.presented
        if how is None:
            return Told(None, "how the indicium is handed in is not told")
        return Told(False, note) if how in refused else YES

    return answer


def _legible(item: Item) -> Told:
    # By its lettering alone such an indicium passes for one of another kind.
    if item.system in {System.IBI_METER, System.PC_POSTAGE} and not item.scan.coded:
        return Told(False, "the symbol of an information-based indicium says nothing")
    return item.scan.legible


def _unmailed(item: Item) -> Told:
    if item.facts.mailed or item.facts.returned:
        return Told(False, "the case tells that it was dispatched")
    told = _LEDGER.get(item.scan.ledger)
    if told is not None:
        return Told(told.value, f"{told.note}: {item.scan.first_seen}") if item.scan.first_seen else told
    # Without a replay key or a ledger only whoever looked at the piece can say.
    return UNKNOWN if item.facts.mailed is None else YES


def _once(item: Item) -> Told:
    if item.scan.copy_of:
        return Told(False, f"{item.scan.copy_of} bears the same indicium")
    return Told(False, "the ledger lists it as refunded") if item.scan.ledger is DuplicateStatus.REFUNDED else YES


def _value(item: Item) -> Told:
    if item.scan.value is None:
        return Told(None, "the value cannot be read")
    return YES if item.scan.value else Told(False, "its value is zero")


def _wrong_reply(item: Item) -> Told:
    reply = item.scan.reply if item.facts.reply is None else item.facts.reply
    if not reply:
        return Told(None, "whether it is a reply piece is not told") if reply is None else YES
    if item.facts.due is None or item.scan.value is None:
        return Told(None, "the proper postage of the reply piece is not told")
    note = f"{dollars(item.scan.value)} printed, {dollars(item.facts.due)} due"
    return Told(item.facts.due != item.scan.value, note)


def _asks(*allowed: Applicant) -> Callable[[Item], Told]:
    def answer(item: Item) -> Told:
        who = item.request.applicant
        return Told(None, "who asks is not told") if who is None else Told(who in allowed)

    return answer


def _proof(item: Item) -> Told:
    match item.meter.proof:
        case None:
            return Told(None, "no proof is told of")
        case Proof.NONE:
            return NO
        case Proof.OTHER:
            return Told(None, "whether this proof is acceptable is the office's to say")
    return YES


def _form(item: Item) -> Told:
    request = item.request
    if request.forms is None and not (request.name and request.address):
        return Told(None, "name and address of the applicant are not told")
    return Told(request.forms in {None, Forms.EACH_METER})


def _letter(item: Item) -> Told:
    letter = item.mailing.letter if item.mailing else None
    if letter is None:
        return Told(None, "no mailing is told of")
    if letter.signed_by is Applicant.OTHER or letter.explains is False:
        return NO
    return YES if letter.signed_by and letter.explains else Told(None, "no signed letter is told of")


def _documents(item: Item) -> Told:
    documents = item.mailing.documents if item.mailing else None
    return Told(None, "no documents are told of") if documents is None else Told(bool(documents))


def _exception(item: Item) -> Told:
    request = item.request
    if request.exception is False:
        return Told(False, "the provider decided against it")
    if item.facts.common_value is not False and not request.explanation:
        note = "a commonly used value without a detailed explanation"
        return Told(False if item.facts.common_value and request.explanation is False else None, note)
    return YES if request.exception else Told(None, "the provider considers it case by case")


def _pic_valid(item: Item) -> Told:
    # The request reflects the code itself, not that there is one.
    return Told(None, "the code is not told") if item.facts.pic is True else Told(item.facts.pic_valid)


def _domestic(item: Item) -> Told:
    return Told(item.facts.domestic_origin) if item.facts.international else YES


def _channel(wanted: Channel) -> Callable[[Item], Told]:
    return lambda item: Told(item.request.channel in {None, wanted})


ANSWERS: Mapping[Question, Callable[[Item], Told]] = MappingProxyType(
    {
        Question.VALUE: _value,
        Question.COMPLETE: lambda item: item.scan.complete,
        Question.LEGIBLE: _legible,
        Question.VALID: lambda item: item.scan.valid,
        Question.IDENTIFIED: lambda item: item.scan.identified,
        Question.UNMAILED: _unmailed,
        Question.ONCE: _once,
        Question.NOT_RETURNED: lambda item: Told(not item.facts.returned),
        Question.ENTIRE: _presented({Presented.PORTION}, "a part of the container only"),
        Question.ENTIRE_OR_PORTION: _presented((), ""),
        Question.NOT_REMOVED: _presented({Presented.REMOVED}, "it was taken off"),
        Question.LOOSE: _presented({Presented.STAPLED, Presented.ATTACHED}, "stapled or attached"),
        Question.FASTENED: lambda item: Told(item.facts.fastened is not False),
        Question.WRONG_REPLY: _wrong_reply,
        Question.IN_TIME: in_time,
        Question.LICENSEE: _asks(Applicant.LICENSEE),
        Question.LICENSEE_OR_PREPARER: _asks(Applicant.LICENSEE, Applicant.PREPARER),
        Question.PROOF: _proof,
        Question.BUNDLED: lambda item: Told(item.request.bundled is not False),
        Question.FORM: _form,
        Question.OFFICE: lambda item: Told(item.request.submitted_to in {None, item.terms.request_to}),
        Question.LETTER: _letter,
        Question.DOCUMENTS: _documents,
        Question.EXCEPTION: _exception,
        Question.PIC_VALID: _pic_valid,
        Question.DOMESTIC_ORIGIN: _domestic,
        Question.ELECTRONIC: _channel(Channel.ELECTRONIC),
        Question.PHYSICAL: _channel(Channel.PHYSICAL),
    }
)
"""Every question that one item answers; `Question.LEAST` asks the whole mailing."""
