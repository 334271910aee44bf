"""Steps that reach the hall at once: the stage of a record, then the patch edition that carries it."""

from __future__ import annotations

from content.admin.desk import Desk
from content.admin.login import EDITING, REVIEWING, NotAllowed
from content.model.codes import Stage
from content.model.jobs import JobPost
from content.model.notices import PolicyNotice
from content.model.people import Staff
from content.store.database import Tables

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


async def withdraw_policy(desk: Desk, policy_id: str) -> tuple[PolicyNotice, bool]:
    """Take a policy off; the flag says whether a patch edition went out."""

    def step(tables: Tables, staff: Staff) -> tuple[PolicyNotice, bool]:
        moved = tables.policies.set_stage(policy_id, Stage.WITHDRAWN, staff.id, desk.now())
        return moved, moved.published_at is not None and tables.editions.highest() is not None

    policy, shown = await desk.change(step, EDITING | REVIEWING)
    if shown:
        await _patch(desk, f"政策撤下：{policy.title}")
    return policy, shown


async def _patch(desk: Desk, note: str) -> None:
    await desk.work(lambda staff: desk.parts.publisher.patch(staff.id, note), CLOSING)
