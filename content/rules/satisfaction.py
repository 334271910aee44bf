"""满意度 and 政策知晓 of a month: one answer a person or firm, how many are content, whether it is enough (A3.10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from content.model.answers import Awareness
from content.model.cases import Satisfaction
from content.model.findings import Finding
from content.privacy import blind_index

CONTENT = (Satisfaction.VERY_GOOD, Satisfaction.GOOD)
FEWEST = 30  # below it a share says little (A3.10)


def once_of(index_key: bytes, day: date, id_number: str) -> bytes:
    """Return the digest of a person and a month, of another kind than a person's index: neither finds the other."""
    return blind_index(index_key, f"satisfaction {day:%Y-%m}", id_number)


def questionnaire_code(index_key: bytes, employer_id: str, day: date) -> str:
    """Return the eight digits on a firm's questionnaire of the month of a day; nobody can guess another firm's."""
    digest = blind_index(index_key, f"questionnaire {day:%Y-%m}", employer_id)
    return f"{int.from_bytes(digest[:8]) % 10**8:08d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer; `subject` is person and month, or the firm, "" for nobody known."""

    subject: str
    day: date
    at: datetime  # when it was entered
    face: Satisfaction
    awareness: Awareness = Awareness.NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the answers of a month come to; shares are tenths of a percent, half up."""

    answers: int
    content: int
    knows: int
    partly: int
    asked_awareness: int

    @property
    def few(self) -> bool:
        """Say whether there are too few for the share to say much."""
        return self.answers < FEWEST

    @property
    def share_tenths(self) -> int:
        """Return the share that is content."""
        return _tenths(self.content, self.answers)

    @property
    def aware_tenths(self) -> int:
        """Return the share that knows the policies, of those who were asked (R015)."""
        return _tenths(self.knows, self.asked_awareness)


def _tenths(part: int, whole: int) -> int:
    return (part * 2000 + whole) // (2 * whole) if whole else 0


def summary(said: Iterable[Said]) -> Summary:
    """Return what the answers of one month come to; of one person or firm the first counts."""
    kept: list[Said] = []
    seen: set[str] = set()
    for one in sorted(said, key=lambda one: (one.day, one.at)):
        if one.subject and one.subject in seen:
            continue
        seen.add(one.subject)
        kept.append(one)
    asked = [one.awareness for one in kept if one.awareness is not Awareness.NOT_ASKED]
    return Summary(answers=len(kept), content=sum(one.face in CONTENT for one in kept), asked_awareness=len(asked),
                   knows=asked.count(Awareness.KNOWS), partly=asked.count(Awareness.PARTLY))  # fmt: skip


def check_answer(day: date, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with the day of an answer noted on `today`."""
    if day <= today:
        return ()
    return (Finding(field="day", sentence="还没到这一天，请填今天或以前的日期。", code="STRUCT"),)
