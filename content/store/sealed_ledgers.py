"""Which tables are sealed row by row, what of a row is sealed, and the triggers that list every change of one.

A table is added by one line here: the next start of the program seals what it holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from content.ciphers import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLedger:
    """One table; `person` is the column that changes only when a person is taken out of a row, "" without one."""

    table: str
    word: str  # what staff call it
    key: tuple[str, ...] = ("id",)  # what names a row for good; rowids change when the file is copied
    person: str = ""

    def name_in(self, row: str) -> str:
        """Return the SQL that names a row of the alias `row`."""
        return " || '/' || ".join(f'CAST({row}."{column}" AS TEXT)' for column in self.key)


def _as_hex(value: object) -> str:
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no column holds {type(value)}")


# one encoder for all rows: making one takes longer than a row
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False, default=_as_hex)
_THEIRS = "person_index"
LEDGERS = (
    *(SealedLedger(table=table, word=word, person=person) for table, word, person in (
        ("registration", "求职台账", "seeker_id"), ("correction", "求职台账更正", _THEIRS),
        ("person_merge", "档案合并", ""), ("application", "报名", _THEIRS), ("withdrawal", "报名撤回", _THEIRS),
        ("consent_withdrawal", "撤回同意", ""), ("hiring", "用工登记", ""), ("complaint", "举报", ""),
        ("hall_case", "办事登记", ""), ("job", "岗位", ""), ("fair", "招聘会", ""), ("visit", "企业走访", ""),
        ("source_watch", "信息源登记", ""), ("consultation", "咨询", _THEIRS), ("consult_step", "咨询跟进", ""),
        ("consult_action", "咨询分析", ""), ("employer_answer", "企业满意度", ""),
        ("seeker_answer", "求职者满意度", ""), ("dispute_event", "维权", ""), ("course_session", "培训班", ""),
        ("trainee_result", "培训结果", _THEIRS), ("course_review", "培训评估", ""), ("referral", "推荐", _THEIRS),
        ("placement", "就业登记", _THEIRS), ("guidance", "职业指导", _THEIRS), ("service_plan", "服务方案", _THEIRS),
        ("aid_file", "帮扶档案", _THEIRS), ("aid_event", "帮扶记录", _THEIRS), ("ledger_sweep", "台账梳理", ""),
        ("match_call", "匹配电话", _THEIRS), ("work_log", "工作日志", ""), ("work_week", "工作日志检查", ""),
        ("security_check", "安全检查", ""), ("security_training", "信息安全培训", ""),
        ("security_incident", "安全事件", ""),
        ("frozen_report", "运营报告", ""), ("county_figure", "考核数据", ""), ("kpi_adjustment", "考核调整", ""),
        ("subsidy_payment", "补助拨付", ""),
        ("violation", "违规", ""), ("rectification", "整改", ""), ("assessment", "考核结果", ""),
    )),
    SealedLedger(table="session_attendance", word="培训签到", key=("session_id", "place"), person=_THEIRS),
    *(SealedLedger(table=table, word=word, key=("place",)) for table, word in (
        ("row_check", "考核核对"), ("line_review", "台账每日审核"), ("publicity", "考核公示"),
        ("appeal_step", "申诉复查"),
    )),
)  # fmt: skip
BY_TABLE = {ledger.table: ledger for ledger in LEDGERS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table as SQLite tells it."""

    name: str
    is_blob: bool


def columns_of(db: Database, ledger: SealedLedger) -> tuple[Column, ...]:
    """Return every column of a table, in its order."""
    rows = db.execute(f"PRAGMA table_info({ledger.table})").fetchall()
    return tuple(Column(name=row[1], is_blob=row[2].upper() == "BLOB") for row in rows)


def selected(columns: Sequence[Column], row: str) -> str:
    """Return the columns as a SELECT of the alias `row` names them."""
    return ", ".join(f'{row}."{column.name}"' for column in columns)


def body_of(values: Sequence[object]) -> bytes:
    """Return the bytes of a row that are sealed: its values as JSON, bytes as hex, in the order of its columns."""
    return _JSON.encode(values).encode()


def digest_of(salt: bytes, body: bytes, key: bytes) -> bytes:
    """Return the digest that seals a row, in the profile of the key; without its salt nobody can try out the row."""
    return digest(key, salt + body)


def shape_digest(columns: Sequence[Column]) -> bytes:
    """Return the digest of the columns a table is sealed by."""
    return hashlib.sha256(body_of([column.name for column in columns])).digest()


def triggers_there(db: Database) -> dict[str, str]:
    """Return every trigger of the file by name, as it is written there."""
    return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


def triggers_amiss(ledger: SealedLedger, columns: Sequence[Column], there: Mapping[str, str]) -> dict[str, str]:
    """Return the triggers of a table that are missing or not as they should be, by name."""
    wanted = triggers_of(ledger, columns)
    return {name: sql for name, sql in wanted.items() if there.get(name) != sql}


def triggers_of(ledger: SealedLedger, columns: Sequence[Column]) -> dict[str, str]:
    """Return the triggers by name that list what is added, changed and removed, with what a changed row said before."""
    was = ", ".join(f'iif(OLD."{one.name}" IS NULL, NULL, lower(hex(OLD."{one.name}")))' if one.is_blob
                    else f'OLD."{one.name}"' for one in columns)  # fmt: skip
    changed = "'changed'"
    if ledger.person:
        changed = f"iif(OLD.{ledger.person} IS NOT NEW.{ledger.person}, 'emptied', 'changed')"
    found = {
        "added": ("INSERT", "NEW", "NEW.rowid", "'added'", "NULL"),
        "changed": ("UPDATE", "NEW", "NEW.rowid", changed, f"json_array({was})"),
        "removed": ("DELETE", "OLD", "NULL", "'removed'", f"json_array({was})"),
    }
    return {
        f"{ledger.table}_seal_{name}": f"CREATE TRIGGER {ledger.table}_seal_{name} AFTER {verb} ON {ledger.table} "
        "BEGIN INSERT INTO ledger_unsealed (ledger, row_id, stored_at, deed, before) "
        f"VALUES ('{ledger.table}', {ledger.name_in(row)}, {place}, {deed}, {before}); END"
        for name, (verb, row, place, deed, before) in found.items()
    }
