"""求职台账 at the desk: a paper form typed in, a line put right, two records merged, the ledger taken home."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from nicegui.testing import User
from openpyxl import load_workbook

from content.admin.sheets_ledger import JOBS, SEEKERS
from content.feeds.sheet_stream import write_xlsx
from content.model.audit import Action
from content.model.codes import Channel, Role
from content.model.ledgers import SeekerLine
from content.store.audit import AuditPage
from content.store.records import Page
from tests.pages.admin.world import NOW, STAFF, World, content_of, field, press, until

EXAMPLE, OTHER = "11010519491231002X", "44052419500101001X"  # the standard's example; nobody's
NAME, PHONE = "李样例", "13900001234"


def _lines(world: World) -> tuple[SeekerLine, ...]:
    with world.market.reading() as tables:
        return tables.seeker_ledger.page(Page())[0]


def _fill(user: User, **typed: Any) -> None:
    for name, value in typed.items():
        field(user, name).set_value(value)


async def _enter(world: World, user: User, number: str = EXAMPLE, **typed: Any) -> None:
    before = len(_lines(world))
    await user.open("/ledger/entry")
    _fill(user, **{"name": NAME, "id_number": number, "township_code": "341721100", "phone": PHONE, "trade_1": "C01",
                   "skill_cooking": True, "agreed": True, **typed})  # fmt: skip
    user.find(marker="save").click()
    await until(lambda: len(_lines(world)) == before + 1)


async def test_a_paper_form_becomes_a_line_and_the_form_is_empty_again(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _enter(world, user)
    await user.should_see("查询码")
    (line,) = _lines(world)
    assert (line.channel, line.late, line.trades) == (Channel.PAPER, False, ("C01",))
    assert (line.sex, line.birth_year) == ("2", 1949)
    assert (line.consent_version, line.handled_by, line.entered_at) == ("登记告知-3", "窗口经办人", NOW)
    assert field(user, "id_number").value == ""
    await user.open("/ledger/seekers")
    shown = content_of(user, "list")
    assert "李*例" in shown and "1101**********002X" in shown
    assert not any(secret in shown for secret in (NAME, EXAMPLE, PHONE))


async def test_a_wrong_number_keeps_all_that_was_typed_and_nothing_is_stored(world: World) -> None:
    user = await world.user(Role.CLERK)
    await user.open("/ledger/entry")
    _fill(user, name=NAME, id_number="110105194912310021", phone="139", township_code="341721100", trade_1="C01")
    user.find(marker="save").click()
    await until(lambda: bool(field(user, "id_number").error))
    assert "校验位" in field(user, "id_number").error
    assert "11 位" in field(user, "phone").error
    await user.should_see("本人在纸表告知书上签了字才能录入")
    assert (field(user, "name").value, field(user, "trade_1").value) == (NAME, "C01")
    assert _lines(world) == ()


async def test_a_form_of_an_earlier_day_is_marked_and_the_person_is_one(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _enter(world, user)
    await _enter(world, user, signed_on="2026-11-20")
    await user.should_see("这位以前登记过 1 次")
    lines = _lines(world)
    assert {one.late for one in lines} == {True, False}
    assert len({one.seeker_id for one in lines}) == 1
    await user.open("/ledger/seekers?late=1")
    shown = content_of(user, "list")
    assert "2026-11-20" in shown and "补录" in shown and "11-23 09:30 录入" in shown
    assert shown.count("李*例") == 1


async def test_a_correction_stands_beside_the_line_with_its_reason(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _enter(world, user)
    (line,) = _lines(world)
    await user.open(f"/ledger/correct/{line.id}")
    _fill(user, trade_1="D02")
    user.find(marker="save").click()
    await until(lambda: bool(field(user, "reason").error))
    _fill(user, reason="工种抄错了一行")
    user.find(marker="save").click()
    await until(lambda: _lines(world)[0].trades == ("D02",))
    await user.open(f"/ledger/people/{line.seeker_id}")
    await until(lambda: "工种抄错了一行" in content_of(user, "changes"))
    with world.market.reading() as tables:
        stored = tables.seekers.registration(line.id)
        (entry, *_), _ = tables.audit.page(AuditPage(action=Action.SAVED, subject="registration"))
    assert stored is not None and stored.trades == ("C01",)
    assert entry.words == f"更正求职登记 {line.number}：工种抄错了一行"


async def test_a_manager_merges_two_records_with_a_reason_and_a_clerk_may_not(world: World) -> None:
    clerk = await world.user(Role.CLERK)
    await _enter(world, clerk)
    await _enter(world, clerk, OTHER)
    kept, gone = (one.seeker_id for one in reversed(_lines(world)))
    await clerk.open(f"/ledger/people/{kept}")
    assert "合并到这位" not in content_of(clerk, "alike")
    manager = await world.user(Role.MANAGER)
    await manager.open(f"/ledger/people/{kept}")
    assert "合并到这位" in content_of(manager, "alike")
    press(manager, "alike", "merge", gone)
    (why,) = manager.find(marker="merge-reason").elements
    manager.find(marker="merge-sure").click()
    await until(lambda: bool(why.error))  # type: ignore[attr-defined]
    why.set_value("同一个人，一张纸号码抄错")  # type: ignore[attr-defined]
    manager.find(marker="merge-sure").click()
    await until(lambda: "一张纸号码抄错" in content_of(manager, "merges"))
    shown = content_of(manager, "lines")
    assert all(one.number in shown for one in _lines(world))
    with world.market.reading() as tables:
        assert tables.person_merges.members(gone) == (kept, gone)


async def test_who_may_not_read_the_ledger_sees_none(world: World) -> None:
    user = await world.user(Role.EDITOR)
    for path in ("/ledger/seekers", "/ledger/entry", "/ledger/people/x"):
        await user.open(path)
        await user.should_see("您的账号没有打开这一页的权限")


async def test_a_role_that_is_taken_away_takes_what_an_open_page_could_still_read_and_carry_out(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _enter(world, user)
    await user.open("/ledger/seekers")
    before = content_of(user, "list")
    assert "李*例" in before
    clerk = STAFF[Role.CLERK]
    world.market.write(lambda tables: tables.staff.change(replace(clerk, roles=(Role.EDITOR,))))
    user.find(marker="search").type("9" * 6)  # nobody's: the list would be empty
    await user.should_see("您的账号没有这项权限")
    assert content_of(user, "list") == before
    user.notify.messages.clear()
    user.find(marker="export").click()
    await user.should_see("导出的是现在筛选出来的全部")
    user.find(marker="export-csv").click()
    await user.should_see("您的账号没有这项权限")
    with world.market.reading() as tables:
        assert not list(tables.audit.every(AuditPage(action=Action.EXPORTED)))
    # a control: the same page with its role does both
    world.market.write(lambda tables: tables.staff.change(clerk))
    user.find(marker="export-csv").click()
    await user.should_see("0 行，正在下载")  # of what is searched for
    with world.market.reading() as tables:
        found = tables.audit.every(AuditPage(action=Action.EXPORTED))
    assert [one.login for one in found] == ["clerk"]


async def test_jobs_stand_in_the_other_ledger_masked(world: World) -> None:
    job = world.add_job()
    user = await world.user(Role.CLERK)
    await user.open("/ledger/jobs?township=341721100")
    shown = content_of(user, "list")
    assert "仓库搬运 3 人" in shown and "工作人员录入" in shown
    assert job.contact_phone not in shown and job.contact_name not in shown
    await user.open("/ledger/jobs?late=1")
    assert "仓库搬运" not in content_of(user, "list")


def _sheet(world: World, sheet: Any, whole: bool) -> list[tuple[str | None, ...]]:
    out = io.BytesIO()
    with world.market.reading() as tables:
        write_xlsx(out, sheet.title, sheet.heading, sheet.lines(tables, Page(), NOW, whole))
    return list(load_workbook(out).active.iter_rows(values_only=True))  # type: ignore[union-attr, arg-type]


async def test_the_ledgers_leave_in_the_columns_of_the_paper_masked_or_whole(world: World) -> None:
    user = await world.user(Role.CLERK)
    await _enter(world, user)
    world.add_job(title="=HYPERLINK(1)")
    heading, line = _sheet(world, SEEKERS, False)
    told = dict(zip(heading, line, strict=True))
    assert (told["序号"], told["登记日期"], told["姓名"], told["性别"], told["年龄"], told["身份证号码"]) == (
        "1", "2026-11-23", "李*例", "女", "77", "1101**********002X")  # fmt: skip
    assert (told["技能特长"], told["求职意向（工种）"], told["登记渠道"]) == ("会做饭菜", "钟点保洁", "纸质补录")
    whole = dict(zip(heading, _sheet(world, SEEKERS, True)[1], strict=True))
    assert (whole["姓名"], whole["身份证号码"], whole["联系电话"]) == (NAME, EXAMPLE, PHONE)
    titles, job = _sheet(world, JOBS, False)
    row = dict(zip(titles, job, strict=True))
    assert row["岗位名称"] == "'=HYPERLINK(1)"  # no formula
    assert (row["需求人数"], row["联系人"], row["联系电话"]) == ("3", "王*", "139****0002")


async def test_only_a_manager_takes_whole_names_home_and_says_why(world: World) -> None:
    clerk = await world.user(Role.CLERK)
    await _enter(world, clerk)
    await clerk.open("/ledger/seekers")
    clerk.find(marker="export").click()
    await clerk.should_see("要写全，请负责人来导出")
    manager = await world.user(Role.MANAGER)
    await manager.open("/ledger/seekers")
    manager.find(marker="export").click()
    await manager.should_see("姓名、电话和证件号码写全")
