"""对外发布: only what the edition in force holds leaves, and who told what where is noted once."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from nicegui import ui
from nicegui.testing import User

from content.model.channels import PostChannel, Posted
from content.model.codes import FairTheme, NoticeChannel, RightsTopic, Role, Stage
from content.model.friday import FridayChannel, FridayReview
from content.model.notices import JobFair, RightsArticle
from content.store.audit import AuditPage
from content.store.channel_posts import PostPage
from content.store.records import Page
from tests.pages.admin.world import FIRM, NOW, World, asked, content_of, press, until

SECRETS = ("暗中岗位", "13900000009", FIRM.contact_name, FIRM.contact_phone)  # a draft, and whom the market calls
FAIR = JobFair(
    id="fair-1", name="冬季招聘会", theme=FairTheme.GENERAL, starts_at=NOW + timedelta(days=8),
    ends_at=NOW + timedelta(days=8, hours=3), place="文化广场", summary="当场面谈", invited=20,
    booths=("1 号 · 样例厂",), plan="方案", emergency_plan="预案", security_plan="安保", stage=Stage.DRAFT,
    created_at=NOW, created_by="staff-editor", updated_at=NOW,
)  # fmt: skip
ARTICLE = RightsArticle(id="article-1", topic=RightsTopic.CONTRACT, title="签合同看四样", summary="先看工资",
                        body="一二三", stage=Stage.DRAFT, created_at=NOW, created_by="staff-editor",
                        updated_at=NOW)  # fmt: skip


def _approve(world: World, table: str, *records: Any) -> None:
    def put(tables: Any) -> None:
        for record in records:
            kept = getattr(tables, table)
            kept.save(record, None)
            for step in (Stage.SUBMITTED, Stage.APPROVED):
                kept.set_stage(record.id, step, "staff-reviewer", NOW)

    world.market.write(put)


@pytest.fixture
def published(world: World) -> World:
    """A market whose first edition has a job, a policy, a fair and two articles, and a draft beside it."""
    world.add_job(Stage.APPROVED)
    world.add_policy(Stage.APPROVED)
    _approve(world, "fairs", FAIR)
    _approve(world, "articles", ARTICLE, replace(ARTICLE, id="article-2", title="受伤先做什么", month="2026-11"))
    world.publisher.publish("staff-reviewer")
    world.add_job(Stage.DRAFT, id="job-9", title="暗中岗位", contact_phone="13900000009")
    return world


def _posts(world: World) -> tuple[Any, ...]:
    with world.market.reading() as tables:
        return tables.channel_posts.page(PostPage())[0]


async def _open(user: User) -> None:
    await user.open("/outward")
    await until(lambda: "<table" in content_of(user, "log"))


async def _note(user: User, note: str = "") -> None:
    """Answer the question what was told."""
    await user.should_see("记一笔", retries=30)
    if note:
        user.find(marker="told-note").type(note)
    user.find(marker="told").click()
    await user.should_see("记下了：", retries=30)


def _text_of(user: User) -> str:
    (element,) = user.find(marker="text").elements
    return str(element.value)


async def test_before_the_first_edition_the_page_says_what_to_do(world: World) -> None:
    world.add_job(Stage.APPROVED)
    user = await world.user(Role.EDITOR)
    await _open(user)
    await user.should_see("还没有发布过一期")
    assert "data-do" not in content_of(user, "channels")
    world.publisher.publish("staff-reviewer")
    world.market.write(lambda tables: tables.fairs.save(FAIR, None))
    await _open(user)  # a fair nobody published can only be opened
    await until(lambda: "data-do" in content_of(user, "channels"))
    await until(lambda: "还没有发布，请在 11-24 09:30 前审核发布" in content_of(user, "fairs"))
    assert "data-do" not in content_of(user, "fairs")


async def test_every_file_holds_the_edition_in_force_and_no_secret(published: World) -> None:
    user = await published.user(Role.EDITOR)
    await _open(user)
    await user.should_see("岗位 1 个")
    got: dict[str, bytes] = {}
    for channel, key in (("website", "site"), ("website", "policies"), ("platform", "csv"), ("platform", "json"),
                         ("platform", "exchange")):  # fmt: skip
        press(user, "channels", key, channel)
        got[key] = (await user.download.next(timeout=20)).content
    (row,) = csv.DictReader(io.StringIO(got["csv"].decode("utf-8-sig")))
    assert (row["岗位名称"], row["联系电话"]) == ("仓库搬运", "13900000002")
    assert [one["title"] for one in json.loads(got["json"])] == ["仓库搬运"]
    assert [one["title"] for one in json.loads(got["policies"])] == ["样例创业补贴"]
    assert got["exchange"].decode("utf-8-sig").startswith("ACB200,")
    archive = zipfile.ZipFile(io.BytesIO(got["site"]))
    assert {"index.html", f"job/{published.job().number}/index.html"} <= set(archive.namelist())
    unpacked = (archive.read(name) for name in archive.namelist())
    everything = b"".join((*got.values(), *unpacked)).decode(errors="replace")
    assert "13900000002" in everything
    assert [secret for secret in SECRETS if secret in everything] == []
    assert any("暗中岗位" in job.title for job in _drafts(published))  # it is there to be leaked


def _drafts(world: World) -> tuple[Any, ...]:
    with world.market.reading() as tables:
        return tables.jobs.page(Page(stage=Stage.DRAFT))[0]


async def test_the_poster_and_the_texts_hold_no_secret_either(published: World) -> None:
    user = await published.user(Role.EDITOR)
    await _open(user)
    press(user, "channels", "poster", "poster")
    await user.should_see("1 个岗位，A4 每张 6 个，印 1 张。", retries=30)
    user.find(marker="draw").click()
    with pypdfium2.PdfDocument(io.BytesIO((await user.download.next(timeout=30)).content)) as pdf:
        told = pdf[0].get_textpage().get_text_range()
    texts = [told]
    for channel in ("wechat", "sms"):
        press(user, "channels", "text", channel)
        await until(lambda before=texts[-1]: _text_of(user) not in ("", before))
        texts.append(_text_of(user))
    await user.should_see("按 1 条短信计费")
    for text in texts:
        assert "仓库搬运" in text
        assert [secret for secret in SECRETS if secret in text] == []


async def test_what_went_out_is_noted_with_time_person_and_place_and_stamps_the_friday_review(published: World) -> None:
    review = FridayReview(week="2026-W48", due_on=NOW.date(), opened_at=NOW, opened_by="staff-reviewer",
                          edition_number=1)  # fmt: skip
    published.market.write(lambda tables: tables.friday.keep(review))
    user = await published.user(Role.EDITOR)
    await _open(user)
    assert "已发 " not in content_of(user, "channels")
    published.clock.at = NOW + timedelta(minutes=7)
    press(user, "channels", "told", "website")
    await _note(user, "https://www.example.cn/lg/")
    await until(lambda: "已发 11-23 09:37 录入员" in content_of(user, "channels"))
    for words in ("2026-11-23 09:37", "官方网站", "第 1 期岗位", "录入员", "https://www.example.cn/lg/"):
        assert words in content_of(user, "log")
    (post,) = _posts(published)
    assert (post.channel, post.what, post.by) == (PostChannel.WEBSITE, Posted.JOBS, "staff-editor")
    with published.market.reading() as tables:
        stamped = tables.friday.of("2026-W48")
        (entry,), _ = tables.audit.page(AuditPage(subject="channel"))
    assert stamped is not None
    assert [one.channel for one in stamped.channels] == [FridayChannel.WEBSITE]
    assert "已发到官方网站：第 1 期岗位" in entry.words
    user.find(marker="export-log").click()
    sheet = (await user.download.next(timeout=10)).content.decode("utf-8-sig")
    assert "2026-11-23 09:37:00,官方网站,第 1 期岗位,录入员,https://www.example.cn/lg/" in sheet


async def test_a_refused_question_notes_nothing_and_the_list_is_filtered(published: World) -> None:
    user = await published.user(Role.MANAGER)
    await _open(user)
    press(user, "channels", "told", "sms")
    await asked(user)
    (dialog,) = [one for one in user.find(kind=ui.dialog).elements if one.value]
    dialog.submit(None)
    await until(lambda: not dialog.value)
    assert _posts(published) == ()
    for channel in ("sms", "poster"):
        press(user, "channels", "told", channel)
        await _note(user)
        await until(lambda channel=channel: PostChannel(channel).label in content_of(user, "log"))
    (choice,) = user.find(marker="log-channel").elements
    choice.set_value("sms")
    await until(lambda: "社区乡镇海报" not in content_of(user, "log"))
    await until(lambda: "短信" in content_of(user, "log"))


async def test_a_fair_is_told_within_its_own_record_and_stays_in_the_hall(published: World) -> None:
    user = await published.user(Role.EDITOR)
    await _open(user)
    # eight days ahead: the first notice is due tomorrow at the hour it begins
    await until(lambda: "请在 11-24 09:30 前发" in content_of(user, "fairs"))
    assert '对外发布\n<b>1</b>' in content_of(user, "menu")
    press(user, "fairs", "text", FAIR.id)
    await until(lambda: "12月1日（星期二）09:30" in _text_of(user))
    user.find(marker="told-sms").click()
    await _note(user, "发 800 人")
    with published.market.reading() as tables:
        fair = tables.fairs.get(FAIR.id)
        posts, _ = tables.channel_posts.page(PostPage(what=Posted.FAIR))
        kept = tables.channel_posts.latest()
    assert fair is not None
    assert [(one.channel, one.where, one.by) for one in fair.announcements] == [
        (NoticeChannel.SMS, "发 800 人", "staff-editor")]  # fmt: skip
    assert (fair.stage, len(posts), kept) == (Stage.APPROVED, 1, {})
    await until(lambda: "11-23 已发" in content_of(user, "fairs"))


async def test_the_article_of_the_month_is_named_until_it_went_out(published: World) -> None:
    user = await published.user(Role.EDITOR)
    await _open(user)
    await user.should_see("本月还没有发。该发《受伤先做什么》（在“维权知识”里选定的）。")
    user.find(marker="article-text").click()
    await until(lambda: "12333" in _text_of(user))
    user.find(marker="told-wechat").click()
    await _note(user)
    await user.should_see("本月已发：《受伤先做什么》", retries=30)
    (post,) = _posts(published)
    assert (post.what, post.subject_id, post.channel) == (Posted.ARTICLE, "article-2", PostChannel.WECHAT)


async def test_only_editors_and_reviewers_have_the_page(published: World) -> None:
    user = await published.user(Role.CLERK)
    await user.open("/outward")
    await user.should_see("没有打开这一页的权限")
    assert "对外发布" not in content_of(user, "menu")
