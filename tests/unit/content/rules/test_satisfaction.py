"""满意度 of a month: the first answer of each counts, shares are exact to a tenth, few are marked (A3.10, R015)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from content.hubapi.case_projections import project_case
from content.model.answers import Awareness
from content.model.cases import CaseKind, Satisfaction, SatisfactionBody, SatisfactionReason
from content.model.filings import FilingHeader
from content.privacy import KeyRing
from content.rules.satisfaction import Said, check_answer, once_of, summary

NOW = datetime(2026, 11, 30, 17, tzinfo=UTC)  # 1 December in the hall
MONDAY = date(2026, 11, 23)
KEYS = KeyRing.from_root(bytes(range(32)))
ID_NUMBER = "11010519491231002x"  # the example of GB 11643


def _said(subject: str, face: Satisfaction, hours: int = 0, awareness: Awareness = Awareness.NOT_ASKED) -> Said:
    return Said(subject=subject, day=MONDAY, at=NOW + timedelta(hours=hours), face=face, awareness=awareness)


def test_the_first_answer_of_each_counts_and_nameless_ones_count_by_event() -> None:
    found = summary((
        _said("firm-1", Satisfaction.VERY_GOOD, hours=2), _said("firm-1", Satisfaction.POOR, hours=1),
        _said("firm-2", Satisfaction.GOOD), _said("", Satisfaction.FAIR), _said("", Satisfaction.GOOD),
    ))  # fmt: skip
    assert (found.answers, found.content) == (4, 2)
    assert found.share_tenths == 500


def test_awareness_is_a_share_of_those_who_were_asked() -> None:
    found = summary((
        _said("a", Satisfaction.GOOD, awareness=Awareness.KNOWS), _said("b", Satisfaction.GOOD),
        _said("c", Satisfaction.GOOD, awareness=Awareness.UNAWARE),
        _said("d", Satisfaction.GOOD, awareness=Awareness.PARTLY),
    ))  # fmt: skip
    assert (found.knows, found.partly, found.asked_awareness) == (1, 1, 3)
    assert found.aware_tenths == 333
    assert summary(()).aware_tenths == summary(()).share_tenths == 0


def test_fewer_than_thirty_are_few() -> None:
    answers = [_said(f"firm-{place}", Satisfaction.GOOD) for place in range(30)]
    assert summary(answers[:29]).few
    assert not summary(answers).few


def test_staff_and_kiosk_know_a_person_of_a_month_by_the_same_digest() -> None:
    header = FilingHeader(id="face", kind=CaseKind.SATISFACTION.value, version=1, site_id="341721-01", terminal="t-1",
                          seq=1, occurred_at=NOW, clock_ok=True)  # fmt: skip
    body = SatisfactionBody(face=Satisfaction.GOOD, reason=SatisfactionReason.NONE, id_number=ID_NUMBER.upper())
    case = project_case(header, body, KEYS)
    assert case.once == once_of(KEYS.index, date(2026, 12, 1), ID_NUMBER)
    assert case.once != once_of(KEYS.index, date(2026, 11, 30), ID_NUMBER)


def test_a_day_to_come_is_refused() -> None:
    assert check_answer(MONDAY, MONDAY) == ()
    assert [one.field for one in check_answer(MONDAY + timedelta(days=1), MONDAY)] == ["day"]
