"""帮扶: who may need help, how a file goes on, and what keeps it from being closed (R131–R135); pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from content.model.abilities import SeekerGroup
from content.model.aid import AidDeed, AidEvent, AidFile, AidOutcome, AidPaper, AidState
from content.model.findings import Finding, lacking

WAITED = timedelta(days=30)  # own: registered so long and nothing came of it
FAILED = 3  # own: so many referrals without work
_OLDER = {"1": 50, "2": 40}  # 大龄: men from 50, women from 40 (domain B7); only whom to ask, never whom to leave out
_NEXT: dict[AidState, tuple[AidState, ...]] = {
    AidState.NEW: (AidState.PLANNED, AidState.CLOSED),
    AidState.PLANNED: (AidState.REFERRING, AidState.ADJUSTING, AidState.CLOSED),
    AidState.REFERRING: (AidState.WORKING, AidState.ADJUSTING, AidState.CLOSED),
    AidState.WORKING: (AidState.ADJUSTING, AidState.CLOSED),
    AidState.ADJUSTING: (AidState.PLANNED, AidState.REFERRING, AidState.WORKING, AidState.CLOSED),
    AidState.CLOSED: (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepLine:
    """One registered person without an open file, as the weekly sweep sees them: masks and days."""

    registration_id: str  # the newest
    number: str
    person_index: bytes
    name_mask: str
    registered_on: date  # first of the registrations since the last work
    birth_year: int
    sex: str  # GB/T 2261.1
    groups: tuple[SeekerGroup, ...]
    failed: int  # referrals that ended without work
    worked_on: date | None  # last day somebody placed them


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Somebody to ask whether they want help, and why, in words."""

    line: SweepLine
    reasons: tuple[str, ...]


def proposals(lines: Iterable[SweepLine], today: date) -> tuple[Proposal, ...]:
    """Return whom to ask this week: who waits longest first; a person is never scored."""
    found = [Proposal(line=line, reasons=reasons) for line in lines if (reasons := tuple(_reasons(line, today)))]
    return tuple(sorted(found, key=lambda one: (one.line.registered_on, one.line.registration_id)))


def _reasons(line: SweepLine, today: date) -> Iterator[str]:
    if line.worked_on is not None and line.worked_on >= line.registered_on:
        return
    waits = today - line.registered_on
    if waits >= WAITED:
        yield f"登记 {waits.days} 天了，还没有上岗，可能是失业人员"
    if line.failed >= FAILED:
        yield f"推荐过 {line.failed} 次没有成"
    older = _OLDER.get(line.sex)
    if older is not None and today.year - line.birth_year >= older:
        yield f"{'男' if line.sex == '1' else '女'}满 {older} 岁左右，可能是大龄就业困难人员，请问本人有没有认定过"
    yield from (f"自己说是{group.label}" for group in line.groups if group is SeekerGroup.FISHER)


def next_states(state: AidState) -> tuple[AidState, ...]:
    """Return what may follow a state: the same, or one step of R135."""
    return (state, *_NEXT[state])


def check_file(before: AidFile | None, after: AidFile, planned: bool, events: Iterable[AidEvent],
               today: date) -> tuple[Finding, ...]:  # fmt: skip
    """Return what is wrong with a file; `planned` says that a plan is written, `events` are what stands in it."""
    return tuple(_file(before, after, planned, tuple(events), today))


def _file(before: AidFile | None, after: AidFile, planned: bool, events: tuple[AidEvent, ...],
          today: date) -> Iterator[Finding]:  # fmt: skip
    if after.consented_at is None:
        yield lacking("consented", "建帮扶档案要本人单独同意，请先问过本人再勾。")
    if not after.owner:
        yield lacking("owner", "请定一个人一对一负责。")
    state = before.state if before is not None else AidState.NEW
    if after.state not in next_states(state):
        yield lacking("state", f"现在是“{state.label}”，不能直接到“{after.state.label}”，请一步一步记。")
    if after.state is AidState.CLOSED:
        yield from _closing(after, events)
        return
    if after.outcome is not None:
        yield lacking("outcome", "还没有结案的，结果请空着。")
    if after.state is not AidState.NEW and after.paper is AidPaper.NONE:
        yield lacking("paper", "请先看过证明材料，在档案里选好，再往下办。")
    if after.state is not AidState.NEW and not planned:
        yield lacking("plan", "请先写好一对一帮扶计划，再往下办。")
    if after.next_on is None:
        yield lacking("next_on", "请填下次什么时候联系。")
    elif after.next_on < today and (before is None or after.next_on != before.next_on):
        yield lacking("next_on", "下次联系请填今天或以后的日子。")


def _closing(after: AidFile, events: tuple[AidEvent, ...]) -> Iterator[Finding]:
    if after.outcome is None:
        yield lacking("outcome", "结案要选结果：再就业了，还是为什么不办了。")
    worked = any(one.deed is AidDeed.REEMPLOYED and one.evidence for one in events)
    if after.outcome is AidOutcome.REEMPLOYED and not worked:
        yield lacking("outcome", "再就业结案要有一条带证明的“再就业”记录，请先传证明、记上再就业。")


def check_event(one: AidEvent, words: str, today: date) -> tuple[Finding, ...]:
    """Return what is wrong with an entry of the log; `words` are those that are sealed in it."""
    return tuple(_event(one, words, today))


def _event(one: AidEvent, words: str, today: date) -> Iterator[Finding]:
    if one.day > today:
        yield lacking("day", "还没到这一天，请填今天或以前的日期。")
    if not words.strip():
        yield lacking("words", "请写一句：谈了什么，做了什么，有什么难处。")
    if one.deed is AidDeed.REEMPLOYED and not one.evidence:
        yield lacking("evidence", "再就业要有证明，请先在下面传证明，再在这里选。")
