"""信息屏 at the desk: what each screen shows and what is wrong, what was on when, the week's report, the meter."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from nicegui.testing import User

from content.admin.cadence import duties
from content.clock import to_text
from content.hubapi.heartbeat import take_beat
from content.hubapi.parts import HubParts
from content.model.codes import Role, Stage, TerminalKind
from content.model.filings import Play
from content.model.people import Terminal
from content.model.programme_plan import PlannedSlot, ProgrammePlan
from content.model.screens import ScenePicture
from content.store.audit import AuditPage
from content.store.tables import Tables
from signage.desk.edition_scenes import scenes_of_edition
from signage.desk.plan_view import look
from signage.desk.report import report_of
from tests.pages.admin.world import NOW, World, asked, content_of, press, until

BOARD, SERVICE = "aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"
_PATIENCE_S = 20.0


def add_screen(world: World, name: str = "大厅屏 1", number: int = 1,
               kind: TerminalKind = TerminalKind.SCREEN) -> Terminal:  # fmt: skip
    terminal = Terminal(id=f"t-{number}", kind=kind, name=name, prefix=f"{number:02d}", paired_at=NOW,
                        last_seen_at=NOW)  # fmt: skip
    world.market.write(lambda tables: tables.terminals.add(terminal, name.encode()))
    return terminal


def beat(world: World, terminal: Terminal, **said: Any) -> None:
    """Let a terminal beat as it would over the link."""
    parts = HubParts(market=world.market, shelf=world.publisher._shelf, keys=world.publisher._keys, clock=world.clock,
                     site_id="", bell=None, on_filed=lambda: None, hall=world.hall)  # type: ignore[arg-type]
    take_beat(parts, terminal, {"edition_order": said.get("painted_order"), "report": said})


def state_of(user: User) -> str:
    """Return what the page of the plan says of it."""
    return str(next(iter(user.find(marker="plan-state").elements)).text)


async def told(user: User, words: str) -> None:
    """Wait until a message says so."""
    try:
        await until(lambda: any(words in one for one in user.notify.messages), _PATIENCE_S)
    except TimeoutError:
        raise AssertionError(f"{words} is not among {user.notify.messages}") from None


def plays(world: World, *starts_and_scenes: tuple[float, str], terminal: str = "t-1", order: int = 1) -> None:
    kept = [Play(edition_order=order, scene_id=scene, content_ids=("job-1",) if scene == BOARD else (),
                 started_at=NOW + timedelta(seconds=at), milliseconds=15_000) for at, scene in starts_and_scenes]
    world.market.write(lambda tables: tables.plays.add(
        terminal, kept, lambda play: "jobs" if play.content_ids else "evergreen"))  # fmt: skip


async def test_a_screen_shows_its_picture_its_edition_and_its_faults(world: World) -> None:
    world.add_job(Stage.APPROVED)
    order = world.publisher.publish("staff-manager").order
    (board,) = [key for key, one in scenes_of_edition(world.publisher).of(NOW).items() if one.kind == "service"][:1]
    screen = add_screen(world)
    user = await world.user(Role.MANAGER)
    await user.open("/screens")
    await until(lambda: "还没有画面传上来" in content_of(user, "screens"))
    world.hall.put(screen.id, b"\xff\xd8\xff\xd9", world.clock.now())
    beat(world, screen, painted_order=order, painted_scene=board, painted_at=to_text(NOW), zone="零工待工区",
         display="on", faults=["播放页很久没有换过画面，请现场人员看一下大屏。"],
         screens=[{"name": "门口电视", "painted_order": order, "painted_scene": board,
                   "painted_at": to_text(NOW)}])  # fmt: skip
    await until(lambda: "正放：第 1 期 · 服务公示" in content_of(user, "screens"))
    shown = content_of(user, "screens")
    for words in ("请现场人员看一下大屏", "零工待工区", "屏幕亮着", "门口电视", "画面 09:30:00", "有故障"):
        assert words in shown, words
    assert 'src="/screen-live/t-1?at=' in shown


async def test_a_screen_that_falls_silent_is_offline_since_it_was_last_heard(world: World) -> None:
    screen = add_screen(world)
    beat(world, screen, faults=["旧的故障"])
    user = await world.user(Role.AUDITOR)
    await user.open("/screens")
    await until(lambda: "旧的故障" in content_of(user, "screens"))
    world.clock.at += timedelta(minutes=2)
    world.hall.changed("")  # as the watch says it
    await until(lambda: "离线，从 09:30:00 起" in content_of(user, "screens"))
    assert "旧的故障" not in content_of(user, "screens")
    await user.open("/")
    cards = content_of(user, "cards").split('<div class="duty')[1:]
    (card,) = [part for part in cards if ">信息屏要去看看</a>" in part]
    assert "<b>1</b>" in card


async def test_pictures_are_for_who_is_logged_in(world: World) -> None:
    add_screen(world)
    world.hall.put("t-1", b"\xff\xd8\xff\xd9", NOW)
    stranger = world.browser()
    for path in ("/screen-live/t-1", f"/screen-picture/{BOARD}", f"/screen-picture/{BOARD}/small"):
        assert (await stranger.get(f"http://test{path}")).status_code == 401
    known = world.browser()
    await known.post("http://test/enter", data={"link": world.link(Role.EDITOR)})
    live = await known.get("http://test/screen-live/t-1")
    assert (live.content, live.headers["Content-Type"]) == (b"\xff\xd8\xff\xd9", "image/jpeg")
    assert (await known.get("http://test/screen-live/t-9")).status_code == 404
    assert (await known.get("http://test/screen-picture/..%2f..%2fmarket.db")).status_code == 404


async def test_what_was_on_screen_at_10_32_is_answered_with_picture_edition_and_records(world: World) -> None:
    job = world.add_job(Stage.APPROVED)
    order = world.publisher.publish("staff-manager").order
    add_screen(world)
    plays(world, (0, BOARD), (15, SERVICE), (300, BOARD), order=order)
    picture = ScenePicture(scene_id=BOARD, sha256="1" * 64, size=9, width=192, height=108, edition_order=order,
                           terminal_id="t-1", first_seen_at=NOW)  # fmt: skip
    world.market.write(lambda tables: tables.scene_pictures.add(picture))
    user = await world.user(Role.ASSESSOR)
    await user.open("/screens/asked?screen=t-1")
    user.find(marker="at").type("2026-11-23T09:35:05")
    user.find(marker="ask").click()
    await until(lambda: "第 1 期" in content_of(user, "picture"))
    answer = content_of(user, "picture")
    assert f'src="/screen-picture/{BOARD}"' in answer
    assert f"{job.number} 号 仓库搬运" in answer
    assert 'href="/staff/jobs/job-1"' in answer
    user.find(marker="at").clear().type("2026-11-23T09:32:00")
    user.find(marker="ask").click()
    await user.should_see("前一个画面 2026-11-23 09:30:15 开始，后一个 2026-11-23 09:35:00 开始")
    assert content_of(user, "picture").strip() == ""


async def test_one_screen_lists_its_last_hours(world: World) -> None:
    world.add_job(Stage.APPROVED)
    add_screen(world)
    plays(world, (-7200, SERVICE), (-60, BOARD), (-40, SERVICE))
    user = await world.user(Role.AUDITOR)
    await user.open("/screens/t-1")
    listed = content_of(user, "plays")
    assert listed.count("<li>") == 2
    assert listed.index("09:29:20") < listed.index("09:29:00")
    user.find(marker="hours-3").click()
    await until(lambda: content_of(user, "plays").count("<li>") == 3)
    await user.open("/screens/nobody")
    await user.should_see("没有这块信息屏")


async def test_the_week_is_reported_on_the_page_and_as_a_table(world: World) -> None:
    world.add_job(Stage.APPROVED)
    add_screen(world)
    add_screen(world, "大厅屏 2", 2)
    plays(world, *((at * 15.0, BOARD) for at in range(240)))  # an hour
    plays(world, (0, SERVICE), (7 * 86400, SERVICE), terminal="t-2")  # the second is of the week after
    with world.market.reading() as tables:
        report = report_of(tables, "2026-W48")
    screens = [(one.name, one.hours, one.plays) for one in report.screens]
    assert screens == [("大厅屏 1", 1.0, 240), ("大厅屏 2", 0.0, 1)]
    kinds = [(one.title, one.count, one.minutes) for one in report.kinds]
    assert kinds == [("岗位 · 按工种", 240, 60), ("常备画面", 1, 0)]
    assert [(one.title, one.count) for one in report.groups] == [("建筑搬运", 240)]
    (record,) = report.records
    assert (record.kind, record.count, record.screens) == ("岗位", 240, ("大厅屏 1",))
    user = await world.user(Role.ASSESSOR)
    await user.open("/screens/report")
    await until(lambda: "240" in content_of(user, "report-records"))
    user.find(marker="plays-xlsx").click()
    answer = await user.download.next()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "仓库搬运" in sheet
    assert "<t xml:space=\"preserve\">240</t>" in sheet


async def test_the_meter_says_what_the_ledger_says(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-manager")
    user = await world.user(Role.MANAGER)
    await user.open("/screens")
    await until(lambda: "新增有效岗位" in content_of(user, "meter"))
    text = re.sub(r"<[^>]+>", " ", content_of(user, "meter"))
    with world.market.reading() as tables:
        known = {duty.code: duty for duty in duties(tables, NOW)}
    for code in ("policy_updates", "new_jobs", "friday_review"):
        assert f"{known[code].done} / {known[code].needed}" in text
    assert "一条也没有。" in text
    # a job that is over and was on the glass all the same is counted
    world.clock.at = NOW + timedelta(days=6)
    plays(world, (6 * 86400 - 60, BOARD))
    user = await world.user(Role.MANAGER)  # the login of six days ago is over
    await user.open("/screens")
    await until(lambda: "播放记录里有到期后还放的" in content_of(user, "meter"))


def _told(tables: Tables) -> list[str]:
    return [entry.words for entry in tables.audit.page(AuditPage())[0]]


@pytest.mark.parametrize("role", [Role.CLERK, Role.ASSESSOR])
async def test_the_programme_is_written_by_who_writes_for_the_hall(world: World, role: Role) -> None:
    user = await world.user(role)
    await user.open("/screens/programme")
    await user.should_see("您的账号没有打开这一页的权限")


async def test_a_plan_is_written_reviewed_by_another_and_published(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-manager")
    editor = await world.user(Role.EDITOR)
    await editor.open("/screens/programme")
    await editor.should_see("现在放的是常用节目单")
    assert "每个岗位一小时内都会出现" in next(iter(editor.find(marker="day-said").elements)).text
    press(editor, "plan", "drop", str(_place(world, "hotlines")))
    await told(editor, "已保存")
    editor.find(marker="slot-words").click()
    await asked(editor)
    editor.find(marker="slot-title").type("今天下午停水")
    editor.find(marker="slot-text").type("两点到四点，请自带水杯。")
    editor.find(marker="slot-done").click()
    await until(lambda: "今天下午停水" in content_of(editor, "plan"), _PATIENCE_S)
    editor.find(marker="plan-submit").click()
    await until(lambda: "等着审核" in state_of(editor), _PATIENCE_S)
    world.publisher.publish("staff-manager")
    assert "hotlines" in _scenes(world)  # what nobody approved is not in force
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/review")
    assert "信息屏节目单" in content_of(reviewer, "elsewhere")
    await reviewer.open("/screens/programme")
    reviewer.find(marker="plan-approve").click()
    await told(reviewer, "节目单审核通过。")
    with world.market.reading() as tables:
        assert "改动信息屏的节目单" in world.publisher.difference(NOW).words()
        assert "节目单：审核通过" in _told(tables)
    world.publisher.publish("staff-manager")
    assert "hotlines" not in _scenes(world)
    assert "今天下午停水" in _titles(world)


async def test_who_wrote_the_plan_does_not_approve_it(world: World) -> None:
    manager = await world.user(Role.MANAGER)
    await manager.open("/screens/programme")
    press(manager, "plan", "up", "1")
    await told(manager, "已保存")
    manager.find(marker="plan-submit").click()
    await until(lambda: "等着审核" in state_of(manager), _PATIENCE_S)
    manager.find(marker="plan-approve").click()
    await told(manager, "请另一位审核员来审")
    with world.market.reading() as tables:
        assert tables.programme.approved() is None


async def test_a_plan_without_the_service_notice_cannot_be_handed_in(world: World) -> None:
    editor = await world.user(Role.EDITOR)
    await editor.open("/screens/programme")
    press(editor, "plan", "drop", str(_place(world, "service")))
    await told(editor, "已保存")
    await until(lambda: "条例第三十二条" in content_of(editor, "plan-findings"), _PATIENCE_S)
    editor.find(marker="plan-submit").click()
    await told(editor, "还有 1 处要改")


def _place(world: World, scene: str) -> int:
    with world.market.reading() as tables:
        return [slot.scene for slot in look(tables, NOW).plan.slots].index(scene)


def _programme(world: World) -> Any:
    edition = world.publisher.current()
    assert edition is not None
    try:
        return edition.programme()
    finally:
        edition.close()


def _scenes(world: World) -> list[str]:
    return [slot.scene for slot in _programme(world).slots]


def _titles(world: World) -> list[str]:
    return [slot.title for slot in _programme(world).slots]


async def test_a_line_for_one_screen_is_published_for_that_screen_alone(world: World) -> None:
    plan = ProgrammePlan(slots=(PlannedSlot(scene="service"), PlannedSlot(scene="safety", screens=("t-1",))))
    world.market.write(lambda tables: (tables.programme.save(plan, 0, "staff-editor"),
                                       tables.programme.submit("staff-editor"),
                                       tables.programme.approve("staff-reviewer", NOW)))  # fmt: skip
    world.publisher.publish("staff-manager")
    shown = {}
    for screen in ("t-1", "t-2"):
        edition = world.publisher.current()
        assert edition is not None
        shown[screen] = [slot.scene for slot in edition.for_screen(screen).programme().slots]
        edition.close()
    assert shown == {"t-1": ["service", "safety"], "t-2": ["service"]}


async def test_an_emergency_is_acknowledged_by_each_screen_and_kiosk_with_its_seconds(world: World) -> None:
    world.add_job(Stage.APPROVED)
    world.publisher.publish("staff-manager")
    screen, kiosk = add_screen(world), add_screen(world, "自助机 A1", 2, TerminalKind.KIOSK)
    add_screen(world, "坏屏", 3)
    clerk = await world.user(Role.CLERK)
    await clerk.open("/emergency")
    clerk.find(marker="preset-fire").click()
    clerk.find(marker="declare").click()
    await asked(clerk)
    clerk.find(marker="sure").click()
    await told(clerk, "紧急通知已发出")
    await until(lambda: content_of(clerk, "acks").count("还没有回音") == 3, _PATIENCE_S)
    edition = world.publisher.kept()[0]
    assert edition.kind == "emergency"
    (slot,) = [one for one in _programme(world).slots if one.scene == "emergency"]
    assert (slot.title, slot.stops_kiosks) == ("着火了，请马上离开", True)
    assert slot.shown_until == NOW + timedelta(hours=1)
    (alarm, *_) = scenes_of_edition(world.publisher).alarms(NOW)
    painted = NOW + timedelta(seconds=1.4)
    world.clock.at = NOW + timedelta(seconds=3)
    beat(world, screen, painted_order=edition.order - 1, painted_scene=alarm, painted_at=to_text(painted))
    beat(world, kiosk, painted_order=edition.order, painted_scene="emergency", painted_at=to_text(painted))
    await until(lambda: "用了 1.4 秒" in content_of(clerk, "acks"), _PATIENCE_S)
    acks = re.sub(r"<[^>]+>", " ", content_of(clerk, "acks"))
    assert re.search(r"大厅屏 1\s+信息屏\s+还没有回音，过了 3 秒", acks), acks  # the edition before is no proof
    beat(world, screen, painted_order=edition.order, painted_scene=alarm, painted_at=to_text(painted))
    await until(lambda: content_of(clerk, "acks").count("用了 1.4 秒") == 2, _PATIENCE_S)
    assert "还没有回音" in content_of(clerk, "acks")
    clerk.find(marker="lift").click()
    await told(clerk, "紧急通知已结束")
    with world.market.reading() as tables:
        noted = _told(tables)
    assert any("3 处里 2 处显示了，最慢 1.4 秒；没有：坏屏" in words for words in noted)
    assert any("紧急通知：着火了，请马上离开" in words for words in noted)


async def test_words_of_ones_own_need_a_reviewer(world: World) -> None:
    world.publisher.publish("staff-manager")
    clerk = await world.user(Role.CLERK)
    await clerk.open("/emergency")
    await clerk.should_not_see(marker="preset-own")
    clerk.find(marker="preset-weather").click()
    (title,) = clerk.find(marker="title").elements
    await until(lambda: bool(title.value))
    title.value = "今天提前下班"  # as a forged page would send it
    clerk.find(marker="declare").click()
    await asked(clerk)
    clerk.find(marker="sure").click()
    await told(clerk, "您的账号没有这项权限")
    with world.market.reading() as tables:
        assert tables.emergencies.get(NOW) is None


async def test_an_emergency_must_have_an_end(world: World) -> None:
    world.publisher.publish("staff-manager")
    reviewer = await world.user(Role.REVIEWER)
    await reviewer.open("/emergency")
    reviewer.find(marker="title").type("停水")
    reviewer.find(marker="text").type("今天下午停水")
    reviewer.find(marker="declare").click()
    await told(reviewer, "请填日期和时间")
    with world.market.reading() as tables:
        assert tables.emergencies.get(NOW) is None
