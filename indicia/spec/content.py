"""The words of an indicium (DMM 604.4.8.5, 4.8.6)."""

from indicia.spec.kinds import MailClass, Presort

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
