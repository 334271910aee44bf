"""满意度 of firms and of seekers asked by staff in market.db; of one firm or person and month there is one answer."""

from __future__ import annotations

from datetime import date

from content.errors import StoreError
from content.model.answers import EmployerAnswer, SeekerAnswer
from content.store.entries import EntryTable, standing


class EmployerAnswers(EntryTable[EmployerAnswer]):
    """What firms said."""

    kind = EmployerAnswer
    table = "employer_answer"
    word = "企业满意度"

    def answered(self, employer_id: str, day: date, beside: str = "") -> bool:
        """Say whether a firm answered in the month of a day already, the entry `beside` left out."""
        return bool(self._db.execute(
            f"""SELECT count(*) FROM employer_answer WHERE employer_id = :firm AND substr(day, 1, 7) = :month
            AND entry_id <> :beside AND {standing("employer_answer")}""",
            {"firm": employer_id, "month": f"{day:%Y-%m}", "beside": beside}).fetchone()[0])  # fmt: skip

    def _refuse(self, entry: EmployerAnswer) -> None:
        if self.answered(entry.employer_id, entry.day, entry.entry_id):
            raise StoreError("这家企业这个月已经问过了，一家一个月只算一份；记错了请点那一条的“更正”。")


class SeekerAnswers(EntryTable[SeekerAnswer]):
    """What seekers said to staff, on paper or by a link."""

    kind = SeekerAnswer
    table = "seeker_answer"
    word = "求职者满意度"

    def answered(self, once: bytes, beside: str = "") -> bool:
        """Say whether a person answered in that month already, here or at a kiosk."""
        if not once:
            return False
        here = self._db.execute(
            f"SELECT count(*) FROM seeker_answer WHERE once = ? AND entry_id <> ? AND {standing('seeker_answer')}",
            [once, beside]).fetchone()[0]  # fmt: skip
        kiosk = self._db.execute("SELECT count(*) FROM hall_case WHERE kind = 'satisfaction' AND once = ?",
                                 [once]).fetchone()[0]  # fmt: skip
        return bool(here or kiosk)

    def _refuse(self, entry: SeekerAnswer) -> None:
        # what a kiosk was told meanwhile keeps nobody from correcting what stands here
        if not entry.corrects and self.answered(entry.once, entry.entry_id):
            raise StoreError("这个人这个月已经答过了，一人一个月只算一份；记错了请点那一条的“更正”。")
