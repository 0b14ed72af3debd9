"""What does not fit, and by how much: a value while the engine searches, an error when the search ends."""

from dataclasses import dataclass

from indicia.errors import PreflightRefused


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why one arrangement was given up."""

    rule: str
    """Id of the row that it would break."""
    what: str
    """Which part did not fit."""
    needed: float
    """Inches that it needs."""
    available: float
    """Inches that there are."""

    @property
    def shortfall(self) -> float:
        """Inches that are missing."""
        return self.needed - self.available

    def as_finding(self) -> dict[str, object]:
        """The misfit in the shape of a failed finding (design, section 6)."""
        return {
            "rule": self.rule,
            "status": "fail",
            "measured": round(max(self.available, 0.0), 4),
            "limit": f">= {self.needed:.4g}",
            "unit": "in",
            "uncertainty": 0.0,
            "note": f"room for {self.what}",
        }

    def __str__(self) -> str:
        return (
            f"{self.rule}: {self.what} needs {self.needed:.3f} in, {max(self.available, 0.0):.3f} in is there: "
            f"{self.shortfall:.3f} in too much"
        )


class LayoutRefused(PreflightRefused):
    """No arrangement obeys the rules on this piece."""

    def __init__(self, misfit: Misfit, piece: str) -> None:
        self.misfit = misfit
        super().__init__(f"nothing fits on {piece}: {misfit}")
