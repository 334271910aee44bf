"""用工登记 from paper at the desk: the form in the paper's order, what is wrong with it, and the step that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from secrets import randbelow

from content.admin.fields import Field, Group, Kind
from content.admin.seeker_entry import DESK
from content.clock import SHANGHAI, calendar_day
from content.errors import StoreError
from content.hubapi.walk_in_projections import known_employer, project_hiring
from content.model.abilities import PhoneOf
from content.model.audit import Action
from content.model.codes import Channel, PayUnit, Settlement
from content.model.filings import FilingHeader
from content.model.findings import Finding
from content.model.people import Staff
from content.model.places import TOWNSHIPS
from content.model.trades import trade_groups, trades
from content.model.walk_in import HiringBody
from content.privacy import KeyRing
from content.rules.consent import HIRING_FORM_VERSION
from content.rules.credit_codes import is_credit_code
from content.rules.id_numbers import tidy
from content.rules.paper_registration import OLDEST_PAPER, check_phone
from content.store.database import Tables

_CHANNELS = (Channel.PAPER, Channel.WINDOW, Channel.PHONE, Channel.ONLINE)
_NOON = time(12)
_MOST_PEOPLE, _MOST_DAYS = 999, 90  # domain B1 STRUCT; own


@dataclass(frozen=True, slots=True, kw_only=True)
class Hired:
    """What a typed form became."""

    number: str
    code: str
    job_id: str


@cache
def hiring_groups() -> tuple[Group, ...]:
    """Return the form, in the order of the paper form."""
    groups = trade_groups()
    known = {one.code: f"{one.name}（{groups[one.group]}）" for one in trades().values()}
    return (
        Group(title="一、用工单位", fields=(
            Field(name="unit_name", label="单位名称", width=4), Field(name="credit_code", label="信用代码", width=3),
            Field(name="household", label="家庭雇主", kind=Kind.FLAG, width=2),
            Field(name="contact_name", label="联系人", width=2, needed=True),
            Field(name="contact_phone", label="手机号", width=2, needed=True),
        )),
        Group(title="二、招什么人", fields=(
            Field(name="trade_code", label="职业（工种）", kind=Kind.CHOICE, options=known, width=4, needed=True),
            Field(name="headcount", label="要招几人", kind=Kind.WHOLE, width=2, needed=True),
        )),
        Group(title="三、在哪里、什么时候", fields=(
            Field(name="township_code", label="乡镇", kind=Kind.CHOICE, options=TOWNSHIPS, width=3, needed=True),
            Field(name="gathering", label="在哪里集合", width=3), Field(name="hours", label="每天几点做", width=2),
            Field(name="starts_on", label="开工日期", kind=Kind.DAY, width=2, needed=True),
            Field(name="valid_days", label="发布几天", kind=Kind.WHOLE, width=2, needed=True),
        )),
        Group(title="四、工钱", fields=(
            Field(name="pay_fen", label="工钱（元）", kind=Kind.YUAN, width=3, needed=True),
            Field(name="pay_unit", label="怎么算", kind=Kind.CHOICE, code=PayUnit, width=3, needed=True),
            Field(name="settlement", label="多久结一次", kind=Kind.CHOICE, code=Settlement, width=3, needed=True),
        )),
        Group(title="五、签字", fields=(
            Field(name="agreed", label="经办人已签字，同意发布联系人和电话", kind=Kind.FLAG, width=4),
            Field(name="signed_on", label="签字日期", kind=Kind.DAY, width=3, needed=True),
            Field(name="channel", label="从哪里来", kind=Kind.CHOICE, width=3, needed=True,
                  options={one.value: one.label for one in _CHANNELS}),
        )),
    )  # fmt: skip


def blank_hiring(today: date) -> dict[str, str | bool]:
    """Return what a new form starts with."""
    return {"signed_on": today.isoformat(), "channel": Channel.PAPER.value, "headcount": "1", "valid_days": "7",
            "pay_unit": PayUnit.DAY.value, "settlement": Settlement.DAY.value}  # fmt: skip


def _day(values: Mapping[str, object], name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None


def check_hiring(values: Mapping[str, object], today: date) -> tuple[Finding, ...]:
    """Return what has to be mended before the form can stand in the ledger."""
    found, code = [], tidy(str(values.get("credit_code") or ""))
    if not values.get("household") and len(str(values.get("unit_name") or "")) < 2:
        found.append(Finding(field="unit_name", sentence="请填单位名称，照营业执照写；家里请人的勾“家庭雇主”。"))
    if code and not is_credit_code(code):
        found.append(Finding(field="credit_code", sentence="代码有一位不对，请照营业执照对一对；没有就空着。"))
    if len(str(values.get("contact_name") or "")) < 2:
        found.append(Finding(field="contact_name", sentence="请填联系人的姓名。"))
    if (finding := check_phone(tidy(str(values.get("contact_phone") or "")), PhoneOf.OWN)) is not None:
        found.append(replace(finding, field="contact_phone"))
    for name, most, word in (("headcount", _MOST_PEOPLE, "人"), ("valid_days", _MOST_DAYS, "天")):
        if not 1 <= int(str(values.get(name) or 0)) <= most:
            found.append(Finding(field=name, sentence=f"请填 1—{most} {word}。"))
    if not values.get("pay_fen"):
        found.append(Finding(field="pay_fen", sentence="请填工钱的数目，没写明工钱的岗位不能发布。"))
    if _day(values, "starts_on") is None:
        found.append(Finding(field="starts_on", sentence="请填哪天开工。"))
    signed = _day(values, "signed_on")
    if signed is None or not today - OLDEST_PAPER <= signed <= today:
        found.append(Finding(field="signed_on", sentence="请填纸表上签字的日期，不晚于今天。"))
    if not values.get("agreed"):
        found.append(Finding(field="agreed", sentence="经办人在纸表上签了字才能录入。"))
    return tuple(found)


def hiring_of(values: Mapping[str, object], now: datetime) -> HiringBody:
    """Return the body of a form that `check_hiring` let pass; number and code are given when it is stored."""
    household, starts_on = bool(values.get("household")), _day(values, "starts_on")
    return HiringBody(
        number="", code="", household=household, unit_name=str(values.get("unit_name") or ""),
        credit_code="" if household else tidy(str(values.get("credit_code") or "")),
        contact_name=str(values["contact_name"]), contact_phone=tidy(str(values["contact_phone"])),
        trade_code=str(values["trade_code"]), headcount=int(str(values["headcount"])),
        township_code=str(values["township_code"]), pay_fen=int(str(values["pay_fen"])),
        pay_unit=PayUnit(str(values["pay_unit"])), settlement=Settlement(str(values["settlement"])),
        starts_on=starts_on or calendar_day(now), hours=str(values.get("hours") or ""),
        gathering=str(values.get("gathering") or ""), valid_days=int(str(values["valid_days"])),
        consent_version=HIRING_FORM_VERSION, consented_at=now, channel=Channel(str(values["channel"])),
    )  # fmt: skip


def take_in(entry_id: str, body: HiringBody, signed_on: date, now: datetime,
            keys: KeyRing) -> Callable[[Tables, Staff], Hired]:  # fmt: skip
    """Return the use case that takes a paper form in, as a filing of the kiosk is: a draft job, and a firm if unknown.

    What was signed on an earlier day is 补录.
    """
    late = signed_on < calendar_day(now)
    at = datetime.combine(signed_on, _NOON, SHANGHAI) if late else now

    def step(tables: Tables, staff: Staff) -> Hired:
        if tables.hirings.get(entry_id) is not None:
            raise StoreError("这张表已经存过了，请开一张新的。")
        told = replace(body, number=tables.seekers.next_number(), code=f"{randbelow(10_000):04d}", consented_at=at)
        header = FilingHeader(id=entry_id, kind="hiring", version=1, site_id="", terminal=DESK, seq=0, occurred_at=at,
                              clock_ok=tables.clock_marks.clock_ok())  # fmt: skip
        known = known_employer(told, tables.employers.by_credit_code, tables.employers.by_phone)
        records = project_hiring(header, told, now, known, tables.jobs.next_number(), keys)
        if known is None:
            tables.employers.save(records.employer, None, staff.id)
        tables.jobs.save(replace(records.job, created_by=staff.id), None, staff.id)
        tables.hirings.add(replace(records.hiring, late=late, entered_at=now))
        tables.audit.note(staff, now, Action.SAVED, subject="hiring", subject_id=entry_id,
                          words=f"录入用工登记 {told.number}" + "（补录）" * late)  # fmt: skip
        return Hired(number=told.number, code=told.code, job_id=records.job.id)

    return step
