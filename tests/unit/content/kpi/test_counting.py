"""What counts once and what counts nothing: A3.4–A3.10, A3.20, R207 and R208, at their boundaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from content.kpi.counting import Tally, Why
from content.kpi.facts import (
    Adjustment,
    Aid,
    Answer,
    Asked,
    Check,
    Count,
    EmployerService,
    Facts,
    Hardship,
    Placement,
    Posting,
    Referral,
    ServedBy,
    Service,
    ServiceKind,
    Session,
    SessionKind,
)
from content.kpi.ledgers import columns
from content.kpi.measures import Column, Measure
from content.kpi.periods import PeriodKind
from content.kpi.readings import (
    AidNumerator,
    LateEntries,
    PostingCounted,
    ReferralCounted,
    ServiceCounted,
    SessionCounted,
    SmallFair,
    VerifiedCounts,
    WorkshopCounted,
)
from content.kpi.rulebook import Rulebook
from content.model.cases import Satisfaction
from content.model.codes import EmployerKind
from tests.fixtures.score_facts import period, read_as

RULES = read_as()
MAY = date(2026, 5, 4)
_COUNTER = iter(range(10_000))


def _row(on: date = MAY, check: Check = Check.OPEN, entered: datetime | None = None) -> dict[str, Any]:
    at = entered or datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    return {"id": f"row{next(_COUNTER)}", "on": on, "entered_at": at, "check": check}


def _service(person: str = "p", kind: ServiceKind = ServiceKind.POLICY, on: date = MAY, done: bool = True,
             check: Check = Check.OPEN, entered: datetime | None = None) -> Service:  # fmt: skip
    return Service(**_row(on, check, entered), person=person, kind=kind, done=done)


def _tally(measure: Measure, facts: Facts, rules: Rulebook = RULES, column: Column = Column.OPERATOR,
           kind: str = "year", as_of: date | None = None, start: date | None = None) -> Tally:  # fmt: skip
    found = period(kind, start=start)
    return columns(rules, facts, found, as_of or found.last)[column][measure]


def _served(*rows: Service, **asked: Any) -> int:
    return _tally(Measure.SERVED, Facts(services=rows), **asked).value


def _whys(tally: Tally) -> dict[Why, int]:
    return {one.why: len(one.rows) for one in tally.left_out}


def test_one_person_one_service_one_day_is_once() -> None:
    rows = (_service(), _service(), _service(kind=ServiceKind.JOBS), _service(on=MAY + timedelta(1)), _service("q"))
    assert _served(*rows) == 4
    assert _served(*rows, rules=read_as(service_counted=ServiceCounted.PERSON_DAY)) == 3


@pytest.mark.parametrize("kind", list(ServiceKind)[8:])
def test_nobody_served_anybody_there(kind: ServiceKind) -> None:
    tally = _tally(Measure.SERVED, Facts(services=(_service(kind=kind),)))
    assert (tally.value, _whys(tally)) == (0, {Why.NO_SERVICE: 1})


@pytest.mark.parametrize("kind", list(ServiceKind)[:8])
def test_every_service_of_the_regulation_counts(kind: ServiceKind) -> None:
    assert _served(_service(kind=kind)) == 1


def test_a_question_counts_when_it_is_answered() -> None:
    assert _served(_service(done=False)) == 0
    assert _served(_service(done=False), _service()) == 1


def test_anonymous_services_count_by_their_event() -> None:
    tally = _tally(Measure.SERVED, Facts(services=(_service(""), _service(""), _service())))
    assert tally.value == 3
    assert [(one.sentence[:7], len(one.rows)) for one in tally.remarks] == [("其中 2 人次", 2)]


# the period ends on 30 June; a day later, at midnight in the county (16:00 UTC), it is too late without 考核组
@pytest.mark.parametrize(("on", "entered", "check", "half", "late"), [
    (date(2026, 6, 30), datetime(2026, 6, 30, 9, tzinfo=UTC), Check.OPEN, 1, 0),
    (date(2026, 6, 30), datetime(2026, 7, 1, 15, 59, 59, tzinfo=UTC), Check.OPEN, 1, 0),
    (date(2026, 6, 30), datetime(2026, 7, 1, 16, tzinfo=UTC), Check.OPEN, 0, 0),
    (date(2026, 6, 30), datetime(2026, 7, 1, 16, tzinfo=UTC), Check.CONFIRMED, 1, 1),
    (MAY, datetime(2026, 5, 5, 15, 59, 59, tzinfo=UTC), Check.OPEN, 1, 0),
    (MAY, datetime(2026, 5, 5, 16, tzinfo=UTC), Check.OPEN, 1, 1),
    (MAY, datetime(2026, 7, 20, 2, tzinfo=UTC), Check.OPEN, 0, 0),
    (date(2026, 7, 1), datetime(2026, 7, 1, 2, tzinfo=UTC), Check.OPEN, 0, 0),
    (date(2025, 12, 31), datetime(2026, 1, 5, 2, tzinfo=UTC), Check.OPEN, 0, 0),
], ids=lambda value: f"R208 {value}")  # fmt: skip
def test_late_entries_are_marked_and_after_the_cut_off_need_the_assessors(
        on: date, entered: datetime, check: Check, half: int, late: int) -> None:  # fmt: skip
    given = Facts(services=(_service(on=on, entered=entered, check=check),))
    tally = _tally(Measure.SERVED, given, kind="half")
    assert (tally.value, len(tally.late)) == (half, late)


def test_what_came_too_late_for_the_half_year_counts_in_the_year() -> None:
    late = _service(entered=datetime(2026, 7, 20, 2, tzinfo=UTC))
    assert _whys(_tally(Measure.SERVED, Facts(services=(late,)), kind="half")) == {Why.LATE: 1}
    assert _served(late, kind="half", rules=read_as(late_entries=LateEntries.COUNTS)) == 1
    assert _served(late, kind="year") == 1


def test_days_after_the_one_asked_about_do_not_count_yet() -> None:
    assert _served(_service(), _service(on=MAY + timedelta(1)), as_of=MAY) == 1


def test_the_columns_differ_by_what_was_struck_out() -> None:
    rows = (_service("p", check=Check.REJECTED), _service("p"), _service("q", check=Check.REJECTED),
            _service("r", check=Check.CONFIRMED))  # fmt: skip
    assert _served(*rows) == 3
    assert _served(*rows, column=Column.VERIFIED) == 2  # p stands by its other row
    strict = read_as(verified_counts=VerifiedCounts.CONFIRMED_ONLY)
    assert _served(*rows, column=Column.VERIFIED, rules=strict) == 1
    assert _served(*rows, rules=strict) == 3


def test_numbers_from_elsewhere_and_corrections_stand_beside_the_rows() -> None:
    at = datetime(2026, 5, 4, 2, tzinfo=UTC)
    paper = Count(**_row(), measure=Measure.SERVED, value=40, source="纸质台账 2026-05")
    less = Adjustment(id="a1", measure=Measure.SERVED, of=PeriodKind.YEAR, change=-5, reason="走访核实", by="乙", at=at)
    given = Facts(services=(_service(),), counts=(paper,), adjustments=(less,))
    assert _tally(Measure.SERVED, given).value == 41
    verified = _tally(Measure.SERVED, given, column=Column.VERIFIED)
    assert (verified.value, verified.adjustments, len(verified.rows)) == (36, (less,), 2)
    assert _tally(Measure.SERVED, given, column=Column.VERIFIED, kind="half").value == 41  # corrected is the year
    much = replace(given, adjustments=(replace(less, change=-100),))
    assert _tally(Measure.SERVED, much, column=Column.VERIFIED).value == 0


def _referral(person: str = "p", job: str = "j", on: date = MAY, **facts: Any) -> Referral:
    return Referral(**_row(on), **{"person": person, "job": job, "confirmed": True} | facts)


def test_a_referral_is_one_of_a_person_and_a_job_confirmed_by_staff() -> None:
    rows = (_referral(), _referral(on=MAY + timedelta(20)), _referral(job="k"), _referral("q", confirmed=False),
            _referral("r", placed=True))  # fmt: skip
    given = Facts(referrals=rows)
    assert _tally(Measure.REFERRED, given).value == 3
    assert _tally(Measure.PLACED, given).value == 1
    assert _tally(Measure.REFERRED, given, rules=read_as(referral_counted=ReferralCounted.PLACED)).value == 1


def test_workshop_workers_are_persons() -> None:
    given = Facts(referrals=(_referral(is_workshop=True), _referral(job="k", is_workshop=True), _referral("q")))
    assert _tally(Measure.WORKSHOP, given).value == 1
    assert _tally(Measure.WORKSHOP, given, rules=read_as(workshop_counted=WorkshopCounted.REFERRALS)).value == 2


# 稳定就业6个月以上: begun 1 January it is six months on 1 July, which is no longer the half-year
@pytest.mark.parametrize(("began", "until", "half", "year"), [
    (date(2025, 12, 30), None, 1, 1),
    (date(2025, 12, 31), None, 1, 1),  # 30 June, as June has no 31st
    (date(2026, 1, 1), None, 0, 1),
    (date(2026, 6, 30), None, 0, 1),
    (date(2026, 7, 1), None, 0, 0),  # six months on 1 January
    (date(2026, 2, 1), date(2026, 7, 31), 0, 0),
    (date(2026, 2, 1), date(2026, 8, 1), 0, 1),
    (date(2025, 6, 30), None, 0, 0),  # counted last year
], ids=lambda value: f"annex2 2(2) {value}")  # fmt: skip
def test_outsourced_work_counts_on_the_day_it_has_lasted(began: date, until: date | None, half: int, year: int) -> None:
    given = Facts(referrals=(_referral(on=began, outsourced=True, worked_until=until),))
    assert _tally(Measure.REFERRED, given, kind="half").value == half
    assert _tally(Measure.REFERRED, given, kind="year").value == year


def _placement(person: str = "p", on: date = MAY, evidence: str = "合同") -> Placement:
    return Placement(**_row(on), person=person, evidence=evidence)


def test_a_person_is_newly_employed_once_a_year_with_evidence() -> None:
    rows = (_placement(), _placement(on=date(2026, 10, 1)), _placement("q"), _placement("r", evidence=""))
    assert _tally(Measure.NEWLY_EMPLOYED, Facts(placements=rows)).value == 2


def test_who_was_placed_before_the_market_opened_that_year_is_not_new() -> None:
    rows = (_placement(on=date(2026, 4, 1)), _placement(on=date(2026, 8, 1)), _placement("q", on=date(2026, 8, 1)))
    tally = _tally(Measure.NEWLY_EMPLOYED, Facts(placements=rows), start=date(2026, 7, 1))
    assert (tally.value, _whys(tally)) == (1, {Why.DUPLICATE: 1})


def test_the_year_before_takes_nothing_from_this_one() -> None:
    rows = (_placement(on=date(2025, 12, 1)), _placement(on=date(2026, 8, 1)))
    assert _tally(Measure.NEWLY_EMPLOYED, Facts(placements=rows)).value == 1


def test_helped_are_those_who_found_work_again_or_by_the_other_reading_all() -> None:
    rows = tuple(Aid(**_row(), person=person, hardship=Hardship.UNEMPLOYED, reemployed=found)
                 for person, found in (("p", True), ("p", True), ("q", False), ("r", True)))  # fmt: skip
    assert _tally(Measure.AIDED, Facts(aids=rows)).value == 2
    assert _tally(Measure.AIDED, Facts(aids=rows), rules=read_as(aid_numerator=AidNumerator.AIDED)).value == 3
    assert _tally(Measure.HARDSHIP_PERSONS, Facts(aids=rows)).value == 3


PRIVATE = {EmployerKind.PRIVATE, EmployerKind.SELF_EMPLOYED, EmployerKind.NON_PROFIT}


@pytest.mark.parametrize("kind", EmployerKind)
def test_only_private_firms_count_and_each_once(kind: EmployerKind) -> None:
    rows = tuple(EmployerService(**_row(), employer="91341721", kind=kind, by=by) for by in ServedBy)
    tally = _tally(Measure.EMPLOYERS_SERVED, Facts(employer_services=rows))
    assert tally.value == (1 if kind in PRIVATE else 0)
    assert sum(_whys(tally).values()) == (2 if kind in PRIVATE else 3)


def _posting(on: date, fingerprint: str = "f", headcount: int = 3) -> Posting:
    return Posting(**_row(on), fingerprint=fingerprint, headcount=headcount)


@pytest.mark.parametrize(("days", "new"), [
    ((0, 0), 1), ((0, 30), 1), ((0, 31), 2), ((0, 20, 40), 2), ((0, 10, 20, 30), 1), ((0, 30, 60), 2),
], ids=lambda value: f"A3.8 {value}")  # fmt: skip
def test_a_posting_again_within_thirty_days_is_not_new(days: tuple[int, ...], new: int) -> None:
    given = Facts(postings=tuple(_posting(MAY + timedelta(ahead)) for ahead in days))
    assert _tally(Measure.POSTED, given).value == new
    assert _tally(Measure.POSTED, given, rules=read_as(posting_counted=PostingCounted.VACANCIES)).value == 3 * new
    assert _tally(Measure.VACANCIES, given).value == 3 * new


def test_a_posting_of_december_makes_that_of_early_january_none() -> None:
    given = Facts(postings=(_posting(date(2025, 12, 20)), _posting(date(2026, 1, 19)), _posting(date(2026, 1, 20))))
    assert _tally(Measure.POSTED, given).rows == (given.postings[2].id,)


def _session(**facts: Any) -> Session:
    on = facts.pop("on", MAY)
    whole = {"event": "e", "kind": SessionKind.FAIR, "held": True, "attended": 50, "invited": 20}
    return Session(**_row(on), **whole | facts)


def test_a_session_is_held_and_somebody_came() -> None:
    rows = (_session(), _session(), _session(on=MAY + timedelta(1)), _session(event="f", held=False),
            _session(event="g", attended=0), _session(event="h", kind=SessionKind.LIVE, invited=0, attended=1),
            _session(event="i", kind=SessionKind.TRAINING))  # fmt: skip
    given = Facts(sessions=rows)
    assert _tally(Measure.FAIRS_HELD, given).value == 3
    assert _tally(Measure.TRAININGS_HELD, given).value == 1
    assert _tally(Measure.FAIRS_HELD, given, rules=read_as(session_counted=SessionCounted.EVENT)).value == 2


@pytest.mark.parametrize(("invited", "remarks", "strict"), [(20, 0, 1), (19, 1, 0)], ids=["20 firms", "19 firms"])
def test_a_fair_with_too_few_firms_counts_and_is_remarked_on(invited: int, remarks: int, strict: int) -> None:
    given = Facts(sessions=(_session(invited=invited),))
    tally = _tally(Measure.FAIRS_HELD, given)
    assert (tally.value, len(tally.remarks)) == (1, remarks)
    assert _tally(Measure.FAIRS_HELD, given, rules=read_as(small_fair=SmallFair.NOT)).value == strict


def _answer(grade: Satisfaction | None, subject: str = "p", on: date = MAY, asked: Asked = Asked.SEEKER,
            hour: int = 2) -> Answer:  # fmt: skip
    entered = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    return Answer(**_row(on, entered=entered), asked=asked, subject=subject, grade=grade)


def test_the_first_answer_of_a_person_and_month_is_the_one() -> None:
    rows = (_answer(Satisfaction.VERY_GOOD, hour=9), _answer(Satisfaction.POOR, hour=3),
            _answer(Satisfaction.GOOD, on=date(2026, 6, 1)), _answer(None, "q"), _answer(Satisfaction.FAIR, "r"),
            _answer(Satisfaction.GOOD, asked=Asked.EMPLOYER), _answer(Satisfaction.GOOD, ""),
            _answer(Satisfaction.GOOD, ""))  # fmt: skip
    given = Facts(answers=rows)
    assert (_tally(Measure.SEEKERS_SATISFIED, given).value, _tally(Measure.SEEKER_ANSWERS, given).value) == (3, 5)
    assert _tally(Measure.EMPLOYER_ANSWERS, given).value == 1


@pytest.mark.parametrize("make", [
    lambda on: (Measure.SERVED, Facts(services=(_service(on=on),))),
    lambda on: (Measure.REFERRED, Facts(referrals=(_referral(on=on),))),
    lambda on: (Measure.POSTED, Facts(postings=(_posting(on),))),
    lambda on: (Measure.NEWLY_EMPLOYED, Facts(placements=(_placement(on=on),))),
    lambda on: (Measure.FAIRS_HELD, Facts(sessions=(_session(on=on),))),
    lambda on: (Measure.SEEKER_ANSWERS, Facts(answers=(_answer(Satisfaction.FAIR, on=on),))),
], ids=["services", "referrals", "postings", "placements", "sessions", "answers"])  # fmt: skip
def test_both_ends_of_a_period_belong_to_it(make: Callable[[date], tuple[Measure, Facts]]) -> None:
    for kind, last in (("half", date(2026, 6, 30)), ("year", date(2026, 12, 31))):
        inside = [_tally(*make(day), kind=kind).value for day in (date(2026, 1, 1), last)]
        outside = [_tally(*make(day), kind=kind).value for day in (date(2025, 12, 31), last + timedelta(1))]
        assert (inside, outside) == ([1, 1], [0, 0])
