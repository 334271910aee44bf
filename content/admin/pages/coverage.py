"""宣传覆盖: what stands on each of thirteen topics now, and who keeps the bulletin board (R139, R141, R144, R171)."""

from __future__ import annotations

from dataclasses import dataclass

from nicegui import ui

from content.admin.cadence import topics
from content.admin.controls import head, not_there
from content.admin.desk import Desk
from content.admin.listing import Cell, Row, listing, table
from content.admin.login import EDITING
from content.admin.parts import MOUNT, DeskPage
from content.admin.wording import day_words
from content.admin.written import written
from content.model.codes import InsuranceTopic, PolicyCategory, RightsTopic, Role
from content.model.notices import PolicyNotice, RightsArticle
from content.rules.coverage import Topic, TopicStanding
from content.store.database import Tables

_LISTS: dict[str, tuple[type[PolicyCategory] | type[InsuranceTopic] | type[RightsTopic], str, str]] = {
    "category": (PolicyCategory, "五类就业创业政策", "附件1 三（一）"),
    "insurance": (InsuranceTopic, "四项保险", "附件1 二（二）2"),
    "rights": (RightsTopic, "四个维权主题", "附件1 五（一）"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Board:
    standings: tuple[TopicStanding, ...]
    owner: str  # name of who keeps the bulletin board; "" for nobody


def _name_of(topic: Topic) -> str:
    return next(name for name, (kind, _, _) in _LISTS.items() if isinstance(topic, kind))


def _new(topic: Topic) -> str:
    """Return where something on a topic is written, with the topic chosen."""
    name = _name_of(topic)
    return f"/articles/new?topic={topic.value}" if name == "rights" else f"/policies/new?{name}={topic.value}"


async def _body(desk: Desk) -> None:
    now = desk.now()

    def look(tables: Tables) -> _Board:
        owner = tables.staff.get(tables.market.get().bulletin_owner)
        return _Board(standings=topics(tables, now), owner=owner.name if owner else "")

    found = await desk.ask(look)
    head("宣传覆盖", "每一格都要有正在展示的内容。空的、一年没动过的是红的。")
    groups = [
        {"title": title, "clause": clause, "tiles": [
            {"topic": one.topic, "live": one.live, "stale": one.stale, "good": one.good, "new": _new(one.topic),
             "path": f"/coverage/{name}/{one.topic.value}"}
            for one in found.standings if isinstance(one.topic, kind)]}
        for name, (kind, title, clause) in _LISTS.items()
    ]  # fmt: skip
    manages = desk.may(frozenset((Role.MANAGER,)))
    ui.html(written("coverage.html", groups=groups, owner=found.owner, mount=MOUNT, edits=desk.may(EDITING),
                    manages=manages)).classes("w-full").mark("board")  # fmt: skip


def _on(tables: Tables, desk: Desk, topic: Topic) -> tuple[PolicyNotice | RightsArticle, ...]:
    now = desk.now()
    if isinstance(topic, RightsTopic):
        return tuple(one for one in tables.articles.publishable(now) if one.carried_at and one.topic is topic)
    column = _name_of(topic)
    return tuple(one for one in tables.policies.publishable(now)
                 if one.carried_at and getattr(one, column) == topic.value)  # fmt: skip


async def _topic(desk: Desk) -> None:
    kind = _LISTS.get(desk.named("list"))
    topic = next((one for one in kind[0] if one.value == desk.named("topic")), None) if kind else None
    if topic is None:
        not_there("这个主题", "宣传覆盖")
        return
    wanted: Topic = topic
    records = await desk.ask(lambda tables: _on(tables, desk, wanted))
    head(wanted.label, f"正在自助机和信息屏上展示的 {len(records)} 条。",
         ("写一条", _new(wanted)) if desk.may(EDITING) else None)  # fmt: skip
    path = "/articles" if isinstance(wanted, RightsTopic) else "/policies"
    rows = tuple(Row(id=one.id, cells=(
        Cell(text=one.title, look="main", href=f"{MOUNT}{path}/{one.id}", small=one.summary),
        Cell(text=day_words(one.carried_at), look="num"),
    )) for one in records)  # fmt: skip
    listing("records").set_content(table(("标题", "上次发布"), rows, "还没有。写好、审核、发布后就在这里。"))


PAGE = DeskPage(path="/coverage", title="宣传覆盖", menu="宣传覆盖", place=59, body=_body)
TOPIC = DeskPage(path="/coverage/{list}/{topic}", title="宣传覆盖", body=_topic)
