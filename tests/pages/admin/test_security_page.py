"""安全检查: the program looks, a person says what they think, and only then is it closed, counted and printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from nicegui.testing import User

from content.admin.cadence import duties
from content.admin.security import DRAFT, check_paper
from content.model.audit import Action
from content.model.codes import Role
from content.model.security import CheckPart, Verdict
from content.reports.paper import page_of
from content.rules.cadence import DutyState
from content.store.audit import AuditPage
from tests.pages.admin.world import NOW, World, content_of, until


def _one(user: User, marker: str) -> Any:
    (found,) = user.find(marker=marker).elements
    return found


def _say(user: User, marker: str, value: object) -> None:
    _one(user, marker).set_value(value)


async def _examined(world: World, role: Role = Role.ADMINISTRATOR) -> User:
    user = await world.user(role)
    await user.open("/security")
    await user.should_see(marker="examine")
    user.find(marker="examine").click()
    await until(lambda: "查过，一共" in _one(user, "progress").text)
    return user


def _duty(world: World) -> Any:
    with world.market.reading() as tables:
        return next(one for one in duties(tables, world.clock.now()) if one.code == "security_check")


async def test_a_check_is_run_judged_closed_and_counted(world: World) -> None:
    user = await _examined(world)
    assert "开着的端口" in content_of(user, "found-scan")
    assert "明文证件号码" in content_of(user, "found-encryption")
    assert "长期不用的账号" in content_of(user, "found-rights")
    user.find(marker="close").click()
    await user.should_see("还有 4 处没有做完")  # three parts, and the key that is not there in this test
    assert _duty(world).done == 0
    for part in CheckPart:
        _say(user, f"looked-{part.value}", True)
    _say(user, "words-scan", "端口都认识")
    _say(user, "measures", "系统管理员 11 月 30 日前处理")
    user.find(marker="close").click()
    await user.should_see("记录存下了")
    with world.market.reading() as tables:
        (check,), _ = tables.security_checks.page()
        (entry,), _ = tables.audit.page(AuditPage(action=Action.SECURED))
    assert (check.closed_by, check.closed_at, check.measures) == ("staff-administrator", NOW,
                                                                  "系统管理员 11 月 30 日前处理")  # fmt: skip
    assert {one.part for one in check.observed} == set(CheckPart)
    assert any(one.about == "密钥" and one.verdict is Verdict.WRONG for one in check.observed)
    assert len(check.installed) > 20
    assert entry.subject_id == check.id
    assert (_duty(world).done, _duty(world).state) == (1, DutyState.IN_TIME)
    await until(lambda: "打印检查表" in content_of(user, "closed"))
    paper = page_of("security_check.html", check_paper(check, "管", "东至零工市场", NOW))
    for words in ("漏洞扫描", "数据加密情况检查", "用户权限管理审核", "端口都认识", "每月至少进行2次系统安全检查"):
        assert words in paper


async def test_what_was_found_yesterday_is_looked_at_again(world: World) -> None:
    user = await _examined(world)
    for part in CheckPart:
        _say(user, f"looked-{part.value}", True)
    _say(user, "measures", "处理")
    world.clock.at = NOW + timedelta(hours=13)
    fresh = await world.user(Role.ADMINISTRATOR)
    await fresh.open("/security")
    await fresh.should_see(marker="examine")
    fresh.find(marker="close").click()
    await fresh.should_see("请先点“开始检查”")


async def test_words_that_were_typed_are_there_again(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/security")
    await user.should_see(marker="measures")
    _say(user, "measures", "王工周五前换盘")
    user.find(marker="measures").trigger("blur")

    def kept() -> bool:
        with world.market.reading() as tables:
            return tables.drafts.get("staff-manager", DRAFT, "new") is not None

    await until(kept)
    await user.open("/security")
    await until(lambda: _one(user, "measures").value == "王工周五前换盘")


@pytest.mark.parametrize(("role", "sees"), [(Role.AUDITOR, True), (Role.ASSESSOR, True), (Role.CLERK, False)])
async def test_who_only_looks_starts_nothing(world: World, role: Role, sees: bool) -> None:
    user = await world.user(role)
    await user.open("/security")
    await (user.should_see(marker="closed") if sees else user.should_not_see(marker="closed"))
    await user.should_not_see(marker="examine")
