"""安全检查, 信息安全培训 and 安全事件 (R186, R188, R189), of a hub that holds personal data; only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from content.model.codes import Labelled
from content.model.entries import Entry


class CheckPart(Labelled):
    """The three parts of the twice-monthly check, as the regulation names them."""

    SCAN = "scan", "漏洞扫描"
    ENCRYPTION = "encryption", "数据加密情况检查"
    RIGHTS = "rights", "用户权限管理审核"


class Verdict(Labelled):
    """How one thing looked at was found."""

    GOOD = "good", "好"
    NOTE = "note", "请留意"
    WRONG = "wrong", "不对"


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One thing the program looked at by itself; the sentence holds no secret and no personal data."""

    part: CheckPart
    about: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the person who checks says of one part; nothing is closed without the tick."""

    part: CheckPart
    looked: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityCheck:
    """One closed check: what the program found, what a person says of it, when and who."""

    id: str
    examined_at: datetime
    closed_at: datetime
    closed_by: str  # staff id
    program: str  # version
    observed: tuple[Observed, ...]
    opinions: tuple[Opinion, ...]
    measures: str  # what is done about what was found, by whom and until when
    installed: tuple[str, ...]  # libraries with their versions

    @property
    def wrong(self) -> int:
        """Return how many things were found wrong."""
        return sum(one.verdict is Verdict.WRONG for one in self.observed)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityTraining(Entry):
    """One 信息安全培训 that was held (R188)."""

    topic: str
    trainer: str
    minutes: int
    attended: tuple[str, ...]  # names as on the list of signatures; people of the operator have no account
    words: str  # what was taught and asked


class IncidentKind(Labelled):
    """What happened to data or to the machine."""

    LEAK = "leak", "信息泄露或外传"
    LOOKED = "looked", "越权查看或使用"
    ACCOUNT = "account", "账号被冒用"
    LOST = "lost", "电脑、硬盘或备份丢失"
    TAMPERED = "tampered", "数据被改动或删除"
    MALWARE = "malware", "病毒或被入侵"
    OUTAGE = "outage", "系统中断"
    OTHER = "other", "其他"


class IncidentGrade(Labelled):
    """How grave, as 国家网络安全事件报告管理办法 grades it; who grades is a person, not the program."""

    MINOR = "minor", "一般"
    LARGER = "larger", "较大"
    MAJOR = "major", "重大"
    GRAVE = "grave", "特别重大"


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityIncident(Entry):
    """One 安全事件 (R189); what happened and what was done are kept encrypted, since they may name people."""

    incident: IncidentKind
    grade: IncidentGrade
    began_at: datetime  # as far as is known
    found_at: datetime
    persons: int  # how many people's data it may touch; 0 while that is not known
    what: str
    measures: str
    reported_to: str  # "" while it was reported to nobody
    reported_at: datetime | None
    closed: bool  # dealt with
