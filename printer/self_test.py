"""The page that shows what a printer can do: widths, sizes, hanzi, rare names, QR code, status."""

from datetime import datetime
from zoneinfo import ZoneInfo

from printer.condition import PrinterReport
from printer.profiles import Profile
from printer.receipt import Align, Cut, Feed, Pair, Qr, Receipt, Rule, SlipKind, Text

RARE_NAMES = "珺喆瑄镕昇堃玥婳彧翀祎旻烜垚犇"
"""Given-name hanzi that a GB2312 ROM lacks (hardware reference C.4)."""

FOUR_BYTE_NAMES = "㛃䶮𬎆𫖮𠮷"
"""Given-name hanzi no ROM has; they must come out as drawn lines."""


def self_test_receipt(profile: Profile, report: PrinterReport, now: datetime) -> Receipt:
    """Return the self-test page for a printer, with its condition before printing; `now` is aware."""
    ruler = ("0123456789" * 6)[: profile.columns]
    full = ("零工市场" * 12)[: profile.columns // 2]
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
            Pair(label="型号", value=f"{profile.name} {profile.width_dots}点 {profile.charset}"),
            Pair(label="状态", value=report.sentence),
            Rule(),
            Text(text=ruler),
            Text(text=full),
            Text(text="左"),
            Text(text="中", align=Align.CENTER),
            Text(text="右", align=Align.RIGHT),
            Text(text="二倍字", size=2),
            Text(text="三倍", size=3),
            Text(text="加粗 ABC 123 ￥·“”", bold=True),
            Rule(),
            Text(text="字库里的名字用字："),
            Text(text=RARE_NAMES),
            Text(text="字库外的名字用字（画出来的）："),
            Text(text=FOUR_BYTE_NAMES),
            Rule(),
            Qr(data="https://www.12333.gov.cn", caption="扫得开就是好的"),
            Text(text="上面有乱码、缺字或歪斜，请把这张纸交给系统管理员。"),
            Cut(),
        ),
    )
