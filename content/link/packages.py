"""A program package as hub and terminal speak of it, and who may have signed one; shared with `linggong update`."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from content.privacy import signed_by

RELEASE_KEYS = Path("/etc/linggong/release-keys")
DROP = Path("/var/lib/linggong-update")  # incoming/ is the services' own; the rest is root's
FILE_NAME = re.compile(r"linggong_([0-9A-Za-z.+~-]{1,40})_amd64\.deb")
MOST_BYTES = 1024**3


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageNote:
    """What a hub says of the package it offers; the signature is over the sha256, as `.sig` files hold it."""

    version: str
    size: int
    sha256: str  # 64 hex digits
    signature: str  # base64, "" where nobody signed it

    @property
    def file_name(self) -> str:
        """Return the name under which it travels and is installed."""
        return f"linggong_{self.version}_amd64.deb"


def release_keys(folder: Path) -> tuple[bytes, ...]:
    """Return the 32-byte Ed25519 keys a box trusts for programs; OSError or ValueError when one cannot be read."""
    return tuple(b64decode(one.read_text("ascii"), validate=False) for one in sorted(folder.glob("*.pub")))


def is_signed(sha256: str, signature: str, keys: tuple[bytes, ...]) -> bool:
    """Say whether one of the keys signed the digest; what is no signature at all is none."""
    try:
        return signed_by(bytes.fromhex(sha256), b64decode(signature), keys)
    except ValueError:
        return False
