"""From what was typed to an FTS5 expression: pure text, in which no typed character stands unquoted."""

from __future__ import annotations

from dataclasses import dataclass

from content.edition.layout import filter_tokens, is_han, pairs, runs
from content.edition.pinyin import completions, fold, segment

_MOST_CHARACTERS = 60
_MOST_RUNS = 8
_MOST_HAN = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of a search as typed, with the expression for any field and the one for title and trade."""

    typed: str
    anywhere: str
    in_title: str


def _phrase(tokens: list[str]) -> str:
    return '"' + " ".join(tokens) + '"'


def _any(expressions: list[str]) -> str:
    unique = list(dict.fromkeys(expressions))
    return unique[0] if len(unique) == 1 else "(" + " OR ".join(unique) + ")"


def _all(expressions: list[str]) -> str:
    return expressions[0] if len(expressions) == 1 else "(" + " AND ".join(expressions) + ")"


def han_term(run: str) -> Term:
    """Return the term for hanzi that must stand together."""
    tokens = pairs(run) or [run]
    return Term(typed=run, anywhere=_phrase(tokens), in_title=_phrase(["t" + one for one in tokens]))


def _sounds(letters: str, whole: str, initial: str) -> list[str]:
    found = []
    for syllables, partial in segment(letters) if len(letters) > 1 else ():
        if len(syllables) > 1:
            found.append(_phrase(pairs(syllables, whole, "0")) + ("*" if partial else ""))
        else:
            found += [_phrase([whole + one]) for one in (completions(syllables[0]) if partial else syllables)]
    first = [fold(one) for one in letters.replace("'", "").replace("ü", "v")]
    found.append(_phrase(pairs(first, initial) or [initial + first[0]]))
    return found


def letters_term(run: str) -> Term:
    """Return the term for letters: a Latin word of the text, pinyin, or initials."""
    anywhere = [_phrase(["x" + run.replace("'", "")]), *_sounds(run, "p", "i")]
    return Term(typed=run, anywhere=_any(anywhere), in_title=_any(_sounds(run, "r", "j")))


def digits_term(run: str) -> Term:
    """Return the term for digits: a job number, or digits of the text."""
    number = filter_tokens(number=int(run))[0]
    return Term(typed=run, anywhere=_any([_phrase([number]), _phrase(["x" + run])]), in_title=_phrase([number]))


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


def filters(tokens: list[str]) -> str:
    """Return the expression that asks for all filter tokens; "" for none."""
    return _all([_phrase([one]) for one in tokens]) if tokens else ""
