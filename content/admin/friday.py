"""The Friday review as use cases: what each step looks through, keeping it, and closing the week once (R107–R109)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from content.admin.look_alikes import standing_jobs, twin_pairs
from content.admin.review_kinds import JOBS, judged, still_open
from content.admin.wording import last_day_words
from content.clock import SHANGHAI, calendar_day, local, to_text
from content.errors import StoreError
from content.model.audit import Action
from content.model.channels import ChannelPost, PostChannel, Posted
from content.model.codes import Stage
from content.model.friday import FridayChannel, FridayReview, FridayStep, StepDone
from content.model.ids import new_id
from content.model.jobs import JobPost
from content.model.people import Staff
from content.rules.workdays import Workdays, day_of
from content.store.database import Tables
from content.store.records import Page

SOON = timedelta(days=7)  # till the next review
_LOOKED_THROUGH = (FridayStep.NEW, FridayStep.EXPIRING, FridayStep.TWINS, FridayStep.FINDINGS)
_TOLD = 200  # lines kept of a step; the count is kept whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a step: the job or the two jobs it is about, and why it is there."""

    id: str  # of the job, or of both with a stroke between
    numbers: tuple[int, ...]
    title: str
    firm: str
    words: str
    pressing: bool = False


def line_of(item: Item) -> str:
    """Return how an item stands on the paper."""
    numbers = "、".join(str(number) for number in item.numbers)
    return f"{numbers} 号 {item.title}（{item.firm}）：{item.words}"


def items_of(step: FridayStep, tables: Tables, week: str, now: datetime) -> tuple[Item, ...]:
    """Return what a step looks through now; twins and findings take their time on a large market."""
    match step:
        case FridayStep.NEW:
            found = _new(tables, week)
        case FridayStep.EXPIRING:
            found = _expiring(tables, now)
        case FridayStep.TWINS:
            return _twins(tables, now)
        case FridayStep.FINDINGS:
            found = _with_findings(tables, now)
        case _:
            found = []
    firms = tables.employers.names(job.employer_id for job, _, _ in found)
    return tuple(Item(id=job.id, numbers=(job.number,), title=job.title, firm=firms.get(job.employer_id, ""),
                      words=words, pressing=pressing) for job, words, pressing in found)  # fmt: skip


_Found = list[tuple[JobPost, str, bool]]


def _new(tables: Tables, week: str) -> _Found:
    monday = datetime.combine(day_of(week, 1), time(), SHANGHAI)
    fresh = {job.id: job for job in tables.jobs.every(Page(filters=(("since", to_text(monday)),)))}
    for job in tables.jobs.every(Page()):  # numbers rise with time, so what was typed this week is at the head
        if job.created_at < monday:
            break
        if job.stage is not Stage.DRAFT:
            fresh[job.id] = job
    return [(job, job.stage.label, job.stage is Stage.SUBMITTED)
            for job in sorted(fresh.values(), key=lambda job: -job.number)]  # fmt: skip


def _expiring(tables: Tables, now: datetime) -> _Found:
    over = [job for job in tables.jobs.every(Page(stage=Stage.APPROVED)) if now - SOON < job.valid_until <= now]
    soon = tables.jobs.expiring(now, now + SOON)
    return [*((job, f"{last_day_words(job.valid_until)} 已到期，已自动下架", False) for job in over),
            *((job, f"{last_day_words(job.valid_until)} 到期", True) for job in soon)]  # fmt: skip


def _twins(tables: Tables, now: datetime) -> tuple[Item, ...]:
    pairs = twin_pairs(tables, now)
    firms = tables.employers.names(pair.one.employer_id for pair in pairs)
    return tuple(
        Item(id=f"{pair.one.id}/{pair.other.id}", numbers=(pair.one.number, pair.other.number),
             title=" ｜ ".join(dict.fromkeys((pair.one.title, pair.other.title))),
             firm=firms.get(pair.one.employer_id, ""), pressing=pair.twin.same_fingerprint,
             words=f"{pair.twin.likeness.label}，相似 {round(pair.twin.score * 100)}%")
        for pair in pairs
    )  # fmt: skip


def _with_findings(tables: Tables, now: datetime) -> _Found:
    found: _Found = []
    for job in standing_jobs(tables, now):
        left = still_open(JOBS.sort, judged(job, tables, now), job.releases)
        if left:
            more = f" 等 {len(left)} 处" if len(left) > 1 else ""
            found.append((job, left[0].sentence.rstrip("。") + more, True))
    return found


def week_at_hand(tables: Tables, now: datetime) -> str:
    """Return which week's review is to be done now."""
    return Workdays.of(tables.market.get().holidays).review_week(calendar_day(now), tables.friday.closed_weeks())


def review_of(tables: Tables, week: str, now: datetime, staff_id: str) -> FridayReview:
    """Return a week's review as it is kept, or a new one."""
    due = Workdays.of(tables.market.get().holidays).review_day(week)
    return tables.friday.of(week) or FridayReview(week=week, due_on=due, opened_at=now, opened_by=staff_id)


def next_step(review: FridayReview) -> FridayStep | None:
    """Return the step at hand, or None when all are done."""
    return next((step for step in FridayStep if review.done(step) is None), None)


def finish_step(week: str, step: FridayStep, items: tuple[Item, ...], note: str,
                now: datetime) -> Callable[[Tables, Staff], FridayReview]:  # fmt: skip
    """Return the use case that keeps a looked-through step with what it held."""

    def act(tables: Tables, staff: Staff) -> FridayReview:
        review = review_of(tables, week, now, staff.id)
        if step is not next_step(review) or step not in _LOOKED_THROUGH:
            raise StoreError("这一步已经有人做过了，页面已更新。")
        lines = tuple(line_of(item) for item in items[:_TOLD])
        if len(items) > _TOLD:
            lines += (f"……共 {len(items)} 条",)
        done = StepDone(step=step, at=now, by=staff.id, count=len(items), lines=lines, note=note.strip())
        review = replace(review, steps=(*review.steps, done))
        tables.friday.keep(review)
        return review

    return act


def note_published(week: str, number: int, lines: tuple[str, ...],
                   now: datetime) -> Callable[[Tables, Staff], FridayReview]:  # fmt: skip
    """Return the use case that keeps that the week's edition went out: the last step, and the bulletin's time."""

    def act(tables: Tables, staff: Staff) -> FridayReview:
        review = review_of(tables, week, now, staff.id)
        if next_step(review) is not FridayStep.PUBLISH:
            raise StoreError("请先把前面几步看完，再发布。")
        done = StepDone(step=FridayStep.PUBLISH, at=now, by=staff.id, count=len(lines), lines=lines)
        review = replace(review, steps=(*review.steps, done), edition_number=number)
        tables.friday.keep(review)
        _told(tables, review, FridayChannel.BULLETIN, staff, now)
        return review_of(tables, week, now, staff.id)

    return act


def stamp_channel(week: str, channel: FridayChannel, now: datetime) -> Callable[[Tables, Staff], FridayReview]:
    """Return the use case that notes when a channel outside had the week's jobs."""

    def act(tables: Tables, staff: Staff) -> FridayReview:
        review = review_of(tables, week, now, staff.id)
        if review.edition_number is None:
            raise StoreError("请先发布这一期，再更新官方网站和招聘平台。")
        if review.stamp(channel) is None:
            _told(tables, review, channel, staff, now)
        return review_of(tables, week, now, staff.id)

    return act


def _told(tables: Tables, review: FridayReview, channel: FridayChannel, staff: Staff, now: datetime) -> None:
    tables.channel_posts.add(ChannelPost(
        id=new_id(now), channel=PostChannel(channel.value), what=Posted.JOBS, at=now, by=staff.id,
        edition_number=review.edition_number, note=f"{review.week} 周审核"))  # fmt: skip


def close_week(week: str, now: datetime) -> Callable[[Tables, Staff], FridayReview]:
    """Return the use case that closes a week's review for good; StoreError says what is still missing."""

    def act(tables: Tables, staff: Staff) -> FridayReview:
        review = review_of(tables, week, now, staff.id)
        step = next_step(review)
        if step is not None:
            raise StoreError(f"“{step.label}”还没有做完，做完才能结束本周审核。")
        missing = [one.label for one in FridayChannel if review.stamp(one) is None]
        if missing:
            raise StoreError(f"还没有记下{'、'.join(missing)}的更新时间，更新后点一下再结束。")
        review = replace(review, closed_at=now, closed_by=staff.id)
        tables.friday.keep(review)
        tables.audit.note(staff, now, Action.REVIEW_CLOSED, subject="friday", subject_id=week,
                          words=f"{week} 周审核结束，第 {review.edition_number} 期")  # fmt: skip
        return review

    return act


def paper_values(review: FridayReview, names: dict[str, str], market: str) -> dict[str, object]:
    """Return what the paper of a review is filled with."""

    def at(instant: datetime | None) -> str:
        return "" if instant is None else f"{local(instant):%Y-%m-%d %H:%M}"

    steps = [
        {"label": one.step.label, "at": at(one.at), "by": names.get(one.by, one.by), "lines": one.lines,
         "count": one.count, "note": one.note}
        for one in review.steps
    ]  # fmt: skip
    stamps = [(one, review.stamp(one)) for one in FridayChannel]
    channels = [(one.label, at(stamp.at), names.get(stamp.by, stamp.by)) if stamp else (one.label, "", "")
                for one, stamp in stamps]  # fmt: skip
    return {
        "title": f"{review.week} 岗位信息周审核表", "market": market, "week": review.week,
        "monday": day_of(review.week, 1).isoformat(), "sunday": day_of(review.week, 7).isoformat(),
        "due": review.due_on.isoformat(), "steps": steps, "channels": channels, "number": review.edition_number,
        "closed": at(review.closed_at), "closer": names.get(review.closed_by or "", ""), "footer": market,
    }  # fmt: skip
