"""Boxes in the one physical frame.

    (0, 0) ──► x                the top left corner of the address side
      │   ┌─────────────┐
      ▼   │ left,top    │       inches, x to the right, y down
      y   │  right,bottom
          └─────────────┘

The manual measures from the nearest named edge; `to_edges` is where coordinates turn into its distances.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle, inches, `left <= right` and `top <= bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(f"a box has left <= right and top <= bottom, not {self}")

    @property
    def width(self) -> float:
        """Extent along x."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent along y."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Square inches."""
        return self.width * self.height

    @property
    def center(self) -> tuple[float, float]:
        """The middle, (x, y)."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def moved(self, dx: float, dy: float) -> "Box":
        """The same box elsewhere."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def grown(self, margin: float) -> "Box":
        """The box with `margin` added on every side (negative shrinks it)."""
        return Box(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def overlap(self, other: "Box") -> tuple[float, float]:
        """Extents (x, y) of the common part; a negative one is the gap along that axis."""
        # Asked of every pair of boxes of a page: comparing here is half the time of calling `min` and `max`.
        return (
            (self.right if self.right < other.right else other.right)
            - (self.left if self.left > other.left else other.left),
            (self.bottom if self.bottom < other.bottom else other.bottom)
            - (self.top if self.top > other.top else other.top),
        )

    def intrusion(self, other: "Box") -> float:
        """How far this box must move to leave `other`, along the shorter way; 0 when apart."""
        across, down = self.overlap(other)
        return max(0.0, across if across < down else down)

    def overrun(self, outer: "Box") -> float:
        """How far this box reaches out of `outer`, at the side where that is farthest; 0 inside."""
        return max(
            0.0,
            outer.left - self.left,
            outer.top - self.top,
            self.right - outer.right,
            self.bottom - outer.bottom,
        )

    def contains(self, other: "Box", tolerance: float = 1e-9) -> bool:
        """Whether `other` lies inside, edges included."""
        return (
            other.left >= self.left - tolerance
            and other.top >= self.top - tolerance
            and other.right <= self.right + tolerance
            and other.bottom <= self.bottom + tolerance
        )


class EdgeDistances(NamedTuple):
    """Distances of a box from the four edges of a page, inches, each from its nearest named edge."""

    left: float
    """Left side of the box from the left edge."""
    top: float
    """Top from the top edge."""
    right: float
    """Right side from the right edge."""
    bottom: float
    """Bottom from the bottom edge."""


def to_edges(box: Box, width: float, height: float) -> EdgeDistances:
    """The distances of `box` from the edges of a page of `width` by `height` inches."""
    return EdgeDistances(box.left, box.top, width - box.right, height - box.bottom)


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around all of `boxes`.

    Raises:
        ValueError: there is none.
    """
    listed = list(boxes)
    if not listed:
        raise ValueError("the union of no boxes has no extent")
    return Box(
        min(b.left for b in listed),
        min(b.top for b in listed),
        max(b.right for b in listed),
        max(b.bottom for b in listed),
    )
