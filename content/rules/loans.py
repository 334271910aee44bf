"""What may be wrong with a loan of a 工位 or a tool; pure (R006)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from content.model.findings import Finding

LONGEST_THING, LONGEST_NOTE = 40, 60
LONGEST_LOAN = timedelta(days=30)  # own: what is away longer is given out anew
_PERSONAL = re.compile(r"\d{7}")


def check_loan(thing: str, name: str, due_at: datetime | None, now: datetime) -> tuple[Finding, ...]:
    """Return what has to be mended before something is given out; `name` is "" where nobody was found."""
    found = []
    if not thing or len(thing) > LONGEST_THING:
        sentence = f"请写借什么，带上编号，例如“3 号冲击钻”，最多 {LONGEST_THING} 个字。"
        found.append(Finding(field="thing", sentence=sentence))
    if _PERSONAL.search(thing):
        found.append(Finding(field="thing", sentence="这里写东西和编号，不要写电话和证件号码。"))
    if len(name) < 2:
        found.append(Finding(field="name", sentence="请填借的人的姓名；登记过的填身份证号码就行。"))
    if due_at is None or not now < due_at <= now + LONGEST_LOAN:
        sentence = f"请填什么时候还，要晚于现在，最长 {LONGEST_LOAN.days} 天。"
        found.append(Finding(field="due_at", sentence=sentence))
    return tuple(found)


def check_note(note: str) -> Finding | None:
    """Say what is wrong with what is noted when a thing comes back."""
    if len(note) > LONGEST_NOTE:
        return Finding(field="note", sentence=f"最多 {LONGEST_NOTE} 个字，现在有 {len(note)} 个，请缩短。")
    if _PERSONAL.search(note):
        return Finding(field="note", sentence="这里不要写电话和证件号码。")
    return None
