"""A report sealed: its one byte form and digest, and what its paper is filled with. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from content.clock import local
from content.model.codec import canonical, from_json, to_plain
from content.model.reports import FrozenReport, Report
from content.reports.monthly_report import FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A report with what says whether it holds: its digest and, of a frozen one, version, reason, who and when."""

    report: Report
    content: str
    sha256: str
    state: str  # 已定稿 第 1 稿 …, or that it is not frozen
    frozen: bool

    @property
    def short(self) -> str:
        """Return the digest's first digits, as a person compares them."""
        return self.sha256[:12]


def sealed(report: Report) -> Sealed:
    """Return a report that is not frozen yet."""
    content = canonical(to_plain(report)).decode()
    return Sealed(report=report, content=content, sha256=sha256(content.encode()).hexdigest(), frozen=False,
                  state="未定稿，仅供核对")  # fmt: skip


def sealed_as(frozen: FrozenReport, by: str) -> Sealed:
    """Return a frozen report as it was; `by` is the name of who froze it."""
    told = f"已定稿，第 {frozen.version} 稿，{by} {local(frozen.frozen_at):%Y-%m-%d %H:%M}"
    reason = f"，原因：{frozen.reason}" if frozen.reason else ""
    return Sealed(report=from_json(Report, frozen.content), content=frozen.content, sha256=frozen.sha256, frozen=True,
                  state=told + reason)  # fmt: skip


def paper_values(one: Sealed, printed_at: datetime, by: str) -> dict[str, object]:
    """Return what the template of the paper is filled with."""
    report, state = one.report, "已定稿" if one.frozen else "未定稿"
    printed = f"{by} {local(printed_at):%Y-%m-%d %H:%M} 打印"
    return {"title": report.title, "report": report, "seal": one, "printed": printed, "figure_heading": FIGURES,
            "footer": f"{report.market} · {report.title}（{state}，指纹 {one.short}）· {printed}"}  # fmt: skip


def seal_rows(one: Sealed, taken_at: datetime, by: str) -> tuple[tuple[str, ...], ...]:
    """Return what the table says of itself on its first sheet."""
    report = one.report
    return (("市场", report.market), ("内容", report.about), ("依据", report.document),
            ("数据截至", report.as_of.isoformat()), ("状态", one.state), ("内容指纹（SHA-256）", one.sha256),
            ("台账指纹（SHA-256）", report.rows_sha256 or "不由台账逐条计算"),
            ("导出", f"{by} {local(taken_at):%Y-%m-%d %H:%M}"))  # fmt: skip
