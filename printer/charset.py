"""Which characters the printer's ROM can draw, how wide they are, and what is written instead of the others."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from printer.profiles import Charset

_WRITTEN_AS = str.maketrans({
    "¥": "￥",  # U+00A5 is four GB18030 bytes and prints as digits or a random hanzi
    "•": "·",
    "‧": "·",
    "・": "·",
    "〜": "～",
    "−": "-",
    "‑": "-",
    "\t": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": "\u3000",
    "\u2009": " ",
    "\u202f": " ",
})  # fmt: skip
_MARKED = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something staff should know about a printed slip; the slip was printed all the same."""

    sentence: str


def in_rom(char: str, charset: Charset) -> bool:
    """Say whether the printer draws this character itself.

    The gb2312 question goes through the bytes: Python's gb2312 codec names A1A4 and A1AA other than gbk does.
    """
    try:
        code = char.encode("gbk")
        if charset is Charset.GB2312:
            code.decode("gb2312")
    except UnicodeError:
        return False
    return True


def cells(char: str) -> int:
    """Width on paper: one cell for what encodes to one byte, two for everything else."""
    return 1 if char.isascii() else 2


def text_cells(text: str) -> int:
    """Width of a text on paper in cells of `cells`, a hanzi being two."""
    return sum(cells(char) for char in text)


def for_paper(text: str, charset: Charset, has_glyph: Callable[[str], bool]) -> tuple[str, tuple[Finding, ...]]:
    """Return the text as it will stand on paper: invisible characters gone, unprintable ones as □(U+XXXX).

    Code points of names are kept: only a letter with its combining marks is composed, nothing is folded (NFKC
    would change names, and NFC of a whole text the compatibility hanzi in it).
    """
    text = _MARKED.sub(_composed, text)
    # The ROM's dot is as wide as a hanzi and brings its own space.
    text = text.translate(_WRITTEN_AS).replace(" · ", "·")
    written: list[str] = []
    findings: list[Finding] = []
    for char in text:
        if char != "\n" and _is_invisible(char):
            continue
        if char == "\n" or in_rom(char, charset) or has_glyph(char):
            written.append(char)
            continue
        written.append(f"□(U+{ord(char):04X})")
        findings.append(
            Finding(sentence=f"小票上有一个字打不出来（U+{ord(char):04X}），请工作人员用笔补写并报系统管理员装字体。")
        )
    return "".join(written), tuple(findings)


def _composed(letter: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", letter.group())


def _is_invisible(char: str) -> bool:
    is_variation = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    is_direction = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    return is_variation or is_direction or char in _INVISIBLE or unicodedata.category(char) == "Cc"
