"""From the window's 推荐单 to the ledger: once, sealed, unconfirmed, and nobody's after a withdrawal of consent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from content.clock import SetClock
from content.errors import StaleRecord, StoreError
from content.hubapi.projections import NotProjectable, is_known
from content.hubapi.projector import Projector
from content.hubapi.referral_projection import project_referral, read_referral
from content.link.envelope import close_envelope
from content.model.codec import to_json
from content.model.codes import IdEntry
from content.model.filings import ConsentWithdrawalBody, Envelope, FilingHeader, ReferralBody
from content.model.referrals import Referral, ReferralOutcome, ReferralSource
from content.privacy import KeyRing, blind_index
from content.store.chains import following
from content.store.database import Market

KEYS = KeyRing.from_root(bytes(range(32)))
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
NUMBER, NAME = "341721199003071234", "欧阳小甲"  # no checksum: it belongs to nobody
INDEX = blind_index(KEYS.index, "id1", NUMBER)
HEADER = FilingHeader(id="filing-1", kind="referral", version=1, site_id="341721-01", terminal="window-1", seq=1,
                      occurred_at=NOON, clock_ok=True)  # fmt: skip
BODY = ReferralBody(number="31-000012", job_id="job-1", job_number=1042, employer_name="样例仓储", name=NAME,
                    id_number=NUMBER, id_entry=IdEntry.CARD, appointment="明天早上 7 点", registration_number="",
                    consented_at=NOON, handled_by="窗口甲")  # fmt: skip


@pytest.fixture
def market(tmp_path: Path) -> Iterator[Market]:
    opened = Market.open(tmp_path / "market.db", KEYS, SetClock(NOON + timedelta(days=9)))
    yield opened
    opened.close()


def _filed(kind: str, body: object, seq: int, days: int) -> Envelope:
    header = replace(HEADER, id=f"filing-{seq}", kind=kind, seq=seq, occurred_at=NOON + timedelta(days=days))
    return close_envelope(header, to_json(body), KEYS.seal_public)


def _arrive(market: Market, *envelopes: Envelope) -> None:
    projector = Projector(market, KEYS, SetClock(NOON + timedelta(days=9)))
    for envelope in envelopes:
        market.write(lambda tables, one=envelope: tables.inbox.store(one, NOON))  # type: ignore[misc]
        projector.project_pending()


def _stands(market: Market, root: str = "filing-1") -> Referral:
    with market.reading() as tables:
        found = tables.referrals.get(root)
    assert found is not None
    return found


def test_a_slip_of_the_window_becomes_a_referral_nobody_confirmed_yet(market: Market) -> None:
    assert is_known("referral", 1)
    _arrive(market, _filed("referral", BODY, 1, 0))
    one = _stands(market)
    assert (one.source, one.number, one.job_id, one.employer_name) == (ReferralSource.SLIP, "31-000012", "job-1",
                                                                       "样例仓储")  # fmt: skip
    assert (one.consented_at, one.contacted_at, one.confirmed_at) == (NOON, None, None)
    assert (one.entered_by, one.entered_at) == ("窗口甲", NOON)
    assert one.name.mask == "欧阳**"
    assert (NAME not in repr(one)) and (NUMBER not in repr(one))
    with market.reading() as tables:
        assert tables.referrals.open(one, "name") == NAME
        assert tables.referrals.confirmed_between(one.day, one.day) == 0


def test_a_child_is_not_referred_and_a_broken_body_says_nothing_of_its_person() -> None:
    with pytest.raises(NotProjectable, match="未满16周岁"):
        project_referral(HEADER, replace(BODY, id_number="341721201011241234"), NOON, False, KEYS)
    with pytest.raises(NotProjectable, match="窗口经办人") as refused:
        read_referral(to_json(BODY).replace(b'"handled_by"', b'"by"'))
    assert NUMBER not in str(refused.value)


def test_an_entry_follows_the_newest_one_and_nothing_is_overwritten(market: Market) -> None:
    _arrive(market, _filed("referral", BODY, 1, 0))
    first = _stands(market)
    later = NOON + timedelta(days=1)
    second = following(first, "e-2", "staff-clerk", later, contacted_at=later, contacted_by="staff-clerk")
    market.write(lambda tables: tables.referrals.add(second))
    third = following(first, "e-3", "staff-clerk", later, outcome=ReferralOutcome.ABSENT)
    with pytest.raises(StaleRecord, match="刚被别人改过"):
        market.write(lambda tables: tables.referrals.add(third))
    with pytest.raises(StoreError, match="不在台账里"):
        market.write(lambda tables: tables.referrals.add(following(replace(first, id="none"), "e-4", "s", later)))
    with market.reading() as tables:
        chain = tables.referrals.chain("filing-1")
    assert [one.contacted_at for one in chain] == [None, later]
    assert {one.entered_at for one in chain} == {NOON}  # no correction changes when it was first written down
    with pytest.raises(Exception, match="never changed"):
        market.write(lambda tables: tables.referrals._db.execute("UPDATE referral SET written_by = 'x'"))
    with pytest.raises(Exception, match="never removed"):
        market.write(lambda tables: tables.referrals._db.execute("DELETE FROM referral"))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_whoever_takes_consent_back_is_out_of_their_referrals_in_any_order(
    market: Market, order: tuple[int, ...]
) -> None:
    filings = (_filed("referral", BODY, 1, 0), _filed("referral", replace(BODY, job_id="job-2"), 2, 1),
               _filed("withdrawal_of_consent", ConsentWithdrawalBody(id_number=NUMBER), 3, 2))  # fmt: skip
    _arrive(market, *(filings[place] for place in order))
    with market.reading() as tables:
        found, total = tables.referrals.page("1", [], 50, 0)
        assert total == 2
        assert {(one.name.mask, one.name.ciphertext) for one in found} == {("已删除", b"")}
        assert tables.referrals.of_person(INDEX) == ()
        assert len({one.person_index for one in found}) == 1  # still one person, nobody's name
        assert [tables.inbox.get(f"filing-{seq}").sealed for seq in (1, 2)] == ["", ""]  # type: ignore[union-attr]


def test_a_page_left_open_does_not_bring_the_name_back(market: Market) -> None:
    _arrive(market, _filed("referral", BODY, 1, 0))
    seen = _stands(market)
    _arrive(market, _filed("withdrawal_of_consent", ConsentWithdrawalBody(id_number=NUMBER), 2, 1))
    late = following(seen, "e-9", "staff-clerk", NOON + timedelta(days=2), outcome=ReferralOutcome.ABSENT)
    market.write(lambda tables: tables.referrals.add(late))
    one = _stands(market)
    assert (one.outcome, one.name.mask, one.name.ciphertext) == (ReferralOutcome.ABSENT, "已删除", b"")
    assert one.person_index != INDEX
