"""What a form asks and how typed text becomes a value of a record, and a value text again: pure.

Typed values are text, or True/False for a tick. What does not fit is a Finding beside the field, and the record keeps
the value it had, so that a draft can always be made.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from content.clock import SHANGHAI, local
from content.model.codes import Labelled
from content.model.findings import Finding
from content.theme.words import yuan

Typed = str | bool
_LONGEST = {"text": 120, "area": 4000, "lines": 2000}


class Kind(Enum):
    """How a field is typed and what the record holds."""

    TEXT = "text"  # one line
    AREA = "area"  # several lines
    LINES = "lines"  # one entry a line, a tuple of str
    WHOLE = "whole"  # int
    YUAN = "yuan"  # typed in yuan, held in fen
    TENTHS = "tenths"  # typed 8 or 7.5, held in tenths
    DAY = "day"  # date or None
    UNTIL = "until"  # last day typed, held as the instant it ends (UTC)
    INSTANT = "instant"  # typed 2026-11-30T09:00, held in UTC
    CHOICE = "choice"  # one of `options`
    FLAG = "flag"  # a tick


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """A way of its own to type a field; `read` raises ValueError with a sentence that says what to do."""

    write: Callable[[Any], str]
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form; `name` is the record's attribute, `width` counts columns of twelve."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    width: int = 3
    hint: str = ""
    needed: bool = False
    optional: bool = False  # "" is None in the record
    options: Mapping[str, str] = field(default_factory=dict)
    code: type[Labelled] | None = None  # the closed list a choice is from; its labels unless `options` words them
    codec: Codec | None = None  # instead of what `kind` says, for values that are more than one text

    def choices(self) -> Mapping[str, str]:
        """Return what can be chosen, stored value to label."""
        if self.options or self.code is None:
            return self.options
        return {member.value: member.label for member in self.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together, under one heading."""

    title: str
    fields: tuple[Field, ...]


def _end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI).astimezone(UTC)


def last_day(until: datetime) -> date:
    """Return the last whole day before an end: an end at midnight belongs to the day before."""
    return (local(until) - timedelta(microseconds=1)).date()


def _decimal_text(tenths: int) -> str:
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def shown(spec: Field, value: object) -> Typed:
    """Return a record's value as it stands in the form."""
    if spec.codec is not None:
        return spec.codec.write(value)
    match spec.kind, value:
        case Kind.FLAG, _:
            return bool(value)
        case _, None:
            return ""
        case Kind.YUAN, int():
            return yuan(value) if value else ""
        case Kind.TENTHS, int():
            return _decimal_text(value) if value else ""
        case Kind.WHOLE, int():
            return str(value) if value else ""
        case Kind.LINES, tuple():
            return "\n".join(value)
        case Kind.UNTIL, datetime():
            return last_day(value).isoformat()
        case Kind.INSTANT, datetime():
            return f"{local(value):%Y-%m-%dT%H:%M}"
        case Kind.DAY, date():
            return value.isoformat()
    return str(value)


def _number(text: str, spec: Field, scale: int) -> int:
    try:
        value = Decimal(text) * scale
    except InvalidOperation:
        raise ValueError(f"“{spec.label}”请只填数字，例如 {'220' if scale == 100 else '8'}。") from None
    if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= 10**9:
        raise ValueError(f"“{spec.label}”的数字不对，请检查小数位和大小。")
    return int(value)


def _day(text: str, spec: Field) -> date:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        raise ValueError(f"“{spec.label}”请按年-月-日填写，例如 2026-12-01。") from None


def _instant(text: str, spec: Field) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)
    except ValueError:
        raise ValueError(f"“{spec.label}”请填日期和时间，例如 2026-12-01 09:00。") from None


def _choice(text: str, spec: Field) -> object:
    # options that come from the database are checked where they are stored
    known = spec.choices()
    if (known and text not in known and (text or spec.needed)) or (spec.needed and not text):
        raise ValueError(f"请从列表里选“{spec.label}”。")
    return spec.code(text) if spec.code is not None else text


def _plain(text: str, spec: Field) -> str:
    longest = _LONGEST.get(spec.kind.value, 120)
    if len(text) > longest:
        raise ValueError(f"“{spec.label}”最多 {longest} 个字，现在有 {len(text)} 个，请缩短。")
    if text.isprintable():
        return text
    # line breaks only where there are several lines; other control characters never
    allowed = "\n" if spec.kind in (Kind.AREA, Kind.LINES) else ""
    return "".join(char for char in text if char in allowed or unicodedata.category(char)[0] != "C")


def value_of(spec: Field, typed: Typed) -> object:
    """Return the record's value for what was typed; ValueError holds a sentence that says what to do."""
    if spec.codec is not None:
        return spec.codec.read(str(typed or ""))
    if spec.kind is Kind.FLAG:
        return bool(typed)
    text = str(typed or "").strip()
    if spec.kind in (Kind.WHOLE, Kind.YUAN, Kind.TENTHS, Kind.DAY, Kind.UNTIL):
        text = unicodedata.normalize("NFKC", text)
    if not text and spec.optional:
        return None
    if not text and spec.kind in (Kind.WHOLE, Kind.YUAN, Kind.TENTHS):
        return 0
    match spec.kind:
        case Kind.WHOLE | Kind.YUAN | Kind.TENTHS:
            return _number(text.replace(",", ""), spec, {Kind.WHOLE: 1, Kind.YUAN: 100, Kind.TENTHS: 10}[spec.kind])
        case Kind.DAY:
            return _day(text, spec)
        case Kind.UNTIL:
            return _end_of_day(_day(text, spec))
        case Kind.INSTANT:
            return _instant(text, spec)
        case Kind.CHOICE:
            return _choice(text, spec)
        case Kind.LINES:
            return tuple(line for line in (part.strip() for part in re.split(r"\n", _plain(text, spec))) if line)
    return _plain(text, spec)


def values_of(groups: tuple[Group, ...], typed: Mapping[str, Typed]) -> tuple[dict[str, object], tuple[Finding, ...]]:
    """Return the values that fit, and a finding for each field that does not."""
    values: dict[str, object] = {}
    findings = []
    for spec in (spec for group in groups for spec in group.fields):
        try:
            values[spec.name] = value_of(spec, typed.get(spec.name, ""))
        except ValueError as wrong:
            findings.append(Finding(field=spec.name, sentence=str(wrong), code="typed"))
    return values, tuple(findings)


def typed_of(groups: tuple[Group, ...], record: object) -> dict[str, Typed]:
    """Return a record as it stands in the form."""
    return {spec.name: shown(spec, getattr(record, spec.name)) for group in groups for spec in group.fields}
