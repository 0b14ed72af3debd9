"""Rows of courtesy and business reply formats: 708.9.0 and, as Publication 25 and summaries of it tell, 507."""

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import AtLeast, AtMost, OneOf, Row, Within, binds
from indicia.rulebook.rows.bounds import SHOWN
from indicia.spec import reply
from indicia.spec.kinds import FimKind, Technology

_BUSINESS = binds(technology=Technology.BUSINESS_REPLY)
_FORMS = binds(technology=frozenset({Technology.COURTESY_REPLY, Technology.BUSINESS_REPLY}))


def _fim(explanation: str, kind: FimKind, **applies: object) -> Row:
    return Row(
        id="708.9.0-reply-fim",
        section="708.9.0",
        title="FIM of reply formats",
        explanation=explanation,
        remedy=f"Print FIM {kind.value}.",
        asks=((Quantity.FIM_KIND, OneOf((kind.value,))),),
        applies=binds(**applies),
        witnesses=SHOWN,
    )


ROWS: tuple[Row, ...] = (
    _fim("Courtesy reply mail bears FIM A.", FimKind.A, technology=Technology.COURTESY_REPLY),
    _fim(
        "Business reply mail without a barcode bears FIM B.",
        FimKind.B,
        technology=Technology.BUSINESS_REPLY,
        barcoded=False,
    ),
    _fim(
        "Business reply mail with a barcode bears FIM C.",
        FimKind.C,
        technology=Technology.BUSINESS_REPLY,
        barcoded=True,
    ),
    Row(
        id="708.9.0-reply-clear",
        section="708.9.0",
        title="FIM clear zone of reply formats",
        explanation="Nothing but the FIM is printed in the FIM clear zone.",
        remedy="Keep boxes, legend, bars and addresses out of the FIM clear zone.",
        asks=((Quantity.REPLY_FIM_ZONE, AtMost(0)),),
        applies=_FORMS,
        witnesses=SHOWN,
    ),
    Row(
        id="507-postage-box",
        section="507",
        title="box in the place of the stamp",
        explanation="The reminder to affix a stamp, or the endorsement NO POSTAGE NECESSARY IF MAILED IN THE UNITED "
        "STATES, reaches no farther than 1-3/4 inches from the right edge.",
        remedy="Make the box narrower.",
        asks=((Quantity.POSTAGE_BOX_REACH, AtMost(reply.POSTAGE_BOX_REACH)),),
        applies=_FORMS,
        witnesses=SHOWN,
    ),
    Row(
        id="507-words",
        section="507",
        title="words of business reply mail",
        explanation="The piece shows the postage endorsement, BUSINESS REPLY MAIL, FIRST-CLASS MAIL with permit "
        "number, city and state, and POSTAGE WILL BE PAID BY ADDRESSEE.",
        remedy="Print the missing words.",
        asks=((Quantity.REPLY_PHRASES_MISSING, AtMost(0, unit="phrases")),),
        applies=_BUSINESS,
        witnesses=SHOWN,
    ),
    Row(
        id="507-legend",
        section="507",
        title="legend of business reply mail",
        explanation="BUSINESS REPLY MAIL stands in a box above the address, in capitals at least 3/16 inch high.",
        remedy="Print the legend larger, above the address.",
        asks=(
            (Quantity.REPLY_LEGEND_HEIGHT, AtLeast(reply.LEGEND_MIN_HEIGHT)),
            (Quantity.REPLY_LEGEND_ABOVE, AtLeast(0)),
        ),
        applies=_BUSINESS,
        witnesses=SHOWN,
    ),
    Row(
        id="507-bars",
        section="507",
        title="horizontal bars of business reply mail",
        explanation="Horizontal bars under the postage endorsement are of one length, at least 1 inch, 1/16 to 3/16 "
        "inch thick, evenly spaced, and none is below the delivery address line.",
        remedy="Print the bars again, above the delivery address line.",
        asks=(
            (Quantity.REPLY_BAR_LENGTH, AtLeast(reply.BAR_MIN_LENGTH)),
            (Quantity.REPLY_BAR_THICKNESS, Within(reply.BAR_MIN_THICKNESS, reply.BAR_MAX_THICKNESS)),
            (Quantity.REPLY_BAR_UNEVEN, AtMost(0)),
            (Quantity.REPLY_BARS_BELOW, AtMost(0)),
        ),
        applies=_BUSINESS,
        witnesses=SHOWN,
    ),
)
