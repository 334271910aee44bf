"""What a new edition would change, in words for the person who clicks 发布."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from content.model.published import EditionContent

_TITLES_SHOWN = 8


class _Record(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes of one sort of record, by title."""

    sort: str  # 岗位, 政策 …
    measure: str  # 个, 条 …
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    expired: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the next edition changes against the one in force, and what stays out of it and why."""

    changes: tuple[Change, ...]
    market_changed: bool = False
    programme_changed: bool = False  # 节目单, beside what follows from the records
    held_back: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Say whether nothing would change."""
        return not self.words()

    def words(self) -> tuple[str, ...]:
        """Return one line each: 新增 3 个岗位：… ."""
        lines: list[str] = []
        for change in self.changes:
            for verb, titles in (("新增", change.added), ("下架", change.removed), ("到期", change.expired),
                                 ("改动", change.changed)):  # fmt: skip
                if titles:
                    more = " 等" if len(titles) > _TITLES_SHOWN else ""
                    named = "、".join(titles[:_TITLES_SHOWN])
                    lines.append(f"{verb} {len(titles)} {change.measure}{change.sort}：{named}{more}")
        lines += ["改动市场信息（名称、时间、电话等）"] if self.market_changed else []
        lines += ["改动信息屏的节目单"] if self.programme_changed else []
        return tuple(lines)


def _change(sort: str, measure: str, before: Sequence[_Record], after: Sequence[_Record],
            now: datetime) -> Change:  # fmt: skip
    old, new = {one.id: one for one in before}, {one.id: one for one in after}
    gone = [one for one in before if one.id not in new]
    over = [one for one in gone if (end := getattr(one, "valid_until", None)) is not None and end <= now]
    return Change(
        sort=sort, measure=measure,
        added=_titles(one for one in after if one.id not in old),
        removed=_titles(one for one in gone if one not in over),
        expired=_titles(over),
        changed=_titles(one for one in after if one.id in old and old[one.id] != one),
    )  # fmt: skip


def _titles(records: Iterable[_Record]) -> tuple[str, ...]:
    return tuple(str(getattr(one, "title", "") or getattr(one, "name", "")) for one in records)


def _hall(content: EditionContent) -> tuple[object, ...]:
    return content.market, content.licences, content.hardship, content.windows


def difference_between(before: EditionContent | None, after: EditionContent, now: datetime,
                       held_back: tuple[str, ...] = ()) -> Difference:  # fmt: skip
    """Compare the edition in force (None before the first) with what would be published at `now`."""
    old = before or EditionContent(market=after.market, jobs=(), policies=(), courses=(), fairs=(), articles=(),
                                   notices=())  # fmt: skip
    return Difference(
        changes=(
            _change("岗位", "个", old.jobs, after.jobs, now),
            _change("政策", "条", old.policies, after.policies, now),
            _change("培训", "个", old.courses, after.courses, now),
            _change("招聘会", "场", old.fairs, after.fairs, now),
            _change("维权知识", "篇", old.articles, after.articles, now),
            _change("通知", "条", old.notices, after.notices, now),
            _change("素材", "个", old.media, after.media, now),
        ),
        market_changed=_hall(old) != _hall(after),
        held_back=held_back,
    )
