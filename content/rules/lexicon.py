"""The lexicon of what a job post must not say (domain B1), read from lexicon.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.model.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Negation:
    """How a word is negated: right before it (its end is matched) or right after it, unless the veto follows."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    veto: re.Pattern[str] | None

    def negates(self, text: str, start: int, end: int) -> bool:
        """Say whether the word at start:end of a plain text is negated there."""
        behind = text[end : end + _REACH]
        if self.veto is not None and self.veto.search(behind):
            return False
        ahead = text[max(0, start - _REACH) : start]
        return self.before.search(ahead) is not None or self.after.match(behind) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One pattern of a rule and the lawful wording for it; None where there is none, "" where it is to be taken out."""

    find: re.Pattern[str]
    offer: str | None
    whole: bool  # the offer stands for the whole clause
    fields: frozenset[str]  # empty: every field
    not_trades: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of unlawful wording: its code in B1, its clause, and who may release it."""

    code: str
    severity: Severity
    fault: str
    law: str
    advice: str
    override: bool
    override_hazards: frozenset[str]
    negation: Negation | None
    traps: re.Pattern[str] | None
    words: tuple[Words, ...]


_REACH = 24  # characters a negation may stand away from its word


@cache
def lexicon() -> tuple[Rule, ...]:
    """Return all rules, in the order of the file."""
    data = tomllib.loads(Path(__file__).with_name("lexicon.toml").read_text("utf8"))
    parts: dict[str, str] = data["parts"]
    negations = {name: _negation(styles, parts) for name, styles in data["negation"].items()}
    return tuple(_rule(entry, parts, negations) for entry in data["rule"])


def _compiled(pattern: str, parts: Mapping[str, str]) -> re.Pattern[str]:
    while found := re.search(r"%([a-z_]+)%", pattern):
        pattern = pattern.replace(found[0], parts[found[1]])
    return re.compile(pattern)


def _negation(styles: Mapping[str, str], parts: Mapping[str, str]) -> Negation:
    return Negation(
        before=_compiled(f"{styles['before']}{styles['between']}$", parts),
        after=_compiled(styles["after"], parts),
        veto=_compiled(styles["veto"], parts) if styles["veto"] else None,
    )


def _rule(entry: Mapping[str, Any], parts: Mapping[str, str], negations: Mapping[str, Negation]) -> Rule:
    return Rule(
        code=entry["code"],
        severity=Severity(entry["severity"]),
        fault=entry["fault"],
        law=entry["law"],
        advice=entry["advice"],
        override=entry["override"],
        override_hazards=frozenset(entry.get("override_hazards", ())),
        negation=negations[entry["negation"]] if "negation" in entry else None,
        traps=_compiled("|".join(entry["traps"]), parts) if "traps" in entry else None,
        words=tuple(_words(one, parts) for one in entry["words"]),
    )


def _words(entry: Mapping[str, Any], parts: Mapping[str, str]) -> Words:
    return Words(
        find=_compiled(entry["find"], parts),
        offer=entry.get("offer"),
        whole=entry.get("whole", False),
        fields=frozenset(entry.get("fields", ())),
        not_trades=frozenset(entry.get("not_trades", ())),
    )
