"""The static site: every phone page as a file, for a web host outside; the same edition gives the same bytes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from content.clock import to_text
from content.edition.reading import Edition
from content.model.codec import to_json
from content.model.published import PublicJob
from content.model.trades import trade_groups
from content.public.pages import PAGE, Answer, Asked, Site

_ALL = 1_000_000


def export(edition: Edition, folder: Path) -> int:
    """Write the site as of the edition's own moment and put it in place at once; return how many files it has.

    `folder` becomes a link to `folder.<order>`; a web server that serves it never sees half a site.
    """
    order = edition.manifest.order
    made = folder.with_name(f"{folder.name}.{order}")
    new = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    count = 0
    for name, body in site_files(edition):
        path = new / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        count += 1
    shutil.rmtree(made, ignore_errors=True)
    new.rename(made)
    link = folder.with_name(f".{folder.name}.link")
    link.unlink(missing_ok=True)
    link.symlink_to(made.name)
    link.replace(folder)
    for old in folder.parent.glob(f"{folder.name}.*"):
        if old != made and old.name.rpartition(".")[2].isdigit():
            shutil.rmtree(old, ignore_errors=True)
    return count


def site_files(edition: Edition, now: datetime | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of the site as of the edition's own moment, or without what ended since."""
    now = now or edition.manifest.built_at
    site = Site(edition, now, searchable=False)
    jobs = edition.jobs(now, _ALL)
    yield from _pages(site, edition, jobs, now)
    yield "data/jobs.json", (b"[\n" + b",\n".join(to_json(job) for job in jobs) + b"\n]\n")
    yield "data/edition.json", (f'{{"order":{edition.manifest.order},"number":{edition.manifest.number},'
                                f'"built_at":"{to_text(edition.manifest.built_at)}"}}\n').encode()  # fmt: skip


def _pages(site: Site, edition: Edition, jobs: tuple[PublicJob, ...],
           now: datetime) -> Iterator[tuple[str, bytes]]:  # fmt: skip
    yield "index.html", site.home().html.encode()
    yield "404.html", site.missing("没有这个页面", "链接可能不完整，请从首页再找。", 404).html.encode()
    yield from _lists(site, "jobs", Asked(), jobs)
    for group in trade_groups():
        mine = tuple(job for job in jobs if job.trade_group == group)
        if mine:
            yield from _lists(site, f"jobs/{group}", Asked(group=group), mine)
    for job in jobs:
        yield f"job/{job.number}/index.html", site.job(str(job.number)).html.encode()
    yield from _records("policies", site.policies(), [(one.id, site.policy(one.id)) for one in edition.policies(now)])
    yield from _records("courses", site.courses(), [(one.id, site.course(one.id)) for one in edition.courses(now)])
    yield from _records("fairs", site.fairs(), [(one.id, site.fair(one.id)) for one in edition.fairs(now)])
    yield from _records("rights", site.rights(), [(one.id, site.article(one.id)) for one in edition.articles(now)])


def _records(name: str, listing: Answer, pages: list[tuple[str, Answer]]) -> Iterator[tuple[str, bytes]]:
    yield f"{name}/index.html", listing.html.encode()
    for record_id, answer in pages:
        yield f"{name}/{record_id}/index.html", answer.html.encode()


def _lists(site: Site, path: str, asked: Asked, jobs: tuple[PublicJob, ...]) -> Iterator[tuple[str, bytes]]:
    """Yield a list of jobs, 20 to a page: `jobs/`, `jobs/2/` …"""
    pages = max(1, -(-len(jobs) // PAGE))
    for number in range(1, pages + 1):
        here = path if number == 1 else f"{path}/{number}"
        more = f"/{path}/{number + 1}/" if number < pages else ""
        shown = jobs[(number - 1) * PAGE : number * PAGE]
        yield f"{here}/index.html", site.job_list(asked, shown, len(jobs), more).html.encode()
