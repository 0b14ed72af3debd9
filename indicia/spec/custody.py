"""Customer data in the provider's hands: what it may be read for, what the notice says.

39 CFR 501.3(d) (rule on third-party locations), 501.22(b), 501.30.
"""

import enum


class Purpose(enum.StrEnum):
    """What customer data is read for; each is a duty of the provider that needs it."""

    LICENSING = "licensing"
    RESETTING = "resetting"
    SERVICE = "service"
    DISTRIBUTION = "distribution"
    INSPECTION = "inspection"
    FAULTY = "faulty-meter"
    LOCATING = "locating"
    REFUND = "refund"
    REPORTING = "reporting"
    POSTAL_REQUEST = "postal-request"
    INCIDENT = "incident"


# Where each duty stands.
SECTIONS = {
    Purpose.LICENSING: "39 CFR 501.23(b), DMM 604.4.2.1",
    Purpose.RESETTING: "39 CFR 501.29(e)(3)",
    Purpose.SERVICE: "39 CFR 501.29(e)(4)",
    Purpose.DISTRIBUTION: "39 CFR 501.22(a), 501.23(k)",
    Purpose.INSPECTION: "39 CFR 501.23(f), 501.26",
    Purpose.FAULTY: "39 CFR 501.23(h)",
    Purpose.LOCATING: "39 CFR 501.27(a)",
    Purpose.REFUND: "DMM 604.10.3",
    Purpose.REPORTING: "39 CFR 501.23(j), 501.29(g)",
    Purpose.POSTAL_REQUEST: "39 CFR 501.22(a), 501.29(h)",
    Purpose.INCIDENT: "39 CFR 501.3(d)",
}


class IncidentKind(enum.StrEnum):
    """What the provider tells the Postal Service of at once (39 CFR 501.3(d))."""

    USE = "unauthorized-use"
    DISCLOSURE = "unauthorized-disclosure"
    BREACH = "breach"


# 39 CFR 501.3(d): the provider notifies its customer "that data relating to its systems is being housed by a
# third-party location, and shall provide a copy thereof to the Postal Service".
NOTICE_TITLE = "Notice: data housed by a third-party location"
NOTICE_SECTION = "39 CFR 501.3(d)"
# This project's words; the rule gives none.
NOTICE_TEXT = (
    "Data relating to your postage evidencing systems is being housed by the third-party location named above. It will"
    " not be released other than for the operation of that location. A copy of this notice goes to the Postal Service."
)
