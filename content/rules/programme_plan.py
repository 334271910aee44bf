"""What is wrong with a 节目单, each with a sentence that says what to do: pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date

from content.model.findings import Finding, Severity
from content.model.programme import SCENES
from content.model.programme_plan import EVERY_DAY, PlannedSlot, ProgrammePlan

MOST_SLOTS = 40
MOST_WEIGHT = 6
MOST_TICKER = 6
LONGEST_LINE = 60
LONGEST_TITLE = 24
LONGEST_TEXT = 200
WORDED = ("notice",)  # kinds of scene that staff may give words of their own
_ALWAYS = ("service",)  # must be on every screen whenever it is lit (条例 §32)


def _always_on(slot: PlannedSlot) -> bool:
    return (
        slot.weekdays == EVERY_DAY and not (slot.zones or slot.screens)
        and slot.start is None and slot.end is None and slot.first_day is None and slot.last_day is None
    )  # fmt: skip


def name_of(slot: PlannedSlot) -> str:
    """Return what staff call a line: its own title, else its kind's name."""
    if slot.title:
        return slot.title
    return SCENES[slot.scene].label if slot.scene in SCENES else slot.scene


def check_slot(slot: PlannedSlot, place: int, today: date, screens: Collection[str],
               paintable: Collection[str]) -> Iterator[Finding]:  # fmt: skip
    """Yield what is wrong with one line; its field is `slot-<place>`."""
    said = f"第 {place + 1} 行“{name_of(slot)}”"

    def wrong(sentence: str, severity: Severity = Severity.BLOCK) -> Finding:
        return Finding(field=f"slot-{place}", sentence=said + sentence, severity=severity)

    if slot.scene not in SCENES or slot.scene not in paintable or slot.scene == "emergency":
        yield wrong("的画面现在的信息屏放不出来，请换一种或删掉这一行。")
    if not 1 <= slot.weight <= MOST_WEIGHT:
        yield wrong(f"每轮次数要在 1 到 {MOST_WEIGHT} 之间，请改成这之间的数。")
    if not slot.weekdays:
        yield wrong("一天也没有选，请选星期几，不要了就删掉这一行。")
    if slot.start is not None and slot.start == slot.end:
        yield wrong("开始和结束是同一个时刻，请改其中一个；全天放就都空着。")
    if slot.first_day and slot.last_day and slot.last_day < slot.first_day:
        yield wrong("最后一天早于第一天，请对调或改正。")
    elif slot.last_day and slot.last_day < today:
        yield wrong("的日期已经过了，发出去也不会放，请改日期或删掉。", Severity.WARN)
    unknown = [one for one in slot.screens if one not in screens]
    if unknown:
        yield wrong("选的信息屏已经停用，请重新选屏。")
    yield from _check_words(slot, wrong)


def _check_words(slot: PlannedSlot, say: Callable[[str], Finding]) -> Iterator[Finding]:
    if bool(slot.title) != bool(slot.text):
        yield say("自己写的话要有标题也要有内容，请补上另一个，或都清空。")
    if (slot.title or slot.text) and slot.scene not in WORDED:
        yield say("放的是库里的内容，不能另写字；要写自己的话，请把画面改成“通知”。")
    if len(slot.title) > LONGEST_TITLE:
        yield say(f"的标题超过 {LONGEST_TITLE} 个字，站在大厅里看不清，请缩短。")
    if len(slot.text) > LONGEST_TEXT:
        yield say(f"的内容超过 {LONGEST_TEXT} 个字，一屏放不下，请缩短或分成两行。")


def check_plan(plan: ProgrammePlan, today: date, screens: Mapping[str, str],
               paintable: Collection[str]) -> tuple[Finding, ...]:  # fmt: skip
    """Return what keeps a plan from the hall, and what staff should think over.

    `screens` are the names of the paired screens by id, `paintable` the kinds this program can paint.
    """
    found: list[Finding] = []
    if len(plan.slots) > MOST_SLOTS:
        found.append(Finding(field="plan", sentence=f"节目单最多 {MOST_SLOTS} 行，请删掉用不着的。"))
    for kind in _ALWAYS:
        if not any(slot.scene == kind and _always_on(slot) for slot in plan.slots):
            found.append(Finding(field="plan", sentence=f"“{SCENES[kind].label}”要在每块屏上一直放（条例第三十二条），"
                                                        "请加上这一行，不限时段、日期和屏。"))  # fmt: skip
    if not any(slot.scene == "jobs" and _always_on(slot) for slot in plan.slots):
        found.append(Finding(field="plan", severity=Severity.WARN,
                             sentence="没有一直放的“岗位”，有的时候看不到活，请加一行不限时段的岗位。"))  # fmt: skip
    for place, slot in enumerate(plan.slots):
        found += check_slot(slot, place, today, screens, paintable)
    if len(plan.ticker) > MOST_TICKER:
        found.append(Finding(field="ticker", sentence=f"下方滚动的话最多 {MOST_TICKER} 条，请删掉几条。"))
    found += [
        Finding(field="ticker", sentence=f"滚动的话第 {place} 条超过 {LONGEST_LINE} 个字，请缩短。")
        for place, line in enumerate(plan.ticker, start=1) if len(line) > LONGEST_LINE
    ]  # fmt: skip
    return tuple(found)
