"""Rows of DMM 604.4.9.4: reply postage."""

from collections.abc import Mapping

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, Above, AtMost, OneOf, Row, Test, binds
from indicia.rulebook.rows.bounds import ASKED, INPUT, LAYOUT, METERED, NOT_PC, ORDER, PC, SHOWN, ZONED
from indicia.spec import special
from indicia.spec.kinds import FimKind, MailClass, MediaKind, Purpose, Shape

_ANY = {"technology": METERED, "purpose": Purpose.REPLY}
_METER = {**_ANY, "system": NOT_PC}
_PC = {**_ANY, "system": PC}
_BARCODED_LETTER = {"barcoded": True, "shape": ZONED, "mail_class": MailClass.FIRST_CLASS}
_SINGLE_PIECE = frozenset({MailClass.MEDIA, MailClass.LIBRARY})
_NAMED = _SINGLE_PIECE | {MailClass.PRIORITY, MailClass.FIRST_CLASS}


def _reply_class(explanation: str, asked: tuple[Quantity, Test], mail_class: object) -> Row:
    return Row(
        id="604.4.9.4-class",
        section="604.4.9.4",
        title="class of reply mail",
        explanation=f"Reply postage prepays certain classes only. {explanation}",
        remedy="Choose a class and shape that reply postage may prepay.",
        asks=(asked,),
        applies=binds(**_ANY, mail_class=mail_class),
        witnesses=ORDER | INPUT,
    )


def _fim_a(explanation: str, kinds: tuple[str, ...], applies: Mapping[str, object], **excepted: object) -> Row:
    bound = binds(**applies)
    return Row(
        id="604.4.9.4-h-fim-a",
        section="604.4.9.4h",
        title="FIM of metered reply mail",
        explanation=explanation,
        remedy=f"Print FIM {' or '.join(kinds)}.",
        asks=((Quantity.REPLY_FIM, OneOf(kinds)),),
        applies=bound.but_not(**excepted) if excepted else bound,
        witnesses=SHOWN,
    )


ROWS: tuple[Row, ...] = (
    _reply_class(
        "Of the classes without a condition Express Mail alone is one of them.",
        (Quantity.MAIL_CLASS_NAME, OneOf((MailClass.EXPRESS.value,))),
        frozenset(MailClass) - _NAMED,
    ),
    _reply_class(
        "Priority Mail is one of them when the rate is the same for all zones.",
        (Quantity.ONE_RATE, YES),
        MailClass.PRIORITY,
    ),
    _reply_class(
        "First-Class Mail is one of them: cards, letters and flats.",
        (Quantity.SHAPE_NAME, OneOf((Shape.CARD.value, Shape.LETTER.value, Shape.FLAT.value))),
        MailClass.FIRST_CLASS,
    ),
    _reply_class(
        "Media Mail and Library Mail are among them at the single-piece rate.",
        (Quantity.PRESORTED, NO),
        _SINGLE_PIECE,
    ),
    Row(
        id="604.4.9.4-weight",
        section="604.4.9.4",
        title="weight of First-Class reply mail",
        explanation="Prepaid reply mail sent as First-Class Mail weighs at most 13 ounces.",
        remedy="Send it as Priority Mail.",
        asks=((Quantity.WEIGHT_OZ, AtMost(special.REPLY_MAX_WEIGHT_OZ, unit="oz")),),
        applies=binds(**_ANY, mail_class=MailClass.FIRST_CLASS),
        witnesses=ORDER,
    ),
    Row(
        id="604.4.9.4-a-full",
        section="604.4.9.4a",
        title="postage in full",
        explanation="The amount is enough to prepay the postage in full; that takes a rate table.",
        remedy="Give the amount of postage due.",
        asks=((Quantity.POSTAGE_SHORT, AtMost(0, unit="mills")),),
        applies=binds(**_ANY),
        witnesses=INPUT,
    ),
    Row(
        id="604.4.9.4-b-position",
        section="604.4.9.4b",
        title="place of reply postage",
        explanation="Reply postage stands where 604.4.8.3 asks, directly or on a label that meets 604.4.8.11.",
        remedy="See the rules of these sections that are broken.",
        asks=((Quantity.REPLY_POSITION_BROKEN, AtMost(0, unit="rules")),),
        applies=binds(**_ANY),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.4-c-undated",
        section="604.4.9.4c",
        also=("604.4.8.12c",),
        title="no date in metered reply postage",
        explanation="Reply postage shows no date, but for an IBI of a PC Postage system.",
        remedy="Order a date of the form none.",
        asks=((Quantity.REPLY_DATE, NO),),
        applies=binds(**_METER),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.4-d-date",
        section="604.4.9.4d",
        title="date in PC Postage reply postage",
        explanation="Reply postage of a PC Postage system shows the date on which it was printed.",
        remedy="Order a complete date: the day of printing.",
        asks=((Quantity.REPLY_DATE, YES),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.4-d-words",
        section="604.4.9.4d",
        title="words REPLY POSTAGE",
        explanation='Reply postage of a PC Postage system includes the words "REPLY POSTAGE".',
        remedy="Print REPLY POSTAGE.",
        asks=((Quantity.REPLY_WORDS, YES),),
        applies=binds(**_PC),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.4-e-addressee",
        section="604.4.9.4e",
        title="addressed to the licensee",
        explanation="Prepaid reply mail is addressed beforehand for return to the licensee.",
        remedy="Print the licensee's address.",
        asks=((Quantity.ADDRESSED_TO_LICENSEE, YES),),
        applies=binds(**_ANY),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.9.4-f-prepared",
        section="604.4.9.4f",
        title="address by the PC Postage system",
        explanation="A PC Postage system that can print destination addresses for the size and class prepares the "
        "address itself.",
        remedy="Print the address with the indicium.",
        asks=((Quantity.ADDRESS_BY_SYSTEM, YES),),
        applies=binds(**_PC, prints_addresses=True),
        witnesses=ORDER,
    ),
    Row(
        id="604.4.9.4-g-legend",
        section="604.4.9.4g",
        title="legend of prepaid reply mail",
        explanation="The words NO POSTAGE STAMP NECESSARY POSTAGE HAS BEEN PREPAID BY stand on the piece.",
        remedy="Print the legend.",
        asks=((Quantity.LEGEND, YES),),
        applies=binds(**_ANY),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.9.4-g-above",
        section="604.4.9.4g",
        title="legend above the address",
        explanation="The legend is printed above the address.",
        remedy="Move the legend above the top address line.",
        asks=((Quantity.LEGEND_ABOVE, Above(0, unit="in")),),
        applies=binds(**_ANY),
        witnesses=SHOWN,
    ),
    _fim_a(
        "On barcoded letter-size First-Class reply mail, but for PC Postage, FIM A may be used.",
        (special.NO_FIM, FimKind.A.value, FimKind.D.value),
        {**_METER, **_BARCODED_LETTER},
    ),
    _fim_a(
        "FIM A is for barcoded letter-size First-Class reply mail; this piece is none.",
        (special.NO_FIM, FimKind.D.value),
        _METER,
        **_BARCODED_LETTER,
    ),
    Row(
        id="604.4.9.4-h-fim-d",
        section="604.4.9.4h",
        title="FIM D on PC Postage reply mail",
        explanation="Prepaid reply mail of a PC Postage system whose indicium is printed directly on the piece bears "
        "FIM D. This project's reading: on letter-size pieces, of which the paragraph speaks and which alone have a "
        "place for a FIM.",
        remedy="Print FIM D.",
        asks=((Quantity.REPLY_FIM, OneOf((FimKind.D.value,))),),
        applies=binds(**_PC, shape=ZONED, media=MediaKind.MAILPIECE),
        witnesses=LAYOUT,
        reading=True,
    ),
    Row(
        id="604.4.9.4-i-nothing-else",
        section="604.4.9.4i",
        title="nothing else on the address side",
        explanation="The address side of reply mail has indicium, legend and address, and nothing is added but a "
        "return address, a FIM or a barcode.",
        remedy="Remove the other matter.",
        asks=((Quantity.ADDRESS_SIDE_OTHER, AtMost(0, unit="pieces")),),
        applies=binds(**_ANY),
        witnesses=SHOWN,
    ),
)
