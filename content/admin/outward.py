"""对外发布 as questions and use cases: what the edition in force has to tell, and the note of what was told where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from content.edition.reading import Edition
from content.errors import EditionError, StoreError
from content.feeds.outward import ALL
from content.feeds.outward_files import OUTWARD_FILES
from content.feeds.outward_texts import fresh_jobs, sms_text, wechat_text
from content.model.audit import Action
from content.model.channels import ChannelPost, PostChannel, Posted
from content.model.codes import NoticeChannel
from content.model.ids import new_id
from content.model.notices import Announcement, JobFair
from content.model.people import Staff
from content.model.published import MarketCard, PublicArticle, PublicFair, PublicJob
from content.publishing.publisher import Publisher
from content.reports.paper import draw, page_of
from content.reports.posters import PaperSize, fair_poster, job_poster
from content.rules.outward_due import DueArticle, article_due, first_notice
from content.store.database import Tables
from content.store.records import Page

_TOLD_IN_FULL = 20  # jobs of a 公众号 article; more is not read
_NO_EDITION = "还没有发布过一期，请先在“各期”里发布，再对外发布。"
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which jobs a poster is about: all, one township or one trade group."""

    word: str = ""
    township: str = ""
    group: str = ""
    fresh: bool = False  # of the last seven days alone

    def of(self, jobs: Sequence[PublicJob], now: datetime) -> tuple[PublicJob, ...]:
        """Return the jobs it takes in, in their order."""
        asked = fresh_jobs(jobs, now) if self.fresh else jobs
        return tuple(job for job in asked if self.township in ("", job.township_code)
                     and self.group in ("", job.trade_group))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """What the edition in force has for the world outside."""

    number: int
    built_at: datetime
    jobs: int
    fresh: int
    policies: int
    market: MarketCard
    wechat: str
    sms: str
    articles: tuple[PublicArticle, ...]
    fairs: tuple[PublicFair, ...]


def _opened(publisher: Publisher) -> Edition:
    edition = publisher.current()
    if edition is None:
        raise EditionError(_NO_EDITION)
    return edition


def in_force(publisher: Publisher, now: datetime) -> InForce | None:
    """Return what there is to tell, or None before the first edition; EditionError when its files are gone."""
    edition = publisher.current()
    if edition is None:
        return None
    try:
        jobs, policies, market = edition.jobs(now, ALL), edition.policies(now), edition.market()
        fresh = fresh_jobs(jobs, now)
        told = fresh or jobs
        urgent_first = sorted(told, key=lambda job: not job.urgent)
        return InForce(
            number=edition.manifest.number, built_at=edition.manifest.built_at, jobs=len(jobs), fresh=len(fresh),
            policies=len(policies), market=market, sms=sms_text(urgent_first, market),
            wechat=wechat_text(told[:_TOLD_IN_FULL], policies[:3], market, max(len(told) - _TOLD_IN_FULL, 0)),
            articles=edition.articles(now), fairs=edition.fairs(now),
        )  # fmt: skip
    finally:
        edition.close()


def made_file(publisher: Publisher, key: str, now: datetime) -> tuple[bytes, str, str]:
    """Return a file of the edition in force, its name and its type."""
    kind, edition = OUTWARD_FILES[key], _opened(publisher)
    try:
        return kind.make(edition, now), kind.name(edition.manifest.number, now), kind.mime
    finally:
        edition.close()


def scopes(publisher: Publisher, now: datetime) -> tuple[tuple[PublicJob, ...], MarketCard, int]:
    """Return the open jobs of the edition in force, whose market it is, and its number."""
    edition = _opened(publisher)
    try:
        return edition.jobs(now, ALL), edition.market(), edition.manifest.number
    finally:
        edition.close()


def made_job_poster(publisher: Publisher, scope: Scope, size: PaperSize, most: int,
                    now: datetime) -> tuple[bytes, str]:  # fmt: skip
    """Draw the poster of jobs; return it and its name. StoreError when there is no such job."""
    jobs, market, number = scopes(publisher, now)
    mine = scope.of(jobs, now)
    if not mine:
        raise StoreError("这个范围里现在没有岗位，请换一个乡镇或工种，或者去掉“只印新增”。")
    pdf = draw(page_of("job_poster.html", job_poster(mine, market, number, now, size, scope.word, most)))
    return pdf, f"招工海报-{scope.word or market.county}-第{number}期-{size.value}.pdf"


def made_fair_poster(fair: PublicFair, market: MarketCard, size: PaperSize) -> tuple[bytes, str]:
    """Draw the poster of a fair; return it and its name."""
    return draw(page_of("fair_poster.html", fair_poster(fair, market, size))), f"海报-{fair.name}-{size.value}.pdf"


def fairs_ahead(tables: Tables, now: datetime) -> tuple[JobFair, ...]:
    """Return the fairs that have not begun and were not taken back, soonest first."""
    return tables.fairs.ahead(now)


def fairs_to_tell(tables: Tables, now: datetime) -> int:
    """Return how many fairs need their first notice now (R113)."""
    return sum(first_notice(fair).pressing(now) for fair in fairs_ahead(tables, now))


def months_article(tables: Tables, articles: Sequence[PublicArticle], month: str, now: datetime) -> DueArticle | None:
    """Return the rights article of a month ("2026-11"), of those in the edition (R172)."""
    picked = frozenset(one.id for one in tables.articles.every(Page(filters=(("month", month),))))
    return article_due(articles, picked, tables.channel_posts.articles_told(_EVER), now)


def note_post(channel: PostChannel, what: Posted, number: int, now: datetime, *, note: str = "",
              article: PublicArticle | None = None) -> Callable[[Tables, Staff], None]:  # fmt: skip
    """Return the use case that notes that something of an edition stands on a channel."""

    def act(tables: Tables, staff: Staff) -> None:
        title = article.title if article is not None else ""
        post = ChannelPost(id=new_id(now), channel=channel, what=what, at=now, by=staff.id, edition_number=number,
                           subject_id=article.id if article is not None else "", title=title,
                           note=note.strip())  # fmt: skip
        tables.channel_posts.add(post)
        tables.audit.note(staff, now, Action.PUBLISHED, subject="channel", subject_id=post.id,
                          words=f"已发到{channel.label}：第 {number} 期{what.label}{title}")  # fmt: skip

    return act


def announce(fair_id: str, channel: NoticeChannel, now: datetime, where: str = "") -> Callable[[Tables, Staff], None]:
    """Return the use case that notes a notice in the fair's own record, which alone keeps them (R113)."""

    def act(tables: Tables, staff: Staff) -> None:
        fair = tables.fairs.get(fair_id)
        if fair is None:
            raise StoreError("这场招聘会不在库里，请刷新后再试。")
        if any(one.channel is channel for one in fair.announcements):
            raise StoreError(f"{channel.label}已经记过了，要再记一次请打开招聘会。")
        told = Announcement(channel=channel, at=now, by=staff.id, where=where.strip())
        tables.fairs.save(replace(fair, announcements=(*fair.announcements, told), updated_at=now), fair.version,
                          staff.id)  # fmt: skip
        tables.audit.note(staff, now, Action.PUBLISHED, subject="fair", subject_id=fair.id,
                          words=f"已发通知（{channel.label}）：{fair.name}")  # fmt: skip

    return act
