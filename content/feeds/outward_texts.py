"""Texts ready to paste for 公众号 and SMS (R109, R113, R172), made from published records alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.clock import calendar_day
from content.model.codes import FairTheme
from content.model.published import MarketCard, PublicArticle, PublicFair, PublicJob, PublicPolicy
from content.theme import words

SMS_SINGLE = 70  # UCS-2 characters of a message of one part (GSM 03.40)
SMS_LENGTH = 67  # of each part of a longer one: 70 less its heading
WEEK = timedelta(days=7)
_FREE = "免费服务，不收任何费用。要押金、扣证件的都是骗子。"


def sms_parts(text: str) -> int:
    """Return how many messages a text is charged as."""
    length = len(text.encode("utf-16-le")) // 2
    return 1 if length <= SMS_SINGLE else -(-length // SMS_LENGTH)


def fresh_jobs(jobs: Sequence[PublicJob], now: datetime) -> tuple[PublicJob, ...]:
    """Return the jobs the hall has had for seven days at most, in their order."""
    return tuple(job for job in jobs if job.published_at > now - WEEK)


def wechat_text(jobs: Sequence[PublicJob], policies: Sequence[PublicPolicy], market: MarketCard, more: int = 0) -> str:
    """Return a 公众号 article to paste: the jobs, the policies, how to come; plain text. `more` jobs are not told."""
    lines = [f"【{market.name}】{len(jobs) + more} 个新岗位，免费登记，当天能干", ""]
    for place_in_list, job in enumerate(jobs, 1):
        lines += [
            f"{place_in_list}. {job.title}　{words.pay(job)}（{job.settlement.label}）",
            f"   {words.place(job)}，{job.hours}，招 {job.headcount} 人",
            f"   岗位号 {job.number}，联系 {job.contact_name} {job.contact_phone}", "",
        ]  # fmt: skip
    if more:
        where = f"看 {market.public_url.rstrip('/')}/jobs/" if market.public_url else "到市场或者打电话问"
        lines += [f"还有 {more} 个岗位，{where}。", ""]
    if policies:
        lines += ["【新政策】", *(f"· {one.title}：{one.summary}" for one in policies), ""]
    return "\n".join((*lines, *_how_to_come(market), _FREE))


def _how_to_come(market: MarketCard) -> tuple[str, ...]:
    named = (("地址", market.address), ("时间", market.hours), ("电话", market.phone))
    return tuple(f"{label}：{text}" for label, text in named if text)


def article_text(article: PublicArticle, market: MarketCard) -> str:
    """Return the month's rights article to paste (R172)."""
    ending = f"有纠纷不要怕，打 {market.complaint_phone} 或到{market.name}来问。"
    return f"{article.title}\n\n{article.summary}\n\n{article.body}\n\n{ending}"


def sms_text(jobs: Sequence[PublicJob], market: MarketCard) -> str:
    """Return one short message: as many jobs as fit two parts, then the phone."""
    head, tail = f"【{market.name}】", f"。免费，电话{market.phone or market.complaint_phone}"
    room = 2 * SMS_LENGTH - len(head) - len(tail)
    told = ""
    for job in jobs:
        piece = ("；" if told else "") + f"{job.title}{words.pay(job)}，{job.township_name}"
        if len(told) + len(piece) > room:
            break
        told += piece
    return head + (told or "今天有新岗位，请到市场看")[:room] + tail


def _when(fair: PublicFair) -> str:
    day = calendar_day(fair.starts_at)
    return f"{words.day(day)}（{words.weekday(day)}）{words.minute_of(fair.starts_at)}"


def fair_text(fair: PublicFair, market: MarketCard) -> str:
    """Return the notice of a fair for 公众号 and 官方网站 (R113)."""
    lines = [f"【{market.name}】{fair.name}", "", fair.summary, "", f"时间：{_when(fair)}", f"地点：{fair.place}"]
    if fair.invited:
        lines.append(f"来招人的单位：{fair.invited} 家")
    if fair.theme is FairTheme.LIVE and fair.stream_url:
        lines.append(f"直播间：{fair.stream_url}")
    if fair.booths:
        lines += ["", "【哪些单位来】", *(f"· {one}" for one in fair.booths)]
    asking = f"咨询电话：{market.phone or market.complaint_phone}"
    return "\n".join((*lines, "", asking, "不用门票，带身份证就行。" + _FREE))


def fair_sms(fair: PublicFair, market: MarketCard) -> str:
    """Return the notice of a fair as a message of two parts at most."""
    firms = f"，{fair.invited}家单位" if fair.invited else ""
    head = f"【{market.name}】"
    tail = f"，{_when(fair)}，{fair.place}{firms}。免费，电话{market.phone or market.complaint_phone}"
    room = 2 * SMS_LENGTH - len(head)
    return head + fair.name[: max(room - len(tail), 0)] + tail[:room]
