"""One postage mark with everything that it is judged by."""

from dataclasses import dataclass

from indicia.payload.codec import Message
from indicia.payload.dates import UNDATED, FieldDate, decode_date, encode_date
from indicia.spec.kinds import Role, Side, Technology
from verify.check.authenticity import mailing_date
from verify.options import Options
from verify.seen import Seen
from verify.understand.elements import of_role
from verify.understand.grammar import PrintedDate, parse_date
from verify.understand.marks import Understood


@dataclass(frozen=True, slots=True)
class Case:
    """A mark on its page, with the other marks of its piece."""

    seen: Seen
    """The page that it stands on."""
    one: Understood
    """The mark."""
    message: Message | None
    """What its symbol says; None without one."""
    side: Side
    """The side of the piece that the page shows."""
    options: Options
    """What the operator says."""
    beside: tuple[Understood, ...] = ()
    """The other marks of the same page."""
    overleaf: tuple[Understood, ...] | None = None
    """The marks of the other side; None when it was not seen."""

    @property
    def others(self) -> tuple[Understood, ...]:
        """The other marks of the piece."""
        return (*self.beside, *(self.overleaf or ()))

    @property
    def original(self) -> Understood | None:
        """On the same page the indicium that a redate or correction stands beside."""
        return next((other for other in self.beside if not other.corrects), None)

    @property
    def printed_date(self) -> PrintedDate | None:
        """The mark's date in words."""
        return printed_date(self.one)

    @property
    def date(self) -> FieldDate | None:
        """Its date: what the message says, else what the words say; None when that is no date of the calendar."""
        if self.message is not None:
            return mailing_date(self.message)
        return field_date(self.printed_date) if self.one.elements else None

    @property
    def metered(self) -> bool:
        """Whether a postage evidencing system prints such marks."""
        return self.one.kind in {Technology.IBI, Technology.DIGITAL, Technology.LETTERPRESS}

    @property
    def complete(self) -> bool:
        """Whether what the mark does not say is not there."""
        mark, piece = self.one.mark, self.seen.mailpiece
        if not self.one.complete or mark is None or piece is None:
            return False
        reach = {"right": piece.width.value - mark.box.right, "top": mark.box.top}
        return not any(edge in piece.cut_off and distance < _NEAR for edge, distance in reach.items())


_NEAR = 0.25
"""Inches: lettering that stands so near to where the picture ends may go on beyond it."""


def printed_date(one: Understood) -> PrintedDate | None:
    """The date that a mark shows in words."""
    dates = [parse_date(element.meant) for element in of_role(one.elements, Role.DATE)]
    return next((date for date in dates if date is not None), None)


def field_date(date: PrintedDate | None) -> FieldDate | None:
    """The date in words as a date of the calendar, undated when there is none; None when there is no such day."""
    if date is None:
        return UNDATED
    return None if date.real is None else decode_date(encode_date(date.form, date.real))
