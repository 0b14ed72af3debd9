"""Pictures of every character, drawn from the outlines of the face at one size, as one matrix.

All lettering is looked at in one normalised frame: EM_PX pixels an em, ROWS x COLUMNS around a character. A page
blurs its letters by optics and makes them fatter or thinner by the spread of ink; both are steps of a `Look`, and
the templates of a look are made once.
"""

import functools
import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from indicia.faces import Face
from verify.compiled import compiled
from verify.locate.segments import Numbers

Floats = npt.NDArray[np.float32]
Wide = npt.NDArray[np.float64]

EM_PX = 24
"""Pixels an em of the normalised frame: type of 7 points at 250 dpi; finer scans are averaged down to it."""
ABOVE_PX = 20
"""Rows above the baseline; the tallest characters of Arial reach 0.75 em."""
BELOW_PX = 7
"""Rows below; descenders reach 0.21 em."""
ROWS = ABOVE_PX + BELOW_PX
COLUMNS = 28
"""The widest characters of Arial, bold `@` and `W`, are just under an em wide."""
PEN_COLUMN = 4
"""Where the pen stands in a template that is not centred."""
CHARACTERS = "".join(map(chr, range(0x21, 0x7F)))
"""Printable ASCII without the space."""

BLURS = (0.4, 0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 2.6)
"""Sigma of all that blurs, normalised pixels."""
_BETWEEN = np.array([math.sqrt(low * high) for low, high in itertools.pairwise(BLURS)])
GAIN_STEP = 0.2
"""Normalised pixels that an edge moves outwards, a step."""
GAINS = (-4, 6)
"""Least and most steps of gain."""

COVERED = 0.6
"""Coverage from which a pixel of a template is stroke."""
BARE = 0.12
"""Coverage up to which it is paper."""
SOFTER = 1.15
"""Times the blur at which its change is drawn."""

_FINE = 4
"""Samples a normalised pixel, while templates are drawn."""
_OUTLINE = 2
"""Dots a sample, while outlines are drawn."""


GAIN_STEPS = GAINS[1] - GAINS[0] + 1
LOOKS = len(BLURS) * GAIN_STEPS
"""A look is how printing and scanning change letters: its number tells blur and gain in steps."""


@compiled
def nearest_look(blur_px: float, gain_px: float) -> int:
    """The look nearest to a blur and a gain in normalised pixels."""
    blur = 0
    while blur < len(_BETWEEN) and blur_px >= _BETWEEN[blur]:
        blur += 1
    return int(blur * GAIN_STEPS + min(max(np.rint(gain_px / GAIN_STEP), GAINS[0]), GAINS[1]) - GAINS[0])


def gains_of(looks: Numbers) -> Wide:
    """Normalised pixels that an edge is moved outwards."""
    return np.asarray((looks % GAIN_STEPS + GAINS[0]) * GAIN_STEP)


def plain(looks: Numbers) -> Numbers:
    """The same blurs without spread of ink."""
    return looks - looks % GAIN_STEPS - GAINS[0]


@dataclass(frozen=True, slots=True)
class Templates:
    """Both weights of every character: first the regular ones, then the bold ones; T in all, D pixels each."""

    centred: Floats
    """T x D, the middle of the ink in the middle column."""
    penned: Floats
    """T x D, the pen at PEN_COLUMN."""
    energy: Floats
    """T: sum of squares of a template."""
    across: Floats
    """T x D: change of the centred template per normalised pixel that it moves to the right."""
    across_energy: Floats
    """T: sum of squares of that."""
    stroke: npt.NDArray[np.bool_]
    """T x D: whether a pixel is covered."""
    counter: npt.NDArray[np.bool_]
    """T x D: whether a pixel is paper between strokes."""
    tangents: Floats
    """T x D x 4: change of the centred template per normalised pixel down, per share of its height, per pixel of
    gain, per square pixel of blur; each without what a move to the right does alike."""
    along: Floats
    """T x 4: products of the tangents and the template itself."""
    grams: Floats
    """T x 4 x 4: products of the tangents."""


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What is known of both weights of every character, in the order of the templates."""

    characters: str
    """T characters, each weight's."""
    bold: npt.NDArray[np.bool_]
    """T."""
    advances: Floats
    """T: em."""
    centres: Floats
    """T: middle of the ink (its mean), em right of the pen."""
    bounds: Floats
    """T x 4: xmin, ymin, xmax, ymax, em."""
    distances: Floats
    """T x fine rows x fine columns: normalised pixels inside the outline (negative outside), the pen at PEN_COLUMN."""

    @property
    def count(self) -> int:
        """Characters of one weight."""
        return len(self.characters) // 2


@functools.lru_cache(maxsize=8)
def alphabet(face: Face) -> Alphabet:
    """The characters of a face, drawn once."""
    shared = [c for c in CHARACTERS if all(face.metrics[bold].bounds.get(c) for bold in (False, True))]
    distances = np.concatenate([_distances(face.file(bold=bold), shared) for bold in (False, True)])
    inside = distances > 0
    columns = (np.arange(COLUMNS * _FINE) + 0.5) / _FINE - PEN_COLUMN
    centres = (inside.sum(axis=1) * columns).sum(axis=1) / np.maximum(1, inside.sum(axis=(1, 2))) / EM_PX
    pairs = [(character, bold) for bold in (False, True) for character in shared]
    return Alphabet(
        characters="".join(character for character, _ in pairs),
        bold=np.array([bold for _, bold in pairs]),
        advances=np.array([face.advance(c, bold=bold) for c, bold in pairs], dtype=np.float32),
        centres=centres.astype(np.float32),
        bounds=np.array([face.bounds(c, bold=bold) for c, bold in pairs], dtype=np.float32),
        distances=distances,
    )


class Bank:
    """The templates of a face under every look, look after look; drawn when first asked for.

    Room is kept for all of them: what is not drawn takes no memory.
    """

    def __init__(self, face: Face) -> None:
        self.known = alphabet(face)
        """What is known of the characters."""
        self.count = len(self.known.characters)
        """Templates of one look."""
        rows, pixels = LOOKS * self.count, ROWS * COLUMNS
        self.columns: dict[str, npt.NDArray[Any]] = {
            "centred": np.empty((rows, pixels), dtype=np.float32),
            "penned": np.empty((rows, pixels), dtype=np.float32),
            "energy": np.empty(rows, dtype=np.float32),
            "across": np.empty((rows, pixels), dtype=np.float32),
            "across_energy": np.empty(rows, dtype=np.float32),
            "stroke": np.empty((rows, pixels), dtype=np.bool_),
            "counter": np.empty((rows, pixels), dtype=np.bool_),
            "tangents": np.empty((rows, pixels, 4), dtype=np.float32),
            "along": np.empty((rows, 4), dtype=np.float32),
            "grams": np.empty((rows, 4, 4), dtype=np.float32),
        }
        """Of `Templates`, LOOKS x T rows each."""
        self.turned = np.empty((LOOKS, pixels, self.count), dtype=np.float32)
        """The centred ones, a column each: so they are multiplied the fastest."""
        self.drawn = np.zeros(LOOKS, dtype=np.bool_)
        """Which looks are."""

    def ready(self, looks: Numbers) -> None:
        """See to it that these looks are drawn."""
        for look in set(looks[~self.drawn[looks]].tolist()):
            made = _templates(self.known, BLURS[look // GAIN_STEPS], (look % GAIN_STEPS + GAINS[0]) * GAIN_STEP)
            for name, column in self.columns.items():
                column[look * self.count : (look + 1) * self.count] = getattr(made, name)
            self.turned[look] = made.centred.T
            self.drawn[look] = True


@functools.lru_cache(maxsize=4)
def bank(face: Face) -> Bank:
    """The templates of a face, shared by all that read by it."""
    return Bank(face)


def _templates(known: Alphabet, blur_px: float, gain_px: float) -> Templates:
    """The templates of a face under a look."""
    penned, centred = _drawn(known, gain_px, blur_px)
    thinner, fatter = (_drawn(known, gain_px + step * GAIN_STEP, blur_px)[1] for step in (-1, 1))
    softer = _drawn(known, gain_px, SOFTER * blur_px)[1]
    flat = centred.reshape(len(centred), -1)
    across = along_x(flat)
    across_energy = np.einsum("td,td->t", across, across)
    down = along_y(flat)
    height = np.repeat((np.arange(ROWS) + 0.5 - ABOVE_PX).astype(np.float32), COLUMNS)
    spread = (fatter - thinner).reshape(flat.shape) / np.float32(2 * GAIN_STEP)
    softness = (softer - centred).reshape(flat.shape) / np.float32((SOFTER**2 - 1) * blur_px**2)
    tangents = np.stack((down, down * height, spread, softness), axis=1)
    sideways = np.einsum("tkd,td->tk", tangents, across) / np.maximum(across_energy, 1e-6)[:, None]
    tangents -= sideways[:, :, None] * across[:, None, :]
    return Templates(
        centred=flat,
        penned=penned.reshape(len(penned), -1),
        energy=np.einsum("td,td->t", flat, flat),
        across=across,
        across_energy=across_energy,
        stroke=flat > COVERED,
        counter=_between(flat > COVERED) & (flat < BARE),
        tangents=tangents.transpose(0, 2, 1),
        along=np.einsum("tkd,td->tk", tangents, flat),
        grams=np.einsum("tkd,tld->tkl", tangents, tangents),
    )


def _between(stroke: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """T x D: pixels with stroke on both sides, along the row or along the column."""
    cube = stroke.reshape(-1, ROWS, COLUMNS)
    sides = []
    for axis in (1, 2):
        before = np.logical_or.accumulate(cube, axis=axis)
        after = np.flip(np.logical_or.accumulate(np.flip(cube, axis), axis=axis), axis)
        sides.append(before & after)
    return (sides[0] | sides[1]).reshape(stroke.shape)


def along_x(pictures: Floats) -> Floats:
    """N x D: change of pictures (N x D) per pixel that they move to the right."""
    cube = pictures.reshape(-1, ROWS, COLUMNS)
    moved = np.zeros_like(cube)
    moved[:, :, 1:-1] = (cube[:, :, :-2] - cube[:, :, 2:]) / 2
    return moved.reshape(pictures.shape)


def along_y(pictures: Floats) -> Floats:
    """N x D: change of pictures per pixel that they move down."""
    cube = pictures.reshape(-1, ROWS, COLUMNS)
    moved = np.zeros_like(cube)
    moved[:, 1:-1] = (cube[:, :-2] - cube[:, 2:]) / 2
    return moved.reshape(pictures.shape)


def _distances(file: Path, characters: Sequence[str]) -> Floats:
    """Normalised pixels from each sample to the outline, positive inside."""
    scale = _FINE * _OUTLINE
    font = ImageFont.truetype(str(file), EM_PX * scale, layout_engine=ImageFont.Layout.BASIC)
    made = []
    for character in characters:
        large = Image.new("L", (COLUMNS * scale, ROWS * scale))
        origin = (PEN_COLUMN * scale, ABOVE_PX * scale)
        ImageDraw.Draw(large).text(origin, character, fill=255, font=font, anchor="ls")
        inside = (np.asarray(large) >= 128).astype(np.uint8)
        away = cv2.distanceTransform(inside, cv2.DIST_L2, 5) - cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
        made.append(cv2.resize(away, None, fx=1 / _OUTLINE, fy=1 / _OUTLINE, interpolation=cv2.INTER_AREA) / scale)
    return np.array(made, dtype=np.float32)


def _drawn(known: Alphabet, gain_px: float, blur_px: float) -> tuple[Floats, Floats]:
    """T x ROWS x COLUMNS, at the pen and centred."""
    covered = np.clip(0.5 + (known.distances + np.float32(gain_px)) * np.float32(_FINE), 0, 1)
    # A normalised pixel is itself a blur by its own width.
    sigma = math.sqrt(max(blur_px**2 - 1 / 12, 0.01)) * _FINE
    penned, centred = [], []
    for picture, centre in zip(covered, known.centres, strict=True):
        soft = np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.float32)
        penned.append(soft)
        away = COLUMNS / 2 - PEN_COLUMN - float(centre) * EM_PX
        shift = np.array([(1, 0, away * _FINE), (0, 1, 0)], dtype=np.float64)
        moved = cv2.warpAffine(soft, shift, (soft.shape[1], soft.shape[0]), flags=cv2.INTER_LINEAR)
        centred.append(np.asarray(moved, dtype=np.float32))
    return _averaged(penned), _averaged(centred)


def _averaged(pictures: list[Floats]) -> Floats:
    blocks = np.asarray(pictures, dtype=np.float32).reshape(len(pictures), ROWS, _FINE, COLUMNS, _FINE)
    return np.ascontiguousarray(blocks.mean(axis=(2, 4)), dtype=np.float32)
