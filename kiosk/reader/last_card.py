"""Whether the card found now is the one that was read before, told without keeping anything of it."""

from __future__ import annotations

import hashlib
import secrets

from kiosk.reader.base import IdCard


class LastCard:
    """A keyed digest of the card read last, until it has left; the key lives as long as the reader's thread."""

    def __init__(self) -> None:
        """Know no card."""
        self._key = secrets.token_bytes(32)
        self._digest = b""

    @property
    def known(self) -> bool:
        """Tell whether there is a card to compare with."""
        return bool(self._digest)

    def remember(self, card: IdCard) -> None:
        """Take this card for the one read last."""
        self._digest = self._digest_of(card)

    def forget(self) -> None:
        """Know no card again."""
        self._digest = b""

    def is_same(self, card: IdCard) -> bool:
        """Tell whether this is the card read last."""
        return self.known and secrets.compare_digest(self._digest, self._digest_of(card))

    def _digest_of(self, card: IdCard) -> bytes:
        said = "\n".join((card.kind, card.number, card.name))
        return hashlib.blake2b(said.encode("utf8", "surrogatepass"), key=self._key, digest_size=16).digest()
