"""每日审核 at the desk: new lines of both ledgers in words, and the steps of staff as use cases (R181)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from content.admin.login import LEDGER_READING
from content.admin.months import instants
from content.admin.seeker_entry import ENTERING
from content.admin.sheets_ledger import trade_names
from content.admin.wording import pay_words
from content.clock import calendar_day
from content.errors import StoreError
from content.model.audit import Action
from content.model.line_reviews import Ledger
from content.model.people import Staff
from content.rules.cadence import Duty
from content.rules.line_reviews import late_before, ledger_review
from content.rules.workdays import Workdays
from content.store.database import Tables

REVIEWING_LINES = ENTERING
SEEING_LINES = LEDGER_READING
LONGEST_REASON = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """One line as the list tells it, masked; `path` is where it is looked at and put right."""

    number: str
    who: str
    phone: str
    wants: str
    marks: tuple[str, ...]
    whence: str
    path: str


def line_words(tables: Tables, ledger: Ledger, line_id: str, terminals: dict[str, str]) -> LineWords:
    """Return a line in words; one that is gone says so, for its review stays."""
    if ledger is Ledger.REGISTRATION:
        line = tables.seeker_ledger.line(line_id)
        if line is not None:
            marks = (("16—17 岁",) * line.is_minor + ("补录",) * line.late + ("终端时钟不准",) * (not line.clock_ok)
                     + ("已更正",) * (line.corrected_at is not None))  # fmt: skip
            return LineWords(number=line.number, who=line.name, phone=line.phone, marks=marks,
                             wants=trade_names(line.trades) or "没有填工种", path=f"/ledger/seekers?line={line.id}",
                             whence=terminals.get(line.terminal_id, line.channel.label))  # fmt: skip
    else:
        hiring = tables.hirings.get(line_id)
        if hiring is not None:
            firm, job = tables.employers.get(hiring.employer_id), tables.jobs.get(hiring.job_id)
            wants = f"{job.title} {job.headcount} 人，{pay_words(job)}" if job is not None else "没有岗位"
            marks = ("新单位",) * (not hiring.known_employer) + ("补录",) * hiring.late
            return LineWords(number=hiring.number, phone=hiring.contact_phone.mask,
                             who=firm.name if firm is not None else hiring.contact_name.mask,
                             wants=wants, marks=marks, path=f"/jobs/{hiring.job_id}",
                             whence=terminals.get(hiring.terminal_id, hiring.channel.label))  # fmt: skip
    return LineWords(number="—", who="这一条已经不在台账里", phone="", wants="", marks=(), whence="", path="")


def check_lines(lines: Iterable[tuple[Ledger, str]], now: datetime) -> Callable[[Tables, Staff], int]:
    """Return the use case that notes several lines as reviewed at once, all or none; answers how many."""
    wanted = tuple(lines)

    def step(tables: Tables, staff: Staff) -> int:
        if not wanted:
            raise StoreError("还没有选。点一行后面的“选”，或者点“全选这一页”。")
        done = tables.line_reviews.check(wanted, staff.id, now)
        tables.audit.note(staff, now, Action.SAVED, subject="line_review", words=f"核实台账 {done} 条")
        return done

    return step


def take_back(ledger: Ledger, line_id: str, reason: str, now: datetime) -> Callable[[Tables, Staff], None]:
    """Return the use case that undoes a review by an entry with its reason."""

    def step(tables: Tables, staff: Staff) -> None:
        if len(reason) > LONGEST_REASON:
            raise StoreError(f"原因最多 {LONGEST_REASON} 个字，请缩短。")
        tables.line_reviews.take_back(ledger, line_id, reason, staff.id, now)
        tables.audit.note(staff, now, Action.SAVED, subject="line_review", subject_id=line_id, words="撤回核实")

    return step


def review_duty(tables: Tables, now: datetime, workdays: Workdays) -> Duty:
    """Return how the daily review stands."""
    today = instants(calendar_day(now), calendar_day(now))
    return ledger_review(
        tables.line_reviews.waiting_count(), tables.line_reviews.waiting_count(late_before(now, workdays)),
        tables.line_reviews.checked_between(*today), now, workdays)  # fmt: skip
