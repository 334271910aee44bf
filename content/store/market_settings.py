"""市场设置 in market.db: one record with a history, kept as JSON; its card and licences are what the hall sees."""

from __future__ import annotations

from dataclasses import fields, replace

from sqlite_utils import Database

from content.clock import Clock
from content.errors import StaleRecord
from content.model.codec import from_json, to_json
from content.model.history import Deed, FieldChange, Revision
from content.model.market import MarketSettings
from content.model.published import MarketCard
from content.store.history import History
from content.store.named_settings import Settings

_NAME = "market"
_CARD = "market_card"  # where the card alone lay before


class MarketBook:
    """The one record of the page 市场设置."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._settings = Settings(db, clock)
        self._history = History(db)
        self._clock = clock

    def get(self) -> MarketSettings:
        """Return the settings; plain defaults until they were saved."""
        text = self._settings.get(_NAME)
        if text is not None:
            return from_json(MarketSettings, text)
        card = self._settings.get(_CARD)
        return MarketSettings() if card is None else MarketSettings(card=from_json(MarketCard, card))

    def save(self, settings: MarketSettings, expected_version: int, by: str, note: str = "") -> MarketSettings:
        """Replace the settings (version 0 before the first save); StaleRecord when somebody else saved them since."""
        stored = self.get()
        if stored.version != expected_version:
            raise StaleRecord("市场设置刚被别人改过，请对照着再改一次，您填的内容还在。", stored)
        saved = replace(settings, version=stored.version + 1)
        if replace(saved, version=stored.version) == stored and stored.version:
            return stored
        self._settings.put(_NAME, to_json(saved).decode())
        self._history.add(_NAME, None, {"id": _NAME, "version": saved.version, "json": to_json(saved).decode()},
                          self._clock.now(), by, Deed.SAVED, note)  # fmt: skip
        return saved

    def revisions(self) -> tuple[Revision, ...]:
        """Return every save, newest first."""
        found, before = [], MarketSettings()
        for line in self._history.lines(_NAME, _NAME):
            after = from_json(MarketSettings, line.row["json"])
            changes = tuple(
                FieldChange(field=one.name, before=getattr(before, one.name), after=getattr(after, one.name))
                for one in fields(after)
                if one.name != "version" and getattr(before, one.name) != getattr(after, one.name)
            )
            found.append(Revision(record_id=_NAME, version=line.version, at=line.at, by=line.by, deed=line.deed,
                                  note=line.note, changes=changes))  # fmt: skip
            before = after
        return tuple(reversed(found))


class MarketCards:
    """The public card alone, for who needs no more of the settings."""

    def __init__(self, book: MarketBook) -> None:
        self._book = book

    def get(self) -> MarketCard:
        """Return the card of the settings that stand, the plain one until they were saved."""
        return self._book.get().card

    def save(self, card: MarketCard, by: str = "") -> None:
        """Replace the card and leave the rest of the settings."""
        stored = self._book.get()
        self._book.save(replace(stored, card=card), stored.version, by)
