"""报名 of kiosks on 培训班: ticked who came, the sheet to sign on, and nobody whose consent was taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pypdfium2
from nicegui.testing import User

from content.admin.sessions import people_in
from content.admin.sign_ups import SPARE_LINES, sign_in_sheet, signed_up
from content.hubapi.case_projections import project_case
from content.link.numbers import write_number
from content.model.cases import CaseKind, CourseSignUpBody
from content.model.codes import Role
from content.model.filings import FilingHeader
from content.model.seekers import ConsentWithdrawal
from content.privacy import blind_index
from content.reports.paper import draw
from content.store.audit import AuditPage
from tests.pages.admin.test_sessions import INDEX, KNOWN, STRANGER, TODAY, _part, _sessions, _taught, _type
from tests.pages.admin.world import KEYS, NOW, STAFF, World, content_of, until
from tests.unit.content.store.samples import COURSE

NUMBER = write_number("12", 1)


def _signs_up(world: World, key: str, id_number: str, name: str = "欧阳小甲", course: str = COURSE.id,
              number: str = "") -> None:  # fmt: skip
    header = FilingHeader(id=key, kind=CaseKind.COURSE_SIGN_UP.value, version=1, site_id="341721-01", terminal="t-1",
                          seq=1, occurred_at=NOW - timedelta(days=1), clock_ok=True)  # fmt: skip
    body = CourseSignUpBody(number=number or f"12-{key}", code="1234", course_id=course, course_name="叉车", name=name,
                            id_number=id_number, phone="13900005678", notice_version="2", consented_at=NOW)  # fmt: skip
    world.market.write(lambda tables: tables.cases.add(project_case(header, body, KEYS)))


def _boxes(user: User) -> list[Any]:
    return sorted(user.find(marker="came").elements, key=lambda one: one.id)


async def test_who_signed_up_is_ticked_and_counted_only_when_they_came(world: World) -> None:
    _taught(world)
    _signs_up(world, "a", KNOWN)
    _signs_up(world, "a2", KNOWN)  # twice is one person
    _signs_up(world, "b", STRANGER)
    _signs_up(world, "c", "", name="王样例")
    _signs_up(world, "d", STRANGER, course="another")
    user = await world.user(Role.CLERK)
    await user.open("/sessions")
    _type(user, course_id=COURSE.id)
    await user.should_see("自助机上报名 3 人。其中 1 人没有刷证")
    await until(lambda: len(_boxes(user)) == 2)
    user.find(marker="save").click()
    await until(lambda: "到场名单" in (_part(user, "attended").error or ""))  # nobody is taken for having come
    assert _sessions(world) == ()
    _boxes(user)[0].set_value(True)
    user.find(marker="save").click()
    await until(lambda: len(_sessions(world)) == 1)
    assert _sessions(world)[0].attended == (INDEX,)
    await until(lambda: "1 人" in content_of(user, "list"))


def test_the_sheet_names_who_signed_up_leaves_lines_and_is_noted(world: World) -> None:
    _taught(world)
    _signs_up(world, "a", KNOWN)
    html = world.market.write(lambda tables: sign_in_sheet(COURSE.id, TODAY, KEYS, NOW)(tables, STAFF[Role.CLERK]))
    document = pypdfium2.PdfDocument(draw(html))
    text = "".join("".join(page.get_textpage().get_text_range() for page in document).split())
    assert len(document) == 1
    assert "欧阳小甲5678" in text
    assert "13900005678" not in text
    assert KNOWN not in text
    assert html.count("<tr>") - 1 >= 1 + SPARE_LINES
    with world.market.reading() as tables:
        assert tables.audit.page(AuditPage())[0][0].words == "打印签到表，1 人"


def test_who_took_consent_back_is_on_no_list(world: World) -> None:
    _taught(world)
    _signs_up(world, "a", KNOWN)
    with world.market.reading() as tables:
        assert len(signed_up(tables, KEYS, COURSE.id)) == 1
    taken = ConsentWithdrawal(id="w-1", person_index=blind_index(KEYS.index, "id1", KNOWN), withdrawn_at=NOW)
    world.market.write(lambda tables: tables.own_records.withdraw(taken))
    with world.market.reading() as tables:
        assert signed_up(tables, KEYS, COURSE.id) == ()


def test_a_line_may_be_the_receipt_of_a_sign_up(world: World) -> None:
    _taught(world)
    _signs_up(world, "a", STRANGER, number=NUMBER)
    with world.market.reading() as tables:
        assert people_in(tables, KEYS, (NUMBER,)) == ((blind_index(KEYS.index, "id1", STRANGER).hex(),), "")
        assert people_in(tables, KEYS, (NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10),))[1].startswith("第 1 行")
