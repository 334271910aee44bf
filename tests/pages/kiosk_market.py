"""A market for the kiosk's tests: the demonstration's records in a real signed edition on a real shelf, hub away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

from content.clock import calendar_day
from content.demo.seed import demo_records
from content.edition.format import DATABASE, BlobRef, Manifest, sign_manifest
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.link.pairing import Paired, keep
from content.model.editions import Emergency
from content.model.published import EditionContent, PublicJob, PublicWindow, WindowDisplay
from content.model.tickets import TicketMatter
from content.privacy import KeyRing
from content.publishing.build import build_edition_db
from content.publishing.content import (
    display_order,
    public_article,
    public_course,
    public_fair,
    public_job,
    public_notice,
    public_policy,
)
from content.publishing.press import lay_programme
from content.publishing.screens import programme_for

KEYS = KeyRing.from_root(bytes(range(32)))
# at any hour one window that gives numbers and one that gives none
WINDOWS = (
    PublicWindow(number=2, name="综合服务窗口", hours="00:00-24:00", weekdays=(1, 2, 3, 4, 5, 6, 7),
                 matters=tuple(one for one in TicketMatter if one is not TicketMatter.EMPLOYER)),
    PublicWindow(number=3, name="企业服务窗口", hours="08:30-12:00", weekdays=(), matters=(TicketMatter.EMPLOYER,)),
)  # fmt: skip
NOWHERE = "http://127.0.0.1:9"  # the discard port: a hub that is away


@cache
def content_at(now: datetime) -> EditionContent:
    """Return what the demonstration publishes at an instant."""
    records = demo_records(now)
    employers = {one.id: one for one in records.employers}
    jobs = [found for post in records.jobs if (found := public_job(post, employers[post.employer_id], now))]
    return EditionContent(
        market=records.market, jobs=display_order(jobs), windows=WindowDisplay(windows=WINDOWS),
        policies=tuple(one for policy in records.policies if (one := public_policy(policy, now))),
        courses=tuple(one for course in records.courses if (one := public_course(course, now))),
        fairs=tuple(one for fair in records.fairs if (one := public_fair(fair, now))),
        articles=tuple(one for article in records.articles if (one := public_article(article, now))),
        notices=tuple(one for notice in records.notices if (one := public_notice(notice, now))),
    )  # fmt: skip


def publish(content: EditionContent, shelf: Shelf, folder: Path, now: datetime, order: int = 1,
            emergency: Emergency | None = None) -> Edition:  # fmt: skip
    """Build, sign and install an edition, and return it open; with an emergency it has a programme."""
    data = _database(content, now, folder / f"edition-{order}.db")
    ref = BlobRef(name=DATABASE, sha256=hashlib.sha256(data).hexdigest(), size=len(data), audience=("kiosk",))
    shelf.put_blob(ref, [data])
    programme = () if emergency is None else (lay_programme(programme_for(content, emergency), shelf),)
    manifest = Manifest(site_id="341721-01", order=order, number=94, kind="full", built_at=now,
                        blobs=(ref, *programme))  # fmt: skip
    return Edition.open(shelf.install(sign_manifest(manifest, KEYS.edition), (KEYS.edition.public,), "kiosk"))


_built: dict[int, tuple[EditionContent, bytes]] = {}  # building costs a second, and most tests want the same one


def _database(content: EditionContent, now: datetime, path: Path) -> bytes:
    if id(content) not in _built:
        build_edition_db(content, path, calendar_day(now))
        _built[id(content)] = (content, path.read_bytes())
    return _built[id(content)][1]


def pairing() -> Paired:
    """Return a pairing with the hub that is away."""
    return Paired(hub_url=NOWHERE, certificate="", terminal="t-12", token="secret-token", prefix="12",
                  site_id="341721-01", seal_key=KEYS.seal_public, trusted_keys=(KEYS.edition.public,))  # fmt: skip


Shape = Callable[[EditionContent], EditionContent]


def furnish(data: Path, now: datetime, change: Callable[[PublicJob], PublicJob] = lambda job: job,
            shaped: Shape = lambda content: content) -> EditionContent:  # fmt: skip
    """Lay pairing and edition into a kiosk's data folder, as they lie after the hub went away."""
    content = content_at(now)
    content = shaped(replace(content, jobs=tuple(change(job) for job in content.jobs)))
    data.mkdir(parents=True, exist_ok=True)
    publish(content, Shelf(data / "shelf"), data, now).close()
    keep(data / "paired.json", pairing())
    return content
