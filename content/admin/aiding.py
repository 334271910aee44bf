"""帮扶档案 at the desk: opening a file, its plan, what is done in it, and the weekly sweep, as use cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.admin.persons import GONE, of_receipt
from content.clock import calendar_day
from content.errors import StoreError
from content.model.aid import AidDeed, AidEvent, AidFile, AidGroup, AidOutcome, AidPaper, AidState, LedgerSweep
from content.model.audit import Action
from content.model.codes import Channel, Role
from content.model.findings import Finding
from content.model.ids import new_id
from content.model.people import Staff
from content.model.seekers import Sealed
from content.privacy import KeyRing
from content.rules.aid import check_event, check_file, next_states, proposals
from content.rules.referrals import needs_reason
from content.rules.workdays import week_of
from content.store.chains import following
from content.store.database import Tables

AIDING = frozenset((Role.COUNSELLOR, Role.MANAGER))
AID_CONSENT = "帮扶同意-1"  # 本人同意建帮扶档案, asked by staff, apart from the consent of the registration
# what goes on with a file is no correction of what was said before
_FREE = frozenset(("state", "next_on", "outcome", "closed_on", "owner", "plan", "evidence", "paper", "consent_version"))
Step = Callable[[Tables, Staff], tuple[Finding, ...]]


def new_groups(owners: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form by which a file is opened."""
    return (Group(title="给谁建档", fields=(
        Field(name="receipt", label="求职登记的回执号", needed=True, width=4),
        Field(name="group", label="属于哪类", kind=Kind.CHOICE, needed=True, code=AidGroup),
        Field(name="channel", label="怎么找到的", kind=Kind.CHOICE, needed=True, code=Channel),
        Field(name="owner", label="谁来负责", kind=Kind.CHOICE, needed=True, options=owners, width=4),
        Field(name="next_on", label="下次联系", kind=Kind.DAY, needed=True),
        Field(name="consented", label="本人单独同意建帮扶档案", kind=Kind.FLAG, width=6),
    )),)  # fmt: skip


def file_groups(owners: Mapping[str, str], papers: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form of a file: whom it is for, by what paper, who is responsible, and the plan."""
    return (Group(title="档案和一对一帮扶计划", fields=(
        Field(name="group", label="属于哪类", kind=Kind.CHOICE, needed=True, code=AidGroup),
        Field(name="paper", label="看过的证明", kind=Kind.CHOICE, needed=True, code=AidPaper),
        Field(name="evidence", label="证明的附件", kind=Kind.CHOICE, options={"": "没有传", **papers}),
        Field(name="owner", label="谁来负责", kind=Kind.CHOICE, needed=True, options=owners),
        Field(name="plan", label="帮扶计划：想做什么，有什么难处，怎么一步步帮", kind=Kind.AREA, width=12),
        Field(name="consented", label="本人单独同意建帮扶档案", kind=Kind.FLAG, width=3),
        Field(name="reason", label="改以前记下的，写为什么", width=6),
        Field(name="void", label="整份作废（建错了）", kind=Kind.FLAG),
    )),)  # fmt: skip


def event_groups(state: AidState, papers: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form by which a step is noted, with how the file goes on."""
    return (Group(title="记一次帮扶", fields=(
        Field(name="deed", label="做了什么", kind=Kind.CHOICE, needed=True, code=AidDeed),
        Field(name="day", label="哪一天", kind=Kind.DAY, needed=True),
        Field(name="channel", label="怎么联系的", kind=Kind.CHOICE, needed=True, code=Channel),
        Field(name="evidence", label="证明", kind=Kind.CHOICE, options={"": "没有", **papers}),
        Field(name="words", label="谈了什么，做了什么，有什么难处 *", kind=Kind.AREA, width=12),
        Field(name="state", label="接下来", kind=Kind.CHOICE, needed=True, code=AidState,
              options={one.value: one.label for one in next_states(state)}),
        Field(name="next_on", label="下次联系", kind=Kind.DAY, optional=True, hint="结案就空着"),
        Field(name="outcome", label="结案的结果", kind=Kind.CHOICE, optional=True, code=AidOutcome, width=4,
              options={"": "没有结案", **{one.value: one.label for one in AidOutcome}}),
    )),)  # fmt: skip


def owners_of(tables: Tables) -> dict[str, str]:
    """Return who may be responsible for a file."""
    return {one.id: one.name for one in tables.staff.all() if one.enabled and not AIDING.isdisjoint(one.roles)}


def _consented(base: AidFile | None, agreed: bool, now: datetime) -> dict[str, Any]:
    if not agreed:
        return {"consented_at": None, "consent_version": ""}
    return {} if base is not None and base.consented_at else {"consented_at": now, "consent_version": AID_CONSENT}


def open_file(values: Mapping[str, Any], root: str, keys: KeyRing, now: datetime) -> Step:
    """Return the use case that opens a file under the id `root` for the holder of a receipt."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        typed = dict(values)
        person = of_receipt(tables, typed.pop("receipt"), keys)
        if tables.aid_files.open_of(person.index) is not None:
            raise StoreError("这位已经有一份没有结案的帮扶档案，请在那一份里接着办。")
        facts = {**_consented(None, typed.pop("consented"), now), **typed}
        file = AidFile(
            id=root, root=root, person_index=person.index, entered_at=now, entered_by=staff.id, written_at=now,
            name=tables.aid_files.reseal_name(root, person.name, person.mask), written_by=staff.id,
            paper=AidPaper.NONE, evidence="", plan=tables.aid_files.seal(root, "plan", ""), **facts)  # fmt: skip
        found = check_file(None, file, False, (), calendar_day(now))
        if not found:
            tables.aid_files.add(file)
            tables.audit.note(staff, now, Action.SAVED, subject="aid_file", subject_id=root, words="建帮扶档案")
        return found

    return step


def write_file(base: AidFile, values: Mapping[str, Any], now: datetime) -> Step:
    """Return the use case that keeps what was typed of a file and its plan."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        typed = dict(values)
        plan = str(typed.pop("plan")).strip()
        typed["plan"] = _sealed_anew(tables, base, plan)
        typed |= _consented(base, typed.pop("consented"), now)
        after = following(base, new_id(now), staff.id, now, **typed)
        found = (*check_file(base, after, bool(plan), tables.aid_events.of_file(base.root), calendar_day(now)),
                 *needs_reason(base, after, _FREE))  # fmt: skip
        if not found:
            tables.aid_files.add(after)
            tables.audit.note(staff, now, Action.SAVED, subject="aid_file", subject_id=base.root,
                              words="作废帮扶档案" if after.void else "改帮扶档案")  # fmt: skip
        return found

    return step


def _sealed_anew(tables: Tables, base: AidFile, plan: str) -> Sealed:
    same = plan == tables.aid_files.open(base, "plan")
    return base.plan if same else tables.aid_files.seal(base.root, "plan", plan)


def write_event(base: AidFile, values: Mapping[str, Any], now: datetime) -> Step:
    """Return the use case that notes what was done, and how the file goes on by it, in one write."""

    def step(tables: Tables, staff: Staff) -> tuple[Finding, ...]:
        stands = tables.aid_files.get(base.root)
        if stands is None or not stands.name.ciphertext:
            raise StoreError(GONE)
        typed, today, root = dict(values), calendar_day(now), new_id(now)
        on = {name: typed.pop(name) for name in ("state", "next_on", "outcome")}
        words = str(typed.pop("words")).strip()
        event = AidEvent(
            id=root, root=root, person_index=base.person_index, entered_at=now, entered_by=staff.id, written_at=now,
            name=tables.aid_events.reseal_name(root, tables.aid_files.open(base, "name"), base.name.mask),
            written_by=staff.id, file=base.root, group=base.group, words=tables.aid_events.seal(root, "words", words),
            **typed)  # fmt: skip
        closed = on["state"] is AidState.CLOSED
        after = following(base, new_id(now), staff.id, now, **on, closed_on=today if closed else None)
        if closed:
            after = replace(after, next_on=None)
        planned = bool(tables.aid_files.open(base, "plan"))
        events = (*tables.aid_events.of_file(base.root), event)
        found = (*check_event(event, words, today), *check_file(base, after, planned, events, today))
        if not found:
            tables.aid_events.add(event)
            tables.aid_files.add(after)
            tables.audit.note(staff, now, Action.SAVED, subject="aid_file", subject_id=base.root,
                              words=f"帮扶：{event.deed.label}，{after.state.label}")  # fmt: skip
        return found

    return step


SWEEP = "sweep"  # by which the proposals are kept as counted last


def to_ask(tables: Tables, now: datetime) -> tuple[str, ...]:
    """Return whom the sweep proposes to ask, by the ids of their newest registrations; who waits longest first."""
    return tuple(one.line.registration_id for one in proposals(tables.sweeps.lines(), calendar_day(now)))


def close_sweep(note: str, now: datetime, proposed: int) -> Callable[[Tables, Staff], LedgerSweep]:
    """Return the use case that notes that the ledger was gone through this week, and what came of it (R131).

    `proposed` is how many were proposed, counted before: it takes seconds, and nobody else writes meanwhile.
    """

    def step(tables: Tables, staff: Staff) -> LedgerSweep:
        week = week_of(calendar_day(now))
        sweep = LedgerSweep(id=new_id(now), week=week, at=now, by=staff.id, proposed=proposed,
                            opened=tables.aid_files.opened_in(week), note=note.strip())  # fmt: skip
        tables.sweeps.add(sweep)
        tables.audit.note(staff, now, Action.REVIEW_CLOSED, subject="ledger_sweep", subject_id=week,
                          words=f"{week} 台账梳理：筛出 {proposed} 人，本周建档 {sweep.opened} 份")  # fmt: skip
        return sweep

    return step
