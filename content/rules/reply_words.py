"""What may stand in words that others read later: no phone and no ID number."""

from __future__ import annotations

import re

from content.model.findings import Finding, lacking

_NUMBER = re.compile(r"\d{7}")


def names_somebody(text: str) -> bool:
    """Say whether a text seems to hold a phone or ID number."""
    return bool(_NUMBER.search(text))


def check_reply(field: str, text: str) -> tuple[Finding, ...]:
    """Return a finding where a text names somebody by number."""
    if not names_somebody(text):
        return ()
    return (lacking(field, "这里不要写电话和证件号码，请删掉再存。"),)
