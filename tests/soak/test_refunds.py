"""A thousand scanned pieces, good and bad, sorted, bundled and computed in one command: every sum to the cent.

INDICIA_PIECES sets another number for a run of full size.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fixtures import refunds
from fixtures.refunds import CASE, SYSTEMS, Fate, HeapPiece, Press, device_of, heap, thrown
from indicia import console
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.payload.codec import decode
from provider.cli.common import NAME
from provider.cli.main import app
from verify.ledger.opening import open_ledger

FULL = os.environ.get("INDICIA_SOAK") == "full"
PIECES = int(os.environ.get("INDICIA_PIECES", "1000")) if FULL else 15
SEED = 604_1032
BUNDLE = 100
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


def groups(pieces: list[HeapPiece]) -> dict[tuple[str, str], list[int]]:
    """Bundles by meter and value, reckoned from what was thrown on the heap."""
    counts = Counter((device_of(p.imprint.serial), p.imprint.amount) for p in pieces if p.fate is Fate.GOOD)
    return {key: [BUNDLE] * (n // BUNDLE) + ([n % BUNDLE] if n % BUNDLE else []) for key, n in counts.items()}


def face_values(pieces: list[HeapPiece]) -> dict[int, Decimal]:
    found = dict.fromkeys(SYSTEMS, Decimal(0))
    for piece in pieces:
        if piece.fate is Fate.GOOD:
            found[piece.imprint.serial] += Decimal(piece.imprint.amount)
    return found


def found_groups(answer: dict[str, Any]) -> dict[tuple[str, str], list[int]]:
    return {
        (form["meter"], group["value"]): group["bundles"]
        for settlement in answer["settlements"]
        for form in settlement["forms"]
        for group in form["groups"]
    }


def test_a_heap_in_one_command(tmp_path: Path, face: Face, capsys: pytest.CaptureFixture[str]) -> None:
    press = Press.opened(tmp_path / "keys", SYSTEMS, face, seed=SEED)
    pieces = heap(PIECES, np.random.default_rng(SEED))
    messages = thrown(press, pieces, tmp_path / "scans")
    url = f"sqlite:///{tmp_path}/ledger.db"
    with open_ledger(url) as ledger:
        spent = [*messages[Fate.MAILED], *messages[Fate.REFUNDED]]
        ledger.declare_refunds(hashlib.sha256(decode(message).signed).digest() for message in spent)
    (tmp_path / "case.toml").write_text(CASE)
    flags = ["--case", tmp_path / "case.toml", "--trust", press.authority.trust, "--ledger", url, "--json"]
    asked = ["refund", tmp_path / "scans", *flags, "-o", tmp_path / "out", "--workers", 2 if FULL else 0]
    capsys.readouterr()
    code = console.exit_code(app, NAME, [str(word) for word in asked])
    answer = json.loads(capsys.readouterr().out)

    assert ExitCode.UNACCEPTABLE == code
    fates = Counter(piece.fate for piece in pieces)
    face_value = face_values(pieces)
    mailing = face_value[refunds.UNDATED_METER] + face_value[refunds.OTHER_UNDATED_METER]
    undated = [p for p in pieces if p.fate is Fate.GOOD and p.imprint.date is None]
    lawful = [p for p in pieces if p.imprint.date is not None or len(undated) >= 500]
    assert groups(lawful) == found_groups(answer)
    good = sum(piece.fate is Fate.GOOD for piece in lawful)
    totals = answer["totals"]
    assert (len(pieces), good, 0) == (totals["pieces"], totals["eligible"]["pieces"], totals["undetermined"]["pieces"])
    assert sum(face_values(lawful).values()) == Decimal(totals["eligible"]["face"])
    dear = face_value[refunds.DEAR_METER]
    expected = {
        "meter": face_value[refunds.METER] * 90 // 1 / 100,
        "dear": dear - 105 if dear > 350 else dear * 90 // 1 / 100,
        "undated": (mailing * 90 // 1 / 100 if mailing <= 350 else mailing - 35) if len(undated) >= 500 else Decimal(0),
        "pc": max(face_value[refunds.PC] - 1, Decimal(0)) + max(face_value[refunds.OTHER_PC] - 1, Decimal(0)),
    }
    assert sum(expected.values()) == Decimal(totals["refund"])
    told = ", ".join(f"{count} {fate.value}" for fate, count in fates.items())
    sys.stdout.write(f"{len(pieces)} pieces ({told}), {good} eligible: refund ${totals['refund']}\n")
