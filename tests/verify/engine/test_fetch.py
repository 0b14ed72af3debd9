"""Pictures at URLs: listed, fetched, answered under the name that they were given by."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from indicia.errors import InputError, MissingPartError
from tests.verify.conftest import DAY
from verify.answer import Answer, ErrorAnswer
from verify.engine import fetch
from verify.engine.fetch import fetched, is_url, listed
from verify.engine.line import Line
from verify.engine.pieces import Piece
from verify.pipeline import Verifier

pytest.importorskip("fsspec", reason="fsspec is not installed: pip install 'indicia[urls]'")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.png", "a.png", "notes.txt"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "deeper").mkdir()
    return tmp_path


class Busy(BaseHTTPRequestHandler):
    """Turns away every request but the third; for a path of its own, all of them."""

    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        said = b"picture"
        self.send_response(200 if self.asked == 3 and self.path != "/never.png" else 503)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def served() -> Iterator[Any]:
    """Starts a web server of a handler; gives its address."""
    servers: list[ThreadingHTTPServer] = []

    def serve(handler: Any) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("s3://bucket/a.png", True),
        ("https://host/a.png?token=1", True),
        ("zip://a.png::s3://bucket/b.zip", True),
        ("a.png", False),
        ("C:/a.png", False),
        ("/tmp/://a", False),
        (Path("a.png"), False),
        (b"x", False),
    ],
)
def test_a_url_is_told_from_a_path(path: object, told: bool) -> None:
    assert told is is_url(path)


def test_a_folder_stands_for_its_pictures_and_a_pattern_for_its_matches(folder: Path) -> None:
    assert [f"file://{folder}/a.png", f"file://{folder}/b.png"] == listed(f"file://{folder}/")
    assert [f"file://{folder}/b.png", f"file://{folder}/notes.txt"] == listed(f"file://{folder}/[bn]*")
    assert [f"file://{folder}/absent.png"] == listed(f"file://{folder}/absent.png")


def test_a_question_mark_of_a_web_address_is_no_pattern() -> None:
    assert ["https://host/a.png?b=*"] == listed("https://host/a.png?b=*")


def test_a_pattern_without_a_match_is_told(folder: Path) -> None:
    with pytest.raises(InputError, match="no file matches"):
        listed(f"file://{folder}/*.tif")


def test_what_was_fetched_is_gone_afterwards(folder: Path) -> None:
    with fetched(f"file://{folder}/a.png") as place:
        assert (b"a.png", ".png") == (place.read_bytes(), place.suffix)
    assert not place.exists()


@pytest.mark.parametrize(
    ("url", "fault", "said"),
    [
        ("file:///absent/a.png", InputError, "no such file"),
        ("nonsense://a/b.png", InputError, "cannot be read"),
        ("http://127.0.0.1:1/a.png", InputError, "cannot be read"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_line(
    url: str, fault: type[Exception], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "WAITS_SECONDS", (0.0,))
    with pytest.raises(fault, match=said) as raised, fetched(url):
        pass
    assert "\n" not in str(raised.value)


def test_a_store_that_is_busy_is_asked_again(served: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "WAITS_SECONDS", (0.0, 0.0))
    monkeypatch.setattr(Busy, "asked", 0)
    address = served(Busy)
    with fetched(f"{address}/a.png?size=big") as place:
        assert (b"picture", ".png", 3) == (place.read_bytes(), place.suffix, Busy.asked)
    with pytest.raises(InputError, match="503"), fetched(f"{address}/never.png"):
        pass


def test_a_missing_library_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(MissingPartError, match=r"install indicia\[urls\]"), fetched("s3://bucket/a.png"):
        pass


@pytest.mark.parametrize("workers", [0, 1])
def test_a_piece_at_a_url_is_answered_under_that_name(
    trust: Path, letter_file: Path, served: Any, workers: int
) -> None:
    handler = partial(type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None}))
    address = served(partial(handler, directory=letter_file.parent))
    urls = [f"{address}/{letter_file.name}", f"{address}/absent.png", f"file://{letter_file}"]
    with Line(partial(Verifier, trust, DAY), workers=workers) as line:
        answers = [answer for pages in line.answers(Piece(url) for url in urls) for answer in pages]
    assert urls == [answer.file for answer in answers]
    assert [Answer, ErrorAnswer, Answer] == [type(answer) for answer in answers]
