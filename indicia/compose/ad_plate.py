"""What the ad plate of a letterpress meter says (DMM 604.4.8.7a, 4.8.8a)."""

from indicia.compose.elements import Element
from indicia.model.indicium import AdPlate
from indicia.spec import content
from indicia.spec.kinds import PlateKind, Role
from indicia.spec.letterpress import PLATE_TEXT_MIN_PT


def compose_plate(plate: AdPlate) -> tuple[Element, ...]:
    """The lines of the plate from top to bottom.

    A postal marking is in bold capitals and stands alone. Advertising begins with a bold line, a slogan is bold, a
    return address is plain; where none of the lines names the mailer, MAILER'S MESSAGE is added under them.
    """
    kind = PlateKind(plate.kind)
    if kind is PlateKind.POSTAL_MARKING:
        return tuple(_line(string.upper(), bold=True, least_pt=content.PLATE_MIN_PT) for string in plate.lines)
    bold_lines = {PlateKind.ADVERTISING: 1, PlateKind.SLOGAN: len(plate.lines)}.get(kind, 0)
    lines = [_line(string, bold=index < bold_lines) for index, string in enumerate(plate.lines)]
    if not names_mailer(plate.lines, plate.mailer):
        lines.append(_line(content.MAILERS_MESSAGE, bold=False))
    return tuple(lines)


def names_mailer(lines: tuple[str, ...], mailer: str | None) -> bool:
    """Whether the lines, read on, have the mailer's name or the words MAILER'S MESSAGE in them (604.4.8.8a)."""
    said = _read(" ".join(lines))
    wanted = [content.MAILERS_MESSAGE, *([mailer] if mailer else [])]
    return any(f" {_read(words)} " in f" {said} " for words in wanted)


def _read(words: str) -> str:
    """Words as a reader compares them: no matter of case, of blanks, of the shape of an apostrophe."""
    return " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold().split())


def _line(string: str, *, bold: bool, least_pt: float = PLATE_TEXT_MIN_PT) -> Element:
    return Element(Role.AD_PLATE, string, bold=bold, least_pt=least_pt)
