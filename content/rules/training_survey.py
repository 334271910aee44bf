"""培训需求 of a month counted: what people want to learn, when, how, and which courses would meet it (R161, R162)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from content.model.cases import TrainingTime, TrainingWish
from content.model.codes import Channel, CourseMode
from content.model.findings import Finding, lacking

CANDIDATES = 3  # 每月筛选出 2—3 门课程 (附件1 四（一）2)

# words in a course's name by which it meets a wish
_NAMES: dict[TrainingWish, tuple[str, ...]] = {
    TrainingWish.HOUSEKEEPING: ("家政", "保洁", "收纳"), TrainingWish.CARING: ("养老", "护理", "护工", "照护"),
    TrainingWish.NURSING: ("月嫂", "育婴", "母婴"), TrainingWish.COOKING: ("厨", "面点", "烹", "小吃"),
    TrainingWish.SEWING: ("缝",), TrainingWish.ELECTRICIAN: ("水电", "电工", "维修"),
    TrainingWish.WELDING: ("焊",), TrainingWish.FORKLIFT: ("叉车",),
    TrainingWish.FARMING: ("种植", "养殖", "茶", "农艺"), TrainingWish.STREAMING: ("网店", "直播", "电商", "短视频"),
    TrainingWish.PHONE: ("手机", "电脑"), TrainingWish.STARTUP: ("创业", "开店", "生意"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One response set."""

    day: date
    channel: Channel
    wishes: tuple[TrainingWish, ...]
    time: TrainingTime
    mode: CourseMode


@dataclass(frozen=True, slots=True, kw_only=True)
class Wished:
    """One wish with how many said it."""

    wish: TrainingWish
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyMonth:
    """A month of response sets."""

    answers: int
    talks: int  # of them asked by staff
    in_time: int  # of them up to the last day of the survey
    wished: tuple[Wished, ...]  # every wish somebody has, the commonest first, else as the list is shown
    times: dict[TrainingTime, int]
    modes: dict[CourseMode, int]

    @property
    def candidates(self) -> tuple[TrainingWish, ...]:
        """Return the wishes to choose this month's courses from."""
        return tuple(one.wish for one in self.wished[:CANDIDATES])


def survey_month(said: Iterable[Said], last_day: int) -> SurveyMonth:
    """Count a month; `last_day` of it is the last the regulation gives the survey."""
    sets = tuple(said)
    wishes = Counter(wish for one in sets for wish in dict.fromkeys(one.wishes))
    ranked = sorted(wishes, key=lambda wish: (-wishes[wish], tuple(TrainingWish).index(wish)))
    times, modes = Counter(one.time for one in sets), Counter(one.mode for one in sets)
    return SurveyMonth(
        answers=len(sets), talks=sum(one.channel is not Channel.KIOSK for one in sets),
        in_time=sum(one.day.day <= last_day for one in sets),
        wished=tuple(Wished(wish=wish, people=wishes[wish]) for wish in ranked),
        times={time: times[time] for time in TrainingTime}, modes={mode: modes[mode] for mode in CourseMode},
    )  # fmt: skip


def meets(wish: TrainingWish, course_name: str) -> bool:
    """Say whether a course's name speaks of what is wished."""
    return any(word in course_name for word in _NAMES[wish])


def check_talk(wishes: Sequence[TrainingWish], day: date, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with an interview noted on `today`."""
    found = []
    if not wishes:
        found.append(lacking("", "请至少勾一样想学的；什么都不想学的，不用记。"))
    if day > today:
        found.append(lacking("day", "还没到这一天，请填今天或以前的日期。"))
    return tuple(found)
