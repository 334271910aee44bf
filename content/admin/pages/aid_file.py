"""帮扶档案, one: the person, the plan, what was done, and how it goes on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from content.admin.aiding import (
    AIDING,
    Step,
    event_groups,
    file_groups,
    new_groups,
    open_file,
    owners_of,
    write_event,
    write_file,
)
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.entry_file import Button, Fact, FileForm, facts_card, history, history_table, teller, typed_entry
from content.admin.evidence import evidence_drop
from content.admin.fields import Typed
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.media_serving import attachment_path
from content.admin.parts import DeskPage
from content.admin.persons import tell
from content.admin.plan_printing import printer
from content.admin.voiding import VoidDialog
from content.clock import calendar_day, local
from content.model.aid import AidEvent, AidFile, AidState
from content.model.codes import Channel
from content.model.ids import new_id
from content.reports.help_paper import HelpPaper
from content.store.database import Tables

_LABELS = {"state": "办到", "next_on": "下次联系", "outcome": "结果", "group": "类别", "paper": "证明",
           "owner": "负责人", "consented_at": "本人同意", "void": "作废"}  # fmt: skip
_SECRET = "（只有职业指导员和负责人看得到）"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    file: AidFile
    plan: str
    chain: tuple[AidFile, ...]
    events: tuple[tuple[AidEvent, str], ...]
    papers: dict[str, str]
    names: dict[str, str]
    owners: dict[str, str]


def _look(tables: Tables, root: str) -> _View | None:
    file = tables.aid_files.get(root)
    if file is None:
        return None
    owners = owners_of(tables)
    names = {one.id: one.name for one in tables.staff.all()}
    events = tuple((one, tables.aid_events.open(one, "words")) for one in tables.aid_events.of_file(root))
    return _View(file=file, plan=tables.aid_files.open(file, "plan"), chain=tables.aid_files.chain(root), names=names,
                 events=events, papers=_papers(tables, file),
                 owners=owners | {file.owner: names.get(file.owner, file.owner)})  # fmt: skip


def _papers(tables: Tables, file: AidFile) -> dict[str, str]:
    """Return what can be chosen as evidence: the papers of the file, and those of the person's placements."""
    found = {one.id: f"附件 {local(one.added_at):%Y-%m-%d %H:%M}"
             for one in tables.attachments.of("aid_file", file.root) if one.removed_at is None}  # fmt: skip
    return found | {one.evidence: f"就业登记 {one.started_on} 的证明"
                    for one in tables.placements.of_person(file.person_index) if one.evidence}  # fmt: skip


def _facts(view: _View, reads: bool) -> tuple[Fact, ...]:
    one = view.file
    agreed = "还没有问过" if one.consented_at is None else (
        f"{local(one.consented_at):%Y-%m-%d %H:%M}（{one.consent_version}）")  # fmt: skip
    ended = f"{one.closed_on} {one.outcome.label}" if one.outcome is not None else "还没有结案"
    return (("谁", one.name.mask), ("属于哪类", f"{one.group.label}，{one.paper.label}"), ("单独同意", agreed),
            ("谁负责", view.names.get(one.owner, one.owner)), ("办到哪一步", one.state.label),
            ("下次联系", one.next_on.isoformat() if one.next_on is not None else "—"), ("结果", ended),
            ("帮扶计划", (view.plan or "还没有写") if reads else _SECRET))  # fmt: skip


def _event_rows(view: _View, reads: bool) -> tuple[Row, ...]:
    return tuple(Row(id=one.root, deeds=(Do(word="作废", deed="void"),) * reads, cells=(
        Cell(text=one.day.isoformat(), look="num"),
        Cell(text=one.deed.label, look="main", flags=(Flag(word="有证明", tone="good"),) * bool(one.evidence),
             href=attachment_path(one.evidence) if one.evidence else ""),
        Cell(text=words if reads else _SECRET), Cell(text=one.channel.label),
        Cell(text=view.names.get(one.entered_by, one.entered_by)),
    )) for one, words in view.events)  # fmt: skip


class _File:
    """The open file."""

    def __init__(self, desk: Desk, view: _View) -> None:
        self._desk, self._view, self._acts = desk, view, desk.may(AIDING)
        self._root = view.file.root
        self._place = ui.html("").classes("w-full").mark("file")
        if self._acts:
            teller(desk, lambda: tell(lambda tables: tables.aid_files, self._root, "aid_file", desk.parts.keys,
                                      desk.now()), AIDING)  # fmt: skip
            printer(desk, "aid_file", lambda: self._root, self._paper, AIDING)
            self._forms = ui.element("div").classes("w-full")
            ui.label("传证明").classes("section")
            evidence_drop(desk, "aid_file", self._root, lambda _key: lambda _tables, _staff: None, AIDING,
                          lambda: self._again("event", "file"))  # fmt: skip
        ui.label("做过什么").classes("section")
        voiding = VoidDialog(desk, lambda tables: tables.aid_events, "aid_event", AIDING,
                             lambda: self._again("event", "file"))  # fmt: skip
        self._log = listing("events", voiding.ask if self._acts else None)
        ui.label("档案的经过").classes("section")
        self._past = ui.html("").classes("w-full").mark("history")

    def _paper(self, tables: Tables) -> HelpPaper | None:
        view = _look(tables, self._root)
        if view is None or not view.plan:
            return None
        one = view.file
        return HelpPaper(title="一对一帮扶计划", name=tables.aid_files.open(one, "name"), goal="",
                         review_on=one.next_on, counsellor=view.names.get(one.owner, one.owner),
                         day=calendar_day(one.written_at),
                         steps=tuple(line.strip() for line in view.plan.splitlines() if line.strip()))  # fmt: skip

    def _write_file(self, values: dict[str, Any]) -> Step:
        return write_file(self._view.file, values, self._desk.now())

    def _write_event(self, values: dict[str, Any]) -> Step:
        return write_event(self._view.file, values, self._desk.now())

    async def _again(self, *kept: str) -> None:
        """Redraw after one form was saved; what is typed in the others stays."""
        typed = {name: self._open[name].form.typed() for name in kept if name in self._open}
        await self.show()
        for name, values in typed.items():
            if name in self._open:
                self._open[name].form.fill(values)

    def _place_forms(self) -> None:
        """Place both forms anew: what may follow, and which papers there are, changes with each step."""
        view, desk = self._view, self._desk
        self._forms.clear()
        self._open: dict[str, FileForm] = {}
        with self._forms:
            if view.file.state is not AidState.CLOSED and not view.file.void:
                groups = event_groups(view.file.state, view.papers)
                today = calendar_day(desk.now()).isoformat()
                values: dict[str, Typed] = {"day": today, "channel": Channel.PHONE.value, "evidence": "",
                                            "state": view.file.state.value, "outcome": ""}  # fmt: skip
                self._open["event"] = FileForm(desk, groups, values, AIDING, (
                    Button(word="记一次帮扶", marker="note", work=self._write_event, said="记下了。", look="first"),
                ), lambda: self._again("file"), "往下办")  # fmt: skip
            own = file_groups(view.owners, view.papers)
            typed = typed_entry(own, view.file, plan=view.plan, consented=view.file.consented_at is not None)
            self._open["file"] = FileForm(desk, own, typed, AIDING, (
                Button(word="保存档案和计划", marker="save", work=self._write_file, said="档案已保存。", look="brand"),
            ), lambda: self._again("event"), "档案")  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: _look(tables, self._root))
        if view is None:
            return
        self._view = view
        self._place.set_content(facts_card(_facts(view, self._acts)))
        self._log.set_content(table(("日期", "做了什么", "内容", "怎么联系的", "谁"), _event_rows(view, self._acts),
                                    "还没有记过。先联系一次，了解生活和就业困难。"))  # fmt: skip
        self._past.set_content(history_table(history(view.chain, _LABELS, view.names)))
        if self._acts:
            self._place_forms()


async def _new(desk: Desk) -> None:
    head("建帮扶档案", "先问本人同不同意。人要登记过求职，用小票上的回执号。")
    owners = await desk.ask(owners_of)
    own = desk.staff.id if desk.staff.id in owners else ""
    typed: dict[str, Typed] = {"receipt": desk.named("receipt"), "channel": Channel.WINDOW.value, "owner": own}
    root = new_id(desk.now())

    async def opened() -> None:
        desk.go(f"/aid/{root}")

    FileForm(desk, new_groups(owners), typed, AIDING, (
        Button(word="建档", marker="save", work=lambda values: open_file(values, root, desk.parts.keys, desk.now()),
               said="档案建好了，接着写计划。", look="first"),
    ), opened)  # fmt: skip


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    if wanted == "new" and desk.may(AIDING):
        await _new(desk)
        return
    view = await desk.ask(lambda tables: _look(tables, wanted))
    if view is None:
        not_there("这份帮扶档案", "帮扶档案")
        return
    head("帮扶档案", "每次联系都记一笔，填好下次什么时候；结案要写结果，再就业要有证明。")
    await _File(desk, view).show()


PAGE = DeskPage(path="/aid/{id}", title="帮扶档案", roles=LEDGER_READING, body=_body)
