"""渠道记录: only grows, one source for the Friday review and the page outside; fairs are read where they are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils.utils import sqlite3

from content.clock import SetClock
from content.model.channels import ChannelPost, PostChannel, Posted
from content.model.codes import NoticeChannel
from content.model.friday import FridayChannel, FridayReview
from content.model.notices import Announcement
from content.store import driver, migrations
from content.store.channel_posts import PostPage
from content.store.database import Market
from tests.unit.content.store.samples import FAIR, KEYS, NOW

_REVIEW = FridayReview(week="2026-W48", due_on=NOW.date(), opened_at=NOW, opened_by="staff-1", edition_number=3)
# as the program before wrote it: the review kept its stamps itself
_OLD = """{"week": "2026-W47", "due_on": "2026-11-20", "opened_at": "2026-11-20T06:00:00Z", "opened_by": "staff-1",
    "steps": [], "edition_number": 2, "closed_at": "2026-11-20T09:00:00Z", "closed_by": "staff-1", "channels": [
    {"channel": "bulletin", "at": "2026-11-20T08:00:00Z", "by": "staff-1"},
    {"channel": "website", "at": "2026-11-20T08:30:00.250000Z", "by": "staff-2"}]}"""


def _post(number: int, channel: PostChannel, at: int, **changes: object) -> ChannelPost:
    post = ChannelPost(id=f"{channel.value}-{number}-{at}", channel=channel, what=Posted.JOBS, by="staff-1",
                       at=NOW + timedelta(minutes=at), edition_number=number)  # fmt: skip
    return replace(post, **changes)  # type: ignore[arg-type]


def _add(market: Market, *posts: ChannelPost) -> None:
    market.write(lambda tables: [tables.channel_posts.add(post) for post in posts])


@pytest.mark.parametrize("change", ["UPDATE channel_post SET at = ''", "DELETE FROM channel_post"])
def test_a_line_is_never_changed_nor_taken_away(tmp_path: Path, change: str) -> None:
    market = Market.open(tmp_path / "market.db", KEYS, SetClock(NOW))
    _add(market, _post(1, PostChannel.SMS, 0))
    market.close()
    db = driver.open_for_writing(tmp_path / "market.db")
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        db.execute(change)
    db.close()


def test_a_review_is_stamped_by_the_first_note_of_its_edition_or_a_later_one(market: Market) -> None:
    market.write(lambda tables: tables.friday.keep(_REVIEW))
    _add(market, _post(2, PostChannel.WEBSITE, 0), _post(4, PostChannel.WEBSITE, 5), _post(3, PostChannel.WEBSITE, 9),
         _post(3, PostChannel.SMS, 1), _post(3, PostChannel.PLATFORM, 2, what=Posted.POLICIES))  # fmt: skip
    with market.reading() as tables:
        review = tables.friday.of("2026-W48")
    assert review is not None
    assert [(one.channel, one.at) for one in review.channels] == [(FridayChannel.WEBSITE, NOW + timedelta(minutes=5))]


def test_the_stamps_an_earlier_program_kept_are_taken_over_once(tmp_path: Path) -> None:
    path = tmp_path / "market.db"
    db = driver.open_for_writing(path)
    migrations.migrate(db, stop_before="channel_posts")
    db.table("friday_review").insert({"week": "2026-W47", "closed_at": "2026-11-20T09:00:00.000Z", "body": _OLD})
    db.close()
    market = Market.open(path, KEYS, SetClock(NOW))
    with market.reading() as tables:
        (review,) = tables.friday.recent()
        posts, total = tables.channel_posts.page(PostPage())
    market.close()
    assert [(one.channel.value, f"{one.at:%H:%M:%S.%f}", one.by) for one in review.channels] == [
        ("bulletin", "08:00:00.000000", "staff-1"), ("website", "08:30:00.250000", "staff-2")]  # fmt: skip
    assert (total, {post.edition_number for post in posts}) == (2, {2})


def test_the_notices_of_a_fair_stand_in_the_list_and_are_kept_in_the_fair_alone(market: Market) -> None:
    told = Announcement(channel=NoticeChannel.POSTER, at=NOW + timedelta(minutes=3), by="staff-2", where="尧渡镇公告栏")
    fair = replace(FAIR, announcements=(told,))
    market.write(lambda tables: tables.fairs.save(fair, None))
    _add(market, _post(1, PostChannel.WEBSITE, 1), _post(1, PostChannel.POSTER, 5))
    with market.reading() as tables:
        posts, total = tables.channel_posts.page(PostPage())
        posters, _ = tables.channel_posts.page(PostPage(channel=PostChannel.POSTER, what=Posted.FAIR))
        oldest_first = [post.channel for post in tables.channel_posts.every(PostPage())]
        page, of_all = tables.channel_posts.page(PostPage(limit=1, offset=1))
    assert total == of_all == 3
    assert [post.what for post in posts] == [Posted.JOBS, Posted.FAIR, Posted.JOBS]
    assert [(post.title, post.note, post.at, post.by) for post in posters] == [
        (fair.name, "尧渡镇公告栏", told.at, "staff-2")]  # fmt: skip
    assert oldest_first == [PostChannel.WEBSITE, PostChannel.POSTER, PostChannel.POSTER]
    assert page == posters


def test_the_last_line_of_each_channel_and_the_articles_told(market: Market) -> None:
    article = {"what": Posted.ARTICLE, "subject_id": "article-1", "title": "签合同看四样"}
    _add(market, _post(1, PostChannel.WECHAT, 0), _post(2, PostChannel.WECHAT, 9),
         _post(2, PostChannel.WECHAT, 4, **article))  # fmt: skip
    with market.reading() as tables:
        latest = tables.channel_posts.latest()
        told = tables.channel_posts.articles_told(NOW)
        later = tables.channel_posts.articles_told(NOW + timedelta(minutes=5))
    assert latest[PostChannel.WECHAT, Posted.JOBS].edition_number == 2
    assert set(latest) == {(PostChannel.WECHAT, Posted.JOBS), (PostChannel.WECHAT, Posted.ARTICLE)}
    assert (told, later) == ({"article-1": NOW + timedelta(minutes=4)}, {})
