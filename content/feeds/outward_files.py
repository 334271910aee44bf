"""The files the page 对外发布 hands out, each made from the edition in force and named by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from content.clock import local
from content.edition.reading import Edition
from content.feeds.outward import exchange_csv, jobs_csv, jobs_json, policies_json
from content.feeds.site_zip import site_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class OutwardFile:
    """A file of 对外发布 made from the edition in force; `name` is what it is called when taken home."""

    key: str
    word: str  # on its button
    stem: str
    ending: str
    mime: str
    make: Callable[[Edition, datetime], bytes]

    def name(self, number: int, now: datetime) -> str:
        """Return the file's name: 岗位-第12期-20261127.csv."""
        return f"{self.stem}-第{number}期-{local(now):%Y%m%d}.{self.ending}"


SITE = OutwardFile(key="site", word="下载网站压缩包", stem="网站", ending="zip", mime="application/zip", make=site_zip)
POLICIES = OutwardFile(key="policies", word="政策 JSON", stem="政策", ending="json", mime="application/json",
                       make=policies_json)  # fmt: skip
JOBS_CSV = OutwardFile(key="csv", word="岗位 CSV", stem="岗位", ending="csv", mime="text/csv", make=jobs_csv)
JOBS_JSON = OutwardFile(key="json", word="岗位 JSON", stem="岗位", ending="json", mime="application/json",
                        make=jobs_json)  # fmt: skip
EXCHANGE = OutwardFile(key="exchange", word="省平台交换文件", stem="省平台岗位交换", ending="csv", mime="text/csv",
                       make=exchange_csv)  # fmt: skip
OUTWARD_FILES = {one.key: one for one in (SITE, POLICIES, JOBS_CSV, JOBS_JSON, EXCHANGE)}
