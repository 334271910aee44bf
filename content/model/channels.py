"""Where the market tells the world outside its hall, and the note that it was done (R109, R113, R172)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled


class PostChannel(Labelled):
    """对外渠道: the three of R109, and what R113 adds; codes agree with those of Friday and of fairs."""

    BULLETIN = "bulletin", "市场公告栏"
    WEBSITE = "website", "官方网站"
    PLATFORM = "platform", "智能化招聘平台"
    WECHAT = "wechat", "公众号"
    SMS = "sms", "短信"
    POSTER = "poster", "社区乡镇海报"


class Posted(Labelled):
    """What was told."""

    JOBS = "jobs", "岗位"
    POLICIES = "policies", "政策"
    ARTICLE = "article", "维权文章"
    FAIR = "fair", "招聘会"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPost:
    """One line of 渠道记录; of a fair it is read from the fair's own record and never kept twice."""

    id: str
    channel: PostChannel
    what: Posted
    at: datetime
    by: str  # staff id
    edition_number: int | None = None
    subject_id: str = ""  # of the article or fair
    title: str = ""
    note: str = ""  # address of the page, or where posters hang
