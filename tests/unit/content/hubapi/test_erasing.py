"""到期删除: what is past its term lies nowhere in the files, counts and score stay, what may not go stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from content.clock import SetClock
from content.errors import StoreError
from content.hubapi.case_projections import project_case
from content.hubapi.erasing import DailyErasing, erase_due, last_run, own_terms, set_term
from content.kpi.facts import Facts
from content.kpi.score import score
from content.model.audit import Action
from content.model.cases import CaseKind, CaseState
from content.model.codes import Role
from content.model.consultations import ConsultStepKind
from content.model.filings import FilingHeader
from content.model.people import Staff
from content.privacy import blind_index
from content.rules.retention import Kept
from content.store.audit import AuditPage
from content.store.database import Market
from content.store.score_ledgers import read_ledgers
from content.store.seal_check import check_ledgers
from tests.fixtures.score_facts import period, read_as
from tests.unit.content.hubapi.test_hub_cases import CONTENT, DISPUTE, QUESTION
from tests.unit.content.store.samples import EMPLOYER, KEYS, envelope, registration, seeker
from tests.unit.content.store.test_hall_ledgers import asked, step
from tests.unit.content.store.test_help_facts import _referral

# Monday, three years and some before the job runs; numbers and names are invented
THEN = datetime(2026, 3, 16, 2, tzinfo=UTC)
NOW = datetime(2029, 6, 4, 2, tzinfo=UTC)
NAME, ID_NUMBER, PHONE = "诸葛暗号", "341721198807076543", "13755556666"
PERSON = blind_index(KEYS.index, "id1", ID_NUMBER)
STAYS = blind_index(KEYS.index, "id1", "341721199001010010")
BOSS = Staff(id="staff-9", login="boss", name="负责人", roles=(Role.MANAGER,), enabled=True)


def _case(case_id: str, kind: CaseKind, body: Any, at: datetime) -> Any:
    return project_case(FilingHeader(id=case_id, kind=kind.value, version=1, site_id="341721-01", terminal="t-1",
                                     seq=1, occurred_at=at, clock_ok=True), body, KEYS)  # fmt: skip


def _fill(tables: Any) -> None:
    theirs = seeker(THEN, seeker_id="canary", name=NAME, id_number=ID_NUMBER, phone=PHONE)
    tables.employers.save(EMPLOYER, None)
    tables.seekers.put(theirs)
    tables.seekers.put(seeker(NOW - timedelta(days=30)))
    for number, (who, at) in enumerate((("canary", THEN), ("canary", THEN + timedelta(days=1)),
                                        ("person-1", NOW - timedelta(days=30)))):  # fmt: skip
        tables.seekers.add_registration(registration(
            id=f"line-{number}", seeker_id=who, number=f"010003{number}", occurred_at=at))  # fmt: skip
    # the same person the same day at the window: counted once with the line where the matter is the same
    for key, person, at in (("q-1", PERSON, THEN), ("q-2", PERSON, THEN + timedelta(days=2)), ("q-3", STAYS, THEN)):
        tables.consultations.add(asked(key, person_index=person, day=at.date(), entered_at=at, noted_at=at,
                                       question="暗语：工钱一直没有给"))  # fmt: skip
        tables.consultations.add_step(step(key, ConsultStepKind.ANSWERED, at=at))
    one = _referral(1, PERSON, date(2026, 3, 17))
    tables.referrals.add(replace(one, name=theirs.name, confirmed_at=THEN, placed_on=date(2026, 3, 18)))
    case = _case("case-1", CaseKind.SATISFACTION, CONTENT, THEN)
    tables.cases.add(case)
    tables.cases.add(replace(_case("case-2", CaseKind.QUESTION, replace(QUESTION, phone=PHONE), THEN), answer="能交",
                             state=CaseState.ANSWERED, answered_at=THEN))  # fmt: skip
    waiting = replace(QUESTION, phone="13700001111")
    tables.cases.add(_case("case-3", CaseKind.QUESTION, waiting, NOW - timedelta(days=10)))
    tables.inbox.store(envelope(1, filing_id="line-0", sealed="Q0FOQVJZc2VhbGVk"), THEN)
    tables.inbox.mark_projected("line-0")
    tables.inbox.store(envelope(2, sealed="d2FpdHM="), THEN)  # not in the ledger yet
    tables.inbox.store(envelope(3, filing_id="of-nobody", sealed="b3RoZXI="), THEN)
    tables.inbox.mark_projected("of-nobody")


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[Market]:
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    market.write(_fill)
    yield market
    market.close()


def _on_disk(market: Market) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(market._path.parent.glob("market.db*")))


def _traces(market: Market) -> dict[str, bytes]:
    """Return the bytes that are left of somebody: what stands for name, number and phone, their masks and index."""
    with market.reading() as tables:
        row = tables._db.execute("""SELECT name, id_number, phone, id_number_mask, phone_mask, phone_index
            FROM seeker WHERE id = 'canary'""").fetchone()  # fmt: skip
        (salt,) = tables._db.execute("""SELECT salt FROM ledger_salt JOIN ledger_seal USING (seq)
            WHERE ledger = 'registration' AND row_id = 'line-0'""").fetchone()  # fmt: skip
    names = ("name", "id_number", "phone", "id mask", "phone mask", "phone index")
    found = {name: one if isinstance(one, bytes) else one.encode() for name, one in zip(names, row, strict=True)}
    return found | {"index": PERSON, "sealed filing": b"Q0FOQVJZc2VhbGVk", "salt": bytes(salt)}


def _left(market: Market, traces: dict[str, bytes]) -> set[str]:
    lying = _on_disk(market)
    return {name for name, one in traces.items() if one in lying}


def _read(market: Market) -> Facts:
    with market.reading() as tables:
        return read_ledgers(tables._db, 2026, {})


def _renamed(facts: Facts) -> dict[str, list[Any]]:
    """Return every row with its person as the first, second … of the year: who it is changes, how many does not."""
    known: dict[str, str] = {}
    found: dict[str, list[Any]] = {}
    for name in ("services", "referrals", "placements", "aids", "answers", "sessions"):
        for row in sorted(getattr(facts, name), key=lambda one: one.id):
            if person := getattr(row, "person", ""):
                row = replace(row, person=known.setdefault(person, f"person {len(known)}"))
            found.setdefault(name, []).append(row)
    return found


def _score(facts: Facts) -> Any:
    year = period("year")
    return score(read_as(), facts, year, year.last)


def test_who_is_past_their_term_is_nowhere_in_the_files_and_every_count_stays(filled: Market) -> None:
    traces, before = _traces(filled), _read(filled)
    with filled.reading() as tables:
        months = tables.people_figures.months(("2026-03",)), tables.people_figures.sexes("2026-03")
        ages = tables.people_figures.ages("2026-03")
    assert _left(filled, traces) == set(traces)
    run = erase_due(filled, NOW)
    assert run.folded
    assert (run.rows["persons"], run.rows["filings"]) == (1, 1)
    assert _left(filled, traces) == set()
    after = _read(filled)
    assert _renamed(after) == _renamed(before)
    assert _score(after) == _score(before)
    assert {PERSON.hex()} & {row.person for row in (*after.services, *after.referrals)} == set()
    with filled.reading() as tables:
        assert (tables.people_figures.months(("2026-03",)), tables.people_figures.sexes("2026-03")) == months
        assert tables.people_figures.ages("2026-03") == ages
        assert check_ledgers(tables._db, KEYS.audit).findings == ()
        assert tables.audit.first_fault() is None


def test_without_secure_delete_the_same_run_leaves_them_in_the_free_pages(filled: Market) -> None:
    traces = _traces(filled)
    filled.write(lambda tables: tables._db.execute("PRAGMA secure_delete = OFF").fetchall())
    erase_due(filled, NOW)
    assert _left(filled, traces) >= {"name", "id_number", "index"}  # the control


def test_without_cutting_the_wal_they_lie_there(filled: Market) -> None:
    traces = _traces(filled)
    filled.write(lambda tables: tables.expiring.forget((PERSON,), NOW))
    assert "id_number" in _left(filled, traces)  # the control
    assert filled.fold()
    assert "id_number" not in _left(filled, traces)


def test_who_was_here_lately_and_what_is_open_stays(filled: Market) -> None:
    with filled.reading() as tables:
        before = tables.seekers.by_index(STAYS)
    erase_due(filled, NOW)
    with filled.reading() as tables:
        assert tables.seekers.by_index(STAYS) == before
        assert tables.seekers.by_index(PERSON) is None
        waiting = tables.cases.get("case-3")
        assert waiting is not None
        assert tables.cases.body_of(waiting).phone == "13700001111"
        told = tables.cases.get("case-2")
        assert told is not None
        assert (told.phone_mask, told.answer, tables.cases.left_of(told)) == ("", "能交", None)
        with pytest.raises(StoreError, match="已过保存期限"):
            tables.cases.body_of(told)
        assert [one.question for one in tables.consultations.thread("q-3")] == [""]
        assert tables._db.execute("SELECT sealed FROM inbox WHERE state = 'pending'").fetchall() == [("d2FpdHM=",)]


def test_a_dispute_that_is_not_settled_keeps_its_person(filled: Market) -> None:
    dispute = _case("case-9", CaseKind.DISPUTE, replace(DISPUTE, phone=PHONE), NOW - timedelta(days=900))
    filled.write(lambda tables: tables.cases.add(dispute))
    assert "persons" not in erase_due(filled, NOW).rows
    with filled.reading() as tables:
        assert tables.seekers.by_index(PERSON) is not None
    done = replace(dispute, state=CaseState.ANSWERED, answer="已调解", answered_at=NOW, handled_by="staff-9")
    filled.write(lambda tables: tables.cases.save(done, 1))
    assert erase_due(filled, NOW + timedelta(days=1)).rows["persons"] == 1


def test_the_record_says_what_kind_how_many_and_up_to_when_and_nobody(filled: Market) -> None:
    erase_due(filled, NOW)
    with filled.reading() as tables:
        entries, _ = tables.audit.page(AuditPage(action=Action.ERASED))
        run = last_run(tables)
    told = {one.subject_id: one.words for one in entries}
    assert told["persons"].endswith("：1 人，2026-06-05 以前的")  # 1,095 days
    assert told["filings"].endswith("：1 条，2029-03-06 以前的")  # 90 days
    assert not any(word in "".join(told.values()) for word in (NAME, ID_NUMBER, PHONE))
    assert run is not None
    assert run.at == NOW
    erase_due(filled, NOW + timedelta(days=1))
    with filled.reading() as tables:
        assert tables.audit.page(AuditPage(action=Action.ERASED))[1] == len(entries)  # nothing was due: nothing noted


def test_it_runs_once_a_day_after_three_and_not_on_a_clock_that_jumped(filled: Market) -> None:
    clock = SetClock(NOW - timedelta(hours=8))  # 02:00 in the county
    daily = DailyErasing(filled, clock)
    assert daily.look() is None
    clock.at = NOW
    assert daily.look() is not None
    assert daily.look() is None
    clock.at = NOW + timedelta(days=1)
    assert daily.look() is not None
    for wrong in (NOW + timedelta(days=366), NOW - timedelta(days=3650)):
        clock.at = wrong
        assert daily.look() is None
    assert erase_due(filled, NOW + timedelta(days=366)).at == clock.at + timedelta(days=3650 + 366)  # by hand it goes


def test_a_manager_s_figure_counts_and_an_old_one_never_goes_below_the_law(filled: Market) -> None:
    with filled.reading() as tables:
        (term,) = (one for one in own_terms(tables) if one.kept is Kept.FILINGS)
    filled.write(lambda tables: set_term(tables, term, 365, "审计要看原件", BOSS, NOW))
    with filled.reading() as tables:
        assert {one.kept: one.days for one in own_terms(tables)}[Kept.FILINGS] == 365
        (entry,), _ = tables.audit.page(AuditPage(subject="retention", action=Action.SETTING))
    assert (entry.staff_id, "90 天改为 365 天，审计要看原件" in entry.words) == ("staff-9", True)
    filled.write(lambda tables: tables.settings.put("retention", '{"persons": 30}'))
    with filled.reading() as tables:
        assert {one.kept: one.days for one in own_terms(tables)}[Kept.PERSONS] == 1095


def test_two_records_of_one_person_go_together_when_the_later_is_due(filled: Market) -> None:
    later = seeker(NOW - timedelta(days=400), seeker_id="kept", name=NAME, id_number="341721198807076551", phone="")
    filled.write(lambda tables: tables.seekers.put(later))
    filled.write(lambda tables: tables._db.execute("UPDATE seeker SET merged_into = 'kept' WHERE id = 'canary'"))
    assert "persons" not in erase_due(filled, NOW).rows
    run = erase_due(filled, NOW + timedelta(days=800))
    assert run.rows["persons"] == 1
    with filled.reading() as tables:
        assert tables._db.execute("SELECT count(DISTINCT seeker_id) FROM registration").fetchone() == (2,)


def test_who_only_ever_asked_and_never_registered_is_forgotten_too(filled: Market) -> None:
    alone = b"alone" * 6 + b"!!"
    said = asked("q-9", person_index=alone, day=THEN.date(), entered_at=THEN, noted_at=THEN)
    filled.write(lambda tables: tables.consultations.add(said))
    assert alone in _on_disk(filled)
    assert erase_due(filled, NOW).rows["persons"] == 2
    assert alone not in _on_disk(filled)
