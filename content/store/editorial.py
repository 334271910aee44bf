"""Records that a reviewer passes before the hall sees them: their stages, and that two people look at each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, TypeVar, cast

from sqlite_utils import Database

from content.clock import Clock, calendar_day, from_text, to_text
from content.errors import StoreError
from content.model.codes import Stage
from content.model.editorial import Editorial, Release
from content.model.history import Deed
from content.rules.coverage import Live
from content.store.identifiers import identifier
from content.store.market_settings import MarketBook
from content.store.records import RecordTable
from content.store.stages import is_verdict, refuse_step

E = TypeVar("E", bound=Editorial)

_BOOKKEEPING = frozenset((
    "id", "number", "stage", "created_at", "created_by", "updated_at", "updated_by", "owner", "reviewed_by",
    "reviewed_at", "review_note", "published_at", "carried_at", "releases", "version", "merged_into",
    "suspended",
))  # fmt: skip
# a form cannot change these: each has a deed of its own
_GIVEN = ("number", "created_at", "created_by", "published_at", "carried_at", "releases", "owner", "merged_into",
          "suspended", "reviewed_by", "reviewed_at", "review_note")  # fmt: skip
_DEEDS = {Stage.SUBMITTED: Deed.SUBMITTED, Stage.APPROVED: Deed.APPROVED, Stage.RETURNED: Deed.RETURNED,
          Stage.FILLED: Deed.FILLED, Stage.WITHDRAWN: Deed.WITHDRAWN}  # fmt: skip
_ALONE = "（双人审核已关闭）"


class EditorialTable(RecordTable[E]):
    """Records with stages."""

    unpublished: ClassVar[frozenset[str]] = _BOOKKEEPING  # fields that are no words of the hall
    living: ClassVar[str]  # what of the approved is not over, in terms of :now and :today

    def __init__(self, db: Database, clock: Clock) -> None:
        super().__init__(db, clock)
        self._book = MarketBook(db, clock)

    def _as_kept(self, record: E, stored: E) -> E:
        if record.stage is not stored.stage:
            raise StoreError(f"这条{self.word}的状态要按流程改，请用提交、审核、已招满或撤下按钮。")
        new = self._with_given(record, stored)
        if stored.stage not in (Stage.APPROVED, Stage.FILLED):
            return new
        if not self._changed_for_the_hall(new, stored):
            return new
        # what the hall reads has changed, so somebody must look at it again
        return replace(new, stage=Stage.SUBMITTED, reviewed_by=None, reviewed_at=None, review_note="", carried_at=None)

    def _changed_for_the_hall(self, one: E, other: E) -> bool:
        return bool(self._changed(one, other) - self.unpublished)

    def _with_given(self, record: E, stored: E) -> E:
        given = {name: getattr(stored, name) for name in _GIVEN if hasattr(stored, name)}
        return cast(E, replace(cast(Any, record), **given))

    def _brought_back(self, past: E, stored: E, now: datetime) -> E:
        return replace(self._with_given(past, stored), stage=stored.stage, updated_at=now)

    def set_stage(self, record_id: str, stage: Stage, by: str, now: datetime, note: str = "") -> E:
        """Take the record a step further and return it.

        StoreError when no rule leads there, or when who approves also edited it (R105; a market of two may switch that
        off in its settings, and every approval then says so in the history).
        """
        stored = self._needed(record_id)
        refuse_step(stored.stage, stage)
        deed, told = _DEEDS[stage], note
        changes: dict[str, Any] = {"stage": stage, "updated_at": now}
        if is_verdict(stored.stage, stage):
            if stage is Stage.APPROVED and by in self.editors(stored):
                told = note + self._alone()
            changes |= {"reviewed_by": by, "reviewed_at": now, "review_note": note, "carried_at": None}
        elif stage is Stage.APPROVED:
            deed = Deed.REOPENED
        elif note:
            changes["review_note"] = note
        return self._update(replace(stored, **changes), stored, by, deed, told)

    def hand_in_new(self, record: E, by: str) -> E:
        """Store a new record that goes straight to the reviewer, and return it as stored."""
        return self._insert(cast(E, replace(cast(Any, record), stage=Stage.SUBMITTED)), by, Deed.SUBMITTED)

    def editors(self, record: E) -> frozenset[str]:
        """Return who wrote what a reviewer would pass now (staff ids)."""
        found = self._history.editors_since_review(self.table, record.id)
        return found or frozenset({record.created_by})

    def _alone(self) -> str:
        if not self._book.get().two_person_market:
            raise StoreError(f"这条{self.word}是您自己录入或修改的，请另一位审核员来审核。")
        return _ALONE

    def release(self, record_id: str, releases: Iterable[Release], by: str) -> E:
        """Note which findings were let pass and why (说明理由放行); they stay with the record."""
        stored = self._needed(record_id)
        return self._update(replace(stored, releases=tuple(releases)), stored, by, Deed.SAVED, "说明理由放行")

    def publishable(self, now: datetime) -> tuple[E, ...]:
        """Return what an edition built now may show, newest first."""
        return self._select(
            f"WHERE {self.table}.stage = 'approved' AND {self.living} ORDER BY {self.newest_first}",
            {"now": to_text(now), "today": calendar_day(now).isoformat()},
        )

    def counts(self) -> dict[Stage, int]:
        """Return how many records stand at each stage, zero included."""
        rows = self._db.execute(f"SELECT stage, count(*) FROM {self.table} GROUP BY stage").fetchall()
        found = {Stage(stage): number for stage, number in rows}
        return {stage: found.get(stage, 0) for stage in Stage}

    def count_at(self, stage: Stage) -> int:
        """Return how many records stand at one stage; quicker than all of `counts` where there are very many."""
        return self._number(f"SELECT count(*) FROM {self.table} WHERE stage = :stage", {"stage": stage.value})

    def live_by(self, column: str, now: datetime) -> dict[str, Live]:
        """Return how many records stand in the edition by a column's values, and since when the newest."""
        rows = self._db.execute(
            f"""SELECT {identifier(column)}, count(*), max(carried_at) FROM {self.table}
            WHERE stage = 'approved' AND carried_at IS NOT NULL AND {self.living} GROUP BY 1""",
            {"now": to_text(now), "today": calendar_day(now).isoformat()},
        )  # fmt: skip
        return {value: Live(count=number, newest=calendar_day(from_text(newest)))
                for value, number, newest in rows.fetchall()}  # fmt: skip

    def mark_published(self, ids: Iterable[str], now: datetime) -> None:
        """Note that an edition carries these as approved; no save, so nobody's open form goes stale."""
        text = to_text(now)
        self._db.conn.executemany(
            f"""UPDATE {self.table} SET published_at = coalesce(published_at, ?), carried_at = ?
            WHERE id = ? AND carried_at IS NULL""",
            [(text, text, record_id) for record_id in ids],
        )
