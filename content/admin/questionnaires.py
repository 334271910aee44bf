"""Paper questionnaires of firms: whom to ask this month, the sheet's code, and the firm a code stands for (R205).

There is no answer by internet: the phone pages hold no key and write nothing, and the hub is not reached from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from content.privacy import KeyRing
from content.rules.cadence import month_days
from content.rules.satisfaction import questionnaire_code
from content.store.database import Tables
from content.store.records import Page

_MOST = 200  # visits of a month that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """One firm spoken to in the month that has not answered yet."""

    employer_id: str
    name: str
    visited: date  # the last time


def firms_to_ask(tables: Tables, month: date) -> tuple[ToAsk, ...]:
    """Return the firms visited in a month without an answer, the one spoken to last first."""
    first, last = month_days(month)
    span = (("from", first.isoformat()), ("to", last.isoformat()))
    visits, _ = tables.visits.page(Page(filters=span, limit=_MOST))
    answered = tables.month_answers.answered_firms(first, last)
    latest: dict[str, date] = {}
    for visit in visits:
        if visit.employer_id not in answered:
            latest[visit.employer_id] = max(visit.day, latest.get(visit.employer_id, visit.day))
    names = tables.employers.names(iter(latest))
    return tuple(ToAsk(employer_id=key, name=names.get(key, ""), visited=day)
                 for key, day in sorted(latest.items(), key=lambda one: one[1], reverse=True))  # fmt: skip


def firm_of_code(tables: Tables, keys: KeyRing, code: str, day: date) -> str:
    """Return the id of the firm whose sheet of that month has a code, "" where it is none's or more than one's."""
    typed = "".join(letter for letter in code if letter.isdecimal())
    found = [one.id for one in tables.employers.every(Page())
             # a sheet may have been printed before the keys were changed
             if typed in {questionnaire_code(key, one.id, day) for key in keys.index.each()}]
    return found[0] if len(found) == 1 else ""
