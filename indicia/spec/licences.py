"""Licences: why one is refused or revoked. DMM 604.4.2 (2005)."""

import enum


class Refusal(enum.StrEnum):
    """Why the Postal Service may refuse an application."""

    FALSE = "604.4.2.3a"
    """False information on the application."""
    REVOKED_BEFORE = "604.4.2.3b"
    """A licence of the applicant was revoked within five years before."""
    DISTRUST = "604.4.2.3c"
    """Reason to believe that the system will be used against the regulations."""


class Revocation(enum.StrEnum):
    """Why a licence may be revoked."""

    FRAUD = "604.4.2.2a"
    """A fraudulent or unlawful scheme or enterprise."""
    UNUSED = "604.4.2.2b"
    """Not used for 12 consecutive months."""
    CONTROL = "604.4.2.2c"
    """No sufficient control of the system, or its care and use against the regulations."""
    LEASE = "604.4.2.2d"
    """The terms of the lease are not kept."""
    ABROAD = "604.4.2.2e"
    """Used outside the United States without authorization."""
    DEPOSIT = "604.4.2.2f"
    """Mail deposited at other than the licensing post office."""
    PROBABLE_CAUSE = "604.4.2.4"
    """Probable cause to believe that it will be used against the regulations."""


IMMEDIATE = frozenset(reason for reason in Revocation if reason is not Revocation.PROBABLE_CAUSE)
"""For these the applicant agreed that the licence may be revoked immediately (604.4.2.2)."""


class Use(enum.StrEnum):
    """Where a licensee's systems stand."""

    LICENSEE = "licensee"
    USPS = "usps"
    # 604.4.3.14
    MILITARY = "military"
    # 604.4.3.15
    ABROAD = "abroad"
