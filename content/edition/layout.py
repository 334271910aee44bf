"""How edition.db is laid out: its tables, and the words of its index.

The rowid of a job is its place in display order, so `MATCH … ORDER BY place LIMIT n` stops at the n-th hit. The
index is one contentless FTS5 column of tokens in kinds, told apart by their first letter:

    保 保洁          a hanzi, and two neighbours, of any field     t保 t保洁   the same, of the title and the trade
    xktv x220       letters or digits of any field
    pbao pbao0jie   a folded syllable, and two neighbours         rbao rbao0jie   the same, of title and trade
    ib ibj          an initial, and two neighbours                jb jbj      the same, of title and trade
    fga fta11 fw341721100 fsday fd20261124 fn10023   filters: group, trade, township, settlement, a day on which
                                                     the job can be begun, job number

Two neighbours are one token because a phrase of common characters that occurs nowhere would otherwise be looked for in
every job. `z` stands between fields, so that no phrase runs across. The tokenizer is `ascii`, which keeps every
non-ASCII character: rare hanzi newer than SQLite's Unicode tables are words too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

LAYOUT = 1
BETWEEN = "z"

SCHEMA = """
CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE job(place INTEGER PRIMARY KEY, id TEXT NOT NULL, number INTEGER NOT NULL, trade_group TEXT NOT NULL,
  headcount INTEGER NOT NULL, valid_until TEXT NOT NULL) STRICT;
CREATE TABLE job_body(place INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE record(kind TEXT NOT NULL, place INTEGER NOT NULL, id TEXT NOT NULL, shown_from TEXT NOT NULL,
  valid_until TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, place)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE job_words USING fts5(words, content='', columnsize=0, tokenize='ascii');
"""
INDEXES = """
CREATE UNIQUE INDEX job_id ON job(id);
CREATE UNIQUE INDEX job_number ON job(number);
CREATE UNIQUE INDEX record_id ON record(kind, id);
"""
ALWAYS = ""  # shown_from of a record without a beginning
NEVER = "9999"  # valid_until of a record without an end, above every instant as text

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_RUN = re.compile(f"[{_HAN}]+|[a-z]+(?:'[a-z]+)*|[0-9]+")
_CODE = re.compile("[A-Za-z0-9]+")
_IS_HAN = re.compile(f"[{_HAN}]")


def runs(text: str) -> list[str]:
    """Return the runs of hanzi, letters and digits of a text, widths and case levelled; everything else is a gap."""
    return _RUN.findall(unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("ü", "v"))


def is_han(run: str) -> bool:
    """Say whether a run is hanzi."""
    return _IS_HAN.match(run) is not None


def pairs(units: Sequence[str], kind: str = "", join: str = "") -> list[str]:
    """Return the tokens of two neighbours each: 电焊 焊工."""
    return [kind + one + join + other for one, other in pairwise(units)]


def text_tokens(text: str, kind: str = "") -> list[str]:
    """Return the tokens of one field's hanzi, letters and digits, ended by the sentinel."""
    tokens: list[str] = []
    for run in runs(text):
        if is_han(run):
            tokens += (*pairs(run, kind), BETWEEN, *(kind + one for one in run), BETWEEN)
        elif not kind:
            tokens += (f"x{run.replace(chr(39), '')}", BETWEEN)
    return tokens


def sound_tokens(syllables: Sequence[str], whole: str = "p", initial: str = "i") -> list[str]:
    """Return the tokens of one field's folded syllables and their initials, ended by the sentinel."""
    if not syllables:
        return []
    first = [one[0] for one in syllables]
    return [*pairs(syllables, whole, "0"), BETWEEN, *(whole + one for one in syllables), BETWEEN,
            *pairs(first, initial), BETWEEN, *(initial + one for one in first), BETWEEN]  # fmt: skip


def filter_tokens(*, group: str = "", trade: str = "", township: str = "", settlement: str = "",
                  days: Iterable[date] = (), number: int | None = None) -> list[str]:  # fmt: skip
    """Return the filter tokens for what is given; what is no code becomes a token that no job has."""
    named = (("fg", group), ("ft", trade), ("fw", township), ("fs", settlement.replace("_", "")))
    tokens = [kind + value.lower() if _CODE.fullmatch(value) else "fnone" for kind, value in named if value]
    tokens += [f"fd{day:%Y%m%d}" for day in days]
    return tokens if number is None else [*tokens, f"fn{number}"]
