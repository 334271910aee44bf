"""推荐, one: the consent, the talk with the firm, the confirmation, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from nicegui import ui

from content.admin.controls import action, head, not_there
from content.admin.desk import Desk
from content.admin.entry_file import Button, Fact, FileForm, facts_card, history, history_table, teller, typed_entry
from content.admin.fields import Typed, values_of
from content.admin.form import Form
from content.admin.login import LEDGER_READING
from content.admin.parts import DeskPage
from content.admin.persons import HELPING, tell
from content.admin.referring import (
    Step,
    new_referral_groups,
    refer_typed,
    referral_groups,
    write_referral,
)
from content.clock import local
from content.errors import ContentError
from content.model.referrals import Referral, ReferralOutcome
from content.store.database import Tables

_LABELS = {"day": "日子", "consented_at": "本人同意", "contacted_at": "和单位联系", "confirmed_at": "确认",
           "outcome": "结果", "placed_on": "上岗", "worked_until": "最后一天", "outsourced": "劳务外包",
           "void": "作废"}  # fmt: skip
_WORKED = (ReferralOutcome.PLACED, ReferralOutcome.SOME_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    file: Referral
    chain: tuple[Referral, ...]
    names: dict[str, str]
    job_title: str
    placed: str  # root of the placement, "" for none


def _look(tables: Tables, root: str) -> _View | None:
    file = tables.referrals.get(root)
    if file is None:
        return None
    job = tables.jobs.get(file.job_id)
    placed = next((one.root for one in tables.placements.of_person(file.person_index)
                   if one.referral_id == root), "")  # fmt: skip
    return _View(file=file, chain=tables.referrals.chain(root), job_title=job.title if job is not None else "",
                 names={one.id: one.name for one in tables.staff.all()}, placed=placed)  # fmt: skip


def _facts(view: _View) -> tuple[Fact, ...]:
    one, who = view.file, view.names
    sure = "还没有" if one.confirmed_at is None else (
        f"{who.get(one.confirmed_by, one.confirmed_by)}，{local(one.confirmed_at):%Y-%m-%d %H:%M}")  # fmt: skip
    agreed = "还没有问过" if one.consented_at is None else (
        f"{local(one.consented_at):%Y-%m-%d %H:%M} 同意告诉“{one.employer_name}”（{one.consent_version}）")  # fmt: skip
    spoken = "还没有" if one.contacted_at is None else (
        f"{local(one.contacted_at):%Y-%m-%d %H:%M}，{who.get(one.contacted_by, one.contacted_by)}")  # fmt: skip
    return (("谁", one.name.mask), ("岗位", f"{one.job_number} 号 {view.job_title}"),
            ("单位", one.employer_name or "—"),
            ("从哪来", f"{one.source.label} {one.number}".strip()), ("本人同意", agreed), ("和单位联系", spoken),
            ("确认", sure), ("结果", one.outcome.label),
            ("登记", f"{local(one.entered_at):%Y-%m-%d %H:%M}，{who.get(one.entered_by, one.entered_by)}"))  # fmt: skip


class _File:
    """The open 推荐."""

    def __init__(self, desk: Desk, view: _View) -> None:
        self._desk, self._view = desk, view
        self._acts = desk.may(HELPING)
        self._place = ui.html("").classes("w-full").mark("file")
        if self._acts:
            teller(desk, lambda: tell(lambda tables: tables.referrals, self._view.file.root, "referral",
                                      desk.parts.keys, desk.now()), HELPING)  # fmt: skip
            groups = referral_groups(view.file.employer_name or "这家单位")
            buttons = (
                Button(word="确认推荐", marker="confirm", work=partial(self._work, True), said="已确认，这条算数了。",
                       look="first"),
                Button(word="保存", marker="save", work=partial(self._work, False), said="已记下。", look="brand"),
            )  # fmt: skip
            self._form = FileForm(desk, groups, _typed(view.file), HELPING, buttons, self.show,
                                   "确认和回访")  # fmt: skip
            self._placement = action("记就业", self._employ, "employ")
        ui.label("经过").classes("section")
        self._past = ui.html("").classes("w-full").mark("history")

    def _work(self, confirm: bool, values: dict[str, Any]) -> Step:
        return write_referral(self._view.file, values, confirm, self._desk.now())

    def _employ(self) -> None:
        placed = self._view.placed
        self._desk.go(f"/placements/{placed}" if placed else f"/placements/new?referral={self._view.file.root}")

    async def show(self) -> None:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: _look(tables, self._view.file.root))
        if view is None:
            return
        self._view = view
        self._place.set_content(facts_card(_facts(view)))
        self._past.set_content(history_table(history(view.chain, _LABELS, view.names)))
        if self._acts:
            self._form.form.fill(_typed(view.file))
            self._form.places["confirm"].set_visibility(view.file.confirmed_at is None)
            self._placement.set_visibility(view.file.outcome in _WORKED and not view.file.void)


def _typed(one: Referral) -> dict[str, Typed]:
    groups = referral_groups(one.employer_name)
    return typed_entry(groups, one, consented=one.consented_at is not None)


def _new(desk: Desk) -> None:
    head("记一次推荐", "窗口、电话、网上推荐的在这里记。人要先登记过，用小票上的回执号；证件号码不用输。")
    form = Form(new_referral_groups(), {"channel": "window"})

    async def keep() -> None:
        values, wrong = values_of(new_referral_groups(), form.typed())
        form.show(wrong)
        if wrong:
            return
        try:
            made = await desk.change(refer_typed(values, desk.parts.keys, desk.now()), HELPING)
        except ContentError as error:
            desk.refuse(error)
            return
        desk.go(f"/referrals/{made.root}")

    with ui.element("div").classes("bar"):
        action("下一步：问本人、问单位", keep, "save", "first")


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    if wanted == "new" and desk.may(HELPING):
        _new(desk)
        return
    view = await desk.ask(lambda tables: _look(tables, wanted))
    if view is None:
        not_there("这条推荐", "推荐与就业")
        return
    head(f"推荐 {view.file.job_number} 号岗位", "先和单位联系，问本人同不同意把姓名告诉这家，再确认。改过的都留着。")
    await _File(desk, view).show()


PAGE = DeskPage(path="/referrals/{id}", title="推荐与就业", roles=LEDGER_READING, body=_body)
