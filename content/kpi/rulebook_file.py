"""Reading a county's rules file: every key known and there, every figure exact, or a sentence saying who mends it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from content.errors import ScoringRulesError
from content.kpi.rulebook import Rulebook, faults
from content.model.codes import Labelled

_PERCENT = re.compile(r"(\d+)(?:\.(\d+))?%")
_MENDS = "请系统管理员按县里的考核细则改正。"


def read_rulebook(text: str, name: str) -> Rulebook:
    """Return the rules a TOML text holds; ScoringRulesError names the key of the file `name` that is wrong."""
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScoringRulesError(f"考核规则 {name} 写法不对（{error}），{_MENDS}") from error
    try:
        rules: Rulebook = _record(Rulebook, plain, "")
    except _Wrong as wrong:
        raise ScoringRulesError(f"考核规则 {name}：{wrong}，{_MENDS}") from wrong
    found = tuple(faults(rules))
    if found:
        raise ScoringRulesError(f"考核规则 {name}：{'；'.join(found)}，{_MENDS}")
    return rules


@cache
def county_rulebook() -> Rulebook:
    """Return the rules of 东至县, kept beside the code."""
    return read_rulebook(files("content.kpi").joinpath("rules.toml").read_text("utf8"), "rules.toml")


class _Wrong(Exception):
    """A value that is not what its place asks for; says so without a full stop."""


def _record(kind: Any, table: Any, where: str) -> Any:
    if not isinstance(table, dict):
        raise _Wrong(f"{where} 应是一张表")
    known = {part.name: part for part in fields(kind)}
    place = f"{where}." if where else ""
    strange = [place + key for key in table if key not in known]
    if strange:
        raise _Wrong(f"不认识 {'、'.join(strange)}")
    lacking = [place + name for name, part in known.items() if name not in table and part.default is MISSING]
    if lacking:
        raise _Wrong(f"缺 {'、'.join(lacking)}")
    hints = get_type_hints(kind)
    return kind(**{key: _value(hints[key], value, place + key) for key, value in table.items()})


def _value(kind: Any, value: Any, where: str) -> Any:
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise _Wrong(f"{where} 应写成 [ ]")
        return tuple(_value(get_args(kind)[0], one, f"{where}[{place}]") for place, one in enumerate(value, 1))
    if isinstance(kind, UnionType):
        return _value(next(one for one in get_args(kind) if one is not type(None)), value, where)
    if kind is Fraction:
        return _exact(value, where)
    if is_dataclass(kind):
        return _record(kind, value, where)
    if issubclass(kind, Labelled):
        return _code(kind, value, where)
    if type(value) is not kind or value == "":
        raise _Wrong(f"{where} 应是{'整数' if kind is int else '文字'}")
    return value


def _code(kind: type[Labelled], value: Any, where: str) -> Labelled:
    known = [one.value for one in kind]
    if value not in known:
        raise _Wrong(f"{where} 只能是 {'、'.join(known)}")
    return kind(value)


def _exact(value: Any, where: str) -> Fraction:
    """Read 15 or "15%"; a number with a point would have lost its exact value already."""
    if type(value) is int:
        return Fraction(value)
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise _Wrong(f'{where} 应是整数或 "15%" 这样的百分数')
    whole, places = found[1], found[2] or ""
    return Fraction(int(whole + places), 100 * 10 ** len(places))
