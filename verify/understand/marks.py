"""What each postage mark of a page is: its kind, its purpose, the system that printed it, its elements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicia.geometry import Box, union
from indicia.spec import content, precancel, reply, special
from indicia.spec.kinds import Purpose, Role, System, Technology
from verify.seen import IndiciumSeen, Seen, TextSeen
from verify.understand.elements import Element, elements, of_role, said
from verify.understand.grammar import is_overprint

_OWN_SHARE = 0.5
"""Share of a run that must lie in an indicium's box to be the indicium's."""
_METERED_REDATE = frozenset({Role.AMOUNT, Role.MAIL_CLASS, Role.SERIAL, Role.PROVIDER})
"""What a meter's redate shows beside the word, the date and the office, and one of PC Postage does not (4.9.1b)."""
_UNCOVERED_LEAST = 0.25
"""Inches, both ways: ink beside the lettering that may be a symbol is at least so large; this project's choice, under
the smallest symbol that holds a signed message."""
_A_LINE = 0.06
"""Inches: higher ink may be a line of lettering; capitals of 8 points are 0.08 in high."""
_REPLY = content.SPECIAL_WORDS[Purpose.REPLY].split()[0]
_PURPOSES = {words: purpose for purpose, words in content.SPECIAL_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Understood:
    """One postage mark and what it says."""

    mark: IndiciumSeen | None
    """Where it stands; None without a scale."""
    symbol: int | None
    """Index into `Seen.symbols`."""
    kind: Technology
    """Letterpress, digital, IBI, permit or precancel."""
    purpose: Purpose | None
    """None when the picture does not tell."""
    system: System | None
    """None when the picture does not tell."""
    elements: tuple[Element, ...] = ()
    """Its lettering in reading order; empty when none was read."""
    ink_jet: bool = False
    """A date correction by an ink jet printer (604.4.9.1a)."""
    framed: bool = False
    """A rule runs around it."""
    complete: bool = True
    """All of its ink is lettering that was read for certain, or its symbol: what it does not say, it has not."""
    loose_ink: bool = False
    """Beside its lettering stands a mark as large as a symbol that nothing could read."""

    @property
    def redates(self) -> bool:
        """Whether it corrects the date."""
        return self.purpose is Purpose.REDATE

    @property
    def corrects(self) -> bool:
        """Whether it stands beside another indicium."""
        return self.purpose in {Purpose.REDATE, Purpose.POSTAGE_CORRECTION}


def is_postage(found: Sequence[Element]) -> bool:
    """Whether lettering is that of a postage mark: indicium, permit imprint, postmark, redate."""
    roles = {element.role for element in found}
    words = {element.meant for element in of_role(found, Role.SPECIAL)} - {special.INK_JET_MARK}
    if words or Role.POSTMARK in roles or is_ink_jet_line(found):
        return True
    if Role.US_POSTAGE in roles:
        return len(roles) > 1
    return Role.AMOUNT in roles and bool(roles & {Role.SERIAL, Role.DATE})


def stands_elsewhere(found: Sequence[Element]) -> bool:
    """Whether lettering is that of a redate or correction, which has its own places."""
    return _purpose(found, reply_legend=False) in {Purpose.REDATE, Purpose.POSTAGE_CORRECTION}


def without_symbol(mark: IndiciumSeen, found: tuple[Element, ...], *, reply_legend: bool, fim_d: bool) -> Understood:
    """A mark that is told by its lettering alone.

    Args:
        mark: where it stands.
        found: what it says.
        reply_legend: the legend of prepaid reply mail stands on the page.
        fim_d: FIM D stands on the page, which goes with an information-based indicium and nothing else (604.4.8.10).
    """
    framed, loose = _framed(mark, found), _loose(mark, found)
    purpose = _purpose(found, reply_legend=reply_legend)
    # A meter's reply mail may bear FIM D too (604.4.9.4h).
    kind = _kind(found, fim_d=fim_d and purpose is not Purpose.REPLY)
    system = _system(kind, purpose, found)
    if purpose is Purpose.REDATE and system is System.PC_POSTAGE:
        kind = Technology.IBI
    return Understood(
        mark,
        None,
        kind=kind,
        purpose=purpose,
        system=system,
        elements=_named(found, kind),
        ink_jet=is_ink_jet_line(found),
        framed=framed,
        complete=_complete(mark, found, framed=framed) and not loose,
        loose_ink=loose,
    )


def with_symbol(
    mark: IndiciumSeen | None, symbol: int, found: tuple[Element, ...], *, amount: int | None, reply_legend: bool
) -> Understood:
    """A mark whose symbol is an information-based indicium of `amount` mills (None when the message is cut short)."""
    purpose = _purpose(found, reply_legend=reply_legend)
    if purpose is Purpose.POSTAGE and not amount:
        # A value of zero goes with a redate, quality assurance or a refund request: which one is not told.
        purpose = None
    if not found and amount:
        purpose = Purpose.REPLY if reply_legend else Purpose.POSTAGE
    return Understood(
        mark,
        symbol,
        kind=Technology.IBI,
        purpose=purpose,
        system=_system(Technology.IBI, purpose, found),
        elements=found,
        complete=mark is not None and _complete(mark, found, framed=False),
    )


def is_reply(runs: Iterable[TextSeen]) -> bool:
    """Whether some lettering speaks of reply, as the words of PC Postage on prepaid reply mail do (604.4.9.4d)."""
    return any(_REPLY in run.string.upper().split() for run in runs)


def own_runs(mark: IndiciumSeen, runs: Iterable[TextSeen]) -> list[TextSeen]:
    """The lettering that is a mark's own."""
    return [run for run in runs if _inside(run.box, mark.box)]


def with_provider(found: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements with the provider's name among them: of the words that are nothing else those nearest to the serial.

    The manual prescribes no words for the provider (604.4.8.5a); this project prints its name after the serial number.
    """
    serials = of_role(found, Role.SERIAL)
    names = [element for element in found if element.role is Role.OTHER and _is_name(element)]
    if not names:
        return found
    provider = min(names, key=lambda name: _distance(name.box, serials[0].box)) if serials else names[-1]
    return tuple(replace(element, role=Role.PROVIDER) if element is provider else element for element in found)


def legend_of(seen: Seen) -> list[Element]:
    """The legend of prepaid reply mail, wherever on the page it stands (604.4.9.4g)."""
    found = elements(run for run in seen.texts if "POSTAGE" in run.string.upper())
    return [element for element in of_role(found, Role.LEGEND) if element.meant != reply.LEGEND]


def _named(found: tuple[Element, ...], kind: Technology) -> tuple[Element, ...]:
    """The elements with the roles that only the kind of the mark tells: company of a permit, overprint of a stamp."""
    if kind is Technology.PERMIT and not of_role(found, Role.PERMIT_NUMBER):
        names = {Role.PROVIDER, Role.CITY_STATE}
        return tuple(replace(e, role=Role.COMPANY) if e.role in names else e for e in found)
    if kind in {Technology.PERMIT, Technology.PRECANCEL}:
        # No provider stands in either.
        found = tuple(replace(e, role=Role.OTHER) if e.role is Role.PROVIDER else e for e in found)
    if kind is Technology.PRECANCEL:
        return tuple(
            replace(e, role=Role.OVERPRINT) if e.role is Role.OTHER and is_overprint(e.string) else e for e in found
        )
    return found


def _is_name(element: Element) -> bool:
    known = {content.MAILED_FROM, "MAILED FROM", "ZIP CODE"}
    letters = sum(character.isalpha() for character in element.string)
    return element.meant not in known and letters * 2 > len(element.string.replace(" ", ""))


def _distance(one: Box, other: Box) -> float:
    across, down = one.overlap(other)
    return max(-across, 0.0) + max(-down, 0.0)


def _kind(found: Sequence[Element], *, fim_d: bool) -> Technology:
    roles = {element.role for element in found}
    if said(found, Role.POSTMARK) == precancel.WORDS:
        return Technology.PRECANCEL
    if Role.PERMIT_NUMBER in roles or any("U.S." in element.meant for element in of_role(found, Role.US_POSTAGE)):
        return Technology.PERMIT
    if fim_d:
        return Technology.IBI
    # A die shows no class of mail (604.4.8.5d asks it of digital indicia alone), and no die prints by ink jet.
    digital = roles & {Role.MAIL_CLASS, Role.ENDORSEMENT} or is_ink_jet_line(found)
    return Technology.DIGITAL if digital else Technology.LETTERPRESS


def is_ink_jet_line(found: Sequence[Element]) -> bool:
    """Whether it is the one line of a date correction by ink jet (604.4.9.1a).

    Asterisks before a date tell it, or three digits of a ZIP Code after one; either may be missing.
    """
    if not of_role(found, Role.DATE):
        return False
    marked = any(element.meant == special.INK_JET_MARK for element in found)
    return marked or any(len(element.meant) == special.INK_JET_ZIP_DIGITS for element in of_role(found, Role.ZIP))


def _purpose(found: Sequence[Element], *, reply_legend: bool) -> Purpose | None:
    if is_ink_jet_line(found):
        return Purpose.REDATE
    for element in of_role(found, Role.SPECIAL):
        if element.meant != special.INK_JET_MARK:
            return _PURPOSES.get(element.meant, Purpose.POSTAGE_CORRECTION)
    if not found:
        return None
    return Purpose.REPLY if reply_legend else Purpose.POSTAGE


def _system(kind: Technology, purpose: Purpose | None, found: Sequence[Element]) -> System | None:
    """What only one kind of system prints; a picture tells IBI meters from PC Postage by special indicia alone."""
    roles = {element.role for element in found}
    if not found:
        return None
    if purpose is Purpose.REDATE:
        metered = bool(roles & {Role.AMOUNT, Role.SERIAL}) and len(roles & _METERED_REDATE) > 1
        plain = not metered and not is_ink_jet_line(found)
        return System.PC_POSTAGE if plain else System.PSD_METER
    if kind is Technology.IBI and purpose is Purpose.REPLY:
        # PC Postage prints REPLY POSTAGE and a date (604.4.9.4d), meters neither (4.9.4c).
        return System.PC_POSTAGE if roles & {Role.SPECIAL, Role.DATE} else System.IBI_METER
    if kind is Technology.DIGITAL:
        return System.PSD_METER
    return None


def _framed(mark: IndiciumSeen, found: Sequence[Element]) -> bool:
    """Whether a part of the mark's ink runs around all of its lettering."""
    if not found:
        return False
    inner = union(element.box for element in found)
    return any(part.contains(inner) and part not in [element.run.box for element in found] for part in mark.parts)


def _loose(mark: IndiciumSeen, found: Sequence[Element]) -> bool:
    """Whether ink as large as a symbol stands beside the lettering."""
    return any(
        min(part.width, part.height) >= _UNCOVERED_LEAST and not any(_inside(e.box, part) for e in found)
        for part in mark.parts
    )


def _complete(mark: IndiciumSeen, found: Sequence[Element], *, framed: bool) -> bool:
    """Whether nothing of the mark is left that was not read for certain."""
    if not found or any(element.role is Role.OTHER and not element.sure for element in found):
        return False
    if any(element.run.arial is False for element in found):
        # Of another face no reader of Arial can say that it read all.
        return False
    runs = [element.run.box for element in found]
    rest = mark.parts[1:] if mark.symbol is not None else mark.parts
    return framed or all(_is_read(part, runs) for part in rest)


def _is_read(part: Box, runs: Sequence[Box]) -> bool:
    """Whether no line of a part's ink is left unread: lines that stand close are one part."""
    level = part.top
    for run in sorted((run for run in runs if min(part.overlap(run)) > 0), key=lambda run: run.top):
        if run.top - level > _A_LINE:
            return False
        level = max(level, run.bottom)
    return part.bottom - level <= _A_LINE


def _inside(inner: Box, outer: Box) -> bool:
    across, down = inner.overlap(outer)
    return across > _OWN_SHARE * inner.width and down > _OWN_SHARE * inner.height
