"""T27 and T28 in a real browser: nothing typed into a record acts anywhere, and leaving ends the other tab."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from content.admin.login import issue_link
from content.clock import SystemClock
from content.edition.trust import keep_trusted
from content.house import open_house
from content.model.codes import Role
from content.model.published import EditionContent
from content.public.app import make_app
from content.public.current import Current
from content.settings import HubSettings
from tests.browser.kiosk_rig import START_S, KioskRig, wait_until
from tests.contract.link_house import free_port
from tests.fixtures.scripts import PAYLOADS, poisoned
from tests.pages.admin.test_scripts import PAGES, plant
from tests.pages.admin.world import STAFF
from tests.unit.content.edition.samples import TRUSTED, shelved
from tests.unit.content.public.test_scripts_are_words import KINDS, everywhere
from tests.unit.signage.hall import hall


@dataclass(slots=True)
class Watched:
    """A browser window in which anything that acts, or asks elsewhere, is noted."""

    context: BrowserContext
    page: Page
    origin: str
    noted: list[str] = field(default_factory=list)

    def look(self, path: str, settle: str) -> None:
        """Open a page, wait for it, and note what acted."""
        self.page.goto(self.origin + path)
        self.page.wait_for_function(f"() => {settle}")  # an expression would need eval, which the policy forbids
        if self.page.evaluate("window.__pwn !== undefined"):
            self.noted.append(f"{path} acted")


@contextmanager
def watched(browser: Browser, origin: str) -> Iterator[Watched]:
    """Open a window on an origin."""
    context = browser.new_context(locale="zh-CN")
    seen = Watched(context=context, page=context.new_page(), origin=origin)
    own = (origin, origin.replace("http", "ws", 1), "data:", "blob:", "about:")

    def asked(url: str) -> None:
        if not url.startswith(own):
            seen.noted.append(f"asked {url}")

    context.on("request", lambda request: asked(request.url))
    context.on("response", lambda answer: seen.noted.append(answer.url) if answer.status >= 500 else None)
    seen.page.on("dialog", lambda dialog: (seen.noted.append("dialog"), dialog.dismiss()))
    try:
        yield seen
    finally:
        context.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A hub in a process of its own, with records full of programs."""

    url: str
    links: list[str]
    ids: dict[str, list[str]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data, port = tmp_path_factory.mktemp("hub"), free_port()
    house = open_house(HubSettings(data=data, reserve_mb=1), SystemClock())
    house.market.write(lambda tables: [tables.staff.add(staff) for staff in STAFF.values()])
    ids = house.market.write(lambda tables: plant(tables, PAYLOADS[8]))
    links = [issue_link(house.market, house.keys, role.value, house.clock.now())
             for role in (Role.MANAGER, Role.EDITOR)]  # fmt: skip
    house.market.close()
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "NICEGUI"))}
    settings = {"LINGGONG_HUB_DATA": str(data), "LINGGONG_HUB_PORT": str(port), "LINGGONG_HUB_RESERVE_MB": "1"}
    process = subprocess.Popen([sys.executable, "-m", "content", "serve"], env=clean | settings)
    try:
        wait_until(lambda: _answers(port), "the hub to answer", START_S)
        yield Desk(url=f"http://127.0.0.1:{port}", links=links, ids=ids)
    finally:
        process.terminate()
        process.wait(15)


def _answers(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2) as answer:
        return bool(answer.status == 200)


def _enter(page: Page, desk: Desk, link: str) -> None:
    page.goto(f"{desk.url}/enter?link={link}")
    page.get_by_role("button", name="进入后台").click()
    page.wait_for_function("window.did_handshake === true")


@pytest.mark.soak
def test_no_page_of_the_desk_acts_and_leaving_ends_the_other_tab(browser: Browser, desk: Desk) -> None:
    with watched(browser, desk.url) as window:
        _enter(window.page, desk, desk.links[0])
        forms = [f"/{kind}/{one}" for kind, some in desk.ids.items() for one in some]
        for path in (*PAGES[:3], *forms[:4]):
            window.look(f"/staff{path}", "window.did_handshake === true")
            assert "__pwn" in window.page.content(), path
        assert window.noted == []

        other = window.context.new_page()
        sockets: list[bool] = []
        other.on("websocket", lambda socket: socket.on("close", lambda _: sockets.append(True)))
        other.goto(f"{desk.url}/staff/jobs")
        other.wait_for_function("window.did_handshake === true")
        window.page.locator("form[action='/leave'] button").click()
        window.page.wait_for_url("**/enter")
        other.get_by_text("这次登录已经在别处退出").wait_for()
        other.wait_for_timeout(200)
        assert sockets == [True]
        assert other.evaluate("window.socket.connected") is False


def test_the_watch_sees_what_acts(browser: Browser, desk: Desk) -> None:
    """The control: the same words as markup do act, and do ask elsewhere."""
    with watched(browser, desk.url) as window:
        window.page.goto(f"{desk.url}/enter")
        window.page.evaluate("words => document.body.insertAdjacentHTML('beforeend', words)", PAYLOADS[8])
        window.page.wait_for_function("window.__pwn === 1")
    with watched(browser, "http://127.0.0.1:1") as window:
        window.page.goto(f"{desk.url}/enter")
        assert any(one.startswith("asked") for one in window.noted)


def test_no_scene_of_the_screen_acts(browser: Browser, tmp_path: Path) -> None:
    with hall(tmp_path, stay_s=0.25) as running:
        running.publish(everywhere(20), 1)
        with watched(browser, running.url) as window:
            window.look("/player", "document.querySelector('.layer.front .scene') !== null")
            scenes = {window.page.locator(".layer.front .scene").inner_text()}
            for _ in range(20):
                window.page.wait_for_timeout(250)
                scenes.add(window.page.locator(".layer.front").inner_text())
            assert window.page.evaluate("window.__pwn === undefined")
            assert window.noted == [] and sum("__pwn" in scene for scene in scenes) >= 5


@contextmanager
def _phones(folder: Path) -> Iterator[str]:
    content = everywhere(20)
    shelved(folder, content)
    keep_trusted(folder / "shelf", TRUSTED)
    port = free_port()
    app = make_app(Current(folder / "shelf", "kiosk"), SystemClock())
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, "the phone pages")
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def test_no_phone_page_acts(browser: Browser, tmp_path: Path) -> None:
    with _phones(tmp_path) as url, watched(browser, url) as window:
        for path in ("/", "/policies/", "/policies/x-policies-0/", "/policies/x-policies-8/", "/rights/x-articles-7/"):
            window.look(path, "document.readyState === 'complete'")
            assert "__pwn" in window.page.content(), path
        assert window.noted == []


def _spoilt(held: EditionContent) -> EditionContent:
    """Return the market of the demonstration with programs in all its text fields."""
    kinds = {
        kind: tuple(poisoned(one, PAYLOADS[place % len(PAYLOADS)]) for place, one in enumerate(getattr(held, kind)))
        for kind in KINDS
    }
    return replace(held, market=poisoned(held.market, PAYLOADS[7]), **kinds)


def test_no_page_of_the_kiosk_acts(browser: Browser, tmp_path: Path) -> None:
    rig = KioskRig(tmp_path, shaped=_spoilt)
    try:
        with watched(browser, rig.url) as window:
            for path in ("/kiosk/jobs", f"/kiosk/job/{rig.content.jobs[0].number}", "/kiosk/policies"):
                window.look(path, "window.did_handshake === true && document.querySelector('.page') !== null")
                window.page.wait_for_function("() => document.body.innerText.includes('__pwn')")
            assert window.noted == []
    finally:
        rig.stop()
