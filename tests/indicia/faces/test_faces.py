import subprocess
import sys
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from reportlab.pdfbase import pdfmetrics

from indicia.errors import InputError, OutputError
from indicia.faces import Face, default_search, find_face
from indicia.spec import arial

ASCII = [chr(code) for code in range(32, 127)]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faces")


@pytest.fixture(scope="session")
def arimo(cache: Path) -> Face:
    return find_face(None, (), cache)


def renamed(source: Path, target: Path, family: str) -> Path:
    """A copy of a font file that calls itself `family`."""
    with TTFont(source) as font:
        for record in font["name"].names:
            if record.nameID in {1, 16}:
                record.string = family
        font.save(target)
    return target


@pytest.fixture(scope="session")
def arial_folder(arimo: Face, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a licensed Arial would look like: the fallback under Arial's name."""
    folder = tmp_path_factory.mktemp("system") / "truetype" / "msttcorefonts"
    folder.mkdir(parents=True)
    renamed(arimo.regular, folder / "Arial.ttf", "Arial")
    renamed(arimo.bold, folder / "Arial_Bold.ttf", "Arial")
    renamed(arimo.regular, folder / "arialn.ttf", "Arial Narrow")
    renamed(arimo.bold, folder / "arialnb.ttf", "Arial Narrow")
    return folder


def test_the_fallback_is_arimo_and_says_so(arimo: Face) -> None:
    assert "Arimo" == arimo.name
    assert not arimo.is_arial
    assert arimo.is_metric_twin
    assert arimo.regular != arimo.bold
    assert (arimo.regular, arimo.bold) == (arimo.file(bold=False), arimo.file(bold=True))


# Arial's advances equal Helvetica's (Adobe's AFM files) for all of printable ASCII; it differs from it nowhere.
@pytest.mark.parametrize(("bold", "helvetica"), [(False, "Helvetica"), (True, "Helvetica-Bold")])
def test_every_advance_width_is_arials(arimo: Face, bold: bool, helvetica: str) -> None:
    widths = pdfmetrics.getFont(helvetica).widths
    expected = [widths[ord(character)] for character in ASCII]
    assert expected == list(arial.BOLD if bold else arial.REGULAR)
    assert expected == [round(1000 * arimo.advance(character, bold=bold)) for character in ASCII]


@pytest.mark.parametrize("bold", [False, True])
def test_bounds_are_those_of_the_outlines(arimo: Face, bold: bool) -> None:
    with TTFont(arimo.file(bold=bold)) as font:
        names, glyphs = font.getBestCmap(), font["glyf"]
        for character in ASCII[1:]:
            glyph = glyphs[names[ord(character)]]
            assert (glyph.xMin / 2048, glyph.yMin / 2048, glyph.xMax / 2048, glyph.yMax / 2048) == arimo.bounds(
                character, bold=bold
            )


def test_a_space_leaves_no_ink(arimo: Face) -> None:
    assert arimo.bounds(" ", bold=False) is None


def test_capitals_of_arial_are_seven_tenths_of_the_size(arimo: Face) -> None:
    assert 0.7 == pytest.approx(arimo.cap_height(bold=True), abs=0.02)


def test_a_character_that_the_face_lacks_is_named(arimo: Face) -> None:
    for look_up in (arimo.advance, arimo.bounds):
        with pytest.raises(InputError, match=r"Arimo has no '郵' \(U\+90F5\)"):
            look_up("郵", bold=False)


def test_an_arial_on_the_system_comes_first(arial_folder: Path, cache: Path) -> None:
    face = find_face(None, (arial_folder / "nowhere", arial_folder.parent.parent), cache)
    assert ("Arial", True, True) == (face.name, face.is_arial, face.is_metric_twin)
    assert (arial_folder / "Arial.ttf", arial_folder / "Arial_Bold.ttf") == (face.regular, face.bold)


def test_a_regular_arial_without_its_bold_is_not_taken(arial_folder: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "Arial.ttf").write_bytes((arial_folder / "Arial.ttf").read_bytes())
    (tmp_path / "arial-broken.ttf").write_bytes(b"no font")
    assert "Arimo" == find_face(None, (tmp_path,), cache).name


def test_a_named_file_wins_over_arial(arimo: Face, arial_folder: Path, cache: Path) -> None:
    for named in (arimo.regular, arimo.bold, arimo.regular.parent):
        assert arimo == find_face(named, (arial_folder,), cache)


def test_in_a_named_folder_arial_is_preferred(arial_folder: Path, cache: Path) -> None:
    assert "Arial" == find_face(arial_folder, (), cache).name


def test_a_named_file_that_is_no_font_is_refused(tmp_path: Path, cache: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0")
    for named in (broken, tmp_path / "missing.ttf"):
        with pytest.raises(InputError, match="not a TrueType font"):
            find_face(named, (), cache)


def test_a_named_folder_without_a_face_is_refused(tmp_path: Path, cache: Path) -> None:
    with pytest.raises(InputError, match="found none"):
        find_face(tmp_path, (), cache)


def test_a_face_with_other_widths_is_no_twin(arimo: Face, tmp_path: Path, cache: Path) -> None:
    for name, file in (("w.ttf", arimo.regular), ("wb.ttf", arimo.bold)):
        with TTFont(renamed(file, tmp_path / name, "Wider")) as font:
            advance, bearing = font["hmtx"]["A"]
            font["hmtx"]["A"] = (advance + 4, bearing)
            font.save(tmp_path / name)
    face = find_face(tmp_path, (), cache)
    assert ("Wider", False, False) == (face.name, face.is_arial, face.is_metric_twin)


def test_processes_that_race_for_the_cache_agree_on_the_bytes(arimo: Face, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from indicia.faces import find_face;"
        "print(find_face(None, (), Path(sys.argv[1])).bold.name)"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "made")], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    assert [arimo.bold.name] * 2 == [run.communicate()[0].decode().strip() for run in runs]
    assert sorted([arimo.regular.name, arimo.bold.name]) == sorted(file.name for file in (tmp_path / "made").iterdir())
    assert arimo.bold.read_bytes() == (tmp_path / "made" / arimo.bold.name).read_bytes()


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    with pytest.raises(OutputError, match=r"font cache .*file cannot be written"):
        find_face(None, (), in_the_way)


def test_the_projects_own_folder_is_searched_first() -> None:
    assert "fonts" == default_search()[0].name
    assert (default_search()[0] / "README.md").is_file()
