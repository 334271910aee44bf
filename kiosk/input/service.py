"""Both engines behind the panel: loaded once, off the event loop, and taught the words of the edition shown."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from content.edition.reading import Edition
from kiosk.input.features import Stroke
from kiosk.input.handwriting import Handwriting, Recogniser
from kiosk.input.lexicon import Lexicon
from kiosk.input.market_words import words_of
from kiosk.input.pinyin_engine import Candidate, Mode, OwnWords, PinyinEngine
from kiosk.input.zinnia import open_zinnia


class InputService:
    """Answers from any thread; what is asked passes through and is kept nowhere."""

    def __init__(self, edition: Callable[[], Edition | None], now: Callable[[], datetime]) -> None:
        self._edition, self._now = edition, now
        self._loading = threading.Lock()
        self._handwriting: Handwriting | None = None
        self._lexicon: Lexicon | None = None
        self._engine: PinyinEngine | None = None
        self._taught: int | None = None  # the order of the edition whose words the engine knows
        self._teaching = threading.Lock()

    def warm(self) -> None:
        """Load both engines, a second's work that the first person should not wait for."""
        self.strokes(())
        self.pinyin("a", Mode.WORDS)

    def strokes(self, strokes: Sequence[Stroke]) -> tuple[str, ...]:
        """Return the likeliest characters for strokes in a square of side 1."""
        if self._handwriting is None:
            with self._loading:
                if self._handwriting is None:
                    self._handwriting = Handwriting(Recogniser(), open_zinnia())
        return self._handwriting.recognise(strokes)

    def pinyin(self, letters: str, mode: Mode) -> tuple[Candidate, ...]:
        """Return what letters may stand for."""
        return self._taught_engine().candidates(letters, mode)

    def _taught_engine(self) -> PinyinEngine:
        """Return the engine; a new edition is learnt beside it, and whoever types meanwhile has the one before."""
        edition = self._edition()
        order = edition.manifest.order if edition is not None else None
        if self._engine is None:
            with self._loading:
                if self._engine is None:
                    self._lexicon = Lexicon()
                    self._engine, self._taught = self._teach(self._lexicon, edition), order
        elif order != self._taught and self._lexicon is not None and self._teaching.acquire(blocking=False):
            try:
                self._engine, self._taught = self._teach(self._lexicon, edition), order
            finally:
                self._teaching.release()
        return self._engine

    def _teach(self, lexicon: Lexicon, edition: Edition | None) -> PinyinEngine:
        return PinyinEngine(lexicon, OwnWords(words_of(edition, self._now()), lexicon))
