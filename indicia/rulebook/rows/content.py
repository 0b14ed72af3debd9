"""Rows of DMM 604.4.8.5, content of indicia, and 4.7.1, amount of postage."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, Above, OneOf, Row, binds
from indicia.rulebook.rows.bounds import ALL, ASKED, DIGITAL, INPUT, METERED, ORDER, SHOWN, STANDARD, but_pc_redate
from indicia.spec import content
from indicia.spec.kinds import DateForm, Location, Origin, Presort, Purpose, Technology

_SECTION = "604.4.8.5a"
_PAYING = frozenset({Purpose.POSTAGE, Purpose.POSTAGE_CORRECTION, Purpose.REPLY})
_NOT_USPS = frozenset({Location.LICENSEE, Location.MILITARY})

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.7.1-positive",
        section="604.4.7.1",
        title="postage above zero",
        explanation="The value is the exact amount due or another amount permitted by standard. This project's "
        "reading: without a rate table that is a value above zero, which only redates, quality assurance, refund "
        "requests and tests do not have.",
        remedy="Give the amount of postage due.",
        witnesses=ASKED,
        asks=((Quantity.POSTAGE, Above(0.0, unit="mills")),),
        applies=binds(technology=METERED, purpose=_PAYING),
        reading=True,
    ),
    Row(
        id="604.4.8.5-licensing-zip",
        section=_SECTION,
        also=("604.4.8.5b",),
        title="licensing ZIP Code",
        explanation="The five-digit ZIP Code of the licensing post office stands in the indicium and is the device's.",
        remedy="Print the ZIP Code of the office that licensed the device.",
        witnesses=ASKED,
        asks=((Quantity.LICENSING_ZIP, YES),),
        applies=ALL.but_not(technology=Technology.LETTERPRESS, origin=Origin.CITY_STATE),
    ),
    Row(
        id="604.4.8.5-city-state",
        section=_SECTION,
        also=("604.4.8.5b",),
        title="city and state",
        explanation="City and state of the licensing post office stand in the indicium unless the ZIP Code alone "
        "was chosen.",
        remedy="Print city and state, or choose the ZIP Code alone.",
        witnesses=ASKED,
        asks=((Quantity.CITY_STATE, YES),),
        applies=but_pc_redate(binds(technology=METERED, origin=frozenset({Origin.CITY_STATE, Origin.CITY_STATE_ZIP}))),
    ),
    Row(
        id="604.4.8.5-serial",
        section=_SECTION,
        title="serial number",
        explanation="The serial number of the postage evidencing system or the PSD identification number is present.",
        remedy="Print the device's serial number.",
        witnesses=ASKED,
        asks=((Quantity.SERIAL, YES),),
        applies=but_pc_redate(ALL),
    ),
    Row(
        id="604.4.8.5-provider",
        section=_SECTION,
        title="provider",
        explanation="The identification of the provider is present.",
        remedy="Print the provider's name.",
        witnesses=ASKED,
        asks=((Quantity.PROVIDER, YES),),
        applies=but_pc_redate(ALL),
    ),
    Row(
        id="604.4.8.5-date",
        section=_SECTION,
        title="date of mailing",
        explanation="The date of mailing is present in the form that 604.4.8.12 asks for.",
        remedy="Print the date of mailing.",
        witnesses=ASKED,
        asks=((Quantity.DATE, YES),),
        applies=binds(technology=METERED, date_form=frozenset({DateForm.COMPLETE, DateForm.MONTH_YEAR})),
    ),
    Row(
        id="604.4.8.5-us-postage",
        section=_SECTION,
        title="words US POSTAGE",
        explanation='The words "US Postage" are present; a redate pays nothing and goes without them.',
        remedy="Print US POSTAGE.",
        witnesses=ASKED,
        asks=((Quantity.US_POSTAGE, YES),),
        applies=binds(technology=METERED, purpose=frozenset(Purpose) - {Purpose.REDATE}),
    ),
    Row(
        id="604.4.8.5-amount",
        section=_SECTION,
        title="postage amount",
        explanation="The postage amount is present; a meter's redate shows 0.00, one of PC Postage none.",
        remedy="Print the amount.",
        witnesses=ASKED,
        asks=((Quantity.AMOUNT, YES),),
        applies=but_pc_redate(ALL),
    ),
    Row(
        id="604.4.8.5-class",
        section="604.4.8.5d",
        title="class of mail",
        explanation="A digital indicium shows the class of mail.",
        remedy="Print the class of mail.",
        witnesses=ASKED,
        asks=((Quantity.MAIL_CLASS, YES),),
        applies=but_pc_redate(binds(technology=DIGITAL)),
    ),
    Row(
        id="604.4.8.5-presort",
        section="604.4.8.5d",
        title="presort level",
        explanation="A digital indicium of a presorted piece shows the presort level.",
        remedy="Print the presort level.",
        witnesses=ASKED,
        asks=((Quantity.PRESORT, YES),),
        applies=but_pc_redate(binds(technology=DIGITAL, presort=frozenset(Presort))),
    ),
    Row(
        id="604.4.8.5-symbol",
        section="604.4.8.5e",
        title="two-dimensional symbol",
        explanation="An information-based indicium carries the symbol with every data element of its profile.",
        remedy="Print the symbol.",
        asks=((Quantity.SYMBOL, YES),),
        applies=but_pc_redate(binds(technology=Technology.IBI)),
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.5-usps-absent",
        section="604.4.8.5f",
        title="no USPS outside post offices",
        explanation='A system that is not placed in a postal facility does not include "USPS" in the indicium.',
        remedy="Remove the word USPS.",
        witnesses=ASKED,
        asks=((Quantity.USPS_WORD, NO),),
        applies=binds(technology=METERED, location=_NOT_USPS),
    ),
    Row(
        id="604.4.8.5-usps-present",
        section="604.4.8.5f",
        title="USPS in post offices",
        explanation='A system in a main office, station or branch of the Postal Service shows the capitals "USPS".',
        remedy="Print USPS, in capitals of at least 12 points.",
        asks=((Quantity.USPS_WORD, YES),),
        applies=but_pc_redate(binds(technology=METERED, location=Location.USPS)),
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.5-city-state-only",
        section="604.4.8.5b",
        title="city and state without ZIP Code",
        explanation="City and state without the ZIP Code are for letterpress meters alone, and only with the approval "
        "of the manager of Postage Technology Management.",
        remedy="Print the ZIP Code, or show the approval.",
        asks=(
            (Quantity.TECHNOLOGY, OneOf((Technology.LETTERPRESS.value,))),
            (Quantity.CITY_STATE_APPROVED, YES),
        ),
        applies=binds(technology=METERED, origin=Origin.CITY_STATE),
        witnesses=ORDER | INPUT,
    ),
    Row(
        id="604.4.8.5-mailed-from",
        section="604.4.8.5b",
        title="words before a bare ZIP Code",
        explanation='To a ZIP Code without city and state the words "Mailed from ZIP Code" may be added. This '
        "project's reading: these words in capitals, or none.",
        remedy="Print MAILED FROM ZIP CODE, or the ZIP Code alone.",
        asks=((Quantity.MAILED_FROM_WORDS, OneOf((content.MAILED_FROM, ""))),),
        applies=binds(technology=METERED, origin=Origin.ZIP),
        witnesses=ASKED,
        reading=True,
    ),
    Row(
        id="604.4.8.5-origin-each",
        section="604.4.8.5c",
        title="licensing post office in each indicium",
        explanation="Of several indicia on one piece each shows the licensing post office, redates and corrections "
        "included.",
        remedy="Print the licensing ZIP Code in every indicium.",
        asks=((Quantity.ORIGIN_EACH, YES),),
        applies=ALL,
        witnesses=ASKED,
    ),
    Row(
        id="604.4.8.5-standard-presort",
        section="604.4.8.5d",
        title="Standard Mail is presorted",
        explanation="A digital indicium shows class and presort level. This project's reading: there is no "
        "single-piece Standard Mail, so an order for it without a presort level asks for a rate that does not exist.",
        remedy="Give the presort level, or another class.",
        asks=((Quantity.PRESORTED, YES),),
        applies=binds(technology=METERED, mail_class=STANDARD),
        witnesses=ORDER,
        reading=True,
    ),
)
