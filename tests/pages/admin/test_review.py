"""The reviewer's queue: all kinds, what changed, reasons, keys, several at once, and two pairs of eyes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nicegui import ui
from nicegui.testing import User

from content.admin.editing import blank_policy
from content.admin.hall_records import blank_article, blank_notice
from content.model.codes import Role, Stage
from content.model.market import MarketSettings
from content.store.audit import AuditPage
from tests.pages.admin.world import NOW, STAFF, World, asked, content_of, press, until

EDITOR = STAFF[Role.EDITOR]


def _key(user: User, key: str) -> None:
    code = f"Digit{key}" if key.isdigit() else f"Key{key.upper()}"
    arguments = {"action": "keydown", "repeat": False, "altKey": False, "ctrlKey": False, "shiftKey": False,
                 "metaKey": False, "key": key, "code": code, "location": 0}  # fmt: skip
    user.find(kind=ui.keyboard).trigger("key", arguments)


def _hand_in(world: World, table: str, record: Any) -> None:
    def put(tables: Any) -> None:
        getattr(tables, table).save(record, None, EDITOR.id)
        getattr(tables, table).set_stage(record.id, Stage.SUBMITTED, EDITOR.id, NOW)

    world.market.write(put)


def _notice(world: World) -> str:
    notice = replace(blank_notice(EDITOR, NOW), title="周六照常开门", body="早八点开门。")
    _hand_in(world, "notices", notice)
    return notice.id


async def test_every_kind_waits_in_one_queue_and_is_passed_there(world: World) -> None:
    world.add_job(Stage.SUBMITTED)
    notice = _notice(world)
    _hand_in(world, "articles", replace(blank_article(EDITOR, NOW), title="合同要签", summary="签", body="正文"))
    _hand_in(world, "policies", replace(blank_policy(EDITOR, NOW), title="补贴"))
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    shown = content_of(reviewer, "queue")
    for title in ("仓库搬运", "周六照常开门", "合同要签", "补贴"):
        assert title in shown
    press(reviewer, "queue", "approve", f"notice/{notice}/2")
    await reviewer.should_see("“周六照常开门”已通过")
    with world.market.reading() as tables:
        found = tables.notices.get(notice)
    assert found is not None
    assert (found.stage, found.reviewed_by) == (Stage.APPROVED, "staff-reviewer")


async def test_what_changed_since_the_last_approval_stands_field_by_field(world: World) -> None:
    job = world.add_job(Stage.APPROVED)
    changed = replace(job, pay_min_fen=24000, pay_max_fen=24000, gathering="早 6 点半市场门口")
    world.market.write(lambda tables: tables.jobs.save(changed, job.version, EDITOR.id))
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    words = " ".join(content_of(reviewer, "queue").split())
    assert "薪资（元）：<del>220</del> → <ins>240</ins>" in words
    assert "<del>早 7 点市场门口</del> → <ins>早 6 点半市场门口</ins>" in words
    assert "招聘人数" not in words


async def test_the_keys_walk_the_queue_and_decide(world: World) -> None:
    first = world.add_job(Stage.SUBMITTED)
    second = world.add_job(Stage.SUBMITTED, id="job-2", title="洗碗工", trade_code="D02", duties="宴席后洗碗、擦台面",
                           address="示例饭店后厨", contact_phone="0566-7000999")  # fmt: skip
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    # the newest stands first
    _key(reviewer, "j")
    _key(reviewer, "1")
    await reviewer.should_see("“仓库搬运”已通过")
    assert (world.job(first.id).stage, world.job(second.id).stage) == (Stage.APPROVED, Stage.SUBMITTED)
    _key(reviewer, "2")
    await asked(reviewer)
    _key(reviewer, "1")  # behind the question keys decide nothing
    reviewer.find(marker="why").type("地址不清楚")
    reviewer.find(marker="return").click()
    await reviewer.should_see("已退回给录入员")
    assert world.job(second.id).stage is Stage.RETURNED


async def test_those_without_findings_pass_at_once_and_the_others_stay(world: World) -> None:
    good = [_notice(world) for _ in range(2)]
    world.add_job(Stage.SUBMITTED, skills="")
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    reviewer.find(marker="all-clean").click()
    await reviewer.should_see("通过这 2 条？")
    reviewer.find(marker="sure").click()
    await reviewer.should_see("2 条已通过")
    with world.market.reading() as tables:
        stages = [found.stage for key in good if (found := tables.notices.get(key)) is not None]
    assert stages == [Stage.APPROVED] * 2
    assert world.job().stage is Stage.SUBMITTED


async def test_whoever_wrote_it_reads_who_may_pass_it_until_the_market_says_otherwise(world: World) -> None:
    manager = STAFF[Role.MANAGER]

    def write(tables: Any) -> None:
        notice = replace(blank_notice(manager, NOW), title="自己写的", body="通知内容。")
        tables.notices.save(notice, None, manager.id)
        tables.notices.set_stage(notice.id, Stage.SUBMITTED, manager.id, NOW)

    world.market.write(write)
    user = await world.user(Role.MANAGER)
    await user.open("/review")
    shown = content_of(user, "queue")
    assert "要由 审核员 审核" in " ".join(shown.split())
    assert 'data-do="approve"' not in shown
    await user.should_see("换一位审核员")
    world.market.write(lambda tables: tables.market.save(MarketSettings(two_person_market=True), 0, manager.id))
    await user.open("/review")
    await user.should_see("双人审核已在市场设置里关闭")
    assert 'data-do="approve"' in content_of(user, "queue")


async def test_a_decision_is_written_in_the_record_of_who_did_what(world: World) -> None:
    job = world.add_job(Stage.SUBMITTED)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    press(reviewer, "queue", "approve", f"job/{job.id}/{job.version}")
    await until(lambda: world.job().stage is Stage.APPROVED)
    with world.market.reading() as tables:
        entries, _ = tables.audit.page(AuditPage(subject="job"))
    assert [entry.words for entry in entries][:1] == ["审核通过：仓库搬运"]
