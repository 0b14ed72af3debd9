"""Symbols and their messages in the verifier's answer (design, section 6), and boxes, which everything has."""

from typing import Literal, NotRequired

from pydantic import ConfigDict, with_config
from typing_extensions import TypedDict

documented = with_config(ConfigDict(use_attribute_docstrings=True))
"""Makes the text under a key its description in the schema."""


@documented
class BoxJson(TypedDict):
    """A rectangle on the upright mailpiece, inches."""

    right: float
    """Distance of its right side from the right edge of the mailpiece."""
    top: float
    """Distance of its top from the top edge."""
    width: float
    height: float


@documented
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


@documented
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


@documented
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


@documented
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


@documented
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
