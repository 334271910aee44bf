"""密钥托管单: the root key as words for a sealed envelope, the one thing a restore needs besides a copy.

    ABCD-EFGH-…     base32 of the root and 3 bytes of its sha256, in groups of four

After a rotation of keys the root is longer, and the sheet of before opens nothing that was encrypted since.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from content.errors import BackupError
from content.privacy import is_root

_CHECK_BYTES = 3


def sheet_text(root: bytes) -> str:
    """Return the root key as it is printed."""
    text = base64.b32encode(root + hashlib.sha256(root).digest()[:_CHECK_BYTES]).decode().rstrip("=")
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def root_from(text: str) -> bytes:
    """Return the root key of a typed sheet; BackupError when a letter is wrong or missing."""
    # 0, 1 and 8 are not in the alphabet and are what people read for O, I and B
    letters = "".join(text.upper().split()).replace("-", "").translate(str.maketrans("018", "OIB"))
    try:
        raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError) as error:
        raise BackupError("托管单上的密钥有认不得的字，请对着单子再输一遍。") from error
    root, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if not is_root(root) or hashlib.sha256(root).digest()[:_CHECK_BYTES] != check:
        raise BackupError("托管单上的密钥有字输错或漏了（校验不符），请对着单子再输一遍。")
    return root
