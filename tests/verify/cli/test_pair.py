"""Two sides of one piece, the office of deposit, policies: the flags of `verify scan`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from fixtures.mutations.bench import Bench, Specimen
from fixtures.mutations.pieces import Press
from indicia import console
from indicia.errors import ExitCode
from indicia.faces import Face
from verify.cli.main import app

NAME = "redate-pc-postage"
DAY = "2005-06-17"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def press(face: Face, tmp_path_factory: pytest.TempPathFactory) -> Press:
    return Press(Bench(face), tmp_path_factory.mktemp("provider"))


@pytest.fixture(scope="module")
def sides(press: Press, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Address side and nonaddress side as files."""
    base = press.bench.base(NAME)
    piece = press.piece(Specimen(base), base)
    folder = tmp_path_factory.mktemp("sides")
    files = []
    for number, pixels in enumerate(piece.printed(press.bench)):
        files.append(folder / f"{number}.png")
        Image.fromarray(pixels).save(files[-1], dpi=(press.bench.dpi, press.bench.dpi))
    return files


@pytest.fixture
def run(press: Press, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `verify scan` on the day of the redate: code, stdout, stderr."""

    def _run(*arguments: object) -> tuple[int, str, str]:
        words = ["scan", *map(str, arguments), "--trust", str(press.trust), "--on", DAY]
        code = console.exit_code(app, "verify", words)
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return _run


def verdicts(said: str) -> list[str]:
    return [json.loads(line)["verdict"] for line in said.splitlines()]


def test_alone_neither_side_is_acceptable(run: Run, sides: list[Path]) -> None:
    code, out, _ = run(*sides, "--json")
    assert (ExitCode.UNACCEPTABLE, ["UNACCEPTABLE", "UNDETERMINED"]) == (code, verdicts(out))


def test_as_a_pair_both_are(run: Run, sides: list[Path]) -> None:
    code, out, _ = run(*sides, "--pair", "--json")
    assert (ExitCode.DONE, ["ACCEPTABLE", "ACCEPTABLE"]) == (code, verdicts(out))


def test_a_page_without_its_other_side_keeps_its_own_answer(run: Run, sides: list[Path]) -> None:
    _, out, _ = run(*sides, sides[0], "--pair", "--json")
    assert ["ACCEPTABLE", "ACCEPTABLE", "UNACCEPTABLE"] == verdicts(out)


def test_a_policy_file_and_an_office_of_deposit(run: Run, sides: list[Path], tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('[rows]\nwarn = ["604.4.8.13-*"]\n')
    code, out, _ = run(sides[0], "--policy", policy, "--deposit-zip", "10001", "--json")
    assert (ExitCode.DONE, ["ACCEPTABLE"]) == (code, verdicts(out))


@pytest.mark.parametrize(
    ("flags", "words"),
    [(("--policy", "dmm-1999"), "dmm-2005, current"), (("--deposit-zip", "1234"), "12345 or 12345-6789")],
)
def test_a_flag_that_means_nothing(run: Run, sides: list[Path], flags: tuple[str, str], words: str) -> None:
    code, _, err = run(sides[0], *flags)
    assert (ExitCode.USAGE, True) == (code, words in err)
