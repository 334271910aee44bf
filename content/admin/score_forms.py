"""What is typed for the score: the forms' fields, and records from what was typed; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from content.admin.fields import Field, Group, Kind
from content.admin.rows import fen
from content.kpi.facts import Adjustment, Violation
from content.kpi.filed import (
    CountyFigure,
    FigureName,
    FigureSort,
    PaymentRound,
    Rectification,
    RectificationStep,
    SubsidyPayment,
)
from content.kpi.measures import MEASURES, Measure
from content.kpi.periods import PeriodKind
from content.model.ids import new_id

_DOCUMENT = Field(name="document", label="依据文件", width=6, needed=True, hint="文号或函件名、日期")
FIGURE = (Group(title="填一个数字", fields=(
    Field(name="name", label="哪个数字", kind=Kind.CHOICE, code=FigureName, width=4, needed=True),
    Field(name="value", label="数值", width=2, needed=True, hint="人数、金额（元）或日期 2026-01-15"), _DOCUMENT,
)),)  # fmt: skip
PAYMENT = (Group(title="记一笔拨款", fields=(
    Field(name="round", label="拨的什么", kind=Kind.CHOICE, code=PaymentRound, needed=True),
    Field(name="fen", label="金额（元）", width=2, needed=True, hint="填错的用负数冲回"),
    Field(name="paid_on", label="拨付日期", kind=Kind.DAY, width=2, needed=True), _DOCUMENT,
)),)  # fmt: skip
RECTIFICATION = (Group(title="记整改", fields=(
    Field(name="step", label="到哪一步", kind=Kind.CHOICE, code=RectificationStep, needed=True),
    Field(name="on", label="日期", kind=Kind.DAY, width=3, needed=True), _DOCUMENT,
)),)  # fmt: skip
VIOLATION = (Group(title="记严重违规（数据造假、服务欺诈，县人社局查实的才记）", fields=(
    Field(name="what", label="什么事", width=4, needed=True), Field(name="on", label="认定日期", kind=Kind.DAY, width=2,
                                                             needed=True), _DOCUMENT,
)),)  # fmt: skip
ADJUSTED = {one.value: one.label for measures in MEASURES.values() for one in measures}
ADJUSTMENT = (Group(title="加一条核定调整（加在台账数之外，不改台账）", fields=(
    Field(name="measure", label="调整哪个数", kind=Kind.CHOICE, options=ADJUSTED, width=4, needed=True),
    Field(name="change", label="加几或减几", width=2, needed=True, hint="例如 -3"),
    Field(name="reason", label="为什么", width=6, needed=True), _DOCUMENT,
)),)  # fmt: skip

Values = Mapping[str, Any]


def _plain(text: object) -> str:
    return unicodedata.normalize("NFKC", str(text or "")).replace(",", "").strip()


def _signed_fen(text: object) -> int:
    """Return an amount typed in yuan; one that is none is 0, which the rules refuse beside the field."""
    plain = _plain(text)
    try:
        amount = fen(plain.removeprefix("-"), 1, "金额")
    except ValueError:
        return 0
    return -amount if plain.startswith("-") else amount


def figure_from(year: int, values: Values, now: datetime) -> CountyFigure:
    """Return the figure; money typed in yuan is held in fen."""
    name, value = FigureName(values["name"]), _plain(values["value"])
    if name.sort is FigureSort.MONEY:
        amount = _signed_fen(value)
        value = str(amount) if amount > 0 else ""
    elif name.sort is FigureSort.DAY:
        value = value.replace("/", "-").replace(".", "-")
    return CountyFigure(id=new_id(now), year=year, name=name, value=value, document=values["document"], entered_by="",
                        entered_at=now)  # fmt: skip


def payment_from(year: int, values: Values, now: datetime) -> SubsidyPayment:
    """Return the payment that was typed, amounts in fen, with no author: the use case puts in who sits there."""
    return SubsidyPayment(id=new_id(now), year=year, round=values["round"], fen=_signed_fen(values["fen"]),
                          paid_on=values["paid_on"], document=values["document"], by="", at=now)  # fmt: skip


def rectification_from(year: int, values: Values, now: datetime) -> Rectification:
    """Return the step of a 整改."""
    return Rectification(id=new_id(now), year=year, step=values["step"], on=values["on"], document=values["document"],
                         by="", at=now)  # fmt: skip


def violation_from(values: Values, now: datetime) -> Violation:
    """Return the violation."""
    on: date = values["on"]
    return Violation(id=new_id(now), on=on, what=values["what"], document=values["document"], by="")


def adjustment_from(of: PeriodKind, values: Values, by: str, now: datetime) -> Adjustment:
    """Return the correction; a change that is no number is 0, which the rules refuse beside the field."""
    text = _plain(values["change"])
    digits = text.lstrip("+-")
    change = int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 6 and len(text) - len(digits) <= 1 \
        else 0  # fmt: skip
    return Adjustment(id=new_id(now), measure=Measure(values["measure"]), of=of, change=change,
                      reason=values["reason"], by=by, at=now, document=values["document"])  # fmt: skip
