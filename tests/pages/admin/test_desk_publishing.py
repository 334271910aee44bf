"""Review, publish, close in one click, undo, go back; lists, cards, terminals and the ledger."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from content.hubapi.pairing import PairingRequest, redeem
from content.model.audit import Action
from content.model.codes import Role, Stage, TerminalKind
from content.model.filings import Envelope, FilingHeader
from content.store.audit import AuditPage
from tests.pages.admin.world import JOB, KEYS, NOW, World, content_of, field, pairing_code, press, until


async def test_a_filled_job_leaves_by_a_patch_edition_and_comes_back_by_undo(world: World) -> None:
    job = world.add_job(Stage.APPROVED)
    world.add_job(Stage.APPROVED, id="job-2", title="洗碗工")
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    press(user, "list", "filled", job.id)
    await user.should_see("已招满，自助机和信息屏正在更新", retries=30)
    assert world.titles() == {"洗碗工"}
    kept = world.publisher.kept()
    assert [(one.kind, one.number) for one in kept] == [("patch", 1), ("full", 1)]
    user.find(marker="undo").click()
    await user.should_see("已恢复招聘", retries=30)
    assert world.titles() == {"仓库搬运", "洗碗工"}
    assert world.job().stage is Stage.APPROVED


async def test_a_job_checked_long_ago_is_found_and_checked_again_without_a_new_review(world: World) -> None:
    """R110: the new check reaches the hall by a patch, and what was approved stays approved."""
    old = world.add_job(Stage.APPROVED, verified_at=NOW - timedelta(days=15))
    world.add_job(Stage.APPROVED, id="job-2", title="洗碗工", verified_at=NOW - timedelta(days=14))
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.EDITOR)
    await user.open("/jobs?checked=old")
    await until(lambda: "15 天前核实" in content_of(user, "list"))
    assert "洗碗工" not in content_of(user, "list")
    press(user, "list", "checked", old.id)
    await user.should_see("再核实过了？")
    user.find(marker="checked-again").click()
    await user.should_see("今天电话核实，记下了，自助机和信息屏正在更新", retries=30)
    assert (world.job().stage, world.job().verified_at, world.job().verified_by) == (
        Stage.APPROVED, NOW, "staff-editor")  # fmt: skip
    edition = world.publisher.current()
    assert edition is not None
    shown = edition.job(old.id)
    assert shown is not None
    assert shown.verified_at == NOW
    edition.close()
    await until(lambda: "15 天前核实" not in content_of(user, "list"))


async def test_a_withdrawn_policy_leaves_by_a_patch_edition(world: World) -> None:
    world.add_policy(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.EDITOR)
    await user.open("/policies")
    press(user, "list", "withdraw", "policy-1")
    await user.should_see("撤下这条政策？")
    user.find(marker="sure").click()
    await user.should_see("已撤下，自助机和信息屏正在更新", retries=30)
    edition = world.publisher.current()
    assert edition is not None
    assert edition.policies(NOW) == ()
    edition.close()


async def test_a_suspended_firms_jobs_leave_at_once_and_come_back_with_it(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.EDITOR)
    await user.open("/employers/firm-1")
    field(user, "suspended").set_value("工人反映拖欠工资，正在核实")
    user.find(marker="save").click()
    await user.should_see("已暂停招聘，它的岗位正在撤下", retries=30)
    assert world.titles() == set()
    field(user, "suspended").set_value("")
    user.find(marker="save").click()
    await user.should_see("已恢复招聘，它的岗位正在放回", retries=30)
    assert world.titles() == {"仓库搬运"}


async def test_going_back_shows_the_earlier_content_under_a_higher_order(world: World) -> None:
    world.add_job(Stage.APPROVED)
    first = world.publisher.publish("staff-reviewer")
    world.add_job(Stage.APPROVED, id="job-2", title="洗碗工")
    second = world.publisher.publish("staff-reviewer")
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/editions")
    assert "退回到这一期" in content_of(reviewer, "editions")
    press(reviewer, "editions", "back", str(first.order))
    await reviewer.should_see("退回到第 1 期（2026-11-23 09:30）？", retries=30)
    reviewer.find(marker="sure").click()
    await reviewer.should_see("已退回，以前的内容作为第", retries=30)
    assert world.titles() == {"仓库搬运"}
    newest = world.publisher.kept()[0]
    assert newest.kind == "rollback"
    assert newest.order > second.order


async def test_the_difference_is_said_in_words(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    world.add_job(Stage.APPROVED, id="job-2", title="洗碗工")
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    reviewer.find(marker="compare").click()
    await reviewer.should_see("新增 1 个岗位：洗碗工", retries=30)


async def test_a_returned_job_carries_the_reviewers_words_to_its_editor(world: World) -> None:
    job = world.add_job(Stage.SUBMITTED)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    press(reviewer, "queue", "return", f"job/{job.id}/{job.version}")
    reviewer.find(marker="return").click()
    await reviewer.should_see("请写明退回的原因")
    assert world.job().stage is Stage.SUBMITTED
    reviewer.find(marker="why").type("地址不清楚")
    reviewer.find(marker="return").click()
    await reviewer.should_see("已退回给录入员")
    editor = await world.user(Role.EDITOR)
    await editor.open(f"/jobs/{job.id}")
    await editor.should_see("已退回：地址不清楚")


async def test_a_reviewer_decides_only_on_the_version_they_saw(world: World) -> None:
    job = world.add_job(Stage.SUBMITTED)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    world.market.write(lambda tables: tables.jobs.save(replace(job, title="改过的名"), job.version))
    press(reviewer, "queue", "approve", f"job/{job.id}/{job.version}")
    await reviewer.should_see("在您看的时候被改过")
    assert world.job().stage is Stage.SUBMITTED
    assert "改过的名" in content_of(reviewer, "queue")


async def test_a_job_with_something_missing_cannot_be_approved(world: World) -> None:
    job = world.add_job(Stage.SUBMITTED, skills="")
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "请填写技能要求" in content_of(reviewer, "queue")
    press(reviewer, "queue", "approve", f"job/{job.id}/{job.version}")
    await reviewer.should_see("还有 1 处必须改")
    assert world.job().stage is Stage.SUBMITTED


async def test_the_list_searches_filters_and_pages_on_the_server(world: World) -> None:
    def many(tables: object) -> None:
        for place in range(60):
            tables.jobs.save(replace(JOB, id=f"many-{place}", number=2000 + place, title=f"采茶{place}"), None)  # type: ignore[attr-defined]

    world.market.write(many)
    world.add_job(Stage.APPROVED, title="洗碗工")
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    await user.should_see("第 1—50 条，共 61 条")
    user.find("下一页").click()
    await user.should_see("第 51—61 条，共 61 条")
    user.find(marker="search").type("洗碗")
    await user.should_see("第 1—1 条，共 1 条")
    await user.open("/jobs?stage=approved")
    await until(lambda: "洗碗工" in content_of(user, "list"))
    assert "采茶" not in content_of(user, "list")
    await until(lambda: "已通过<b>1</b>" in content_of(user, "stages"))


async def test_every_figure_of_the_day_is_counted(world: World) -> None:
    world.add_job(Stage.SUBMITTED)
    world.add_job(Stage.APPROVED, id="job-2", valid_until=NOW + timedelta(days=2))
    # last month's, and so no part of 本月新增
    world.add_job(Stage.APPROVED, id="job-3", created_at=NOW - timedelta(days=30), address="尧渡镇建设路 2 号")
    world.add_policy(Stage.APPROVED)
    world.market.write(lambda tables: tables.jobs.mark_published(["job-2"], NOW))
    world.market.write(lambda tables: tables.jobs.mark_published(["job-3"], NOW - timedelta(days=30)))
    world.market.write(lambda tables: tables.policies.mark_published(
        [policy.id for policy in tables.policies.publishable(NOW)], NOW))  # fmt: skip
    header = FilingHeader(id="f-1", kind="registration", version=1, site_id="341721-01", terminal="t-1", seq=1,
                          occurred_at=NOW, clock_ok=True)  # fmt: skip
    world.market.write(lambda tables: tables.inbox.store(Envelope(header=header, sealed=""), NOW))
    world.market.write(lambda tables: tables.inbox.mark_stuck("f-1", "打不开，请系统管理员查看。"))
    user = await world.user(Role.MANAGER)
    await user.open("/")
    cards = " ".join(content_of(user, "cards").split())
    figures = re.findall(r"<b>(\d+)</b>(?:<small>/ (\d+)</small>)?</a>.*?class=\"name\"[^>]*>([^<]+)</a>", cards)
    for words in (("1", "", "待审核"), ("1", "170", "新增有效岗位"), ("1", "2", "政策更新"),
                  ("1", "", "岗位 3 天内到期"), ("1", "", "呈报待处理")):  # fmt: skip
        assert words in figures
    await user.open("/filings")
    await until(lambda: "打不开，请系统管理员查看。" in content_of(user, "list"))
    press(user, "list", "retry", "f-1")
    await user.should_see("已放回去重新处理")
    with world.market.reading() as tables:
        assert tables.inbox.counts().stuck == 0
        (noted,), _ = tables.audit.page(AuditPage(subject="filing"))
        assert (noted.staff_id, noted.subject_id) == ("staff-manager", "f-1")


async def test_a_pairing_code_pairs_and_revoking_shuts_out(world: World) -> None:
    manager = await world.user(Role.MANAGER)
    await manager.open("/devices")
    assert "还没有自助机" in content_of(manager, "terminals")
    code = await pairing_code(manager, "kiosk")
    redeem(world.market, KEYS, "341721-01", PairingRequest(code=code, kind=TerminalKind.KIOSK, name="自助机 A1"), NOW)
    await manager.open("/devices")
    listed = content_of(manager, "terminals")
    assert "自助机 A1" in listed
    assert "还没有联系过" in listed
    with world.market.reading() as tables:
        (terminal,) = tables.terminals.all()
    press(manager, "terminals", "revoke", terminal.id)
    await manager.should_see("停用“自助机 A1”？")
    manager.find(marker="revoke").click()
    await manager.should_see("已停用")
    with world.market.reading() as tables:
        assert tables.terminals.all()[0].revoked_at == NOW
        noted = [(one.staff_id, one.words) for one in tables.audit.page(AuditPage(action=Action.TERMINAL))[0]]
    assert noted == [("staff-manager", "停用“自助机 A1”"), ("", "配对了自助机“自助机 A1”"),
                     ("staff-manager", "生成自助机的配对码")]  # fmt: skip
    await manager.open("/screens")
    assert "自助机 A1" not in content_of(manager, "terminals")


async def test_a_terminal_that_is_silent_is_not_taken_for_well(world: World) -> None:
    manager = await world.user(Role.MANAGER)
    await manager.open("/screens")
    code = await pairing_code(manager, "screen")
    redeem(world.market, KEYS, "341721-01", PairingRequest(code=code, kind=TerminalKind.SCREEN, name="大厅屏"), NOW)
    with world.market.reading() as tables:
        (terminal,) = tables.terminals.all()
    world.market.write(lambda tables: tables.terminals.seen(terminal.id, NOW, None, "{}"))
    await manager.open("/screens")
    assert "正常" in content_of(manager, "terminals")
    world.clock.at += timedelta(minutes=2)
    await manager.open("/screens")
    assert "离线，从 09:30:00 起" in content_of(manager, "terminals")


async def test_typing_a_tick_and_a_list_keeps_their_kinds(world: World) -> None:
    world.add_job(hazards=("height", "dust"), urgent=True)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/job-1")
    assert field(user, "hazards").value == "高处作业\n粉尘作业"
    field(user, "urgent").set_value(False)
    user.find(marker="save").click()
    await user.should_see("已保存")
    job = world.job()
    assert (job.hazards, job.urgent) == (("height", "dust"), False)


async def test_taps_replayed_after_a_stall_are_one_deed(world: World) -> None:
    job = world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    user = await world.user(Role.MANAGER)
    await user.open("/jobs")
    for _ in range(5):
        press(user, "list", "filled", job.id)
    await user.should_see("已招满，自助机和信息屏正在更新", retries=30)
    await user.should_not_see("不能直接改为")
    assert [one.kind for one in world.publisher.kept()] == ["patch", "full"]
    await user.open("/review")
    for _ in range(5):
        user.find(marker="publish").click()
    await user.should_see("第 2 期已发布", retries=30)
    assert [one.kind for one in world.publisher.kept()] == ["full", "patch", "full"]


async def test_withdrawing_asks_first_because_nothing_undoes_it(world: World) -> None:
    job = world.add_job(Stage.APPROVED)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    press(user, "list", "withdraw", job.id)
    await user.should_see("撤下这个岗位？")
    user.find("取消").click()
    await user.should_not_see("已撤下")
    assert world.job().stage is Stage.APPROVED
    press(user, "list", "withdraw", job.id)
    await user.should_see("撤下这个岗位？")
    user.find(marker="sure").click()
    await user.should_see("号“仓库搬运”已撤下")
    assert world.job().stage is Stage.WITHDRAWN


async def test_a_reviewer_reads_the_whole_record_and_cannot_change_it(world: World) -> None:
    job = world.add_job(Stage.SUBMITTED)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "查看" in content_of(reviewer, "queue")
    await reviewer.open(f"/jobs/{job.id}")
    assert field(reviewer, "duties").value == "搬货上车"
    assert field(reviewer, "duties").props["readonly"]
    await reviewer.should_not_see("提交审核")
    await reviewer.open("/jobs/new")
    await reviewer.should_not_see("提交审核")
