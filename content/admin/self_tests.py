"""职业小测 of one person for whoever advises them: filed with consent at a kiosk, found by the card on its reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from content.clock import calendar_day
from content.model.cases import CaseKind, SelfTestBody
from content.model.trades import trade_groups, trades
from content.privacy import KeyRing, blind_index
from content.rules.self_test import Verdict, interests, items_version, score, suited
from content.store.database import Tables

_MOST_SUITED = 6  # as many as the slip of the kiosk names
_LOOKED_AT = 1000  # tests, newest first; an older one says little of today


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What the newest test of a person came to, in words."""

    day: date
    verdict: Verdict
    types: tuple[str, ...]  # 动手干活 …; none unless the verdict is clear
    trades: tuple[str, ...]  # groups and trades to talk about first

    @property
    def words(self) -> str:
        """Return it in a sentence."""
        if not self.types:
            return f"{self.day:%Y-%m-%d}：{self.verdict.label}"
        return f"{self.day:%Y-%m-%d}：偏向{'、'.join(self.types)}；可以先谈{'、'.join(self.trades)}"


def _place_words(place: str) -> str:
    groups, known = trade_groups(), trades()
    return groups[place] if place in groups else known[place].name if place in known else place


def latest_test(tables: Tables, keys: KeyRing, person_index: bytes) -> Tested | None:
    """Return a person's newest test; None without one, or where they took their consent back since.

    Tests without a card are nobody's; one of other items than today's is left out, as its answers mean other things.
    """
    for one in tables.cases.page(CaseKind.SELF_TEST, limit=_LOOKED_AT)[0]:
        body = tables.cases.body_of(one)
        if not isinstance(body, SelfTestBody) or not body.id_number or body.items_version != items_version():
            continue
        if blind_index(keys.index, "id1", body.id_number) != person_index:
            continue
        if tables.own_records.withdrawn_after(person_index, one.occurred_at) is not None:
            return None
        found = score(body.answers, body.seconds)
        known = interests()
        return Tested(day=calendar_day(one.occurred_at), verdict=found.verdict,
                      types=tuple(known[code].name for code in found.types),
                      trades=tuple(_place_words(place) for place in suited(found)[:_MOST_SUITED]))  # fmt: skip
    return None
