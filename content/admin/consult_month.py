"""A month of 咨询 as its analysis: lines in words, what was done about them, and the contents one may have changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from content.admin.consultations import month_analysis
from content.clock import local
from content.errors import StoreError
from content.feeds.workbook import BookSheet
from content.model.audit import Action
from content.model.consultations import ConsultAction, ContentKind
from content.model.people import Staff
from content.rules.consulting import TopicLine
from content.store.database import Tables
from content.store.records import Page

HEADING = ("问哪方面", "问了几次", "占几成", "比上个月", "还没答复")
_OFFERED = 60  # of each kind of content, newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """One action as shown."""

    words: str
    content: str  # kind and title, "" where nothing was changed
    told: str  # when and by whom


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """The analysis of one month."""

    month: date
    lines: tuple[TopicLine, ...]
    actions: tuple[ActionLine, ...]
    contents: dict[str, str]  # "policy:id" to kind and title
    market: str

    @property
    def total(self) -> int:
        """Return how many questions there were."""
        return sum(line.count for line in self.lines)


def cells_of(line: TopicLine) -> tuple[str, ...]:
    """Return a line of the analysis in words, in the order of `HEADING`."""
    share = f"{line.share_tenths // 10}.{line.share_tenths % 10}%"
    return line.topic.label, str(line.count), share, f"{line.change:+d}" if line.change else "一样", str(line.open)


ACTED = ("问得多的、不好懂的，改了什么", "改了哪条内容", "谁写的")


def book_of(view: MonthView) -> tuple[BookSheet, ...]:
    """Return the analysis as two sheets: what was asked about, in numbers, and what was done about it."""
    lines = tuple((line.topic.label, line.count, cells_of(line)[2], line.change, line.open) for line in view.lines)
    actions = tuple((one.words, one.content or "没有改内容", one.told) for one in view.actions)
    return (BookSheet(title="咨询分类", heading=HEADING, rows=lines),
            BookSheet(title="分析和改进", heading=ACTED, rows=actions))  # fmt: skip


def _contents(tables: Tables) -> dict[str, str]:
    newest = Page(limit=_OFFERED)
    found: dict[str, str] = {}
    for kind, records in ((ContentKind.POLICY, tables.policies.page(newest)[0]),
                          (ContentKind.ARTICLE, tables.articles.page(newest)[0]),
                          (ContentKind.NOTICE, tables.notices.page(newest)[0])):  # fmt: skip
        found |= {f"{kind.value}:{one.id}": f"{kind.label}：{one.title}" for one in records}
    return found


def _title(tables: Tables, action: ConsultAction) -> str:
    if action.content_kind is None:
        return ""
    find: dict[ContentKind, Callable[[str], object]] = {
        ContentKind.POLICY: tables.policies.get, ContentKind.ARTICLE: tables.articles.get,
        ContentKind.NOTICE: tables.notices.get}  # fmt: skip
    record = find[action.content_kind](action.content_id)
    return f"{action.content_kind.label}：{getattr(record, 'title', '已经不在了')}"


def month_view(tables: Tables, month: date) -> MonthView:
    """Return the analysis of a month as it stands."""
    names = {one.id: one.name for one in tables.staff.all()}
    actions = tuple(
        ActionLine(words=one.words, content=_title(tables, one),
                   told=f"{local(one.at):%Y-%m-%d %H:%M} {names.get(one.by, one.by)}")
        for one in tables.consultations.actions(f"{month:%Y-%m}")
    )  # fmt: skip
    return MonthView(month=month, lines=month_analysis(tables, month), actions=actions,
                     contents=_contents(tables), market=tables.market.get().card.name)  # fmt: skip


def keep_action(action: ConsultAction) -> Callable[[Tables, Staff], None]:
    """Return the use case that keeps what a month led to; StoreError when the content it names is not there."""

    def step(tables: Tables, staff: Staff) -> None:
        if action.content_kind is not None and _title(tables, action).endswith("已经不在了"):
            raise StoreError("选的那条内容已经不在了，请刷新页面另选一条。")
        tables.consultations.add_action(action)
        tables.audit.note(staff, action.at, Action.SAVED, subject="consult_action", subject_id=action.id,
                          words=f"{action.month} 咨询分析")  # fmt: skip

    return step
