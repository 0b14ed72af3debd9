"""What the operator tells the verifier beside the picture."""

import datetime as dt
import enum
from dataclasses import dataclass

from indicia.spec.kinds import Edition, Facing


class FacingMethod(enum.StrEnum):
    """How the facer finds the piece, as the command line says it."""

    FIM = "fim"
    FLUORESCENT = "fluorescent"
    LABEL = "label"

    @property
    def facing(self) -> Facing:
        """The manual's own word."""
        return {
            FacingMethod.FIM: Facing.FIM,
            FacingMethod.FLUORESCENT: Facing.FLUORESCENT_INK,
            FacingMethod.LABEL: Facing.LABEL,
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How pieces are judged; nothing here depends on the picture."""

    on: dt.date
    """Day of deposit."""
    facing: Facing | None = None
    """Facing method, where the operator knows it."""
    after_last_collection: bool = False
    """The pieces entered after the day's last scheduled collection (604.4.8.13a)."""
    policy: Edition = Edition.DMM_2005
    """Edition of the rules."""
