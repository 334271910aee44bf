"""What fairs, articles, notices, wage guides and 素材 lack before the hall may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from content.clock import calendar_day
from content.model.attachments import AttachmentRole
from content.model.codes import FairTheme, MediaKind, NoticeChannel, NoticeKind
from content.model.findings import Finding, Severity, lacking
from content.model.media import MediaItem
from content.model.notices import JobFair, Notice, RightsArticle, WageGuide

PLAN_DAYS = 14  # R112
NOTICE_DAYS = 7  # R113
FEWEST_FIRMS = 20  # R114
FOLLOW_UP_DAYS = 7  # R118
_PLANS = (AttachmentRole.PLAN, AttachmentRole.EMERGENCY_PLAN, AttachmentRole.SECURITY_PLAN)  # called as the fields


def _late(field: str, sentence: str) -> Finding:
    return Finding(field=field, sentence=sentence, severity=Severity.WARN, code="CADENCE")


def _blank(record: object, named: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    for field, word in named:
        if not str(getattr(record, field)).strip():
            yield lacking(field, f"请填写{word}。")


def _address(field: str, url: str) -> Iterator[Finding]:
    if url and not url.startswith(("http://", "https://")):
        yield lacking(field, "网址要以 http:// 或 https:// 开头，没有就空着。")


def check_fair(fair: JobFair, now: datetime,
               attached: frozenset[AttachmentRole] = frozenset()) -> tuple[Finding, ...]:  # fmt: skip
    """Return what a fair lacks: dates and plans stop it (条例 §28), the terms of R112–R118 only warn.

    A plan is written in the form or lies with it as an attachment.
    """
    return (*_blank(fair, (("name", "名称"), ("place", "地点"), ("summary", "简介"))), *_fair_dates(fair, now),
            *_fair_plans(fair, attached), *_fair_terms(fair, now))  # fmt: skip


def _fair_dates(fair: JobFair, now: datetime) -> Iterator[Finding]:
    if fair.ends_at <= fair.starts_at:
        yield lacking("ends_at", "结束时间不在开始时间之后，请改正。")
    elif fair.ends_at <= now and not fair.held:
        yield lacking("ends_at", "招聘会已经结束，请登记“已举办”，或者改正时间。")


def _fair_plans(fair: JobFair, attached: frozenset[AttachmentRole]) -> Iterator[Finding]:
    if fair.theme is FairTheme.LIVE:
        if not fair.stream_url.strip():
            yield lacking("stream_url", "请填写直播间网址，大厅要显示二维码。")
        yield from _address("stream_url", fair.stream_url.strip())
        return
    for plan in _PLANS:
        if not getattr(fair, plan.value).strip() and plan not in attached:
            yield lacking(plan.value, f"请填写{plan.label}，或在下面“附件”里传文件（人力资源市场暂行条例第二十八条）。")


def _fair_terms(fair: JobFair, now: datetime) -> Iterator[Finding]:
    if fair.plan_fixed_at is None or fair.plan_fixed_at > fair.starts_at - timedelta(days=PLAN_DAYS):
        yield _late("plan_fixed_at", f"方案应提前 {PLAN_DAYS} 天定好，请记下定方案的时间。")
    told = {one.channel for one in fair.announcements}
    first = min((one.at for one in fair.announcements), default=None)
    if first is None or first > fair.starts_at - timedelta(days=NOTICE_DAYS):
        yield _late("announcements", f"通知应提前 {NOTICE_DAYS} 天发出。")
    if missing := [channel.label for channel in NoticeChannel if channel not in told]:
        yield _late("announcements", f"还没有发通知的渠道：{'、'.join(missing)}。")
    if fair.theme is not FairTheme.LIVE and max(fair.invited, len(fair.invitations)) < FEWEST_FIRMS:
        yield _late("invitations", f"每次应邀请 {FEWEST_FIRMS} 家以上单位，请继续邀请。")
    if now >= fair.ends_at + timedelta(days=FOLLOW_UP_DAYS + 1) and fair.followed_up_on is None:
        yield _late("follow_up", "会后一周内要回访和总结，已经超期，请尽快补上。")


def check_article(article: RightsArticle, now: datetime) -> tuple[Finding, ...]:
    """Return what stops a rights article (R171)."""
    over = article.expires_on is not None and article.expires_on < calendar_day(now)
    ended = (lacking("expires_on", "这篇已经过期，请核对日期或撤下。"),) if over else ()
    return (*_blank(article, (("title", "标题"), ("summary", "大白话"), ("body", "正文"))), *ended,
            *_address("source_url", article.source_url))  # fmt: skip


def check_notice(notice: Notice, now: datetime) -> tuple[Finding, ...]:
    """Return what stops a notice."""
    findings = [*_blank(notice, (("title", "标题"), ("body", "内容")))]
    if notice.shown_until <= notice.shown_from:
        findings.append(lacking("shown_until", "结束时间不在开始时间之后，请改正。"))
    elif notice.shown_until <= now:
        findings.append(lacking("shown_until", "显示时间已经过了，请改到现在以后。"))
    elif notice.kind is NoticeKind.PUBLICITY and notice.published_at is None and (
        calendar_day(notice.shown_from) < calendar_day(now)
    ):
        # R210: the hall would see it for fewer working days than it says
        findings.append(lacking("shown_from", "开始的日子已经过了，公示期会不够，请改成今天或以后再保存。"))
    return tuple(findings)


def check_wage_guide(guide: WageGuide, now: datetime) -> tuple[Finding, ...]:
    """Return what stops a wage guide: a figure without its document is no guide."""
    named = (("title", "标题"), ("document_number", "文号，没有就写“无”"), ("issuer", "发布单位"))
    findings = [*_blank(guide, named), *_address("source_url", guide.source_url)]
    if not guide.lines:
        findings.append(lacking("lines", "请至少填一行工种和价位。"))
    for place, line in enumerate(guide.lines, start=1):
        figures = [fen for fen in (line.low_fen, line.median_fen, line.high_fen) if fen]
        if not figures or figures != sorted(figures) or figures[0] < 0:
            findings.append(lacking("lines", f"第 {place} 行的价位应从低到高，至少有一个数，请对照文件改正。"))
    if guide.expires_on is not None and guide.expires_on < calendar_day(now):
        findings.append(lacking("expires_on", "这份价位已经失效，请换新的文件或撤下。"))
    return tuple(findings)


def check_media(item: MediaItem, now: datetime) -> tuple[Finding, ...]:
    """Return what stops a 素材."""
    findings = [*_blank(item, (("title", "名称"),))]
    if not item.sha256:
        findings.append(lacking("sha256", "还没有文件，请先选一个文件。"))
    if item.prompt and item.kind is not MediaKind.AUDIO:
        findings.append(lacking("prompt", "语音提示要用录音，请换成录音文件。"))
    if item.on_screens and item.kind not in (MediaKind.IMAGE, MediaKind.VIDEO):
        findings.append(lacking("on_screens", "信息屏只能轮播图片和视频。PDF 请在通知公示里选作配图，或者另传成图片。"))
    if item.shown_from is not None and item.shown_until is not None and item.shown_until <= item.shown_from:
        findings.append(lacking("shown_until", "结束时间不在开始时间之后，请改正。"))
    elif item.shown_until is not None and item.shown_until <= now:
        findings.append(lacking("shown_until", "显示时间已经过了，请改到现在以后。"))
    return tuple(findings)
