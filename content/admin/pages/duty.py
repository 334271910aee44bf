"""What a figure of 今日工作 counts, record by record, with the clause that asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from nicegui import ui

from content.admin.cadence import duties
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.figures import EXPIRING, SOON, month_of, week_of
from content.admin.listing import Cell, Row, listing, table
from content.admin.parts import MOUNT, DeskPage
from content.clock import calendar_day, local
from content.rules.cadence import Duty, DutyState, month_days
from content.store.database import Tables

_MOST = 200
_NOT_NEW = " · 同样的岗位不久前发过，不算新增"


def _row(path: str, title: str, at: datetime | None, words: str = "") -> Row:
    return Row(id=path, cells=(
        Cell(text=title, look="main", href=f"{MOUNT}{path}", small=words),
        Cell(text=f"{local(at):%m-%d %H:%M}" if at else "—", look="num"),
    ))  # fmt: skip


def _policies(tables: Tables, now: datetime) -> tuple[Row, ...]:
    found = []
    for at, policy_id in tables.policies.updates_between(*week_of(now)):
        policy = tables.policies.get(policy_id)
        title = policy.title if policy else "已删除的政策"
        changed = policy is not None and policy.published_at is not None and policy.published_at < at
        found.append(_row(f"/policies/{policy_id}", title, at, "改过内容再发" if changed else "新发布"))
    return tuple(found)


def _jobs(tables: Tables, now: datetime) -> tuple[Row, ...]:
    jobs = tables.jobs.newly_shown(month_of(now)[0], _MOST)
    firms = tables.employers.names(job.employer_id for job in jobs)
    new = tables.jobs.added_between(*month_of(now))
    return tuple(_row(f"/jobs/{one.id}", f"{one.number} 号 {one.title}", one.published_at,
                      firms.get(one.employer_id, "") + _NOT_NEW * (one.id not in new)) for one in jobs)  # fmt: skip


def _courses(tables: Tables, now: datetime) -> tuple[Row, ...]:
    picked = tables.courses.picked_for(f"{calendar_day(now):%Y-%m}")
    return tuple(_row(f"/courses/{one.id}", one.name, one.published_at, one.mode.label) for one in picked)


def _articles(tables: Tables, now: datetime) -> tuple[Row, ...]:
    picked = tables.articles.picked_for(f"{calendar_day(now):%Y-%m}")
    return tuple(_row(f"/articles/{one.id}", one.title, one.published_at, one.topic.label) for one in picked)


def _fairs(tables: Tables, now: datetime) -> tuple[Row, ...]:
    first, last = month_days(calendar_day(now))
    return tuple(_row(f"/fairs/{one.id}", one.name, one.starts_at, one.theme.label)
                 for one in tables.fairs.around(*month_of(now))
                 if first <= calendar_day(one.starts_at) <= last)  # fmt: skip


def _expiring(tables: Tables, now: datetime) -> tuple[Row, ...]:
    jobs = tables.jobs.expiring(now, now + SOON)[:_MOST]
    firms = tables.employers.names(job.employer_id for job in jobs)
    return tuple(_row(f"/jobs/{one.id}", f"{one.number} 号 {one.title}", one.valid_until,
                      firms.get(one.employer_id, "")) for one in jobs)  # fmt: skip


_COUNTED: dict[str, tuple[Callable[[Tables, datetime], tuple[Row, ...]], str, str]] = {
    "policy_updates": (_policies, "发布时间", "本周还没有发布过新的或改过的政策。"),
    "new_jobs": (_jobs, "首次发布", "本月还没有新发布的岗位。"),
    "courses": (_courses, "首次发布", "本月还没有推荐课程。课程里选好“推荐到哪个月”，审核发布后就算。"),
    "article": (_articles, "首次发布", "本月还没有维权文章。文章里选好月份，审核发布后就算。"),
    "fair": (_fairs, "开始", "本月没有招聘会。"),
    EXPIRING: (_expiring, "到期", "三天内没有岗位到期。"),
}


def _tell(duty: Duty) -> None:
    late = duty.state is DutyState.OVERDUE
    with ui.element("div").classes("news wrong" if late else "news").mark("state"):
        ui.label(f"{duty.state.label}：{duty.sentence}").classes("said")


async def _body(desk: Desk) -> None:
    code, now = desk.named("code"), desk.now()
    if code not in _COUNTED:
        not_there("这一项", "今日工作")
        return
    counted, column, none = _COUNTED[code]

    def look(tables: Tables) -> tuple[Duty | None, tuple[Row, ...]]:
        return next((one for one in duties(tables, now) if one.code == code), None), counted(tables, now)

    duty, rows = await desk.ask(look)
    if duty is None:
        head("岗位 3 天内到期", "还招的延期，不招的撤下；到期的会自己下架。")
    else:
        head(f"{duty.span.label}{duty.label}：{duty.done} / {duty.needed}", duty.clause)
        _tell(duty)
    ui.label(f"列出前 {_MOST} 条" if len(rows) == _MOST else f"数的是这 {len(rows)} 条").classes("section")
    listing("counted").set_content(table(("记录", column), rows, none))


PAGE = DeskPage(path="/duties/{code}", title="今日工作", body=_body)
