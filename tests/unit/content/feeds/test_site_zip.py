"""The site as one zip: every page in it, every link within it, nothing fetched from elsewhere, nothing over by now."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

from content.feeds.outward_files import OUTWARD_FILES
from content.feeds.site_zip import relative, site_zip
from content.model.published import MarketCard
from tests.unit.content.edition.samples import NOW, content_of, many_jobs, opened, public_job, public_policy


class _Addresses(HTMLParser):
    """Gathers what a page links to, and what it would load by itself."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.links += [named[name] for name in ("href", "action") if name in named]
        self.loaded += [named["src"]] if "src" in named else []
        self.loaded += [named["href"]] if tag == "link" else []


def _archive(folder: Path, later: timedelta = timedelta()) -> zipfile.ZipFile:
    jobs = (public_job(7, valid_until=NOW + timedelta(hours=2)), *many_jobs(45))
    content = content_of(jobs, policies=(public_policy(1),), market=MarketCard(phone="0566-7000000"))
    return zipfile.ZipFile(io.BytesIO(site_zip(opened(folder, content), NOW + later)))


def test_the_zip_has_every_page_and_each_link_leads_to_one_of_them(tmp_path: Path) -> None:
    archive = _archive(tmp_path)
    names = set(archive.namelist())
    assert {"index.html", "jobs/index.html", "jobs/2/index.html", "job/7/index.html", "policies/index.html",
            f"policies/{public_policy(1).id}/index.html", "rights/index.html", "fairs/index.html",
            "data/jobs.json", "README.txt"} <= names  # fmt: skip
    led = 0
    for name in (one for one in names if one.endswith(".html")):
        html = archive.read(name).decode()
        found = _Addresses(html)
        assert [one for one in found.loaded if one != "data:,"] == []
        assert not re.search(r"https?://|url\(|@import", html)
        for link in (one for one in found.links if not one.startswith(("tel:", "data:"))):
            led += 1
            assert posixpath.normpath(posixpath.join(posixpath.dirname(name), link)) in names, (name, link)
    assert led > 300


def test_the_zip_says_which_edition_it_is_and_is_the_same_each_time(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    archive, again = _archive(tmp_path), _archive(tmp_path / "again")
    assert "第 1 期" in archive.read("README.txt").decode("utf-8-sig")
    assert {name: archive.read(name) for name in archive.namelist()} == {
        name: again.read(name) for name in again.namelist()}  # fmt: skip
    assert "404.html" not in archive.namelist()


def test_what_ended_since_the_edition_is_not_in_the_zip(tmp_path: Path) -> None:
    archive = _archive(tmp_path, timedelta(hours=3))
    assert "job/7/index.html" not in archive.namelist()
    assert b'"number":7,' not in archive.read("data/jobs.json")


def test_links_are_relative_at_every_depth_and_words_are_left_alone() -> None:
    assert relative('<a href="/">x</a><a href="/jobs/2/">', 2) == '<a href="../../index.html">x</a>' \
        '<a href="../../jobs/2/index.html">'  # fmt: skip
    assert relative("<p>href=&#34;/jobs/&#34;</p>", 1) == "<p>href=&#34;/jobs/&#34;</p>"
    for outside in ('<a href="tel:12333">', '<a href="https://a.example/">', '<a href="//a.example/">'):
        assert relative(outside, 1) == outside


def test_every_file_is_named_by_its_edition_and_day() -> None:
    names = [one.name(12, NOW) for one in OUTWARD_FILES.values()]
    assert len(set(names)) == len(OUTWARD_FILES) == 5
    assert "岗位-第12期-20261123.csv" in names
    assert all("第12期-20261123." in name for name in names)
