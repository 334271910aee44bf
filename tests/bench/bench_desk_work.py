"""Whether a touch at the kiosk waits for the desk: the same walk while the desk rests and while three clerks work.

The clerks' browsers would stand on other machines, so their work is asked of the hub directly: lists searched and
filtered, a firm's table of 2,000 rows sent in again and again, and a publishing at the beginning of each busy walk.
"""

from __future__ import annotations

import io
import itertools
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

import httpx
from openpyxl import Workbook
from playwright.sync_api import Browser, Page

from tests.bench.desk_to_screen import log_in
from tests.bench.figures import Figure
from tests.bench.kiosk_tour import Walk
from tests.bench.painting import chromium
from tests.bench.running_demo import RunningDemo

_ROUNDS = 6
_CLERKS = 3
_PAUSE_S = 1.5  # a quick clerk looks at a list for that long
_ROWS = 2_000
_MOST_RATIO = 1.2
_LISTS = ("/jobs", "/jobs?text=banyun", "/jobs?text=保洁", "/jobs?stage=approved", "/review", "/employers", "/policies",
          "/", "/editions", "/friday")  # fmt: skip


def _table() -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("岗位")
    sheet.append(("用工单位", "岗位名称", "工种", "岗位职责", "人数", "薪资"))
    for row in range(_ROWS):
        sheet.append((f"示例 {row % 40} 厂", f"装卸工{row}", "装卸搬运", "卸车码垛，搬到二楼", "5", "260"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cookies(page: Page) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}


@contextmanager
def _clerks(origin: str, cookies: dict[str, str]) -> Iterator[list[int]]:
    """Let the clerks work until the block ends; the list grows by an answer's status each."""
    stopped, answers, table = threading.Event(), list[int](), _table()

    def reads(first: int) -> None:
        with httpx.Client(base_url=origin, cookies=cookies, trust_env=False, timeout=60) as desk:
            for path in itertools.islice(itertools.cycle(_LISTS), first, None):
                answers.append(desk.get(f"/staff{path}").status_code)
                if stopped.wait(_PAUSE_S):
                    return

    def sends() -> None:
        with httpx.Client(base_url=origin, cookies=cookies, trust_env=False, timeout=60) as desk:
            while not stopped.wait(_PAUSE_S):
                sent = desk.put("/upload?sorts=XLSX", content=table, headers={"X-Name": "jobs.xlsx"})
                answers.append(sent.status_code)

    threads = [threading.Thread(target=reads, args=(clerk * 3,)) for clerk in range(_CLERKS)]
    threads.append(threading.Thread(target=sends))
    for one in threads:
        one.start()
    try:
        yield answers
    finally:
        stopped.set()
        for one in threads:
            one.join()


def _publish(desk: Page, demo: RunningDemo) -> None:
    desk.goto(demo.url("hub", "/staff/review"))
    desk.get_by_role("button", name="发布第").click()


def _presses(walk: Walk) -> list[float]:
    before = len(walk.times.presses)
    walk.round()
    return walk.times.presses[before:]


def _measured(browser: Browser, demo: RunningDemo) -> tuple[list[float], list[float], list[int]]:
    demo.said(r"(按 Ctrl-C 关门)")
    desk = log_in(browser, demo.said(r"(http\S+/enter\?link=\S+)"))
    walk, idle, busy, answers = Walk(browser, demo.url("kiosk", "")), list[float](), list[float](), list[int]()
    walk.round()
    for turn in range(_ROUNDS):
        print(f"  walk {turn + 1} of {_ROUNDS}", file=sys.stderr)
        idle += _presses(walk)
        with _clerks(demo.url("hub", ""), _cookies(desk)) as answered:
            _publish(desk, demo)
            busy += _presses(walk)
        answers += answered
        time.sleep(1)  # what the clerks left running ends before the next quiet walk
    return idle, busy, answers


def run() -> list[Figure]:
    """Walk through the kiosk by turns, the desk at rest and at work."""
    with ExitStack() as stack:
        demo = RunningDemo(Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="linggong-bench-"))))
        browser = stack.enter_context(chromium())
        with demo.running():
            idle, busy, answers = _measured(browser, demo)
    if set(answers) != {200}:
        raise RuntimeError(f"the desk did not do its work: {sorted(set(answers))}")
    quiet, loaded = (sorted(times)[int(len(times) * 0.95)] for times in (idle, busy))
    return [
        Figure(name="touch → paint at the kiosk while the desk works, p95", value=loaded, unit="ms", baseline=quiet,
               note=f"{len(busy)} touches, {len(answers)} answers of the desk; medians {median(busy):.0f}"
                    f" / {median(idle):.0f} ms"),
        Figure(name="the same, desk at work ÷ desk at rest", value=loaded / quiet, unit="×", target=_MOST_RATIO),
    ]  # fmt: skip
