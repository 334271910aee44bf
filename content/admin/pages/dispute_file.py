"""维权, one: what it is about, every step with its day, the next step, and what was noted wrongly (R173, R174)."""

from __future__ import annotations

from datetime import date

from nicegui import ui

from content.admin.cases import ANSWERING, SEEING
from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.disputes import (
    DisputeFile,
    corrected,
    correction_groups,
    dispute_file,
    event_groups,
    event_of,
    keep_event,
)
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.pages.cases import TONES
from content.admin.parts import DeskPage
from content.admin.written import written
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.findings import Finding
from content.model.mediation import DisputeEvent, MediationDeed
from content.rules.consulting import entered_late
from content.rules.mediation import check_event
from content.rules.reply_words import check_reply

_COLUMNS = ("哪一天", "做了什么", "怎么说的", "谁记的")
_NOTHING: dict[str, Typed] = {"words": "", "reason": "", "void": False}


def _blank(file: DisputeFile, today: date) -> dict[str, Typed]:
    deed = MediationDeed.CONTACTED if file.events else MediationDeed.ACCEPTED
    return {"deed": deed.value, "referred_to": "", "day": today.isoformat(), "words": ""}


class _Room:
    """The open dispute."""

    def __init__(self, desk: Desk, file: DisputeFile) -> None:
        self._desk, self._file, self._id, self._acts = desk, file, file.case.id, desk.may(ANSWERING)
        self._card = ui.html("").classes("w-full").mark("file")
        with ui.element("div").classes("foot"):
            ui.link("看电话、写给本人的答复", f"/cases/{self._id}").classes("act quiet")
        ui.label("做过的").classes("section")
        self._place = listing("events", self._deed)
        if self._acts:
            ui.label("下一步").classes("section")
            self._form = Form(event_groups(), _blank(file, calendar_day(desk.now())))
            with ui.element("div").classes("foot"):
                action("记下", self._save, "save", "first")
            self._place_correction()

    def _place_correction(self) -> None:
        self._wanted: DisputeEvent | None = None
        with ui.dialog() as self._correction, ui.card().classes("ask wide"):
            self._corrected = Form(correction_groups(), _NOTHING)
            with ui.element("div").classes("foot"):
                action("更正", self._save_correction, "corrected", "first")
                action("取消", self._correction.close)

    async def show(self) -> None:
        """Ask again and redraw."""
        file = await self._desk.ask(lambda tables: dispute_file(tables, self._id))
        if file is None:
            return
        self._file, case = file, file.case
        self._card.set_content(written(
            "case.html", file=case, facts=file.facts, terminal=case.channel.label, tone=TONES[case.state],
            handler=file.names.get(case.handled_by, ""),
            received=f"{local(case.occurred_at):%Y-%m-%d %H:%M}"))  # fmt: skip
        self._place.set_content(table(_COLUMNS, tuple(self._row(one) for one in file.events),
                                      "还没有受理。先联系本人，问清楚了记“受理”。"))  # fmt: skip

    def _row(self, event: DisputeEvent) -> Row:
        flags = (Flag(word="补录", tone="calm"),) if entered_late(event.day, event.entered_at) else ()
        where = f"转到{event.referred_to.label}" if event.referred_to is not None else ""
        return Row(id=event.id, deeds=(Do(word="更正", deed="correct"),) * self._acts, cells=(
            Cell(text=event.day.isoformat(), look="num", flags=flags),
            Cell(text=event.deed.label, small=where, look="main"), Cell(text=event.words),
            Cell(text=self._file.names.get(event.entered_by, event.entered_by)),
        ))  # fmt: skip

    async def _keep(self, event: DisputeEvent) -> bool:
        try:
            await self._desk.change(keep_event(event, self._desk.now()), ANSWERING)
        except ContentError as error:
            self._desk.refuse(error)
            return False
        await self.show()
        return True

    async def _save(self) -> None:
        now = self._desk.now()
        values, wrong = values_of(event_groups(), self._form.typed())
        found = wrong
        if not wrong:
            event = event_of(self._id, values, self._desk.staff, now)
            found = check_event(event, self._file.events, calendar_day(now))
        self._form.show(found)
        if found:
            self._desk.warn(f"还有 {len(found)} 处要改，改好再记。填好的内容都还在。")
            return
        if await self._keep(event):
            self._form.fill(_blank(self._file, calendar_day(now)))
            self._desk.say("已记下。")

    async def _deed(self, name: str, row_id: str) -> None:
        self._wanted = next((one for one in self._file.events if one.id == row_id), None)
        if name == "correct" and self._wanted is not None:
            self._corrected.fill(_NOTHING | {"words": self._wanted.words})
            self._correction.open()

    async def _save_correction(self) -> None:
        if self._wanted is None:
            return
        values, wrong = values_of(correction_groups(), self._corrected.typed())
        found = list(wrong)
        for field in ("words", "reason"):
            text = str(values.get(field, ""))
            found += check_reply(field, text)
            if not text:
                found.append(Finding(field=field, sentence="请写一句，以后查起来有据。"))
        self._corrected.show(tuple(found))
        if not found and await self._keep(corrected(self._wanted, values, self._desk.staff, self._desk.now())):
            self._correction.close()
            self._desk.say("已更正，原来的登记留着。")


async def _body(desk: Desk) -> None:
    case_id = desk.named("id")
    file = await desk.ask(lambda tables: dispute_file(tables, case_id))
    if file is None:
        not_there("这件维权登记", "维权")
        return
    head(f"维权 {file.case.number}".strip(), "一步一步记，每步写哪一天、谁做了什么；调解不成的转劳动监察、仲裁或法院。")
    await _Room(desk, file).show()


PAGE = DeskPage(path="/disputes/{id}", title="维权", roles=SEEING, body=_body)
