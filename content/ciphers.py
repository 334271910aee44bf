"""The algorithms under the keys, in two profiles: the international one, and `gm` with SM4-GCM, SM3 and HMAC-SM3.

A key knows its profile, so that whoever encrypts, indexes or chains needs not. Both profiles are a software library
(OpenSSL by `cryptography`), not a certified 商用密码 product: a site under 密评 that has a card or a service
(PKCS#11, SDF of GM/T 0018) puts it in here, behind these four functions, and nowhere else.

    alg 1   AES-256-GCM, 32-byte key, HMAC-SHA256, HKDF-SHA256
    alg 2   SM4-GCM (RFC 8998), 16-byte key, HMAC-SM3, HKDF-SM3 (GB/T 32905)
"""

from __future__ import annotations

import hashlib
import hmac as plain_hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

AES_GCM, SM4_GCM = 1, 2
_TAG_BYTES = 16


class HubKey(bytes):
    """A key that knows its profile; bytes without one are of the international profile."""

    gm: bool

    def __new__(cls, key: bytes, *, gm: bool = False) -> HubKey:
        """Return the key."""
        one = super().__new__(cls, key)
        one.gm = gm
        return one


def is_gm(key: bytes) -> bool:
    """Say whether a key is of profile gm."""
    return isinstance(key, HubKey) and key.gm


def alg_of(key: bytes) -> int:
    """Return the number by which a stored value names how this key encrypts."""
    return SM4_GCM if is_gm(key) else AES_GCM


def derive(root: bytes, label: str, length: int = 32, *, gm: bool = False) -> HubKey:
    """Return the key of a label; no key of one profile is one of the other."""
    algorithm, profile = (hashes.SM3(), "linggong gm ") if gm else (hashes.SHA256(), "linggong ")
    hkdf = HKDF(algorithm=algorithm, length=length, salt=None, info=f"{profile}{label}".encode())
    return HubKey(hkdf.derive(root), gm=gm)


def encrypt(key: bytes, nonce: bytes, plain: bytes, associated: bytes) -> bytes:
    """Return ciphertext and tag."""
    if not is_gm(key):
        return AESGCM(key).encrypt(nonce, plain, associated)
    box = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    box.authenticate_additional_data(associated)
    return box.update(plain) + box.finalize() + box.tag


def decrypt(key: bytes, nonce: bytes, stored: bytes, associated: bytes) -> bytes:
    """Return the plaintext; InvalidTag when anything was changed."""
    if not is_gm(key):
        return AESGCM(key).decrypt(nonce, stored, associated)
    if len(stored) < _TAG_BYTES:
        raise InvalidTag
    box = Cipher(algorithms.SM4(key), modes.GCM(nonce, stored[-_TAG_BYTES:])).decryptor()
    box.authenticate_additional_data(associated)
    return box.update(stored[:-_TAG_BYTES]) + box.finalize()


def mac(key: bytes, message: bytes) -> bytes:
    """Return the 32-byte keyed digest of a message."""
    if not is_gm(key):
        return plain_hmac.digest(key, message, "sha256")
    one = hmac.HMAC(key, hashes.SM3())
    one.update(message)
    return one.finalize()


def digest(key: bytes, message: bytes) -> bytes:
    """Return the 32-byte digest of a message in the profile of a key, which itself does not go into it."""
    if not is_gm(key):
        return hashlib.sha256(message).digest()
    one = hashes.Hash(hashes.SM3())
    one.update(message)
    return one.finalize()
