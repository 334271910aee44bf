"""By what a record is found in the desk's lists: its own text, and how that sounds.

    仓库搬运 1001 'can'ku'ban'yun CKBY

Text is found anywhere in it, in lower case; a syllable begins at `'`, folded as in `content.edition.pinyin`, so that
`zh` finds `z`; initials stand in capitals.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from sqlite_utils import Database

from content.edition.pinyin import fold, segment
from content.store.hanzi import han_runs, spellings


def _level(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


@lru_cache(maxsize=4096)  # firms and titles recur
def _sounds(text: str) -> str:
    said = []
    for run in han_runs(text):
        for spelled in spellings(run):
            said.append("".join("'" + fold(one) for one in spelled))
        said.append("".join(one[:1] for one in spellings(run)[0]).upper())
    return " ".join(dict.fromkeys(said))


def words_of(texts: Iterable[str]) -> str:
    """Return the search words of a record's texts."""
    known = [text for text in texts if text]
    return " ".join([*(_level(text) for text in known), *(_sounds(text) for text in known)])


def _ways(word: str) -> list[str]:
    ways = [word]
    if word.isascii() and word.replace("'", "").isalpha():
        ways += ["'" + "'".join(cut) for cut, _ in segment(word)]
        ways.append(word.upper())
    return ways


def asked(text: str, column: str) -> tuple[str, dict[str, Any]]:
    """Return the SQL condition and its values by which a list is searched: every word typed, in one way or another."""
    parts, values = [], {}
    for place, word in enumerate(_level(text).split()):
        names = []
        for way, pattern in enumerate(_ways(word)):
            name = f"word_{place}_{way}"
            values[name] = pattern
            names.append(f"instr({column}, :{name}) > 0")
        parts.append("(" + " OR ".join(names) + ")")
    return " AND ".join(parts), values


def found_in(text: str, told: str) -> bool:
    """Say whether what is typed finds a text, as `asked` finds a record: by hanzi, pinyin or initials."""
    words = words_of((told,))
    return all(any(way in words for way in _ways(word)) for word in _level(text).split())


# by what a record of each table is found; jobs have an index of their own (`content.store.job_words`)
FOUND_BY = {
    "employer": ("name", "credit_code", "industry"),
    "policy": ("title", "document_number", "issuer"),
    "course": ("name", "provider", "place"),
    "fair": ("name", "place"),
    "article": ("title", "summary"),
    "notice": ("title", "body"),
    "media": ("title", "file_name"),
    "wage_guide": ("title", "document_number", "issuer"),
}


def fill_words(db: Database) -> None:
    """Make the search words of every record anew, after a migration or a change of `FOUND_BY`."""
    for table, columns in FOUND_BY.items():
        rows = db.execute(f"SELECT id, {', '.join(columns)} FROM {table}").fetchall()
        db.conn.executemany(f"UPDATE {table} SET words = ? WHERE id = ?",
                            [(words_of(map(str, texts)), key) for key, *texts in rows])  # fmt: skip
