"""Shape of 渠道记录, released with `channel_posts`."""

from __future__ import annotations

CHANNEL_TABLES = (
    """CREATE TABLE channel_post (
        id TEXT PRIMARY KEY, channel TEXT NOT NULL, what TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL,
        edition_number INTEGER, subject_id TEXT NOT NULL, title TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX channel_post_by_time ON channel_post (at)",
    "CREATE INDEX channel_post_by_edition ON channel_post (edition_number, channel, at) WHERE what = 'jobs'",
    """CREATE TRIGGER channel_post_kept BEFORE UPDATE ON channel_post
        BEGIN SELECT RAISE (ABORT, 'the record of the channels only grows'); END""",
    """CREATE TRIGGER channel_post_stays BEFORE DELETE ON channel_post
        BEGIN SELECT RAISE (ABORT, 'the record of the channels only grows'); END""",
    # until now the Friday reviews kept their stamps themselves
    """INSERT INTO channel_post
        SELECT review.week || '/' || json_extract(stamp.value, '$.channel'), json_extract(stamp.value, '$.channel'),
            'jobs', strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(stamp.value, '$.at')),
            json_extract(stamp.value, '$.by'), json_extract(review.body, '$.edition_number'), '', '',
            review.week || ' 周审核'
        FROM friday_review AS review, json_each(review.body, '$.channels') AS stamp""",
)
