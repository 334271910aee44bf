"""What of market.db is past its term and how it is emptied: rows stay nameless; what nothing counts goes whole.

Every call is one batch of one write. What a ledger loses is a tombstone in its seals: the salts of all its earlier
states are destroyed with it (`ledger_seals`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlite_utils import Database

from content.clock import to_text
from content.model.cases import CaseKind, DisputeBody
from content.privacy import KeyRing, blind_index
from content.rules.retention import Kept
from content.store.cases import Cases
from content.store.entries import standing
from content.store.ledger_seals import LedgerSeals
from content.store.lifting import lifted
from content.store.own_records import FORGOTTEN, OwnRecords

NAMELESS = b"nameless "
_CLOSED = "state NOT IN ('new', 'handling') AND coalesce(answered_at, occurred_at) < :before"
_LONGER = "('dispute', 'appeal', 'course_sign_up')"
_ASKED = f"""question <> x'' AND entered_at < :before AND (NOT ({standing("consultation")}) OR EXISTS (
    SELECT 1 FROM consult_step WHERE subject_id = entry_id AND kind = 'answered'))"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Rows of one table that are due; `emptied` is what is set in them, "" removes them."""

    table: str
    due: str
    emptied: str = ""


_TARGETS: dict[Kept, tuple[_Target, ...]] = {
    Kept.FILINGS: (_Target(table="inbox", due="sealed <> '' AND state = 'projected' AND received_at < :before",
                           emptied="sealed = ''"),),
    Kept.ENQUIRIES: (
        _Target(table="hall_case", due=f"body <> x'' AND kind NOT IN {_LONGER} AND {_CLOSED}",
                emptied="body = x'', name_mask = '', phone_mask = ''"),
        _Target(table="consultation", due=_ASKED, emptied="question = x''"),
        _Target(table="consult_step", emptied="words = x''", due="""words <> x'' AND at < :before AND (
            EXISTS (SELECT 1 FROM consultation WHERE entry_id = subject_id AND question = x'')
            OR EXISTS (SELECT 1 FROM hall_case WHERE hall_case.id = subject_id AND body = x''))"""),
    ),
    Kept.RIGHTS: (
        _Target(table="hall_case", due=f"body <> x'' AND kind IN {_LONGER} AND {_CLOSED}",
                emptied="body = x'', name_mask = '', phone_mask = ''"),
        _Target(table="dispute_event", emptied="words = x''", due="""words <> x'' AND noted_at < :before
            AND EXISTS (SELECT 1 FROM hall_case WHERE hall_case.id = case_id AND body = x'')"""),
        _Target(table="complaint", emptied="text = NULL, phone = NULL, phone_mask = NULL",
                due="(text IS NOT NULL OR phone IS NOT NULL) AND state = 'answered' AND answered_at < :before"),
    ),
    Kept.HIRINGS: (_Target(
        table="hiring", emptied=f"contact_name = x'', contact_name_mask = '{FORGOTTEN}', contact_phone = x'', "
        "contact_phone_mask = ''", due="contact_name <> x'' AND occurred_at < :before AND NOT EXISTS ("
        "SELECT 1 FROM job WHERE job.id = job_id AND valid_until >= :before)"),),
    Kept.LOANS: (_Target(table="tool_loan", emptied=f"person_index = NULL, name_mask = '{FORGOTTEN}'",
                         due=f"name_mask <> '{FORGOTTEN}' AND returned_at < :before"),),
    Kept.DRAFTS: (_Target(table="draft", due="saved_at < :before"),),
    Kept.LOGINS: (_Target(table="staff_session", due="expires_at < :before"),
                  _Target(table="staff_link", due="expires_at < :before"),
                  _Target(table="login_failure", due="last_at < :before")),
    Kept.WITHDRAWALS: (_Target(table="consent_withdrawal", due="withdrawn_at < :before"),),
}  # fmt: skip
_GUARDED = frozenset(("consultation", "consult_step", "dispute_event"))
# when each person was last here, by what has an instant of its own
_SEEN = (("application", "occurred_at"), ("correction", "occurred_at"), ("consultation", "entered_at"),
         ("trainee_result", "at"), ("referral", "entered_at"), ("placement", "entered_at"), ("guidance", "entered_at"),
         ("service_plan", "entered_at"), ("aid_file", "entered_at"), ("aid_event", "entered_at"),
         ("match_call", "at"))  # fmt: skip
_NAMED = f"substr({{column}}, 1, {len(NAMELESS)}) <> x'{NAMELESS.hex()}'"
_ELSEWHERE = f"""SELECT person_index AS person, noted_at AS at FROM session_attendance
        JOIN course_session ON course_session.id = session_id
    UNION ALL SELECT person_index, coalesce(returned_at, '9999') FROM tool_loan WHERE person_index IS NOT NULL
    UNION ALL SELECT person_index, '9999' FROM aid_file WHERE state <> 'closed' AND {standing("aid_file")}
    {" ".join(f"UNION ALL SELECT person_index, {at} FROM {table}" for table, at in _SEEN)}"""  # fmt: skip
_SEEN_BY = f"""WITH seen (person, at) AS (
    SELECT id_number_index, last_seen_at FROM seeker
    UNION ALL SELECT id_number_index, occurred_at FROM registration JOIN seeker ON seeker.id = seeker_id
    UNION ALL {_ELSEWHERE})"""
# who is in the ledger of persons, by the record that stands for them; the few found are asked about one by one
_LONG_GONE = f"""SELECT DISTINCT iif(merged_into = '', id, merged_into) FROM seeker
    WHERE last_seen_at < ? AND {_NAMED.format(column="id_number_index")} ORDER BY last_seen_at"""
_WITHOUT_RECORD = f"""SELECT person FROM ({_ELSEWHERE}) WHERE {_NAMED.format(column="person")}
    AND person NOT IN (SELECT id_number_index FROM seeker) GROUP BY person HAVING max(at) < ? ORDER BY max(at)"""


class Expiring:
    """What is due, and the emptying of it."""

    def __init__(self, db: Database, keys: KeyRing, cases: Cases, own: OwnRecords, seals: LedgerSeals) -> None:
        self._db, self._index, self._cases, self._own, self._seals = db, keys.index, cases, own, seals

    def due(self, kept: Kept, before: datetime) -> int:
        """Return how much of a kind is past its term."""
        if kept is Kept.PERSONS:
            return len(self.persons_due(before))
        values = {"before": to_text(before)}
        return sum(int(self._db.execute(f"SELECT count(*) FROM {one.table} WHERE {one.due}", values).fetchone()[0])
                   for one in _TARGETS[kept])  # fmt: skip

    def persons_due(self, before: datetime) -> tuple[tuple[bytes, ...], ...]:
        """Return the blind indexes of each person not here since; merged records are one person.

        Left out is whose phone is in a dispute that is not settled: nobody may lose what proves their work.
        """
        at, held = to_text(before), self._held_phones()
        roots = [root for (root,) in self._db.execute(_LONG_GONE, [at]).fetchall()]
        people = [tuple(index for (index,) in self._db.execute(
            "SELECT id_number_index FROM seeker WHERE id = ?1 OR (merged_into = ?1 AND merged_into <> '')",
            [root]).fetchall()) for root in roots]  # fmt: skip
        apart = tuple((person,) for (person,) in self._db.execute(_WITHOUT_RECORD, [at]).fetchall())
        return (*(one for one in people if one and self._is_due(one, at, held)), *apart)

    def still_due(self, person: tuple[bytes, ...], before: datetime) -> bool:
        """Ask again about one person found due before, for the write itself."""
        return self._is_due(person, to_text(before), self._held_phones())

    def _is_due(self, person: tuple[bytes, ...], before: str, held: frozenset[str]) -> bool:
        marks = ", ".join("?" * len(person))
        (last,) = self._db.execute(f"{_SEEN_BY} SELECT max(at) FROM seen WHERE person IN ({marks})", person).fetchone()
        phones = self._db.execute(f"SELECT hex(phone_index) FROM seeker WHERE id_number_index IN ({marks})", person)
        return last is not None and last < before and held.isdisjoint(phone for (phone,) in phones.fetchall())

    def empty(self, kept: Kept, before: datetime, most: int) -> int:
        """Empty or remove one batch of a kind that names no person by an index; return how many rows."""
        values, done = {"before": to_text(before), "most": most}, 0
        for one in _TARGETS[kept]:
            which = f"WHERE rowid IN (SELECT rowid FROM {one.table} WHERE {one.due} LIMIT :most)"
            deed = f"UPDATE {one.table} SET {one.emptied}" if one.emptied else f"DELETE FROM {one.table}"
            with lifted(self._db, *_GUARDED & {one.table}):
                done += self._db.execute(f"{deed} {which}", values).rowcount
            self._seals.emptied(one.table)
        return done

    def forget(self, person: tuple[bytes, ...], now: datetime) -> tuple[str, ...]:
        """Take one person, in all their records, out of every table; return the files of papers that go with them."""
        nameless_id = token_hex(16)
        for index in person:
            self._own.forget(nameless_id, index, now)
        mine = """removed_at IS NULL AND ((subject = 'placement' AND subject_id IN (
            SELECT root FROM placement WHERE person_index = :mine)) OR (subject = 'aid_file' AND subject_id IN (
            SELECT root FROM aid_file WHERE person_index = :mine)))"""
        values = {"mine": NAMELESS + nameless_id.encode(), "at": to_text(now)}
        files = tuple(sha256 for (sha256,) in
                      self._db.execute(f"SELECT sha256 FROM attachment WHERE {mine}", values).fetchall())  # fmt: skip
        self._db.execute(f"UPDATE attachment SET removed_at = :at, removed_why = '保存期满' WHERE {mine}", values)
        return files

    def _held_phones(self) -> frozenset[str]:
        return frozenset(self._phones_of_open_disputes())

    def _phones_of_open_disputes(self) -> Iterator[str]:
        for case in self._cases.open_ones(CaseKind.DISPUTE):
            body = self._cases.body_of(case)
            if isinstance(body, DisputeBody) and body.phone:
                yield blind_index(self._index, "tel1", body.phone).hex().upper()
