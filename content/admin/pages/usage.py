"""自助机使用: how far people get with each task and where they give up, from five on; no person is in it."""

from __future__ import annotations

from datetime import timedelta

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import Cell, Row, listing, table
from content.admin.parts import DeskPage
from content.clock import calendar_day
from content.model.usage import TaskUse
from content.store.database import Tables

LEAST = 5  # below it a count could be about one person
_DAYS = 28
_COLUMNS = ("办什么", "开始", "办成", "办成率", "没办成的停在", "平均翻几页", "平均点几下", "平均多久")
_TASKS = {
    "jobs": "找岗位（打出小票算办成）", "register": "求职登记", "apply": "报名", "policies": "看政策",
    "courses": "看培训", "fairs": "看招聘会", "rights": "看维权知识", "report": "举报", "hiring": "用工登记",
    "answer": "查回执",
}  # fmt: skip
_VIEWS = {"find": "写要找的活", "jobs": "岗位列表", "job": "一个岗位", "number": "按编号找", "basket": "小票清单"}


def use_row(use: TaskUse) -> Row:
    """Return the line of one task; too few are not shown."""
    name = Cell(text=_TASKS.get(use.task, use.task), look="main")
    if use.started < LEAST:
        return Row(id=use.task, cells=(name, Cell(text=f"不足 {LEAST} 次", look="num"), *(Cell(text="—"),) * 6))
    given_up = "，".join(f"{_step(one.step)} {one.count}" for one in use.given_up[:4]) or "—"
    minutes, seconds = divmod(round(use.seconds / use.started), 60)
    return Row(id=use.task, cells=(
        name, Cell(text=str(use.started), look="num"), Cell(text=str(use.finished), look="num"),
        Cell(text=f"{use.finished / use.started:.0%}", look="num"), Cell(text=given_up),
        Cell(text=f"{use.pages / use.started:.1f}", look="num"),
        Cell(text=f"{use.touches / use.started:.1f}", look="num"),
        Cell(text=f"{minutes} 分 {seconds:02d} 秒" if minutes else f"{seconds} 秒", look="num"),
    ))  # fmt: skip


def _step(step: str) -> str:
    return f"第 {step} 步" if step.isdecimal() else _VIEWS.get(step, _TASKS.get(step, step))


async def _body(desk: Desk) -> None:
    today = calendar_day(desk.now())

    def look(tables: Tables) -> tuple[TaskUse, ...]:
        return tables.usage.between(today - timedelta(days=_DAYS - 1), today)

    uses = await desk.ask(look)
    head("自助机使用", f"最近 {_DAYS} 天，所有自助机合在一起；只有次数，没有任何人。"
                       "停在哪一步的人多，就去看看那一步难在哪里。")
    listing("usage").set_content(table(_COLUMNS, tuple(use_row(one) for one in uses),
                                       "还没有统计。自助机每小时送一次。"))  # fmt: skip


PAGE = DeskPage(path="/usage", title="自助机使用", menu="自助机使用", place=64, body=_body)
