"""Rows of DMM 604.4.8.6, design standards: face, type sizes, bold, capitals, prominence."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import YES, Above, AtLeast, OneOf, Row, Weight, Within, binds
from indicia.rulebook.rows.bounds import ALL, METERED, SHOWN
from indicia.spec import lettering
from indicia.spec.kinds import Location, Purpose

_SECTION = "604.4.8.6"

_SPECIAL = binds(technology=METERED, purpose=frozenset({Purpose.REDATE, Purpose.POSTAGE_CORRECTION, Purpose.REPLY}))
_PAYS = binds(technology=METERED, purpose=frozenset(Purpose) - {Purpose.REDATE})

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.6-arial",
        section=_SECTION,
        title="Arial",
        explanation="Arial is used for all postal information. This project's reading: a face with Arial's widths and "
        "forms is reported as its substitute; another one warns.",
        remedy="Install Arial, or name its file.",
        applies=ALL,
        witnesses=SHOWN,
        asks=((Quantity.FACE, OneOf((lettering.FACE, *lettering.SUBSTITUTES))),),
        weight=Weight.WARNS,
        reading=True,
    ),
    Row(
        id="604.4.8.6-amount",
        section=_SECTION,
        title="size of the amount",
        explanation="The postage amount is at least 10-point type.",
        remedy="Print the amount larger.",
        applies=ALL,
        witnesses=SHOWN,
        asks=((Quantity.AMOUNT_PT, AtLeast(lettering.AMOUNT_MIN_PT, unit="pt")),),
    ),
    Row(
        id="604.4.8.6-other",
        section=_SECTION,
        title="size of other required text",
        explanation="All other required information is at least 8-point type.",
        remedy="Print it larger.",
        applies=ALL,
        witnesses=SHOWN,
        asks=((Quantity.OTHER_PT, AtLeast(lettering.REQUIRED_MIN_PT, unit="pt")),),
    ),
    Row(
        id="604.4.8.6-class-bold",
        section=_SECTION,
        title="class and endorsement bold",
        explanation="The mail class or endorsement is bold.",
        remedy="Print it bold.",
        applies=ALL,
        witnesses=SHOWN,
        asks=((Quantity.CLASS_BOLD, YES),),
    ),
    Row(
        id="604.4.8.6-class-caps",
        section=_SECTION,
        title="class and endorsement in capitals",
        explanation="The mail class or endorsement is in capital letters.",
        remedy="Print it in capitals.",
        applies=ALL,
        witnesses=SHOWN,
        asks=((Quantity.CLASS_CAPITALS, YES),),
    ),
    Row(
        id="604.4.8.6-amount-bold",
        section=_SECTION,
        title="amount bold",
        explanation="The postage amount is bold.",
        remedy="Print it bold.",
        applies=ALL,
        witnesses=SHOWN,
        asks=((Quantity.AMOUNT_BOLD, YES),),
    ),
    Row(
        id="604.4.8.6-us-postage-bold",
        section=_SECTION,
        title="US POSTAGE bold",
        explanation='The words "US Postage" are bold.',
        remedy="Print them bold.",
        applies=_PAYS,
        witnesses=SHOWN,
        asks=((Quantity.US_POSTAGE_BOLD, YES),),
    ),
    Row(
        id="604.4.8.6-us-postage-caps",
        section=_SECTION,
        title="US POSTAGE in capitals",
        explanation='The words "US Postage" are in capital letters.',
        remedy="Print them in capitals.",
        applies=_PAYS,
        witnesses=SHOWN,
        asks=((Quantity.US_POSTAGE_CAPITALS, YES),),
    ),
    Row(
        id="604.4.8.6-prominence",
        section=_SECTION,
        title="US POSTAGE most prominent",
        explanation='The words "US Postage" are the most prominent and conspicuous printed matter other than the '
        "amount. This project's reading: type size in points times weight (regular counts 1, bold "
        f"{lettering.BOLD_WEIGHT:g}) exceeds that of every other text within the boundary, so that 12-point USPS needs "
        "more than 12-point bold; an ad plate lies outside the comparison.",
        remedy="Print US POSTAGE larger, or the other text smaller.",
        applies=_PAYS,
        witnesses=SHOWN,
        asks=((Quantity.PROMINENCE, Above(lettering.PROMINENCE_MIN_RATIO)),),
        reading=True,
    ),
    Row(
        id="604.4.8.6-usps",
        section=_SECTION,
        title="size of USPS",
        explanation='Where the capitals "USPS" are required, they are at least 12 points.',
        remedy="Print USPS larger.",
        asks=((Quantity.USPS_PT, AtLeast(lettering.USPS_MIN_PT, unit="pt")),),
        applies=binds(technology=METERED, location=Location.USPS),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.6-special-size",
        section=_SECTION,
        title="size of the special words",
        explanation='The words "redate", "postage correction" and "reply postage" are 8-point type: the text does not '
        'say "at least".',
        remedy="Print them in 8 points.",
        asks=((Quantity.SPECIAL_PT, Within(lettering.SPECIAL_PT, lettering.SPECIAL_PT, unit="pt")),),
        applies=_SPECIAL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.6-special-bold",
        section=_SECTION,
        title="special words bold",
        explanation="Words that identify a special indicium are bold.",
        remedy="Print them bold.",
        asks=((Quantity.SPECIAL_BOLD, YES),),
        applies=_SPECIAL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.6-special-caps",
        section=_SECTION,
        title="special words in capitals",
        explanation="Words that identify a special indicium are in capital letters.",
        remedy="Print them in capitals.",
        asks=((Quantity.SPECIAL_CAPITALS, YES),),
        applies=_SPECIAL,
        witnesses=SHOWN,
    ),
)
