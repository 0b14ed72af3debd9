"""Rows of DMM 604.4.8.6, design standards: face, type sizes, bold, capitals, prominence."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import YES, Above, AtLeast, OneOf, Row, Weight
from indicia.spec import lettering

_SECTION = "604.4.8.6"

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.6-arial",
        section=_SECTION,
        title="Arial",
        explanation="Arial is used for all postal information. A face with Arial's widths and forms is reported "
        "as its substitute.",
        remedy="Install Arial, or name its file.",
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
        asks=((Quantity.AMOUNT_PT, AtLeast(lettering.AMOUNT_MIN_PT, unit="pt")),),
    ),
    Row(
        id="604.4.8.6-other",
        section=_SECTION,
        title="size of other required text",
        explanation="All other required information is at least 8-point type.",
        remedy="Print it larger.",
        asks=((Quantity.OTHER_PT, AtLeast(lettering.REQUIRED_MIN_PT, unit="pt")),),
    ),
    Row(
        id="604.4.8.6-class-bold",
        section=_SECTION,
        title="class and endorsement bold",
        explanation="The mail class or endorsement is bold.",
        remedy="Print it bold.",
        asks=((Quantity.CLASS_BOLD, YES),),
    ),
    Row(
        id="604.4.8.6-class-caps",
        section=_SECTION,
        title="class and endorsement in capitals",
        explanation="The mail class or endorsement is in capital letters.",
        remedy="Print it in capitals.",
        asks=((Quantity.CLASS_CAPITALS, YES),),
    ),
    Row(
        id="604.4.8.6-amount-bold",
        section=_SECTION,
        title="amount bold",
        explanation="The postage amount is bold.",
        remedy="Print it bold.",
        asks=((Quantity.AMOUNT_BOLD, YES),),
    ),
    Row(
        id="604.4.8.6-us-postage-bold",
        section=_SECTION,
        title="US POSTAGE bold",
        explanation='The words "US Postage" are bold.',
        remedy="Print them bold.",
        asks=((Quantity.US_POSTAGE_BOLD, YES),),
    ),
    Row(
        id="604.4.8.6-us-postage-caps",
        section=_SECTION,
        title="US POSTAGE in capitals",
        explanation='The words "US Postage" are in capital letters.',
        remedy="Print them in capitals.",
        asks=((Quantity.US_POSTAGE_CAPITALS, YES),),
    ),
    Row(
        id="604.4.8.6-prominence",
        section=_SECTION,
        title="US POSTAGE most prominent",
        explanation='The words "US Postage" are the most prominent and conspicuous printed matter other than the '
        "amount: type size times weight exceeds that of every other text.",
        remedy="Print US POSTAGE larger, or the other text smaller.",
        asks=((Quantity.PROMINENCE, Above(lettering.PROMINENCE_MIN_RATIO)),),
        reading=True,
    ),
)
