"""Debian's wapiti against a running hub, logged in and not, and against a page with a planted fault it must find (T23).

`LINGGONG_SOAK_SCAN_S` is the longest crawl and the longest time of each attack, 60 s by default.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from content.admin.login import COOKIE, issue_link, open_session
from content.clock import SystemClock
from content.house import open_house, prepare_demo
from content.settings import HubSettings
from tests.contract.link_house import free_port
from tests.contract.printer_process import wait_for

pytestmark = pytest.mark.soak
PAGES = ("/", "/jobs?q=a", "/employers?q=a", "/review", "/ledger/seekers?q=a", "/windows", "/devices", "/policies?q=a")
FEWEST_PAGES = len(PAGES)  # they are built by a program, so their links are none to wapiti: it is told of them
# wapiti calls itself a browser of 2016, and would be shown the page for browsers that are too old
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36"
LONGEST_S = os.environ.get("LINGGONG_SOAK_SCAN_S", "60")
MEDIUM = 2  # of wapiti's levels: 0 information, 1 low, 2 medium, 3 high, 4 critical
LOW = {  # what is known and stays
    'CSP "script-src" value is not safe',  # NiceGUI's pages carry their own scripts
    "X-XSS-Protection is not set",  # no browser heeds it any more
    "Strict-Transport-Security is not set",  # plain HTTP on loopback
}
MODULES = "xss,permanentxss,sql,blindsql,exec,file,crlf,redirect,backup,htaccess,cookieflags,csp,http_headers,methods"


def scanned(url: str, folder: Path, cookie: str = "") -> dict[str, Any]:
    """Crawl and attack a site; return wapiti's report."""
    folder.mkdir()
    own = ("--store-session", str(folder / "session"), "--store-config", str(folder / "config"))
    limits = ("--max-scan-time", LONGEST_S, "--max-attack-time", LONGEST_S, "--max-links-per-page", "60", "-d", "4")
    starts = (part for path in PAGES for part in ("-s", f"{url}/staff{path}"))
    login = ("-H", f"Cookie: {COOKIE}={cookie}", *starts) if cookie else ()
    command = ["wapiti", "-u", f"{url}/", "--scope", "domain", "-m", MODULES, "-A", AGENT, "-v", "1", "-f", "json",
               "-o", str(folder / "report.json"), "--flush-session", "--no-bugreport", *own, *limits, *login]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=3600,
                          env={**os.environ, "HOME": str(folder)})  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    report: dict[str, Any] = json.loads((folder / "report.json").read_text("utf8"))
    return report | {"pages": set(re.findall(r"GET (http://\S+) \(\d\)", done.stdout))}


def findings(report: dict[str, Any], at_least: int = MEDIUM) -> list[str]:
    """Return what wapiti calls a vulnerability of that level or above, with path, parameter and what it says."""
    return [f"{kind} {one['level']} {one['method']} {one['path']} {one['parameter']}: {one['info']}"
            for kind, found in report["vulnerabilities"].items() for one in found
            if one["level"] >= at_least]  # fmt: skip


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Run a hub with the demonstration's records; its address, and the token of an administrator's login."""
    data, port, clock = tmp_path_factory.mktemp("hub"), free_port(), SystemClock()
    house = open_house(HubSettings(data=data, reserve_mb=1), clock)
    prepare_demo(house, "demo")
    link = issue_link(house.market, house.keys, "demo", clock.now())
    token = open_session(house.market, house.keys, link, clock.now())
    house.market.close()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    given = {"LINGGONG_HUB_DATA": str(data), "LINGGONG_HUB_PORT": str(port), "LINGGONG_HUB_LOG_LEVEL": "ERROR"}
    process = subprocess.Popen([sys.executable, "-m", "content", "serve"], env=clean | given)
    url = f"http://127.0.0.1:{port}"

    def answers() -> bool:
        try:
            return httpx.get(f"{url}/health", trust_env=False).status_code < 500
        except httpx.HTTPError:
            return False

    try:
        wait_for(answers, 60, "the hub to answer")
        yield url, token
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize("logged_in", [False, True], ids=["stranger", "administrator"])
def test_the_scanner_finds_nothing_at_a_running_hub(hub: tuple[str, str], tmp_path: Path, logged_in: bool) -> None:
    url, token = hub
    report = scanned(url, tmp_path / "scan", token if logged_in else "")
    print(f"{len(report['pages'])} pages", findings(report, 1))
    assert findings(report) == []
    assert {one.split(": ", 1)[1] for one in findings(report, 1)} <= LOW
    assert len(report["pages"]) >= (FEWEST_PAGES if logged_in else 1), "nothing was scanned"
    assert not report["anomalies"].get("Internal Server Error")


class Planted(BaseHTTPRequestHandler):
    """A search page that says back what was asked, as markup."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query).get("q", [""])[0]
        body = f"<!doctype html><form action=/><input name=q></form><a href='/?q=1'>again</a><p>{asked}</p>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _planted() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Planted)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_the_scanner_finds_a_page_that_says_back_what_it_was_asked(tmp_path: Path) -> None:
    with _planted() as url:
        found = findings(scanned(url, tmp_path / "scan"))
    assert any("Scripting" in one and " q: " in one for one in found), found
