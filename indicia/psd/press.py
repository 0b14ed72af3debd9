"""What makes an indicium's message: the registers after the debit, put into the payload and signed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indicia.errors import PsdRefused
from indicia.payload.codec import Payload, encode, signed_bytes, unlawful
from indicia.psd.facts import Facts
from indicia.psd.identity import Identity, identity_of
from indicia.psd.records import Issued, IssueState, Request
from indicia.psd.registers import Registers
from indicia.psd.selector import Selector
from indicia.psd.standing import Standing
from indicia.psd.writing import Writing
from indicia.security.signing import Signer


@dataclass(frozen=True, slots=True)
class Press:
    """One device in one transaction."""

    identity: Identity
    """Who it is, as authorized."""
    facts: Facts
    """What never changes about it."""
    signer: Signer
    """Holds its key."""
    selector: Selector
    """What is selected."""

    @classmethod
    def of(cls, facts: Facts, standing: Standing, signer: Signer, selector: Selector) -> "Press":
        """The press of a device of this standing.

        Raises:
            PsdRefused: it is not authorized.
        """
        return cls(identity_of(facts, standing), facts, signer, selector)

    def issue(self, writing: Writing, requests: Sequence[Request], first: int) -> Iterator[Issued]:
        """Debit, sign and record a group of which all or none is meant; `first` is its transaction's first piece.

        Raises:
            LockedOut: funds do not reach, or the ascending register is at its maximum, or another amount is selected.
            PsdRefused: a field of the payload would be unlawful.
        """
        writing.registers.require_funds([request.amount for request in requests])
        for request in requests:
            self.selector.require(request.amount)
            after = writing.registers.debited(request.amount)
            message = self.message(request, after)
            writing.issue(request.amount, after, message, request.job, first_piece=first)
            yield Issued(
                piece_id=piece_id(self.identity.device, writing.pieces),
                state=IssueState.ISSUED,
                amount=request.amount,
                registers=after,
                message=message,
                job=request.job,
            )

    def message(self, request: Request, after: Registers) -> bytes:
        """The signed message with the registers after the debit.

        Raises:
            PsdRefused: a field of the payload would be unlawful.
        """
        payload = Payload(
            algorithm=self.facts.algorithm,
            certificate_serial=self.facts.certificate.serial_number if self.facts.certificate else 0,
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
        return encode(payload, self.signer.sign(signed_bytes(payload)))


def piece_id(device: str, number: int) -> str:
    """Device and running number of an issue."""
    return f"{device}-{number:06d}"
