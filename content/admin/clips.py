"""The recordings of the spoken prompts: what there is of each, a new one stored, all of one prompt withdrawn."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from content.admin.desk import Desk
from content.admin.hall_kinds import MEDIA
from content.admin.login import EDITING
from content.admin.media_records import clip_of, with_file
from content.admin.releases import CLOSING
from content.admin.wording import day_words
from content.errors import StoreError
from content.feeds.intake import Taken
from content.model.audit import Action
from content.model.codes import Stage
from content.model.editorial import Standing, standing
from content.model.media import MediaItem
from content.model.people import Staff
from content.model.prompts import PROMPTS, missing_prompts
from content.store.database import Tables

_TONES = {Standing.PUBLISHED: "good", Standing.APPROVED: "warn", Standing.SUBMITTED: "warn", Standing.RETURNED: ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """One recording as drawn."""

    sha256: str
    state: str
    tone: str
    note: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One prompt with its recordings, newest first: the one that waits, and the one kiosks have meanwhile."""

    key: str
    words: str
    clips: tuple[Clip, ...]


def _clip(item: MediaItem, now: datetime) -> Clip:
    where = standing(item, item.shown_until, now)
    return Clip(sha256=item.sha256, state=where.label, tone=_TONES.get(where, "calm"), day=day_words(item.updated_at),
                note=item.review_note if item.stage is Stage.RETURNED else "")  # fmt: skip


def spoken(recordings: tuple[MediaItem, ...], now: datetime) -> tuple[Spoken, ...]:
    """Return every prompt, those without a recording first, then in the order they are heard."""
    found: dict[str, list[MediaItem]] = {key: [] for key in PROMPTS}
    for item in recordings:
        known = found.get(item.prompt)
        # of those that passed, kiosks have the newest; of those that wait, the newest counts
        if known is not None and all((one.stage is Stage.APPROVED) != (item.stage is Stage.APPROVED) for one in known):
            known.append(item)
    missing = missing_prompts(frozenset(key for key, items in found.items() if items))
    order = (*missing, *(key for key in PROMPTS if key not in missing))
    return tuple(Spoken(key=key, words=PROMPTS[key], clips=tuple(_clip(one, now) for one in found[key]))
                 for key in order)  # fmt: skip


async def hand_in_clip(desk: Desk, prompt: str, taken: Taken) -> MediaItem:
    """Store a recording of a prompt and hand it to the reviewer; the earlier one stays till this one passes."""
    if prompt not in PROMPTS:
        raise StoreError("请先在下面选要录哪一句。")
    files, now, blank = desk.parts.market.media_files, desk.now(), clip_of(prompt, desk.staff, desk.now())
    try:
        item, _ = await asyncio.to_thread(with_file, blank, taken, files, now)
    finally:
        taken.drop()

    def step(tables: Tables, staff: Staff) -> MediaItem:
        stored = tables.media.hand_in_new(item, staff.id)
        tables.audit.note(staff, now, Action.UPLOADED, subject=MEDIA.sort, subject_id=stored.id,
                          words=f"语音提示 {prompt}")  # fmt: skip
        return stored

    return await desk.change(step, EDITING)


async def withdraw_clips(desk: Desk, prompt: str) -> bool:
    """Withdraw every recording of a prompt, so that no earlier one speaks again; say whether kiosks had one."""

    def step(tables: Tables, staff: Staff) -> bool:
        gone = [one for one in tables.media.recordings() if one.prompt == prompt]
        for one in gone:
            tables.media.set_stage(one.id, Stage.WITHDRAWN, staff.id, desk.now())
            tables.audit.note(staff, desk.now(), Action.STAGE, subject=MEDIA.sort, subject_id=one.id,
                              words=f"{Stage.WITHDRAWN.label}：{one.title}")  # fmt: skip
        return any(one.published_at is not None for one in gone) and tables.editions.highest() is not None

    shown = await desk.change(step, CLOSING)
    if shown:
        await desk.work(lambda staff: desk.parts.publisher.patch(staff.id, f"语音提示撤下：{prompt}"), CLOSING)
    return shown
