"""What the hall's ledgers come to in the score: once a person, service and day; once a month; by when first entered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from content.kpi.facts import Facts
from content.kpi.ledgers import columns
from content.kpi.measures import Column, Measure
from content.model.cases import Satisfaction
from content.model.consultations import ConsultStepKind
from content.store.database import Market
from tests.fixtures.score_facts import period, read_as
from tests.unit.content.store.samples import COURSE
from tests.unit.content.store.test_course_sessions import session
from tests.unit.content.store.test_hall_answers import of_firm
from tests.unit.content.store.test_hall_ledgers import asked, step

MAY, JULY = date(2026, 5, 20), date(2026, 7, 2)
NOON_MAY, NOON_JULY = (datetime(2026, day.month, day.day, 4, tzinfo=UTC) for day in (MAY, JULY))


def _half_year(market: Market) -> dict[Measure, int]:
    with market.reading() as tables:
        facts = Facts(services=tuple(tables.hall_facts.services(2026)), answers=tuple(tables.hall_facts.answers(2026)),
                      sessions=tuple(tables.hall_facts.sessions(2026)))  # fmt: skip
    found = columns(read_as(), facts, period("half"), date(2026, 7, 10))[Column.OPERATOR]
    return {measure: tally.value for measure, tally in found.items()}


def _ask(market: Market, key: str, answered: bool = True, **facts: Any) -> None:
    given = {"day": MAY, "entered_at": NOON_MAY, "noted_at": NOON_MAY} | facts
    market.write(lambda tables: tables.consultations.add(asked(key, **given)))
    if answered:
        market.write(lambda tables: tables.consultations.add_step(step(key, ConsultStepKind.ANSWERED)))


def test_questions_count_once_a_person_service_and_day_and_when_answered(market: Market) -> None:
    _ask(market, "a")
    _ask(market, "b")  # the same person asks the same on the same day
    _ask(market, "c", person_index=b"other")
    _ask(market, "d", person_index=b"")  # nobody known counts by the event
    _ask(market, "e", person_index=b"")
    _ask(market, "f", person_index=b"third", answered=False)
    assert _half_year(market)[Measure.SERVED] == 4


def test_a_correction_in_july_does_not_make_an_entry_of_may_late(market: Market) -> None:
    _ask(market, "a")
    _ask(market, "b", answered=False, corrects="a", reason="选错了", entered_at=NOON_JULY, noted_at=NOON_JULY)
    _ask(market, "c", entered_at=NOON_JULY, noted_at=NOON_JULY, person_index=b"other")  # first entered in July
    assert _half_year(market)[Measure.SERVED] == 1


def test_held_sessions_and_the_first_answers_of_a_month_count(staffed: Market) -> None:
    common: dict[str, Any] = {"day": MAY, "entered_at": NOON_MAY, "noted_at": NOON_MAY}
    staffed.write(lambda tables: tables.courses.save(COURSE, None))
    staffed.write(lambda tables: tables.course_sessions.add(session("s-1", **common)))
    staffed.write(lambda tables: tables.course_sessions.add(session("s-2", held=False, attended=(), **common)))
    staffed.write(lambda tables: tables.employer_answers.add(of_firm("f-1", **common)))
    staffed.write(lambda tables: tables.employer_answers.add(
        of_firm("f-2", **(common | {"day": date(2026, 6, 1), "face": Satisfaction.FAIR,
                                    "entered_at": datetime(2026, 6, 1, 4, tzinfo=UTC)}))))  # fmt: skip
    found = _half_year(staffed)
    assert found[Measure.TRAININGS_HELD] == 1
    assert (found[Measure.EMPLOYER_ANSWERS], found[Measure.EMPLOYERS_SATISFIED]) == (2, 1)
