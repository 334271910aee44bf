"""Why a job was found, in words: in which field what was typed stands, and by which way of writing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice, product

from content.edition.layout import is_han, runs
from content.edition.matching import Term
from content.edition.pinyin import fold, segment
from content.model.published import PublicJob
from content.model.trades import trade_groups

Readings = Mapping[str, tuple[str, ...]]  # a hanzi to how it is read in the edition

_MOST_SPELLINGS = 64
_MOST_TOLD = 2


class How(Enum):
    """By which way of writing a word was found."""

    WRITTEN = ""
    NUMBER = "就是岗位号"
    PINYIN = "拼音一样"
    NEAR = "音很像"
    INITIALS = "头一个字母一样"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One word of the search: where it was found, and the hanzi it stands for."""

    typed: str
    field: str
    word: str
    how: How

    @property
    def clause(self) -> str:
        """Return 岗位名称里有“搬运”，拼音一样."""
        if self.how is How.NUMBER:
            return str(self.how.value)
        if self.how is How.WRITTEN:
            return f"{self.field}里有"
        return f"{self.field}里有“{self.word}”，{self.how.value}"


def sentence(reasons: tuple[Reason, ...]) -> str:
    """Return the reasons as one sentence, "" for none."""
    return "；".join(f"因为您找“{one.typed}”：{one.clause}" for one in reasons[:_MOST_TOLD])


def reasons_for(job: PublicJob, terms: tuple[Term, ...], readings: Readings) -> tuple[Reason, ...]:
    """Return for each word where it stands in the job; a word that stands nowhere is left out."""
    found = (_reason(job, term.typed, readings) for term in terms)
    return tuple(one for one in found if one is not None)


def _fields(job: PublicJob) -> tuple[tuple[str, str], ...]:
    """Return the fields by the names the job page gives them, most telling first."""
    return (
        ("岗位名称", job.title), ("工种", job.trade_name), ("工种", trade_groups().get(job.trade_group, "")),
        ("技能", job.skills), ("干什么", job.duties), ("要求", job.requirements), ("证书", job.certificates),
        ("地点", job.township_name), ("地点", job.address), ("集合地点", job.gathering), ("单位", job.employer_name),
        ("结算", job.settlement.label), ("吃饭", job.meals), ("住宿", job.lodging), ("来回车", job.transport),
        ("时间", job.hours), ("用工形式", job.form.label), ("保险", job.insurance), ("计酬", job.pay_note),
        ("计酬", job.pay_unit.label), ("单位类型", job.employer_kind.label), ("标记", "急招" if job.urgent else ""),
        ("标记", "零工作坊" if job.is_workshop else ""),
    )  # fmt: skip


def _heard(job: PublicJob) -> tuple[tuple[str, str], ...]:
    return (("岗位名称", job.title), ("工种", job.trade_name), ("技能", job.skills), ("地点", job.township_name),
            ("单位", job.employer_name), ("结算", job.settlement.label))  # fmt: skip


def _reason(job: PublicJob, typed: str, readings: Readings) -> Reason | None:
    if typed.isdecimal() and int(typed) in (job.number, *job.also_numbers):
        return Reason(typed=typed, field="", word=typed, how=How.NUMBER)
    for label, text in _fields(job):
        if _stands_in(typed, text):
            return Reason(typed=typed, field=label, word=typed, how=How.WRITTEN)
    if is_han(typed) or typed.isdecimal():
        return None
    ways = [(How.PINYIN, tuple((syllables, partial) for syllables, partial in segment(typed))),
            (How.INITIALS, ((tuple(fold(one) for one in typed), True),))]  # fmt: skip
    for how, cuts in ways:
        for label, text in _heard(job):
            for syllables, partial in cuts:
                word = _said(text, syllables, readings, all_partial=how is How.INITIALS, last_partial=partial)
                if word:
                    near = how is How.PINYIN and not _spelled_so(word, typed, readings, partial)
                    return Reason(typed=typed, field=label, word=word, how=How.NEAR if near else how)
    return None


def _stands_in(typed: str, text: str) -> bool:
    if is_han(typed):
        return any(typed in run for run in runs(text))
    return typed in runs(text)


def _said(text: str, syllables: tuple[str, ...], readings: Readings, *, all_partial: bool, last_partial: bool) -> str:
    """Return the hanzi of a text that are read so, "" where there are none."""
    size = len(syllables)
    for run in runs(text):
        for start in range(len(run) - size + 1) if is_han(run) else ():
            window = run[start : start + size]
            if all(_reads(char, part, readings, begins=all_partial or (last_partial and at == size - 1))
                   for at, (char, part) in enumerate(zip(window, syllables, strict=True))):  # fmt: skip
                return window
    return ""


def _reads(char: str, part: str, readings: Readings, *, begins: bool) -> bool:
    folded = [fold(one) for one in readings.get(char, ())]
    return any(one.startswith(part) if begins else one == part for one in folded)


def _spelled_so(word: str, typed: str, readings: Readings, partial: bool) -> bool:
    """Say whether the letters are the spelling itself and not one that dialect takes for it."""
    letters = typed.replace("'", "")
    spellings = islice(product(*(readings.get(char, ("",)) for char in word)), _MOST_SPELLINGS)
    whole = ("".join(one).replace("ü", "v") for one in spellings)
    return any(one.startswith(letters) if partial else one == letters for one in whole)
