"""Going back to an earlier edition never brings back what is over, and every edition says what it changed."""

from __future__ import annotations

from datetime import timedelta

from content.model.codec import to_json
from content.model.codes import Stage
from content.model.editions import Emergency
from content.store.records import Page
from tests.unit.content.publishing.conftest import Desk, approved_job
from tests.unit.content.store.samples import NOW, POLICY
from tests.unit.content.store.samples import replace as changed

_ALL = Page()
HOUR = timedelta(hours=1)


def _shown_policies(desk: Desk) -> list[str]:
    edition = desk.publisher.current()
    assert edition is not None
    found = [one.id for one in edition.content().policies]
    edition.close()
    return found


def test_a_job_filled_withdrawn_or_over_stays_away_and_the_others_come_back(desk: Desk) -> None:
    desk.put(approved_job(2000), approved_job(2001), approved_job(2002, valid_until=NOW + HOUR))
    first = desk.publisher.publish("甲")

    def close(tables) -> None:  # type: ignore[no-untyped-def]
        tables.jobs.set_stage("job-2000", Stage.FILLED, "乙", NOW)
        tables.jobs.set_stage("job-2001", Stage.WITHDRAWN, "乙", NOW)
        # the control: changed since, so it waits for review; the earlier words may be shown
        tables.jobs.save(changed(tables.jobs.get("job-1002"), title="改过的名"), 1)

    desk.market.write(close)
    desk.publisher.publish("甲")
    assert desk.shown() == [2002, 1001]
    desk.clock.at += 2 * HOUR
    out = desk.publisher.left_out(first.order)
    assert [words.rpartition("：")[2] for words in sorted(out)] == ["已招满", "已撤下", "已过期"]
    back = desk.publisher.roll_back(first.order, "丙")
    assert desk.shown() == [1002, 1001]
    assert "3 条" in back.note


def test_a_withdrawn_policy_stays_away_too(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    assert _shown_policies(desk) == [POLICY.id]
    desk.market.write(lambda tables: tables.policies.set_stage(POLICY.id, Stage.WITHDRAWN, "乙", NOW))
    desk.publisher.publish("甲")
    desk.publisher.roll_back(first.order, "丙")
    assert _shown_policies(desk) == []


def test_the_jobs_of_a_suspended_employer_do_not_come_back(desk: Desk) -> None:
    first = desk.publisher.publish("甲")

    def suspend(tables) -> None:  # type: ignore[no-untyped-def]
        (firm,), _ = tables.employers.page(_ALL)
        tables.employers.save(changed(firm, suspended="举报核查中"), firm.version)

    desk.market.write(suspend)
    desk.publisher.publish("甲")
    desk.publisher.roll_back(first.order, "丙")
    assert desk.shown() == []


def test_every_edition_says_in_words_what_it_changed(desk: Desk) -> None:
    first = desk.publisher.publish("甲")
    desk.put(approved_job(2000, title="采茶工"))
    desk.market.write(lambda tables: tables.jobs.set_stage("job-1001", Stage.FILLED, "乙", NOW))
    second = desk.publisher.publish("甲")
    third = desk.publisher.publish("甲")
    with desk.market.reading() as tables:
        told = tables.edition_changes.of((first.order, second.order, third.order))
        gone = tables.jobs.get("job-1001")
    assert gone is not None
    assert told == {first.order: ("第一次发布",), third.order: ("内容没有变化",),
                    second.order: ("新增 1 个岗位：采茶工", f"下架 1 个岗位：{gone.title}")}  # fmt: skip


def test_patches_of_a_busy_day_do_not_push_out_the_last_edition_of_an_earlier_week(desk: Desk) -> None:
    last_week = desk.publisher.publish("甲")
    this_week = [desk.publisher.publish("甲"), *(desk.publisher.patch("乙", "已招满") for _ in range(6))]
    kept = [one.order for one in desk.publisher.kept()]
    assert kept == [*reversed([one.order for one in this_week][-3:]), last_week.order]
    back = desk.publisher.roll_back(last_week.order, "丙")
    assert (back.number, desk.shown()) == (3, [1002, 1001])


def test_going_back_to_an_edition_of_an_emergency_does_not_bring_the_emergency_back(desk: Desk) -> None:
    desk.publisher.publish("甲")
    alarm = desk.publisher.declare(
        Emergency(title="停电", text="二楼办事", until=NOW + 9 * HOUR, by="甲", declared_at=NOW))
    patch = desk.publisher.patch("乙", "已招满")  # made while it stood
    desk.publisher.end_emergency("甲")
    for old in (alarm, patch):
        desk.publisher.roll_back(old.order, "丙")
        edition = desk.publisher.current()
        assert edition is not None
        assert "停电" not in to_json(edition.programme()).decode()
        edition.close()
