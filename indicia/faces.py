"""The face that stands for Arial: finding it, its metrics, where its outlines lie.

DMM 604.4.8.6 asks for Arial, which may not be shipped. In order: a face named by the user, an Arial found on
the system or put into `fonts/`, else Arimo, whose advance widths are Arial's. No kerning is applied anywhere:
the manual's words are set as the widths of their characters, one after the other.
"""

import hashlib
import importlib.resources
import io
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import fontTools
from fontTools.ttLib import TTFont, TTLibError
from fontTools.varLib import instancer

from indicia import files
from indicia.errors import InputError, OutputError
from indicia.spec import arial
from indicia.spec.lettering import FACE as ARIAL

Bounds = tuple[float, float, float, float]
"""Ink of a glyph, em: xmin, ymin, xmax, ymax; x right from the pen, y up from the baseline."""

_ARIMO_PACKAGE = "fontpkg_arimo"
_ARIMO_FILE = "files/Arimo[wght].ttf"
_REGULAR_WEIGHT = 400
_BOLD_WEIGHT = 700
# OpenType `name` table: identifiers of family and style, the typographic ones first where both stand.
_FAMILY_IDS = (16, 1)
_STYLE_IDS = (17, 2)
_GLYPH_HEADER = struct.Struct(">5h")
_REGULAR_STYLES = frozenset({"regular", "normal", "roman", "book"})


@dataclass(frozen=True, slots=True)
class Metrics:
    """The measures of one weight, em, for every character that it has."""

    advances: Mapping[str, float]
    """How far the pen moves."""
    bounds: Mapping[str, Bounds | None]
    """Ink; None for a character without any, as the space."""
    cap_height: float
    """Height of the capital H."""


@dataclass(frozen=True, slots=True)
class Face:
    """A regular and a bold face of one family."""

    name: str
    """Family name, as the files say it."""
    regular: Path
    """TrueType file of the regular weight."""
    bold: Path
    """TrueType file of the bold weight."""
    is_arial: bool
    """The family that DMM 604.4.8.6 names."""
    is_metric_twin: bool
    """Every printable ASCII character has Arial's advance width in both weights."""
    metrics: tuple[Metrics, Metrics] = field(repr=False, compare=False)
    """Of the regular and of the bold weight."""

    def advance(self, character: str, *, bold: bool) -> float:
        """How far `character` moves the pen, em.

        Raises:
            InputError: the face has no such character.
        """
        try:
            return self.metrics[bold].advances[character]
        except KeyError:
            raise self._lacks(character) from None

    def bounds(self, character: str, *, bold: bool) -> Bounds | None:
        """Where `character` leaves ink, em; None where it leaves none.

        Raises:
            InputError: the face has no such character.
        """
        try:
            return self.metrics[bold].bounds[character]
        except KeyError:
            raise self._lacks(character) from None

    def glyphs(self, string: str, *, bold: bool) -> tuple[list[float], list[Bounds | None]]:
        """How far each character of `string` moves the pen, em, and where it leaves ink; None where it leaves none.

        Raises:
            InputError: the face lacks one of them.
        """
        metrics = self.metrics[bold]
        try:
            return list(map(metrics.advances.__getitem__, string)), list(map(metrics.bounds.__getitem__, string))
        except KeyError as missing:
            raise self._lacks(missing.args[0]) from None

    def cap_height(self, *, bold: bool) -> float:
        """Height of the capital H, em."""
        return self.metrics[bold].cap_height

    def file(self, *, bold: bool) -> Path:
        """The TrueType file of a weight."""
        return self.bold if bold else self.regular

    def _lacks(self, character: str) -> InputError:
        return InputError(f"{self.name} has no {character!r} (U+{ord(character):04X}) to print it with")


def find_face(named: Path | None, search: Sequence[Path], cache: Path) -> Face:
    """The face to print and to judge with.

    Args:
        named: what the user asks for, if anything: a TrueType file whose other weight lies beside it, or a
            folder that holds both weights of Arial or of one family.
        search: folders that may hold Arial, in order, with all below them.
        cache: folder for the fallback's two files; it is made when needed.

    Raises:
        InputError: what is named is not a face in two weights.
        OutputError: the cache cannot be written.
    """
    if named is not None:
        return _named(named)
    for folder in search:
        files = (file for file in _truetype_files(folder, deep=True) if file.name.lower().startswith("arial"))
        for family, regular, bold in _pairs(files):
            if family == ARIAL:
                return _load(family, regular, bold)
    return _load("Arimo", *_arimo(cache))


def default_search() -> tuple[Path, ...]:
    """The usual font folders of this system, the project's own `fonts/` first; for the command line."""
    home = Path.home()
    places = {
        "win32": [
            Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
            home / "AppData/Local/Microsoft/Windows/Fonts",
        ],
        "darwin": [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")],
    }.get(
        sys.platform,
        [
            Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share") / "fonts",
            home / ".fonts",
            Path("/usr/local/share/fonts"),
            Path("/usr/share/fonts"),
        ],
    )
    return (Path(__file__).resolve().parent.parent / "fonts", *places)


def default_cache() -> Path:
    """The folder for the fallback's files on this system; for the command line."""
    home = Path.home()
    places = {"win32": home / "AppData/Local", "darwin": home / "Library/Caches"}
    return places.get(sys.platform, Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")) / "indicia"


# --- Files ------------------------------------------------------------------------------------------


def _named(named: Path) -> Face:
    folder = named if named.is_dir() else named.parent
    pairs = list(_pairs(_truetype_files(folder, deep=False)))
    if not named.is_dir():
        if _family_and_weight(named) is None:
            raise InputError(f"{named}: not a TrueType font in regular or bold weight")
        pairs = [pair for pair in pairs if named in pair]
    chosen = [pair for pair in pairs if pair[0] == ARIAL] or pairs
    if len(chosen) != 1:
        families = ", ".join(sorted(family for family, _, _ in chosen)) or "none"
        raise InputError(f"{named}: one family with a regular and a bold TrueType file is needed; found {families}")
    return _load(*chosen[0])


def _truetype_files(folder: Path, *, deep: bool) -> list[Path]:
    """The TrueType files in `folder` (and below it, when `deep`), in a fixed order."""
    return sorted(file for file in folder.glob("**/*" if deep else "*") if file.suffix.lower() == ".ttf")


def _pairs(files: Iterable[Path]) -> Iterator[tuple[str, Path, Path]]:
    """Family, regular and bold file of each family that has both in one folder."""
    found: dict[tuple[Path, str], dict[bool, Path]] = {}
    for file in files:
        named = _family_and_weight(file)
        if named is not None:
            family, is_bold = named
            found.setdefault((file.parent, family), {}).setdefault(is_bold, file)
    for (_, family), weights in found.items():
        if len(weights) == len((False, True)):
            yield family, weights[False], weights[True]


def _family_and_weight(file: Path) -> tuple[str, bool] | None:
    """Family and whether it is bold; None for another style, a variable font and what is no font."""
    try:
        with file.open("rb") as stream, TTFont(stream, lazy=True) as font:
            names = font["name"]
            family = next(filter(None, map(names.getDebugName, _FAMILY_IDS)), None)
            style = next(filter(None, map(names.getDebugName, _STYLE_IDS)), "").lower()
            is_static = "fvar" not in font
    except (OSError, TTLibError, KeyError, ValueError):
        return None
    if family is None or not is_static or style not in {*_REGULAR_STYLES, "bold"}:
        return None
    return family, style == "bold"


# --- The fallback -----------------------------------------------------------------------------------


def _arimo(cache: Path) -> tuple[Path, Path]:
    """Regular and bold Arimo, instanced from the package's variable file once and kept in `cache`."""
    variable = importlib.resources.files(_ARIMO_PACKAGE).joinpath(_ARIMO_FILE).read_bytes()
    key = hashlib.sha256(variable + fontTools.version.encode()).hexdigest()[:12]
    paths = (cache / f"Arimo-Regular-{key}.ttf", cache / f"Arimo-Bold-{key}.ttf")
    for path, weight in zip(paths, (_REGULAR_WEIGHT, _BOLD_WEIGHT), strict=True):
        if not path.is_file():
            _write_whole(path, _instance(variable, weight))
    return paths


def _instance(variable: bytes, weight: int) -> bytes:
    """A static font of one weight, the same bytes wherever it is made."""
    with TTFont(io.BytesIO(variable), recalcTimestamp=False) as font:
        # Without names of their own both weights share one PostScript name, and a PDF shows the regular one.
        instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True, updateFontNames=True)
        made = io.BytesIO()
        font.save(made)
    return made.getvalue()


def _write_whole(path: Path, data: bytes) -> None:
    """Make the cache's folder and the file; a racing process waits and writes the same."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the font cache {path.parent} cannot be written: {error.strerror}") from error
    files.replace(path, data)


# --- Metrics ----------------------------------------------------------------------------------------


def _load(family: str, regular: Path, bold: Path) -> Face:
    metrics = (_metrics(regular), _metrics(bold))
    return Face(
        name=family,
        regular=regular,
        bold=bold,
        is_arial=family == ARIAL,
        is_metric_twin=_is_twin(metrics[0], arial.REGULAR) and _is_twin(metrics[1], arial.BOLD),
        metrics=metrics,
    )


def _metrics(file: Path) -> Metrics:
    try:
        with file.open("rb") as stream, TTFont(stream, lazy=True) as font:
            em = font["head"].unitsPerEm
            glyphs = {chr(code): font.getGlyphID(name) for code, name in font.getBestCmap().items()}
            steps = [font["hmtx"][name][0] for name in font.getGlyphOrder()]
            starts, outlines = font["loca"], font.reader["glyf"]
            boxes = {character: _box(outlines, starts, glyph, em) for character, glyph in glyphs.items()}
    except (OSError, TTLibError, KeyError, ValueError, AttributeError, struct.error) as error:
        raise InputError(f"{file}: not a TrueType font with outlines and a character map ({error})") from error
    capital = boxes.get("H")
    if capital is None:
        raise InputError(f"{file}: not a font for text: it has no letter H")
    return Metrics(
        advances={character: steps[glyph] / em for character, glyph in glyphs.items()},
        bounds=boxes,
        cap_height=capital[3],
    )


def _box(outlines: bytes, starts: Sequence[int], glyph: int, em: int) -> Bounds | None:
    """The box that stands at the head of a glyph (OpenType `glyf`), without unpacking the glyph."""
    if starts[glyph] == starts[glyph + 1]:
        return None
    _, xmin, ymin, xmax, ymax = _GLYPH_HEADER.unpack_from(outlines, starts[glyph])
    return xmin / em, ymin / em, xmax / em, ymax / em


def _is_twin(metrics: Metrics, table: Sequence[int]) -> bool:
    first = ord(arial.FIRST_CHARACTER)
    return all(
        abs(1000 * metrics.advances.get(chr(code), 0.0) - width) <= arial.TOLERANCE
        for code, width in enumerate(table, start=first)
    )
