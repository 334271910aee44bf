"""What a log counts, what it must not hold, and who owes one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from content.model.worklog import WorkLog
from content.rules.worklog import LONGEST, check_words, figures_of, is_business, owed

MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (23, 24, 25))
LOG = WorkLog(id="l", day=MONDAY, staff_id="a", figures=(), words="", submitted_at=datetime(2026, 11, 23, tzinfo=UTC))


def test_logging_in_and_looking_around_is_no_business_of_the_hall() -> None:
    told = figures_of({("login", "staff"): 3, ("answered", "case"): 2, ("saved", "registration"): 4,
                       ("exported", "job"): 1})  # fmt: skip
    assert [(one.label, one.count) for one in told] == [("求职登记录入、更正", 4), ("办事登记答复", 2)]
    assert is_business("answered", "case") and not is_business("login", "staff")


# what 附件1 has staff write down, by the clause that asks for it, as its ledger is called
_WRITTEN = {
    "一（一）1": ("edited", "visit"), "一（一）2": ("saved", "source_watch"), "二（一）1": ("saved", "registration"),
    "二（一）1 职业指导": ("saved", "guidance"), "二（一）1 方案": ("saved", "service_plan"),
    "二（一）2": ("saved", "referral"), "二（一）2 就业": ("saved", "placement"),
    "二（二）1 梳理": ("review-closed", "ledger_sweep"), "二（二）1": ("saved", "aid_file"),
    "三（一）": ("edited", "policy"), "三（二）1": ("saved", "consultation"),
    "三（二）1 答复": ("answered", "consultation"),
    "三（二）2": ("saved", "consult_action"), "四（二）1": ("saved", "course_session"),
    "四（二）2": ("saved", "trainee_result"), "四（二）": ("saved", "course_review"), "五（二）": ("saved", "case"),
    "六（一）1": ("saved", "line_review"), "附件2 企业": ("saved", "employer_answer"),
    "附件2 求职者": ("saved", "seeker_answer"),
}  # fmt: skip


@pytest.mark.parametrize(("clause", "deed"), _WRITTEN.items())
def test_what_the_regulation_has_staff_write_down_is_in_their_log(clause: str, deed: tuple[str, str]) -> None:
    """R184: 接待求职者人数、推荐岗位数量、举办活动详情、解决问题等."""
    assert is_business(*deed), clause
    assert [one.count for one in figures_of({deed: 3})] == [3]


@pytest.mark.parametrize(("words", "needed", "stands"), [
    ("办了招聘会，来了 60 人", False, True), ("", False, True), ("", True, False), ("打了 13900001234", False, False),
    ("很" * (LONGEST + 1), False, False), ("没有发现问题", True, True),
])  # fmt: skip
def test_words_are_checked(words: str, needed: bool, stands: bool) -> None:
    assert (check_words(words, needed=needed) is None) is stands


def test_a_log_is_owed_for_each_day_at_work_that_is_over() -> None:
    at_work = [(MONDAY, "a"), (MONDAY, "b"), (TUESDAY, "a"), (TUESDAY, "a"), (WEDNESDAY, "a")]
    assert owed((MONDAY, TUESDAY, WEDNESDAY), at_work, (LOG,), WEDNESDAY) == ((MONDAY, "b"), (TUESDAY, "a"))
    assert owed((TUESDAY,), at_work, (LOG,), WEDNESDAY) == ((TUESDAY, "a"),)
