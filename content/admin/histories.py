"""修改记录 of every kind of record: its versions in its form's words, one of them beside today's, and going back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.admin.hall_forms import notice_groups
from content.admin.login import AUDITING, EDITING, REVIEWING
from content.admin.record_forms import EMPLOYER_KEY, employer_groups
from content.admin.review_changes import Change, both_sides, label_of, said
from content.admin.review_kinds import REVIEW_KINDS
from content.clock import local
from content.errors import StaleRecord, StoreError
from content.model.audit import Action
from content.model.codes import Role
from content.model.history import FieldChange, Revision
from content.model.people import Staff
from content.store.database import Tables
from content.store.records import RecordTable

# told by the deed of a version and its note, or of no use to who reads
_PASSED_OVER = frozenset((
    "stage", "created_at", "created_by", "reviewed_by", "reviewed_at", "review_note", "published_at", "carried_at",
    "releases", "merged_into", "number", "sha256", "size", "width", "height", "length_ms",
))  # fmt: skip
_PEOPLE = frozenset(("owner", "verified_by"))
_LONGEST = 120  # of a text before or after; a longer one is shown around what changed
_AROUND = 24
_NOBODY = "（当时没有记）"
_MEDIA = (Group(title="素材", fields=(
    Field(name="title", label="名称"), Field(name="file_name", label="文件"),
    Field(name="prompt", label="念的是哪一句"), Field(name="on_screens", label="在信息屏上轮播", kind=Kind.FLAG),
    Field(name="shown_from", label="从什么时候起显示", kind=Kind.INSTANT),
    Field(name="shown_until", label="显示到", kind=Kind.INSTANT),
)),)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryKind:
    """One kind of record whose versions are kept."""

    sort: str
    path: str  # of its list; its form is below
    word: str
    table: Callable[[Tables], RecordTable[Any]]
    groups: Callable[[], tuple[Group, ...]]
    named: Callable[[Any], str]
    readers: frozenset[Role] = EDITING | REVIEWING | AUDITING


def _kinds() -> tuple[HistoryKind, ...]:
    reviewed = (
        HistoryKind(sort=one.kind.sort, path=one.kind.path, word=one.kind.word, table=one.kind.table,
                    groups=one.groups if one.groups() else notice_groups, named=one.kind.named)
        for one in REVIEW_KINDS
    )  # fmt: skip
    return (
        *reviewed,
        # a contact's name and phone are for those who may open the form
        HistoryKind(sort="employer", path="/employers", word="企业", table=lambda tables: tables.employers,
                    groups=employer_groups, named=lambda one: str(one.name), readers=EDITING),
        HistoryKind(sort="media", path="/media", word="素材", table=lambda tables: tables.media,
                    groups=lambda: _MEDIA, named=lambda one: str(one.title)),
    )  # fmt: skip


HISTORY_KINDS = _kinds()


def history_kind(sort: str) -> HistoryKind:
    """Return the kind an address names; StoreError for an unknown one."""
    for one in HISTORY_KINDS:
        if one.sort == sort:
            return one
    raise StoreError("没有这一类记录，链接不对，请从列表重新打开。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version as it is read."""

    record_id: str
    version: int
    at: str
    who: str
    deed: str
    note: str
    changes: tuple[Change, ...]
    own: bool  # not one that a merge brought along
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHistory:
    """A record with its versions, newest first."""

    name: str
    version: int
    versions: tuple[Version, ...]


def _same(one: str, other: str) -> int:
    """Return how many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def around(before: str, after: str) -> tuple[str, str]:
    """Cut two long texts down to where they differ."""
    shorter = min(len(before), len(after))
    if max(len(before), len(after)) <= _LONGEST:
        return before, after
    head = _same(before, after)
    tail = min(_same(before[::-1], after[::-1]), shorter - head)
    start, left = max(head - _AROUND, 0), max(tail - _AROUND, 0)
    first, second = (
        ("…" if start else "") + text[start : len(text) - left] + ("…" if left else "") for text in (before, after)
    )
    return first, second


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """Puts changes into words; the names are those of staff and employers by id."""

    specs: dict[str, Field]
    staff: dict[str, str]
    firms: dict[str, str]

    def who(self, staff_id: object) -> str:
        return self.staff.get(str(staff_id or ""), _NOBODY if not staff_id else "不在册的账号")

    def change(self, one: FieldChange) -> Change:
        spec = self.specs.get(one.field)
        if one.field in _PEOPLE:
            before, after = (self.who(value) if value else "（空）" for value in (one.before, one.after))
        elif one.field == EMPLOYER_KEY:
            before, after = (self.firms.get(str(value), "（空）") for value in (one.before, one.after))
        else:
            before, after = around(*(said(spec, value, 10_000) for value in (one.before, one.after)))
        return Change(label=label_of(one.field, spec), before=before, after=after)


def history_of(kind: HistoryKind, record_id: str, tables: Tables) -> RecordHistory | None:
    """Return a record's versions; None when there is no such record."""
    table = kind.table(tables)
    record = table.get(record_id)
    if record is None:
        return None
    revisions = table.revisions(record_id)
    told = tuple(change for one in revisions for change in one.changes)
    firms = {str(value) for one in told if one.field == EMPLOYER_KEY for value in (one.before, one.after)}
    reader = _Reader(
        specs={spec.name: spec for group in kind.groups() for spec in group.fields},
        staff={one.id: one.name for one in tables.staff.all()}, firms=tables.employers.names(firms) if firms else {},
    )  # fmt: skip
    versions = tuple(_version(one, reader, record_id, record.version) for one in revisions)
    return RecordHistory(name=kind.named(record), version=record.version, versions=versions)


def _version(one: Revision, reader: _Reader, record_id: str, current: int) -> Version:
    own = one.record_id == record_id
    return Version(
        record_id=one.record_id, version=one.version, at=f"{local(one.at):%Y-%m-%d %H:%M}", who=reader.who(one.by),
        deed=one.deed.label, note=one.note, own=own, current=own and one.version == current,
        changes=tuple(reader.change(change) for change in one.changes if change.field not in _PASSED_OVER),
    )  # fmt: skip


def beside_now(kind: HistoryKind, record_id: str, version: int, tables: Tables) -> tuple[Change, ...] | None:
    """Return a version and the record of now, field by field; None when there is no such version."""
    table = kind.table(tables)
    now, past = table.get(record_id), table.at_version(record_id, version)
    if now is None or past is None:
        return None
    ids = {str(getattr(one, EMPLOYER_KEY)) for one in (now, past) if hasattr(one, EMPLOYER_KEY)}
    return both_sides(kind.groups(), past, now, tables.employers.names(ids) if ids else {})


def go_back(kind: HistoryKind, record_id: str, version: int, seen: int,
            now: datetime) -> Callable[[Tables, Staff], Any]:  # fmt: skip
    """Return the use case that makes an earlier version the newest; `seen` is the version its asker looked at.

    What the hall reads goes back to the reviewer, as after any other change.
    """

    def step(tables: Tables, staff: Staff) -> Any:
        table = kind.table(tables)
        stored = table.get(record_id)
        if stored is not None and stored.version != seen:
            raise StaleRecord("您看的时候这一条又被改过，请刷新再决定要不要退回去。", stored)
        record = table.restore(record_id, version, staff.id, now)
        tables.audit.note(staff, now, Action.RESTORED, subject=table.table, subject_id=record_id,
                          words=f"{kind.word}回到第 {version} 版")  # fmt: skip
        return record

    return step
