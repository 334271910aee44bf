"""The phone pages: small, without script or cookie, true to the minute, and the same as files."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from content.clock import SetClock
from content.edition.trust import keep_trusted
from content.model.codes import CourseKind, CourseMode, FairTheme, RightsTopic
from content.model.published import PublicArticle, PublicCourse, PublicFair, PublicJob
from content.public.app import make_app
from content.public.current import Current
from content.public.export import export, site_files
from content.public.pages import PAGE, Asked, Site, cut
from tests.unit.content.edition.samples import (
    NOW,
    TRUSTED,
    content_of,
    many_jobs,
    opened,
    public_job,
    public_policy,
    shelved,
)

LARGEST = 20_000
WILD = ("搬运", "banyun", "by", "' OR 1=1 --", "<script>alert(1)</script>", "%", "\x00", "长" * 500)
ELSEWHERE = ("//elsewhere.example", "//elsewhere.example/a", "/%2F%2Felsewhere.example", "/\\elsewhere")


class _Links(HTMLParser):
    """Gathers links and whatever a phone page must not have."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.handlers: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers |= {name for name, _ in attrs if name.startswith("on")}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


@pytest.fixture(scope="module")
def long_content():
    """Content in which every text is as long as its form allows, and 300 jobs beside it."""
    long = "这是一段很长的说明，" * 100
    job = public_job(999, employer_introduction=long, duties=long, requirements=long[:300], skills=long[:120])
    policy = public_policy(1, body="条文内容。" * 4000, summary=long[:200], who=long, where=long[:200],
                           materials=tuple(f"材料{number}" for number in range(20)))  # fmt: skip
    return content_of((job, *many_jobs(300)), policies=(policy,))


def test_the_largest_record_a_form_takes_still_fits_an_old_phone(tmp_path: Path) -> None:
    line, area = "字" * 120, "字" * 4000  # the most the desk's fields take: `content.admin.fields`
    job = public_job(7, **{field.name: line for field in fields(PublicJob) if field.type == "str"} | {
        "duties": area, "requirements": area, "employer_introduction": area, "township_code": "341721100",
        "trade_code": "A11", "trade_group": "A"})  # fmt: skip
    policy = public_policy(1, title=line, document_number=line, issuer=line, source_name=line, source_url=line,
                           summary=area, who=area, body=area, where=area, materials=("字" * 39,) * 50)  # fmt: skip
    course = PublicCourse(id="c1", name=line, kind=CourseKind.SKILL, outline=area, schedule=area, starts_at=NOW,
                          mode=CourseMode.CLASSROOM, provider=area, sign_up=area, place=line, seats=30,
                          valid_until=NOW + timedelta(days=9), contact_phone=line)  # fmt: skip
    fair = PublicFair(id="f1", name=line, theme=FairTheme.GENERAL, starts_at=NOW, place=line, summary=area, invited=300,
                      booths=tuple(f"{place} 号 · {'字' * 60}" for place in range(300)),
                      valid_until=NOW + timedelta(days=9))  # fmt: skip
    article = PublicArticle(id="a1", topic=RightsTopic.CONTRACT, title=line, summary=area, body=area)
    content = content_of((job,), policies=(policy,), courses=(course,), fairs=(fair,), articles=(article,))
    site = Site(opened(tmp_path, content), NOW)
    pages = {"job": site.job("7"), "policy": site.policy(policy.id), "course": site.course("c1"),
             "fair": site.fair("f1"), "article": site.article("a1"), "policies": site.policies()}  # fmt: skip
    sizes = {name: len(page.html.encode()) for name, page in pages.items()}
    assert {name for name, page in pages.items() if page.status != 200} == set()
    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}
    assert min(sizes[name] for name in ("job", "policy", "course", "fair")) > LARGEST / 2  # they are large indeed
    assert "还有 240 家" in pages["fair"].html
    assert all("全文请到窗口看" in pages[name].html for name in ("job", "policy", "course", "fair", "article"))


def test_a_text_is_cut_by_bytes_and_never_inside_a_sign() -> None:
    assert cut("短", 100) == "短"
    assert cut("<" * 10, 100) == "&lt;" * 10
    for most in range(60, 80):
        made = cut("<字" * 100, most)
        assert len(made.encode()) <= most
        assert re.fullmatch(r"(&lt;字)*(&lt;)?…（全文请到窗口看）", made)


@asynccontextmanager
async def _client(root: Path, clock: SetClock) -> AsyncIterator[httpx.AsyncClient]:
    keep_trusted(root / "shelf", TRUSTED)
    app = make_app(Current(root / "shelf", "kiosk"), clock)
    transport = httpx.ASGITransport(app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://test") as one:
        yield one


def test_every_page_is_small_and_plain_and_every_link_leads_somewhere(tmp_path: Path, long_content) -> None:
    files = {f"/{name}": body for name, body in site_files(opened(tmp_path, long_content))}
    pages = {name: body for name, body in files.items() if name.endswith(".html")}
    assert len(pages) > 300
    for name, body in pages.items():
        found = _Links(body.decode())
        assert len(body) <= LARGEST, name
        assert not found.tags & {"script", "iframe", "img", "object", "video"}, name
        assert not found.handlers, name
        for link in found.links:
            if not link.startswith(("tel:", "data:", "https://")):
                assert f"{unquote(urlsplit(link).path)}index.html" in files, (name, link)


async def test_the_served_pages_are_the_same_and_their_links_lead_somewhere(tmp_path: Path, long_content) -> None:
    shelved(tmp_path, long_content)
    async with _client(tmp_path, SetClock(NOW)) as client:
        seen: set[str] = set()
        waiting = ["/"]
        while waiting and len(seen) < 150:
            path = waiting.pop()
            seen.add(path)
            answer = await client.get(path)
            assert answer.status_code == 200, path
            assert len(answer.content) <= LARGEST
            assert "set-cookie" not in answer.headers
            links = _Links(answer.text).links
            waiting += [link for link in links if link.startswith("/") and link not in seen and link not in waiting]
    assert any(path.startswith("/job/") for path in seen)


def test_a_job_says_all_that_the_law_asks_and_whom_to_call(tmp_path: Path) -> None:
    job = public_job(1234, contact_phone="0566-7000001", insurance="工伤保险", gathering="汽车站南门 5:30")
    page = Site(opened(tmp_path, content_of((job,))), NOW).job("1234").html
    for words in ("1234", "220", "元/天", "日结", "听班长安排", "尧渡镇", "08:00—17:00", "工伤保险", "汽车站南门 5:30",
                  'href="tel:0566-7000001"', "电话核实", "找活不收费", "市场自采", "招到"):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize("path", ["/job/77/", "/job/77"])
async def test_the_path_on_a_slip_opens_the_job(tmp_path: Path, path: str) -> None:
    shelved(tmp_path, content_of((public_job(77),)))
    async with _client(tmp_path, SetClock(NOW)) as client:
        answer = await client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert str(answer.url).endswith("/job/77/")


async def test_an_expired_job_is_gone_by_the_minute_without_a_new_edition(tmp_path: Path) -> None:
    clock = SetClock(NOW)
    shelved(tmp_path, content_of((public_job(5, valid_until=NOW + timedelta(minutes=1)),)))
    async with _client(tmp_path, clock) as client:
        assert "/job/5/" in (await client.get("/jobs/")).text
        clock.at += timedelta(minutes=1)
        gone = await client.get("/job/5/")
        assert (gone.status_code, "/job/5/" in (await client.get("/jobs/")).text) == (410, False)
        assert "已经截止" in gone.text
        never = await client.get("/job/6/")
        assert (never.status_code, "可能已经招满" in never.text) == (404, True)


def test_a_new_edition_is_shown_and_an_unsigned_one_is_not(tmp_path: Path) -> None:
    shelved(tmp_path, content_of((public_job(1),)), order=1)
    keep_trusted(tmp_path / "shelf", TRUSTED)
    current = Current(tmp_path / "shelf", "kiosk")
    current.look()
    shelved(tmp_path, content_of((public_job(1), public_job(2))), order=2)
    current.look()
    assert current.edition is not None
    assert current.edition.manifest.order == 2
    shelved(tmp_path, content_of((public_job(3),)), order=3)
    (tmp_path / "shelf/editions/3/manifest.sig").write_bytes(bytes(64))
    current.look()
    assert current.edition.manifest.order == 2
    # not 32 zeros: of that weak point a signature of zeros holds for one message in four
    keep_trusted(tmp_path / "shelf", (bytes(range(32)),))
    stranger = Current(tmp_path / "shelf", "kiosk")
    stranger.look()
    assert stranger.edition is None


@pytest.mark.parametrize("typed", WILD)
async def test_whatever_is_typed_gets_a_page_and_no_markup(tmp_path: Path, typed: str) -> None:
    shelved(tmp_path, content_of(many_jobs(40)))
    async with _client(tmp_path, SetClock(NOW)) as client:
        answer = await client.get("/jobs/", params={"q": typed, "group": typed, "after": typed, "township": typed})
    assert answer.status_code == 200
    assert "<script" not in answer.text


def test_a_list_pages_through_every_job_once(tmp_path: Path) -> None:
    site = Site(opened(tmp_path, content_of(many_jobs(55))), NOW)
    seen: list[str] = []
    asked = Asked()
    for _ in range(9):
        html = site.jobs(asked).html
        seen += re.findall(r'class="leaf" href="/job/(\d+)/"', html)
        more = re.search(r"after=(\d+)", html)
        if more is None:
            break
        asked = replace(asked, after=int(more.group(1)))
    expected = {str(job.number) for job in many_jobs(55) if job.valid_until > NOW}
    assert (sorted(seen), len(seen) > PAGE) == (sorted(expected), True)


@pytest.mark.parametrize("path", ELSEWHERE)
async def test_no_address_leads_to_another_site(tmp_path: Path, path: str) -> None:
    shelved(tmp_path, content_of())
    async with _client(tmp_path, SetClock(NOW)) as client:
        answer = await client.get("http://test" + path)
    assert answer.status_code in (308, 404)
    assert re.fullmatch(r"/[^/\\].*", answer.headers.get("location", "/x"))


async def test_a_page_that_did_not_change_is_not_sent_again(tmp_path: Path) -> None:
    shelved(tmp_path, content_of((public_job(1),)))
    async with _client(tmp_path, SetClock(NOW)) as client:
        first = await client.get("/job/1/")
        again = await client.get("/job/1/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "script-src" not in first.headers["content-security-policy"]
    assert "default-src 'none'" in first.headers["content-security-policy"]


async def test_before_the_first_edition_the_page_says_so(tmp_path: Path) -> None:
    async with _client(tmp_path, SetClock(NOW)) as client:
        assert (await client.get("/")).status_code == 503
        assert (await client.get("/health")).json() == {"ok": False, "edition_order": None}


def test_the_same_edition_gives_the_same_files_and_a_new_one_replaces_them_at_once(tmp_path: Path) -> None:
    out = tmp_path / "site"
    edition = opened(tmp_path, content_of(many_jobs(30)))
    assert dict(site_files(edition)) == dict(site_files(edition))
    count = export(edition, out)
    assert len([path for path in out.rglob("*") if path.is_file()]) == count
    shelf = shelved(tmp_path, content_of((public_job(1),)), order=2)
    held = shelf.current(TRUSTED)
    assert held is not None
    export(type(edition).open(held), out)
    assert out.is_symlink()
    assert json.loads((out / "data/edition.json").read_text())["order"] == 2
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("site")) == ["site", "site.2"]


def test_the_open_data_holds_the_allowed_fields_and_no_other(tmp_path: Path) -> None:
    edition = opened(tmp_path, content_of(many_jobs(3)))
    jobs = json.loads(dict(site_files(edition))["data/jobs.json"])
    assert {name for job in jobs for name in job} == {field.name for field in fields(PublicJob)}
