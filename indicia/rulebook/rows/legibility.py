"""Rows of DMM 604.4.8.2: legible, apart, in contrast with their background. Scannable: see `authenticity`."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import AtLeast, AtMost, Row, Weight
from indicia.rulebook.rows.bounds import ALL, PIXELS, SHOWN, coloured
from indicia.spec import legibility

_SECTION = "604.4.8.2"
_BACKGROUND = (
    "The number stood in 708.4.3, which is not at hand, and is given from memory, so a darker background only warns."
)

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.2-legible",
        section=_SECTION,
        title="legible lettering",
        explanation="The indicium is legible. This project's reading: every required character is read with "
        "confidence, its contrast is that of readable addresses, and few of its strokes are missing.",
        remedy="Print again; look for faint ink, clogged nozzles, smears.",
        asks=(
            (Quantity.CHARACTER_CONFIDENCE, AtLeast(legibility.CONFIDENCE_MIN, unit="")),
            (Quantity.LETTERING_CONTRAST, AtLeast(legibility.CONTRAST_MIN, unit="")),
            (Quantity.BROKEN_STROKES, AtMost(legibility.BROKEN_STROKES_MAX, unit="")),
        ),
        applies=ALL,
        witnesses=PIXELS,
        reading=True,
    ),
    Row(
        id="604.4.8.2-overlap",
        section=_SECTION,
        title="indicia apart",
        explanation="Several indicia on one piece do not overlap.",
        remedy="Move one of them.",
        asks=((Quantity.OVERLAP_AREA, AtMost(0, unit="sq in")),),
        applies=ALL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.2-reflectance-red",
        section=_SECTION,
        title="contrast in red light",
        explanation="The print reflectance difference between indicium and background is at least 30 percent in red "
        "(708.4.3). Coloured ink, approved case by case, only warns.",
        remedy="Use darker ink or lighter paper.",
        asks=((Quantity.PRD_RED, AtLeast(legibility.PRD_MIN, unit="")),),
        applies=ALL,
        witnesses=PIXELS,
        softened=coloured,
    ),
    Row(
        id="604.4.8.2-reflectance-green",
        section=_SECTION,
        title="contrast in green light",
        explanation="The print reflectance difference between indicium and background is at least 30 percent in green "
        "(708.4.3). Coloured ink, approved case by case, only warns.",
        remedy="Use darker ink or lighter paper.",
        asks=((Quantity.PRD_GREEN, AtLeast(legibility.PRD_MIN, unit="")),),
        applies=ALL,
        witnesses=PIXELS,
        softened=coloured,
    ),
    Row(
        id="604.4.8.2-background-red",
        section=_SECTION,
        title="background in red light",
        explanation=f"The background reflects at least half of red light. {_BACKGROUND}",
        remedy="Use lighter paper.",
        asks=((Quantity.BACKGROUND_RED, AtLeast(legibility.BACKGROUND_RED_MIN, unit="")),),
        applies=ALL,
        witnesses=PIXELS,
        weight=Weight.WARNS,
    ),
    Row(
        id="604.4.8.2-background-green",
        section=_SECTION,
        title="background in green light",
        explanation=f"The background reflects at least 45 percent of green light. {_BACKGROUND}",
        remedy="Use lighter paper.",
        asks=((Quantity.BACKGROUND_GREEN, AtLeast(legibility.BACKGROUND_GREEN_MIN, unit="")),),
        applies=ALL,
        witnesses=PIXELS,
        weight=Weight.WARNS,
    ),
)
