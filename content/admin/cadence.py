"""The regular duties of the market as 今日工作 shows them: what was done, from the database, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from content.admin.aiding import AIDING
from content.admin.cases import ANSWERING
from content.admin.figures import month_of, week_of
from content.admin.hall_duties import hall_duties
from content.admin.line_reviews import REVIEWING_LINES, review_duty
from content.admin.login import EDITING, REVIEWING, RUNNING
from content.admin.parts import Card
from content.admin.persons import HELPING
from content.admin.worklog import CHECKING, log_check_duty
from content.clock import calendar_day
from content.model.codes import Role
from content.model.people import Staff
from content.rules import cadence
from content.rules.cadence import Duty, DutyState, Span, month_days
from content.rules.coverage import LiveTopics, TopicStanding, board, coverage
from content.rules.fair_dates import fair_dates, fair_of_month
from content.rules.workdays import Workdays
from content.rules.workdays import week_of as week_of_day
from content.store.database import Tables

# a follow-up that never came is told for so long after its fair
_FAIRS_BACK, _FAIRS_AHEAD = timedelta(days=60), timedelta(days=60)
MANAGING = frozenset((Role.MANAGER,))
SEES_ALL = frozenset((Role.MANAGER, Role.ADMINISTRATOR, Role.AUDITOR, Role.ASSESSOR))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Whose a duty is, which page lists what it counts, and where more of it is made."""

    roles: frozenset[Role]
    path: str  # "{subject}" is the id of the fair
    do: tuple[str, str] = ("", "")  # word and path


_PLACES = {
    "source_today": _Place(roles=EDITING, path="/sources", do=("去登记", "/sources")),
    "policy_updates": _Place(roles=EDITING, path="/duties/policy_updates", do=("写政策", "/policies/new")),
    "friday_review": _Place(roles=REVIEWING, path="/friday", do=("去审核", "/friday")),
    "new_jobs": _Place(roles=EDITING, path="/duties/new_jobs", do=("录岗位", "/jobs/new")),
    "referrals": _Place(roles=HELPING, path="/referrals?view=all", do=("去推荐", "/referrals")),
    "workshop": _Place(roles=MANAGING, path="/score/workshop", do=("去推荐", "/referrals")),
    "services": _Place(roles=MANAGING, path="/score/served", do=("看缺什么", "/score/served")),
    "ledger_review": _Place(roles=REVIEWING_LINES, path="/ledger/review", do=("去核实", "/ledger/review")),
    "log_check": _Place(roles=CHECKING, path="/worklog/week", do=("去检查", "/worklog/week")),
    "backups": _Place(roles=RUNNING, path="/backups"),
    "ledger_sweep": _Place(roles=AIDING, path="/aid?view=sweep", do=("去梳理", "/aid?view=sweep")),
    "visits": _Place(roles=EDITING, path="/visits", do=("记走访", "/visits/new")),
    "industries": _Place(roles=EDITING, path="/visits", do=("记走访", "/visits/new")),
    "courses": _Place(roles=EDITING, path="/duties/courses", do=("选课程", "/courses")),
    "fair": _Place(roles=EDITING, path="/duties/fair", do=("安排招聘会", "/fairs/new")),
    "fair_plan": _Place(roles=EDITING, path="/fairs/{subject}"),
    "fair_notice": _Place(roles=EDITING, path="/fairs/{subject}"),
    "fair_follow_up": _Place(roles=EDITING, path="/fairs/{subject}"),
    "source_gaps": _Place(roles=EDITING, path="/sources", do=("去补录", "/sources")),
    "article": _Place(roles=EDITING, path="/duties/article", do=("写文章", "/articles/new")),
    "coverage": _Place(roles=EDITING, path="/coverage", do=("看缺什么", "/coverage")),
    "bulletin_owner": _Place(roles=MANAGING, path="/coverage", do=("去定", "/market")),
    "consult_review": _Place(roles=ANSWERING, path="/consultations/month", do=("去写", "/consultations/month")),
    "trainees": _Place(roles=ANSWERING, path="/sessions", do=("记一场", "/sessions")),
    "training_survey": _Place(roles=ANSWERING, path="/training", do=("记访谈", "/training")),
    "month_report": _Place(roles=MANAGING, path="/reports", do=("去做报告", "/reports")),
    "security_check": _Place(roles=RUNNING, path="/security", do=("去检查", "/security")),
}


def workdays_of(tables: Tables) -> Workdays:
    """Return the working days of 市场设置."""
    return Workdays.of(tables.market.get().holidays)


def topics(tables: Tables, now: datetime) -> tuple[TopicStanding, ...]:
    """Return the thirteen topics with what stands on each (R139, R144, R171)."""
    live = LiveTopics(policies=tables.policies.live_categories(now), insurances=tables.policies.live_insurances(now),
                      rights=tables.articles.live_topics(now))  # fmt: skip
    return board(live, calendar_day(now))


def duties(tables: Tables, now: datetime) -> tuple[Duty, ...]:
    """Return every regular duty at an instant, as the regulation orders them."""
    settings = tables.market.get()
    workdays, today = Workdays.of(settings.holidays), calendar_day(now)
    days = month_days(today)
    month = f"{today:%Y-%m}"
    watched, since = tables.source_watches.days(*days), tables.source_watches.first_day()
    checked = tuple(map(calendar_day, tables.security_checks.closed_between(*month_of(now))))
    fairs = tables.fairs.around(now - _FAIRS_BACK, now + _FAIRS_AHEAD)
    return (
        cadence.source_today(watched, now, workdays),
        cadence.policy_updates((at for at, _ in tables.policies.updates_between(*week_of(now))), now, workdays),
        cadence.friday_review(tables.friday.closed_weeks(), now, workdays),
        *(duty for fair in fairs for duty in fair_dates(fair, now)),
        cadence.new_jobs(len(tables.jobs.added_between(*month_of(now))), now, workdays),
        cadence.visits(tables.visits.employers_between(*days), now, workdays),
        cadence.industries(frozenset(tables.visits.industries_between(*days)), now, workdays),
        cadence.referrals(tables.referrals.confirmed_between(*days), now, workdays),
        cadence.ledger_sweep(tables.sweeps.of_week(week_of_day(today)) is not None, now, workdays),
        cadence.courses(len(tables.courses.picked_for(month)), now, workdays),
        fair_of_month(fairs, now, workdays),
        cadence.source_gaps(watched, since, now, workdays),
        cadence.monthly_article(len(tables.articles.picked_for(month)), now, workdays),
        coverage(topics(tables, now)),
        cadence.bulletin_owner(bool(settings.bulletin_owner)),
        cadence.security_checks(checked, now, workdays),
        *hall_duties(tables, now, workdays),
        review_duty(tables, now, workdays), log_check_duty(tables, now, workdays),
    )  # fmt: skip


def card_of(duty: Duty) -> Card:
    """Return a duty as a card."""
    place = _PLACES[duty.code]
    return Card(label=duty.label, figure=duty.done, target=duty.needed, path=place.path.format(subject=duty.subject),
                pressing=duty.state is DutyState.OVERDUE, span=duty.span, state=duty.state, expected=duty.expected,
                sentence=duty.sentence, clause=duty.clause, roles=place.roles, do=place.do)  # fmt: skip


def duty_cards(tables: Tables, now: datetime) -> tuple[Card, ...]:
    """Return the cards of all duties; of those about one fair only what is not done."""
    return tuple(card_of(duty) for duty in duties(tables, now) if not duty.subject or duty.state is not DutyState.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """今日工作 for one person: what to be reminded of, their cards by span, and what is others' to do."""

    reminders: tuple[Card, ...]  # overdue first
    groups: tuple[tuple[Span, tuple[Card, ...]], ...]
    others: tuple[Card, ...]


def laid_out(cards: tuple[Card, ...], staff: Staff) -> Laid:
    """Lay the cards out for who sits there: own before common ones; a manager and who only looks see all as theirs."""
    mine = frozenset(Role) if not SEES_ALL.isdisjoint(staff.roles) else frozenset(staff.roles)
    own = [card for card in cards if not card.roles.isdisjoint(mine)]
    own.sort(key=lambda card: card.roles == frozenset(Role))
    pressing = [card for state in (DutyState.OVERDUE, DutyState.SOON) for card in own if card.state is state
                and (card.span is not Span.PERIOD or card.pressing)]  # fmt: skip
    return Laid(
        reminders=tuple(pressing),
        groups=tuple((span, found) for span in Span
                     if (found := tuple(card for card in own if card.span is span))),
        others=tuple(card for card in cards if card not in own),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLine:
    """One thing on the manager's board; `tone` is "overdue", "soon", "done" or "" for what is only counted."""

    label: str
    figure: int
    target: int | None
    path: str
    tone: str
    mark: str  # the word for it, so that nothing hangs on a colour


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardColumn:
    """One span of the board, what is red first."""

    label: str
    overdue: int
    soon: int
    lines: tuple[BoardLine, ...]


_ORDER = ("overdue", "soon", "", "done")


def on_board(laid: Laid) -> tuple[BoardColumn, ...]:
    """Return the manager's one look: today, this week, this month, the assessment (A3)."""
    columns = []
    for span, cards in laid.groups:
        # a plain 0 with nothing said of it is nothing to look at
        told = (card for card in cards if card.state is not None or card.figure or card.sentence)
        lines = sorted(map(_board_line, told), key=lambda line: _ORDER.index(line.tone))
        columns.append(BoardColumn(label=span.label, lines=tuple(lines),
                                   overdue=sum(line.tone == "overdue" for line in lines),
                                   soon=sum(line.tone == "soon" for line in lines)))  # fmt: skip
    return tuple(columns)


def _board_line(card: Card) -> BoardLine:
    if card.state is None:
        tone = "soon" if card.pressing else ""
    else:
        tone = "" if card.state is DutyState.IN_TIME else card.state.value
    return BoardLine(label=card.label, figure=card.figure, target=card.target, path=card.path, tone=tone,
                     mark=card.mark)  # fmt: skip
