"""Rows of DMM 604.3.1, 3.4, 3.6: precanceled postage and the mailer's precancel postmark."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtLeast, AtMost, OneOf, Row, binds
from indicia.rulebook.rows.bounds import ASKED, INPUT, ORDER, PIXELS, SHOWN, STANDARD
from indicia.spec import precancel
from indicia.spec.kinds import DateForm, Ink, MailClass, Technology

_ALL = binds(technology=Technology.PRECANCEL)
_PREPRINTED = binds(technology=Technology.PRECANCEL, preprinted=True)
_HIGH = binds(technology=Technology.PRECANCEL, high_value=True)
_BLACK = OneOf((Ink.BLACK.value,))

ROWS: tuple[Row, ...] = (
    Row(
        id="604.3.1.2-class",
        section="604.3.1.2",
        title="class of precanceled mail",
        explanation="Precanceled postage pays for Presorted and automation First-Class Mail.",
        remedy="Presort the mailing, or pay with other postage.",
        asks=((Quantity.PRESORTED, YES),),
        applies=binds(technology=Technology.PRECANCEL, mail_class=MailClass.FIRST_CLASS),
        witnesses=ORDER,
    ),
    Row(
        id="604.3.1.2-class",
        section="604.3.1.2",
        title="class of precanceled mail",
        explanation="Beside Presorted and automation First-Class Mail, precanceled postage pays for Standard Mail at "
        "all its rates.",
        remedy="Pay with other postage.",
        asks=((Quantity.MAIL_CLASS_NAME, OneOf(tuple(sorted(c.value for c in STANDARD)))),),
        applies=binds(technology=Technology.PRECANCEL, mail_class=frozenset(MailClass) - {MailClass.FIRST_CLASS}),
        witnesses=ORDER,
    ),
    Row(
        id="604.3.1.3-container",
        section="604.3.1.3",
        title="no precanceled stamps on containers",
        explanation="Precanceled stamps are not used on matter in boxes, cases, bags or other reusable containers.",
        remedy="Pay with other postage.",
        asks=((Quantity.CONTAINER, NO),),
        applies=_ALL,
        witnesses=ORDER,
    ),
    Row(
        id="604.3.1.8-return",
        section="604.3.1.8",
        title="return address of precanceled mail",
        explanation="A piece with a precanceled imprint has a complete domestic return address.",
        remedy="Print the complete return address.",
        asks=((Quantity.RETURN_ADDRESS, YES),),
        applies=binds(technology=Technology.PRECANCEL, office_differs=False),
        witnesses=ASKED,
    ),
    Row(
        id="604.3.1.8-return",
        section="604.3.1.8",
        title="return address and office of mailing",
        # DMM 604.3.1.8 gives three ways: the endorsement, the sample sent to the postmaster, MAILED FROM ZIP CODE.
        explanation="A piece with a precanceled imprint has a complete domestic return address. Where that is outside "
        "the delivery area of the office of mailing, city, state and ZIP Code of that office, or MAILED FROM ZIP CODE "
        "and the ZIP Code, are endorsed left of the postage, or the postmaster there gets a sample.",
        remedy="Print return address and endorsement, or submit the sample.",
        asks=((Quantity.RETURN_ADDRESS, YES), (Quantity.ORIGIN_ENDORSEMENT, YES)),
        applies=binds(technology=Technology.PRECANCEL, office_differs=True),
        witnesses=ASKED,
    ),
    Row(
        id="604.3.4.6-a",
        section="604.3.4.6a",
        title="date in the postmark",
        explanation="On First-Class Mail the postmark shows day, month and year of mailing; on Standard Mail month and "
        "year may be shown, so nothing is asked there.",
        remedy="Order a complete date.",
        asks=((Quantity.DATE_FORM, OneOf((DateForm.COMPLETE.value,))), (Quantity.DATE_REAL, YES)),
        applies=binds(technology=Technology.PRECANCEL, mail_class=MailClass.FIRST_CLASS),
        witnesses=ASKED,
    ),
    Row(
        id="604.3.4.6-b-words",
        section="604.3.4.6b",
        title="words MAILER'S POSTMARK",
        explanation='The postmark has the words "Mailer\'s Postmark".',
        remedy="Print MAILER'S POSTMARK.",
        asks=((Quantity.POSTMARK_WORDS, YES),),
        applies=_ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.3.4.6-b-permit",
        section="604.3.4.6b",
        title="permit number in the postmark",
        explanation='The permit number follows the words "Mailer\'s Postmark".',
        remedy="Print the permit number after the words.",
        asks=((Quantity.POSTMARK_PERMIT, YES),),
        applies=_ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.3.4.6-b-lines",
        section="604.3.4.6b",
        title="lines that deface the stamp",
        explanation="The postmark has enough lines to deface the postage. This project's reading: at least three "
        "lines cross the stamp from side to side and leave no band of more than 1/4 inch; the exhibit with the formats "
        "is not at hand.",
        remedy="Print more lines, or place them over the stamp.",
        asks=(
            (Quantity.POSTMARK_LINES, AtLeast(precancel.LINES_MIN, unit="lines")),
            (Quantity.POSTMARK_BAND, AtMost(precancel.BAND_MAX)),
        ),
        applies=_ALL,
        witnesses=SHOWN,
        reading=True,
    ),
    Row(
        id="604.3.4.6-c",
        section="604.3.4.6c",
        title="post office in the postmark",
        explanation="The postmark shows city, state and 5-digit ZIP Code of the office of the permit, or MAILED FROM "
        "ZIP CODE with the ZIP Code; the words are required here.",
        remedy="Print city, state and ZIP Code, or MAILED FROM ZIP CODE and the ZIP Code.",
        asks=((Quantity.POSTMARK_ORIGIN, YES),),
        applies=_ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.3.4.7-preprint",
        section="604.3.4.7",
        title="preprinted rate marking",
        explanation="A rate marking preprinted on stamps is in capitals of at least 6 points, in black. The postmark's "
        "own rate words have no such size.",
        remedy="Print the marking in black capitals of 6 points or more.",
        asks=(
            (Quantity.PREPRINT_PT, AtLeast(precancel.PREPRINT_MIN_PT, unit="pt")),
            (Quantity.PREPRINT_CAPITALS, YES),
            (Quantity.PREPRINT_INK, _BLACK),
        ),
        applies=_PREPRINTED,
        witnesses=PIXELS,
    ),
    Row(
        id="604.3.4.7-obscure",
        section="604.3.4.7",
        title="the stamp's own printing stays visible",
        explanation="A preprinted rate marking does not obscure printing that is part of the stamp's design, as "
        '"USA".',
        remedy="Move the marking off the stamp's own words.",
        asks=((Quantity.PREPRINT_OVERLAP, AtMost(0, unit="sq in")),),
        applies=_PREPRINTED,
        witnesses=PIXELS,
    ),
    Row(
        id="604.3.4.8-black",
        section="604.3.4.8",
        title="black cancelation",
        explanation="Black ink is used for cancelation.",
        remedy="Print in black.",
        asks=((Quantity.POSTMARK_INK, _BLACK),),
        applies=_ALL,
        witnesses=ORDER | PIXELS,
    ),
    Row(
        id="604.3.4.8-permit-clear",
        section="604.3.4.8",
        title="permit number stays legible",
        explanation="The cancelation does not obscure the precancel permit number.",
        remedy="Keep the lines off the permit number.",
        asks=((Quantity.PERMIT_NUMBER_LINES, AtMost(0, unit="lines")),),
        applies=_ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.3.4.9-nothing-else",
        section="604.3.4.9",
        title="nothing else in the postmark",
        explanation="The only addition that a postmark's format permits is the rate marking of 3.4.7.",
        remedy="Remove the other matter.",
        asks=((Quantity.POSTMARK_OTHER, AtMost(0, unit="pieces")),),
        applies=_ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.3.6-overprint",
        section="604.3.6",
        title="overprint above one dollar",
        explanation="Above $1 of precanceled postage on a piece the stamps are overprinted in black with the mailer's "
        "initials, month and year, and are good in that month and through the 10th of the next.",
        remedy="Overprint the stamps, and mail in time.",
        asks=((Quantity.OVERPRINT, YES), (Quantity.OVERPRINT_PERIOD, AtMost(0, unit="days"))),
        applies=_HIGH,
        witnesses=ORDER | INPUT,
    ),
)
