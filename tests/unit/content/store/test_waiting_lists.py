"""Lists of what waits, kept by the tables themselves: an older file gets them right, every step keeps them so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from content.clock import to_text
from content.rules.aid import proposals
from content.store import driver, migrations
from content.store.aid import LedgerSweeps
from content.store.database import Market
from tests.unit.content.store.samples import NOW

_UNREFERRED = """SELECT id FROM application WHERE state IN ('contacted', 'hired', 'refused')
    AND id NOT IN (SELECT source_id FROM referral WHERE corrects = '')"""
_UNANSWERED = """SELECT DISTINCT entry_id FROM consultation
    WHERE entry_id NOT IN (SELECT subject_id FROM consult_step WHERE kind = 'answered')"""


def _put(db: Database, table: str, **given: Any) -> None:
    """Insert a row of which only some columns are of interest."""
    row = {name: given.get(name, b"" if kind == "BLOB" else 0 if kind == "INTEGER" else "")
           for _, name, kind, needed, default, key in db.execute(f"PRAGMA table_info({table})").fetchall()
           if name in given or (needed and default is None) or key}  # fmt: skip
    names = ", ".join(f'"{name}"' for name in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))


def _applied(db: Database) -> None:
    for place, state in enumerate(("submitted", "contacted", "hired", "refused", "contacted")):
        _put(db, "application", id=f"a-{place}", number=f"{place}", state=state)
    _put(db, "referral", id="r-1", root="r-1", source_id="a-2")
    _put(db, "referral", id="r-2", root="r-2", source_id="")


def _asked(db: Database) -> None:
    for place in range(4):
        _put(db, "consultation", id=f"q-{place}", entry_id=f"q-{place}")
    _put(db, "consultation", id="q-9", entry_id="q-0", corrects="q-0")
    for place, kind in enumerate(("answered", "escalated")):
        _put(db, "consult_step", id=f"s-{place}", subject_id=f"q-{place}", kind=kind)


def _lists(db: Database) -> tuple[set[str], set[str]]:
    return tuple({one for (one,) in db.execute(f"SELECT * FROM {table}").fetchall()}
                 for table in ("application_unreferred", "consult_waiting"))  # type: ignore[return-value]  # fmt: skip


def _plain(db: Database) -> tuple[set[str], set[str]]:
    return tuple({one for (one,) in db.execute(sql).fetchall()}
                 for sql in (_UNREFERRED, _UNANSWERED))  # type: ignore[return-value]  # fmt: skip


def test_an_older_file_gets_its_lists_and_every_step_keeps_them(tmp_path: Path) -> None:
    db = driver.open_for_writing(tmp_path / "market.db")
    try:
        migrations.migrate(db, stop_before="ledger_pages")
        _applied(db)
        _asked(db)
        migrations.migrate(db)
        assert _lists(db) == _plain(db) == ({"a-1", "a-3", "a-4"}, {"q-1", "q-2", "q-3"})
        db.execute("UPDATE application SET state = 'contacted' WHERE id = 'a-0'")
        _put(db, "referral", id="r-3", root="r-3", source_id="a-1")
        _put(db, "referral", id="r-4", root="r-4", source_id="a-3", corrects="r-9")  # not the first of its file
        _put(db, "application", id="a-5", number="5", state="submitted")
        _put(db, "consult_step", id="s-3", subject_id="q-2", kind="answered")
        _put(db, "consultation", id="q-4", entry_id="q-4")
        _put(db, "consultation", id="q-8", entry_id="q-2", corrects="q-2")  # corrected after it was answered
        assert _lists(db) == _plain(db) == ({"a-0", "a-3", "a-4"}, {"q-1", "q-3", "q-4"})
    finally:
        db.close()


def test_the_lists_of_a_new_file_are_those_of_an_older_one(tmp_path: Path) -> None:
    db = driver.open_for_writing(tmp_path / "market.db")
    try:
        migrations.migrate(db)
        _applied(db)
        _asked(db)
        assert _lists(db) == _plain(db) == ({"a-1", "a-3", "a-4"}, {"q-1", "q-2", "q-3"})
    finally:
        db.close()


def test_what_waits_is_asked_of_its_own_index(market: Market) -> None:
    """Which index SQLite takes is what a figure of the menu costs at 100,000 rows."""
    asked = {
        "hall_case_open": "SELECT count(*) FROM hall_case INDEXED BY hall_case_open WHERE state IN ('new', 'handling')",
        "COVERING INDEX hall_case_pages (kind=? AND <expr>=?)":
            "SELECT count(*) FROM hall_case WHERE (state IN ('new', 'handling')) = 1 AND kind = 'dispute'",
        "hall_case_once": "SELECT count(*) FROM hall_case WHERE kind = 'satisfaction' AND once = x'01'",
        "service_plan_due": "SELECT count(*) FROM service_plan WHERE NOT void AND length(name) > 0 AND review_on < '2'",
        "employer_answer_of": "SELECT 1 FROM employer_answer WHERE employer_id = 'x' AND day >= '2026-11-01'",
    }  # fmt: skip
    with market.reading() as tables:
        for index, sql in asked.items():
            plan = " ".join(str(row) for row in tables._db.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall())
            assert index in plan


def test_a_page_of_the_sweep_says_of_its_people_what_the_whole_sweep_says(tmp_path: Path) -> None:
    db, today = driver.open_for_writing(tmp_path / "market.db"), NOW.date()
    try:
        migrations.migrate(db)
        for place in range(30):
            who, at = b"index %d" % place, to_text(NOW - timedelta(days=3 * place))
            _put(db, "seeker", id=f"p-{place}", id_number_index=who, name_mask="李*", birth_year=1990, sex="1")
            for again in range(1 + place % 2):
                _put(db, "registration", id=f"l-{place}-{again}", seeker_id=f"p-{place}", number=f"{place}-{again}",
                     occurred_at=at if again else to_text(NOW - timedelta(days=4 * place)), seeker_groups="[]",
                     channel="kiosk", id_entry="card", start_wish="today", trades="[]", pay_wishes="[]",
                     township_codes="[]")  # fmt: skip
            if place % 5 == 0:
                _put(db, "placement", id=f"w-{place}", root=f"w-{place}", person_index=who, started_on="2026-11-01")
            for failed in range(place % 4):
                _put(db, "referral", id=f"f-{place}-{failed}", root=f"f-{place}-{failed}", person_index=who,
                     outcome="absent")  # fmt: skip
        _put(db, "aid_file", id="h-9", root="h-9", person_index=b"index 9", name=b"x", state="planned")
        sweeps = LedgerSweeps(db)
        whole = proposals(sweeps.lines(), today)
        ids = [one.line.registration_id for one in whole]
        assert 10 < len(ids) < 29
        assert not any(key.startswith("l-9-") for key in ids)
        for start in range(0, len(ids), 5):
            assert proposals(sweeps.lines_of(ids[start : start + 5]), today) == whole[start : start + 5]
        _put(db, "aid_file", id="h-21", root="h-21", person_index=b"index 21", name=b"x", state="planned")
        gone = [key for key in ids if key.startswith("l-21-")]
        assert gone
        assert sweeps.lines_of(gone) == ()  # who got a file since the sweep is on no page of it
    finally:
        db.close()
