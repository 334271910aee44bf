"""The key that seals waiting slips, one per kiosk, kept in a file only the kiosk's account reads.

A key in memory alone would lose the slips of a crash, which are promised to be neither lost nor doubled. A file beside
the spool keeps them, and still a copied, sent-in or backed-up spool.db shows nothing; whoever takes the whole disk has
both, so systemd may hand in the key instead (`LoadCredentialEncrypted=spool.key:…`), bound to the machine.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from secrets import token_bytes

from printer.sealing import KEY_BYTES

_log = logging.getLogger(__name__)
_NAME = "spool.key"


def kept_key(folder: Path) -> bytes:
    """Return the key handed in by systemd, or else the one in the folder, made now when there is none.

    A file of another length is replaced: the slips it sealed cannot be printed any more, the next ones can.
    """
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    if credentials and (handed_in := Path(credentials) / _NAME).is_file():
        key = handed_in.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        _log.warning("systemd 给的 %s 不是 %s 字节，请系统管理员重新生成；先用本机的密钥", _NAME, KEY_BYTES)
    path = folder / _NAME
    if path.is_file():
        key = path.read_bytes()
        if len(key) == KEY_BYTES:
            return key
        _log.warning("%s 坏了，已换一把新的；换之前没打的小票要请人重新打印", path)
    return _made(path)


def _made(path: Path) -> bytes:
    """Write a new key: whole and on disk before anything is sealed with it."""
    key = token_bytes(KEY_BYTES)
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return key
