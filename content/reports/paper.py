"""`python -m content.reports.paper < page.html > paper.pdf`: draws one A4 paper in a process of its own.

WeasyPrint holds well over 100 MB while it draws; the hub must not. Nothing is fetched: a page may use the fonts of the
system and pictures given as data: addresses.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from content.errors import ContentError

_DEADLINE_S = 60
_YIELDS = 5  # of niceness: pages go first where both cores are taken


class PaperError(ContentError):
    """A paper could not be drawn."""


@cache
def _templates() -> Environment:
    return Environment(loader=PackageLoader("content.reports", "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip


def page_of(template: str, values: Mapping[str, Any]) -> str:
    """Return a template of `content/reports/templates` filled in; every value is escaped."""
    return _templates().get_template(template).render(**values)


def draw(html: str) -> bytes:
    """Return the page as PDF; blocks for a second or two. PaperError when it cannot be drawn."""
    bare = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "HOME", "PYTHONPATH")}
    command = [sys.executable, "-m", "content.reports.paper"]
    try:
        done = subprocess.run(command, input=html.encode(), capture_output=True, timeout=_DEADLINE_S, env=bare,
                              check=False)  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise PaperError("这张纸一分钟还没有画好，请少选一些内容再打印。") from error
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise PaperError("这张纸没有画成，请系统管理员运行体检（linggong doctor）看看字体装好没有。")
    return done.stdout


def main() -> int:
    """Draw standard input to standard output."""
    os.nice(_YIELDS)
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class DataOnly(URLFetcher):  # type: ignore[misc]  # weasyprint has no type hints
        """Opens data: addresses and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if not url.startswith("data:"):
                raise ValueError("a paper fetches nothing")
            return super().fetch(url, headers)

    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(HTML(string=html, url_fetcher=DataOnly()).write_pdf())
    return 0


if __name__ == "__main__":
    sys.exit(main())
