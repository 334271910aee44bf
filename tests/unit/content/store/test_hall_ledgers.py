"""Ledgers of the hall: rows only grow, a correction has its reason, the score's facts are what a plain count finds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.kpi.facts import ServiceKind
from content.model.codes import Channel
from content.model.consultations import Consultation, ConsultStep, ConsultStepKind, ConsultTopic
from content.model.seekers import ConsentWithdrawal
from content.store import driver, migrations
from content.store.database import Market
from content.store.entries import standing
from tests.unit.content.store.samples import DAY, EMPLOYER, KEYS, NOW

MONDAY = date(2026, 11, 23)
PERSON = bytes(range(32))
SECRET = "断交两年的养老能补吗"


def asked(key: str = "q-1", **facts: Any) -> Consultation:
    given = {"id": key, "entry_id": key, "day": MONDAY, "entered_at": NOW, "entered_by": "staff-1", "noted_at": NOW,
             "noted_by": "staff-1", "person_index": PERSON, "topic": ConsultTopic.INSURANCE,
             "channel": Channel.PHONE, "question": SECRET} | facts  # fmt: skip
    return Consultation(**given)


def step(subject: str, kind: ConsultStepKind = ConsultStepKind.ANSWERED, **facts: Any) -> ConsultStep:
    given = {"id": f"step-{subject}-{kind.value}", "subject_id": subject, "kind": kind, "whom": "", "due_on": None,
             "words": "能补", "at": NOW, "by": "staff-1"} | facts  # fmt: skip
    return ConsultStep(**given)


def _add(market: Market, *entries: Consultation) -> None:
    for entry in entries:
        market.write(lambda tables, entry=entry: tables.consultations.add(entry))


def _rows(market: Market, statement: str) -> list[Any]:
    with market.reading() as tables:
        return tables._db.execute(statement).fetchall()  # type: ignore[no-any-return]


def _sql(market: Market, statement: str) -> Any:
    with market.reading() as tables:
        return tables._db.execute(statement).fetchone()[0]


@pytest.mark.parametrize("statement", [
    "UPDATE consultation SET topic = 'jobs'", "DELETE FROM consultation", "UPDATE consult_step SET whom = 'x'",
    "DELETE FROM consult_step",
])  # fmt: skip
def test_a_question_and_its_steps_are_never_changed_or_removed(market: Market, statement: str) -> None:
    _add(market, asked())
    market.write(lambda tables: tables.consultations.add_step(step("q-1")))
    with pytest.raises((StoreError, sqlite3.Error)):
        market.write(lambda tables: tables._db.execute(statement))
    with market.reading() as tables:
        assert tables.consultations.get("q-1") == asked()
        assert tables.consultations.steps(["q-1"]) == {"q-1": (step("q-1"),)}


def test_a_correction_keeps_when_the_first_was_entered_and_gives_its_reason(market: Market) -> None:
    _add(market, asked())
    later = asked("q-2", topic=ConsultTopic.POLICY, corrects="q-1", reason="选错了", entered_at=NOW + 9 * DAY,
                  noted_at=NOW + 9 * DAY, noted_by="staff-2", entered_by="staff-2")  # fmt: skip
    with pytest.raises(StoreError, match="原因"):
        _add(market, replace(later, reason=" "))
    _add(market, later)
    with market.reading() as tables:
        (stands,) = tables.consultations.between(MONDAY, MONDAY)
        assert (stands.topic, stands.entry_id, stands.entered_at, stands.entered_by, stands.noted_by) == (
            ConsultTopic.POLICY, "q-1", NOW, "staff-1", "staff-2")  # fmt: skip
        assert [one.id for one in tables.consultations.thread("q-1")] == ["q-1", "q-2"]
    with pytest.raises(StoreError, match="更正过"):
        _add(market, replace(later, id="q-3"))
    with pytest.raises(StoreError, match="不在库里"):
        _add(market, replace(later, id="q-4", corrects="nothing"))


def test_one_made_void_counts_no_more(market: Market) -> None:
    _add(market, asked(), asked("q-2"))
    _add(market, asked("q-3", corrects="q-1", reason="记重了", void=True))
    with market.reading() as tables:
        assert [one.id for one in tables.consultations.between(MONDAY, MONDAY)] == ["q-2"]
        assert tables.consultations.count_between(MONDAY, MONDAY) == tables.consultations.open_count() == 1
        assert [one.id for one in tables.hall_facts.services(2026)] == ["q-2"]
    with pytest.raises(StoreError, match="作废"):
        _add(market, asked("q-9", void=True))


def test_what_was_asked_and_answered_is_nowhere_in_the_clear(market: Market, tmp_path: Path) -> None:
    _add(market, asked())
    market.write(lambda tables: tables.consultations.add_step(step("q-1", words="去二楼医保窗口", whom="医保局")))
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("market.db*"))
    assert "医保局".encode() in stored  # the control: whom one asked stands there as typed
    for secret in (SECRET, "去二楼医保窗口"):
        assert secret.encode() not in stored


def test_who_takes_their_consent_back_is_nobody_in_the_ledger(market: Market) -> None:
    _add(market, asked(), asked("q-2", entered_at=NOW + 2 * DAY), asked("q-3", person_index=bytes(32)))
    market.write(lambda tables: tables.own_records.withdraw(
        ConsentWithdrawal(id="w-1", person_index=PERSON, withdrawn_at=NOW + DAY)))  # fmt: skip
    with market.reading() as tables:
        people = {one.id: one.person_index for one in tables.consultations.between(MONDAY, MONDAY)}
    assert people == {"q-1": b"nameless q-1", "q-2": PERSON, "q-3": bytes(32)}


def test_what_somebody_asked_goes_with_their_consent_and_still_counts(market: Market, tmp_path: Path) -> None:
    """PIPL §47: no law keeps the words; 条例 §33 keeps the line, and another's words are another's."""
    other = bytes(32)
    _add(market, asked(), asked("q-2", entered_at=NOW + 2 * DAY), asked("q-3", person_index=other),
         asked("q-4"), asked("q-5", corrects="q-4", person_index=other, reason="不是这位问的"))  # fmt: skip
    for key in ("q-1", "q-2", "q-3", "q-4"):
        market.write(lambda tables, key=key: tables.consultations.add_step(step(key)))
    words = [bytes(one) for (one,) in _rows(market, "SELECT question FROM consultation WHERE id IN ('q-1', 'q-4') "
             "UNION ALL SELECT words FROM consult_step WHERE subject_id = 'q-1'")]  # fmt: skip
    words += [bytes(one) for (one,) in _rows(market, """SELECT salt FROM ledger_salt JOIN ledger_seal USING (seq)
        WHERE row_id IN ('q-1', 'step-q-1-answered')""")]  # fmt: skip
    assert len(words) == 5

    def counts() -> tuple[object, ...]:
        with market.reading() as tables:
            services = tuple((one.on, one.kind, one.done) for one in tables.hall_facts.services(2026))
            return services, tables.consultations.count_between(MONDAY, MONDAY), tables.consultations.open_count()

    before = counts()
    market.fold()
    assert all(one in (tmp_path / "market.db").read_bytes() for one in words)  # the control: they lay there
    market.write(lambda tables: tables.own_records.withdraw(
        ConsentWithdrawal(id="w-1", person_index=PERSON, withdrawn_at=NOW + DAY)))  # fmt: skip
    with market.reading() as tables:
        said = {one.id: one.question for one in tables.consultations.between(MONDAY, MONDAY)}
        told = {key: steps[0].words for key, steps in tables.consultations.steps(["q-1", "q-2", "q-3", "q-4"]).items()}
        assert tables.seals.check().findings == ()
        kinds = dict(tables._db.execute("SELECT row_id, kind FROM ledger_seal WHERE row_id IN "
                                        "('q-1', 'step-q-1-answered') ORDER BY seq").fetchall())  # fmt: skip
    assert said == {"q-1": "", "q-2": SECRET, "q-3": SECRET, "q-5": SECRET}
    assert told == {"q-1": "", "q-2": "能补", "q-3": "能补", "q-4": "能补"}
    assert kinds == {"q-1": "tombstone", "step-q-1-answered": "tombstone"}
    assert counts() == before
    market.fold()
    lying = b"".join(path.read_bytes() for path in tmp_path.glob("market.db*"))
    assert not any(one in lying for one in words)


def test_the_services_of_a_year_are_what_a_plain_count_finds(market: Market) -> None:
    topics = tuple(ConsultTopic)
    for place in range(60):
        day = date(2026, 1, 1) + timedelta(days=place * 7)  # some fall into 2027
        who = b"" if place % 3 else PERSON
        _add(market, asked(f"q-{place:02d}", day=day, topic=topics[place % 7], person_index=who))
        if place % 2:
            market.write(lambda tables, key=f"q-{place:02d}": tables.consultations.add_step(step(key)))
    with market.reading() as tables:
        found = tuple(tables.hall_facts.services(2026))
    assert len(found) == _sql(market, "SELECT count(*) FROM consultation WHERE substr(day, 1, 4) = '2026'") == 53
    done = _sql(market, "SELECT count(DISTINCT subject_id) FROM consult_step JOIN consultation ON subject_id = "
                        "consultation.id WHERE day < '2027' AND consult_step.kind = 'answered'")  # fmt: skip
    assert sum(one.done for one in found) == done == 26
    assert [one.on for one in found] == sorted(one.on for one in found)
    assert {one.person for one in found} == {"", PERSON.hex()}
    policy = _sql(market, "SELECT count(*) FROM consultation WHERE topic = 'policy' AND day < '2027'")
    assert sum(one.kind is ServiceKind.POLICY for one in found) == policy > 0


@pytest.mark.parametrize("table", ["consultation", "employer_answer", "seeker_answer", "dispute_event",
                                   "course_session"])  # fmt: skip
def test_whether_a_row_stands_is_found_by_an_index(market: Market, table: str) -> None:
    with market.reading() as tables:
        plan = tables._db.execute(f"EXPLAIN QUERY PLAN SELECT count(*) FROM {table} WHERE {standing(table)}").fetchall()
    told = " ".join(row[-1] for row in plan)
    assert f"SEARCH later USING COVERING INDEX {table}_corrected" in told
    assert "SCAN later" not in told


def test_a_file_of_the_program_before_gets_the_ledgers(tmp_path: Path) -> None:
    db = driver.open_for_writing(tmp_path / "market.db")
    migrations.migrate(db, stop_before="hall_ledgers")
    assert "consultation" not in db.table_names()
    db.close()
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    market.write(lambda tables: tables.employers.save(EMPLOYER, None))
    _add(market, asked())
    with market.reading() as tables:
        assert tables.consultations.get("q-1") == asked()
    market.close()
