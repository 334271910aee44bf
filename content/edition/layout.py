"""How edition.db is laid out: its tables, and the words of its index.

The rowid of a job is its place in display order, so `MATCH … ORDER BY place LIMIT n` stops at the n-th hit. The
index is one contentless FTS5 column of tokens in kinds, told apart by their first letter:

    保 保洁 保洁员        a hanzi, two and three neighbours, of any field; t保 … the same, of the title and the trade
    xktv x220            letters or digits of any field
    pbao pbao0jie …      a folded syllable, two and three neighbours;      rbao … the same, of title and trade
    ib ibj ibjy          an initial, two and three neighbours;             jb … the same, of title and trade
    fga fta11 fw341721100 fsday fd20261124 fn10023   filters: group, trade, township, settlement, a day on which
                                                     the job can be begun, job number
    fphour fomeals folodging fominors                since FILTERS 2: pay unit, what is provided, open to 16–17

Tokens carry their neighbours, so the index needs no positions (`detail=none`): a word of up to three is one look-up,
a longer one is all its threes, which stand apart in one job next to never. With positions and phrases the file was half
as large again, filters took longer, and a phrase of common characters that occurs nowhere was looked for in every job.
The tokenizer is `ascii`, which keeps every non-ASCII character: hanzi newer than SQLite's Unicode tables are words too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

LAYOUT = 1
FILTERS = 2  # which filter tokens an edition has; an older program reads a newer edition, and the other way round
BETWEEN = "0"  # stands between the syllables of a token
MOST_JOINED = 3

SCHEMA = """
CREATE TABLE about(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE job(place INTEGER PRIMARY KEY, id TEXT NOT NULL, number INTEGER NOT NULL, trade_group TEXT NOT NULL,
  headcount INTEGER NOT NULL, valid_until TEXT NOT NULL) STRICT;
CREATE TABLE job_body(place INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE record(kind TEXT NOT NULL, place INTEGER NOT NULL, id TEXT NOT NULL, shown_from TEXT NOT NULL,
  valid_until TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY(kind, place)) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE job_words USING fts5(words, content='', columnsize=0, detail=none, tokenize='ascii');
"""
INDEXES = """
CREATE UNIQUE INDEX job_id ON job(id);
CREATE UNIQUE INDEX job_number ON job(number);
CREATE INDEX job_end ON job(valid_until);
CREATE UNIQUE INDEX record_id ON record(kind, id);
"""
TOWNSHIP_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"  # by which `about.townships` names them
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


def joined(units: Sequence[str], size: int, kind: str = "", join: str = "") -> list[str]:
    """Return the tokens of so many neighbours each: 电焊 焊工 for two."""
    places = range(len(units) - size + 1)
    if isinstance(units, str) and not join:  # hanzi, nearly all of an edition: a slice is half the work
        return [kind + units[at : at + size] for at in places]
    return [kind + join.join(units[at : at + size]) for at in places]


def longest(units: Sequence[str], kind: str = "", join: str = "") -> list[str]:
    """Return the tokens that together ask for units in a row: one for up to three, else all threes."""
    return joined(units, min(len(units), MOST_JOINED), kind, join)


def _neighbours(units: Sequence[str], kind: str, join: str = "") -> list[str]:
    return [token for size in range(1, MOST_JOINED + 1) for token in joined(units, size, kind, join)]


def text_tokens(text: str, kind: str = "") -> list[str]:
    """Return the tokens of one field's hanzi and, for any field, of its letters and digits."""
    tokens: list[str] = []
    for run in runs(text):
        if is_han(run):
            tokens += _neighbours(run, kind)
        elif not kind:
            tokens.append("x" + run.replace("'", ""))
    return tokens


def sound_tokens(syllables: Sequence[str], whole: str = "p", initial: str = "i") -> list[str]:
    """Return the tokens of one field's folded syllables and their initials."""
    return [*_neighbours(syllables, whole, BETWEEN), *_neighbours([one[0] for one in syllables], initial)]


def filter_tokens(*, group: str = "", trade: str = "", township: str = "", settlement: str = "",
                  pay_unit: str = "", offers: Iterable[str] = (), days: Iterable[date] = (),
                  number: int | None = None) -> list[str]:  # fmt: skip
    """Return the filter tokens for what is given; what is no code becomes a token that no job has."""
    named = (("fg", group), ("ft", trade), ("fw", township), ("fs", settlement.replace("_", "")),
             ("fp", pay_unit.replace("_", "")), *(("fo", offer) for offer in offers))  # fmt: skip
    tokens = [kind + value.lower() if _CODE.fullmatch(value) else "fnone" for kind, value in named if value]
    tokens += ["fd" + day.isoformat().replace("-", "") for day in days]
    return tokens if number is None else [*tokens, f"fn{number}"]
