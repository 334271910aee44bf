"""From what was typed to an FTS5 expression: pure text, in which no typed character stands unquoted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.edition.layout import BETWEEN, filter_tokens, is_han, longest, runs
from content.edition.pinyin import completions, fold, segment

_MOST_CHARACTERS = 60
_MOST_RUNS = 8
_MOST_HAN = 16
_NO_INITIAL = frozenset("iuv'")  # no syllable begins with these, so such letters are no initials


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a search as typed, with the expression for any field and the one for title and trade."""

    typed: str
    anywhere: str
    in_title: str


def _token(token: str) -> str:
    return f'"{token}"'


def _any(expressions: list[str]) -> str:
    unique = list(dict.fromkeys(expressions))
    return unique[0] if len(unique) == 1 else "(" + " OR ".join(unique) + ")"


def _all(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else "(" + " AND ".join(expressions) + ")"


def _in_a_row(units: Sequence[str], kind: str, join: str = "") -> str:
    return _all([_token(one) for one in longest(units, kind, join)])


def han_term(run: str) -> Term:
    """Return the term for hanzi that must stand together."""
    return Term(typed=run, anywhere=_in_a_row(run, ""), in_title=_in_a_row(run, "t"))


def _sounds(letters: str, whole: str, initial: str) -> list[str]:
    found = []
    for syllables, partial in segment(letters) if len(letters) > 1 else ():
        # each ending by itself: FTS5 merges all hits of a prefix before it yields the first
        ends = completions(syllables[-1]) if partial else syllables[-1:]
        found += [_in_a_row((*syllables[:-1], end), whole, BETWEEN) for end in ends]
    if not _NO_INITIAL & set(letters):
        found.append(_in_a_row([fold(one) for one in letters], initial))
    return found


def letters_term(run: str) -> Term:
    """Return the term for letters: a Latin word of the text, pinyin, or initials."""
    sounds = _sounds(run, "r", "j")
    anywhere = [_token("x" + run.replace("'", "")), *_sounds(run, "p", "i")]
    return Term(typed=run, anywhere=_any(anywhere), in_title=_any(sounds) if sounds else "")


def digits_term(run: str) -> Term:
    """Return the term for digits: a job number, or digits of the text."""
    number = filter_tokens(number=int(run))[0]
    return Term(typed=run, anywhere=_any([_token(number), _token("x" + run)]), in_title=_token(number))


def terms(text: str) -> tuple[Term, ...]:
    """Return the words of what was typed, at most eight; empty when there is nothing in it that could be searched."""
    found = []
    for run in runs(text[:_MOST_CHARACTERS])[:_MOST_RUNS]:
        if is_han(run):
            found.append(han_term(run[:_MOST_HAN]))
        else:
            found.append(digits_term(run) if run[0].isdigit() else letters_term(run[:24]))
    return tuple(found)


def every(of: tuple[Term, ...]) -> str:
    """Return the expression that asks for all words; "" for no words."""
    return _all([term.anywhere for term in of]) if of else ""


def some(of: tuple[Term, ...]) -> str:
    """Return the expression that asks for any of the words; "" for no words."""
    return _any([term.anywhere for term in of]) if of else ""


def in_title(of: tuple[Term, ...]) -> str:
    """Return the expression that asks for any of the words in title or trade; "" when none can stand there."""
    named = [term.in_title for term in of if term.in_title]
    return _any(named) if named else ""


def both(one: str, other: str) -> str:
    """Return the expression that asks for two expressions at once; either may be ""."""
    return f"{one} AND {other}" if one and other else one or other


def filters(kinds: Sequence[Sequence[str]]) -> str:
    """Return the expression that asks for any filter token of each kind; a kind without tokens asks for nothing."""
    asked = [_any([_token(one) for one in tokens]) for tokens in kinds if tokens]
    return _all(asked) if asked else ""


def without(one: str, other: str) -> str:
    """Return the expression for what the first asks for and the second does not."""
    return f"({one}) NOT ({other})"
