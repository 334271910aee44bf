"""Two records of one person: which stands for both, why, and who they may be; nothing of either is lost (R123)."""

from __future__ import annotations

from sqlite_utils import Database

from content.errors import StoreError
from content.model.ledgers import PersonMerge
from content.store.mapping import row_mapping
from content.store.own_records import FORGOTTEN

_MOST = 8


class PersonMerges:
    """The merges; `seeker.merged_into` follows their newest entry, and registrations stay where they were."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _note(self, entry: PersonMerge) -> None:
        row = row_mapping(PersonMerge).to_row(entry)
        names, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO person_merge ({names}) VALUES ({marks})", row)

    def merge(self, entry: PersonMerge) -> None:
        """Let `kept` stand for `gone` too; StoreError when they are one already, or one is nobody any more."""
        rows = {row["id"]: row for row in self._db.query(
            "SELECT id, name_mask, merged_into FROM seeker WHERE id IN (?, ?)", [entry.kept, entry.gone])}  # fmt: skip
        if entry.kept == entry.gone or len(rows) != 2:
            raise StoreError("要合并的两份档案有一份不在了，请刷新页面再试。")
        if any(row["name_mask"] == FORGOTTEN for row in rows.values()):
            raise StoreError("本人撤回过同意的档案没有姓名，不能合并。")
        if any(row["merged_into"] for row in rows.values()):
            raise StoreError("其中一份已经并到别的档案了，请到那份档案上合并。")
        self._note(entry)
        self._db.execute("UPDATE seeker SET merged_into = ? WHERE id = ? OR merged_into = ?",
                         [entry.kept, entry.gone, entry.gone])  # fmt: skip

    def part(self, entry: PersonMerge) -> None:
        """Take `gone` out of `kept` again; StoreError when it is not in it."""
        done = self._db.execute("UPDATE seeker SET merged_into = '' WHERE id = ? AND merged_into = ?",
                                [entry.gone, entry.kept])  # fmt: skip
        if done.rowcount != 1:
            raise StoreError("这两份档案现在不是合并的，请刷新页面再看。")
        self._note(entry)

    def of(self, seeker_id: str) -> tuple[PersonMerge, ...]:
        """Return every entry a record takes part in, newest first."""
        rows = self._db.query("SELECT * FROM person_merge WHERE kept = ? OR gone = ? ORDER BY at DESC, id DESC",
                              [seeker_id, seeker_id])  # fmt: skip
        return tuple(row_mapping(PersonMerge).from_row(row) for row in rows)

    def members(self, seeker_id: str) -> tuple[str, ...]:
        """Return the ids of the records that are one person with this one, the record that stands for them first."""
        row = self._db.execute(
            """SELECT coalesce((SELECT other.id FROM seeker AS other WHERE other.id = seeker.merged_into), seeker.id)
            FROM seeker WHERE id = ?""", [seeker_id]).fetchone()  # fmt: skip
        if row is None:
            return ()
        gone = self._db.execute("SELECT id FROM seeker WHERE merged_into = ? ORDER BY id", [row[0]]).fetchall()
        return (row[0], *(key for (key,) in gone))

    def alike(self, seeker_id: str) -> tuple[str, ...]:
        """Return the ids of records that may be the same person: same phone, or same mask, sex and year of birth."""
        rows = self._db.execute(
            """SELECT other.id FROM seeker AS own JOIN seeker AS other ON other.id <> own.id AND other.merged_into = ''
            WHERE own.id = :own AND own.merged_into = '' AND other.name_mask <> :forgotten AND (
                other.id IN (SELECT id FROM seeker WHERE phone_index = own.phone_index) OR
                other.id IN (SELECT id FROM seeker WHERE birth_year = own.birth_year AND sex = own.sex
                    AND name_mask = own.name_mask))
            ORDER BY other.last_seen_at DESC LIMIT :most""",
            {"own": seeker_id, "forgotten": FORGOTTEN, "most": _MOST}).fetchall()  # fmt: skip
        return tuple(key for (key,) in rows)
