"""职业指导 at the desk: guidance, the plan of R127 and calls about new jobs, as use cases and questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.admin.persons import of_registration
from content.clock import calendar_day
from content.model.audit import Action
from content.model.codes import Channel, Role
from content.model.findings import Finding
from content.model.guidance import CallResult, Guidance, GuidanceResult, GuidanceTopic, MatchCall, ServicePlan
from content.model.ids import new_id
from content.model.own_record import Wish
from content.model.people import Staff
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.privacy import KeyRing
from content.publishing.content import public_job
from content.rules.guidance import CALLS_FOR, WISHES_FOR, CallTask, call_tasks, check_guidance, check_plan
from content.rules.workdays import Workdays
from content.store.chains import following
from content.store.database import Tables

GUIDING = frozenset((Role.COUNSELLOR, Role.CLERK, Role.MANAGER))
PLANNING = frozenset((Role.COUNSELLOR, Role.MANAGER))  # 专业人员 (R127)
Step = Callable[[Tables, Staff], tuple[Finding, ...]]


@cache
def guidance_groups() -> tuple[Group, ...]:
    """Return the form by which guidance is noted."""
    return (Group(title="记一次职业指导", fields=(
        Field(name="result", label="结果", kind=Kind.CHOICE, needed=True, code=GuidanceResult),
        Field(name="topic", label="谈什么", kind=Kind.CHOICE, needed=True, code=GuidanceTopic),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True),
        Field(name="channel", label="怎么谈的", kind=Kind.CHOICE, needed=True, code=Channel),
        Field(name="words", label="给了什么建议", kind=Kind.AREA, width=12),
    )),)  # fmt: skip


def plan_groups(counsellors: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form of a plan."""
    return (Group(title="个性化就业服务方案", fields=(
        Field(name="counsellor", label="由谁指导", kind=Kind.CHOICE, needed=True, options=counsellors, width=4),
        Field(name="day", label="哪天订的", kind=Kind.DAY, needed=True),
        Field(name="review_on", label="哪天再看一遍", kind=Kind.DAY, needed=True),
        Field(name="goal", label="目标：想干什么，小测和面谈看出什么 *", kind=Kind.AREA, width=12),
        Field(name="steps", label="步骤：一行一步 *", kind=Kind.AREA, width=12),
    )),)  # fmt: skip


def counsellors_of(tables: Tables) -> dict[str, str]:
    """Return who may advise."""
    return {one.id: one.name for one in tables.staff.all() if one.enabled and not PLANNING.isdisjoint(one.roles)}


def wish_words(wish: Wish) -> str:
    """Return what somebody wants, in a sentence."""
    known = trades()
    wanted = "、".join(known[code].name if code in known else code for code in wish.trades) or "没有说想干什么"
    places = "、".join(TOWNSHIPS.get(code, code) for code in wish.township_codes) or "去哪都行"
    pay = "、".join(one.label for one in wish.pay_wishes) or "怎么结都行"
    return f"想干{wanted}；{places}；{pay}；{wish.start_wish.label}能开始"


def note_guidance(registration_id: str, values: Mapping[str, Any], keys: KeyRing, now: datetime) -> Step:
    """Return the use case that notes guidance of who registered, which ends its task."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        person = of_registration(tables, registration_id, keys)
        typed, root = dict(values), new_id(now)
        words = str(typed.pop("words")).strip()
        one = Guidance(
            id=root, root=root, person_index=person.index, entered_at=now, entered_by=staff.id, written_at=now,
            name=tables.guidance.reseal_name(root, person.name, person.mask), written_by=staff.id,
            registration_id=registration_id, words=tables.guidance.seal(root, "words", words), **typed)  # fmt: skip
        found = check_guidance(one, words, calendar_day(now))
        if not found:
            tables.guidance.add(one)
            tables.audit.note(staff, now, Action.SAVED, subject="guidance", subject_id=root,
                              words=f"职业指导：{one.topic.label}，{one.result.label}")  # fmt: skip
        return found

    return step


def write_plan(registration_id: str, base: ServicePlan | None, values: Mapping[str, Any], keys: KeyRing,
               now: datetime) -> Step:  # fmt: skip
    """Return the use case that writes a plan or goes on with one; the earlier wording stays."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        person = of_registration(tables, registration_id, keys)
        typed = dict(values)
        goal, steps = (str(typed.pop(name)).strip() for name in ("goal", "steps"))
        root = base.root if base is not None else new_id(now)
        typed |= {"goal": tables.plans.seal(root, "goal", goal), "steps": tables.plans.seal(root, "steps", steps)}
        after = following(base, new_id(now), staff.id, now, **typed) if base is not None else ServicePlan(
            id=root, root=root, person_index=person.index, entered_at=now, entered_by=staff.id, written_at=now,
            name=tables.plans.reseal_name(root, person.name, person.mask), written_by=staff.id, **typed)  # fmt: skip
        found = check_plan(after, goal, steps)
        if not found:
            tables.plans.add(after)
            tables.audit.note(staff, now, Action.SAVED, subject="service_plan", subject_id=root, words="写服务方案")
        return found

    return step


def note_call(registration_id: str, job_id: str, result: CallResult, keys: KeyRing,
              now: datetime) -> Callable[[Tables, Staff], None]:  # fmt: skip
    """Return the use case that notes a call about a job."""

    def step(tables: Tables, staff: Staff) -> None:
        person = of_registration(tables, registration_id, keys)
        tables.match_calls.add(MatchCall(id=new_id(now), job_id=job_id, person_index=person.index, at=now,
                                         by=staff.id, result=result))  # fmt: skip

    return step


def calls_now(tables: Tables, now: datetime) -> tuple[CallTask, ...]:
    """Return whom to call about jobs that came in the last days."""
    posts = tables.jobs.newly_shown(now - CALLS_FOR)
    jobs = []
    for post in posts:
        employer = tables.employers.get(post.employer_id)
        job = public_job(post, employer, now) if employer is not None else None
        if job is not None:
            jobs.append(job)
    if not jobs:
        return ()
    people = tables.guidance.wishing(now - WISHES_FOR)
    workdays = Workdays.of(tables.market.get().holidays)
    return call_tasks(jobs, people, tables.match_calls.settled(now - WISHES_FOR), now, workdays)
