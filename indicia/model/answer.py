"""The verifier's answer as JSON: one object a page, the contract that its readers rely on.

Keys are added freely and never renamed. What is not known is null. The types here are the only
description of the form: the verifier's writer is checked against them, and the JSON Schema comes from them.
"""

from typing import Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

_DOCUMENTED = with_config(ConfigDict(use_attribute_docstrings=True))


@_DOCUMENTED
class BoxJson(TypedDict):
    """A rectangle on the upright mailpiece, inches."""

    right: float
    """Distance of its right side from the right edge of the mailpiece."""
    top: float
    """Distance of its top from the top edge."""
    width: float
    height: float


@_DOCUMENTED
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


@_DOCUMENTED
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


@_DOCUMENTED
class BarcodeJson(TypedDict):
    """A postal barcode."""

    kind: Literal["imb", "postnet"]
    digits: str
    box: BoxJson | None


@_DOCUMENTED
class GradeJson(TypedDict):
    """Print quality after ISO/IEC 15415."""

    overall: float
    decode: float
    symbol_contrast: float
    modulation: float
    reflectance_margin: float
    fixed_pattern_damage: float
    axial_nonuniformity: float
    grid_nonuniformity: float
    unused_error_correction: float


@_DOCUMENTED
class IndiciumSymbolJson(TypedDict):
    """The two-dimensional symbol of an indicium."""

    format: Literal["datamatrix"]
    rows: int
    columns: int
    x_dimension: float | None
    """Module size, inches; null without a scale."""
    box: BoxJson | None
    """Without quiet zone; null without a scale."""
    errors_corrected: int | None
    """Codewords; null when the reader does not say."""
    erasures: int | None
    grade: GradeJson | None
    """null: not graded."""


@_DOCUMENTED
class SymbolJson(TypedDict):
    """A Data Matrix on the page, a US indicium or not."""

    format: Literal["datamatrix"]
    rows: int
    columns: int
    hex: str
    text: str | None
    """The content where it decodes as text."""
    reader: Literal["zxing", "own", "libdmtx"]
    box: BoxJson | None
    mirrored: NotRequired[Literal[True]]
    """Read from its mirror image; absent otherwise."""


@_DOCUMENTED
class IbiPayloadJson(TypedDict):
    """The message of an IBI; of one cut short, null for the fields that are not there."""

    hex: str
    """The whole message."""
    version: int | None
    algorithm: int | None
    certificate_serial: int | None
    manufacturer: str | None
    model: str | None
    psd_serial: int | None
    ascending_register: str | None
    """Dollars with three decimals, after the debit."""
    amount: str | None
    """Dollars with three decimals."""
    mailing_date: str | None
    """YYYY-MM-DD, or YYYY-MM; null when undated. What is no date stays the number in the field."""
    licensing_zip: str | None
    destination: str | None
    """5, 9 or 11 digits."""
    software_id: str | None
    """Hexadecimal."""
    descending_register: str | None
    """Dollars with three decimals, after the debit."""
    rate_category: str | None
    """Text where it is printable ASCII, else hexadecimal."""
    reserved: str | None
    """What follows the signature, hexadecimal; not signed."""


@_DOCUMENTED
class LitePayloadJson(TypedDict):
    """The message of an IBI Lite; of one cut short, null for the fields that are not there."""

    hex: str
    """The whole message."""
    version: int | None
    piece_counter: int | None
    vendor: int | None
    psd_serial: int | None
    amount: str | None
    """Dollars with three decimals."""
    service: int | None


@_DOCUMENTED
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


@_DOCUMENTED
class DateJson(TypedDict):
    """The day of deposit against the mailing period (DMM 604.4.8.13)."""

    status: Literal["in-period", "early", "late", "undated"]
    first: str | None
    """First lawful day of deposit, YYYY-MM-DD; null when every day is lawful."""
    last: str | None
    """Last lawful day of deposit."""


@_DOCUMENTED
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


@_DOCUMENTED
class DuplicateJson(TypedDict):
    """Whether the register of indicia already seen knows this one."""

    status: Literal["first-seen", "duplicate", "declared-reprint", "conflict", "refunded", "not-checked"]
    first: NotRequired[FirstJson]
    """The sighting that came before."""


@_DOCUMENTED
class TextJson(TypedDict):
    """A run of lettering in the indicium."""

    role: str
    string: str
    size_pt: float | None
    bold: bool | None
    box: BoxJson | None


@_DOCUMENTED
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


@_DOCUMENTED
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


@_DOCUMENTED
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
    notes: NotRequired[list[str]]
    """What a person should know; absent when there is nothing."""
    timing_ms: NotRequired[dict[str, float]]
    """Milliseconds of each stage; only when asked for."""


@_DOCUMENTED
class ErrorJson(TypedDict):
    """Why an input has no answer."""

    code: str
    message: str


@_DOCUMENTED
class ErrorAnswerJson(_Answer):
    """In the place of an answer, for an input that cannot be read."""

    page: None
    error: ErrorJson
