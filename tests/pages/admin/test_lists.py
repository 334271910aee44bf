"""The desk's lists: what the address asks, in which order, what leaves as a file, and what the search box finds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from nicegui.testing import User
from openpyxl import load_workbook

from content.admin.exports import write_sheet
from content.admin.sheets_out import JOBS
from content.link.numbers import write_number
from content.model.audit import Action, AuditEntry
from content.model.codes import JobSource, Role
from content.model.jobs import JobPost
from content.privacy import mask_name
from content.store.audit import AuditPage
from content.store.records import Page
from tests.pages.admin.world import FIRM, JOB, NOW, World, content_of, press, until
from tests.unit.content.store.samples import registration, seeker

ID_NUMBER, PHONE, RECEIPT = "341721199001010010", "13800001234", write_number("12", 41)
OTHER = replace(FIRM, id="firm-2", name="东至样例茶叶合作社", credit_code="")
# title, trade, pay, headcount, firm, source, days it lasts
_JOBS = (
    ("搬运工", "A11", 22000, 3, "firm-1", JobSource.OWN, 5), ("保洁员", "C01", 15000, 1, "firm-1", JobSource.AGENCY, 2),
    ("采茶", "J01", 18000, 9, "firm-2", JobSource.OWN, 30), ("背货搬运", "A12", 26000, 2, "firm-2", JobSource.OWN, 1),
    ("抹灰", "A03", 30000, 4, "firm-1", JobSource.PLATFORM, -3),
)  # fmt: skip


def _plant(world: World) -> list[JobPost]:
    jobs = [replace(JOB, id=f"job-{place}", number=1001 + place, title=title, trade_code=trade, pay_min_fen=pay,
                    pay_max_fen=pay, headcount=heads, employer_id=firm, source=source,
                    valid_until=NOW + timedelta(days=days))
            for place, (title, trade, pay, heads, firm, source, days) in enumerate(_JOBS)]  # fmt: skip

    def put(tables: Any) -> None:
        tables.employers.save(OTHER, None)
        for job in jobs:
            tables.jobs.save(job, None)

    world.market.write(put)
    return jobs


def _titles(user: User) -> list[str]:
    return re.findall(r'<td class="main"[^>]*><a[^>]*>([^<]*)</a>', content_of(user, "list"))


def _sought(world: World, action: Action) -> tuple[AuditEntry, ...]:
    with world.market.reading() as tables:
        return tables.audit.page(AuditPage(action=action))[0]


_ADDRESSES: tuple[tuple[str, Callable[[JobPost], bool], Callable[[JobPost], Any], bool], ...] = (
    ("", lambda job: True, lambda job: job.number, True),
    ("sort=pay", lambda job: True, lambda job: job.pay_min_fen, False),
    ("sort=-pay&trade=A", lambda job: job.trade_code[0] == "A", lambda job: job.pay_min_fen, True),
    ("sort=headcount&trade=A11", lambda job: job.trade_code == "A11", lambda job: job.headcount, False),
    ("employer=firm-2&sort=valid_until", lambda job: job.employer_id == "firm-2", lambda job: job.valid_until, False),
    ("source=own", lambda job: job.source is JobSource.OWN, lambda job: job.number, True),
    ("ends=over", lambda job: job.valid_until <= NOW, lambda job: job.number, True),
    ("ends=3&sort=number", lambda job: NOW < job.valid_until <= NOW + timedelta(days=3), lambda job: job.number, False),
    ("owner=staff-editor&text=banyun", lambda job: "搬运" in job.title, lambda job: job.number, True),
    ("owner=staff-clerk", lambda job: False, lambda job: job.number, True),
    ("text=by&sort=number", lambda job: "搬运" in job.title, lambda job: job.number, False),
)  # fmt: skip


async def test_an_address_asks_for_just_these_rows_in_this_order(world: World) -> None:
    jobs = _plant(world)
    user = await world.user(Role.EDITOR)
    for address, keeps, order, down in _ADDRESSES:
        await user.open(f"/jobs?{address}")
        wanted = [job.title for job in sorted(filter(keeps, jobs), key=order, reverse=down)]
        assert (address, _titles(user)) == (address, wanted)


async def test_heads_filters_and_chips_change_what_is_asked(world: World) -> None:
    jobs = _plant(world)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs")
    press(user, "list", "sort", "pay")
    cheap = [job.title for job in sorted(jobs, key=lambda job: job.pay_min_fen)]
    await until(lambda: _titles(user) == cheap)
    assert 'aria-sort="ascending"' in content_of(user, "list")
    press(user, "list", "sort", "pay")
    await until(lambda: _titles(user) == cheap[::-1])
    (trade,) = user.find(marker="filter-trade").elements
    trade.set_value("A")  # type: ignore[attr-defined]
    await until(lambda: len(_titles(user)) == 3)
    await until(lambda: "工种：建筑搬运（全部）" in content_of(user, "chips"))
    user.find(marker="chips").trigger("click", "sort")
    await until(lambda: _titles(user) == ["抹灰", "背货搬运", "搬运工"])
    # the browser went back to a colleague's address
    user.find(marker="list-tools").trigger("address", "?text=采茶")
    await until(lambda: _titles(user) == ["采茶"])
    assert trade.value is None  # type: ignore[attr-defined]
    user.find(marker="chips").trigger("click", "all")
    await until(lambda: len(_titles(user)) == len(jobs))
    assert content_of(user, "chips").strip() == ""


async def test_a_page_past_the_end_shows_the_last_one(world: World) -> None:
    _plant(world)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs?page=7&sort=number")
    await user.should_see("第 1—5 条，共 5 条")


async def _taken(user: User, form: str) -> bytes:
    user.find(marker="export").click()
    await user.should_see(marker=f"export-{form}")
    user.find(marker=f"export-{form}").click()
    answer = await user.download.next(timeout=10)
    assert answer.status_code == 200
    return answer.content


async def test_an_export_is_what_is_filtered_in_its_order_with_contacts_masked(world: World) -> None:
    jobs = _plant(world)
    world.market.write(lambda tables: tables.jobs.save(replace(jobs[0], title="=1+1 搬运"), 1))
    user = await world.user(Role.CLERK)
    await user.open("/jobs?trade=A&sort=-pay")
    *lines, mark = csv.DictReader(io.StringIO((await _taken(user, "csv")).decode("utf-8-sig"), newline=""))
    assert "从零工市场后台导出，姓名、电话和证件号码只写一部分" in mark["编号"]
    assert [line["岗位"] for line in lines] == ["抹灰", "背货搬运", "'=1+1 搬运"]
    assert [line["用工单位"] for line in lines] == [FIRM.name, OTHER.name, FIRM.name]
    assert {(line["联系人"], line["联系电话"]) for line in lines} == {(mask_name("王工"), "139****0002")}
    sheet = load_workbook(io.BytesIO(await _taken(user, "xlsx"))).active
    *rows, empty, below = sheet.iter_rows(values_only=True, min_row=2)
    assert [list(row) for row in rows] == [[value or None for value in line.values()] for line in lines]
    assert (set(empty), below[0]) == ({None}, mark["编号"])
    assert [one.words for one in _sought(world, Action.EXPORTED)] == ["岗位，3 行，XLSX", "岗位，3 行，CSV"]
    await user.should_not_see(marker="export-whole")


async def test_contacts_leave_whole_only_by_the_manager_and_with_a_reason(world: World) -> None:
    _plant(world)
    user = await world.user(Role.MANAGER)
    await user.open("/employers")
    user.find(marker="export").click()
    await user.should_see(marker="export-whole")
    user.find(marker="export-whole").click()
    for refused in ("", "查", "打 13900000001 核实"):
        (why,) = user.find(marker="export-why").elements
        why.set_value(refused)  # type: ignore[attr-defined]
        user.find(marker="export-csv").click()
        await user.should_see("理由里不要写" if "139" in refused else "请写明为什么要写全")
    assert _sought(world, Action.EXPORTED) == ()
    why.set_value("年检要逐家打电话")  # type: ignore[attr-defined]
    text = (await _taken(user, "csv")).decode("utf-8-sig")
    assert "王样例" in text
    assert "13900000001" in text
    (entry,) = _sought(world, Action.EXPORTED)
    assert (entry.staff_id, entry.words) == ("staff-manager", "企业，2 行，CSV，联系方式写全：年检要逐家打电话")


async def test_a_file_is_for_who_asked_once(world: World) -> None:
    _plant(world)
    user, other = await world.user(Role.EDITOR), await world.user(Role.MANAGER)
    await user.open("/jobs")
    await _taken(user, "csv")
    address = user.download.http_responses[-1].url
    assert (await user.http_client.get(address)).status_code == 404
    # control: one that nobody fetched yet, tried by somebody else first
    ticket = _lying(world, user)
    assert (await other.http_client.get(ticket)).status_code == 404
    assert (await world.browser().get(ticket)).status_code == 303
    assert (await user.http_client.get(ticket)).status_code == 200


def _lying(world: World, user: User) -> str:
    finished = write_sheet(world.market, JOBS, Page(), "csv", False, "staff-editor", NOW)
    return f"/export/{world.exports.put(finished)}"


async def _found(user: User, text: str, words: str) -> str:
    (box,) = user.find(marker="search-box").elements
    box.set_value(text)  # type: ignore[attr-defined]
    await until(lambda: words in content_of(user, "found"))
    return content_of(user, "found")


async def test_the_box_finds_a_job_by_hanzi_pinyin_initials_and_number(world: World) -> None:
    _plant(world)
    user = await world.user(Role.EDITOR)
    await user.open("/")
    for typed in ("搬运", "banyun", "by", "bany", "1001"):
        await _found(user, "", "")
        found = await _found(user, typed, "1001 搬运工")
        assert "/staff/jobs/job-0" in found
        assert "采茶" not in found


async def test_the_box_groups_what_it_finds_and_opens_only_what_one_may(world: World) -> None:
    jobs = _plant(world)
    world.market.write(lambda tables: [
        tables.jobs.save(replace(jobs[0], id=f"more-{place}", number=2000 + place), None) for place in range(20)
    ])  # fmt: skip
    world.add_policy()
    user = await world.user(Role.CLERK)
    await user.open("/")
    found = " ".join((await _found(user, "样例", "样例创业补贴")).split())
    assert "<b>企业</b> 2" in found
    assert "<b>岗位</b> 25" in found
    assert found.count("found-hit") == 8 + 2 + 1
    assert "/staff/jobs/" not in found
    assert "/staff/jobs?text=2019" in found
    assert "<b>政策</b> 1" in found


def _register(world: World) -> None:
    def put(tables: Any) -> None:
        tables.seekers.put(seeker(NOW, id_number=ID_NUMBER, phone=PHONE))
        tables.seekers.add_registration(registration(number=RECEIPT, occurred_at=NOW))

    world.market.write(put)


async def test_a_person_is_found_by_a_whole_number_and_the_search_is_noted_without_it(world: World) -> None:
    _register(world)
    clerk = await world.user(Role.CLERK)
    await clerk.open("/")
    for typed, by in ((ID_NUMBER, "证件号码"), ("138 0000 1234", "电话"), (RECEIPT, "回执号"),
                      (RECEIPT.replace("-", ""), "回执号")):  # fmt: skip
        found = await _found(clerk, typed, f'data-for="{typed}"')
        assert "张*丰" in found
        assert "/staff/registrations?line=filing-1" in found
        assert ID_NUMBER not in found.replace(f'data-for="{typed}"', "")
        assert PHONE not in found
        entry = _sought(world, Action.SOUGHT)[0]
        assert (entry.staff_id, entry.subject_id) == ("staff-clerk", "person-1")
        assert entry.words == f"按{by}查找，找到 1 位"
    assert len(_sought(world, Action.SOUGHT)) == 4
    await clerk.open("/registrations?line=filing-1")
    assert RECEIPT in content_of(clerk, "list")


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER, Role.ADMINISTRATOR])
async def test_who_may_not_read_the_ledger_finds_nobody(world: World, role: Role) -> None:
    _register(world)
    user = await world.user(role)
    await user.open("/")
    for typed in (ID_NUMBER, PHONE, RECEIPT):
        assert "张*丰" not in await _found(user, typed, "您的账号不能查人")
        await _found(user, "", "")
    assert _sought(world, Action.SOUGHT) == ()


async def test_a_part_of_a_number_or_a_name_finds_nobody_and_a_stranger_is_noted_too(world: World) -> None:
    _register(world)
    clerk = await world.user(Role.CLERK)
    await clerk.open("/")
    for typed in (ID_NUMBER[:17], PHONE[:10], PHONE[1:], "张三丰", "1380000", "%", "1380000*"):
        found = await _found(clerk, typed, f'data-for="{typed}"')
        assert "张*丰" not in found
        assert "没有找到" in found
    assert _sought(world, Action.SOUGHT) == ()
    await _found(clerk, "13912345678", 'data-for="13912345678"')
    (entry,) = _sought(world, Action.SOUGHT)
    assert (entry.subject_id, entry.words) == ("", "按电话查找，没有找到")


async def test_every_ledger_can_be_taken_home_and_says_below_who_did(world: World) -> None:
    user = await world.user(Role.MANAGER)
    pages = {"/referrals": ("推荐台账", "就业登记台账"), "/guidance": ("职业指导台账",), "/aid": ("帮扶档案台账",),
             "/consultations": ("咨询台账",), "/disputes": ("维权台账",), "/sessions": ("培训台账",),
             "/satisfaction": ("满意度台账",)}  # fmt: skip
    for path, titles in pages.items():
        await user.open(path)
        for title in titles:
            await user.should_see(marker=f"export-{title}")
    user.find(marker="export-满意度台账").click()
    await user.should_see(marker="export-csv")
    user.find(marker="export-csv").click()
    text = (await user.download.next(timeout=10)).content.decode("utf-8-sig")
    assert text.startswith("序号,日期,问的是谁,单位或实名,满意度")
    assert "2026-11-23 09:30 从零工市场后台导出。不得外传。" in text
    assert [one.words for one in _sought(world, Action.EXPORTED)] == ["满意度台账，0 行，CSV"]
