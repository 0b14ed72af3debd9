import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from indicia.errors import CredentialError, InputError, PsdRefused, UsageError
from indicia.payload.codec import Payload, decode
from indicia.payload.profiles import Algorithm
from indicia.psd.create import create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.records import IssueState, Job, Request
from indicia.psd.registers import Registers
from indicia.security.authority import Authority
from indicia.security.keys import generate
from indicia.security.signature import SignatureStatus
from indicia.security.signing import Signer, signer_for
from indicia.security.trust import TrustDirectory


def test_an_issue_is_debited_signed_and_logged(psd: Psd, authority: Authority, request_37c: Request) -> None:
    issued = psd.issue(request_37c, psd.signer())
    assert Registers(370, 99_630) == issued.registers == psd.registers()
    message = decode(issued.message)
    assert isinstance(message.payload, Payload)
    assert (370, 370, 99_630) == (
        message.payload.amount,
        message.payload.ascending_register,
        message.payload.descending_register,
    )
    assert ("ZZ010000001001", 6926, 20050615) == (
        message.payload.device,
        message.payload.licensing_zip,
        message.payload.mailing_date,
    )
    assert SignatureStatus.VALID == TrustDirectory.load(authority.trust).status(message, dt.date(2005, 6, 15))
    assert [issued] == list(psd.log()) == list(psd.pending())
    assert issued == psd.find(issued.piece_id)


@pytest.mark.parametrize("algorithm", [Algorithm.ED25519, Algorithm.DSA_1024])
def test_every_algorithm_issues(
    algorithm: Algorithm, tmp_path: Path, identity: Identity, authority: Authority, request_37c: Request
) -> None:
    create_psd(tmp_path / "other", identity, authority, algorithm=algorithm)
    with Psd.open(tmp_path / "other") as psd:
        psd.load(1000)
        message = decode(psd.issue(request_37c, psd.signer()).message)
    assert algorithm == message.algorithm
    assert SignatureStatus.VALID == TrustDirectory.load(authority.trust).status(message, dt.date(2005, 6, 15))


def test_pieces_are_numbered_without_gaps_and_registers_never_repeat(psd: Psd, request_37c: Request) -> None:
    signer = psd.signer()
    issued = [psd.issue(request_37c, signer)]
    psd.load(1_000)
    issued += [psd.issue(request_37c, signer) for _ in range(2)]
    assert [f"ZZ010000001001-00000{number}" for number in (1, 2, 3)] == [entry.piece_id for entry in issued]
    assert [370, 740, 1110] == [entry.registers.ascending for entry in issued]
    assert [100_000, 101_000, 101_000] == [entry.registers.control_total for entry in issued]


def test_a_zero_amount_leaves_the_registers_and_is_logged(psd: Psd, request_37c: Request) -> None:
    signer = psd.signer()
    psd.issue(request_37c, signer)
    nothing = dataclasses.replace(request_37c, amount=0)
    first, second = psd.issue(nothing, signer), psd.issue(nothing, signer)
    assert Registers(370, 99_630) == first.registers == second.registers
    assert first.piece_id != second.piece_id
    assert 740 == psd.issue(request_37c, signer).registers.ascending


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"amount": 100_001}, r"100\.001 needed, 100\.000 available"),
        ({"amount": -1}, r"postage of -0\.001"),
        ({"mailing_date": 20050230}, "mailing_date: found 20050230"),
        ({"destination": 10**11}, "destination: found 100000000000"),
    ],
)
def test_a_refused_request_changes_nothing(changes: dict[str, int], text: str, psd: Psd, request_37c: Request) -> None:
    with pytest.raises(PsdRefused, match=text):
        psd.issue(dataclasses.replace(request_37c, **changes), psd.signer())  # type: ignore[arg-type]  # by name
    assert Registers(0, 100_000) == psd.registers()
    assert [] == list(psd.log())


def test_a_field_that_does_not_fit_changes_nothing(psd: Psd, request_37c: Request) -> None:
    with pytest.raises(InputError, match="rate_category"):
        psd.issue(dataclasses.replace(request_37c, rate_category=b"toolong"), psd.signer())
    assert Registers(0, 100_000) == psd.registers()


class Failing:
    """A signer whose key gives out while the transaction is open."""

    def __init__(self, own: Signer) -> None:
        self.algorithm = own.algorithm
        self.public_key = own.public_key

    def sign(self, signed: bytes) -> bytes:
        raise ConnectionError(f"no signature over {len(signed)} bytes")


def test_when_signing_fails_nothing_is_debited_and_the_next_issue_works(psd: Psd, request_37c: Request) -> None:
    with pytest.raises(ConnectionError):
        psd.issue(request_37c, Failing(psd.signer()))
    assert Registers(0, 100_000) == psd.registers()
    assert 370 == psd.issue(request_37c, psd.signer()).registers.ascending


def test_another_key_is_refused(psd: Psd, request_37c: Request) -> None:
    with pytest.raises(CredentialError, match="not that of the certificate"):
        psd.issue(request_37c, signer_for(generate(Algorithm.ECDSA_P256)))
    assert [] == list(psd.log())


def test_a_released_issue_forgets_its_order_and_keeps_its_digest(psd: Psd, request_37c: Request) -> None:
    issued = psd.issue(request_37c, psd.signer())
    psd.mark_released({issued.piece_id: "sha256:abc"})
    entry = psd.find(issued.piece_id)
    assert (IssueState.RELEASED, "sha256:abc", None) == (entry.state, entry.file_digest, entry.reason)
    assert Job(output="letter.pdf", dpi=300) == entry.job
    assert () == psd.pending()


def test_an_erased_order_is_gone_from_the_file(folder: Path, request_37c: Request) -> None:
    with Psd.open(folder) as psd:
        issued = psd.issue(request_37c, psd.signer())
    assert b"JANE ROE" in (folder / "psd.sqlite").read_bytes()
    with Psd.open(folder) as psd:
        psd.mark_spoiled([issued.piece_id], "unreadable")
    assert b"JANE ROE" not in (folder / "psd.sqlite").read_bytes()
    assert ["key.pem", "psd.sqlite"] == sorted(path.name for path in folder.iterdir())


def test_a_spoiled_issue_is_exported_and_not_refunded(psd: Psd, request_37c: Request) -> None:
    issued = psd.issue(request_37c, psd.signer())
    psd.mark_spoiled([issued.piece_id], "the page does not read back")
    entry = psd.find(issued.piece_id)
    assert (IssueState.SPOILED, "the page does not read back", None) == (
        entry.state,
        entry.reason,
        entry.job.order_json,
    )
    assert (issued.message.hex(),) == psd.spoiled_messages()
    assert Registers(370, 99_630) == psd.registers()


def test_an_issue_settles_once(psd: Psd, request_37c: Request) -> None:
    piece_id = psd.issue(request_37c, psd.signer()).piece_id
    psd.mark_released({piece_id: "d"})
    with pytest.raises(PsdRefused, match="is released already"):
        psd.mark_spoiled([piece_id], "late")
    with pytest.raises(PsdRefused, match="is released already"):
        psd.mark_released({piece_id: "e"})


@pytest.mark.parametrize("piece_id", ["", "7", "ZZ010000001001-000002", "ZZ010000001002-000001", "ZZ010000001001-x"])
def test_an_unknown_piece_is_named(piece_id: str, psd: Psd, request_37c: Request) -> None:
    psd.issue(request_37c, psd.signer())
    with pytest.raises(UsageError, match="has no piece"):
        psd.find(piece_id)


def test_the_status_counts_pieces_by_state(psd: Psd, identity: Identity, request_37c: Request) -> None:
    signer = psd.signer()
    pieces = [psd.issue(request_37c, signer).piece_id for _ in range(4)]
    psd.mark_released({pieces[0]: "d"})
    psd.mark_spoiled([pieces[1]], "w")
    status = psd.status()
    assert {IssueState.ISSUED: 2, IssueState.RELEASED: 1, IssueState.SPOILED: 1} == status.pieces
    assert (identity, Algorithm.ECDSA_P256, 1001) == (status.identity, status.algorithm, status.certificate_serial)
    assert (dt.date(2000, 1, 1), dt.date(2049, 12, 31)) == (status.valid_from, status.valid_to)


def test_only_test_devices_are_loaded_here(tmp_path: Path, identity: Identity, authority: Authority) -> None:
    create_psd(tmp_path / "real", dataclasses.replace(identity, manufacturer="06"), authority)
    with Psd.open(tmp_path / "real") as psd:
        with pytest.raises(PsdRefused, match="only test devices"):
            psd.load(1_000)
        assert Registers() == psd.registers()


def test_a_load_that_would_overflow_is_refused(psd: Psd) -> None:
    with pytest.raises(PsdRefused, match="descending register would be"):
        psd.load(2**32 - 1)
    assert Registers(0, 100_000) == psd.registers()


def test_the_key_opens_with_its_passphrase_only(tmp_path: Path, identity: Identity, authority: Authority) -> None:
    create_psd(tmp_path / "locked", identity, authority, passphrase=b"sesame")
    with Psd.open(tmp_path / "locked") as psd:
        with pytest.raises(CredentialError, match="is encrypted"):
            psd.signer()
        assert Algorithm.ECDSA_P256 == psd.signer(b"sesame").algorithm


def test_a_key_of_another_device_is_refused(
    folder: Path, tmp_path: Path, identity: Identity, authority: Authority
) -> None:
    create_psd(tmp_path / "other", dataclasses.replace(identity, serial=1002), authority)
    (folder / "key.pem").write_bytes((tmp_path / "other" / "key.pem").read_bytes())
    with Psd.open(folder) as psd, pytest.raises(CredentialError, match="not that of the certificate"):
        psd.signer()
