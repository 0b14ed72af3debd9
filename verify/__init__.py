"""The verifying house: an image of a mailpiece in, an answer with sections, measurements and limits out.

Takes: images (files or arrays), a trust directory, the day of deposit.
Gives: one answer a page: what was seen, read and checked, findings by rule, the verdict.
Cites: DMM 604 (2005), ISO/IEC 16022, ISO/IEC 15415.
Never: imports layout, rendering, typesetting or signing code; raises for a bad mailpiece.
"""

from verify.answer import Answer, ErrorAnswer
from verify.pipeline import Verifier

__all__ = ["Answer", "ErrorAnswer", "Verifier"]
