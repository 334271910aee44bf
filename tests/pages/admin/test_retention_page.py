"""保存期限: everybody who audits sees what is kept how long; the manager alone sets it, within the law."""

from __future__ import annotations

from datetime import timedelta

from nicegui import ui

from content.admin.pages.retention import card
from content.hubapi.erasing import erase_due
from content.model.audit import Action
from content.model.codes import Role
from content.store.audit import AuditPage
from tests.pages.admin.world import NOW, World, content_of, until
from tests.unit.content.store.samples import envelope


async def test_the_terms_their_footing_and_what_is_due_are_shown(world: World) -> None:
    def old(tables: object) -> None:
        tables.inbox.store(envelope(1), NOW - timedelta(days=91))
        tables.inbox.mark_projected("kiosk-1-1")

    world.market.write(old)
    user = await world.user(Role.AUDITOR)
    await user.open("/retention")
    await user.should_see("还没有清理过。")
    await until(lambda: "1095 天" in content_of(user, "terms"))
    shown = content_of(user, "terms")
    assert "网络招聘服务管理规定" in shown
    assert "改天数" not in shown
    assert ">1<" in shown  # one filing is due
    await user.should_not_see(marker="erase")


async def test_the_manager_sets_the_days_with_a_reason_within_the_bounds_and_runs_it(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/retention")
    await until(lambda: "改天数" in content_of(user, "terms"))
    user.find(marker="terms").trigger("click", ["set", "filings"])
    await user.should_see(marker="days")
    for days, why in ((10, "少留一点"), (60, "")):
        user.find(kind=ui.number, marker="days").elements.pop().set_value(days)
        user.find(kind=ui.input, marker="why").elements.pop().set_value(why)
        user.find(marker="keep").click()
        await user.should_see("只能定 30—365 天" if days == 10 else "请写明为什么改")
    user.find(kind=ui.input, marker="why").elements.pop().set_value("县局的要求")
    user.find(marker="keep").click()
    await until(lambda: "60 天" in content_of(user, "terms"))
    with world.market.reading() as tables:
        (entry,), _ = tables.audit.page(AuditPage(action=Action.SETTING, subject="retention"))
    assert "90 天改为 60 天，县局的要求" in entry.words
    user.find(marker="erase").click()
    await user.should_see(marker="erase-now")
    user.find(marker="erase-now").click()
    await user.should_see("没有到期的")


async def test_the_first_page_calls_when_days_were_missed_or_the_clock_is_not_believed(world: World) -> None:
    def told(now: object) -> tuple[int, str]:
        with world.market.reading() as tables:
            found = card(tables, now)
        return found.figure, found.sentence

    assert told(NOW) == (0, "")
    erase_due(world.market, NOW)
    assert told(NOW + timedelta(days=3)) == (0, "")
    figure, sentence = told(NOW + timedelta(days=3, seconds=1))
    assert (figure, "看中心的日志" in sentence) == (1, True)
    assert "核对时钟" in told(NOW + timedelta(days=40))[1]
    assert "校准时钟" in told(NOW - timedelta(days=1))[1]
