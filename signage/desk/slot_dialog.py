"""The dialog in which one line of the 节目单 is written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, time
from typing import Any

from nicegui import ui

from content.admin.controls import action
from content.model.programme import SCENES
from content.model.programme_plan import DAWN, EVERY_DAY, ZONES, PlannedSlot
from content.rules.programme_plan import LONGEST_TEXT, LONGEST_TITLE, MOST_WEIGHT, WORDED

_DAYS = {day: f"周{name}" for day, name in zip(EVERY_DAY, "一二三四五六日", strict=True)}
_DAWN_END = time(8)


def offered(paintable: frozenset[str]) -> dict[str, str]:
    """Return the kinds of scene a line can be of, by their key."""
    return {key: kind.label for key, kind in SCENES.items() if key in paintable and key != "emergency"}


def _clock(value: object) -> time | None:
    text = str(value or "").strip()
    return time.fromisoformat(text) if text else None


def _day(value: object) -> date | None:
    text = str(value or "").strip()
    return date.fromisoformat(text) if text else None


class SlotDialog:
    """Opened with a line, or with a new one; `on_done` gets what was written."""

    def __init__(self, scenes: Mapping[str, str], screens: Mapping[str, str], zones: tuple[str, ...],
                 on_done: Callable[[PlannedSlot], Awaitable[None]]) -> None:  # fmt: skip
        self._on_done = on_done
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._heading = ui.label("").classes("title")
            self._scene = ui.select(dict(scenes), label="放什么", on_change=self._chosen).props("outlined")
            self._scene.mark("slot-scene")
            self._about = ui.label("").classes("sub")
            self._weight = ui.select(list(range(1, MOST_WEIGHT + 1)), label="每轮几次").props("outlined")
            self._weight.mark("slot-weight")
            with ui.element("div").classes("grid"):
                self._start = self._small("几点起（空着是全天）", "time", "slot-start")
                self._end = self._small("到几点", "time", "slot-end")
                self._first = self._small("从哪天", "date", "slot-first")
                self._last = self._small("到哪天（当天也放）", "date", "slot-last")
            with ui.element("div").classes("tabs"):
                action("黎明 4:30—8:00", lambda: self._hours(DAWN, _DAWN_END), "dawn")
                action("全天", lambda: self._hours(None, None), "whole-day")
            self._weekdays = self._many(_DAYS, "星期几", "slot-days")
            self._zones = self._many({one: one for one in (*ZONES, *(one for one in zones if one not in ZONES))},
                                     "哪些区（不选就是每个区）", "slot-zones")  # fmt: skip
            self._screens = self._many(dict(screens), "哪些屏（不选就是每块屏）", "slot-screens")
            with ui.element("div").classes("form") as self._words:
                self._title = ui.input("自己写的标题").props(f"outlined maxlength={LONGEST_TITLE} counter")
                self._title.mark("slot-title")
                self._text = ui.textarea("自己写的内容").props(f"outlined autogrow maxlength={LONGEST_TEXT} counter")
                self._text.mark("slot-text")
            self._wrong = ui.label("").classes("note")
            with ui.element("div").classes("foot"):
                action("好", self._done, "slot-done", "first")
                action("取消", self._dialog.close)

    @staticmethod
    def _small(label: str, kind: str, marker: str) -> ui.input:
        return ui.input(label).props(f"outlined stack-label type={kind}").classes("w6").mark(marker)

    @staticmethod
    def _many(options: dict[Any, str], label: str, marker: str) -> ui.select:
        return ui.select(options, multiple=True, label=label).props("outlined use-chips").mark(marker)

    def _chosen(self) -> None:
        scene = str(self._scene.value or "")
        self._about.set_text(SCENES[scene].about if scene in SCENES else "")
        self._words.set_visibility(scene in WORDED)

    def _hours(self, start: time | None, end: time | None) -> None:
        self._start.set_value(f"{start:%H:%M}" if start else "")
        self._end.set_value(f"{end:%H:%M}" if end else "")

    def open(self, heading: str, slot: PlannedSlot) -> None:
        """Show a line to be written."""
        self._heading.set_text(heading)
        known = slot.scene in self._scene.options
        self._scene.set_value(slot.scene if known else None)
        self._weight.set_value(slot.weight if 1 <= slot.weight <= MOST_WEIGHT else 1)
        self._hours(slot.start, slot.end)
        self._first.set_value(slot.first_day.isoformat() if slot.first_day else "")
        self._last.set_value(slot.last_day.isoformat() if slot.last_day else "")
        self._weekdays.set_value(list(slot.weekdays))
        self._zones.set_value([one for one in slot.zones if one in self._zones.options])
        self._screens.set_value([one for one in slot.screens if one in self._screens.options])
        self._title.set_value(slot.title)
        self._text.set_value(slot.text)
        self._wrong.set_text("")
        self._chosen()
        self._dialog.open()

    def written(self) -> PlannedSlot:
        """Return the line as it is written; ValueError with what to do when it is none."""
        scene = str(self._scene.value or "")
        if not scene:
            raise ValueError("请先选放什么。")
        try:
            start, end = _clock(self._start.value), _clock(self._end.value)
            first, last = _day(self._first.value), _day(self._last.value)
        except ValueError:
            raise ValueError("时间写成 04:30，日期写成 2026-11-30。") from None
        worded = scene in WORDED
        return PlannedSlot(
            scene=scene, weight=int(self._weight.value or 1), start=start, end=end, first_day=first, last_day=last,
            weekdays=tuple(sorted(self._weekdays.value or ())), zones=tuple(self._zones.value or ()),
            screens=tuple(self._screens.value or ()), title=str(self._title.value or "").strip() if worded else "",
            text=str(self._text.value or "").strip() if worded else "",
        )  # fmt: skip

    async def _done(self) -> None:
        try:
            slot = self.written()
        except ValueError as wrong:
            self._wrong.set_text(str(wrong))
            return
        self._dialog.close()
        await self._on_done(slot)
