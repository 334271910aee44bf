"""今日工作 and what it leads to: duties by role, sources and visits, jobs opened from both, thirteen topics."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from nicegui import ui

from content.clock import SHANGHAI
from content.model.codes import JobSource, Role, Stage
from content.model.history import Deed
from content.model.market import MarketSettings
from content.model.outreach import Industry, SourceWatch, VisitMode
from content.store.records import Page
from tests.pages.admin.world import FIRM, NOW, POLICY, World, asked, content_of, field, press, until

TODAY = date(2026, 11, 23)  # of NOW, a Monday
WATCH = SourceWatch(
    id="watch-1", day=TODAY, kind=JobSource.AGENCY, source="样例劳务中介", url="https://agency.example.cn/", seen=20,
    taken=2, note="", at=NOW, by="staff-editor",
)  # fmt: skip


def _watch(world: World, **changes: Any) -> None:
    world.market.write(lambda tables: tables.source_watches.add(replace(WATCH, **changes)))


def _watches(world: World) -> tuple[SourceWatch, ...]:
    with world.market.reading() as tables:
        return tables.source_watches.between(date(2026, 11, 1), date(2026, 11, 30))


def _flat(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def _card(html: str, name: str) -> str:
    """Return the card of a duty, from its figure to the next card."""
    (found,) = [part for part in html.split('<div class="duty ')[1:] if f">{name}</a>" in part]
    return _flat(found)


def _publish_policy(world: World, days_ago: int) -> None:
    world.add_policy(Stage.APPROVED)
    at = NOW - timedelta(days=days_ago)
    world.market.write(lambda tables: tables.policies.mark_published([POLICY.id], at))


async def test_a_thursday_with_one_policy_update_is_warned_of_friday(world: World) -> None:
    world.clock.at = NOW + timedelta(days=3)
    _publish_policy(world, -1)  # on Tuesday
    user = await world.user(Role.EDITOR)
    await user.open("/")
    html = content_of(user, "cards")
    reminders = _flat(html.split("</ul>")[0])
    assert "还差 1 次政策更新，明天 18:00 前发。" in reminders
    card = _card(html, "政策更新")
    assert card.startswith('soon"')
    assert "<b>1</b><small>/ 2</small>" in card
    assert 'href="/staff/duties/policy_updates"' in card
    await user.open("/duties/policy_updates")
    await user.should_see("本周政策更新：1 / 2")
    await until(lambda: "样例创业补贴" in content_of(user, "counted"))


async def test_what_is_overdue_is_red_and_what_was_done_is_told(world: World) -> None:
    world.clock.at = NOW.astimezone(SHANGHAI).replace(hour=18, minute=0)  # closing, and nobody looked at a source
    user = await world.user(Role.MANAGER)
    await user.open("/")
    assert _card(content_of(user, "cards"), "今天的信息源登记").startswith('overdue"')
    _watch(world)
    await user.open("/")
    assert _card(content_of(user, "cards"), "今天的信息源登记").startswith('done"')


async def test_everybody_sees_their_own_work_first_and_the_manager_all(world: World) -> None:
    pages = {}
    for role in (Role.REVIEWER, Role.EDITOR, Role.MANAGER):
        user = await world.user(role)
        await user.open("/")
        pages[role] = content_of(user, "cards").partition("同事在办的")
    own, _, others = pages[Role.REVIEWER]
    names = re.findall(r'class="name"[^>]*>([^<]+)<', own)
    assert names[0] == "待审核"
    assert "周五审核" in names
    assert "政策更新" not in names
    assert "政策更新" in others
    own, _, others = pages[Role.EDITOR]
    assert "政策更新" in own
    assert "周五审核" in others
    own, apart, _ = pages[Role.MANAGER]
    assert not apart
    assert all(word in own for word in ("待审核", "周五审核", "政策更新", "走访企业", "公告栏专人"))


async def test_a_source_is_noted_remembered_and_corrected_with_a_reason(world: World) -> None:
    _watch(world, day=date(2026, 11, 18), at=NOW - timedelta(days=5))
    user = await world.user(Role.EDITOR)
    await user.open("/sources")
    days = content_of(user, "days")
    assert re.search(r'class="missed"><button[^>]*data-do="2026-11-19"', days)  # Thursday; since the 18th only
    assert re.search(r'class="before"><button[^>]*data-do="2026-11-17"', days)
    assert re.search(r'class="today"><button[^>]*data-do="2026-11-23"', days)
    user.find(marker="known").trigger("click", "watch-1")
    assert (field(user, "source").value, field(user, "kind").value) == ("样例劳务中介", "agency")
    _seen(user, "seen", "5")
    _seen(user, "taken", "7")
    user.find(marker="save").click()
    await user.should_see("还有 1 处要改")
    assert "不能比看到的多" in _errors(user)[0]
    _seen(user, "taken", "3")
    user.find(marker="save").click()
    await user.should_see("样例劳务中介 已登记")
    entry = next(one for one in _watches(world) if one.day == TODAY)
    assert (entry.seen, entry.taken, entry.by, entry.url) == (5, 3, "staff-editor", "https://agency.example.cn/")
    await until(lambda: 'class="done"><button type="button" data-do="2026-11-23"' in content_of(user, "days"))
    press(user, "entries", "correct", entry.id)
    await asked(user)
    user.find("取消").click()
    await until(lambda: not any(one.value for one in user.find(kind=ui.dialog).elements))
    press(user, "entries", "correct", entry.id)
    await asked(user)
    user.find(marker="corrected").click()
    await until(lambda: len(_errors(user)) == 1)  # no reason yet
    assert len(_watches(world)) == 2
    _typed_last(user, "seen", "6")
    _typed_last(user, "reason", "少数了一个")
    user.find(marker="corrected").click()
    await user.should_see("已更正，原来的登记留着")
    correction = next(one for one in _watches(world) if one.corrects)
    assert (correction.corrects, correction.seen, correction.reason) == (entry.id, 6, "少数了一个")
    html = content_of(user, "entries")
    assert "已更正，以上面那条为准" in html
    assert f"source={correction.id}" in html
    assert f"source={entry.id}" not in html


def _seen(user: Any, name: str, text: str) -> None:
    """Type into a field of the entry, which comes before that of the correction."""
    min(user.find(marker=f"field-{name}").elements, key=lambda one: one.id).set_value(text)


def _typed_last(user: Any, name: str, text: str) -> None:
    max(user.find(marker=f"field-{name}").elements, key=lambda one: one.id).set_value(text)


def _errors(user: Any) -> list[str]:
    return [one.error for one in user.find(kind=ui.input).elements if one.error]


async def test_an_entry_for_an_earlier_day_says_why_it_comes_late(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/sources")
    user.find(marker="days").trigger("click", "2026-11-20")
    _seen(user, "source", "样例招聘网")
    user.find(marker="save").click()
    await user.should_see("还有 1 处要改")
    assert _watches(world) == ()
    _seen(user, "note", "周五看过，忘了记")
    user.find(marker="save").click()
    await user.should_see("样例招聘网 已登记")
    await until(lambda: "补录" in content_of(user, "entries"))
    assert _watches(world)[0].day == date(2026, 11, 20)


async def test_who_may_not_edit_reads_the_sources_only(world: World) -> None:
    _watch(world)
    user = await world.user(Role.AUDITOR)
    await user.open("/sources")
    await until(lambda: "样例劳务中介" in content_of(user, "entries"))
    assert "data-do" not in content_of(user, "entries")
    await user.should_not_see(marker="save")


async def test_a_job_opened_from_a_source_carries_its_name_and_link(world: World) -> None:
    _watch(world)
    user = await world.user(Role.EDITOR)
    await user.open("/jobs/new?source=watch-1")
    assert [field(user, name).value for name in ("source", "source_name", "source_url")] == [
        "agency", "样例劳务中介", "https://agency.example.cn/"]  # fmt: skip
    field(user, "title").set_value("分拣")
    field(user, "employer_id").set_value("firm-1")
    field(user, "trade_code").set_value("A11")
    field(user, "township_code").set_value("341721100")
    field(user, "verified_how").set_value("phone")
    user.find(marker="save").click()
    await user.should_see("号岗位已保存")
    job = world.only_job()
    assert (job.source, job.source_name, job.source_url, job.captured_at) == (
        JobSource.AGENCY, "样例劳务中介", "https://agency.example.cn/", NOW)  # fmt: skip


async def test_a_visit_is_kept_counted_and_leads_to_a_job_of_its_firm(world: World) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/visits/new")
    user.find(marker="save").click()
    await user.should_see("要改，改好再保存")
    with world.market.reading() as tables:
        assert tables.visits.page(Page())[1] == 0
    for name, value in {"employer_id": "firm-1", "mode": "on_site", "industry": "construction",
                        "contact_name": "李示例", "contact_phone": "13900001234", "needs_workers": True,
                        "note": "要两个搬运工"}.items():  # fmt: skip
        field(user, name).set_value(value)
    user.find(marker="save").click()
    await user.should_see("走访已保存")
    with world.market.reading() as tables:
        (visit,), _ = tables.visits.page(Page())
        (revision,) = tables.visits.revisions(visit.id)
    assert (visit.employer_id, visit.mode, visit.industry) == ("firm-1", VisitMode.ON_SITE, Industry.CONSTRUCTION)
    assert (revision.deed, revision.by) == (Deed.SAVED, "staff-editor")
    await user.open("/visits")
    month = content_of(user, "month")
    assert "<b>1</b><small>/ 10</small>" in _card(month, "走访企业")
    assert "<b>1</b><small>/ 7</small>" in _card(month, "走访覆盖行业")
    assert len(re.findall('class="lack"', month)) == 6
    rows = content_of(user, "list")
    assert "李示例" not in rows
    assert "13900001234" not in rows
    assert f"/jobs/new?visit={visit.id}" in rows
    await user.open(f"/jobs/new?visit={visit.id}")
    assert field(user, "employer_id").value == "firm-1"
    assert field(user, "address").value == FIRM.address
    assert field(user, "contact_phone").value == ""  # the hall reads it, so it is typed on purpose


@pytest.mark.parametrize(("path", "name", "value"), [
    ("/policies/new?category=loan", "category", "loan"), ("/policies/new?insurance=gig", "insurance", "gig"),
    ("/articles/new?topic=injury", "topic", "injury"),
])  # fmt: skip
async def test_a_missing_topic_opens_a_form_that_has_it_chosen(world: World, path: str, name: str, value: str) -> None:
    user = await world.user(Role.EDITOR)
    await user.open("/coverage")
    assert f'href="/staff{path}"' in content_of(user, "board")
    await user.open(path)
    assert field(user, name).value == value


async def test_the_board_shows_what_is_live_and_who_keeps_the_bulletin(world: World) -> None:
    user = await world.user(Role.MANAGER)
    await user.open("/coverage")
    board = content_of(user, "board")
    assert "还没有定" in board
    assert len(re.findall('class="duty overdue"', board)) == 13
    _publish_policy(world, 0)

    def name_owner(tables: Any) -> None:
        tables.market.save(MarketSettings(bulletin_owner="staff-editor"), tables.market.get().version, "staff-manager")

    world.market.write(name_owner)
    await user.open("/coverage")
    board = content_of(user, "board")
    assert "公告栏专人：<b>录入员</b>" in board
    tile = _card(board, "创业补贴")
    assert tile.startswith('done"')
    assert "最新一条 2026-11-23 发布" in tile
    assert len(re.findall('class="duty overdue"', board)) == 12
    await user.open("/coverage/category/startup")
    await until(lambda: "样例创业补贴" in content_of(user, "records"))


async def test_a_policy_says_which_insurance_it_is_about(world: World) -> None:
    world.add_policy()
    user = await world.user(Role.EDITOR)
    await user.open("/policies/policy-1")
    field(user, "insurance").set_value("unemployment")
    user.find(marker="save").click()
    await user.should_see("已保存")
    with world.market.reading() as tables:
        stored = tables.policies.get("policy-1")
    assert stored is not None
    assert stored.insurance == "unemployment"
