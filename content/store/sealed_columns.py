"""Which columns of market.db hold ciphertext, and a self-test of all of them.

A column of bytes that is in no list fails a test: whoever adds one says here what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.utils import sqlite3

from content.errors import SealError, StoreError
from content.privacy import ColumnCipher, KeyRing, key_id
from content.store.driver import open_for_reading

# table: its sealed columns; the row each value is bound to is `id`, in the files of `chains` the root
_BY_ID = {
    "seeker": ("name", "id_number", "phone"), "employer": ("contact_name", "contact_phone"),
    "visit": ("contact_name", "contact_phone"), "application": ("name", "phone"), "complaint": ("text", "phone"),
    "hiring": ("contact_name", "contact_phone"), "hall_case": ("body",), "correction": ("phone",),
    "consultation": ("question",), "consult_step": ("words",), "dispute_event": ("words",),
    "security_incident": ("what", "measures"),
}  # fmt: skip
_BY_ROOT = {
    "referral": ("name",), "placement": ("name",), "guidance": ("name", "words"),
    "service_plan": ("name", "goal", "steps"), "aid_file": ("name", "plan"), "aid_event": ("name", "words"),
}  # fmt: skip
SEALED: dict[str, tuple[str, ...]] = {**_BY_ID, **_BY_ROOT, "draft": ("typed",)}
# keyed digests of persons, phones and one-time codes, which a change of keys lays under the new layer
INDEXED: dict[str, tuple[str, ...]] = {
    "terminal": ("token_digest",), "pairing_code": ("digest",), "registration": ("code_digest",),
    "complaint": ("code_digest",), "hiring": ("code_digest",), "hall_case": ("code_digest", "once"),
    "seeker": ("id_number_index", "phone_index"), "correction": ("person_index", "phone_index"),
    "consent_withdrawal": ("person_index",), "employer": ("contact_phone_index",), "visit": ("contact_phone_index",),
    "application": ("code_digest", "person_index"), "withdrawal": ("person_index",),
    "consultation": ("person_index",), "seeker_answer": ("once",), "session_attendance": ("person_index",),
    "trainee_result": ("person_index",), "match_call": ("person_index",), "tool_loan": ("person_index",),
    **dict.fromkeys(_BY_ROOT, ("person_index",)),
}  # fmt: skip
# bytes that hide nothing, or are keyed digests of what nobody could guess: they cannot be opened by any key
OPEN: dict[str, tuple[str, ...]] = {
    "login_failure": ("subject",), "audit": ("mac",), "edition": ("manifest", "signature"),
    "staff_link": ("digest",), "staff_session": ("digest",), "ledger_seal": ("digest", "mac"),
    "ledger_salt": ("salt",), "ledger_seal_head": ("last", "mac"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCount:
    """What the self-test found in one column."""

    table: str
    column: str
    values: int  # that hold something
    strange: int  # not ciphertext under the key in use
    opened: int  # of the newest few, how many could be opened
    tried: int


def binding_of(table: str, column: str, row: Mapping[str, object]) -> tuple[str, str]:
    """Return the column and the row id a sealed value of this row is bound to."""
    if table == "draft":
        return str(row["kind"]), f"{row['staff_id']}/{row['record_id']}"
    return column, str(row["root" if table in _BY_ROOT else "id"])


_TRIED = 5


def _tried(database: Database, table: str, column: str) -> Iterator[tuple[bytes, str, str]]:
    """Yield the newest values with the column and the row they are bound to."""
    where = f'FROM "{table}" WHERE length("{column}") > 0 ORDER BY rowid DESC LIMIT {_TRIED}'
    if table == "draft":
        for stored, kind, staff, record in database.execute(
                f"SELECT typed, kind, staff_id, record_id {where}").fetchall():  # fmt: skip
            yield stored, kind, f"{staff}/{record}"
        return
    key = "root" if table in _BY_ROOT else "id"
    for stored, row in database.execute(f'SELECT "{column}", "{key}" {where}').fetchall():
        yield stored, column, row


def _opens(cipher: ColumnCipher, table: str, stored: bytes, column: str, row: str) -> bool:
    try:
        cipher.decrypt_bytes(stored, table, column, row)
    except SealError:
        return False
    return True


def self_test(path: Path, keys: KeyRing) -> tuple[SealedCount, ...]:
    """Look at every sealed value's head, and open the newest of each column; nothing of what they say is returned."""
    cipher, head = ColumnCipher(key=keys.data), b"\x01\x01" + key_id(keys.data)
    found = []
    try:
        database = open_for_reading(path)
        try:
            there = {row[1] for row in database.execute("PRAGMA table_list").fetchall()}
            wanted = [(table, column) for table, columns in SEALED.items() if table in there for column in columns]
            for table, column in wanted:
                values, strange = database.execute(
                    f'SELECT count(*), coalesce(sum(substr("{column}", 1, 6) <> ?), 0) FROM "{table}" '
                    f'WHERE length("{column}") > 0', [head]).fetchone()  # fmt: skip
                tried = [_opens(cipher, table, *one) for one in _tried(database, table, column)]
                found.append(SealedCount(table=table, column=column, values=values, strange=strange,
                                         opened=sum(tried), tried=len(tried)))  # fmt: skip
        finally:
            database.close()
    except sqlite3.Error as error:
        raise StoreError(f"加密列没有查完（{error}），请系统管理员检查磁盘后再查一次。") from error
    return tuple(found)
