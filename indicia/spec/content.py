"""The words of an indicium and of its ad plate (DMM 604.4.8.5 to 4.8.8)."""

from indicia.spec.kinds import MailClass, Presort, Purpose

# DMM 604.4.8.5a, in capitals by 604.4.8.6.
US_POSTAGE = "US POSTAGE"
# DMM 604.4.8.5f
USPS = "USPS"
# DMM 604.4.8.5b, 3.1.8, 3.4.6c, 6.3.6: before a ZIP Code that stands without city and state.
MAILED_FROM = "MAILED FROM ZIP CODE"
# DMM 604.4.8.5b, 4.8.9: what the manager of Postage Technology Management approves, as this project's orders name it.
CITY_STATE_APPROVAL = "city-state-without-zip"
COLOURED_INK_APPROVAL = "coloured-ink"
# DMM 604.4.1.7: the one class that may not be metered; it is no class of an order.
PERIODICALS = "periodicals"

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

# DMM 507.1.5 (the Postal Service's own summary of it on ribbs.usps.gov): ancillary service endorsements, in capitals
# by 604.4.8.6.
ENDORSEMENTS: tuple[str, ...] = (
    "ADDRESS SERVICE REQUESTED",
    "FORWARDING SERVICE REQUESTED",
    "RETURN SERVICE REQUESTED",
    "CHANGE SERVICE REQUESTED",
    "TEMP-RETURN SERVICE REQUESTED",
)

# DMM 604.4.8.8a: one way to set an ad plate's message apart; the other is the mailer's name.
MAILERS_MESSAGE = "MAILER'S MESSAGE"
# DMM 604.4.8.7a: a postal marking in the ad plate, letter height in inches or type size.
PLATE_LETTER_HEIGHT = 1 / 4
PLATE_MIN_PT = 18.0
PLATE_MIN_SHARE = 1.0
"""Of letter height over PLATE_LETTER_HEIGHT and type size over PLATE_MIN_PT the larger: either one suffices."""
# UNSOURCED share of the plate that "fills as much as possible" (604.4.8.7a): this project's reading, the marking's
# extent over the plate's in the direction in which it is tighter.
PLATE_FILL_MIN = 0.90

# DMM 604.4.8.12a2: services that ask for a complete date, as orders name them in `extra_services`.
DATED_SERVICES = frozenset({"insured", "insured mail", "cod", "special handling"})
