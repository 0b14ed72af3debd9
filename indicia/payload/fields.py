"""The one table of data elements: it gives the scalar codec and the NumPy structured dtype.

The tables of the USPS criteria (PCIBI-C, IMI-PC) are not public in full. Each row says what its
position and meaning rest on, and how far that can be trusted.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FieldValue = int | str | bytes
"""A decoded field: a number, text of one character a byte, or opaque bytes."""


class Encoding(enum.Enum):
    """How the bytes of a field carry its value."""

    NUMBER = "unsigned, little-endian"
    TEXT = "one character a byte"
    OPAQUE = "bytes"


class Source(enum.StrEnum):
    """What a row of the table rests on."""

    INDICIA = "published real indicia, parsed and compared with what is printed beside them"
    INFERRED = "inferred from published real indicia; nothing printed beside them confirms it"
    PATENT = "a provider's patent, which spells out the layout"


class Confidence(enum.StrEnum):
    """How far a row can be trusted."""

    HIGH = "confirmed by parsing real bytes, or read in a source"
    MEDIUM = "one good secondary source, or tight inference"


@dataclass(frozen=True, slots=True)
class Field:
    """One data element."""

    offset: int
    """Bytes from the start of the message."""
    length: int
    """Bytes."""
    name: str
    """Its name in `Payload` and in JSON."""
    encoding: Encoding
    """How the bytes carry the value."""
    source: Source
    """What position and meaning rest on."""
    confidence: Confidence
    """How far they can be trusted."""

    @property
    def end(self) -> int:
        """Offset of the byte after the field."""
        return self.offset + self.length

    @property
    def largest(self) -> int:
        """The largest number that fits."""
        return (1 << (8 * self.length)) - 1

    def read(self, data: bytes) -> FieldValue:
        """The value in a message that reaches at least to `end`."""
        raw = data[self.offset : self.end]
        if self.encoding is Encoding.NUMBER:
            return int.from_bytes(raw, "little")
        # Latin-1 gives every byte a character, so that damaged text survives a round trip.
        return raw.decode("latin-1") if self.encoding is Encoding.TEXT else raw

    def write(self, value: FieldValue) -> bytes:
        """The bytes of a value that fits."""
        if isinstance(value, int):
            return value.to_bytes(self.length, "little")
        return value.encode("latin-1") if isinstance(value, str) else value

    def fits(self, value: object) -> bool:
        """Whether `value` has the right type and size for this field."""
        if self.encoding is Encoding.NUMBER:
            return isinstance(value, int) and value is not True and value is not False and 0 <= value <= self.largest
        if self.encoding is Encoding.TEXT:
            return isinstance(value, str) and len(value) == self.length and max(map(ord, value)) < 256
        return isinstance(value, bytes) and len(value) == self.length

    @property
    def allowed(self) -> str:
        """What fits, in words."""
        if self.encoding is Encoding.NUMBER:
            return f"a whole number from 0 to {self.largest}"
        return f"{self.length} {'characters' if self.encoding is Encoding.TEXT else 'bytes'}"


_N, _T, _O = Encoding.NUMBER, Encoding.TEXT, Encoding.OPAQUE
_HIGH, _MEDIUM = Confidence.HIGH, Confidence.MEDIUM

# DMM 604.4.8.5 asks for a 2-D symbol and leaves its content to the USPS criteria. Amounts are mills.
IBI_FIELDS = (
    Field(0, 1, "version", _N, Source.INDICIA, _HIGH),
    Field(1, 1, "algorithm", _N, Source.INFERRED, _MEDIUM),
    Field(2, 4, "certificate_serial", _N, Source.INFERRED, _MEDIUM),
    Field(6, 2, "manufacturer", _T, Source.INDICIA, _HIGH),
    Field(8, 2, "model", _T, Source.INDICIA, _HIGH),
    Field(10, 4, "psd_serial", _N, Source.INDICIA, _HIGH),
    Field(14, 5, "ascending_register", _N, Source.INDICIA, _HIGH),
    Field(19, 3, "amount", _N, Source.INDICIA, _HIGH),
    Field(22, 4, "mailing_date", _N, Source.INDICIA, _HIGH),
    Field(26, 4, "licensing_zip", _N, Source.INDICIA, _HIGH),
    Field(30, 5, "destination", _N, Source.INFERRED, _MEDIUM),
    Field(35, 6, "software_id", _O, Source.INFERRED, _MEDIUM),
    Field(41, 4, "descending_register", _N, Source.INDICIA, _HIGH),
    Field(45, 4, "rate_category", _O, Source.INFERRED, _MEDIUM),
)

LITE_FIELDS = (
    Field(0, 1, "version", _N, Source.PATENT, _HIGH),
    Field(1, 4, "piece_counter", _N, Source.PATENT, _HIGH),
    Field(5, 1, "vendor", _N, Source.PATENT, _HIGH),
    Field(6, 3, "psd_serial", _N, Source.PATENT, _HIGH),
    Field(9, 3, "amount", _N, Source.PATENT, _HIGH),
    Field(12, 2, "service", _N, Source.PATENT, _HIGH),
)


def _word(field: Field) -> str:
    """NumPy type that covers a field: numbers of 3 and 5 bytes are read as a wider word and masked."""
    if field.encoding is Encoding.NUMBER:
        return f"<u{1 << (field.length - 1).bit_length()}"
    return f"{'S' if field.encoding is Encoding.TEXT else 'V'}{field.length}"


def record_dtype(fields: Sequence[Field], length: int) -> np.dtype[np.void]:
    """The structured dtype of messages of `length` bytes; words may overlap, see `columns`."""
    return np.dtype(
        {
            "names": [field.name for field in fields],
            "formats": [_word(field) for field in fields],
            "offsets": [field.offset for field in fields],
            "itemsize": length,
        }
    )


def columns(fields: Sequence[Field], messages: npt.NDArray[np.uint8]) -> dict[str, npt.NDArray[np.generic]]:
    """One array of N values for each field of N messages.

    Args:
        fields: a table of this module.
        messages: N x L bytes, L at least the end of the last field; what follows it is ignored.
    """
    rows = np.ascontiguousarray(messages)
    records = np.frombuffer(rows, dtype=record_dtype(fields, rows.shape[1]))
    return {field.name: _masked(field, records[field.name]) for field in fields}


def _masked(field: Field, words: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
    """The words of a field without the bytes of its neighbours."""
    if field.encoding is Encoding.NUMBER and words.dtype.itemsize > field.length:
        masked: npt.NDArray[np.generic] = np.bitwise_and(words, words.dtype.type(field.largest))
        return masked
    return words
