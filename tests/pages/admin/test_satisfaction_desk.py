"""满意度 at the desk: noted, refused twice a month beside the field, corrected, counted with the kiosks'."""

from __future__ import annotations

from datetime import date
from typing import Any

from nicegui.testing import User

from content.hubapi.case_projections import project_case
from content.model.answers import AnswerChannel, Awareness, EmployerAnswer, SeekerAnswer
from content.model.cases import CaseKind, Satisfaction, SatisfactionBody, SatisfactionReason
from content.model.codes import Role
from content.model.filings import FilingHeader
from content.model.outreach import EmployerVisit, Industry, VisitMode
from content.rules.satisfaction import once_of, questionnaire_code
from tests.pages.admin.test_media import saw
from tests.pages.admin.world import KEYS, NOW, World, content_of, press, until

TODAY = date(2026, 11, 23)
ID_NUMBER = "11010519491231002X"  # the example of GB 11643


def _part(user: User, name: str, place: int = 0) -> Any:
    return sorted(user.find(marker=f"field-{name}").elements, key=lambda one: one.id)[place]


def _type(user: User, place: int = 0, **values: str) -> None:
    for name, value in values.items():
        _part(user, name, place).set_value(value)


def _firms(world: World) -> tuple[EmployerAnswer, ...]:
    with world.market.reading() as tables:
        return tables.employer_answers.between(TODAY, TODAY)


def _seekers(world: World) -> tuple[SeekerAnswer, ...]:
    with world.market.reading() as tables:
        return tables.seeker_answers.between(TODAY, TODAY)


def _face_at_a_kiosk(world: World, key: str, id_number: str, awareness: Awareness = Awareness.NOT_ASKED) -> None:
    header = FilingHeader(id=key, kind=CaseKind.SATISFACTION.value, version=1, site_id="341721-01", terminal="t-1",
                          seq=1, occurred_at=NOW, clock_ok=True)  # fmt: skip
    body = SatisfactionBody(face=Satisfaction.POOR, reason=SatisfactionReason.NONE, id_number=id_number,
                            awareness=awareness)  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))


async def test_a_firm_is_noted_once_a_month_and_corrected(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/satisfaction")
    user.find(marker="save").click()
    await until(lambda: "哪家企业" in (_part(user, "employer_id").error or ""))
    _type(user, employer_id="firm-1", face="good", awareness="knows", channel="visit")
    user.find(marker="save").click()
    await until(lambda: len(_firms(world)) == 1)
    await until(lambda: "东至样例仓储有限公司" in content_of(user, "list"))
    figures = content_of(user, "figures")
    assert "企业满意度（1 ÷ 1 份）" in figures
    assert "不足 30 份" in figures
    await until(lambda: not _part(user, "employer_id").value)
    _type(user, employer_id="firm-1", face="poor")
    user.find(marker="save").click()
    await until(lambda: "已经答过" in (_part(user, "employer_id").error or ""))
    (first,) = _firms(world)
    press(user, "list", "correct", first.id)
    await until(lambda: _part(user, "face", -1).value == "good")
    _type(user, -1, face="fair")
    user.find(marker="corrected").click()
    await until(lambda: "写明原因" in (_part(user, "reason").error or ""))
    _type(user, reason="听错了")
    user.find(marker="corrected").click()
    await until(lambda: _firms(world)[0].face is Satisfaction.FAIR)
    await until(lambda: "企业满意度（0 ÷ 1 份）" in content_of(user, "figures"))
    with world.market.reading() as tables:
        assert [one.face for one in tables.employer_answers.thread(first.id)] == [Satisfaction.GOOD, Satisfaction.FAIR]


async def test_a_seeker_is_an_index_of_the_month_and_the_kiosk_counts_too(world: World) -> None:
    _face_at_a_kiosk(world, "face-1", "")
    user = await world.user(Role.COUNSELLOR)
    await user.open("/satisfaction")
    await until(lambda: "求职者满意度（0 ÷ 1 份）" in content_of(user, "figures"))
    _type(user, side="seeker", who="11010519491231002", face="very-good")
    user.find(marker="save").click()
    await until(lambda: "18 位" in (_part(user, "who").error or ""))
    _type(user, who=ID_NUMBER, awareness="partly")
    user.find(marker="save").click()
    await until(lambda: len(_seekers(world)) == 1)
    (answer,) = _seekers(world)
    assert answer.once == once_of(KEYS.index, TODAY, ID_NUMBER)
    assert answer.awareness is Awareness.PARTLY
    await until(lambda: "求职者满意度（1 ÷ 2 份）" in content_of(user, "figures"))
    await until(lambda: "自助机上 1 份" in content_of(user, "figures"))
    assert ID_NUMBER not in content_of(user, "list")


async def test_who_knows_the_policies_is_counted_from_kiosks_too(world: World) -> None:
    """R015: of two who were asked one knows; who said nothing of it was not asked."""
    for key, awareness in (("a", Awareness.KNOWS), ("b", Awareness.UNAWARE), ("c", Awareness.NOT_ASKED)):
        _face_at_a_kiosk(world, key, "", awareness)
    user = await world.user(Role.COUNSELLOR)
    await user.open("/satisfaction")
    await until(lambda: "求职者政策知晓（1 ÷ 2 份" in content_of(user, "figures"))
    assert "<b>50.0<small>%</small></b><span>求职者政策知晓" in content_of(user, "figures")


async def test_who_told_a_kiosk_this_month_is_not_asked_again(world: World) -> None:
    _face_at_a_kiosk(world, "face-1", ID_NUMBER)
    user = await world.user(Role.CLERK)
    await user.open("/satisfaction")
    _type(user, side="seeker", who=ID_NUMBER, face="good")
    user.find(marker="save").click()
    await until(lambda: "已经答过" in (_part(user, "who").error or ""))
    assert _seekers(world) == ()
    assert _part(user, "who").value == ID_NUMBER  # nothing typed is lost


async def test_an_auditor_reads_and_notes_nothing(world: World) -> None:
    user = await world.user(Role.AUDITOR)
    await user.open("/satisfaction")
    await saw(user, "满意度")
    await user.should_not_see(marker="save")


def _visit(key: str, firm: str) -> EmployerVisit:
    return EmployerVisit(id=key, day=TODAY, mode=VisitMode.ON_SITE, employer_id=firm, industry=Industry.REPAIR,
                         contact_name="王样例", contact_phone="13900000001", needs_workers=False, note="谈过",
                         created_at=NOW, created_by="staff-clerk", updated_at=NOW)  # fmt: skip


async def test_a_firms_paper_is_noted_by_its_code_in_its_month_only(world: World) -> None:
    world.market.write(lambda tables: tables.visits.save(_visit("visit-1", "firm-1"), None))
    code = questionnaire_code(KEYS.index, "firm-1", TODAY)
    october = questionnaire_code(KEYS.index, "firm-1", date(2026, 10, 5))
    user = await world.user(Role.CLERK)
    await user.open("/satisfaction")
    await until(lambda: "东至样例仓储有限公司" in content_of(user, "to-ask"))
    _type(user, face="good", awareness="knows", channel="phone", code=october)
    user.find(marker="save").click()
    await until(lambda: "11 月没有这个编号" in (_part(user, "code").error or ""))
    assert _firms(world) == ()
    _type(user, code=f"{code[:4]} {code[4:]}")
    user.find(marker="save").click()
    await until(lambda: len(_firms(world)) == 1)
    assert (_firms(world)[0].employer_id, _firms(world)[0].channel) == ("firm-1", AnswerChannel.PAPER)
    await until(lambda: "东至样例仓储有限公司" not in content_of(user, "to-ask"))
    _type(user, face="poor", code=code)
    user.find(marker="save").click()
    await until(lambda: "已经答过" in (_part(user, "code").error or ""))


async def test_a_firm_asked_by_phone_is_put_into_the_form(world: World) -> None:
    world.market.write(lambda tables: tables.visits.save(_visit("visit-1", "firm-1"), None))
    user = await world.user(Role.CLERK)
    await user.open("/satisfaction")
    await until(lambda: "东至样例仓储有限公司" in content_of(user, "to-ask"))
    press(user, "to-ask", "answer", "firm-1")
    await until(lambda: _part(user, "employer_id").value == "firm-1")
