"""Rows of DMM 604.4.8.10 and 708.9.0: which FIM, where, in which form."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtLeast, AtMost, OneOf, Row, Within, binds
from indicia.rulebook.rows.placement import ON_PIECE, ZONED
from indicia.spec import fim, legibility
from indicia.spec.kinds import Facing, FimKind, MailClass, Purpose, Shape, Technology

ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.3-fim-position",
        section="604.4.8.3",
        title="place of the FIM",
        explanation="A FIM printed with the indicium stands as 708.9.0 asks: its rightmost bar 2 inches from the "
        "right edge, within 1/8; tops within 1/8 of the top edge; bottoms 5/8 down, within 1/8.",
        remedy="Move the FIM, or check the printer's offset.",
        asks=(
            (Quantity.FIM_RIGHT, Within(fim.RIGHT - fim.RIGHT_TOLERANCE, fim.RIGHT + fim.RIGHT_TOLERANCE)),
            (Quantity.FIM_TOP, AtMost(fim.TOP_MAX)),
            (
                Quantity.FIM_BOTTOM,
                Within(fim.BOTTOM - fim.BOTTOM_TOLERANCE, fim.BOTTOM + fim.BOTTOM_TOLERANCE),
            ),
        ),
        applies=binds(shape=ZONED, media=ON_PIECE),
    ),
    Row(
        id="604.4.8.10-fim-d",
        section="604.4.8.10",
        title="FIM D present",
        explanation="Letter-size First-Class Mail with a nonfluorescent IBI printed directly on the piece bears a "
        "FIM D unless it is courtesy reply mail.",
        remedy="Print FIM D, use fluorescent ink, or an approved fluorescent label.",
        asks=((Quantity.FIM_PRESENT, YES),),
        applies=binds(
            technology=Technology.IBI,
            shape=ZONED,
            media=ON_PIECE,
            mail_class=MailClass.FIRST_CLASS,
            facing=frozenset({Facing.FIM, Facing.NONE}),
            purpose=frozenset({Purpose.POSTAGE, Purpose.REPLY}),
        ),
        open_question_blocks=False,
    ),
    Row(
        id="604.4.8.10-fim-kind",
        section="604.4.8.10",
        title="kind of the FIM",
        explanation="The FIM of a direct, nonfluorescent IBI on a letter that is no reply mail is FIM D.",
        remedy="Print FIM D.",
        asks=((Quantity.FIM_KIND, OneOf((FimKind.D.value,))),),
        applies=binds(
            technology=Technology.IBI, shape=ZONED, media=ON_PIECE, facing=Facing.FIM, purpose=Purpose.POSTAGE
        ),
    ),
    Row(
        id="604.4.8.10-fim-format",
        section="604.4.8.10",
        title="form of the FIM",
        explanation="Width, height, pitch, slant and contrast of the FIM's bars are those of 708.9.0.",
        remedy="Print the FIM at its true size, straight, in dark ink.",
        asks=(
            (
                Quantity.FIM_BAR_WIDTH,
                Within(fim.BAR_WIDTH - fim.BAR_WIDTH_TOLERANCE, fim.BAR_WIDTH + fim.BAR_WIDTH_TOLERANCE),
            ),
            (
                Quantity.FIM_BAR_HEIGHT,
                Within(fim.BAR_HEIGHT - fim.BAR_HEIGHT_TOLERANCE, fim.BAR_HEIGHT + fim.BAR_HEIGHT_TOLERANCE),
            ),
            (Quantity.FIM_PITCH, Within(fim.PITCH - fim.PITCH_TOLERANCE, fim.PITCH + fim.PITCH_TOLERANCE)),
            (Quantity.FIM_SLANT, AtMost(fim.SLANT_MAX_DEG, unit="deg")),
            (Quantity.FIM_PRD, AtLeast(legibility.PRD_MIN, unit="")),
        ),
    ),
    Row(
        id="604.4.8.10-no-fim-flat",
        section="604.4.8.9",
        title="no FIM on flats and parcels",
        explanation="Facing by FIM is a method for indicia printed directly on letter-size First-Class Mail.",
        remedy="Leave the FIM out.",
        asks=((Quantity.FIM_PRESENT, NO),),
        applies=binds(shape=frozenset({Shape.FLAT, Shape.PARCEL})),
        reading=True,
    ),
)
