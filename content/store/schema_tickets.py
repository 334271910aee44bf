"""Shape of windows, tickets, calls and the duty roster, released with `queue_tickets`; no person but staff is in it."""

from __future__ import annotations

TICKET_TABLES = (
    """CREATE TABLE service_window (id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL,
        matters TEXT NOT NULL, hours TEXT NOT NULL, weekdays TEXT NOT NULL, on_holidays INTEGER NOT NULL,
        retired INTEGER NOT NULL, version INTEGER NOT NULL) STRICT""",
    "CREATE UNIQUE INDEX service_window_number ON service_window (number) WHERE NOT retired",
    """CREATE TABLE window_event (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        window_id TEXT NOT NULL REFERENCES service_window (id), deed TEXT NOT NULL, at TEXT NOT NULL,
        "by" TEXT NOT NULL) STRICT""",
    "CREATE INDEX window_event_of ON window_event (window_id, place)",
    """CREATE TABLE ticket (id TEXT PRIMARY KEY, number TEXT NOT NULL, matter TEXT NOT NULL, day TEXT NOT NULL,
        taken_at TEXT NOT NULL, clock_ok INTEGER NOT NULL, terminal_id TEXT NOT NULL) STRICT""",
    "CREATE INDEX ticket_by_day ON ticket (day, matter, taken_at)",
    """CREATE TABLE ticket_event (place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
        ticket_id TEXT NOT NULL REFERENCES ticket (id), deed TEXT NOT NULL,
        window_id TEXT NOT NULL REFERENCES service_window (id), at TEXT NOT NULL, "by" TEXT NOT NULL) STRICT""",
    "CREATE INDEX ticket_event_of ON ticket_event (ticket_id, place)",
    *(
        f"""CREATE TRIGGER {table}_{name} BEFORE {verb} ON {table}
        BEGIN SELECT RAISE (ABORT, 'what was done at a window is never changed'); END"""
        for table in ("ticket", "ticket_event", "window_event")
        for name, verb in (("kept", "UPDATE"), ("stays", "DELETE"))
    ),
    """CREATE TABLE shift (day TEXT NOT NULL, window_id TEXT NOT NULL REFERENCES service_window (id),
        staff_id TEXT NOT NULL, PRIMARY KEY (day, window_id, staff_id)) STRICT, WITHOUT ROWID""",
)  # fmt: skip
