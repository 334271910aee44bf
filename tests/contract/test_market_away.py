"""The hub away, a stranger at the door, a thief at the files: what goes on, what is kept out, what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import httpx
import pytest
from playwright.sync_api import Browser, TimeoutError

from content.clock import SystemClock, calendar_day
from content.link.pairing import load
from content.privacy import KeyRing
from content.root_key import root_key
from content.store.database import Market, Readers
from kiosk.reader.demo_cards import demo_cards
from tests.contract import market_rig as rig
from tests.contract.market_rig import DEADLINE_S, Hall, complaint_numbers, ledger_numbers
from tests.contract.market_visitor import Invented, Visitor, chromium
from tests.contract.printer_process import wait_for

pytestmark = pytest.mark.soak  # a whole market for two minutes
PLACE, PHONE = 1, "13805669004"  # of the demonstration's cards; invented
# a name that no text of the market holds by chance
CANARY = Invented(name="王强", spelling=("wang", "qiang"), phone="13805669003", birth=date(1991, 7, 23), serial=869)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with rig.open_hall(rig.settings_in(tmp_path_factory.mktemp("hall"))) as opened:
        yield opened


def _hits(hall: Hall, words: str) -> list[str]:
    """Return every file below the data folder, and the logs, that hold the words in UTF-8 or UTF-16."""
    wanted = [words.encode(), words.encode("utf-16-le")]
    found = [str(path) for path in hall.settings.data.rglob("*")
             if path.is_file() and (words in path.name or any(one in path.read_bytes() for one in wanted))]  # fmt: skip
    return found + (["what the processes said"] if words in hall.spoken_text() else [])


def test_without_the_hub_everything_goes_on_and_nothing_of_it_is_in_clear(browser: Browser, hall: Hall) -> None:
    settings = hall.settings
    hall.stop("hub")
    visitor = Visitor(browser, settings.kiosk_port)
    visitor.touch("家政保洁")
    visitor.sees("个岗位")
    visitor.touch("核实")
    visitor.sees("打印小票", "不收任何费用")
    visitor.touch("打印小票")
    wait_for(lambda: len(rig.slips(settings)) == 1, DEADLINE_S, "the job's slip")
    reported, _ = visitor.report_job(CANARY.phone)
    wait_for(lambda: len(rig.slips(settings)) == 2, DEADLINE_S, "the slip of the report")
    visitor.walk_up()
    visitor.ask(reported, "0000")
    visitor.sees("现在联系不上中心，查不了")
    visitor.walk_up()
    number = visitor.register_by_hand(CANARY)
    wait_for(lambda: len(rig.slips(settings)) == 3, DEADLINE_S, "the receipt")
    assert ledger_numbers(settings) == []
    hall.start("hub")
    wait_for(lambda: ledger_numbers(settings) == [number], DEADLINE_S, "the registration to arrive")
    wait_for(lambda: complaint_numbers(settings) == [reported], DEADLINE_S, "the report to arrive")
    visitor.leave()

    planted = settings.data / "kiosk" / "planted.txt"
    planted.write_text(CANARY.number, "utf-16-le")
    assert _hits(hall, CANARY.number) == [str(planted)], "the control, and nothing but the control, is found"
    planted.unlink()
    assert _hits(hall, CANARY.phone) == []
    assert _hits(hall, CANARY.name) == []


def test_a_reported_job_is_stopped_by_a_click_and_its_receipt_is_answered(browser: Browser, hall: Hall) -> None:
    visitor = Visitor(browser, hall.settings.kiosk_port)
    visitor.touch("建筑搬运")
    visitor.touch("核实")
    visitor.sees("打印小票")
    job = visitor.page.url
    number, code = visitor.report_job("13900000000")
    wait_for(lambda: number in complaint_numbers(hall.settings), DEADLINE_S, "the report to arrive")

    desk = browser.new_context(locale="zh-CN").new_page()
    desk.goto(hall.hub_command("staff-link", "demo"))
    desk.get_by_role("button", name="进入后台").click()
    desk.wait_for_url("**/staff/")
    desk.goto(desk.url + "complaints")
    desk.get_by_role("link", name=number).click()
    desk.get_by_role("button", name="暂停展示这个岗位").click()
    desk.get_by_text("自助机和信息屏正在更新").wait_for()

    def gone() -> bool:
        visitor.page.goto(job)
        with suppress(TimeoutError):  # a busy machine: it is asked again
            visitor.page.wait_for_selector(".calm, .job-page", timeout=5_000)
        return "已经下架" in visitor.page.locator("body").inner_text()

    wait_for(gone, DEADLINE_S, "the job to be gone from the kiosk")
    desk.get_by_label("处理结果").click()
    desk.get_by_role("option", name="属实，已处理", exact=True).click()
    desk.get_by_label("给举报人的答复").fill("押金已经退了")
    desk.get_by_role("button", name="办结并答复").click()
    desk.get_by_text("已办结，凭回执能看到答复了").wait_for()
    desk.context.close()
    visitor.walk_up()
    visitor.ask(number, code)
    visitor.sees("已办结：属实，已处理", "押金已经退了")
    visitor.leave()


def _reader(hall: Hall, **command: object) -> None:
    httpx.post(f"http://127.0.0.1:{hall.settings.simulator_port}/reader", json=command, trust_env=False)


def _name_in_ledger(hall: Hall, number: str) -> str:
    keys = KeyRing.from_root(root_key(hall.settings.data / "hub" / "keys" / "root.key"))
    readers = Readers(hall.settings.data / "hub" / "market.db", keys, SystemClock())
    try:
        with readers.reading() as tables:
            return {row.number: row.name_mask for row in tables.seekers.registrations()[0]}.get(number, "")
    finally:
        readers.close()


def _to_their_record(visitor: Visitor, hall: Hall) -> None:
    _reader(hall, remove=True)
    visitor.walk_up()
    visitor.touch("我的信息")
    visitor.sees("请放好身份证")
    _reader(hall, put={"demo": PLACE})


def test_who_comes_back_with_their_card_changes_their_record_and_takes_it_back(browser: Browser, hall: Hall) -> None:
    """The hub is away while they take it back, and what they said is nowhere in clear before or after."""
    person, settings = demo_cards(calendar_day(SystemClock().now()))[PLACE], hall.settings
    visitor = Visitor(browser, settings.kiosk_port)
    visitor.ask_to_register()
    _reader(hall, put={"demo": PLACE})
    number = visitor.wish(PHONE)
    wait_for(lambda: number in ledger_numbers(settings), DEADLINE_S, "the registration to arrive")
    _to_their_record(visitor, hall)
    visitor.sees("您好", number, "138****9004", "钟点保洁")
    visitor.touch("改一改")
    visitor.pick("trade", "C02")
    visitor.pick("next")
    visitor.pick("submit")
    visitor.sees("改好了")
    wait_for(lambda: rig.all_delivered(settings), DEADLINE_S, "the correction to arrive")
    _to_their_record(visitor, hall)
    visitor.sees("钟点保洁、开荒保洁", "138****9004")
    hall.stop("hub")
    visitor.touch("删除我的信息")
    visitor.pick("sure")
    visitor.pick("delete")
    visitor.sees("删除收下了")
    assert _name_in_ledger(hall, number)[0] == person.name[0]
    hall.start("hub")
    wait_for(lambda: _name_in_ledger(hall, number) == "已删除", DEADLINE_S, "the withdrawal to arrive")
    visitor.leave()
    for secret in (person.number, person.name, PHONE):
        assert _hits(hall, secret) == []


def test_a_stranger_and_a_revoked_terminal_neither_follow_nor_file(hall: Hall) -> None:
    settings = hall.settings
    hub = f"http://127.0.0.1:{settings.hub_port}"
    paired = load(settings.data / "screen" / "paired.json")
    assert paired is not None
    envelopes = {"envelopes": []}

    def answers(token: str) -> list[int]:
        told = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=hub, headers=told, trust_env=False) as client:
            return [client.get("/link/edition").status_code, client.post("/link/filings", json=envelopes).status_code]

    assert answers("stranger") == [401, 401]
    assert answers(paired.token) == [200, 200]
    hall.stop("hub")
    keys = KeyRing.from_root(root_key(settings.data / "hub" / "keys" / "root.key"))
    _revoke(hall, keys, paired.terminal)
    hall.start("hub")
    assert answers(paired.token) == [401, 401]


def _revoke(hall: Hall, keys: KeyRing, terminal: str) -> None:
    market = Market.open(hall.settings.data / "hub" / "market.db", keys, SystemClock())
    try:
        market.write(lambda tables: tables.terminals.revoke(terminal, SystemClock().now()))
    finally:
        market.close()
