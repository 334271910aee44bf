"""What is wrong with something a person typed: bad data is a value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How far a finding stops the record (domain B1)."""

    BLOCK = "block"  # 不能发布
    WARN = "warn"  # 需说明理由
    INFO = "info"  # 提示


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to mend: which field, and a Chinese sentence that says what to do."""

    field: str
    sentence: str
    severity: Severity = Severity.BLOCK
    code: str = ""


def lacking(field: str, sentence: str, severity: Severity = Severity.BLOCK) -> Finding:
    """Return a finding on what is not there or not in its form: the STRUCT line of domain B1."""
    return Finding(field=field, sentence=sentence, severity=severity, code="STRUCT")
