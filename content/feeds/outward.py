"""What leaves the market as files for other machines (R109): open data and the exchange file; from an edition.

Only published records are read, so nothing private can leave this way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from content.clock import local, to_text
from content.edition.reading import Edition
from content.feeds.spreadsheet import as_csv
from content.model.codec import to_json
from content.model.published import PublicJob
from content.theme import words

ALL = 1_000_000

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
    ("工作地点", lambda job: words.place(job)),
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
    ("ACB202", lambda job: words.place(job)),  # 工作地点
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
