"""Writing a record: drafts, findings beside the field, submission, and two people on one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from nicegui.testing import User

from content.clock import local
from content.demo.credit_codes import invented_credit_code
from content.model.codes import EmployerKind, Role, Stage, VerifyMethod
from content.store.records import Page
from tests.pages.admin.world import FIRM, NOW, World, content_of, field, press, remarks, until

_TYPED = {
    "title": "卸货帮工", "duties": "卸货", "requirements": "不限", "skills": "不限", "pay_min_fen": "220.50",
    "address": "样例路 2 号", "hours": "08:00—17:00", "meals": "包中饭", "lodging": "无", "transport": "无",
    "risks": "搬重物", "protection": "发手套", "insurance": "意外险", "contact_name": "王工",
    "contact_phone": "13900000003", "valid_until": "2026-11-30",
}  # fmt: skip
_CHOSEN = {"trade_code": "A11", "employer_id": FIRM.id, "township_code": "341721100", "verified_how": "phone"}


def _fill(user: User) -> None:
    for name, text in _TYPED.items():
        field(user, name).set_value(text)
    for name, value in _CHOSEN.items():
        field(user, name).set_value(value)


async def test_a_job_is_written_submitted_approved_published_and_read_in_the_edition(world: World) -> None:
    editor = await world.user(Role.EDITOR)
    await editor.open("/jobs/new")
    _fill(editor)
    editor.find(marker="submit").click()
    await editor.should_see("已提交")
    job = world.only_job()
    assert job.stage is Stage.SUBMITTED
    assert (job.pay_min_fen, job.pay_max_fen, job.headcount) == (22050, 22050, 1)
    assert (job.verified_by, job.created_by) == ("staff-editor", "staff-editor")
    # the last day typed is whole: the job ends at the midnight after it, in the hall's time
    assert local(job.valid_until).isoformat() == "2026-12-01T00:00:00+08:00"

    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "卸货帮工" in content_of(reviewer, "queue")
    press(reviewer, "queue", "approve", f"job/{job.id}/{job.version}")
    await reviewer.should_see("“卸货帮工”已通过")
    reviewer.find(marker="publish").click()
    await reviewer.should_see("第 1 期已发布", retries=30)
    assert world.titles() == {"卸货帮工"}
    assert world.job(job.id).reviewed_by == "staff-reviewer"


async def test_findings_stand_at_their_fields_and_the_draft_is_kept(world: World) -> None:
    editor = await world.user(Role.EDITOR)
    await editor.open("/jobs/new")
    _fill(editor)
    field(editor, "contact_phone").set_value("12")
    field(editor, "pay_min_fen").set_value("")
    editor.find(marker="submit").click()
    await editor.should_see("标红的几处")
    assert "11 位手机号" in remarks(editor, "contact_phone")
    assert "不能写面议" in remarks(editor, "pay_min_fen")
    assert remarks(editor, "title") == ""
    assert world.only_job().stage is Stage.DRAFT
    field(editor, "contact_phone").set_value("13900000004")
    await until(lambda: remarks(editor, "contact_phone") == "")


@pytest.mark.parametrize(("name", "typed", "said"), [
    ("pay_min_fen", "面议", "请只填数字"), ("headcount", "三个", "请只填数字"), ("valid_until", "下周", "2026-12-01"),
    ("pay_min_fen", "22.005", "小数位"), ("pay_min_fen", "-5", "大小"), ("pay_min_fen", "NaN", "大小"),
    ("title", "长" * 121, "最多 120 个字"),
])  # fmt: skip
async def test_what_does_not_fit_is_said_at_the_field_and_stays_typed(world: World, name: str, typed: str,
                                                                      said: str) -> None:  # fmt: skip
    editor = await world.user(Role.EDITOR)
    await editor.open("/jobs/new")
    _fill(editor)
    field(editor, name).set_value(typed)
    editor.find(marker="save").click()
    await editor.should_see("填好的内容都还在")
    assert said in remarks(editor, name)
    assert field(editor, name).value == typed
    assert field(editor, "duties").value == "卸货"
    with world.market.reading() as tables:
        assert tables.jobs.page(Page())[1] == 0


async def test_two_people_on_one_job_keep_both_their_words(world: World) -> None:
    world.add_job()
    mine = await world.user(Role.EDITOR)
    await mine.open("/jobs/job-1")
    theirs = world.job()
    world.market.write(lambda tables: tables.jobs.save(
        replace(theirs, duties="别人写的内容", title="别人起的名", headcount=9), theirs.version,
        "staff-reviewer"))  # fmt: skip
    field(mine, "title").set_value("我起的名")
    field(mine, "skills").set_value("会开叉车")
    mine.find(marker="save").click()
    await mine.should_see("别人刚改过")
    assert field(mine, "title").value == "我起的名"
    assert field(mine, "skills").value == "会开叉车"
    assert field(mine, "duties").value == "别人写的内容"
    clashes = content_of(mine, "clashes")
    assert "审核员改过这一条" in clashes
    for words in ("岗位名称", "仓库搬运", "我起的名", "别人起的名", "放进来：工作内容、招聘人数。"):
        assert words in clashes
    assert 'data-field="headcount"' not in clashes
    assert world.job().title == "别人起的名"

    mine.find(marker="clashes").trigger("click", ["theirs", "title"])
    await until(lambda: field(mine, "title").value == "别人起的名")
    mine.find(marker="clashes").trigger("click", ["mine", "title"])
    await until(lambda: field(mine, "title").value == "我起的名")
    mine.find(marker="save").click()
    await mine.should_see("已保存")
    saved = world.job()
    assert (saved.title, saved.skills, saved.duties, saved.headcount) == ("我起的名", "会开叉车", "别人写的内容", 9)
    assert content_of(mine, "clashes") == ""


async def test_the_others_words_can_be_taken_and_saved(world: World) -> None:
    world.add_job()
    mine = await world.user(Role.EDITOR)
    await mine.open("/jobs/job-1")
    theirs = world.job()
    world.market.write(lambda tables: tables.jobs.save(replace(theirs, title="别人起的名"), theirs.version))
    field(mine, "title").set_value("我起的名")
    mine.find(marker="save").click()
    await mine.should_see("别人刚改过")
    mine.find(marker="clashes").trigger("click", ["theirs", "title"])
    mine.find(marker="save").click()
    await mine.should_see("已保存")
    assert world.job().title == "别人起的名"


async def test_an_employer_saved_by_hand_says_who_did_it(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open(f"/employers/{FIRM.id}")
    field(user, "introduction").set_value("仓储和配送")
    user.find(marker="how").elements.pop().set_value("visit")
    user.find(marker="verify").click()
    await user.should_see("可以发布了")
    with world.market.reading() as tables:
        makers = {one.by for one in tables.employers.revisions(FIRM.id)[:2]}
    assert makers == {"staff-editor"}


async def test_leaving_in_another_tab_keeps_what_is_typed(world: World) -> None:
    world.add_job()
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/job-1")
    field(user, "title").set_value("写了一半")
    await user.http_client.post("http://test/leave")
    assert world.job().title == "仓库搬运"
    again = await world.user(Role.EDITOR)
    await again.open("/jobs/job-1")
    await again.should_see("上次填了没有保存的内容，已经放回来了")
    assert field(again, "title").value == "写了一半"


async def test_a_save_after_the_login_ended_elsewhere_changes_nothing_and_keeps_the_words(world: World) -> None:
    world.add_job()
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/job-1")
    field(user, "title").set_value("写了一半")
    world.market.write(lambda tables: tables.staff.end_sessions("staff-editor"))
    user.find(marker="save").click()
    await user.should_see("已退出登录")
    assert field(user, "title").value == "写了一半"
    assert world.job().title == "仓库搬运"


async def test_a_copy_starts_as_a_new_draft_without_dates_and_verification(world: World) -> None:
    world.add_job(Stage.APPROVED)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/new?from=job-1")
    assert field(user, "title").value == "仓库搬运"
    assert field(user, "pay_min_fen").value == "220"
    assert field(user, "starts_on").value == ""
    assert field(user, "verified_how").value is None
    # a week from 23 November
    assert field(user, "valid_until").value == "2026-11-30"
    user.find(marker="save").click()
    await user.should_see("1002 号岗位已保存")
    assert world.job().stage is Stage.APPROVED


async def test_changing_an_approved_job_sends_it_back_to_review(world: World) -> None:
    world.add_job(Stage.APPROVED)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/job-1")
    field(user, "pay_min_fen").set_value("240")
    field(user, "pay_max_fen").set_value("")
    user.find(marker="save").click()
    await user.should_see("待审核")
    job = world.job()
    assert (job.stage, job.pay_min_fen, job.pay_max_fen) == (Stage.SUBMITTED, 24000, 24000)


async def test_a_policy_is_written_and_submitted(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/policies/new")
    for name, text in {"title": "样例贷款", "summary": "能借钱", "who": "想开店的人",
                       "materials": "身份证\n\n营业执照 ",
                       "where": "二楼", "document_number": "样例〔2026〕2 号", "issuer": "样例局",
                       "source_name": "样例网", "issued_on": "2026-01-05", "effective_on": "2026-02-01",
                       "body": "正文"}.items():  # fmt: skip
        field(user, name).set_value(text)
    user.find(marker="submit").click()
    await user.should_see("已提交")
    with world.market.reading() as tables:
        (policy,), _ = tables.policies.page(Page())
    assert (policy.stage, policy.materials) == (Stage.SUBMITTED, ("身份证", "营业执照"))
    assert (policy.issued_on, policy.expires_on) == (date(2026, 1, 5), None)


async def test_a_firm_is_verified_only_when_its_papers_are_complete(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/employers/new")
    code = invented_credit_code(EmployerKind.PRIVATE.value, 2)
    for name, text in {"name": "东至样例餐饮店", "credit_code": code.lower(), "introduction": "小吃",
                       "address": "样例路 3 号", "contact_name": "李样例", "contact_phone": "13900000005",
                       "agent_id_seen": True, "authorisation_seen": True,
                       "township_code": "341721100"}.items():  # fmt: skip
        field(user, name).set_value(text)
    user.find(marker="how").elements.pop().set_value("visit")
    user.find(marker="verify").click()
    await user.should_see("请查验营业执照后勾选。")
    field(user, "licence_seen").set_value(True)
    user.find(marker="verify").click()
    await user.should_see("可以发布了")
    with world.market.reading() as tables:
        (firm,), _ = tables.employers.page(Page(text="餐饮"))
    assert (firm.credit_code, firm.verified_how, firm.verified_by) == (code, VerifyMethod.VISIT, "staff-editor")
    assert firm.verified_at == NOW


async def test_another_name_or_code_is_another_firm_and_verified_again(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open(f"/employers/{FIRM.id}")
    field(user, "name").set_value("东至另一家仓储有限公司")
    user.find(marker="save").click()
    await user.should_see("已保存")
    with world.market.reading() as tables:
        firm = tables.employers.get(FIRM.id)
    assert firm is not None
    assert firm.verified_at is None


async def test_a_wrong_address_says_where_to_look(world: World) -> None:
    user = await world.user(Role.EDITOR)
    for path in ("/jobs/none", "/policies/none", "/employers/none"):
        await user.open(path)
        await user.should_see("可能链接不对")


async def test_an_expired_job_cannot_be_submitted(world: World) -> None:
    world.add_job(valid_until=NOW - timedelta(days=1))
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/job-1")
    user.find(marker="submit").click()
    await user.should_see("标红的几处")
    assert "有效期限已过" in remarks(user, "valid_until")


async def test_what_was_typed_and_not_saved_is_there_again_after_a_restart(world: World) -> None:
    world.add_job()
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/job-1")
    field(user, "title").set_value("写了一半的名")
    field(user, "contact_phone").set_value("13912345678")

    def kept() -> bool:
        with world.market.reading() as tables:
            return tables.drafts.get("staff-editor", "job", "job-1") is not None

    await until(kept)
    await user.open("/jobs/job-1")
    await user.should_see("已经放回来了")
    assert field(user, "title").value == "写了一半的名"
    assert field(user, "duties").value == "搬货上车"
    for path in ("/jobs/new", "/jobs/new?from=job-1"):
        await user.open(path)
        assert field(user, "title").value != "写了一半的名"
    await user.open("/jobs/job-1")
    user.find(marker="save").click()
    await user.should_see("已保存")
    assert world.job().title == "写了一半的名"
    await user.open("/jobs/job-1")
    await user.should_not_see("已经放回来了")
