"""市场设置 as one form: its fields, and the settings as typed values and back: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from content.admin.fields import Codec, Field, Group, Kind
from content.admin.holidays import HOLIDAYS
from content.admin.rows import Column, checked, text_of
from content.model.findings import Finding, Severity, lacking
from content.model.market import HolidayYear, MarketSettings, MinimumWage
from content.model.published import HardshipCategory
from content.rules.completeness import is_phone

HARDSHIP_COLUMNS = (
    Column(label="类别", width=4), Column(label="要带什么", width=4),
    Column(label="敏感", kind="choice", width=2, options={"": "不敏感", "1": "敏感"}),
    Column(label="代码", width=2, hint="不填自动给"),
)  # fmt: skip
_CARD = ("name", "county", "address", "hours", "phone", "complaint_phone", "public_url", "operator", "licence_number")
_LICENCES = ("business_licence", "business_licence_media", "agency_licence_media", "services", "charges", "supervisor",
             "supervisor_phone")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketSheet:
    """The settings laid flat, one attribute a field of the form."""

    name: str
    county: str
    address: str
    hours: str
    phone: str
    complaint_phone: str
    public_url: str
    operator: str
    licence_number: str  # stands on slips and on the display of licences alike
    business_licence: str
    business_licence_media: str
    agency_licence_media: str
    services: tuple[str, ...]
    charges: str
    supervisor: str
    supervisor_phone: str
    wage_monthly_fen: int
    wage_hourly_fen: int
    wage_source: str
    wage_source_url: str
    wage_effective_on: date | None
    hardship: tuple[HardshipCategory, ...]
    holidays: tuple[HolidayYear, ...]
    two_person_market: bool
    bulletin_owner: str


def sheet_of(settings: MarketSettings) -> MarketSheet:
    """Return the settings laid flat."""
    wage = settings.minimum_wage
    facts: dict[str, Any] = {name: getattr(settings.card, name) for name in _CARD}
    facts |= {name: getattr(settings.licences, name) for name in _LICENCES}
    facts["licence_number"] = settings.licences.agency_licence or settings.card.licence_number
    return MarketSheet(
        **facts, wage_monthly_fen=wage.monthly_fen if wage else 0, wage_hourly_fen=wage.hourly_fen if wage else 0,
        wage_source=wage.source if wage else "", wage_source_url=wage.source_url if wage else "",
        wage_effective_on=wage.effective_on if wage else None, hardship=settings.hardship, holidays=settings.holidays,
        two_person_market=settings.two_person_market, bulletin_owner=settings.bulletin_owner,
    )  # fmt: skip


def settings_from(base: MarketSettings, values: Mapping[str, Any]) -> MarketSettings:
    """Return the settings with typed values put in; a minimum wage without its date is none."""
    wage = None
    if values["wage_effective_on"] is not None and values["wage_monthly_fen"]:
        wage = MinimumWage(monthly_fen=values["wage_monthly_fen"], hourly_fen=values["wage_hourly_fen"],
                           source=values["wage_source"], source_url=values["wage_source_url"],
                           effective_on=values["wage_effective_on"])  # fmt: skip
    licences = replace(base.licences, **{name: values[name] for name in _LICENCES},
                       agency_licence=values["licence_number"])  # fmt: skip
    return replace(
        base, card=replace(base.card, **{name: values[name] for name in _CARD}), licences=licences, minimum_wage=wage,
        hardship=values["hardship"], holidays=values["holidays"], two_person_market=values["two_person_market"],
        bulletin_owner=values["bulletin_owner"],
    )  # fmt: skip


def check_settings(values: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    """Return what is wrong with the typed settings; a WARN does not stop them from being saved."""
    return (*_check_card(values), *_check_wage(values, today), *_check_display(values), *_check_days(values, today))


def _check_card(values: Mapping[str, Any]) -> Iterator[Finding]:
    for name, word in (("name", "市场名称"), ("address", "地址"), ("hours", "开门时间")):
        if not values[name]:
            yield lacking(name, f"请填写{word}，小票和信息屏上要用。")
    for name, word in (("phone", "市场电话"), ("complaint_phone", "投诉电话")):
        if not is_phone(values[name]):
            yield lacking(name, f"请填写能打通的{word}：手机号、带区号的座机或 12333 这样的号码。")
    if values["supervisor_phone"] and not is_phone(values["supervisor_phone"]):
        yield lacking("supervisor_phone", "请填写能打通的监督电话。")
    for name in ("public_url", "wage_source_url"):
        if values[name] and not values[name].startswith(("http://", "https://")):
            yield lacking(name, "网址要以 http:// 或 https:// 开头，没有就空着。")


def _check_wage(values: Mapping[str, Any], today: date) -> Iterator[Finding]:
    monthly, hourly, source, since = (values[f"wage_{name}"] for name in
                                      ("monthly_fen", "hourly_fen", "source", "effective_on"))  # fmt: skip
    if not any((monthly, hourly, source, since)):
        yield lacking("wage_monthly_fen", "没有填，查不出低于它的岗位。", Severity.WARN)
        return
    if not monthly:
        yield lacking("wage_monthly_fen", "请照文件填月最低工资。")
    if not hourly:
        yield lacking("wage_hourly_fen", "请照文件填小时最低工资。")
    if not source:
        yield lacking("wage_source", "请写明文件名称和文号，没有依据的数不能用。")
    if since is None:
        yield lacking("wage_effective_on", "请填文件的施行日期。")
    elif since > today:
        yield lacking("wage_effective_on", "这个标准还没有施行，到那一天再换。", Severity.WARN)


def _check_display(values: Mapping[str, Any]) -> Iterator[Finding]:
    for name, word in (("business_licence", "营业执照"), ("licence_number", "人力资源服务许可证号"),
                       ("services", "服务项目"), ("supervisor", "监督机关"),
                       ("supervisor_phone", "监督电话")):  # fmt: skip
        if not values[name]:
            yield lacking(name, f"大厅要明示{word}（人力资源市场暂行条例第三十二条），请补上。", Severity.WARN)


def _check_days(values: Mapping[str, Any], today: date) -> Iterator[Finding]:
    known = {one.year for one in values["holidays"]}
    if today.year not in known:
        yield lacking("holidays", f"还没有 {today.year} 年的放假安排，工作日只按周一到周五算。", Severity.WARN)
    elif today.month == 12 and today.year + 1 not in known:  # published in November
        yield lacking("holidays", f"请补上 {today.year + 1} 年的放假安排。", Severity.WARN)


def _hardship_read(text: str) -> object:
    rows = checked(text, HARDSHIP_COLUMNS)
    taken = {code for *_, code in rows if code}
    found: dict[str, HardshipCategory] = {}
    for place, (label, evidence, sensitive, code) in enumerate(rows, start=1):
        if not label:
            raise ValueError(f"第 {place} 行请填类别。")
        given = code or next(name for name in (f"category-{n}" for n in range(1, 1000)) if name not in taken)
        if given in found:
            raise ValueError(f"第 {place} 行的代码“{given}”前面已经有了，请换一个。")
        taken.add(given)
        found[given] = HardshipCategory(code=given, label=label, evidence=evidence, sensitive=sensitive == "1")
    return tuple(found.values())


HARDSHIP = Codec(
    write=lambda those: text_of((one.label, one.evidence, "1" if one.sensitive else "", one.code) for one in those),
    read=_hardship_read,
)


# figures and days the rules stand on
_RULE_GROUPS = (
    Group(title="最低工资（照文件抄）", fields=(
        Field(name="wage_monthly_fen", label="月最低工资（元）", kind=Kind.YUAN),
        Field(name="wage_hourly_fen", label="小时最低工资（元）", kind=Kind.YUAN),
        Field(name="wage_effective_on", label="施行日期", kind=Kind.DAY, optional=True),
        Field(name="wage_source", label="文件和文号", width=6),
        Field(name="wage_source_url", label="网址", width=6),
    )),
    Group(title="审核", fields=(
        Field(name="two_person_market", label="人手不够：允许审核自己录入的（不勾就是双人审核）", kind=Kind.FLAG,
              width=12),
    )),
    Group(title="放假和调休（算工作日、公示期和周五审核用）", fields=(
        Field(name="holidays", label="一行一年：年份、放假、调休上班、来源", kind=Kind.AREA, width=12,
              codec=HOLIDAYS),
    )),
    Group(title="就业困难人员类别（照省、市的文件）", fields=(
        Field(name="hardship", label="一行一类：类别、要带什么、是否敏感、代码", kind=Kind.AREA, width=12,
              codec=HARDSHIP),
    )),
)  # fmt: skip


def market_groups(pictures: Mapping[str, str], staff: Mapping[str, str]) -> tuple[Group, ...]:
    """Return the form; `pictures` are the 素材 a licence can be shown by, `staff` who may own the bulletin board."""
    shown = {"": "不放图", **pictures}
    return (
        Group(title="我们是谁", fields=(
            Field(name="name", label="市场名称", width=4, needed=True),
            Field(name="county", label="所在县（区）", width=2),
            Field(name="operator", label="运营单位", width=6),
            Field(name="address", label="地址", width=6, needed=True),
            Field(name="hours", label="开门时间", needed=True, hint="例如：每天 4:30—19:00"),
            Field(name="phone", label="市场电话", needed=True),
            Field(name="complaint_phone", label="投诉电话", needed=True),
            Field(name="public_url", label="手机页的公开地址", width=6, hint="填了，小票、信息屏和海报才有二维码"),
            Field(name="bulletin_owner", label="公告栏专人", kind=Kind.CHOICE, options={"": "没有定", **staff}),
        )),
        Group(title="大厅要明示的（条例第三十二条）", fields=(
            Field(name="business_licence", label="营业执照（统一社会信用代码）", width=4),
            Field(name="business_licence_media", label="营业执照图片", kind=Kind.CHOICE, width=2, options=shown),
            Field(name="licence_number", label="人力资源服务许可证号", width=4),
            Field(name="agency_licence_media", label="许可证图片", kind=Kind.CHOICE, width=2, options=shown),
            Field(name="services", label="服务项目（一行一项）", kind=Kind.LINES, width=6),
            Field(name="charges", label="收费标准", width=6),
            Field(name="supervisor", label="监督机关", width=6),
            Field(name="supervisor_phone", label="监督电话"),
        )),
        *_RULE_GROUPS,
    )  # fmt: skip
