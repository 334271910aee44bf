"""Shape of what the desk keeps since records have a history, released with `desk_records`."""

from __future__ import annotations

_EDITORIAL = ("updated_by TEXT NOT NULL DEFAULT ''", "owner TEXT NOT NULL DEFAULT ''", "carried_at TEXT",
              "releases TEXT NOT NULL DEFAULT '[]'", "media TEXT NOT NULL DEFAULT '[]'",
              "words TEXT NOT NULL DEFAULT ''")  # fmt: skip
# what courses, fairs, articles and notices lacked
_AUTHORED = ("created_at TEXT NOT NULL DEFAULT ''", "created_by TEXT NOT NULL DEFAULT ''", "reviewed_by TEXT",
             "reviewed_at TEXT", "review_note TEXT NOT NULL DEFAULT ''", "published_at TEXT")  # fmt: skip

_ADDED: dict[str, tuple[str, ...]] = {
    "employer": (
        "verified_note TEXT NOT NULL DEFAULT ''", "licence_until TEXT", "licence_media TEXT NOT NULL DEFAULT ''",
        "authorisation_media TEXT NOT NULL DEFAULT ''", "agency_licence TEXT NOT NULL DEFAULT ''",
        "suspended TEXT NOT NULL DEFAULT ''", "owner TEXT NOT NULL DEFAULT ''", "created_at TEXT",
        "created_by TEXT NOT NULL DEFAULT ''", "updated_at TEXT", "updated_by TEXT NOT NULL DEFAULT ''",
        "words TEXT NOT NULL DEFAULT ''",
    ),
    "job": (
        *_EDITORIAL, "pick_up TEXT NOT NULL DEFAULT ''", "ask_for TEXT NOT NULL DEFAULT ''", "captured_at TEXT",
        "merged_into TEXT REFERENCES job (id)",
    ),
    "policy": (*_EDITORIAL, "insurance TEXT NOT NULL DEFAULT ''"),
    "course": (*_AUTHORED, *_EDITORIAL, "month TEXT NOT NULL DEFAULT ''", "contact_phone TEXT NOT NULL DEFAULT ''"),
    "fair": (
        *_AUTHORED, *_EDITORIAL, "plan TEXT NOT NULL DEFAULT ''", "plan_fixed_at TEXT",
        "emergency_plan TEXT NOT NULL DEFAULT ''", "security_plan TEXT NOT NULL DEFAULT ''",
        "stream_url TEXT NOT NULL DEFAULT ''", "roster TEXT NOT NULL DEFAULT ''",
        "announcements TEXT NOT NULL DEFAULT '[]'", "invitations TEXT NOT NULL DEFAULT '[]'",
        "held INTEGER NOT NULL DEFAULT 0", "follow_up TEXT NOT NULL DEFAULT ''", "followed_up_on TEXT",
    ),
    "article": (
        *_AUTHORED, *_EDITORIAL, "source_name TEXT NOT NULL DEFAULT ''", "source_url TEXT NOT NULL DEFAULT ''",
        "expires_on TEXT", "month TEXT NOT NULL DEFAULT ''",
    ),
    "notice": (*_AUTHORED, *_EDITORIAL),
}  # fmt: skip

_REVIEWED = """
    stage TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL, owner TEXT NOT NULL, reviewed_by TEXT, reviewed_at TEXT, review_note TEXT NOT NULL,
    published_at TEXT, carried_at TEXT, releases TEXT NOT NULL, media TEXT NOT NULL, words TEXT NOT NULL,
    version INTEGER NOT NULL
"""

_DATED = ("course", "fair", "article", "notice")

DESK_TABLES = (
    *(f"ALTER TABLE {table} ADD COLUMN {column}" for table, columns in _ADDED.items() for column in columns),
    # they had one time only, that of their last save
    *(f"UPDATE {table} SET created_at = updated_at, reviewed_at = iif(stage = 'approved', updated_at, NULL)"
      for table in _DATED),
    "UPDATE job SET carried_at = published_at WHERE stage = 'approved'",
    "UPDATE policy SET carried_at = published_at WHERE stage = 'approved'",
    f"""CREATE TABLE media (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, kind TEXT NOT NULL, mime TEXT NOT NULL, sha256 TEXT NOT NULL,
        size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, length_ms INTEGER NOT NULL,
        file_name TEXT NOT NULL, page_of TEXT NOT NULL, page INTEGER NOT NULL, prompt TEXT NOT NULL,
        on_screens INTEGER NOT NULL, shown_from TEXT, shown_until TEXT, {_REVIEWED}) STRICT""",
    "CREATE INDEX media_by_sha256 ON media (sha256)",
    "CREATE INDEX media_by_page ON media (page_of, page)",
    "CREATE INDEX media_by_prompt ON media (prompt, updated_at)",
    f"""CREATE TABLE wage_guide (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, document_number TEXT NOT NULL, issuer TEXT NOT NULL,
        issued_on TEXT NOT NULL, source_url TEXT NOT NULL, expires_on TEXT, lines TEXT NOT NULL,
        {_REVIEWED}) STRICT""",
    # what a version changed; the first line of a record holds all of it
    """CREATE TABLE history (
        place INTEGER PRIMARY KEY, kind TEXT NOT NULL, record_id TEXT NOT NULL, version INTEGER NOT NULL,
        at TEXT NOT NULL, "by" TEXT NOT NULL, deed TEXT NOT NULL, note TEXT NOT NULL, changed TEXT NOT NULL) STRICT""",
    "CREATE INDEX history_of ON history (kind, record_id, place)",
    """CREATE TABLE draft (
        staff_id TEXT NOT NULL, kind TEXT NOT NULL, record_id TEXT NOT NULL, typed BLOB NOT NULL,
        saved_at TEXT NOT NULL, PRIMARY KEY (staff_id, kind, record_id)) STRICT""",
    """CREATE TABLE not_duplicate (
        one TEXT NOT NULL, other TEXT NOT NULL, "by" TEXT NOT NULL, at TEXT NOT NULL,
        PRIMARY KEY (one, other), CHECK (one < other)) STRICT""",
    """CREATE TABLE planned_edition (
        id TEXT PRIMARY KEY, due_at TEXT NOT NULL, planned_by TEXT NOT NULL, planned_at TEXT NOT NULL,
        note TEXT NOT NULL, done_at TEXT, edition_order INTEGER, sentence TEXT NOT NULL, cancelled_by TEXT) STRICT""",
    "CREATE INDEX planned_edition_due ON planned_edition (due_at) WHERE done_at IS NULL AND cancelled_by IS NULL",
    "CREATE INDEX job_merged ON job (merged_into) WHERE merged_into IS NOT NULL",
    "DROP INDEX job_listed",
    # a list of jobs is filtered, searched and sorted on this, and only the page's rows are read whole
    """CREATE INDEX job_desk ON job (
        number, stage, employer_id, trade_code, township_code, pay_min_fen, headcount, valid_until, updated_at,
        published_at, carried_at, owner, created_by, source, urgent, title, words)""",
    "CREATE INDEX job_by_trade ON job (trade_code, stage)",
    "CREATE INDEX employer_desk ON employer (name, kind, township_code, verified_at, updated_at, owner, words)",
)  # fmt: skip

# 100,000 jobs are too many to look through for every key that is typed
JOB_WORDS = (
    "DROP INDEX job_desk",
    "ALTER TABLE job DROP COLUMN words",
    """CREATE INDEX job_desk ON job (
        number, stage, employer_id, trade_code, township_code, pay_min_fen, headcount, valid_until, updated_at,
        published_at, carried_at, owner, created_by, source, urgent, title)""",
    """CREATE VIRTUAL TABLE job_words USING fts5 (
        words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii')""",
)
