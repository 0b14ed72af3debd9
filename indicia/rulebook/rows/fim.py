"""Rows of DMM 604.4.8.9, 4.8.10 and 708.9.0: how a piece is faced; which FIM, where, in which form."""

from collections.abc import Mapping

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, Applicability, AtLeast, AtMost, OneOf, Row, Weight, Within, binds
from indicia.rulebook.rows.bounds import (
    INPUT,
    LABELS,
    LAYOUT,
    MAILED,
    METERED,
    NOT_PC,
    ON_PIECE,
    ORDER,
    PC,
    SHOWN,
    UNZONED,
    ZONED,
)
from indicia.spec import content, fim, legibility
from indicia.spec.kinds import Facing, FimKind, Ink, MailClass, MediaKind, Purpose, Side, System, Technology

_FACED = binds(technology=Technology.IBI, shape=ZONED, media=ON_PIECE, side=Side.ADDRESS, facing=Facing.FIM)
_GENERATION_2 = frozenset({System.PSD_METER, System.IBI_METER, System.PC_POSTAGE})


def _kind(explanation: str, kinds: tuple[FimKind, ...], **who: object) -> Row:
    return Row(
        id="604.4.8.10-fim-kind",
        section="604.4.8.10",
        title="kind of the FIM",
        explanation=explanation,
        remedy=f"Print FIM {' or '.join(kinds)}.",
        asks=((Quantity.FIM_KIND, OneOf(tuple(kind.value for kind in kinds))),),
        applies=Applicability((*_FACED.allowed, *binds(**who).allowed)),
        witnesses=SHOWN,
    )


def _method(
    explanation: str,
    methods: tuple[Facing, ...],
    *,
    reading: bool = False,
    excepted: Mapping[str, object] | None = None,
    **who: object,
) -> Row:
    bound = binds(technology=METERED, system=_GENERATION_2, purpose=MAILED, **who)
    return Row(
        id="604.4.8.9-gen2-facing",
        section="604.4.8.9",
        title="facing method",
        explanation=f"A Generation 2 system faces its mail by fluorescent ink or by an approved method. {explanation}",
        remedy=f"Face the piece by {' or '.join(method.value for method in methods)}.",
        asks=((Quantity.FACING_METHOD, OneOf(tuple(method.value for method in methods))),),
        applies=bound.but_not(**excepted) if excepted else bound,
        witnesses=ORDER | LAYOUT,
        reading=reading,
    )


ROWS: tuple[Row, ...] = (
    Row(
        id="604.4.8.9-gen1-fluorescent",
        section="604.4.8.9",
        title="fluorescent ink of Generation 1",
        explanation="All indicia of Generation 1 systems, the traditional meters, are printed with fluorescent ink "
        "that the Postal Service approved; a date correction by an ink jet printer is not the system's print.",
        remedy="Use the meter's fluorescent ink.",
        asks=((Quantity.INK_FLUORESCENT, YES),),
        applies=binds(technology=METERED, system=System.TRADITIONAL, ink_jet=False),
        witnesses=ORDER | INPUT,
    ),
    Row(
        id="604.4.8.9-coloured-ink",
        section="604.4.8.9",
        title="approval of coloured ink",
        explanation="The ink is specified in the approval of the indicium. This project's reading: black and the "
        "fluorescent ink are those that the sections know; any other colour is approved case by case, so an order for "
        "one says among its approvals that this indicium's names it, and without that this row warns.",
        remedy="See that the approval names the colour, then say so: the order's `approvals` name "
        f"{content.COLOURED_INK_APPROVAL}.",
        asks=((Quantity.COLOUR_APPROVED, YES),),
        applies=binds(technology=METERED, ink=frozenset({Ink.RED, Ink.BLUE})),
        weight=Weight.WARNS,
        witnesses=ORDER | INPUT,
        reading=True,
    ),
    _method(
        "Printed directly on letter-size First-Class Mail: fluorescent ink or a FIM.",
        (Facing.FLUORESCENT_INK, Facing.FIM),
        shape=ZONED,
        mail_class=MailClass.FIRST_CLASS,
        media=ON_PIECE,
        courtesy_reply=False,
    ),
    _method(
        "On the label or tape of letter-size First-Class Mail: fluorescent ink or an approved label.",
        (Facing.FLUORESCENT_INK, Facing.LABEL),
        shape=ZONED,
        mail_class=MailClass.FIRST_CLASS,
        media=LABELS,
    ),
    _method(
        "This project's reading: letters of other classes, which are not faced and canceled, need no method, and a FIM "
        "is none for them, but for the FIM D that 604.4.9.4h asks of PC Postage reply mail of every class.",
        (Facing.FLUORESCENT_INK, Facing.LABEL, Facing.NONE),
        reading=True,
        excepted={"purpose": Purpose.REPLY, "system": System.PC_POSTAGE, "media": MediaKind.MAILPIECE},
        shape=ZONED,
        mail_class=frozenset(MailClass) - {MailClass.FIRST_CLASS},
    ),
    _method(
        "This project's reading: flats and parcels, which are not faced and canceled, need no method, and a FIM is "
        "none for them.",
        (Facing.FLUORESCENT_INK, Facing.LABEL, Facing.NONE),
        reading=True,
        shape=UNZONED,
    ),
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
        witnesses=SHOWN,
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
            side=Side.ADDRESS,
            mail_class=MailClass.FIRST_CLASS,
            facing=frozenset({Facing.FIM, Facing.NONE}),
            purpose=MAILED,
            courtesy_reply=False,
        ),
        # A picture shows a FIM or none, but neither the class of mail nor whether the ink fluoresces.
        witnesses=SHOWN | ORDER,
        open_question_blocks=False,
    ),
    _kind(
        "The FIM of a direct, nonfluorescent IBI on a letter that is no reply mail is FIM D.",
        (FimKind.D,),
        purpose=Purpose.POSTAGE,
        courtesy_reply=False,
    ),
    _kind(
        "Courtesy reply mail is excepted from FIM D; the FIM of such pieces is A.",
        (FimKind.A, FimKind.D),
        purpose=Purpose.POSTAGE,
        courtesy_reply=True,
    ),
    _kind(
        "An IBI meter's prepaid reply mail bears FIM D; FIM A may be used on its barcoded letters (604.4.9.4h).",
        (FimKind.A, FimKind.D),
        purpose=Purpose.REPLY,
        system=NOT_PC,
    ),
    _kind(
        "Prepaid reply mail of a PC Postage system bears FIM D (604.4.9.4h).",
        (FimKind.D,),
        purpose=Purpose.REPLY,
        system=PC,
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
        witnesses=SHOWN,
    ),
    Row(
        id="604.4.8.10-no-fim-flat",
        section="604.4.8.9",
        title="no FIM on flats and parcels",
        explanation="Facing by FIM is a method for indicia printed directly on letter-size First-Class Mail. This "
        "project's reading: so the system prints none on flats and parcels.",
        remedy="Leave the FIM out.",
        asks=((Quantity.FIM_PRESENT, NO),),
        applies=binds(shape=UNZONED),
        witnesses=SHOWN | ORDER,
        reading=True,
    ),
)
