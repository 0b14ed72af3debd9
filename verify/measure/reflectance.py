"""Reflectance from grey levels, and of print against its background in red and green light (DMM 708.4.3).

The rule's instrument is an envelope reflectance meter. A colour scan stands in for it: its red and green channels
are the two lights, its tone curve is taken for that of sRGB. Without a card, the scanner's own white is reflectance 1.

The card (`--reflectance-card`) is any sheet with a plain light and a plain dark patch of known reflectance, such as a
photographer's black and white cards side by side. It is scanned once, alone, with the settings of the pieces; the
lighter and the darker part of that picture then fix both ends of the scale, each channel by itself.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from indicia.errors import InputError
from indicia.geometry import Box
from verify.locate.ink import Levels, Mask, fine_mask, grown
from verify.locate.plane import Patch, Pixels, Plane
from verify.seen import Measured, ReflectanceSeen

Field = npt.NDArray[np.float32]

GREY = "the picture has no colour: reflectance in red and green light cannot be told"
"""What to say of a picture whose reflectances are None."""

# UNSOURCED uncertainty of a reflectance, and of a difference of two, from a scan that was not calibrated: neither
# flatbed nor camera is a reflectance meter (708.4.3); a tenth of full scale.
UNCALIBRATED_UNCERTAINTY = 0.1
# UNSOURCED the same with a card: its own tolerance, and a tone curve that is only held at both ends.
CALIBRATED_UNCERTAINTY = 0.03

_CORE = 0.004
"""Inches from the edge of print where ink and paper mix in the optics; neither is measured there."""
_AROUND = 0.05
"""Inches around the print that show its background."""
_LEAST_PX = 24
"""Pixels that a measurement needs."""
_LEAST_SPAN = 32
"""Grey levels between the patches of a card."""
_LEAST_PATCH = 0.1
"""Share of the picture of a card that each of its patches takes."""
_PLAIN = 8.0
"""Grey levels by which a patch of a card may vary (median distance from its median)."""


@dataclass(frozen=True, slots=True)
class Light:
    """What a grey level means in light."""

    table: Field
    """256 reflectances, fractions of 1."""
    calibrated: bool
    """By a card of known reflectance."""


def linear(grey: float) -> float:
    """Reflectance, 0 to 1, of a grey level that was encoded as sRGB (IEC 61966-2-1)."""
    share = grey / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


UNCALIBRATED = Light(np.array([linear(grey) for grey in range(256)], dtype=np.float32), calibrated=False)


@dataclass(frozen=True)
class Card:
    """A card of known reflectance, as the scanner sees it."""

    light: float
    """Reflectance of its light patch, fraction of 1."""
    dark: float
    """Of its dark patch."""
    light_grey: tuple[float, float, float]
    """Levels of the light patch in red, green, blue."""
    dark_grey: tuple[float, float, float]
    """Of the dark patch."""

    @cached_property
    def channels(self) -> tuple[Light, Light, Light]:
        """What grey levels mean in red, green and blue."""
        red, green, blue = (
            self._between(bright, dim) for bright, dim in zip(self.light_grey, self.dark_grey, strict=True)
        )
        return red, green, blue

    @cached_property
    def grey(self) -> Light:
        """What grey levels mean in the luminance of a picture, or in a grey scan."""
        weights = np.array((0.299, 0.587, 0.114))
        return self._between(float(weights @ self.light_grey), float(weights @ self.dark_grey))

    def _between(self, bright: float, dim: float) -> Light:
        """A line through both patches, in light."""
        low, high = linear(dim), linear(bright)
        table = self.dark + (UNCALIBRATED.table - low) * (self.light - self.dark) / (high - low)
        return Light(np.clip(table, 0, None).astype(np.float32), calibrated=True)


def card_of(pixels: Pixels, *, light: float, dark: float) -> Card:
    """The card in a picture of nothing else.

    Args:
        pixels: H x W or H x W x 3.
        light: Known reflectance of its light patch, fraction of 1.
        dark: Of its dark patch.

    Raises:
        InputError: the picture shows no light and dark patch, or the reflectances are none.
    """
    if not 0 <= dark < light <= 1:
        raise InputError(
            f"reflectances of a card are fractions of 1, the light patch above the dark, not {light}, {dark}"
        )
    color = pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    grey = np.asarray(cv2.cvtColor(color, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    threshold, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    parts = [color[side] for side in (grey > threshold, grey <= threshold)]
    if min(len(part) for part in parts) < _LEAST_PATCH * grey.size:
        raise InputError("the picture of the card shows no light and dark patch")
    bright, dim = (np.median(part, axis=0) for part in parts)
    varied = max(float(np.median(np.abs(part - np.median(part, axis=0)))) for part in parts)
    if float((bright - dim).min()) < _LEAST_SPAN or varied > _PLAIN:
        raise InputError("the patches of the card are not plain, or too much alike")
    return Card(light, dark, _three(bright), _three(dim))


def measure_reflectance(
    pixels: Pixels, plane: Plane, box: Box, *, levels: Levels, card: Card | None = None
) -> ReflectanceSeen:
    """Print and background in red and green.

    Args:
        pixels: H x W x 3 RGB, or H x W: nothing can be told then.
        plane: The piece in them.
        box: The print, such as the symbol or a run of lettering, inches.
        levels: Grey of its ink and paper.
        card: When one was scanned.
    """
    calibrated = card is not None
    nothing = ReflectanceSeen(None, None, None, None, calibrated=calibrated)
    if pixels.ndim == 2:
        return nothing
    color = replace(plane, gray=pixels).patch(box.grown(_AROUND))
    grey = np.asarray(cv2.cvtColor(color.pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    # A grey scan that was saved as RGB has no colour either; a colour scanner's noise alone would differ.
    if np.array_equal(color.pixels[..., 0], color.pixels[..., 1]):
        return nothing
    ink, paper = _print_and_paper(Patch(grey, color.box, color.dpi), levels)
    if min(np.count_nonzero(ink), np.count_nonzero(paper)) < _LEAST_PX:
        return nothing
    red, green = (
        _channel(np.ascontiguousarray(color.pixels[..., k]), ink, paper, card.channels[k] if card else UNCALIBRATED)
        for k in (0, 1)
    )
    return ReflectanceSeen(red[0], green[0], red[1], green[1], calibrated=calibrated)


def _print_and_paper(patch: Patch, levels: Levels) -> tuple[Mask, Mask]:
    """Masks of solid ink and of bare paper, both away from the edges of print where there is enough of it."""
    mask = fine_mask(patch, levels)
    core = _CORE * patch.dpi
    inner = np.asarray(1 - grown(np.asarray(1 - mask, dtype=np.uint8), core), dtype=np.uint8)
    # Strokes thinner than twice the blur have no core.
    ink = inner if np.count_nonzero(inner) >= _LEAST_PX else mask
    return ink, np.asarray(1 - grown(mask, 2 * core), dtype=np.uint8)


def _channel(values: Pixels, ink: Mask, paper: Mask, light: Light) -> tuple[Measured, Measured]:
    """Print reflectance difference and background in one light."""
    base = CALIBRATED_UNCERTAINTY if light.calibrated else UNCALIBRATED_UNCERTAINTY
    (high, uneven), (low, blotchy) = (_middle(values, mask, light) for mask in (paper, ink))
    return Measured(max(0.0, high - low), base + uneven + blotchy), Measured(high, base + uneven)


def _middle(values: Pixels, mask: Mask, light: Light) -> tuple[float, float]:
    """Median reflectance under a mask, and how far half of it lies from that: where a meter is put down matters so."""
    counts = np.asarray(cv2.calcHist([values], [0], mask, [256], [0, 256]), dtype=np.float32).reshape(-1)
    middle = float(light.table[_median(counts)])
    off = np.abs(light.table - np.float32(middle))
    order = np.argsort(off)
    return middle, float(off[order[_median(counts[order])]])


def _median(counts: Field) -> int:
    """The place where half of the counts lie before."""
    return int(np.searchsorted(np.cumsum(counts), counts.sum() / 2))


def _three(values: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
