"""What of an earlier edition may be shown again: all but what was filled, withdrawn, merged or ended meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from content.model.codes import Stage
from content.model.jobs import JobPost
from content.model.published import EditionContent
from content.store.tables import Tables

_OVER = frozenset((Stage.FILLED, Stage.WITHDRAWN))


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """One record of the earlier edition that stays away, and why."""

    id: str
    words: str  # 1003 号“搬运工”：已招满


def _why(record: Any, ended: bool) -> str:
    if record is None:
        return "已经删除"
    if getattr(record, "merged_into", None):
        return "已合并到别的岗位"
    if record.stage in _OVER:
        return str(record.stage.label)
    return "已过期" if ended else ""


def _job_why(post: JobPost | None, tables: Tables, now: datetime) -> str:
    why = _why(post, post is not None and post.valid_until <= now)
    if why or post is None:
        return why
    if post.suspended:
        return "因举报暂停展示"
    firm = tables.employers.get(post.employer_id)
    if firm is None or firm.verified_at is None:
        return "用工单位没有核实"
    return "用工单位已暂停招聘" if firm.suspended else ""


def _ended(record: Any, now: datetime) -> bool:
    until = record.valid_until
    return until is not None and until <= now


def still_shown(content: EditionContent, tables: Tables, now: datetime) -> tuple[EditionContent, tuple[LeftOut, ...]]:
    """Return what of an edition's content may be shown at `now`, and what may not.

    A record that was changed and waits for review again comes back as it was then: that is what going back is for.
    """
    out: list[LeftOut] = []
    jobs = []
    for job in content.jobs:
        why = "已过期" if job.valid_until <= now else _job_why(tables.jobs.get(job.id), tables, now)
        if why:
            out.append(LeftOut(id=job.id, words=f"{job.number} 号“{job.title}”：{why}"))
        else:
            jobs.append(job)
    kept: dict[str, tuple[Any, ...]] = {"jobs": tuple(jobs)}
    for name, table in (("policies", tables.policies), ("courses", tables.courses), ("fairs", tables.fairs),
                        ("articles", tables.articles), ("notices", tables.notices)):  # fmt: skip
        records = []
        for one in getattr(content, name):
            why = _why(table.get(one.id), _ended(one, now))
            if why:
                out.append(LeftOut(id=one.id, words=f"“{getattr(one, 'title', '') or one.name}”：{why}"))
            else:
                records.append(one)
        kept[name] = tuple(records)
    withdrawn = {one.id for one in content.media
                 if (item := tables.media.get(one.id)) is None or item.stage in _OVER}  # fmt: skip
    kept["media"] = tuple(one for one in content.media if one.id not in withdrawn)
    out += [LeftOut(id=one.id, words=f"素材“{one.title}”：已撤下") for one in content.media if one.id in withdrawn]
    return replace(content, **cast(Any, kept)), tuple(out)
