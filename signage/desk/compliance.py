"""合规表: what the regulation asks of the board in the hall, as it stands now, from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.admin.cadence import duties
from content.clock import calendar_day
from content.model.codes import NoticeKind
from content.model.notices import Notice
from content.model.published import EditionContent
from content.model.screens import ScenePlays
from content.rules.cadence import Duty, DutyState
from content.rules.workdays import Workdays
from content.store.records import Page
from content.store.tables import Tables

_LOOKED_BACK = timedelta(hours=24)
_FROM_DUTIES = ("policy_updates", "friday_review", "new_jobs", "fair_notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One line of the meter; `state` is "good", "warn" or "bad"."""

    label: str
    figure: str
    sentence: str
    state: str
    path: str = ""
    clause: str = ""


def ends_of(content: EditionContent | None) -> dict[str, datetime]:
    """Return when each record of an edition is over, by id, for those that end."""
    if content is None:
        return {}
    parts: tuple[Iterable[object], ...] = (content.jobs, content.policies, content.courses, content.fairs,
                                           content.articles, content.notices)  # fmt: skip
    ends = ((str(getattr(record, "id", "")), getattr(record, "valid_until", None)) for part in parts for record in part)
    return {key: end for key, end in ends if end is not None}


def shown_after_end(plays: Iterable[ScenePlays], ends: Mapping[str, datetime]) -> frozenset[str]:
    """Return the records that a scene begun after their end still showed."""
    return frozenset(key for one in plays for key in one.content_ids if key in ends and one.last_at >= ends[key])


def _of_duty(duty: Duty) -> Mark:
    state = {DutyState.DONE: "good", DutyState.OVERDUE: "bad"}.get(duty.state, "warn")
    paths = {"friday_review": "/friday", "fair_notice": f"/fairs/{duty.subject}"}
    return Mark(label=duty.label, figure=f"{duty.done} / {duty.needed}", sentence=duty.sentence, clause=duty.clause,
                state=state, path=paths.get(duty.code, f"/duties/{duty.code}"))  # fmt: skip


def publicity_mark(notices: Iterable[Notice], now: datetime, workdays: Workdays) -> Mark:
    """Return how long the 公示 in the hall are still on, in working days (R210)."""
    running = [one for one in notices if one.kind is not NoticeKind.NOTICE and one.shown_from <= now < one.shown_until]
    label, clause = "考核等公示", "附件2 四(三)：公示 7 个工作日"
    if not running:
        return Mark(label=label, figure="没有", sentence="现在没有公示期内的公示。", state="good", path="/notices",
                    clause=clause)  # fmt: skip
    first = min(running, key=lambda one: one.shown_until)
    last_day = calendar_day(first.shown_until - timedelta(seconds=1))
    left = workdays.between(calendar_day(now), last_day)
    return Mark(label=label, figure=f"还有 {left} 天", state="good", path=f"/notices/{first.id}", clause=clause,
                sentence=f"“{first.title}”公示到 {last_day.month}月{last_day.day}日，满了自动撤下。")  # fmt: skip


def meter(tables: Tables, content: EditionContent | None, duplicates: int, now: datetime) -> tuple[Mark, ...]:
    """Return the meter; `content` is the edition's, `duplicates` how many pairs look alike among the open jobs."""
    every = [duty for duty in duties(tables, now) if duty.code in _FROM_DUTIES]
    known = {duty.code for duty in every}
    marks = [_of_duty(duty) for code in _FROM_DUTIES for duty in every if duty.code == code]
    if "fair_notice" not in known:
        marks.append(Mark(label="招聘会提前通知", figure="没有", state="good", path="/fairs",
                          sentence="近期没有要通知的招聘会。", clause="附件1 一(二)：提前一周"))  # fmt: skip
    ends = ends_of(content)
    shown = len(shown_after_end(tables.plays.totals(now - _LOOKED_BACK, now), ends))
    over = sum(end <= now for end in ends.values())
    told = "播放记录里有到期后还放的，请系统管理员查看信息屏。" if shown else \
        f"一条也没放；这一期里有 {over} 条已到期，屏上自动跳过。" if over else "一条也没有。"
    marks.append(Mark(label="24 小时内放过的过期内容", figure=str(shown), state="bad" if shown else "good",
                      path="/editions", sentence=told, clause="附件1 一(一)2：删除过期"))  # fmt: skip
    marks.append(Mark(
        label="疑似重复岗位", figure=str(duplicates), state="warn" if duplicates else "good", path="/friday",
        clause="附件1 一(一)2：删除重复",
        sentence="请审核员合并，或说明不是重复。" if duplicates else "没有没处理的。"))  # fmt: skip
    settings = tables.market.get()
    notices, _ = tables.notices.page(Page(limit=200))
    marks.append(publicity_mark(notices, now, Workdays.of(settings.holidays)))
    return tuple(marks)
