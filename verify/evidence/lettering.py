"""Type of lettering, and how legible it is (DMM 604.4.8.2, 4.8.6), as `indicia.layout.evidence` defines it."""

from collections.abc import Callable, Iterable, Sequence

from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import lettering, special
from indicia.spec.kinds import Role
from indicia.units import POINTS_PER_INCH
from verify.evidence.case import Case
from verify.evidence.facts import Facts, measured, unknown
from verify.measure.reflectance import UNCALIBRATED_UNCERTAINTY
from verify.seen import Measured, TextSeen
from verify.understand.elements import Element, of_role, phrase_words
from verify.understand.tokens import TWINS

_ANOTHER_FACE = unknown("the lettering is set in another face, by which its size and weight are not told")
_STROKES = "too few strokes to tell the weight"
# UNSOURCED how far confidence and broken strokes of one whole print differ from scan to scan of 300 dpi, fraction of 1:
# chosen by trial on seed 0, reported on others (docs/pixels.md); a coarser scan shows less of a stroke.
READER_UNCERTAINTY = 0.15
READER_DPI = 300.0
EDGE_PX = 0.5
"""An edge of ink lies between two pixels: so well the height of a letter is known, whatever its outline says."""
_ALIKE = frozenset("cosuvwxz")
"""Small letters with the form of their capitals: of a line alone a picture may take one for the other."""


def lettering_evidence(case: Case) -> Facts:
    """The quantities of 604.4.8.6, as far as lettering was read."""
    found = [element for element in case.one.elements if _is_required(element)]
    if not found or not case.metered:
        return {}
    slack = EDGE_PX / case.seen.mailpiece.dpi * POINTS_PER_INCH if case.seen.mailpiece is not None else 0.0
    return {**_face(found), **_sizes(found, slack), **_weights(found), **_prominence(case.one.elements, slack)}


def legibility_evidence(case: Case) -> Facts:
    """The quantities of 604.4.8.2 that lettering and its background show."""
    # How well a reader of Arial reads another face says nothing of how legible that is.
    strange = _has_other_face(case.one.elements)
    found = [e for e in case.one.elements if _is_required(e) and (e.run.arial or (e.run.arial is None and not strange))]
    piece = case.seen.mailpiece
    facts: Facts = {}
    if found and case.metered and piece is not None:
        slack = READER_UNCERTAINTY * READER_DPI / piece.dpi
        contrast = min(element.run.contrast for element in found)
        facts = {
            Quantity.CHARACTER_CONFIDENCE: Measurement(_least_confidence(found), slack),
            Quantity.LETTERING_CONTRAST: Measurement(contrast, UNCALIBRATED_UNCERTAINTY),
            Quantity.BROKEN_STROKES: Measurement(max(element.run.broken for element in found), slack),
        }
    return facts | _reflectance(case)


def _has_other_face(found: Iterable[Element]) -> bool:
    """Whether some of the lettering is fitted by the outlines of a face that it is not set in."""
    return any(element.run.arial is False for element in found)


def _least_confidence(found: Iterable[Element]) -> float:
    """Of the least certain character, those apart that look like another and are no less legible for it."""
    glyphs = [glyph for element in found for glyph in element.glyphs if glyph.character not in TWINS]
    return min((glyph.confidence for glyph in glyphs), default=1.0)


def _is_required(element: Element) -> bool:
    """Whether the manual asks for the words."""
    return element.role is not Role.OTHER or phrase_words(element) is not None


def _face(found: Sequence[Element]) -> Facts:
    """Arial and its twins have one form and one width: a picture cannot tell them apart."""
    told = [run.arial for run in _runs(found) if run.arial is not None]
    if not told:
        return {}
    note = "or a face with its forms and widths"
    return {Quantity.FACE: Measurement(lettering.FACE, note=note) if all(told) else Measurement("another face")}


def _sizes(found: Sequence[Element], slack: float) -> Facts:
    others = [element for element in found if element.role is not Role.AMOUNT and not _is_asterisks(element)]
    asked = {
        Quantity.AMOUNT_PT: of_role(found, Role.AMOUNT),
        Quantity.OTHER_PT: others,
        Quantity.USPS_PT: of_role(found, Role.USPS),
        Quantity.SPECIAL_PT: _special(found),
    }
    return {
        quantity: _ANOTHER_FACE if _has_other_face(elements) else measured(_worst_size(quantity, elements, slack))
        for quantity, elements in asked.items()
        if elements
    }


def _worst_size(quantity: Quantity, elements: Sequence[Element], slack: float) -> Measured:
    """The least size; of special words, which have one size, that farthest from it."""
    sizes = [_size(element.run, slack) for element in elements]
    if quantity is Quantity.SPECIAL_PT:
        return max(sizes, key=lambda size: abs(size.value - lettering.SPECIAL_PT))
    return min(sizes, key=_value)


def _weights(found: Sequence[Element]) -> Facts:
    classes, amounts = of_role(found, Role.MAIL_CLASS, Role.ENDORSEMENT), of_role(found, Role.AMOUNT)
    postage, words = of_role(found, Role.US_POSTAGE), _special(found)
    asked: tuple[tuple[Quantity, Sequence[Element], Callable[[Sequence[Element]], Measurement]], ...] = (
        (Quantity.CLASS_BOLD, classes, _bold),
        (Quantity.CLASS_CAPITALS, classes, _capitals),
        (Quantity.AMOUNT_BOLD, amounts, _bold),
        (Quantity.US_POSTAGE_BOLD, postage, _bold),
        (Quantity.US_POSTAGE_CAPITALS, postage, _capitals),
        (Quantity.SPECIAL_BOLD, words, _bold),
        (Quantity.SPECIAL_CAPITALS, words, _capitals),
    )
    return {
        quantity: _ANOTHER_FACE if _has_other_face(elements) else look(elements)
        for quantity, elements, look in asked
        if elements
    }


def _special(found: Sequence[Element]) -> list[Element]:
    """Words that identify a special indicium; the asterisks of an ink-jet line are none."""
    return [element for element in of_role(found, Role.SPECIAL) if not _is_asterisks(element)]


def _is_asterisks(element: Element) -> bool:
    """Whether it is the mark of an ink-jet line, which has no height of capitals to tell a size by."""
    return element.meant == special.INK_JET_MARK


def _bold(elements: Sequence[Element]) -> Measurement:
    weights = [element.run.bold for element in elements]
    if False in weights:
        return Measurement(False)
    return unknown(_STROKES) if None in weights else Measurement(True)


def _capitals(elements: Iterable[Element]) -> Measurement:
    small = [glyph for element in elements for glyph in element.glyphs if glyph.character.islower()]
    return Measurement(all(glyph.character in _ALIKE for glyph in small))


def _prominence(found: Sequence[Element], slack: float) -> Facts:
    """US POSTAGE over the next text but the amount: type size times weight, this project's reading."""
    postage = of_role(found, Role.US_POSTAGE)
    rivals = [element for element in found if element.role not in {Role.US_POSTAGE, Role.AMOUNT}]
    if not postage or not rivals:
        return {}
    if _has_other_face((*postage, *rivals)):
        return {Quantity.PROMINENCE: _ANOTHER_FACE}
    own, other = ([_weighed(element.run, slack) for element in group] for group in (postage, rivals))
    if None in own or None in other:
        return {Quantity.PROMINENCE: unknown(_STROKES)}
    least = min((size for size in own if size is not None), key=_value)
    most = max((size for size in other if size is not None), key=_value)
    ratio = least.value / most.value
    slack = ratio * (least.uncertainty / least.value + most.uncertainty / most.value)
    return {Quantity.PROMINENCE: Measurement(ratio, slack)}


def _weighed(run: TextSeen, slack: float) -> Measured | None:
    if run.bold is None:
        return None
    size, weight = _size(run, slack), lettering.BOLD_WEIGHT if run.bold else 1.0
    return Measured(size.value * weight, size.uncertainty * weight)


def _size(run: TextSeen, slack: float) -> Measured:
    """The type size, which is known no better than the edges of ink are."""
    return Measured(run.size_pt.value, max(run.size_pt.uncertainty, slack))


def _value(size: Measured) -> float:
    return size.value


def _runs(found: Iterable[Element]) -> list[TextSeen]:
    return [element.run for element in found]


def _reflectance(case: Case) -> Facts:
    seen = case.one.mark.reflectance if case.one.mark is not None else None
    if seen is None:
        return {}
    asked = {
        Quantity.PRD_RED: seen.prd_red,
        Quantity.PRD_GREEN: seen.prd_green,
        Quantity.BACKGROUND_RED: seen.background_red,
        Quantity.BACKGROUND_GREEN: seen.background_green,
    }
    gray = unknown("the picture has no colour: red and green light are not told apart")
    return {quantity: gray if value is None else measured(value) for quantity, value in asked.items()}
