"""From the filings of the hall to cases: sealed, once, in any order, and answered by receipt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from content.errors import StaleRecord, StoreError
from content.hubapi.case_projections import project_case, read_case
from content.hubapi.projections import NotProjectable, is_known, slip_code_digest
from content.hubapi.projector import Projector
from content.link.envelope import close_envelope
from content.model.cases import (
    BODIES,
    AmountClass,
    Awareness,
    CaseBody,
    CaseKind,
    CaseState,
    CourseSignUpBody,
    DisputeBody,
    DisputeKind,
    DisputeWish,
    QuestionBody,
    QuestionTopic,
    Satisfaction,
    SatisfactionBody,
    SatisfactionReason,
)
from content.model.codec import to_json
from content.model.filings import Envelope, FilingHeader
from content.privacy import KeyRing, blind_index
from content.rules.receipts import case_answer
from content.store.database import Market

KEYS = KeyRing.from_root(bytes(range(32)))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PHONE, NAME, ID_NUMBER = "13900001234", "李样例", "341721199003071234"  # invented, the check digit is wrong on purpose
DISPUTE = DisputeBody(number="12-000417", code="4821", dispute=DisputeKind.WAGES, amount=AmountClass.BELOW_5000,
                      wish=DisputeWish.MEDIATE, phone=PHONE, notice_version="1")  # fmt: skip
QUESTION = QuestionBody(number="12-000425", code="1111", topic=QuestionTopic.INSURANCE, text="断了两年还能交吗",
                        phone="", notice_version="1")  # fmt: skip
COURSE = CourseSignUpBody(number="12-000433", code="2222", course_id="course-1", course_name="家政服务员", name=NAME,
                          id_number=ID_NUMBER, phone=PHONE, notice_version="1", consented_at=NOON)  # fmt: skip
CONTENT = SatisfactionBody(face=Satisfaction.GOOD, reason=SatisfactionReason.STAFF, id_number=ID_NUMBER)
FILED: tuple[tuple[CaseKind, CaseBody], ...] = (
    (CaseKind.DISPUTE, DISPUTE), (CaseKind.QUESTION, QUESTION), (CaseKind.COURSE_SIGN_UP, COURSE),
    (CaseKind.SATISFACTION, CONTENT))  # fmt: skip


def header(kind: CaseKind, seq: int = 1, at: datetime = NOON) -> FilingHeader:
    return FilingHeader(id=f"filing-{seq}", kind=kind.value, version=1, site_id="341721-01", terminal="t-1", seq=seq,
                        occurred_at=at, clock_ok=True)  # fmt: skip


def sealed(kind: CaseKind, seq: int, body: CaseBody) -> Envelope:
    return close_envelope(header(kind, seq), to_json(body), KEYS.seal_public)


def test_every_kind_has_a_body_and_is_known() -> None:
    assert set(BODIES) == set(CaseKind)
    assert all(is_known(kind.value, 1) and not is_known(kind.value, 2) for kind in CaseKind)


def test_what_stands_in_a_list_names_nobody() -> None:
    case = project_case(header(CaseKind.COURSE_SIGN_UP), COURSE, KEYS)
    assert (case.subject, case.subject_id, case.name_mask, case.phone_mask) == (
        "家政服务员", "course-1", "李*例", "139****1234")  # fmt: skip
    question = project_case(header(CaseKind.QUESTION), QUESTION, KEYS)
    assert (question.subject, question.state) == ("社保怎么办", CaseState.NEW)
    assert question.code_digest == slip_code_digest(KEYS, "12-000425", "1111")
    assert project_case(header(CaseKind.SATISFACTION), CONTENT, KEYS).state is CaseState.NOTED


def test_an_earlier_kiosk_does_not_say_whether_one_knows_the_policies() -> None:
    """R015: its body is read as before, and counts as not asked."""
    earlier = b'{"face": "good", "reason": "none", "id_number": "", "channel": "kiosk"}'
    told = read_case(CaseKind.SATISFACTION, earlier)
    assert project_case(header(CaseKind.SATISFACTION), told, KEYS).awareness is Awareness.NOT_ASKED
    known = replace(CONTENT, awareness=Awareness.KNOWS)
    assert project_case(header(CaseKind.SATISFACTION), known, KEYS).awareness is Awareness.KNOWS
    assert project_case(header(CaseKind.DISPUTE), DISPUTE, KEYS).awareness is Awareness.NOT_ASKED


def test_one_persons_answers_of_a_month_are_one_persons_and_find_no_record_of_them() -> None:
    first = project_case(header(CaseKind.SATISFACTION), CONTENT, KEYS).once
    again = project_case(header(CaseKind.SATISFACTION, 2, NOON + timedelta(days=3)), CONTENT, KEYS).once
    december = project_case(header(CaseKind.SATISFACTION, 3, NOON + timedelta(days=30)), CONTENT, KEYS).once
    assert first == again != december
    assert first != blind_index(KEYS.index, "id1", ID_NUMBER)
    assert project_case(header(CaseKind.SATISFACTION), replace(CONTENT, id_number=""), KEYS).once == b""


def test_a_body_that_is_something_else_goes_to_staff_without_its_words() -> None:
    with pytest.raises(NotProjectable, match="培训报名") as caught:
        read_case(CaseKind.COURSE_SIGN_UP, b'{"phone": "13900001234"}')
    assert PHONE not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_in_any_order_and_told_twice_there_is_one_of_each(tmp_path: Path, order: tuple[int, ...]) -> None:
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOON))
    projector = Projector(market, KEYS, SetClock(NOON))
    for place in order:
        envelope = sealed(FILED[place][0], place + 1, FILED[place][1])
        market.write(lambda tables, envelope=envelope: tables.inbox.store(envelope, NOON))  # type: ignore[misc]
        projector.project_pending()
    market.write(lambda tables: tables._db.execute("UPDATE inbox SET state = 'pending'"))
    projector.project_pending()
    with market.reading() as tables:
        assert tables.inbox.counts().projected == 4
        assert tables.cases.open_count() == 3
        assert tables.cases.page(None)[1] == 3
        assert tables.cases.page(CaseKind.SATISFACTION)[1] == 1
        assert tables.cases.counts(NOON, NOON + timedelta(hours=1))[CaseKind.DISPUTE] == 1
        assert tables.cases.tally(CaseKind.SATISFACTION, NOON, NOON + timedelta(hours=1)) == {"good": 1}
        (case,) = tables.cases.by_receipt("12-000433")
        assert tables.cases.body_of(case) == COURSE
        assert tables.cases.by_receipt("") == ()
    market.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    for secret in (PHONE, NAME, ID_NUMBER, "断了两年"):
        assert secret.encode() not in kept


def test_an_answer_needs_words_and_only_the_first_of_two_steps_counts(tmp_path: Path) -> None:
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOON))
    case = project_case(header(CaseKind.QUESTION), QUESTION, KEYS)
    market.write(lambda tables: tables.cases.add(case))
    assert case_answer(case).state == "咨询已经收到"
    empty = replace(case, state=CaseState.ANSWERED, answer=" ")
    with pytest.raises(StoreError, match="请写一句答复"):
        market.write(lambda tables: tables.cases.save(empty, 1))
    done = replace(case, state=CaseState.ANSWERED, answer="能，带身份证来补", answered_at=NOON, handled_by="staff-1")
    kept = market.write(lambda tables: tables.cases.save(done, 1))
    with pytest.raises(StaleRecord):
        market.write(lambda tables: tables.cases.save(done, 1))
    said = case_answer(kept)
    assert (said.state, said.answer, said.at) == ("咨询有答复了", "能，带身份证来补", NOON)
    market.close()
