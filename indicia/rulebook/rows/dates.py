"""Rows of DMM 604.4.8.12: the form of the mailing date by class of mail."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import OneOf, Row, binds
from indicia.spec.kinds import DateForm, MailClass, Purpose

_SECTION = "604.4.8.12"
_DATED_CLASSES = frozenset({MailClass.FIRST_CLASS, MailClass.PRIORITY, MailClass.EXPRESS})
_FREE_CLASSES = frozenset(MailClass) - _DATED_CLASSES
_COMPLETE = (Quantity.DATE_FORM, OneOf((DateForm.COMPLETE.value,)))

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.12-year",
        section=_SECTION,
        title="digits of the year",
        explanation="The year is shown by all four digits or by the last two.",
        remedy="Print a year of two or four digits.",
        asks=((Quantity.YEAR_DIGITS, OneOf((2, 4))),),
        applies=binds(date_form=frozenset({DateForm.COMPLETE, DateForm.MONTH_YEAR})),
    ),
    Row(
        id="604.4.8.12-complete",
        section=_SECTION,
        title="complete date",
        explanation="First-Class Mail, Priority Mail and Express Mail show month, day and year.",
        remedy="Order a complete date.",
        asks=(_COMPLETE,),
        applies=binds(mail_class=_DATED_CLASSES, purpose=frozenset(Purpose) - {Purpose.REPLY}),
    ),
    Row(
        id="604.4.8.12-month-year",
        section=_SECTION,
        title="month and year",
        explanation="A date of month and year alone is for Standard Mail and Package Services.",
        remedy="Order a complete date.",
        asks=((Quantity.MAIL_CLASS_NAME, OneOf(tuple(sorted(c.value for c in _FREE_CLASSES)))),),
        applies=binds(date_form=DateForm.MONTH_YEAR),
    ),
    Row(
        id="604.4.8.12-undated",
        section=_SECTION,
        title="no date",
        explanation="Only metered reply mail and Standard Mail or Package Services pieces go undated.",
        remedy="Order a complete date.",
        asks=((Quantity.MAIL_CLASS_NAME, OneOf(tuple(sorted(c.value for c in _FREE_CLASSES)))),),
        applies=binds(date_form=DateForm.NONE, purpose=frozenset(Purpose) - {Purpose.REPLY}),
    ),
)
