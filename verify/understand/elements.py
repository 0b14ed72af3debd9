"""From runs of lettering to elements: which words are the amount, the date, the class, and so on."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from indicia.geometry import Box, union
from indicia.spec import content, permit, special
from indicia.spec.kinds import Role
from verify.seen import GlyphSeen, TextSeen
from verify.understand import grammar
from verify.understand.tokens import Token, is_sure, spells, squeezed, tokens
from verify.understand.vocabulary import CONTINUATIONS, LONGEST, phrase_of

_PERMIT_NO = (squeezed(permit.PERMIT_NO), "PERMITNO", "PERMIT#", "PERMIT")
_ASTERISKS = frozenset({special.INK_JET_MARK, "++", "*+", "+*"})
"""Two asterisks; in small type a cross of five arms looks like one of four."""
_SAME_LINE = 0.5
"""Share of the lower of two runs that they have in common when they stand on one line."""


@dataclass(frozen=True, slots=True)
class Element:
    """Consecutive words of one run that are for one thing."""

    role: Role
    """What they are for."""
    string: str
    """As they were read."""
    meant: str
    """As the vocabulary writes them; of names and numbers what was read, doubtful letters among digits as digits."""
    run: TextSeen
    """What they stand in: size, weight, face."""
    glyphs: tuple[GlyphSeen, ...]
    """Their characters."""

    @property
    def box(self) -> Box:
        """Tight ink."""
        return union(glyph.box for glyph in self.glyphs)

    @property
    def confidence(self) -> float:
        """Of the least certain character."""
        return min(glyph.confidence for glyph in self.glyphs)

    @property
    def sure(self) -> bool:
        """Whether every character is, so that what it says can be held against the piece."""
        return all(map(is_sure, self.glyphs)) and self.run.arial is not False


def elements(runs: Iterable[TextSeen]) -> tuple[Element, ...]:
    """The elements of some lettering in reading order: line by line, each from left to right."""
    found = [element for run in in_reading_order(runs) for element in _of_run(run)]
    return tuple(_by_ink_jet(_aboard(_continued(found))))


def in_reading_order(runs: Iterable[TextSeen]) -> list[TextSeen]:
    """Runs line by line, each line from left to right."""
    lines: list[list[TextSeen]] = []
    for run in sorted(runs, key=lambda run: run.box.top):
        line = next((line for line in lines if _on_one_line(line[0].box, run.box)), None)
        if line is None:
            lines.append([run])
        else:
            line.append(run)
    return [run for line in lines for run in sorted(line, key=lambda run: run.box.left)]


def said(found: Iterable[Element], role: Role) -> str:
    """Everything that is said in a role, its lines joined."""
    return " ".join(element.meant for element in found if element.role is role)


def of_role(found: Iterable[Element], *roles: Role) -> list[Element]:
    """The elements of some roles."""
    return [element for element in found if element.role in roles]


def _on_one_line(one: Box, other: Box) -> bool:
    return one.overlap(other)[1] >= _SAME_LINE * min(one.height, other.height)


def _of_run(run: TextSeen) -> list[Element]:
    """The words of a run parted into elements; what nothing is known of stays together."""
    found: list[Element] = []
    at = 0
    for role, string, meant in _parted(tokens(run)):
        end = at + len(string) - string.count(" ")
        element = Element(role, string, meant, run, run.glyphs[at:end])
        at = end
        if role is Role.OTHER and found and _open(found[-1]) and _open(element):
            before = found.pop()
            element = replace(
                element,
                string=f"{before.string} {string}",
                meant=f"{before.meant} {meant}",
                glyphs=before.glyphs + element.glyphs,
            )
        found.append(element)
    return _with_offices(found)


@lru_cache(maxsize=4096)
def _parted(read: tuple[Token, ...]) -> tuple[tuple[Role, str, str], ...]:
    """Role, words and meaning of each part of a run; a page asks more than once, and mail repeats itself."""
    found, at = [], 0
    while at < len(read):
        role, meant, count = _first(read[at:])
        found.append((role, " ".join(token.string for token in read[at : at + count]), meant))
        at += count
    return tuple(found)


def _open(element: Element) -> bool:
    """Whether it is words of which nothing is known; a number is no word."""
    return element.role is Role.OTHER and phrase_words(element) is None and not element.meant.isdigit()


def phrase_words(element: Element) -> str | None:
    """MAILED FROM ZIP CODE or a part of it; None for other words."""
    known = {content.MAILED_FROM, "MAILED FROM", permit.ZIP_CODE}
    return element.meant if element.role is Role.OTHER and element.meant in known else None


_Recognise = Callable[[Sequence[Token]], tuple[Role, str] | None]


def _phrase(read: Sequence[Token]) -> tuple[Role, str] | None:
    known = phrase_of(read)
    return None if known is None else (known.role, known.words)


def _date(read: Sequence[Token]) -> tuple[Role, str] | None:
    words = _dated(read)
    return None if words is None else (Role.DATE, words)


def _dated(read: Sequence[Token]) -> str | None:
    """The words of a date; of a month that is not sure the one that it can be."""
    if len(read) > grammar.DATE_WORDS:
        return None
    words = [_digits_only(token) for token in read]
    if grammar.parse_date(" ".join(words)) is not None:
        return " ".join(words)
    for index, token in enumerate(read):
        near = [month for month in content.MONTHS if _nearly(token, month)] if any(token.doubtful) else []
        if len(near) == 1:
            guess = " ".join([*words[:index], near[0], *words[index + 1 :]])
            if grammar.parse_date(guess) is not None:
                return guess
    return None


def _digits_only(token: Token) -> str:
    """The word; where it has digits, its doubtful letters as digits."""
    return grammar.numeral([token]) if any(character.isdigit() for character in token.string) else token.string


def _nearly(token: Token, month: str) -> bool:
    """Whether a word of three letters differs from a month in one doubtful letter."""
    if len(token.string) != len(month):
        return False
    pairs = zip(token.string.upper(), month, token.doubtful, strict=True)
    different = [doubt for character, wanted, doubt in pairs if character != wanted]
    return different == [True]


def _amount(read: Sequence[Token]) -> tuple[Role, str] | None:
    if len(read) > 1:
        return None
    words = grammar.numeral(read)
    return (Role.AMOUNT, words) if grammar.parse_amount(words) is not None else None


def _zip(read: Sequence[Token]) -> tuple[Role, str] | None:
    if len(read) > 1:
        return None
    words = grammar.numeral(read)
    return (Role.ZIP, words) if grammar.is_zip(words) else None


def _serial(read: Sequence[Token]) -> tuple[Role, str] | None:
    if len(read) > grammar.SERIAL_WORDS:
        return None
    words = " ".join(_digits_only(token) for token in read)
    return (Role.SERIAL, words) if grammar.is_serial(words) else None


def _permit(read: Sequence[Token]) -> tuple[Role, str] | None:
    """PERMIT NO. and its number."""
    *head, number = read
    if not head or not any(spells(head, words) for words in _PERMIT_NO):
        return None
    return Role.PERMIT_NUMBER, f"{permit.PERMIT_NO} {_digits_only(number)}"


_RECOGNISERS: tuple[_Recognise, ...] = (_phrase, _date, _amount, _zip, _permit, _serial)


def _first(read: Sequence[Token]) -> tuple[Role, str, int]:
    """Role and meaning of what words begin with, the longest that is known, and how many of them it takes."""
    for count in range(min(LONGEST, len(read)), 0, -1):
        part = read[:count]
        for recognise in _RECOGNISERS:
            known = recognise(part)
            if known is not None:
                return *known, count
    word = read[0].string
    return (Role.SPECIAL, special.INK_JET_MARK, 1) if word in _ASTERISKS else (Role.OTHER, word, 1)


def _with_offices(found: list[Element]) -> list[Element]:
    """Words that end in the letters of a state, or stand before a ZIP Code in one run, are city and state."""
    return [
        replace(element, role=Role.CITY_STATE, meant=element.string.upper())
        if _open(element) and _is_office(element, found[index + 1] if index + 1 < len(found) else None)
        else element
        for index, element in enumerate(found)
    ]


def _is_office(element: Element, after: Element | None) -> bool:
    words = element.string.split()
    return (len(words) > 1 and grammar.is_state(words[-1])) or (after is not None and after.role is Role.ZIP)


def _continued(found: list[Element]) -> list[Element]:
    """Ends of broken phrases get the role of their beginning."""
    done: list[Element] = []
    for element in found:
        role = done[-1].role if done else None
        follows = role is not None and squeezed(element.string) in CONTINUATIONS.get(role, ())
        if role is not None and follows and element.role is Role.OTHER and done[-1].run is not element.run:
            done.append(replace(element, role=role, meant=element.string.upper()))
        else:
            done.append(element)
    return done


def _aboard(found: list[Element]) -> list[Element]:
    """The name that stands before a nine-digit ZIP Code is a ship's, in the place of city and state (604.4.9.3)."""
    after = [*found[1:], None][: len(found)]
    return [
        replace(element, role=Role.CITY_STATE, meant=element.string.upper())
        if _open(element) and (_is_vessel(element) or (next_ is not None and _is_nine_digit(next_)))
        else element
        for element, next_ in zip(found, after, strict=True)
    ]


def _is_vessel(element: Element) -> bool:
    return grammar.is_vessel(element.string)


def _is_nine_digit(element: Element) -> bool:
    return element.role is Role.ZIP and "-" in element.meant


def _by_ink_jet(found: list[Element]) -> list[Element]:
    """Three digits that follow date, city and state are the ZIP Code of a date correction by ink jet (604.4.9.1a)."""
    before = [None, None, *found[:-2]], [None, *found[:-1]]
    return [
        replace(element, role=Role.ZIP)
        if element.role is Role.OTHER and _is_zip_of_line(element, *neighbours)
        else element
        for element, *neighbours in zip(found, *(side[: len(found)] for side in before), strict=True)
    ]


def _is_zip_of_line(element: Element, date: Element | None, office: Element | None) -> bool:
    digits = element.meant
    follows = date is not None and office is not None and date.role is Role.DATE and office.role is Role.CITY_STATE
    return follows and digits.isdigit() and len(digits) == special.INK_JET_ZIP_DIGITS
