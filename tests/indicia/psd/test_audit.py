"""Whatever is changed in a device's folder is found, and the first record that is not what it was is named."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.device import LETTER, Bench
from indicia.errors import InputError
from indicia.psd import banks, chain
from indicia.psd.audit import Audit
from indicia.psd.device import Psd
from indicia.psd.life import Event, Life
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.registers import Registers


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A device with a history: resets, released, spoiled, pending and refused pieces (records 1 to 20)."""
    bench = Bench.set_up(tmp_path)
    with bench.open() as psd:
        bench.do(psd, amount=1_500)
        signer = psd.signer()
        pieces = [psd.issue(LETTER, signer).piece_id for _ in range(4)]
        psd.mark_released({pieces[0]: "digest"})
        psd.mark_spoiled([pieces[1]], "unreadable")
        with pytest.raises(LockedOut):
            psd.issue(LETTER, signer)
        bench.do(psd, Event.INSPECT, amount=10_000)
        psd.issue_all([LETTER] * 3, signer)
    return bench


def tamper(bench: Bench, *statements: str) -> None:
    """Change the database as an intruder would, past its own rules."""
    with sqlite3.connect(bench.folder / "psd.sqlite") as database:
        rules = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in rules:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        for _, rule in rules:
            database.execute(rule)
    database.close()


def audited(bench: Bench) -> Audit:
    with bench.open() as psd:
        return psd.audit()


def records(bench: Bench, kind: str) -> list[int]:
    with bench.open() as psd:
        return [record.sequence for record in psd.records() if record.event.value == kind]


def test_a_device_with_a_history_is_whole(bench: Bench) -> None:
    audit = audited(bench)
    with bench.open() as psd:
        count = len(list(psd.records()))
    assert (True, count, (), None) == (audit.whole, audit.records, audit.problems, audit.first_altered)
    assert audit.seals > 10


@pytest.mark.parametrize(
    "change",
    [
        "at = '2005-01-01T00:00:00+00:00'",
        "amount = amount + 1",
        "ascending = ascending + 1",
        "descending = descending - 1",
        "first_piece = 1",
        "message = x'50'",
        "detail = 'something else'",
        "standing = '{}'",
        "job_digest = x'00'",
        "digest = x'00'",
        "order_json = '{}'",
        "order_digest = x'00'",
        "output = 'other.pdf'",
        "dpi = 600",
        "part = 1",
        "reference = '7'",
        "file_digest = 'other'",
        "reason = 'other'",
        "state = 'spoiled'",
    ],
)
def test_the_first_altered_record_is_named(change: str, bench: Bench) -> None:
    number = records(bench, "issue")[2]
    tamper(bench, f"UPDATE journal SET {change} WHERE sequence = {number}")
    audit = audited(bench)
    assert (False, number) == (audit.whole, audit.first_altered)


@pytest.mark.parametrize(
    "kind", sorted({"manufacture", "initialize", "install", "reset", "release", "spoil", "refuse"})
)
def test_an_altered_record_of_any_kind_is_named(kind: str, bench: Bench) -> None:
    number = records(bench, kind)[0]
    tamper(bench, f"UPDATE journal SET detail = detail || ' ' WHERE sequence = {number}")
    if kind == "install":  # it has no detail
        tamper(bench, f"UPDATE journal SET detail = '' WHERE sequence = {number}")
    assert number == audited(bench).first_altered


def test_a_record_that_is_gone_is_named(bench: Bench) -> None:
    number = records(bench, "refuse")[0]
    tamper(bench, f"DELETE FROM journal WHERE sequence = {number}")
    assert number == audited(bench).first_altered


def test_a_log_that_was_cut_is_found(bench: Bench) -> None:
    with bench.open() as psd:
        last = list(psd.records())[-1].sequence
    tamper(bench, f"DELETE FROM journal WHERE sequence > {last - 3}", f"DELETE FROM seal WHERE sequence > {last - 3}")
    texts = {problem.text for problem in audited(bench).problems}
    assert {f"{bank} does not say what the log says" for bank in banks.NAMES} <= texts


def rewrite(bench: Bench, change: Callable[[dict[str, object]], None]) -> None:
    """Alter records and chain everything again, banks and all, without the device's key."""
    with sqlite3.connect(bench.folder / "psd.sqlite") as database:
        database.row_factory = sqlite3.Row
        head = chain.GENESIS
        updates = []
        for row in database.execute("SELECT * FROM journal ORDER BY sequence"):
            values = dict(row)
            change(values)
            head = chain.digest(head, chain.line(values[name] for name in chain.LINE_COLUMNS))
            updates.append((values["detail"], head, values["sequence"]))
        readouts = banks.readouts(database).agreed
        assert readouts is not None
        forged = banks.Bank(
            readouts.sequence, readouts.registers, readouts.pieces, head, readouts.at, readouts.standing
        )
    database.close()
    tamper(bench)
    with sqlite3.connect(bench.folder / "psd.sqlite") as database:
        rules = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in rules:
            database.execute(f"DROP TRIGGER {name}")
        database.executemany("UPDATE journal SET detail = ?, digest = ? WHERE sequence = ?", updates)
        banks.write(database, forged)
        for _, rule in rules:
            database.execute(rule)
    database.close()


def test_a_log_that_was_rewritten_and_chained_again_is_found_by_its_seals(bench: Bench) -> None:
    number = records(bench, "refuse")[0]

    def change(row: dict[str, object]) -> None:
        if row["sequence"] == number:
            row["detail"] = "nothing happened"

    rewrite(bench, change)
    audit = audited(bench)
    assert number == audit.first_altered
    assert "is not what the device signed" in audit.problems[0].text


def test_a_rewritten_log_stops_the_device_before_it_writes(bench: Bench) -> None:
    rewrite(bench, lambda row: row.update(detail="x") if row["sequence"] == 5 else None)
    before = (bench.folder / "psd.sqlite").read_bytes()
    with bench.open() as psd, pytest.raises(LockedOut, match="broken log") as caught:
        psd.issue(LETTER, psd.signer())
    assert Lockout.LOG is caught.value.lockout
    with bench.open() as psd:
        assert Life.FAULTY is psd.standing().life or before == (bench.folder / "psd.sqlite").read_bytes()
        with pytest.raises(LockedOut):
            psd.issue(LETTER, psd.signer())


def test_a_broken_seal_is_found(bench: Bench) -> None:
    tamper(bench, "UPDATE seal SET signature = zeroblob(64) WHERE sequence = (SELECT MIN(sequence) FROM seal)")
    assert 1 == audited(bench).first_altered


def test_a_rule_that_was_taken_away_is_found(bench: Bench) -> None:
    with sqlite3.connect(bench.folder / "psd.sqlite") as database:
        database.execute("DROP TRIGGER journal_follows")
    database.close()
    assert ["the database's own rules were altered"] == [problem.text for problem in audited(bench).problems]


def test_a_table_whose_words_were_altered_is_found(bench: Bench) -> None:
    path = bench.folder / "psd.sqlite"
    path.write_bytes(path.read_bytes().replace(b"    descending  INTEGER", b"    Descending  INTEGER"))
    texts = [problem.text for problem in audited(bench).problems]
    assert "the database's own rules were altered" == texts[0]


@pytest.mark.parametrize("place", ["provider = 'OTHER'", "serial = 7", "certificate = authority", "key_digest = x'00'"])
def test_another_identity_is_found(place: str, bench: Bench) -> None:
    tamper(bench, f"UPDATE device SET {place}")
    assert not audited(bench).whole


def test_a_receipt_that_was_altered_is_found(bench: Bench) -> None:
    tamper(bench, "UPDATE receipt SET grant_id = 'other' WHERE sequence = (SELECT MAX(sequence) FROM receipt)")
    assert ["the receipt of grant other is not what the log says"] == [each.text for each in audited(bench).problems]


def test_a_key_that_was_altered_or_lost_is_found(bench: Bench) -> None:
    key = bench.folder / "key.pem"
    key.write_bytes(key.read_bytes() + b"\n")
    assert ["the key key.pem was altered"] == [problem.text for problem in audited(bench).problems]
    key.unlink()
    assert ["the key key.pem is gone"] == [problem.text for problem in audited(bench).problems]


class TestRegisterFault:
    @pytest.mark.parametrize("bank", banks.NAMES)
    @pytest.mark.parametrize(
        "change", ["descending = descending + 1", "ascending = 0", "head = x''", "checksum = x'00'"]
    )
    def test_one_bank_that_differs_locks_the_device_out(self, bank: str, change: str, bench: Bench) -> None:
        with bench.open() as psd:
            right = psd.registers()
        tamper(bench, f"UPDATE {bank} SET {change}")
        with bench.open() as psd:
            with pytest.raises(LockedOut, match="register fault"):
                psd.registers()
            assert [f"{bank} is not sound"] == [problem.text for problem in psd.audit().problems]
            with pytest.raises(LockedOut, match="register fault"):
                psd.issue(LETTER, psd.signer())
            fault = list(psd.records())[-1]
            assert (Event.FAULT, Life.FAULTY, right) == (fault.event, psd.standing().life, psd.registers())
            words = json.loads(fault.detail or "")
            assert ("register-fault", False) == (words["lockout"], words["readouts"][banks.NAMES.index(bank)]["sound"])
            with pytest.raises(LockedOut, match="the device is faulty"):
                psd.issue(LETTER, psd.signer())
            assert psd.audit().whole

    def test_two_sound_banks_that_differ_lock_the_device_out(self, bench: Bench) -> None:
        with bench.open() as psd:
            bank = psd.memory.bank()
        other = banks.Bank(bank.sequence, Registers(0, 99), bank.pieces, bank.head, bank.at, bank.standing)
        with sqlite3.connect(bench.folder / "psd.sqlite") as database:
            columns = ", ".join(f"{name} = ?" for name in banks.COLUMNS)
            database.execute(f"UPDATE bank_b SET {columns}", other.row())
        database.close()
        with bench.open() as psd:
            with pytest.raises(LockedOut, match="register fault"):
                psd.load(1)
            assert (Life.FAULTY, bank.registers) == (psd.standing().life, psd.registers())

    def test_banks_that_agree_on_what_the_log_does_not_say_lock_the_device_out(self, bench: Bench) -> None:
        with bench.open() as psd:
            bank = psd.memory.bank()
        richer = banks.Bank(bank.sequence, Registers(0, 10**6), bank.pieces, bank.head, bank.at, bank.standing)
        with sqlite3.connect(bench.folder / "psd.sqlite") as database:
            banks.write(database, richer)
        database.close()
        assert not audited(bench).whole
        with bench.open() as psd:
            with pytest.raises(LockedOut):
                psd.issue(LETTER, psd.signer())
            assert Life.FAULTY is psd.standing().life

    def test_banks_that_are_altered_while_the_device_is_open_lock_it_out(self, bench: Bench) -> None:
        with bench.open() as psd:
            psd.issue(LETTER, psd.signer())
            bank = psd.memory.bank()
            richer = banks.Bank(bank.sequence, Registers(0, 10**6), bank.pieces, bank.head, bank.at, bank.standing)
            with sqlite3.connect(bench.folder / "psd.sqlite") as database:
                banks.write(database, richer)
            database.close()
            with pytest.raises(LockedOut, match="register fault"):
                psd.issue(LETTER, psd.signer())
            assert (Life.FAULTY, bank.registers) == (psd.standing().life, psd.registers())

    def test_a_faulty_device_comes_back_with_what_its_log_says(self, bench: Bench) -> None:
        with bench.open() as psd:
            right = psd.registers()
        tamper(bench, "UPDATE bank_a SET descending = 0")
        with bench.open() as psd:
            with pytest.raises(LockedOut):
                psd.load(1)
            assert Life.WITHDRAWN is bench.do(psd, Event.CLEAR, readings=right).life
            assert (right, True) == (psd.registers(), psd.audit().whole)


def test_what_an_audit_finds_locks_the_device(bench: Bench) -> None:
    with bench.open() as psd:
        psd.stop("found by an audit")
        with pytest.raises(LockedOut, match="the device is faulty"):
            psd.issue(LETTER, psd.signer())


def test_an_altered_record_far_back_is_found_at_the_next_reset(bench: Bench) -> None:
    with bench.open() as psd:
        bench.do(psd, amount=500_000)
        number = psd.memory.bank().sequence + 10
        psd.issue_all([LETTER] * 400, psd.signer())
    tamper(bench, f"UPDATE journal SET at = NULL WHERE sequence = {number}")
    with bench.open() as psd:
        psd.issue(LETTER, psd.signer())
        with pytest.raises(LockedOut, match=f"record {number} of the log was altered"):
            psd.state_reset()
        assert Life.FAULTY is psd.standing().life


def test_a_device_of_an_earlier_version_is_named(bench: Bench) -> None:
    with sqlite3.connect(bench.folder / "psd.sqlite") as database:
        database.execute("PRAGMA user_version = 2")
    database.close()
    with pytest.raises(InputError, match="is version 2 of a PSD; this program knows version 3"):
        Psd.open(bench.folder)


def test_a_write_ahead_log_is_refused(bench: Bench) -> None:
    """What is committed must stand in the database itself."""
    with sqlite3.connect(bench.folder / "psd.sqlite") as database:
        database.execute("PRAGMA journal_mode = WAL")
    database.close()
    with pytest.raises(InputError, match="keeps no rollback journal"):
        Psd.open(bench.folder)


def test_a_copy_is_as_whole_as_its_original(bench: Bench, tmp_path: Path) -> None:
    shutil.copytree(bench.folder, tmp_path / "copy")
    with Psd.open(tmp_path / "copy") as copy:
        assert copy.audit().whole
