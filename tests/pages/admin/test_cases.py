"""办事登记 and calls for staff at the desk: seen by whom, answered, taken."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.testing import User

from content.hubapi.case_projections import project_case
from content.model.audit import Action
from content.model.calls import CallState
from content.model.cases import (
    Case,
    CaseKind,
    CourseSignUpBody,
    QuestionBody,
    QuestionTopic,
    Satisfaction,
    SatisfactionBody,
    SatisfactionReason,
    SelfTestBody,
)
from content.model.codes import Role
from content.model.filings import FilingHeader
from content.rules.receipts import case_answer
from content.store.audit import AuditPage
from tests.pages.admin.world import KEYS, NOW, World, content_of, press, until

PHONE, NAME, STORY = "13900001234", "李样例", "断了两年还能交吗"  # invented
QUESTION = QuestionBody(number="12-000417", code="4821", topic=QuestionTopic.INSURANCE, text=STORY, phone=PHONE,
                        notice_version="1")  # fmt: skip
COURSE = CourseSignUpBody(number="12-000425", code="1111", course_id="c-1", course_name="家政服务员", name=NAME,
                          id_number="", phone=PHONE, notice_version="1", consented_at=NOW)  # fmt: skip


def _file(world: World, kind: CaseKind, body: Any, case_id: str = "") -> Case:
    header = FilingHeader(id=case_id or f"case-{kind.value}", kind=kind.value, version=1, site_id="341721-01",
                          terminal="t-1", seq=1, occurred_at=NOW, clock_ok=True)  # fmt: skip
    case = project_case(header, body, KEYS)
    world.market.write(lambda tables: tables.cases.add(case))
    return case


def _stands(world: World, case: Case) -> Case:
    with world.market.reading() as tables:
        found = tables.cases.get(case.id)
    assert found is not None
    return found


async def test_what_waits_is_in_the_queue_and_the_list_with_nobody_in_full(world: World) -> None:
    _file(world, CaseKind.QUESTION, QUESTION)
    _file(world, CaseKind.COURSE_SIGN_UP, COURSE)
    user = await world.user(Role.CLERK)
    await user.open("/cases")
    shown = content_of(user, "list")
    assert "社保怎么办" in shown
    assert "李*例" in shown
    assert "139****1234" in shown
    assert not any(secret in shown for secret in (PHONE, NAME, STORY))
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "咨询：社保怎么办" in content_of(reviewer, "elsewhere")
    await reviewer.open("/")
    assert "办事登记待答复" in content_of(reviewer, "cards")


async def test_a_counsellor_answers_and_the_receipt_tells_it(world: World) -> None:
    case = _file(world, CaseKind.QUESTION, QUESTION)
    user = await world.user(Role.COUNSELLOR)
    await user.open(f"/cases/{case.id}")
    await until(lambda: STORY in content_of(user, "file"))
    assert PHONE not in content_of(user, "file")
    user.find(marker="phone").click()
    await user.should_see(PHONE)
    user.find(marker="answer").type("能，带身份证来补")
    user.find(marker="close").click()
    await user.should_see("已答复")
    said = case_answer(_stands(world, case))
    assert (said.state, said.answer) == ("咨询有答复了", "能，带身份证来补")
    with world.market.reading() as tables:
        deeds = {entry.action for entry in tables.audit.page(AuditPage())[0]}
    assert {Action.LOOKED, Action.ANSWERED} <= deeds


async def test_faces_are_counted_in_words(world: World) -> None:
    for place, face in enumerate((Satisfaction.GOOD, Satisfaction.GOOD, Satisfaction.POOR)):
        body = SatisfactionBody(face=face, reason=SatisfactionReason.NONE, id_number="")
        _file(world, CaseKind.SATISFACTION, body, f"face-{place}")
    user = await world.user(Role.MANAGER)
    await user.open("/cases?kind=satisfaction")
    await user.should_see("本月 3 份：满意 2，不满意 1")


async def test_thirty_tests_tell_how_well_their_items_hang_together(world: World) -> None:
    for place in range(30):
        body = SelfTestBody(items_version="自编-1", answers=(place % 3,) * 24, seconds=60, types="", id_number="",
                            consented_at=NOW)  # fmt: skip
        _file(world, CaseKind.SELF_TEST, body, f"test-{place}")
    user = await world.user(Role.COUNSELLOR)
    await user.open("/cases?kind=self_test")
    await user.should_see("动手干活 1.00")


async def test_an_editor_sees_no_case(world: World) -> None:
    case = _file(world, CaseKind.QUESTION, QUESTION)
    user = await world.user(Role.EDITOR)
    await user.open(f"/cases/{case.id}")
    await user.should_see("您的账号没有打开这一页的权限")


def _banner(user: User) -> str:
    return content_of(user, "calls")


async def test_a_call_rings_on_every_open_page_and_the_first_to_come_takes_it(world: World) -> None:
    clerk, editor = await world.user(Role.CLERK), await world.user(Role.EDITOR)
    await clerk.open("/")
    await editor.open("/jobs")
    assert _banner(clerk) == ""
    assert world.calls.ring("t-1", "自助机 A1", NOW).state is CallState.RINGING
    for user in (clerk, editor):
        await until(lambda user=user: "“自助机 A1”在叫工作人员" in _banner(user))  # type: ignore[misc]
        assert "data-ringing" in _banner(user)
    press(clerk, "calls", "come", "t-1")
    await until(lambda: _banner(editor) == "" and _banner(clerk) == "")
    answer = world.calls.state("t-1", NOW)
    assert (answer.state, answer.by) == (CallState.TAKEN, "窗口经办人")
    press(editor, "calls", "come", "t-1")
    await editor.should_see("已经有人去了")


async def test_a_page_opened_later_rings_too(world: World) -> None:
    world.calls.ring("t-1", "自助机 A1", NOW)
    user = await world.user(Role.CLERK)
    await user.open("/")
    assert "自助机 A1" in _banner(user)
    assert user.find(kind=ui.html, marker="calls").elements
