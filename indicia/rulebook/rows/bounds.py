"""Sets of circumstances and witnesses that rows of several topics share."""

from indicia.rulebook.evidence import Circumstances
from indicia.rulebook.row import Applicability, Witness, binds
from indicia.spec.kinds import Ink, MailClass, MediaKind, Purpose, Shape, System, Technology

METERED = frozenset({Technology.LETTERPRESS, Technology.DIGITAL, Technology.IBI})
"""What postage evidencing systems print (604.4); permits and precancels have rules of their own."""
DIGITAL = frozenset({Technology.DIGITAL, Technology.IBI})
"""Digital indicia, including IBI (604.4.8.4b)."""
PC = System.PC_POSTAGE
NOT_PC = frozenset(System) - {PC}
"""All postage evidencing systems except PC Postage (604.4.9)."""
UPPER = frozenset({Purpose.POSTAGE, Purpose.REPLY, Purpose.QA, Purpose.REFUND_REQUEST})
"""Purposes whose indicium stands in the normal place."""
MAILED = frozenset({Purpose.POSTAGE, Purpose.REPLY})
"""Purposes whose indicium pays for the piece on its own."""
ZONED = frozenset({Shape.CARD, Shape.LETTER})
"""Letter-size: the shapes that have FIM, OCR and barcode zones."""
UNZONED = frozenset({Shape.FLAT, Shape.PARCEL})
ON_PIECE = frozenset({MediaKind.MAILPIECE, MediaKind.PAPER})
"""Media whose page is the mailpiece itself, so that its edges and zones are known."""
LABELS = frozenset({MediaKind.LABEL, MediaKind.TAPE, MediaKind.SHEET})
"""Printed on a label or tape, not directly on the piece (604.4.8.11)."""
GUMMED = frozenset({MediaKind.LABEL, MediaKind.SHEET})
"""Labels without tape."""
DATED_CLASSES = frozenset({MailClass.FIRST_CLASS, MailClass.PRIORITY, MailClass.EXPRESS})
STANDARD = frozenset({MailClass.STANDARD, MailClass.NONPROFIT})
FREE_CLASSES = frozenset(MailClass) - DATED_CLASSES
"""Standard Mail and Package Services."""

ORDER = frozenset({Witness.ORDER})
LAYOUT = frozenset({Witness.LAYOUT})
PIXELS = frozenset({Witness.PIXELS})
INPUT = frozenset({Witness.INPUT})
SHOWN = LAYOUT | PIXELS
"""On paper: in the layout and in a picture of it."""
ASKED = ORDER | SHOWN
"""On paper, and known from the order already."""

ALL = binds(technology=METERED)
"""Every indicium of a postage evidencing system."""


def but_pc_redate(applies: Applicability) -> Applicability:
    """The same without PC Postage redates, which show nothing but word, date and licensing office (604.4.9.1b)."""
    return applies.but_not(system=PC, purpose=Purpose.REDATE)


def but_bare_redates(applies: Applicability) -> Applicability:
    """The same without the redates that are less than an indicium: of PC Postage, and by ink jet (604.4.9.1a)."""
    return but_pc_redate(applies).but_not(ink_jet=True)


def coloured(circumstances: Circumstances) -> bool:
    """Ink known not to be black: its approval is case by case (604.4.8.9), so reflectance only warns."""
    return circumstances.ink not in {None, Ink.BLACK}
