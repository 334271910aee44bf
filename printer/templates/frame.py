"""What every slip shares: the market's name above, where and when it was printed below."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from printer.errors import ReceiptError
from printer.receipt import Align, Element, Feed, Pair, Rule, Text

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_TOP_DOTS = 12
_SIGNATURE_DOTS = 40
_PHONE_AT_END = re.compile(r"\d[\d-]{6,}(转\d+)?$")
_MOST_SHOWN = 2
_MASKS = ("*", "＊", "某", "×")
FREE_OF_CHARGE = "免费服务 · 不收任何费用"
FRAUD_WARNING = "要押金、要押身份证、叫你刷单的，都是骗子。"
FADES = "热敏纸会褪色，内容以登记为准。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Who printed a slip, where and when (an aware instant), and whom to call about a fraud."""

    market_name: str
    terminal: str
    printed_at: datetime
    complaint_phone: str = "12333"


def head(imprint: Imprint, title: str = "") -> tuple[Element, ...]:
    """Return the market's name, that its service is free, and the slip's own title in large letters."""
    top = Feed(dots=_TOP_DOTS)
    name = Text(text=imprint.market_name, align=Align.CENTER, bold=True)
    free = Text(text=FREE_OF_CHARGE, align=Align.CENTER)
    large = (Text(text=title, size=2, align=Align.CENTER, bold=True),) if title else ()
    return (top, name, free, Rule(), *large)


def foot(imprint: Imprint, *lines: str) -> tuple[Element, ...]:
    """Return the small print: the given lines, then when and where the slip was printed."""
    return (*(Text(text=line) for line in lines if line), Text(text=printed_line(imprint)))


def warning(imprint: Imprint) -> tuple[Element, ...]:
    """Return the warning against fraud and the number to call."""
    return (Text(text=FRAUD_WARNING), Text(text=f"投诉举报：{imprint.complaint_phone}", bold=True), Rule())


def printed_line(imprint: Imprint) -> str:
    """Return when and where, in the market's calendar."""
    at = imprint.printed_at.astimezone(_SHANGHAI)
    return f"{at.month}月{at.day}日 {at:%H:%M} {imprint.terminal} 打印"


def pairs(*rows: tuple[str, str], size: int = 1) -> tuple[Element, ...]:
    """Return label and value for every row that has a value; `size` above 1 for key facts."""
    return tuple(Pair(label=label, value=value, bold=size > 1, size=size) for label, value in rows if value)


def contact(text: str) -> tuple[Element, ...]:
    """Return whom to ask for and, large on a line of its own, the phone number that ends the text."""
    found = _PHONE_AT_END.search(text)
    if found is None:
        return pairs(("找谁", text))
    return (*pairs(("找谁", text[: found.start()].strip())), Pair(label="电话", value=found.group(), bold=True, size=2))


def to_sign(words: str) -> tuple[Element, ...]:
    """Return words with room below to write on, closed by a rule."""
    return (Text(text=words), Feed(dots=_SIGNATURE_DOTS), Rule())


def masked(name: str) -> str:
    """Return a name that is masked already, 张* or 欧阳** or 张*三; raises ReceiptError for one that shows more.

    A name of a single character has nothing to mask.
    """
    shown = [char for char in name if char not in _MASKS]
    if not name or len(shown) == len(name) > 1 or len(shown) > _MOST_SHOWN:
        raise ReceiptError("小票上的姓名没有遮盖")
    return name
