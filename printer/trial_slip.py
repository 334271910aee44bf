"""The short slip staff let out to see that the printer prints: after a change of paper, or ordered from the desk."""

from datetime import datetime
from zoneinfo import ZoneInfo

from printer.condition import PrinterReport
from printer.profiles import Profile
from printer.receipt import Align, Cut, Feed, Pair, Receipt, Rule, SlipKind, Text


def trial_receipt(reference: str, place: str, profile: Profile, report: PrinterReport, now: datetime) -> Receipt:
    """Return a test slip of a hand's breadth; `reference` makes it one slip however often it is asked for."""
    stamp = f"{now.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M:%S}"
    return Receipt(
        kind=SlipKind.SELF_TEST,
        reference=reference,
        title="试打",
        elements=(
            Feed(dots=12),
            Text(text="试打", size=2, align=Align.CENTER, bold=True),
            Rule(),
            *((Pair(label="机器", value=place),) if place else ()),
            Pair(label="时间", value=stamp),
            Pair(label="型号", value=profile.name),
            Pair(label="状态", value=report.staff_sentence or report.sentence),
            Rule(),
            Text(text="字迹清楚、纸已切好，打印机就是好的。"),
            Cut(),
        ),
    )
