"""Shape of what screens have shown, released with `screen_records`.

A screen makes some 5,000 plays a day, so a play is five small integers; what it names by number stands once beside it.
"""

from __future__ import annotations

SCREEN_TABLES = (
    "CREATE TABLE played_screen (place INTEGER PRIMARY KEY, terminal_id TEXT NOT NULL UNIQUE) STRICT",
    'CREATE TABLE played_edition (place INTEGER PRIMARY KEY, "order" INTEGER NOT NULL UNIQUE) STRICT',
    """CREATE TABLE played_scene (place INTEGER PRIMARY KEY, scene_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL) STRICT""",
    "CREATE TABLE played_content (place INTEGER PRIMARY KEY, content_id TEXT NOT NULL UNIQUE) STRICT",
    """CREATE TABLE scene_content (scene INTEGER NOT NULL REFERENCES played_scene (place), rank INTEGER NOT NULL,
        content INTEGER NOT NULL REFERENCES played_content (place), PRIMARY KEY (scene, rank)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX scene_content_by_content ON scene_content (content)",
    """CREATE TABLE play (screen INTEGER NOT NULL, started_ms INTEGER NOT NULL, scene INTEGER NOT NULL,
        edition INTEGER NOT NULL, milliseconds INTEGER NOT NULL, PRIMARY KEY (screen, started_ms, scene)
        ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE scene_picture (scene_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL,
        width INTEGER NOT NULL, height INTEGER NOT NULL, edition_order INTEGER NOT NULL, terminal_id TEXT NOT NULL,
        first_seen_at TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE alarm_painted (declared_at TEXT NOT NULL, terminal_id TEXT NOT NULL, scene_id TEXT NOT NULL,
        painted_at TEXT NOT NULL, heard_at TEXT NOT NULL, PRIMARY KEY (declared_at, terminal_id, scene_id)
        ) STRICT, WITHOUT ROWID""",
)
