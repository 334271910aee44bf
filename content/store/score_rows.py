"""A row the score counts in words, for the list a number opens to: what it is, its page, nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlite_utils import Database

from content.clock import calendar_day, from_text
from content.model.aid import AidDeed
from content.model.cases import CaseKind, Satisfaction
from content.model.codes import Channel
from content.model.consultations import ConsultTopic
from content.model.guidance import GuidanceTopic
from content.model.outreach import VisitMode
from content.store.entries import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """One row; `path` is its page below the desk, "" where it has none."""

    on: date | None
    text: str
    small: str = ""
    path: str = ""


Teller = Callable[[Database, tuple[str, ...]], Iterator[tuple[str, RowWords]]]


def _marks(keys: tuple[str, ...]) -> str:
    return ", ".join("?" * len(keys))


def _jobs(db: Database, keys: tuple[str, ...]) -> Iterator[tuple[str, RowWords]]:
    for key, number, title, heads, at, firm in db.execute(
        f"""SELECT job.id, number, title, headcount, published_at, name FROM job JOIN employer
        ON employer.id = employer_id WHERE job.id IN ({_marks(keys)})""", keys).fetchall():  # fmt: skip
        yield key, RowWords(on=calendar_day(from_text(at)), text=f"{number} 号 {title}", small=f"{firm}，招 {heads} 人",
                            path=f"/jobs/{key}")  # fmt: skip


def _visits(db: Database, keys: tuple[str, ...]) -> Iterator[tuple[str, RowWords]]:
    for key, day, mode, firm in db.execute(
        f"""SELECT visit.id, day, mode, name FROM visit JOIN employer ON employer.id = employer_id
        WHERE visit.id IN ({_marks(keys)})""", keys).fetchall():  # fmt: skip
        yield key, RowWords(on=date.fromisoformat(day), text=f"走访 {firm}", small=VisitMode(mode).label,
                            path=f"/visits/{key}")  # fmt: skip


def _fairs(db: Database, keys: tuple[str, ...]) -> Iterator[tuple[str, RowWords]]:
    """A key is a fair's, or that of a fair and a firm that came to it."""
    parts = {key: key.partition("+") for key in keys}
    fairs = tuple({fair for fair, _, _ in parts.values()})
    firms = tuple({firm for _, _, firm in parts.values()} - {""})
    names = dict(db.execute(f"SELECT id, name FROM employer WHERE id IN ({_marks(firms)})", firms).fetchall())
    known = {key: (name, at, place) for key, name, at, place in db.execute(
        f"SELECT id, name, starts_at, place FROM fair WHERE id IN ({_marks(fairs)})", fairs).fetchall()}  # fmt: skip
    for key, (fair, _, firm) in parts.items():
        if fair in known:
            name, at, place = known[fair]
            text, small = (f"{names.get(firm, '单位')} 参加招聘会", name) if firm else (name, place)
            yield key, RowWords(on=calendar_day(from_text(at)), text=text, small=small, path=f"/fairs/{fair}")


def _registrations(db: Database, keys: tuple[str, ...]) -> Iterator[tuple[str, RowWords]]:
    for key, number, at, channel, late in db.execute(
        f"SELECT id, number, occurred_at, channel, late FROM registration WHERE id IN ({_marks(keys)})",
        keys).fetchall():  # fmt: skip
        told = Channel(channel).label + ("，补录" if late else "")
        yield key, RowWords(on=calendar_day(from_text(at)), text=f"求职登记 {number}".strip(), small=told,
                            path="/registrations")  # fmt: skip


def _cases(db: Database, keys: tuple[str, ...]) -> Iterator[tuple[str, RowWords]]:
    for key, kind, number, at, subject in db.execute(
        f"SELECT id, kind, number, coalesce(answered_at, occurred_at), subject FROM hall_case WHERE id IN "
        f"({_marks(keys)})", keys).fetchall():  # fmt: skip
        yield key, RowWords(on=calendar_day(from_text(at)), text=f"{CaseKind(kind).label} {number}".strip(),
                            small=subject, path=f"/cases/{key}")  # fmt: skip


def _entries(table: str, key: str, columns: str, join: str, told: Callable[..., RowWords]) -> Teller:
    """Return what tells the standing rows of a ledger of entries, known by the id of their first."""
    def tell(db: Database, keys: tuple[str, ...]) -> Iterator[tuple[str, RowWords]]:
        rows = db.execute(
            f"""SELECT {table}.{key}, {columns} FROM {table} {join} WHERE {table}.{key} IN ({_marks(keys)})
            AND {standing(table)}""", keys).fetchall()  # fmt: skip
        for row_key, day, *more in rows:
            yield row_key, replace(told(row_key, *more), on=date.fromisoformat(day))

    return tell


_consultations = _entries("consultation", "entry_id", "day, topic, channel", "", lambda key, topic, channel: RowWords(
    on=None, text=f"咨询：{ConsultTopic(topic).label}", small=Channel(channel).label, path="/consultations"))
_sessions = _entries(
    "course_session", "entry_id", "day, course_id, name", "JOIN course ON course.id = course_id",
    lambda key, course, title: RowWords(on=None, text=f"培训：{title}", path=f"/sessions/{course}"))  # fmt: skip
_firm_answers = _entries(
    "employer_answer", "entry_id", "day, employer.name, face", "JOIN employer ON employer.id = employer_id",
    lambda key, firm, face: RowWords(on=None, text=f"{firm} 的评价", small=Satisfaction(face).label,
                                     path="/satisfaction"))  # fmt: skip
_seeker_answers = _entries("seeker_answer", "entry_id", "day, face", "", lambda key, face: RowWords(
    on=None, text="求职者的评价", small=Satisfaction(face).label, path="/satisfaction"))
_guidance = _entries("guidance", "root", "day, topic, channel", "", lambda key, topic, channel: RowWords(
    on=None, text=f"职业指导：{GuidanceTopic(topic).label}", small=Channel(channel).label, path="/guidance"))
_referrals = _entries(
    "referral", "root", "day, job_number, employer_name", "", lambda key, number, firm: RowWords(
        on=None, text=f"推荐到 {number} 号岗位", small=firm, path=f"/referrals/{key}"))  # fmt: skip
_placements = _entries(
    "placement", "root", "started_on, employer.name", "JOIN employer ON employer.id = employer_id",
    lambda key, firm: RowWords(on=None, text=f"到 {firm} 上岗", path=f"/placements/{key}"))  # fmt: skip
_aids = _entries("aid_event", "root", "day, deed, file", "", lambda key, deed, file: RowWords(
    on=None, text=f"帮扶：{AidDeed(deed).label}", path=f"/aid/{file}"))

# by table; a new ledger joins here and in `score_ledgers.READERS`
TELLERS: dict[str, Teller] = {
    "job": _jobs, "visit": _visits, "fair": _fairs, "registration": _registrations, "hall_case": _cases,
    "consultation": _consultations, "course_session": _sessions, "employer_answer": _firm_answers,
    "seeker_answer": _seeker_answers, "guidance": _guidance, "referral": _referrals, "placement": _placements,
    "aid_event": _aids,
}  # fmt: skip


def told_rows(db: Database, row_ids: tuple[str, ...]) -> dict[str, RowWords]:
    """Return rows in words by the id of their fact; one whose table or row is not known is missing."""
    by_table: dict[str, list[str]] = {}
    for row_id in row_ids:
        table, _, key = row_id.partition("/")
        by_table.setdefault(table, []).append(key)
    return {f"{table}/{key}": words for table, keys in by_table.items() if table in TELLERS
            for key, words in TELLERS[table](db, tuple(keys))}  # fmt: skip
