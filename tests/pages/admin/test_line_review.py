"""每日审核 and the manager's board: several lines checked at once, the late one red, a check taken back (R181, A3)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from nicegui import ui

from content.model.audit import Action
from content.model.codes import Role
from content.model.line_reviews import Ledger, ReviewDeed
from content.store.audit import AuditPage
from tests.pages.admin.world import NOW, World, asked, content_of, press, until
from tests.unit.content.store.samples import registration, seeker

KEYS = [f"registration/line-{place}" for place in range(3)]


def _register(world: World) -> None:
    world.market.write(lambda tables: tables.seekers.put(seeker(NOW)))
    for place in range(3):
        line = replace(registration(), id=f"line-{place}", number=f"01-00000{place}", occurred_at=NOW)
        world.market.write(lambda tables, line=line: tables.seekers.add_registration(line))  # type: ignore[misc]


def _board(world_html: str, name: str) -> str:
    """Return the line of the board that has a name: its tone, mark and figure."""
    (found,) = re.findall(rf'<li class="([^"]*)">(?:(?!</li>).)*>{name}<.*?</li>', world_html, re.DOTALL)
    return str(found)


async def test_several_lines_are_checked_at_once_and_one_is_taken_back(world: World) -> None:
    _register(world)
    clerk = await world.user(Role.CLERK)
    await clerk.open("/ledger/review")
    await until(lambda: content_of(clerk, "lines").count("求职登记") == 3)
    assert "超过 1 个工作日" not in content_of(clerk, "lines")
    press(clerk, "lines", "pick", KEYS[0])
    await clerk.should_see("核实选中的 1 条")
    clerk.find(marker="pick-all").click()
    await clerk.should_see("核实选中的 3 条")
    press(clerk, "lines", "pick", KEYS[2])
    await clerk.should_see("核实选中的 2 条")
    clerk.find(marker="check-picked").click()
    await clerk.should_see("已核实 2 条")
    await until(lambda: content_of(clerk, "lines").count("求职登记") == 1)
    await clerk.open("/ledger/review?view=done")
    await until(lambda: content_of(clerk, "lines").count("已核实") == 2)
    press(clerk, "lines", "undo", KEYS[0])
    await asked(clerk)
    clerk.find(marker="undo-sure").click()
    await clerk.should_see("请写明为什么撤回核实")
    clerk.find(marker="reason").type("电话没打通")
    clerk.find(marker="undo-sure").click()
    await until(lambda: "电话没打通" in content_of(clerk, "lines"))
    with world.market.reading() as tables:
        found = [(one.deed, one.by) for one in tables.line_reviews.of(Ledger.REGISTRATION, "line-0")]
        assert tables.line_reviews.waiting_count() == 2
        told = {(one.action, one.words) for one in tables.audit.page(AuditPage(subject="line_review"))[0]}
    assert found == [(ReviewDeed.TAKEN_BACK, "staff-clerk"), (ReviewDeed.CHECKED, "staff-clerk")]
    assert told == {(Action.SAVED, "核实台账 2 条"), (Action.SAVED, "撤回核实")}


async def test_who_only_reads_the_ledger_checks_nothing(world: World) -> None:
    _register(world)
    auditor = await world.user(Role.AUDITOR)
    await auditor.open("/ledger/review")
    await until(lambda: content_of(auditor, "lines").count("求职登记") == 3)
    assert "data-do" not in content_of(auditor, "lines")
    press(auditor, "lines", "check", KEYS[0])
    await auditor.should_see("权限")
    with world.market.reading() as tables:
        assert tables.line_reviews.waiting_count() == 3


async def test_a_line_of_the_day_before_yesterday_is_red_on_its_page_and_on_the_managers_board(world: World) -> None:
    _register(world)
    manager = await world.user(Role.MANAGER)
    await manager.open("/")
    assert _board(content_of(manager, "board"), "台账每日审核") == "soon"
    world.clock.at = NOW + timedelta(days=1, hours=8, minutes=30)  # Tuesday 18:00, a working day after Monday 09:30
    manager = await world.user(Role.MANAGER)
    await manager.open("/")
    board = content_of(manager, "board")
    assert _board(board, "台账每日审核") == "overdue"
    assert "有 3 条超过 1 个工作日没有审核" in content_of(manager, "cards")
    # what is red stands first in its column
    first = board.split("<ul>")[1].split("</li>")[0]
    assert 'class="overdue"' in first
    await manager.open("/ledger/review")
    await until(lambda: content_of(manager, "lines").count("超过 1 个工作日") == 3)


async def test_the_board_has_all_of_a3_and_only_the_manager_sees_it(world: World) -> None:
    manager = await world.user(Role.MANAGER)
    await manager.open("/")
    board = content_of(manager, "board")
    names = set(re.findall(r'class="board-name">([^<]+)<', board))
    assert names >= {
        "工作日志没交", "今天综合服务窗口", "今天求职登记窗口", "今天的信息源登记", "台账每日审核",  # today
        "政策更新", "周五审核", "台账梳理", "上周日志检查", "本周备份",  # week
        "新增有效岗位", "推荐灵活就业", "零工作坊推荐", "常态业务", "走访企业", "招聘会", "推荐课程", "本月培训人数",
        "上月咨询分析", "培训需求调查",  # month
        "考核得分", "新增就业人数占比", "困难人员帮扶", "招聘推介活动",  # half and full year
    }  # fmt: skip
    editor = await world.user(Role.EDITOR)
    await editor.open("/")
    await until(lambda: "岗位" in content_of(editor, "cards"))
    shown = [element.content for element in editor.find(kind=ui.html).elements]
    assert not any('class="board"' in html for html in shown)
