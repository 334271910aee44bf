"""What differs between printer models, as data; nothing else in the package asks for a model's name."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from printer.errors import UnknownProfile

CELL_DOTS = 12
"""Width of one cell, an ANK character of font A; a hanzi is two cells wide and 24 dots high."""


class Charset(StrEnum):
    """The hanzi the printer's ROM can draw."""

    GB2312 = "gb2312"
    GBK = "gbk"


class CutMode(StrEnum):
    """How the paper is cut; the clone forms are for printers that ignore GS V."""

    NONE = "none"
    FULL = "full"
    PARTIAL = "partial"
    FEED_PARTIAL = "feed_partial"
    CLONE_FULL = "clone_full"
    CLONE_PARTIAL = "clone_partial"


class Acknowledge(StrEnum):
    """What the worker takes as "all of it has been printed"."""

    GS_R = "gs_r"
    """`GS r 1` is answered in order from the receive buffer, so its reply follows the last line."""
    REAL_TIME = "real_time"
    """For printers that leave GS r unanswered: a clean DLE EOT after the last byte; weaker, it overtakes the buffer."""
    NONE = "none"
    """The printer says nothing; its slips end as unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One model of printer.

    `feed_units_per_inch` is the unit of ESC J: 203 (a dot) on most, 360 on Epson TM. `clears_on_order` says that
    DLE ENQ 2 makes it forget its buffer, `reports_by_itself` that it knows GS a; a clone may print either as text.
    `questions` are the DLE EOT it answers, all of them before a slip. `mm_per_s` is the paper's speed when it is
    slow, for deadlines.
    """

    name: str
    width_dots: int
    charset: Charset = Charset.GBK
    cut: CutMode = CutMode.FEED_PARTIAL
    answers_status: bool = True
    questions: tuple[int, ...] = (1, 2, 3, 4)
    acknowledge: Acknowledge = Acknowledge.GS_R
    clears_on_order: bool = False
    reports_by_itself: bool = False
    mm_per_s: float = 50.0
    native_qr: bool = False
    buzzer: bool = False
    feed_units_per_inch: int = 203
    tail_dots: int = 120

    @property
    def columns(self) -> int:
        """Cells on one line: 32 on 58 mm paper, 48 on 80 mm."""
        return self.width_dots // CELL_DOTS


PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "58mm": Profile(name="58mm", width_dots=384, clears_on_order=True),
        "80mm": Profile(name="80mm", width_dots=576, clears_on_order=True),
        "58mm-gb2312": Profile(name="58mm-gb2312", width_dots=384, charset=Charset.GB2312),
        "58mm-mute": Profile(
            name="58mm-mute",
            width_dots=384,
            charset=Charset.GB2312,
            cut=CutMode.NONE,
            answers_status=False,
            acknowledge=Acknowledge.NONE,
        ),
    }
)
"""The models to choose from by name; a market's own model is one of these with `dataclasses.replace`."""


def profile_named(name: str) -> Profile:
    """Return the profile of that name; raises UnknownProfile."""
    try:
        return PROFILES[name]
    except KeyError:
        raise UnknownProfile(f"{name}，可用：{'、'.join(PROFILES)}") from None
