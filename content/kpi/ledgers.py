"""What each ledger gives to count, measure by measure, under the readings taken (A3.4–A3.10, A3.20)."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date

from content.kpi.counting import Admission, Pair, Remark, Tally, Why, completed, count, count_apart, in_order
from content.kpi.facts import (
    Aid,
    Answer,
    Asked,
    EmployerService,
    Facts,
    Placement,
    Posting,
    Referral,
    Service,
    Session,
    SessionKind,
)
from content.kpi.measures import Column, Measure
from content.kpi.periods import Period, months_after
from content.kpi.readings import (
    AidNumerator,
    PostingCounted,
    ReferralCounted,
    ServiceCounted,
    SessionCounted,
    SmallFair,
    WorkshopCounted,
)
from content.kpi.rulebook import Rulebook

Tallies = dict[Measure, Tally]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """One period on its way through the ledgers."""

    rules: Rulebook
    facts: Facts
    admission: Admission


def ordered(facts: Facts) -> Facts:
    """Return the facts with the rows of each ledger in the order they are counted in."""
    return replace(
        facts, placements=tuple(in_order(facts.placements)), aids=tuple(in_order(facts.aids)),
        referrals=tuple(in_order(facts.referrals)), employer_services=tuple(in_order(facts.employer_services)),
        postings=tuple(in_order(facts.postings)), services=tuple(in_order(facts.services)),
        sessions=tuple(in_order(facts.sessions)), answers=tuple(in_order(facts.answers)),
    )  # fmt: skip


def columns(rules: Rulebook, facts: Facts, period: Period, as_of: date) -> dict[Column, Tallies]:
    """Return every number of a period as known at the end of a day, as filled in and as verified."""
    return columns_of_ordered(rules, ordered(facts), period, as_of)


def columns_of_ordered(rules: Rulebook, facts: Facts, period: Period, as_of: date) -> dict[Column, Tallies]:
    """Return the same of facts that are `ordered`, for who counts them more than once."""
    admission = Admission(period, as_of, rules.counting, rules.readings)
    pairs = _count_all(_Ask(rules=rules, facts=facts, admission=admission))
    found: dict[Column, Tallies] = {column: {} for column in Column}
    for pair in pairs:
        for column, tally in ((Column.OPERATOR, pair.operator), (Column.VERIFIED, pair.verified)):
            found[column][tally.measure] = completed(tally, facts, admission, column)
    return found


def _count_all(ask: _Ask) -> list[Pair]:
    return [_placements(ask), *_aids(ask), *_referrals(ask), _employers(ask), *_postings(ask), _services(ask),
            *_sessions(ask), *_answers(ask)]  # fmt: skip


def _placements(ask: _Ask) -> Pair:
    """Count persons once a calendar year: who was placed before the period of that year is not new (A3.20)."""

    def why(row: Placement) -> Why | None:
        return None if row.evidence else Why.NO_EVIDENCE

    return count(Measure.NEWLY_EMPLOYED, ask.facts.placements, ask.admission, why, lambda row: row.person,
                 before=date(ask.admission.period.year, 1, 1))  # fmt: skip


def _aids(ask: _Ask) -> tuple[Pair, Pair]:
    every = ask.rules.readings.aid_numerator is AidNumerator.AIDED

    def why(row: Aid) -> Why | None:
        return None if every or row.reemployed else Why.NOT_REEMPLOYED

    rows, admission = ask.facts.aids, ask.admission
    return (count(Measure.AIDED, rows, admission, why, lambda row: row.person),
            count(Measure.HARDSHIP_PERSONS, rows, admission, _counts, lambda row: row.person))  # fmt: skip


def _counts(_row: object) -> Why | None:
    return None


def _referrals(ask: _Ask) -> tuple[Pair, Pair, Pair]:
    months, admission = ask.rules.counting.outsourced_months, ask.admission
    placed_only = ask.rules.readings.referral_counted is ReferralCounted.PLACED

    def day(row: Referral) -> date | None:
        if not row.outsourced:
            return row.on
        lasted = months_after(row.on, months)
        return lasted if row.worked_until is None or row.worked_until >= lasted else None

    def why(row: Referral) -> Why | None:
        if not row.confirmed:
            return Why.UNCONFIRMED
        return Why.NOT_PLACED if placed_only and not row.placed else None

    def pair(row: Referral) -> Hashable:
        return row.person, row.job

    rows = ask.facts.referrals
    referred = count(Measure.REFERRED, rows, admission, why, pair, day)
    by_person = ask.rules.readings.workshop_counted is WorkshopCounted.PERSONS

    def subject(row: Referral) -> Hashable:
        return row.person if by_person else pair(row)

    workshop = count(Measure.WORKSHOP, [row for row in rows if row.is_workshop], admission, why, subject, day)
    placed = count(Measure.PLACED, [row for row in rows if row.placed], admission, why, pair, day)
    return referred, workshop, placed


def _employers(ask: _Ask) -> Pair:
    kinds, ways = frozenset(ask.rules.counting.employer_kinds), frozenset(ask.rules.counting.served_by)

    def why(row: EmployerService) -> Why | None:
        if row.by not in ways:
            return Why.NO_SERVED_EVENT
        return None if row.kind in kinds else Why.NOT_PRIVATE

    rows = ask.facts.employer_services
    return count(Measure.EMPLOYERS_SERVED, rows, ask.admission, why, lambda row: row.employer)


def _postings(ask: _Ask) -> tuple[Pair, Pair]:
    def fingerprint(row: Posting) -> str:
        return row.fingerprint

    def headcount(row: Posting) -> int:
        return row.headcount

    rows, days = ask.facts.postings, ask.rules.counting.repost_days
    heads = count_apart(Measure.VACANCIES, rows, ask.admission, fingerprint, days, headcount)
    by_post = ask.rules.readings.posting_counted is PostingCounted.POSTINGS

    def posted(tally: Tally) -> Tally:
        return replace(tally, measure=Measure.POSTED, value=len(tally.rows) if by_post else tally.value)

    return Pair(operator=posted(heads.operator), verified=posted(heads.verified)), heads


def _services(ask: _Ask) -> Pair:
    kinds = frozenset(ask.rules.counting.services)
    by_kind = ask.rules.readings.service_counted is ServiceCounted.PERSON_SERVICE_DAY

    def why(row: Service) -> Why | None:
        if row.kind not in kinds:
            return Why.NO_SERVICE
        return None if row.done else Why.UNFINISHED

    def subject(row: Service) -> Hashable:
        if not row.person:
            return row.id
        return (row.person, row.on, row.kind) if by_kind else (row.person, row.on)

    found = count(Measure.SERVED, ask.facts.services, ask.admission, why, subject)
    nameless = frozenset(row.id for row in ask.facts.services if not row.person)
    return _remarked(found, nameless, "其中 {} 人次没有记名，只能按次计，请考核组抽查。")


def _sessions(ask: _Ask) -> tuple[Pair, Pair]:
    least = ask.rules.counting.least_fair_employers
    small_counts = ask.rules.readings.small_fair is SmallFair.COUNTS
    by_day = ask.rules.readings.session_counted is SessionCounted.SESSION

    def small(row: Session) -> bool:
        return row.kind is SessionKind.FAIR and row.invited < least

    def why(row: Session) -> Why | None:
        if not row.held:
            return Why.NOT_HELD
        if row.attended < 1:
            return Why.NO_EVIDENCE
        return Why.TOO_FEW_FIRMS if small(row) and not small_counts else None

    def subject(row: Session) -> Hashable:
        return (row.event, row.on) if by_day else row.event

    rows = ask.facts.sessions
    trainings = [row for row in rows if row.kind is SessionKind.TRAINING]
    fairs = [row for row in rows if row.kind is not SessionKind.TRAINING]
    held = count(Measure.FAIRS_HELD, fairs, ask.admission, why, subject)
    few = frozenset(row.id for row in fairs if small(row))
    told = f"其中 {{}} 场邀请企业不足 {least} 家，达不到附件1的要求，请负责人补充邀请记录。"
    return count(Measure.TRAININGS_HELD, trainings, ask.admission, why, subject), _remarked(held, few, told)


def _remarked(pair: Pair, about: frozenset[str], sentence: str) -> Pair:
    """Return the numbers with a remark on those of their rows it is about; {} in the sentence is how many they are."""

    def told(tally: Tally) -> Tally:
        rows = tuple(row for row in tally.rows if row in about)
        return replace(tally, remarks=(Remark(sentence=sentence.format(len(rows)), rows=rows),)) if rows else tally

    return Pair(operator=told(pair.operator), verified=told(pair.verified))


def _answers(ask: _Ask) -> tuple[Pair, ...]:
    return (*_asked(ask, Asked.SEEKER, Measure.SEEKER_ANSWERS, Measure.SEEKERS_SATISFIED),
            *_asked(ask, Asked.EMPLOYER, Measure.EMPLOYER_ANSWERS, Measure.EMPLOYERS_SATISFIED))  # fmt: skip


def _asked(ask: _Ask, asked: Asked, whole: Measure, part: Measure) -> tuple[Pair, Pair]:
    """Count the first answer of each subject and month (A3.10): asking again until it is a better one gains nothing."""

    def why(row: Answer) -> Why | None:
        return Why.INVALID if row.grade is None else None

    def subject(row: Answer) -> Hashable:
        return (row.subject, row.on.month) if row.subject else row.id

    rows = [row for row in ask.facts.answers if row.asked is asked]
    nameless = frozenset(row.id for row in rows if not row.subject)
    answers = count(whole, rows, ask.admission, why, subject)
    answers = _remarked(answers, nameless, "其中 {} 份不记名，只能按份计，请考核组抽查。")
    good = frozenset(row.id for row in rows if row.grade in ask.rules.counting.satisfied)
    return answers, Pair(operator=_part(answers.operator, part, good), verified=_part(answers.verified, part, good))


def _part(answers: Tally, part: Measure, good: frozenset[str]) -> Tally:
    rows = tuple(row for row in answers.rows if row in good)
    late = tuple(row for row in answers.late if row in good)
    return Tally(measure=part, value=len(rows), rows=rows, late=late)
