"""What a scene showed, in words that lead to the records: the kind of scene and the title of each record on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.model.programme import SCENES
from content.store.database import Tables

_EVERGREEN = "常备画面"  # a scene without records whose kind the screen did not say


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """One record on a scene; `path` is its page below /staff, "" when it is not in the books any more."""

    content_id: str
    title: str
    path: str = ""


def kind_words(kind: str) -> str:
    """Return what staff call a kind of scene."""
    if kind in SCENES:
        return SCENES[kind].label
    others = {"display": SCENES["service"].label, "evergreen": _EVERGREEN, "media": "图片和视频", "": "别的画面"}
    return others.get(kind, kind)


def records_of(tables: Tables, content_ids: Iterable[str]) -> dict[str, ShownRecord]:
    """Return the records by id; one that nobody knows is said to be gone."""
    found: dict[str, ShownRecord] = {}
    for content_id in dict.fromkeys(content_ids):
        found[content_id] = _record(tables, content_id)
    return found


def _record(tables: Tables, content_id: str) -> ShownRecord:
    job = tables.jobs.get(content_id)
    if job is not None:
        return ShownRecord(content_id=content_id, title=f"{job.number} 号 {job.title}", path=f"/jobs/{content_id}")
    for path, shelf in (("policies", tables.policies), ("courses", tables.courses), ("fairs", tables.fairs),
                        ("articles", tables.articles), ("notices", tables.notices), ("media", tables.media),
                        ("wages", tables.wage_guides)):  # fmt: skip
        record = shelf.get(content_id)
        if record is not None:
            title = str(getattr(record, "title", "") or getattr(record, "name", ""))
            return ShownRecord(content_id=content_id, title=title, path=f"/{path}/{content_id}")
    return ShownRecord(content_id=content_id, title="已经不在库里的记录")
