"""What changed in a record since it was last approved, field by field in words: what a reviewer reads first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from content.admin.fields import Field, Group, Kind, shown
from content.admin.record_forms import EMPLOYER_KEY
from content.clock import local
from content.model.codes import Labelled
from content.model.history import Deed
from content.store.database import Tables
from content.store.editorial import EditorialTable

_LONGEST = 60  # of a text beside another one
_LABELS = {
    "media": "配图", "insurance": "保险", "pick_up": "接人时间", "ask_for": "到了找谁", "verified_at": "核实时间",
    "title": "标题", "body": "内容", "shown_from": "从什么时候起显示", "shown_until": "显示到", "kind": "种类",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field before and after, as people say it."""

    label: str
    before: str
    after: str


def _cut(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _plain(value: object, longest: int) -> str:
    match value:
        case None | "":
            return "（空）"
        case bool():
            return "是" if value else "否"
        case Labelled():
            return value.label
        case datetime():
            return f"{local(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case tuple() if all(isinstance(one, str) for one in value):
            return "、".join(value) or "（空）"
        case tuple():
            return f"{len(value)} 项"
    return _cut(str(value), longest)


def said(spec: Field | None, value: Any, longest: int = _LONGEST) -> str:
    """Return a value of a record as people say it: a choice by its label, a time on the market's clock."""
    if spec is None or value is None:
        return _plain(value, longest)
    typed = shown(spec, value)
    if isinstance(typed, bool):
        return "是" if typed else "否"
    if spec.kind is Kind.CHOICE:
        typed = spec.choices().get(typed, typed)
    return _cut(typed.replace("T", " ") if spec.kind is Kind.INSTANT else typed, longest) or "（空）"


def label_of(name: str, spec: Field | None) -> str:
    """Return what a field is called, as its form calls it."""
    return spec.label if spec else _LABELS.get(name, name)


def both_sides(groups: tuple[Group, ...], one: object, other: object, firms: Mapping[str, str]) -> tuple[Change, ...]:
    """Return every field of the form in which one of two records says something, `firms` naming employers by id."""
    found = []
    for spec in (spec for group in groups for spec in group.fields):
        left, right = getattr(one, spec.name), getattr(other, spec.name)
        if spec.name == EMPLOYER_KEY:
            change = Change(label=spec.label, before=firms.get(left, "（空）"), after=firms.get(right, "（空）"))
        else:
            change = Change(label=spec.label, before=said(spec, left), after=said(spec, right))
        if {change.before, change.after} not in ({"（空）"}, {"否"}):
            found.append(change)
    return tuple(found)


def changed_fields(groups: tuple[Group, ...], before: object, after: Any,
                   passed_over: frozenset[str]) -> tuple[Change, ...]:  # fmt: skip
    """Return the fields that differ, in the order of the record; `passed_over` are bookkeeping."""
    specs = {spec.name: spec for group in groups for spec in group.fields}
    found = []
    for name in (one.name for one in fields(after) if one.name not in passed_over):
        old, new = getattr(before, name), getattr(after, name)
        if old != new and name == "sha256":
            found.append(Change(label="文件", before="原来的文件", after="换了新文件"))
        elif old != new:
            spec = specs.get(name)
            found.append(Change(label=label_of(name, spec), before=said(spec, old), after=said(spec, new)))
    return tuple(found)


def since_approved(table: EditorialTable[Any], record: Any, groups: tuple[Group, ...],
                   tables: Tables) -> tuple[Change, ...] | None:  # fmt: skip
    """Return what changed since the record was last approved; None for one that never was."""
    if record.version == 1:
        return None
    versions = [one.version for one in table.revisions(record.id)
                if one.deed is Deed.APPROVED and one.record_id == record.id]  # fmt: skip
    past = table.at_version(record.id, versions[0]) if versions else None
    if past is None:
        return None
    found = changed_fields(groups, past, record, table.unpublished)
    if EMPLOYER_KEY not in {one.name for one in fields(record)} or past.employer_id == record.employer_id:
        return found
    firms = tables.employers.names((past.employer_id, record.employer_id))
    return tuple(
        Change(label=one.label, before=firms.get(past.employer_id, ""), after=firms.get(record.employer_id, ""))
        if one.label == "用工单位" else one for one in found
    )  # fmt: skip
