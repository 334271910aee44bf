"""Records to rows and back by their type hints: enums by value, dates as ISO text, tuples as JSON text.

A record within a tuple is a JSON object there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache, partial
from types import UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from content.clock import from_text, to_text
from content.model.codec import from_plain, to_plain

R = TypeVar("R")

Row = dict[str, Any]
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    name: str
    write: Convert
    read: Convert


def _same(value: Any) -> Any:
    return value


def _enum_value(member: Any) -> Any:
    return member.value


def _optional(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _tuple(write: Convert, read: Convert) -> tuple[Convert, Convert]:
    return (
        lambda values: json.dumps([write(value) for value in values], ensure_ascii=False),
        lambda text: () if text == "[]" else tuple(read(value) for value in json.loads(text)),
    )


def _enum_member(kind: type[Enum]) -> Convert:
    members = {member.value: member for member in kind}  # a third of the time of asking the class
    return lambda value: members[value] if value in members else kind(value)


def _converters(hint: Any) -> tuple[Convert, Convert]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        write, read = _converters(next(part for part in arguments if part is not type(None)))
        return _optional(write), _optional(read)
    if origin is tuple:
        return _tuple(*_converters(arguments[0]))
    if hint is datetime:
        return to_text, from_text
    if hint is date:
        return date.isoformat, date.fromisoformat
    if hint is bool:
        return int, bool
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum_value, _enum_member(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return to_plain, partial(from_plain, hint)
    if hint in (str, int, bytes):
        return _same, _same
    raise TypeError(f"no column for {hint}")


class RowMapping(Generic[R]):
    """The columns of one kind of record; columns it does not know are passed over, so that a newer file reads."""

    def __init__(self, kind: type[R], without: tuple[str, ...] = ()) -> None:
        hints = get_type_hints(kind)
        self._kind: Any = kind
        self._columns = tuple(
            _Column(name=field.name, write=write, read=read)
            for field in fields(cast(Any, kind)) if field.name not in without
            for write, read in (_converters(hints[field.name]),)
        )  # fmt: skip
        self._plain = frozenset(column.name for column in self._columns if column.read is _same)
        self._read = tuple((column.name, column.read) for column in self._columns if column.read is not _same)

    def to_row(self, record: R) -> Row:
        """Return the columns of a record; instants lose what is finer than a millisecond."""
        return {column.name: column.write(getattr(record, column.name)) for column in self._columns}

    def from_row(self, row: Mapping[str, Any], **others: Any) -> R:
        """Rebuild the record; `others` are the fields kept in another form."""
        # a version kept before a column was made lacks it: the record's own default stands
        values = {name: row[name] for name in self._plain & row.keys()}
        values |= {name: read(row[name]) for name, read in self._read if name in row}
        return cast(R, self._kind(**values, **others))


@cache
def _made(kind: Hashable, without: tuple[str, ...]) -> RowMapping[Any]:
    return RowMapping(cast("type[Any]", kind), without)


def row_mapping(kind: type[R], without: tuple[str, ...] = ()) -> RowMapping[R]:
    """Return the mapping of a record class, made once."""
    return cast(RowMapping[R], _made(cast(Hashable, kind), without))
