"""By what a job is found in the desk's list: an FTS5 index by its number, of the tokens the kiosk searches by.

The number is the one integer of a job that nothing ever changes; hidden rowids may change when a file is compacted.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import LiteralString

from sqlite_utils import Database

from content.edition.layout import filter_tokens, sound_tokens, text_tokens
from content.edition.matching import every, terms
from content.edition.pinyin import fold
from content.model.trades import trades
from content.store.hanzi import han_runs, spellings

SELECTED = """SELECT number, title, trade_code, address, (SELECT name FROM employer WHERE id = job.employer_id)
    FROM job"""


@lru_cache(maxsize=8192)  # firms, trades and titles recur
def _read(text: str) -> tuple[str, ...]:
    return tuple(text_tokens(text))


@lru_cache(maxsize=8192)
def _sounds(text: str) -> tuple[str, ...]:
    every_way = ([fold(one) for one in way if one] for run in han_runs(text) for way in spellings(run))
    return tuple(dict.fromkeys(token for way in every_way for token in sound_tokens(way)))


def tokens_of(number: int, title: str, trade_code: str, address: str, firm: str | None) -> str:
    """Return what a job is found by at the desk: title, trade, firm and address by sign and sound, and its number."""
    trade = trades().get(trade_code)
    name = trade.name if trade else ""
    tokens = [*filter_tokens(number=number), f"x{trade_code.lower()}"]
    for text in (title, name, firm or "", address):
        tokens += _read(text)
    for text in (title, name, firm or ""):
        tokens += _sounds(text)
    return " ".join(dict.fromkeys(tokens))


def index_jobs(db: Database, condition: LiteralString = "1", values: Iterable[object] = ()) -> None:
    """Make the words of the jobs that a condition picks anew, in the running transaction."""
    rows = db.execute(f"{SELECTED} WHERE {condition}", tuple(values)).fetchall()
    db.conn.executemany("INSERT OR REPLACE INTO job_words (rowid, words) VALUES (?, ?)",
                        [(row[0], tokens_of(*row)) for row in rows])  # fmt: skip


def match_of(text: str) -> str:
    """Return the FTS5 expression for what was typed; "" when there is nothing in it to search for."""
    return every(terms(text))
