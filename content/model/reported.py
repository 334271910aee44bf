"""What stands in a report a terminal sent, read without trust: what is not of its kind is as good as unsaid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def said_text(plain: Mapping[str, Any], name: str) -> str:
    """Return a text of a report, "" where there is none."""
    value = plain.get(name)
    return value if isinstance(value, str) else ""


def said_number(plain: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number of a report, None where there is none; true and false are none."""
    value = plain.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
