"""What leaves the desk's lists as a table: for each list its columns, and a record as a line of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Protocol

from content.admin.wording import day_words, last_day_words, pay_words
from content.model.editorial import standing
from content.model.jobs import Employer, JobPost
from content.model.notices import PolicyNotice
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.privacy import mask_name, mask_phone
from content.store.database import Tables
from content.store.records import Page

_AT_ONCE = 500  # names of firms are asked for so many jobs at a time

Line = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a line is written with beside its record; `whole` shows names and phones of contacts unmasked."""

    now: datetime
    whole: bool
    firms: dict[str, str]

    def name(self, name: str) -> str:
        """Return a person's name as this table may show it."""
        return name if self.whole or not name else mask_name(name)

    def phone(self, phone: str) -> str:
        """Return a phone number as this table may show it."""
        return phone if self.whole or not phone else mask_phone(phone)


class Asked(Protocol):
    """What a sheet is written from: its name in the audit, and how many rows a page asks for."""

    @property
    def table(self) -> str: ...
    def page(self, page: Page, /) -> tuple[Sequence[Any], int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table that can be taken home; `contacts` says that it names people."""

    title: str
    heading: Line
    table: Callable[[Tables], Any]  # a record table or an `Asked`
    line: Callable[[Any, Facts], Line]
    firms_of: Callable[[Any], str] | None = None  # the id of the firm a line names
    contacts: bool = False
    # what is written where that is not the records themselves; told whether names are to be whole
    rows: Callable[[Tables, Page, bool], Iterator[Any]] | None = None

    def lines(self, tables: Tables, page: Page, now: datetime, whole: bool) -> Iterator[Line]:
        """Yield a line for every record that is asked for, whatever the page's limit."""
        records: Iterator[Any] = self.rows(tables, page, whole) if self.rows else self.table(tables).every(page)
        while batch := tuple(islice(records, _AT_ONCE)):
            firms = tables.employers.names(self.firms_of(one) for one in batch) if self.firms_of else {}
            facts = Facts(now=now, whole=whole, firms=firms)
            for record in batch:
                yield self.line(record, facts)


def stands(record: Any, ends_at: datetime | None, now: datetime) -> str:
    """Return in a word where a reviewed record stands."""
    return standing(record, ends_at, now).label


def _job_line(job: JobPost, facts: Facts) -> Line:
    trade = trades().get(job.trade_code)
    return (
        str(job.number), job.title, trade.name if trade else "", facts.firms.get(job.employer_id, ""),
        str(job.headcount), pay_words(job), job.settlement.label, TOWNSHIPS.get(job.township_code, ""), job.address,
        job.hours, job.duties, job.requirements, last_day_words(job.valid_until),
        stands(job, job.valid_until, facts.now), job.source.label, facts.name(job.contact_name),
        facts.phone(job.contact_phone), day_words(job.updated_at),
    )  # fmt: skip


JOBS = Sheet(
    title="岗位", table=lambda tables: tables.jobs, line=_job_line, firms_of=lambda job: job.employer_id,
    contacts=True,
    heading=("编号", "岗位", "工种", "用工单位", "人数", "薪资", "结算", "乡镇", "地址", "工作时段", "工作内容",
             "招聘条件", "有效期至", "状态", "来源", "联系人", "联系电话", "改动"),
)  # fmt: skip


def _employer_line(firm: Employer, facts: Facts) -> Line:
    how = firm.verified_how.label if firm.verified_how is not None else ""
    return (
        firm.name, firm.kind.label, firm.credit_code, firm.industry, TOWNSHIPS.get(firm.township_code, ""),
        firm.address, facts.name(firm.contact_name), facts.phone(firm.contact_phone),
        "已核实" if firm.verified_at is not None else "未核实", day_words(firm.verified_at), how, firm.suspended,
    )  # fmt: skip


EMPLOYERS = Sheet(
    title="企业", table=lambda tables: tables.employers, line=_employer_line, contacts=True,
    heading=("单位名称", "类型", "信用代码", "行业", "乡镇", "地址", "联系人", "联系电话", "核实", "核实日期",
             "核实方式", "暂停原因"),
)  # fmt: skip


def _policy_line(policy: PolicyNotice, facts: Facts) -> Line:
    return (
        policy.title, policy.level.label, policy.category.label, policy.document_number, policy.issuer,
        policy.issued_on.isoformat(), policy.effective_on.isoformat(),
        policy.expires_on.isoformat() if policy.expires_on is not None else "长期", policy.summary, policy.source_name,
        policy.source_url, policy.stage.label, day_words(policy.updated_at),
    )  # fmt: skip


POLICIES = Sheet(
    title="政策公告", table=lambda tables: tables.policies, line=_policy_line,
    heading=("标题", "级别", "类别", "文号", "发文单位", "发文日期", "施行日期", "失效日期", "一句话", "来源", "网址",
             "状态", "改动"),
)  # fmt: skip
