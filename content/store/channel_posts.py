"""渠道记录 in market.db: append-only; a fair's notices are read from the fairs, where they are kept (R113)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.model.channels import ChannelPost, PostChannel, Posted
from content.store.mapping import row_mapping

# `at` within a record's JSON may have more digits than a column's: both are brought to one form to be sorted
_EVERY = """
    SELECT id, channel, what, at, "by", edition_number, subject_id, title, note FROM channel_post
    UNION ALL
    SELECT fair.id || '/' || told.key, json_extract(told.value, '$.channel'), 'fair',
        strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(told.value, '$.at')), json_extract(told.value, '$.by'), NULL,
        fair.id, fair.name, json_extract(told.value, '$.where')
    FROM fair, json_each(fair.announcements) AS told
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostPage:
    """Which lines are asked for; None asks for all."""

    channel: PostChannel | None = None
    what: Posted | None = None
    limit: int = 50
    offset: int = 0


class ChannelPosts:
    """What was told outside, where, when and by whom."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, post: ChannelPost) -> None:
        """Note that something stands on a channel."""
        self._db.table("channel_post").insert(row_mapping(ChannelPost).to_row(post))

    def page(self, page: PostPage) -> tuple[tuple[ChannelPost, ...], int]:
        """Return the lines asked for, newest first, and how many there are in all."""
        where, values = _asked(page)
        rows = self._db.query(f"SELECT * FROM ({_EVERY}) WHERE {where} ORDER BY at DESC, id DESC "
                              "LIMIT :limit OFFSET :offset", {**values, "limit": page.limit,
                                                              "offset": page.offset})  # fmt: skip
        total = self._db.execute(f"SELECT count(*) FROM ({_EVERY}) WHERE {where}", values).fetchone()[0]
        return tuple(row_mapping(ChannelPost).from_row(row) for row in rows), total

    def every(self, page: PostPage) -> Iterator[ChannelPost]:
        """Yield all lines asked for, oldest first, whatever the page's limit."""
        where, values = _asked(page)
        for row in self._db.query(f"SELECT * FROM ({_EVERY}) WHERE {where} ORDER BY at, id", values):
            yield row_mapping(ChannelPost).from_row(row)

    def latest(self) -> dict[tuple[PostChannel, Posted], ChannelPost]:
        """Return the last line of each channel and kind; none of fairs."""
        rows = self._db.query("""SELECT * FROM (SELECT *, row_number() OVER (
            PARTITION BY channel, what ORDER BY at DESC, id DESC) AS place FROM channel_post) WHERE place = 1""")
        posts = (row_mapping(ChannelPost).from_row(row) for row in rows)
        return {(post.channel, post.what): post for post in posts}

    def first_since(self, edition_number: int) -> dict[PostChannel, ChannelPost]:
        """Return when each channel first had the jobs of a 期 or of a later one."""
        rows = self._db.query("""SELECT * FROM (SELECT *, row_number() OVER (
            PARTITION BY channel ORDER BY at, id) AS place FROM channel_post
            WHERE what = 'jobs' AND edition_number >= :number) WHERE place = 1""", {"number": edition_number})
        posts = (row_mapping(ChannelPost).from_row(row) for row in rows)
        return {post.channel: post for post in posts}

    def articles_told(self, since: datetime) -> dict[str, datetime]:
        """Return when each rights article last went out, of those told since an instant."""
        rows = self._db.execute("SELECT subject_id, max(at) FROM channel_post WHERE what = 'article' AND at >= ? "
                                "GROUP BY subject_id", [to_text(since)])  # fmt: skip
        return {subject: from_text(at) for subject, at in rows.fetchall()}


def _asked(page: PostPage) -> tuple[str, dict[str, Any]]:
    terms, values = ["1"], {}
    for name, chosen in (("channel", page.channel), ("what", page.what)):
        if chosen is not None:
            terms.append(f"{name} = :{name}")
            values[name] = chosen.value
    return " AND ".join(terms), values
