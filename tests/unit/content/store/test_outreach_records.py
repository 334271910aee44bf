"""信息源登记, 走访 and what brought policies to the hall, as market.db keeps them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.errors import StoreError
from content.model.codes import InsuranceTopic, JobSource, PolicyCategory, RightsTopic, Stage
from content.model.history import FieldChange
from content.model.notices import PolicyNotice
from content.model.outreach import EmployerVisit, Industry, SourceWatch, VisitMode
from content.rules.cadence import separate_acts
from content.store import driver, migrations
from content.store.database import Market
from content.store.mapping import row_mapping
from content.store.records import Page
from tests.unit.content.store.samples import ARTICLE, COURSE, DAY, KEYS, NOW, POLICY, employer, job

MONDAY = date(2026, 11, 23)
WATCH = SourceWatch(
    id="watch-1", day=MONDAY, kind=JobSource.PLATFORM, source="样例招聘网", url="https://jobs.example.cn/", seen=40,
    taken=3, note="", at=NOW, by="staff-1",
)  # fmt: skip
VISIT = EmployerVisit(
    id="visit-1", day=MONDAY, mode=VisitMode.ON_SITE, employer_id="firm-1", industry=Industry.CONSTRUCTION,
    contact_name="李示例", contact_phone="13900001234", needs_workers=True, note="要两个装卸工", created_at=NOW,
    created_by="staff-1", updated_at=NOW,
)  # fmt: skip


def _add(market: Market, *entries: SourceWatch) -> None:
    for entry in entries:
        market.write(lambda tables, entry=entry: tables.source_watches.add(entry))


def test_an_entry_is_never_changed_or_removed(market: Market) -> None:
    _add(market, WATCH)
    for statement in ("UPDATE source_watch SET seen = 1", "DELETE FROM source_watch"):
        with pytest.raises((StoreError, sqlite3.Error)):
            market.write(lambda tables, sql=statement: tables._db.execute(sql))
    with market.reading() as tables:
        assert tables.source_watches.get("watch-1") == WATCH


def test_a_correction_stands_for_the_entry_and_gives_its_reason(market: Market) -> None:
    _add(market, WATCH)
    correction = replace(WATCH, id="watch-2", seen=30, corrects="watch-1", reason="数错了", at=NOW + DAY)
    with pytest.raises(StoreError, match="原因"):
        _add(market, replace(correction, reason=""))
    _add(market, correction)
    with market.reading() as tables:
        assert tables.source_watches.between(MONDAY, MONDAY) == (correction, WATCH)
        assert tables.source_watches.known() == (correction,)
    with pytest.raises(StoreError, match="更正过"):
        _add(market, replace(correction, id="watch-3"))
    with pytest.raises(StoreError, match="不在库里"):
        _add(market, replace(correction, id="watch-4", corrects="nothing"))


def test_a_day_whose_only_entry_was_made_void_has_none(market: Market) -> None:
    _add(market, WATCH, replace(WATCH, id="watch-2", day=MONDAY - timedelta(days=3)))
    with market.reading() as tables:
        assert tables.source_watches.days(date(2026, 11, 1), date(2026, 11, 30)) == {MONDAY, date(2026, 11, 20)}
        assert tables.source_watches.first_day() == date(2026, 11, 20)
    _add(market, replace(WATCH, id="watch-3", corrects="watch-1", reason="记错日子", void=True))
    with market.reading() as tables:
        assert tables.source_watches.days(date(2026, 11, 1), date(2026, 11, 30)) == {date(2026, 11, 20)}


def test_a_visit_keeps_its_contact_out_of_the_file_in_the_clear(staffed: Market, tmp_path: Path) -> None:
    staffed.write(lambda tables: tables.visits.save(VISIT, None, "staff-1"))
    changed = replace(VISIT, contact_phone="13900009999", contact_name="赵样本")
    staffed.write(lambda tables: tables.visits.save(changed, 1, "staff-1"))
    with staffed.reading() as tables:
        found = tables.visits.get("visit-1")
        assert found is not None
        assert (found.contact_name, found.contact_phone) == ("赵样本", "13900009999")
        # the history knows what it was and is sealed likewise
        changes = tables.visits.revisions("visit-1")[0].changes
        assert FieldChange(field="contact_phone", before="13900001234", after="13900009999") in changes
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("market.db*"))
    assert "要两个装卸工".encode() in stored  # the control: what is no contact stands there as typed
    for secret in ("李示例", "赵样本", "13900001234", "13900009999"):
        assert secret.encode() not in stored


def test_the_month_counts_different_firms_and_their_industries(staffed: Market) -> None:
    other = employer(id="firm-2", name="江畔餐饮店", credit_code="")
    staffed.write(lambda tables: tables.employers.save(other, None))
    visits: tuple[dict[str, Any], ...] = (
        {"id": "a"}, {"id": "b", "day": MONDAY - timedelta(days=2)},  # the same firm twice
        {"id": "c", "employer_id": "firm-2", "industry": Industry.CATERING},
        {"id": "d", "employer_id": "firm-2", "industry": Industry.DESIGN, "day": date(2026, 10, 31)},  # last month
    )  # fmt: skip
    for facts in visits:
        staffed.write(lambda tables, facts=facts: tables.visits.save(replace(VISIT, **facts), None))
    with staffed.reading() as tables:
        month = date(2026, 11, 1), date(2026, 11, 30)
        assert tables.visits.employers_between(*month) == 2
        assert tables.visits.industries_between(*month) == {Industry.CONSTRUCTION: 1, Industry.CATERING: 1}
        assert tables.visits.page(Page(text="jiangpan"))[1] == 2
        assert tables.visits.page(Page(filters=(("from", "2026-11-01"), ("employer", "firm-2"))))[1] == 1


def _published(market: Market, policy: PolicyNotice, at: Any) -> None:
    """Approve what is stored of a policy and let an edition carry it."""
    def act(tables: Any) -> None:
        if tables.policies.get(policy.id).stage is Stage.SUBMITTED:
            tables.policies.set_stage(policy.id, Stage.APPROVED, "staff-2", at)
        tables.policies.mark_published([policy.id], at)

    market.write(act)


def test_a_changed_policy_is_an_update_and_a_save_without_change_is_none(market: Market) -> None:
    approved = replace(POLICY, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW)
    stored = market.write(lambda tables: tables.policies.save(approved, None))
    _published(market, stored, NOW)
    again = market.write(lambda tables: tables.policies.save(stored, stored.version, "staff-1"))
    _published(market, again, NOW + DAY)
    with market.reading() as tables:
        assert len(tables.policies.updates_between(NOW, NOW + 9 * DAY)) == 1
    current = market.write(lambda tables: tables.policies.get(stored.id))
    changed = market.write(lambda tables: tables.policies.save(replace(current, summary="贷得更多"),
                                                               current.version, "staff-1"))  # fmt: skip
    _published(market, changed, NOW + 2 * DAY)
    with market.reading() as tables:
        times = tables.policies.updates_between(NOW, NOW + 9 * DAY)
        assert times == ((NOW, stored.id), (NOW + 2 * DAY, stored.id))
        assert separate_acts(at for at, _ in times) == 2


def test_a_policy_reviewed_again_with_the_same_words_is_no_update(market: Market) -> None:
    approved = replace(POLICY, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW)
    stored = market.write(lambda tables: tables.policies.save(approved, None))
    _published(market, stored, NOW)
    for summary in ("别的话", POLICY.summary):  # there and back before anybody publishes
        current = market.write(lambda tables: tables.policies.get(stored.id))
        market.write(lambda tables, one=current, said=summary: tables.policies.save(
            replace(one, summary=said), one.version, "staff-1"))  # fmt: skip
    _published(market, stored, NOW + DAY)
    with market.reading() as tables:
        assert [at for at, _ in tables.policies.updates_between(NOW, NOW + 9 * DAY)] == [NOW]


def test_only_what_the_edition_carries_is_live_on_a_topic(market: Market) -> None:
    policy = replace(POLICY, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW, expires_on=MONDAY,
                     insurance=InsuranceTopic.GIG.value)  # fmt: skip
    article = replace(ARTICLE, stage=Stage.APPROVED, reviewed_at=NOW, month="2026-11")
    course = replace(COURSE, stage=Stage.APPROVED, reviewed_at=NOW, month="2026-11", ends_at=NOW + DAY)

    def put(tables: Any) -> None:
        tables.policies.save(policy, None)
        tables.articles.save(article, None)
        tables.courses.save(course, None)

    market.write(put)
    with market.reading() as tables:
        assert tables.policies.live_categories(NOW) == tables.articles.live_topics(NOW) == {}
        assert tables.courses.picked_for("2026-11") == tables.articles.picked_for("2026-11") == ()
    market.write(lambda tables: (tables.policies.mark_published([policy.id], NOW),
                                 tables.articles.mark_published([article.id], NOW),
                                 tables.courses.mark_published([course.id], NOW)))  # fmt: skip
    with market.reading() as tables:
        (live,) = tables.policies.live_categories(NOW).items()
        assert (live[0], live[1].count, live[1].newest) == (PolicyCategory.LOAN, 1, MONDAY)
        assert set(tables.policies.live_insurances(NOW)) == {InsuranceTopic.GIG}
        assert set(tables.articles.live_topics(NOW)) == {RightsTopic.INJURY}
        assert tables.policies.live_categories(NOW + DAY) == {}  # its last day is over
        # a course stays picked for its month when it is over
        assert [one.id for one in tables.courses.picked_for("2026-11")] == [course.id]
        assert tables.courses.picked_for("2026-12") == ()
        assert [one.id for one in tables.articles.picked_for("2026-11")] == [article.id]


def test_a_duplicate_merged_away_is_no_new_job(staffed: Market) -> None:
    for place in range(3):
        one = job(id=f"job-{place}", number=1001 + place, stage=Stage.APPROVED, reviewed_by="staff-2", reviewed_at=NOW,
                  address=f"尧渡镇建设路 {place + 1} 号")  # fmt: skip
        staffed.write(lambda tables, one=one: tables.jobs.save(one, None))
    staffed.write(lambda tables: tables.jobs.mark_published(["job-0", "job-1", "job-2"], NOW))
    staffed.write(lambda tables: tables.jobs.merge("job-0", "job-1", "staff-1", NOW + DAY))
    with staffed.reading() as tables:
        assert tables.jobs.added_between(NOW, NOW + DAY) == {"job-0", "job-2"}
        assert {one.id for one in tables.jobs.newly_shown(NOW)} == {"job-0", "job-2"}
        assert tables.jobs.ending_between(NOW, NOW + 9 * DAY) == len(tables.jobs.expiring(NOW, NOW + 9 * DAY)) == 2


def test_an_older_file_brings_its_publishings_of_policies_along(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="cadence_records")
    for place, carried in enumerate((NOW, NOW + DAY, None)):
        policy = replace(POLICY, id=f"policy-{place}", stage=Stage.APPROVED, published_at=carried and NOW,
                         carried_at=carried)  # fmt: skip
        db.table("policy").insert(row_mapping(PolicyNotice).to_row(policy))
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW + 2 * DAY))
    with market.reading() as tables:
        # first shown twice on Monday, shown again after a change on Tuesday, never shown
        times = tables.policies.updates_between(NOW - DAY, NOW + 9 * DAY)
    market.close()
    assert sorted(at for at, _ in times) == [NOW, NOW, NOW + DAY]
