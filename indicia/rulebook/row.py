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
        return f"= {self.low:g}" if self.low == self.high else f"{self.low:g} to {self.high:g}"


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

    def holds(self, value: Value) -> bool:
        """Whether `value` is in the set."""
        return value in self.values

    def __str__(self) -> str:
        words = [("yes" if v else "no") if isinstance(v, bool) else str(v) for v in self.values]
        return f"= {' or '.join(word or 'none' for word in words)}"


@dataclass(frozen=True, slots=True)
class NoneOf:
    """The value must be none of a closed set."""

    values: tuple[Value, ...]
    unit: str = ""

    def holds(self, value: Value) -> bool:
        """Whether `value` is outside the set."""
        return value not in self.values

    def __str__(self) -> str:
        return f"not {' or '.join(map(str, self.values))}"


YES = OneOf((True,))
NO = OneOf((False,))

Named = OneOf | NoneOf
"""Tests of a name, not of a number."""
Test = AtLeast | AtMost | Within | Above | Named


class Weight(enum.StrEnum):
    """What a failed row does to the verdict."""

    DECIDES = "decides"
    WARNS = "warns"


class Match(enum.Enum):
    """Whether a row binds a mailpiece."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


Terms = tuple[tuple[str, frozenset[object]], ...]
"""For each named circumstance the values that it may have."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whom a row binds: whoever meets the terms and none of the exceptions; what neither names is free."""

    allowed: Terms = ()
    """All of them must be met."""
    excepted: tuple[Terms, ...] = ()
    """A piece that meets all terms of one exception is not bound."""

    def match(self, circumstances: Circumstances) -> Match:
        """YES, NO, or UNKNOWN when a circumstance that matters cannot be told."""
        matched = _match(self.allowed, circumstances)
        if matched is Match.NO:
            return matched
        for exception in self.excepted:
            match _match(exception, circumstances):
                case Match.YES:
                    return Match.NO
                case Match.UNKNOWN:
                    matched = Match.UNKNOWN
        return matched

    def but_not(self, **excepted: object) -> "Applicability":
        """The same with one more exception; arguments as those of `binds`."""
        return Applicability(self.allowed, (*self.excepted, _terms(excepted)))


def binds(**allowed: object) -> Applicability:
    """An applicability from keyword arguments: a value, or a set of values, for each circumstance."""
    return Applicability(_terms(allowed))


def _terms(named: dict[str, object]) -> Terms:
    return tuple(
        (name, frozenset(v) if isinstance(v, (set, frozenset)) else frozenset({v})) for name, v in named.items()
    )


def _match(terms: Terms, circumstances: Circumstances) -> Match:
    matched = Match.YES
    for name, values in terms:
        actual = getattr(circumstances, name)
        if actual is None:
            matched = Match.UNKNOWN
        elif actual not in values:
            return Match.NO
    return matched


class Witness(enum.StrEnum):
    """Who can give evidence for a row."""

    ORDER = "order"
    LAYOUT = "layout"
    PIXELS = "pixels"
    INPUT = "input"
    """From outside: a date, a calendar, a weight, an approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One rule: a section of the manual that a machine can check."""

    id: str
    """Section as printed plus topic; with the edition the row's key. Several rows share a key where circumstances
    change what is asked; at most one of them binds a piece."""
    section: str
    """Section of the standard with its paragraph, empty for rules outside the manual."""
    title: str
    """A few words."""
    explanation: str
    """What the section asks, in plain words."""
    remedy: str
    """What to do when it fails."""
    asks: tuple[tuple[Quantity, Test], ...]
    """The quantities and what must hold for each; the row passes when all do."""
    witnesses: frozenset[Witness]
    """Who can give evidence."""
    also: tuple[str, ...] = ()
    """Other paragraphs that the row checks."""
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
    """This project's reading, where the text gives no number or contradicts itself; the explanation says which."""


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

    def __str__(self) -> str:
        value = self.measurement.value
        if isinstance(value, bool):
            shown = "yes" if value else "no"
        else:
            shown = f"{value:.4g}" if isinstance(value, float) else str(value)
        note = f"; {self.measurement.note}" if self.measurement.note else ""
        return f"{self.row.title}: {f'{shown} {self.test.unit}'.rstrip()}, must be {self.test}{note}"

    def as_dict(self) -> dict[str, object]:
        """The finding as the verifier's answer writes it."""
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
