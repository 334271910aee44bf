"""What leaves the market on paper and lines (R109): open data, the exchange file, texts to paste; from an edition.

Only published records are read, so nothing private can leave this way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from content.clock import local, to_text
from content.edition.reading import Edition
from content.feeds.spreadsheet import as_csv
from content.model.codec import to_json
from content.model.published import MarketCard, PublicArticle, PublicJob, PublicPolicy
from content.theme import words

ALL = 1_000_000
SMS_LENGTH = 67  # characters of one part of a long message (GSM 03.40 with UCS-2: 70 less its heading)

_Text = Callable[[PublicJob], str]
_OPEN_DATA: tuple[tuple[str, _Text], ...] = (
    ("岗位编号", lambda job: str(job.number)),
    ("岗位名称", lambda job: job.title),
    ("职业（工种）", lambda job: job.trade_name),
    ("用工单位", lambda job: job.employer_name),
    ("统一社会信用代码", lambda job: job.employer_credit_code),
    ("招聘人数", lambda job: str(job.headcount)),
    ("工作内容", lambda job: job.duties),
    ("招聘条件", lambda job: job.requirements),
    ("技能要求", lambda job: job.skills),
    ("工作地点", lambda job: place(job)),
    ("工作时段", lambda job: job.hours),
    ("薪资待遇", lambda job: str(words.pay(job))),
    ("结算周期", lambda job: job.settlement.label),
    ("用工形式", lambda job: job.form.label),
    ("联系人", lambda job: job.contact_name),
    ("联系电话", lambda job: job.contact_phone),
    ("有效期至", lambda job: to_text(job.valid_until)),
    ("信息来源", lambda job: words.source(job)),
    ("核实", lambda job: words.verified(job)),
)

# 人社 field codes of domain B7; None marks a field of the provincial schema that the law forbids to publish: it stands
# there, always empty. ACB22A is taken for the title: a single public source, to be asked of the bureau.
_EXCHANGE: tuple[tuple[str, _Text | None], ...] = (
    ("ACB200", lambda job: str(job.number)),  # 岗位编号
    ("AAB998", lambda job: job.employer_credit_code),  # 统一社会信用代码
    ("AAB004", lambda job: job.employer_name),  # 单位名称
    ("AAB019", lambda job: job.employer_kind.label),  # 单位类型
    ("ACA112", lambda job: job.trade_name),  # 工种名称
    ("ACB22A", lambda job: job.title),
    ("ACB240", lambda job: str(job.headcount)),  # 招聘人数
    ("ACB202", lambda job: place(job)),  # 工作地点
    ("ACB239", lambda job: job.form.label),  # 工作性质
    ("ACB221", None),  # 最低年龄
    ("ACB222", None),  # 最高年龄
    ("AAE004", lambda job: job.contact_name),  # 联系人
    ("AAE005", lambda job: job.contact_phone),  # 联系电话
    ("AAE397", lambda job: f"{words_day(job.published_at)}"),  # 发布日期
    ("AAE398", lambda job: f"{words_day(job.valid_until)}"),  # 到期日期
    ("ACE751", lambda job: "已审核"),  # 审核状态
    ("ACE752", lambda job: "已发布"),  # 发布状态
)


def words_day(instant: datetime) -> str:
    """Return 20261231, the market's day of an instant, as exchange files write it."""
    return f"{local(instant):%Y%m%d}"


def place(job: PublicJob) -> str:
    """Return township and address, the township only once."""
    return job.address if job.address.startswith(job.township_name) else job.township_name + job.address


def jobs_csv(edition: Edition, now: datetime) -> bytes:
    """Return the open jobs as CSV for a website or a recruiting platform."""
    rows = ((text(job) for _, text in _OPEN_DATA) for job in edition.jobs(now, ALL))
    return as_csv((name for name, _ in _OPEN_DATA), rows)


def jobs_json(edition: Edition, now: datetime) -> bytes:
    """Return the open jobs as a JSON list, each with every public field."""
    return _json_list(to_json(job) for job in edition.jobs(now, ALL))


def policies_json(edition: Edition, now: datetime) -> bytes:
    """Return the policies in force as a JSON list."""
    return _json_list(to_json(one) for one in edition.policies(now))


def _json_list(items: Iterable[bytes]) -> bytes:
    return b"[\n" + b",\n".join(items) + b"\n]\n"


def exchange_csv(edition: Edition, now: datetime) -> bytes:
    """Return the open jobs under the 人社 field codes (domain B7); age limits exist as columns and stay empty."""
    rows = (("" if text is None else text(job) for _, text in _EXCHANGE) for job in edition.jobs(now, ALL))
    return as_csv((code for code, _ in _EXCHANGE), rows)


def wechat_text(jobs: tuple[PublicJob, ...], policies: tuple[PublicPolicy, ...], market: MarketCard) -> str:
    """Return a 公众号 article to paste: the jobs, the policies, how to come; plain text."""
    lines = [f"【{market.name}】{len(jobs)} 个新岗位，免费登记，当天能干", ""]
    for place_in_list, job in enumerate(jobs, 1):
        lines += [
            f"{place_in_list}. {job.title}　{words.pay(job)}（{job.settlement.label}）",
            f"   {place(job)}，{job.hours}，招 {job.headcount} 人",
            f"   岗位号 {job.number}，联系 {job.contact_name} {job.contact_phone}", "",
        ]  # fmt: skip
    if policies:
        lines += ["【新政策】", *(f"· {one.title}：{one.summary}" for one in policies), ""]
    lines += [line for line in (market.address and f"地址：{market.address}", market.hours and f"时间：{market.hours}",
                                market.phone and f"电话：{market.phone}") if line]  # fmt: skip
    return "\n".join((*lines, "免费服务，不收任何费用。要押金、扣证件的都是骗子。"))


def article_text(article: PublicArticle, market: MarketCard) -> str:
    """Return the month's rights article to paste (R172)."""
    ending = f"有纠纷不要怕，打 {market.complaint_phone} 或到{market.name}来问。"
    return f"{article.title}\n\n{article.summary}\n\n{article.body}\n\n{ending}"


def sms_text(jobs: tuple[PublicJob, ...], market: MarketCard) -> str:
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
