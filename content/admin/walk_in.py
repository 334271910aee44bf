"""举报 and 用工登记 at the desk: what waits, and the steps of staff as use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from content.admin.desk import Desk
from content.admin.parts import Elsewhere, QueueSource
from content.clock import local
from content.errors import StaleRecord, StoreError
from content.model.audit import Action
from content.model.codes import Role, Stage
from content.model.jobs import JobPost
from content.model.people import Staff
from content.model.walk_in import Complaint, ComplaintState, Hiring, Outcome
from content.store.database import Tables

# whoever is at the window when somebody complains must be able to stop the job; editors may be what it is about
HANDLING = frozenset((Role.CLERK, Role.REVIEWER, Role.MANAGER))
READING = HANDLING | {Role.AUDITOR}
HIRING = frozenset((Role.EDITOR, Role.CLERK, Role.REVIEWER, Role.MANAGER))
LONGEST_ANSWER = 200  # what the glass shows in large letters without scrolling


def own_queue() -> tuple[QueueSource, ...]:
    """Return what stands in the reviewer's queue beside records; other rooms add theirs by `AdminParts.queue`."""
    return (_complaints, _hirings)


def _complaints(tables: Tables, now: datetime) -> tuple[Elsewhere, ...]:
    return tuple(
        Elsewhere(title=f"举报：{one.kind.label}" + (f"（{one.job_number} 号岗位）" if one.job_number else ""),
                  words=f"{one.state.label} · {local(one.occurred_at):%m-%d %H:%M} · 回执 {one.number}",
                  path=f"/complaints/{one.id}")
        for one in tables.complaints.open()
    )  # fmt: skip


def _hirings(tables: Tables, now: datetime) -> tuple[Elsewhere, ...]:
    waiting = tables.hirings.waiting()
    names = tables.employers.names(one.employer_id for one in waiting)
    found = []
    for one in waiting:
        job = tables.jobs.get(one.job_id)
        wanted = f"招{job.title} {job.headcount} 人" if job is not None else ""
        found.append(Elsewhere(
            title=f"用工登记：{names.get(one.employer_id, '')}{wanted}",
            words=f"{local(one.occurred_at):%m-%d %H:%M} · 回执 {one.number}", path="/hirings"))  # fmt: skip
    return tuple(found)


def job_of(tables: Tables, complaint: Complaint) -> JobPost | None:
    """Return the job a complaint is about, the one kept where it was merged; None where none is known."""
    job = tables.jobs.get(complaint.job_id) if complaint.job_id else None
    number = job.number if job is not None else complaint.job_number
    return tables.jobs.by_number(number) if number else None


def _file(tables: Tables, complaint_id: str, version: int) -> Complaint:
    found = tables.complaints.get(complaint_id)
    if found is None:
        raise StoreError("没有这份举报，请刷新列表再试。")
    if found.version != version:
        raise StaleRecord("这份举报刚被别人处理过，请看新的内容再办。", found)
    return found


def take_up(complaint_id: str, version: int, now: datetime) -> Callable[[Tables, Staff], Complaint]:
    """Return the use case that begins to look into a complaint."""

    def step(tables: Tables, staff: Staff) -> Complaint:
        found = _file(tables, complaint_id, version)
        if found.state is not ComplaintState.NEW:
            raise StoreError("这份举报已经有人在办了。")
        tables.audit.note(staff, now, Action.STAGE, subject="complaint", subject_id=found.id,
                          words=f"开始核实举报 {found.number}")  # fmt: skip
        taken = replace(found, state=ComplaintState.CHECKING, handled_by=staff.id)
        return tables.complaints.save(taken, version)

    return step


async def suspend(desk: Desk, complaint_id: str, version: int, *, lift: bool = False) -> tuple[JobPost, bool]:
    """Take the job of a complaint from kiosks and screens, or show it again; the flag says whether a patch went out.

    The mark is stored first: should the patch fail, the next edition carries it.
    """

    def step(tables: Tables, staff: Staff) -> tuple[JobPost, bool]:
        now, found = desk.now(), _file(tables, complaint_id, version)
        job = job_of(tables, found)
        if job is None:
            raise StoreError("库里没有举报说的岗位，停不了；请按单位名称到“岗位”里找。")
        if bool(job.suspended) is not lift:
            raise StoreError(f"{job.number} 号已经{'在展示' if lift else '暂停展示'}了，页面已更新。")
        moved = tables.jobs.suspend(job.id, "" if lift else f"举报 {found.number}", staff.id, now)
        state = found.state if found.state is ComplaintState.ANSWERED else ComplaintState.CHECKING
        tables.complaints.save(replace(found, state=state, suspended_job="" if lift else job.id, handled_by=staff.id),
                               version)  # fmt: skip
        tables.audit.note(staff, now, Action.STAGE, subject="complaint", subject_id=found.id,
                          words=f"{_done(lift)} {job.number} 号（举报 {found.number}）")  # fmt: skip
        return moved, moved.published_at is not None and tables.editions.highest() is not None

    job, shown = await desk.change(step, HANDLING)
    if shown:
        note = f"{job.number} 号岗位{_done(lift)}"
        await desk.work(lambda staff: desk.parts.publisher.patch(staff.id, note), HANDLING)
    return job, shown


def _done(lift: bool) -> str:
    return "恢复展示" if lift else "暂停展示"


def close(complaint_id: str, version: int, outcome: Outcome | None, words: str,
          now: datetime) -> Callable[[Tables, Staff], Complaint]:  # fmt: skip
    """Return the use case that answers a complaint; StoreError without an outcome or an answer."""

    def step(tables: Tables, staff: Staff) -> Complaint:
        found = _file(tables, complaint_id, version)
        answer = _short(words)
        done = replace(found, state=ComplaintState.ANSWERED, outcome=outcome, answer=answer, answered_at=now,
                       handled_by=staff.id)  # fmt: skip
        kept = tables.complaints.save(done, version)
        tables.audit.note(staff, now, Action.ANSWERED, subject="complaint", subject_id=found.id,
                          words=f"办结举报 {found.number}：{outcome.label if outcome else ''}")  # fmt: skip
        return kept

    return step


def look_at_phone(complaint_id: str, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case that tells the phone of a reporter, and writes down who asked for it."""

    def step(tables: Tables, staff: Staff) -> str:
        found = tables.complaints.get(complaint_id)
        if found is None or found.phone is None:
            raise StoreError("这份举报没有留电话。")
        tables.audit.note(staff, now, Action.LOOKED, subject="complaint", subject_id=found.id,
                          words=f"举报 {found.number} 的电话，为核实举报")  # fmt: skip
        return tables.complaints.phone_of(found)

    return step


def take_draft(hiring_id: str, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case by which staff take a draft job up, its contact filled in; answers the job's id."""

    def step(tables: Tables, staff: Staff) -> str:
        found = tables.hirings.get(hiring_id)
        job = tables.jobs.get(found.job_id) if found is not None else None
        if found is None or job is None:
            raise StoreError("没有这份用工登记，请刷新列表再试。")
        if job.stage is Stage.DRAFT and not job.contact_phone:
            name, phone = tables.hirings.contact_of(found)
            tables.jobs.save(replace(job, contact_name=name, contact_phone=phone), job.version, staff.id)
            tables.audit.note(staff, now, Action.SAVED, subject="job", subject_id=job.id,
                              words=f"接手用工登记 {found.number}")  # fmt: skip
        return job.id

    return step


def answer_hiring(hiring_id: str, version: int, words: str, now: datetime) -> Callable[[Tables, Staff], Hiring]:
    """Return the use case that writes what the receipt of a 用工登记 answers."""

    def step(tables: Tables, staff: Staff) -> Hiring:
        found = tables.hirings.get(hiring_id)
        if found is None or found.version != version:
            raise StaleRecord("这份用工登记刚被别人答复过，请看新的内容再办。", found)
        answer = _short(words)
        if not answer:
            raise StoreError("请写一句答复，用工的人凭回执要看的。")
        kept = tables.hirings.answer(found, answer, staff.id, now)
        tables.audit.note(staff, now, Action.ANSWERED, subject="hiring", subject_id=found.id,
                          words=f"答复用工登记 {found.number}")  # fmt: skip
        return kept

    return step


def _short(words: str) -> str:
    answer = words.strip()
    if len(answer) > LONGEST_ANSWER:
        raise StoreError(f"答复最多 {LONGEST_ANSWER} 个字，现在有 {len(answer)} 个，请缩短。")
    return answer
