"""The steps by which market.db came to its present shape; one that was released is never edited."""

from __future__ import annotations

from functools import cache

from sqlite_utils import Database, Migrations
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.store.job_words import index_jobs
from content.store.schema_accounts import ACCOUNT_TABLES
from content.store.schema_desk import DESK_TABLES, JOB_WORDS
from content.store.schema_devices import DEVICE_TABLES
from content.store.schema_ledger import LEDGER_TABLES
from content.store.schema_market import MARKET_TABLES
from content.store.words import fill_words

SET_NAME = "market"


def market_records(db: Database) -> None:
    """Make the tables of the desk: employers, jobs, policies, courses, fairs, articles, notices, editions, settings."""
    for statement in MARKET_TABLES:
        db.execute(statement)


def people_and_filings(db: Database) -> None:
    """Make the tables of staff, terminals, the inbox, seekers and registrations."""
    for statement in LEDGER_TABLES:
        db.execute(statement)


def accounts_and_audit(db: Database) -> None:
    """Give accounts passwords and a pledge date, and make the record of who did what."""
    for statement in ACCOUNT_TABLES:
        db.execute(statement)


def errands_and_device_events(db: Database) -> None:
    """Make the tables of errands and of what was wrong with terminals; note which clerk handled a registration."""
    for statement in DEVICE_TABLES:
        db.execute(statement)


def desk_records(db: Database) -> None:
    """Give records a history, an owner and words to be found by; make media, wage guides, drafts, planned editions."""
    for statement in DESK_TABLES:
        db.execute(statement)
    fill_words(db)


def job_words(db: Database) -> None:
    """Index what jobs are found by."""
    for statement in JOB_WORDS:
        db.execute(statement)
    index_jobs(db)


# in order; names are what the file remembers
STEPS = (market_records, people_and_filings, accounts_and_audit, errands_and_device_events, desk_records, job_words)


@cache
def _steps() -> Migrations:
    migrations = Migrations(SET_NAME)
    for step in STEPS:
        migrations()(step)
    return migrations


def migrate(db: Database, stop_before: str | None = None) -> None:
    """Bring the file to this program's shape in one transaction: all steps or none (T7).

    StoreError when a newer program has been here; `stop_before` names a step and is for tests of an upgrade.
    """
    migrations = _steps()
    strange = {step.name for step in migrations.applied(db)} - {step.__name__ for step in STEPS}
    if strange:
        raise StoreError("这个数据库已由更新版本的程序升级过，请系统管理员改装新版本，不要用旧程序打开。")
    if not migrations.pending(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db, stop_before=stop_before)
        db.execute("COMMIT")
    except sqlite3.Error as error:
        db.rollback()
        raise StoreError(f"数据库升级没有成功，内容保持原样（{error}），请系统管理员查看磁盘后重试。") from error
