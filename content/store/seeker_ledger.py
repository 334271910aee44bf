"""求职台账: every registration with its newest correction laid over it; filtered, paged and read out whole (R123)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from content.clock import SHANGHAI, to_text
from content.errors import StoreError
from content.model.ledgers import SeekerLine
from content.privacy import ColumnCipher, KeyRing
from content.rules.workdays import day_of
from content.store.mapping import Row, row_mapping
from content.store.records import Page

_PERSONAL = ("name", "id_number", "phone")
_WISHES = ("trades", "pay_wishes", "start_wish", "township_codes", "unsure", "education", "skills", "certificates",
           "seeker_groups", "phone_of")  # fmt: skip
_NEWEST = """SELECT id FROM correction WHERE registration_id = registration.id AND registration_id <> ''
    ORDER BY occurred_at DESC, id DESC LIMIT 1"""
# by row number: 100,000 lines are held against a list of integers in a tenth of the time of one of ids
_RIGHT = """SELECT line.rowid FROM correction AS mended JOIN registration AS line ON line.id = mended.registration_id
    WHERE mended.registration_id <> ''"""
# education may be put right to nothing, so what stands is never asked by coalesce
_LAID = ", ".join(f"iif(mended.id IS NULL, registration.{name}, mended.{name}) AS {name}" for name in _WISHES)
_LINE = f"""SELECT registration.id, registration.seeker_id, registration.number, registration.occurred_at,
    registration.clock_ok, registration.channel, registration.id_entry, registration.terminal_id,
    registration.is_minor, registration.late, registration.entered_at, registration.handled_by, registration.helped,
    registration.consent_version, {_LAID}, mended.occurred_at AS corrected_at, coalesce(mended.reason, '') AS reason,
    seeker.sex, seeker.birth_year, seeker.township_code, seeker.merged_into, seeker.name_mask, seeker.id_number_mask,
    seeker.phone_mask {{sealed}}
    FROM registration JOIN seeker ON seeker.id = registration.seeker_id
    LEFT JOIN correction AS mended ON mended.id = ({_NEWEST})"""
_FACTS = " JOIN seeker INDEXED BY seeker_facts ON seeker.id = registration.seeker_id"
_ORDER = "ORDER BY registration.occurred_at DESC, registration.id DESC"

_TURNED = "ORDER BY registration.occurred_at, registration.id"


def span_bounds(span: str) -> tuple[str, str]:
    """Return the instants between which a month `2026-11`, an ISO week `2026-W48` or a day `2026-11-23` lies.

    By the county's calendar; StoreError for anything else.
    """
    try:
        if "-W" in span:
            first = day_of(span, 1)
            following = first + timedelta(days=7)
        elif len(span) == len("2026-11-23"):
            first = date.fromisoformat(span)
            following = first + timedelta(days=1)
        else:
            first = date.fromisoformat(f"{span}-01")
            following = (first + timedelta(days=31)).replace(day=1)
    except ValueError:
        raise StoreError("月份或周请从列表里选，例如 2026-11 或 2026-W48。") from None
    start, end = (to_text(datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)) for day in (first, following))
    return start, end


def age_bounds(band: str) -> tuple[int, int]:
    """Return the youngest and the oldest of a band `16-24`; StoreError for anything else."""
    youngest, _, oldest = band.partition("-")
    if not (youngest.isdecimal() and oldest.isdecimal()):
        raise StoreError("年龄段请从列表里选，例如 30—39 岁。")
    return int(youngest), int(oldest)


def _laid(condition: str) -> str:
    """Return a condition on `{line}` that asks the line, or its newest correction where it has one."""
    return f"""(({condition.format(line="registration")} AND registration.rowid NOT IN ({_RIGHT}))
        OR registration.rowid IN ({_RIGHT} AND {condition.format(line="mended")} AND NOT EXISTS (
            SELECT 1 FROM correction AS later WHERE later.registration_id = mended.registration_id
            AND later.registration_id <> '' AND (later.occurred_at, later.id) > (mended.occurred_at, mended.id))))"""


# what a filter asks; those of the second half need the person
_FILTERS = {
    "channel": "registration.channel = :value", "late": "registration.late = (:value = '1')",
    "seeker": "registration.seeker_id IN (SELECT id FROM seeker WHERE id = :value OR merged_into = :value)",
    "line": "registration.id = :value", "trade": _laid("instr({line}.trades, '\"' || :value || '\"')"),
    "skill": _laid("instr({line}.skills, '\"' || :value || '\"')"),
    "belongs": _laid("instr({line}.seeker_groups, '\"' || :value || '\"')"),
    "group": _laid("{line}.trades GLOB '*\"' || :value || '[0-9]*'"),
    "corrected": f"(registration.rowid IN ({_RIGHT})) = (:value = '1')",
}  # fmt: skip
_OF_PERSON = {
    "township": "seeker.township_code = :value", "sex": "seeker.sex = :value",
    "age": "substr(registration.occurred_at, 1, 4) - seeker.birth_year BETWEEN :value_a AND :value_b",
}  # fmt: skip


class SeekerLedger:
    """The ledger; `page` and `every` take a Page with the filters above, its text is a receipt number."""

    table = "registration"

    def __init__(self, db: Database, keys: KeyRing) -> None:
        self._db = db
        self._cipher = ColumnCipher(key=keys.data)

    def _asked(self, page: Page) -> tuple[str, str, dict[str, Any]]:
        """Return the source, the condition and its values."""
        parts, values, joined = ["1"], dict[str, Any](), False
        if page.text.strip():
            parts.append("registration.number = :number")
            values["number"] = page.text.strip()
        for place, (name, value) in enumerate(page.filters):
            key = f"filter_{place}"
            if name == "month":
                values[f"{key}_a"], values[f"{key}_b"] = span_bounds(value)
                parts.append(f"registration.occurred_at >= :{key}_a AND registration.occurred_at < :{key}_b")
                continue
            if name == "age":
                values[f"{key}_a"], values[f"{key}_b"] = age_bounds(value)
            condition = _FILTERS.get(name) or _OF_PERSON.get(name)
            if condition is None:
                raise StoreError(f"求职台账没有“{name}”这个筛选，请用页面上的筛选条件。")
            joined = joined or name in _OF_PERSON
            parts.append(condition.replace(":value", f":{key}"))
            if name != "age":
                values[key] = value
        return "registration" + _FACTS * joined, " AND ".join(parts), values

    def page(self, page: Page) -> tuple[tuple[SeekerLine, ...], int]:
        """Return one page, newest first, and how many lines there are; StoreError for an unknown filter."""
        source, where, values = self._asked(page)
        total = int(self._db.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()[0])
        # found on the narrow index, from whichever end is nearer; only what is shown is read whole
        shown, turned = max(min(page.limit, total - page.offset), 0), page.offset > total // 2
        found = self._db.execute(
            f"SELECT registration.id FROM {source} WHERE {where} {_TURNED if turned else _ORDER} "
            "LIMIT :shown OFFSET :offset", values | {
                "shown": shown, "offset": total - page.offset - shown if turned and shown else page.offset}).fetchall()
        marks = ",".join("?" * len(found))
        rows = self._db.query(f"{_LINE.format(sealed='')} WHERE registration.id IN ({marks}) {_ORDER}",
                              [key for (key,) in found])  # fmt: skip
        return tuple(self._masked(row) for row in rows), total

    def every(self, page: Page, whole: bool = False) -> Iterator[SeekerLine]:
        """Yield all lines asked for; `whole` opens names, ID numbers and phones, else they are masks."""
        _, where, values = self._asked(page)
        sealed = ", seeker.name, seeker.id_number, seeker.phone" if whole else ""
        for row in self._db.query(f"{_LINE.format(sealed=sealed)} WHERE {where} {_ORDER}", values):
            yield self._opened(row) if whole else self._masked(row)

    def line(self, registration_id: str) -> SeekerLine | None:
        """Return one line as it stands, masked."""
        rows = self._db.query(f"{_LINE.format(sealed='')} WHERE registration.id = ?", [registration_id])
        return next((self._masked(row) for row in rows), None)

    def _masked(self, row: Row) -> SeekerLine:
        shown = {name: row[f"{name}_mask"] or "" for name in _PERSONAL}
        return row_mapping(SeekerLine, _PERSONAL).from_row(row, **shown)

    def _opened(self, row: Row) -> SeekerLine:
        # a line whose person took back their consent has nothing to open
        shown = {name: self._cipher.decrypt(row[name], "seeker", name, row["seeker_id"])
                 if row[name] else row[f"{name}_mask"] or "" for name in _PERSONAL}  # fmt: skip
        return row_mapping(SeekerLine, _PERSONAL).from_row(row, **shown)
