"""The cadence of 东政办秘〔2025〕6号: weeks, months and dates counted by hand with the holidays of 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from content.clock import SHANGHAI
from content.model.codes import FairTheme, InsuranceTopic, NoticeChannel, PolicyCategory, RightsTopic, Stage
from content.model.market import HolidayYear
from content.model.notices import Announcement, JobFair
from content.model.outreach import NAMED_INDUSTRIES, Industry
from content.rules import cadence
from content.rules.cadence import DutyState, Span
from content.rules.coverage import Live, LiveTopics, board, coverage
from content.rules.fair_dates import fair_dates, fair_of_month
from content.rules.workdays import Workdays


def _days(first: date, count: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=ahead) for ahead in range(count))


# 国办发明电〔2025〕7号: 春节 and 国庆 with their weekends worked instead
TABLE = Workdays.of((HolidayYear(
    year=2026, source="国办发明电〔2025〕7号", days_off=(*_days(date(2026, 2, 15), 9), *_days(date(2026, 10, 1), 7)),
    working_weekends=(date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)),
),))  # fmt: skip
DONE, IN_TIME, SOON, OVERDUE = DutyState


def _at(month: int, day: int, hour: int = 9, minute: int = 30) -> datetime:
    return datetime.combine(date(2026, month, day), time(hour, minute), SHANGHAI).astimezone(UTC)


TUESDAY = (_at(11, 24),)


@pytest.mark.parametrize(("now", "times", "state"), [
    (_at(11, 23), (), IN_TIME),  # Monday, five working days for two
    (_at(11, 25), (), SOON),  # Wednesday, three for two
    (_at(11, 25), TUESDAY, IN_TIME),
    (_at(11, 26), TUESDAY, SOON),  # R142: one update by Thursday is a warning
    (_at(11, 27, 17, 59), TUESDAY, SOON),
    (_at(11, 27, 18, 0), TUESDAY, OVERDUE),
    (_at(11, 29, 23, 59), TUESDAY, OVERDUE),
    (_at(11, 27), (*TUESDAY, _at(11, 26)), DONE),
    (_at(11, 30), (), IN_TIME),  # the next week begins anew
])  # fmt: skip
def test_two_policy_updates_a_week(now: datetime, times: tuple[datetime, ...], state: DutyState) -> None:
    assert cadence.policy_updates(times, now, TABLE).state is state


def test_thursdays_reminder_says_what_is_missing_and_until_when() -> None:
    duty = cadence.policy_updates(TUESDAY, _at(11, 26), TABLE)
    assert duty.sentence == "还差 1 次政策更新，明天 18:00 前发。"
    assert (duty.done, duty.needed, duty.due_at, duty.span) == (1, 2, _at(11, 27, 18, 0), Span.WEEK)
    assert duty.pace == pytest.approx(1 / (2 * 4 / 5))


@pytest.mark.parametrize(("now", "due"), [
    (_at(9, 29), _at(9, 30, 18, 0)),  # 国庆 begins on Thursday
    (_at(9, 17), _at(9, 20, 18, 0)),  # the Sunday is worked
    (_at(2, 18), _at(2, 22, 18, 0)),  # 春节: no working day in the week, so its last day
])  # fmt: skip
def test_the_week_ends_with_its_last_working_day(now: datetime, due: datetime) -> None:
    assert cadence.policy_updates((), now, TABLE).due_at == due


def test_a_week_without_working_days_has_no_pace_and_still_warns() -> None:
    duty = cadence.policy_updates((), _at(2, 18), TABLE)
    assert (duty.pace, duty.expected, duty.state) == (None, 0, SOON)


@pytest.mark.parametrize(("minutes", "count"), [((), 0), ((0,), 1), ((0, 59), 1), ((0, 60), 2), ((0, 40, 80), 2),
                                                ((80, 0, 40), 2)])  # fmt: skip
def test_publishings_less_than_an_hour_apart_are_one(minutes: tuple[int, ...], count: int) -> None:
    assert cadence.separate_acts(_at(11, 24) + timedelta(minutes=one) for one in minutes) == count


@pytest.mark.parametrize(("now", "closed", "state", "due"), [
    (_at(11, 25), (), IN_TIME, _at(11, 27, 18, 0)),
    (_at(11, 26), (), SOON, _at(11, 27, 18, 0)),
    (_at(11, 27, 18, 0), (), OVERDUE, _at(11, 27, 18, 0)),
    (_at(11, 27), ("2026-W48",), DONE, _at(11, 27, 18, 0)),
    (_at(9, 29), (), SOON, _at(9, 30, 18, 0)),  # A3.19: Friday 2 October is off
    (_at(10, 1), (), OVERDUE, _at(9, 30, 18, 0)),
    (_at(2, 14), ("2026-W07",), SOON, _at(2, 14, 18, 0)),  # the review of the week that 春节 takes whole
])  # fmt: skip
def test_the_friday_review(now: datetime, closed: tuple[str, ...], state: DutyState, due: datetime) -> None:
    duty = cadence.friday_review(frozenset(closed), now, TABLE)
    assert (duty.state, duty.due_at) == (state, due)


def test_a_review_moved_by_a_holiday_says_so() -> None:
    assert "周五放假" in cadence.friday_review(frozenset(), _at(9, 29), TABLE).sentence
    assert "周五放假" not in cadence.friday_review(frozenset(), _at(11, 26), TABLE).sentence


@pytest.mark.parametrize(("now", "count", "state"), [
    (_at(11, 23), 120, IN_TIME),  # six working days left: 23–27 and 30
    (_at(11, 24), 120, SOON),
    (_at(11, 30, 18, 0), 169, OVERDUE),
    (_at(11, 30, 18, 0), 170, DONE),
    (_at(10, 30, 17, 59), 169, SOON),  # 31 October is a Saturday
    (_at(10, 31), 169, OVERDUE),
    (_at(11, 1), 0, IN_TIME),
])  # fmt: skip
def test_170_new_jobs_a_month(now: datetime, count: int, state: DutyState) -> None:
    assert cadence.new_jobs(count, now, TABLE).state is state


def test_pace_is_the_value_over_the_target_times_the_share_of_working_days_gone() -> None:
    # November 2026 has 21 working days, the 23rd is the 16th of them: 170 × 16 / 21 = 129.5
    duty = cadence.new_jobs(120, _at(11, 23), TABLE)
    assert duty.expected == 129
    assert duty.pace == pytest.approx(120 / (170 * 16 / 21))
    assert "按进度现在该有 129" in duty.sentence
    assert "按进度" not in cadence.new_jobs(129, _at(11, 23), TABLE).sentence


def test_holidays_and_worked_saturdays_move_the_pace() -> None:
    # October 2026: 8, 9, Saturday 10 worked, 12–16, 19–23, 26–30 are 18; on the 10th three are gone
    assert cadence.new_jobs(0, _at(10, 5), TABLE).pace is None
    assert cadence.new_jobs(17, _at(10, 10), TABLE).pace == pytest.approx(17 / (170 * 3 / 18))


def test_ten_different_firms_and_seven_industries_a_month() -> None:
    assert cadence.visits(9, _at(11, 30, 18, 0), TABLE).state is OVERDUE
    assert cadence.visits(10, _at(11, 30, 18, 0), TABLE).state is DONE
    seen = frozenset((*NAMED_INDUSTRIES[:-1], Industry.OTHER))
    duty = cadence.industries(seen, _at(11, 23), TABLE)
    assert (duty.done, duty.needed) == (6, 7)
    assert duty.sentence.endswith("还没有：创意设计。")
    assert cadence.industries(frozenset(NAMED_INDUSTRIES), _at(11, 23), TABLE).state is DONE


@pytest.mark.parametrize(("now", "count", "state", "due"), [
    (_at(11, 9), 1, IN_TIME, _at(11, 13, 18, 0)),  # the 14th is a Saturday
    (_at(11, 11), 1, SOON, _at(11, 13, 18, 0)),
    (_at(11, 13, 18, 0), 1, OVERDUE, _at(11, 13, 18, 0)),
    (_at(11, 13, 18, 0), 2, DONE, _at(11, 13, 18, 0)),
    (_at(2, 14), 1, SOON, _at(2, 14, 18, 0)),  # a Saturday that is worked
])  # fmt: skip
def test_two_or_three_courses_in_the_first_two_weeks(now: datetime, count: int, state: DutyState,
                                                     due: datetime) -> None:  # fmt: skip
    duty = cadence.courses(count, now, TABLE)
    assert (duty.state, duty.due_at) == (state, due)


def test_more_than_three_courses_are_too_many() -> None:
    assert "2—3 门" in cadence.courses(4, _at(11, 9), TABLE).sentence
    assert "2—3 门" not in cadence.courses(3, _at(11, 9), TABLE).sentence


FAIR = JobFair(
    id="fair-1", name="冬季招聘会", theme=FairTheme.GENERAL, starts_at=_at(12, 12, 9, 0), ends_at=_at(12, 12, 12, 0),
    place="广场", summary="", invited=20, booths=(), stage=Stage.DRAFT, created_at=_at(11, 1), created_by="staff-1",
    updated_at=_at(11, 1),
)  # fmt: skip


def _told(at: datetime, channels: tuple[NoticeChannel, ...] = tuple(NoticeChannel)) -> tuple[Announcement, ...]:
    return tuple(Announcement(channel=one, at=at, by="staff-1") for one in channels)


@pytest.mark.parametrize(("now", "fixed", "state"), [
    (_at(11, 24), None, IN_TIME), (_at(11, 25), None, SOON),  # three days before the 28th
    (_at(11, 28, 23, 59), None, SOON), (_at(11, 29, 0, 0), None, OVERDUE),
    (_at(11, 29), _at(11, 28, 23, 0), DONE), (_at(12, 1), _at(11, 29, 0, 1), OVERDUE),
])  # fmt: skip
def test_a_fairs_plan_is_fixed_fourteen_days_ahead(now: datetime, fixed: datetime | None, state: DutyState) -> None:
    plan, _ = fair_dates(replace(FAIR, plan_fixed_at=fixed), now)
    assert (plan.code, plan.subject, plan.state) == ("fair_plan", "fair-1", state)


def test_a_plan_fixed_late_says_by_how_much() -> None:
    plan, _ = fair_dates(replace(FAIR, plan_fixed_at=_at(11, 30)), _at(12, 1))
    assert "晚了 2 天" in plan.sentence


@pytest.mark.parametrize(("now", "told", "state"), [
    (_at(12, 1), (), IN_TIME), (_at(12, 5, 23, 59), (), SOON), (_at(12, 6, 0, 0), (), OVERDUE),
    (_at(12, 6), _told(_at(12, 5)), DONE), (_at(12, 6), _told(_at(12, 6)), OVERDUE),
    (_at(12, 6), _told(_at(12, 5), (NoticeChannel.WECHAT,)), SOON),  # three channels are still to come
])  # fmt: skip
def test_the_first_notice_goes_out_seven_days_ahead(now: datetime, told: tuple[Announcement, ...],
                                                    state: DutyState) -> None:  # fmt: skip
    _, notice = fair_dates(replace(FAIR, announcements=told), now)
    assert notice.state is state


def test_the_follow_up_is_overdue_on_the_eighth_day() -> None:
    assert fair_dates(FAIR, _at(12, 12, 10, 0)) == ()
    (duty,) = fair_dates(FAIR, _at(12, 19, 23, 59))
    assert (duty.code, duty.state, duty.due_at) == ("fair_follow_up", SOON, _at(12, 20, 0, 0))
    assert fair_dates(FAIR, _at(12, 20, 0, 0))[0].state is OVERDUE
    assert fair_dates(replace(FAIR, followed_up_on=date(2026, 12, 19)), _at(12, 20)) == ()
    assert fair_dates(replace(FAIR, stage=Stage.WITHDRAWN), _at(12, 1)) == ()


def test_a_month_without_a_fair_is_told_while_two_weeks_are_left() -> None:
    # two weeks before 30 November is the 16th
    assert fair_of_month((FAIR,), _at(12, 1), TABLE).state is DONE
    assert fair_of_month((FAIR,), _at(11, 2), TABLE).state is IN_TIME
    assert fair_of_month((), _at(11, 12), TABLE).state is SOON
    assert fair_of_month((), _at(11, 16, 18, 0), TABLE).state is OVERDUE


def test_each_working_day_has_its_look_at_the_sources() -> None:
    monday = date(2026, 11, 23)
    assert cadence.source_today(frozenset(), _at(11, 23), TABLE).state is SOON
    assert cadence.source_today(frozenset(), _at(11, 23, 18, 0), TABLE).state is OVERDUE
    assert cadence.source_today(frozenset({monday}), _at(11, 23, 18, 0), TABLE).state is DONE
    assert cadence.source_today(frozenset(), _at(11, 22, 18, 0), TABLE).state is DONE  # a Sunday
    assert cadence.source_today(frozenset(), _at(10, 10), TABLE).state is SOON  # a Saturday that is worked


def test_missing_days_are_working_days_since_the_first_entry() -> None:
    days = frozenset({date(2026, 10, 8), date(2026, 10, 12)})
    missed = cadence.missed_days(days, date(2026, 9, 3), date(2026, 10, 14), TABLE)
    assert missed == (date(2026, 10, 9), date(2026, 10, 10), date(2026, 10, 13))  # 1–7 off, the 11th a Sunday
    assert cadence.missed_days(days, date(2026, 10, 12), date(2026, 10, 14), TABLE) == (date(2026, 10, 13),)
    assert cadence.missed_days(frozenset(), None, date(2026, 10, 14), TABLE) == ()
    duty = cadence.source_gaps(days, date(2026, 9, 3), _at(10, 14), TABLE)
    assert (duty.state, duty.done, duty.needed) == (OVERDUE, 2, 5)
    assert duty.sentence.startswith("10月9日、10月10日、10月13日没有登记")


def _live(newest: date, *, rights: tuple[RightsTopic, ...] = tuple(RightsTopic)) -> LiveTopics:
    one = Live(count=1, newest=newest)
    return LiveTopics(policies=dict.fromkeys(PolicyCategory, one), insurances=dict.fromkeys(InsuranceTopic, one),
                      rights=dict.fromkeys(rights, one))  # fmt: skip


def test_thirteen_topics_each_have_something_current() -> None:
    today = date(2026, 11, 23)
    duty = coverage(board(_live(today), today))
    assert (duty.done, duty.needed, duty.state) == (13, 13, DONE)


@pytest.mark.parametrize("missing", list(RightsTopic))
def test_a_topic_of_one_list_does_not_stand_for_its_namesake_in_another(missing: RightsTopic) -> None:
    # 工伤 is an insurance and 工伤预防 a topic of rights: two items, two squares
    today = date(2026, 11, 23)
    duty = coverage(board(_live(today, rights=tuple(one for one in RightsTopic if one is not missing)), today))
    assert (duty.done, duty.state, duty.sentence) == (12, OVERDUE, f"还缺：{missing.label}。")


def test_what_nobody_touched_for_a_year_is_stale() -> None:
    today = date(2026, 11, 23)
    for newest, stale in ((date(2025, 11, 23), False), (date(2025, 11, 22), True)):
        assert {(one.stale, one.good) for one in board(_live(newest), today)} == {(stale, not stale)}


def test_somebody_is_named_for_the_bulletin_board() -> None:
    assert cadence.bulletin_owner(True).state is DONE
    assert cadence.bulletin_owner(False).state is OVERDUE


def test_one_article_a_month() -> None:
    assert cadence.monthly_article(0, _at(11, 30, 18, 0), TABLE).state is OVERDUE
    assert cadence.monthly_article(1, _at(11, 30, 18, 0), TABLE).state is DONE
