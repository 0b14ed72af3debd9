"""One postal security device: a folder with its database and its key."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509

from indicia.errors import CredentialError, PsdRefused, UsageError
from indicia.payload.codec import Payload, encode, signed_bytes, unlawful
from indicia.psd.identity import TEST_MANUFACTURER, Identity
from indicia.psd.records import Issued, IssueState, Job, Request, Status
from indicia.psd.registers import Registers
from indicia.psd.store import DATABASE_NAME, explained, open_store, transaction
from indicia.security.keys import algorithm_of, load_private_key
from indicia.security.signing import KeySigner, Signer, signer_for
from indicia.spec.kinds import Location, System

KEY_NAME = "key.pem"

_LAST = "SELECT sequence, ascending, descending FROM journal ORDER BY sequence DESC LIMIT 1"
_ISSUES = "SELECT * FROM journal WHERE kind = 'issue'"


class Psd:
    """An open PSD. Processes take turns on it; an object belongs to one thread.

    Attributes:
        folder: where it lies.
        identity: who it is.
        certificate: what verifiers check its messages with.
        algorithm: how it signs.
    """

    def __init__(self, folder: Path, database: sqlite3.Connection) -> None:
        """Use `Psd.open`."""
        self.folder = folder
        self._database = database
        row = dict(database.execute("SELECT * FROM device").fetchone())
        self.certificate = x509.load_pem_x509_certificate(row.pop("certificate"))
        del row["only_row"]
        system, location = System(row.pop("system")), Location(row.pop("location"))
        self.identity = Identity(system=system, location=location, **row)
        algorithm = algorithm_of(self.certificate.public_key())
        if algorithm is None:
            raise CredentialError(f"the certificate of the PSD {folder} is for no algorithm that indicia use")
        self.algorithm = algorithm

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The PSD in `folder`; its key stays closed.

        Raises:
            InputError: there is none, or it is damaged.
        """
        path = folder / DATABASE_NAME
        database = open_store(path)
        try:
            with explained(path):
                return cls(folder, database)
        except BaseException:
            database.close()
            raise

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def signer(self, passphrase: bytes | None = None) -> KeySigner:
        """The signer that holds the device's private key.

        Raises:
            CredentialError: the key cannot be opened, or is not the certificate's.
        """
        signer = signer_for(load_private_key(self.folder / KEY_NAME, passphrase))
        self._require_own(signer)
        return signer

    def registers(self) -> Registers:
        """The registers now."""
        with self._explained():
            row = self._database.execute(_LAST).fetchone()
        return Registers(row["ascending"], row["descending"])

    def load(self, amount: int) -> Registers:
        """Put `amount` mills of value into a test device; the registers afterwards.

        Raises:
            PsdRefused: not a test device, or the descending register would overflow.
        """
        if self.identity.manufacturer != TEST_MANUFACTURER:
            raise PsdRefused(
                f"only test devices (manufacturer {TEST_MANUFACTURER}) are loaded here, "
                f"not {self.identity.device}: the provider resets it"
            )
        with self._explained(), transaction(self._database):
            after = self.registers().loaded(amount)
            self._append("load", amount, after)
        return after

    def issue(self, request: Request, signer: Signer) -> Issued:
        """Debit, sign and log one indicium, all together or not at all; the message carries the registers after it.

        Raises:
            PsdRefused: funds do not reach, or a field of the payload would not fit or be unlawful.
            CredentialError: the signer is not this device's.
        """
        self._require_own(signer)
        with self._explained(), transaction(self._database):
            after = self.registers().debited(request.amount)
            payload = self._payload(request, after)
            message = encode(payload, signer.sign(signed_bytes(payload)))
            number = self._next_piece()
            self._append("issue", request.amount, after, piece=number, message=message, job=request.job)
        return Issued(
            piece_id=self._piece_id(number),
            state=IssueState.ISSUED,
            amount=request.amount,
            registers=after,
            message=message,
            job=request.job,
        )

    def find(self, piece_id: str) -> Issued:
        """One entry of the log.

        Raises:
            UsageError: the log has no such piece.
        """
        with self._explained():
            row = self._database.execute(f"{_ISSUES} AND piece = ?", (self._number(piece_id),)).fetchone()
        if row is None:
            raise UsageError(f"the PSD {self.identity.device} has no piece {piece_id!r}")
        return self._issued(row)

    def log(self) -> Iterator[Issued]:
        """Every issue, oldest first."""
        with self._explained():
            yield from map(self._issued, self._database.execute(f"{_ISSUES} ORDER BY sequence"))

    def pending(self) -> tuple[Issued, ...]:
        """Issues that are neither released nor spoiled: what a crash left to be finished."""
        return self._in_state(IssueState.ISSUED)

    def spoiled_messages(self) -> tuple[str, ...]:
        """Messages in hex that no file shows, for a ledger's list of declared reprints."""
        return tuple(entry.message.hex() for entry in self._in_state(IssueState.SPOILED))

    def mark_released(self, piece_id: str, file_digest: str) -> None:
        """The file stands under its name; the order is erased.

        Raises:
            PsdRefused: the issue is released or spoiled already.
        """
        self._settle(piece_id, IssueState.RELEASED, file_digest=file_digest)

    def mark_spoiled(self, piece_id: str, why: str) -> None:
        """No file will ever show this issue; the order is erased.

        Raises:
            PsdRefused: the issue is released or spoiled already.
        """
        self._settle(piece_id, IssueState.SPOILED, reason=why)

    def status(self) -> Status:
        """The device as it stands."""
        with self._explained():
            counts = dict(
                self._database.execute("SELECT state, COUNT(*) FROM journal WHERE kind = 'issue' GROUP BY state")
            )
        return Status(
            identity=self.identity,
            algorithm=self.algorithm,
            certificate_serial=self.certificate.serial_number,
            valid_from=self.certificate.not_valid_before_utc.date(),
            valid_to=self.certificate.not_valid_after_utc.date(),
            registers=self.registers(),
            pieces={state: counts.get(state.value, 0) for state in IssueState},
        )

    def _payload(self, request: Request, after: Registers) -> Payload:
        """The payload with the registers after the debit; its fields are checked before anything is written."""
        payload = Payload(
            algorithm=self.algorithm,
            certificate_serial=self.certificate.serial_number,
            manufacturer=self.identity.manufacturer,
            model=self.identity.model,
            psd_serial=self.identity.serial,
            ascending_register=after.ascending,
            amount=request.amount,
            mailing_date=request.mailing_date,
            licensing_zip=int(self.identity.zip),
            destination=request.destination,
            software_id=request.software_id,
            descending_register=after.descending,
            rate_category=request.rate_category,
        )
        problems = unlawful(payload)
        if problems:
            raise PsdRefused("; ".join(problems))
        return payload

    def _append(
        self,
        kind: str,
        amount: int,
        after: Registers,
        *,
        piece: int | None = None,
        message: bytes | None = None,
        job: Job | None = None,
    ) -> None:
        """Write the row that follows the last one."""
        job = job or Job()
        sequence = self._database.execute(_LAST).fetchone()["sequence"] + 1
        state = IssueState.ISSUED.value if piece else None
        self._database.execute(
            "INSERT INTO journal (sequence, kind, amount, ascending, descending, piece, state, message,"
            " order_json, output, dpi) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(sequence, kind, amount, after.ascending, after.descending, piece, state, message),
                *(job.order_json, job.output, job.dpi),
            ),
        )

    def _settle(
        self, piece_id: str, state: IssueState, *, file_digest: str | None = None, reason: str | None = None
    ) -> None:
        """Move an issue to its last state, once."""
        with self._explained(), transaction(self._database):
            entry = self.find(piece_id)
            if entry.state is not IssueState.ISSUED:
                raise PsdRefused(f"piece {piece_id} is {entry.state} already")
            self._database.execute(
                "UPDATE journal SET state = ?, file_digest = ?, reason = ?, order_json = NULL WHERE piece = ?",
                (state.value, file_digest, reason, self._number(piece_id)),
            )

    def _in_state(self, state: IssueState) -> tuple[Issued, ...]:
        with self._explained():
            rows = self._database.execute(f"{_ISSUES} AND state = ? ORDER BY sequence", (state.value,))
            return tuple(map(self._issued, rows))

    def _issued(self, row: sqlite3.Row) -> Issued:
        return Issued(
            piece_id=self._piece_id(row["piece"]),
            state=IssueState(row["state"]),
            amount=row["amount"],
            registers=Registers(row["ascending"], row["descending"]),
            message=row["message"],
            job=Job(order_json=row["order_json"], output=row["output"], dpi=row["dpi"]),
            file_digest=row["file_digest"],
            reason=row["reason"],
        )

    def _next_piece(self) -> int:
        number: int = self._database.execute("SELECT COALESCE(MAX(piece), 0) + 1 FROM journal").fetchone()[0]
        return number

    def _piece_id(self, number: int) -> str:
        return f"{self.identity.device}-{number:06d}"

    def _number(self, piece_id: str) -> int:
        """The running number of a piece of this device; 0, which no piece has, for anything else."""
        device, _, digits = piece_id.rpartition("-")
        number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else 0
        return number if device == self.identity.device else 0

    def _require_own(self, signer: Signer) -> None:
        if signer.public_key != self.certificate.public_key():
            raise CredentialError(f"the key is not that of the certificate of the PSD {self.identity.device}")

    def _explained(self) -> contextlib.AbstractContextManager[None]:
        return explained(self.folder / DATABASE_NAME)
