"""工作日志: counted from what was noted, submitted by each, checked by the manager, printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from content.admin.worklog import look_at_week, week_paper, worklog_card
from content.model.audit import Action
from content.model.codes import Role
from content.model.worklog import LogFigure
from content.reports.paper import page_of
from tests.pages.admin.world import JOB, NOW, STAFF, World, content_of, until

CLERK, EDITOR = STAFF[Role.CLERK], STAFF[Role.EDITOR]
MONDAY = date(2026, 11, 23)


def _deeds(world: World) -> None:
    """Two answers and a login of the clerk today, one of yesterday night; a job of the editor, saved twice."""
    def note(tables: object) -> None:
        for action, subject, at in (
            (Action.ANSWERED, "case", NOW), (Action.ANSWERED, "case", NOW + timedelta(hours=1)),
            (Action.LOGIN, "staff", NOW), (Action.ANSWERED, "case", NOW.replace(hour=0) - timedelta(hours=9)),
        ):  # fmt: skip
            tables.audit.note(CLERK, at, action, subject=subject)  # type: ignore[attr-defined]
        job = tables.jobs.save(replace(JOB, number=1001), None, EDITOR.id)  # type: ignore[attr-defined]
        tables.jobs.save(replace(job, headcount=9), 1, EDITOR.id)  # type: ignore[attr-defined]

    world.market.write(note)


async def test_the_day_is_counted_already_and_submitted_with_a_few_words(world: World) -> None:
    _deeds(world)
    user = await world.user(Role.CLERK)
    await user.open("/worklog")
    shown = content_of(user, "figures")
    assert "办事登记答复" in shown and ">2<" in shown.replace("\n", "")
    assert "登录" not in shown
    (words,) = user.find(marker="words").elements
    words.set_value("张三 13900001234 来过")  # type: ignore[attr-defined]
    user.find(marker="submit").click()
    await until(lambda: bool(words.error))  # type: ignore[attr-defined]
    words.set_value("下午把两条政策讲了一遍")  # type: ignore[attr-defined]
    user.find(marker="submit").click()
    await user.should_see("交过，共交了 1 次")
    with world.market.reading() as tables:
        (log,) = tables.work_logs.of(CLERK.id, MONDAY)
        assert tables.work_logs.counts(EDITOR.id, MONDAY)[("edited", "job")] == 1  # one job, saved twice
    assert (log.figures, log.words) == ((LogFigure(label="办事登记答复", count=2),), "下午把两条政策讲了一遍")


async def test_a_second_log_of_a_day_stands_and_the_first_stays(world: World) -> None:
    user = await world.user(Role.CLERK)
    for count, words in enumerate(("第一遍", "第二遍"), 1):
        await user.open("/worklog")
        user.find(marker="words").elements.pop().set_value(words)  # type: ignore[attr-defined]
        user.find(marker="submit").click()
        await user.should_see(f"共交了 {count} 次")
    with world.market.reading() as tables:
        assert len(tables.work_logs.of(CLERK.id, MONDAY)) == 2
        (standing,) = tables.work_logs.between(MONDAY, MONDAY)
    assert standing.words == "第二遍"


async def test_the_manager_sees_what_is_owed_checks_the_week_and_prints_it(world: World) -> None:
    _deeds(world)
    world.clock.at = NOW + timedelta(days=2)
    user = await world.user(Role.MANAGER)
    await user.open("/worklog/week?week=2026-W48")
    await user.should_see("没交的：11月23日 窗口经办人，11月23日 录入员")
    user.find(marker="check").click()
    (findings,) = user.find(marker="findings").elements
    await until(lambda: bool(findings.error))  # type: ignore[attr-defined]
    findings.set_value("周一没有人交")  # type: ignore[attr-defined]
    user.find(marker="measures").elements.pop().set_value("下班前提醒")  # type: ignore[attr-defined]
    user.find(marker="check").click()
    await user.should_see("检查过，共 1 次")
    with world.market.reading() as tables:
        week = look_at_week(tables, "2026-W48", date(2026, 11, 25))
        assert worklog_card(tables, NOW + timedelta(days=7)).figure == 2
    paper = page_of("worklog_week.html", week_paper(week, NOW))
    assert all(word in paper for word in ("周一没有人交", "下班前提醒", "2026-11-23 窗口经办人", "负责人"))


async def test_last_week_unchecked_is_on_the_first_page_of_the_manager(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/")
    await until(lambda: "上周（2026-W47）的日志还没有检查" in content_of(user, "cards"))
    clerk = await world.user(Role.CLERK)
    await clerk.open("/worklog/week")
    await clerk.should_see("您的账号没有打开这一页的权限")
