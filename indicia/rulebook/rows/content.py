"""Rows of DMM 604.4.8.5, content of indicia, and 4.7.1, amount of postage."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, Above, Row, binds
from indicia.spec.kinds import Location, Presort, Purpose, Technology

_SECTION = "604.4.8.5"
_DIGITAL = frozenset({Technology.DIGITAL, Technology.IBI})
_PAYING = frozenset({Purpose.POSTAGE, Purpose.POSTAGE_CORRECTION, Purpose.REPLY})
_NOT_USPS = frozenset({Location.LICENSEE, Location.MILITARY})

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.7.1-positive",
        section="604.4.7.1",
        title="postage above zero",
        explanation="The value is the exact amount due or another amount permitted by standard; only redates, "
        "quality assurance, refund requests and tests have the value zero.",
        remedy="Give the amount of postage due.",
        asks=((Quantity.POSTAGE, Above(0.0, unit="mills")),),
        applies=binds(purpose=_PAYING),
        reading=True,
    ),
    Row(
        id="604.4.8.5-licensing-zip",
        section=_SECTION,
        title="licensing ZIP Code",
        explanation="The five-digit ZIP Code of the licensing post office stands in the indicium and is the device's.",
        remedy="Print the ZIP Code of the office that licensed the device.",
        asks=((Quantity.LICENSING_ZIP, YES),),
    ),
    Row(
        id="604.4.8.5-city-state",
        section=_SECTION,
        title="city and state",
        explanation="City and state of the licensing post office stand in the indicium unless the ZIP Code alone "
        "was chosen.",
        remedy="Print city and state, or choose the ZIP Code alone.",
        asks=((Quantity.CITY_STATE, YES),),
    ),
    Row(
        id="604.4.8.5-serial",
        section=_SECTION,
        title="serial number",
        explanation="The serial number of the postage evidencing system or the PSD identification number is present.",
        remedy="Print the device's serial number.",
        asks=((Quantity.SERIAL, YES),),
    ),
    Row(
        id="604.4.8.5-provider",
        section=_SECTION,
        title="provider",
        explanation="The identification of the provider is present.",
        remedy="Print the provider's name.",
        asks=((Quantity.PROVIDER, YES),),
    ),
    Row(
        id="604.4.8.5-date",
        section=_SECTION,
        title="date of mailing",
        explanation="The date of mailing is present in the form that 604.4.8.12 asks for.",
        remedy="Print the date of mailing.",
        asks=((Quantity.DATE, YES),),
    ),
    Row(
        id="604.4.8.5-us-postage",
        section=_SECTION,
        title="words US POSTAGE",
        explanation='The words "US Postage" are present.',
        remedy="Print US POSTAGE.",
        asks=((Quantity.US_POSTAGE, YES),),
    ),
    Row(
        id="604.4.8.5-amount",
        section=_SECTION,
        title="postage amount",
        explanation="The postage amount is present.",
        remedy="Print the amount.",
        asks=((Quantity.AMOUNT, YES),),
    ),
    Row(
        id="604.4.8.5-class",
        section=_SECTION,
        title="class of mail",
        explanation="A digital indicium shows the class of mail.",
        remedy="Print the class of mail.",
        asks=((Quantity.MAIL_CLASS, YES),),
        applies=binds(technology=_DIGITAL),
    ),
    Row(
        id="604.4.8.5-presort",
        section=_SECTION,
        title="presort level",
        explanation="A digital indicium of a presorted piece shows the presort level.",
        remedy="Print the presort level.",
        asks=((Quantity.PRESORT, YES),),
        applies=binds(technology=_DIGITAL, presort=frozenset(Presort)),
    ),
    Row(
        id="604.4.8.5-symbol",
        section=_SECTION,
        title="two-dimensional symbol",
        explanation="An information-based indicium carries the symbol with every data element of its profile.",
        remedy="Print the symbol.",
        asks=((Quantity.SYMBOL, YES),),
        applies=binds(technology=Technology.IBI),
    ),
    Row(
        id="604.4.8.5-usps-absent",
        section=_SECTION,
        title="no USPS outside post offices",
        explanation='A system that is not placed in a postal facility does not include "USPS" in the indicium.',
        remedy="Remove the word USPS.",
        asks=((Quantity.USPS_WORD, NO),),
        applies=binds(location=_NOT_USPS),
    ),
)
