"""The words of an indicium (DMM 604.4.8.5, 4.8.6)."""

from indicia.spec.kinds import MailClass, Presort, Purpose

# DMM 604.4.8.5a, in capitals by 604.4.8.6.
US_POSTAGE = "US POSTAGE"
# DMM 604.4.8.5f
USPS = "USPS"

# DMM 604.4.8.5d asks for the class of mail; the names are the manual's own chapter titles.
MAIL_CLASSES: dict[MailClass, str] = {
    MailClass.FIRST_CLASS: "FIRST-CLASS MAIL",
    MailClass.PRIORITY: "PRIORITY MAIL",
    MailClass.EXPRESS: "EXPRESS MAIL",
    MailClass.STANDARD: "STANDARD MAIL",
    MailClass.NONPROFIT: "NONPROFIT ORG.",
    MailClass.PACKAGE_SERVICES: "PACKAGE SERVICES",
    MailClass.PARCEL_POST: "PARCEL POST",
    MailClass.MEDIA: "MEDIA MAIL",
    MailClass.LIBRARY: "LIBRARY MAIL",
    MailClass.BOUND_PRINTED: "BOUND PRINTED MATTER",
}
# DMM 604.4.8.5d asks for the presort level.
PRESORTS: dict[Presort, str] = {
    Presort.PRESORTED: "PRESORTED",
    Presort.AUTOMATION: "AUTO",
    Presort.CARRIER_ROUTE: "CAR-RT SORT",
}
# The manual prescribes no form of the month; three letters are this project's choice.
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# DMM 604.4.8.6 (redate, postage correction, reply postage), in capitals; 4.9.1b, 4.9.2b, 4.9.4d. The words for
# quality assurance (4.3.8) and refund requests (10.3.1b) are this project's choice: the manual prescribes none.
SPECIAL_WORDS: dict[Purpose, str] = {
    Purpose.REDATE: "REDATE",
    Purpose.POSTAGE_CORRECTION: "POSTAGE CORRECTION",
    Purpose.REPLY: "REPLY POSTAGE",
    Purpose.QA: "QA MAILPIECE",
    Purpose.REFUND_REQUEST: "REFUND REQUEST",
}
# DMM 604.4.9.4g, above the address of reply mail; the two lines are this project's choice.
REPLY_LEGEND = ("NO POSTAGE STAMP NECESSARY", "POSTAGE HAS BEEN PREPAID BY")
