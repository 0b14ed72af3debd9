"""How claims are dealt with, whatever database keeps them: one transaction a batch, answered after its commit."""

import contextlib
import datetime as dt
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Self

from indicia.errors import InputError
from verify.ledger import statements
from verify.ledger.claims import Claim, IndiciumKey, Witness
from verify.ledger.registers import Neighbours, register_fault
from verify.ledger.sightings import DuplicateStatus, First, Seen, Sighting

Row = Sequence[Any]
_Told = tuple[DuplicateStatus, First | None]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What SQLite and PostgreSQL write differently."""

    mark: str
    """Of a parameter."""
    words: Mapping[str, str]
    """Types and literals in the statements."""
    lock_suffix: str
    """Ends a SELECT that keeps its rows for this transaction."""

    def said(self, statement: str) -> str:
        """The statement in this dialect."""
        return statement.format(mark=self.mark, **self.words)

    def marks(self, count: int) -> str:
        """So many parameters."""
        return ", ".join([self.mark] * count)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Who holds the key of a claim."""

    digest: bytes
    first: First


@dataclass(frozen=True, slots=True)
class _Repeat:
    """A later sighting of a key."""

    digest: bytes
    station: str
    piece: str


class _Undone(Exception):  # noqa: N818 - it ends a transaction, nothing went wrong
    """Leaves a transaction that shall record nothing."""


class Ledger(ABC):
    """The register of indicia already seen. One of these a process; claims of all processes meet in the database."""

    dialect: Dialect

    # What a database has to bring.

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[None]:
        """All of the block or nothing; durable when it ends."""

    @abstractmethod
    def _rows(self, statement: str, values: Row = ()) -> list[Row]:
        """What a statement answers."""

    @abstractmethod
    def _many(self, statement: str, rows: Iterable[Row]) -> None:
        """One statement for every row of values."""

    @abstractmethod
    def _fill_batch(self, rows: Iterable[Row]) -> None:
        """Put rows into the empty table `batch`."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    # What a ledger does.

    def _make_tables(self) -> None:
        """The tables of an empty database."""
        for statement in statements.TABLES:
            self._rows(self.dialect.said(statement))
        self._rows(self.dialect.said(statements.SET_VERSION), (statements.SCHEMA_VERSION,))

    def _require_version(self, where: str) -> None:
        """Raise when the tables are not those of this program."""
        ((version,),) = self._rows("SELECT version FROM ledger")
        if version != statements.SCHEMA_VERSION:
            known = statements.SCHEMA_VERSION
            raise InputError(f"{where} holds version {version} of a ledger; this program knows version {known}")

    def claim(self, claims: Sequence[Claim]) -> list[Sighting]:
        """What the ledger says to each claim, in their order; all are committed when this returns.

        A claim by the same station for the same piece is answered as it was the first time. Of equal claims in
        one batch the one handed in first is the first.

        Raises:
            OutputError: the ledger cannot be written; none of the claims is recorded.
        """
        if not claims:
            return []
        with self._transaction():
            return self._said(claims)

    def ask(self, claims: Sequence[Claim]) -> list[Sighting]:
        """What the ledger would say to each claim, in their order; nothing is recorded.

        Raises:
            OutputError: the ledger cannot be reached.
        """
        said: list[Sighting] = []
        with contextlib.suppress(_Undone), self._transaction():
            said = self._said(claims) if claims else []
            raise _Undone
        return said

    def refund(self, claims: Sequence[Claim]) -> list[Sighting]:
        """What the ledger says to each claim; where all are the first of their indicium they are refunded from now on.

        Where one is not, nothing is recorded: who mails or refunds the same postage meanwhile comes before or after.

        Raises:
            OutputError: the ledger cannot be written; nothing is recorded.
        """
        said: list[Sighting] = []
        with contextlib.suppress(_Undone), self._transaction():
            said = self._said(claims) if claims else []
            if any(one.status is not DuplicateStatus.FIRST_SEEN for one in said):
                raise _Undone
            self._write_declared("refund", {claim.digest: 1 for claim in claims})
        return said

    def declare_reprints(self, digests: Mapping[bytes, int]) -> None:
        """Let each of these indicia, by SHA-256 of the signed bytes, come so many times more."""
        self._declare("reprint", digests)

    def declare_refunds(self, digests: Iterable[bytes]) -> None:
        """No piece with one of these indicia is paid any more."""
        self._declare("refund", dict.fromkeys(digests, 1))

    def forget(self, before: dt.datetime) -> None:
        """Drop what was seen before that time; declarations stay."""
        with self._transaction():
            for statement in statements.FORGET:
                self._rows(self.dialect.said(statement), (_stamp(before),))

    def export(self) -> Iterator[Seen]:
        """Every first sighting, oldest first."""
        for device, number, variant, digest, *rest in self._rows(statements.EXPORT):
            yield Seen(device, number, bytes(variant).hex(), bytes(digest).hex(), *rest)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _said(self, claims: Sequence[Claim]) -> list[Sighting]:
        """What is said to each claim; inside a transaction."""
        self._rows(statements.EMPTY_BATCH)
        self._fill_batch(_batch_row(order, claim) for order, claim in enumerate(claims))
        inserted = {_key(row) for row in self._rows(statements.CLAIM)}
        told = self._told(claims, inserted)
        overruled = self._overruled(claims)
        faults = self._register_faults()
        return [Sighting(*overruled.get(order, one), faults.get(order)) for order, one in enumerate(told)]

    def _declare(self, kind: str, digests: Mapping[bytes, int]) -> None:
        with self._transaction():
            self._write_declared(kind, digests)

    def _write_declared(self, kind: str, digests: Mapping[bytes, int]) -> None:
        self._many(self.dialect.said(statements.DECLARE), [(d, kind, times) for d, times in digests.items()])

    def _told(self, claims: Sequence[Claim], inserted: set[IndiciumKey]) -> list[_Told]:
        """First, replay, copy or conflict, for every claim."""
        holders = {row[0]: _Holder(bytes(row[1]), _first(row[2:7])) for row in self._rows(statements.HOLDERS)}
        told: list[_Told] = [(DuplicateStatus.FIRST_SEEN, None)] * len(claims)
        later: list[int] = []
        for order, claim in enumerate(claims):
            if claim.key in inserted:
                inserted.discard(claim.key)
            elif not _same_piece(claim.witness, holders[order].first.station, holders[order].first.piece):
                later.append(order)
        if later:
            allowed = self._declared("reprint")
            for order, copy in self._copies([(order, claims[order]) for order in later]).items():
                told[order] = _copy(claims[order], holders[order], copy, allowed.get(order, 0))
        return told

    def _copies(self, later: Sequence[tuple[int, Claim]]) -> dict[int, int]:
        """The how-manieth later sighting of its very bytes each claim is, from 1; new ones are written down."""
        self._rows(statements.LOCK + self.dialect.lock_suffix)
        known: dict[IndiciumKey, list[_Repeat]] = defaultdict(list)
        for device, number, variant, _, digest, station, piece in self._rows(statements.REPEATS):
            known[_key((device, number, variant))].append(_Repeat(bytes(digest), station, piece))
        copies: dict[int, int] = {}
        added: list[Row] = []
        for order, claim in later:
            repeats, witness = known[claim.key], claim.witness
            place = next((i for i, one in enumerate(repeats) if _same_piece(witness, one.station, one.piece)), None)
            if place is None:
                place = len(repeats)
                repeats.append(_Repeat(claim.digest, witness.station, witness.piece))
                added.append(_repeat_row(claim, place))
            copies[order] = sum(one.digest == claim.digest for one in repeats[: place + 1])
        self._write_repeats(added, {key: len(repeats) for key, repeats in known.items()})
        return copies

    def _write_repeats(self, added: Sequence[Row], counts: Mapping[IndiciumKey, int]) -> None:
        self._many(self.dialect.said(statements.ADD_REPEAT), added)
        rows = [(count, key.device, key.number, key.variant) for key, count in counts.items()]
        self._many(self.dialect.said(statements.COUNT_REPEATS), rows)

    def _declared(self, kind: str) -> dict[int, int]:
        """How often each claim was declared so, by its place in the batch."""
        return {order: times for order, its_kind, times in self._rows(statements.DECLARED) if its_kind == kind}

    def _overruled(self, claims: Sequence[Claim]) -> dict[int, _Told]:
        """What outranks being first or a copy: a refund, and a rival that the device did sign."""
        found: dict[int, _Told] = {}
        for order, digest, *first in self._rows(self.dialect.said(statements.RIVALS)):
            same = bytes(digest) == claims[order].digest
            found[order] = (DuplicateStatus.DUPLICATE if same else DuplicateStatus.CONFLICT, _first(first))
        return found | dict.fromkeys(self._declared("refund"), (DuplicateStatus.REFUNDED, None))

    def _register_faults(self) -> dict[int, str]:
        """What the neighbours by register contradict, by place in the batch."""
        rows = self._rows(self.dialect.said(statements.NEIGHBOURS))
        faults = {order: register_fault(Neighbours(*values)) for order, *values in rows}
        return {order: fault for order, fault in faults.items() if fault}


def _same_piece(witness: Witness, station: str, piece: str) -> bool:
    """Whether a station tells again of a piece that it told of before."""
    return bool(witness.piece) and (witness.station, witness.piece) == (station, piece)


def _copy(claim: Claim, holder: _Holder, copy: int, allowed: int) -> _Told:
    """What a later sighting is: other bytes, a reprint that was declared, or a copy."""
    if holder.digest != claim.digest:
        return DuplicateStatus.CONFLICT, holder.first
    return (DuplicateStatus.DECLARED_REPRINT if copy <= allowed else DuplicateStatus.DUPLICATE), holder.first


def _key(row: Row) -> IndiciumKey:
    device, number, variant = row
    return IndiciumKey(device, number, bytes(variant))


def _first(row: Row) -> First:
    at, station, piece, place, picture = row
    return First(dt.datetime.fromisoformat(at), station, piece, place, picture)


def _stamp(at: dt.datetime) -> str:
    """A time as the tables hold it: all of one length, so that they sort as they follow."""
    return at.astimezone(dt.UTC).isoformat(timespec="microseconds")


def _batch_row(order: int, claim: Claim) -> Row:
    key, seen = claim.key, claim.witness
    return (
        *(order, key.device, key.number, key.variant, claim.digest, claim.amount, claim.control_total),
        *(_stamp(seen.at), seen.station, seen.piece, seen.place, seen.picture),
    )


def _repeat_row(claim: Claim, nth: int) -> Row:
    key, seen = claim.key, claim.witness
    return (
        *(key.device, key.number, key.variant, nth, claim.digest),
        *(_stamp(seen.at), seen.station, seen.piece, seen.place, seen.picture),
    )
