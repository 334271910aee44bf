"""本人来办: somebody at the window with their card sees, takes home, and takes back what the market has of them.

Who asks is shown by the number on the card they present and by nothing else: typed numbers that are not this person's
tell nothing. Each step is on the record with how they showed who they are (PIPL §15, §45, §47).

A mask and an age leave some thousand numbers possible, so that wrong ones are on the record too, and wait after five.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from content.admin.seeker_entry import ENTERING
from content.admin.sheets_ledger import trade_names
from content.clock import local
from content.errors import StoreError
from content.hubapi.held_filings import forget_held
from content.hubapi.projections import SEEKER_TABLE
from content.model.audit import Action
from content.model.codes import Labelled
from content.model.ids import new_id
from content.model.people import Staff
from content.model.seekers import ConsentWithdrawal, Seeker
from content.privacy import ColumnCipher, KeyRing, blind_index
from content.rules.id_numbers import id_number_in
from content.store.audit import AuditPage
from content.store.database import Tables

ACTING = ENTERING  # who may act for somebody at the window
_WRONG = "wrong_number"  # what a wrong number is noted under
_MOST_WRONG, _WAIT = 5, timedelta(minutes=10)
_NOT_THEIRS = "这个号码不是这份档案的本人，不能查看。请对着证件再输一遍；本人不是这位的，请到台账里找本人的档案。"


class NotTheirs(StoreError):
    """The number presented is not this person's; to be noted by `note_wrong`, since this write is undone."""


class Shown(Labelled):
    """By what a person showed at the window who they are."""

    CARD = "card", "居民身份证原件"
    SOCIAL = "social", "社会保障卡原件"
    PHONE = "phone", "电子身份证"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One heading of a copy, with its lines."""

    title: str
    lines: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopy:
    """Everything the market has of one person, in words, for that person."""

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    since: date
    registration_id: str  # the newest one, which a correction begins from
    parts: tuple[Part, ...] = field(repr=False)


def note_wrong(seeker_id: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that writes down a number that was not the person's; the number itself is said nowhere."""

    def step(tables: Tables, staff: Staff) -> None:
        tables.audit.note(staff, now, Action.SOUGHT, subject=_WRONG, subject_id=seeker_id, words="本人来办：号码对不上")

    return step


def _require_patience(tables: Tables, staff: Staff, now: datetime) -> None:
    wrong, _ = tables.audit.page(AuditPage(staff_id=staff.id, subject=_WRONG, limit=_MOST_WRONG))
    if len(wrong) == _MOST_WRONG and now - wrong[-1].at < _WAIT:
        raise StoreError("连着几次号码都对不上，过十分钟才能再输。请先核对证件，或者请别的同事来办。")


def _members(tables: Tables, seeker_id: str, typed: str, keys: KeyRing) -> tuple[Seeker, ...]:
    """Return all records of the person who presents this number; StoreError for anybody else."""
    found = (tables.seekers.get(key) for key in tables.person_merges.members(seeker_id))
    members = tuple(one for one in found if one is not None)
    number = id_number_in(typed)
    mine = blind_index(keys.index, "id1", number) if number else b""
    if not any(one.id_number.index == mine for one in members):
        raise NotTheirs(_NOT_THEIRS)
    return members


def own_copy(seeker_id: str, typed: str, shown: Shown, keys: KeyRing, now: datetime,
             printed: bool = False) -> Callable[[Tables, Staff], OwnCopy]:  # fmt: skip
    """Return the use case that tells a person everything, and writes down who showed it and why."""

    def step(tables: Tables, staff: Staff) -> OwnCopy:
        _require_patience(tables, staff, now)
        members = _members(tables, seeker_id, typed, keys)
        deed, words = (Action.EXPORTED, "打印一份本人的信息") if printed else (Action.LOOKED, "全部信息，为本人来查")
        tables.audit.note(staff, now, deed, subject="seeker", subject_id=seeker_id, words=f"{words}，凭{shown.label}")
        return _copy(tables, members, keys)

    return step


def take_back_at_window(seeker_id: str, typed: str, shown: Shown, keys: KeyRing,
                        now: datetime) -> Callable[[Tables, Staff], None]:  # fmt: skip
    """Return the use case by which a person takes back their consent at the window, in all their records."""

    def step(tables: Tables, staff: Staff) -> None:
        _require_patience(tables, staff, now)
        for one in _members(tables, seeker_id, typed, keys):
            if one.id_number.index is not None:
                tables.own_records.withdraw(
                    ConsentWithdrawal(id=new_id(now), person_index=one.id_number.index, withdrawn_at=now))  # fmt: skip
                forget_held(tables, keys, one.id_number.index, now)
        # the record that was is nobody's now: who it was stays unsaid
        tables.audit.note(staff, now, Action.ERASED, subject="seeker", words=f"本人在窗口撤回同意，凭{shown.label}")

    return step


def _copy(tables: Tables, members: tuple[Seeker, ...], keys: KeyRing) -> OwnCopy:
    cipher, first = ColumnCipher(key=keys.data), members[0]

    def told(column: str) -> str:
        sealed = getattr(first, column)
        return cipher.decrypt(sealed.ciphertext, SEEKER_TABLE, column, first.id) if sealed is not None else "没有留"

    lines = sorted((line for one in members for line in tables.seekers.of_seeker(one.id)),
                   key=lambda one: one.occurred_at, reverse=True)  # fmt: skip
    registered = tuple(
        f"{local(one.occurred_at):%Y-%m-%d %H:%M} 回执 {one.number}：想做 {trade_names(one.trades) or '没有选'}，"
        f"告知书 {one.consent_version}" for one in lines)  # fmt: skip
    indexes = [one.id_number.index for one in members if one.id_number.index is not None]
    parts = (Part(title="求职登记", lines=registered),
             *(Part(title=title, lines=tuple(line for index in indexes for line in of(tables, index)))
               for title, of in _PARTS))  # fmt: skip
    return OwnCopy(
        name=told("name"), id_number=told("id_number"), phone=told("phone"),
        since=local(min(one.first_seen_at for one in members)).date(),
        registration_id=lines[0].id if lines else "", parts=tuple(one for one in parts if one.lines),
    )  # fmt: skip


def _corrections(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.own_records.corrections(index):
        what = "换了电话" if not one.phone_kept else "改了意向"
        yield f"{local(one.occurred_at):%Y-%m-%d %H:%M} {what}" + (f"：{one.reason}" if one.reason else "")


def _applications(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.applications.of_person(index):
        job = one.job_title or f"岗位 {one.job_number}"
        yield f"{local(one.occurred_at):%Y-%m-%d} 报名 {job}（{one.employer_name}）：{one.standing}"


def _referrals(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.referrals.of_person(index):
        yield f"{one.day} 推荐到 {one.employer_name}：{one.outcome.label}，姓名和电话告诉过这家单位"


def _placements(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.placements.of_person(index):
        yield f"{one.started_on} 上岗" + ("，留有证明" if one.evidence else "")


def _guidance(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.guidance.of_person(index):
        yield f"{one.day} {one.topic.label}：{tables.guidance.open(one, 'words') or one.result.label}"
    for plan in tables.plans.of_person(index):
        yield f"{plan.day} 服务方案：{tables.plans.open(plan, 'goal')}"


def _aid(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.aid_files.of_person(index):
        yield f"{local(one.entered_at):%Y-%m-%d} 帮扶档案（{one.group.label}）：{one.state.label}"
    for event in tables.aid_events.of_person(index):
        yield f"{event.day} {event.deed.label}：{tables.aid_events.open(event, 'words')}"


def _consultations(tables: Tables, index: bytes) -> Iterator[str]:
    for one in tables.consultations.of_person(index):
        yield f"{one.day} {one.topic.label}：{one.question or '内容已过保存期限'}"


_PARTS: tuple[tuple[str, Callable[[Tables, bytes], Iterator[str]]], ...] = (
    ("更正", _corrections), ("报名", _applications), ("推荐", _referrals), ("就业登记", _placements),
    ("职业指导和服务方案", _guidance), ("帮扶", _aid), ("咨询", _consultations),
)  # fmt: skip
