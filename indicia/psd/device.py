"""One postal security device: a folder with its database and its key."""

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509

from indicia.errors import CredentialError, PsdRefused, UsageError
from indicia.payload.codec import Payload, encode, signed_bytes, unlawful
from indicia.psd import journal
from indicia.psd.identity import TEST_MANUFACTURER, Identity
from indicia.psd.records import Issued, IssueState, Request, Status
from indicia.psd.registers import Registers
from indicia.psd.store import DATABASE_NAME, explained, open_store, savepoint, transaction
from indicia.security.keys import algorithm_of, load_private_key
from indicia.security.signing import KeySigner, Signer, signer_for
from indicia.spec.kinds import Location, System

KEY_NAME = "key.pem"


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
            return journal.registers(self._database)

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
            journal.append_load(self._database, amount, after)
        return after

    def issue(self, request: Request, signer: Signer) -> Issued:
        """Debit, sign and log one indicium, all together or not at all; the message carries the registers after it.

        Raises:
            PsdRefused: funds do not reach, or a field of the payload would not fit or be unlawful.
            CredentialError: the signer is not this device's.
        """
        return self.issue_all([request], signer)[0]

    def issue_all(self, requests: Sequence[Request], signer: Signer) -> tuple[Issued, ...]:
        """Debit, sign and log several indicia in one transaction: all of them or none; errors as `issue`."""
        self._require_own(signer)
        with self._explained(), transaction(self._database):
            return tuple(self._issue(requests, signer))

    def issue_each(self, groups: Sequence[Sequence[Request]], signer: Signer) -> list[tuple[Issued, ...] | PsdRefused]:
        """Debit, sign and log groups of indicia in one transaction: all of a group or none of it.

        Returns:
            for each group its issues, or why it was refused; the others stand all the same.

        Raises:
            CredentialError: the signer is not this device's.
        """
        self._require_own(signer)
        with self._explained(), transaction(self._database):
            first = journal.last_piece(self._database) + 1
            outcomes: list[tuple[Issued, ...] | PsdRefused] = []
            for requests in groups:
                try:
                    with savepoint(self._database):
                        outcomes.append(tuple(self._issue(requests, signer, first)))
                except PsdRefused as refusal:
                    outcomes.append(refusal)
        return outcomes

    def find(self, piece_id: str) -> Issued:
        """One entry of the log.

        Raises:
            UsageError: the log has no such piece.
        """
        with self._explained():
            row = journal.rows(self._database, "piece = ?", [self._number(piece_id)]).fetchone()
        if row is None:
            raise UsageError(f"the PSD {self.identity.device} has no piece {piece_id!r}")
        return self._issued(row)

    def file_mates(self, piece_id: str) -> tuple[Issued, ...]:
        """The issues that one file shows: of one transaction and with one output, oldest first."""
        condition = "(first_piece, output) = (SELECT first_piece, output FROM journal WHERE piece = ?)"
        with self._explained():
            return tuple(map(self._issued, journal.rows(self._database, condition, [self._number(piece_id)])))

    def log(self, after: str | None = None) -> Iterator[Issued]:
        """Every issue, oldest first; those after a piece alone where one is given."""
        number = self._number(after) if after else 0
        with self._explained():
            yield from map(self._issued, journal.rows(self._database, "piece > ?", [number]))

    def last_piece_id(self) -> str | None:
        """The last issue; None before the first."""
        with self._explained():
            number = journal.last_piece(self._database)
        return self._piece_id(number) if number else None

    def pending(self) -> tuple[Issued, ...]:
        """Issues that are neither released nor spoiled: what a crash left to be finished."""
        return self._in_state(IssueState.ISSUED)

    def spoiled_messages(self) -> tuple[str, ...]:
        """Messages in hex that no file shows, for a ledger's list of declared reprints."""
        return tuple(entry.message.hex() for entry in self._in_state(IssueState.SPOILED))

    def mark_released(self, digests: Mapping[str, str]) -> None:
        """The files stand under their names; the orders are erased. All together or not at all.

        Args:
            digests: digest of the file that shows it, by piece id.

        Raises:
            PsdRefused: an issue is released or spoiled already.
        """
        with self._settling(digests) as numbers:
            for number, digest in zip(numbers, digests.values(), strict=True):
                journal.settle(self._database, number, IssueState.RELEASED, digest=digest)

    def mark_spoiled(self, piece_ids: Collection[str], why: str) -> None:
        """No file will ever show these issues; the orders are erased. All together or not at all.

        Raises:
            PsdRefused: an issue is released or spoiled already.
        """
        with self._settling(piece_ids) as numbers:
            for number in numbers:
                journal.settle(self._database, number, IssueState.SPOILED, reason=why)

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

    def _issue(self, requests: Sequence[Request], signer: Signer, first: int | None = None) -> Iterator[Issued]:
        """Issue inside a transaction, whose first piece is `first`."""
        number = journal.last_piece(self._database)
        first = first or number + 1
        after = journal.registers(self._database)
        after.require_funds([request.amount for request in requests])
        for request in requests:
            number += 1
            after = after.debited(request.amount)
            payload = self._payload(request, after)
            issued = Issued(
                piece_id=self._piece_id(number),
                state=IssueState.ISSUED,
                amount=request.amount,
                registers=after,
                message=encode(payload, signer.sign(signed_bytes(payload))),
                job=request.job,
            )
            journal.append_issue(self._database, issued, piece=number, first_piece=first)
            yield issued

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

    @contextlib.contextmanager
    def _settling(self, piece_ids: Iterable[str]) -> Iterator[list[int]]:
        """A transaction in which these issues, none of them settled yet, move to their last state."""
        with self._explained(), transaction(self._database):
            for entry in map(self.find, piece_ids):
                if entry.state is not IssueState.ISSUED:
                    raise PsdRefused(f"piece {entry.piece_id} is {entry.state} already")
            yield [self._number(piece_id) for piece_id in piece_ids]

    def _in_state(self, state: IssueState) -> tuple[Issued, ...]:
        with self._explained():
            return tuple(map(self._issued, journal.rows(self._database, "state = ?", [state.value])))

    def _issued(self, row: sqlite3.Row) -> Issued:
        return journal.issued_of(row, self._piece_id(row["piece"]))

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
