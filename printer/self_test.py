"""The page that shows what a printer can do: widths, sizes, hanzi, rare names, QR code, status."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from printer.condition import PrinterReport
from printer.profiles import Charset, Profile
from printer.receipt import Align, Cut, Element, Feed, Pair, Qr, Receipt, Rule, SlipKind, Text

RARE_NAMES = "珺喆瑄镕昇堃玥婳彧翀祎旻烜垚犇"
"""Given-name hanzi that a GB2312 ROM lacks (hardware reference C.4)."""

FOUR_BYTE_NAMES = "㛃㼆䶮䲟𬎆𫰛𬱖𬸪𬭎𬀩𫖮𠮷"
"""Given-name hanzi no ROM has (hardware reference E); they must come out as drawn lines."""


def self_test_receipt(
    profile: Profile, report: PrinterReport, now: datetime, missing_fonts: Sequence[str] = ()
) -> Receipt:
    """Return the self-test page for a printer, with its condition before printing; `now` is aware."""
    stamp = f"{now.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M:%S}"
    return Receipt(
        kind=SlipKind.SELF_TEST,
        reference=f"self-test-{now:%Y%m%dT%H%M%S%f}",
        title="打印机自检",
        elements=(
            Feed(dots=12),
            Text(text="打印机自检", size=2, align=Align.CENTER, bold=True),
            Text(text=stamp, align=Align.CENTER),
            Rule(),
            *_condition(profile, report, missing_fonts),
            Rule(),
            *_widths(profile),
            Rule(),
            *_sizes(),
            Rule(),
            *_hanzi(profile),
            Rule(),
            Qr(data="https://www.12333.gov.cn", caption="手机扫得开就是好的"),
            Rule(),
            Text(text="上面有乱码、缺字、断线或歪斜，请把这张纸交给系统管理员。"),
            Cut(),
        ),
    )


def _condition(profile: Profile, report: PrinterReport, missing_fonts: Sequence[str]) -> tuple[Element, ...]:
    fonts = f"缺 {'、'.join(Path(name).stem for name in missing_fonts)}" if missing_fonts else "齐全"
    return (
        Pair(label="型号", value=profile.name),
        Pair(label="纸宽", value=f"{profile.width_dots}点，一行{profile.columns // 2}个汉字"),
        Pair(label="字库", value=profile.charset.upper()),
        Pair(label="切纸", value=profile.cut.replace("_", " ")),
        Pair(label="状态", value=report.staff_sentence or report.sentence),
        Pair(label="字体", value=fonts),
    )


def _widths(profile: Profile) -> tuple[Element, ...]:
    """Two lines that reach from edge to edge, and one word at each edge."""
    return (
        Text(text="下面两行要顶到两边，不多不少："),
        Text(text=("0123456789" * 6)[: profile.columns]),
        Text(text=("零工市场" * 12)[: profile.columns // 2]),
        Text(text="靠左"),
        Text(text="居中", align=Align.CENTER),
        Text(text="靠右", align=Align.RIGHT),
    )


def _sizes() -> tuple[Element, ...]:
    return (
        Text(text="一倍 加粗 ABC 123", bold=True),
        Text(text="二倍 A1", size=2),
        Text(text="三倍A1", size=3),
        Text(text="四倍", size=4),
        Pair(label="混排", value="0566-7000000", size=2, bold=True),
        Text(text="标点：，。；：？！“”（）《》【】·—…￥"),
    )


def _hanzi(profile: Profile) -> tuple[Element, ...]:
    is_gbk = profile.charset is Charset.GBK
    rare = "人名用字，由打印机的字库打：" if is_gbk else "人名用字，画出来的："
    advice = "这一行缺字：请把 profile 改成 gb2312 的型号。" if is_gbk else "这一行要和别的字一样清楚。"
    return (
        Text(text=rare),
        Text(text=RARE_NAMES),
        Text(text=advice),
        Text(text="字库里都没有的字，画出来的："),
        Text(text=FOUR_BYTE_NAMES),
    )
