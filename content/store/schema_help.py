"""Shape of 推荐, 就业, 职业指导 and 帮扶档案, released with `help_records`: entries that are only ever added."""

from __future__ import annotations

# what of each table is ciphertext; only these, the masks and the index of a person are ever emptied (PIPL §47)
HELP_SEALED: dict[str, tuple[str, ...]] = {
    "referral": ("name",), "placement": ("name",), "guidance": ("name", "words"),
    "service_plan": ("name", "goal", "steps"), "aid_file": ("name", "plan"), "aid_event": ("name", "words"),
}  # fmt: skip

_ENTRY = """id TEXT PRIMARY KEY, root TEXT NOT NULL, person_index BLOB NOT NULL, name BLOB NOT NULL,
    name_mask TEXT NOT NULL, entered_at TEXT NOT NULL, entered_by TEXT NOT NULL, written_at TEXT NOT NULL,
    written_by TEXT NOT NULL, corrects TEXT NOT NULL, reason TEXT NOT NULL, void INTEGER NOT NULL"""
_OWN = {
    "referral": """source TEXT NOT NULL, source_id TEXT NOT NULL, number TEXT NOT NULL, job_id TEXT NOT NULL,
        job_number INTEGER NOT NULL, employer_name TEXT NOT NULL, is_workshop INTEGER NOT NULL, channel TEXT NOT NULL,
        day TEXT NOT NULL, consent_version TEXT NOT NULL, consented_at TEXT, contacted_at TEXT,
        contacted_by TEXT NOT NULL, confirmed_at TEXT, confirmed_by TEXT NOT NULL, outcome TEXT NOT NULL,
        placed_on TEXT, outsourced INTEGER NOT NULL, worked_until TEXT,
        CHECK (confirmed_at IS NULL OR (consented_at IS NOT NULL AND contacted_at IS NOT NULL))""",
    "placement": """employer_id TEXT NOT NULL, job_id TEXT NOT NULL, referral_id TEXT NOT NULL, channel TEXT NOT NULL,
        started_on TEXT NOT NULL, evidence TEXT NOT NULL""",
    "guidance": """registration_id TEXT NOT NULL, day TEXT NOT NULL, topic TEXT NOT NULL, channel TEXT NOT NULL,
        result TEXT NOT NULL, words BLOB NOT NULL, words_mask TEXT NOT NULL""",
    "service_plan": """counsellor TEXT NOT NULL, day TEXT NOT NULL, goal BLOB NOT NULL, goal_mask TEXT NOT NULL,
        steps BLOB NOT NULL, steps_mask TEXT NOT NULL, review_on TEXT NOT NULL""",
    "aid_file": """"group" TEXT NOT NULL, paper TEXT NOT NULL, evidence TEXT NOT NULL, channel TEXT NOT NULL,
        consent_version TEXT NOT NULL, consented_at TEXT, owner TEXT NOT NULL, plan BLOB NOT NULL,
        plan_mask TEXT NOT NULL, next_on TEXT, state TEXT NOT NULL, outcome TEXT, closed_on TEXT,
        CHECK (state <> 'closed' OR (outcome IS NOT NULL AND closed_on IS NOT NULL))""",
    "aid_event": """file TEXT NOT NULL, "group" TEXT NOT NULL, day TEXT NOT NULL, deed TEXT NOT NULL,
        channel TEXT NOT NULL, words BLOB NOT NULL, words_mask TEXT NOT NULL, evidence TEXT NOT NULL""",
}
_KEPT = ("root", "entered_at", "entered_by", "written_at", "written_by", "corrects", "reason", "void")


def _statements(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TABLE {table} ({_ENTRY}, {_OWN[table]}) STRICT",
        f"CREATE INDEX {table}_by_root ON {table} (root)",
        f"CREATE INDEX {table}_by_person ON {table} (person_index, entered_at)",
        f"CREATE UNIQUE INDEX {table}_followed ON {table} (corrects) WHERE corrects <> ''",
        f"""CREATE TRIGGER {table}_kept BEFORE UPDATE OF {', '.join(_KEPT)} ON {table}
            BEGIN SELECT RAISE (ABORT, 'an entry is followed by another, never changed'); END""",
        f"""CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}
            BEGIN SELECT RAISE (ABORT, 'an entry is followed by another, never removed'); END""",
    )


HELP_TABLES = (
    *(statement for table in _OWN for statement in _statements(table)),
    "CREATE UNIQUE INDEX referral_source ON referral (source_id) WHERE source_id <> '' AND corrects = ''",
    "CREATE INDEX referral_by_day ON referral (day)",
    "CREATE INDEX placement_by_day ON placement (started_on)",
    "CREATE INDEX guidance_by_day ON guidance (day)",
    "CREATE INDEX aid_file_by_next ON aid_file (next_on)",
    "CREATE INDEX aid_event_of ON aid_event (file, day)",
    "CREATE INDEX aid_event_by_day ON aid_event (day)",
    """CREATE TABLE ledger_sweep (id TEXT PRIMARY KEY, week TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL,
        proposed INTEGER NOT NULL, opened INTEGER NOT NULL, note TEXT NOT NULL) STRICT""",
    "CREATE INDEX ledger_sweep_by_week ON ledger_sweep (week, at)",
    """CREATE TABLE match_call (id TEXT PRIMARY KEY, job_id TEXT NOT NULL, person_index BLOB NOT NULL, at TEXT NOT NULL,
        "by" TEXT NOT NULL, result TEXT NOT NULL) STRICT""",
    "CREATE INDEX match_call_by_time ON match_call (at)",
)
