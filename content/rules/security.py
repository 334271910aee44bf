"""What the twice-monthly security check finds good, to be minded or wrong (R186, R187); pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.model.codes import Role
from content.model.security import CheckPart, IncidentGrade, Observed, Opinion, Verdict

UNUSED_AFTER = timedelta(days=60)  # own: an account nobody used for two months is closed
PASSWORD_OLD = timedelta(days=180)  # own: 等保 level 2 (GB/T 22239) wants passwords changed from time to time
LISTS_OLD = timedelta(days=7)  # own: what Debian said a week ago says nothing of today
MOST_RUNNING = 3  # own: more people who may open accounts than this are worth a question
LONGEST_WORDS = 1000
# 国家网络安全事件报告管理办法 (2025-11-01): 较大 and above to the provincial CAC
REPORT_WITHIN = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPort:
    """A port on which this machine listens beyond itself."""

    protocol: str  # "tcp" or "udp"
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """What the system says is to be installed; `listed_at` is when it last asked Debian, None for never."""

    pending: tuple[str, ...]
    security: int  # of them from Debian's security archive
    listed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """One account of the desk as the review of rights sees it."""

    name: str
    login: str
    roles: tuple[Role, ...]
    enabled: bool
    pledged_on: date | None
    used_at: datetime | None  # last login noted
    has_password: bool
    password_set_at: datetime | None = None


def _say(part: CheckPart, about: str, verdict: Verdict, sentence: str) -> Observed:
    return Observed(part=part, about=about, verdict=verdict, sentence=sentence)


def judge_ports(found: Iterable[OpenPort], known: dict[tuple[str, int], str]) -> tuple[Observed, ...]:
    """Return what is open to the network: known by name, or to be closed."""
    named, strange = [], []
    for one in sorted(set(found), key=lambda one: (one.port, one.protocol)):
        words = f"{one.port}/{one.protocol}"
        name = known.get((one.protocol, one.port))
        if name is None:
            strange.append(words)
        else:
            named.append(f"{words}（{name}）")
    if strange:
        known_words = f"认识的有 {'、'.join(named)}；" if named else ""
        return (_say(CheckPart.SCAN, "开着的端口", Verdict.WRONG, f"网络上连得到的端口，{known_words}"
                     f"不认识的有 {'、'.join(strange)}。请系统管理员查清是什么程序，不需要的关掉。"),)  # fmt: skip
    told = f"网络上连得到的端口：{'、'.join(named)}。没有不认识的。" if named else "网络上连不到这台电脑的任何端口。"
    return (_say(CheckPart.SCAN, "开着的端口", Verdict.GOOD, told),)


def judge_updates(found: Updates, now: datetime) -> tuple[Observed, ...]:
    """Return whether the system is up to date (R187); a list that is too old proves nothing."""
    if found.listed_at is None or now - found.listed_at > LISTS_OLD:
        age = "从来没有取过" if found.listed_at is None else f"还是 {(now - found.listed_at).days} 天前的"
        return (_say(CheckPart.SCAN, "系统更新", Verdict.WRONG, f"没有查成：软件清单{age}，这台电脑可能没有联网。"
                     "请系统管理员联网运行 apt-get update，或用升级 U 盘。"),)  # fmt: skip
    if found.security:
        return (_say(CheckPart.SCAN, "系统更新", Verdict.WRONG, f"有 {len(found.pending)} 个更新没有装，其中安全更新 "
                     f"{found.security} 个。请系统管理员本周装上：apt-get upgrade。"),)  # fmt: skip
    if found.pending:
        return (_say(CheckPart.SCAN, "系统更新", Verdict.NOTE, f"有 {len(found.pending)} 个普通更新没有装，"
                     "没有安全更新。请系统管理员下次维护时装上。"),)  # fmt: skip
    return (_say(CheckPart.SCAN, "系统更新", Verdict.GOOD, "系统的更新都装上了。"),)


def judge_accounts(accounts: Sequence[AccountFacts], now: datetime, failures: int) -> tuple[Observed, ...]:
    """Return the review of accounts and roles; `failures` are wrong passwords since the check before."""
    open_ones = [one for one in accounts if one.enabled]
    part = CheckPart.RIGHTS

    def named(about: str, who: Iterable[AccountFacts], wrong: str, good: str, verdict: Verdict = Verdict.WRONG
              ) -> Observed:  # fmt: skip
        names = "、".join(f"{one.name}（{one.login}）" for one in who)
        return _say(part, about, verdict, f"{names}{wrong}") if names else _say(part, about, Verdict.GOOD, good)

    running = [one for one in open_ones if not {Role.MANAGER, Role.ADMINISTRATOR}.isdisjoint(one.roles)]
    managers = sum(Role.MANAGER in one.roles for one in open_ones)
    watching = [one for one in open_ones if {Role.ADMINISTRATOR, Role.AUDITOR} <= set(one.roles)]
    unused = [one for one in open_ones if one.used_at is None or now - one.used_at > UNUSED_AFTER]
    old = [one for one in open_ones if one.password_set_at is not None and now - one.password_set_at > PASSWORD_OLD]
    many = len(running) > MOST_RUNNING
    return (
        _say(part, "账号", Verdict.GOOD, f"共 {len(accounts)} 个，启用 {len(open_ones)} 个。"),
        _say(part, "能管账号的人", Verdict.NOTE if many else Verdict.GOOD,
             f"{len(running)} 人，其中负责人 {managers} 人。" + ("人偏多，请负责人看看是不是都需要。" if many else "")),
        named("数据安全责任书", (one for one in open_ones if one.pledged_on is None),
              "没有签责任书，请负责人先停用账号，签好再启用。", "启用的账号都签了责任书。"),
        named("长期不用的账号", unused, f"超过 {UNUSED_AFTER.days} 天没有登录，请系统管理员停用，要用再启用。",
              f"启用的账号 {UNUSED_AFTER.days} 天内都有人用。"),
        named("没有密码的账号", (one for one in open_ones if not one.has_password),
              "还没有设密码，请本人登录后设好。", "启用的账号都设了密码。", Verdict.NOTE),
        named("很久没换的密码", old, f"的密码超过 {PASSWORD_OLD.days} 天没有换，请本人在“我的登录”里换一个。",
              f"启用的账号的密码都是 {PASSWORD_OLD.days} 天内设的。", Verdict.NOTE),
        named("又管又查的账号", watching, "同时是系统管理员和审计员，请负责人分给两个人。",
              "管账号的和看记录的不是同一人。", Verdict.NOTE),
        _say(part, "输错密码", Verdict.NOTE if failures > 20 else Verdict.GOOD, f"上次检查以来 {failures} 次。"
             + ("次数偏多，请系统管理员到“操作记录”看是谁、从哪里来。" if failures > 20 else "")),
    )  # fmt: skip


def check_opinions(opinions: Iterable[Opinion], observed: Sequence[Observed], measures: str) -> dict[str, str]:
    """Return what keeps a check from being closed, by field: every part is looked at, what is wrong has a measure."""
    found = {one.part.value: f"请看过“{one.part.label}”的结果，打上勾。" for one in opinions if not one.looked}
    found |= {f"{one.part.value}-words": f"最多写 {LONGEST_WORDS} 个字，请缩短。"
              for one in opinions if len(one.words) > LONGEST_WORDS}  # fmt: skip
    if any(one.verdict is Verdict.WRONG for one in observed) and not measures.strip():
        found["measures"] = "查出了不对的地方，请写由谁在哪天以前处理，再结束检查。"
    elif len(measures) > LONGEST_WORDS:
        found["measures"] = f"最多写 {LONGEST_WORDS} 个字，请缩短。"
    return found


def report_due(grade: IncidentGrade, found_at: datetime) -> datetime | None:
    """Return until when an incident is to be reported to the provincial CAC; None where the law sets no hour."""
    return None if grade is IncidentGrade.MINOR else found_at + REPORT_WITHIN
