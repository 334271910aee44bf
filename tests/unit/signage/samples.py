"""Invented records for the screen's tests: jobs over all trade groups, policies, a course, a fair, articles."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType

from content.clock import SHANGHAI, calendar_day
from content.edition.format import BlobRef, Manifest, sign_manifest
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.model.codec import to_json
from content.model.codes import (
    CourseKind,
    CourseMode,
    EmployerKind,
    FairTheme,
    JobSource,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    RightsTopic,
    Settlement,
    VerifyMethod,
    WorkForm,
)
from content.model.places import TOWNSHIPS
from content.model.programme import Programme, Slot
from content.model.published import (
    EditionContent,
    MarketCard,
    PublicArticle,
    PublicCourse,
    PublicFair,
    PublicJob,
    PublicPolicy,
)
from content.model.trades import trades
from content.privacy import KeyRing
from content.publishing.build import build_edition_db
from content.publishing.screens import programme_for
from signage.programme import OnAir

BUILT = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # Monday 08:30 in the market
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MARKET = MarketCard(
    name="东至县零工市场", address="尧渡镇建设路 18 号一楼", hours="每天 05:00—18:00（周末不休）",
    phone="0566-7010000", operator="东至县公共就业服务中心", licence_number="（东）人服证字〔2026〕第 001 号",
)  # fmt: skip
SLOTS = tuple(
    Slot(scene=scene)
    for scene in ("jobs_today", "jobs", "policy", "course", "fair", "rights", "service", "safety", "hotlines")
)


def midnight_after(days: int, since: datetime = NOON) -> datetime:
    """Return the market's midnight that ends the day so many days later."""
    day = calendar_day(since) + timedelta(days=days + 1)
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def job(number: int, **changes: object) -> PublicJob:
    """Return a job whose trade, place and pay follow from its number."""
    every = list(trades().values())
    trade = every[number % len(every)]
    code, township = list(TOWNSHIPS.items())[number % len(TOWNSHIPS)]
    record = PublicJob(
        id=f"job-{number}", number=1000 + number, title=trade.name, trade_code=trade.code, trade_name=trade.name,
        trade_group=trade.group, employer_name="东至县示例用工有限公司", employer_kind=EmployerKind.PRIVATE,
        employer_credit_code="", employer_introduction="", headcount=1 + number % 12, duties="按班长安排干活",
        requirements="能吃苦", skills="", certificates="电工证" if trade.certificate else "", township_code=code,
        township_name=township, address="", gathering="", starts_on=None, ends_on=None, hours="07:00—16:00",
        daily_hours_tenths=80, form=WorkForm.TEMPORARY, meals="包午饭", lodging="无", transport="班车接送", risks="",
        protection="", insurance="", pay_min_fen=18000 + number % 9 * 1000, pay_max_fen=18000 + number % 9 * 1000,
        pay_unit=PayUnit.DAY, pay_note="", settlement=Settlement.DAY if number % 3 else Settlement.MONTH,
        contact_name="", contact_phone="", source=JobSource.OWN, source_name="", source_url="", verified_at=BUILT,
        verified_how=VerifyMethod.PHONE, reviewed_at=BUILT, minors_allowed=False, hazards=(), is_workshop=False,
        urgent=number % 8 == 0, valid_until=midnight_after(7), published_at=BUILT - timedelta(days=1),
    )  # fmt: skip
    return replace(record, **changes)  # type: ignore[arg-type]


def policy(number: int, **changes: object) -> PublicPolicy:
    """Return a policy in plain words."""
    record = PublicPolicy(
        id=f"policy-{number}", title=f"自己交社保，政府补一半多（{number}）", level=PolicyLevel.COUNTY,
        category=PolicyCategory.INSURANCE, document_number="", issuer="县人社局", issued_on=BUILT.date(),
        effective_on=BUILT.date(), valid_until=None, source_name="县人社局", source_url="",
        summary="灵活就业并自己缴纳职工社保的就业困难人员，能领不超过实缴三分之二的补贴，最长 3 年。",
        who="女满 40、男满 50 的就业困难人员", body="", materials=("身份证", "社保缴费凭证", "银行卡"),
        where="零工市场综合服务窗口", published_at=BUILT - timedelta(days=3),
    )  # fmt: skip
    return replace(record, **changes)  # type: ignore[arg-type]


def course(number: int) -> PublicCourse:
    """Return a course that begins tomorrow."""
    return PublicCourse(
        id=f"course-{number}", name="家政服务员初级班", kind=CourseKind.SKILL, outline="保洁、收纳、烹饪、老人照护",
        schedule="共 5 天，每天 08:30—11:30", starts_at=midnight_after(0) + timedelta(hours=8, minutes=30),
        mode=CourseMode.CLASSROOM, provider="县职业技术学校", sign_up="带身份证到培训窗口", place="市场二楼培训室",
        seats=40, valid_until=midnight_after(5),
    )  # fmt: skip


def fair() -> PublicFair:
    """Return a fair in two weeks."""
    return PublicFair(
        id="fair-1", name="月度零工综合招聘会", theme=FairTheme.GENERAL,
        starts_at=midnight_after(12) + timedelta(hours=9), place="市场一楼大厅",
        summary="带身份证，现场谈、当天上工", invited=26, booths=(),
        valid_until=midnight_after(13),
    )  # fmt: skip


def article(number: int) -> PublicArticle:
    """Return an article on rights."""
    return PublicArticle(
        id=f"article-{number}", topic=RightsTopic.CONTRACT, title=f"干活先说清四件事（{number}）",
        summary="干什么、干多久、多少钱、什么时候给。说清楚了再上车，最好写在纸上。", body="",
    )  # fmt: skip


def content(jobs: int = 240, policies: int = 24) -> EditionContent:
    """Return a market's worth of content: day work first, then by number."""
    found = sorted((job(number) for number in range(jobs)), key=lambda one: one.settlement is not Settlement.DAY)
    return EditionContent(
        market=MARKET, jobs=tuple(found), policies=tuple(policy(number) for number in range(policies)),
        courses=(course(1), course(2)), fairs=(fair(),), articles=tuple(article(number) for number in range(8)),
        notices=(),
    )  # fmt: skip


def on_air(held: EditionContent, slots: tuple[Slot, ...] = SLOTS, built_at: datetime = BUILT) -> OnAir:
    """Return an edition with that content."""
    return OnAir(order=1, number=94, built_at=built_at, content=held, programme=Programme(slots=slots))


def edition_of(held: EditionContent, folder: Path, order: int, built_at: datetime = BUILT,
               files: Mapping[str, bytes] = MappingProxyType({})) -> Edition:  # fmt: skip
    """Build, sign, shelve and open an edition the way the hub and a terminal do; `files` are its 素材 by blob name."""
    folder.mkdir(parents=True, exist_ok=True)
    keys, shelf = KeyRing.from_root(b"\x07" * 32), Shelf(folder / "shelf")
    paths = {"edition.db": folder / "edition.db", "programme.json": folder / "programme.json"}
    paths["edition.db"].unlink(missing_ok=True)
    build_edition_db(held, paths["edition.db"], calendar_day(built_at))
    paths["programme.json"].write_bytes(to_json(programme_for(held)))
    blobs = []
    for name, data in {**{name: path.read_bytes() for name, path in paths.items()}, **files}.items():
        blobs.append(BlobRef(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), audience=("screen",)))
        if not shelf.has(blobs[-1]):
            shelf.put_blob(blobs[-1], [data])
    manifest = Manifest(site_id="341721-01", order=order, number=94 + order, kind="full", built_at=built_at,
                        blobs=tuple(blobs))  # fmt: skip
    return Edition.open(shelf.install(sign_manifest(manifest, keys.edition), (keys.edition.public,), "screen"))
