"""The shape of a row: what it asks, whom it binds, how much it weighs."""

import enum
from collections.abc import Callable
from dataclasses import dataclass, field

from indicia.rulebook.evidence import Circumstances, Measurement, Quantity, Value
from indicia.spec.kinds import Edition


class Outcome(enum.StrEnum):
    """What a row says of its evidence."""

    PASS = "pass"  # noqa: S105 - an outcome, not a secret
    FAIL = "fail"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The measured value must not be less than the limit."""

    limit: float
    unit: str = "in"

    def miss(self, value: float) -> float:
        """How far `value` falls short; negative when it holds."""
        return self.limit - value

    def __str__(self) -> str:
        return f">= {self.limit:g}"


@dataclass(frozen=True, slots=True)
class AtMost:
    """The measured value must not be more than the limit."""

    limit: float
    unit: str = "in"

    def miss(self, value: float) -> float:
        """How far `value` exceeds; negative when it holds."""
        return value - self.limit

    def __str__(self) -> str:
        return f"<= {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Within:
    """The measured value must lie between two limits, both included."""

    low: float
    high: float
    unit: str = "in"

    def miss(self, value: float) -> float:
        """How far `value` lies outside; negative when it holds."""
        return max(self.low - value, value - self.high)

    def __str__(self) -> str:
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True, slots=True)
class Above:
    """The measured value must exceed the limit."""

    limit: float
    unit: str = ""

    def miss(self, value: float) -> float:
        """How far `value` falls short; negative when it holds (equality does not)."""
        return self.limit - value if value != self.limit else float("inf")

    def __str__(self) -> str:
        return f"> {self.limit:g}"


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value must be one of a closed set."""

    values: tuple[Value, ...]
    unit: str = ""

    def __str__(self) -> str:
        words = [("yes" if v else "no") if isinstance(v, bool) else str(v) for v in self.values]
        return f"= {' or '.join(words)}"


YES = OneOf((True,))
NO = OneOf((False,))

Test = AtLeast | AtMost | Within | Above | OneOf


class Weight(enum.StrEnum):
    """What a failed row does to the verdict."""

    DECIDES = "decides"
    WARNS = "warns"


class Match(enum.Enum):
    """Whether a row binds a mailpiece."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whom a row binds: for each named circumstance the values that it may have; the rest is free."""

    allowed: tuple[tuple[str, frozenset[object]], ...] = ()

    def match(self, circumstances: Circumstances) -> Match:
        """YES, NO, or UNKNOWN when a circumstance that matters cannot be told."""
        verdict = Match.YES
        for name, values in self.allowed:
            actual = getattr(circumstances, name)
            if actual is None:
                verdict = Match.UNKNOWN
            elif actual not in values:
                return Match.NO
        return verdict


def binds(**allowed: object) -> Applicability:
    """An applicability from keyword arguments: a value, or a set of values, for each circumstance."""
    return Applicability(
        tuple(
            (name, frozenset(v) if isinstance(v, (set, frozenset)) else frozenset({v})) for name, v in allowed.items()
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule: a section of the manual that a machine can check."""

    id: str
    """Section as printed plus topic; with the edition the row's key."""
    section: str
    """Section of the standard, empty for rules outside the manual."""
    title: str
    """A few words."""
    explanation: str
    """What the section asks, in plain words."""
    remedy: str
    """What to do when it fails."""
    asks: tuple[tuple[Quantity, Test], ...]
    """The quantities and what must hold for each; the row passes when all do."""
    applies: Applicability = field(default_factory=Applicability)
    """Whom it binds."""
    edition: Edition = Edition.DMM_2005
    """Edition of the rules."""
    weight: Weight = Weight.DECIDES
    """What a failure does."""
    softened: Callable[[Circumstances], bool] | None = None
    """Circumstances under which a failure only warns."""
    open_question_blocks: bool = True
    """Whether an undetermined finding stands in the way of ACCEPTABLE."""
    reading: bool = False
    """This project's reading, where the text gives no number or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a row says of one mailpiece."""

    row: Row
    """The rule."""
    outcome: Outcome
    """pass, fail or undetermined."""
    measurement: Measurement
    """The evidence that decided (of several quantities the worst)."""
    quantity: Quantity
    """Which quantity that was."""
    test: Test
    """What was asked of it."""
    marginal: bool = False
    """The limit lies within the uncertainty."""
    weight: Weight = Weight.DECIDES
    """What it does to the verdict, circumstances considered."""

    def as_dict(self) -> dict[str, object]:
        """The finding as design section 6 writes it."""
        value = self.measurement.value
        answer: dict[str, object] = {
            "rule": self.row.id,
            "status": self.outcome.value,
            "measured": round(value, 4) if isinstance(value, float) else value,
            "limit": str(self.test),
            "unit": self.test.unit,
            "uncertainty": round(self.measurement.uncertainty, 4),
        }
        if self.marginal:
            answer["marginal"] = True
        if self.row.reading:
            answer["reading"] = True
        if self.weight is Weight.WARNS:
            answer["weight"] = self.weight.value
        if self.measurement.note:
            answer["note"] = self.measurement.note
        return answer
