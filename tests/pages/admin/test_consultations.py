"""咨询 at the desk: noted by keyboard, asked on, answered, corrected, and a month of it analysed."""

from __future__ import annotations

import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from nicegui.testing import User

from content.admin.consultations import step_on
from content.admin.papers_out import workbook
from content.hubapi.case_projections import project_case
from content.link.numbers import write_number
from content.model.audit import Action
from content.model.cases import CaseKind, QuestionBody, QuestionTopic
from content.model.codes import Channel, Role
from content.model.consultations import Consultation, ConsultStepKind, ConsultTopic
from content.model.filings import FilingHeader
from content.privacy import blind_index
from content.store.audit import AuditPage
from tests.pages.admin.test_media import saw
from tests.pages.admin.world import KEYS, NOW, World, content_of, press, until
from tests.unit.content.store.samples import registration, seeker

TODAY = date(2026, 11, 23)
ID_NUMBER = "11010519491231002X"  # the example of GB 11643
QUESTION, STORY = "创业补贴要不要先开店", "断了两年还能交吗"


def _noted(world: World) -> tuple[Consultation, ...]:
    with world.market.reading() as tables:
        return tables.consultations.between(TODAY - timedelta(days=60), TODAY)


def _part(user: User, name: str, place: int = 0) -> Any:
    """Return a field: the page's own first, the dialogs' after it."""
    return sorted(user.find(marker=f"field-{name}").elements, key=lambda one: one.id)[place]


def _type(user: User, place: int = 0, **values: str) -> None:
    for name, value in values.items():
        _part(user, name, place).set_value(value)


async def _note(world: World, user: User, **values: str) -> None:
    before = len(_noted(world))
    _type(user, **values)
    user.find(marker="save").click()
    await until(lambda: len(_noted(world)) == before + 1)
    # the list is drawn after the write
    await saw(user, "咨询已登记")


def _left_at_a_kiosk(world: World) -> str:
    header = FilingHeader(id="case-1", kind=CaseKind.QUESTION.value, version=1, site_id="341721-01", terminal="t-1",
                          seq=1, occurred_at=NOW, clock_ok=True)  # fmt: skip
    body = QuestionBody(number="12-000417", code="4821", topic=QuestionTopic.INSURANCE, text=STORY, phone="13900001234",
                        notice_version="1")  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))
    return header.id


async def test_a_question_is_noted_with_its_answer_and_its_person_is_an_index_only(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/consultations")
    await _note(world, user, topic="policy", channel="phone", question=QUESTION, who=ID_NUMBER, reply="不用，先登记")
    (entry,) = _noted(world)
    assert (entry.topic, entry.channel, entry.day) == (ConsultTopic.POLICY, Channel.PHONE, TODAY)
    assert entry.person_index == blind_index(KEYS.index, "id1", ID_NUMBER)
    # said first, drawn after it
    await until(lambda: "已答复" in content_of(user, "list"))
    shown = content_of(user, "list")
    assert "实名" in shown
    assert QUESTION not in shown
    with world.market.reading() as tables:
        entries = tables.audit.page(AuditPage())[0]
    assert not any(ID_NUMBER in one.words or QUESTION in one.words for one in entries)
    assert any(one.action is Action.SAVED and one.subject == "consultation" for one in entries)
    # ready for the next one
    assert (_part(user, "question").value, _part(user, "topic").value) == ("", "policy")


@pytest.mark.parametrize(("values", "name", "words"), [
    ({"question": ""}, "question", "问的是什么"), ({"who": "11010519491231002"}, "who", "一位一位对"),
    ({"who": "12-000001"}, "who", "回执号"), ({"due_on": "2026-11-27"}, "whom", "请教哪个部门"),
    ({"day": "2026-11-24"}, "day", "还没到"), ({"reply": "打13900001234"}, "reply", "不要写电话"),
])  # fmt: skip
async def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(world: World, values: dict[str, str], name: str,
                                                                  words: str) -> None:  # fmt: skip
    user = await world.user(Role.CLERK)
    await user.open("/consultations")
    typed = {"question": QUESTION, "topic": "jobs"} | values
    _type(user, **typed)
    user.find(marker="save").click()
    await until(lambda: words in (_part(user, name).error or ""))
    assert _noted(world) == ()
    assert {key: _part(user, key).value for key in typed} == typed


async def test_a_receipt_number_tells_who_asks(world: World) -> None:
    person = seeker(NOW)
    world.market.write(lambda tables: tables.seekers.put(person))
    world.market.write(lambda tables: tables.seekers.add_registration(registration(number=write_number("12", 41))))
    user = await world.user(Role.CLERK)
    await user.open("/consultations")
    await _note(world, user, question=QUESTION, who=write_number("12", 41))
    assert _noted(world)[0].person_index == person.id_number.index


async def test_a_hard_one_goes_to_an_expert_comes_late_and_is_answered(world: World) -> None:
    user = await world.user(Role.COUNSELLOR)
    await user.open("/consultations")
    await _note(world, user, question=QUESTION, whom="县医保局", due_on="2026-11-24")
    await until(lambda: "请教县医保局，11-24 前回话" in content_of(user, "list"))
    assert "超期" not in content_of(user, "list")
    world.clock.at = NOW + timedelta(days=2)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/consultations")
    await until(lambda: "超期" in content_of(user, "list"))
    key = _noted(world)[0].entry_id
    press(user, "list", "open", key)
    await until(lambda: QUESTION in content_of(user, "question"))
    _type(user, words="可以补两年")
    user.find(marker="answer").click()
    await until(lambda: "已答复" in content_of(user, "list"))
    with world.market.reading() as tables:
        kinds = [one.kind for one in tables.consultations.steps([key])[key]]
        (service,) = tables.hall_facts.services(2026)
    assert kinds == [ConsultStepKind.ESCALATED, ConsultStepKind.ANSWERED]
    assert service.done


async def test_a_correction_keeps_what_was_noted_and_an_empty_answer_is_refused(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/consultations")
    await _note(world, user, question=QUESTION, topic="jobs")
    key = _noted(world)[0].entry_id
    press(user, "list", "open", key)
    await until(lambda: QUESTION in content_of(user, "question"))
    user.find(marker="answer").click()
    await saw(user, "请写一句答复")
    user.find(marker="correct").click()
    await until(lambda: _part(user, "topic", -1).value == "jobs")
    _type(user, -1, topic="rights")
    user.find(marker="corrected").click()
    await saw(user, "更正要写明原因")
    _type(user, reason="听错了")
    user.find(marker="corrected").click()
    await until(lambda: _noted(world)[0].topic is ConsultTopic.RIGHTS)
    with world.market.reading() as tables:
        assert [one.topic for one in tables.consultations.thread(key)] == [ConsultTopic.JOBS, ConsultTopic.RIGHTS]


async def test_a_question_left_at_a_kiosk_stands_beside_them_and_is_answered_on_its_own_page(world: World) -> None:
    case_id = _left_at_a_kiosk(world)
    user = await world.user(Role.CLERK)
    await user.open("/consultations")
    shown = content_of(user, "list")
    assert "社保怎么办" in shown
    assert "回执 12-000417" in shown
    assert f"/cases/{case_id}" in shown
    press(user, "list", "open", case_id)
    await until(lambda: STORY in content_of(user, "question"))
    _type(user, -1, whom="县医保局", due_on="2026-11-27")
    user.find(marker="ask-expert").click()
    await until(lambda: "请教县医保局" in content_of(user, "list"))


async def test_what_waits_since_an_earlier_month_stands_in_this_one(world: World) -> None:
    _seed_october(world)
    world.market.write(lambda tables: tables.consultations.add_step(
        step_on("q-0", ConsultStepKind.ANSWERED, "staff-clerk", NOW, words="能")))  # fmt: skip
    user = await world.user(Role.CLERK)
    await user.open("/consultations")
    assert content_of(user, "list").count("超期") == 2
    assert content_of(user, "list").count("2026-10-08") == 2
    await user.open("/consultations?month=2026-10")
    assert content_of(user, "list").count("2026-10-08") == 3


def _seed_october(world: World) -> None:
    def put(tables: Any) -> None:
        for place, topic in enumerate((ConsultTopic.POLICY, ConsultTopic.POLICY, ConsultTopic.JOBS)):
            tables.consultations.add(Consultation(
                id=f"q-{place}", entry_id=f"q-{place}", day=date(2026, 10, 8), entered_at=NOW, entered_by="staff-clerk",
                noted_at=NOW, noted_by="staff-clerk", person_index=b"", topic=topic, channel=Channel.WINDOW,
                question=QUESTION))  # fmt: skip

    world.market.write(put)


async def test_a_month_is_analysed_linked_to_what_it_changed_and_taken_home(world: World) -> None:
    _seed_october(world)
    world.add_policy()
    user = await world.user(Role.MANAGER)
    await user.open("/")
    await until(lambda: "上月咨询分析" in content_of(user, "cards"))
    await user.open("/consultations/month")  # the month that is over
    lines = content_of(user, "lines")
    assert "66.7%" in lines
    assert "33.3%" in lines
    _type(user, words="补贴条件不好懂，改写了大白话", content="policy:policy-1")
    user.find(marker="save").click()
    await until(lambda: "样例创业补贴" in content_of(user, "actions"))
    with world.market.reading() as tables:
        (action,) = tables.consultations.actions("2026-10")
    assert (action.content_id, action.by) == ("policy-1", "staff-manager")
    user.find(marker="export-xlsx").click()
    response = await user.download.next(timeout=60)
    texts = zipfile.ZipFile(BytesIO(response.content)).read("xl/worksheets/sheet1.xml").decode()
    assert "66.7%" in texts
    user.find(marker="print").click()
    assert (await user.download.next(timeout=60)).content.startswith(b"%PDF")


def test_a_workbook_has_its_heading_and_rows() -> None:
    sheet = zipfile.ZipFile(BytesIO(workbook("表", ("甲",), (("乙",),)))).read("xl/worksheets/sheet1.xml").decode()
    assert sheet.index("甲") < sheet.index("乙")


async def test_an_editor_sees_no_consultation(world: World) -> None:
    user = await world.user(Role.EDITOR)
    for path in ("/consultations", "/consultations/month"):
        await user.open(path)
        await saw(user, "您的账号没有打开这一页的权限")
