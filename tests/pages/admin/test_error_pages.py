"""What a fault looks like from outside: a sentence and a number that stands in the log, and nothing of our insides."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from nicegui import app as nicegui_app
from nicegui import ui
from nicegui.nicegui import _exception_handler_500

from content.admin.desk import Desk
from content.admin.parts import DeskPage
from content.admin.shell import hang
from content.faults import answer_faults
from content.model.codes import Role
from tests.pages.admin.whole_hub import HUB, whole_hub
from tests.pages.simulation import PatientUser, simulated

SECRET = "341721199003071234 at /var/lib/linggong"  # no checksum on purpose: it belongs to nobody


class Insides(Exception):
    """Something that must not come out."""


async def _fails(desk: Desk) -> None:
    raise Insides(SECRET)


async def _fails_later(desk: Desk) -> None:
    def press() -> None:
        raise Insides(SECRET)

    ui.button("按", on_click=press).mark("press")


def _numbers(caplog: pytest.LogCaptureFixture) -> list[str]:
    messages = (record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)
    return [found[1] for found in map(re.compile(r"^fault (\d{6})$").match, messages) if found]


def _says_nothing(text: str) -> bool:
    return not re.search(r"Insides|Traceback|341721|/var/lib|\.py\b", text)


async def test_a_page_that_fails_tells_a_number_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with whole_hub(tmp_path, caplog) as hub, hub.logged_in(Role.MANAGER) as browser:
        hang(hub.app.state.desk_parts, (DeskPage(path="/planted", title="坏的一页", body=_fails),))
        answer = await browser.get("/staff/planted")
        (number,) = _numbers(caplog)
        assert answer.status_code == 500
        assert f"编号 {number} " in answer.text and "出了错" in answer.text
        assert _says_nothing(answer.text)
        assert any(record.exc_info and SECRET in str(record.exc_info[1]) for record in caplog.records)
        caplog.clear()


async def test_a_button_that_fails_tells_a_number_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with whole_hub(tmp_path, caplog) as hub, hub.logged_in(Role.MANAGER) as browser:
        hang(hub.app.state.desk_parts, (DeskPage(path="/planted", title="坏的一页", body=_fails_later),))
        browser.base_url = httpx.URL(f"{HUB}/staff")
        user = PatientUser(browser)
        await user.open("/planted")
        user.find(marker="press").click()
        await user.should_see("这一步出了意外")
        (number,) = _numbers(caplog)
        assert f"编号 {number} " in user.notify.messages[-1] and _says_nothing(user.notify.messages[-1])
        caplog.clear()


async def test_a_plain_route_that_fails_tells_a_number_and_nothing_else(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    answer_faults(app)

    @app.get("/planted")
    async def planted() -> None:
        raise Insides(SECRET)

    @app.post("/told")
    async def told(number: int) -> None:
        return None

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=HUB) as browser:
        answer, malformed = await browser.get("/planted"), await browser.post("/told", params={"number": SECRET})
    (number,) = _numbers(caplog)
    assert answer.status_code == 500 and f"编号 {number} " in answer.text and _says_nothing(answer.text)
    assert malformed.status_code == 422 and "请系统管理员" in malformed.json()["detail"]
    assert _says_nothing(malformed.text)


async def test_without_our_pages_the_framework_tells_all_of_it(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = FastAPI()

    @app.post("/told")
    async def told(number: int) -> None:
        return None

    with simulated(caplog):

        @ui.page("/planted")
        async def planted() -> None:
            raise Insides(SECRET)

        # the handlers of a test before stay with NiceGUI's one app
        monkeypatch.setitem(nicegui_app.exception_handlers, Exception, _exception_handler_500)
        ui.run_with(app, mount_path="/staff")
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url=HUB) as browser:
                assert not _says_nothing((await browser.get("/staff/planted")).text)
                assert not _says_nothing((await browser.post("/told", params={"number": SECRET})).text)
        caplog.clear()
