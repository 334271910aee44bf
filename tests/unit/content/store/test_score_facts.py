"""From rows of market.db to facts: on which day a row counts, and when it was entered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from content.clock import SetClock
from content.kpi.facts import Check, Facts
from content.kpi.filed import CountyFigure, FigureName, RowCheck
from content.model.audit import Action
from content.model.cases import Case, CaseKind, CaseState
from content.model.codes import Channel, Invited
from content.model.notices import Invitation, JobFair
from content.model.seekers import Sealed
from content.store import driver, migrations
from content.store.database import Market
from tests.unit.content.store.samples import EMPLOYER, FAIR, JOB, KEYS, NOW, registration, seeker

YEAR = 2026


def _facts(market: Market, year: int = YEAR) -> Facts:
    with market.reading() as tables:
        return tables.score.facts(year)


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


def test_paper_typed_months_after_it_was_signed_is_entered_when_it_was_typed(market: Market) -> None:
    """A form signed in June and typed in September came after the cut-off of the half-year."""
    signed, typed = datetime(2026, 6, 24, 4, tzinfo=UTC), datetime(2026, 9, 2, 3, tzinfo=UTC)
    paper = registration(occurred_at=signed, late=True, channel=Channel.PAPER, entered_at=typed)
    market.write(lambda tables: (tables.seekers.put(seeker(signed)), tables.seekers.add_registration(paper)))
    (served,) = _facts(market).services
    assert (served.on, served.entered_at) == (date(2026, 6, 24), typed)


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
