"""What makes an indicium's message: the registers after the debit, put into the payload and signed."""

from collections.abc import Iterator, Sequence

from indicia.errors import PsdRefused
from indicia.payload.codec import Payload, signed_bytes, unlawful
from indicia.payload.fields import IBI_FIELDS
from indicia.psd.facts import Facts
from indicia.psd.identity import identity_of
from indicia.psd.records import Issued, IssueState, Request
from indicia.psd.registers import Registers
from indicia.psd.selector import Selector
from indicia.psd.standing import Standing
from indicia.psd.writing import Writing
from indicia.security.signing import Signer

_BY_NAME = {field.name: field for field in IBI_FIELDS}
_ASCENDING, _AMOUNT, _DESCENDING = (_BY_NAME[name] for name in ("ascending_register", "amount", "descending_register"))


class Press:
    """One device in one transaction."""

    def __init__(self, facts: Facts, standing: Standing, signer: Signer, selector: Selector) -> None:
        """The press of a device of this standing.

        Raises:
            PsdRefused: it is not authorized.
        """
        self._facts = facts
        self._identity = identity_of(facts, standing)
        self._signer = signer
        self._selector = selector
        self._template: dict[tuple[int, int, bytes, bytes], bytes] = {}

    def issue(self, writing: Writing, requests: Sequence[Request], first: int) -> Iterator[Issued]:
        """Debit, sign and record a group of which all or none is meant; `first` is its transaction's first piece.

        Raises:
            LockedOut: funds do not reach, or the ascending register is at its maximum, or another amount is selected.
            PsdRefused: a field of the payload would be unlawful.
        """
        writing.registers.require_funds([request.amount for request in requests])
        for request in requests:
            self._selector.require(request.amount)
            after = writing.registers.debited(request.amount)
            message = self.message(request, after)
            writing.issue(request.amount, after, message, request.job, first_piece=first)
            yield Issued(
                piece_id=piece_id(self._identity.device, writing.pieces),
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
        key = (request.mailing_date, request.destination, request.software_id, request.rate_category)
        signed = bytearray(self._template.get(key) or self._templated(key))
        for field, value in ((_ASCENDING, after.ascending), (_AMOUNT, request.amount), (_DESCENDING, after.descending)):
            signed[field.offset : field.offset + field.length] = value.to_bytes(field.length, "little")
        return bytes(signed) + self._signer.sign(bytes(signed))

    def _templated(self, key: tuple[int, int, bytes, bytes]) -> bytes:
        """The signed bytes of a payload but for amount and registers; the last one made is kept for the next piece."""
        mailing_date, destination, software_id, rate_category = key
        payload = Payload(
            algorithm=self._facts.algorithm,
            certificate_serial=self._facts.certificate.serial_number if self._facts.certificate else 0,
            manufacturer=self._identity.manufacturer,
            model=self._identity.model,
            psd_serial=self._identity.serial,
            ascending_register=0,
            amount=0,
            mailing_date=mailing_date,
            licensing_zip=int(self._identity.zip),
            destination=destination,
            software_id=software_id,
            descending_register=0,
            rate_category=rate_category,
        )
        problems = unlawful(payload)
        if problems:
            raise PsdRefused("; ".join(problems))
        self._template = {key: signed_bytes(payload)}
        return self._template[key]


def piece_id(device: str, number: int) -> str:
    """Device and running number of an issue."""
    return f"{device}-{number:06d}"
