"""Shape of the security records, released with `security_records`: a check never changes, an entry is corrected."""

from __future__ import annotations

_ENTRY = """id TEXT PRIMARY KEY, entry_id TEXT NOT NULL, day TEXT NOT NULL, entered_at TEXT NOT NULL,
        entered_by TEXT NOT NULL, noted_at TEXT NOT NULL, noted_by TEXT NOT NULL, corrects TEXT NOT NULL,
        reason TEXT NOT NULL, void INTEGER NOT NULL"""
_OWN = {
    "security_training": """topic TEXT NOT NULL, trainer TEXT NOT NULL, minutes INTEGER NOT NULL,
        attended TEXT NOT NULL, words TEXT NOT NULL""",
    "security_incident": """incident TEXT NOT NULL, grade TEXT NOT NULL, began_at TEXT NOT NULL, found_at TEXT NOT NULL,
        persons INTEGER NOT NULL, what BLOB NOT NULL, measures BLOB NOT NULL, reported_to TEXT NOT NULL,
        reported_at TEXT, closed INTEGER NOT NULL""",
}
_CHECK = """CREATE TABLE security_check (id TEXT PRIMARY KEY, examined_at TEXT NOT NULL, closed_at TEXT NOT NULL,
        closed_by TEXT NOT NULL, program TEXT NOT NULL, observed TEXT NOT NULL, opinions TEXT NOT NULL,
        measures TEXT NOT NULL, installed TEXT NOT NULL) STRICT"""


def _kept(table: str) -> tuple[str, ...]:
    return tuple(f"CREATE TRIGGER {table}_{verb.lower()}_kept BEFORE {verb} ON {table} BEGIN "
                 f"SELECT RAISE (ABORT, '{table} is only ever added to'); END"
                 for verb in ("UPDATE", "DELETE"))  # fmt: skip


SECURITY_TABLES = (
    _CHECK,
    "CREATE INDEX security_check_by_time ON security_check (closed_at)",
    *_kept("security_check"),
    *(statement for table, own in _OWN.items() for statement in (
        f"CREATE TABLE {table} ({_ENTRY}, {own}) STRICT",
        f"CREATE INDEX {table}_by_day ON {table} (day, entered_at)",
        f"CREATE INDEX {table}_of_entry ON {table} (entry_id)",
        f"CREATE UNIQUE INDEX {table}_corrected ON {table} (corrects) WHERE corrects <> ''",
        *_kept(table),
    )),
)  # fmt: skip
