"""修改记录: every kind's versions in the words of its form, one beside today's, and back to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from content.admin.hall_records import blank_article, blank_course, blank_fair, blank_guide, blank_notice
from content.model.audit import Action
from content.model.codes import FairTheme, MediaKind, Role, Stage
from content.model.media import MediaItem
from content.store.audit import AuditPage
from tests.pages.admin.world import FIRM, NOW, POLICY, STAFF, World, asked, content_of, press, until

_EDITOR = STAFF[Role.EDITOR]


def _saved(world: World, table: str, record: Any, **changes: Any) -> None:
    """Store a record and, by the reviewer, one change of it."""

    def put(tables: Any) -> None:
        kept = getattr(tables, table).save(record, None, "staff-editor")
        getattr(tables, table).save(replace(kept, **changes), kept.version, "staff-reviewer")

    world.market.write(put)


async def test_a_version_says_who_when_what_and_each_field_before_and_after(world: World) -> None:
    job = world.add_job()
    world.market.write(lambda tables: tables.jobs.save(
        replace(job, headcount=5, pay_min_fen=24050, township_code="341721101", minors_allowed=True), job.version,
        "staff-reviewer"))  # fmt: skip
    user = await world.user(Role.EDITOR)
    await user.open("/history/job/job-1")
    said = content_of(user, "versions")
    for words in ("第 2 版", "2026-11-23 09:30", "审核员", "保存", "<span>招聘人数</span><del>3</del>", "<ins>5</ins>",
                  "<span>薪资（元）</span><del>220</del>", "<ins>240.5</ins>", "<span>工作乡镇</span><del>尧渡镇</del>",
                  "<span>16—17 岁可以做</span><del>否</del>", "<ins>是</ins>"):  # fmt: skip
        assert words in said
    assert "pay_min_fen" not in said


async def test_going_back_asks_first_returns_to_review_and_is_written_down(world: World) -> None:
    world.add_job(Stage.APPROVED)
    job = world.job()
    world.market.write(lambda tables: tables.jobs.save(replace(job, title="改坏的名"), job.version, "staff-editor"))
    version = world.job().version
    for step in (Stage.APPROVED,):
        world.market.write(lambda tables, step=step: tables.jobs.set_stage("job-1", step, "staff-reviewer", NOW))
    user = await world.user(Role.EDITOR)
    await user.open("/history/job/job-1")
    await until(lambda: "<del>仓库搬运</del>" in content_of(user, "versions"))
    press(user, "versions", "restore", "1")
    await asked(user)
    assert world.job().title == "改坏的名"
    user.find(marker="sure").click()
    await user.should_see("已回到第 1 版，等审核员审核")
    back = world.job()
    assert (back.title, back.stage, back.version) == ("仓库搬运", Stage.SUBMITTED, version + 2)
    with world.market.reading() as tables:
        (entry,), _ = tables.audit.page(AuditPage(action=Action.RESTORED))
    assert (entry.subject, entry.subject_id, entry.words) == ("job", "job-1", "岗位回到第 1 版")


async def test_a_record_changed_meanwhile_is_not_taken_back(world: World) -> None:
    job = world.add_job()
    world.market.write(lambda tables: tables.jobs.save(replace(job, title="第二个名"), job.version, "staff-editor"))
    user = await world.user(Role.EDITOR)
    await user.open("/history/job/job-1?version=1")
    assert "<tr class=\"differs\"><th scope=\"row\">岗位名称</th><td>仓库搬运</td><td>第二个名</td></tr>" in content_of(
        user, "beside-now")  # fmt: skip
    second = world.job()
    world.market.write(lambda tables: tables.jobs.save(replace(second, title="第三个名"), second.version, "x"))
    user.find(marker="restore").click()
    await asked(user)
    user.find(marker="sure").click()
    await user.should_see("又被改过")
    assert world.job().title == "第三个名"


@pytest.mark.parametrize(("sort", "table", "record", "changes", "words"), [
    ("policy", "policies", POLICY, {"where": "三楼"}, ("到哪里办", "二楼", "三楼")),
    ("course", "courses", replace(blank_course(_EDITOR, NOW), id="r-1", name="叉车"), {"seats": 20},
     ("名额", "20")),
    ("fair", "fairs", replace(blank_fair(_EDITOR, NOW, FairTheme.GENERAL), id="r-1", name="冬季"), {"place": "一楼"},
     ("一楼",)),
    ("article", "articles", replace(blank_article(_EDITOR, NOW), id="r-1", title="合同"), {"body": "先看工钱"},
     ("正文", "先看工钱")),
    ("notice", "notices", replace(blank_notice(_EDITOR, NOW), id="r-1", title="开门"), {"body": "照常"},
     ("内容", "照常")),
    ("wage_guide", "wage_guides", replace(blank_guide(_EDITOR, NOW), id="r-1", title="价位"), {"issuer": "样例局"},
     ("发布单位", "样例局")),
    ("employer", "employers", replace(FIRM, id="r-1"), {"contact_phone": "13900000008"},
     ("联系电话", "13900000001", "13900000008")),
    ("media", "media", MediaItem(id="r-1", title="门头", kind=MediaKind.IMAGE, mime="image/png", sha256="0" * 64,
                                 size=9, stage=Stage.DRAFT, created_at=NOW, created_by="staff-editor", updated_at=NOW),
     {"title": "新门头"}, ("名称", "门头", "新门头")),
])  # fmt: skip
async def test_every_kind_of_record_has_its_history(world: World, sort: str, table: str, record: Any,
                                                    changes: dict[str, Any],
                                                    words: tuple[str, ...]) -> None:  # fmt: skip
    _saved(world, table, record, **changes)
    user = await world.user(Role.EDITOR)
    await user.open(f"/history/{sort}/{record.id}")
    said = content_of(user, "versions")
    for one in (*words, "审核员", "第 2 版"):
        assert one in said


async def test_a_contact_is_for_those_who_may_open_the_form(world: World) -> None:
    _saved(world, "employers", replace(FIRM, id="r-1"), contact_phone="13900000008")
    for role in (Role.REVIEWER, Role.AUDITOR):
        user = await world.user(role)
        await user.open("/history/employer/r-1")
        await user.should_see("您的账号不能看")
        await user.should_not_see("13900000008")


async def test_an_auditor_reads_a_history_and_cannot_go_back(world: World) -> None:
    job = world.add_job()
    world.market.write(lambda tables: tables.jobs.save(replace(job, headcount=5), job.version, "staff-editor"))
    user = await world.user(Role.AUDITOR)
    await user.open("/history/job/job-1")
    await until(lambda: "招聘人数" in content_of(user, "versions"))
    assert "回到这一版" not in content_of(user, "versions")


async def test_a_form_leads_to_its_history_once_it_is_stored(world: World) -> None:
    world.add_job()
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/new")
    await user.should_not_see("修改记录")
    await user.open("/jobs/job-1")
    user.find(marker="history").click()
    await user.should_see("修改记录：仓库搬运")
