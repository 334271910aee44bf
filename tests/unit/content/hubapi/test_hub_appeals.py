"""公示申诉 at the hub: what counts is when it was filed, not when an offline kiosk could send it (R211)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from content.clock import SetClock
from content.hubapi.projector import Projector
from content.link.envelope import close_envelope
from content.model.cases import AppealBody, Case, CaseKind, CaseState
from content.model.codec import to_json
from content.model.codes import NoticeKind, Stage
from content.model.filings import FilingHeader
from content.model.market import HolidayYear, MarketSettings
from content.model.notices import Notice
from content.model.published import MarketCard
from content.privacy import KeyRing
from content.rules.receipts import case_answer
from content.store.database import Market

KEYS = KeyRing.from_root(bytes(range(32)))
SECOND = timedelta(seconds=1)
# the State Council's table for 2026: 14 February worked, 15–23 off; posted on the 9th, the seventh day is the 25th
YEAR = HolidayYear(year=2026, days_off=tuple(date(2026, 2, day) for day in range(15, 24)),
                   working_weekends=(date(2026, 2, 14),), source="国办发明电〔2025〕7号")  # fmt: skip
STARTS, ENDS = datetime(2026, 2, 9, tzinfo=UTC), datetime(2026, 2, 25, 16, tzinfo=UTC)
ARRIVED = ENDS + timedelta(days=3)  # the kiosk's line was down


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    """A market whose yearly result hangs."""
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(STARTS))
    settings = MarketSettings(holidays=(YEAR,), card=MarketCard(complaint_phone="0566-7012345"))
    opened.write(lambda tables: tables.market.save(settings, 0, "boss"))
    for key, kind in (("term", NoticeKind.PUBLICITY), ("plain", NoticeKind.NOTICE)):
        notice = Notice(id=key, title="考核结果公示", body="正文", kind=kind, shown_from=STARTS, shown_until=ENDS,
                        stage=Stage.DRAFT, created_at=STARTS, created_by="甲", updated_at=STARTS)  # fmt: skip
        opened.write(lambda tables, notice=notice: tables.notices.save(notice, None))  # type: ignore[misc]
    yield opened
    opened.close()


def _filed(market: Market, at: datetime, notice_id: str = "term", clock_ok: bool = True) -> Case:
    body = AppealBody(number="12-000417", code="4821", notice_id=notice_id, notice_title="考核结果公示", text="不对",
                      phone="", notice_version="1")  # fmt: skip
    header = FilingHeader(id="filing-1", kind=CaseKind.APPEAL.value, version=1, site_id="341721-01", terminal="t-1",
                          seq=1, occurred_at=at, clock_ok=clock_ok)  # fmt: skip
    envelope = close_envelope(header, to_json(body), KEYS.seal_public)
    market.write(lambda tables: tables.inbox.store(envelope, ARRIVED))
    Projector(market, KEYS, SetClock(ARRIVED)).project_pending()
    with market.reading() as tables:
        (case,) = tables.cases.about(CaseKind.APPEAL, [notice_id])
        assert tables.inbox.counts().projected == 1
    return case


@pytest.mark.parametrize("at", [STARTS, ENDS - SECOND])
def test_one_filed_inside_the_window_counts_however_late_it_arrives(market: Market, at: datetime) -> None:
    case = _filed(market, at)
    assert case.state is CaseState.NEW
    assert case_answer(case).answer == "考核小组复查后在这里答复。"


@pytest.mark.parametrize(("at", "said"), [
    (STARTS - SECOND, "2月9日08:00才开始，现在还不能申诉"), (ENDS, "公示期到2月25日24:00已经结束"),
])  # fmt: skip
def test_one_filed_a_second_outside_is_refused_and_its_receipt_says_what_to_do(
    market: Market, at: datetime, said: str,
) -> None:  # fmt: skip
    case = _filed(market, at)
    answer = case_answer(case)
    assert (case.state, answer.state, answer.at) == (CaseState.REFUSED, "不在公示期，没有受理", ARRIVED)
    assert said in answer.answer
    assert "综合服务窗口" in answer.answer
    with market.reading() as tables:
        assert tables.cases.open_count() == 0
        assert tables.cases.body_of(case).number == "12-000417"  # type: ignore[union-attr]  # kept all the same


def test_a_notice_that_is_no_publicity_takes_no_appeal(market: Market) -> None:
    case = _filed(market, STARTS + SECOND, "plain")
    assert case.state is CaseState.REFUSED
    assert "不是公示" in case.answer


def test_a_terminal_whose_clock_was_wrong_refuses_nobody(market: Market) -> None:
    case = _filed(market, ENDS + timedelta(days=400), clock_ok=False)
    assert (case.state, case.clock_ok) == (CaseState.NEW, False)


def test_a_notice_nobody_knows_is_left_to_people(market: Market) -> None:
    assert _filed(market, ENDS + SECOND, "gone").state is CaseState.NEW
