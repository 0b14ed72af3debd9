"""Mailer's precancel postmarks and preprinted stamps (DMM 604.3.1, 3.4, 3.6)."""

from indicia.spec.kinds import MailClass, Presort

# DMM 604.3.4.6b
WORDS = "MAILER'S POSTMARK"
# UNSOURCED lines that are "enough to deface" a stamp (604.3.4.6b): this project's reading; Exhibit 3.4.9 is not at
# hand, three is the least that such postmarks are remembered to have.
LINES_MIN = 3
# DMM 604.3.4.7: rate markings preprinted on stamps, points.
PREPRINT_MIN_PT = 6.0
# DMM 604.3.6: more than this on one piece asks for the overprint; the tenth of the following month is the last day.
HIGH_VALUE_MILLS = 1000
HIGH_VALUE_LAST_DAY = 10

# UNSOURCED widest band of the stamp that no line crosses: this project's reading of "enough to deface" (604.3.4.6b)
# beside the count, inches.
BAND_MAX = 1 / 4
# DMM 604.3.4.7: rate marking of the rate claimed, where the postmark includes it; the abbreviations are those of
# permit imprints (604.6.3.5) and of indicia (604.4.8.5d).
RATE_WORDS: dict[tuple[MailClass, Presort | None], str] = {
    (MailClass.FIRST_CLASS, Presort.PRESORTED): "PRESORTED FIRST-CLASS",
    (MailClass.FIRST_CLASS, Presort.AUTOMATION): "AUTO FIRST-CLASS",
    (MailClass.FIRST_CLASS, Presort.CARRIER_ROUTE): "CAR-RT SORT FIRST-CLASS",
    (MailClass.STANDARD, None): "PRSRT STD",
    (MailClass.STANDARD, Presort.PRESORTED): "PRSRT STD",
    (MailClass.STANDARD, Presort.AUTOMATION): "AUTO STD",
    (MailClass.STANDARD, Presort.CARRIER_ROUTE): "CAR-RT SORT STD",
    (MailClass.NONPROFIT, None): "NONPROFIT ORG.",
    (MailClass.NONPROFIT, Presort.PRESORTED): "NONPROFIT ORG.",
    (MailClass.NONPROFIT, Presort.AUTOMATION): "AUTO NONPROFIT ORG.",
    (MailClass.NONPROFIT, Presort.CARRIER_ROUTE): "CAR-RT SORT NONPROFIT ORG.",
}
