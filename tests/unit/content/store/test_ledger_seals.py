"""Seals of the ledgers: whatever is done to a row or a seal outside the program is found, and erasing leaves no trace.

The forger here has the file, every table's shape and the program's own SQL; what they lack is the key.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.model.audit import Action
from content.model.seals import Fault, SealVerdict
from content.model.seekers import ConsentWithdrawal
from content.store import driver, migrations
from content.store.audit import AuditPage
from content.store.database import Market
from content.store.seal_check import check_ledgers, sealed_head
from content.store.sealed_ledgers import LEDGERS
from content.store.seekers import _seeker_row
from tests.unit.content.store.samples import COURSE, DAY, EMPLOYER, JOB, KEYS, NOW, registration, seeker
from tests.unit.content.store.test_course_sessions import session
from tests.unit.content.store.test_hall_ledgers import asked
from tests.unit.content.store.test_help_facts import _referral

GUESSES = [hashlib.sha256(f"34172119900101{number:04d}".encode()).digest() for number in range(20)]
PERSON = GUESSES[7]
OURS = seeker(NOW).id_number.index or b""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two questions, one of them corrected, a job at its second version, a line, a referral and a day of a course."""
    market = Market.open(tmp_path_factory.mktemp("kept") / "market.db", KEYS, SetClock(NOW))
    market.write(lambda tables: tables.employers.save(EMPLOYER, None))
    market.write(lambda tables: tables.jobs.save(JOB, None))
    market.write(lambda tables: tables.jobs.save(replace(JOB, headcount=5), 1))
    market.write(lambda tables: [tables.seekers.put(seeker(NOW)), tables.seekers.add_registration(registration())])
    for one in (asked("q-1", person_index=PERSON), asked("q-2"),
                asked("q-3", corrects="q-2", reason="选错了", entered_at=NOW)):  # fmt: skip
        market.write(lambda tables, one=one: tables.consultations.add(one))
    market.write(lambda tables: tables.referrals.add(_referral(1, PERSON, date(2026, 11, 23))))
    market.write(lambda tables: tables.courses.save(COURSE, None))
    held = session("s-1", attended=(PERSON.hex(), GUESSES[3].hex()))
    market.write(lambda tables: tables.course_sessions.add(held))
    market.close()
    return market._path


@pytest.fixture
def filled(kept: Path, tmp_path: Path) -> Iterator[Market]:
    """A copy of that file, opened."""
    market = Market.open(Path(shutil.copy(kept, tmp_path)), KEYS, SetClock(NOW))
    yield market
    market.close()


def _check(market: Market, anchor: tuple[int, bytes] | None = None) -> SealVerdict:
    with market.reading() as tables:
        return check_ledgers(tables._db, KEYS.audit, anchor)


def _found(market: Market) -> list[tuple[Fault, str, str]]:
    return [(one.fault, one.ledger, one.row_id) for one in _check(market).findings]


def _outside(market: Market, *statements: str, disarmed: bool = True) -> None:
    """Do something to the file past the program; `disarmed` takes its triggers down meanwhile, and covers that up."""
    db = sqlite3.connect(market._path)
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall() if disarmed else []
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        db.execute(statement)
    for _, sql in triggers:
        db.execute(sql)
    db.commit()
    db.close()


def _sql(market: Market, statement: str, *values: object) -> list[Any]:
    with market.reading() as tables:
        return list(tables._db.execute(statement, values).fetchall())


def _withdraw(market: Market, person: bytes) -> None:
    gone = ConsentWithdrawal(id="w-1", person_index=person, withdrawn_at=NOW + DAY)
    market.write(lambda tables: tables.own_records.withdraw(gone))


def test_what_the_program_wrote_passes_and_every_state_of_a_row_has_its_seal(filled: Market) -> None:
    verdict = _check(filled)
    assert (verdict.findings, verdict.found, verdict.found_at) == ((), 0, None)
    assert verdict.seq == len(_sql(filled, "SELECT seq FROM ledger_seal")) > len(LEDGERS)
    assert _sql(filled, "SELECT kind FROM ledger_seal WHERE ledger = 'job' AND row_id = 'job-1'") == [("row",)] * 2
    assert _sql(filled, "SELECT row_id FROM ledger_seal WHERE ledger = 'session_attendance' AND row_id <> ''") == [
        ("s-1/0",), ("s-1/1",)]  # fmt: skip
    assert _sql(filled, "SELECT * FROM ledger_unsealed") == []


QUESTION, STAGED = (Fault.CHANGED, "consultation", "q-1"), (Fault.CHANGED, "job", "job-1")


@pytest.mark.parametrize(("statement", "wanted"), [
    ("UPDATE consultation SET topic = 'jobs' WHERE id = 'q-1'", QUESTION),
    ("UPDATE consultation SET question = x'00' WHERE id = 'q-1'", QUESTION),
    ("UPDATE consultation SET topic = topic || char(0) || 'x' WHERE id = 'q-1'", QUESTION),
    ("UPDATE job SET headcount = 50", STAGED),
    ("UPDATE job SET headcount = 3, version = 1", STAGED),  # as it was before, which was sealed once
    ("UPDATE registration SET channel = 'window'", (Fault.CHANGED, "registration", "filing-1")),
    ("UPDATE registration SET seeker_id = 'person-1', late = 1", (Fault.CHANGED, "registration", "filing-1")),
    ("UPDATE session_attendance SET person_index = x'01' WHERE place = 1",
     (Fault.CHANGED, "session_attendance", "s-1/1")),
    ("DELETE FROM consultation WHERE id = 'q-3'", (Fault.MISSING, "consultation", "q-3")),
    ("DELETE FROM referral", (Fault.MISSING, "referral", "e-0001")),
    ("INSERT INTO consult_action VALUES ('a-9', '2026-11', '改了稿', NULL, '', '2026-11-23', 'x')",
     (Fault.STRANGER, "consult_action", "a-9")),
    ("INSERT INTO session_attendance VALUES ('s-1', 2, x'05')", (Fault.STRANGER, "session_attendance", "s-1/2")),
    ("DELETE FROM ledger_salt WHERE seq = (SELECT max(seq) FROM ledger_seal WHERE row_id = 'q-1')", QUESTION),
    ("ALTER TABLE consultation ADD COLUMN more TEXT", (Fault.UNCOVERED, "consultation", "")),
    ("UPDATE consultation SET topic = CAST(x'ff' AS TEXT) WHERE id = 'q-1'", (Fault.UNCOVERED, "consultation", "")),
])  # fmt: skip
def test_a_row_touched_outside_the_program_is_found(
    filled: Market, statement: str, wanted: tuple[Fault, str, str]
) -> None:
    _outside(filled, statement)
    assert _found(filled) == [wanted]
    # what the program writes next to it neither hides it nor adds to it
    filled.write(lambda tables: tables.consultations.add(asked("q-8")))
    assert wanted in _found(filled)


def test_the_programs_own_later_change_does_not_seal_in_one_from_outside(filled: Market) -> None:
    _outside(filled, "UPDATE job SET headcount = 50", disarmed=False)
    assert _found(filled) == [STAGED]
    filled.write(lambda tables: tables.jobs.save(replace(JOB, headcount=50, title="力工"), 2))
    assert _found(filled) == [(Fault.ALTERED, "job", "job-1")]
    filled.write(lambda tables: tables.jobs.save(replace(JOB, headcount=6), 3))  # the control: only the first is told
    assert _found(filled) == [(Fault.ALTERED, "job", "job-1")]


def test_a_row_written_by_a_connection_that_does_not_seal_is_found(filled: Market) -> None:
    db = driver.open_for_writing(filled._path)
    db.execute("INSERT INTO consult_action VALUES ('a-9', '2026-11', '改了稿', NULL, '', '2026-11-23', 'x')")
    db.close()
    assert _sql(filled, "SELECT row_id FROM ledger_unsealed") == [("a-9",)]
    filled.write(lambda tables: tables.consultations.add(asked("q-8")))  # which does not take it under its wing
    assert _found(filled) == [(Fault.STRANGER, "consult_action", "a-9")]


def test_a_trigger_taken_down_is_found_and_put_up_again_at_the_next_start(filled: Market) -> None:
    _outside(filled, "DROP TRIGGER complaint_seal_changed", disarmed=False)
    assert _found(filled) == [(Fault.UNCOVERED, "complaint", "")]
    filled.close()
    again = Market.open(filled._path, KEYS, SetClock(NOW))
    assert _found(again) == []
    again.close()


LAST = "(SELECT max(seq) FROM ledger_seal)"


@pytest.mark.parametrize(("statements", "faults"), [
    ((f"UPDATE ledger_seal SET at = '2026-01-01' WHERE seq = {LAST} - 3",), {Fault.CHAIN}),
    (("UPDATE ledger_seal SET kind = 'tombstone' WHERE seq = 3",), {Fault.CHAIN}),
    (("UPDATE ledger_seal SET seq = 900 WHERE seq = 5", "UPDATE ledger_seal SET seq = 5 WHERE seq = 6",
      "UPDATE ledger_seal SET seq = 6 WHERE seq = 900"), {Fault.CHAIN}),
    (("DELETE FROM ledger_seal WHERE kind = 'cover' AND ledger = 'visit'",), {Fault.CHAIN, Fault.UNCOVERED}),
    # a row taken out together with its seal, and one brought in with a seal of the forger's making
    (("DELETE FROM consultation WHERE id = 'q-1'", "DELETE FROM ledger_seal WHERE row_id = 'q-1'"), {Fault.CHAIN}),
    ((f"INSERT INTO ledger_seal SELECT {LAST} + 1, ledger, 'a-9', kind, digest, at, mac FROM ledger_seal "
      f"WHERE seq = {LAST}",), {Fault.CHAIN, Fault.CUT, Fault.MISSING}),
    # the end cut off with its rows: a chain that holds, but for its end
    (("DELETE FROM session_attendance", f"DELETE FROM ledger_seal WHERE seq > {LAST} - 2"), {Fault.CUT}),
    (("DELETE FROM session_attendance", f"DELETE FROM ledger_seal WHERE seq > {LAST} - 2",
      f"UPDATE ledger_seal_head SET seq = {LAST}, last = (SELECT mac FROM ledger_seal ORDER BY seq DESC LIMIT 1)"),
     {Fault.CUT}),
    (("DELETE FROM ledger_seal_head",), {Fault.CUT}),
])  # fmt: skip
def test_a_seal_touched_outside_the_program_is_found(
    filled: Market, statements: tuple[str, ...], faults: set[Fault]
) -> None:
    _outside(filled, *statements)
    assert {fault for fault, _, _ in _found(filled)} == faults
    # and stays found once the program went on
    filled.write(lambda tables: tables.consultations.add(asked("q-8")))
    assert _found(filled)


def test_a_file_put_back_to_yesterday_is_found_by_what_was_noted_elsewhere(filled: Market, tmp_path: Path) -> None:
    copy = tmp_path / "yesterday.db"
    with filled.reading() as tables:
        tables._db.execute("COMMIT")
        tables._db.execute("VACUUM INTO ?", [str(copy)])
        tables._db.begin()
        before = sealed_head(tables._db)
    filled.write(lambda tables: tables.consultations.add(asked("q-8")))
    with filled.reading() as tables:
        noted = sealed_head(tables._db)
    assert _check(filled, noted).findings == _check(filled, before).findings == ()
    yesterday = Market.open(copy, KEYS, SetClock(NOW))
    try:
        assert _check(yesterday).findings == ()
        assert [one.fault for one in _check(yesterday, noted).findings] == [Fault.CUT]
    finally:
        yesterday.close()


def test_every_seal_thrown_away_shows_in_the_record_of_who_did_what(filled: Market) -> None:
    _outside(filled, "DELETE FROM ledger_salt", "DELETE FROM ledger_seal", "DELETE FROM ledger_seal_head")
    assert {fault for fault, _, _ in _found(filled)} == {Fault.UNCOVERED}
    filled.close()
    again = Market.open(filled._path, KEYS, SetClock(NOW))
    try:
        with again.reading() as tables:
            (entry,), _ = tables.audit.page(AuditPage(subject="ledger_seal"))
        assert (entry.action, entry.staff_id) == (Action.SETTING, "")
        assert _check(again).found == 9  # named on the page with the day they were found
        assert "已有 9 条" in entry.words
    finally:
        again.close()


def _confirmed(market: Market, ledger: str, row_id: str, body: Callable[[bytes], list[object]]) -> list[bytes]:
    """Return the guesses that a digest left of a row confirms, with every salt there is and none."""
    digests = {one for (one,) in _sql(market, "SELECT digest FROM ledger_seal WHERE ledger = ? AND row_id = ?",
                                      ledger, row_id)}  # fmt: skip
    salts = [one for (one,) in _sql(market, "SELECT salt FROM ledger_salt")] + [b""]

    def sealed(salt: bytes, guess: bytes) -> bytes:
        return hashlib.sha256(
            salt + json.dumps(body(guess), ensure_ascii=False, separators=(",", ":")).encode()
        ).digest()

    return [guess for guess in GUESSES for salt in salts if sealed(salt, guess) in digests]


@pytest.mark.parametrize(("ledger", "row_id"), [("consultation", "q-1"), ("session_attendance", "s-1/0")])
def test_erasing_leaves_digest_and_tombstone_and_nothing_to_try_a_guess_on(
    filled: Market, ledger: str, row_id: str
) -> None:
    where = "id = 'q-1'" if ledger == "consultation" else "place = 0"
    columns = [row[1] for row in _sql(filled, f"PRAGMA table_info({ledger})")]
    (row,) = _sql(filled, f"SELECT * FROM {ledger} WHERE {where}")
    of = "SELECT {} FROM ledger_seal LEFT JOIN ledger_salt USING (seq) WHERE ledger = ? AND row_id = ? ORDER BY seq"
    ((digest, salt),) = _sql(filled, of.format("digest, salt"), ledger, row_id)

    def body(guess: bytes) -> list[object]:
        said = [guess if name == "person_index" else value for name, value in zip(columns, row, strict=True)]
        return [value.hex() if isinstance(value, bytes) else value for value in said]

    assert _confirmed(filled, ledger, row_id, body) == [PERSON]  # the control: with the salt a guess can be tried
    _withdraw(filled, PERSON)
    assert _confirmed(filled, ledger, row_id, body) == []
    assert _sql(filled, of.format("kind, salt"), ledger, row_id) == [("row", None), ("tombstone", None)]
    assert _sql(filled, of.format("digest"), ledger, row_id)[0] == (digest,)
    assert _found(filled) == []
    filled.close()
    lying = b"".join(path.read_bytes() for path in filled._path.parent.glob("market.db*") if path.is_file())
    assert digest in lying
    assert salt not in lying


def test_everything_of_a_person_gets_its_tombstone_and_what_is_left_is_still_guarded(filled: Market) -> None:
    told = replace(registration(), id="filing-2", number="0100025")
    filled.write(lambda tables: tables.seekers.add_registration(told))
    _withdraw(filled, PERSON)
    gone = ConsentWithdrawal(id="w-2", person_index=OURS, withdrawn_at=NOW + DAY)
    filled.write(lambda tables: tables.own_records.withdraw(gone))
    assert set(_sql(filled, "SELECT ledger, row_id FROM ledger_seal WHERE kind = 'tombstone'")) == {
        ("consultation", "q-1"), ("session_attendance", "s-1/0"), ("referral", "e-0001"),
        ("registration", "filing-1"), ("registration", "filing-2")}  # fmt: skip
    assert _sql(filled, "SELECT count(*) FROM ledger_salt JOIN ledger_seal USING (seq) WHERE kind = 'tombstone'") == [
        (0,)]  # fmt: skip
    assert _found(filled) == []
    _outside(filled, "UPDATE referral SET day = '2026-11-24'")
    assert _found(filled) == [(Fault.CHANGED, "referral", "e-0001")]


def test_a_correction_removed_at_a_persons_word_is_gone_and_may_not_come_back(filled: Market) -> None:
    row = {"id": "c-1", "person_index": OURS, "occurred_at": "2026-11-23T01:30:00.000Z", "clock_ok": 1,
           "terminal_id": "", "phone_kept": 1, "phone_of": "own", "trades": "[]", "pay_wishes": "[]",
           "start_wish": "today", "township_codes": "[]", "unsure": 0, "skills": "[]", "certificates": "[]",
           "seeker_groups": "[]"}  # fmt: skip
    filled.write(lambda tables: tables._db.table("correction").insert(row))
    _withdraw(filled, OURS)
    salts = "SELECT kind, salt FROM ledger_seal LEFT JOIN ledger_salt USING (seq) WHERE row_id = 'c-1' ORDER BY seq"
    assert _sql(filled, salts) == [("row", None), ("gone", None)]
    assert _found(filled) == []
    names, values = ", ".join(row), ", ".join(f"x'{OURS.hex()}'" if key == "person_index" else repr(value)
                                              for key, value in row.items())  # fmt: skip
    _outside(filled, f"INSERT INTO correction ({names}) VALUES ({values})")
    assert _found(filled) == [(Fault.STRANGER, "correction", "c-1")]


def test_a_write_that_fails_leaves_neither_row_nor_seal(filled: Market) -> None:
    before = _check(filled).seq

    def fails(tables: Any) -> None:
        tables.consultations.add(asked("q-8"))
        raise ValueError

    with pytest.raises(ValueError):
        filled.write(fails)
    assert (_check(filled).seq, _found(filled)) == (before, [])


def test_what_comes_and_goes_within_one_write_needs_no_seal(filled: Market) -> None:
    def passing(tables: Any) -> None:
        row = {"id": "w-7", "application_number": "1", "person_index": PERSON, "withdrawn_at": "2026-11-23"}
        tables._db.table("withdrawal").insert(row)
        tables._db.execute("DELETE FROM withdrawal WHERE id = 'w-7'")

    before = _check(filled).seq
    filled.write(passing)
    assert (_check(filled).seq, _found(filled)) == (before, [])


def test_a_file_of_an_earlier_program_is_sealed_at_its_first_start_and_only_then(tmp_path: Path) -> None:
    path, line = tmp_path / "market.db", registration()
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="ledger_seals")
    db.table("seeker").insert(_seeker_row(seeker(NOW)))
    row = {"id": line.id, "seeker_id": "person-1", "number": "1", "code_digest": b"d", "terminal_id": "",
           "occurred_at": "2026-11-23T01:30:00.000Z", "clock_ok": 1, "channel": "kiosk", "id_entry": "card",
           "trades": "[]", "pay_wishes": "[]", "start_wish": "today", "township_codes": "[]", "is_minor": 0,
           "consent_version": "1", "late": 0}  # fmt: skip
    db.table("registration").insert(row)
    db.close()
    for _start in range(2):
        market = Market.open(path, KEYS, SetClock(NOW))
        verdict = _check(market)
        assert (verdict.findings, verdict.found, verdict.found_at) == ((), 1, NOW)
        assert _sql(market, "SELECT count(*) FROM audit WHERE subject = 'ledger_seal'") == [(1,)]
        market.close()
    # a column that a later migration adds: sealed anew, and no change from outside slips in with it
    for column, changed, found in (("more", "0", []), ("later", "1", [(Fault.ALTERED, "registration", line.id)])):
        db = driver.open_for_writing(path)
        db.execute("DROP TRIGGER IF EXISTS registration_kept")
        db.execute(f"UPDATE registration SET late = {changed}")
        db.execute(f"ALTER TABLE registration ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
        db.close()
        market = Market.open(path, KEYS, SetClock(NOW + DAY))
        assert _found(market) == found
        market.close()


def test_every_table_that_only_grows_is_sealed_or_said_why_not(market: Market) -> None:
    guards = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND (name LIKE '%_kept' OR name LIKE '%_stays')"
    grows = {table for (table,) in _sql(market, guards)}
    # the record of who did what has a chain of its own; what was told where and who waited is no evidence for the score
    apart = {"ledger_seal", "channel_post", "ticket", "ticket_event", "window_event"}
    assert grows - {ledger.table for ledger in LEDGERS} <= apart
    assert {ledger.table for ledger in LEDGERS} <= {name for (name,) in _sql(market, "SELECT name FROM sqlite_master")}
