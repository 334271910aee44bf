"""First shape of the desk's tables, released with the migration `market_records`; change it by a new migration."""

from __future__ import annotations

_JOB_FACTS = """
    title TEXT NOT NULL, trade_code TEXT NOT NULL, headcount INTEGER NOT NULL,
    duties TEXT NOT NULL, requirements TEXT NOT NULL, skills TEXT NOT NULL, certificates TEXT NOT NULL,
    township_code TEXT NOT NULL, address TEXT NOT NULL, gathering TEXT NOT NULL,
    starts_on TEXT, ends_on TEXT, hours TEXT NOT NULL, daily_hours_tenths INTEGER NOT NULL, form TEXT NOT NULL,
    meals TEXT NOT NULL, lodging TEXT NOT NULL, transport TEXT NOT NULL,
    risks TEXT NOT NULL, protection TEXT NOT NULL, insurance TEXT NOT NULL,
    pay_min_fen INTEGER NOT NULL, pay_max_fen INTEGER NOT NULL, pay_unit TEXT NOT NULL, pay_note TEXT NOT NULL,
    settlement TEXT NOT NULL, contact_name TEXT NOT NULL, contact_phone TEXT NOT NULL,
    source TEXT NOT NULL, source_name TEXT NOT NULL, source_url TEXT NOT NULL,
    verified_by TEXT, verified_at TEXT, verified_how TEXT,
    minors_allowed INTEGER NOT NULL, hazards TEXT NOT NULL,
    is_workshop INTEGER NOT NULL, urgent INTEGER NOT NULL, valid_until TEXT NOT NULL
"""

_AUTHORED = """
    stage TEXT NOT NULL, created_at TEXT NOT NULL, created_by TEXT NOT NULL, updated_at TEXT NOT NULL,
    reviewed_by TEXT, reviewed_at TEXT, review_note TEXT NOT NULL, published_at TEXT,
    version INTEGER NOT NULL
"""

_SHORT = "stage TEXT NOT NULL, updated_at TEXT NOT NULL, version INTEGER NOT NULL"

MARKET_TABLES = (
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at TEXT NOT NULL) STRICT",
    "CREATE TABLE counter (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT",
    # the contact is a person: encrypted, with a mask for lists and an index to find the firm by its number
    """CREATE TABLE employer (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, credit_code TEXT NOT NULL,
        introduction TEXT NOT NULL, industry TEXT NOT NULL, township_code TEXT NOT NULL, address TEXT NOT NULL,
        contact_name BLOB NOT NULL, contact_name_mask TEXT NOT NULL,
        contact_phone BLOB NOT NULL, contact_phone_mask TEXT NOT NULL, contact_phone_index BLOB NOT NULL,
        licence_seen INTEGER NOT NULL, agent_id_seen INTEGER NOT NULL, authorisation_seen INTEGER NOT NULL,
        verified_by TEXT, verified_at TEXT, verified_how TEXT, version INTEGER NOT NULL) STRICT""",
    "CREATE INDEX employer_by_name ON employer (name)",
    "CREATE INDEX employer_by_phone ON employer (contact_phone_index)",
    "CREATE INDEX employer_by_credit_code ON employer (credit_code)",
    f"""CREATE TABLE job (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL UNIQUE,
        employer_id TEXT NOT NULL REFERENCES employer (id), {_JOB_FACTS}, {_AUTHORED}) STRICT""",
    "CREATE INDEX job_by_stage ON job (stage, number)",
    # a search over all jobs reads this instead of the wide rows
    "CREATE INDEX job_listed ON job (number, title, employer_id, stage)",
    "CREATE INDEX job_by_employer ON job (employer_id)",
    "CREATE INDEX job_by_end ON job (stage, valid_until)",
    "CREATE INDEX job_by_birth ON job (created_at)",
    f"""CREATE TABLE policy (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, level TEXT NOT NULL, category TEXT NOT NULL,
        document_number TEXT NOT NULL, issuer TEXT NOT NULL, issued_on TEXT NOT NULL, effective_on TEXT NOT NULL,
        expires_on TEXT, source_name TEXT NOT NULL, source_url TEXT NOT NULL, summary TEXT NOT NULL,
        who TEXT NOT NULL, body TEXT NOT NULL, materials TEXT NOT NULL, "where" TEXT NOT NULL, {_AUTHORED}) STRICT""",
    "CREATE INDEX policy_by_stage ON policy (stage, updated_at)",
    f"""CREATE TABLE course (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, outline TEXT NOT NULL, schedule TEXT NOT NULL,
        starts_at TEXT NOT NULL, ends_at TEXT NOT NULL, mode TEXT NOT NULL, provider TEXT NOT NULL,
        sign_up TEXT NOT NULL, place TEXT NOT NULL, seats INTEGER NOT NULL, {_SHORT}) STRICT""",
    f"""CREATE TABLE fair (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, theme TEXT NOT NULL, starts_at TEXT NOT NULL, ends_at TEXT NOT NULL,
        place TEXT NOT NULL, summary TEXT NOT NULL, invited INTEGER NOT NULL, booths TEXT NOT NULL, {_SHORT}) STRICT""",
    f"""CREATE TABLE article (
        id TEXT PRIMARY KEY, topic TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, body TEXT NOT NULL,
        {_SHORT}) STRICT""",
    f"""CREATE TABLE notice (
        id TEXT PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL,
        shown_from TEXT NOT NULL, shown_until TEXT NOT NULL, {_SHORT}) STRICT""",
    """CREATE TABLE edition (
        "order" INTEGER PRIMARY KEY, number INTEGER NOT NULL, kind TEXT NOT NULL, built_at TEXT NOT NULL,
        "by" TEXT NOT NULL, note TEXT NOT NULL, manifest BLOB NOT NULL, signature BLOB NOT NULL) STRICT""",
)
