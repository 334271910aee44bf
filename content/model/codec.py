"""Records to JSON and back, by their type hints; unknown keys are ignored so that N−1 reads N."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

R = TypeVar("R")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def to_plain(record: object) -> dict[str, Any]:
    """Return the record as JSON values: enums by value, dates and instants as ISO text, tuples as lists."""
    plain: dict[str, Any] = _adapter(cast(Any, type(record))).dump_python(record, mode="json")
    return plain


def from_plain(kind: type[R], plain: dict[str, Any]) -> R:
    """Rebuild a record from JSON values; pydantic.ValidationError (a ValueError) when they do not fit."""
    return cast(R, _adapter(cast(Any, kind)).validate_python(plain))


def to_json(record: object) -> bytes:
    """Return the record as UTF-8 JSON."""
    return _adapter(cast(Any, type(record))).dump_json(record)


def from_json(kind: type[R], data: bytes | str) -> R:
    """Rebuild a record from JSON; pydantic.ValidationError (a ValueError) when it does not fit."""
    return cast(R, _adapter(cast(Any, kind)).validate_json(data))


def canonical(plain: object) -> bytes:
    """Return the one byte form of a JSON value that is hashed and signed: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
