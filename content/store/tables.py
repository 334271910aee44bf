"""All aggregates over one connection."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from content.clock import Clock
from content.privacy import KeyRing
from content.store.aid import AidEvents, AidFiles, LedgerSweeps
from content.store.answers import EmployerAnswers, MonthAnswers, SeekerAnswers
from content.store.applications import Applications
from content.store.attachments import Attachments
from content.store.audit import AuditTrail
from content.store.cases import Cases
from content.store.channel_posts import ChannelPosts
from content.store.clock_mark import ClockMarks
from content.store.complaints import Complaints
from content.store.consultations import Consultations
from content.store.drafts import Drafts
from content.store.duplicates import NotDuplicates
from content.store.edition_changes import EditionChanges
from content.store.editions import Editions
from content.store.emergencies import Emergencies
from content.store.employers import Employers
from content.store.errands import Errands
from content.store.expiring import Expiring
from content.store.friday import FridayReviews
from content.store.frozen_reports import FrozenReports
from content.store.guidance import Guidances, MatchCalls, ServicePlans
from content.store.hall_facts import HallFacts
from content.store.help_facts import HelpFacts
from content.store.hirings import Hirings
from content.store.inbox import Inbox
from content.store.incident_facts import IncidentFacts
from content.store.job_ledger import JobLedger
from content.store.jobs import Jobs
from content.store.ledger_seals import LedgerSeals
from content.store.line_reviews import LineReviews
from content.store.market_settings import MarketBook, MarketCards
from content.store.media import MediaItems
from content.store.mediation import DisputeEvents
from content.store.named_settings import Settings
from content.store.own_records import OwnRecords
from content.store.passwords import Passwords
from content.store.people_figures import PeopleFigures
from content.store.person_merges import PersonMerges
from content.store.pieces import Articles, Courses, Fairs, Notices, WageGuides
from content.store.planned import PlannedEditions
from content.store.policies import Policies
from content.store.programme_book import ProgrammeBook
from content.store.publicity_book import PublicityBook
from content.store.questions import Questions
from content.store.records import RecordTable
from content.store.referrals import Placements, Referrals
from content.store.reindexed import Reindexed
from content.store.rekeyed import Rekeyed
from content.store.scene_pictures import AlarmsPainted, ScenePictures
from content.store.score_book import ScoreBook
from content.store.screen_plays import ScreenPlays
from content.store.security_book import SecurityChecks, SecurityIncidents, SecurityTrainings
from content.store.seeker_ledger import SeekerLedger
from content.store.seekers import Seekers
from content.store.sessions import CourseSessions
from content.store.source_watches import SourceWatches
from content.store.staff import StaffAccounts
from content.store.terminal_events import TerminalEvents
from content.store.terminals import Terminals
from content.store.tickets import Tickets
from content.store.tool_loans import ToolLoans
from content.store.usage import Usage
from content.store.visits import Visits
from content.store.windows import Roster, Windows
from content.store.work_logs import WorkLogs


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
        self.attachments = Attachments(db)
        self.settings = Settings(db, clock)
        self.market = MarketBook(db, clock)
        self.market_card = MarketCards(self.market)
        self.drafts = Drafts(db, keys)
        self.not_duplicates = NotDuplicates(db)
        self.emergencies = Emergencies(self.settings)
        self.planned_editions = PlannedEditions(db)
        self.editions = Editions(db)
        self.edition_changes = EditionChanges(db)
        self.channel_posts = ChannelPosts(db)
        self.friday = FridayReviews(db, self.channel_posts)
        self.source_watches = SourceWatches(db)
        self.visits = Visits(db, keys, clock)
        self.terminals = Terminals(db)
        self.errands = Errands(db)
        self.terminal_events = TerminalEvents(db)
        self.staff = StaffAccounts(db)
        self.seekers = Seekers(db)
        self.seals = LedgerSeals(db, keys.audit)
        self.own_records = OwnRecords(db, self.seals)
        self.people_figures = PeopleFigures(db)
        self.person_merges = PersonMerges(db)
        self.seeker_ledger = SeekerLedger(db, keys)
        self.job_ledger = JobLedger(db, self.jobs)
        self.inbox = Inbox(db)
        self.complaints = Complaints(db, keys)
        self.hirings = Hirings(db, keys)
        self.applications = Applications(db)
        self.referrals = Referrals(db, keys)
        self.placements = Placements(db, keys)
        self.guidance = Guidances(db, keys)
        self.plans = ServicePlans(db, keys)
        self.match_calls = MatchCalls(db)
        self.aid_files = AidFiles(db, keys)
        self.aid_events = AidEvents(db, keys)
        self.sweeps = LedgerSweeps(db)
        self.help_facts = HelpFacts(db)
        self.cases = Cases(db, keys)
        self.consultations = Consultations(db, keys)
        self.questions = Questions(db)
        self.employer_answers = EmployerAnswers(db, keys)
        self.seeker_answers = SeekerAnswers(db, keys)
        self.month_answers = MonthAnswers(db)
        self.course_sessions = CourseSessions(db, keys)
        self.dispute_events = DisputeEvents(db, keys)
        self.hall_facts = HallFacts(db)
        self.usage = Usage(db)
        self.windows = Windows(db)
        self.roster = Roster(db)
        self.tickets = Tickets(db)
        self.tool_loans = ToolLoans(db)
        self.work_logs = WorkLogs(db)
        self.programme = ProgrammeBook(self.settings, db, clock)
        self.plays = ScreenPlays(db)
        self.scene_pictures = ScenePictures(db)
        self.alarms_painted = AlarmsPainted(db)
        self.score = ScoreBook(db)
        self.publicity = PublicityBook(db)
        self.line_reviews = LineReviews(db)
        self.frozen_reports = FrozenReports(db)
        self.security_checks = SecurityChecks(db)
        self.security_trainings = SecurityTrainings(db, keys)
        self.security_incidents = SecurityIncidents(db, keys)
        self.incident_facts = IncidentFacts(db)
        self.clock_marks = ClockMarks(db)
        self.passwords = Passwords(db)
        self.audit = AuditTrail(db, keys.audit)
        self.rekeyed = Rekeyed(db, keys)
        self.reindexed = Reindexed(db, keys.index, self.settings, self.seals)
        self.expiring = Expiring(db, keys, self.cases, self.own_records, self.seals)

    def hand_over(self, from_staff: str, to_staff: str, by: str, most: int = 1_000_000) -> dict[str, int]:
        """Give what a leaver looks after to another, at most so many; return how many of each kind that were."""
        every: tuple[RecordTable[Any], ...] = (
            self.jobs, self.employers, self.policies, self.courses, self.fairs, self.articles, self.notices,
            self.wage_guides, self.media,
        )  # fmt: skip
        found: dict[str, int] = {}
        for table in every:
            number = table.hand_over(from_staff, to_staff, by, most)
            most -= number
            found |= {table.word: number} if number else {}
        return found

    def begin(self) -> None:
        """Start the snapshot a reader sees."""
        self._db.begin()

    def end(self) -> None:
        """Let the snapshot go."""
        self._db.rollback()

    def close(self) -> None:
        """Close the connection."""
        self._db.close()
