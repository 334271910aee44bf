"""A row the score counts in words, for the list a number opens to: what it is, its page, nobody's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from content.clock import calendar_day, from_text
from content.model.cases import CaseKind
from content.model.codes import Channel
from content.model.outreach import VisitMode


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


# by table; a new ledger joins here and in `score_facts.READERS`
TELLERS: dict[str, Teller] = {
    "job": _jobs, "visit": _visits, "fair": _fairs, "registration": _registrations, "hall_case": _cases,
}  # fmt: skip


def told_rows(db: Database, row_ids: tuple[str, ...]) -> dict[str, RowWords]:
    """Return rows in words by the id of their fact; one whose table or row is not known is missing."""
    by_table: dict[str, list[str]] = {}
    for row_id in row_ids:
        table, _, key = row_id.partition("/")
        by_table.setdefault(table, []).append(key)
    return {f"{table}/{key}": words for table, keys in by_table.items() if table in TELLERS
            for key, words in TELLERS[table](db, tuple(keys))}  # fmt: skip
