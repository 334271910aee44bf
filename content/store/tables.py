"""All aggregates over one connection."""

from __future__ import annotations

from sqlite_utils import Database

from content.clock import Clock
from content.privacy import KeyRing
from content.store.audit import AuditTrail
from content.store.editions import Editions
from content.store.employers import Employers
from content.store.errands import Errands
from content.store.inbox import Inbox
from content.store.jobs import Jobs
from content.store.market_card import MarketCards, Settings
from content.store.passwords import Passwords
from content.store.pieces import Articles, Courses, Fairs, Notices
from content.store.policies import Policies
from content.store.seekers import Seekers
from content.store.staff import StaffAccounts
from content.store.terminal_events import TerminalEvents
from content.store.terminals import Terminals


class Tables:
    """What a use case asks and changes; valid inside `write` or `reading` only."""

    def __init__(self, db: Database, keys: KeyRing, clock: Clock) -> None:
        self._db = db
        self.jobs = Jobs(db)
        self.employers = Employers(db, keys)
        self.policies = Policies(db)
        self.courses = Courses(db)
        self.fairs = Fairs(db)
        self.articles = Articles(db)
        self.notices = Notices(db)
        self.settings = Settings(db, clock)
        self.market_card = MarketCards(self.settings)
        self.editions = Editions(db)
        self.terminals = Terminals(db)
        self.errands = Errands(db)
        self.terminal_events = TerminalEvents(db)
        self.staff = StaffAccounts(db)
        self.seekers = Seekers(db)
        self.inbox = Inbox(db)
        self.passwords = Passwords(db)
        self.audit = AuditTrail(db, keys.audit)

    def begin(self) -> None:
        """Start the snapshot a reader sees."""
        self._db.begin()

    def end(self) -> None:
        """Let the snapshot go."""
        self._db.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
