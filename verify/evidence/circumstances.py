"""What a picture and the operator tell of a piece: which rows bind it."""

from dataclasses import replace

from indicia.rulebook.evidence import Circumstances
from indicia.rulebook.period import Period, PeriodStatus
from indicia.spec import placement
from indicia.spec.kinds import Facing, Ink, MailClass, MediaKind, Origin, Purpose, Role, Shape, Technology
from verify.evidence.case import Case
from verify.evidence.content import aboard, amounts, location, mail_class, presort
from verify.evidence.permit import expedited, is_company, permit_class
from verify.evidence.special import assumed_system
from verify.seen import IndiciumSeen, Seen
from verify.understand.elements import of_role, said

_COLOURED = 0.25
"""Difference of the print contrast in red and green light from which on ink is coloured: this project's choice, half
of what the red and blue inks of meters show (facts of 708.4.3)."""


def circumstances(case: Case, period: Period | None = None) -> Circumstances:
    """What decides which rows bind one mark.

    Args:
        case: the mark.
        period: its mailing period by its own date, where it has one.
    """
    piece, one = case.seen.mailpiece, case.one
    shape = None if piece is None else piece.shape
    date = case.date
    level = presort(case) if case.metered else None
    known = Circumstances(
        technology=one.kind,
        system=assumed_system(case),
        purpose=one.purpose,
        mail_class=_mail_class(case, shape),
        presort=level,
        shape=shape,
        # The page is the piece, also under an applied label (604.4.8.11f): its edges and zones are known.
        media=MediaKind.LABEL if shape is Shape.PARCEL else MediaKind.MAILPIECE,
        facing=case.options.facing or (Facing.FIM if case.seen.fim is not None else None),
        ink=_ink(one.mark),
        location=location(case),
        date_form=None if date is None else date.form,
        height=None if piece is None else piece.height.value,
        origin=_origin(case),
        side=case.side,
        ink_jet=one.ink_jet,
        presorted=True if level is not None else (False if _is_single(case) else None),
        zero_value=_zero(case),
        barcoded=bool(case.seen.barcodes),
        out_of_period=period is not None and period.status in {PeriodStatus.EARLY, PeriodStatus.LATE},
        on_ship=aboard(case),
    )
    return _of_permit(case, known)


def unmarked(seen: Seen, facing: Facing | None) -> Circumstances:
    """Of a page whose FIM alone tells that an information-based indicium was printed on it."""
    piece = seen.mailpiece
    shape = None if piece is None else piece.shape
    return Circumstances(
        technology=Technology.IBI,
        shape=shape,
        media=MediaKind.LABEL if shape is Shape.PARCEL else MediaKind.MAILPIECE,
        facing=facing or (Facing.FIM if seen.fim is not None else None),
        mail_class=_faced_class(facing, shape),
        height=None if piece is None else piece.height.value,
    )


def _mail_class(case: Case, shape: Shape | None) -> MailClass | None:
    """As the words say, else as the facing method does."""
    named = mail_class(case) if case.metered else permit_class(case)
    if named is not None:
        return named
    return _faced_class(case.options.facing, shape) if case.one.kind is Technology.IBI else None


def _faced_class(facing: Facing | None, shape: Shape | None) -> MailClass | None:
    # Facing by FIM is a method of letter-size First-Class Mail alone (604.4.8.9), so whoever says that
    # the piece is faced by FIM says its class. A FIM that is merely seen proves no class.
    return MailClass.FIRST_CLASS if facing is Facing.FIM and shape in placement.ZONED_SHAPES else None


def _ink(mark: IndiciumSeen | None) -> Ink | None:
    """Coloured ink looks unlike in red and in green light; None where no colour was seen."""
    seen = mark.reflectance if mark is not None else None
    if seen is None or seen.prd_red is None or seen.prd_green is None:
        return None
    difference = seen.prd_green.value - seen.prd_red.value
    if abs(difference) < _COLOURED:
        return Ink.BLACK
    return Ink.RED if difference > 0 else Ink.BLUE


def _origin(case: Case) -> Origin | None:
    """How the office is shown; None where no words of it were read."""
    city = bool(of_role(case.one.elements, Role.CITY_STATE))
    if of_role(case.one.elements, Role.ZIP):
        return Origin.CITY_STATE_ZIP if city else Origin.ZIP
    return Origin.CITY_STATE if city else None


def _is_single(case: Case) -> bool:
    """Whether a digital indicium names its class and no presort level: it would have to (604.4.8.5d)."""
    return case.complete and case.one.kind is not Technology.LETTERPRESS and mail_class(case) is not None


def _zero(case: Case) -> bool | None:
    if case.message is not None and case.message.payload is not None:
        return case.message.payload.amount == 0
    said_in_words = amounts(case.one.elements)
    return not said_in_words[0] if said_in_words else None


def _of_permit(case: Case, known: Circumstances) -> Circumstances:
    """The same with what matters to permit imprints and postmarks alone."""
    if case.one.kind is Technology.PRECANCEL:
        return replace(known, preprinted=False)
    if case.one.kind is not Technology.PERMIT:
        return known
    piece = case.seen.mailpiece
    return replace(
        known,
        extra_services="AND FEES" in said(case.one.elements, Role.US_POSTAGE),
        company=is_company(case),
        optional_format=not case.one.framed,
        expedited=expedited(case),
        address_label=piece is not None and piece.shape is Shape.PARCEL,
        usps_packaging=False,
    )


def entry_any_day(case: Case) -> bool:
    """Whether the mark's date does not bind: of prepaid reply mail only PC Postage dates its own (604.4.9.4c, d)."""
    return case.one.purpose is Purpose.REPLY
