"""One service window's settings: its number, what it serves and when; the kiosks learn them with the next edition."""

from __future__ import annotations

from nicegui import ui

from content.admin.controls import Sure, action, head, not_there
from content.admin.desk import Desk
from content.admin.parts import DeskPage
from content.admin.windows import ARRANGING, keep_window
from content.errors import ContentError
from content.model.ids import new_id
from content.model.tickets import ServiceWindow, TicketMatter
from content.rules.windows import hours_of, written_hours

_WEEK = "一二三四五六日"
_USUAL = "08:30-12:00 14:00-17:30"


class _Form:
    """The open form."""

    def __init__(self, desk: Desk, window: ServiceWindow | None, number: int) -> None:
        self._desk, self._stored = desk, window
        self._window = window or ServiceWindow(
            id=new_id(desk.now()), number=number, name="综合服务窗口", matters=(), hours=_USUAL,
            weekdays=(1, 2, 3, 4, 5))  # fmt: skip
        with ui.element("div").classes("form"), ui.element("section").classes("group"):
            with ui.element("div").classes("grid"):
                self._number = self._text("窗口号 *", str(self._window.number), "number", "w2")
                self._name = self._text("名称 *", self._window.name, "name", "w4")
                self._hours = self._text("时间 *", self._window.hours, "hours", "w6")
            ui.label("办什么 *").classes("group-name")
            self._matters = {matter: self._tick(matter.label, matter in self._window.matters, f"matter-{matter.value}")
                             for matter in TicketMatter}  # fmt: skip
            ui.label("星期几开 *").classes("group-name")
            self._weekdays = {day: self._tick(f"周{_WEEK[day - 1]}", day in self._window.weekdays, f"day-{day}")
                              for day in range(1, 8)}  # fmt: skip
            self._holidays = self._tick("法定节假日也开", self._window.on_holidays, "on-holidays")
        with ui.element("div").classes("foot"):
            action("保存", self._save, "save", "first")
            if window is not None:
                action("撤掉这个窗口", self._retire, "retire")
        self._sure = Sure("撤掉以后不再取号、叫号；以前的记录留着。", "撤掉")

    @staticmethod
    def _text(label: str, value: str, marker: str, width: str) -> ui.input:
        return ui.input(label=label, value=value).props("outlined").classes(width).mark(marker)

    @staticmethod
    def _tick(label: str, value: bool, marker: str) -> ui.checkbox:
        return ui.checkbox(label, value=value).mark(marker)

    def _typed(self, *, retired: bool) -> ServiceWindow:
        number = str(self._number.value or "").strip()
        spans, _ = hours_of(str(self._hours.value or ""))
        return ServiceWindow(
            id=self._window.id, number=int(number) if number.isdigit() else 0, name=str(self._name.value or "").strip(),
            matters=tuple(matter for matter, tick in self._matters.items() if tick.value),
            hours=written_hours(spans), weekdays=tuple(day for day, tick in self._weekdays.items() if tick.value),
            on_holidays=bool(self._holidays.value), retired=retired, version=self._window.version,
        )  # fmt: skip

    async def _save(self) -> None:
        await self._keep(retired=False)

    async def _retire(self) -> None:
        if await self._sure.ask(f"撤掉 {self._window.number} 号窗口？"):
            await self._keep(retired=True)

    async def _keep(self, *, retired: bool) -> None:
        expected = self._stored.version if self._stored is not None else None
        try:
            await self._desk.change(keep_window(self._typed(retired=retired), expected, self._desk.now()), ARRANGING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._desk.say("已保存。发布一期后自助机按新的来。")
        self._desk.go("/windows")


async def _body(desk: Desk) -> None:
    asked = desk.named("id")
    windows = await desk.ask(lambda tables: tables.windows.all())
    found = next((one for one in windows if one.id == asked), None)
    if found is None and asked != "new":
        not_there("这个窗口", "窗口叫号")
        return
    head(
        f"{found.number} 号窗口" if found is not None else "加一个窗口",
        "时间写成 08:30-12:00 14:00-17:30。时间以外自助机不发号，会说什么时候开；窗口提前开了，号也就发了。",
    )
    _Form(desk, found, max((one.number for one in windows), default=0) + 1)


PAGE = DeskPage(path="/window-settings/{id}", title="窗口叫号", roles=ARRANGING, body=_body)
