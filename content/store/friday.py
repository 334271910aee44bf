"""周五审核 in market.db: one row an ISO week, kept step by step, and nothing after it was closed.

When the week's jobs stood on the three channels is read from 渠道记录, which the page 对外发布 writes as well.
"""

from __future__ import annotations

from dataclasses import replace

from sqlite_utils import Database

from content.clock import to_text
from content.errors import StoreError
from content.model.channels import PostChannel
from content.model.codec import from_json, to_json
from content.model.friday import ChannelStamp, FridayChannel, FridayReview
from content.store.channel_posts import ChannelPosts


class FridayReviews:
    """The 周五审核 of a market, one an ISO week (R107–R109); stamps of channels are read from `channel_posts`."""

    def __init__(self, db: Database, posts: ChannelPosts) -> None:
        self._db = db
        self._posts = posts

    def of(self, week: str) -> FridayReview | None:
        """Return a week's review, or None before anybody began it."""
        row = self._db.execute("SELECT body FROM friday_review WHERE week = ?", [week]).fetchone()
        return None if row is None else self._stamped(from_json(FridayReview, row[0]))

    def _stamped(self, review: FridayReview) -> FridayReview:
        told = {} if review.edition_number is None else self._posts.first_since(review.edition_number)
        first = ((one, told.get(PostChannel(one.value))) for one in FridayChannel)
        stamps = tuple(ChannelStamp(channel=one, at=post.at, by=post.by) for one, post in first if post is not None)
        return replace(review, channels=stamps)

    def keep(self, review: FridayReview) -> None:
        """Store how far a review is, its stamps aside; StoreError when that week is closed already."""
        kept = self.of(review.week)
        if kept is not None and kept.closed_at is not None:
            raise StoreError(f"{review.week} 这一周的周五审核已经结束，不能再改；要补充，请写进下一周。")
        closed = None if review.closed_at is None else to_text(review.closed_at)
        self._db.execute(
            """INSERT INTO friday_review (week, closed_at, body) VALUES (:week, :closed, :body)
            ON CONFLICT (week) DO UPDATE SET closed_at = excluded.closed_at, body = excluded.body""",
            {"week": review.week, "closed": closed, "body": to_json(replace(review, channels=())).decode()},
        )

    def recent(self, limit: int = 12) -> tuple[FridayReview, ...]:
        """Return the latest weeks, newest first."""
        rows = self._db.execute("SELECT body FROM friday_review ORDER BY week DESC LIMIT ?", [limit]).fetchall()
        return tuple(self._stamped(from_json(FridayReview, body)) for (body,) in rows)

    def closed_weeks(self) -> frozenset[str]:
        """Return the weeks that have their closed review."""
        return frozenset(
            week for (week,) in self._db.execute("SELECT week FROM friday_review WHERE closed_at IS NOT NULL")
        )
