import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from indicia import console
from indicia.cli.main import app
from indicia.psd.device import Psd


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.err.splitlines()

    @property
    def answers(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `indicia` with the arguments and standard input given."""

    def command(*arguments: object, stdin: bytes = b"") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = console.exit_code(app, "indicia", [str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Ended(code, out, err)

    return command


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two loaded devices: `psd`, and `locked` of the first half of 2005, whose key has a passphrase."""
    folder = tmp_path_factory.mktemp("shop")
    (folder / "passphrase").write_text("open sesame\n")
    office = ("--serial", "1001", "--zip", "06926", "--city", "STAMFORD", "--state", "CT")
    lock = ("--passphrase-file", folder / "passphrase")
    days = ("--valid-from", "2005-01-01", "--valid-to", "2005-06-30")
    for arguments in (
        ("keys", "init", folder / "keys"),
        ("psd", "create", folder / "psd", "--keys", folder / "keys", *office),
        ("keys", "init", folder / "locked-keys", *lock),
        ("psd", "create", folder / "locked", "--keys", folder / "locked-keys", *office, *days, *lock),
    ):
        assert 0 == console.exit_code(app, "indicia", [str(argument) for argument in arguments])
    for device in ("psd", "locked"):
        with Psd.open(folder / device) as psd:
            psd.signer(b"open sesame")
            psd.load(5_000)
    return folder


@pytest.fixture
def desk(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with fresh copies of the devices, five dollars in each."""
    for device in ("psd", "locked"):
        shutil.copytree(shop / device, tmp_path / device)
    shutil.copy(shop / "passphrase", tmp_path / "passphrase")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(console.PASSPHRASE_VARIABLE, raising=False)
    return tmp_path


def write_order(folder: Path, document: dict[str, Any]) -> Path:
    file = folder / "order.json"
    file.write_text(json.dumps(document))
    return file
