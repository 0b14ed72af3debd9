"""Rows of DMM 604.4.8.11: adhesive tape and labels."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtLeast, AtMost, Row, Weight, binds
from indicia.rulebook.rows.bounds import GUMMED, INPUT, LABELS, LAYOUT, METERED, ORDER, PIXELS, SHOWN, ZONED
from indicia.spec import labels, legibility
from indicia.spec.kinds import MailClass

_ON_LABEL = binds(technology=METERED, media=LABELS)
_OF_LABEL = binds(technology=METERED, media=GUMMED)
_FACED = {"technology": METERED, "media": LABELS, "mail_class": MailClass.FIRST_CLASS, "shape": ZONED}

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.11-approved",
        section="604.4.8.11",
        title="approved stock",
        explanation="Tape and labels, their stock and the placement of any fluorescence on it are approved for the "
        "system that prints on them.",
        remedy="Use a stock that lists this system.",
        asks=((Quantity.LABEL_APPROVED, YES),),
        applies=_ON_LABEL,
        witnesses=ORDER,
    ),
    Row(
        id="604.4.8.11-a-permanent",
        section="604.4.8.11a",
        title="permanent label",
        explanation="The label is pressure-sensitive and permanent.",
        remedy="Use permanent label stock.",
        asks=((Quantity.LABEL_PERMANENT, YES),),
        applies=_OF_LABEL,
        witnesses=INPUT,
    ),
    Row(
        id="604.4.8.11-a-sandwich",
        section="604.4.8.11a",
        title="no sandwich label",
        explanation="A face stock on a liner, also called a sandwich label, is not used for indicia.",
        remedy="Use label stock of one layer.",
        asks=((Quantity.LABEL_SANDWICH, NO),),
        applies=_OF_LABEL,
        witnesses=INPUT,
    ),
    Row(
        id="604.4.8.11-a-peel",
        section="604.4.8.11a",
        title="peel adhesion",
        explanation="The label has the minimum peel adhesion of 201.3.12.2. That section is not at hand and its number "
        "is given from memory, so less adhesion only warns.",
        remedy="Use stock with a stronger adhesive.",
        asks=((Quantity.LABEL_PEEL, AtLeast(labels.PEEL_MIN_OZ_PER_IN, unit="oz/in")),),
        applies=_OF_LABEL,
        witnesses=INPUT,
        weight=Weight.WARNS,
    ),
    Row(
        id="604.4.8.11-a-removal",
        section="604.4.8.11a",
        title="does not come off in one piece",
        explanation="The applied label adheres so well that it cannot be removed in one piece.",
        remedy="Use stock with a stronger adhesive, or one that tears.",
        asks=((Quantity.LABEL_REMOVABLE, NO),),
        applies=_OF_LABEL,
        witnesses=INPUT,
    ),
    Row(
        id="604.4.8.11-b-reflectance",
        section="604.4.8.11b",
        title="reflectance of the label",
        explanation="The label meets the reflectance of 708.4.3 in red and green. The numbers are given from memory, "
        "so a darker label only warns.",
        remedy="Use lighter stock.",
        asks=(
            (Quantity.STOCK_RED, AtLeast(legibility.BACKGROUND_RED_MIN, unit="")),
            (Quantity.STOCK_GREEN, AtLeast(legibility.BACKGROUND_GREEN_MIN, unit="")),
        ),
        applies=_ON_LABEL,
        witnesses=INPUT | PIXELS,
        weight=Weight.WARNS,
    ),
    Row(
        id="604.4.8.11-c-contains",
        section="604.4.8.11c",
        title="label holds the indicium",
        explanation="The label is large enough for the entire indicium.",
        remedy="Use a larger label.",
        asks=((Quantity.LABEL_OVERRUN, AtMost(0)),),
        applies=_ON_LABEL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.11-d-same",
        section="604.4.8.11d",
        title="same indicium as on the piece",
        explanation="The indicium on a label is the one approved for printing directly on an envelope, element by "
        "element.",
        remedy="Print every element of the indicium on the label too.",
        asks=((Quantity.LABEL_DIFFERENCES, AtMost(0, unit="elements")),),
        applies=_ON_LABEL,
        witnesses=LAYOUT,
    ),
    Row(
        id="604.4.8.11-d-other",
        section="604.4.8.11d",
        title="nothing else on the label",
        explanation="The label has no image or text beyond what regulation allows or the manager approved.",
        remedy="Remove the other matter.",
        asks=((Quantity.LABEL_OTHER_MATTER, AtMost(0, unit="pieces")),),
        applies=_ON_LABEL,
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.11-e-facing",
        section="604.4.8.11e",
        title="fluorescence of label or ink",
        explanation="On letter-size envelopes and postcards sent as First-Class Mail the indicium on a label or tape "
        "is printed with fluorescent ink, or the label has fluorescent tagging.",
        remedy="Use fluorescent ink or tagged stock.",
        asks=((Quantity.LABEL_FACED, YES),),
        applies=binds(**_FACED),
        witnesses=ORDER,
    ),
    Row(
        id="604.4.8.11-e-tag-min",
        section="604.4.8.11e",
        title="least emission of the tagging",
        explanation="Fluorescent tagging emits at least 20 phosphor meter units.",
        remedy="Use stock with stronger tagging.",
        asks=((Quantity.TAG_EMISSION, AtLeast(labels.TAG_MIN_PMU, unit="PMU")),),
        applies=binds(**_FACED, tagged=True),
        witnesses=INPUT,
    ),
    Row(
        id="604.4.8.11-e-tag-max",
        section="604.4.8.11e",
        title="greatest emission of the tagging",
        explanation="Fluorescent tagging emits at most 70 phosphor meter units.",
        remedy="Use stock with weaker tagging.",
        asks=((Quantity.TAG_EMISSION, AtMost(labels.TAG_MAX_PMU, unit="PMU")),),
        applies=binds(**_FACED, tagged=True),
        witnesses=INPUT,
    ),
    Row(
        id="604.4.8.11-e-drift",
        section="604.4.8.11e",
        title="steadiness of the tagging",
        explanation="In heat and high humidity the emission of the tagging changes by no more than 10 percent.",
        remedy="Use stock with steadier tagging.",
        asks=((Quantity.TAG_DRIFT, AtMost(labels.TAG_DRIFT_MAX, unit="of the emission")),),
        applies=binds(**_FACED, tagged=True),
        witnesses=INPUT,
    ),
    Row(
        id="604.4.8.11-f-position",
        section="604.4.8.11f",
        title="place of the applied label",
        explanation="The label is placed on the envelope so that the indicium on it stands where 604.4.8.3 asks.",
        remedy="Apply the label nearer to the upper right corner, straight, outside the zones.",
        asks=((Quantity.APPLIED_POSITION_BROKEN, AtMost(0, unit="rules")),),
        applies=binds(technology=METERED, media=LABELS, applied=True),
        witnesses=PIXELS,
    ),
    Row(
        id="604.4.8.11-g-covers",
        section="604.4.8.11g",
        title="label beside the FIM",
        explanation="A label on an envelope that already has a FIM does not cover it.",
        remedy="Apply the label to the right of the FIM.",
        asks=((Quantity.FIM_COVERED, AtMost(0, unit="sq in")),),
        applies=_ON_LABEL,
        witnesses=INPUT | PIXELS,
    ),
)
