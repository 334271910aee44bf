"""企业, 政策, 课程, 招聘会, 维权知识, 通知, 期, market card: what goes in comes out, and what is over stays in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from content.errors import SealError, StoreError
from content.model.codes import Stage
from content.model.published import MarketCard
from content.rules.cadence import separate_acts
from content.store.database import Market
from content.store.records import Page
from tests.unit.content.store.samples import ARTICLE, COURSE, DAY, EMPLOYER, FAIR, NOTICE, NOW, POLICY, employer

PIECES = [("policies", POLICY), ("courses", COURSE), ("fairs", FAIR), ("articles", ARTICLE), ("notices", NOTICE)]


@pytest.mark.parametrize(("name", "record"), PIECES)
def test_every_kind_comes_back_as_saved_and_goes_through_review(market: Market, name: str, record: Any) -> None:
    market.write(lambda tables: getattr(tables, name).save(record, None))
    with market.reading() as tables:
        assert getattr(tables, name).get(record.id) == record
        assert getattr(tables, name).publishable(NOW) == ()
    for stage in (Stage.SUBMITTED, Stage.APPROVED):
        moved = market.write(
            lambda tables, stage=stage: getattr(tables, name).set_stage(record.id, stage, "staff-2", NOW)
        )
    with market.reading() as tables:
        assert getattr(tables, name).publishable(NOW) == (moved,)
        assert getattr(tables, name).counts()[Stage.APPROVED] == 1
        word = (record.title if hasattr(record, "title") else record.name)[1:]
        assert getattr(tables, name).page(Page(text=word, stage=Stage.APPROVED)) == ((moved,), 1)
        assert getattr(tables, name).page(Page(text="没有这个")) == ((), 0)


@pytest.mark.parametrize(("name", "record", "over_at"), [
    # a policy that expires on the 23rd holds until the hall's midnight, 16:00 UTC
    ("policies", POLICY, datetime(2026, 11, 23, 16, 0, tzinfo=UTC)),
    ("courses", COURSE, NOW + DAY), ("fairs", FAIR, NOW + DAY), ("notices", NOTICE, NOW + DAY),
])  # fmt: skip
def test_what_is_over_is_not_published(market: Market, name: str, record: Any, over_at: datetime) -> None:
    facts = {"reviewed_by": "staff-2", "reviewed_at": NOW} if record is POLICY else {}
    market.write(lambda tables: getattr(tables, name).save(replace(record, stage=Stage.APPROVED, **facts), None))
    with market.reading() as tables:
        assert len(getattr(tables, name).publishable(over_at - timedelta(seconds=1))) == 1
        assert getattr(tables, name).publishable(over_at) == ()


def test_the_week_counts_publishings_that_bring_a_policy_and_not_policies(market: Market) -> None:
    """R142: two distinct publishings a week; two policies in one edition are one."""
    for place, days in (("a", 0), ("b", 0), ("c", 1)):
        record = replace(POLICY, id=f"policy-{place}", stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW)
        market.write(lambda tables, record=record: tables.policies.save(record, None))
        published = NOW + days * DAY
        market.write(lambda tables, record=record, at=published: tables.policies.mark_published([record.id], at))
    with market.reading() as tables:
        updates = tables.policies.updates_between
        assert separate_acts(at for at, _ in updates(NOW, NOW + DAY)) == 1
        assert separate_acts(at for at, _ in updates(NOW, NOW + 2 * DAY)) == 2
        assert updates(NOW - DAY, NOW) == ()


def test_changed_words_of_an_approved_policy_go_back_to_review(market: Market) -> None:
    approved = replace(POLICY, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW)
    market.write(lambda tables: tables.policies.save(approved, None))
    changed = replace(approved, summary="能多贷款", updated_at=NOW + DAY)
    market.write(lambda tables: tables.policies.save(changed, 1))
    with market.reading() as tables:
        assert tables.policies.counts()[Stage.SUBMITTED] == 1


def test_employers_are_found_by_name_code_and_phone(market: Market) -> None:
    other = employer(id="firm-2", name="江畔合作社", credit_code="", contact_phone="0566-7011234")
    for firm in (EMPLOYER, other):
        market.write(lambda tables, firm=firm: tables.employers.save(firm, None))
    with market.reading() as tables:
        assert tables.employers.page(Page()) == ((other, EMPLOYER), 2)
        assert tables.employers.page(Page(text="江畔")) == ((other,), 1)
        assert tables.employers.page(Page(text="91341721")) == ((EMPLOYER,), 1)
        assert tables.employers.by_phone("13900005678") == (EMPLOYER,)
        assert tables.employers.by_phone("13900005679") == ()
        assert tables.employers.names(["firm-2", "none"]) == {"firm-2": "江畔合作社"}
        assert tables.employers.names([]) == {}


def test_a_contact_moved_to_another_firm_s_row_does_not_open(market: Market) -> None:
    for firm in (EMPLOYER, employer(id="firm-2", contact_name="李示例")):
        market.write(lambda tables, firm=firm: tables.employers.save(firm, None))
    market.write(lambda tables: tables._db.execute(
        "UPDATE employer SET contact_name = (SELECT contact_name FROM employer WHERE id = 'firm-1')"))  # fmt: skip
    with pytest.raises(SealError), market.reading() as tables:
        tables.employers.get("firm-2")


def test_the_market_card_has_defaults_until_it_is_saved(market: Market) -> None:
    with market.reading() as tables:
        assert tables.market_card.get() == MarketCard()
    card = MarketCard(name="样例零工市场", phone="0566-7010000", hours="8:00—17:30")
    market.write(lambda tables: tables.market_card.save(card))
    with market.reading() as tables:
        assert tables.market_card.get() == card


def _publish(market: Market, order: int, number: int, kind: str = "full") -> None:
    market.write(lambda tables: tables.editions.add(
        order=order, number=number, kind=kind, built_at=NOW, by="staff-2", note="", manifest=b"{}", signature=b"s" * 64
    ))  # fmt: skip


def test_the_highest_edition_is_in_force_and_a_lower_one_is_refused(market: Market) -> None:
    with market.reading() as tables:
        assert (tables.editions.highest(), tables.editions.next_number()) == (None, 1)
    _publish(market, 100, 1)
    _publish(market, 160, 1, "patch")
    _publish(market, 200, 2)
    with pytest.raises(StoreError, match="更新的一期"):
        _publish(market, 200, 3)
    with market.reading() as tables:
        assert [row.order for row in tables.editions.kept(2)] == [200, 160]
        assert tables.editions.highest() == tables.editions.by_order(200)
        assert tables.editions.next_number() == 3
        kept = tables.editions.by_order(160)
    assert kept is not None
    assert (kept.number, kept.kind, kept.built_at, kept.manifest, kept.signature) == (1, "patch", NOW, b"{}", b"s" * 64)
