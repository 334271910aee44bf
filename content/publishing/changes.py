"""Writing down what a published edition changed, while the files of the one before it are still here."""

from __future__ import annotations

import logging

from content.edition.comparing import Differing, differing
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.errors import ContentError
from content.model.editions import EditionRow
from content.publishing.difference import Change, Difference
from content.store.database import Market

_log = logging.getLogger(__name__)

# kind of record in the edition to what staff call it and how it is counted, in the order it is told
_KINDS = {
    "job": ("岗位", "个"), "policy": ("政策", "条"), "course": ("培训", "个"), "fair": ("招聘会", "场"),
    "article": ("维权知识", "篇"), "notice": ("通知", "条"), "wage": ("工价", "条"), "media": ("素材", "个"),
}  # fmt: skip


def change_words(found: tuple[Differing, ...]) -> tuple[str, ...]:
    """Return one line each: 新增 3 个岗位：… ."""
    by_kind = {one.kind: one for one in found}
    changes = tuple(
        Change(sort=word, measure=measure, added=one.added, removed=one.removed, changed=one.changed)
        for kind, (word, measure) in _KINDS.items() if (one := by_kind.get(kind)) is not None
    )  # fmt: skip
    return Difference(changes=changes).words()


def note_changes(market: Market, shelf: Shelf, trusted: tuple[bytes, ...]) -> None:
    """Keep in words what the newest edition changed; what is published stays published should that fail."""
    with market.reading() as tables:
        rows = tables.editions.kept(2)
    try:
        lines = _lines(shelf, rows, trusted) if len(rows) > 1 else ("第一次发布",)
        market.write(lambda tables: tables.edition_changes.put(rows[0].order, lines))
    except (ContentError, OSError) as error:
        _log.warning("这一期改了什么没有记下来，不影响发布：%s", error)


def _lines(shelf: Shelf, rows: tuple[EditionRow, ...], trusted: tuple[bytes, ...]) -> tuple[str, ...]:
    after, before = (Edition.open(shelf.held(row.order, trusted)) for row in rows)
    try:
        return change_words(differing(before, after)) or ("内容没有变化",)
    finally:
        after.close()
        before.close()
