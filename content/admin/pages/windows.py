"""窗口叫号: the windows, who waits for what, and the figures of the queue; from here a clerk sits down at one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from nicegui import background_tasks, ui

from content.admin.controls import head
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.pages.call_panel import STATES
from content.admin.parts import MOUNT, DeskPage
from content.admin.windows import ARRANGING, LOOKING
from content.admin.written import written
from content.clock import calendar_day
from content.errors import ContentError
from content.hubapi.board import queue_now, todays_windows
from content.model.tickets import QueueFigures
from content.rules.cadence import month_days
from content.store.database import Tables

_WINDOWS = ("窗口", "办什么", "时间", "今天谁值班", "现在办", "状态")
_QUEUE = ("办什么", "等候", "下一个", "窗口")
_NONE = "还没有窗口。请负责人点“加一个窗口”，发布一期后自助机开始取号。"
_WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    windows: tuple[Row, ...]
    queue: tuple[Row, ...]
    today: QueueFigures
    month: QueueFigures


def days_word(weekdays: tuple[int, ...]) -> str:
    """Return 周一到周五, 每天, or 周六、日."""
    days = sorted(weekdays)
    if len(days) == 7:
        return "每天"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"周{_WEEK[days[0] - 1]}到周{_WEEK[days[-1] - 1]}"
    return "周" + "、".join(_WEEK[day - 1] for day in days)


def _look(tables: Tables, now: datetime, arranges: bool) -> _View:
    day, events = calendar_day(now), todays_windows(tables, now)
    names = {one.id: one.name for one in tables.staff.all()}
    shifts = tables.roster.between(day, day)
    rows = []
    for one in tables.windows.all():
        here = tables.tickets.at_window(day, one.id)
        state, tone = STATES[events[one.id].deed if one.id in events else None]
        deeds = (Do(word="叫号", href=f"{MOUNT}/windows/{one.id}", hot=True),
                 *((Do(word="改", href=f"{MOUNT}/window-settings/{one.id}"),) if arranges else ()))  # fmt: skip
        rows.append(Row(id=one.id, deeds=deeds, cells=(
            Cell(text=f"{one.number} 号 {one.name}", look="main", href=f"{MOUNT}/windows/{one.id}"),
            Cell(text="、".join(matter.label for matter in one.matters)),
            Cell(text=one.hours, look="num", small=days_word(one.weekdays)),
            Cell(text="、".join(names.get(shift.staff_id, "") for shift in shifts if shift.window_id == one.id)
                 or "没有排班"),
            Cell(text=here.ticket.number if here is not None else "—", look="num"),
            Cell(flags=(Flag(word=state, tone=tone),)),
        )))  # fmt: skip
    queue = []
    for line in queue_now(tables, now).lines:
        waiting = tables.tickets.waiting(day, (line.matter,), limit=1)
        queue.append(Row(id=line.matter.value, cells=(
            Cell(text=line.matter.label, look="main"), Cell(text=f"{line.waiting} 人", look="num"),
            Cell(text=waiting[0].ticket.number if waiting else "—", look="num"),
            Cell(text="、".join(f"{number} 号" for number in line.windows),
                 flags=() if line.is_open else (Flag(word="现在不发号", tone="calm"),)),
        )))  # fmt: skip
    return _View(windows=tuple(rows), queue=tuple(queue), today=tables.tickets.figures(day, day),
                 month=tables.tickets.figures(*month_days(day)))  # fmt: skip


class _Room:
    """The open page; it looks again whenever something moves in the queue."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._arranges = desk, desk.may(ARRANGING)
        head("窗口叫号", "到哪个窗口坐，就点哪一行的“叫号”。屏上和喇叭里只报号码，不报姓名。",
             ("加一个窗口", "/window-settings/new") if self._arranges else None)  # fmt: skip
        self._windows = listing("windows")
        ui.label("等候").classes("section")
        self._queue = listing("queue")
        ui.label("数字").classes("section")
        self._figures = ui.html("").classes("w-full").mark("figures")
        board, client = desk.parts.board, ui.context.client
        if board is not None:
            client.on_delete(board.listen(lambda: background_tasks.create(self._again(), name="windows")))

    async def show(self) -> None:
        """Ask again and redraw."""
        now = self._desk.now()
        view = await self._desk.ask(lambda tables: _look(tables, now, self._arranges))
        self._windows.set_content(table(_WINDOWS, view.windows, _NONE))
        self._queue.set_content(table(_QUEUE, view.queue, "有了窗口，这里按办什么列出谁在等。"))
        self._figures.set_content(written("queue_figures.html", spans=(("今天", view.today), ("本月", view.month))))

    async def _again(self) -> None:
        try:
            if not self._windows.is_deleted:
                await self.show()
        except ContentError:
            return  # the session is over; the next page says so


async def _body(desk: Desk) -> None:
    await _Room(desk).show()


PAGE = DeskPage(path="/windows", title="窗口叫号", menu="窗口叫号", place=70, body=_body, roles=LOOKING,
                count=lambda tables, now: sum(tables.tickets.waiting_counts(calendar_day(now)).values()))  # fmt: skip
