"""Rows of DMM 604.4.7.3, 4.1.7, 4.2.1, 4.10.4: what indicia may be used for, by which device, deposited where."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtMost, NoneOf, Row, binds
from indicia.rulebook.rows.bounds import ALL, INPUT, METERED, ORDER, PIXELS
from indicia.spec import content
from indicia.spec.kinds import MailClass, Technology

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.1.7-periodicals",
        section="604.4.1.7",
        title="no metered Periodicals",
        explanation="Indicia pay for every class of mail but Periodicals.",
        remedy="Pay for Periodicals as their own rules say.",
        asks=((Quantity.MAIL_CLASS_NAME, NoneOf((content.PERIODICALS,))),),
        applies=ALL,
        witnesses=ORDER,
    ),
    Row(
        id="604.4.2.1-device",
        section="604.4.2.1",
        title="the device's own identity",
        explanation="A system is licensed to one post office: manufacturer, model, serial number, system, licensing "
        "office and location in the order are those of the device that signs.",
        remedy="Use the device of that office, or correct the order.",
        asks=((Quantity.DEVICE_DIFFERENCES, AtMost(0, unit="fields")),),
        applies=ALL,
        witnesses=ORDER,
    ),
    Row(
        id="604.4.7.3-zero-carrier",
        section="604.4.7.3",
        title="zero postage stays with the Postal Service",
        explanation="An indicium of zero postage is not affixed to an item that another carrier delivers.",
        remedy="Leave the indicium off.",
        asks=((Quantity.OTHER_CARRIER, NO),),
        applies=binds(technology=METERED, zero_value=True),
        witnesses=INPUT,
    ),
    Row(
        id="604.4.7.3-illustration",
        section="604.4.7.3",
        title="unreadable symbol in illustrations",
        explanation="In a picture of an IBI that is not meant as postage no reader can read the symbol.",
        remedy="Make the picture with the command `specimen`.",
        asks=((Quantity.SPECIMEN_READERS, AtMost(0, unit="readers")),),
        applies=binds(technology=Technology.IBI, specimen=True),
        witnesses=PIXELS,
    ),
    Row(
        id="604.4.10.4-office",
        section="604.4.10.4",
        title="office of deposit",
        explanation="Metered mail is deposited in the jurisdiction of the licensing post office, the ZIP Code in the "
        "indicium; Express Mail, Priority Mail and single-piece First-Class Mail elsewhere when necessary.",
        remedy="Deposit the piece at the licensing post office.",
        asks=((Quantity.DEPOSIT_OFFICE, YES),),
        applies=ALL.but_not(mail_class=frozenset({MailClass.EXPRESS, MailClass.PRIORITY})).but_not(
            mail_class=MailClass.FIRST_CLASS, presorted=False
        ),
        witnesses=INPUT,
    ),
)
