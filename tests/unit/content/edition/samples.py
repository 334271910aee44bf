"""Public records and whole shelves for tests and benches, all invented."""

from __future__ import annotations

import hashlib
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from content.clock import calendar_day
from content.edition.format import BlobRef, Kind, Manifest, SignedManifest, sign_manifest
from content.edition.reading import Edition
from content.edition.shelf import Shelf
from content.model.codec import to_json
from content.model.codes import (
    EmployerKind,
    JobSource,
    PayUnit,
    PolicyCategory,
    PolicyLevel,
    Settlement,
    VerifyMethod,
    WorkForm,
)
from content.model.places import TOWNSHIPS
from content.model.published import EditionContent, MarketCard, PublicJob, PublicPolicy
from content.model.trades import Trade, trades
from content.privacy import KeyRing, Signer
from content.publishing.build import build_edition_db
from content.publishing.content import display_order
from content.publishing.screens import programme_for

NOW = datetime(2026, 11, 23, 1, 42, tzinfo=UTC)
TODAY = calendar_day(NOW)
KEYS = KeyRing.from_root(bytes(range(32)))
TRUSTED = (KEYS.edition.public,)

_FIRMS = ("宏达", "兴旺", "金桥", "顺发", "东方", "绿野", "新城", "江南", "惠民", "尧舜")
_LINES = ("建筑", "劳务", "家政", "餐饮", "物流", "电子", "食品", "茶业", "服装", "商贸")
_TAILS = ("", "（日结）", "（包吃住）", "两名", "夜班", "长期")
_DUTIES = (
    "按要求完成当天的活，听班长安排", "打扫卫生，清运垃圾，摆放物品", "搬运装卸货物，跟车到工地",
    "在工业园车间操作机器，检验包装", "照看老人，做三顿饭，收拾屋子",
)  # fmt: skip
_REQUIREMENTS = ("身体健康，能吃苦", "不限学历，会开叉车优先", "有健康证", "懂电焊，会看图纸")


def public_job(number: int, trade_code: str = "A11", **changes: Any) -> PublicJob:
    """Return one job; `changes` are its fields."""
    trade = trades()[trade_code]
    job = PublicJob(
        id=f"0193577a-0000-7000-8000-{number:012d}", number=number, title=trade.name, trade_code=trade.code,
        trade_name=trade.name, trade_group=trade.group, employer_name="东至宏达劳务有限公司",
        employer_kind=EmployerKind.PRIVATE, employer_credit_code="", employer_introduction="", headcount=3,
        duties="听班长安排", requirements="身体健康", skills="", certificates="", township_code="341721100",
        township_name="尧渡镇", address="建设路 9 号", gathering="", starts_on=None, ends_on=None,
        hours="08:00—17:00", daily_hours_tenths=80, form=WorkForm.TEMPORARY, meals="无", lodging="无",
        transport="无", risks="", protection="", insurance="", pay_min_fen=22000, pay_max_fen=22000,
        pay_unit=PayUnit.DAY, pay_note="", settlement=Settlement.DAY, contact_name="窗口", contact_phone="0566-7000000",
        source=JobSource.OWN, source_name="", source_url="", verified_at=NOW, verified_how=VerifyMethod.PHONE,
        reviewed_at=NOW, minors_allowed=trade.minors, hazards=(), is_workshop=False, urgent=False,
        valid_until=NOW + timedelta(days=5), published_at=NOW,
    )  # fmt: skip
    return replace(job, **changes)


def _random_job(dice: random.Random, number: int, trade: Trade) -> PublicJob:
    township, township_name = dice.choice(list(TOWNSHIPS.items()))
    first = dice.choice((None, TODAY, TODAY + timedelta(days=2)))
    return public_job(
        number, trade.code, title=f"{dice.choice(('', '急招', '诚聘'))}{trade.name}{dice.choice(_TAILS)}",
        employer_name=f"东至{dice.choice(_FIRMS)}{dice.choice(_LINES)}有限公司", headcount=dice.randint(1, 20),
        duties=dice.choice(_DUTIES), requirements=dice.choice(_REQUIREMENTS),
        skills=dice.choice(("电焊", "叉车", "缝纫", "")), township_code=township, township_name=township_name,
        address=f"{dice.choice(('建设路', '工业园', '沿江路'))}{dice.randint(1, 300)}号", starts_on=first,
        pay_unit=(PayUnit.DAY, PayUnit.HOUR, PayUnit.PIECE, PayUnit.MONTH)[number % 7 % 4],
        meals=dice.choice(("包吃", "无")), lodging=dice.choice(("包住", "无")),
        settlement=dice.choices(list(Settlement), [5, 1, 1, 2, 1])[0], urgent=dice.random() < 0.1,
        valid_until=NOW + timedelta(hours=dice.randint(1, 700)), published_at=NOW - timedelta(minutes=number % 9999),
    )  # fmt: skip


def many_jobs(count: int, seed: int = 7) -> tuple[PublicJob, ...]:
    """Return so many jobs over all trades and townships, in display order; the same for the same seed."""
    dice = random.Random(seed)
    known = list(trades().values())
    return display_order([_random_job(dice, 1000 + place, dice.choice(known)) for place in range(count)])


def public_policy(number: int, **changes: Any) -> PublicPolicy:
    """Return one policy; `changes` are its fields."""
    policy = PublicPolicy(
        id=f"0193577a-0000-7000-9000-{number:012d}", title=f"社保补贴办法第 {number} 号", level=PolicyLevel.COUNTY,
        category=PolicyCategory.INSURANCE, document_number=f"东人社〔2026〕{number} 号", issuer="东至县人社局",
        issued_on=TODAY, effective_on=TODAY, valid_until=None, source_name="县政府网站", source_url="",
        summary="灵活就业的人交社保，政府补一部分", who="就业困难人员", body="全文", materials=("身份证",),
        where="服务窗口", published_at=NOW,
    )  # fmt: skip
    return replace(policy, **changes)


def content_of(jobs: tuple[PublicJob, ...] = (), **parts: Any) -> EditionContent:
    """Return the content of an edition with these jobs, as they are ordered."""
    content = EditionContent(market=MarketCard(), jobs=jobs, policies=(), courses=(), fairs=(), articles=(),
                             notices=())  # fmt: skip
    return replace(content, **parts)


def blob(name: str, data: bytes, audience: tuple[str, ...] = ("kiosk", "screen", "public")) -> BlobRef:
    """Return the reference to some bytes."""
    return BlobRef(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), audience=audience)


def manifest_of(order: int, *blobs: BlobRef, kind: Kind = "full", draft: bool = False) -> Manifest:
    """Return a manifest of these blobs."""
    return Manifest(site_id="341721-01", order=order, number=order, kind=kind, draft=draft, built_at=NOW, blobs=blobs)


def signed(manifest: Manifest, signer: Signer = KEYS.edition) -> SignedManifest:
    """Return the manifest as the hub signs it."""
    return sign_manifest(manifest, signer)


def shelved(root: Path, content: EditionContent, order: int = 1) -> Shelf:
    """Build an edition of the content, install it on a shelf and return the shelf."""
    shelf = Shelf(root / "shelf")
    built = root / f"built-{order}.db"
    build_edition_db(content, built, TODAY)
    files = {"edition.db": built.read_bytes(), "programme.json": to_json(programme_for(content))}
    refs = [blob(name, data) for name, data in files.items()]
    for ref in refs:
        shelf.put_blob(ref, [files[ref.name]])
    shelf.install(signed(manifest_of(order, *refs)), TRUSTED, "kiosk")
    return shelf


def opened(root: Path, content: EditionContent) -> Edition:
    """Build, install and open an edition of the content."""
    held = shelved(root, content).current(TRUSTED)
    if held is None:
        raise AssertionError("the edition just installed is not on the shelf")
    return Edition.open(held)
