"""市场设置 and 移交: what a manager types, what is refused, who else sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from nicegui import ui
from nicegui.testing import User

from content.admin.pages.hand_over import AT_ONCE
from content.model.audit import Action
from content.model.codes import Role, Stage
from content.model.published import HardshipCategory, MarketCard
from content.store.audit import AuditPage
from content.store.records import Page
from tests.pages.admin.world import STAFF, World, content_of, field, until

_TYPED = {"name": "样例零工市场", "address": "样例路 1 号", "hours": "每天 5:00—19:00", "phone": "0566-7000001",
          "complaint_phone": "12333", "licence_number": "样例许可 1 号", "services": "职业介绍\n政策咨询"}  # fmt: skip


def _settings(world: World) -> Any:
    with world.market.reading() as tables:
        return tables.market.get()


async def _open(world: World, typed: dict[str, str]) -> User:
    user = await world.user(Role.MANAGER)
    await user.open("/market")
    for name, text in typed.items():
        field(user, name).set_value(text)
    return user


async def test_the_settings_are_saved_and_noted(world: World) -> None:
    user = await _open(world, _TYPED)
    user.find(marker="save").click()
    await user.should_see("已保存")
    saved = _settings(world)
    assert saved.card == MarketCard(name="样例零工市场", address="样例路 1 号", hours="每天 5:00—19:00",
                                    phone="0566-7000001", licence_number="样例许可 1 号")  # fmt: skip
    assert (saved.licences.agency_licence, saved.licences.services) == ("样例许可 1 号", ("职业介绍", "政策咨询"))
    assert saved.minimum_wage is None
    with world.market.reading() as tables:
        (noted,), _ = tables.audit.page(AuditPage(action=Action.SETTING))
    assert noted.staff_id == "staff-manager"
    assert "市场电话" in noted.words
    assert "0566" not in noted.words
    await until(lambda: "市场电话" in content_of(user, "saves"))


@pytest.mark.parametrize(("typed", "name", "said"), [
    ({"phone": "5"}, "phone", "市场电话"), ({"public_url": "example.cn"}, "public_url", "http://"),
    ({"wage_monthly_fen": "1930"}, "wage_source", "文号"), ({"wage_monthly_fen": "一千"}, "wage_monthly_fen", "数字"),
    ({"holidays": "2026\t2月30日\t\t"}, "holidays", "没有 2 月 30 日"), ({"name": ""}, "name", "市场名称"),
])  # fmt: skip
async def test_what_is_wrong_is_said_at_the_field_and_nothing_is_saved(world: World, typed: dict[str, str], name: str,
                                                                       said: str) -> None:  # fmt: skip
    user = await _open(world, _TYPED | typed)
    user.find(marker="save").click()
    await user.should_see("填好的内容都还在")
    assert said in field(user, name).error
    assert field(user, "address").value == "样例路 1 号"
    assert _settings(world).version == 0


async def test_what_is_missing_by_law_warns_and_does_not_stop(world: World) -> None:
    user = await _open(world, _TYPED | {"supervisor": ""})
    user.find(marker="save").click()
    await user.should_see("已保存")
    await user.open("/market")
    assert "第三十二条" in field(user, "supervisor").error
    assert "2026 年的放假安排" in field(user, "holidays").error


async def test_the_state_councils_notice_is_read_as_it_stands(world: World) -> None:
    user = await _open(world, _TYPED)
    user.find(marker="notice-paste").click()
    (text,) = user.find(marker="notice-text").elements
    user.find(marker="notice-year").elements.pop().set_value("2025")
    text.set_value("一、元旦：1月1日（周三）放假1天，不调休。\n三、清明节：4月4日（周五）至6日（周日）放假，共3天。\n"
                   "四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。")
    user.find(marker="notice-read").click()
    await user.should_see("核对后按保存")
    user.find(marker="save").click()
    await user.should_see("大厅里看到的内容")
    (year,) = _settings(world).holidays
    assert year.days_off == (date(2025, 1, 1), date(2025, 4, 4), date(2025, 4, 5), date(2025, 4, 6),
                             *(date(2025, 5, day) for day in range(1, 6)))  # fmt: skip
    assert year.working_weekends == (date(2025, 4, 27),)


async def test_the_wrong_year_is_noticed_by_its_weekdays(world: World) -> None:
    user = await _open(world, _TYPED)
    user.find(marker="notice-paste").click()
    (text,) = user.find(marker="notice-text").elements
    user.find(marker="notice-year").elements.pop().set_value("2026")
    text.set_value("一、元旦：1月1日（周三）放假1天，不调休。")
    user.find(marker="notice-read").click()
    await until(lambda: "请核对年份" in (text.error or ""))


async def test_two_managers_at_once_keep_both_their_words(world: World) -> None:
    user = await _open(world, _TYPED)
    theirs = _settings(world)
    card = replace(theirs.card, address="别人写的地址", county="样例县")
    world.market.write(lambda tables: tables.market.save(replace(theirs, card=card), theirs.version, "staff-other"))
    user.find(marker="save").click()
    await user.should_see("别人刚改过")
    assert '<td class="">别人写的地址</td>' in content_of(user, "clashes")
    assert field(user, "county").value == "样例县"
    assert _settings(world).card.address == "别人写的地址"
    user.find(marker="save").click()
    await user.should_see("已保存")
    assert (_settings(world).card.address, _settings(world).card.county) == ("样例路 1 号", "样例县")


async def test_categories_of_hardship_keep_their_codes(world: World) -> None:
    user = await _open(world, _TYPED | {"hardship": "大龄人员\t身份证\t\tage\n低保家庭\t低保证\t敏感\t"})
    user.find(marker="save").click()
    await user.should_see("已保存")
    assert _settings(world).hardship == (
        HardshipCategory(code="age", label="大龄人员", evidence="身份证"),
        HardshipCategory(code="category-1", label="低保家庭", evidence="低保证", sensitive=True),
    )


async def test_only_a_manager_opens_the_settings(world: World) -> None:
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/market")
    await user.should_see(marker="refused")


async def test_a_leavers_records_go_to_a_colleague(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.add_policy()
    world.market.write(lambda tables: tables.staff.add(
        replace(STAFF[Role.EDITOR], id="staff-new", login="newcomer", name="新同事")))  # fmt: skip
    user = await world.user(Role.ADMINISTRATOR)
    await user.open("/accounts/staff-editor/hand-over")
    await until(lambda: "岗位" in content_of(user, "owned"))
    await until(lambda: "政策" in content_of(user, "owned"))
    (heir,) = user.find(kind=ui.select, marker="heir").elements
    # who neither writes nor reviews cannot take over, nor can the leaver
    assert set(heir.options) == {"staff-new", "staff-reviewer", "staff-manager"}
    heir.set_value("staff-new")
    user.find(marker="hand-over").click()
    await user.should_see("都移交给 新同事？")
    user.find(marker="sure").click()
    await user.should_see("已移交 2 条给 新同事")
    await until(lambda: "名下没有记录了" in content_of(user, "owned"))
    job = world.job()
    assert (job.owner, job.created_by, job.stage) == ("staff-new", "staff-editor", Stage.APPROVED)
    with world.market.reading() as tables:
        assert tables.policies.page(Page(filters=(("owner", "staff-new"),)))[1] == 1
        (noted,), _ = tables.audit.page(AuditPage(action=Action.HANDOVER))
    assert noted.words == "editor 移交 newcomer：岗位 1、政策 1"


async def test_many_records_are_handed_over_in_several_writes(world: World) -> None:
    world.add_job()
    job = world.job()
    world.market.write(lambda tables: [
        tables.jobs.save(replace(job, id=f"job-{place}", number=tables.jobs.next_number()), None, by="staff-editor")
        for place in range(2, AT_ONCE + 3)])  # fmt: skip
    user = await world.user(Role.MANAGER)
    await user.open("/accounts/staff-editor/hand-over")
    user.find(kind=ui.select, marker="heir").elements.pop().set_value("staff-reviewer")
    user.find(marker="hand-over").click()
    await user.should_see("都移交给 审核员？")
    user.find(marker="sure").click()
    await user.should_see(f"已移交 {AT_ONCE + 2} 条给 审核员", retries=50)
    with world.market.reading() as tables:
        entries, total = tables.audit.page(AuditPage(action=Action.HANDOVER))
    assert total == 2
    told = "editor 移交 reviewer：岗位"
    assert {entry.words for entry in entries} == {f"{told} {AT_ONCE}", f"{told} 2"}
