"""The chart of accounts. Two segments, each of which balances by itself.

The Postal Service's funds (39 CFR 501.29(b)(1), (e)): what stands at the lockbox bank, at the Treasury and in
collection equals what licensees have left, what the provider has deposited, what is promised and what was set into
devices. The provider's own affair (501.29(b)(5)): advances that licensees owe it and that it owes the Postal Service.
"""

import enum

from indicia.spec.kinds import System


class Side(enum.StrEnum):
    """Kind of a ledger account."""

    ASSET = "asset"
    LIABILITY = "liability"
    REVENUE = "revenue"
    EXPENSE = "expense"
    EQUITY = "equity"


class Segment(enum.StrEnum):
    """Whose money an account shows."""

    FUNDS = "funds"
    PROVIDER = "provider"


LOCKBOX = "lockbox"
"""Deposits at the lockbox bank that are not transferred yet."""
TREASURY = "treasury"
"""Deposits in the Postal Service Fund."""
COLLECTING = "collecting"
"""Payments that licensees initiated and that are not settled (DMM 604.5.5a)."""
ADVANCED = "advanced"
"""What the provider has to pay to the Postal Service for advances."""
PROVIDER_DEPOSIT = "provider-deposit"
"""What the provider keeps on deposit with the Postal Service (501.29(b)(5))."""
RESETTING = "resetting"
"""Charged to licensees for resets that their devices have not confirmed."""
REFUNDS_PAYABLE = "refunds-payable"
"""Balances that licensees asked back."""
UNIDENTIFIED = "unidentified"
"""Deposits whose account the bank's file does not name rightly."""
OWED_FOR_ADVANCES = "owed-for-advances"
"""The provider's debt to the Postal Service, mirrored in its own segment."""
PROVIDER_MEANS = "provider-means"
"""The provider's own money."""
UNCOLLECTED = "uncollected"
"""Advances that the provider gave up collecting: its loss alone (501.29(b)(5))."""

_LICENSEE, _RETURNED, _OWED, _POSTAGE = "licensee:", "returned:", "owed:", "postage:"

_FIXED = {
    LOCKBOX: (Segment.FUNDS, Side.ASSET),
    TREASURY: (Segment.FUNDS, Side.ASSET),
    COLLECTING: (Segment.FUNDS, Side.ASSET),
    ADVANCED: (Segment.FUNDS, Side.ASSET),
    PROVIDER_DEPOSIT: (Segment.FUNDS, Side.LIABILITY),
    RESETTING: (Segment.FUNDS, Side.LIABILITY),
    REFUNDS_PAYABLE: (Segment.FUNDS, Side.LIABILITY),
    UNIDENTIFIED: (Segment.FUNDS, Side.LIABILITY),
    OWED_FOR_ADVANCES: (Segment.PROVIDER, Side.LIABILITY),
    PROVIDER_MEANS: (Segment.PROVIDER, Side.EQUITY),
    UNCOLLECTED: (Segment.PROVIDER, Side.EXPENSE),
}
_FAMILIES = {
    _LICENSEE: (Segment.FUNDS, Side.LIABILITY),
    _RETURNED: (Segment.FUNDS, Side.ASSET),
    _OWED: (Segment.PROVIDER, Side.ASSET),
    _POSTAGE: (Segment.FUNDS, Side.REVENUE),
}


def licensee(account: str) -> str:
    """What a licensee has on deposit: the balance of its account."""
    return f"{_LICENSEE}{account}"


def returned(account: str) -> str:
    """Dishonoured checks and debits of an account, being collected (501.29(e)(8))."""
    return f"{_RETURNED}{account}"


def owed(account: str) -> str:
    """Advances that a licensee owes the provider."""
    return f"{_OWED}{account}"


def postage(zip_code: str, system: System) -> str:
    """Value set into devices of a licensing post office (501.29(g), Revenue Allocation Report)."""
    return f"{_POSTAGE}{zip_code}:{system}"


def zip_of(code: str) -> str | None:
    """The licensing ZIP Code of an account of postage; None for another account."""
    return code.removeprefix(_POSTAGE).split(":")[0] if code.startswith(_POSTAGE) else None


def segment_of(code: str) -> Segment:
    """Whose money an account shows."""
    return _place(code)[0]


def side_of(code: str) -> Side:
    """The kind of an account."""
    return _place(code)[1]


def _place(code: str) -> tuple[Segment, Side]:
    family = code.partition(":")[0] + ":"
    return _FIXED[code] if code in _FIXED else _FAMILIES[family]
