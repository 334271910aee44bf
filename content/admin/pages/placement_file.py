"""就业, one: where and since when somebody works, and the paper that shows it (R130)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.employer_choice import offer_employers
from content.admin.entry_file import Button, Fact, FileForm, facts_card, history, history_table, teller, typed_entry
from content.admin.evidence import evidence_drop
from content.admin.login import LEDGER_READING
from content.admin.media_serving import attachment_path
from content.admin.parts import DeskPage
from content.admin.persons import HELPING, tell
from content.admin.referring import Step, blank_placement, placement_groups, prove_placement, write_placement
from content.clock import local
from content.model.referrals import Placement
from content.store.database import Tables

_LABELS = {"employer_id": "单位", "started_on": "上岗", "channel": "怎么知道的", "evidence": "证明", "void": "作废"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    file: Placement
    chain: tuple[Placement, ...]
    names: dict[str, str]
    firm: str


def _look(tables: Tables, root: str) -> _View | None:
    file = tables.placements.get(root)
    return None if file is None else _view(tables, file)


def _view(tables: Tables, file: Placement) -> _View:
    firm = tables.employers.names((file.employer_id,)).get(file.employer_id, "—")
    return _View(file=file, chain=tables.placements.chain(file.root), firm=firm,
                 names={one.id: one.name for one in tables.staff.all()})  # fmt: skip


def _begun(tables: Tables, desk: Desk) -> _View | None:
    referral = tables.referrals.get(desk.named("referral"))
    if referral is None:
        return None
    job = tables.jobs.get(referral.job_id)
    blank = blank_placement(referral, job.employer_id if job is not None else "", desk.staff, desk.now())
    return _view(tables, blank)


def _facts(view: _View) -> tuple[Fact, ...]:
    one = view.file
    who = view.names.get(one.entered_by, one.entered_by)
    return (("谁", one.name.mask), ("用工单位", view.firm), ("上岗", one.started_on.isoformat()),
            ("怎么知道的", one.channel.label), ("证明", "有" if one.evidence else "还没有，没有证明不计入新增就业"),
            ("登记", f"{local(one.entered_at):%Y-%m-%d %H:%M}，{who}"))  # fmt: skip


class _File:
    """The open 就业."""

    def __init__(self, desk: Desk, view: _View, stored: bool) -> None:
        self._desk, self._view, self._stored = desk, view, stored
        self._acts = desk.may(HELPING)
        self._place = ui.html("").classes("w-full").mark("file")
        self._paper = ui.link("看证明", "").classes("act quiet")

    async def open(self) -> None:
        """Place the form and what goes with it."""
        desk, file = self._desk, self._view.file
        if self._acts:
            if self._stored:
                teller(desk, lambda: tell(lambda tables: tables.placements, file.root, "placement", desk.parts.keys,
                                          desk.now()), HELPING)  # fmt: skip
            save = Button(word="保存", marker="save", work=self._work, said="就业已记下，请传证明。", look="first")
            self._form = FileForm(desk, placement_groups(), typed_entry(placement_groups(), file), HELPING, (save,),
                                   self._kept, "哪天到哪里上岗")  # fmt: skip
            await offer_employers(desk, self._form.form.part("employer_id"), file.employer_id)
            if self._stored:
                ui.label("证明").classes("section")
                evidence_drop(desk, "placement", file.root, partial(self._proved, file.root), HELPING, self.show)
        ui.label("经过").classes("section")
        self._past = ui.html("").classes("w-full").mark("history")
        await self.show()

    def _proved(self, root: str, key: str) -> Any:
        return prove_placement(root, key, self._desk.now())

    def _work(self, values: dict[str, Any]) -> Step:
        return write_placement(self._view.file, self._stored, values, self._desk.now())

    async def _kept(self) -> None:
        if self._stored:
            await self.show()
        else:
            self._desk.go(f"/placements/{self._view.file.root}")

    async def show(self) -> None:
        """Ask again and redraw."""
        if self._stored:
            root = self._view.file.root
            found = await self._desk.ask(lambda tables: _look(tables, root))
            self._view = found if found is not None else self._view
        view = self._view
        self._place.set_content(facts_card(_facts(view)))
        self._past.set_content(history_table(history(view.chain, _LABELS, view.names)))
        self._paper.set_visibility(bool(view.file.evidence))
        self._paper.props(f'href="{attachment_path(view.file.evidence)}"')
        if self._acts and self._stored:
            self._form.form.fill({"reason": "", "void": view.file.void})


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    stored = wanted != "new"
    view = await desk.ask(lambda tables: _look(tables, wanted) if stored else _begun(tables, desk))
    if view is None or not (stored or desk.may(HELPING)):
        not_there("这条就业登记", "推荐与就业")
        return
    head("就业登记" if stored else "记就业",
         "上岗了记在这里。有证明（合同、工资单、单位证明）才计入新增就业，一年一个人只算一次。")  # fmt: skip
    await _File(desk, view, stored).open()


PAGE = DeskPage(path="/placements/{id}", title="就业登记", roles=LEDGER_READING, body=_body)
