"""The register of indicia already seen: what makes a copy a copy.

Takes: claims: the replay key of an indicium, the digest of its signed bytes, who saw it when and where.
Gives: for each whether it is the first, a copy, a declared reprint, a conflict or refunded; committed before told.
Cites: facts/payload.md (checks 11 and 12), DMM 604.4.1.1 (registers), 604.10.3 (refunds).
Never: looks at pixels, decides a verdict, reads a clock.
"""

from verify.ledger.claims import Claim, IndiciumKey, Witness, claim_of
from verify.ledger.ledger import Ledger
from verify.ledger.sightings import DuplicateStatus, Sighting

__all__ = ["Claim", "DuplicateStatus", "IndiciumKey", "Ledger", "Sighting", "Witness", "claim_of"]
