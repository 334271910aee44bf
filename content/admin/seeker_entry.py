"""求职登记 from paper at the desk: the form in the paper's order, what it makes, and the steps of staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from secrets import randbelow
from typing import Any, TypeVar

from content.admin.fields import Field, Group, Kind
from content.clock import SHANGHAI, calendar_day
from content.errors import StoreError
from content.hubapi.own_record_projections import CORRECTION_TABLE, phone_for_seeker
from content.hubapi.projections import person_index, project_registration
from content.model.abilities import Certificate, Education, PhoneOf, SeekerGroup, Skill
from content.model.audit import Action
from content.model.codes import Channel, IdEntry, Labelled, PayWish, Role, StartWish
from content.model.filings import REGISTRATION_VERSION, FilingHeader, RegistrationBody
from content.model.ids import new_id
from content.model.ledgers import PersonMerge, SeekerLine
from content.model.people import Staff
from content.model.places import TOWNSHIPS
from content.model.seekers import Correction
from content.model.trades import trade_groups, trades
from content.privacy import ColumnCipher, KeyRing, protect
from content.rules.consent import CONSENT_VERSION
from content.rules.id_numbers import number_facts, tidy
from content.store.database import Tables
from content.store.own_records import FORGOTTEN

ENTERING = frozenset((Role.CLERK, Role.COUNSELLOR, Role.MANAGER))
MERGING = frozenset((Role.MANAGER,))
DESK = "desk"  # stands where a terminal's id would
WISHES = 3  # trades the paper form has lines for
_CHANNELS = (Channel.PAPER, Channel.WINDOW, Channel.PHONE, Channel.ONLINE)
_ORDINALS = "一二三四五六七八九十"
_NOON = time(12)
L = TypeVar("L", bound=Labelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What a typed form became; `before` counts the lines the person had already."""

    number: str
    code: str
    before: int
    seeker_id: str


def _ticks(name: str, codes: type[Labelled] | Mapping[str, str]) -> tuple[Field, ...]:
    labels = dict(codes) if isinstance(codes, Mapping) else {one.value: one.label for one in codes}
    return tuple(Field(name=f"{name}_{code}", label=label, kind=Kind.FLAG, width=2) for code, label in labels.items())


def _choice(name: str, label: str, options: Mapping[str, str], width: int = 3, **more: Any) -> Field:
    return Field(name=name, label=label, kind=Kind.CHOICE, options=options, width=width, **more)


@cache
def wish_groups(wishes: int = WISHES) -> tuple[Group, ...]:
    """Return what a registration says beside who it is, in the order of the paper form."""
    groups = trade_groups()
    known = {one.code: f"{one.name}（{groups[one.group]}）" for one in trades().values()}
    return (
        Group(title="二、想干什么", fields=(
            *(_choice(f"trade_{place}", f"第{_ORDINALS[place - 1]}想干的活", known, 4)
              for place in range(1, wishes + 1)),
            Field(name="unsure", label="意向不明确", kind=Kind.FLAG, width=2), *_ticks("pay", PayWish),
            _choice("start_wish", "什么时候能上工", {one.value: one.label for one in StartWish}),
        )),
        Group(title="三、愿意去的乡镇（不勾就是都行）", fields=_ticks("place", TOWNSHIPS)),
        Group(title="四、会做什么", fields=(
            *_ticks("skill", Skill),
            _choice("education", "文化程度", {one.value: one.label for one in Education}, optional=True),
        )),
        Group(title="五、有什么证", fields=_ticks("certificate", Certificate)),
        Group(title="六、属于下面哪种情况（愿意说才勾）", fields=_ticks("group", SeekerGroup)),
    )  # fmt: skip


@cache
def entry_groups() -> tuple[Group, ...]:
    """Return the whole form, in the order of the paper form."""
    return (
        Group(title="一、本人", fields=(
            Field(name="name", label="姓名", width=2, needed=True),
            Field(name="id_number", label="身份证号码", width=4, needed=True, hint="性别、年龄由号码算出，不用填"),
            _choice("township_code", "现住乡镇", TOWNSHIPS, 2, needed=True),
            Field(name="phone", label="手机号", width=2),
            _choice("phone_of", "手机是谁的", {one.value: one.label for one in PhoneOf}, 2, needed=True),
        )),
        *wish_groups(),
        Group(title="七、本人签字", fields=(
            Field(name="agreed", label=f"本人已看告知书（{CONSENT_VERSION}）并签字同意", kind=Kind.FLAG, width=4),
            Field(name="helped", label="家里人代填", kind=Kind.FLAG, width=2),
            Field(name="signed_on", label="签字日期", kind=Kind.DAY, width=3, needed=True),
            _choice("channel", "从哪里来", {one.value: one.label for one in _CHANNELS}, 3, needed=True),
        )),
    )  # fmt: skip


def correction_groups(line: SeekerLine) -> tuple[Group, ...]:
    """Return the form of a correction: a phone only where it changes, then the wishes and why."""
    return (
        Group(title="一、手机（不改就空着）", fields=(
            Field(name="phone", label="新的手机号", width=3),
            _choice("phone_of", "手机是谁的", {one.value: one.label for one in PhoneOf}, 3, needed=True),
        )),
        *wish_groups(min(max(WISHES, len(line.trades)), len(_ORDINALS))),
        Group(title="为什么更正", fields=(
            Field(name="reason", label="原因，一直留着，不要写电话和证件号码", width=8, needed=True),)),
    )  # fmt: skip


def blank_entry(today: date) -> dict[str, str | bool]:
    """Return what a new form starts with."""
    return {"signed_on": today.isoformat(), "channel": Channel.PAPER.value, "phone_of": PhoneOf.OWN.value,
            "start_wish": StartWish.TODAY.value, "pay_day": True}  # fmt: skip


def _ticked(name: str, codes: type[L], values: Mapping[str, object]) -> tuple[L, ...]:
    return tuple(one for one in codes if values.get(f"{name}_{one.value}"))


def wishes_of(values: Mapping[str, object]) -> dict[str, Any]:
    """Return what the ticks and choices say, as registrations and corrections hold it."""
    wanted = (str(values.get(f"trade_{place}") or "") for place in range(1, len(_ORDINALS) + 1))
    education = values.get("education")
    return {
        "trades": tuple(dict.fromkeys(code for code in wanted if code)), "unsure": bool(values.get("unsure")),
        "pay_wishes": _ticked("pay", PayWish, values),
        "start_wish": StartWish(str(values.get("start_wish") or StartWish.TODAY.value)),
        "township_codes": tuple(code for code in TOWNSHIPS if values.get(f"place_{code}")),
        "education": Education(str(education)) if education else None, "skills": _ticked("skill", Skill, values),
        "certificates": _ticked("certificate", Certificate, values),
        "seeker_groups": _ticked("group", SeekerGroup, values),
        "phone_of": PhoneOf(str(values.get("phone_of") or PhoneOf.OWN.value)),
    }  # fmt: skip


def typed_wishes(line: SeekerLine) -> dict[str, str | bool]:
    """Return a line as it stands in the form of a correction."""
    typed: dict[str, str | bool] = {"unsure": line.unsure, "start_wish": line.start_wish.value,
                                    "education": line.education.value if line.education else "",
                                    "phone_of": line.phone_of.value}  # fmt: skip
    typed |= {f"trade_{place}": code for place, code in enumerate(line.trades, 1)}
    for name, chosen in (("pay", line.pay_wishes), ("place", line.township_codes), ("skill", line.skills),
                         ("certificate", line.certificates), ("group", line.seeker_groups)):  # fmt: skip
        typed |= {f"{name}_{code}": True for code in chosen}
    return typed


def body_of(values: Mapping[str, object], now: datetime) -> RegistrationBody:
    """Return the body of a typed form; number and who handled it are given when it is stored."""
    number = tidy(str(values.get("id_number") or ""))
    facts, _ = number_facts(number, calendar_day(now))
    channel = str(values.get("channel") or Channel.PAPER.value)
    return RegistrationBody(
        number="", code="", name=str(values.get("name") or "").replace(" ", ""), id_number=number,
        id_entry=IdEntry.HAND, sex=facts.sex if facts else "9", nation_code="",
        township_code=str(values.get("township_code") or ""), phone=tidy(str(values.get("phone") or "")),
        consent_version=CONSENT_VERSION, consented_at=now, channel=Channel(channel),
        helped=bool(values.get("helped")), **wishes_of(values),
    )  # fmt: skip


def register(entry_id: str, body: RegistrationBody, signed_on: date, now: datetime,
             keys: KeyRing) -> Callable[[Tables, Staff], Entered]:  # fmt: skip
    """Return the use case that takes a paper form into the ledger; the same entry again changes nothing.

    What was signed on an earlier day is 补录: its line carries that day, and beside it when it was typed.
    """
    late = signed_on < calendar_day(now)
    at = datetime.combine(signed_on, _NOON, SHANGHAI) if late else now
    index = person_index(body, keys)

    def step(tables: Tables, staff: Staff) -> Entered:
        if tables.seekers.registration(entry_id) is not None:
            raise StoreError("这张表已经存过了，请开一张新的。")
        if tables.own_records.withdrawn_after(index, at) is not None:
            raise StoreError("本人在签字以后撤回了同意，这张表不能再录；要登记请本人重新填表签字。")
        known = tables.seekers.by_index(index)
        before = len(tables.seekers.of_seeker(known.id)) if known else 0
        told = replace(body, number=tables.seekers.next_number(), code=f"{randbelow(10_000):04d}", consented_at=at,
                       handled_by=staff.name)  # fmt: skip
        header = FilingHeader(id=entry_id, kind="registration", version=REGISTRATION_VERSION, site_id="", terminal=DESK,
                              seq=0, occurred_at=at, clock_ok=tables.clock_marks.clock_ok())  # fmt: skip
        records = project_registration(header, told, now, known.id if known else None, keys)
        tables.seekers.put(records.seeker)
        tables.seekers.add_registration(replace(records.registration, late=late, entered_at=now))
        tables.audit.note(staff, now, Action.SAVED, subject="registration", subject_id=entry_id,
                          words=f"录入求职登记 {told.number}" + "（补录）" * late)  # fmt: skip
        return Entered(number=told.number, code=told.code, before=before, seeker_id=records.seeker.id)

    return step


def put_right(registration_id: str, values: Mapping[str, object], now: datetime,
              keys: KeyRing) -> Callable[[Tables, Staff], None]:  # fmt: skip
    """Return the use case that appends a correction to a line; the line and earlier corrections stay as they are."""
    phone, reason = tidy(str(values.get("phone") or "")), str(values.get("reason") or "").strip()
    wishes = wishes_of(values)

    def step(tables: Tables, staff: Staff) -> None:
        line = tables.seekers.registration(registration_id)
        seeker = tables.seekers.get(line.seeker_id) if line is not None else None
        if line is None or seeker is None or seeker.id_number.index is None or seeker.name.mask == FORGOTTEN:
            raise StoreError("这条登记不在了，或者本人撤回过同意，不能更正；请回到台账刷新再看。")
        key = new_id(now)
        sealed = protect(ColumnCipher(key=keys.data), keys.index, "tel1", phone, CORRECTION_TABLE, "phone",
                         key) if phone else None  # fmt: skip
        gone = wishes["phone_of"] is PhoneOf.NONE
        correction = Correction(
            id=key, person_index=seeker.id_number.index, occurred_at=now, clock_ok=tables.clock_marks.clock_ok(),
            terminal_id=DESK, phone=sealed, phone_kept=sealed is None and not gone, registration_id=registration_id,
            reason=reason, corrected_by=staff.id, **wishes,
        )  # fmt: skip
        tables.own_records.add_correction(correction)
        if not correction.phone_kept:
            tables.seekers.give_phone(seeker.id, phone_for_seeker(correction, seeker.id, keys), now)
        tables.audit.note(staff, now, Action.SAVED, subject="registration", subject_id=registration_id,
                          words=f"更正求职登记 {line.number}：{reason}")  # fmt: skip

    return step


def merge_persons(kept: str, gone: str, reason: str, now: datetime,
                  apart: bool = False) -> Callable[[Tables, Staff], None]:  # fmt: skip
    """Return the use case by which one record stands for two of the same person, or `apart` no longer does."""

    def step(tables: Tables, staff: Staff) -> None:
        entry = PersonMerge(id=new_id(now), kept=kept, gone=gone, at=now, merged_by=staff.id, reason=reason.strip(),
                            apart=apart)  # fmt: skip
        if apart:
            tables.person_merges.part(entry)
        else:
            tables.person_merges.merge(entry)
        tables.audit.note(staff, now, Action.MERGED, subject="seeker", subject_id=kept,
                          words=f"{'拆开' if apart else '合并'}求职者档案：{entry.reason}")  # fmt: skip

    return step
