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
