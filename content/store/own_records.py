"""更正 and 撤回同意: what people changed of their own record, and what was taken out of the ledger at their word."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from content.clock import from_text, to_text
from content.model.seekers import ConsentWithdrawal, Correction, Sealed
from content.store.entries import newest
from content.store.ledger_seals import LedgerSeals
from content.store.lifting import lifted
from content.store.mapping import Row, row_mapping
from content.store.schema_help import HELP_SEALED

FORGOTTEN = "已删除"  # stands where a name was


def _correction(row: Row) -> Correction:
    phone = None
    if row["phone"] is not None:
        phone = Sealed(ciphertext=row["phone"], mask=row["phone_mask"], index=row["phone_index"])
    return row_mapping(Correction, ("phone",)).from_row(row, phone=phone)


class OwnRecords:
    """Corrections and withdrawals by the blind index of a person, in any order of arrival."""

    def __init__(self, db: Database, seals: LedgerSeals) -> None:
        self._db, self._seals = db, seals

    def add_correction(self, correction: Correction) -> None:
        """Keep a correction; the same id again has no effect."""
        phone = correction.phone
        row = row_mapping(Correction, ("phone",)).to_row(correction) | {
            "phone": phone.ciphertext if phone is not None else None,
            "phone_mask": phone.mask if phone is not None else None,
            "phone_index": phone.index if phone is not None else None,
        }
        marks = ", ".join(f":{name}" for name in row)
        self._db.execute(f"INSERT INTO correction ({', '.join(row)}) VALUES ({marks}) ON CONFLICT (id) DO NOTHING", row)

    def corrections_of(self, registration_id: str) -> tuple[Correction, ...]:
        """Return what the desk put right in one line, newest first."""
        # said twice, as the index holds only corrections of lines
        rows = self._db.query("""SELECT * FROM correction WHERE registration_id = ? AND registration_id <> ''
            ORDER BY occurred_at DESC, id DESC""", [registration_id])  # fmt: skip
        return tuple(map(_correction, rows))

    def corrections(self, person_index: bytes) -> tuple[Correction, ...]:
        """Return the corrections of one person, newest first."""
        rows = self._db.query(
            "SELECT * FROM correction WHERE person_index = ? ORDER BY occurred_at DESC, id DESC", [person_index]
        )
        return tuple(map(_correction, rows))

    def withdrawn_after(self, person_index: bytes, said_at: datetime) -> ConsentWithdrawal | None:
        """Return the first withdrawal that takes back what a person said at an instant, None when it stands."""
        rows = self._db.query(
            """SELECT * FROM consent_withdrawal WHERE person_index = ? AND withdrawn_at >= ?
            ORDER BY withdrawn_at LIMIT 1""",
            [person_index, to_text(said_at)],
        )
        return next((row_mapping(ConsentWithdrawal).from_row(row) for row in rows), None)

    def withdraw(self, withdrawal: ConsentWithdrawal) -> None:
        """Take a person out of what they said up to then; the lines of the ledger stay, and nobody is in them.

        Ledger lines have to be kept (条例 §33), so they move to a nameless person (PIPL §47: storage only); the sealed
        filings they came from are emptied. What a person asked and was answered is no line: no law keeps the words, and
        they may name somebody, so they go (PIPL §47 no. 3). Once more, or before what it takes back, it ends alike.
        """
        row = row_mapping(ConsentWithdrawal).to_row(withdrawal)
        self._db.execute(
            """INSERT INTO consent_withdrawal (id, person_index, withdrawn_at)
            VALUES (:id, :person_index, :withdrawn_at) ON CONFLICT (id) DO NOTHING""",
            row,
        )
        self._empty_corrections(row)
        self._take_out(row)
        self._db.execute("UPDATE inbox SET sealed = '' WHERE id = :id", row)

    def forget(self, nameless_id: str, person_index: bytes, up_to: datetime) -> None:
        """Take a person out of everything up to an instant, because its term is over; nobody asked for it.

        One nameless person has all that was theirs, with year of birth and sex, so that no count of a past period
        changes: who came twice still came twice.
        """
        row = {"id": nameless_id, "person_index": person_index, "withdrawn_at": to_text(up_to)}
        facts = self._db.execute(
            "SELECT birth_year, sex FROM seeker WHERE id_number_index = :person_index", row).fetchone()  # fmt: skip
        mine = "person_index = :person_index"
        self._db.execute(f"UPDATE inbox SET sealed = '' WHERE id IN (SELECT id FROM correction WHERE {mine})", row)
        with lifted(self._db, "correction"):
            self._db.execute(f"""UPDATE correction SET person_index = CAST('nameless ' || :id AS BLOB), phone = NULL,
                phone_mask = NULL, phone_index = NULL WHERE {mine}""", row)  # fmt: skip
        self._take_out(row, "CAST('nameless ' || :id AS BLOB)")
        if facts is not None:
            self._db.execute("UPDATE seeker SET birth_year = ?, sex = ? WHERE id = ? AND birth_year = 0",
                             [*facts, nameless_id])  # fmt: skip

    def _take_out(self, row: Row, together: str = "") -> None:
        """Empty every table of a person; `together` is whom all of it is given to, "" gives each line to one apart."""
        seeker = self._db.execute("SELECT id FROM seeker WHERE id_number_index = :person_index", row).fetchone()
        if seeker is not None:
            self._empty(row | {"seeker": seeker[0]})
        self._empty_applications(row, together)
        self._empty_ledgers(row, together)
        self._empty_help(row)
        # what is still out has to come back from somebody; it loses its person when it is taken back
        self._db.execute("""UPDATE tool_loan SET person_index = NULL, name_mask = :mask
            WHERE person_index = :person_index AND returned_at IS NOT NULL""", row | {"mask": FORGOTTEN})  # fmt: skip

    def _empty_corrections(self, row: Row) -> None:
        self._db.execute(
            """UPDATE inbox SET sealed = '' WHERE id IN
            (SELECT id FROM correction WHERE person_index = :person_index AND occurred_at <= :withdrawn_at)""",
            row,
        )
        self._db.execute(
            "DELETE FROM correction WHERE person_index = :person_index AND occurred_at <= :withdrawn_at", row
        )

    def _empty_applications(self, values: Row, together: str) -> None:
        """Take a person out of what they applied for, and take back what is still open of it."""
        theirs = "person_index = :person_index AND (occurred_at <= :withdrawn_at OR clock_ok = 0)"
        nameless = together or "CAST('nameless ' || application.id AS BLOB)"
        for statement in (
            f"""UPDATE withdrawal SET person_index = (SELECT {nameless} FROM application WHERE {theirs}
                AND application.number = withdrawal.application_number)
            WHERE person_index = :person_index
                AND application_number IN (SELECT number FROM application WHERE {theirs})""",
            f"""INSERT INTO withdrawal (id, application_number, person_index, withdrawn_at)
            SELECT 'taken back ' || id, number, {nameless}, :withdrawn_at FROM application WHERE {theirs}
            ON CONFLICT (id) DO NOTHING""",
            f"UPDATE inbox SET sealed = '' WHERE id IN (SELECT id FROM application WHERE {theirs})",
            f"""UPDATE application SET name = x'', name_mask = :mask, phone = x'', phone_mask = '',
                person_index = {nameless} WHERE {theirs}""",
        ):
            self._db.execute(statement, values | {"mask": FORGOTTEN})

    def _empty_ledgers(self, values: Row, together: str) -> None:
        """Take a person out of what staff noted of them; the lines stay, each of a nameless person of its own."""
        self._empty_words(values)
        for statement in (
            f"""UPDATE consultation SET person_index = {together or "CAST('nameless ' || entry_id AS BLOB)"}
            WHERE person_index = :person_index AND entered_at <= :withdrawn_at""",
            # one course's trainee stays one, so that its days and results still belong together
            """UPDATE session_attendance SET person_index = CAST('nameless ' || :id AS BLOB)
            WHERE person_index = :person_index AND session_id IN
                (SELECT id FROM course_session WHERE noted_at <= :withdrawn_at)""",
            """UPDATE trainee_result SET person_index = CAST('nameless ' || :id AS BLOB)
            WHERE person_index = :person_index AND at <= :withdrawn_at""",
        ):
            self._db.execute(statement, values)

    def _empty_words(self, values: Row) -> None:
        """Delete what a person asked and what it was answered; what was put right to somebody else is theirs."""
        theirs = "person_index = :person_index AND entered_at <= :withdrawn_at"
        with lifted(self._db, "consultation", "consult_step"):
            self._db.execute(
                f"""UPDATE consult_step SET words = x'' WHERE words <> x'' AND subject_id IN (
                SELECT entry_id FROM consultation WHERE {theirs} AND {newest("consultation")})""", values)
            self._db.execute(f"UPDATE consultation SET question = x'' WHERE {theirs}", values)
        self._seals.emptied("consult_step")

    def _empty_help(self, values: Row) -> None:
        """Take a person out of 推荐, 就业, 职业指导 and 帮扶; one nameless person has what was theirs."""
        theirs = "person_index = :person_index AND entered_at <= :withdrawn_at"
        self._db.execute(
            f"UPDATE inbox SET sealed = '' WHERE id IN (SELECT id FROM referral WHERE {theirs})", values)  # fmt: skip
        for table, sealed in HELP_SEALED.items():
            emptied = ", ".join(f"{name} = x'', {name}_mask = ''" for name in sealed if name != "name")
            self._db.execute(
                f"""UPDATE {table} SET name = x'', name_mask = :mask, {emptied}{', ' * bool(emptied)}
                    person_index = CAST('nameless ' || :id AS BLOB) WHERE {theirs}""",
                values | {"mask": FORGOTTEN})  # fmt: skip
        self._db.execute(
            "UPDATE match_call SET person_index = CAST('nameless ' || :id AS BLOB) "
            "WHERE person_index = :person_index AND at <= :withdrawn_at", values)  # fmt: skip

    def _empty(self, values: Row) -> None:
        # a line whose clock was wrong and that is here already was said before
        said = "seeker_id = :seeker AND (occurred_at <= :withdrawn_at OR clock_ok = 0)"
        self.nameless(values["id"], from_text(values["withdrawn_at"]))
        self._db.execute(
            f"UPDATE inbox SET sealed = '' WHERE id IN (SELECT id FROM registration WHERE {said})", values)  # fmt: skip
        self._db.execute(f"UPDATE registration SET seeker_id = :id WHERE {said}", values)
        left = self._db.execute("SELECT min(occurred_at) FROM registration WHERE seeker_id = :seeker", values)
        first = left.fetchone()[0]
        if first is None:
            self._db.execute("DELETE FROM seeker WHERE id = :seeker", values)
            return
        self._db.execute(
            """UPDATE seeker SET first_seen_at = :first,
            phone = CASE WHEN phone_given_at > :withdrawn_at THEN phone END,
            phone_mask = CASE WHEN phone_given_at > :withdrawn_at THEN phone_mask END,
            phone_index = CASE WHEN phone_given_at > :withdrawn_at THEN phone_index END WHERE id = :seeker""",
            values | {"first": first},
        )

    def nameless(self, withdrawal_id: str, at: datetime) -> None:
        """Make the nameless person that lines of one withdrawal belong to; again has no effect."""
        self._db.execute(
            """INSERT INTO seeker (id, name, name_mask, id_number, id_number_mask, id_number_index, birth_year, sex,
            township_code, first_seen_at, last_seen_at)
            VALUES (:id, x'', :mask, x'', '', CAST('nameless ' || :id AS BLOB), 0, '', '', :at, :at)
            ON CONFLICT (id) DO NOTHING""",
            {"id": withdrawal_id, "mask": FORGOTTEN, "at": to_text(at)},
        )
