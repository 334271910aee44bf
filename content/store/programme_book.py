"""节目单 in market.db: one record with a history; what a reviewer approved stays in force while the next is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from content.clock import Clock
from content.errors import StaleRecord, StoreError
from content.model.codec import from_json, to_json
from content.model.codes import Stage
from content.model.history import Deed, Revision
from content.model.programme_plan import ProgrammePlan, ProgrammeRecord
from content.store.history import History
from content.store.market_settings import MarketBook
from content.store.named_settings import Settings

_NAME = "programme"


class ProgrammeBook:
    """The one plan of the market's screens."""

    def __init__(self, settings: Settings, db: Database, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._history, self._book = History(db), MarketBook(db, clock)

    def get(self) -> ProgrammeRecord | None:
        """Return the plan as it stands; None before the first save."""
        text = self._settings.get(_NAME)
        return None if text is None else from_json(ProgrammeRecord, text)

    def approved(self) -> ProgrammePlan | None:
        """Return what editions take; None while none was approved."""
        record = self.get()
        return None if record is None else record.approved

    def _needed(self) -> ProgrammeRecord:
        record = self.get()
        if record is None:
            raise StoreError("还没有保存过节目单，请先保存。")
        return record

    def _put(self, record: ProgrammeRecord, by: str, deed: Deed, note: str = "") -> ProgrammeRecord:
        # as it will be read back: what is finer than the file can hold is no change
        kept = from_json(ProgrammeRecord, to_json(replace(record, version=record.version + 1)))
        text = to_json(kept).decode()
        self._settings.put(_NAME, text)
        self._history.add(_NAME, None, {"id": _NAME, "version": kept.version, "json": text}, self._clock.now(), by,
                          deed, note)  # fmt: skip
        return kept

    def save(self, plan: ProgrammePlan, expected_version: int, by: str, note: str = "",
             deed: Deed = Deed.SAVED) -> ProgrammeRecord:  # fmt: skip
        """Write the plan (version 0 before the first save); what was approved stays in force.

        StaleRecord when somebody else saved it since; a save that changes nothing leaves everything as it is.
        """
        stored = self.get()
        record = stored or ProgrammeRecord(plan=ProgrammePlan())
        if record.version != expected_version:
            raise StaleRecord("节目单刚被别人改过，请刷新后对照着再改一次。", stored)
        if stored is not None and stored.plan == plan:
            return stored
        changed = replace(record, plan=plan, stage=Stage.DRAFT, updated_at=self._clock.now(), updated_by=by,
                          review_note="")  # fmt: skip
        return self._put(changed, by, deed, note)

    def submit(self, by: str) -> ProgrammeRecord:
        """Hand the plan to a reviewer."""
        record = self._needed()
        if record.stage not in (Stage.DRAFT, Stage.RETURNED):
            raise StoreError("节目单已经提交或通过了，改动后才能再提交。")
        return self._put(replace(record, stage=Stage.SUBMITTED), by, Deed.SUBMITTED)

    def approve(self, by: str, now: datetime) -> ProgrammeRecord:
        """Let the next edition take the plan; StoreError when who approves wrote it, unless the market is of two."""
        record = self._needed()
        if record.stage is not Stage.SUBMITTED:
            raise StoreError("节目单没有等着审核，请刷新后再看。")
        alone = by in self._history.editors_since_review(_NAME, _NAME)
        if alone and not self._book.get().two_person_market:
            raise StoreError("这份节目单是您改的，请另一位审核员来审。")
        passed = replace(record, stage=Stage.APPROVED, approved=record.plan, approved_version=record.version + 1,
                         approved_at=now, approved_by=by, review_note="")  # fmt: skip
        return self._put(passed, by, Deed.APPROVED, "（双人审核已关闭）" if alone else "")

    def send_back(self, by: str, note: str) -> ProgrammeRecord:
        """Return the plan to who wrote it, with the reason."""
        record = self._needed()
        if record.stage is not Stage.SUBMITTED:
            raise StoreError("节目单没有等着审核，请刷新后再看。")
        return self._put(replace(record, stage=Stage.RETURNED, review_note=note), by, Deed.RETURNED, note)

    def restore(self, version: int, expected_version: int, by: str) -> ProgrammeRecord:
        """Make an earlier version's plan the newest; it is reviewed anew."""
        for line in self._history.lines(_NAME, _NAME):
            if line.version == version:
                plan = from_json(ProgrammeRecord, line.row["json"]).plan
                return self.save(plan, expected_version, by, f"恢复第 {version} 版", Deed.RESTORED)
        raise StoreError("没有这个版本，请刷新后再选。")

    def at_version(self, version: int) -> ProgrammePlan | None:
        """Return the plan as it stood at a version."""
        found = [line for line in self._history.lines(_NAME, _NAME) if line.version == version]
        return from_json(ProgrammeRecord, found[-1].row["json"]).plan if found else None

    def revisions(self) -> tuple[Revision, ...]:
        """Return every version, newest first; what changed in each is for the page to say."""
        return tuple(
            Revision(record_id=_NAME, version=line.version, at=line.at, by=line.by, deed=line.deed, note=line.note,
                     changes=())
            for line in reversed(list(self._history.lines(_NAME, _NAME)))
        )  # fmt: skip
