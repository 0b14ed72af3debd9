"""Rows of DMM 604.4.8.12: the form of the mailing date by class of mail."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import YES, OneOf, Row, binds
from indicia.rulebook.rows.bounds import ASKED, DATED_CLASSES, FREE_CLASSES, METERED, ORDER, PC, SHOWN
from indicia.spec import dates
from indicia.spec.kinds import DateForm, MediaKind, Purpose

_NO_REPLY = frozenset(Purpose) - {Purpose.REPLY}
_COMPLETE = ((Quantity.DATE_FORM, OneOf((DateForm.COMPLETE.value,))), (Quantity.DATE_REAL, YES))
_FREE = ((Quantity.MAIL_CLASS_NAME, OneOf(tuple(sorted(c.value for c in FREE_CLASSES)))),)

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.12-year",
        section="604.4.8.12",
        title="digits of the year",
        explanation="The year is shown by all four digits or by the last two.",
        remedy="Print a year of two or four digits.",
        asks=((Quantity.YEAR_DIGITS, OneOf(dates.YEAR_DIGITS)),),
        applies=binds(technology=METERED, date_form=frozenset({DateForm.COMPLETE, DateForm.MONTH_YEAR})),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.12-complete",
        section="604.4.8.12a1",
        title="complete date",
        explanation="First-Class Mail, Priority Mail and Express Mail show month, day and year, of a day in the "
        "calendar; reply mail has rules of its own.",
        remedy="Order a complete date.",
        asks=_COMPLETE,
        applies=binds(technology=METERED, mail_class=DATED_CLASSES, purpose=_NO_REPLY),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.12-complete-service",
        section="604.4.8.12a2",
        title="complete date with insurance, COD, special handling",
        explanation="Mail of any class with Insured Mail, COD or Special Handling service shows a complete date.",
        remedy="Order a complete date.",
        asks=_COMPLETE,
        applies=binds(technology=METERED, dated_service=True, purpose=_NO_REPLY),
        witnesses=ORDER,
    ),
    Row(
        id="604.4.8.12-complete-paper",
        section="604.4.8.12a3",
        title="complete date on nonadhesive paper",
        explanation="An indicium on nonadhesive paper that is affixed to the piece or shows through a window has a "
        "complete date.",
        remedy="Order a complete date.",
        asks=_COMPLETE,
        applies=binds(technology=METERED, media=MediaKind.PAPER, purpose=_NO_REPLY),
        witnesses=ORDER,
    ),
    Row(
        id="604.4.8.12-complete-reply",
        section="604.4.8.12a4",
        also=("604.4.9.4d",),
        title="complete date on PC Postage reply mail",
        explanation="Prepaid reply mail of a PC Postage system shows a complete date.",
        remedy="Order a complete date: the day of printing.",
        asks=_COMPLETE,
        applies=binds(technology=METERED, purpose=Purpose.REPLY, system=PC),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.12-month-year",
        section="604.4.8.12b",
        title="month and year",
        explanation="A date of month and year alone is for Standard Mail and Package Services.",
        remedy="Order a complete date.",
        asks=_FREE,
        applies=binds(technology=METERED, date_form=DateForm.MONTH_YEAR),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.12-undated",
        section="604.4.8.12c",
        title="no date",
        explanation="Only metered reply mail and Standard Mail or Package Services pieces go undated.",
        remedy="Order a complete date.",
        asks=_FREE,
        applies=binds(technology=METERED, date_form=DateForm.NONE, purpose=_NO_REPLY),
        witnesses=ASKED,
    ),
)
