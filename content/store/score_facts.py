"""The facts of a year from market.db: one small reader a fact, each one query in order of day (docs/score.md).

The id of a fact is its table and its row's id, `visit/…`; by it a row is opened, checked and told on the sheet. A new
ledger joins by a reader in `score_ledgers.READERS` and, so that its rows have words, by a teller in `score_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from sqlite_utils import Database

from content.clock import to_text
from content.kpi.facts import (
    Answer,
    Asked,
    EmployerService,
    Posting,
    ServedBy,
    Service,
    ServiceKind,
    Session,
    SessionKind,
)
from content.kpi.periods import midnight_after, midnight_before
from content.model.cases import QuestionTopic, Satisfaction
from content.model.codes import EmployerKind
from content.rules.duplicates import fingerprint_of
from content.store.fact_rows import FactRows, by_value

# the county's day of an instant; no summer time since 1991
_HALL = "'+8 hours'"
_ARRIVED = "LEFT JOIN inbox ON inbox.id = {table}.id"
# when a filing happened: a terminal whose clock was wrong is believed no day, the day of arrival stands in
_HAPPENED = "iif({table}.clock_ok, {table}.occurred_at, coalesce(inbox.received_at, {table}.occurred_at))"

SERVICE_OF_TOPIC = {
    QuestionTopic.JOBS: ServiceKind.JOBS, QuestionTopic.GUIDANCE: ServiceKind.GUIDANCE,
    QuestionTopic.POLICY: ServiceKind.POLICY, QuestionTopic.INSURANCE: ServiceKind.INSURANCE,
    QuestionTopic.RIGHTS: ServiceKind.RIGHTS, QuestionTopic.TRAINING: ServiceKind.TRAINING,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One question for the facts of a year: from which instant up to which, and what makes the rows."""

    db: Database
    first: date
    last: date
    made: FactRows

    def rows(self, query: LiteralString, **values: object) -> Iterator[Any]:
        """Return the rows of a query that names :start and :end (instants) or :first and :last (days)."""
        asked = {"start": to_text(midnight_before(self.first)), "end": to_text(midnight_after(self.last)),
                 "first": self.first.isoformat(), "last": self.last.isoformat()} | values  # fmt: skip
        return iter(self.db.execute(query, {name: asked[name] for name in asked if f":{name}" in query}))

    def row(self, table: str, key: str, day: str, entered_at: str, channel: str = "window") -> dict[str, Any]:
        """Return what every row says."""
        return self.made.said(table, key, day, entered_at, channel)


_KINDS, _GRADES = by_value(EmployerKind), by_value(Satisfaction)
_TOPICS = {topic.value: kind for topic, kind in SERVICE_OF_TOPIC.items()}


def postings(reading: Reading) -> Iterator[Posting]:
    """Yield the jobs by the day they first stood in an edition; one merged into another counts with that one."""
    places: dict[tuple[str, ...], str] = {}
    # a year before the year: whether a job is a repost hangs on the chain of those before it
    start = to_text(midnight_before(date(reading.first.year - 1, reading.first.month, reading.first.day)))
    for key, day, at, *same, heads in reading.rows(
        f"""SELECT id, date(published_at, {_HALL}), published_at, employer_id, trade_code, township_code, address,
            pay_unit, headcount
        FROM job WHERE published_at >= :start AND published_at < :end AND merged_into IS NULL
        ORDER BY published_at, id""", start=start):  # fmt: skip
        said = tuple(same)
        if said not in places:
            # without all its parts nothing tells it from others: it is the same as none
            places[said] = "\n".join(fingerprint_of(*said)) or ""
        yield Posting(**reading.row("job", key, day, at), fingerprint=places[said] or key, headcount=heads)


def _firm(key: str, credit_code: str) -> str:
    return credit_code or f"firm {key}"


def firms_visited(reading: Reading) -> Iterator[EmployerService]:
    """Yield 走访 by the day somebody spoke to the firm."""
    for key, day, at, firm, code, kind in reading.rows(
        """SELECT visit.id, day, visit.created_at, employer_id, credit_code, kind
        FROM visit JOIN employer ON employer.id = employer_id WHERE day BETWEEN :first AND :last
        ORDER BY day, visit.created_at, visit.id"""):  # fmt: skip
        yield EmployerService(**reading.row("visit", key, day, at), employer=_firm(firm, code), kind=_KINDS[kind],
                              by=ServedBy.VISIT)  # fmt: skip


def firms_published(reading: Reading) -> Iterator[EmployerService]:
    """Yield the firms of jobs by the day these first stood in an edition."""
    for key, day, at, firm, code, kind in reading.rows(
        f"""SELECT job.id, date(published_at, {_HALL}), published_at, employer_id, credit_code, kind
        FROM job JOIN employer ON employer.id = employer_id
        WHERE published_at >= :start AND published_at < :end AND merged_into IS NULL ORDER BY published_at, job.id"""):
        yield EmployerService(**reading.row("job", key, day, at), employer=_firm(firm, code), kind=_KINDS[kind],
                              by=ServedBy.JOB)  # fmt: skip


def firms_at_fairs(reading: Reading) -> Iterator[EmployerService]:
    """Yield the firms of the books that came to a fair; entered is when the fair's history first says so."""
    for fair, day, at, firm, code, kind in reading.rows(
        f"""SELECT fair.id, date(starts_at, {_HALL}), coalesce((
                SELECT min(history.at) FROM history, json_each(json_extract(history.changed, '$.invitations')) AS then_
                WHERE history.kind = 'fair' AND history.record_id = fair.id
                AND json_extract(then_.value, '$.employer_id') = employer.id
                AND json_extract(then_.value, '$.answer') = 'attended'), fair.updated_at),
            employer.id, credit_code, employer.kind
        FROM fair JOIN json_each(fair.invitations) AS one
        JOIN employer ON employer.id = json_extract(one.value, '$.employer_id')
        WHERE held AND starts_at >= :start AND starts_at < :end AND json_extract(one.value, '$.answer') = 'attended'
        ORDER BY starts_at, fair.id, employer.id"""):  # fmt: skip
        yield EmployerService(**reading.row("fair", f"{fair}+{firm}", day, at), employer=_firm(firm, code),
                              kind=_KINDS[kind], by=ServedBy.FAIR)  # fmt: skip


def registrations(reading: Reading) -> Iterator[Service]:
    """Yield 求职登记; who has taken back their consent is nobody's, and their lines stay.

    One typed at the desk from paper is entered when it was typed, whatever day was signed.
    """
    happened = _HAPPENED.format(table="registration")
    for key, day, at, channel, person in reading.rows(
        f"""SELECT registration.id, date({happened}, {_HALL}),
            coalesce(registration.entered_at, iif(late, coalesce(received_at, {happened}), {happened})),
            channel, id_number_index
        FROM registration JOIN seeker ON seeker.id = seeker_id {_ARRIVED.format(table="registration")}
        WHERE {happened} >= :start AND {happened} < :end ORDER BY 2, registration.id"""):  # fmt: skip
        yield Service(**reading.row("registration", key, day, at, channel), person=person.hex(),
                      kind=ServiceKind.REGISTRATION)  # fmt: skip


def answered_questions(reading: Reading) -> Iterator[Service]:
    """Yield questions and disputes, nameless; one counts on the day of its first answer, which the audit keeps."""
    happened = _HAPPENED.format(table="hall_case")
    first_answer = """coalesce((SELECT min(audit.at) FROM audit WHERE audit.subject = 'case'
        AND audit.subject_id = hall_case.id AND audit.action = 'answered'), answered_at)"""
    told = f"iif(hall_case.state = 'answered', {first_answer}, {happened})"
    for key, day, at, channel, kind, topic, state in reading.rows(
        f"""SELECT id, date(told, {_HALL}), told, channel, kind, choice, state FROM (
            SELECT hall_case.id, {told} AS told, channel, hall_case.kind, choice, hall_case.state
            FROM hall_case {_ARRIVED.format(table="hall_case")}
            WHERE hall_case.kind IN ('question', 'dispute'))
        WHERE told >= :start AND told < :end ORDER BY 2, id"""):  # fmt: skip
        service = ServiceKind.RIGHTS if kind == "dispute" else _TOPICS[topic]
        yield Service(**reading.row("hall_case", key, day, at, channel), person="", kind=service,
                      done=state == "answered")  # fmt: skip


def fairs(reading: Reading) -> Iterator[Session]:
    """Yield 招聘会 and 直播带岗; who came is who checked in, entered is when it was first told as held."""
    for key, day, at, theme, held, invited, came in reading.rows(
        f"""SELECT fair.id, date(starts_at, {_HALL}), coalesce((
                SELECT min(history.at) FROM history WHERE history.kind = 'fair' AND history.record_id = fair.id
                AND json_extract(history.changed, '$.held') = 1), updated_at),
            theme, held, json_array_length(invitations), coalesce(came, 0)
        FROM fair LEFT JOIN (SELECT subject_id, count(*) AS came FROM hall_case WHERE hall_case.kind = 'fair_check_in'
            GROUP BY subject_id) ON subject_id = fair.id
        WHERE starts_at >= :start AND starts_at < :end ORDER BY starts_at, fair.id"""):  # fmt: skip
        yield Session(**reading.row("fair", key, day, at), event=key, held=bool(held), attended=came, invited=invited,
                      kind=SessionKind.LIVE if theme == "live" else SessionKind.FAIR)  # fmt: skip


def faces(reading: Reading) -> Iterator[Answer]:
    """Yield 满意度 of the kiosk; the digest of person and month is the subject."""
    happened = _HAPPENED.format(table="hall_case")
    for key, day, at, channel, face, once in reading.rows(
        f"""SELECT hall_case.id, date({happened}, {_HALL}), {happened}, channel, choice, once
        FROM hall_case {_ARRIVED.format(table="hall_case")}
        WHERE hall_case.kind = 'satisfaction' AND {happened} >= :start AND {happened} < :end
        ORDER BY 2, hall_case.id"""):  # fmt: skip
        yield Answer(**reading.row("hall_case", key, day, at, channel), asked=Asked.SEEKER, subject=once.hex(),
                     grade=_GRADES.get(face))  # fmt: skip
