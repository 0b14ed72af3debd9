"""Meters in the provider's care: the search for a missing one, the cautionary label, how they are shipped.

39 CFR 501.23, 501.27 (2005); DMM 604.4.3.13, 4.3.15, 4.4.1.
"""

import enum


class LocationStep(enum.StrEnum):
    """What the provider does at a minimum to find a licensee (39 CFR 501.27(a))."""

    CALL = "1-call"
    DIRECTORY = "2-directory"
    LOCAL_POST_OFFICE = "3-local-post-office"
    FORMS = "4-forms"
    RENTAL_AGENCY = "5-rental-agency"
    VISIT = "6-visit"
    INSPECTION_FILE = "7-inspection-file"
    CERTIFIED_LETTER = "8-certified-letter"


LOCATION_STEPS = {
    LocationStep.CALL: "Call the licensee's last known telephone number.",
    LocationStep.DIRECTORY: "Call directory assistance for the licensee's new telephone number.",
    LocationStep.LOCAL_POST_OFFICE: "Contact the licensee's local post office for change of address information.",
    LocationStep.FORMS: "Contact the local post office for a copy of PS Forms 3610 and 3601-C; verify the location.",
    LocationStep.RENTAL_AGENCY: "Contact the rental agency responsible for the property, if applicable.",
    LocationStep.VISIT: "Visit the last known address: does the superintendent or a neighbor know the new one?",
    LocationStep.INSPECTION_FILE: "Check the centralized meter inspection file for change of address notation.",
    LocationStep.CERTIFIED_LETTER: "Mail a certified letter, return receipt, 'Forwarding and Address Correction"
    " Requested', to the last known address.",
}
"""39 CFR 501.27(a)(1) to (8)."""

# 39 CFR 501.27(a)(5): the one step that may not apply.
MAY_NOT_APPLY = frozenset({LocationStep.RENTAL_AGENCY})


class Shipping(enum.StrEnum):
    """How a meter travels."""

    REGISTERED = "registered-mail"
    EXPRESS = "express-mail"
    PRIORITY_CONFIRMED = "priority-mail-with-delivery-confirmation"
    OTHER = "other"


# 39 CFR 501.23(q): by the provider, registered mail unless another carrier is permitted in writing.
SHIPPED_BY_PROVIDER = frozenset({Shipping.REGISTERED})
# 39 CFR 501.23(h)(11): faulty meters to the secure facility.
SHIPPED_FAULTY = frozenset({Shipping.REGISTERED, Shipping.EXPRESS, Shipping.PRIORITY_CONFIRMED})

# 39 CFR 501.23(r)(1): the least size of the label.
LABEL_WIDTH = 3.25
LABEL_HEIGHT = 1.75
# 39 CFR 501.23(r)(1): how the toll-free number is written, a # for each digit.
LABEL_PHONE = "(800) ###-####"
LABEL_TOLL_FREE = r"\(8(00|33|44|55|66|77|88)\) [0-9]{3}-[0-9]{4}"
"""The rule asks for the manufacturer's toll-free number; 800 is one of the codes (this project's reading)."""
# 39 CFR 501.23(r)(1): these are "emphasized by capitalized bold type and preferably printed in red".
LABEL_OWNER = "PROPERTY OF {owner}"
LABEL_LINES = (
    "RENTED POSTAGE METER—NOT FOR SALE",
    LABEL_OWNER,
    "{phone}",
    (
        "Use of this meter is permissible only under U.S. Postal Service authorization. Call {name} at {phone} to"
        " relocate/return this meter."
    ),
    "WARNING! METER TAMPERING IS A FEDERAL OFFENSE.",
    "IF YOU SUSPECT METER TAMPERING, CALL POSTAL INSPECTORS AT 1–800–372–8347",
    (
        "REWARD UP TO $50,000 for information leading to the conviction of any person who misuses postage meters"
        " resulting in the Postal Service not receiving correct postage payments."
    ),
)
"""39 CFR 501.23(r)(1): what the label reads, paragraph by paragraph; `owner` in capitals, `name` as it is."""
# 39 CFR 501.23(r)(1): paragraphs of LABEL_LINES that are emphasized.
LABEL_EMPHASIZED = (1, 2)
