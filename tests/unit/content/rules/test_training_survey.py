"""培训需求 counted by hand: 附件1 四（一）1 gives days 1 to 14, 四（一）2 two or three courses."""

from __future__ import annotations

from datetime import date

from content.model.cases import TrainingTime, TrainingWish
from content.model.codes import Channel, CourseMode
from content.rules.training_survey import Said, check_talk, meets, survey_month

W = TrainingWish


def _said(day: int, *wishes: TrainingWish, channel: Channel = Channel.KIOSK) -> Said:
    return Said(day=date(2026, 11, day), channel=channel, wishes=wishes, time=TrainingTime.EVENING,
                mode=CourseMode.CLASSROOM)  # fmt: skip


def test_wishes_are_counted_by_people_and_the_three_commonest_are_candidates() -> None:
    sets = (_said(3, W.SEWING, W.COOKING), _said(14, W.SEWING, channel=Channel.WINDOW), _said(15, W.SEWING, W.FORKLIFT),
            _said(20, W.COOKING, W.PHONE))  # fmt: skip
    month = survey_month(sets, 14)
    assert [(one.wish, one.people) for one in month.wished] == [
        (W.SEWING, 3), (W.COOKING, 2), (W.FORKLIFT, 1), (W.PHONE, 1)]  # fmt: skip
    assert month.candidates == (W.SEWING, W.COOKING, W.FORKLIFT)
    assert (month.answers, month.talks, month.in_time) == (4, 1, 2)  # the 14th is in, the 15th is not
    assert month.times[TrainingTime.EVENING] == 4
    assert month.times[TrainingTime.DAY] == 0


def test_who_ticks_one_thing_twice_wants_it_once() -> None:
    assert survey_month((_said(1, W.SEWING, W.SEWING),), 14).wished[0].people == 1


def test_a_month_without_answers_has_no_candidates() -> None:
    assert survey_month((), 14).candidates == ()


def test_a_course_meets_a_wish_by_its_name_and_no_other() -> None:
    assert meets(W.CARING, "养老护理员初级班")
    assert not meets(W.CARING, "叉车司机")
    assert meets(W.STARTUP, "SYB 创业培训")


def test_an_interview_says_what_and_is_not_of_tomorrow() -> None:
    today = date(2026, 11, 23)
    assert check_talk((W.SEWING,), today, today) == ()
    assert [one.field for one in check_talk((), date(2026, 11, 24), today)] == ["", "day"]
