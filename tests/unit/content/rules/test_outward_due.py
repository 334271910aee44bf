"""What is due outside: a first notice seven days ahead (R113), one article a month (R172)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from content.model.codes import FairTheme, NoticeChannel, RightsTopic, Stage
from content.model.notices import Announcement, JobFair
from content.model.published import PublicArticle
from content.rules.outward_due import article_due, first_notice, month_begin

START = datetime(2026, 12, 10, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def _fair(*told: datetime) -> JobFair:
    notices = tuple(Announcement(channel=NoticeChannel.SMS, at=at, by="staff-1") for at in told)
    return JobFair(id="fair-1", name="冬季招聘会", theme=FairTheme.GENERAL, starts_at=START, ends_at=START + DAY,
                   place="广场", summary="", invited=20, booths=(), announcements=notices, stage=Stage.DRAFT,
                   created_at=START, created_by="staff-1", updated_at=START)  # fmt: skip


def test_a_fair_nobody_told_of_presses_from_three_days_before_the_term_on() -> None:
    notice = first_notice(_fair())
    assert notice.due_at == datetime(2026, 12, 3, 1, tzinfo=UTC)  # R113: 提前一周
    assert [notice.pressing(START - 7 * DAY + days * DAY) for days in (-4, -3, -2, 0, 5)] == [
        False, False, True, True, True]  # fmt: skip


def test_one_notice_in_time_is_enough_and_a_late_one_is_late() -> None:
    in_time = first_notice(_fair(START - 2 * DAY, START - 7 * DAY))
    late = first_notice(_fair(START - 6 * DAY))
    assert (in_time.pressing(START), in_time.late) == (False, False)
    assert (late.pressing(START), late.late) == (False, True)


def _article(name: str) -> PublicArticle:
    return PublicArticle(id=name, topic=RightsTopic.INJURY, title=name, summary="", body="")


def test_the_article_of_a_month_is_the_told_one_then_the_picked_one_then_the_one_longest_untold() -> None:
    every, now = tuple(map(_article, "abc")), datetime(2026, 12, 5, tzinfo=UTC)
    november = {"a": datetime(2026, 11, 5, tzinfo=UTC), "b": datetime(2026, 10, 5, tzinfo=UTC)}

    def due(picked: str, told: dict[str, datetime]) -> tuple[str, bool, bool]:
        found = article_due(every, frozenset(picked), told, now)
        assert found is not None
        return found.article.id, found.picked, found.told_at is not None

    assert due("", november) == ("c", False, False)
    assert due("", november | {"c": datetime(2026, 11, 30, tzinfo=UTC)}) == ("b", False, False)
    assert due("a", november) == ("a", True, False)
    assert due("a", november | {"b": now}) == ("b", False, True)
    assert article_due((), frozenset("a"), {}, now) is None


def test_a_month_begins_at_midnight_in_the_hall() -> None:
    assert month_begin(datetime(2026, 11, 30, 16, tzinfo=UTC)) == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert month_begin(datetime(2026, 11, 30, 15, 59, tzinfo=UTC)) == datetime(2026, 10, 31, 16, tzinfo=UTC)
