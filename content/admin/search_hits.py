"""What the one search box finds: records by their words, people by a whole number and for who may see them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from content.admin.hall_kinds import ARTICLES, COURSES, FAIRS, GUIDES, NOTICES, HallKind
from content.admin.list_state import ListState, address_of
from content.admin.login import EDITING, REVIEWING
from content.admin.wording import pay_words
from content.clock import local
from content.link.numbers import read_number
from content.model.audit import Action
from content.model.people import Staff
from content.model.seekers import Seeker
from content.privacy import KeyRing, blind_index
from content.store.database import Tables
from content.store.records import Page, RecordTable
from content.store.seekers import LedgerRow

MOST = 8  # of one kind
_HALLS: tuple[HallKind[Any], ...] = (COURSES, FAIRS, ARTICLES, NOTICES, GUIDES)
_LEDGER = "/registrations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One thing found and the page below /staff that shows it."""

    text: str
    small: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What was found of one kind, at most `MOST`; `path` lists all of them, "" where no list can."""

    word: str
    total: int
    hits: tuple[Hit, ...]
    path: str = ""


class Sought(Enum):
    """By what whole number a person or a receipt is looked up; the value is what the record of it says."""

    ID_NUMBER = "证件号码"
    PHONE = "电话"
    RECEIPT = "回执号"


def number_in(text: str) -> tuple[tuple[Sought, str], ...]:
    """Return which whole numbers a text can be; a part of one is none, so nobody is found by trying."""
    typed = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    found: list[tuple[Sought, str]] = []
    if re.fullmatch(r"\d{17}[\dX]", typed):
        found.append((Sought.ID_NUMBER, typed))
    if re.fullmatch(r"1\d{10}", typed):
        found.append((Sought.PHONE, typed))
    receipt = read_number(typed)
    if receipt is not None:
        found.append((Sought.RECEIPT, receipt))
    return tuple(found)


def _job_hits(tables: Tables, text: str, opens: bool) -> Group:
    records, total = tables.jobs.page(Page(text=text, limit=MOST))
    firms = tables.employers.names(job.employer_id for job in records)
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
    exact = tables.jobs.by_number(number) if number else None
    first = sorted(records, key=lambda job: job.number != number)
    if exact is not None and exact.id not in {job.id for job in records}:
        first = [exact, *first][:MOST]
        total = max(total, len(first))
    hits = tuple(
        Hit(text=f"{job.number} {job.title}",
            small=" · ".join(filter(None, (firms.get(job.employer_id, ""), pay_words(job), job.stage.label))),
            path=f"/jobs/{job.id}" if opens else _listed("/jobs", str(job.number)))
        for job in first
    )  # fmt: skip
    return Group(word="岗位", total=total, hits=hits, path=_listed("/jobs", text))


def _listed(path: str, text: str) -> str:
    return path + address_of(ListState(text=text))


def _hits_of(table: RecordTable[Any], text: str, word: str, path: str, opens: bool, named: Callable[[Any], str],
             small: Callable[[Any], str]) -> Group:  # fmt: skip
    records, total = table.page(Page(text=text, limit=MOST))
    hits = tuple(Hit(text=named(one), small=small(one),
                     path=f"{path}/{one.id}" if opens else _listed(path, named(one))) for one in records)  # fmt: skip
    return Group(word=word, total=total, hits=hits, path=_listed(path, text))


def records_found(tables: Tables, text: str, staff: Staff) -> tuple[Group, ...]:
    """Return the records that a text names, in words, pinyin, initials or a job's number; no empty group."""
    text = text.strip()
    if not text:
        return ()
    writes = not EDITING.isdisjoint(staff.roles)
    opens = writes or not REVIEWING.isdisjoint(staff.roles)
    groups = [
        _job_hits(tables, text, opens),
        _hits_of(tables.employers, text, "企业", "/employers", writes, lambda firm: firm.name,
                 lambda firm: "已核实" if firm.verified_at is not None else "未核实"),
        _hits_of(tables.policies, text, "政策", "/policies", opens, lambda one: one.title,
                 lambda one: f"{one.level.label} · {one.stage.label}"),
    ]  # fmt: skip
    groups += [_hits_of(kind.table(tables), text, kind.word, kind.path, opens, kind.named,
                        lambda one: one.stage.label) for kind in _HALLS]  # fmt: skip
    return tuple(group for group in groups if group.hits)


def _lines_of(tables: Tables, seeker_id: str) -> Group:
    rows, total = tables.seekers.registrations(limit=MOST, seeker_id=seeker_id)
    return Group(word="求职人员", total=total, hits=tuple(map(_line, rows)), path=f"{_LEDGER}?seeker={seeker_id}")


def _line(row: LedgerRow) -> Hit:
    day = f"{local(row.occurred_at):%Y-%m-%d}"
    return Hit(text=f"{row.name_mask} {row.number}", small=f"{row.id_mask} · {day} 登记",
               path=f"{_LEDGER}?line={row.id}")  # fmt: skip


def _people(tables: Tables, kind: Sought, number: str, keys: KeyRing) -> tuple[Seeker, ...]:
    if kind is Sought.PHONE:
        return tables.seekers.by_phone_index(blind_index(keys.index, "tel1", number))
    seeker = tables.seekers.by_index(blind_index(keys.index, "id1", number))
    return () if seeker is None else (seeker,)


def people_found(tables: Tables, sought: tuple[tuple[Sought, str], ...], keys: KeyRing, staff: Staff,
                 now: datetime) -> tuple[Group, ...]:  # fmt: skip
    """Return the ledger's lines of whoever has one of these numbers, and note that somebody looked (never the number).

    Ask it in a write that has checked the role.
    """
    groups: list[Group] = []
    for kind, number in sought:
        found: list[Group] = []
        ids: list[str] = []
        if kind is Sought.RECEIPT:
            rows = [row for one in tables.seekers.by_receipt(number)
                    for row in tables.seekers.registrations(registration_id=one.id)[0]]  # fmt: skip
            ids = [row.seeker_id for row in rows]
            hits = tuple(map(_line, rows))
            found = [Group(word="回执", total=len(hits), hits=hits)] if hits else []
        else:
            ids = [one.id for one in _people(tables, kind, number, keys)]
            found = [_lines_of(tables, one) for one in ids[:MOST]]
        groups += [group for group in found if group.hits]
        told = f"按{kind.value}查找，{f'找到 {len(ids)} 位' if ids else '没有找到'}"
        tables.audit.note(staff, now, Action.SOUGHT, subject="seeker", subject_id=ids[0] if len(ids) == 1 else "",
                          words=told)  # fmt: skip
    return tuple(groups)
