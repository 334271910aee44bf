"""The steps by which market.db came to its present shape; one that was released is never edited."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlite_utils import Database, Migrations
from sqlite_utils.utils import sqlite3

from content.errors import StoreError
from content.store.driver import open_for_reading
from content.store.job_words import index_jobs
from content.store.schema_accounts import ACCOUNT_TABLES
from content.store.schema_applications import APPLICATION_TABLES
from content.store.schema_asked import ASKED_COLUMNS
from content.store.schema_attachments import ATTACHMENT_TABLES
from content.store.schema_cases import CASE_TABLES
from content.store.schema_channels import CHANNEL_TABLES
from content.store.schema_clock import CLOCK_TABLES
from content.store.schema_desk import DESK_TABLES, JOB_WORDS
from content.store.schema_devices import DEVICE_TABLES
from content.store.schema_forms import OLD_DRAFTS_GONE
from content.store.schema_hall_ledgers import HALL_LEDGER_TABLES
from content.store.schema_help import HELP_TABLES
from content.store.schema_ledger import LEDGER_TABLES
from content.store.schema_market import MARKET_TABLES
from content.store.schema_outreach import OUTREACH_TABLES
from content.store.schema_pages import COVERING_INDEXES, PAGE_INDEXES, WAITING_APPLICATIONS, WAITING_QUESTIONS
from content.store.schema_people import PEOPLE_TABLES
from content.store.schema_publicity import PUBLICITY_TABLES
from content.store.schema_registering import OWN_RECORD_TABLES, REGISTRATION_CHOICES
from content.store.schema_reports import REPORT_TABLES
from content.store.schema_reviews import REVIEW_TABLES
from content.store.schema_score import SCORE_TABLES
from content.store.schema_screens import SCREEN_TABLES
from content.store.schema_seals import SEAL_TABLES
from content.store.schema_security import SECURITY_TABLES
from content.store.schema_tickets import TICKET_TABLES
from content.store.schema_usage import USAGE_TABLES
from content.store.schema_walk_in import WALK_IN_TABLES
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


def notice_kinds(db: Database) -> None:
    """Tell a 公示 from a 通知."""
    db.execute("ALTER TABLE notice ADD COLUMN kind TEXT NOT NULL DEFAULT 'notice'")


def friday_reviews(db: Database) -> None:
    """Make the tables of the Friday reviews and of what each edition changed."""
    for statement in REVIEW_TABLES:
        db.execute(statement)


def attachments(db: Database) -> None:
    """Make the table of papers kept with a record; find records that show a picture quickly."""
    for statement in ATTACHMENT_TABLES:
        db.execute(statement)


def channel_posts(db: Database) -> None:
    """Make the record of what was told on which channel, with what the Friday reviews noted so far."""
    for statement in CHANNEL_TABLES:
        db.execute(statement)


def cadence_records(db: Database) -> None:
    """Make the tables of sources looked at, of visits, and of what brought policies to the hall."""
    for statement in OUTREACH_TABLES:
        db.execute(statement)


def complaints_and_hirings(db: Database) -> None:
    """Make the tables of 举报 and 用工登记, and let a job be suspended."""
    for statement in WALK_IN_TABLES:
        db.execute(statement)


def drafts_in_one_place(db: Database) -> None:
    """Forget the unsaved forms an earlier program kept among the settings."""
    db.execute(OLD_DRAFTS_GONE)


def applications(db: Database) -> None:
    """Make the tables of 报名 and of what was taken back."""
    for statement in APPLICATION_TABLES:
        db.execute(statement)


def registration_choices(db: Database) -> None:
    """Keep what a registration says by choices and ticking."""
    for statement in REGISTRATION_CHOICES:
        db.execute(statement)


def own_records(db: Database) -> None:
    """Make the tables of what people changed of their own record, and of what they took back."""
    for statement in OWN_RECORD_TABLES:
        db.execute(statement)


def hall_cases(db: Database) -> None:
    """Make the table of what walk-ins file besides work, 举报 and 用工登记."""
    for statement in CASE_TABLES:
        db.execute(statement)


def kiosk_usage(db: Database) -> None:
    """Make the sums of what is begun, finished and given up at the kiosks."""
    for statement in USAGE_TABLES:
        db.execute(statement)


def queue_tickets(db: Database) -> None:
    """Make the tables of service windows, tickets, calls and the duty roster."""
    for statement in TICKET_TABLES:
        db.execute(statement)


def screen_records(db: Database) -> None:
    """Make the tables of what screens played, of the pictures of scenes, and of who showed an emergency."""
    for statement in SCREEN_TABLES:
        db.execute(statement)


def score_records(db: Database) -> None:
    """Make the tables of what people file for the score."""
    for statement in SCORE_TABLES:
        db.execute(statement)


def hall_ledgers(db: Database) -> None:
    """Make the ledgers of 咨询, 满意度, 维权 and 培训班."""
    for statement in HALL_LEDGER_TABLES:
        db.execute(statement)


def help_records(db: Database) -> None:
    """Make the tables of 推荐, 就业, 职业指导 and 帮扶档案."""
    for statement in HELP_TABLES:
        db.execute(statement)


def people_ledgers(db: Database) -> None:
    """Let lines be corrected and persons merged; index both ledgers; make the tables of loans and work logs."""
    for statement in PEOPLE_TABLES:
        db.execute(statement)


def ledger_seals(db: Database) -> None:
    """Make the tables of the seals; what the ledgers hold is sealed at the start of the program, which has the key."""
    for statement in SEAL_TABLES:
        db.execute(statement)


def publicity_and_review(db: Database) -> None:
    """Make the tables of 公示 of assessments, of their appeals, and of the daily review of new ledger lines."""
    for statement in PUBLICITY_TABLES:
        db.execute(statement)


def frozen_reports(db: Database) -> None:
    """Make the table of reports as they were submitted."""
    for statement in REPORT_TABLES:
        db.execute(statement)


def ledger_pages(db: Database) -> None:
    """Index what the pages of the ledgers ask for, and list what waits: questions, and applications to be referred."""
    for statement in (*PAGE_INDEXES, *WAITING_QUESTIONS, *WAITING_APPLICATIONS):
        db.execute(statement)


def security_records(db: Database) -> None:
    """Make the tables of 安全检查, 信息安全培训 and 安全事件."""
    for statement in SECURITY_TABLES:
        db.execute(statement)


def clock_marks(db: Database) -> None:
    """Make the mark of time."""
    for statement in CLOCK_TABLES:
        db.execute(statement)


def asked_and_noted(db: Database) -> None:
    """Keep whether a kiosk's visitor knows the policies, and what a note on a course is about."""
    for statement in ASKED_COLUMNS:
        db.execute(statement)


def covered_pages(db: Database) -> None:
    """Let a month of 满意度 be read from indexes alone."""
    for statement in COVERING_INDEXES:
        db.execute(statement)


# in order; names are what the file remembers
STEPS = (market_records, people_and_filings, accounts_and_audit, errands_and_device_events, desk_records, job_words,
         notice_kinds, friday_reviews, attachments, channel_posts, cadence_records,
         complaints_and_hirings, drafts_in_one_place, applications, registration_choices, own_records,
         hall_cases, kiosk_usage, queue_tickets, screen_records, score_records, hall_ledgers, help_records,
         people_ledgers, ledger_seals, publicity_and_review, frozen_reports, ledger_pages, security_records,
         clock_marks, asked_and_noted, covered_pages)  # fmt: skip


@cache
def _steps() -> Migrations:
    migrations = Migrations(SET_NAME)
    for step in STEPS:
        migrations()(step)
    return migrations


def _refuse_newer(db: Database) -> None:
    strange = {step.name for step in _steps().applied(db)} - {step.__name__ for step in STEPS}
    if strange:
        raise StoreError("这个数据库已由更新版本的程序升级过，请系统管理员改装新版本，不要用旧程序打开。")


def pending_steps(path: Path) -> tuple[str, ...]:
    """Return the names of the steps a file has not been through yet; StoreError when a newer program has been here."""
    try:
        db = open_for_reading(path)
        try:
            _refuse_newer(db)
            return tuple(step.name for step in _steps().pending(db))
        finally:
            db.close()
    except sqlite3.Error as error:
        raise StoreError(f"数据库 {path.name} 读不了（{error}），请系统管理员检查磁盘。") from error


def migrate(db: Database, stop_before: str | None = None) -> None:
    """Bring the file to this program's shape in one transaction: all steps or none (T7).

    StoreError when a newer program has been here; `stop_before` names a step and is for tests of an upgrade.
    """
    migrations = _steps()
    _refuse_newer(db)
    if not migrations.pending(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db, stop_before=stop_before)
        db.execute("COMMIT")
    except sqlite3.Error as error:
        db.rollback()
        raise StoreError(f"数据库升级没有成功，内容保持原样（{error}），请系统管理员查看磁盘后重试。") from error
