"""The reviewer's steps as use cases: what waits, approve, send back; each on the version that was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from content.admin.login import REVIEWING
from content.admin.look_alikes import twins_of
from content.admin.review_changes import Change, since_approved
from content.admin.review_kinds import JOBS, REVIEW_KINDS, ReviewKind, review_kind, still_open
from content.errors import ContentError, StaleRecord, StoreError
from content.model.audit import Action
from content.model.codes import Stage
from content.model.editorial import Release
from content.model.findings import Finding, Severity
from content.model.people import Staff
from content.rules.duplicates import Twin
from content.rules.judgement import may_be_released, twin_findings, word_of
from content.store.database import Tables
from content.store.records import Page

_SHOWN = 50  # of each kind at once; deciding on them brings up the next


class NeedsReason(ContentError):
    """The record may pass only with a reason for what the rules say of it."""

    def __init__(self, sentence: str, findings: tuple[Finding, ...]) -> None:
        super().__init__(sentence)
        self.findings = findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Which record at which version a reviewer decides on; travels in a row's id."""

    sort: str  # of `REVIEW_KINDS`
    id: str
    version: int

    def text(self) -> str:
        """Return the row id."""
        return f"{self.sort}/{self.id}/{self.version}"

    @staticmethod
    def of(text: str) -> Seen:
        """Read a row id; StoreError when it is none."""
        sort, _, rest = text.partition("/")
        record_id, _, version = rest.partition("/")
        review_kind(sort)
        if not version.isdigit():
            raise StoreError("页面上的这一行不对，请刷新页面再试。")
        return Seen(sort=sort, id=record_id, version=int(version))


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One record in the queue with what the rules say of it and who may decide."""

    sort: str
    word: str
    record: Any
    name: str
    path: str
    who: str  # employer or issuer
    worth: str
    findings: tuple[Finding, ...]
    open: tuple[Finding, ...]  # those that keep it from passing without a word more
    changes: tuple[Change, ...] | None  # since it was last approved; None when it never was
    own: bool  # the asker wrote it, and the market has two pairs of eyes
    others: tuple[str, ...]  # names of those who may decide then
    twins: tuple[tuple[str, int], ...] = ()  # id and number of jobs it may be again, which nobody told apart

    @property
    def seen(self) -> Seen:
        """Return what a decision names."""
        return Seen(sort=self.sort, id=self.record.id, version=self.record.version)

    @property
    def by_reason(self) -> bool:
        """Say whether a reason is all that it lacks."""
        return bool(self.open) and all(may_be_released(one) for one in self.open)

    @property
    def clean(self) -> bool:
        """Say whether nothing stands against it but hints, and the asker may decide."""
        return not self.own and all(one.severity is Severity.INFO for one in self.findings)


def waiting_count(tables: Tables, now: datetime) -> int:
    """Return how many records of all kinds wait for review."""
    return sum(one.kind.table(tables).count_at(Stage.SUBMITTED) for one in REVIEW_KINDS)


def queue(tables: Tables, now: datetime, staff: Staff) -> tuple[tuple[Waiting, ...], int]:
    """Return what waits for review as `staff` sees it, jobs first, and how many there are in all."""
    alone = tables.market.get().two_person_market
    reviewers = [one for one in tables.staff.all() if one.enabled and not REVIEWING.isdisjoint(one.roles)]
    found: list[Waiting] = []
    total = 0
    for one in REVIEW_KINDS:
        table = one.kind.table(tables)
        records, number = table.page(Page(stage=Stage.SUBMITTED, limit=_SHOWN))
        total += number
        jobs = records if one.kind is JOBS else ()
        firms = tables.employers.names(record.employer_id for record in jobs)
        twins = twins_of(jobs, tables, now) if jobs else {}
        for record in records:
            editors = table.editors(record)
            waiting = _waiting(one, record, firms, twins.get(record.id, ()), tables, now)
            others = tuple(other.name for other in reviewers if other.id not in editors)
            found.append(replace(waiting, own=not alone and staff.id in editors, others=others))
    return tuple(found), total


def _waiting(kind: ReviewKind, record: Any, firms: dict[str, str], twins: tuple[Twin, ...], tables: Tables,
             now: datetime) -> Waiting:  # fmt: skip
    numbers = {twin.id: job.number for twin in twins if (job := tables.jobs.get(twin.id)) is not None}
    findings = (*kind.findings(record, tables, now), *twin_findings(twins, numbers))
    table, who = kind.kind.table(tables), kind.who(record)
    return Waiting(
        sort=kind.kind.sort, word=kind.kind.word, record=record, name=kind.kind.named(record),
        path=f"{kind.kind.path}/{record.id}", who=firms.get(who, "") if kind.kind is JOBS else who,
        worth=kind.worth(record), findings=findings, open=still_open(kind.kind.sort, findings, record.releases),
        changes=since_approved(table, record, kind.groups(), tables), own=False, others=(),
        twins=tuple(numbers.items()),
    )  # fmt: skip


def approve(wanted: Seen, now: datetime, reason: str = "",
            twins: tuple[tuple[str, int], ...] = ()) -> Callable[[Tables, Staff], str]:  # fmt: skip
    """Return the use case that passes a record and answers its name; `twins` are those the reviewer was shown.

    StoreError while something must be mended, NeedsReason while something may pass with a reason only.
    """

    def step(tables: Tables, staff: Staff) -> str:
        kind, record = review_kind(wanted.sort), _as_seen(wanted, tables)
        name, table = kind.kind.named(record), kind.kind.table(tables)
        if alike := [number for key, number in twins if key not in tables.not_duplicates.of(wanted.id)]:
            raise StoreError(f"“{name}”和 {alike[0]} 号疑似重复，请先点“合并”或者“不是重复”。")
        found = still_open(wanted.sort, kind.findings(record, tables, now), record.releases)
        if stop := tuple(one for one in found if not may_be_released(one)):
            raise StoreError(f"“{name}”还有 {len(stop)} 处必须改（{stop[0].sentence}），请修改或退回。")
        if found and not reason.strip():
            raise NeedsReason(f"“{name}”有 {len(found)} 处提示，写明理由才能放行，写不出就退回。", found)
        if found:
            let_pass = tuple(Release(code=one.code, field=one.field, word=word_of(one), reason=reason.strip(),
                                     by=staff.id, at=now) for one in found)  # fmt: skip
            table.release(wanted.id, (*record.releases, *let_pass), staff.id)
        table.set_stage(wanted.id, Stage.APPROVED, staff.id, now)
        words = f"审核通过：{name}" + (f"（放行 {len(found)} 处提示）" if found else "")
        tables.audit.note(staff, now, Action.STAGE, subject=wanted.sort, subject_id=wanted.id, words=words)
        return name

    return step


def approve_all(wanted: Iterable[Seen], now: datetime) -> Callable[[Tables, Staff], tuple[int, tuple[str, ...]]]:
    """Return the use case that passes several at once: how many did, and why the others did not."""

    def step(tables: Tables, staff: Staff) -> tuple[int, tuple[str, ...]]:
        done, left = 0, []
        for one in wanted:
            try:
                approve(one, now)(tables, staff)
                done += 1
            except ContentError as error:
                left.append(str(error))
        return done, tuple(left)

    return step


def send_back(wanted: Seen, note: str, now: datetime) -> Callable[[Tables, Staff], str]:
    """Return the use case that returns a record to its editor with the reason, and answers its name."""

    def step(tables: Tables, staff: Staff) -> str:
        if not note.strip():
            raise StoreError("请写明退回的原因，录入员好照着改。")
        kind, record = review_kind(wanted.sort), _as_seen(wanted, tables)
        kind.kind.table(tables).set_stage(wanted.id, Stage.RETURNED, staff.id, now, note.strip())
        name = kind.kind.named(record)
        tables.audit.note(staff, now, Action.STAGE, subject=wanted.sort, subject_id=wanted.id, words=f"退回：{name}")
        return name

    return step


def _as_seen(wanted: Seen, tables: Tables) -> Any:
    kind = review_kind(wanted.sort).kind
    record = kind.table(tables).get(wanted.id)
    if record is None or record.stage is not Stage.SUBMITTED:
        raise StaleRecord("这一条已经有人处理过了，列表已更新。")
    if record.version != wanted.version:
        raise StaleRecord(f"“{kind.named(record)}”在您看的时候被改过，请看新的内容再决定。")
    return record
