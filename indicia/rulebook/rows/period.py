"""Rows of 604.4.8.13: date accuracy and mailing periods."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import YES, AtMost, Row, binds
from indicia.rulebook.rows.bounds import ALL, INPUT, METERED
from indicia.spec.kinds import DateForm

_INSIDE = AtMost(0, unit="days")

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.13-complete",
        section="604.4.8.13a",
        title="deposit on the mailing date",
        explanation="A piece with a complete date is deposited on that date. After the last collection it "
        "may bear the date of the next one; presort mail accepted after midnight may bear the day before.",
        remedy="Deposit the piece on its date, or add a date correction indicium (604.4.9.1).",
        witnesses=INPUT,
        asks=((Quantity.PERIOD, _INSIDE),),
        applies=binds(technology=METERED, date_form=DateForm.COMPLETE),
    ),
    Row(
        id="604.4.8.13-month-year",
        section="604.4.8.13b",
        title="deposit in the month or by the third of the next",
        explanation="A piece with month and year alone is deposited on any day of that month or on the first "
        "three days of the following month.",
        remedy="Deposit the piece in its period, or add a date correction indicium (604.4.9.1).",
        witnesses=INPUT,
        asks=((Quantity.PERIOD, _INSIDE),),
        applies=binds(technology=METERED, date_form=DateForm.MONTH_YEAR),
    ),
    Row(
        id="604.4.8.13-any",
        section="604.4.8.13c",
        also=("604.4.8.13a",),
        title="deposit on any day",
        explanation="A piece without a date, and prepaid reply mail of a PC Postage system, may be deposited "
        "on any day.",
        remedy="None is needed.",
        witnesses=INPUT,
        asks=((Quantity.ANY_DAY, YES),),
        applies=ALL,
    ),
)
