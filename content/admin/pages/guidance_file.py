"""职业指导, one person: what they want, which jobs fit and why, what was advised, and the plan of R127."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nicegui import ui

from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.entry_file import Button, FileForm, facts_card
from content.admin.guiding import (
    GUIDING,
    PLANNING,
    Step,
    counsellors_of,
    guidance_groups,
    note_guidance,
    plan_groups,
    wish_words,
    write_plan,
)
from content.admin.listing import Cell, Do, Flag, Row, listing, table
from content.admin.login import LEDGER_READING
from content.admin.parts import DeskPage
from content.admin.plan_printing import printer
from content.admin.referring import refer_registered
from content.admin.self_tests import Tested, latest_test
from content.admin.voiding import VoidDialog
from content.admin.wording import pay_words
from content.clock import calendar_day, local
from content.errors import ContentError
from content.model.codes import Channel
from content.model.guidance import Guidance, GuidanceTopic, ServicePlan
from content.model.jobs import JobPost
from content.publishing.content import public_jobs
from content.reports.help_paper import HelpPaper
from content.rules.guidance import Wishing, fits
from content.rules.self_test import limits
from content.store.database import Tables

_MOST = 20  # jobs shown: more are not read
_REFER = "refer"
_SECRET = "（只有窗口和职业指导员看得到）"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    who: Wishing
    jobs: tuple[tuple[JobPost, tuple[str, ...], bool], ...]  # with the reasons, and whether referred already
    guided: tuple[tuple[Guidance, str], ...]
    plan: ServicePlan | None
    goal: str
    steps: str
    names: dict[str, str]
    counsellors: dict[str, str]
    tested: Tested | None  # of the kiosk's 职业小测


def _look(tables: Tables, registration_id: str, desk: Desk) -> _View | None:
    who = tables.guidance.registered(registration_id)
    if who is None:
        return None
    now = desk.now()
    found = fits(public_jobs(tables, now), who, calendar_day(now))[:_MOST]
    posts = ((tables.jobs.get(job.id), reasons) for job, reasons in found)
    jobs = tuple((post, reasons, tables.referrals.to_job(who.person_index, post.id) is not None)
                 for post, reasons in posts if post is not None)  # fmt: skip
    plan = next(iter(tables.plans.of_person(who.person_index)), None)
    return _View(
        who=who, jobs=jobs, plan=plan, counsellors=counsellors_of(tables),
        tested=latest_test(tables, desk.parts.keys, who.person_index),
        guided=tuple((one, tables.guidance.open(one, "words")) for one in tables.guidance.of_person(who.person_index)),
        goal=tables.plans.open(plan, "goal") if plan is not None else "",
        steps=tables.plans.open(plan, "steps") if plan is not None else "",
        names={one.id: one.name for one in tables.staff.all()},
    )  # fmt: skip


def _job_row(job: JobPost, reasons: tuple[str, ...], referred: bool, acts: bool) -> Row:
    done = (Flag(word="推荐过了", tone="calm"),) * referred
    deeds = (Do(word="推荐", deed=_REFER, hot=True),) if acts and not referred else ()
    return Row(id=job.id, deeds=deeds, cells=(
        Cell(text=f"{job.number} 号 {job.title}", look="main", flags=done), Cell(text=pay_words(job), look="num"),
        Cell(text="；".join(reasons)),
    ))  # fmt: skip


class _File:
    """The open person."""

    def __init__(self, desk: Desk, registration_id: str, view: _View) -> None:
        self._desk, self._id, self._view = desk, registration_id, view
        self._acts, self._plans = desk.may(GUIDING), desk.may(PLANNING)
        self._place = ui.html("").classes("w-full").mark("file")
        ui.label("合适的岗位，为什么").classes("section")
        self._jobs = listing("jobs", self._refer if self._acts else None)
        if self._acts:
            typed = {"day": calendar_day(desk.now()).isoformat(), "channel": Channel.WINDOW.value,
                     "topic": GuidanceTopic.FIRST.value}  # fmt: skip
            self._guide = FileForm(desk, guidance_groups(), typed, GUIDING, (
                Button(word="记下", marker="guide", work=self._note, said="指导记下了。", look="first"),
            ), self._guided, "谈一次")  # fmt: skip
        ui.label("谈过的").classes("section")
        voiding = VoidDialog(desk, lambda tables: tables.guidance, "guidance", GUIDING, self.show)
        self._past = listing("guided", voiding.ask if self._acts else None)
        if self._plans:
            self._plan = FileForm(desk, plan_groups(view.counsellors), self._plan_typed(), PLANNING, (
                Button(word="保存方案", marker="save-plan", work=self._write, said="方案已保存。", look="brand"),
            ), self.show, "长期帮的，写一份方案")  # fmt: skip
            printer(desk, "service_plan", lambda: self._view.plan.root if self._view.plan else "", self._paper,
                    PLANNING)  # fmt: skip

    def _plan_typed(self) -> dict[str, str | bool]:
        view, today = self._view, calendar_day(self._desk.now())
        own = self._desk.staff.id if self._desk.staff.id in view.counsellors else ""
        if view.plan is None:
            goal = f"职业小测 {view.tested.words}。" if view.tested is not None and view.tested.types else ""
            return {"counsellor": own, "day": today.isoformat(), "goal": goal}
        return {"counsellor": view.plan.counsellor, "day": view.plan.day.isoformat(), "goal": view.goal,
                "steps": view.steps, "review_on": view.plan.review_on.isoformat()}  # fmt: skip

    def _note(self, values: dict[str, Any]) -> Step:
        return note_guidance(self._id, values, self._desk.parts.keys, self._desk.now())

    def _write(self, values: dict[str, Any]) -> Step:
        return write_plan(self._id, self._view.plan, values, self._desk.parts.keys, self._desk.now())

    async def _guided(self) -> None:
        self._guide.form.fill({"words": ""})
        await self.show()

    async def _refer(self, deed: str, job_id: str) -> None:
        if deed != _REFER:
            return
        try:
            made = await self._desk.change(
                refer_registered(self._id, job_id, self._desk.parts.keys, self._desk.now()), GUIDING)  # fmt: skip
        except ContentError as error:
            self._desk.refuse(error)
            await self.show()
            return
        self._desk.go(f"/referrals/{made.root}")

    def _paper(self, tables: Tables) -> HelpPaper | None:
        view = _look(tables, self._id, self._desk)
        if view is None or view.plan is None:
            return None
        plan = view.plan
        return HelpPaper(
            title="个性化就业服务方案", name=tables.plans.open(plan, "name"), goal=view.goal, day=plan.day,
            counsellor=view.names.get(plan.counsellor, plan.counsellor), review_on=plan.review_on,
            steps=tuple(line.strip() for line in view.steps.splitlines() if line.strip()),
            jobs=tuple(f"{job.number} 号 {job.title}：{'；'.join(reasons)}" for job, reasons, _ in view.jobs[:5]),
        )  # fmt: skip

    async def show(self) -> None:
        """Ask again and redraw."""
        view = await self._desk.ask(lambda tables: _look(tables, self._id, self._desk))
        if view is None:
            return
        self._view, who = view, view.who
        unsure = "意向不确定：先请本人做职业小测（自助机“职业小测”），再谈" if who.wish.unsure else "说得清"
        if view.tested is not None:
            unsure = "意向不确定：照小测的结果谈" if who.wish.unsure else unsure
        tested = "没有做过，或者做的时候没有刷证" if view.tested is None else f"{view.tested.words}。{limits()}"
        able = "、".join(one.label for one in (*who.wish.skills, *who.wish.certificates)) or "没有勾"
        self._place.set_content(facts_card((
            ("谁", who.name_mask), ("想要什么", wish_words(who.wish)), ("会做的、有的证", able), ("意向", unsure),
            ("职业小测", tested if self._acts else _SECRET),
            ("说的时候", f"{local(who.said_at):%Y-%m-%d %H:%M}"))))  # fmt: skip
        self._jobs.set_content(table(("岗位", "工钱", "为什么合适（可以照着念）"), tuple(
            _job_row(job, reasons, referred, self._acts) for job, reasons, referred in view.jobs),
            "大厅里现在没有合适的岗位。来了新的，会在“该打电话的”里提醒。"))  # fmt: skip
        self._past.set_content(table(("日期", "谈什么", "结果", "建议", "谁"), tuple(Row(
            id=one.root, deeds=(Do(word="作废", deed="void"),) * self._acts, cells=(
            Cell(text=one.day.isoformat(), look="num"), Cell(text=one.topic.label, look="main"),
            Cell(text=one.result.label, small=one.channel.label), Cell(text=words if self._acts else _SECRET),
            Cell(text=view.names.get(one.entered_by, one.entered_by)))) for one, words in view.guided),
            "还没有谈过。"))  # fmt: skip


async def _body(desk: Desk) -> None:
    wanted = desk.named("id")
    view = await desk.ask(lambda tables: _look(tables, wanted, desk))
    if view is None:
        not_there("这位求职者", "职业指导")
        return
    head("职业指导", "看本人想干什么，合适的岗位照着念；谈完记一句建议。要长期帮的，写一份方案打给本人。")
    await _File(desk, wanted, view).show()


PAGE = DeskPage(path="/guidance/{id}", title="职业指导", roles=LEDGER_READING, body=_body)
