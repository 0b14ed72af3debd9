"""What the words of an indicium say (DMM 604.4.7.1, 4.8.5, 4.8.8b, 4.8.12, 4.9.3)."""

import re
from collections.abc import Sequence

from indicia.geometry import Box
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import content, special
from indicia.spec.kinds import DateForm, Location, MailClass, Presort, Role, Technology
from verify.evidence.case import Case
from verify.evidence.facts import NO, UNREAD, YES, Facts, unknown
from verify.understand.elements import Element, of_role, phrase_words, said
from verify.understand.grammar import is_vessel, parse_amount

_MILITARY = re.compile(
    f"({'|'.join(special.MILITARY_BRANCHES)}) ({'|'.join(special.MILITARY_OFFICES)}) "
    f"({'|'.join(special.MILITARY_REGIONS)})"
)
_FOREIGN = frozenset({Role.OTHER, Role.AD_PLATE, Role.POSTMARK, Role.LEGEND})


def content_evidence(case: Case) -> Facts:
    """The quantities of content of a metered indicium; nothing where no lettering was read."""
    if not case.one.elements or not case.metered:
        return {}
    return _elements(case) | _amount(case) | _dates(case) | _classes(case) | _office(case) | _other_matter(case)


def present(case: Case, *roles: Role) -> Measurement:
    """Whether an element is there; a question while lettering is left that was not read."""
    if of_role(case.one.elements, *roles):
        return YES
    return NO if case.complete else unknown(UNREAD)


def amounts(found: tuple[Element, ...]) -> list[int]:
    """The amounts in words, mills."""
    parsed = (parse_amount(element.meant) for element in of_role(found, Role.AMOUNT))
    return [amount for amount in parsed if amount is not None]


def mail_class(case: Case) -> MailClass | None:
    """The class of mail that the words name; None when they name none, or several."""
    words = said(case.one.elements, Role.MAIL_CLASS)
    named = [kind for kind, name in content.MAIL_CLASSES.items() if _names(words, name)]
    return named[0] if len(named) == 1 else None


def presort(case: Case) -> Presort | None:
    """The presort level that the words name."""
    words = f" {said(case.one.elements, Role.MAIL_CLASS)} "
    return next((level for level, name in content.PRESORTS.items() if f" {name} " in words), None)


def location(case: Case) -> Location | None:
    """Where the system stands, as its own words say; None where no words were read."""
    found = case.one.elements
    if not found:
        return None
    if of_role(found, Role.USPS):
        return Location.USPS
    city = said(found, Role.CITY_STATE)
    military = bool(set(city.split()) & {*special.MILITARY_OFFICES, *special.MILITARY_REGIONS})
    return Location.MILITARY if military or is_vessel(city) else Location.LICENSEE


def aboard(case: Case) -> bool:
    """Whether the office is shown by the name of a ship (604.4.9.3)."""
    return is_vessel(said(case.one.elements, Role.CITY_STATE))


def _names(words: str, name: str) -> bool:
    """Whether words have a class's name in them, or the word of it that no other class has."""
    short = name.split(maxsplit=1)[0] if name.endswith(" MAIL") else name
    return f" {short} " in f" {words} "


def _elements(case: Case) -> Facts:
    found = case.one.elements
    us_postage = any(element.meant == content.US_POSTAGE for element in found)
    return {
        Quantity.LICENSING_ZIP: present(case, Role.ZIP),
        Quantity.SERIAL: present(case, Role.SERIAL),
        Quantity.PROVIDER: present(case, Role.PROVIDER),
        Quantity.DATE: present(case, Role.DATE),
        Quantity.US_POSTAGE: YES if us_postage else present(case, Role.US_POSTAGE),
        Quantity.AMOUNT: present(case, Role.AMOUNT),
        Quantity.ORIGIN_EACH: present(case, Role.ZIP, Role.CITY_STATE),
    }


def _amount(case: Case) -> Facts:
    """The value; of an IBI the message says it."""
    said_in_words = amounts(case.one.elements)
    return {Quantity.POSTAGE: Measurement(said_in_words[0])} if said_in_words and case.message is None else {}


def _dates(case: Case) -> Facts:
    printed = case.printed_date
    if printed is None:
        # Of an IBI the message still has a date, and the row that asks for its words speaks.
        undated = case.complete and case.message is None and mail_class(case) is not None
        return {Quantity.DATE_FORM: Measurement(DateForm.NONE.value)} if undated else {}
    facts = {Quantity.YEAR_DIGITS: Measurement(printed.year_digits)}
    if mail_class(case) is not None:
        # Which form is asked hangs on the class, which a die does not show.
        facts[Quantity.DATE_FORM] = Measurement(printed.form.value)
    if printed.form is DateForm.COMPLETE:
        facts[Quantity.DATE_REAL] = Measurement(printed.real is not None)
    return facts


def _classes(case: Case) -> Facts:
    facts = {Quantity.MAIL_CLASS: present(case, Role.MAIL_CLASS)}
    named, level = mail_class(case), presort(case)
    if named is not None:
        facts[Quantity.MAIL_CLASS_NAME] = Measurement(named.value)
    if level is not None:
        facts |= {Quantity.PRESORT: YES, Quantity.PRESORTED: YES}
    return facts


def _mailed_from(found: Sequence[Element]) -> Measurement:
    """The words before an office of mailing, if any; nothing is held against words that were hardly read."""
    words = [element for element in found if phrase_words(element) is not None]
    if not all(element.sure for element in words):
        return unknown(UNREAD)
    return Measurement(" ".join(element.meant for element in words))


def _office(case: Case) -> Facts:
    found = case.one.elements
    city, zip_code = said(found, Role.CITY_STATE), said(found, Role.ZIP)
    facts = {
        Quantity.USPS_WORD: Measurement(bool(of_role(found, Role.USPS))),
        Quantity.MAILED_FROM_WORDS: _mailed_from(found),
    }
    if city:
        facts[Quantity.CITY_STATE] = YES
    if is_vessel(city):
        facts[Quantity.SHIP_FORM] = Measurement("-" in zip_code)
    elif location(case) is Location.MILITARY:
        facts[Quantity.MILITARY_FORM] = Measurement(_MILITARY.fullmatch(city) is not None and zip_code.isdigit())
    return facts


def _other_matter(case: Case) -> Facts:
    """Words within the boundary that are no element: who printed them a picture cannot tell.

    The boundary reaches to the right and the top edge (604.4.8.4b).
    """
    mark, piece = case.one.mark, case.seen.mailpiece
    if mark is None or piece is None or case.one.corrects or case.one.kind is Technology.LETTERPRESS:
        return {}
    boundary = Box(mark.box.left, 0.0, max(piece.width.value, mark.box.right), mark.box.bottom)
    own = {element.run.box for one in (case.one, *case.beside) for element in one.elements}
    foreign = [e for e in of_role(case.one.elements, *_FOREIGN) if e.sure and not phrase_words(e)]
    beside = [run for run in case.seen.texts if run.box not in own and run.box.intrusion(boundary) > 0]
    note = "words of unknown origin among the lettering" if foreign or beside else ""
    return {Quantity.FOREIGN_INSIDE: Measurement(len(foreign) + len(beside), attributed=False, note=note)}
