"""One postal security device: a folder with its database and its key."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509

from indicia.errors import PsdRefused
from indicia.payload.profiles import Algorithm
from indicia.psd import servicing
from indicia.psd.audit import Audit, audit
from indicia.psd.identity import TEST_MANUFACTURER, Identity, identity_of
from indicia.psd.issues import Issues
from indicia.psd.life import Event, allows
from indicia.psd.lockout import LockedOut, standing_lockouts
from indicia.psd.memory import Clock, Memory
from indicia.psd.messages import Denial, Grant, Receipt, Signed, Statement
from indicia.psd.press import Press
from indicia.psd.records import Display, Issued, IssueState, Request, Status
from indicia.psd.registers import Registers
from indicia.psd.selector import Selector
from indicia.psd.standing import Standing
from indicia.psd.writing import Writing
from indicia.security.signing import Signer


class Psd(Issues):
    """An open PSD. Processes take turns on it; an object belongs to one thread.

    Attributes:
        folder: where it lies.
        memory: what it holds.
        selector: the next amount, as selected and displayed.
    """

    def __init__(self, memory: Memory) -> None:
        """Use `Psd.open`."""
        super().__init__(memory)
        self.folder = memory.folder
        self.selector = Selector()
        self._identity: Identity | None = None

    @classmethod
    def open(cls, folder: Path, clock: Clock | None = None) -> Self:
        """The PSD in `folder`; its key stays closed.

        Args:
            folder: where it lies.
            clock: tells the time, with its zone; a device with a day on which it stops prints nothing without one.

        Raises:
            InputError: there is none, or it is damaged.
        """
        return cls(Memory(folder, clock))

    def close(self) -> None:
        """Let go of the database."""
        self.memory.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def identity(self) -> Identity:
        """Who it is; an authorization or placement by another process is seen when it is opened again.

        Raises:
            PsdRefused: it is not authorized.
        """
        if self._identity is None:
            self._identity = identity_of(self.memory.facts, self.standing())
        return self._identity

    @property
    def certificate(self) -> x509.Certificate:
        """What verifiers check its messages with.

        Raises:
            PsdRefused: it is not initialized.
        """
        certificate = self.memory.facts.certificate
        if certificate is None:
            raise PsdRefused(f"the device {self.memory.facts.device} is not initialized: it has no certificate")
        return certificate

    @property
    def algorithm(self) -> Algorithm:
        """How it signs."""
        return self.memory.facts.algorithm

    def signer(self, passphrase: bytes | None = None) -> Signer:
        """The signer that holds the device's private key, which is open from then on.

        Raises:
            CredentialError: the key cannot be opened, or is not the certificate's.
        """
        return self.memory.open_key(passphrase)

    def registers(self) -> Registers:
        """The registers now.

        Raises:
            LockedOut: they do not agree with each other.
        """
        return self.memory.bank().registers

    def standing(self) -> Standing:
        """State, licensee, dates; errors as `registers`."""
        return self.memory.bank().standing

    def load(self, amount: int) -> Registers:
        """Put `amount` mills of value into a test device; the registers afterwards.

        Raises:
            PsdRefused: not a test device, or the descending register would overflow.
        """
        self._require_test_device("are loaded here, the provider resets others")
        with self.memory.writing() as writing:
            writing.require(Event.LOAD)
            after = writing.registers.loaded(amount)
            writing.record(Event.LOAD, amount=amount, registers=after)
        return after

    def issue(self, request: Request, signer: Signer) -> Issued:
        """Debit, sign and log one indicium, all together or not at all; the message carries the registers after it.

        Raises:
            LockedOut: the device stopped itself; what it refused is in its log.
            PsdRefused: a field of the payload would not fit or be unlawful.
            CredentialError: the signer is not this device's.
        """
        return self.issue_all([request], signer)[0]

    def issue_all(self, requests: Sequence[Request], signer: Signer) -> tuple[Issued, ...]:
        """Debit, sign and log several indicia in one transaction: all of them or none; errors as `issue`."""
        (outcome,) = self.issue_each([requests], signer)
        if isinstance(outcome, PsdRefused):
            raise outcome
        return outcome

    def issue_each(self, groups: Sequence[Sequence[Request]], signer: Signer) -> list[tuple[Issued, ...] | PsdRefused]:
        """Debit, sign and log groups of indicia in one transaction: all of a group or none of it.

        Returns:
            for each group its issues, or why it was refused; the others stand all the same.

        Raises:
            CredentialError: the signer is not this device's.
        """
        self.memory.adopt(signer)
        with self.memory.writing() as writing:
            lockout = next(standing_lockouts(writing.standing, self.memory.day(writing.time)), None)
            if lockout is not None:
                self._refuse(writing, lockout)
                return [lockout for _ in groups]
            press = Press(self.memory.facts, writing.standing, signer, self.selector)
            first = writing.pieces + 1
            outcomes: list[tuple[Issued, ...] | PsdRefused] = []
            for requests in groups:
                mark = writing.mark()
                try:
                    outcomes.append(tuple(press.issue(writing, requests, first)))
                except PsdRefused as refusal:
                    writing.back_to(mark)
                    self._refuse(writing, refusal)
                    outcomes.append(refusal)
        return outcomes

    def test_prints(self, requests: Sequence[Request], signer: Signer, purpose: str) -> tuple[bytes, ...]:
        """Debit, sign and log indicia of a test device that no mailpiece will bear (39 CFR 501.19); all or none.

        Returns:
            their messages.

        Raises:
            LockedOut: the device stopped itself.
            PsdRefused: it is no test device.
            CredentialError: the signer is not this device's.
        """
        self._require_test_device("make test prints")
        self.memory.adopt(signer)
        messages: list[bytes] = []
        refusal: LockedOut | None = None
        with self.memory.writing() as writing:
            mark, first = writing.mark(), writing.pieces + 1
            press = Press(self.memory.facts, writing.standing, signer, self.selector)
            try:
                self._require_ready(writing)
                for request in requests:
                    after = writing.registers.debited(request.amount)
                    messages.append(press.message(request, after))
                    writing.test_print(request.amount, after, messages[-1], purpose, first_piece=first)
            except LockedOut as stopped:
                writing.back_to(mark)
                self._refuse(writing, stopped)
                refusal = stopped
        if refusal is not None:
            raise refusal
        return tuple(messages)

    def state_reset(self, requested: int | None = None) -> Signed[Statement]:
        """A statement of registers, state and log, for the provider; grants for earlier ones are dead from now on.

        Args:
            requested: mills to be reset by; 0 for a reset of no value, None for none.

        Raises:
            LockedOut: the log since the last grant is not what the device signed; it is faulty now.
            PsdRefused: the device is not initialized, or destroyed.
        """
        return servicing.state(self.memory, requested)

    def apply(self, grant: Signed[Grant]) -> Signed[Receipt]:
        """Carry out a grant: orders, then the reset; the same grant again gives the same receipt, changing nothing.

        Raises:
            CredentialError: it is not signed by the provider.
            LockedOut: it cannot be carried out, and nothing of it was.
        """
        self._identity = None
        return servicing.apply(self.memory, grant)

    def note_denial(self, denial: Signed[Denial]) -> Denial:
        """A denial of the provider, written into the log; errors as `apply`."""
        return servicing.note(self.memory, denial)

    def audit(self) -> Audit:
        """Whether everything in the folder is what the device wrote and signed."""
        return audit(self.memory)

    def stop(self, why: str) -> None:
        """Lock the device as faulty, as far as it still can be written (39 CFR 501.6(i)(5), 501.23(h))."""
        self.memory.stop(why)

    def status(self) -> Status:
        """The device as it stands."""
        bank = self.memory.bank()
        with self.memory.explained():
            counts = dict(
                self.memory.database.execute("SELECT state, COUNT(*) FROM journal WHERE kind = 'issue' GROUP BY state")
            )
        certificate = self.certificate
        return Status(
            identity=self.identity,
            algorithm=self.algorithm,
            certificate_serial=certificate.serial_number,
            valid_from=certificate.not_valid_before_utc.date(),
            valid_to=certificate.not_valid_after_utc.date(),
            registers=bank.registers,
            pieces={state: counts.get(state.value, 0) for state in IssueState},
            standing=bank.standing,
            level=self.memory.facts.level,
            lockouts=tuple(standing_lockouts(bank.standing, self.memory.day(self.memory.now(bank)))),
            records=bank.sequence,
        )

    def display(self) -> Display:
        """Both registers, the next amount, and what keeps the device from printing it."""
        status = self.status()
        lockouts, selected = list(status.lockouts), None
        try:
            selected = self.selector.amount
            status.registers.debited(selected or 0)
        except LockedOut as lockout:
            lockouts.append(lockout)
        return Display(registers=status.registers, selected=selected, lockouts=tuple(lockouts))

    def _require_test_device(self, what: str) -> None:
        facts = self.memory.facts
        if facts.manufacturer != TEST_MANUFACTURER:
            raise PsdRefused(f"only test devices (manufacturer {TEST_MANUFACTURER}) {what}, not {facts.device}")

    def _require_ready(self, writing: Writing) -> None:
        """Nothing, when nothing stands in the way of every piece."""
        for lockout in standing_lockouts(writing.standing, self.memory.day(writing.time)):
            raise lockout

    def _refuse(self, writing: Writing, refusal: PsdRefused) -> None:
        """Into the log, when the device stopped itself; a request that was wrong is no event of the device."""
        if isinstance(refusal, LockedOut) and allows(Event.REFUSE, writing.standing.life):
            writing.record(Event.REFUSE, detail=refusal.record())
