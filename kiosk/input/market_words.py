"""The market's own words for the pinyin engine: what no dictionary has and most people here type."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from content.edition.reading import Edition
from content.model.places import TOWNSHIPS
from content.model.trades import trades

_RUN = re.compile(r"[㐀-鿿𠀀-𳎟]{2,12}")
_JOBS = 1000

# what is asked for every day here and stands in no dictionary, or far behind words of books
_EVERYDAY = Path(__file__).with_name("everyday_words.txt")


def places_and_trades() -> tuple[str, ...]:
    """Return the names of townships and trades."""
    return (*TOWNSHIPS.values(), *(trade.name for trade in trades().values()))


def standing_words() -> tuple[str, ...]:
    """Return the words that need no edition: places, trades, and what is asked for every day."""
    return (*places_and_trades(), *_EVERYDAY.read_text("utf8").split())


def words_of(edition: Edition | None, now: datetime) -> tuple[str, ...]:
    """Return the standing words, then titles and employers of the open jobs, first shown first."""
    if edition is None:
        return standing_words()
    texts = (text for job in edition.jobs(now, _JOBS) for text in (job.title, job.employer_name, job.township_name))
    return tuple(dict.fromkeys((*standing_words(), *(run for text in texts for run in _RUN.findall(text)))))
