"""Steps that reach the hall at once: the stage of a record, then the patch edition that carries it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from content.admin.alarm_presets import DECLARING, may_send
from content.admin.desk import Desk
from content.admin.login import EDITING, REVIEWING, NotAllowed
from content.clock import local
from content.edition.format import Manifest
from content.errors import StoreError
from content.model.audit import Action
from content.model.codes import Role, Stage, VerifyMethod
from content.model.editions import Emergency
from content.model.ids import new_id
from content.model.jobs import Employer, JobPost
from content.model.notices import PolicyNotice
from content.model.people import Staff
from content.store.database import Tables
from content.store.planned import PlannedEdition

# closing a job must not wait for a reviewer: the person on the phone does it
CLOSING = EDITING | REVIEWING


async def move_job(desk: Desk, job_id: str, stage: Stage) -> tuple[JobPost, bool]:
    """Mark a job 已招满 or 已撤下, or open to 招聘 again; the flag says whether a patch edition went out.

    The mark is stored first: should the patch fail, the next edition carries it.
    """

    def step(tables: Tables, staff: Staff) -> tuple[JobPost, bool]:
        stored = tables.jobs.get(job_id)
        if stage is Stage.APPROVED and (stored is None or stored.stage is not Stage.FILLED):
            # the only way to 已通过 beside the review: whoever may close a job may not approve one
            raise NotAllowed("只有“已招满”的岗位能恢复招聘，其他的请走审核。")
        moved = tables.jobs.set_stage(job_id, stage, staff.id, desk.now())
        return moved, moved.published_at is not None and tables.editions.highest() is not None

    job, shown = await desk.change(step, CLOSING)
    if shown:
        done = "恢复招聘" if stage is Stage.APPROVED else stage.label
        await _patch(desk, f"{job.number} 号岗位{done}")
    return job, shown


async def check_again(desk: Desk, job_id: str, how: VerifyMethod) -> tuple[JobPost, bool]:
    """Note a new check of a job (R110); the flag says whether a patch edition carries it to the hall."""

    def step(tables: Tables, staff: Staff) -> tuple[JobPost, bool]:
        checked = tables.jobs.checked_again(job_id, how, staff.id, desk.now())
        return checked, checked.published_at is not None and tables.editions.highest() is not None

    job, shown = await desk.change(step, EDITING)
    if shown:
        await _patch(desk, f"{job.number} 号岗位再核实")
    return job, shown


async def follow_suspension(desk: Desk, firm: Employer) -> bool:
    """Carry a firm's suspension, or its end, to the hall by a patch edition; says whether one went out."""
    if await desk.ask(lambda tables: tables.editions.highest()) is None:
        return False
    await _patch(desk, f"{firm.name}{'暂停招聘' if firm.suspended else '恢复招聘'}")
    return True


async def withdraw_policy(desk: Desk, policy_id: str) -> tuple[PolicyNotice, bool]:
    """Take a policy off; the flag says whether a patch edition went out."""

    def step(tables: Tables, staff: Staff) -> tuple[PolicyNotice, bool]:
        moved = tables.policies.set_stage(policy_id, Stage.WITHDRAWN, staff.id, desk.now())
        return moved, moved.published_at is not None and tables.editions.highest() is not None

    policy, shown = await desk.change(step, EDITING | REVIEWING)
    if shown:
        await _patch(desk, f"政策撤下：{policy.title}")
    return policy, shown


async def publish_now(desk: Desk, note: str = "") -> int:
    """Publish the next 期 and return its number."""
    return await _issue(desk, lambda staff: desk.parts.publisher.publish(staff.id, note), "发布")


async def go_back(desk: Desk, order: int) -> int:
    """Publish an earlier edition again as the next 期 and return its number."""
    return await _issue(desk, lambda staff: desk.parts.publisher.roll_back(order, staff.id), "退回")


async def _issue(desk: Desk, issue: Callable[[Staff], Manifest], verb: str) -> int:
    manifest = await desk.work(issue, REVIEWING)
    await _told(desk, str(manifest.order), f"{verb}：第 {manifest.number} 期 {manifest.note}".rstrip())
    return manifest.number


async def _told(desk: Desk, subject_id: str, words: str, roles: frozenset[Role] = REVIEWING) -> None:
    """Write down a publishing, which is no write of the desk's own."""

    def note(tables: Tables, staff: Staff) -> None:
        tables.audit.note(staff, desk.now(), Action.PUBLISHED, subject="edition", subject_id=subject_id, words=words)

    await desk.change(note, roles)


async def plan_edition(desk: Desk, due_at: datetime, note: str) -> None:
    """Have the next 期 published at a time; StoreError when that is over."""
    now = desk.now()

    def step(tables: Tables, staff: Staff) -> None:
        if due_at <= now:
            raise StoreError("定时发布的时间已经过了，请选以后的时间，或者直接点“现在发布”。")
        plan = PlannedEdition(id=new_id(now), due_at=due_at, planned_by=staff.id, planned_at=now, note=note.strip())
        tables.planned_editions.add(plan)
        tables.audit.note(staff, now, Action.PUBLISHED, subject="plan", subject_id=plan.id,
                          words=f"定时发布：{local(due_at):%Y-%m-%d %H:%M}")  # fmt: skip

    await desk.change(step, REVIEWING)
    _ring(desk)


async def unplan(desk: Desk, plan_id: str) -> None:
    """Take a planned publishing back; StoreError when it is done."""

    def step(tables: Tables, staff: Staff) -> None:
        if not tables.planned_editions.cancel(plan_id, staff.id):
            raise StoreError("这次定时发布已经发出或取消了，列表已更新。")
        tables.audit.note(staff, desk.now(), Action.PUBLISHED, subject="plan", subject_id=plan_id, words="取消定时发布")

    await desk.change(step, REVIEWING)
    _ring(desk)


def _ring(desk: Desk) -> None:
    if desk.parts.on_planned is not None:
        desk.parts.on_planned()


async def declare(desk: Desk, title: str, text: str, until: datetime, stops_kiosks: bool = False) -> None:
    """Show an emergency notice on every screen and kiosk until its end; NotAllowed for who may not send these words."""
    now, roles = desk.now(), may_send(title, text)
    manifest = await desk.work(
        lambda staff: desk.parts.publisher.declare(
            Emergency(title=title, text=text, until=until, by=staff.id, declared_at=now, stops_kiosks=stops_kiosks)),
        roles)  # fmt: skip
    await _told(desk, str(manifest.order), f"紧急通知：{title}，到 {local(until):%Y-%m-%d %H:%M}", roles)


async def lift(desk: Desk, shown: str = "") -> None:
    """Take the emergency notice off before its end; `shown` tells for the record who had shown it."""
    manifest = await desk.work(lambda staff: desk.parts.publisher.end_emergency(staff.id), DECLARING)
    await _told(desk, str(manifest.order), "紧急通知提前结束" + (f"（{shown}）" if shown else ""), DECLARING)


async def _patch(desk: Desk, note: str) -> None:
    await desk.work(lambda staff: desk.parts.publisher.patch(staff.id, note), CLOSING)
