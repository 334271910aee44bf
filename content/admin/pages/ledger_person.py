"""One person of 求职台账: every registration and what was put right since; two records of one person merged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from nicegui import ui

from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.listing import Cell, Do, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.pages.ledger import row_of
from content.admin.parts import MOUNT, DeskPage
from content.admin.seeker_entry import ENTERING, MERGING, merge_persons
from content.admin.sheets_ledger import trade_names
from content.clock import local
from content.errors import ContentError
from content.model.ledgers import PersonMerge, SeekerLine
from content.model.places import TOWNSHIPS
from content.model.seekers import Correction, Seeker
from content.rules.paper_registration import LONGEST_REASON, check_reason
from content.rules.people_figures import SEXES
from content.store.database import Tables
from content.store.records import Page

_LINES = ("回执号", "时间", "姓名", "证件号码", "电话", "想做的工种", "乡镇", "来自")
_CHANGES = ("什么时候", "原因", "改成", "谁")
_ALIKE = ("姓名", "证件号码", "电话", "性别和出生年", "乡镇", "最近来过")
_MERGES = ("什么时候", "做了什么", "原因", "谁")
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    members: tuple[Seeker, ...]  # the record that stands for the person first
    lines: tuple[SeekerLine, ...]
    changes: tuple[Correction, ...]
    merges: tuple[PersonMerge, ...]
    alike: tuple[Seeker, ...]
    names: dict[str, str]
    terminals: dict[str, str]


def _look(tables: Tables, seeker_id: str) -> _View | None:
    ids = tables.person_merges.members(seeker_id)
    members = tuple(one for key in ids if (one := tables.seekers.get(key)) is not None)
    if not members:
        return None
    lines, _ = tables.seeker_ledger.page(Page(filters=(("seeker", members[0].id),), limit=_MOST))
    alike = (tables.seekers.get(key) for key in tables.person_merges.alike(members[0].id))
    return _View(
        members=members, lines=lines, merges=tables.person_merges.of(members[0].id),
        changes=tuple(change for line in lines for change in tables.own_records.corrections_of(line.id)),
        alike=tuple(one for one in alike if one is not None),
        names={one.id: one.name for one in tables.staff.all()},
        terminals={one.id: one.name for one in tables.terminals.all()},
    )  # fmt: skip


def _change_rows(view: _View) -> Iterator[Row]:
    numbers = {line.id: line.number for line in view.lines}
    for one in view.changes:
        told = "，".join(filter(None, (
            trade_names(one.trades) or "意向不明确", "、".join(pay.label for pay in one.pay_wishes),
            one.start_wish.label,
            "、".join(skill.label for skill in one.skills), "换了电话" if not one.phone_kept else "")))  # fmt: skip
        yield Row(id=one.id, cells=(
            Cell(text=f"{local(one.occurred_at):%Y-%m-%d %H:%M}", small=numbers[one.registration_id], look="num"),
            Cell(text=one.reason, look="main"), Cell(text=told),
            Cell(text=view.names.get(one.corrected_by, "已离开的人"))))  # fmt: skip


def _person_cells(one: Seeker) -> tuple[Cell, ...]:
    return (
        Cell(text=one.name.mask, look="main", href=f"{MOUNT}/ledger/people/{one.id}"),
        Cell(text=one.id_number.mask, look="num"), Cell(text=one.phone.mask if one.phone else "—", look="num"),
        Cell(text=f"{SEXES.get(one.sex, '—')}，{one.birth_year}"), Cell(text=TOWNSHIPS.get(one.township_code, "—")),
        Cell(text=f"{local(one.last_seen_at):%Y-%m-%d}", look="num"),
    )  # fmt: skip


def _merge_rows(view: _View) -> Iterator[Row]:
    for one in view.merges:
        yield Row(id=one.id, cells=(
            Cell(text=f"{local(one.at):%Y-%m-%d %H:%M}", look="num"), Cell(text="拆开" if one.apart else "合并"),
            Cell(text=one.reason, look="main"), Cell(text=view.names.get(one.merged_by, "已离开的人"))))  # fmt: skip


class _Person:
    """The open page."""

    def __init__(self, desk: Desk, seeker_id: str) -> None:
        self._desk, self._id, self._kept = desk, seeker_id, ""
        self._edits, self._merges = desk.may(ENTERING), desk.may(MERGING)
        self._wanted: tuple[str, bool] = ("", False)
        with ui.element("div").classes("foot above"):
            self._guide = ui.link("职业指导", "").classes("act").mark("guidance")
            if self._edits:
                rights = ui.link("本人来办：查看、打印、更正、撤回同意", f"/ledger/people/{seeker_id}/rights")
                rights.classes("act").mark("rights")
        self._guide.set_visibility(False)
        ui.label("登记").classes("section")
        self._lines = listing("lines")
        ui.label("更正").classes("section")
        self._changes = listing("changes")
        ui.label("同一个人的档案").classes("section")
        self._members = listing("members", self._deed if self._merges else None)
        ui.label("可能是同一个人").classes("section")
        self._alike = listing("alike", self._deed if self._merges else None)
        ui.label("合并记录").classes("section")
        self._history = listing("merges")
        self._place_question()

    def _place_question(self) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("ask"):
            self._title = ui.label("").classes("title")
            ui.label("两份档案的登记都留着，以后算一个人。合错了还能拆开。").classes("sub")
            self._why = ui.input("凭什么说是（不是）同一个人").mark("merge-reason")
            self._why.props(f"outlined dense maxlength={LONGEST_REASON}")
            with ui.element("div").classes("foot"):
                action("确定", self._merged, "merge-sure", "first")
                action("取消", self._dialog.close)

    async def show(self) -> bool:
        """Ask again and redraw; say whether there is such a person."""
        view = await self._desk.ask(lambda tables: _look(tables, self._id))
        if view is None:
            return False
        self._kept = view.members[0].id
        if view.lines:
            self._guide.props(f'href="/guidance/{view.lines[0].id}"')
            self._guide.set_visibility(True)
        part, merge = Do(word="拆开", deed="part"), Do(word="合并到这位", deed="merge", hot=True)
        self._lines.set_content(table(_LINES, tuple(
            row_of(line, view.terminals, self._edits) for line in view.lines), "没有登记。"))  # fmt: skip
        self._changes.set_content(table(_CHANGES, tuple(_change_rows(view)), "没有更正过。"))
        self._members.set_content(table(_ALIKE, tuple(
            Row(id=one.id, cells=_person_cells(one), deeds=(part,) * (self._merges and place > 0))
            for place, one in enumerate(view.members)), ""))  # fmt: skip
        self._alike.set_content(table(_ALIKE, tuple(
            Row(id=one.id, cells=_person_cells(one), deeds=(merge,) * self._merges) for one in view.alike),
            "没有电话相同，或者姓名、性别、出生年都像的档案。"))  # fmt: skip
        self._history.set_content(table(_MERGES, tuple(_merge_rows(view)), "没有合并过。"))
        return True

    async def _deed(self, deed: str, other: str) -> None:
        self._wanted = (other, deed == "part")
        self._title.set_text("拆开这两份档案？" if deed == "part" else "这两份档案是同一个人？")
        self._why.set_value("")
        self._why.error = None
        self._dialog.open()

    async def _merged(self) -> None:
        reason, (other, apart) = str(self._why.value or "").strip(), self._wanted
        finding = check_reason(reason)
        if finding is not None:
            self._why.error = finding.sentence
            return
        try:
            await self._desk.change(merge_persons(self._kept, other, reason, self._desk.now(), apart), MERGING)
        except ContentError as error:
            self._desk.refuse(error)
            return
        self._dialog.close()
        self._desk.say("已拆开。" if apart else "已合并，两份档案的登记都在这里。")
        await self.show()


async def _body(desk: Desk) -> None:
    head("求职者档案", "登记、更正、合并都在这里，只增加，不改掉。姓名、证件和电话只显示一部分。")
    if not await _Person(desk, desk.named("id")).show():
        not_there("这个人的档案", "求职台账")


PAGE = DeskPage(path="/ledger/people/{id}", title="求职者档案", roles=LEDGER_READING, body=_body)
