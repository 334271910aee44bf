"""What a job post must not say (R105, domain B1): every such word with its place, its law and a lawful wording."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from content.model.findings import Finding, Severity
from content.model.jobs import JobPost
from content.rules.lexicon import Rule, Words, lexicon
from content.rules.plain_text import CLAUSE_ENDS, FIELD_END, PlainText, plain

LONGEST_CLAUSE = 16  # an offer for a whole clause is not made for more characters: too much would go with it
SHORTEST_REST = 3  # what is left of a clause once its words are taken out says nothing when it is not longer

# what a person types freely; contact_phone is where a number belongs, and codes and amounts hold no wording
FIELDS = (
    "title", "duties", "requirements", "skills", "certificates", "address", "gathering", "pick_up", "ask_for", "hours",
    "meals", "lodging", "transport", "risks", "protection", "insurance", "pay_note", "contact_name",
)  # fmt: skip

_BRACKETS = frozenset({"（）", "()", "【】", "[]", "“”", "《》"})
_RANK = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFacts:
    """What decides an exception: the trade, and the hazard codes of `content.rules.hazards`."""

    trade_code: str = ""
    hazards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFinding(Finding):
    """A finding on words at start:end of the typed text of its field, counted in code points.

    `suggestion` replaces cut_start:cut_end ("" takes it out); None where only a person can reword.
    """

    start: int
    end: int
    word: str
    law: str
    override_allowed: bool
    suggestion: str | None
    cut_start: int
    cut_end: int


def job_texts(job: JobPost) -> dict[str, str]:
    """Return the free texts of a job by field."""
    return {field: getattr(job, field) for field in FIELDS}


def job_facts(job: JobPost) -> JobFacts:
    """Return what decides exceptions for a job."""
    return JobFacts(trade_code=job.trade_code, hazards=job.hazards)


def screen(text_by_field: Mapping[str, str], facts: JobFacts) -> tuple[WordFinding, ...]:
    """Return the findings on all texts, by field and then by place; no two of them overlap."""
    hits = {field: _seen.get((field, text, facts)) for field, text in text_by_field.items()}
    strange = {field: text for field, text in text_by_field.items() if hits[field] is None}
    found: dict[str, list[WordFinding]] = {field: [] for field in strange}
    for one in _screened(strange, facts) if strange else ():
        found[one.field].append(one)
    if len(_seen) > _MOST_SEEN:
        _seen.clear()
    _seen.update(((field, text, facts), tuple(found[field])) for field, text in strange.items())
    return tuple(one for field, hit in hits.items() for one in (found[field] if hit is None else hit))


# what stands in one field decides nothing in another; while a form is typed, or in a table, most fields are as before
_MOST_SEEN = 8192
_seen: dict[tuple[str, str, JobFacts], tuple[WordFinding, ...]] = {}


def _screened(text_by_field: Mapping[str, str], facts: JobFacts) -> tuple[WordFinding, ...]:
    page = _page(text_by_field)
    found = [one for rule in lexicon() for one in _by_rule(rule, page, facts)]
    kept: list[tuple[int, WordFinding]] = []
    taken = bytearray(len(page.typed))
    for start, end, one in sorted(found, key=lambda hit: (_RANK[hit[2].severity], hit[0] - hit[1], hit[0])):
        if not any(taken[start:end]):
            taken[start:end] = b"x" * (end - start)
            kept.append((start, one))
    return tuple(one for _, one in sorted(kept, key=lambda hit: hit[0]))


def accept(text: str, finding: WordFinding) -> str:
    """Return the text with the finding's suggestion in place of its words.

    Unchanged where there is no suggestion, or where the words no longer stand there because somebody typed on.
    """
    if finding.suggestion is None or text[finding.start : finding.end] != finding.word:
        return text
    before, after = text[: finding.cut_start], text[finding.cut_end :]
    if finding.suggestion and finding.suggestion not in before + after:
        return before + finding.suggestion + after
    return _without_double_marks(before, after)


def _without_double_marks(before: str, after: str) -> str:
    """Join what is left when words are taken out, with one mark between and none at the ends."""
    if before[-1:] + after[:1] in _BRACKETS:
        before, after = before[:-1], after[1:]
    marks = "，。；、：,;:. 　"
    if not before.strip(marks):
        return before.rstrip(marks) + after.lstrip(marks)
    if not after.strip(marks):
        return before.rstrip(marks) + after.strip("，；、：,;: 　")
    return before + (after.lstrip(marks) if before[-1] in marks else after)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """All texts read as one, at less than half the cost; `starts[i]` is where field i begins in `typed`."""

    fields: tuple[str, ...]
    starts: tuple[int, ...]
    typed: str
    read: PlainText

    def field_at(self, place: int) -> tuple[str, int]:
        """Return the field a place of `typed` lies in, and where that field begins."""
        at = bisect_right(self.starts, place) - 1
        return self.fields[at], self.starts[at]


def _page(text_by_field: Mapping[str, str]) -> _Page:
    texts = [text.replace(FIELD_END, " ") for text in text_by_field.values()]
    typed = FIELD_END.join(texts)
    starts = accumulate((len(text) + 1 for text in texts[:-1]), initial=0)
    return _Page(fields=tuple(text_by_field), starts=tuple(starts), typed=typed, read=plain(typed))


def _by_rule(rule: Rule, page: _Page, facts: JobFacts) -> Iterator[tuple[int, int, WordFinding]]:
    """Yield the findings of a rule, each with its span in the page."""
    traps: list[tuple[int, int]] | None = None
    text = page.read.text
    for words in rule.words:
        if facts.trade_code in words.not_trades:
            continue
        for match in words.find.finditer(text):
            start, end = match.span()
            if traps is None:
                traps = [] if rule.traps is None else [trap.span() for trap in rule.traps.finditer(text)]
            if any(start < stop and begin < end for begin, stop in traps):
                continue
            if rule.negation is not None and rule.negation.negates(text, start, end):
                continue
            finding = _finding(rule, words, page, (start, end), facts)
            if not words.fields or finding.field in words.fields:
                yield *page.read.typed_span(start, end), finding


def _finding(rule: Rule, words: Words, page: _Page, span: tuple[int, int], facts: JobFacts) -> WordFinding:
    start, end = page.read.typed_span(*span)
    field, base = page.field_at(start)
    cut, offer = _offer(words, page, span, base)
    cut_start, cut_end = page.read.typed_span(*cut)
    word, taken = page.typed[start:end], page.typed[cut_start:cut_end]
    override = rule.override or not rule.override_hazards.isdisjoint(facts.hazards)
    return WordFinding(
        field=field, sentence=_sentence(rule, word, taken, offer, override), severity=rule.severity, code=rule.code,
        start=start - base, end=end - base, word=word, law=rule.law, override_allowed=override, suggestion=offer,
        cut_start=cut_start - base, cut_end=cut_end - base,
    )  # fmt: skip


def _offer(words: Words, page: _Page, span: tuple[int, int], base: int) -> tuple[tuple[int, int], str | None]:
    """Return the span the lawful wording replaces, and that wording; `base` is where the field begins as typed."""
    start, end = span
    text = page.read.text
    while start > 0 and text[start - 1] not in CLAUSE_ENDS and span[0] - start <= LONGEST_CLAUSE:
        start -= 1
    while end < len(text) and text[end] not in CLAUSE_ENDS and end - span[1] <= LONGEST_CLAUSE:
        end += 1
    if words.whole:
        return ((start, end), words.offer) if end - start <= LONGEST_CLAUSE else (span, None)
    rest = (end - start) - (span[1] - span[0])
    is_first = not page.typed[base : page.read.places[start]].strip()
    takes_clause = words.offer == "" and rest <= SHORTEST_REST and not is_first
    return ((start, end) if takes_clause else span), words.offer


def _sentence(rule: Rule, word: str, cut: str, offer: str | None, override: bool) -> str:
    if rule.severity is Severity.INFO:
        return f"“{word}”{rule.fault}。{rule.advice}"
    if offer:
        advice = f"请改成“{offer}”。"
    elif offer == "":
        advice = f"请删去“{cut}”。"
    else:
        advice = rule.advice
    release = "确有需要的，写明理由交审核员放行。" if override else "不改不能发布。"
    return f"“{word}”{rule.fault}。{advice}{release}"
