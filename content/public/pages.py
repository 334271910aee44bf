"""The phone pages as pure functions of an edition and a moment; one renderer for the server and the static site.

Every page is whole HTML of at most 20 KB with its style inside; links end in "/" so that plain files serve them too.
Paths are those the QR codes carry: `/job/{number}`, `/policies/{id}`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from content.clock import calendar_day, local
from content.edition.reading import Edition
from content.edition.search import JobQuery, search_jobs
from content.model.places import HOTLINES, TOWNSHIPS
from content.model.published import PublicJob
from content.model.trades import trade_groups
from content.theme import words

PAGE = 20
LONGEST_QUERY = 40
_LATEST = 5
_REST = "…（全文请到窗口看）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a visitor of the job list asked for; `after` is the place the page before ended at."""

    text: str = ""
    group: str = ""
    township: str = ""
    today: bool = False
    after: int = 0

    def link(self, after: int = 0) -> str:
        """Return the address of a list with these words."""
        named = {"q": self.text, "group": self.group, "township": self.township, "today": "1" if self.today else "",
                 "after": str(after) if after else ""}  # fmt: skip
        return "/jobs/?" + urlencode({name: value for name, value in named.items() if value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page: its HTML and the status a server gives with it."""

    html: str
    status: int = 200


@cache
def style() -> str:
    """Return the style every page carries."""
    return (Path(__file__).parent / "phone.css").read_text("utf8").strip()


@cache
def content_policy() -> str:
    """Return the Content-Security-Policy of the pages: nothing loads, nothing runs, forms go home only."""
    digest = b64encode(sha256(style().encode()).digest()).decode()
    return (f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'")  # fmt: skip


def _last_day(until: datetime) -> str:
    """Return 2026年12月31日 for an end at the midnight after it."""
    moment = local(until) - timedelta(microseconds=1)
    return f"{moment.year}年{words.day(moment.date())}"


def cut(text: str, most: int) -> Markup:
    """Return text as HTML of at most so many bytes, a mark and where the rest is read included."""
    whole = escape(text)
    if len(whole.encode()) <= most:
        return whole
    room, kept = most - len(_REST.encode()), []
    for char in text:
        room -= len(escape(char).encode())
        if room < 0:
            break
        kept.append(char)
    return escape("".join(kept)) + _REST


@cache
def _templates() -> Environment:
    made = Environment(loader=PackageLoader("content.public", "templates"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    made.filters["cut"] = cut
    made.globals.update(words=words, groups=trade_groups(), townships=TOWNSHIPS, hotlines=HOTLINES,
                        last_day=_last_day)
    return made


class Site:
    """The pages of one edition at one moment; `searchable` is False where no server answers a search."""

    def __init__(self, edition: Edition, now: datetime, searchable: bool = True) -> None:
        self._edition, self._now, self._searchable = edition, now, searchable
        self._market = edition.market()

    def _page(self, template: str, title: str, status: int = 200, **values: object) -> Answer:
        html = _templates().get_template(template).render(
            title=title, style=style(), market=self._market, manifest=self._edition.manifest,
            searchable=self._searchable, now=self._now, today=calendar_day(self._now), **values,
        )  # fmt: skip
        return Answer(html=html, status=status)

    def home(self) -> Answer:
        """Return the first page: search, trades, what can be done today, the latest policies."""
        today = search_jobs(self._edition, JobQuery(today=calendar_day(self._now), limit=_LATEST), self._now)
        return self._page(
            "home.html", self._market.name, counts=self._edition.group_counts(self._now), jobs=today.jobs,
            today_count=today.count, policies=self._edition.policies(self._now)[:_LATEST],
            notices=self._edition.notices(self._now), headcount=self._edition.headcount(self._now),
        )  # fmt: skip

    def jobs(self, asked: Asked) -> Answer:
        """Return one page of at most 20 jobs."""
        asked = replace(
            asked, text=asked.text[:LONGEST_QUERY], group=asked.group if asked.group in trade_groups() else "",
            township=asked.township if asked.township in TOWNSHIPS else "",
        )  # fmt: skip
        query = JobQuery(text=asked.text, group=asked.group, townships=(asked.township,) if asked.township else (),
                         limit=PAGE + 1, after=asked.after,
                         today=calendar_day(self._now) if asked.today else None)  # fmt: skip
        found = search_jobs(self._edition, query, self._now)
        more = asked.link(found.places[PAGE - 1]) if len(found.jobs) > PAGE else ""
        return self.job_list(asked, found.jobs[:PAGE], found.count, more, found.reason)

    def job_list(self, asked: Asked, jobs: Sequence[PublicJob], count: int, more: str, reason: str = "") -> Answer:
        """Return a page of jobs that were found already."""
        return self._page("jobs.html", "找活", asked=asked, jobs=jobs, count=count, more=more, reason=reason)

    def job(self, number: str) -> Answer:
        """Return a job; one that ended says so, and an unknown number says what that may mean."""
        known = number.isdecimal() and len(number) < 16
        job = self._edition.job_by_number(int(number)) if known else None
        if job is None:
            return self.missing(f"岗位 {number[:16]} 现在不招人", "可能已经招满，或者号码不对。看看别的活吧。", 404)
        if job.valid_until <= self._now:
            ended = f"“{job.title}”招到{words.deadline(job)}为止。看看别的活吧。"
            return self.missing(f"岗位 {job.number} 已经截止", ended, 410)
        return self._page("job.html", job.title, job=job)

    def policies(self) -> Answer:
        """Return all policies in force."""
        leaves = [(f"/policies/{one.id}/", one.title, one.summary, f"{one.level.label}级 · {one.category.label}")
                  for one in self._edition.policies(self._now)]  # fmt: skip
        return self._leaves("政策", leaves)

    def policy(self, record_id: str) -> Answer:
        """Return a policy's page, 404 with a sentence when it is not in the edition."""
        found = next((one for one in self._edition.policies(self._now) if one.id == record_id), None)
        return self._gone("政策") if found is None else self._page("policy.html", found.title, policy=found)

    def courses(self) -> Answer:
        """Return all courses to come."""
        leaves = [(f"/courses/{one.id}/", one.name, one.schedule, one.mode.label)
                  for one in self._edition.courses(self._now)]  # fmt: skip
        return self._leaves("培训", leaves)

    def course(self, record_id: str) -> Answer:
        """Return a course's page, 404 with a sentence when it is not in the edition."""
        found = next((one for one in self._edition.courses(self._now) if one.id == record_id), None)
        return self._gone("培训") if found is None else self._page("course.html", found.name, course=found)

    def fairs(self) -> Answer:
        """Return all fairs to come."""
        leaves = [(f"/fairs/{one.id}/", one.name, one.summary, words.day_and_minute(one.starts_at))
                  for one in self._edition.fairs(self._now)]  # fmt: skip
        return self._leaves("招聘会", leaves)

    def fair(self, record_id: str) -> Answer:
        """Return a fair's page, 404 with a sentence when it is not in the edition."""
        found = next((one for one in self._edition.fairs(self._now) if one.id == record_id), None)
        return self._gone("招聘会") if found is None else self._page("fair.html", found.name, fair=found)

    def rights(self) -> Answer:
        """Return all rights articles and whom to call."""
        leaves = [(f"/rights/{one.id}/", one.title, one.summary, one.topic.label)
                  for one in self._edition.articles(self._now)]  # fmt: skip
        return self._leaves("维权", leaves)

    def article(self, record_id: str) -> Answer:
        """Return a rights article's page, 404 with a sentence when it is not in the edition."""
        found = next((one for one in self._edition.articles(self._now) if one.id == record_id), None)
        return self._gone("维权") if found is None else self._page("article.html", found.title, article=found)

    def _leaves(self, title: str, leaves: list[tuple[str, str, str, str]]) -> Answer:
        return self._page("leaves.html", title, leaves=leaves)

    def _gone(self, what: str) -> Answer:
        return self.missing(f"这条{what}已经撤下", "可能到期了，或者链接不完整。", 404)

    def missing(self, title: str, sentence: str, status: int) -> Answer:
        """Return a page that says in words why there is nothing."""
        return self._page("missing.html", title, status=status, sentence=sentence)
