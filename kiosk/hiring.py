"""What an employer who walked in chose, and the filing it becomes; pure, and every choice a large one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from content.model.codes import PayUnit, Settlement
from content.model.findings import Finding
from content.model.places import TOWNSHIPS
from content.model.trades import trades
from content.model.walk_in import HiringBody
from content.rules.credit_codes import is_credit_code
from content.theme.words import yuan
from kiosk.registering import name_finding, phone_finding

CONSENT_VERSION = "用工告知-1"  # goes with the filing; a new wording is a new version
HEADCOUNTS = (1, 2, 3, 5, 8, 10, 20, 30)
LIVES = (3, 7, 15, 30)  # days a job stays open
DAYS = ((0, "今天"), (1, "明天"), (2, "后天"), (7, "一周后"))
HOURS = (("08:00—17:00", "整天", "8—17 点"), ("08:00—12:00", "上午", "8—12 点"), ("13:00—17:00", "下午", "13—17 点"),
         ("18:00—22:00", "晚上", "18—22 点"))  # fmt: skip
GATHERINGS = (("零工市场门口", "市场门口集合"), ("工作地点", "直接到干活的地方"), ("电话联系", "打电话约"))
LONGEST_UNIT = 24
_MOST_FEN = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """A way of paying people say in one breath; `pays` and `step` in fen."""

    label: str
    unit: PayUnit
    settlement: Settlement
    pays: tuple[int, ...]
    step: int


_BY_DAY = (15000, 18000, 20000, 22000, 25000, 30000)
DEALS = {
    "day": Deal(label="按天，日结", unit=PayUnit.DAY, settlement=Settlement.DAY, pays=_BY_DAY, step=1000),
    "week": Deal(label="按天，周结", unit=PayUnit.DAY, settlement=Settlement.WEEK, pays=_BY_DAY, step=1000),
    "hour": Deal(label="按小时，日结", unit=PayUnit.HOUR, settlement=Settlement.DAY,
                 pays=(1500, 1800, 2000, 2200, 2500, 3000), step=100),
    "piece": Deal(label="计件，日结", unit=PayUnit.PIECE, settlement=Settlement.DAY,
                  pays=(100, 200, 300, 500, 800, 1000), step=50),
    "month": Deal(label="按月，月结", unit=PayUnit.MONTH, settlement=Settlement.MONTH,
                  pays=(300000, 350000, 400000, 450000, 500000, 600000), step=10000),
    "job": Deal(label="包工，干完结", unit=PayUnit.JOB, settlement=Settlement.DONE,
                pays=(50000, 100000, 200000, 300000, 500000, 1000000), step=10000),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class HiringDraft:
    """The choices so far; `key` makes filing it twice the same filing, `number` is set once it was filed."""

    key: str
    code: str
    consented_at: datetime
    household: bool = False
    trade: str = ""
    headcount: int = 1
    day: int = 1
    life: int = 7
    deal: str = "day"
    pay_fen: int = 0
    township: str = ""
    hours: str = HOURS[0][0]
    gathering: str = GATHERINGS[0][0]
    number: str = ""

    @property
    def terms(self) -> Deal:
        """Return how is paid."""
        return DEALS[self.deal]

    @property
    def pay_words(self) -> str:
        """Return 220 元/天, "" before a figure was chosen."""
        if not self.pay_fen:
            return ""
        per = "（包工）" if self.terms.unit is PayUnit.JOB else f"/{self.terms.unit.label}"
        return f"{yuan(self.pay_fen)} 元{per}"


def chosen(draft: HiringDraft, act: str, value: str) -> HiringDraft:
    """Return the draft with one choice of a page made; what no button offers changes nothing."""
    match act:
        case "who" if value in ("unit", "household"):
            return replace(draft, household=value == "household")
        case "trade" if value in trades():
            return replace(draft, trade=value)
        case "township" if value in TOWNSHIPS:
            return replace(draft, township=value)
        case "hours" if value in {hours for hours, *_ in HOURS}:
            return replace(draft, hours=value)
        case "gathering" if value in dict(GATHERINGS):
            return replace(draft, gathering=value)
        case "deal" if value in DEALS:
            keeps = DEALS[value].unit is draft.terms.unit  # a figure for another unit would be a wrong one
            return replace(draft, deal=value, pay_fen=draft.pay_fen if keeps else 0)
    return _counted(draft, act, int(value)) if value.removeprefix("-").isdecimal() and len(value) < 9 else draft


def _counted(draft: HiringDraft, act: str, value: int) -> HiringDraft:
    match act:
        case "headcount" if value in HEADCOUNTS:
            return replace(draft, headcount=value)
        case "day" if value in dict(DAYS):
            return replace(draft, day=value)
        case "life" if value in LIVES:
            return replace(draft, life=value)
        case "pay" if value in draft.terms.pays:
            return replace(draft, pay_fen=value)
        case "more" if value in (-1, 1):
            start = draft.pay_fen or draft.terms.pays[2]
            return replace(draft, pay_fen=min(max(start + value * draft.terms.step, draft.terms.step), _MOST_FEN))
    return draft


def what_finding(draft: HiringDraft) -> Finding | None:
    """Say what is missing on the page of trade and number."""
    return None if draft.trade else Finding(field="trade", sentence="请点一样要招的活。找不到就点最接近的。")


def where_finding(draft: HiringDraft) -> Finding | None:
    """Say what is missing on the page of pay and place."""
    if not draft.pay_fen:
        return Finding(field="pay", sentence="请点工钱是多少，没写明工钱的岗位不能发布。")
    return None if draft.township else Finding(field="township", sentence="请点在哪个乡镇干活。")


def who_finding(draft: HiringDraft, texts: dict[str, str]) -> Finding | None:
    """Say what is wrong with the names and numbers typed last."""
    if not draft.household and len(texts.get("unit_name", "")) < 2:
        return Finding(field="unit_name", sentence="请填单位名称，照营业执照上的写。")
    code = texts.get("credit_code", "").upper()
    if not draft.household and code and not is_credit_code(code):
        return Finding(field="credit_code", sentence="代码有一位不对，请照营业执照对一对。记不住就删掉不填。")
    if len(texts["contact_name"]) < 2:
        return name_finding(texts["contact_name"])
    wrong = phone_finding(texts["contact_phone"])
    return None if wrong is None else Finding(field="contact_phone", sentence=wrong.sentence)


def hiring_body(draft: HiringDraft, texts: dict[str, str], today: date, number: str) -> HiringBody:
    """Return the body to be filed under a receipt number."""
    return HiringBody(
        number=number, code=draft.code, household=draft.household,
        unit_name="" if draft.household else texts["unit_name"],
        credit_code="" if draft.household else texts["credit_code"].upper(), contact_name=texts["contact_name"],
        contact_phone=texts["contact_phone"], trade_code=draft.trade, headcount=draft.headcount,
        township_code=draft.township, pay_fen=draft.pay_fen, pay_unit=draft.terms.unit,
        settlement=draft.terms.settlement, starts_on=today + timedelta(days=draft.day), hours=draft.hours,
        gathering=draft.gathering, valid_days=draft.life, consent_version=CONSENT_VERSION,
        consented_at=draft.consented_at,
    )  # fmt: skip
