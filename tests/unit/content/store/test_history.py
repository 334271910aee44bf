"""Every version of every record can be seen and brought back, and nobody passes their own work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from content.errors import StaleRecord, StoreError
from content.model.codes import Stage
from content.model.editorial import Release, Standing, standing
from content.model.history import Deed, FieldChange
from content.model.market import HolidayYear, MarketSettings, MinimumWage
from content.model.published import MarketCard
from content.store.database import Market
from content.store.records import Page
from tests.unit.content.store.samples import COURSE, DAY, EMPLOYER, JOB, NOW, POLICY, job

LATER = NOW + timedelta(hours=1)


def _stage(market: Market, stage: Stage, by: str, note: str = "") -> None:
    market.write(lambda tables: tables.jobs.set_stage("job-1", stage, by, LATER, note))


def _written(market: Market, by: str = "staff-1", **changes: object) -> None:
    def save(tables: object) -> None:
        stored = tables.jobs.get("job-1")  # type: ignore[attr-defined]
        record = job(**changes) if stored is None else replace(stored, **changes)
        tables.jobs.save(record, stored and stored.version, by)  # type: ignore[attr-defined]

    market.write(save)


def test_history_tells_who_changed_what_newest_first(staffed: Market) -> None:
    _written(staffed, by="甲")
    _written(staffed, by="乙", pay_min_fen=20000, starts_on=date(2026, 11, 25))
    _stage(staffed, Stage.SUBMITTED, "乙")
    with staffed.reading() as tables:
        handed, changed, first = tables.jobs.revisions("job-1")
    assert (first.version, first.by, first.deed, first.changes) == (1, "甲", Deed.SAVED, ())
    assert (changed.version, changed.by, changed.deed) == (2, "乙", Deed.SAVED)
    assert set(changed.changes) == {
        FieldChange(field="pay_min_fen", before=22000, after=20000),
        FieldChange(field="starts_on", before=date(2026, 11, 24), after=date(2026, 11, 25)),
    }
    assert (handed.deed, handed.by) == (Deed.SUBMITTED, "乙")


def test_an_earlier_version_comes_back_as_a_new_one(staffed: Market) -> None:
    _written(staffed, title="装卸工")
    _written(staffed, title="小工")
    _written(staffed, title="大工")
    back = staffed.write(lambda tables: tables.jobs.restore("job-1", 1, "丙", LATER))
    assert (back.title, back.version, back.stage) == ("装卸工", 4, Stage.DRAFT)
    with staffed.reading() as tables:
        past = tables.jobs.at_version("job-1", 2)
        newest = tables.jobs.revisions("job-1")[0]
    assert past is not None
    assert past.title == "小工"
    assert (newest.deed, newest.by, newest.note) == (Deed.RESTORED, "丙", "恢复第 1 版")
    with pytest.raises(StoreError, match="没有这个版本"):
        staffed.write(lambda tables: tables.jobs.restore("job-1", 9, "丙", LATER))


def test_what_the_hall_reads_is_reviewed_again_after_going_back(staffed: Market) -> None:
    _written(staffed, by="甲", title="装卸工")
    _written(staffed, by="甲", title="小工")
    _stage(staffed, Stage.SUBMITTED, "甲")
    _stage(staffed, Stage.APPROVED, "乙")
    back = staffed.write(lambda tables: tables.jobs.restore("job-1", 1, "丙", LATER))
    assert (back.stage, back.reviewed_by) == (Stage.SUBMITTED, None)
    with pytest.raises(StoreError, match="您自己"):
        _stage(staffed, Stage.APPROVED, "丙")


def test_a_contact_stays_encrypted_in_the_history(market: Market) -> None:
    market.write(lambda tables: tables.employers.save(EMPLOYER, None, "甲"))
    renamed = replace(EMPLOYER, contact_name="李金丝雀")
    market.write(lambda tables: tables.employers.save(renamed, 1, "甲"))
    with market.reading() as tables:
        bodies = "".join(row[0] for row in tables._db.execute("SELECT changed FROM history").fetchall())
        newest = tables.employers.revisions("firm-1")[0]
    assert "金丝雀" not in bodies
    assert "王示例" not in bodies
    assert newest.changes == (FieldChange(field="contact_name", before="王示例", after="李金丝雀"),)


@pytest.mark.parametrize("editor", ["staff-1", "staff-2"])
def test_nobody_passes_what_they_wrote_or_changed(staffed: Market, editor: str) -> None:
    """R105, point 5 of the desk: editor and reviewer are two people."""
    _written(staffed, by="staff-1")
    _written(staffed, by="staff-2", title="小工")
    _stage(staffed, Stage.SUBMITTED, "staff-1")
    with pytest.raises(StoreError, match="另一位审核员"):
        _stage(staffed, Stage.APPROVED, editor)
    _stage(staffed, Stage.APPROVED, "staff-3")
    with staffed.reading() as tables:
        stored = tables.jobs.get("job-1")
    assert stored is not None
    assert (stored.stage, stored.reviewed_by) == (Stage.APPROVED, "staff-3")


def test_who_returned_it_may_pass_it_when_another_mended_it(staffed: Market) -> None:
    _written(staffed, by="staff-1")
    _stage(staffed, Stage.SUBMITTED, "staff-1")
    _stage(staffed, Stage.RETURNED, "staff-2", "写清楚地点")
    _stage(staffed, Stage.SUBMITTED, "staff-1")
    _stage(staffed, Stage.APPROVED, "staff-2")
    with staffed.reading() as tables:
        stored = tables.jobs.get("job-1")
    assert stored is not None
    assert (stored.stage, stored.reviewed_by) == (Stage.APPROVED, "staff-2")


def test_who_imported_a_job_straight_into_review_stays_its_writer_when_another_mends_it(staffed: Market) -> None:
    stored = staffed.write(lambda tables: tables.jobs.hand_in_new(replace(JOB, id="from-a-sheet", number=7), "甲"))
    assert (stored.stage, stored.version) == (Stage.SUBMITTED, 1)
    with staffed.reading() as tables:
        assert [line.deed for line in tables.jobs.revisions("from-a-sheet")] == [Deed.SUBMITTED]
    staffed.write(lambda tables: tables.jobs.save(replace(stored, title="仓库装卸"), 1, by="乙"))
    for writer in ("甲", "乙"):
        with pytest.raises(StoreError, match="另一位审核员"):
            staffed.write(lambda tables, by=writer: tables.jobs.set_stage("from-a-sheet", Stage.APPROVED, by, NOW))
    staffed.write(lambda tables: tables.jobs.set_stage("from-a-sheet", Stage.APPROVED, "丙", NOW))


def test_a_market_of_two_may_switch_that_off_and_the_history_says_so(staffed: Market) -> None:
    staffed.write(lambda tables: tables.market.save(MarketSettings(two_person_market=True), 0, "负责人", "只有两个人"))
    _written(staffed, by="staff-1")
    _stage(staffed, Stage.SUBMITTED, "staff-1")
    _stage(staffed, Stage.APPROVED, "staff-1")
    with staffed.reading() as tables:
        newest, (switch,) = tables.jobs.revisions("job-1")[0], tables.market.revisions()
    assert (newest.deed, newest.by, newest.note) == (Deed.APPROVED, "staff-1", "（双人审核已关闭）")
    assert (switch.by, switch.note) == ("负责人", "只有两个人")
    assert switch.changes == (FieldChange(field="two_person_market", before=False, after=True),)


def test_a_stale_save_brings_what_the_other_left(staffed: Market) -> None:
    _written(staffed, by="甲", title="小工")
    with pytest.raises(StaleRecord) as stale:
        staffed.write(lambda tables: tables.jobs.save(job(title="大工"), 0, "乙"))
    assert stale.value.theirs == replace(JOB, title="小工", updated_by="甲")


def test_reasons_for_letting_a_finding_pass_stay_through_a_save(staffed: Market) -> None:
    _written(staffed)
    let = Release(code="AGE-1", field="requirements", word="18—45岁", reason="特种作业", by="staff-2", at=NOW)
    staffed.write(lambda tables: tables.jobs.release("job-1", [let], "staff-2"))
    _written(staffed, title="小工")
    with staffed.reading() as tables:
        stored = tables.jobs.get("job-1")
    assert stored is not None
    assert stored.releases == (let,)


def test_the_number_of_a_merged_duplicate_leads_to_the_job_kept(staffed: Market) -> None:
    for number in (1001, 1002, 1003):
        record = job(id=f"job-{number}", number=number)
        staffed.write(lambda tables, record=record: tables.jobs.save(record, None, "甲"))
    staffed.write(lambda tables: tables.jobs.merge("job-1002", "job-1003", "乙", LATER))
    staffed.write(lambda tables: tables.jobs.merge("job-1001", "job-1002", "乙", LATER))
    with staffed.reading() as tables:
        assert [tables.jobs.by_number(number).id for number in (1001, 1002, 1003)] == ["job-1001"] * 3  # type: ignore[union-attr]
        assert tables.jobs.other_numbers() == {"job-1001": (1002, 1003)}
        gone = tables.jobs.get("job-1003")
        told = {(one.record_id, one.deed) for one in tables.jobs.revisions("job-1001")}
    assert gone is not None
    assert (gone.stage, gone.merged_into) == (Stage.WITHDRAWN, "job-1002")
    assert {("job-1003", Deed.SAVED), ("job-1003", Deed.MERGED), ("job-1001", Deed.MERGED)} <= told
    with pytest.raises(StoreError, match="已经合并过"):
        staffed.write(lambda tables: tables.jobs.merge("job-1001", "job-1003", "乙", LATER))


def test_two_told_apart_are_remembered_in_either_order(market: Market) -> None:
    market.write(lambda tables: tables.not_duplicates.remember("b", "a", "甲", NOW))
    market.write(lambda tables: tables.not_duplicates.remember("a", "b", "甲", NOW))
    with market.reading() as tables:
        assert tables.not_duplicates.every() == {("a", "b")}
        assert tables.not_duplicates.of("a") == {"b"}
        assert tables.not_duplicates.of("b") == {"a"}
    market.write(lambda tables: tables.not_duplicates.forget("b", "a"))
    with market.reading() as tables:
        assert tables.not_duplicates.every() == frozenset()


def test_a_leaver_s_records_go_to_another_whole(staffed: Market) -> None:
    _written(staffed, by="staff-1")
    staffed.write(lambda tables: tables.policies.save(POLICY, None, "staff-1"))
    staffed.write(lambda tables: tables.courses.save(replace(COURSE, created_by="staff-9"), None, "staff-9"))
    moved = staffed.write(lambda tables: tables.hand_over("staff-1", "staff-2", "负责人"))
    assert moved == {"岗位": 1, "政策": 1}
    with staffed.reading() as tables:
        mine = Page(filters=(("owner", "staff-2"),))
        assert [one.id for one in tables.jobs.page(mine)[0]] == ["job-1"]
        assert tables.jobs.page(Page(filters=(("owner", "staff-1"),)))[1] == 0
        assert tables.jobs.revisions("job-1")[0].deed is Deed.HANDED_OVER


def test_what_is_typed_and_not_saved_is_kept_for_its_writer_alone(market: Market) -> None:
    typed = {"title": "装卸工金丝雀", "urgent": True}
    market.write(lambda tables: tables.drafts.keep("staff-1", "job", "new", typed, NOW))
    market.write(lambda tables: tables.drafts.keep("staff-1", "job", "job-1", {"title": "别的"}, LATER))
    with market.reading() as tables:
        assert tables.drafts.get("staff-1", "job", "new") == typed
        assert tables.drafts.get("staff-2", "job", "new") is None
        left = [(one.record_id, one.saved_at) for one in tables.drafts.of("staff-1")]
        assert left == [("job-1", LATER), ("new", NOW)]
        boxes = b"".join(row[0] for row in tables._db.execute("SELECT typed FROM draft").fetchall())
    assert "金丝雀".encode() not in boxes
    market.write(lambda tables: tables.drafts.drop("staff-1", "job", "new"))
    with market.reading() as tables:
        assert tables.drafts.get("staff-1", "job", "new") is None


def test_market_settings_come_back_and_meet_another_s_save(market: Market) -> None:
    settings = MarketSettings(
        card=MarketCard(name="样例市场"), bulletin_owner="staff-1",
        minimum_wage=MinimumWage(monthly_fen=206000, hourly_fen=2100, source="样例文件", source_url="",
                                 effective_on=date(2026, 1, 1)),
        holidays=(HolidayYear(year=2026, days_off=(date(2026, 10, 1),), working_weekends=(date(2026, 10, 10),),
                              source="样例通知"),),
    )  # fmt: skip
    saved = market.write(lambda tables: tables.market.save(settings, 0, "甲"))
    with market.reading() as tables:
        assert tables.market.get() == saved == replace(settings, version=1)
        assert tables.market_card.get().name == "样例市场"
    with pytest.raises(StaleRecord) as stale:
        market.write(lambda tables: tables.market.save(settings, 0, "乙"))
    assert stale.value.theirs == saved


@pytest.mark.parametrize(("stage", "carried", "ends", "stands"), [
    (Stage.DRAFT, None, NOW - DAY, Standing.DRAFT), (Stage.SUBMITTED, None, None, Standing.SUBMITTED),
    (Stage.APPROVED, None, NOW + DAY, Standing.APPROVED), (Stage.APPROVED, NOW, NOW + DAY, Standing.PUBLISHED),
    (Stage.APPROVED, NOW, NOW, Standing.EXPIRED), (Stage.APPROVED, NOW, None, Standing.PUBLISHED),
    (Stage.FILLED, NOW, NOW + DAY, Standing.FILLED), (Stage.WITHDRAWN, NOW, NOW, Standing.WITHDRAWN),
])  # fmt: skip
def test_the_list_and_the_rule_agree_on_where_a_record_stands(
    staffed: Market, stage: Stage, carried: object, ends: object, stands: Standing
) -> None:
    record = job(stage=stage, carried_at=carried, valid_until=ends or NOW + 99 * DAY)
    staffed.write(lambda tables: tables.jobs.save(record, None))
    assert standing(record, ends, NOW) is stands  # type: ignore[arg-type]
    with staffed.reading() as tables:
        found = {one for one in Standing if tables.jobs.page(Page(standing=one))[1]}
    assert found == {stands}


def test_an_unknown_sort_or_filter_is_refused(staffed: Market) -> None:
    with staffed.reading() as tables:
        for page in (Page(sort="contact_phone"), Page(filters=(("1=1 --", ""),))):
            with pytest.raises(StoreError):
                tables.jobs.page(page)


def test_an_export_goes_on_past_the_page(staffed: Market) -> None:
    for number in range(1001, 1008):
        staffed.write(lambda tables, number=number: tables.jobs.save(
            job(id=f"job-{number}", number=number, pay_min_fen=number), None))  # fmt: skip
    page = Page(sort="pay", descending=False, limit=2, filters=(("township", "341721100"),))
    with staffed.reading() as tables:
        assert [one.number for one in tables.jobs.page(page)[0]] == [1001, 1002]
        assert [one.number for one in tables.jobs.every(page)] == list(range(1001, 1008))


def test_a_firm_s_new_name_finds_its_jobs(staffed: Market) -> None:
    _written(staffed)
    staffed.write(lambda tables: tables.employers.save(replace(EMPLOYER, name="长河装饰队"), 1, "甲"))
    with staffed.reading() as tables:
        assert tables.jobs.page(Page(text="长河"))[1] == 1
        assert tables.jobs.page(Page(text="changhe"))[1] == 1
        assert tables.jobs.page(Page(text="建筑劳务"))[1] == 0
        assert tables.employers.page(Page(text="zhuangshi"))[1] == 1
        assert tables.employers.page(Page(text="zs"))[1] == 1


