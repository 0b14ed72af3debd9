"""The device's side of a reset and of every order of its provider: statement, grant, receipt."""

import datetime as dt
import hashlib
import json
import secrets
from dataclasses import replace

from indicia.errors import CredentialError, PsdRefused
from indicia.psd.ladder import ladders
from indicia.psd.life import ORDERED, Event, Life, after
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.memory import Memory
from indicia.psd.messages import Denial, Grant, Receipt, Signed, Statement, opened, signed
from indicia.psd.orders import Case, carried_out
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing
from indicia.psd.writing import Writing
from indicia.security.keys import PublicKey, algorithm_of

_NONCE_BYTES = 16


def state(memory: Memory, requested: int | None) -> Signed[Statement]:
    """A statement of the device, in its log; grants for earlier statements are dead from now on.

    Raises:
        LockedOut: the log is not what the device signed since the last grant; the device is faulty now.
        PsdRefused: the device is not initialized, or destroyed.
    """
    bank = memory.bank()
    after(Event.STATE, bank.standing.life)
    with memory.writing(since=bank.standing.anchor) as writing:
        writing.require(Event.STATE)
        standing = replace(writing.standing, nonce=secrets.token_hex(_NONCE_BYTES))
        writing.record(Event.STATE, standing=standing, detail=json.dumps({"requested": requested}))
        statement = _statement(memory, writing, requested)
    return signed(statement, memory.open_key())


def apply(memory: Memory, sent: Signed[Grant]) -> Signed[Receipt]:
    """What the device is after a grant; the same grant again gives the same receipt and changes nothing.

    Raises:
        CredentialError: it is not signed by the provider; the attempt is in the log.
        LockedOut: it is for another device or statement, or cannot be carried out; same. Nothing changed.
    """
    try:
        grant = opened(sent, *_authority(memory))
        receipt = _given(memory, grant, sent) or _applied(memory, grant, sent)
    except CredentialError as forged:
        memory.refuse(LockedOut(Lockout.GRANT, str(forged)))
        raise
    except LockedOut as fault:
        if fault.lockout is Lockout.GRANT:
            memory.refuse(fault)
        raise
    if memory.bank().standing.life is Life.DESTROYED:
        memory.destroy_key()
    return receipt


def note(memory: Memory, sent: Signed[Denial]) -> Denial:
    """A denial, in the log; its statement waits for nothing any more.

    Raises:
        CredentialError: it is not signed by the provider.
        LockedOut: it is for another device or statement.
    """
    denial = opened(sent, *_authority(memory))
    with memory.writing(told=denial.at) as writing:
        writing.require(Event.DENY)
        _require_mine(memory, writing, denial)
        words = {"nonce": denial.nonce, "reason": denial.reason}
        writing.record(Event.DENY, standing=replace(writing.standing, nonce=""), detail=json.dumps(words))
    return denial


def _given(memory: Memory, grant: Grant, sent: Signed[Grant]) -> Signed[Receipt] | None:
    """The receipt of a grant that was applied already; None when it was not.

    Raises:
        LockedOut: another grant of the same id was.
    """
    query = "SELECT grant_digest, body, signature FROM receipt WHERE grant_id = ?"
    with memory.explained():
        row = memory.database.execute(query, (grant.grant_id,)).fetchone()
    if row is None:
        return None
    if row["grant_digest"] != _digest(sent):
        raise LockedOut(Lockout.GRANT, f"another grant {grant.grant_id} was applied before")
    return Signed(Receipt, row["body"], row["signature"])


def _applied(memory: Memory, grant: Grant, sent: Signed[Grant]) -> Signed[Receipt]:
    """Carry out a grant and give its receipt, in one transaction."""
    signer = memory.open_key()
    with memory.writing(told=grant.at) as writing:
        try:
            _require_mine(memory, writing, grant)
            _carry_out(memory, writing, grant, _digest(sent))
        except LockedOut:
            raise
        except PsdRefused as refusal:
            raise LockedOut(Lockout.GRANT, f"grant {grant.grant_id}: {refusal}") from refusal
        receipt = Receipt(
            grant_id=grant.grant_id,
            device=memory.facts.device,
            life=writing.standing.life,
            registers=writing.registers,
            pieces=writing.pieces,
            sequence=writing.sequence,
            head=writing.head.hex(),
            at=writing.time,
        )
        given = signed(receipt, signer)
        row = (receipt.sequence, grant.grant_id, _digest(sent), given.body, given.signature)
        memory.database.execute("INSERT INTO receipt VALUES (?, ?, ?, ?, ?)", row)
    return given


def _carry_out(memory: Memory, writing: Writing, grant: Grant, digest: str) -> None:
    """One record for each order, then one for the reset; the last of them ends the grant."""
    events = [*grant.orders, *([Event.RESET] if grant.amount is not None else [])]
    if not events or not set(grant.orders) <= ORDERED:
        raise PsdRefused("it orders nothing that a provider can order")
    day = (writing.time or grant.at).date()
    detail = json.dumps({"grant": grant.grant_id, "reason": grant.reason})
    case = Case(day=day, user=grant.user, placement=grant.placement, readings=grant.readings)
    for number, event in enumerate(events, 1):
        before = writing.registers
        if event is Event.RESET:
            standing, registers = _reset(memory, writing, grant.amount or 0, day)
        else:
            standing, registers = carried_out(event, writing.standing, before, case)
        if number == len(events):
            standing = replace(
                standing,
                lock_on=grant.lock_on,
                inspect_by=grant.inspect_by,
                nonce="",
                grant_id=grant.grant_id,
                grant_digest=digest,
                anchor=writing.sequence + 1,
            )
        moved = abs(registers.descending - before.descending)
        writing.record(event, amount=moved, registers=registers, standing=standing, detail=detail)


def _reset(memory: Memory, writing: Writing, amount: int, day: dt.date) -> tuple[Standing, Registers]:
    """Standing and registers after a reset, which an overdue reset or inspection stands in the way of."""
    writing.require(Event.RESET)
    for ladder in ladders(writing.standing, memory.facts.level):
        if ladder.blocks_resetting(day):
            raise PsdRefused(
                f"the {ladder.matter} was due on {ladder.due}: no reset before an examination (39 CFR 501.23(f))"
            )
    return replace(writing.standing, reset_on=day), writing.registers.reset(amount)


def _require_mine(memory: Memory, writing: Writing, sent: Grant | Denial) -> None:
    """Nothing, when it answers the statement that this device waits with."""
    if sent.device != memory.facts.device:
        raise LockedOut(Lockout.GRANT, f"it is for the device {sent.device}, not for {memory.facts.device}")
    if not sent.nonce or sent.nonce != writing.standing.nonce:
        raise LockedOut(Lockout.GRANT, "it answers no statement that the device waits with")


def _authority(memory: Memory) -> tuple[PublicKey, int]:
    """The provider's key, and the algorithm that it signs with."""
    certificate = memory.facts.authority
    if certificate is None:
        raise PsdRefused("the device is not initialized: it knows no provider")
    key = certificate.public_key()
    algorithm = algorithm_of(key)
    if algorithm is None or not isinstance(key, PublicKey):
        raise CredentialError("the provider's certificate is for no algorithm that is used here")
    return key, algorithm


def _statement(memory: Memory, writing: Writing, requested: int | None) -> Statement:
    standing, certificate = writing.standing, memory.facts.certificate
    anchor = memory.database.execute("SELECT digest FROM journal WHERE sequence = ?", (standing.anchor,)).fetchone()
    return Statement(
        device=memory.facts.device,
        certificate_serial=certificate.serial_number if certificate else 0,
        life=standing.life,
        registers=writing.registers,
        pieces=writing.pieces,
        sequence=writing.sequence,
        head=writing.head.hex(),
        anchor=standing.anchor,
        anchor_head=anchor["digest"].hex() if anchor else "",
        nonce=standing.nonce,
        grant_id=standing.grant_id,
        requested=requested,
        licence=standing.user.licence if standing.user else "",
        lock_on=standing.lock_on,
        reset_on=standing.reset_on,
        inspected_on=standing.inspected_on,
        at=writing.time,
    )


def _digest(sent: Signed[Grant]) -> str:
    return hashlib.sha256(sent.covered).hexdigest()
