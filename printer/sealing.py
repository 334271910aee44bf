"""Seals the bytes of waiting slips, so that a spool file alone shows nothing of what is printed.

    payload   v=1 (1) | alg=1 (1) | nonce (12) | ciphertext + tag     alg 1: AES-256-GCM

The associated data is the slip's id: bytes cannot change places between slips.
"""

from dataclasses import dataclass, field
from secrets import token_bytes

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from printer.errors import CannotUnseal

KEY_BYTES = 32
_HEAD = b"\x01\x01"
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Sealing:
    """One key of 32 bytes; where it is kept is the composition root's business."""

    key: bytes = field(repr=False)

    def seal(self, payload: bytes, slip: str) -> bytes:
        """Return a slip's bytes as the file may hold them."""
        nonce = token_bytes(_NONCE_BYTES)
        return _HEAD + nonce + AESGCM(self.key).encrypt(nonce, payload, slip.encode())

    def open(self, sealed: bytes, slip: str) -> bytes:
        """Return a slip's bytes; CannotUnseal when the key, the slip or the bytes are others."""
        nonce, box = sealed[2 : 2 + _NONCE_BYTES], sealed[2 + _NONCE_BYTES :]
        try:
            if sealed[:2] != _HEAD:
                raise CannotUnseal(slip)
            return AESGCM(self.key).decrypt(nonce, box, slip.encode())
        except (InvalidTag, ValueError) as error:
            raise CannotUnseal(slip) from error
