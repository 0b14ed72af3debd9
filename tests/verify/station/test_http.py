import asyncio
import datetime as dt
import gc
import json
import tempfile
import threading
import weakref
from pathlib import Path
from typing import Any

import httpx2 as httpx
import numpy as np
import pytest
from fastapi.testclient import TestClient

from tests.verify.station.conftest import Verifying
from verify.station.http import Station, application
from verify.station.intake import Intake
from verify.station.metrics import Metrics

NOON = dt.datetime(2005, 6, 15, 12, tzinfo=dt.UTC)
LIMIT = 4
AS_PNG = {"Content-Type": "image/png"}
PNG: dict[str, Any] = {"content": b"\x89PNG", "headers": AS_PNG}


@pytest.fixture(autouse=True)
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "spool"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def client_of(verifying: Verifying, metrics: Metrics, **more: Any) -> TestClient:
    intake = Intake(verifying, limit=LIMIT, metrics=metrics)
    station = Station(
        intake, metrics, ready=lambda: True, now=lambda: NOON, day=NOON.date, name="dock 3", place="Stamford"
    )
    for name, value in more.items():
        object.__setattr__(station, name, value)
    return TestClient(application(station))


@pytest.fixture
def client(verifying: Verifying, metrics: Metrics) -> TestClient:
    return client_of(verifying, metrics)


def lines(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    return [json.loads(line) for line in response.text.splitlines()]


def test_answers_that_are_kept_for_a_key_do_not_keep_the_pixels(client: TestClient, verifying: Verifying) -> None:
    verifying.at_once = False
    headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": "r1"}
    asked: dict[str, Any] = {"content": bytes(6), "headers": headers}
    waiting = threading.Thread(target=lambda: client.post("/v1/verify?width=3&height=2", **asked))
    waiting.start()
    while not verifying.held:
        pass
    frame = weakref.ref(verifying.pieces.pop().image)
    verifying.answer()
    waiting.join()
    gc.collect()
    assert frame() is None


def test_an_image_is_answered_under_the_callers_id(client: TestClient, verifying: Verifying) -> None:
    (answer,) = lines(client.post("/v1/verify?id=tray-7", **PNG))
    assert ("tray-7", "tray-7", "UNDETERMINED", 1) == tuple(answer[k] for k in ("id", "file", "verdict", "page"))
    witness = verifying.pieces[0].witness
    assert witness is not None
    assert (NOON, "dock 3", "", "Stamford") == (witness.at, witness.station, witness.piece, witness.place)


def test_every_page_of_every_file_of_a_form_is_answered(client: TestClient) -> None:
    files = [("image", ("a.png", b"x")), ("image", ("b.pdf", b"x")), ("other", ("c.jpg", b"x"))]
    answers = lines(client.post("/v1/verify", files=files))
    assert [("a.png", 1), ("b.pdf", 1), ("b.pdf", 2), ("c.jpg", 1)] == sorted((a["id"], a["page"]) for a in answers)


def test_a_raw_frame_is_pixels_without_a_codec(client: TestClient, verifying: Verifying) -> None:
    frame = np.arange(600, dtype=np.uint8).reshape(20, 30)
    headers = {"Content-Type": "application/octet-stream"}
    lines(client.post("/v1/verify?width=30&height=20&dpi=212&id=7", content=frame.tobytes(), headers=headers))
    piece = verifying.pieces[0]
    assert np.array_equal(frame, np.asarray(piece.image))
    assert piece.dpi == 212


def test_spooled_images_are_taken_away(client: TestClient, spool: Path) -> None:
    client.post("/v1/verify", **PNG)
    client.post("/v1/verify", files=[("image", ("a.png", b"x"))])
    assert [] == list(spool.glob("verify-*"))


def test_an_image_that_cannot_be_read_has_an_answer(client: TestClient) -> None:
    (answer,) = lines(client.post("/v1/verify", content=b"?", headers={"Content-Type": "image/x-portable-anymap"}))
    assert ("input", None) == (answer["error"]["code"], answer["page"])


@pytest.mark.parametrize(
    ("query", "kind", "status", "word"),
    [
        ("", "application/octet-stream", 422, "width and height"),
        ("?width=2&height=3", "application/octet-stream", 422, "6 bytes of gray, not 4"),
        ("?width=0&height=3", "application/octet-stream", 422, "greater than or equal to 1"),
        ("?width=100000&height=100000", "application/octet-stream", 422, "too many"),
        ("", "text/plain", 415, "image/png"),
        ("", "multipart/form-data", 400, "boundary"),
    ],
)
def test_a_bad_request_says_what_would_be_right(
    client: TestClient, query: str, kind: str, status: int, word: str
) -> None:
    response = client.post(f"/v1/verify{query}", content=b"1234", headers={"Content-Type": kind})
    assert status == response.status_code
    assert word in response.text


def test_a_body_that_is_too_large_is_not_read(client: TestClient) -> None:
    headers = {"Content-Type": "image/png", "Content-Length": str(10**12)}
    assert client.post("/v1/verify", content=b"", headers=headers).status_code == 413


def test_a_repeated_request_has_the_same_answers_and_no_second_piece(client: TestClient, verifying: Verifying) -> None:
    headers = {"Idempotency-Key": "r1", "Content-Type": "image/png"}
    first, second = (client.post("/v1/verify", content=b"x", headers=headers) for _ in range(2))
    assert first.text == second.text
    assert ["r1/0"] == [piece.witness.piece for piece in verifying.pieces if piece.witness]


def test_a_full_station_says_when_to_come_again(verifying: Verifying, metrics: Metrics, spool: Path) -> None:
    verifying.at_once = False
    client = client_of(verifying, metrics)
    answers: list[httpx.Response] = []
    waiting = [threading.Thread(target=lambda: answers.append(client.post("/v1/verify", **PNG))) for _ in range(LIMIT)]
    for thread in waiting:
        thread.start()
    while len(verifying.held) < LIMIT:
        pass
    refused = client.post("/v1/verify", **PNG)
    assert (429, True) == (refused.status_code, int(refused.headers["Retry-After"]) >= 1)
    assert len(list(spool.glob("verify-*"))) == LIMIT
    for _ in range(LIMIT):
        verifying.answer()
    for thread in waiting:
        thread.join()
    assert [200] * LIMIT == [answer.status_code for answer in answers]
    assert b'verify_refused_total{cause="full"} 1.0' in metrics.text()
    assert b"verify_queue 0.0" in metrics.text()


def test_a_form_that_does_not_fit_is_refused_whole(client: TestClient, verifying: Verifying, spool: Path) -> None:
    files = [("image", (f"{n}.png", b"x")) for n in range(LIMIT + 1)]
    assert client.post("/v1/verify", files=files).status_code == 429
    assert [] == verifying.pieces
    assert [] == list(spool.glob("verify-*"))


def test_only_who_has_the_token_is_served(verifying: Verifying, metrics: Metrics) -> None:
    client = client_of(verifying, metrics, token="secret")
    assert client.post("/v1/verify", **PNG).status_code == 401
    wrong, right = (AS_PNG | {"Authorization": f"Bearer {word}"} for word in ("Secret", "secret"))
    assert client.post("/v1/verify", content=b"x", headers=wrong).status_code == 401
    assert client.post("/v1/verify", content=b"x", headers=right).status_code == 200
    assert [200, 200, 200] == [client.get(path).status_code for path in ("/healthz", "/readyz", "/metrics")]


def test_a_station_that_cannot_take_pieces_is_not_ready(verifying: Verifying, metrics: Metrics) -> None:
    client = client_of(verifying, metrics, ready=lambda: False)
    assert (200, 503) == (client.get("/healthz").status_code, client.get("/readyz").status_code)


def test_metrics_count_pages_rules_and_times(client: TestClient, metrics: Metrics) -> None:
    client.post("/v1/verify", files=[("image", ("b.pdf", b"x"))])
    client.post("/v1/verify", content=b"?", headers={"Content-Type": "image/x-portable-anymap"})
    text = client.get("/metrics").text
    assert 'verify_pages_total{verdict="UNDETERMINED"} 2.0' in text
    assert 'verify_pages_total{verdict="ERROR"} 1.0' in text
    assert 'verify_reasons_total{rule="no-indicium"} 2.0' in text
    assert "verify_seconds_count 2.0" in text


def test_the_service_describes_itself(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    operation = described["paths"]["/v1/verify"]["post"]
    assert {"application/octet-stream", "multipart/form-data", "image/png"} <= set(operation["requestBody"]["content"])
    assert {"200", "401", "413", "415", "429"} <= set(operation["responses"])


def test_a_key_that_another_request_came_under_is_refused(
    client: TestClient, verifying: Verifying, spool: Path
) -> None:
    headers = AS_PNG | {"Idempotency-Key": "r1"}
    lines(client.post("/v1/verify", content=b"one", headers=headers))
    other = client.post("/v1/verify", content=b"other", headers=headers)
    assert (422, True) == (other.status_code, "another request" in other.json()["error"]["message"])
    raw = {"Content-Type": "application/octet-stream", "Idempotency-Key": "r2"}
    sizes = ("width=3&height=2", "width=3&height=2", "width=2&height=3")
    assert [200, 200, 422] == [
        client.post(f"/v1/verify?{size}", content=bytes(6), headers=raw).status_code for size in sizes
    ]
    assert (2, []) == (len(verifying.pieces), list(spool.glob("verify-*")))


@pytest.mark.parametrize(
    "name", ["a." + "p" * 300, "a/b.p/ng", "../../etc/a.png", "", ".", "a.\N{SNOWMAN}", "a.png.", ".png", "a.PNG"]
)
def test_a_file_of_a_form_may_have_any_name(client: TestClient, verifying: Verifying, spool: Path, name: str) -> None:
    response = client.post("/v1/verify", files=[("image", (name, b"x")), ("image", ("b.png", b"x"))])
    assert 200 == response.status_code
    assert {str(spool)} == {str(Path(str(piece.image)).parent) for piece in verifying.pieces}


@pytest.mark.parametrize("dpi", ["nan", "inf", "0", "-3", "1e-300", "1e300", "many"])
def test_a_resolution_that_no_camera_has_is_refused(client: TestClient, verifying: Verifying, dpi: str) -> None:
    headers = {"Content-Type": "application/octet-stream"}
    assert 422 == client.post(f"/v1/verify?width=3&height=2&dpi={dpi}", content=bytes(6), headers=headers).status_code
    assert [] == verifying.pieces


def test_a_caller_who_hangs_up_leaves_nothing(verifying: Verifying, metrics: Metrics, spool: Path) -> None:
    app = client_of(verifying, metrics).app
    sent: list[Any] = []
    events = iter([{"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> Any:
        return next(events)

    async def send(event: Any) -> None:
        sent.append(event)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/verify",
        "raw_path": b"/v1/verify",
        "query_string": b"",
        "headers": [(b"content-type", b"image/png")],
        "http_version": "1.1",
        "scheme": "http",
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]  # an ASGI application
    assert ([400], [], []) == ([e["status"] for e in sent if "status" in e], verifying.pieces, list(spool.iterdir()))
