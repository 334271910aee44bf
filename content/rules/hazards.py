"""What 16–17 may not do (domain B2): the hazard tags of a job, and who may be offered it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from content.model.findings import Finding, Severity
from content.model.jobs import JobPost
from content.rules.ages import ADULT_AGE, WORKING_AGE
from content.rules.plain_text import plain

# 无高空作业 names no work at height
_DENIED = re.compile(r"(?:无|没有?|不|不用|不需要?|不接触|不涉及|远离|避免)(?:接触|涉及|从事|上)?(?:任何)?$")
_DENIAL_REACH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """One kind of work or place closed to 16–17; `words` give it away in a plain text."""

    code: str
    label: str
    law: str
    words: re.Pattern[str]


@cache
def hazards() -> dict[str, Hazard]:
    """Return all hazards by code, in the order of the law."""
    data = tomllib.loads(Path(__file__).with_name("hazards.toml").read_text("utf8"))
    return {entry["code"]: Hazard(**entry | {"words": re.compile(entry["words"])}) for entry in data["hazard"]}


def hazards_named(texts: Iterable[str]) -> tuple[Hazard, ...]:
    """Return the hazards typed texts speak of, to be offered as tags; never more than a hint."""
    read = plain("\n".join(texts)).text
    return tuple(hazard for hazard in hazards().values() if _speaks_of(hazard, read))


def _speaks_of(hazard: Hazard, read: str) -> bool:
    return any(_DENIED.search(read[max(0, match.start() - _DENIAL_REACH) : match.start()]) is None
               for match in hazard.words.finditer(read))  # fmt: skip


def check_hazards(job: JobPost) -> tuple[Finding, ...]:
    """Return a warning where a job is open to 16–17 and its texts speak of a hazard it is not tagged with."""
    if not job.minors_allowed:
        return ()
    named = hazards_named((job.title, job.duties, job.address, job.risks, job.protection))
    return tuple(
        Finding(field="hazards", severity=Severity.WARN, code="MINOR",
                sentence=f"写到了“{hazard.label}”，{hazard.law}不许16—17周岁的人做：请加上这个标记、改为不招未成年工，"
                         "或者说明理由。")
        for hazard in named if hazard.code not in job.hazards
    )  # fmt: skip


def may_be_offered(age: int, minors_allowed: bool, hazard_tags: tuple[str, ...]) -> bool:
    """Say whether a person of that many full years may be offered a job: past retirement always, under 16 never."""
    if age < WORKING_AGE:
        return False
    return age >= ADULT_AGE or (minors_allowed and not hazard_tags)
