"""`verify scan --reflectance-card`: a card of known reflectance corrects what a dim scanner sees."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from fixtures.handplaced import Wish, place
from indicia import console
from indicia.errors import ExitCode
from tests.verify.conftest import Office
from verify.cli.main import app


def run(capsys: pytest.CaptureFixture[str], office: Office, *arguments: object) -> tuple[int, str, str]:
    words = ["scan", *map(str, arguments), "--trust", str(office.authority.trust), "--on", "2005-06-15"]
    code = console.exit_code(app, "verify", words)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def scan_file(office: Office, tmp_path: Path) -> Path:
    """A letter in colour, from a scanner whose white is 200 and whose black is 60."""
    grey = place(Wish(data=office.message(), dpi=300)).pixels
    noise = np.random.default_rng(2).normal(0, 1, (*grey.shape, 3))
    picture = 60 + 140 * (grey[..., None] / 255) + noise
    path = tmp_path / "dim.png"
    Image.fromarray(picture.astype(np.uint8)).save(path, dpi=(300, 300))
    return path


def test_it_corrects_the_reflectances(
    capsys: pytest.CaptureFixture[str], office: Office, scan_file: Path, tmp_path: Path
) -> None:
    card = np.full((80, 160, 3), 200, dtype=np.uint8)
    card[:, 90:] = 60
    Image.fromarray(card).save(tmp_path / "card.png")
    measured = []
    for flag in ([], ["--reflectance-card", f"{tmp_path / 'card.png'}=0.85,0.05"]):
        answer = json.loads(run(capsys, office, scan_file, "--json", *flag)[1])
        found = {one["rule"]: one for one in answer["findings"]}["604.4.8.2-reflectance-red"]
        measured.append((found["measured"], found["uncertainty"]))
    assert pytest.approx(0.80, abs=0.03) == measured[1][0]
    assert measured[0][0] < 0.6
    assert measured[1][1] < measured[0][1]


def test_other_words_are_refused(capsys: pytest.CaptureFixture[str], office: Office, scan_file: Path) -> None:
    code, out, err = run(capsys, office, scan_file, "--reflectance-card", "card.png")
    assert (ExitCode.USAGE, "") == (code, out)
    assert "FILE=LIGHT,DARK" in err
