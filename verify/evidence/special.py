"""Redates and corrections, and several marks on one piece (DMM 604.4.8.2, 4.9.1, 4.9.2)."""

from collections.abc import Sequence
from itertools import combinations

from indicia.geometry import Box, union
from indicia.payload.dates import FieldDate
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import placement, special
from indicia.spec.kinds import DateForm, Purpose, Role, Side, System, Technology
from verify.evidence.case import Case, field_date, printed_date
from verify.evidence.content import amounts
from verify.evidence.facts import NO, UNREAD, Facts, unknown
from verify.understand.elements import said
from verify.understand.marks import Understood

_PC_REDATE_SAYS = {Role.SPECIAL, Role.DATE, Role.ZIP}
_OF_A_CORRECTION = (Role.US_POSTAGE, Role.AMOUNT, Role.DATE, Role.SERIAL, Role.PROVIDER)
"""Elements of 604.4.8.5 that every correction shows; the office may be shown in two ways, the class by digital ones."""
_ASTERISKS_REACH = 0.1
"""Inches left of an ink-jet line where its asterisks stand, which are the smallest of its marks."""
_AN_ADDRESS_LINE = 2
"""Lines between an ink-jet line and the bars under which it stands: more are an address."""


def special_evidence(case: Case) -> Facts:
    """What a redate or correction shows, and what several marks of a piece are to each other."""
    facts = _together(case)
    if not case.metered or not case.one.corrects:
        return facts
    facts |= _place(case)
    if case.one.ink_jet:
        return facts | _ink_jet(case)
    return facts | (_redate(case) if case.one.redates else _correction(case))


def redate_of(marks: tuple[Understood, ...]) -> Understood | None:
    """The one date correction of a piece; None for none or several, of which none counts (604.4.9.1)."""
    found = [mark for mark in marks if mark.redates]
    return found[0] if len(found) == special.REDATES_MAX else None


def redated_to(case: Case) -> FieldDate | None:
    """The day that the piece's one date correction shows; None without one or without a day of the calendar."""
    redate = redate_of((case.one, *case.others))
    date = None if redate is None else field_date(printed_date(redate))
    return date if date is not None and date.form is DateForm.COMPLETE else None


def _together(case: Case) -> Facts:
    redates = sum(mark.redates for mark in (case.one, *case.others))
    facts = {Quantity.REDATES: Measurement(redates)} if redates else {}
    if not case.one.corrects and (redates or case.overleaf is not None):
        facts[Quantity.REDATED] = Measurement(redates > 0)
    marks = (case.one, *case.beside) if case.beside else ()
    boxes = [box for mark in marks if (box := _extent(case, mark)) is not None]
    if len(boxes) > 1:
        facts[Quantity.OVERLAP_AREA] = Measurement(max(_shared(one, other) for one, other in combinations(boxes, 2)))
    return facts


def _extent(case: Case, mark: Understood) -> Box | None:
    """The symbol of a mark and what it says: ink that nobody understands may be either mark's."""
    symbol = () if mark.symbol is None else (case.seen.symbols[mark.symbol].box,)
    boxes = (*symbol, *(element.box for element in mark.elements))
    return union(boxes) if boxes else None


def _shared(one: Box, other: Box) -> float:
    across, down = one.overlap(other)
    return max(0.0, across) * max(0.0, down)


def _place(case: Case) -> Facts:
    piece, mark = case.seen.mailpiece, case.one.mark
    if piece is None or mark is None:
        return {}
    slack = mark.uncertainty + piece.edge_uncertainty
    facts = {
        Quantity.SIDE: Measurement(case.side.value),
        Quantity.SPECIAL_PLACE: Measurement(place_of(case)),
        Quantity.BOTTOM_EDGE: Measurement(piece.height.value - mark.box.bottom, slack),
    }
    original = case.original
    if original is None:
        facts[Quantity.FIM_WITH_SPECIAL] = Measurement(case.seen.fim is not None)
    elif original.mark is not None:
        fim = (case.seen.fim.box,) if case.seen.fim is not None else ()
        boundary = union((original.mark.box, *fim))
        gap = max(boundary.left - mark.box.right, mark.box.top - boundary.bottom)
        facts[Quantity.GAP_TO_ORIGINAL] = Measurement(gap, 2 * mark.uncertainty)
    return facts


def place_of(case: Case) -> str:
    """Side and corner of a special indicium, as 604.4.9.1a and 4.9.2a name them; empty without a scale."""
    piece, mark = case.seen.mailpiece, case.one.mark
    if piece is None or mark is None:
        return ""
    x, y = mark.box.center
    across = "right" if x > piece.width.value / 2 else "left"
    down = "upper" if y < piece.height.value / 2 else "lower"
    return f"{case.side.value} {down}-{across}"


def _redate(case: Case) -> Facts:
    found = case.one.elements
    roles = {element.role for element in found}
    values = amounts(found)
    printed = field_date(case.printed_date)
    facts = {
        Quantity.REDATE_VALUE: Measurement(Role.AMOUNT in roles),
        Quantity.REDATE_SYMBOL: Measurement(case.one.symbol is not None or _symbol_beside(case)),
        Quantity.REDATE_ONLY: Measurement(len(roles ^ _PC_REDATE_SAYS)) if case.complete else unknown(UNREAD),
        Quantity.ZERO_VALUE_SHOWN: Measurement(0 in values) if values or case.complete else unknown(UNREAD),
    }
    if printed is not None and printed.form is DateForm.COMPLETE:
        facts[Quantity.DEPOSIT_DAY_SHOWN] = Measurement(printed.first == case.options.on)
    else:
        facts[Quantity.DEPOSIT_DAY_SHOWN] = NO if case.complete else unknown(UNREAD)
    return facts


def _symbol_beside(case: Case) -> bool:
    """Whether an indicium's symbol without words of its own stands in the clear zone of a redate (604.4.8.4b)."""
    mark = case.one.mark
    if mark is None:
        return False
    near = mark.box.grown(placement.INDICIUM_CLEAR_ZONE)
    lone = [case.seen.symbols[other.symbol] for other in case.beside if other.symbol is not None and not other.elements]
    return any(min(near.overlap(symbol.box)) > 0 for symbol in lone)


def _correction(case: Case) -> Facts:
    found = case.one.elements
    roles = {element.role for element in found}
    required = {*_OF_A_CORRECTION, *({Role.MAIL_CLASS} if case.one.kind is not Technology.LETTERPRESS else ())}
    missing = len(required - roles) + (not roles & {Role.ZIP, Role.CITY_STATE})
    if case.one.kind is Technology.IBI and case.one.symbol is None:
        missing += 1
    words = said(found, Role.SPECIAL).split()
    return {
        Quantity.ELEMENTS_MISSING: Measurement(missing) if not missing or case.complete else unknown(UNREAD),
        Quantity.CORRECTION_WORD: Measurement("CORRECTION" in words),
    }


def _ink_jet(case: Case) -> Facts:
    """What the line says, and where it stands (604.4.9.1a)."""
    found = case.one.elements
    printed = field_date(case.printed_date)
    asked = [Role.SPECIAL, Role.DATE, Role.CITY_STATE, Role.ZIP]
    digits = said(found, Role.ZIP)
    in_one_line = len({element.run.box for element in found}) == 1 or _level([element.box for element in found])
    as_asked = [element.role for element in found] == asked and len(digits) == special.INK_JET_ZIP_DIGITS
    lawful = as_asked and in_one_line
    on_day = printed is not None and printed.first == case.options.on
    return {
        Quantity.INK_JET_BARCODED: Measurement(bool(case.seen.barcodes)),
        Quantity.INK_JET_LINE: Measurement(lawful) if lawful or _all_of_line(case) else unknown(UNREAD),
        Quantity.INK_JET_PLACE: Measurement(_ink_jet_place(case)),
        Quantity.DEPOSIT_DAY_SHOWN: Measurement(on_day),
    }


def _all_of_line(case: Case) -> bool:
    """Whether the line was read from its beginning: no ink stands where its asterisks would."""
    mark = case.one.mark
    return case.complete and mark is not None and mark.clear_left.value > _ASTERISKS_REACH


def _level(boxes: Sequence[Box]) -> bool:
    """Whether boxes stand in one line."""
    return max(box.top for box in boxes) < min(box.bottom for box in boxes)


def _ink_jet_place(case: Case) -> str:
    """Under the indicium and above the address; or just above the bars."""
    mark, original = case.one.mark, case.original
    if mark is None:
        return special.INK_JET_ELSEWHERE
    over = [bars.box.top - mark.box.bottom for bars in case.seen.barcodes]
    above_bars = any(0 <= gap <= special.INK_JET_OVER_BARCODE_MAX for gap in over)
    others = {run.box for other in case.beside for element in other.elements for run in (element.run,)}
    own = {element.run.box for element in case.one.elements}
    below = [t for t in case.seen.texts if t.box not in own | others and t.box.top >= mark.box.bottom]
    if below and not (above_bars and len(below) < _AN_ADDRESS_LINE):
        under = original is None or original.mark is None or mark.box.top >= original.mark.box.bottom
        return special.INK_JET_UNDER_INDICIUM if under else special.INK_JET_ELSEWHERE
    return special.INK_JET_ABOVE_BARCODE if above_bars else special.INK_JET_ELSEWHERE


def assumed_system(case: Case) -> System | None:
    """The system of a mark; of an IBI correction the one whose places it keeps to, since either may have printed it."""
    if case.one.system is not None or case.one.purpose is not Purpose.POSTAGE_CORRECTION:
        return case.one.system
    return System.IBI_METER if place_of(case) in special.METER_PLACES else System.PC_POSTAGE


def side_of(marks: tuple[Understood, ...], *, lower_left: bool, other_lettering: bool) -> Side:
    """Which side a page shows that nobody has told.

    A page with ordinary postage or an address shows the address side. One that bears a redate or correction alone
    shows the side where that may stand: the lower left corner is lawful on the address side, all else overleaf.

    Args:
        marks: all postage marks of the page.
        lower_left: the mark stands in the lower left corner.
        other_lettering: lettering stands on the page that is no mark's.
    """
    alone = bool(marks) and all(mark.corrects for mark in marks)
    return Side.NONADDRESS if alone and not lower_left and not other_lettering else Side.ADDRESS
