"""What stands under a field of a form that is judged: the typed text with its words underlined, law, offer: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.admin.written import written
from content.model.findings import Finding, Severity
from content.rules.judgement import TwinFinding, may_be_released
from content.rules.screening import WordFinding

SEVERITIES = {Severity.BLOCK: "必须改", Severity.WARN: "要说明理由", Severity.INFO: "提醒"}
TONES = {Severity.BLOCK: "", Severity.WARN: "warn", Severity.INFO: "calm"}
_AROUND = 14  # characters of a long text kept on each side of a word


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a typed text; `severity` is "" for one that nothing is said of."""

    text: str
    severity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One finding as it is drawn; `place` is what its buttons name."""

    place: int
    severity: str
    tone: str
    word: str
    sentence: str
    clauses: str = ""  # 《就业促进法》第二十七条
    law: str = ""  # what they say
    offer: str = ""  # what the button of the lawful wording says; "" for no button
    twin: str = ""


def severity_word(finding: Finding) -> str:
    """Return how far a finding stops a record, in words: a word one may write with a reason needs that reason only."""
    if finding.severity is Severity.BLOCK and may_be_released(finding):
        return SEVERITIES[Severity.WARN]
    return SEVERITIES[finding.severity]


def underlined(text: str, findings: Iterable[WordFinding]) -> tuple[Piece, ...]:
    """Return a typed text cut at its words; of a long one what lies far from them becomes “…”."""
    pieces, at = [], 0
    for one in sorted(findings, key=lambda one: one.start):
        if one.start < at or text[one.start : one.end] != one.word:
            continue  # typed on since
        pieces.append(Piece(text=_near(text[at : one.start], before=at > 0, after=True)))
        pieces.append(Piece(text=one.word, severity=one.severity.value))
        at = one.end
    if not pieces:
        return ()
    pieces.append(Piece(text=_near(text[at:], before=True, after=False)))
    return tuple(piece for piece in pieces if piece.text)


def _near(text: str, before: bool, after: bool) -> str:
    """Return what is kept of a stretch that has words before it, after it, or both."""
    if len(text) <= 2 * _AROUND + 1:
        return text
    return (text[:_AROUND] if before else "") + "…" + (text[-_AROUND:] if after else "")


def _offer(finding: WordFinding, text: str) -> str:
    if finding.suggestion is None:
        return ""
    cut = text[finding.cut_start : finding.cut_end]
    return f"改成“{finding.suggestion}”" if finding.suggestion else f"删去“{cut}”"


def remark_of(place: int, finding: Finding, text: str) -> Remark:
    """Return a finding as it is drawn under its field, which holds `text`."""
    remark = Remark(place=place, severity=finding.severity.value, tone=TONES[finding.severity],
                    word=severity_word(finding), sentence=finding.sentence,
                    twin=finding.twin if isinstance(finding, TwinFinding) else "")  # fmt: skip
    if not isinstance(finding, WordFinding):
        return remark
    clauses, _, law = finding.law.partition("：")
    return Remark(place=place, severity=remark.severity, tone=remark.tone, word=remark.word, sentence=remark.sentence,
                  clauses=clauses, law=law, offer=_offer(finding, text))  # fmt: skip


def remarks_html(findings: Iterable[tuple[int, Finding]], text: str, edits: bool) -> str:
    """Return the markup under one field for its findings, each with its place in the list of all."""
    found = tuple(findings)
    if not found:
        return ""
    quote = underlined(text, (one for _, one in found if isinstance(one, WordFinding)))
    return written("remarks.html", quote=quote, remarks=[remark_of(place, one, text) for place, one in found],
                   edits=edits)  # fmt: skip
