"""Shape of errands and device events, released with `errands_and_device_events`."""

from __future__ import annotations

DEVICE_TABLES = (
    """CREATE TABLE errand (
        id TEXT PRIMARY KEY, terminal_id TEXT NOT NULL REFERENCES terminal (id), kind TEXT NOT NULL,
        argument TEXT NOT NULL, ordered_at TEXT NOT NULL, ordered_by TEXT NOT NULL, expires_at TEXT NOT NULL,
        offered_at TEXT, done_at TEXT, ok INTEGER NOT NULL, sentence TEXT NOT NULL) STRICT""",
    "CREATE INDEX errand_by_terminal ON errand (terminal_id, ordered_at)",
    """CREATE TABLE terminal_event (
        id TEXT PRIMARY KEY, terminal_id TEXT NOT NULL REFERENCES terminal (id), trouble TEXT NOT NULL,
        began_at TEXT NOT NULL, ended_at TEXT) STRICT""",
    "CREATE INDEX terminal_event_by_time ON terminal_event (began_at)",
    "CREATE UNIQUE INDEX terminal_event_open ON terminal_event (terminal_id, trouble) WHERE ended_at IS NULL",
    "ALTER TABLE registration ADD COLUMN handled_by TEXT NOT NULL DEFAULT ''",
)
