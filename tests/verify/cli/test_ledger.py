import json
import sqlite3
from pathlib import Path

import pytest

from indicia import console
from indicia.errors import ExitCode
from verify.cli.main import app

MESSAGE = (
    "0501ffff0000303632533b477000f2ed100000141e00565233015933010000000000000004000200005cda000038303334"
    "ae69570d59421cd40b00f2d37f4ff8ef6953a0aafb9bcf301613c3083e864a7ae84cfe1febae69"
)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    code = console.exit_code(app, "verify", ["ledger", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_lists_are_declared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url, listed = f"sqlite:///{tmp_path}/ledger.db", tmp_path / "list"
    log = [{"state": state, "payload": MESSAGE} for state in ("released", "spoiled")]
    listed.write_text("".join(f"{json.dumps(entry)}\n" for entry in log))
    assert (ExitCode.DONE, "1 declared as reprints\n", "") == run(capsys, "reprints", url, listed)
    listed.write_text(f"{MESSAGE}\n\n")
    assert (ExitCode.DONE, "1 declared as refunded\n", "") == run(capsys, "refunds", url, listed)
    assert (ExitCode.DONE, "", "") == run(capsys, "export", url)
    code, out, _ = run(capsys, "forget", url, "--days", 30, "--on", "2005-07-15")
    assert (ExitCode.DONE, "dropped what was seen before 2005-06-15\n") == (code, out)


@pytest.mark.parametrize(
    ("text", "word"),
    [("zz\n", "1: no message in hex"), (f"{MESSAGE}\nab\n", "2: no indicium's message"), ("{\n", "no JSON object")],
)
def test_a_list_with_a_bad_line_is_refused_whole(
    text: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = tmp_path / "list"
    listed.write_text(text)
    code, out, err = run(capsys, "refunds", f"sqlite:///{tmp_path}/ledger.db", listed)
    assert (ExitCode.INPUT, "", 1) == (code, out, err.count("\n"))
    assert word in err
    assert not (tmp_path / "ledger.db").exists()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://there", ExitCode.USAGE),
        ("sqlite:///{}/none/ledger.db", ExitCode.OUTPUT),
        ("sqlite:///{}/text", ExitCode.INPUT),
        ("sqlite:///{}/other.db", ExitCode.INPUT),
        ("postgresql://nobody@127.0.0.1:1/none", ExitCode.OUTPUT),
    ],
)
def test_what_is_no_ledger_is_said_in_one_line(
    url: str, code: ExitCode, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "text").write_text("this is no database at all, and long enough to be looked at as one" * 20)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE something (x)")
    other.close()
    said, out, err = run(capsys, "export", url.format(tmp_path))
    assert (code, "", 1) == (said, out, err.count("\n"))
