"""What a device holds: its folder, its database, its key. Whoever writes goes through here."""

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from indicia import files
from indicia.errors import CredentialError, InputError, OutputError
from indicia.psd import banks, tail
from indicia.psd.banks import Bank
from indicia.psd.facts import Facts
from indicia.psd.life import Event, after, allows
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.store import DATABASE_NAME, explained, open_store, transaction
from indicia.psd.token import TOKEN_SCHEME, TokenSigner, token_signer
from indicia.psd.writing import Writing
from indicia.security.keys import load_private_key, public_bytes
from indicia.security.signing import Signer, signer_for

KEY_NAME = "key.pem"
Clock = Callable[[], dt.datetime]
"""The time where the device is, with its zone."""


class Memory:
    """An open device's memory. Processes take turns on it; an object belongs to one thread.

    Attributes:
        folder: where it lies.
        facts: what never changes.
        database: for reading.
    """

    def __init__(self, folder: Path, clock: Clock | None) -> None:
        """Open what lies in `folder`; its key stays closed.

        Raises:
            InputError: there is no device, or it is damaged.
        """
        self.folder = folder
        self._clock = clock
        self._signer: Signer | None = None
        self._known: tail.Known | None = None
        self.database = open_store(self.path)
        try:
            with self.explained():
                self.facts = Facts.of(self.database.execute("SELECT * FROM device").fetchone())
        except (ValueError, TypeError, KeyError) as fault:
            self.database.close()
            raise InputError(f"{self.path} is not the database of a PSD, or it is damaged: {fault}") from fault
        except BaseException:
            self.database.close()
            raise

    @property
    def path(self) -> Path:
        """Its database."""
        return self.folder / DATABASE_NAME

    def close(self) -> None:
        """Let go of the database, and of the token."""
        self.database.close()
        if isinstance(self._signer, TokenSigner):
            self._signer.close()

    def explained(self) -> contextlib.AbstractContextManager[None]:
        """Turn what the database says about the world outside into our errors."""
        return explained(self.path)

    def bank(self) -> Bank:
        """What both banks say.

        Raises:
            LockedOut: they do not agree.
        """
        with self.explained():
            return banks.read(self.database)

    def open_key(self, passphrase: bytes | None = None) -> Signer:
        """The signer that holds the device's private key; its passphrase, or its token's PIN, is needed once.

        Raises:
            CredentialError: the key cannot be opened, or is not the certificate's.
        """
        if self._signer is None:
            place = self.facts.key_place
            signer: Signer
            if place.startswith(TOKEN_SCHEME):
                signer = token_signer(place, passphrase)
            else:
                signer = signer_for(load_private_key(self.folder / place, passphrase))
            self.require_own(signer)
            self._signer = signer
        return self._signer

    def adopt(self, signer: Signer) -> None:
        """Nothing; afterwards the device's key counts as open, when `signer` holds it.

        Raises:
            CredentialError: it is another's.
        """
        self.require_own(signer)
        if self._signer is None:
            self._signer = signer

    def require_own(self, signer: Signer) -> None:
        """Nothing, when it is this device's.

        Raises:
            CredentialError: it is another's.
        """
        if public_bytes(signer.public_key) != self.facts.public_key:
            raise CredentialError(f"the key is not that of the certificate of the PSD {self.facts.device}")

    def now(self, bank: Bank, told: dt.datetime | None = None) -> dt.datetime | None:
        """The device's time, which never goes back; None when nobody ever told it one.

        Args:
            bank: knows the latest time so far.
            told: by the provider.
        """
        times = [told] if told else []
        if self._clock:
            times.append(self._clock())
        if bank.at:
            times.append(dt.datetime.fromisoformat(bank.at))
        return max(times, default=None)

    def day(self, now: dt.datetime | None) -> dt.date | None:
        """The day of the device's time; None when this process was told no time, whatever others were."""
        return now.date() if now and self._clock else None

    @contextlib.contextmanager
    def writing(self, told: dt.datetime | None = None, since: int | None = None) -> Iterator[Writing]:
        """One transaction on the log, sealed and durable when the block ends; nothing of it when the block fails.

        Args:
            told: time that the provider told.
            since: sequence of the record from which on the whole log is looked at first; None: its end alone.

        Raises:
            LockedOut: the registers or the end of the log are not what they should be; the device is faulty then.
            CredentialError: the key is closed, and nobody gave its passphrase.
            OutputError: the disk does not take it; nothing happened.
        """
        signer = self.open_key()
        with self.explained():
            try:
                with transaction(self.database):
                    bank = banks.read(self.database)
                    if since is not None:
                        self._known = tail.known_at(self.database, since)
                    self._require_whole(bank)
                    writing = Writing(bank, self.now(bank, told))
                    yield writing
                    done = writing.finish(self.database, self.facts.device, signer)
            except LockedOut as refusal:
                if refusal.lockout in (Lockout.REGISTERS, Lockout.LOG):
                    self._stop(refusal, signer)
                raise
        self._known = tail.Known(done.sequence, done.head, done)

    def refuse(self, refusal: LockedOut) -> None:
        """Write down what was refused and why."""
        with self.writing() as writing:
            if allows(Event.REFUSE, writing.standing.life):
                writing.record(Event.REFUSE, detail=refusal.record())

    def destroy_key(self) -> None:
        """Nothing; afterwards there is no key (39 CFR 501.18).

        Raises:
            OutputError: it cannot be overwritten.
        """
        place = self.facts.key_place
        if place.startswith(TOKEN_SCHEME):
            signer = self.open_key()
            if isinstance(signer, TokenSigner):
                signer.destroy()
                signer.close()
        else:
            erase(self.folder / place)
        self._signer = None

    def stop(self, why: str) -> None:
        """Nothing; afterwards the device is faulty, whatever still can be written says so (39 CFR 501.6(i)(5))."""
        with self.explained():
            self._stop(LockedOut(Lockout.LOG, why), self.open_key())

    def _require_whole(self, bank: Bank) -> None:
        self._known = tail.require_whole(
            self.database,
            bank,
            self._known,
            device=self.facts.device,
            key=self.facts.key,
            algorithm=self.facts.algorithm,
        )

    def _stop(self, fault: LockedOut, signer: Signer) -> None:
        """Write what the memories read into the log, behind what is still whole of it; else leave all as it is."""
        with transaction(self.database):
            readouts = banks.readouts(self.database)
            bank = self._recovered() if fault.lockout is Lockout.REGISTERS else readouts.agreed
            if bank is not None and allows(Event.FAULT, bank.standing.life):
                writing = Writing(bank, self.now(bank))
                words = {"lockout": fault.lockout, "why": str(fault), "readouts": readouts.shown()}
                life = after(Event.FAULT, bank.standing.life)
                writing.record(
                    Event.FAULT, standing=replace(bank.standing, life=life, nonce=""), detail=json.dumps(words)
                )
                writing.finish(self.database, self.facts.device, signer)

    def _recovered(self) -> Bank | None:
        """What the log says where the banks say something else; None when the log is not whole either."""
        bank = tail.bank_of(self.database)
        try:
            if bank is not None:
                self._require_whole(bank)
        except LockedOut:
            return None
        return bank


def erase(key: Path) -> None:
    """Nothing; afterwards the file is overwritten and gone, if it was there.

    Raises:
        OutputError: it cannot be.
    """
    try:
        with key.open("r+b") as file:
            file.write(bytes(key.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        key.unlink()
        files.sync_folder(key.parent)
    except FileNotFoundError:
        return
    except OSError as fault:
        raise OutputError(f"{key} cannot be destroyed: {fault.strerror or fault}") from fault
