"""The phrases of indicia, permit imprints, postmarks and reply mail, each with its role, from `indicia.spec`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from indicia.spec import content, permit, precancel, reply
from indicia.spec.kinds import Role
from verify.understand.tokens import Token, doubts, may_spell, spells_nearly, squeezed


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that the manual prescribes or this project prints."""

    words: str
    """As they are written out."""
    role: Role
    """What they are for."""


_CORRECTION = "CORRECTION"
"""What 604.4.9.2b asks for; POSTAGE CORRECTION is 4.8.6's."""
_SHORT_CLASSES = ("FIRST-CLASS", "PRIORITY", "EXPRESS", "PRSRT", "CAR-RT")


def _beginnings(phrases: Iterable[str], least: int) -> Iterator[str]:
    """First lines of phrases that were broken at a blank: at least so many words."""
    for phrase in phrases:
        words = phrase.split()
        yield from (" ".join(words[:count]) for count in range(least, len(words)))


def _named(role: Role, *phrases: str) -> Iterator[Phrase]:
    return (Phrase(words, role) for words in phrases)


def _phrases() -> Iterator[Phrase]:
    classes = (*content.MAIL_CLASSES.values(), *content.PRESORTS.values(), *permit.STANDARD_WORDS)
    yield from _named(Role.SPECIAL, *content.SPECIAL_WORDS.values(), _CORRECTION)
    yield from _named(Role.US_POSTAGE, content.US_POSTAGE, permit.PAID, permit.FEES_PAID)
    yield from _named(Role.US_POSTAGE, "U.S. POSTAGE", "AND FEES PAID")
    yield from _named(Role.MAIL_CLASS, *classes, *precancel.RATE_WORDS.values(), *_SHORT_CLASSES)
    yield from _named(Role.MAIL_CLASS, *_beginnings(content.MAIL_CLASSES.values(), 1))
    yield from _named(Role.ENDORSEMENT, *content.ENDORSEMENTS, *_beginnings(content.ENDORSEMENTS, 1))
    yield from _named(Role.USPS, content.USPS)
    yield from _named(Role.OTHER, content.MAILED_FROM, "MAILED FROM", permit.ZIP_CODE)
    yield from _named(Role.POSTMARK, precancel.WORDS)
    yield from _named(Role.LEGEND, " ".join(content.REPLY_LEGEND), *content.REPLY_LEGEND, reply.LEGEND)
    yield from _named(Role.AD_PLATE, content.MAILERS_MESSAGE)


def _table() -> Mapping[str, Phrase]:
    """By squeezed words; of two roles the one named first."""
    found: dict[str, Phrase] = {}
    for phrase in _phrases():
        found.setdefault(squeezed(phrase.words), phrase)
    return MappingProxyType(found)


PHRASES: Mapping[str, Phrase] = _table()
LONGEST = max(len(phrase.words.split()) for phrase in PHRASES.values())
"""Words of the longest phrase."""
# Ends of phrases that were broken at a blank: they count only after their beginning.
CONTINUATIONS: Mapping[Role, frozenset[str]] = MappingProxyType(
    {
        Role.MAIL_CLASS: frozenset(
            squeezed(" ".join(words[start:]))
            for words in (phrase.split() for phrase in content.MAIL_CLASSES.values())
            for start in range(1, len(words))
        ),
        Role.ENDORSEMENT: frozenset(
            squeezed(" ".join(words[start:]))
            for words in (phrase.split() for phrase in content.ENDORSEMENTS)
            for start in range(1, len(words))
        ),
    }
)


def phrase_of(read: Sequence[Token]) -> Phrase | None:
    """The phrase that words say; of several that they nearly say none."""
    said = squeezed("".join(token.string for token in read))
    known = PHRASES.get(said)
    return known if known is not None else _nearest(said, doubts(read))


def _by_length() -> Mapping[int, tuple[str, ...]]:
    """The squeezed words that a reading of so many characters may nearly say."""
    longest = max(map(len, PHRASES))
    lengths = {length: tuple(words for words in PHRASES if may_spell(length, words)) for length in range(2 * longest)}
    return MappingProxyType({length: near for length, near in lengths.items() if near})


_NEAR = _by_length()


@lru_cache(maxsize=4096)
def _nearest(said: str, doubtful: tuple[bool, ...]) -> Phrase | None:
    """The one phrase that characters nearly say; mail repeats itself, so answers are kept."""
    near = [words for words in _NEAR.get(len(said), ()) if spells_nearly(said, doubtful, words)]
    return PHRASES[near[0]] if len(near) == 1 else None
