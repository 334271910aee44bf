"""Two halls that show every kind of scene: the demonstration's as it looks, and one of the longest and rarest words."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PIL import Image, ImageDraw, ImageFont

from content.clock import calendar_day
from content.demo.market_settings import demo_settings
from content.model.codes import FairTheme, MediaKind, NoticeKind, PayUnit
from content.model.programme import SCENES, Priority, Slot
from content.model.published import (
    EditionContent,
    LicenceDisplay,
    PublicJob,
    PublicMedia,
    PublicNotice,
    PublicWage,
)
from content.publishing.wages import own_medians
from content.rules.publicity import publicity_end
from signage.programme import round_at
from signage.scenes import evergreen
from signage.scenes.scene import Scene, Shape
from tests.pages.kiosk_market import content_at
from tests.unit.signage.samples import MARKET, NOON, article, content, course, fair, job, on_air, policy

# characters of names that lie outside GB 2312 (chinese.md, section 4), and places with rare ones
RARE = "㛃䶮㼆𬍛𬸚𪟝𫖯𬱖𠅤"
_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"


@dataclass(frozen=True, slots=True, kw_only=True)
class FullHall:
    """What an edition holds, and the files of its 素材 by blob name."""

    held: EditionContent
    files: dict[str, bytes]


def drawn(width: int, height: int, lines: tuple[str, ...], ground: str, size: int) -> bytes:
    """Return a picture with words on it, as a desk would upload."""
    picture = Image.new("RGB", (width, height), ground)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(_FONT, size, index=2)
    for place, line in enumerate(lines):
        pen.text(
            (width // 12, height // 10 + place * size * 1.6), line, "#ffffff" if ground[1] < "8" else "#101010", font
        )
    held = io.BytesIO()
    picture.quantize(32).save(held, "PNG")
    return held.getvalue()


def of_file(name: str, data: bytes, kind: MediaKind = MediaKind.IMAGE, mime: str = "image/png", **more: object
            ) -> PublicMedia:  # fmt: skip
    """Return the public record of a file."""
    ending = {"image/png": ".png", "video/webm": ".webm"}[mime]
    blob = f"media-{hashlib.sha256(data).hexdigest()}{ending}"
    width, height = Image.open(io.BytesIO(data)).size if kind is MediaKind.IMAGE else (0, 0)
    made = PublicMedia(id=name, kind=kind, mime=mime, blob=blob, title=name, width=width, height=height, length_ms=0,
                       on_screens=True)  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def _media(film: bytes) -> tuple[tuple[PublicMedia, ...], dict[str, bytes]]:
    poster = drawn(1600, 900, ("12 月 9 日 零工招聘会", "市场一楼大厅", "带身份证就行，进场不要钱"), "#7a3b12", 96)
    rows = (f"第 {row} 条　考核得分和说明，示例文字。" for row in range(1, 18))
    page = drawn(1240, 1754, ("东至县零工市场", "运营考核结果公示", *rows), "#ffffff", 52)
    made = (of_file("招聘会海报", poster),
            of_file("公示文件第 1 页", page, page_of="pdf-1", page=1, on_screens=False),
            of_file("消防演练", film, MediaKind.VIDEO, "video/webm", length_ms=20_000))  # fmt: skip
    return made, {one.blob: data for one, data in zip(made, (poster, page, film), strict=True)}


def _publicity(at: datetime, **changes: object) -> PublicNotice:
    begun = at - timedelta(hours=3)
    record = PublicNotice(
        id="publicity-1", title="2026 年下半年零工市场运营考核结果公示",
        body="县人社局对本市场 2026 年下半年运营进行了考核，考核得分 92 分，拟按规定拨付补贴。现予公示，欢迎监督。",
        shown_from=begun, valid_until=publicity_end(begun, ()), kind=NoticeKind.PUBLICITY,
    )  # fmt: skip
    return replace(record, **changes)  # type: ignore[arg-type]


def _guide(at: datetime) -> tuple[PublicWage, ...]:
    figures = (("A01", "建筑小工", PayUnit.DAY, 180, 220, 260), ("A11", "装卸搬运", PayUnit.DAY, 170, 210, 260),
               ("C01", "钟点保洁", PayUnit.HOUR, 20, 25, 35), ("E03", "快递分拣", PayUnit.HOUR, 16, 18, 22),
               ("I01", "缝纫工", PayUnit.MONTH, 3800, 4800, 6500),
               ("J01", "采茶", PayUnit.JIN, 18, 26, 35))  # fmt: skip
    return tuple(
        PublicWage(trade_code=code, trade_name=name, unit=unit, low_fen=low * 100, median_fen=middle * 100,
                   high_fen=high * 100, ground="演示文件 工资指导价位 演示〔2026〕8号", as_of=calendar_day(at))
        for code, name, unit, low, middle, high in figures
    )  # fmt: skip


def demo_hall(at: datetime = NOON, film: bytes = b"") -> FullHall:
    """Return the hall of the demonstration, with everything the desk can put on a screen."""
    held, (media, files) = content_at(at), _media(film)
    market = replace(held.market, public_url="https://linggong.example.cn")
    held = replace(
        held, market=market, licences=demo_settings(market).licences, media=media,
        wages=(*_guide(at), *own_medians(held.jobs, calendar_day(at))),
        notices=(*held.notices, _publicity(at, media=(media[1].id,))),
    )  # fmt: skip
    return FullHall(held=held, files=files)


def _strained_jobs() -> tuple[PublicJob, ...]:
    far = "大渡口经济开发区"
    longest = replace(
        job(500), title=f"高层外墙清洗及玻璃幕墙维护{RARE[:4]}", urgent=True, pay_min_fen=1250000,
        pay_max_fen=1680000, pay_unit=PayUnit.JOB, township_name=far, township_code="341721401", headcount=120,
        number=10250, hours="前半夜 18:00—02:00，后半夜换班", requirements="能登高、不恐高，" * 6,
        duties="清洗外墙，" * 20, employer_name=f"安徽省池州市东至县{RARE}建筑劳务有限责任公司东至分公司",
        address="工业大道一百二十八号" * 3, meals="管三餐", lodging="有宿舍", transport="班车接送",
    )  # fmt: skip
    others = [
        replace(longest, id=f"job-9{unit.value}", number=9000 + place, pay_unit=unit, urgent=bool(place % 2),
                pay_min_fen=1234, pay_max_fen=98765)
        for place, unit in enumerate(PayUnit)
    ]  # fmt: skip
    return (longest, *others)


def strained_hall(film: bytes = b"") -> FullHall:
    """Return a hall of the longest words and rarest characters there may be."""
    long_policy = policy(
        7, title="关于做好就业困难人员灵活就业社会保险补贴申领工作的通知",
        issuer="东至县人力资源和社会保障局、东至县财政局",
        summary="自己交职工养老、医疗保险的灵活就业人员，符合条件可以领补贴，" * 6,
        who="女满 40 周岁、男满 50 周岁，" * 4,
        materials=("身份证原件和复印件", "社会保障卡", "灵活就业承诺书（窗口有样表）", "近三个月缴费凭证"),
        where="市场一楼综合服务窗口，周一到周日 8:30—17:00",
    )  # fmt: skip
    held, (media, files) = content(80, 3), _media(film)
    firm = _strained_jobs()[0].employer_name
    big = replace(
        fair(), id="fair-2", name="金秋“春风行动”乡村振兴帮扶专场暨零工综合招聘会", summary="带身份证，" * 20,
        place="东至经济开发区创业孵化基地三楼多功能厅", booths=("12 号 · " + firm, "只有单位名" * 6, "A 区 · 小店"),
    )  # fmt: skip
    live = replace(big, id="fair-3", theme=FairTheme.LIVE, starts_at=NOON + timedelta(hours=6),
                   stream_url="https://live.example.cn/room/3417210001?from=hall")  # fmt: skip
    notice = PublicNotice(
        id="notice-1", title="关于国庆节放假期间市场服务时间调整的通知", body="放假期间照常开门，" * 40,
        shown_from=NOON, valid_until=NOON + timedelta(days=3),
    )  # fmt: skip
    licences = LicenceDisplay(
        business_licence="91341721MA00000000", agency_licence="（东至）人服证字〔2026〕第 0123456789 号",
        services=("职业介绍", "职业指导", "技能培训", "维权咨询", "政策咨询", "用工登记", "招聘会", "直播带岗"),
        supervisor="东至县人力资源和社会保障局劳动就业服务中心", supervisor_phone="0566-7019999",
    )  # fmt: skip
    long_course = replace(
        course(1), id="course-9", name="新型职业农民茶叶加工和直播电商综合能力提升班",
        outline="采摘、萎凋、杀青，" * 12, provider=f"东至县{RARE}职业培训学校（县内定点机构）", seats=120,
    )  # fmt: skip
    odd_wage = replace(_guide(NOON)[0], trade_name=f"高处悬吊作业{RARE}工", unit=PayUnit.THOUSAND_CHARACTERS,
                       low_fen=1234500, median_fen=0, high_fen=9876500)  # fmt: skip
    long_article = replace(
        article(1), id="article-9", title="没签合同、没交社保，受了工伤到底找谁赔", summary="先治伤，留凭据，" * 20
    )
    return FullHall(files=files, held=replace(
        held, market=MARKET, licences=licences, media=media, jobs=(*_strained_jobs(), *held.jobs),
        policies=(long_policy, *held.policies), courses=(long_course, course(1)), fairs=(big, live, fair()),
        articles=(long_article, article(1)), notices=(notice, _publicity(NOON, body="考核得分九十二分，" * 30)),
        wages=(*_guide(NOON), odd_wage),
    ))  # fmt: skip


def scenes_by_kind(held: EditionContent, shape: Shape, at: datetime = NOON) -> dict[str, tuple[Scene, ...]]:
    """Return every scene of every kind, as its slot alone would have it; the page before all editions too."""
    found = {}
    for kind in SCENES:
        slot = Slot(scene=kind)
        if kind == "emergency":
            slot = Slot(scene=kind, priority=Priority.EMERGENCY, title="请从东门离开市场",
                        shown_until=at + timedelta(hours=1),
                        text="大厅正在检修电路。请听从工作人员指挥，走楼梯，从东门到停车场集合。")  # fmt: skip
        found[kind] = tuple(item.scene for item in round_at(on_air(held, (slot,)), at, shape).items)
    return found | {"preparing": (evergreen.preparing(held.market.name),)}
