"""A made year in market.db: what the score counts of it beside a recount in SQL over the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from content.admin.app import own_pages
from content.clock import SetClock
from content.kpi.counting import Tally, Why
from content.kpi.facts import Check, Facts
from content.kpi.filed import CountyFigure, FigureName, RowCheck
from content.kpi.measures import Column, Measure
from content.kpi.rulebook_file import county_rulebook
from content.kpi.score import Score, score
from content.model.audit import Action
from content.model.cases import Case, CaseKind, CaseState
from content.model.codes import Channel, Invited
from content.model.notices import Invitation, JobFair
from content.model.seekers import Sealed
from content.store import driver, migrations
from content.store.database import Market
from tests.fixtures.score_facts import period
from tests.fixtures.score_market import YEAR, fill
from tests.unit.content.store.samples import EMPLOYER, FAIR, JOB, KEYS, NOW

# the year and its half in Shanghai, and when it is too late to write a row down without 考核组
SPANS = {"half": ("2026-01-01", "2026-06-30", "2026-07-01T16:00:00.000Z"),
         "year": ("2026-01-01", "2026-12-31", "2027-01-01T16:00:00.000Z")}  # fmt: skip

# A2 and A3.6–A3.10 over the tables as they are; strftime and a CTE a ledger instead of the reader's own queries
RECOUNT = """
WITH RECURSIVE
  arrived AS (SELECT id, received_at FROM inbox),
  known AS (
    SELECT employer_id || '/' || trade_code || '/' || replace(address, ' ', '') || '/' || pay_unit AS same,
      strftime('%Y-%m-%d', published_at, '+480 minutes') AS day
    FROM job WHERE published_at IS NOT NULL AND merged_into IS NULL AND published_at < '2027'),
  new_post (same, day) AS (
    SELECT same, min(day) FROM known GROUP BY same
    UNION ALL
    SELECT same, (SELECT min(day) FROM known WHERE known.same = new_post.same
      AND julianday(known.day) - julianday(new_post.day) > 30) FROM new_post WHERE day IS NOT NULL),
  firm AS (
    SELECT id, CASE credit_code WHEN '' THEN id ELSE credit_code END AS code FROM employer
    WHERE kind IN ('private', 'self_employed', 'non_profit')),
  served_firm (code, day, entered) AS (
    SELECT code, day, created_at FROM visit JOIN firm ON firm.id = employer_id
    UNION ALL
    SELECT code, strftime('%Y-%m-%d', published_at, '+480 minutes'), published_at FROM job
      JOIN firm ON firm.id = employer_id WHERE published_at IS NOT NULL AND merged_into IS NULL
    UNION ALL
    SELECT code, strftime('%Y-%m-%d', starts_at, '+480 minutes'), updated_at FROM fair, json_each(invitations) AS asked
      JOIN firm ON firm.id = asked.value ->> 'employer_id' WHERE held AND asked.value ->> 'answer' = 'attended'),
  registered AS (
    SELECT seeker_id, CASE clock_ok WHEN 1 THEN occurred_at ELSE received_at END AS at,
      CASE WHEN clock_ok AND NOT late THEN occurred_at ELSE received_at END AS entered
    FROM registration LEFT JOIN arrived USING (id)),
  met AS (SELECT DISTINCT seeker_id, strftime('%Y-%m-%d', at, '+480 minutes') AS day, entered FROM registered),
  answered AS (SELECT strftime('%Y-%m-%d', answered_at, '+480 minutes') AS day FROM hall_case
    WHERE kind IN ('question', 'dispute') AND state = 'answered'),
  told AS (
    SELECT id, once, choice, strftime('%Y-%m-%d', CASE clock_ok WHEN 1 THEN occurred_at ELSE received_at END,
      '+480 minutes') AS day, CASE clock_ok WHEN 1 THEN occurred_at ELSE received_at END AS at
    FROM hall_case LEFT JOIN arrived USING (id) WHERE kind = 'satisfaction'),
  ranked AS (SELECT choice, row_number() OVER (
      PARTITION BY CASE once WHEN x'' THEN id ELSE hex(once) || substr(day, 1, 7) END ORDER BY day, at, id) AS place
    FROM told WHERE day BETWEEN :first AND :last)
SELECT
  (SELECT count(*) FROM new_post WHERE day BETWEEN :first AND :last) AS posted,
  (SELECT count(DISTINCT code) FROM served_firm WHERE day BETWEEN :first AND :last AND entered < :cut_off)
    AS employers_served,
  (SELECT count(*) FROM (SELECT DISTINCT seeker_id, day FROM met WHERE day BETWEEN :first AND :last
    AND entered < :cut_off)) + (SELECT count(*) FROM answered WHERE day BETWEEN :first AND :last) AS served,
  (SELECT count(*) FROM fair WHERE held AND date(starts_at) BETWEEN :first AND :last
    AND EXISTS (SELECT 1 FROM hall_case WHERE kind = 'fair_check_in' AND subject_id = fair.id)) AS fairs_held,
  (SELECT count(*) FROM ranked WHERE place = 1) AS seeker_answers,
  (SELECT count(*) FROM ranked WHERE place = 1 AND choice IN ('very-good', 'good')) AS seekers_satisfied
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Market]:
    market = Market.open(tmp_path_factory.mktemp("score") / "market.db", KEYS, SetClock(NOW))
    fill(market, EMPLOYER, JOB)
    yield market
    market.close()


@pytest.fixture(scope="module")
def facts(made: Market) -> Facts:
    return _facts(made)


def _facts(market: Market, year: int = YEAR) -> Facts:
    with market.reading() as tables:
        return tables.score.facts(year)


def _score(facts: Facts, kind: str = "year") -> Score:
    found = period(kind)
    return score(county_rulebook(), facts, found, found.last)


def _tally(found: Score, measure: Measure, column: Column = Column.VERIFIED) -> Tally:
    lines = (one.verified if column is Column.VERIFIED else one.operator for one in found.indicators)
    return next(tally for tally in chain.from_iterable(line.tallies for line in lines) if tally.measure is measure)


@pytest.mark.parametrize("kind", SPANS)
def test_every_number_is_that_of_a_recount_over_the_tables(made: Market, facts: Facts, kind: str) -> None:
    first, last, cut_off = SPANS[kind]
    with made.reading() as tables:
        cursor = tables._db.execute(RECOUNT, {"first": first, "last": last, "cut_off": cut_off})
        counts = dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))
    found = _score(facts, kind)
    assert {name: _tally(found, Measure(name)).value for name in counts} == counts


def test_the_made_year_is_as_large_as_annex_1_asks_for(facts: Facts) -> None:
    published = [row for row in facts.postings if row.on.year == YEAR]
    assert len(published) > 1900
    assert sum(row.id.startswith("registration/") for row in facts.services) > 1450
    found = _score(facts)
    assert _tally(found, Measure.FAIRS_HELD).value == 13  # 15 less the one not held and the one nobody came to
    assert _tally(found, Measure.SEEKER_ANSWERS).value > 200


def test_every_row_has_words_and_no_id_comes_twice_in_a_ledger(made: Market, facts: Facts) -> None:
    for rows in (facts.postings, facts.employer_services, facts.services, facts.sessions, facts.answers):
        ids = [row.id for row in rows]
        assert len(ids) == len(set(ids))
        with made.reading() as tables:
            assert set(tables.score.told(tuple(ids[:200]))) == set(ids[:200])


def test_the_pages_rows_lead_to_are_pages_of_the_desk(made: Market, facts: Facts) -> None:
    every = (facts.postings, facts.employer_services, facts.services, facts.sessions, facts.answers)
    firsts = {table: row.id for rows in every for row in reversed(rows) for table in (row.id.partition("/")[0],)}
    with made.reading() as tables:
        paths = {words.path.split("/")[1] for words in tables.score.told(tuple(firsts.values())).values()}
    assert len(paths) == 5
    assert paths <= {page.path.split("/")[1] for page in own_pages()}


def test_days_are_those_of_the_hall(staffed: Market) -> None:
    """16:00 in UTC is midnight there: a job of that instant is the next day's, and the next year's on 31 December."""
    def put(tables: Any) -> None:
        for number, at in enumerate((datetime(2026, 12, 31, 15, 59, tzinfo=UTC),
                                     datetime(2026, 12, 31, 16, tzinfo=UTC)), start=1):  # fmt: skip
            tables.jobs.save(replace(JOB, id=f"job-{number}", number=1000 + number, address=f"{number} 号",
                                     published_at=at), None)  # fmt: skip
            tables._db.execute("UPDATE job SET published_at = ? WHERE id = ?",
                               [at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), f"job-{number}"])  # fmt: skip

    staffed.write(put)
    assert [(row.id, row.on) for row in _facts(staffed).postings] == [("job/job-1", date(2026, 12, 31))]
    later = {row.id: row.on for row in _facts(staffed, 2027).postings}
    assert later == {"job/job-1": date(2026, 12, 31), "job/job-2": date(2027, 1, 1)}


def _question(state: CaseState, **changes: Any) -> Case:
    return Case(id="case-1", kind=CaseKind.QUESTION, number="12-1", code_digest=b"", terminal_id="t-1",
                occurred_at=datetime(2026, 6, 29, 2, tzinfo=UTC), clock_ok=True, channel=Channel.KIOSK, subject="",
                choice="policy", subject_id="", once=b"", body=Sealed(ciphertext=b"", mask=""), name_mask="",
                phone_mask="", state=state, **changes)  # fmt: skip


def test_a_question_counts_on_the_day_of_its_first_answer_and_a_better_answer_moves_nothing(staffed: Market) -> None:
    staffed.write(lambda tables: tables.cases.add(_question(CaseState.NEW)))
    (asked,) = _facts(staffed).services
    assert (asked.on, asked.done) == (date(2026, 6, 29), False)
    for at in (datetime(2026, 6, 30, 3, tzinfo=UTC), datetime(2026, 8, 5, 3, tzinfo=UTC)):
        def answer(tables: Any, at: datetime = at) -> None:
            case = tables.cases.get("case-1")
            tables.cases.save(replace(case, state=CaseState.ANSWERED, answer="能", answered_at=at), case.version)
            tables.audit.note(None, at, Action.ANSWERED, subject="case", subject_id="case-1")

        staffed.write(answer)
    (served,) = _facts(staffed).services
    assert (served.on, served.done, served.entered_at.month) == (date(2026, 6, 30), True, 6)


def test_a_firm_noted_as_present_months_after_its_fair_is_late_and_one_noted_then_is_not(staffed: Market) -> None:
    clock = staffed._clock
    assert isinstance(clock, SetClock)
    clock.at = datetime(2026, 5, 14, 9, tzinfo=UTC)
    fair: JobFair = replace(FAIR, starts_at=datetime(2026, 5, 14, 1, tzinfo=UTC), held=True, invitations=(
        Invitation(employer_id="firm-1", name="甲", answer=Invited.ATTENDED),))  # fmt: skip
    staffed.write(lambda tables: (tables.employers.save(replace(EMPLOYER, id="firm-2"), None),
                                  tables.fairs.save(fair, None)))  # fmt: skip
    clock.at = datetime(2026, 8, 1, 9, tzinfo=UTC)
    more = replace(fair, invitations=(*fair.invitations, Invitation(employer_id="firm-2", name="乙",
                                                                    answer=Invited.ATTENDED)))  # fmt: skip
    staffed.write(lambda tables: tables.fairs.save(more, 1))
    entered = {row.id: row.entered_at.month for row in _facts(staffed).employer_services}
    assert entered == {"fair/fair-1+firm-1": 5, "fair/fair-1+firm-2": 8}
    (session,) = _facts(staffed).sessions
    assert session.entered_at.month == 5


def test_the_last_check_of_a_row_decides_in_the_verified_column_only(made: Market, facts: Facts) -> None:
    before = _score(facts)
    row = _tally(before, Measure.POSTED).rows[0]
    check = RowCheck(table="job", row_id=row.partition("/")[2], check=Check.REJECTED, reason="单位说没有发过",
                     by="staff-assessor", at=NOW)  # fmt: skip
    made.write(lambda tables: tables.score.add_check(check))
    struck = _score(_facts(made))
    for column, lost in ((Column.OPERATOR, 0), (Column.VERIFIED, 1)):
        assert _tally(before, Measure.POSTED, column).value - _tally(struck, Measure.POSTED, column).value == lost
    assert row in next(one.rows for one in _tally(struck, Measure.POSTED).left_out if one.why is Why.REJECTED)
    made.write(lambda tables: tables.score.add_check(replace(check, check=Check.OPEN, reason="更正：查错了一条")))
    assert _score(_facts(made)) == before


def test_a_file_of_an_earlier_program_gets_the_tables_and_keeps_its_jobs(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="score_records")
    assert "row_check" not in db.table_names()
    db.close()
    old = Market.open(path, KEYS, SetClock(NOW))
    old.write(lambda tables: tables.employers.save(EMPLOYER, None))
    old.write(lambda tables: tables.jobs.save(replace(JOB, published_at=NOW), None))
    figure = CountyFigure(id="f1", year=YEAR, name=FigureName.BUDGET, value="30000000", document="函", entered_by="s",
                          entered_at=NOW)  # fmt: skip
    for value in ("30000000", "28000000"):
        old.write(lambda tables, value=value: tables.score.add_figure(  # type: ignore[misc]
            replace(figure, id=f"f{value}", value=value)))  # fmt: skip
    with old.reading() as tables:
        assert tables.score.standing(YEAR)[FigureName.BUDGET].number == 280_000_00
        assert [one.value for one in tables.score.figures(YEAR)] == ["28000000", "30000000"]
        assert FigureName.BUDGET not in tables.score.standing(YEAR + 1)  # a budget is of one year
    old.close()


def test_a_period_start_told_once_holds_for_the_years_after_it(market: Market) -> None:
    figure = CountyFigure(id="f1", year=2025, name=FigureName.PERIOD_START, value="2025-07-01", document="函",
                          entered_by="s", entered_at=NOW)  # fmt: skip
    market.write(lambda tables: tables.score.add_figure(figure))
    with market.reading() as tables:
        assert tables.score.standing(2024) == {}
        assert tables.score.standing(2027)[FigureName.PERIOD_START].day == date(2025, 7, 1)


def test_nothing_filed_for_the_score_is_changed_or_removed(tmp_path: Path, market: Market) -> None:
    check = RowCheck(table="job", row_id="job-1", check=Check.CONFIRMED, reason="", by="staff-1", at=NOW)
    market.write(lambda tables: tables.score.add_check(check))
    for deed in ("UPDATE row_check SET reason = 'x'", "DELETE FROM row_check"):
        with pytest.raises(Exception, match="only grows"):
            market.write(lambda tables, deed=deed: tables._db.execute(deed))  # type: ignore[misc]
