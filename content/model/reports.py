"""A report as texts and numbers: what page, table and paper show alike, and what is frozen of it (R206)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from content.model.codes import Labelled

ReportCell = int | str  # a number stays one in a table


class ReportKind(Labelled):
    """What a report is about; the subject is a month such as 2026-11, or the id of a fair or course."""

    MONTH = "month", "月度运营数据报告"
    FAIR = "fair", "招聘会小结"
    COURSE = "course", "培训小结"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPart:
    """One table of a report, or where it has no heading its lines as paragraphs; `links` are pages below the desk."""

    title: str
    heading: tuple[str, ...]
    rows: tuple[tuple[ReportCell, ...], ...]
    note: str = ""
    links: tuple[str, ...] = ()  # one a row, "" for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report in words."""

    title: str
    market: str
    about: str  # which month, which fair
    document: str  # by what it is made
    as_of: date  # what happened later is not in it
    parts: tuple[ReportPart, ...]
    rows_sha256: str = ""  # of the rows of the ledgers it was counted from


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenReport:
    """定稿: a report as it was; never changed, and another version stands after it with its reason."""

    id: str
    kind: ReportKind
    subject: str
    version: int  # 1, 2, 3 … of its kind and subject
    content: str  # JSON of the Report, byte for byte what `sha256` is the digest of
    sha256: str
    rows_sha256: str
    reason: str  # of a version after the first
    frozen_by: str
    frozen_at: datetime
