"""What a composition is made of."""

from dataclasses import dataclass

from indicia.spec import lettering
from indicia.spec.kinds import Role


@dataclass(frozen=True, slots=True)
class Element:
    """One run of words with one role."""

    role: Role
    """Which element of 604.4.8.5 it is."""
    string: str
    """The words."""
    bold: bool
    """604.4.8.6: class, endorsement, amount, special words and US POSTAGE are bold."""
    least_pt: float
    """Smallest type size that 604.4.8.6 allows."""
    only_pt: float | None = None
    """The one type size that the manual allows (special words, 604.4.8.6); None leaves it to the layout."""

    def size_pt(self, wanted_pt: float) -> float:
        """The type size nearest to `wanted_pt` that the manual allows."""
        return self.only_pt if self.only_pt is not None else max(wanted_pt, self.least_pt)


Unit = tuple[Element, ...]
"""Elements that are read together on one line (city, state and ZIP)."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The words of an indicium, in reading order."""

    units: tuple[Unit, ...]
    """Each stays on one line."""

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements in reading order."""
        return tuple(element for unit in self.units for element in unit)


def bold(role: Role, string: str, least_pt: float = lettering.REQUIRED_MIN_PT) -> Element:
    """Bold words."""
    return Element(role, string, bold=True, least_pt=least_pt)


def plain(role: Role, string: str) -> Element:
    """Other required words (604.4.8.6: at least 8 points)."""
    return Element(role, string, bold=False, least_pt=lettering.REQUIRED_MIN_PT)


def special(string: str) -> Element:
    """Words that identify a special indicium: 8-point bold capitals, no more and no less (604.4.8.6)."""
    return Element(Role.SPECIAL, string, bold=True, least_pt=lettering.SPECIAL_PT, only_pt=lettering.SPECIAL_PT)
