"""From a screen's hour to plays: pure but for the question which kind of record a scene shows."""

from __future__ import annotations

import re
from datetime import timedelta

from content.hubapi.projections import NotProjectable
from content.model.codec import from_json
from content.model.filings import Play, PlaysBody
from content.store.tables import Tables

KEPT_FOR = timedelta(days=3 * 366)  # 网络招聘服务管理规定: three years after the service
EVERGREEN = "evergreen"  # a scene that shows no record
_SCENE_ID = re.compile(r"[0-9a-f]{8,64}")
_KIND = re.compile(r"[a-z0-9_]{0,24}")
_LONGEST_MS = 24 * 3600 * 1000
_MOST_CONTENTS = 40
_WRONG = "这份播放记录的写法不对，没有记下来，请系统管理员核对信息屏的程序版本。"


def read_plays(body: bytes) -> PlaysBody:
    """Read the body of kind `plays`, version 1; NotProjectable when it is something else."""
    try:
        found = from_json(PlaysBody, body)
    except ValueError:
        raise NotProjectable(_WRONG) from None
    if not all(_plain(play) for play in found.plays):
        raise NotProjectable(_WRONG)
    return found


def _plain(play: Play) -> bool:
    return (
        bool(_SCENE_ID.fullmatch(play.scene_id) and _KIND.fullmatch(play.kind))
        and 0 <= play.milliseconds <= _LONGEST_MS and 0 <= play.edition_order < 1 << 53
        and len(play.content_ids) <= _MOST_CONTENTS and all(0 < len(one) <= 64 for one in play.content_ids)
    )  # fmt: skip


def kind_of(tables: Tables, play: Play) -> str:
    """Return the kind of scene: what the screen says, else what the first record on it is."""
    if play.kind:
        return play.kind
    if not play.content_ids:
        return EVERGREEN
    first = play.content_ids[0]
    shelves = (("jobs", tables.jobs), ("policy", tables.policies), ("course", tables.courses), ("fair", tables.fairs),
               ("rights", tables.articles), ("notice", tables.notices), ("media", tables.media))  # fmt: skip
    return next((kind for kind, shelf in shelves if shelf.get(first) is not None), "")
