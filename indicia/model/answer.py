"""The verifier's answer as JSON: one object a page, the contract that its readers rely on.

Keys are added freely and never renamed. What is not known is null. The types here are the only
description of the form: the verifier's writer is checked against them, and the JSON Schema comes from them.
"""

from typing import Literal, NotRequired

from typing_extensions import TypedDict

from indicia.model.answer_symbol import (
    BoxJson,
    IbiPayloadJson,
    IndiciumSymbolJson,
    LitePayloadJson,
    SymbolJson,
    documented,
)


@documented
class MailpieceJson(TypedDict):
    """The piece in the picture; of a label alone, the label."""

    width: float
    """Inches, along the address."""
    height: float
    """Inches."""
    skew_deg: float
    """Positive when the piece lies turned counter-clockwise in the image."""
    rotation: Literal[0, 90, 180, 270]
    """Counter-clockwise quarter turns, in degrees."""
    dpi: float
    dpi_source: Literal["file", "flag", "symbol", "fim", "size"]
    shape: Literal["card", "letter", "flat", "parcel"]
    cut_off: NotRequired[list[Literal["left", "top", "right", "bottom"]]]
    """Edges outside the picture; absent when all are inside."""
    mirrored: NotRequired[Literal[True]]
    """The piece is seen from behind; absent otherwise."""


@documented
class FimJson(TypedDict):
    """The facing identification mark, inches."""

    kind: Literal["A", "B", "C", "D", "E"]
    right: float
    """Right side of the rightmost bar from the right edge of the piece."""
    top: float
    """Tops of the bars from the top edge."""
    bottom: float
    """Bottoms of the bars from the top edge."""
    bar_width: float
    pitch: float
    slant_deg: float


@documented
class BarcodeJson(TypedDict):
    """A postal barcode."""

    kind: Literal["imb", "postnet"]
    digits: str
    box: BoxJson | None


@documented
class SignatureJson(TypedDict):
    """Whether the message is the device's."""

    status: Literal[
        "valid",
        "invalid",
        "unknown-certificate",
        "unsupported-algorithm",
        "truncated",
        "not-yet-valid",
        "expired",
        "revoked",
        "absent",
        "not-checked",
    ]


@documented
class DateJson(TypedDict):
    """The day of deposit against the mailing period (DMM 604.4.8.13)."""

    status: Literal["in-period", "early", "late", "undated"]
    first: str | None
    """First lawful day of deposit, YYYY-MM-DD; null when every day is lawful."""
    last: str | None
    """Last lawful day of deposit."""


@documented
class FirstJson(TypedDict):
    """When and where an indicium was seen first."""

    at: str
    """ISO 8601 with the offset."""
    station: str
    piece: str
    """The station's own name for the piece."""
    place: str
    picture: str
    """File or address of the picture."""


@documented
class DuplicateJson(TypedDict):
    """Whether the register of indicia already seen knows this one."""

    status: Literal["first-seen", "duplicate", "declared-reprint", "conflict", "refunded", "not-checked"]
    first: NotRequired[FirstJson]
    """The sighting that came before."""


@documented
class TextJson(TypedDict):
    """A run of lettering in the indicium."""

    role: str
    string: str
    size_pt: float | None
    bold: bool | None
    box: BoxJson | None


@documented
class IndiciumJson(TypedDict):
    """One postage mark."""

    kind: Literal["ibi", "digital", "letterpress", "permit", "precancel"]
    purpose: Literal["postage", "redate", "postage-correction", "reply", "qa", "refund-request"] | None
    """null when the picture does not tell."""
    box: BoxJson | None
    """Tight ink of lettering and symbol, without FIM and quiet zone."""
    symbol: IndiciumSymbolJson | None
    payload: IbiPayloadJson | LitePayloadJson | None
    signature: SignatureJson
    date: DateJson | None
    """null when the date is missing or no date of the calendar."""
    duplicate: DuplicateJson
    text: list[TextJson] | None
    """null: not read."""


@documented
class FindingJson(TypedDict):
    """What one rule says."""

    rule: str
    """Id: section of the manual plus topic."""
    status: Literal["pass", "fail", "undetermined"]
    measured: float | str | bool | None
    limit: str
    unit: str
    uncertainty: float
    """Half-width of the interval that holds the true value, same unit."""
    marginal: NotRequired[Literal[True]]
    """The limit lies within the uncertainty."""
    reading: NotRequired[Literal[True]]
    """The limit is this project's reading: the text gives no number or contradicts itself."""
    weight: NotRequired[Literal["warns"]]
    """A failure warns and does not decide."""
    note: NotRequired[str]
    indicium: NotRequired[int]
    """Index into `indicia`, where the page bears more than one."""


class _Answer(TypedDict):
    schema: Literal["indicia.verify/1"]
    file: str | None


@documented
class AnswerJson(_Answer):
    """What the verifier says of one page."""

    page: int
    verdict: Literal["ACCEPTABLE", "UNACCEPTABLE", "UNDETERMINED"]
    reasons: list[str]
    """Ids of the rules that made the verdict; empty when it is ACCEPTABLE."""
    mailpiece: MailpieceJson | None
    """null when no scale can be had."""
    fim: FimJson | None
    barcodes: list[BarcodeJson] | None
    """null: not looked for."""
    indicia: list[IndiciumJson]
    symbols: list[SymbolJson]
    findings: list[FindingJson]
    checks: NotRequired[list[str]]
    """What was looked at and judged; absent when that was everything."""
    notes: NotRequired[list[str]]
    """What a person should know; absent when there is nothing."""
    timing_ms: NotRequired[dict[str, float]]
    """Milliseconds of each stage; only when asked for."""


@documented
class ErrorJson(TypedDict):
    """Why an input has no answer."""

    code: str
    message: str


@documented
class ErrorAnswerJson(_Answer):
    """In the place of an answer, for an input that cannot be read."""

    page: None
    error: ErrorJson
