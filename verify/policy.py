"""Which edition of the rules holds, which of its rows decide, and whose open questions stand in the way.

A policy is an edition's name, or a TOML file (every key may be left out):

    edition = "dmm-2005"              # or "current"
    grade-floor = 1.5                 # a symbol of a lower overall grade (ISO/IEC 15415) is not acceptable

    [rows]                            # ids, or beginnings of ids with *
    decide = ["604.4.8.6-arial"]      # a failure makes the piece unacceptable
    warn = ["604.4.8.3-ocr-zone"]     # a failure is only reported

    [questions]
    block = ["604.4.8.10-fim-d"]      # an undetermined finding leaves the piece undetermined
    pass = ["604.4.8.6-*"]            # an undetermined finding does not stand in the way
"""

import difflib
import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indicia.errors import InputError, UsageError
from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import AtLeast, Row, Weight, Witness
from indicia.rulebook.rows import rows as rows_of
from indicia.spec.kinds import Edition

_TOP = frozenset({"edition", "grade-floor", "rows", "questions"})
_TABLES = {"rows": ("decide", "warn"), "questions": ("block", "pass")}
_BEST_GRADE = 4.0
_SEEN = frozenset({Witness.PIXELS, Witness.INPUT})
"""Who can speak here: what only an order or a layout knows is nothing that a picture is asked."""
# Many scanners see no colour; that nothing is said of red and green light then stands in nobody's way.
_LIGHT = ("604.4.8.2-reflectance-*", "604.4.8.2-background-*")
# What the lettering says beside a symbol that reads is in the symbol's message too, but for its type: where the
# lettering cannot be read the question is told and does not stand in the way. Without a symbol it does.
_LETTERING = (
    "604.4.8.2-legible",
    "604.4.8.5-*",
    "604.4.8.6-*",
    "604.4.8.12-*",
    "604.4.9.3-*",
    "match-*",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What to demand."""

    edition: Edition = Edition.DMM_2005
    """Edition of the rules."""
    decide: tuple[str, ...] = ()
    """Ids, or patterns of ids, of rows whose failure decides."""
    warn: tuple[str, ...] = ()
    """Of rows whose failure only warns."""
    block: tuple[str, ...] = ()
    """Of rows whose open questions stand in the way of acceptance."""
    let: tuple[str, ...] = ()
    """Of rows whose open questions do not."""
    grade_floor: float | None = None
    """Least overall grade of a symbol; None asks for none."""

    def __post_init__(self) -> None:
        known = sorted({row.id for row in self._edition_rows()})
        for pattern in (*self.decide, *self.warn, *self.block, *self.let):
            if not fnmatch.filter(known, pattern):
                near = difflib.get_close_matches(pattern, known, 1)
                hint = f"; the nearest is {near[0]}" if near else ""
                raise UsageError(f"policy: no rule {pattern!r} in the edition {self.edition}{hint}")
        for one, other in ((self.decide, self.warn), (self.block, self.let)):
            for pattern in set(one) & set(other):
                raise UsageError(f"policy: {pattern!r} stands on both sides")

    @property
    def grades(self) -> bool:
        """Whether symbols must be graded for it."""
        return self.grade_floor is not None

    def rows(self, *, beside_symbol: bool = False) -> tuple[Row, ...]:
        """The rulebook under this policy.

        Args:
            beside_symbol: the lettering stands beside a symbol that reads.
        """
        passed = (*self.let, *_LIGHT, *(_LETTERING if beside_symbol else ()))
        return tuple(self._weighed(row, passed) for row in self._edition_rows() if row.witnesses & _SEEN)

    def _edition_rows(self) -> tuple[Row, ...]:
        graded = () if self.grade_floor is None else (_graded(self.grade_floor),)
        return (*rows_of(self.edition), *graded)

    def _weighed(self, row: Row, passed: Sequence[str]) -> Row:
        if _matches(row.id, self.decide):
            row = replace(row, weight=Weight.DECIDES, softened=None)
        if _matches(row.id, self.warn):
            row = replace(row, weight=Weight.WARNS)
        if _matches(row.id, passed) and not _matches(row.id, self.block):
            return replace(row, open_question_blocks=False)
        return replace(row, open_question_blocks=True) if _matches(row.id, self.block) else row


def load_policy(named: str | Path) -> Policy:
    """The policy that an edition's name or a TOML file stands for.

    Raises:
        UsageError: it is neither, or asks for what there is not.
        InputError: the file cannot be read or is no TOML.
    """
    if isinstance(named, str) and named in tuple(Edition):
        return Policy(Edition(named))
    path = Path(named)
    if not path.is_file():
        raise UsageError(f"policy {str(named)!r}; allowed: {', '.join(Edition)}, or a TOML file")
    try:
        document = tomllib.loads(path.read_text("utf-8"))
    except OSError as fault:
        raise InputError(f"{path}: cannot be read: {fault.strerror}") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: no TOML: {fault}") from fault
    try:
        return parse_policy(document)
    except UsageError as fault:
        raise UsageError(f"{path}: {fault}") from None


def parse_policy(document: Mapping[str, object]) -> Policy:
    """The policy that a TOML document describes.

    Raises:
        UsageError: a key or value that there is not.
    """
    _require_known(document, _TOP, "")
    tables = {name: _table(document, name, keys) for name, keys in _TABLES.items()}
    return Policy(
        edition=_edition(document.get("edition", Edition.DMM_2005.value)),
        decide=tables["rows"]["decide"],
        warn=tables["rows"]["warn"],
        block=tables["questions"]["block"],
        let=tables["questions"]["pass"],
        grade_floor=_grade(document.get("grade-floor")),
    )


def _table(document: Mapping[str, object], name: str, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    table = document.get(name, {})
    if not isinstance(table, Mapping):
        raise UsageError(f"policy: {name} is a table [{name}]")
    _require_known(table, keys, f"{name}.")
    return {key: _patterns(table.get(key, []), f"{name}.{key}") for key in keys}


def _patterns(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise UsageError(f"policy: {name} is a list of rule ids")
    return tuple(value)


def _edition(value: object) -> Edition:
    if value not in tuple(Edition):
        raise UsageError(f"policy: edition {value!r}; allowed: {', '.join(Edition)}")
    return Edition(str(value))


def _grade(value: object) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _BEST_GRADE:
        raise UsageError(f"policy: grade-floor {value!r}; allowed: 0 to {_BEST_GRADE:g}")
    return float(value)


def _require_known(found: Mapping[str, object], known: Sequence[str] | frozenset[str], where: str) -> None:
    for key in found:
        if key not in known:
            raise UsageError(f"policy: no key {where}{key}; there are {', '.join(sorted(known))}")


def _matches(rule: str, patterns: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(rule, pattern) for pattern in patterns)


def _graded(floor: float) -> Row:
    return Row(
        id="policy.grade-floor",
        section="",
        title="grade of the symbol",
        explanation="The policy asks for a least overall print quality of the symbol by ISO/IEC 15415. A scanner is no "
        "verifier of that standard: its grades are a hint.",
        remedy="Print again; look for clogged nozzles, worn heads, the wrong ribbon or paper.",
        asks=((Quantity.SYMBOL_GRADE, AtLeast(floor, unit="grade")),),
        witnesses=frozenset({Witness.PIXELS}),
        reading=True,
    )
