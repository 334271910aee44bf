"""Nobody gets out of the kiosk's page: the shipped policy, read by Chromium where the machine has it (T19).

A mount namespace of its own holds the policy, so that no other browser of this machine is touched. The one key left out
is the one that would keep this test from asking (DeveloperToolsAvailability); it is read in the file, as downloads are,
which the test's own driver takes over. Keys above the page are no matter of a policy: udev keeps keyboards off.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM

POLICY = Path(__file__).parents[2] / "systemd/chromium/linggong-kiosk.json"
SHIPPED: dict[str, Any] = json.loads(POLICY.read_text("utf8"))
BLOCKED = "ERR_BLOCKED_BY_ADMINISTRATOR"
PAGE = "<!doctype html><title>kiosk</title><body>在招"
WRAP = """#!/bin/sh
exec unshare {how} sh -c 'mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
{copy} exec {chromium} "$@"' sh "$@"
"""
# what a page can try by itself, each ending in a word; the words below are what a walk-in may get
TRIES = {
    "camera": "navigator.mediaDevices.getUserMedia({ video: true }).then(() => 'opened', (e) => e.name)",
    "place": "new Promise((ok) => navigator.geolocation.getCurrentPosition(() => ok('told'), () => ok('refused')))",
    "notices": "Promise.resolve(Notification.permission)",
    "serial": "navigator.permissions.query({ name: 'serial' }).then((one) => one.state, (e) => e.name)",
}


class Kiosk(BaseHTTPRequestHandler):
    """A page where the kiosk's would be."""

    def do_GET(self) -> None:
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _serving() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Kiosk)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def origins() -> Iterator[tuple[str, str]]:
    """The kiosk's origin, and another one on the same machine."""
    with _serving() as kiosk, _serving() as other:
        yield kiosk, other


@contextmanager
def _browser(playwright: Playwright, folder: Path, policy: dict[str, Any] | None, origin: str) -> Iterator[Page]:
    wrapper, copy = folder / "chromium", ""
    if policy is not None:
        own = {key: value for key, value in policy.items() if key != "DeveloperToolsAvailability"}
        (folder / "policy.json").write_text(json.dumps(own | {"URLAllowlist": [origin]}), "utf8")
        copy = f"cp {folder / 'policy.json'} /etc/chromium/policies/managed/ &&"
    wrapper.write_text(WRAP.format(how="-m" if os.geteuid() == 0 else "-rm", copy=copy, chromium=CHROMIUM), "utf8")
    wrapper.chmod(0o755)
    arguments = [*ARGUMENTS, "--use-fake-device-for-media-stream"]
    browser = playwright.chromium.launch(executable_path=wrapper, args=arguments)
    page = browser.new_context().new_page()
    page.goto(origin)
    yield page
    browser.close()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as one:
        yield one


@pytest.fixture(scope="module")
def locked(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, origins: tuple[str, str]
           ) -> Iterator[Page]:  # fmt: skip
    """The kiosk's browser under the shipped policy."""
    with _browser(playwright, tmp_path_factory.mktemp("locked"), SHIPPED, origins[0]) as page:
        yield page


@pytest.fixture(scope="module")
def open_one(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory, origins: tuple[str, str]
             ) -> Iterator[Page]:  # fmt: skip
    """The same browser without a policy: the control."""
    with _browser(playwright, tmp_path_factory.mktemp("open"), None, origins[0]) as page:
        yield page


def _reached(page: Page, address: str) -> str:
    """Return what stands at an address, or why nothing does."""
    other = page.context.new_page()
    try:
        other.goto(address, timeout=10_000)
        return other.inner_text("body", timeout=5_000) or other.content()
    except Error as error:
        return BLOCKED if BLOCKED in str(error) else str(error).splitlines()[0]
    finally:
        other.close()


ADDRESSES = ("file:///etc/passwd", "file:///", "view-source:{kiosk}", "data:text/html,out", "{other}/",
             "chrome://flags/", "chrome://policy/", "chrome://version/", "chrome://inspect/", "devtools://devtools/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_other_address_is_reached(locked: Page, origins: tuple[str, str], address: str) -> None:
    kiosk, other = origins
    assert _reached(locked, address.format(kiosk=kiosk, other=other)) == BLOCKED
    assert "在招" in _reached(locked, kiosk)


def test_without_the_policy_the_machine_lies_open(open_one: Page, origins: tuple[str, str]) -> None:
    assert "root:" in _reached(open_one, "file:///etc/passwd")
    assert "在招" in _reached(open_one, origins[1])


def test_a_page_gets_no_camera_no_place_and_no_line(locked: Page) -> None:
    got = {name: locked.evaluate(script) for name, script in TRIES.items()}
    assert got["camera"] == "NotAllowedError" and got["place"] == "refused"
    assert got["notices"] == "denied" and got["serial"] != "granted"


def test_the_shipped_file_keeps_the_tools_shut_and_lets_only_the_pages_through() -> None:
    assert SHIPPED["DeveloperToolsAvailability"] == 2 and "*" in SHIPPED["URLBlocklist"]
    assert SHIPPED["URLAllowlist"] == ["http://127.0.0.1:8081", "file:///usr/lib/linggong/boot/"]
    shut = ("PrintingEnabled", "DownloadRestrictions", "IncognitoModeAvailability", "BrowserGuestModeEnabled")
    assert [SHIPPED[key] for key in shut] == [False, 3, 1, False]
