"""The pictures of 报表: the list, a month with its figures, and the first page of its paper."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import expect

from tests.browser.desk_people import AtTheDesk

_MADE_MS = 60_000
_ACROSS = 1280  # pixels of a page of paper


def last_month_of(list_page: str) -> str:
    """Return the address of the month before this one, as the list of reports links it."""
    months = re.findall(r"/staff(/reports/month/\d{4}-\d{2})", list_page)
    return sorted(set(months))[-2]


def month_and_paper(manager: AtTheDesk, out: Path, colours: int) -> None:
    """Open last month's report, wait until it is made, and keep its page and its paper."""
    page = manager.page
    manager.go("/reports")
    manager.go(last_month_of(page.content()))
    expect(page.locator("table.report-table").first).to_be_visible(timeout=_MADE_MS)
    page.wait_for_timeout(400)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(colours).save(out / "report-month.png", optimize=True)
    with page.expect_download(timeout=_MADE_MS) as coming:
        page.get_by_role("button", name="打印").click()
    with pypdfium2.PdfDocument(Path(coming.value.path()).read_bytes()) as document:
        paper = document[0]
        drawn = paper.render(scale=_ACROSS / paper.get_width()).to_pil().convert("RGB")
    drawn.quantize(colours).save(out / "report-paper.png", optimize=True)
    print("report-month", "report-paper", sep="\n")
