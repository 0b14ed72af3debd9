"""Funds and resetting: what is paid how, when it is transferred, what a reset asks for.

DMM 604.4.3.5, 4.5.4 to 4.5.5, 4.6.4 to 4.6.5, 5.4 to 5.5 (2005); 39 CFR 501.29 (2003).
"""

import datetime as dt
import enum

from indicia.spec.kinds import System


class PaymentForm(enum.StrEnum):
    """How a licensee pays for postage (DMM 604.4.5.4, 4.6.4, 5.4; 39 CFR 501.29(b)(4))."""

    ACH = "ach"
    WIRE = "wire"
    CHECK = "check"
    CREDIT_CARD = "credit-card"
    ACH_DEBIT = "ach-debit"


# 39 CFR 501.29(b)(4), DMM 604.4.5.4 and 4.6.4; the order of preference is that of 501.29(e)(5).
_BY_DEPOSIT = (PaymentForm.ACH, PaymentForm.WIRE, PaymentForm.CHECK)
# DMM 604.5.4
_BY_PAYMENT = (PaymentForm.CREDIT_CARD, PaymentForm.ACH_DEBIT)
PAYMENT_FORMS = {
    System.TRADITIONAL: _BY_DEPOSIT,
    System.PSD_METER: _BY_DEPOSIT,
    System.IBI_METER: _BY_DEPOSIT,
    System.PC_POSTAGE: _BY_PAYMENT,
}
"""How each system's postage may be paid for, the preferred form first."""
PAYMENT_SECTIONS = {
    System.TRADITIONAL: "604.4.5.4",
    System.PSD_METER: "604.4.6.4",
    System.IBI_METER: "604.4.6.4",
    System.PC_POSTAGE: "604.5.4",
}

# DMM 604.4.5.5, 4.6.5, 5.5
RESET_SECTIONS = {
    System.TRADITIONAL: "604.4.5.5",
    System.PSD_METER: "604.4.6.5",
    System.IBI_METER: "604.4.6.5",
    System.PC_POSTAGE: "604.5.5",
}
"""Where the conditions of a reset stand: a the funds, b what the provider verifies, c the documentation."""

# DMM 604.4.5.5a and 4.6.5a let the provider advance funds; 5.5a asks for a payment that was initiated before.
ADVANCE_SYSTEMS = frozenset({System.TRADITIONAL, System.PSD_METER, System.IBI_METER})

# 39 CFR 501.29(b)(2)
ACKNOWLEDGED_SYSTEMS = ADVANCE_SYSTEMS
"""Whose licensees sign the Acknowledgment of Deposit Requirement."""

# 39 CFR 501.29(b)(3)
ACKNOWLEDGMENT_TITLE = "Acknowledgment of Deposit Requirement"
ACKNOWLEDGMENT_CLAUSE = (
    "By signing this meter rental agreement, you represent that you have read the Acknowledgment of Deposit "
    "Requirement and are familiar with its terms. You agree that, upon execution of this Agreement with {provider}, "
    "you will also be bound by all terms and conditions of the Acknowledgment of Deposit Requirement, as it may be "
    "amended from time to time."
)
"""The words of the rental agreement; `{provider}` stands where the rule has "[the MRC]"."""

# 39 CFR 501.29(b)(2)
ACKNOWLEDGMENT_TERMS = (
    "By signing this document, the licensee agrees to transfer funds to the Postal Service through a lockbox bank, "
    "as specified by the MRC, for the purpose of prepayment of postage."
)

# 39 CFR 501.29(b)(5)
ADVANCE_DAYS = 1
"""Average days of advances that the provider's deposit covers at least."""
# UNSOURCED: (b)(5) names no span; four weeks are a postal accounting period.
AVERAGE_OVER_DAYS = 28
"""Calendar days over which that average is taken, per banking day."""

# 39 CFR 501.29(e)(4)
TRANSFER_BY = dt.time(10, 0)
"""Local time of the lockbox bank by which the previous day's funds are transferred."""

# 39 CFR 501.29(e)(8)
PRESENTMENTS = 2
"""Of a check before it is returned."""

# 39 CFR 501.29(f)
BALANCE_REFUND_WITHIN = dt.timedelta(hours=48)

# DMM 604.10.3.7
MILLS_PER_CENT = 10
"""Payments and refunds are whole cents; a fraction of one in a refund is rounded down."""
