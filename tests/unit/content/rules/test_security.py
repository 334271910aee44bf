"""The security check of R186: two closed a month, and what of the hub is good, to be minded or wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from content.clock import SHANGHAI
from content.model.codes import Role
from content.model.security import CheckPart, IncidentGrade, Observed, Opinion, Verdict
from content.rules.cadence import DutyState, security_checks
from content.rules.security import (
    AccountFacts,
    OpenPort,
    Updates,
    check_opinions,
    judge_accounts,
    judge_ports,
    judge_updates,
    report_due,
)
from content.rules.workdays import Workdays

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
TABLE = Workdays.of(())
CLERK = AccountFacts(name="甲", login="jia", roles=(Role.CLERK,), enabled=True, pledged_on=date(2026, 1, 5),
                     used_at=NOW - timedelta(days=3), has_password=True)  # fmt: skip
MANAGER = replace(CLERK, name="乙", login="yi", roles=(Role.MANAGER,))


def _at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("days", "now", "done", "state"),
    [
        ((), _at(2), 0, DutyState.IN_TIME),
        ((3, 17), _at(18), 2, DutyState.DONE),
        # twice on one day is one look at the same machine
        ((3, 3), _at(30), 1, DutyState.SOON),
        # 30 November is a Monday: due at closing of the month's last working day
        ((3,), _at(30, 19), 1, DutyState.OVERDUE),
    ],
)
def test_two_checks_a_month_are_due(days: tuple[int, ...], now: datetime, done: int, state: DutyState) -> None:
    duty = security_checks((date(2026, 11, day) for day in days), now, TABLE)
    assert (duty.done, duty.needed, duty.state) == (done, 2, state)
    assert "每月至少进行2次系统安全检查" in duty.clause


def test_a_second_check_is_better_a_week_later_and_is_not_refused_before() -> None:
    assert "11月10日起做第二次" in security_checks([date(2026, 11, 3)], _at(4), TABLE).sentence
    assert "隔开" not in security_checks([date(2026, 11, 3)], _at(10), TABLE).sentence
    assert security_checks([date(2026, 11, 3), date(2026, 11, 4)], _at(5), TABLE).state is DutyState.DONE


def test_a_port_nobody_knows_is_wrong_and_named() -> None:
    known = {("tcp", 8080): "中心"}
    (good,) = judge_ports([OpenPort(protocol="tcp", port=8080)], known)
    (wrong,) = judge_ports([OpenPort(protocol="tcp", port=8080), OpenPort(protocol="tcp", port=2049)], known)
    assert (good.verdict, wrong.verdict) == (Verdict.GOOD, Verdict.WRONG)
    assert "2049/tcp" in wrong.sentence
    # the same number of the other protocol is another port
    assert judge_ports([OpenPort(protocol="udp", port=8080)], known)[0].verdict is Verdict.WRONG


@pytest.mark.parametrize(
    ("pending", "security", "age_days", "verdict"),
    [(0, 0, 1, Verdict.GOOD), (3, 0, 1, Verdict.NOTE), (3, 1, 1, Verdict.WRONG),
     (0, 0, 8, Verdict.WRONG), (0, 0, None, Verdict.WRONG)],
)  # fmt: skip
def test_a_list_of_updates_that_is_old_proves_nothing(pending: int, security: int, age_days: int | None,
                                                      verdict: Verdict) -> None:  # fmt: skip
    listed = None if age_days is None else NOW - timedelta(days=age_days)
    updates = Updates(pending=tuple(f"p{one}" for one in range(pending)), security=security, listed_at=listed)
    (found,) = judge_updates(updates, NOW)
    assert found.verdict is verdict
    assert ("没有联网" in found.sentence) is (age_days is None or age_days > 7)


def _wrong(*accounts: AccountFacts, failures: int = 0) -> dict[str, Observed]:
    return {one.about: one for one in judge_accounts(accounts, NOW, failures) if one.verdict is not Verdict.GOOD}


def test_accounts_in_order_are_good() -> None:
    assert _wrong(CLERK, MANAGER) == {}


@pytest.mark.parametrize(
    ("account", "about"),
    [
        (replace(CLERK, pledged_on=None), "数据安全责任书"),
        (replace(CLERK, used_at=NOW - timedelta(days=61)), "长期不用的账号"),
        (replace(CLERK, used_at=None), "长期不用的账号"),
        (replace(CLERK, has_password=False), "没有密码的账号"),
        (replace(CLERK, password_set_at=NOW - timedelta(days=181)), "很久没换的密码"),
        (replace(CLERK, roles=(Role.ADMINISTRATOR, Role.AUDITOR)), "又管又查的账号"),
    ],
)
def test_what_is_wrong_with_an_account_is_said_by_name(account: AccountFacts, about: str) -> None:
    found = _wrong(account, MANAGER)
    assert set(found) == {about}
    assert "甲（jia）" in found[about].sentence
    assert _wrong(replace(account, enabled=False), MANAGER) == {}  # who is shut out harms nobody


def test_sixty_days_are_still_in_use_and_many_who_run_accounts_are_minded() -> None:
    assert _wrong(replace(CLERK, used_at=NOW - timedelta(days=60))) == {}
    assert _wrong(replace(CLERK, password_set_at=NOW - timedelta(days=180))) == {}
    assert "4 人" in _wrong(*(replace(MANAGER, login=f"m{one}") for one in range(4)))["能管账号的人"].sentence
    assert set(_wrong(CLERK, failures=21)) == {"输错密码"}


def test_a_check_closes_when_every_part_was_looked_at_and_what_is_wrong_has_a_measure() -> None:
    looked = tuple(Opinion(part=part, looked=True, words="") for part in CheckPart)
    wrong = Observed(part=CheckPart.SCAN, about="端口", verdict=Verdict.WRONG, sentence="")
    assert check_opinions(looked, [], "") == {}
    assert set(check_opinions(looked, [wrong], "  ")) == {"measures"}
    assert check_opinions(looked, [wrong], "张工 11 月 30 日前关掉") == {}
    unlooked = (*looked[:2], replace(looked[2], looked=False))
    assert set(check_opinions(unlooked, [], "")) == {"rights"}


def test_four_hours_for_what_is_more_than_minor() -> None:
    """国家网络安全事件报告管理办法: 较大 and above within 4 hours."""
    assert report_due(IncidentGrade.MINOR, NOW) is None
    assert report_due(IncidentGrade.LARGER, NOW) == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    assert report_due(IncidentGrade.GRAVE, NOW) == datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
