"""举报 and 用工登记 at the desk: seen by whom, a job stopped in one click and back, answers that receipts tell."""

from __future__ import annotations

from dataclasses import replace

from nicegui import ui
from nicegui.testing import User

from content.hubapi.projections import slip_code_digest
from content.hubapi.walk_in_projections import project_hiring, project_report
from content.model.audit import Action
from content.model.codes import PayUnit, Role, Settlement, Stage
from content.model.filings import FilingHeader
from content.model.walk_in import Complaint, ComplaintKind, ComplaintState, Hiring, HiringBody, Outcome, ReportBody
from content.rules.receipts import complaint_answer, hiring_answer
from content.store.audit import AuditPage
from tests.pages.admin.world import KEYS, NOW, World, asked, content_of, field, press, until

PHONE = "13900001234"  # invented
STORY = "要我交三百押金"


def _header(kind: str, filing_id: str) -> FilingHeader:
    return FilingHeader(id=filing_id, kind=kind, version=1, site_id="341721-01", terminal="t-1", seq=1,
                        occurred_at=NOW, clock_ok=True)  # fmt: skip


def _complain(world: World, number: str = "12-000417", *, job_number: int = 1001) -> Complaint:
    body = ReportBody(number=number, code="4821", kind=ComplaintKind.FEE, job_id="job-1", job_number=job_number,
                      employer_name="东至样例仓储有限公司", text=STORY, phone=PHONE, notice_version="1")  # fmt: skip
    complaint = project_report(_header("report", f"file {number}"), body, KEYS)
    world.market.write(lambda tables: tables.complaints.add(complaint))
    return complaint


def _hire(world: World) -> Hiring:
    body = HiringBody(
        number="12-000425", code="3307", household=False, unit_name="东至样例建筑有限公司", credit_code="",
        contact_name="李样例", contact_phone="13900005678", trade_code="A11", headcount=5, township_code="341721100",
        pay_fen=22000, pay_unit=PayUnit.DAY, settlement=Settlement.DAY, starts_on=NOW.date(), hours="08:00—17:00",
        gathering="零工市场门口", valid_days=3, consent_version="1", consented_at=NOW,
    )  # fmt: skip
    records = project_hiring(_header("hiring", "filing-9"), body, NOW, None, 1043, KEYS)

    def put(tables):  # type: ignore[no-untyped-def]
        tables.employers.save(records.employer, None)
        tables.jobs.save(records.job, None)
        tables.hirings.add(records.hiring)

    world.market.write(put)
    return records.hiring


def _stands(world: World, complaint: Complaint) -> Complaint:
    with world.market.reading() as tables:
        found = tables.complaints.get(complaint.id)
    assert found is not None
    return found


def _button(user: User, marker: str) -> ui.button:
    assert user.client is not None
    return next(one for one in user.client.elements.values()
                if isinstance(one, ui.button) and marker in one._markers)  # fmt: skip


async def test_both_stand_in_the_reviewers_queue_and_on_the_first_page(world: World) -> None:
    world.add_job(Stage.APPROVED)
    complaint = _complain(world)
    _hire(world)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    shown = content_of(reviewer, "elsewhere")
    assert "举报：要交钱、要押金（1001 号岗位）" in shown
    assert f"/complaints/{complaint.id}" in shown
    assert "用工登记：东至样例建筑有限公司招装卸搬运 5 人" in shown
    assert STORY not in shown
    await reviewer.open("/")
    assert "举报没有办结" in content_of(reviewer, "cards")
    assert "用工登记待核实" in content_of(reviewer, "cards")


async def test_one_click_stops_the_job_everywhere_and_one_brings_it_back(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-reviewer")
    complaint = _complain(world)
    clerk = await world.user(Role.CLERK)
    await clerk.open(f"/complaints/{complaint.id}")
    assert STORY in content_of(clerk, "file")
    assert world.titles() == {"仓库搬运"}
    clerk.find(marker="stop").click()
    await clerk.should_see("1001 号“仓库搬运”已暂停展示，自助机和信息屏正在更新。点错了可以马上恢复。")
    assert world.titles() == set()
    assert (world.job().stage, world.job().suspended) == (Stage.APPROVED, "举报 12-000417")
    assert _stands(world, complaint).state is ComplaintState.CHECKING
    await until(lambda: _button(clerk, "stop").text == "恢复展示")
    clerk.find(marker="stop").click()
    await clerk.should_see("已恢复展示")
    assert world.titles() == {"仓库搬运"}
    with world.market.reading() as tables:
        words = [entry.words for entry in tables.audit.page(AuditPage(subject="complaint"))[0]]
    assert words == ["恢复展示 1001 号（举报 12-000417）", "暂停展示 1001 号（举报 12-000417）"]


async def test_a_suspended_job_stays_away_when_going_back_to_an_earlier_edition(world: World) -> None:
    world.add_job(Stage.APPROVED)
    earlier = world.publisher.publish("staff-reviewer").order
    complaint = _complain(world)
    clerk = await world.user(Role.CLERK)
    await clerk.open(f"/complaints/{complaint.id}")
    clerk.find(marker="stop").click()
    await clerk.should_see("已暂停展示")
    world.publisher.roll_back(earlier, "staff-reviewer")
    assert world.titles() == set()


async def test_nothing_closes_without_an_outcome_and_the_receipt_tells_the_answer(world: World) -> None:
    world.add_job(Stage.APPROVED)
    complaint = _complain(world)
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open(f"/complaints/{complaint.id}")
    reviewer.find(marker="take").click()
    await until(lambda: not _button(reviewer, "take").visible)
    assert _stands(world, complaint).state is ComplaintState.CHECKING
    reviewer.find(marker="answer").type("押金已经退了")
    reviewer.find(marker="close").click()
    await reviewer.should_see("请选一个处理结果")
    assert _stands(world, complaint).state is ComplaintState.CHECKING
    (outcome,) = reviewer.find(marker="outcome", kind=ui.select).elements
    outcome.set_value(Outcome.TRUE.value)
    reviewer.find(marker="close").click()
    await reviewer.should_see("已办结，凭回执能看到答复了")
    said = complaint_answer(_stands(world, complaint))
    assert (said.state, said.answer, said.at) == ("已办结：属实，已处理", "押金已经退了", NOW)
    with world.market.reading() as tables:
        (entry,), _ = tables.audit.page(AuditPage(action=Action.ANSWERED))
        assert tables.complaints.open_count() == 0
    assert entry.words == "办结举报 12-000417：属实，已处理"


async def test_who_looks_at_a_reporters_phone_is_written_down(world: World) -> None:
    world.add_job(Stage.APPROVED)
    complaint = _complain(world)
    clerk = await world.user(Role.CLERK)
    await clerk.open(f"/complaints/{complaint.id}")
    assert PHONE not in content_of(clerk, "file")
    assert "139****1234" in content_of(clerk, "file")
    clerk.find(marker="phone").click()
    await clerk.should_see(f"电话 {PHONE}")
    with world.market.reading() as tables:
        (entry,), _ = tables.audit.page(AuditPage(action=Action.LOOKED))
    assert (entry.staff_id, entry.words) == ("staff-clerk", "举报 12-000417 的电话，为核实举报")


async def test_an_editor_reads_no_complaint_and_an_auditor_changes_none(world: World) -> None:
    world.add_job(Stage.APPROVED)
    complaint = _complain(world)
    editor = await world.user(Role.EDITOR)
    for path in ("/complaints", f"/complaints/{complaint.id}"):
        await editor.open(path)
        await editor.should_see("没有打开这一页的权限")
    auditor = await world.user(Role.AUDITOR)
    await auditor.open(f"/complaints/{complaint.id}")
    assert STORY in content_of(auditor, "file")
    await auditor.should_not_see("暂停展示这个岗位")
    await auditor.should_not_see("办结并答复")


async def test_a_report_of_a_number_nobody_knows_is_still_a_file(world: World) -> None:
    unknown = replace(_complain(world), id="other", job_id="", job_number=9999, text=None)
    world.market.write(lambda tables: tables.complaints.add(unknown))
    manager = await world.user(Role.MANAGER)
    await manager.open("/complaints")
    assert "9999 号（库里没有）" in content_of(manager, "list")
    await manager.open("/complaints/other")
    assert "9999 号，库里没有这个号" in content_of(manager, "file")


async def test_a_hiring_opens_its_draft_job_and_its_receipt_is_answered(world: World) -> None:
    hiring = _hire(world)
    editor = await world.user(Role.EDITOR)
    await editor.open("/hirings")
    shown = content_of(editor, "list")
    for words in ("东至样例建筑有限公司", "新单位", "装卸搬运 5 人", "220 元/天", "已经收到，正在核实"):
        assert words in shown
    assert "139****5678" in shown
    press(editor, "list", "answer", f"{hiring.id}:1")
    await asked(editor)
    editor.find("请带营业执照和经办人身份证到窗口核验。").click()
    await until(lambda: any(one.value for one in editor.find(marker="answer", kind=ui.textarea).elements))
    editor.find(marker="send").click()
    await editor.should_see("已答复，凭回执能看到了")
    with world.market.reading() as tables:
        kept, job = tables.hirings.get(hiring.id), tables.jobs.get(hiring.job_id)
    assert kept is not None
    said = hiring_answer(kept, job, NOW)
    assert (said.state, said.answer) == ("已经收到，正在核实", "请带营业执照和经办人身份证到窗口核验。")
    assert kept.code_digest == slip_code_digest(KEYS, "12-000425", "3307")


async def test_a_draft_from_the_kiosk_opens_as_a_job_form(world: World) -> None:
    hiring = _hire(world)
    assert world.job(hiring.job_id).contact_phone == ""
    editor = await world.user(Role.EDITOR)
    await editor.open("/hirings")
    press(editor, "list", "take", f"{hiring.id}:1")
    await editor.should_see("1043 号岗位")
    assert field(editor, "source_name").value == "现场登记"
    assert (field(editor, "contact_name").value, field(editor, "contact_phone").value) == ("李样例", "13900005678")
    with world.market.reading() as tables:
        assert tables.jobs.editors(world.job(hiring.job_id)) == {"staff-editor"}
        assert tables.audit.page(AuditPage(subject="job"))[0][0].words == "接手用工登记 12-000425"
