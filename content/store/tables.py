"""All aggregates over one connection."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from content.clock import Clock
from content.privacy import KeyRing
from content.store.audit import AuditTrail
from content.store.drafts import Drafts
from content.store.duplicates import NotDuplicates
from content.store.editions import Editions
from content.store.emergencies import Emergencies
from content.store.employers import Employers
from content.store.errands import Errands
from content.store.inbox import Inbox
from content.store.jobs import Jobs
from content.store.market_settings import MarketBook, MarketCards
from content.store.media import MediaItems
from content.store.named_settings import Settings
from content.store.passwords import Passwords
from content.store.pieces import Articles, Courses, Fairs, Notices, WageGuides
from content.store.planned import PlannedEditions
from content.store.policies import Policies
from content.store.records import RecordTable
from content.store.seekers import Seekers
from content.store.staff import StaffAccounts
from content.store.terminal_events import TerminalEvents
from content.store.terminals import Terminals


class Tables:
    """What a use case asks and changes; valid inside `write` or `reading` only."""

    def __init__(self, db: Database, keys: KeyRing, clock: Clock) -> None:
        self._db = db
        self.jobs = Jobs(db, clock)
        self.employers = Employers(db, keys, clock)
        self.policies = Policies(db, clock)
        self.courses = Courses(db, clock)
        self.fairs = Fairs(db, clock)
        self.articles = Articles(db, clock)
        self.notices = Notices(db, clock)
        self.wage_guides = WageGuides(db, clock)
        self.media = MediaItems(db, clock)
        self.settings = Settings(db, clock)
        self.market = MarketBook(db, clock)
        self.market_card = MarketCards(self.market)
        self.drafts = Drafts(db, keys)
        self.not_duplicates = NotDuplicates(db)
        self.emergencies = Emergencies(self.settings)
        self.planned_editions = PlannedEditions(db)
        self.editions = Editions(db)
        self.terminals = Terminals(db)
        self.errands = Errands(db)
        self.terminal_events = TerminalEvents(db)
        self.staff = StaffAccounts(db)
        self.seekers = Seekers(db)
        self.inbox = Inbox(db)
        self.passwords = Passwords(db)
        self.audit = AuditTrail(db, keys.audit)

    def hand_over(self, from_staff: str, to_staff: str, by: str) -> dict[str, int]:
        """Give all a leaver looks after to another; return how many records of each kind that were."""
        every: tuple[RecordTable[Any], ...] = (
            self.jobs, self.employers, self.policies, self.courses, self.fairs, self.articles, self.notices,
            self.wage_guides, self.media,
        )  # fmt: skip
        return {table.word: number for table in every if (number := table.hand_over(from_staff, to_staff, by))}

    def begin(self) -> None:
        """Start the snapshot a reader sees."""
        self._db.begin()

    def end(self) -> None:
        """Let the snapshot go."""
        self._db.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
